//! Values that are their own names: what a manual or a program writes in the place of one.

use crate::scrub::text::class::{LOWER, UPPER, is};

/// Whether a value is its own name of several words, in whatever case and with dashes or underscores between them:
/// `ACCESS_TOKEN = "access-token"`. A single word may be somebody's password.
#[inline]
pub(crate) fn is_own_name(name: &[u8], value: &[u8]) -> bool {
    // Most values end here, as few names are as long.
    name.len().wrapping_sub(value.len()) <= MOST_SEPARATORS && is_written_as(name, value)
}

#[cold]
fn is_written_as(name: &[u8], value: &[u8]) -> bool {
    if name.len() == value.len() { is_same_name(name, value) } else { is_run_together(name, value) }
}

/// How many separators a name that is written without them has at most.
const MOST_SEPARATORS: usize = 4;

/// The same in capitals and without anything between its words: `private_key: PRIVATEKEY`
fn is_run_together(name: &[u8], value: &[u8]) -> bool {
    let mut letters = name.iter().filter(|byte| !matches!(byte, b'-' | b'_'));
    value.iter().all(|byte| {
        is(*byte, UPPER) && letters.next().is_some_and(|letter| letter.eq_ignore_ascii_case(byte))
    }) && letters.next().is_none()
}

fn is_same_name(name: &[u8], value: &[u8]) -> bool {
    let is_separator = |byte: u8| matches!(byte, b'-' | b'_');
    let words = |pair: &[u8]| match pair {
        [left, right] => is_separator(*right) || (is(*left, LOWER) && is(*right, UPPER)),
        _ => false,
    };
    name.windows(2).any(words)
        && name.iter().zip(value).all(|(one, other)| {
            one.eq_ignore_ascii_case(other) || (is_separator(*one) && is_separator(*other))
        })
}
