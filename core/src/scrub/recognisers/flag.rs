//! Flags of commands and what follows them in a text: `--name value`, `-name value`, `-u user:password`, `-pPASSWORD`.

use super::cloud::is_own_project;
use super::named::{Syntax, take, user_and_password};
use super::{command, manual, marked, message, positional};
use crate::scrub::text::class::{DIGIT, LETTER, NAME, QUOTE, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, begins_with, holds};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::program;
use crate::scrub::values::value::{self, Value};

/// Flags that take a user and a password.
static USER_FLAGS: Words = words!("user" "proxy-user");

/// Looks at the dash that begins a flag, after white space, a quote, or what opens or separates: `--name value`,
/// `-name value`, `-u user:password`.
#[inline(never)]
pub(crate) fn flag(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let mut start = dash;
    while text.at(start) == b'-' && start.wrapping_sub(dash) < 2 {
        start = start.wrapping_add(1);
    }
    let end = text.skip_within(start, start.saturating_add(LONGEST_NAME), NAME);
    let name = text.slice(start, end);
    let short = start.wrapping_sub(dash) == 1;
    if name.is_empty() && text.slice(dash.wrapping_sub(3), dash) == b"su " {
        return command::switched_user(text, dash, spans);
    }
    if name.is_empty() || !is(text.at(start), LETTER) || name.ends_with(b".") {
        if name == b"-" && text.at(end) == b' ' {
            // `---    -----` below the head of a table.
            spans.note_line();
        } else if name.is_empty() {
            marked::dash(text, dash, spans);
        }
        return;
    }
    if name == b"u" && text.at(end) == b' ' && program::is_of(command_before(text, dash), &[b"lftp "]) {
        return positional::of_lftp(text, end, spans);
    }
    if USER_FLAGS.contains(name) {
        user_flag(text, end, spans);
        if spans.floor() <= end && matches!(text.at(end), b' ') {
            let value = value::read(text, end);
            if program::runs_for_the_user(command_before(text, dash))
                || is_metavariable(text, value)
                || is_explained(text, end, value)
            {
                return;
            }
            take(text, value, Meaning::User, Syntax::Certain, spans);
        }
        return;
    }
    if matches!(name, b"a" | b"auth")
        && text.at(end) == b' '
        && program::is_of(command_before(text, dash), program::OF_CREDENTIALS)
    {
        return user_flag(text, end, spans);
    }
    let behind = start.wrapping_add(1);
    if short
        && name.starts_with(b"p")
        && (name.len() > 1 || is(text.at(behind), QUOTE))
        && program::attaches_password(command_before(text, dash))
    {
        // `-pPASSWORD`, `-p'PASSWORD'`
        let value = value::read(text, behind);
        let line = command_before(text, dash);
        // A word where the user stands before.
        let certain =
            value.quoted || value.is_no_word(text) || holds(line, b" -u") || program::attaches_word(line);
        if certain && !program::is_published(text.slice(value.start, value.end)) {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        return;
    }
    if short && name.len() > 2 && name.starts_with(b"p") && meaning(text.slice(behind, end)).is_some() {
        // `-psecret` of a program that is not known: what follows is the next argument.
        return;
    }
    if short
        && name.len() <= 4
        && name.contains(&b'b')
        && program::is_of(command_before(text, dash), &[b"htpasswd "])
    {
        positional::of_htpasswd(text, name, end, spans);
    }
    if let Some(letter) = name.iter().take(5).position(|byte| *byte == b'u').filter(|_| short) {
        let after = start.saturating_add(letter).wrapping_add(1);
        // `-u`, `-uname:password`; several letters together (`-sSu`) are curl's. `-username` is a flag of its own.
        let attached = letter == 0 && !begins_with(name, "username");
        if attached || program::is_of(command_before(text, dash), &[b"curl "]) {
            user_flag(text, after, spans);
            if letter == 0 && name.len() > 1 && spans.floor() <= end {
                attached_user(text, dash, end, spans);
            }
            if name.len() > 1 || spans.floor() > end {
                return;
            }
        }
    }
    if (short && name.contains(&b'S') && name.len() < 4) || matches!(name, b"password-stdin" | b"stdin") {
        manual::piped_password(text, dash, spans);
    }
    if matches!(name, b"v" | b"value") && manual::value_of_initiator(text, dash, end, spans) {
        return;
    }
    if matches!(name, b"passin" | b"passout") && text.at(end) == b' ' {
        return manual::openssl_password(text, end, spans);
    }
    if name == b"value" && text.at(end) == b' ' {
        return manual::secure_string(text, dash, end, spans);
    }
    if name == b"from-literal" && text.at(end) == b'=' {
        return manual::literal_of_secret(text, dash, end, spans);
    }
    if name == b"project" && google_project(text, dash, end, spans) {
        return;
    }
    if name == b"secret"
        && (names_secret(text, dash, end, spans) || positional::of_pulumi(text, dash, end, spans))
    {
        return;
    }
    if text.at(end) != b' ' || text.at(end.wrapping_add(1)) == b'-' {
        return;
    }
    if short && matches!(name, [b'l' | b'p' | b'i' | b'G'] | [_, b'u' | b'v' | b'G']) {
        command::behind_letters(text, dash, name, spans);
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
        if is_metavariable(text, value) || is_explained(text, end, value) {
            return;
        }
        let prose = short && !value.quoted && !value.is_no_word(text) && value.is_followed_by_prose(text);
        if meaning != Meaning::Cookies && !prose {
            let syntax = if meaning == Meaning::PossibleSecret { Syntax::Assigned } else { Syntax::Certain };
            take(text, value, meaning, syntax, spans);
        }
    }
}

/// Takes the user right behind the letter of a program that takes one there: `mysql -uNAME`.
#[inline(never)]
fn attached_user(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) {
    if program::attaches_user(command_before(text, dash)) {
        command::take_user(text, dash.wrapping_add(2), end, spans);
    }
}

/// The command line before a flag, as far as the name of a program is looked for in a text.
fn command_before(text: Text<'_>, dash: usize) -> &[u8] {
    text.slice(dash.saturating_sub(program::LONGEST_COMMAND), dash)
}

/// Looks at a flag of a single letter, after which there is a blank.
fn letter(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) {
    let (line, letter) = (command_before(text, dash), text.before(end));
    let value = value::read(text, end);
    let Some(expected) = program::after_letter(line, letter) else {
        if letter == b'h' && is_host_before_port(text, value) {
            return take(text, value, Meaning::Host, Syntax::Certain, spans);
        }
        // `-u name -p PASSWORD`, of which a number may be a port, and a word a level.
        let digits = text.slice(value.start, value.end).iter().all(|byte| is(*byte, DIGIT) || *byte == b':');
        let told = letter == b'p' && !digits && (value.quoted || value.is_no_word(text));
        if told && program::ends_in_user(line) && !program::is_published(text.slice(value.start, value.end)) {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        return;
    };
    if let Some(meaning) = program::meaning_of(text.slice(value.start, value.end), expected)
        && !is_metavariable(text, value)
        && !is_explained(text, end, value)
    {
        // A command goes on behind a user, and that is no prose.
        let syntax = if meaning == Meaning::User { Syntax::Assigned } else { Syntax::Certain };
        take(text, value, meaning, syntax, spans);
    }
}

/// Whether a value behind `-h` is a host that is reached at a port, whatever the program: `-h db-2 -p 5432`.
fn is_host_before_port(text: Text<'_>, value: Value) -> bool {
    let port = value.end.wrapping_add(b" -p ".len());
    text.slice(value.end, port).eq_ignore_ascii_case(b" -p ")
        && is(text.at(port), DIGIT)
        && message::is_telling_host(text.slice(value.start, value.end))
}

/// Takes the project that a command of Google's is given, whatever it is called.
fn google_project(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) -> bool {
    let value = value::read(text, end.wrapping_add(1));
    let google = program::is_of(command_before(text, dash), &[b"gcloud ", b"gsutil ", b"bq "]);
    let sound = google && is_own_project(text.slice(value.start, value.end));
    if sound {
        spans.push(text, value.start, value.end, Kind::Account, "google-project");
    }
    sound
}

/// Passes over a secret that is only named, since it lies elsewhere: `docker build --secret id=npm,src=.npmrc`, `docker
/// service create --secret db`. Whether it is one.
#[inline(never)]
fn names_secret(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) -> bool {
    let start = end.wrapping_add(1);
    let named = program::is_of(command_before(text, dash), program::OF_IMAGES)
        // In a line of its own.
        || [&b"id="[..], b"type=", b"source=", b"src="].iter().any(|member| text.starts_with(start, member));
    if named {
        // What it is called and where it lies is looked at for itself.
        spans.settle(start);
    }
    named
}

/// Whether a value only tells how a command is used: `[--token TOKEN]`, `--token [token]`.
pub(crate) fn is_metavariable(text: Text<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    let word = match bytes {
        [b'[', word @ .., b']'] => word.iter().all(|byte| is(*byte, LETTER) || matches!(byte, b'-' | b'_')),
        word => word.iter().all(|byte| is(*byte, UPPER) || matches!(byte, b'_' | b':')),
    };
    word && !value.quoted
}

/// Whether a flag that ends at a position is explained rather than given a value: in a table (`--password   asks for it`),
/// or by the name of what it takes (`[--user username]`).
fn is_explained(text: Text<'_>, end: usize, value: Value) -> bool {
    let table = value.start.wrapping_sub(end) > 1 && value.is_followed_by_prose(text);
    let bytes = text.slice(value.start, value.end);
    let named = text.at(value.end) == b']' && meaning(bytes).is_some();
    // `--secret name <value>`
    !value.quoted && (table || named || text.starts_with(value.end, b" <"))
}

/// `-u user:password`, as curl and its like take it. `-u 1000:1000` are numbers of a user and a group.
fn user_flag(text: Text<'_>, from: usize, spans: &mut Spans) {
    let skip = usize::from(text.at(from) == b'=');
    user_and_password(text, value::read(text, from.saturating_add(skip)), spans);
}
