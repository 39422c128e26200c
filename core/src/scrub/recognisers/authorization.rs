//! Credentials in headers (RFC 9110 section 11.4): a scheme, and behind it either one value or parameters.

use super::named::{Syntax, is_scheme, take};
use crate::scrub::text::class::{ALNUM, DIGIT, LETTER, NAME, QUOTE, SPACE, is};
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, has_any};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::value::{self, Value};

/// How many parameters are looked at.
const MOST_PARAMETERS: usize = 16;

/// Parameters that say how something was proved, not the proof: of Digest (RFC 7616), OAuth 1.0 (RFC 5849), Hawk, Amazon's
/// signatures and HTTP Signatures.
static KNOWN: Words = words!(
    "algorithm" "charset" "created" "expires" "headers" "nc" "oauth_signature_method" "oauth_timestamp" "oauth_version" "qop"
    "realm" "signedheaders" "stale" "ts" "uri" "userhash" "version"
);

/// Where the credentials begin that stand behind the end of a line, written as an escape: `Authorization:\nBasic ...`.
#[inline(never)]
pub(crate) fn behind_line_end(text: Text<'_>, from: usize) -> usize {
    let mut start = from;
    for _ in 0..2 {
        if text.at(start) == b'\\' && matches!(text.at(start.wrapping_add(1)), b'r' | b'n') {
            start = start.wrapping_add(2);
        }
    }
    let start = text.skip_blanks(start);
    let end = text.skip_within(start, start.saturating_add(16), ALNUM);
    if text.at(end) == b' ' && is_scheme(text.slice(start, end)) { start } else { from }
}

/// Whether a value reads as a name and a password once it is decoded from base64 (RFC 7617).
#[cold]
pub(crate) fn is_basic(value: &[u8]) -> bool {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte.wrapping_sub(b'A')),
        b'a'..=b'z' => Some(byte.wrapping_sub(b'a').wrapping_add(26)),
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0').wrapping_add(52)),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let (mut bits, mut count, mut colon) = (0_u32, 0_u32, false);
    for byte in value.iter().take_while(|byte| **byte != b'=') {
        let Some(digit) = digit(*byte) else { return false };
        (bits, count) = (bits << 6 | u32::from(digit), count.wrapping_add(6));
        if count >= 8 {
            count = count.wrapping_sub(8);
            let letter = (bits >> count & 0xff) as u8;
            colon |= letter == b':';
            if !(b' '..=b'~').contains(&letter) {
                return false;
            }
        }
    }
    colon
}

/// `Bearer x`, which is all of a text: a short token that no gate tells of.
pub(crate) fn at_start(text: Text<'_>, spans: &mut Spans) {
    const BEARER: &[u8] = b"Bearer ";
    let value = value::read(text, BEARER.len());
    let word = text.slice(value.start, value.end);
    let sound = text.starts_with(0, BEARER) && has_any(word, DIGIT) && has_any(word, LETTER);
    if sound && (value.end == text.len() || is(text.at(value.end), SPACE)) {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Takes the credentials of a header that has a scheme of its own (`Authorization: Splunk ...`), up to the end of the line
/// or of the quotes around the header, or what their parameters prove.
#[inline(never)]
pub(crate) fn credentials(text: Text<'_>, scheme: Value, spans: &mut Spans) -> bool {
    let name = text.slice(scheme.start, scheme.end);
    let start = text.skip_blanks(scheme.end);
    let first = value::read(text, start);
    let named = !name.is_empty() && name.iter().all(|byte| is(*byte, ALNUM) || *byte == b'-');
    if !named || is_scheme(name) || start == scheme.end {
        return false;
    }
    if replacement_at(text, start).is_some() || parameters(text, start, spans) {
        return true;
    }
    // Prose goes on with a word.
    let telling = has_any(text.slice(first.start, first.end), DIGIT) && first.is_no_word(text);
    if first.quoted || !telling || first.is_placeholder(text) {
        return false;
    }
    let mut end = start;
    while end < text.len() && !matches!(text.at(end), b'\n' | b'\r' | b'"' | b'\'' | b'\\') {
        end = end.wrapping_add(1);
    }
    spans.push(text, start, end, Kind::Secret, "authorization");
    true
}

/// Takes the values of parameters (`name="value", name=value`), but for those that prove nothing. Whether there are any.
fn parameters(text: Text<'_>, from: usize, spans: &mut Spans) -> bool {
    let mut position = from;
    for _ in 0..MOST_PARAMETERS {
        let end = text.skip_within(position, position.saturating_add(LONGEST_NAME), NAME);
        let name = text.slice(position, end);
        let value = value::read(text, end.wrapping_add(1));
        let behind = if value.quoted { text.skip_escapes(value.end).wrapping_add(1) } else { value.end };
        let next = text.skip_blanks(behind);
        let ended =
            matches!(text.at(next), 0 | b',' | b';' | b'\n' | b'\r' | b'\\') || is(text.at(next), QUOTE);
        // The `=` may fill up the one value that stands here; and prose goes on behind what is alone.
        let filled = value.end == value.start && !value.quoted;
        let alone = position == from && !ended;
        if name.is_empty() || text.at(end) != b'=' || text.at(end.wrapping_add(1)) == b'=' || filled || alone
        {
            break;
        }
        let named = meaning(name);
        if named == Some(Meaning::User) {
            take(text, value, Meaning::User, Syntax::Certain, spans);
        } else if !KNOWN.contains(name) {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        if text.at(next) != b',' {
            return true;
        }
        position = text.skip_within(next.wrapping_add(1), next.saturating_add(16), SPACE);
    }
    position > from
}
