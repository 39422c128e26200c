//! The JSON Schema (2020-12) of what a contract can produce: one definition for each event and each record.
//!
//! Every payload that Aboveboard builds is valid. What a schema cannot say, such as a limit in bytes, it says less
//! strictly.

use alloc::string::String;

use super::leaves::kind;
use super::node::Node;
use super::pretty::pretty;
use super::text::{canonical, put};
use crate::canonical::{write_integer, write_text};
use crate::json::Json;

const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T";
const TIMES: &[(&str, &str)] = &[
    ("second", "[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
    ("minute", "[0-9]{2}:[0-9]{2}:00Z$"),
    ("hour", "[0-9]{2}:00:00Z$"),
    ("day", "00:00:00Z$"),
];
const HEX8: &str = "^[0-9a-f]{16}$";
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
const INHERITED: &str = "^[A-Za-z0-9._-]{1,64}$";
const NONCE: &str = "^[0-9a-f]{32}$";
const TOOL_VERSION: &str = "^[A-Za-z0-9._+-]{1,64}$";
const OTHER: &str = "other";

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
    for (index, (name, _)) in document.get("events").members().enumerate() {
        put(&mut out, &[comma(index), "{\"$ref\":\"#/$defs/event.", name, "\"}"]);
    }
    out.push_str("],\"$defs\":{");
    let events = document.get("events").members().map(|(name, event)| ("event.", name, event));
    let records = document.get("records").members().map(|(name, record)| ("record.", name, record));
    for (index, (prefix, name, declaration)) in events.chain(records).enumerate() {
        put(&mut out, &[comma(index), "\"", prefix, name, "\":"]);
        // Every event has the common payload, a record has only its own.
        let common = if prefix == "event." { document.get("payload") } else { declaration.get("") };
        Schema { out: &mut out, document, name }.branch(common, declaration.get("payload"));
    }
    out.push_str("}}");
    pretty(&out)
}

fn comma(index: usize) -> &'static str {
    if index > 0 { "," } else { "" }
}

/// Whether the schema of a leaf's values takes its default as it is.
fn takes(leaf: Node<'_>, default: &Json<'_>) -> bool {
    match kind(leaf) {
        Some("boolean" | "list") => true,
        Some("map") => !leaf.has("base"),
        Some(kind @ ("enum" | "bucket")) => leaf.get(kind).items().any(|item| item.value() == Some(default)),
        _ => false,
    }
}

struct Schema<'s, 'j> {
    out: &'s mut String,
    document: Node<'j>,
    /// The event's or the record's name.
    name: &'j str,
}

impl<'j> Schema<'_, 'j> {
    /// An object with the members of both trees.
    fn branch(&mut self, common: Node<'j>, own: Node<'j>) {
        let members = || common.members().chain(own.members().filter(move |(name, _)| !common.has(name)));
        self.out.push_str("{\"type\":\"object\",\"additionalProperties\":false,\"required\":[");
        let required = members().filter(|(_, node)| kind(*node).is_none() || !node.get("optional").is_true());
        for (index, (name, _)) in required.enumerate() {
            put(self.out, &[comma(index), "\"", name, "\""]);
        }
        self.out.push_str("],\"properties\":{");
        for (index, (name, node)) in members().enumerate() {
            put(self.out, &[comma(index), "\"", name, "\":"]);
            match kind(node) {
                Some(_) => self.leaf(node),
                None if common.has(name) => self.branch(node, own.get(name)),
                None => self.branch(node.get(""), node),
            }
        }
        self.out.push_str("}}");
    }

    fn leaf(&mut self, leaf: Node<'j>) {
        self.out.push('{');
        if let Some(why) = leaf.get("why").text() {
            self.out.push_str("\"description\":");
            write_text(self.out, why);
            self.out.push(',');
        }
        let default = leaf.get("default").value().filter(|default| !takes(leaf, default));
        let absent = match default {
            Some(default) => Some(canonical(default)),
            None => leaf.get("nullable").is_true().then(|| String::from("null")),
        };
        match absent {
            None => self.kind(leaf),
            Some(absent) => {
                self.out.push_str("\"anyOf\":[{");
                self.kind(leaf);
                put(self.out, &["},{\"const\":", &absent, "}]"]);
            }
        }
        self.out.push('}');
    }

    /// What a value may be: the members of a schema.
    fn kind(&mut self, leaf: Node<'j>) {
        let Some(kind) = kind(leaf) else { return };
        let declared = leaf.get(kind);
        match kind {
            "constant" => self.constant(declared),
            "from" => self.from(leaf, declared.text().unwrap_or("")),
            "enum" => self.words(declared.items(), leaf),
            "bucket" => self.words(declared.items().filter(|label| label.text().is_some()), leaf),
            "token" => self.word("[A-Za-z0-9._-]", declared, leaf),
            "version" => self.word("v?[0-9][A-Za-z0-9._+-]*", declared, leaf),
            "boolean" => self.out.push_str("\"type\":\"boolean\""),
            "integer" => self.integer(leaf, declared),
            "text" => {
                self.out.push_str("\"type\":\"string\"");
                self.limit("maxLength", declared.integer());
            }
            "list" => {
                self.out.push_str("\"type\":\"array\",\"items\":{");
                self.kind(declared.item(0));
                self.out.push('}');
                self.limit("maxItems", declared.item(1).integer());
            }
            _ => self.map(leaf, declared),
        }
    }

    fn constant(&mut self, value: Node<'j>) {
        put(self.out, &["\"const\":", &value.value().map(canonical).unwrap_or_default()]);
    }

    fn from(&mut self, leaf: Node<'j>, word: &str) {
        let correlation = self.document.get("correlation");
        let pattern = match word {
            "event" => {
                self.out.push_str("\"const\":");
                return write_text(self.out, self.name);
            }
            "schema_version" | "tool" | "consent_version" => return self.constant(self.document.get(word)),
            "time" => {
                let precision = leaf.get("precision").text().unwrap_or("second");
                let time = TIMES.iter().find(|(name, _)| *name == precision).map_or("", |(_, time)| time);
                let mut pattern = String::from(DATE);
                pattern.push_str(time);
                return self.pattern(&pattern);
            }
            "parent" => INHERITED,
            "session" if correlation.has("session") => INHERITED,
            "session" | "run" if correlation.get("form").is("hex8") => HEX8,
            "session" | "run" => UUID,
            "nonce" => NONCE,
            "tool_version" => TOOL_VERSION,
            _ => "",
        };
        self.pattern(pattern);
    }

    fn pattern(&mut self, pattern: &str) {
        self.out.push_str("\"type\":\"string\",\"pattern\":");
        write_text(self.out, pattern);
    }

    fn words(&mut self, words: impl Iterator<Item = Node<'j>>, leaf: Node<'j>) {
        self.out.push_str("\"enum\":[");
        let mut other = leaf.get("other").is_true();
        for (index, word) in words.enumerate() {
            self.out.push_str(comma(index));
            write_text(self.out, word.text().unwrap_or(""));
            other &= !word.is(OTHER);
        }
        self.out.push_str(if other { ",\"other\"]" } else { "]" });
    }

    /// A token or a version: `characters` as often as its length allows.
    fn word(&mut self, characters: &str, length: Node<'j>, leaf: Node<'j>) {
        let length = length.integer().unwrap_or(0);
        let other = leaf.get("other").is_true();
        let mut pattern = String::from("^");
        match (characters.strip_suffix('*'), other) {
            (None, false) => put(&mut pattern, &[characters, "+$"]),
            (None, true) => put(&mut pattern, &["(", characters, "+|other)$"]),
            (Some(_), false) => put(&mut pattern, &[characters, "$"]),
            (Some(_), true) => put(&mut pattern, &["(", characters, "|other)$"]),
        }
        self.pattern(&pattern);
        self.limit("maxLength", Some(if other { length.max(5) } else { length }));
    }

    /// An integer after rounding; where the ends of the range are no multiples, `clamp` lets them stand.
    fn integer(&mut self, leaf: Node<'j>, range: Node<'j>) {
        self.out.push_str("\"type\":\"integer\"");
        let end = |index| range.item(index).integer().unwrap_or(0);
        let round = leaf.get("round").integer().unwrap_or(1);
        let beyond = |value: i64| value.checked_rem_euclid(round).unwrap_or(0);
        self.limit("minimum", Some(end(0).saturating_sub(beyond(end(0)))));
        self.limit("maximum", Some(end(1)));
        let even = beyond(end(0)) == 0 && beyond(end(1)) == 0;
        if round > 1 && (even || !leaf.get("clamp").is_true()) {
            self.limit("multipleOf", Some(round));
        }
    }

    fn map(&mut self, leaf: Node<'j>, declared: Node<'j>) {
        self.out.push_str("\"type\":\"object\",\"propertyNames\":{");
        self.kind(declared.item(0));
        self.out.push_str("},\"additionalProperties\":{");
        self.kind(declared.item(1));
        self.out.push('}');
        self.limit("maxProperties", declared.item(2).integer());
        let base = leaf.get("base").members();
        if leaf.has("base") {
            self.out.push_str(",\"required\":[");
            for (index, (name, _)) in base.enumerate() {
                self.out.push_str(comma(index));
                write_text(self.out, name);
            }
            self.out.push(']');
        }
    }

    fn limit(&mut self, name: &str, value: Option<i64>) {
        put(self.out, &[",\"", name, "\":"]);
        write_integer(self.out, value.unwrap_or(0));
    }
}
