//! Manifests of Kubernetes: what a Secret holds under `data` and `stringData` is secret, whatever its entries are called
//! (core/v1 Secret).

use super::class::{NAME, QUOTE, SPACE};
use super::span::{Kind, Spans};
use super::text::Text;
use super::value;

/// Whether a member of a Secret holds its entries.
pub(super) fn holds_entries(name: &str) -> bool {
    matches!(name, "data" | "stringData")
}

/// Whether a JSON text holds a Secret.
pub(super) fn is_in(json: &str) -> bool {
    const KIND: &[u8] = b"\"kind\"";
    let text = Text::new(json);
    let mut position = 0;
    while let Some(found) = text.slice(position, text.len()).windows(KIND.len()).position(|part| part == KIND)
    {
        position = position.saturating_add(found).saturating_add(KIND.len());
        let colon = text.skip(position, SPACE);
        if text.at(colon) == b':' && text.starts_with(text.skip(colon.wrapping_add(1), SPACE), b"\"Secret\"")
        {
            return true;
        }
    }
    false
}

/// How far from `kind: Secret` its entries are looked for, on either side.
const REACH: usize = 512;

/// Takes the entries around a `kind: Secret` that lies in a range.
#[inline(never)]
pub(super) fn secret(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    for (from, to) in [
        (spans.floor().max(start.saturating_sub(REACH)), start),
        (end, text.len().min(end.saturating_add(REACH))),
    ] {
        let mut position = from;
        while let Some(entries) = after_heading(text, position, to) {
            position = take_entries(text, entries, to, spans);
        }
    }
}

/// Where the entries begin of the next `data:` or `stringData:` that stands alone in its line.
fn after_heading(text: Text<'_>, from: usize, to: usize) -> Option<usize> {
    let mut position = from;
    loop {
        let found = text.slice(position, to).windows(2).position(|part| part == b":\n")?;
        let colon = position.saturating_add(found);
        position = colon.saturating_add(1);
        if matches!(text.word_before(colon), b"data" | b"stringData") {
            return Some(position);
        }
    }
}

/// Takes the values of the indented lines from `from` on. Gives the position of the line that is none.
fn take_entries(text: Text<'_>, from: usize, to: usize, spans: &mut Spans) -> usize {
    let mut position = from;
    while position < to {
        let start = text.skip_within(position, to, SPACE);
        if start == position || text.before(start) != b' ' {
            return position.saturating_add(1);
        }
        let name_end = text.skip_within(start, start.saturating_add(64), NAME | QUOTE);
        if text.at(name_end) != b':' || name_end == start {
            return start;
        }
        let value = value::read(text, name_end.wrapping_add(1));
        if !value.is_placeholder(text) {
            spans.push(text, value.start, value.end, Kind::Secret, "kubernetes-secret");
        }
        position = text.skip_within(value.end, value.end.saturating_add(1), QUOTE);
    }
    position
}
