//! The JSON Schema (2020-12) of what a contract can produce: one definition for each event and each record.
//!
//! Every payload that Aboveboard builds is valid. What a schema cannot say, such as a limit in bytes, it says less
//! strictly.

use alloc::string::String;

use super::canonical::canonical;
use super::leaves::kind;
use super::node::Node;
use super::pretty::pretty;
use super::template::Template;
use super::text::put;
use super::vocabulary::put_words;
use crate::canonical::write_text;
use crate::json::Json;

/// The schema of a leaf, as templates (see [`template`](super::template)). What stands for a value that is refused or
/// absent is one more choice. What stands for a private one is a token anyway, but no version.
const PARTS: &[(&str, &str)] = &[
    (
        "leaf",
        "{<?why>\"description\":<why>,<.><?%choices>\"anyOf\":[{<&kind>}<&other><?default>,{\"const\":<default>}<.>\
         <?nullable=true>,{\"type\":\"null\"}<.>]<|><&kind><.>}",
    ),
    ("other", "<?other=true>,{\"const\":\"other\"}<.>"),
    (
        "part",
        "<?%branch>{\"type\":\"object\",\"additionalProperties\":false,\"required\":[<*.;,><?optional=true><|><@|name><.><.>],\
         \"properties\":{<*.;,><@|name>:<&leaf><.>}}<|><?other=true>{\"anyOf\":[{<&kind>}<&other>]}<|>{<&kind>}<.><.>",
    ),
    (
        "kind",
        "<?constant>\"const\":<constant><.><?from><&from><.><?enum>\"enum\":<enum><.><?token>\"type\":\"string\",\
         \"pattern\":\"^[A-Za-z0-9._-]+$\",\"maxLength\":<token><.><?version>\"type\":\"string\",\"pattern\":\
         \"^<?other=true>v?[0-9][A-Za-z0-9._+-]*<|>(v?[0-9][A-Za-z0-9._+-]*|other)<.>$\",\"maxLength\":<version><.><?boolean>\"type\":\"boolean\"<.><?integer>\"type\":\
         \"integer\",\"minimum\":<integer.0>,\"maximum\":<integer.1><?%even>,\"multipleOf\":<round><.><.>\
         <?bucket>\"enum\":[<*bucket;,><.|word><.>]<.><?text>\"type\":\"string\",\"maxLength\":<text><.><?list>\"type\":\
         \"array\",\"items\":<:list.0><&part><.>,\"maxItems\":<list.1><.><?map>\"type\":\"object\",\"propertyNames\":\
         <:map.0><&part><.>,\"additionalProperties\":<:map.1><&part><.>,\"maxProperties\":<map.2><.>",
    ),
    (
        "from",
        "<?from=event>\"const\":<@|name><.><?from=schema_version>\"const\":</schema_version><.><?from=tool>\"const\":</tool><.>\
         <?from=consent_version>\"const\":</consent_version><.><?from=time>\"type\":\"string\",\"pattern\":\
         \"^[0-9]{4}-[0-9]{2}-[0-9]{2}T<?precision=day>00:00:00<|><?precision=hour>[0-9]{2}:00:00<|><?precision=minute>\
         [0-9]{2}:[0-9]{2}:00<|>[0-9]{2}:[0-9]{2}:[0-9]{2}<.><.><.>Z$\"<.><?from=run><&random><.><?from=session>\
         <?/correlation.session><&inherited><|><&random><.><.><?from=parent><&inherited><.><?from=nonce>\"type\":\"string\",\
         \"pattern\":\"^[0-9a-f]{32}$\"<.><?from=identity>\"type\":\"string\",\"pattern\":\"^(\
         <:/identity><?kind=machine>[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}<.><?kind=installation><&uuid><.>\
         <?kind=multi_signal>[0-9a-f]{16}<.><.><?optional=true><|><?nullable=true><|><?default><|>|ephemeral<.><.><.>)$\"<.>\
         <?from=os>\"enum\":[\"<vocabulary|systems>\",\"other\"]<.><?from=arch>\"enum\":\
         [\"<vocabulary|processors>\",\"other\"]<.><?from=os_arch>\"type\":\"string\",\"pattern\":\
         \"^((<vocabulary|systems or>)-(<vocabulary|processors or>)|other)$\"<.><?from=os_version><&version><.>\
         <?from=tool_version><&version><.><?from=user_agent>\"type\":\"string\",\"pattern\":\"^[ -~]+$\"<.>",
    ),
    ("version", "\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9._+-]{1,64}$\""),
    ("inherited", "\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9._-]{1,64}$\""),
    ("random", "\"type\":\"string\",\"pattern\":\"<?/correlation.form=hex8>^[0-9a-f]{16}$<|>^<&uuid>$<.>\""),
    ("uuid", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
];

/// The JSON Schema of a contract's payloads, laid out for people: the whole is what may be sent, and `$defs` holds
/// `event.NAME` and `record.NAME`.
pub fn schema(document: &Json<'_>) -> String {
    let document = Node::new(document);
    let mut out = String::from("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":");
    let text = |name| document.get(name).text().unwrap_or("");
    let mut title = String::from("What ");
    put(&mut title, &[text("tool"), " may send, schema version ", text("schema_version")]);
    write_text(&mut out, &title);
    out.push_str(",\"anyOf\":[");
    for (name, _) in document.get("events").members() {
        put(&mut out, &["{\"$ref\":\"#/$defs/event.", name, "\"},"]);
    }
    close(&mut out, "],\"$defs\":{");
    for (name, event) in document.get("events").members() {
        put(&mut out, &["\"event.", name, "\":"]);
        let meta = document.get("delivery").get("meta");
        Schema { document, name, meta }.branch(&mut out, "", document.get("payload"), event.get("payload"));
        out.push(',');
    }
    for (name, record) in document.get("records").members() {
        put(&mut out, &["\"record.", name, "\":"]);
        let schema = Schema { document, name, meta: Node::NOTHING };
        schema.branch(&mut out, "", record.get("payload"), Node::NOTHING);
        out.push(',');
    }
    close(&mut out, "}}");
    pretty(&out)
}

/// Ends a list or an object of which each item ends with a comma.
fn close(out: &mut String, end: &str) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push_str(end);
}

struct Schema<'j> {
    document: Node<'j>,
    /// The event's or the record's name.
    name: &'j str,
    /// What a request adds.
    meta: Node<'j>,
}

/// What a request may add to a payload, by the words of the contract.
const ADDED: &[(&str, &str)] = &[
    ("attempt", "{\"type\":\"integer\",\"minimum\":1}"),
    ("retry", "{\"type\":\"integer\",\"minimum\":0}"),
    ("is_retry", "{\"type\":\"boolean\"}"),
];

impl<'j> Schema<'j> {
    /// An object with the members of both trees, at this dotted path.
    fn branch(&self, out: &mut String, path: &str, common: Node<'j>, own: Node<'j>) {
        let members = || common.members().chain(own.members().filter(move |(name, _)| !common.has(name)));
        out.push_str("{\"type\":\"object\",\"additionalProperties\":false,\"required\":[");
        for (name, node) in members() {
            if kind(node).is_none() || !node.get("optional").is_true() {
                put(out, &["\"", name, "\","]);
            }
        }
        close(out, "],\"properties\":{");
        for (name, node) in members() {
            put(out, &["\"", name, "\":"]);
            if kind(node).is_some() {
                Template { parts: PARTS, filter, test }.write(out, "leaf", self.document, node, self.name);
            } else {
                let mut below = String::from(path);
                put(&mut below, &[if path.is_empty() { "" } else { "." }, name]);
                self.branch(out, &below, node, if common.has(name) { own.get(name) } else { Node::NOTHING });
            }
            out.push(',');
        }
        if self.meta.is_there() && self.meta.get("into").text().unwrap_or("") == path {
            for (word, schema) in ADDED {
                if let Some(name) = self.meta.get(word).text() {
                    put(out, &["\"", name, "\":", schema, ","]);
                }
            }
        }
        close(out, "}}");
    }
}

/// Without a filter a value is JSON. The words of a vocabulary are the inside of a list of texts, or of a pattern.
fn filter(out: &mut String, filter: &str, value: &str, node: Node<'_>) {
    match filter {
        "name" => write_text(out, value),
        "systems" | "processors" => put_words(out, filter, value, "\",\""),
        "systems or" => put_words(out, "systems", value, "|"),
        "processors or" => put_words(out, "processors", value, "|"),
        // Of the labels and bounds of a bucket only the labels.
        "word" if node.text().is_none() => {}
        _ => out.push_str(&canonical(node)),
    }
}

/// Whether this is no leaf but an object of some (`branch`), a leaf takes something beside the values of its kind (`choices`), or only multiples of what it rounds to
/// (`even`): the ends of the range stand as they are.
fn test(name: &str, _: Node<'_>, leaf: Node<'_>) -> bool {
    if name == "choices" {
        return leaf.has("default") || leaf.get("nullable").is_true() || leaf.get("other").is_true();
    }
    if name == "branch" {
        return kind(leaf).is_none();
    }
    let round = leaf.get("round").integer().unwrap_or(0);
    leaf.get("integer").items().all(|end| end.integer().and_then(|end| end.checked_rem(round)) == Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::template;

    #[test]
    fn the_templates_are_well_formed() {
        template::check(PARTS, &["", "name", "processors", "processors or", "systems", "systems or", "word"]);
    }
}
