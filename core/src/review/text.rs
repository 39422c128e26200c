//! Putting texts together: plain ones, canonical JSON, lists in words.

use alloc::string::String;
use alloc::vec::Vec;

use crate::canonical;
use crate::json::Json;
use crate::sorted;

/// Appends these parts.
pub(super) fn put(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// Whether `part` stands in a text. The standard library's search is a lot of code for this.
pub(super) fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// An integer in decimal digits.
pub(super) fn decimal(value: i64) -> String {
    let mut out = String::new();
    canonical::write_integer(&mut out, value);
    out
}

/// The canonical JSON (RFC 8785) of a value whose member names are ASCII, as all are in a contract.
pub(super) fn canonical(value: &Json<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Json<'_>) {
    match value {
        Json::Boolean(value) => canonical::write_boolean(out, *value),
        Json::Integer(value) => canonical::write_integer(out, *value),
        Json::Text(value) => canonical::write_text(out, value),
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                comma(out, index);
                write(out, item);
            }
            out.push(']');
        }
        Json::Object(members) => {
            let mut in_order = Vec::with_capacity(members.len());
            for member in members {
                sorted::insert(&mut in_order, member, |(name, _)| name);
            }
            out.push('{');
            for (index, (name, value)) in in_order.into_iter().enumerate() {
                comma(out, index);
                canonical::write_text(out, name);
                out.push(':');
                write(out, value);
            }
            out.push('}');
        }
        Json::Null | Json::Fraction | Json::OutOfRange => out.push_str("null"),
    }
}

fn comma(out: &mut String, index: usize) {
    if index > 0 {
        out.push(',');
    }
}

/// Appends items as a sentence lists them: `a, b or c`.
pub(super) fn listed<T>(
    out: &mut String,
    items: impl Iterator<Item = T>,
    last: &str,
    mut write: impl FnMut(&mut String, T),
) {
    let mut items = items.peekable();
    let mut first = true;
    while let Some(item) = items.next() {
        match (first, items.peek().is_some()) {
            (true, _) => {}
            (false, true) => out.push_str(", "),
            (false, false) => out.push_str(last),
        }
        first = false;
        write(out, item);
    }
}
