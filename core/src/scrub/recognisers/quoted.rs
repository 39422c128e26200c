//! Texts in quotes after a word and a blank, or as an argument of a function: `password "value"`, `setPassword("value")`,
//! `("name", "value")`.

use super::named::{Syntax, take, user_and_password};
use super::{call, cells, cloud, command, manual, message, phrase, variable};
use crate::scrub::text::class::{ALNUM, DIGIT, LOWER, NAME, QUOTE, SPACE, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::{Text, UUID, begins_with, ends_in, holds, is_hexadecimal};
use crate::scrub::values::looks::is_state;
use crate::scrub::values::names::{
    LONGEST_NAME, Meaning, is_kind_in_capitals, may_mean, meaning, split_last_word,
};
use crate::scrub::values::value::{self, Value};

/// Looks at a quote after a blank, a bracket or a comma: the argument of a function, or what follows a name and a blank.
#[inline(never)]
pub(crate) fn quote(text: Text<'_>, quote: usize, spans: &mut Spans) {
    let floor = spans.floor();
    let blank = text.skip_blanks_back(quote, floor.max(quote.saturating_sub(24)));
    let byte = text.before(blank);
    if matches!(byte, b'y' | b'Y' | b's' | b'S') && follows_identified(text, blank) {
        user_of_statement(text, blank, spans);
        return take(text, value::read(text, quote), Meaning::Secret, Syntax::Certain, spans);
    }
    // `name "value"`, `name.assign("value"`, `name || "value"`, `get("name") or "value"`
    let called = byte == b'(';
    let otherwise = match byte {
        b'|' | b'?' => text.before(blank.wrapping_sub(1)) == byte,
        b'r' => matches!(text.slice(blank.wrapping_sub(4), blank), b") or" | b"] or"),
        _ => false,
    };
    if byte == b's'
        && text.at(quote) != b'`'
        && text.slice(blank.wrapping_sub(IS.len()), blank) == IS
        && says_secret(text, blank.wrapping_sub(IS.len()))
    {
        let value = value::read(text, quote);
        let telling = value.is_no_word(text) || (says_password(text, blank) && may_be_password(text, value));
        if telling && !value.has_blanks(text) {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        return;
    }
    if byte == b's' && ends_in(text.slice(blank.wrapping_sub(11), blank), "username is") {
        return take(text, value::read(text, quote), Meaning::User, Syntax::Certain, spans);
    }
    if byte == b'o' && text.slice(blank.wrapping_sub(4), blank) == b"\" to" {
        // `"name" to "value"` of Kotlin
        let name_end = blank.wrapping_sub(4);
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        return argument(text, text.slice(name_start, name_end), quote, true, spans);
    }
    if matches!(text.slice(blank.wrapping_sub(3), blank), b" eq" | b" ne") {
        let name_end = blank.wrapping_sub(3);
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        return call::compared(text, text.slice(name_start, name_end), quote, spans);
    }
    if is(byte, LOWER) && !otherwise {
        // Most words before a quote are single ones that say nothing.
        let start = text.skip_back(blank, floor.max(blank.saturating_sub(LONGEST_NAME)), LOWER | DIGIT);
        if !is(text.before(start), NAME) && !may_mean(text.slice(start, blank)) {
            return;
        }
    }
    if is(byte, ALNUM) || called || otherwise {
        let name_end = if otherwise {
            let end = text.skip_blanks_back(blank.wrapping_sub(2), floor.max(blank.saturating_sub(8)));
            let quoted =
                matches!(text.before(end), b')' | b']') && is(text.before(end.wrapping_sub(1)), QUOTE);
            if quoted { end.wrapping_sub(2) } else { end }
        } else {
            blank.wrapping_sub(usize::from(called))
        };
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        argument(text, text.slice(name_start, name_end), quote, called || otherwise, spans);
        return;
    }
    if byte == b'-' && text.before(blank.wrapping_sub(1)) == b'<' {
        // `name <- "value"` of R
        let name_end = text.skip_blanks_back(blank.wrapping_sub(2), floor.max(blank.saturating_sub(24)));
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        return argument(text, text.slice(name_start, name_end), quote, true, spans);
    }
    // `("name", "value")`
    let comma = blank.wrapping_sub(1);
    let before = if byte == b',' { text.skip_blanks_back(comma, comma.saturating_sub(4)) } else { comma };
    if byte == b',' && is(text.before(before), ALNUM) {
        let name_start = text.skip_back(before, floor.max(before.saturating_sub(LONGEST_NAME)), NAME);
        if text.before(name_start) == b'(' {
            call::comparison(text, text.slice(name_start, before), name_start, quote, spans);
        }
        return;
    }
    if byte == b',' && is(text.before(before), QUOTE) {
        if text.at(quote) == b'\''
            && let Some(meaning) = manual::argument_of_connection(text, quote)
        {
            return take(text, value::read(text, quote), meaning, Syntax::Certain, spans);
        }
        let name_end = before.wrapping_sub(1);
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        let name = text.slice(name_start, name_end);
        if is(text.before(name_start), QUOTE) && matches!(name, b"-u" | b"--user") {
            // `['curl', '-u', 'name:password']`, as Python prints the arguments of a command.
            return user_and_password(text, value::read(text, quote), spans);
        }
        if !is(text.before(name_start), QUOTE) {
            if text.before(name_start) == b'@' || name.is_empty() {
                call::login(text, before, quote, spans);
            }
        } else if !call::variable_of_environment(text, name, name_start, quote, spans) {
            argument(text, name, quote, true, spans);
        }
        return;
    }
    match byte {
        b'{' if call::lazily_named(text, blank.wrapping_sub(1)) == Some(Meaning::Secret) => {
            take(text, value::read(text, quote), Meaning::Secret, Syntax::Certain, spans);
        }
        b'|' if text.at(quote) == b'`' => cells::quoted(text, blank.wrapping_sub(1), quote, spans),
        _ => {}
    }
}

/// What prose has between a secret and its value.
const IS: &[u8] = b" is";

/// Whether a secret stands before a position, and perhaps whose it is: `the password`, `the password for user "name"`.
#[inline(never)]
fn says_secret(text: Text<'_>, subject: usize) -> bool {
    const FOR: &[u8] = b" for ";
    let from = subject.saturating_sub(LONGEST_NAME);
    let line = text.slice(from, subject);
    let whose = line.windows(FOR.len()).rposition(|part| part == FOR).filter(|place| {
        let someone = line.get(place.saturating_add(FOR.len())..).unwrap_or_default();
        someone.iter().filter(|byte| is(**byte, SPACE)).count() <= 1
    });
    let subject = whose.map_or(subject, |place| from.saturating_add(place));
    let start = text.skip_back(subject, subject.saturating_sub(LONGEST_NAME), NAME);
    meaning(text.slice(start, subject)) == Some(Meaning::Secret)
}

/// Whether a word may be somebody's password, and is no state or code of an error.
fn may_be_password(text: Text<'_>, value: Value) -> bool {
    let word = text.slice(value.start, value.end);
    word.len() >= 4 && !word.contains(&b'_') && !is_state(word)
}

/// Whether that is a password, which may be any word; parsers speak of tokens that are words.
fn says_password(text: Text<'_>, end: usize) -> bool {
    let subject = text.word_before(end.wrapping_sub(IS.len()));
    ends_in(subject, "password") || ends_in(subject, "passphrase") || ends_in(subject, "passwd")
}

/// SQL's `IDENTIFIED BY` before a password, also `IDENTIFIED WITH plugin BY` and `AS`; in small letters these are words of
/// prose where nothing is said of a user.
fn follows_identified(text: Text<'_>, end: usize) -> bool {
    let by = text.word_before(end);
    if !by.eq_ignore_ascii_case(b"by") && !by.eq_ignore_ascii_case(b"as") {
        return false;
    }
    let earlier = text.slice(end.saturating_sub(64), end.wrapping_sub(2));
    let mut words = earlier.rsplit(|byte| is(*byte, SPACE)).filter(|word| !word.is_empty());
    let identified = |word: Option<&[u8]>| word.is_some_and(|word| word.eq_ignore_ascii_case(b"identified"));
    let first = words.next();
    let with = |word: Option<&[u8]>| word.is_some_and(|word| word.eq_ignore_ascii_case(b"with"));
    (identified(first) || (with(words.next()) && identified(words.next())))
        && (by.eq_ignore_ascii_case(b"as")
            || by == b"BY"
            || holds(text.slice(end.saturating_sub(96), end), b"user"))
}

/// Whether a statement of SQL speaks of a role or a user before a position.
fn tells_of_role(text: Text<'_>, position: usize) -> bool {
    let before = text.slice(position.saturating_sub(128), position);
    holds(before, b"ROLE ") || holds(before, b"USER ")
}

/// Takes the user whose password a statement of SQL sets, which is told before a position: `CREATE USER jane WITH PASSWORD`.
#[inline(never)]
fn user_of_statement(text: Text<'_>, position: usize, spans: &mut Spans) {
    let from = position.saturating_sub(128).max(spans.floor());
    let before = text.slice(from, position);
    let found = before.windows(5).rposition(|part| part == b"ROLE " || part == b"USER ");
    let Some(found) = found else { return };
    let start = from.wrapping_add(found).wrapping_add(5);
    let end = text.skip_within(start, position.min(start.saturating_add(64)), NAME);
    let name = text.slice(start, end);
    // `CREATE USER IF NOT EXISTS ...`, `ALTER ROLE CURRENT_USER ...`
    let word =
        name.iter().all(|byte| is(*byte, UPPER) || *byte == b'_') && (name.len() < 3 || name.contains(&b'_'));
    if text.at(end) == b' ' && !word {
        command::take_user(text, start, end, spans);
    }
}

/// Whether a text rather names a secret: a question (`'Password:'`), members to leave out of a log (`'*.password'`), a
/// Secret of which Kubernetes tells (`secrets "web-1" not found`).
fn is_name_of_secret(text: Text<'_>, value: Value, certain: bool) -> bool {
    match text.slice(value.start, value.end) {
        [name @ .., b':'] if certain => meaning(name).is_some(),
        [b'*', b'.', name @ ..] if certain => meaning(name).is_some(),
        _ => !certain && OUTCOMES.iter().any(|outcome| text.starts_with(value.end, outcome)),
    }
}

/// Whether a text is the next kind of secrets of a list, in capitals as the one before: `"WPA-PSK", "WPA2-PSK"`
fn is_next_kind(text: Text<'_>, name: &[u8], value: Value) -> bool {
    let [.., last] = name else { return false };
    is(*last, UPPER)
        && text.slice(value.start, value.end).ends_with(split_last_word(name).1)
        && is_kind_in_capitals(name)
        && is_kind_in_capitals(text.slice(value.start, value.end))
}

/// What Kubernetes and kubectl(1) say of a thing behind its name in quotes.
const OUTCOMES: &[&[u8]] =
    &[b"\" not found", b"\" already exists", b"\" is forbidden", b"\" deleted", b"\" created"];

/// Whether the name of a function says that it asks for something: what it is given is the name of that.
fn is_question(name: &[u8]) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    ["get", "has", "is", "find", "fetch", "load", "read"].iter().any(|verb| {
        begins_with(last, verb) && last.get(verb.len()).is_some_and(|next| is(*next, UPPER) || *next == b'_')
    })
}

/// `could not translate host name "name" to address` (libpq), `unable to resolve host address 'name'` (wget(1)).
fn host_of_resolver(text: Text<'_>, quote: usize, spans: &mut Spans) {
    const UNRESOLVED: &[u8] = b"unable to resolve host address ";
    let value = value::read(text, quote);
    if text.starts_with(value.end, b"\" to address")
        || text.slice(quote.wrapping_sub(UNRESOLVED.len()), quote) == UNRESOLVED
    {
        take(text, value, Meaning::Host, Syntax::Certain, spans);
    }
}

/// What nginx is told before the name of a header and its value: `proxy_set_header X-Ldap-BindPass "x";`
const HEADER: &[u8] = b"et_header ";

/// What Amazon's registry says before the account that it belongs to.
const REGISTRY: &[u8] = b"registry with id ";

/// What PostgreSQL says of a user that it does not know, or does not let in.
const UNKNOWN_ROLE: &[&[u8]] = &[b"\" does not exist", b"\" is not permitted"];

/// Takes the text that begins at a quote, if the name before makes a secret of it and it looks like one: clearly so where
/// only a blank stands between, since both may be words of prose.
fn argument(text: Text<'_>, name: &[u8], quote: usize, certain: bool, spans: &mut Spans) {
    if !certain && manual::is_secret_of_peers(text, quote, name) {
        return take(text, value::read(text, quote), Meaning::Secret, Syntax::Certain, spans);
    }
    if matches!(name, b"node" | b"nodes") {
        let end = text.skip_blanks_back(quote, quote.saturating_sub(4));
        message::quoted_node(text, end, quote.wrapping_add(1), spans);
        return;
    }
    if matches!(name, b"name" | b"address") && !certain {
        return host_of_resolver(text, quote, spans);
    }
    if name == b"id" && !certain {
        let value = value::read(text, quote);
        // Azure; Amazon's registry
        let registry = text.slice(quote.wrapping_sub(REGISTRY.len()), quote) == REGISTRY;
        let denied = text.starts_with(value.end, b"' does not have authorization")
            || text.starts_with(value.end, b"' does not have permission");
        if registry || denied {
            take(text, value, Meaning::Account, Syntax::Certain, spans);
        }
        return;
    }
    if name == b"directory" {
        // Microsoft Entra: `was not found in the directory '01234567-...'`
        let value = value::read(text, quote);
        if !certain && is_hexadecimal(text.slice(value.start, value.end), UUID) {
            take(text, value, Meaning::Account, Syntax::Certain, spans);
        }
        return;
    }
    if name == b"role" {
        let value = value::read(text, quote);
        if UNKNOWN_ROLE.iter().any(|message| text.starts_with(value.end, message)) {
            take(text, value, Meaning::User, Syntax::Certain, spans);
        }
        return;
    }
    if ends_in(name, "-securestring") && !certain {
        // `ConvertTo-SecureString "x" -AsPlainText`
        return take(text, value::read(text, quote), Meaning::Secret, Syntax::Certain, spans);
    }
    if certain && call::credential(text, name, quote, spans) {
        return;
    }
    let Some(meaning) = meaning(if certain { call::receiver(name) } else { name }) else { return };
    if name == b"PASSWORD" && text.at(quote) == b'\'' && tells_of_role(text, quote) {
        // `ALTER ROLE jane PASSWORD 'x'`
        user_of_statement(text, quote, spans);
        return take(text, value::read(text, quote), Meaning::Secret, Syntax::Certain, spans);
    }
    if (certain && is_question(name)) || (!certain && name == b"Pass") {
        // `Pass "x" to ...` is a verb.
        return;
    }
    if meaning == Meaning::User && !certain {
        if text.slice(quote.wrapping_sub(7), quote) == b"{{user " {
            // A variable of Packer.
            return;
        }
        // `user "name" does not exist`, `user.name "First Last"`
        let value = value::read(text, quote);
        if phrase::person_end(text, value.start) == Some(value.end) {
            return spans.push(text, value.start, value.end, Kind::User, "named-user");
        }
        return take(text, value, meaning, Syntax::Certain, spans);
    }
    if matches!(meaning, Meaning::Host | Meaning::Machine) && !certain {
        // `Unknown server host 'db-1'`
        let value = value::read(text, quote);
        let bytes = text.slice(value.start, value.end);
        if bytes.iter().any(|byte| is(*byte, DIGIT) || *byte == b'-') {
            take(text, value, meaning, Syntax::Certain, spans);
        }
        return;
    }
    if meaning == Meaning::Project && !certain {
        // `for project "name": ... googleapi: Error 403`
        let value = value::read(text, quote);
        let around = text.slice(quote.saturating_sub(256), value.end.saturating_add(256).min(text.len()));
        if cloud::is_own_project(text.slice(value.start, value.end)) && holds(around, b"googleapi") {
            spans.push(text, value.start, value.end, Kind::Account, "google-project");
        }
        return;
    }
    if meaning == Meaning::Account && !certain {
        // `Tenant '01234567-...' not found`
        let value = value::read(text, quote);
        if is_hexadecimal(text.slice(value.start, value.end), UUID) {
            take(text, value, meaning, Syntax::Certain, spans);
        }
        return;
    }
    if !matches!(meaning, Meaning::Secret | Meaning::PossibleSecret | Meaning::PossibleKey) {
        return;
    }
    if !certain && (text.at(quote) == b'`' || matches!(text.at(quote.wrapping_add(1)), b'+' | b'.' | b'&')) {
        // Prose quotes code so; and a quote that ends a text may be followed by what is added to it.
        return;
    }
    let value = value::read(text, quote);
    if is_name_of_secret(text, value, certain) || (certain && is_next_kind(text, name, value)) {
        return;
    }
    let told =
        (name.starts_with(b"-") || (certain && call::sets(text, name, value))) && meaning == Meaning::Secret;
    let header = quote.wrapping_sub(name.len()).wrapping_sub(HEADER.len()).wrapping_sub(1);
    if !certain && text.starts_with(header, HEADER) {
        return take(text, value, meaning, Syntax::Certain, spans);
    }
    let telling = if certain { value.is_no_word(text) } else { value.is_long_no_word(text) };
    let is_constant = certain && variable::is_name(name);
    if told || (telling && (is_constant || !value.has_blanks(text))) {
        let syntax = if meaning == Meaning::Secret { Syntax::Certain } else { Syntax::Assigned };
        take(text, value, meaning, syntax, spans);
    }
}
