//! Attributes whose values hold an account in a form of their own: names in directories (RFC 4514, RFC 4515), what `id`
//! prints, what PAM and useradd(8) log, and users of connection strings.

use super::message;
use crate::scrub::facts::common;
use crate::scrub::text::Text;
use crate::scrub::text::class::{DIGIT, HOST, LETTER, NAME, QUOTE, TOKEN, is};
use crate::scrub::text::has_any;
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::words::{Words, words};
use crate::scrub::values::value::Value;

/// Names whose values hold an account in a form of their own.
static ATTRIBUTES: Words = words!("cn" "dc" "uid" "gid" "euid" "egid" "groups" "name");
/// The longest name in a directory, and how far its domain is looked for.
const LONGEST_NAME: usize = 64;
const LONGEST_DIRECTORY: usize = 192;

/// Looks at the value of a name that begins at a position: `uid=1000(name)`, `CN=First Last,OU=...,DC=...`.
#[inline]
pub(crate) fn value(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) -> bool {
    ATTRIBUTES.contains(name) && in_its_form(text, name, from, spans)
}

#[inline(never)]
fn in_its_form(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) -> bool {
    if name == b"name" {
        return new_user(text, from, spans);
    }
    if name.eq_ignore_ascii_case(b"dc") {
        return base(text, from, spans);
    }
    number(text, from, spans)
        || user_before_number(text, from.wrapping_sub(name.len()).wrapping_sub(1), spans)
        || distinguished_name(text, name, from, spans)
        || user_of_connection(text, name, from, spans)
        || user_of_filter(text, name, from, spans)
        || (name == b"CN" && message::host_of_subject(text, from.wrapping_sub(3), from, spans))
}

/// `new user: name=jane, UID=1000`, as useradd(8) logs it.
fn new_user(text: Text<'_>, from: usize, spans: &mut Spans) -> bool {
    let end = text.skip_within(from, from.saturating_add(LONGEST_NAME), NAME);
    let start = from.wrapping_sub(b"name=".len());
    let sound = text.slice(start.wrapping_sub(6), start) == b"user: " && end > from && text.at(end) == b',';
    if sound {
        spans.push(text, from, end, Kind::User, "new-user");
    }
    sound
}

/// `user name(uid=1000)`, `user name by (uid=0)`, as PAM writes it.
fn user_before_number(text: Text<'_>, start: usize, spans: &mut Spans) -> bool {
    let bracket = start.wrapping_sub(1);
    if text.before(start) != b'(' {
        return false;
    }
    let by = bracket.wrapping_sub(4);
    let end = if text.starts_with(by, b" by ") { by } else { bracket };
    let name = text.skip_back(end, spans.floor().max(end.saturating_sub(LONGEST_NAME)), NAME);
    let word = text.word_before(name.wrapping_sub(1));
    // `session opened for user root by name(uid=1000)`
    let sound =
        name < end && text.before(name) == b' ' && (word == b"user" || (word == b"by" && end == bracket));
    if sound && text.slice(name, end) != b"root" {
        spans.push(text, name, end, Kind::User, "numbered-user");
    }
    sound
}

/// `...;Uid=name;Pwd=...`, as connection strings of ODBC have it.
fn user_of_connection(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) -> bool {
    let end = text.skip_within(from, from.saturating_add(LONGEST_NAME), NAME);
    let before = text.before(from.wrapping_sub(name.len()).wrapping_sub(1));
    let sound = name.eq_ignore_ascii_case(b"uid")
        && before == b';'
        && text.at(end) == b';'
        && has_any(text.slice(from, end), LETTER);
    if sound {
        spans.push(text, from, end, Kind::User, "named-user");
    }
    sound
}

/// A number of an account, and its name in brackets.
fn number(text: Text<'_>, from: usize, spans: &mut Spans) -> bool {
    let open = text.skip_within(from, from.saturating_add(10), DIGIT);
    let start = open.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(LONGEST_NAME), NAME);
    let sound = open > from && text.at(open) == b'(' && end > start && text.at(end) == b')';
    // Everybody's superuser has no number but 0.
    if sound && text.slice(from, open) != b"0" {
        spans.push(text, start, end, Kind::User, "numbered-user");
    }
    sound
}

/// Whether a name that ends at a comma is one that everybody has, in a domain that nobody has (RFC 2606), which begins at
/// another comma: `cn=admin,dc=example,dc=com`.
fn is_example(all: &[u8], comma: usize, domain: usize) -> bool {
    let domain = all.get(domain..).unwrap_or_default().get(b",dc=".len()..).unwrap_or_default();
    let first = domain.split(|byte| *byte == b',').next().unwrap_or_default();
    first.eq_ignore_ascii_case(b"example") && common::is_name(all.get(..comma).unwrap_or_default())
}

/// `(uid=name)`, a part of a filter (RFC 4515).
fn user_of_filter(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) -> bool {
    let end = text.skip_within(from, from.saturating_add(LONGEST_NAME), NAME);
    let opened = text.before(from.wrapping_sub(name.len()).wrapping_sub(1)) == b'(';
    let sound = opened
        && name.eq_ignore_ascii_case(b"uid")
        && text.at(end) == b')'
        && message::is_user(text.slice(from, end));
    if sound {
        spans.push(text, from, end, Kind::User, "named-user");
    }
    sound
}

/// `dc=acme,dc=com`, the domain that a directory is for (RFC 2247).
fn base(text: Text<'_>, from: usize, spans: &mut Spans) -> bool {
    // Each component is looked at, so that not all of them are gone through at each.
    let near = components_end(text, from, from.saturating_add(LONGEST_DIRECTORY));
    let sound =
        near > text.skip(from, HOST | TOKEN) && !is_below_example(text.slice(from.wrapping_sub(3), near));
    if sound {
        spans.push(text, from, components_end(text, near, text.len()), Kind::Host, "distinguished-name");
    }
    sound
}

/// Where the components of a domain end of which the first begins at a position; none begins behind `limit`.
fn components_end(text: Text<'_>, start: usize, limit: usize) -> usize {
    let mut end = text.skip(start, HOST | TOKEN);
    while end < limit && text.slice(end, end.saturating_add(4)).eq_ignore_ascii_case(b",dc=") {
        end = text.skip(end.saturating_add(4), HOST | TOKEN);
    }
    end
}

/// Whether the domain of such a name is one that nobody has, whatever stands below it.
fn is_below_example(all: &[u8]) -> bool {
    all.split(|byte| *byte == b',').any(|part| part.eq_ignore_ascii_case(b"dc=example"))
}

/// A name in a directory and its domain (RFC 4514). Those of certificates have no domain.
fn distinguished_name(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) -> bool {
    let limit = from.saturating_add(LONGEST_DIRECTORY);
    let inside = |byte: &u8| !is(*byte, QUOTE) && *byte >= b' ';
    let all = text.slice(from, limit.min(text.len()));
    let all = all.get(..all.iter().position(|byte| !inside(byte)).unwrap_or(all.len())).unwrap_or_default();
    let place = |part: &[u8]| all.windows(part.len()).position(|window| window.eq_ignore_ascii_case(part));
    let Some(comma @ 1..=LONGEST_NAME) = all.iter().position(|byte| *byte == b',') else { return false };
    let domain = place(b",dc=");
    // Certificates have units as well, and no user ids.
    let unit = name.eq_ignore_ascii_case(b"uid") && place(b",ou=") == Some(comma);
    if domain.is_none() && !unit {
        return false;
    }
    if domain.is_some_and(|domain| is_example(all, comma, domain)) {
        return true;
    }
    let user = Value { start: from, end: from.saturating_add(comma), quoted: true };
    let template = matches!(text.at(from), b'%' | b'{' | b'$' | b'<') && user.is_placeholder(text);
    if template && is_below_example(all) {
        return true;
    }
    if !template && replacement_at(text, from).is_none() {
        spans.push(text, user.start, user.end, Kind::User, "distinguished-name");
    }
    let Some(domain) = domain else { return true };
    let start = from.saturating_add(domain).saturating_add(4);
    spans.push(text, start, components_end(text, start, text.len()), Kind::Host, "distinguished-name");
    true
}
