//! Secrets that no name announces, in the places where the manual pages of some commands and files say that they stand.

use super::class::{ALNUM, LOWER, SPACE, is};
use super::common;
use super::named::{Syntax, take};
use super::names::Meaning;
use super::span::Spans;
use super::text::{Text, holds};
use super::value::{self, Value};
use super::words::{Words, words};

/// The rest of an entry of netrc(5) behind its machine: `login NAME password WORD`, on one line or several.
#[inline(never)]
pub(super) fn netrc(text: Text<'_>, end: usize, spans: &mut Spans) {
    let mut position = end;
    for _ in 0..NETRC_ENTRIES {
        let word = text.skip(position, SPACE);
        let word_end = text.skip(word, LOWER);
        let blank = text.skip(word_end, SPACE);
        let meaning = match text.slice(word, word_end) {
            b"login" => Meaning::User,
            b"password" | b"account" => Meaning::Secret,
            _ => return,
        };
        let value = value::read(text, blank);
        if blank == word_end || value.end <= value.start {
            return;
        }
        if meaning == Meaning::Secret || !common::is_name(text.slice(value.start, value.end)) {
            take(text, value, meaning, Syntax::Assigned, spans);
        }
        position = value.end;
    }
}

/// A machine has a login, an account and a password.
const NETRC_ENTRIES: usize = 3;

/// `echo PASSWORD | sudo -S`, where `-S` says that the password comes from standard input.
pub(super) fn piped_password(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let from = dash.saturating_sub(LONGEST_COMMAND).max(spans.floor());
    let line = text.slice(from, dash);
    let Some(pipe) = line.iter().rposition(|byte| *byte == b'|') else { return };
    let (before, after) = line.split_at_checked(pipe).unwrap_or_default();
    let Some(echo) = before.windows(ECHO.len()).rposition(|part| part == ECHO) else { return };
    if !after.get(1..).unwrap_or_default().trim_ascii_start().starts_with(b"sudo ") {
        return;
    }
    let mut value = value::read(text, from.wrapping_add(echo).wrapping_add(ECHO.len()));
    let pipe = from.wrapping_add(pipe);
    if !value.quoted {
        // It may hold any mark but a blank.
        value.end = text.find_within(value.start, pipe, SPACE);
    }
    if value.end <= pipe {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

const ECHO: &[u8] = b"echo ";
const LONGEST_COMMAND: usize = 128;

/// `net use X: \\host\share PASSWORD`, as Windows takes it.
pub(super) fn password_of_share(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    let next = text.at(text.skip_blanks(end));
    if text.at(end) == b' '
        && !matches!(next, b'/' | b'*')
        && holds(text.slice(start.saturating_sub(24), start), b"net use ")
    {
        take(text, value::read(text, end), Meaning::Secret, Syntax::Certain, spans);
    }
}

/// `kubectl create secret generic NAME --from-literal=ENTRY=VALUE`
pub(super) fn literal_of_secret(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) {
    if !holds(text.slice(dash.saturating_sub(LONGEST_COMMAND), dash), b" secret ") {
        return;
    }
    let entry = value::read(text, end.wrapping_add(1));
    let length = text.slice(entry.start, entry.end).iter().position(|byte| *byte == b'=');
    if let Some(length) = length {
        let value = Value { start: entry.start.wrapping_add(length).wrapping_add(1), ..entry };
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Where the user and the password begin that one of Oracle's commands is given before an `@`: `sqlplus USER/PASSWORD@NAME`.
pub(super) fn oracle_credentials(text: Text<'_>, user: usize) -> bool {
    text.before(user) == b' '
        && is(text.at(user), ALNUM)
        && text
            .slice(user.saturating_sub(32), user)
            .split(|byte| is(*byte, SPACE))
            .any(|word| ORACLE.contains(word))
}

static ORACLE: Words = words!("expdp" "impdp" "rman" "sqlldr" "sqlplus");

/// The name of the variable that a `default` of Terraform belongs to: `variable "NAME" { default = "..." }`.
pub(super) fn variable_with_default(text: Text<'_>, position: usize, floor: usize) -> &[u8] {
    let from = floor.max(position.saturating_sub(FURTHEST_DEFAULT));
    let before = text.slice(from, position);
    let Some(found) = before.windows(VARIABLE.len()).rposition(|part| part == VARIABLE) else { return &[] };
    let rest = before.get(found.wrapping_add(VARIABLE.len())..).unwrap_or_default();
    let name = rest.split(|byte| *byte == b'"').next().unwrap_or_default();
    // The block has not ended.
    if rest.contains(&b'}') { &[] } else { name }
}

const VARIABLE: &[u8] = b"variable \"";
const FURTHEST_DEFAULT: usize = 256;
