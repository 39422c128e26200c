//! The public privacy page, in Markdown: the same contract gives the same bytes.
//!
//! It is for the users of the tool, in their words. Text of the contract is escaped, so that none of it is markup.

mod markdown;
mod words;

use alloc::string::String;

use super::canonical::canonical;
use super::conditions::holds;
use super::node::Node;
use super::template::Template;
use super::text::{decimal, put};
use super::vocabulary::put_words;
use crate::json::Json;

/// The bases of files, as people know them.
const BASES: &[(&str, &str)] =
    &[("{config}", "~/.config"), ("{state}", "~/.local/state"), ("{home}", "~"), ("{system}", "/etc")];

const UNITS: &[(i64, &str)] = &[(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];

/// The privacy page of a contract.
pub fn page(document: &Json<'_>) -> String {
    let document = Node::new(document);
    let mut out = String::new();
    Template { parts: words::PARTS, filter, test: holds }.write(&mut out, "page", document, document, "");
    out
}

/// Without a filter a value is code.
fn filter(out: &mut String, filter: &str, value: &str, node: Node<'_>) {
    match filter {
        "raw" => out.push_str(value),
        "text" => markdown::text(out, value),
        "link" => markdown::link(out, value),
        "block" => markdown::block(out, value),
        "file" => file(out, value),
        "key" => key(out, value),
        "every" => every(out, node.integer().unwrap_or(1)),
        "label" => label(out, node),
        "systems" | "processors" => put_words(out, filter, value, "`, `"),
        "json" if node.is_there() => markdown::code(out, &canonical(node)),
        "json" => {}
        // Of the labels and bounds of a bucket only the labels.
        "word" if node.text().is_none() => {}
        _ => markdown::code(out, value),
    }
}

/// A file of the contract as people know it: `{config}/tool/x` is `~/.config/tool/x`.
fn file(out: &mut String, path: &str) {
    let known = BASES.iter().find_map(|(base, place)| Some((place, path.strip_prefix(base)?)));
    let mut name = String::new();
    match known {
        Some((place, rest)) => put(&mut name, &[place, rest]),
        None => name.push_str(path),
    }
    markdown::code(out, &name);
}

/// A JSON pointer as people write it: `/telemetry/enabled` is `telemetry.enabled`.
fn key(out: &mut String, pointer: &str) {
    let names = pointer.chars().skip(1);
    let name: String = names.map(|character| if character == '/' { '.' } else { character }).collect();
    markdown::code(out, &name);
}

/// `once a day`, `every 6 hours`.
fn every(out: &mut String, seconds: i64) {
    let unit = UNITS.iter().find(|(length, _)| seconds.checked_rem(*length) == Some(0));
    let Some((length, unit)) = unit else { return };
    match seconds.checked_div(*length) {
        Some(1) => put(out, &["once ", if *length == 3600 { "an " } else { "a " }, unit]),
        count => put(out, &["every ", &decimal(count.unwrap_or(0)), " ", unit, "s"]),
    }
}

/// The label of the bucket that the example of a leaf falls into: the one before the first bound that is greater.
fn label(out: &mut String, leaf: Node<'_>) {
    let Some(example) = leaf.get("example").integer() else { return };
    let mut label = "";
    for item in leaf.get("bucket").items() {
        match item.integer() {
            Some(bound) if example < bound => break,
            Some(_) => {}
            None => label = item.text().unwrap_or(""),
        }
    }
    markdown::code(out, label);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::template;

    #[test]
    fn the_words_are_well_formed() {
        let filters = [
            "",
            "block",
            "code",
            "every",
            "file",
            "json",
            "key",
            "label",
            "link",
            "processors",
            "raw",
            "systems",
            "text",
            "word",
        ];
        template::check(words::PARTS, &filters);
    }

    #[test]
    fn intervals_are_said_as_people_say_them() {
        for (seconds, words) in [
            (60, "once a minute"),
            (90, "every 90 seconds"),
            (3600, "once an hour"),
            (21_600, "every 6 hours"),
            (86_400, "once a day"),
            (604_800, "every 7 days"),
        ] {
            let mut out = String::new();
            every(&mut out, seconds);
            assert_eq!(out, words);
        }
    }
}
