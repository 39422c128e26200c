//! Names and their values: `name=value`, `name: value`, members of JSON, parameters, headers and comparisons.

use super::host::is_public;
use super::named::{self, Syntax, take};
use super::{
    address, around, attribute, authorization, automation, command, items, manual, marked, message, pair,
    pem, phrase, place, reached, session, source, variable,
};
use crate::scrub::text::class::{
    ALNUM, BASE64, BEYOND, DIGIT, LETTER, LOWER, NAME, OPERATOR, QUOTE, SPACE, TOKEN, is, of,
};
use crate::scrub::text::gate::Block;
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::{Text, begins_with, consists_of, ends_in, holds};
use crate::scrub::values::foreign::foreign_meaning;
use crate::scrub::values::names::{LONGEST_NAME, Meaning, is_known_to_all, meaning, names_provider};
use crate::scrub::values::value::{self, Value};

/// The shortest key that the name of its provider gives away.
const SHORTEST_KEY: usize = 14;

/// A name and what stands between it and its value.
pub(crate) struct Operator<'t> {
    pub(crate) name: &'t [u8],
    pub(crate) name_start: usize,
    /// Whether the name stands in quotes.
    pub(crate) quoted: bool,
    /// Where the operator begins, its `=` or `:`, and where it ends.
    pub(crate) first: usize,
    pub(crate) position: usize,
    pub(crate) last: usize,
    pub(crate) assigned: bool,
}

/// Looks at an `=` or a `:`.
#[inline(never)]
pub(crate) fn operator(text: Text<'_>, position: usize, spans: &mut Spans) {
    let [before, byte, after] = text.around(position);
    if matches!(before, b'=' | b':') {
        // The first of several has been looked at.
        return;
    }
    let floor = spans.floor();
    let assigns = byte == b'=';
    // Most operators follow their name at once, and have one byte.
    let (first, blank) =
        if is(before, ALNUM) { (position, position) } else { beginning(text, position, assigns, floor) };
    let last = if is(after, OPERATOR) {
        text.skip_within(position, position.saturating_add(4), OPERATOR)
    } else {
        position.wrapping_add(1)
    };
    let follows_quote = is(text.before(blank), QUOTE);
    let (name_end, quoted) = if is(before, ALNUM) { (blank, false) } else { name_end(text, blank, floor) };
    let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
    let name_start = text.behind_escape(name_start).min(name_end);
    let name = text.slice(name_start, name_end);
    let typed = name.is_empty() && assigns && matches!(text.before(name_end), b'>' | b'?');
    let foreign = is(text.before(name_start), BEYOND);
    if name.iter().all(|byte| is(*byte, DIGIT)) && !follows_quote && !typed && !foreign {
        // Times and the like.
        return;
    }
    let longer = last.wrapping_sub(position) > 1;
    let compares = longer || first < position;
    let assigned = assigns || (longer && text.slice(position, last).contains(&b'='));
    let meaning = match name {
        [b'v' | b'V', ..] if name.eq_ignore_ascii_case(b"value") => {
            meaning(pair::name_before(text, name_start, floor))
                .filter(|meaning| matches!(meaning, Meaning::Secret | Meaning::User))
        }
        b"default" if assigned => meaning(manual::variable_with_default(text, name_start, floor))
            .filter(|meaning| *meaning == Meaning::Secret),
        _ if foreign => {
            let foreign = text.slice(name_end.saturating_sub(LONGEST_NAME).max(floor), name_end);
            foreign_meaning(foreign).or_else(|| meaning(name))
        }
        _ => meaning(name),
    };
    let meaning = meaning.or_else(|| {
        let apart = blank < first && !follows_quote;
        match assigns {
            true if apart => around::in_connection(text, name, name_start, last),
            false if apart => around::in_table(text, blank, floor),
            _ => None,
        }
    });
    let meaning = meaning.or_else(|| {
        let typed = assigned && !compares && source::begins_text(text, last);
        if typed { self::meaning(source::name_before_type(text, name_end, floor)) } else { None }
    });
    if let Some(meaning) = meaning {
        let operator = Operator { name, name_start, quoted, first, position, last, assigned };
        return named_value(text, meaning, &operator, spans);
    }
    if !assigned {
        session::prompted_user(text, name_start, name_end, spans);
    }
    if assigned && matches!(name, [b'C', b'N'] | [b'm', b'y', ..]) {
        let found = match name {
            b"CN" => message::host_of_subject(text, name_start, last, spans),
            _ => message::host_of_mail(text, name, last, spans),
        };
        if found {
            return;
        }
    }
    if assigned && is(after, QUOTE) && name.ends_with(b"ID") && session::is_identity(name) {
        return session::identity(text, last, spans);
    }
    let at_host = text.before(name_start.wrapping_sub(1)) == b'@';
    let before = || text.slice(blank.saturating_sub(96), blank);
    if assigned
        && (at_host || (quoted && blank < first))
        && (holds(before(), b"PASSWORD FOR ") || holds(before(), b"password for "))
    {
        // `SET PASSWORD FOR 'jane'@'localhost' = 'x'` (MySQL), `SET PASSWORD FOR "jane" = 'x'` (InfluxDB)
        take(text, value::read(text, last), Meaning::Secret, Syntax::Assigned, spans);
    } else if compares && follows_quote {
        reversed(text, blank, last, spans);
    } else if !assigned && let Some(kind) = unknown(text, name_start, name_end, last) {
        spans.push(text, name_start, name_end, kind, "unknown-name");
    } else if !assigned
        && is(after, DIGIT)
        && is(text.at(name_start), LETTER)
        && reached::is_pod_at_port(text, name, position)
    {
        spans.push(text, name_start, name_end, Kind::Host, reached::RULE);
    } else if may_be_key(text, last) {
        unnamed_key(text, name, last, spans);
    }
}

/// Looks at an `=` or a `:` in the plainest of surroundings: right before it stands a name of one token, without quotes or
/// in them, and nothing unusual follows. Where this says no, [`operator`] and the recognisers of what has colons know more.
#[inline(always)]
pub(crate) fn plain(
    text: Text<'_>,
    position: usize,
    around: [u8; 3],
    block: &Block,
    spans: &mut Spans,
) -> bool {
    let [before, byte, after] = around;
    let assigned = byte == b'=';
    let quoted =
        !assigned && matches!(before, b'"' | b'\'') && text.before(position.wrapping_sub(1)) != b'\\';
    let floor = spans.floor();
    if !(quoted || is(before, TOKEN)) || floor >= position {
        return false;
    }
    let other = if assigned {
        // A text may follow, and the name of its type stand before.
        is(after, OPERATOR | QUOTE | SPACE) || matches!(after, b'@' | b'\\')
    } else {
        // URLs, paths, names of resources, addresses.
        is(after, OPERATOR)
            || matches!(after, b'/' | b'\\')
            || (before == b'n' && after == b'a')
            || address::may_have_colon(text, position, block)
    };
    if other {
        return false;
    }
    let name_end = position.wrapping_sub(usize::from(quoted));
    let name_start = block.token_start(name_end).max(floor).max(name_end.saturating_sub(LONGEST_NAME));
    // The letter of an escape is none of the name: `host=x\nuser=y`.
    let token_start = name_start;
    let name_start = text.behind_escape(token_start).min(name_end);
    let name = text.slice(name_start, name_end);
    if name.is_empty() || is(text.before(token_start), NAME | BEYOND) {
        return false;
    }
    if !quoted && name.iter().all(|byte| is(*byte, DIGIT)) {
        if after == b' ' && text.slice(name_start.wrapping_sub(11), name_start) == b"Unseal Key " {
            // What Vault prints when it is set up: `Unseal Key 1: ...`
            let last = position.wrapping_add(1);
            take(text, value::read(text, last), Meaning::Secret, Syntax::Assigned, spans);
        }
        // Times and the like.
        return true;
    }
    if matches!(name, [b'v' | b'V', ..]) && name.eq_ignore_ascii_case(b"value") {
        return false;
    }
    let last = position.wrapping_add(1);
    if assigned && attribute::value(text, name, last, spans) {
        return true;
    }
    if !assigned && manual::may_be_piped(text, name_start) && manual::piped_account(text, last, spans) {
        return true;
    }
    if assigned && name == b"code" && place::authorization_code(text, name_start, last, spans) {
        return true;
    }
    let apart = text.before(name_start) == b' ';
    if apart && !assigned {
        if manual::statistics(text, name_start, spans) {
            return true;
        }
        session::prompted_user(text, name_start, name_end, spans);
    }
    let meaning = meaning(name).or_else(|| match (apart, assigned) {
        (true, true) => around::in_connection(text, name, name_start, last),
        (true, false) if matches!(after, b' ' | b'\t' | b'*' | b'<') => {
            around::in_prose(text, name, name_start)
        }
        (true, false) if text.at(name_start.wrapping_sub(2)) == b'r' => {
            around::of_someones(text, name, name_start, last)
        }
        _ => None,
    });
    if let Some(meaning) = meaning {
        let operator = Operator { name, name_start, quoted, first: position, position, last, assigned };
        named_value(text, meaning, &operator, spans);
        return true;
    }
    if assigned && matches!(name.first(), Some(b'h' | b'm')) && message::host_of_mail(text, name, last, spans)
    {
        return true;
    }
    if assigned && name == b"ALL" && text.starts_with(last, b"(ALL") {
        command::user_of_rule(text, name_start, spans);
    }
    if !assigned && (is(after, ALNUM) || after == b'*') {
        if of(before) & of(after) & DIGIT != 0 && reached::before_port(text, position, spans) {
            return true;
        }
        if name == b"DNS" {
            message::host_of_alternative(text, position, spans);
        } else if apart && matches!(text.at(name_start.wrapping_sub(2)), b'n' | b'R') {
            command::owner(text, name_start, position, spans);
        }
    }
    if !assigned && after == b' ' {
        if name == pem::PRIVATE_LINES.as_bytes() {
            pem::putty(text, last, spans);
            return true;
        }
        if name == b"localhost" && around::follows_new_password(text, name_start) {
            take(text, value::read(text, last), Meaning::Secret, Syntax::Certain, spans);
            return true;
        }
        if text.at(last.wrapping_add(1)) == b'[' {
            automation::host_of_play(text, name_start, position, spans);
        } else if let Some(kind) = unknown(text, name_start, name_end, last) {
            spans.push(text, name_start, name_end, kind, "unknown-name");
            return true;
        }
    }
    !may_be_key(text, last)
}

/// Where an operator begins of which one byte is at a position, and where the blanks before it begin.
#[inline(never)]
fn beginning(text: Text<'_>, position: usize, assigns: bool, floor: usize) -> (usize, usize) {
    let mut first = position;
    while first > floor
        && (matches!(text.before(first), b'!' | b'?' | b'+' | b'~')
            || (assigns && matches!(text.before(first), b'.' | b'|' | b'<' | b'>')))
        && position.wrapping_sub(first) < 2
    {
        first = first.wrapping_sub(1);
    }
    (first, text.skip_blanks_back(first, floor.max(first.saturating_sub(32))))
}

/// Takes the value after an operator whose name means something, unless what stands around it means something else.
#[inline(never)]
fn named_value(text: Text<'_>, meaning: Meaning, operator: &Operator<'_>, spans: &mut Spans) {
    let Operator { name, name_start, quoted, last, assigned, .. } = *operator;
    if source::is_part_of_name(text, operator)
        || (meaning == Meaning::Host && is_reason(text, operator))
        || (meaning == Meaning::User && source::is_part_of_command(text, operator))
    {
        return;
    }
    if meaning == Meaning::Hosts {
        return named::hosts(text, last, spans);
    }
    let opens = meaning == Meaning::PossibleKey && around::follows_kind_of_key(text, name, name_start);
    let syntax = if quoted {
        Syntax::Certain
    } else if assigned {
        Syntax::Assigned
    } else if opens
        || (meaning == Meaning::Host && follows_resolver(text, name_start))
        || around::is_id_of_secret(name)
        || (!is(text.at(last), SPACE)
            && (source::is_field_of_go(text, name_start, last) || is_switch(text, operator)))
    {
        // `API key: ...` leaves no doubt.
        Syntax::Assigned
    } else if begins_line(text, name_start) || (variable::is_name(name) && ends_line(text, last)) {
        Syntax::Header
    } else {
        Syntax::Prose
    };
    if assigned && name.starts_with(b"ansible_") {
        message::host_of_inventory(text, name_start, spans);
    }
    if name == b"code" && place::one_time_code(text, text.skip_blanks(last), spans) {
        return;
    }
    let from = match text.at(last) {
        b'>' => last.wrapping_add(1),
        b'*' | b'<' if !assigned => marked::behind_marks(text, name_start, last),
        _ => last,
    };
    if text.before(name_start) == b'{' && place::fallback(text, meaning, operator, spans) {
        return;
    }
    let from = if text.at(from) == b'\\' && ends_in(name, "authorization") {
        authorization::behind_line_end(text, from)
    } else {
        from
    };
    if meaning == Meaning::Secret && assigned && variable::is_set(text, name, name_start, last) {
        return variable::value(text, name, last, spans);
    }
    if text.at(from) == b'<' && session::of_dovecot(text, name, from, spans) {
        return;
    }
    let value = value::read(text, from);
    if assigned && !value.quoted && place::is_parameter(text, operator) {
        return place::parameter(text, meaning, operator, value, spans);
    }
    if meaning == Meaning::User && assigned && !value.quoted && names_person(text, value, spans) {
        return;
    }
    if !assigned
        && !quoted
        && !value.quoted
        && ends_in(name, "authorization")
        && authorization::credentials(text, value, spans)
    {
        return;
    }
    if matches!(meaning, Meaning::Secret | Meaning::PossibleSecret)
        && !value.quoted
        && text.at(value.start) == b'['
    {
        // `"tokens": ["x", "y"]` may as well be words: only what looks like a key.
        let syntax = if meaning == Meaning::Secret { syntax } else { Syntax::Assigned };
        return items::take_all(text, value.start, meaning, syntax, spans);
    }
    if source::is_no_value(text, operator, value) {
        return;
    }
    if !value.quoted
        && text.at(value.end) == b' '
        && phrase::take_words(text, meaning, operator, value, spans)
    {
        return;
    }
    if meaning == Meaning::Place {
        return value_of_place(text, operator, value, spans);
    }
    if value.end.wrapping_sub(value.start) == 24
        && meaning == Meaning::PossibleKey
        && is_key_of_cloudant(text, name, value)
    {
        return take(text, value, Meaning::Secret, Syntax::Assigned, spans);
    }
    // A short one is a key where it is neither a word nor the name of an algorithm: `API key: kV9xm2Tz`.
    let short = opens && value.is_short_key(text);
    let (meaning, syntax) = if short { (Meaning::Secret, Syntax::Prose) } else { (meaning, syntax) };
    take(text, value, meaning, syntax, spans);
    if value.quoted && meaning == Meaning::Secret && text.starts_with(value.end.wrapping_add(1), CHANGES_TO) {
        // `password = "old" -> "new"`, as Terraform plans it.
        let new = value::read(text, value.end.wrapping_add(1).wrapping_add(CHANGES_TO.len()));
        take(text, new, meaning, syntax, spans);
    }
}

/// Whether a value is a key of Cloudant, which IBM made of 24 small letters.
#[inline(never)]
fn is_key_of_cloudant(text: Text<'_>, name: &[u8], value: Value) -> bool {
    begins_with(name, "cloudant") && consists_of(text.slice(value.start, value.end), LOWER)
}

/// Takes the machine that something is done with, or what the name says nothing of.
#[inline(never)]
fn value_of_place(text: Text<'_>, operator: &Operator<'_>, value: Value, spans: &mut Spans) {
    let Operator { name, name_start, last, assigned, .. } = *operator;
    if reached::field(text, value, spans) {
        return;
    }
    if !assigned
        && text.before(name_start) == b' '
        && around::of_someones(text, name, name_start, last).is_some()
    {
        take(text, value, Meaning::Secret, Syntax::Prose, spans);
    } else if may_be_key(text, last) {
        unnamed_key(text, name, last, spans);
    }
}

/// Takes the name of a person in the place of a user's, which has blanks: `user.name=Jane Doe` (git), `user = Jane Doe`.
#[inline(never)]
fn names_person(text: Text<'_>, value: Value, spans: &mut Spans) -> bool {
    let Some(end) = phrase::person_end(text, value.start) else { return false };
    spans.push(text, value.start, end, Kind::User, "named-user");
    true
}

/// Whether a remark behind a server is the reason of its error, as kubectl(1) says it: `Error from server (NotFound): ...`
fn is_reason(text: Text<'_>, operator: &Operator<'_>) -> bool {
    const ERROR: &[u8] = b"Error from ";
    let start = operator.name_start;
    text.before(operator.first) == b')' && text.slice(start.wrapping_sub(ERROR.len()), start) == ERROR
}

/// What stands between a value and the one that takes its place.
const CHANGES_TO: &[u8] = b" -> ";

/// Whether nothing but a word follows in the line.
fn ends_line(text: Text<'_>, from: usize) -> bool {
    let value = value::read(text, from);
    matches!(text.at(value.end), 0 | b'\n' | b'\r')
}

/// Whether a name is that of a switch of Windows' commands for a password: `/pass:x`, `/password:x`. Addresses on the web end
/// in other names behind such a colon (`/token:refresh`).
fn is_switch(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let slash = operator.name_start.wrapping_sub(1);
    text.at(slash) == b'/'
        && is(text.before(slash), SPACE)
        && operator.name.first().is_some_and(|first| *first | 32 == b'p')
}

/// `Could not resolve host: name`, as curl says it.
fn follows_resolver(text: Text<'_>, start: usize) -> bool {
    text.starts_with(start.wrapping_sub(RESOLVE.len()), RESOLVE)
}

const RESOLVE: &[u8] = b"not resolve ";

/// The end of the name before an operator: without its closing quote, and without the index of an array.
fn name_end(text: Text<'_>, end: usize, floor: usize) -> (usize, bool) {
    if is(text.before(end), QUOTE) && end > floor {
        let mut inner = end.wrapping_sub(1);
        while inner > floor && text.before(inner) == b'\\' {
            inner = inner.wrapping_sub(1);
        }
        // Markdown writes names in backquotes, and they are none of JSON.
        return (inner, text.before(end) != b'`' || marked::is_target(text, inner));
    }
    if matches!(text.before(end), b'*' | b'>') {
        return (marked::before_marks(text, end, floor), false);
    }
    if text.before(end) == b']' {
        let inner = end.wrapping_sub(1);
        if is(text.before(inner), QUOTE) && inner > floor.saturating_add(1) {
            // `settings["name"]`
            return (inner.wrapping_sub(1), false);
        }
        let open = text.skip_back(inner, floor.max(end.saturating_sub(LONGEST_NAME)), NAME);
        if text.before(open) == b'[' && open > floor {
            // `user[password]=...` as forms have it; `tokens[3] = ...`.
            let named = meaning(text.slice(open, inner)) == Some(Meaning::Secret)
                && replacement_at(text, open.wrapping_sub(1)).is_none();
            return (if named { inner } else { open.wrapping_sub(1) }, false);
        }
    }
    if text.before(end) == b')' {
        // `Password (at least 8 characters): ...`
        let limit = floor.max(end.saturating_sub(LONGEST_REMARK));
        let inner = text.slice(limit, end.wrapping_sub(1));
        if let Some(open) = inner.iter().rposition(|byte| matches!(byte, b'(' | b')' | b'\n'))
            && inner.get(open) == Some(&b'(')
            && open > 0
            && inner.get(open.wrapping_sub(1)) == Some(&b' ')
        {
            return (limit.wrapping_add(open).wrapping_sub(1), false);
        }
    }
    (end, false)
}

/// How long a remark in brackets may be behind a name.
const LONGEST_REMARK: usize = 48;

/// What resolvers say about a name that they do not know (Go; the C library's `gai_strerror`).
const UNKNOWN_HOST: &[&[u8]] =
    &[b" no such host", b" Name or service not known", b" Temporary failure in name"];
/// What servers and commands say about a user whom they do not know.
const UNKNOWN_USER: &[&[u8]] = &[b" no such user", b" user unknown"];

/// What kind of name it is of which a message says that it is not known.
fn unknown(text: Text<'_>, start: usize, end: usize, from: usize) -> Option<Kind> {
    let follows = |messages: &[&[u8]]| messages.iter().any(|message| text.starts_with(from, message));
    if !matches!(text.at(from.wrapping_add(1)), b'n' | b'N' | b'T' | b'u') {
        return None;
    }
    let name = text.slice(start, end);
    let telling = || {
        // Any word is a machine's behind `hostname`.
        name.iter().any(|byte| is(*byte, DIGIT) || matches!(byte, b'-' | b'.'))
            || text.word_before(start.wrapping_sub(1)) == b"hostname"
    };
    if follows(UNKNOWN_HOST) && telling() && !is_public(name) {
        return Some(Kind::Host);
    }
    (follows(UNKNOWN_USER) && name.len() > 1).then_some(Kind::User)
}

/// Looks at what may be a key though its name says nothing but whose it is.
#[inline(never)]
fn unnamed_key(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) {
    let value = value::read(text, from);
    if !value.is_opaque(text) {
        return;
    }
    if is_known_to_all(name) {
        // Digests and public keys look like secrets.
        if text.skip_within(value.start, value.end, BASE64 | NAME) == value.end {
            spans.settle_over(text, from, value.start);
            spans.settle(value.end);
        }
    } else if names_provider(name) && !value.is_expression(text) {
        take(text, value, Meaning::PossibleKey, Syntax::Assigned, spans);
    }
}

/// Whether what follows an operator may be a key at all: most values are shorter.
#[inline]
fn may_be_key(text: Text<'_>, from: usize) -> bool {
    if from.saturating_add(SHORTEST_KEY) > text.len() {
        return false;
    }
    let mut start = from;
    while matches!(text.at(start), b' ' | b'"' | b'\'' | b'`' | b'\\' | b'>') && start.wrapping_sub(from) < 8
    {
        start = start.wrapping_add(1);
    }
    // A look at where it would end tells most of them.
    is(text.at(start.saturating_add(SHORTEST_KEY).wrapping_sub(1)), BASE64)
        && text.skip_within(start, start.saturating_add(SHORTEST_KEY), BASE64).wrapping_sub(start)
            >= SHORTEST_KEY
}

fn begins_line(text: Text<'_>, start: usize) -> bool {
    let blank = text.skip_blanks_back(start, start.saturating_sub(32));
    blank == 0
        || text.before(blank) == b'\n'
        // An escape: `user: jane\npassword: x`.
        || text.slice(start.wrapping_sub(2), start) == b"\\n"
        || (text.before(blank) == b'-' && is(text.before(blank.wrapping_sub(1)), SPACE))
}

/// A comparison with the value first: `"value" == name`.
fn reversed(text: Text<'_>, quote_end: usize, last: usize, spans: &mut Spans) {
    let quote = text.before(quote_end);
    let floor = spans.floor().max(quote_end.saturating_sub(256));
    let end = quote_end.wrapping_sub(1);
    let mut start = end;
    while start > floor && text.before(start) != quote && text.before(start) != b'\n' {
        start = start.wrapping_sub(1);
    }
    let name = text.skip_blanks(last);
    let name_end = text.skip_within(name, name.saturating_add(LONGEST_NAME), NAME);
    // What is shorter is a letter that a parser compares with.
    let long = end.wrapping_sub(start) > 3;
    if long && text.before(start) == quote && meaning(text.slice(name, name_end)) == Some(Meaning::Secret) {
        let value = Value { start, end, quoted: true };
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}
