//! What a leaf holds, in words for the users of a tool.

use alloc::string::String;

use super::markdown::{code, coded};
use crate::review::leaves;
use crate::review::node::Node;
use crate::review::text::{canonical, decimal, listed, put};

/// What Aboveboard fills in: the word, what it is, and where it comes from.
const FROM: &[(&str, &str, &str)] = &[
    ("event", "what happened: the name of the report", "the program"),
    ("schema_version", ": the version of this form", "fixed"),
    ("tool", ": the name of the program", "fixed"),
    ("consent_version", ": the version of what you were told", "fixed"),
    ("session", "a random id of a chain of runs", "made up"),
    ("run", "a random id of the run", "made up"),
    ("parent", "the id of the run that started this one", "the program that started this one"),
    ("nonce", "a random number of the run", "made up"),
    ("installation", "a random id of the installation", "made up once"),
    ("machine", "an id of the machine", "the machine"),
    ("tool_version", "the version of the program", "the program"),
];

const PRECISIONS: &[(&str, &str)] = &[
    ("second", "to the second"),
    ("minute", "to the minute"),
    ("hour", "to the hour"),
    ("day", "only the day"),
];

/// What a leaf holds and what happens where there is no value.
pub(super) fn value(out: &mut String, leaf: Node<'_>, document: Node<'_>) {
    if leaves::is_constant(leaf) {
        constant(out, leaf, document);
    } else {
        kind(out, leaf);
    }
    if leaf.get("optional").is_true() {
        out.push_str("; left out where there is none");
    } else if leaf.get("nullable").is_true() {
        out.push_str("; `null` where there is none");
    } else if let Some(default) = leaf.get("default").value() {
        put(out, &["; ", &coded(&canonical(default)), " where there is none"]);
    }
    if let Some(feature) = leaf.get("feature").text() {
        put(out, &["; only where the feature ", &coded(feature), " is turned on"]);
    }
}

/// Where a leaf's value comes from.
pub(super) fn source(leaf: Node<'_>) -> &'static str {
    match leaf.get("from").text() {
        Some("time") => "the clock",
        Some(from) => FROM.iter().find(|(word, ..)| *word == from).map_or("", |(_, _, source)| source),
        None if leaf.has("constant") => "fixed",
        None => "the program",
    }
}

fn kind(out: &mut String, leaf: Node<'_>) {
    let Some(kind) = leaves::kind(leaf) else { return };
    let declared = leaf.get(kind);
    let limit = decimal(declared.integer().unwrap_or(0));
    match kind {
        "from" => from(out, leaf, declared.text().unwrap_or("")),
        "enum" => words(out, declared.items(), leaf),
        "token" => {
            put(out, &["a word of at most ", &limit, " letters, digits, `.`, `_` or `-`"]);
            other(out, leaf);
        }
        "version" => {
            put(out, &["a version number of at most ", &limit, " characters"]);
            other(out, leaf);
        }
        "boolean" => out.push_str("`true` or `false`"),
        "integer" => integer(out, leaf, declared),
        "bucket" => {
            out.push_str("a rough size and never the exact number: ");
            words(out, declared.items().filter(|label| label.text().is_some()), leaf);
        }
        "text" => put(out, &["**free text**, at most ", &limit, " bytes of it"]),
        "list" => {
            put(
                out,
                &["a list of at most ", &decimal(declared.item(1).integer().unwrap_or(0)), "; each is "],
            );
            self::kind(out, declared.item(0));
        }
        _ => map(out, leaf, declared),
    }
}

/// What the contract itself says: a constant, or a member of its own that the leaf names.
fn constant(out: &mut String, leaf: Node<'_>, document: Node<'_>) {
    out.push_str("always ");
    match leaf.get("from").text() {
        Some(word) => {
            json(out, document.get(word));
            from(out, leaf, word);
        }
        None => json(out, leaf.get("constant")),
    }
}

/// What stands in a payload for the example of a leaf.
pub(super) fn example(out: &mut String, leaf: Node<'_>) {
    let example = leaf.get("example");
    match example.integer().zip(leaf.get("bucket").value()) {
        Some((value, _)) => code(out, label(leaf.get("bucket"), value)),
        None => json(out, example),
    }
}

/// The label of the bucket that a value falls into: the one before the first bound that is greater.
fn label<'j>(bucket: Node<'j>, value: i64) -> &'j str {
    let mut label = "";
    for item in bucket.items() {
        match item.integer() {
            Some(bound) if value < bound => break,
            Some(_) => {}
            None => label = item.text().unwrap_or(""),
        }
    }
    label
}

fn from(out: &mut String, leaf: Node<'_>, word: &str) {
    if word == "time" {
        let precision = leaf.get("precision").text().unwrap_or("second");
        let words = PRECISIONS.iter().find(|(name, _)| *name == precision).map_or("", |(_, words)| words);
        put(out, &["the time in UTC, ", words]);
    } else {
        out.push_str(FROM.iter().find(|(name, ..)| *name == word).map_or("", |(_, words, _)| words));
    }
}

fn words<'j>(out: &mut String, items: impl Iterator<Item = Node<'j>>, leaf: Node<'_>) {
    listed(out, items, " or ", |out, item| code(out, item.text().unwrap_or("")));
    other(out, leaf);
}

fn other(out: &mut String, leaf: Node<'_>) {
    if leaf.get("other").is_true() {
        out.push_str("; anything else becomes `other`");
    }
}

fn integer(out: &mut String, leaf: Node<'_>, range: Node<'_>) {
    let end = |index| decimal(range.item(index).integer().unwrap_or(0));
    put(out, &["a whole number from ", &end(0), " to ", &end(1)]);
    if let Some(round) = leaf.get("round").integer() {
        put(out, &[", rounded down to a multiple of ", &decimal(round)]);
    }
    if leaf.get("clamp").is_true() {
        out.push_str("; the nearer of the two for anything beyond");
    }
}

fn map(out: &mut String, leaf: Node<'_>, declared: Node<'_>) {
    put(out, &["at most ", &decimal(declared.item(2).integer().unwrap_or(0)), " pairs; the name is "]);
    kind(out, declared.item(0));
    out.push_str("; the value is ");
    kind(out, declared.item(1));
    if leaf.has("base") {
        out.push_str("; there from the start: ");
        json(out, leaf.get("base"));
    }
}

/// A value of the contract as code.
pub(super) fn json(out: &mut String, node: Node<'_>) {
    if let Some(value) = node.value() {
        code(out, &canonical(value));
    }
}
