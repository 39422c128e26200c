//! The schema lock: a file to commit that lists all that decides what is collected, one entry a line.
//!
//! Prose is not in it (`why`, `example`, the page), and neither are parameters that say what would hold without them.
//! What people are told before they agree is in it as a digest: a new text is another thing that they agree to.

use alloc::string::String;
use alloc::vec::Vec;

use super::leaves::{self, Owner};
use super::node::Node;
use super::text::{canonical, put};
use crate::canonical::write_text;
use crate::hex;
use crate::json::Json;
use crate::sorted;

/// The version of the form of a lock.
pub(super) const FORMAT: i64 = 1;

/// Members that decide nothing about what is collected.
const PROSE: &[&str] = &["why", "example"];

/// Members with the value that holds without them.
const IMPLIED: &[(&str, &str)] = &[
    ("allow", "\"enable\""),
    ("clamp", "false"),
    ("deny", "\"disable\""),
    ("dialect", "\"strict\""),
    ("invalid", "\"deny\""),
    ("means", "\"allow\""),
    ("nullable", "false"),
    ("optional", "false"),
    ("other", "false"),
    ("plaintext", "false"),
    ("precision", "\"second\""),
    ("remember", "false"),
    ("unbound_grant", "\"accept\""),
];

/// The lock of a contract: JSON that ends with a line end, the same for the same contract.
pub fn lock(document: &Json<'_>) -> String {
    let document = Node::new(document);
    let entries = entries(document);
    let versions = [
        ("lock", canonical(&Json::Integer(FORMAT))),
        ("tool", declared(document.get("tool"))),
        ("schema_version", declared(document.get("schema_version"))),
        ("consent_version", declared(document.get("consent_version"))),
    ];
    let mut out = String::from("{\n");
    for (name, value) in &versions {
        put(&mut out, &["  \"", name, "\": ", value, ",\n"]);
    }
    out.push_str("  \"collects\": {\n");
    let mut collects = String::from("{");
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 {
            out.push_str(",\n");
            collects.push(',');
        }
        let mut name = String::new();
        write_text(&mut name, key);
        put(&mut out, &["    ", &name, ": ", value]);
        put(&mut collects, &[&name, ":", value]);
    }
    collects.push('}');
    let [format, tool, schema, consent] = versions.map(|(_, value)| value);
    let mut rest = String::new();
    put(&mut rest, &["{\"collects\":", &collects, ",\"consent_version\":", &consent, ",\"lock\":", &format]);
    put(&mut rest, &[",\"schema_version\":", &schema, ",\"tool\":", &tool, "}"]);
    put(&mut out, &["\n  },\n  \"digest\": \"", &hex::sha256(rest.as_bytes()), "\"\n}\n"]);
    out
}

/// What decides, by key and in the order of the keys; the values are canonical JSON.
fn entries(document: Node<'_>) -> Vec<(String, String)> {
    let mut entries = Entries(Vec::new());
    let consent = document.get("consent");
    let delivery = document.get("delivery");
    entries.add_set(&["gates"], consent.get("gates"));
    for (name, node) in [
        ("bearer", delivery.get("bearer")),
        ("deletion", document.get("deletion")),
        ("endpoint", delivery.get("endpoint")),
        ("ids", document.get("correlation")),
        ("interval", delivery.get("every_seconds")),
        ("local", consent.get("local")),
        ("retention", document.get("retention")),
        ("sources", consent.get("sources")),
        ("undecided", consent.get("undecided")),
        ("user_agent", delivery.get("user_agent")),
    ] {
        entries.add_declared(&[name], node);
    }
    if consent.get("unbound_grant").is("ask") {
        entries.add(&["unbound_grant"], declared(consent.get("unbound_grant")));
    }
    for name in ["question", "notice"] {
        entries.add_told(name, consent.get(name));
    }
    for (name, header) in delivery.get("headers").members() {
        entries.add_declared(&["header ", name], header);
    }
    for list in ["allowed", "denied"] {
        for (name, value) in document.get("child").get(list).members() {
            entries.add_declared(&["child ", list, " ", name], value);
        }
    }
    for (name, event) in document.get("events").members() {
        entries.add_event(name, event.get("when"));
    }
    for found in leaves::leaves(document) {
        let value = declared(found.leaf);
        match found.owner {
            Owner::Common => entries.add(&["payload ", &found.path], value),
            Owner::Event(name) => entries.add(&["event ", name, " ", &found.path], value),
            Owner::Record(name) => entries.add(&["record ", name, " ", &found.path], value),
        }
    }
    entries.0
}

struct Entries(Vec<(String, String)>);

impl Entries {
    fn add(&mut self, key: &[&str], value: String) {
        let mut name = String::new();
        put(&mut name, key);
        sorted::insert(&mut self.0, (name, value), |(name, _)| name);
    }

    fn add_declared(&mut self, key: &[&str], node: Node<'_>) {
        if node.is_there() {
            self.add(key, declared(node));
        }
    }

    fn add_set(&mut self, key: &[&str], list: Node<'_>) {
        if list.is_there() {
            self.add(key, set(list));
        }
    }

    /// A question or a notice: its parameters, and the digest of its text.
    fn add_told(&mut self, name: &str, told: Node<'_>) {
        let Some(text) = told.get("text").text() else { return };
        let mut digest = String::new();
        write_text(&mut digest, &hex::sha256(text.as_bytes()));
        self.add(&[name, " text"], digest);
        self.add(&[name], object(told, |member| member == "text"));
    }

    fn add_event(&mut self, name: &str, when: Node<'_>) {
        let mut value = String::from("{");
        if when.is_there() {
            let mut conditions = Vec::new();
            for (path, values) in when.members() {
                sorted::insert(&mut conditions, (path, set(values)), |(path, _)| path);
            }
            value.push_str("\"when\":");
            join(&mut value, conditions.into_iter());
        }
        value.push('}');
        self.add(&["event ", name], value);
    }
}

/// What a part of the contract declares, as canonical JSON without prose and without what holds anyway.
fn declared(node: Node<'_>) -> String {
    match node.value() {
        Some(Json::Object(_)) => object(node, |_| false),
        Some(Json::Array(_)) => {
            let mut out = String::from("[");
            for (index, item) in node.items().enumerate() {
                put(&mut out, &[if index > 0 { "," } else { "" }, &declared(item)]);
            }
            out.push(']');
            out
        }
        Some(value) => canonical(value),
        None => String::new(),
    }
}

fn object(node: Node<'_>, leave_out: impl Fn(&str) -> bool) -> String {
    let mut members = Vec::new();
    for (name, value) in node.members() {
        let text = match name {
            // The words of an enum are in no order.
            "enum" => set(value),
            // Its names are the map's, not those of this language.
            "base" => value.value().map(canonical).unwrap_or_default(),
            _ => declared(value),
        };
        let decides = !PROSE.contains(&name) && !IMPLIED.contains(&(name, &text)) && !leave_out(name);
        if decides {
            sorted::insert(&mut members, (name, text), |(name, _)| name);
        }
    }
    let mut out = String::new();
    join(&mut out, members.into_iter());
    out
}

fn join<'n>(out: &mut String, members: impl Iterator<Item = (&'n str, String)>) {
    out.push('{');
    for (index, (name, value)) in members.enumerate() {
        put(out, &[if index > 0 { "," } else { "" }]);
        write_text(out, name);
        put(out, &[":", &value]);
    }
    out.push('}');
}

/// A list whose order says nothing, sorted by the canonical JSON of its items.
fn set(list: Node<'_>) -> String {
    let mut items = Vec::new();
    for item in list.items() {
        sorted::insert(&mut items, declared(item), String::as_str);
    }
    let mut out = String::from("[");
    for (index, item) in items.iter().enumerate() {
        put(&mut out, &[if index > 0 { "," } else { "" }, item]);
    }
    out.push(']');
    out
}
