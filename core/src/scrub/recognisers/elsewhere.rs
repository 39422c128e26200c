//! What was found in one place and stands in others of the same text, where nothing else tells of it: the host of
//! `unable to access 'https://git.acme.net/x/': Could not resolve host: git.acme.net`, a user, an account, a key.

use alloc::vec::Vec;

use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, BEYOND, DIGIT, LETTER, TOKEN, is};
use crate::scrub::text::span::{Kind, Span};
use crate::scrub::text::{Text, has_any};

/// How many names are looked for: each of them takes a look at the whole text.
const MOST_NAMES: usize = 4;
/// The shortest name that is looked for, and the longest.
const SHORTEST: usize = 4;
const LONGEST: usize = 128;

const RULE: &str = "found-elsewhere";

/// Whether there is room for one of the spans beside all of them. Most texts have none.
#[inline]
pub(crate) fn has_room(text: Text<'_>, found: &[Span]) -> bool {
    let length = |span: &Span| span.end.wrapping_sub(span.start);
    let (all, least) = found
        .iter()
        .map(length)
        .fold((0, usize::MAX), |(all, least), length| (usize::wrapping_add(all, length), least.min(length)));
    text.len().saturating_sub(all) > least.max(SHORTEST)
}

/// Where names among some spans stand besides, in order.
#[inline(never)]
pub(crate) fn names(text: Text<'_>, found: &[Span]) -> Vec<Span> {
    let mut elsewhere: Vec<Span> = Vec::new();
    let (mut last, mut names) = (&b""[..], 0_usize);
    for span in found {
        let name = text.slice(span.start, span.end);
        if name != last && is_telling(name, span.kind) {
            names = names.wrapping_add(1);
            if names > MOST_NAMES {
                break;
            }
            last = name;
            occurrences(text, name, span.kind, found, &mut elsewhere);
        }
    }
    if elsewhere.len() > 1 {
        // The same name may have been looked for twice.
        elsewhere.sort_unstable_by_key(|span| span.start);
        elsewhere.dedup();
    }
    elsewhere
}

/// Whether a name of a kind is nothing else where it stands alone.
fn is_telling(name: &[u8], kind: Kind) -> bool {
    if !(SHORTEST..=LONGEST).contains(&name.len()) {
        return false;
    }
    let numbered = || has_any(name, DIGIT);
    match kind {
        Kind::Host => numbered() || name.iter().any(|byte| matches!(byte, b'.' | b'-')),
        Kind::User => {
            (name.len() > SHORTEST || numbered()) && has_any(name, LETTER) && !common::is_name(name)
        }
        Kind::Account => name.len() >= 10 && numbered(),
        Kind::Secret => name.len() >= 8 && numbered() && has_any(name, LETTER),
        // Those tell of themselves.
        Kind::Email | Kind::Address | Kind::Path => false,
    }
}

/// Adds the places where a name stands alone, and nothing was found.
fn occurrences(text: Text<'_>, name: &[u8], kind: Kind, found: &[Span], elsewhere: &mut Vec<Span>) {
    // What is rarer than letters is looked for.
    let mark = name.iter().position(|byte| !is(*byte, LETTER)).unwrap_or(0);
    let mut from = 0;
    let edges = found.iter().map(|span| (span.start, span.end));
    for (until, next_from) in edges.chain([(text.len(), text.len())]) {
        while let Some(start) = next(text, name, mark, from, until) {
            let end = start.wrapping_add(name.len());
            from = end;
            let (before, after) = (text.before(start), text.at(end));
            let goes_on = after == b'.' && is(text.at(end.wrapping_add(1)), ALNUM);
            let alone =
                !is(before, TOKEN | BEYOND) && before != b'.' && !is(after, TOKEN | BEYOND) && !goes_on;
            if alone {
                elsewhere.push(Span { start, end, kind, rule: RULE });
            }
        }
        from = next_from;
    }
}

/// The next place at which a name stands between two positions. Its mark is looked for, which is rarer than its letters.
fn next(text: Text<'_>, name: &[u8], mark: usize, from: usize, until: usize) -> Option<usize> {
    let byte = name.get(mark).copied()?;
    let mut position = from.wrapping_add(mark);
    // Behind the last mark of a name that ends there; without room for one it lies before the first, and nothing does.
    let end = until.wrapping_sub(name.len()).wrapping_add(mark).wrapping_add(1);
    loop {
        let rest = text.slice(position, end);
        position = position.wrapping_add(rest.iter().position(|other| *other == byte)?);
        let start = position.wrapping_sub(mark);
        if text.starts_with(start, name) {
            return Some(start);
        }
        position = position.wrapping_add(1);
    }
}
