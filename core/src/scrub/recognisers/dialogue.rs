//! What clients say to servers when they log in, as protocols have it: SASL, IMAP, Redis.

use crate::scrub::text::{Text, holds};
use crate::scrub::values::value::Value;

/// Whether a token is a name and a password together: `AUTH PLAIN x` (RFC 4616 section 4), and IMAP's `AUTHENTICATE PLAIN x`.
pub(crate) fn is_encoded(text: Text<'_>, start: usize) -> bool {
    let told = text.slice(start.wrapping_sub(b"AUTH PLAIN ".len()), start);
    told == b"AUTH PLAIN " || told == b"CATE PLAIN "
}

/// Whether Redis' `AUTH` stands before a value that ends its line, at the beginning of the line or behind a prompt.
pub(crate) fn is_password_of_auth(text: Text<'_>, value: Value) -> bool {
    let command = value.start.wrapping_sub(b"AUTH ".len());
    let said = text.begins_line(command) || text.slice(command.wrapping_sub(2), command) == b"> ";
    said && matches!(text.at(value.end), 0 | b'\n' | b'\r')
}

/// Whether a value is the password of a rule for a user of Redis, behind its `>`: `user NAME on >PASSWORD`,
/// `ACL SETUSER NAME >PASSWORD`.
pub(crate) fn is_password_of_rule(text: Text<'_>, start: usize) -> bool {
    text.line_before(start).is_some_and(|(_, line)| {
        (line.starts_with(b"user ") && line.ends_with(b" on >")) || holds(line, b"SETUSER ")
    })
}
