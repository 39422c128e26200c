//! The canonical JSON (RFC 8785) of parts of a contract: as they stand, or only what they declare.
//!
//! Member names are ASCII everywhere in a contract, so that sorting by bytes is sorting by UTF-16 code units.

use alloc::string::String;
use alloc::vec::Vec;

use super::leaves::kind;
use super::node::Node;
use super::text::put;
use crate::canonical::{write_boolean, write_integer, write_text};
use crate::json::Json;
use crate::sorted;

/// What to write of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// All of it.
    Whole,
    /// What decides about what is collected: no prose, and nothing that would hold anyway.
    Declared,
    /// The same, without the text that people are told.
    Told,
}

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
    ("omit_empty", "false"),
    ("optional", "false"),
    ("other", "false"),
    ("plaintext", "false"),
    ("precision", "\"second\""),
    ("remember", "false"),
    ("round", "1"),
];

/// A value as it stands; empty for nothing.
pub(super) fn canonical(node: Node<'_>) -> String {
    json(node, Form::Whole)
}

/// Whether the same value stands at two places, or nothing at both.
pub(super) fn same(one: Node<'_>, other: Node<'_>) -> bool {
    canonical(one) == canonical(other)
}

/// A value in this form; empty for nothing.
pub(super) fn json(node: Node<'_>, form: Form) -> String {
    let mut out = String::new();
    match node.value() {
        Some(Json::Boolean(value)) => write_boolean(&mut out, *value),
        Some(Json::Integer(value)) => write_integer(&mut out, *value),
        Some(Json::Text(value)) => write_text(&mut out, value),
        Some(Json::Array(_)) => {
            let form = if form == Form::Whole { form } else { Form::Declared };
            let items: Vec<String> = node.items().map(|item| json(item, form)).collect();
            list(&mut out, &items);
        }
        Some(Json::Object(_)) => {
            let members = node.members().filter_map(|(name, value)| {
                let text = member(name, value, form);
                let apart = form == Form::Told && name == "text";
                let idle = apart || PROSE.contains(&name) || IMPLIED.contains(&(name, &text));
                (form == Form::Whole || !idle).then_some((name, text))
            });
            object(&mut out, members.collect());
        }
        Some(Json::Null | Json::Fraction | Json::OutOfRange) => out.push_str("null"),
        None => {}
    }
    out
}

fn member(name: &str, value: Node<'_>, form: Form) -> String {
    match (form, name) {
        // The names in it are the map's, not those of this language.
        (Form::Whole, _) | (_, "base") => canonical(value),
        (_, "list" | "map") => collection(value),
        // The words of an enum are in no order.
        (_, "enum") => set(value),
        _ => json(value, Form::Declared),
    }
}

/// What a list or a map of a payload is of. The names of an object within it are the contract's own, not those of this
/// language.
fn collection(declared: Node<'_>) -> String {
    let parts: Vec<String> = declared
        .items()
        .map(|part| {
            let mut out = String::new();
            match kind(part) {
                None if part.members().next().is_some() => {
                    let leaves = part.members().map(|(name, leaf)| (name, json(leaf, Form::Declared)));
                    object(&mut out, leaves.collect());
                }
                _ => out = json(part, Form::Declared),
            }
            out
        })
        .collect();
    if parts.is_empty() {
        return json(declared, Form::Declared);
    }
    let mut out = String::new();
    list(&mut out, &parts);
    out
}

/// What a list declares whose order says nothing: sorted by the canonical JSON of its items.
pub(super) fn set(items: Node<'_>) -> String {
    let mut in_order = Vec::new();
    for item in items.items() {
        sorted::insert(&mut in_order, json(item, Form::Declared), String::as_str);
    }
    let mut out = String::new();
    list(&mut out, &in_order);
    out
}

fn list(out: &mut String, items: &[String]) {
    let mut before = "[";
    for item in items {
        put(out, &[before, item]);
        before = ",";
    }
    out.push_str(if before == "[" { "[]" } else { "]" });
}

/// Appends an object, sorted by name; the values are JSON.
pub(super) fn object(out: &mut String, members: Vec<(&str, String)>) {
    let mut in_order = Vec::new();
    for member in members {
        sorted::insert(&mut in_order, member, |(name, _)| name);
    }
    let mut before = "{";
    for (name, value) in in_order {
        out.push_str(before);
        write_text(out, name);
        put(out, &[":", &value]);
        before = ",";
    }
    out.push_str(if before == "{" { "{}" } else { "}" });
}
