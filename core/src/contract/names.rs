//! The alphabets of the names and short texts in a contract.

use alloc::string::{String, ToString};

use crate::error::Error;
use crate::path::Path;
use crate::reader::At;

const MAX_NAME: usize = 64;
const MAX_VARIABLE: usize = 128;
/// The longest value of a request header, in bytes.
const MAX_HEADER_VALUE: usize = 1024;

/// What tokens and names are made of.
fn token_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')
}

/// Letters, digits, `.`, `_` and `-`, 1 to `longest` of them.
pub(crate) fn is_token(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len()) && text.bytes().all(token_character)
}

/// A digit, perhaps after a `v`, then letters, digits, `.`, `_`, `+` and `-`, at most `longest` in all.
pub(crate) fn is_version(text: &str, longest: usize) -> bool {
    let number = text.strip_prefix('v').unwrap_or(text);
    text.len() <= longest
        && number.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && number.bytes().all(|byte| token_character(byte) || byte == b'+')
}

/// Letters, digits, `.`, `_` and `-`, 1 to 64 of them.
pub(crate) fn is_name(text: &str) -> bool {
    is_token(text, MAX_NAME)
}

pub(super) fn check_name(path: &Path<'_>, name: &str) -> Result<(), Error> {
    if is_name(name) {
        return Ok(());
    }
    Err(Error::new("wrong_name", "a name is 1 to 64 letters, digits, '.', '_' or '-', all ASCII").at(path))
}

pub(super) fn name(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    check_name(&at.path, text)?;
    Ok(text.to_string())
}

/// The name of a member of the payload: no dot, since a dot separates the names of a path.
pub(super) fn check_member(path: &Path<'_>, name: &str) -> Result<(), Error> {
    if is_name(name) && !name.contains('.') {
        return Ok(());
    }
    Err(Error::new("wrong_name", "a payload member's name is 1 to 64 ASCII letters, digits, '_' or '-'")
        .at(path))
}

/// The name of an environment variable, as POSIX spells portable ones, in either case.
pub(super) fn check_variable(path: &Path<'_>, name: &str) -> Result<(), Error> {
    let mut bytes = name.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    if starts && name.len() <= MAX_VARIABLE && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Ok(());
    }
    Err(Error::new(
        "wrong_name",
        "a variable's name is ASCII letters, digits and '_', and starts with no digit",
    )
    .at(path))
}

pub(super) fn variable(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    check_variable(&at.path, text)?;
    Ok(text.to_string())
}

/// The name of a metric, as Prometheus spells them: ASCII letters, digits, `_` and `:`, no digit first.
pub(super) fn metric(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    let letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':');
    let starts = text.bytes().next().is_some_and(letter);
    if starts && text.len() <= MAX_VARIABLE && text.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
    {
        return Ok(text.to_string());
    }
    Err(at.error(
        "wrong_name",
        "a metric's name is ASCII letters, digits, '_' and ':', and starts with no digit",
    ))
}

/// Visible ASCII, 1 to `longest` characters.
pub(super) fn visible(at: &At<'_, '_>, longest: usize) -> Result<String, Error> {
    let text = at.text()?;
    if (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(text.to_string());
    }
    Err(at.error("wrong_value", alloc::format!("expected 1 to {longest} visible ASCII characters")))
}

/// The text as the value of a request header, trimmed: visible ASCII and inner spaces (RFC 9110 section 5.5, without
/// tabs and what is not ASCII), 1 byte to 1 KiB. `None` where it is not.
pub(crate) fn header_value(text: &str) -> Option<&str> {
    let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
    ((1..=MAX_HEADER_VALUE).contains(&trimmed.len())
        && trimmed.bytes().all(|byte| (0x20..0x7f).contains(&byte)))
    .then_some(trimmed)
}
