//! The schema lock: a file to commit that lists all that decides what is collected, one entry a line.
//!
//! Prose is not in it (`why`, `example`, the page), and neither are parameters that say what would hold without them.
//! What people are told before they agree is in it as a digest: a new text is another thing that they agree to.

use alloc::string::String;
use alloc::vec::Vec;

use super::canonical::{Form, canonical, json, object, set};
use super::conditions::holds;
use super::node::Node;
use super::template::Template;
use super::text::put;
use crate::canonical::write_text;
use crate::hex;
use crate::json::Json;
use crate::sorted;

/// The version of the form of a lock.
pub(super) const FORMAT: i64 = 1;

/// The entries, as a template (see [`template`](super::template)): a line each, with a tab between key and value. One
/// without a value is none.
const PARTS: &[(&str, &str)] = &[(
    "entries",
    "bearer\t<delivery.bearer>\ndeletion\t<deletion>\nencoding\t<delivery.encoding>\nendpoint\t<delivery.endpoint>\n\
     meta\t<delivery.meta>\nmode\t<delivery.mode>\notlp\t<delivery.otlp>\noutbox\t<delivery.outbox>\ngates\t<consent.gates|set>\n\
     identity\t<identity>\nids\t<correlation>\ninterval\t<delivery.every_seconds>\nlocal\t<consent.local>\n\
     notice\t<consent.notice|told>\nnotice text\t<consent.notice.text|digest>\n\
     question\t<consent.question|told>\nquestion text\t<consent.question.text|digest>\nretention\t<retention>\n\
     sources\t<consent.sources>\nundecided\t<consent.undecided>\nuser_agent\t<delivery.user_agent>\n\
     <?consent.unbound_grant=ask>unbound_grant\t<consent.unbound_grant>\n<.>\
     <?delivery.refused=keep>refused\t<delivery.refused>\n<.>\
     <*delivery.headers>header <@|name>\t<.|all>\n<.>\
     <*child.allowed>child allowed <@|name>\t<.|all>\n<.><*child.denied>child denied <@|name>\t<.|all>\n<.>\
     <*events>event <@|name>\t{<?when>\"when\":<when|sets><.>}\n<#payload>event <^|name> <@|name>\t<.|all>\n<.><.>\
     <#payload>payload <@|name>\t<.|all>\n<.>\
     <*records><#payload>record <^|name> <@|name>\t<.|all>\n<.><.>",
)];

/// The lock of a contract: JSON that ends with a line end, the same for the same contract.
pub fn lock(document: &Json<'_>) -> String {
    let document = Node::new(document);
    let mut lines = String::new();
    Template { parts: PARTS, filter, test: holds }.write(&mut lines, "entries", document, document, "");
    let mut entries = Vec::new();
    // A tab comes before everything that a key holds: lines are in the order of their keys.
    for line in lines.split('\n').filter(|line| !line.ends_with('\t') && !line.is_empty()) {
        sorted::insert(&mut entries, line, |line| line);
    }
    let head = |name| canonical(document.get(name));
    let (tool, schema_version, consent_version) =
        (head("tool"), head("schema_version"), head("consent_version"));
    let mut out = String::from("{\n  \"lock\": 1,\n  \"tool\": ");
    put(&mut out, &[&tool, ",\n  \"schema_version\": ", &schema_version]);
    put(&mut out, &[",\n  \"consent_version\": ", &consent_version, ",\n  \"collects\": {"]);
    let mut rest = String::from("{\"collects\":{");
    let mut before = "";
    for (key, value) in entries.iter().filter_map(|line| line.split_once('\t')) {
        put(&mut out, &[before, "\n    \"", key, "\": ", value]);
        put(&mut rest, &[before, "\"", key, "\":", value]);
        before = ",";
    }
    put(&mut rest, &["},\"consent_version\":", &consent_version, ",\"lock\":1,\"schema_version\":"]);
    put(&mut rest, &[&schema_version, ",\"tool\":", &tool, "}"]);
    put(&mut out, &["\n  },\n  \"digest\": \"", &hex::sha256(rest.as_bytes()), "\"\n}\n"]);
    out
}

/// Without a filter a value is what it declares.
fn filter(out: &mut String, filter: &str, value: &str, node: Node<'_>) {
    let text = match filter {
        "name" => return out.push_str(value),
        "digest" if node.is_there() => return write_text(out, &hex::sha256(value.as_bytes())),
        "digest" => return,
        "sets" => return object(out, node.members().map(|(path, values)| (path, set(values))).collect()),
        "set" if node.is_there() => set(node),
        "told" => json(node, Form::Told),
        _ => json(node, Form::Declared),
    };
    out.push_str(&text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::template;

    #[test]
    fn the_template_is_well_formed() {
        template::check(PARTS, &["", "all", "digest", "name", "set", "sets", "told"]);
    }
}
