//! Lists of secrets in a text that is no JSON: `passwords = ["x", "y"]`, `tokens: [x, y]`.

use super::named::{Syntax, take};
use crate::scrub::text::Text;
use crate::scrub::text::class::{ESCAPE, QUOTE, SPACE, is};
use crate::scrub::text::span::{Spans, replacement_at};
use crate::scrub::values::names::Meaning;
use crate::scrub::values::pattern::is_pattern;
use crate::scrub::values::value::{self, Value};

/// How many items of a list are looked at.
const MOST_ITEMS: usize = 64;

/// Takes the items of a list of secrets: `["x", "y"]`, `[x, y]`.
#[inline(never)]
pub(crate) fn take_all(text: Text<'_>, open: usize, meaning: Meaning, syntax: Syntax, spans: &mut Spans) {
    if replacement_at(text, open).is_some() || is_set_of_characters(text, open) {
        return;
    }
    let mut position = open.wrapping_add(1);
    for _ in 0..MOST_ITEMS {
        let start = text.skip(position, SPACE);
        if text.before(start) == ESCAPE {
            // A sequence for terminals: it is looked at without such.
            return;
        }
        let end = match replacement_at(text, start) {
            Some(length) => start.wrapping_add(length),
            None => item(text, start, meaning, syntax, spans),
        };
        let next = text.skip(end, SPACE);
        if text.at(next) != b',' || end <= start {
            return;
        }
        position = next.wrapping_add(1);
    }
}

/// Whether the bracket begins a regular expression, which goes on behind the closing one: `[A-Za-z0-9]{20}`.
fn is_set_of_characters(text: Text<'_>, open: usize) -> bool {
    let Some([_, first, second]) = text.three(open) else { return false };
    if first != b'^' && second != b'-' {
        // As nearly all lists.
        return false;
    }
    if text.starts_with(open, b"[^[:") {
        // POSIX has names for such sets within them.
        return true;
    }
    let value = value::read(text, open);
    text.before(value.end) != b']' && is_pattern(text.slice(value.start, value.end))
}

/// Takes an item of a list, and gives its end.
fn item(text: Text<'_>, start: usize, meaning: Meaning, syntax: Syntax, spans: &mut Spans) -> usize {
    let quoted = is(text.at(text.skip_escapes(start)), QUOTE);
    let item = if quoted { value::read(text, start) } else { plain_item(text, start) };
    if item.is_no_word(text) && !item.is_expression(text) {
        take(text, item, meaning, syntax, spans);
    }
    item.end.wrapping_add(usize::from(item.quoted))
}

/// An item without quotes.
fn plain_item(text: Text<'_>, start: usize) -> Value {
    let limit = start.saturating_add(LONGEST_ITEM);
    let mut end = start;
    while end < limit && !is(text.at(end), SPACE) && !matches!(text.at(end), b',' | b']') {
        end = end.wrapping_add(1);
    }
    Value { start, end: end.min(text.len()), quoted: false }
}

/// The longest item without quotes.
const LONGEST_ITEM: usize = 256;
