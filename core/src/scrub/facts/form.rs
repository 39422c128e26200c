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

/// What is compared of a value at least. A text that holds these bytes of it holds too much of it.
const LONGEST: usize = 256;

/// A sequence of bytes to look for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) bytes: Box<[u8]>,
    /// What a long value has behind these: it goes too, as far as the text has it.
    rest: Box<[u8]>,
    pub(crate) comparison: Comparison,
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
}

impl Form {
    pub(crate) fn new(value: &[u8], comparison: Comparison, kind: Kind, rule: &'static str) -> Self {
        let (bytes, rest) = value.split_at_checked(LONGEST).unwrap_or((value, &[]));
        Self { bytes: bytes.into(), rest: rest.into(), comparison, kind, rule }
    }

    /// Whether another form looks for the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.bytes == other.bytes && self.rest == other.rest && self.comparison == other.comparison
    }

    /// The span of this form where it begins at `start`.
    pub(crate) fn match_at(&self, text: Text<'_>, start: usize) -> Option<Span> {
        let end = start.saturating_add(self.bytes.len());
        let candidate = text.slice(start, end);
        if candidate.len() != self.bytes.len() || is_within_replacement(text, start) {
            return None;
        }
        let (start, end) = match self.comparison {
            Comparison::Words => {
                let ends = !is(text.at(end), ALNUM) || !self.rest.is_empty();
                // The letter of an escape (`\njane`) is no part of the word.
                let begins = || text.is_escaped(start.wrapping_sub(1)) || text.follows_encoded(start);
                let apart = ends && (!is(text.before(start), ALNUM) || begins());
                (apart && candidate.eq_ignore_ascii_case(&self.bytes))
                    .then(|| (start, self.end_of_rest(text, end)))?
            }
            Comparison::Exact => (candidate == &*self.bytes).then(|| (start, self.end_of_rest(text, end)))?,
            Comparison::Base64 => {
                let equal = candidate.iter().zip(&*self.bytes).all(|(a, b)| standard(*a) == *b);
                // The whole run goes: what stands before and after the value is encoded with it.
                equal.then(|| (text.skip_back(start, 0, BASE64), text.skip(end, BASE64)))?
            }
        };
        let is_path = self.kind == Kind::Path && self.comparison == Comparison::Words;
        let end = match is_path {
            true if self.bytes.contains(&b'%') => rest_of_encoded(text, end),
            true => rest_of_path(text, start, end),
            false => end,
        };
        Some(Span { start, end, kind: self.kind, rule: self.rule })
    }

    /// Where this form begins that would be cut in its middle at a position behind white space.
    pub(crate) fn cut_at(&self, text: Text<'_>, position: usize) -> Option<usize> {
        let value = || self.bytes.iter().chain(&*self.rest);
        if !value().any(u8::is_ascii_whitespace) {
            return None;
        }
        let length = self.bytes.len().saturating_add(self.rest.len());
        let first = position.saturating_sub(length.saturating_sub(1));
        (first..position).find(|start| {
            let end = start.saturating_add(length).min(text.len());
            text.slice(*start, end).iter().zip(value()).all(|pair| self.is_same(pair))
        })
    }

    /// Whether a byte of a text is that of the value.
    fn is_same(&self, (byte, of_value): (&u8, &u8)) -> bool {
        match self.comparison {
            Comparison::Words => byte.eq_ignore_ascii_case(of_value),
            Comparison::Exact | Comparison::Base64 => byte == of_value,
        }
    }

    /// Where a text ends to hold what of a long value follows at a position, with all of the character there.
    fn end_of_rest(&self, text: Text<'_>, from: usize) -> usize {
        if self.rest.is_empty() { from } else { self.compare_rest(text, from) }
    }

    #[cold]
    fn compare_rest(&self, text: Text<'_>, from: usize) -> usize {
        let pairs = text.slice(from, text.len()).iter().zip(&*self.rest);
        let length = pairs.take_while(|pair| self.is_same(*pair)).count();
        let mut end = from.wrapping_add(length);
        // A value may go on with another character that begins with the same bytes.
        while text.at(end) & 0xc0 == 0x80 {
            end = end.wrapping_add(1);
        }
        end
    }
}

/// Where the path ends that goes on after a private directory.
fn rest_of_path(text: Text<'_>, start: usize, end: usize) -> usize {
    let mut position = text.skip_path(start, end, text.len());
    while text.at(position) == b'\\'
        && is(text.at(position.wrapping_add(1)), PATH)
        && !text.is_escaped(position)
    {
        position = text.skip_path(start, position.wrapping_add(1), text.len());
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
