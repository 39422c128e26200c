//! Private facts in characters that are written in another way, whatever way it is, and mixed, and one in the other: in
//! strings of programs, of JSON and of shells, in URLs, in HTML, between colours.
//!
//! Beside what recognisers want read ([`super::decoded`]), a sign behind a backslash is read here, which in most texts is
//! nothing but what it is: recognisers would take a pattern for what it matches.

use alloc::vec::Vec;

use super::colour;
use super::decoded::{self, MARKS, hexadecimal, number, utf8};
use super::plain::{Plain, Unit};
use crate::scrub::facts::PrivateFacts;
use crate::scrub::text::Text;
use crate::scrub::text::span::{Span, Spans};

/// How often characters are read that are written within others, as in JSON in a string of JSON.
const LAYERS: usize = 3;

/// The facts that only show once such characters are read, in the order of where they begin.
#[cold]
pub(crate) fn facts_in(text: &str, facts: &PrivateFacts) -> Vec<Span> {
    let mut found = within(text, facts, LAYERS, true);
    found.sort_unstable_by_key(|span| span.start);
    found
}

/// The same so many layers deep, and with the colours that one of them may have. What looks like a colour may be a part of a
/// fact, so each layer is looked at with them and without.
fn within(text: &str, facts: &PrivateFacts, layers: usize, may_be_coloured: bool) -> Vec<Span> {
    let mut found = Vec::new();
    if may_be_coloured && let Some(plain) = colour::plain(text) {
        found = in_plain(&plain, facts, layers, false);
    }
    if let Some(inner) = layers.checked_sub(1)
        && let Some(plain) = Plain::of(text, MARKS, character)
    {
        found.extend(in_plain(&plain, facts, inner, may_be_coloured));
    }
    found
}

fn in_plain(plain: &Plain, facts: &PrivateFacts, layers: usize, may_be_coloured: bool) -> Vec<Span> {
    let mut found = facts.find(&plain.text);
    found.extend(within(&plain.text, facts, layers, may_be_coloured));
    plain.origins(found)
}

/// Notes whether a backslash is a part of something that a fact may have.
#[inline]
pub(crate) fn at_backslash(text: Text<'_>, position: usize, facts: &PrivateFacts, spans: &mut Spans) {
    if facts.held().may_escape(text.at(position.wrapping_add(1))) && text.before(position) != b'\\' {
        at_escape(text, position, facts, spans);
    }
}

/// The same where one of the bytes follows that may: of several backslashes the last one may be that of the escape that
/// they hold.
#[inline(never)]
fn at_escape(text: Text<'_>, position: usize, facts: &PrivateFacts, spans: &mut Spans) {
    let last = text.skip_escapes(position).wrapping_sub(1);
    if (last > position && facts.held().has('\\')) || may_be_of(text, last, facts) {
        spans.note_hidden();
    }
}

/// Whether a character is written at a position that a fact may have, or one without a width.
fn may_be_of(text: Text<'_>, position: usize, facts: &PrivateFacts) -> bool {
    character(text.slice(0, text.len()), position)
        .is_some_and(|unit| unit.character.is_none_or(|character| facts.held().has(character)))
}

/// The character that is written at a position.
fn character(bytes: &[u8], position: usize) -> Option<Unit> {
    match bytes.get(position..)? {
        [b'\\', inner @ ..] => {
            let (code, rest) = escaped(inner)?;
            decoded::sound(code, bytes.len().saturating_sub(rest.len()))
        }
        [b'%' | b'&', ..] => decoded::character(bytes, position),
        rest => decoded::without_width(rest, position),
    }
}

/// What stands behind a backslash: as C, JSON, Python, Rust and shells write it.
fn escaped(bytes: &[u8]) -> Option<(u32, &[u8])> {
    match bytes {
        [b'u', b'{', inner @ ..] => {
            let length = inner.iter().take(7).position(|byte| *byte == b'}')?;
            let (digits, rest) = inner.split_at_checked(length)?;
            Some((number(digits, 16)?, rest.get(1..)?))
        }
        [b'u', inner @ ..] => of_utf16(inner),
        [b'U', inner @ ..] => hexadecimal(inner, 8),
        [b'x', inner @ ..] => utf8(bytes, hexadecimal_byte).or_else(|| hexadecimal(inner, 2)),
        [b'0'..=b'7', ..] => utf8(bytes, octal_byte),
        [b'n', rest @ ..] => Some((u32::from(b'\n'), rest)),
        [b'r', rest @ ..] => Some((u32::from(b'\r'), rest)),
        [b't', rest @ ..] => Some((u32::from(b'\t'), rest)),
        [sign @ b' '..=b'~', rest @ ..] if !sign.is_ascii_alphanumeric() => Some((u32::from(*sign), rest)),
        _ => None,
    }
}

/// A character of four digits, or of two times four (RFC 8259 section 7): `\ud83d\ude00`.
fn of_utf16(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (first, rest) = hexadecimal(bytes, 4)?;
    if !matches!(first, 0xd800..=0xdbff) {
        return Some((first, rest));
    }
    let (second, rest) = hexadecimal(rest.strip_prefix(b"\\u")?, 4)?;
    let second = second.checked_sub(0xdc00).filter(|second| *second < 0x400)?;
    Some((0x1_0000_u32.saturating_add((first & 0x3ff) << 10 | second), rest))
}

/// A byte behind its backslash, of which a character may have several: `x41`.
fn hexadecimal_byte(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let bytes = bytes.strip_prefix(b"\\").unwrap_or(bytes);
    hexadecimal(bytes.strip_prefix(b"x")?, 2)
}

/// The same as `mount`, Git and systemd's units have it: `040`.
fn octal_byte(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let bytes = bytes.strip_prefix(b"\\").unwrap_or(bytes);
    let (digits, rest) = bytes.split_at_checked(3)?;
    Some((number(digits, 8)?, rest))
}
