//! What was found in one place and stands in others of the same text, where nothing else tells of it: the host of
//! `unable to access 'https://git.acme.net/x/': Could not resolve host: git.acme.net`.

use alloc::vec::Vec;

use crate::scrub::text::Text;
use crate::scrub::text::class::{ALNUM, BEYOND, TOKEN, is};
use crate::scrub::text::span::{Kind, Span};

/// How many names are looked for: each of them takes a look at the whole text.
const MOST_NAMES: usize = 4;
/// The shortest name that is looked for.
const SHORTEST: usize = 4;

/// Where the hosts among some spans stand besides, in order. Only names with a domain are nothing but hosts elsewhere.
#[inline(never)]
pub(crate) fn hosts(text: Text<'_>, found: &[Span]) -> Vec<Span> {
    let mut elsewhere: Vec<Span> = Vec::new();
    let (mut last, mut names) = (&b""[..], 0_usize);
    for span in found.iter().filter(|span| span.kind == Kind::Host) {
        let name = text.slice(span.start, span.end);
        if let Some(mark) = name.iter().position(|byte| *byte == b'.')
            && name.len() >= SHORTEST
            && name != last
        {
            names = names.wrapping_add(1);
            if names > MOST_NAMES {
                break;
            }
            last = name;
            occurrences(text, name, mark, found, &mut elsewhere);
        }
    }
    if elsewhere.len() > 1 {
        // The same name may have been looked for twice.
        elsewhere.sort_unstable_by_key(|span| span.start);
        elsewhere.dedup();
    }
    elsewhere
}

/// Adds the places where a name stands alone, and nothing was found.
fn occurrences(text: Text<'_>, name: &[u8], mark: usize, found: &[Span], elsewhere: &mut Vec<Span>) {
    let mut from = 0;
    while let Some(start) = next(text, name, mark, from) {
        let end = start.wrapping_add(name.len());
        from = end;
        let (before, after) = (text.before(start), text.at(end));
        let goes_on = after == b'.' && is(text.at(end.wrapping_add(1)), ALNUM);
        let alone = !is(before, TOKEN | BEYOND) && before != b'.' && !is(after, TOKEN | BEYOND) && !goes_on;
        let known = || {
            let later = found.partition_point(|span| span.end <= start);
            found.get(later).is_some_and(|span| span.start < end)
        };
        if alone && !known() {
            elsewhere.push(Span { start, end, kind: Kind::Host, rule: "host-elsewhere" });
        }
    }
}

/// The next place at which a name stands. Its mark is looked for, which is rarer than its letters.
fn next(text: Text<'_>, name: &[u8], mark: usize, from: usize) -> Option<usize> {
    let byte = name.get(mark).copied()?;
    let mut position = from.wrapping_add(mark);
    loop {
        let rest = text.slice(position, text.len());
        position = position.wrapping_add(rest.iter().position(|other| *other == byte)?);
        let start = position.wrapping_sub(mark);
        if text.starts_with(start, name) {
            return Some(start);
        }
        position = position.wrapping_add(1);
    }
}
