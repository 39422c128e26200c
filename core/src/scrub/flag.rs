//! Flags of commands and what follows them: `--name value`, `-name value`, `-u user:password`, and the letters that take
//! a password or a user in one program only.

use super::class::{LETTER, NAME, UPPER, is};
use super::common;
use super::named::{Syntax, take, user_and_password};
use super::names::{LONGEST_NAME, Meaning, meaning};
use super::span::Spans;
use super::text::{Text, begins_with, holds};
use super::value::{self, Value};
use super::words::{Words, words};

/// Flags that take a user and a password.
static USER_FLAGS: Words = words!("user" "proxy-user");

/// Letters that some programs take before a blank, and what follows them there.
const LETTERS: &[(u8, Meaning, &[&[u8]])] = &[
    (b'P', Meaning::Secret, &[b"zip "]),
    (b'U', Meaning::User, &[b"psql", b"pg_", b"createdb", b"sqlcmd", b"smbclient"]),
    (b'a', Meaning::Secret, &[b"redis-cli"]),
    (b'k', Meaning::Secret, &[b"openssl"]),
    (b'p', Meaning::Secret, &[b"sshpass", b" login ", b"mosquitto_", b"mongo", b"beeline"]),
    (b'u', Meaning::User, &[b"mysql", b"mariadb", b"crontab", b"sudo", b"curl ", b" login "]),
    (b'w', Meaning::Secret, &[b"ldap"]),
];

/// Looks at the dash that begins a flag, after white space, a quote, or what opens or separates: `--name value`,
/// `-name value`, `-u user:password`.
#[inline(never)]
pub(super) fn flag(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let mut start = dash;
    while text.at(start) == b'-' && start.wrapping_sub(dash) < 2 {
        start = start.wrapping_add(1);
    }
    let end = text.skip_within(start, start.saturating_add(LONGEST_NAME), NAME);
    let name = text.slice(start, end);
    let short = start.wrapping_sub(dash) == 1;
    if name.is_empty() || !is(text.at(start), LETTER) || name.ends_with(b".") {
        return;
    }
    if USER_FLAGS.contains(name) {
        user_flag(text, end, spans);
        if spans.floor() <= end && matches!(text.at(end), b' ') {
            let value = value::read(text, end);
            // These say for whom something is installed or run, not who it is.
            let own = after_program(text, dash, &[b"pip", b"ctl ", b"flatpak"]);
            if own || is_metavariable(text, value) {
                return;
            }
            take(text, value, Meaning::User, Syntax::Certain, spans);
        }
        return;
    }
    if short && name.starts_with(b"p") && name.len() > 1 && after_program(text, dash, &[b"mysql", b"mariadb"])
    {
        // `-pPASSWORD`
        let value = value::read(text, start.wrapping_add(1));
        if value.is_no_word(text) {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        return;
    }
    if let Some(letter) = name.iter().take(5).position(|byte| *byte == b'u').filter(|_| short) {
        let after = start.saturating_add(letter).wrapping_add(1);
        // `-u`, `-uname:password`; several letters together (`-sSu`) are curl's.
        if letter == 0 || after_program(text, dash, &[b"curl "]) {
            user_flag(text, after, spans);
            if name.len() > 1 || spans.floor() > end {
                return;
            }
        }
    }
    if text.at(end) != b' ' || text.at(end.wrapping_add(1)) == b'-' {
        return;
    }
    if name.len() == 1 {
        return letter(text, dash, end, spans);
    }
    if begins_with(name, "no-") {
        // It takes nothing.
        return;
    }
    if let Some(meaning) = meaning(name) {
        let value = value::read(text, end);
        if is_metavariable(text, value) {
            return;
        }
        let prose = short && !value.quoted && !value.is_no_word(text) && value.is_followed_by_prose(text);
        if meaning != Meaning::Cookies && !prose {
            let syntax = if meaning == Meaning::PossibleSecret { Syntax::Assigned } else { Syntax::Certain };
            take(text, value, meaning, syntax, spans);
        }
    }
}

/// Looks at a flag of a single letter, after which there is a blank.
fn letter(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) {
    let Some((_, meaning, programs)) = LETTERS.iter().find(|(letter, ..)| *letter == text.before(end)) else {
        return;
    };
    if !after_program(text, dash, programs) {
        return;
    }
    let value = value::read(text, end);
    if is_metavariable(text, value) {
        return;
    }
    // `-U user%password`
    let with_password = text.slice(value.start, value.end).contains(&b'%');
    let meaning = if with_password { Meaning::Secret } else { *meaning };
    if meaning == Meaning::User && common::is_name(text.slice(value.start, value.end)) {
        // `root` is everybody's.
        return;
    }
    take(text, value, meaning, Syntax::Certain, spans);
}

/// Whether a value only tells how a command is used: `[--token TOKEN]`, `--token [token]`.
fn is_metavariable(text: Text<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    let word = match bytes {
        [b'[', word @ .., b']'] => word.iter().all(|byte| is(*byte, LETTER) || matches!(byte, b'-' | b'_')),
        word => word.iter().all(|byte| is(*byte, UPPER) || *byte == b'_'),
    };
    word && !value.quoted
}

/// Whether one of some programs stands before: curl, mysql, docker login.
fn after_program(text: Text<'_>, dash: usize, programs: &[&[u8]]) -> bool {
    let before = text.slice(dash.saturating_sub(64), dash);
    programs.iter().any(|program| holds(before, program))
}

/// `-u user:password`, as curl and its like take it. `-u 1000:1000` are numbers of a user and a group.
fn user_flag(text: Text<'_>, from: usize, spans: &mut Spans) {
    let skip = usize::from(text.at(from) == b'=');
    user_and_password(text, value::read(text, from.saturating_add(skip)), spans);
}
