//! Parts of forms (`multipart/form-data`, RFC 7578): the body of a part belongs to the name in its header.

use super::named::{Syntax, take};
use super::names::{Meaning, meaning};
use super::span::Spans;
use super::text::{Text, ends_in};
use super::value::{self, Value};

/// How many lines of headers are looked at.
const HEADERS: usize = 4;
/// How long a header and a body are at most.
const LONGEST: usize = 1024;

/// Looks at what follows `name=`: takes the first line of the body, where that is a secret by its name.
#[inline(never)]
pub(super) fn body(text: Text<'_>, name_start: usize, from: usize, spans: &mut Spans) {
    if !ends_in(text.slice(name_start.saturating_sub(16), name_start), "form-data; ") {
        return;
    }
    let name = value::read(text, from);
    if meaning(text.slice(name.start, name.end)) != Some(Meaning::Secret) {
        return;
    }
    let mut position = name.end;
    for _ in 0..HEADERS {
        let Some(next) = next_line(text, position) else { return };
        position = next;
        if line_end(text, position) == position {
            let Some(start) = next_line(text, position) else { return };
            let end = line_end(text, start);
            if !text.starts_with(start, b"--") {
                take(text, Value { start, end, quoted: true }, Meaning::Secret, Syntax::Certain, spans);
            }
            return;
        }
    }
}

/// Where the line ends that a position lies in.
fn line_end(text: Text<'_>, from: usize) -> usize {
    let rest = text.slice(from, text.len().min(from.saturating_add(LONGEST)));
    from.saturating_add(rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len()))
}

/// Where the next line begins.
fn next_line(text: Text<'_>, from: usize) -> Option<usize> {
    let end = line_end(text, from);
    let end = end.wrapping_add(usize::from(text.at(end) == b'\r'));
    (text.at(end) == b'\n').then_some(end.wrapping_add(1))
}
