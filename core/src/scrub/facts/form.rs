//! One form of a private fact: a sequence of bytes, how it is compared, and how far it reaches in a text.

use alloc::boxed::Box;

use crate::scrub::text::Text;
use crate::scrub::text::class::{ALNUM, BASE64, NAME, PATH, is};
use crate::scrub::text::span::{Kind, Span, replacement_at};

/// How a form is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// ASCII case does not matter; no letter or digit may stand on either side.
    Words,
    /// Byte for byte, anywhere.
    Exact,
    /// Byte for byte, anywhere; `-` and `_` count as `+` and `/`.
    Base64,
}

/// A sequence of bytes to look for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) bytes: Box<[u8]>,
    pub(crate) comparison: Comparison,
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
}

impl Form {
    /// The span of this form where it begins at `start`.
    pub(crate) fn match_at(&self, text: Text<'_>, start: usize) -> Option<Span> {
        let end = start.saturating_add(self.bytes.len());
        let candidate = text.slice(start, end);
        if candidate.len() != self.bytes.len() || is_within_replacement(text, start) {
            return None;
        }
        let (start, end) = match self.comparison {
            Comparison::Words => {
                let apart = !is(text.before(start), ALNUM) && !is(text.at(end), ALNUM);
                // The letter of an escape (`\njane`) is no part of the word.
                let begins = || text.is_escaped(start.wrapping_sub(1)) || text.follows_encoded(start);
                let apart = apart || (!is(text.at(end), ALNUM) && begins());
                (apart && candidate.eq_ignore_ascii_case(&self.bytes)).then_some((start, end))?
            }
            Comparison::Exact => (candidate == &*self.bytes).then_some((start, end))?,
            Comparison::Base64 => {
                let equal = candidate.iter().zip(&*self.bytes).all(|(a, b)| standard(*a) == *b);
                // The whole run goes: what stands before and after the value is encoded with it.
                equal.then(|| (text.skip_back(start, 0, BASE64), text.skip(end, BASE64)))?
            }
        };
        let is_path = self.kind == Kind::Path && self.comparison == Comparison::Words;
        let end = match is_path {
            true if self.bytes.contains(&b'%') => rest_of_encoded(text, end),
            true => text.parameter_end(start, rest_of_path(text, end)),
            false => end,
        };
        Some(Span { start, end, kind: self.kind, rule: self.rule })
    }
}

/// Where the path ends that goes on after a private directory.
fn rest_of_path(text: Text<'_>, end: usize) -> usize {
    let mut position = end;
    while is(text.at(position), PATH)
        || (text.at(position) == b'\\'
            && is(text.at(position.wrapping_add(1)), PATH)
            && !text.is_escaped(position))
    {
        position = position.wrapping_add(1);
    }
    while position > end && matches!(text.before(position), b'.' | b':' | b'?' | b'!') {
        position = position.wrapping_sub(1);
    }
    position
}

/// The same for a percent-encoded path.
fn rest_of_encoded(text: Text<'_>, end: usize) -> usize {
    let mut position = end;
    while is(text.at(position), NAME) || text.at(position) == b'%' {
        position = position.wrapping_add(1);
    }
    position
}

/// Whether a position lies inside of a replacement such as `[host]`.
fn is_within_replacement(text: Text<'_>, position: usize) -> bool {
    (1..10).any(|back| {
        let start = position.wrapping_sub(back);
        replacement_at(text, start).is_some_and(|length| length > back)
    })
}

/// The base64 alphabet for URLs, read as the standard one.
fn standard(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

/// The bytes that count as equal to one of a form.
pub(crate) fn variants(byte: u8, comparison: Comparison) -> [u8; 2] {
    match (comparison, byte) {
        (Comparison::Words, _) => [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()],
        (Comparison::Base64, b'+') => [b'+', b'-'],
        (Comparison::Base64, b'/') => [b'/', b'_'],
        _ => [byte, byte],
    }
}
