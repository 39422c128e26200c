//! Passwords that commands take by their place among their words.

use super::named::{Syntax, take};
use crate::scrub::facts::common;
use crate::scrub::text::Text;
use crate::scrub::text::class::{QUOTE, SPACE, TOKEN};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::values::names::Meaning;
use crate::scrub::values::program::{self, LONGEST_COMMAND};
use crate::scrub::values::value::{self, Value};

/// The word after another one, with its quotes.
fn next(text: Text<'_>, word: Value) -> Value {
    value::read(text, word.end.saturating_add(usize::from(word.quoted)))
}

/// `lftp -u NAME,PASSWORD HOST`, behind the flag.
pub(crate) fn of_lftp(text: Text<'_>, end: usize, spans: &mut Spans) {
    let start = text.skip_blanks(end);
    let end = text.find_within(start, start.saturating_add(128), SPACE | QUOTE);
    let user = Value { start, end, quoted: false };
    if text.slice(start, end).contains(&b',') && !user.is_placeholder(text) {
        spans.push(text, start, end, Kind::Secret, "user-and-password");
    }
}

/// `htpasswd -b FILE NAME PASSWORD`, `htpasswd -nb NAME PASSWORD`, behind the flags.
pub(crate) fn of_htpasswd(text: Text<'_>, flags: &[u8], end: usize, spans: &mut Spans) {
    let mut user = value::read(text, end);
    if !flags.contains(&b'n') {
        user = next(text, user);
    }
    let password = next(text, user);
    if password.quoted || password.is_no_word(text) {
        if !common::is_name(text.slice(user.start, user.end)) {
            take(text, user, Meaning::User, Syntax::Assigned, spans);
        }
        take(text, password, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// `pulumi config set --secret NAME VALUE`, `pulumi config set NAME VALUE --secret`, going by the flag. Whether it is one.
pub(crate) fn of_pulumi(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) -> bool {
    const SET: &[u8] = b"pulumi config set ";
    let from = dash.saturating_sub(LONGEST_COMMAND);
    let Some(found) = text.slice(from, dash).windows(SET.len()).position(|part| part == SET) else {
        return false;
    };
    let words = from.saturating_add(found).saturating_add(SET.len());
    let value = next(text, value::read(text, if words < dash { words } else { end }));
    if value.start >= spans.floor() {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
    true
}

/// `mc alias set NAME URL KEY SECRET`, as MinIO's client takes them, going by the URL, which ends at a position.
#[inline(never)]
pub(crate) fn of_minio(text: Text<'_>, url: usize, end: usize, spans: &mut Spans) {
    let name_end = url.wrapping_sub(1);
    let name = text.skip_back(name_end, name_end.saturating_sub(64), TOKEN);
    let told = SET_ALIAS.iter().any(|command| text.slice(name.wrapping_sub(command.len()), name) == *command);
    if !told {
        return;
    }
    let key = value::read(text, end);
    let secret = next(text, key);
    if secret.end > secret.start && !text.starts_with(key.start, b"-") {
        take(text, key, Meaning::Secret, Syntax::Certain, spans);
        take(text, secret, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// What MinIO's client is told, now and once.
const SET_ALIAS: &[&[u8]] = &[b"mc alias set ", b"mc config host add "];

/// `schtasks /create /tn NAME /ru USER /rp PASSWORD`, as Windows takes them, going by the slash. Whether it is one of the two.
#[inline(never)]
pub(crate) fn of_task(text: Text<'_>, slash: usize, spans: &mut Spans) -> bool {
    let behind = slash.wrapping_add(b"/rp ".len());
    let meaning = match text.slice(slash, behind) {
        b"/rp " | b"/RP " => Meaning::Secret,
        b"/ru " | b"/RU " => Meaning::User,
        _ => return false,
    };
    let command = text.slice(slash.saturating_sub(LONGEST_COMMAND.saturating_mul(2)), slash);
    let value = value::read(text, behind);
    let word = text.slice(value.start, value.end);
    let nobodys = meaning == Meaning::User && (common::is_name(word) || word.contains(&b'\\'));
    let told =
        !nobodys && program::is_of(command, &[b"schtasks ", b"SCHTASKS "]) && text.at(value.start) != b'*';
    if told {
        take(text, value, meaning, Syntax::Certain, spans);
    }
    told
}
