//! Values that are regular expressions: they say how secrets are found, or which are allowed.

use crate::scrub::text::class::{ALNUM, DIGIT, LOWER, UPPER, is};

/// Whether a value begins as only a regular expression does: `.*$`, `\s*(\S+)`, `[A-Za-z0-9]{20}`, `[^"]+`, `(?i)x`,
/// `^.{8,}$`. A password may well begin with any of these marks, so more than one of them is looked at.
#[cold]
pub(crate) fn is_pattern(bytes: &[u8]) -> bool {
    let anchored = bytes.strip_prefix(b"^");
    match anchored.unwrap_or(bytes) {
        [b'.', b'*' | b'+', rest @ ..] => rest.first().is_none_or(|next| !is(*next, ALNUM)),
        [b'.', rest @ ..] => anchored.is_some() && is_count(rest),
        [b'\\', rest @ ..] => is_class(rest),
        [b'[', rest @ ..] => is_set(rest),
        [b'(', b'?', rest @ ..] => is_group(rest),
        // A range of versions in the place of a pattern: `^7.1.3`.
        version => anchored.is_some() && version.iter().all(|byte| is(*byte, DIGIT) || *byte == b'.'),
    }
}

/// What follows the backslash of a class of characters, or several, as JSON has it, and says how many of them there are or
/// goes on with another class or group: `\s*`, `\w+`, `\d{6}`, `\s[`.
fn is_class(rest: &[u8]) -> bool {
    let class = rest.iter().position(|byte| *byte != b'\\').and_then(|start| rest.get(start..));
    let Some([b's' | b'S' | b'w' | b'W' | b'd' | b'D' | b'b', behind @ ..]) = class else { return false };
    behind.is_empty() || is_repeated(behind) || matches!(behind, [b'\\' | b'[' | b'(', ..])
}

/// What follows the bracket of a set of characters that is a range or leaves characters out: `A-Z]+`, `^"]*`. A value
/// without quotes may end at its beginning.
fn is_set(rest: &[u8]) -> bool {
    let range = match rest {
        [b'^', ..] => true,
        [from, b'-', to, ..] => {
            from < to && [UPPER, LOWER, DIGIT].iter().any(|class| is(*from, *class) && is(*to, *class))
        }
        _ => false,
    };
    let end = rest.iter().position(|byte| *byte == b']');
    let behind = end.and_then(|end| rest.get(end.wrapping_add(1)..));
    range && behind.map_or(rest.len() < 2, |behind| behind.is_empty() || is_repeated(behind))
}

/// What follows the `(?` of a group: its kind, its name or its flags.
fn is_group(rest: &[u8]) -> bool {
    let flags = rest.iter().take_while(|byte| is(**byte, LOWER) || matches!(byte, b'-' | b'P')).count();
    match rest.get(flags) {
        Some(b':' | b'=' | b'!' | b'<') => true,
        Some(b')') => flags > 0,
        _ => false,
    }
}

/// Whether a mark begins that says how often something stands there.
fn is_repeated(rest: &[u8]) -> bool {
    matches!(rest, [b'*' | b'+' | b'?', ..]) || is_count(rest)
}

/// `{8}`, `{8,}`, `{8,64}`
fn is_count(rest: &[u8]) -> bool {
    let Some(inner) = rest.strip_prefix(b"{") else { return false };
    let digits = inner.iter().take_while(|byte| is(**byte, DIGIT) || **byte == b',').count();
    digits > 0 && inner.get(digits) == Some(&b'}')
}
