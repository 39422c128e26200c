//! Users in the messages of programs that let them in: sudo, su, cron, login managers, servers of mail, files and pages.

use super::named::{Syntax, take};
use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, BASE64, DIGIT, HOST, NAME, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, has_any};
use crate::scrub::values::names::{Meaning, meaning};
use crate::scrub::values::value;

/// Takes the user in what sudo(8) says: `name is not in the sudoers file.`, going by the dot.
#[inline(never)]
pub(crate) fn user_of_sudoers(text: Text<'_>, dot: usize, spans: &mut Spans) {
    const MISSING: &[u8] = b" is not in the sudoers file";
    let end = dot.wrapping_sub(MISSING.len());
    if text.slice(end, dot) != MISSING {
        return;
    }
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(64)), HOST | TOKEN);
    let name = text.slice(start, end);
    let begins = text.begins_line(start) || text.starts_with(start.wrapping_sub(2), b": ");
    // `username is not in ...` is how it is told.
    if begins && start < end && name != b"root" && meaning(name).is_none() {
        spans.push(text, start, end, Kind::User, "named-user");
    }
}

/// Takes the user of a request in the common log format of web servers: `10.0.0.1 - name [10/Oct/2000:13:55:36 -0700]`,
/// going by the colon before the hours.
#[inline(never)]
pub(crate) fn user_before_time(text: Text<'_>, colon: usize, spans: &mut Spans) {
    let bracket = colon.wrapping_sub(12);
    let date = text.slice(bracket, colon);
    if !matches!(date, [b'[', _, _, b'/', _, _, _, b'/', ..]) || text.before(bracket) != b' ' {
        return;
    }
    let end = bracket.wrapping_sub(1);
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(64)), HOST | TOKEN);
    let sound = start < end && text.before(start) == b' ' && has_any(text.slice(start, end), ALNUM);
    // The identity that hardly anybody asks for, or a user of the same program.
    let identified = text.slice(start.wrapping_sub(3), start) == b" - ";
    if sound && identified {
        spans.push(text, start, end, Kind::User, "request-user");
    }
}

/// Takes the user or the id of a session as Dovecot logs them: `user=<jane>, method=PLAIN, session=<kV9xQ8zz1Lm4>`. Whether
/// there is one.
#[cold]
pub(crate) fn of_dovecot(text: Text<'_>, name: &[u8], bracket: usize, spans: &mut Spans) -> bool {
    let start = bracket.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(64), BASE64 | NAME);
    let value = text.slice(start, end);
    let (kind, rule, sound) = match name {
        b"session" => (Kind::Secret, "named-secret", value.len() >= 12 && has_any(value, DIGIT)),
        // Others write `<name>` where one is missing, and nothing behind it.
        b"user" => (Kind::User, "named-user", !value.is_empty() && text.starts_with(end, b">, ")),
        _ => return false,
    };
    let sound = sound && text.at(end) == b'>';
    if sound {
        spans.push(text, start, end, kind, rule);
    }
    sound
}

/// Takes the user whose password a command asks for: `[sudo] password for name:`, `Password for name:`.
#[inline]
pub(crate) fn prompted_user(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    if text.at(start.wrapping_sub(2)) == b'r' && text.at(start.wrapping_sub(5)) == b' ' {
        user_of_prompt(text, start, end, spans);
    }
}

#[inline(never)]
fn user_of_prompt(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    let prompt = start.wrapping_sub(b"password for ".len());
    let asked = text.slice(prompt, start).eq_ignore_ascii_case(b"password for ");
    let sudo = text.slice(prompt.wrapping_sub(7), prompt) == b"[sudo] ";
    if asked && (sudo || text.begins_line(prompt)) && text.slice(start, end) != b"root" {
        spans.push(text, start, end, Kind::User, "prompted-user");
    }
}

/// Looks at a colon that may follow the name of a program in a log, which tells of a user then.
#[inline(never)]
pub(crate) fn user_of_program(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    match text.before(colon) {
        b'N' => user_of_session(text, colon, spans),
        b'u' => user_of_su(text, colon, spans),
        _ => {
            user_of_sudo(text, colon, spans)
                || user_of_cron(text, colon, spans)
                || user_of_seat(text, colon, spans)
        }
    }
}

/// `[pid 2] [name] OK LOGIN: Client "10.0.0.1"`, as vsftpd(8) writes it.
fn user_of_session(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let before = text.slice(colon.saturating_sub(14), colon);
    let outcome = [&b"] OK LOGIN"[..], b"] FAIL LOGIN"].into_iter().find(|outcome| before.ends_with(outcome));
    let Some(outcome) = outcome else { return false };
    let end = colon.wrapping_sub(outcome.len());
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(64)), HOST | TOKEN);
    // The number of the process stands before it.
    let sound = start < end && text.slice(start.wrapping_sub(3), start) == b"] [";
    if sound {
        spans.push(text, start, end, Kind::User, "session-user");
    }
    sound
}

/// `systemd-logind[702]: New session 412 of user name.`, `systemd[1]: Started Session 12 of User name.`
fn user_of_seat(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    const SESSIONS: &[&[u8]] = &[b" New session ", b" Started Session "];
    const OF: &[u8] = b" of user ";
    let session = colon.wrapping_add(1);
    let Some(begun) = SESSIONS.iter().find(|begun| text.starts_with(session, begun)) else { return false };
    let number = session.wrapping_add(begun.len());
    let of = text.skip_within(number, number.saturating_add(24), HOST | TOKEN);
    let user = of.wrapping_add(OF.len());
    let mut end = text.skip_within(user, user.saturating_add(64), HOST | TOKEN);
    if text.before(end) == b'.' {
        // Of the sentence.
        end = end.wrapping_sub(1);
    }
    let sound =
        text.slice(of, user).eq_ignore_ascii_case(OF) && end > user && text.slice(user, end) != b"root";
    if sound {
        spans.push(text, user, end, Kind::User, "session-user");
    }
    sound
}

/// `AH01618: user name not found`, `AH01617: user name: authentication failure`, as Apache's server writes it.
pub(crate) fn user_of_apache(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    const WORD: &[u8] = b" user ";
    let code = text.word_before(colon);
    let start = colon.wrapping_add(1).wrapping_add(WORD.len());
    if code.len() != 7 || !code.starts_with(b"AH") || !text.starts_with(colon.wrapping_add(1), WORD) {
        return false;
    }
    let end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
    let sound = text.starts_with(end, b" not found") || text.starts_with(end, b": authentication");
    if sound {
        spans.push(text, start, end, Kind::User, "named-user");
    }
    sound
}

/// `su: user name does not exist`
fn user_of_su(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    const WORD: &[u8] = b" user ";
    let start = colon.wrapping_add(1).wrapping_add(WORD.len());
    let end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
    let sound = text.word_before(colon) == b"su"
        && text.starts_with(colon.wrapping_add(1), WORD)
        && text.starts_with(end, b" does not exist");
    if sound {
        spans.push(text, start, end, Kind::User, "named-user");
    }
    sound
}

/// `CRON[5120]: (name) CMD (command)`
fn user_of_cron(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = colon.wrapping_add(3);
    if text.before(start) != b'(' {
        return false;
    }
    let end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
    let action = end.wrapping_add(2);
    let action_end = text.skip_within(action, action.saturating_add(8), UPPER);
    let sound = end > start
        && text.slice(start, end) != b"root"
        && text.slice(end, action) == b") "
        && action_end.wrapping_sub(action) >= 3
        && text.slice(action_end, action_end.wrapping_add(2)) == b" (";
    if sound {
        spans.push(text, start, end, Kind::User, "scheduled-user");
    }
    sound
}

/// Looks at a colon that may follow the name of `sudo` (`sudo[7]:`): the user follows, and a colon apart from it.
fn user_of_sudo(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let number = text.skip_back(colon.wrapping_sub(1), colon.saturating_sub(12), DIGIT);
    let numbered = text.before(colon) == b']' && text.before(number) == b'[';
    if text.word_before(if numbered { number.wrapping_sub(1) } else { colon }) != b"sudo" {
        return false;
    }
    let start = text.skip_blanks(colon.wrapping_add(1));
    let end = text.skip_within(start, start.saturating_add(64), TOKEN | HOST);
    let sound = end > start
        && is(text.at(start), ALNUM)
        && (text.starts_with(end, b" : ") || text.starts_with(end, b" is not in the sudoers"));
    if sound {
        spans.push(text, start, end, Kind::User, "named-user");
    }
    sound
}

/// What auditd(8) adds to the numbers of users and groups, where it is to tell their names: `auid=1000 ... AUID="jane"`.
static IDENTITIES: Words = words!(
    "auid" "uid" "euid" "suid" "fsuid" "ouid" "sauid" "gid" "egid" "sgid" "fsgid" "ogid"
);

/// Whether a name is that of such a field, in capitals.
pub(crate) fn is_identity(name: &[u8]) -> bool {
    IDENTITIES.contains(name) && consists_of(name, UPPER)
}

/// Takes the value of such a field, which is no longer than useradd(8) takes names.
#[inline(never)]
pub(crate) fn identity(text: Text<'_>, from: usize, spans: &mut Spans) {
    let value = value::read(text, from);
    let bytes = text.slice(value.start, value.end);
    if bytes.len() <= 32 && !common::is_name(bytes) {
        take(text, value, Meaning::User, Syntax::Assigned, spans);
    }
}
