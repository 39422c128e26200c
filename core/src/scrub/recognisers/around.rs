//! What the words around a name say of it, where the name alone says nothing: `the password is: x`, `User ID=x;`,
//! `Host Name . . . . : x`.

use crate::scrub::text::class::NAME;
use crate::scrub::text::{Text, ends_in, holds};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning, meaning_of_two, opens_something};
use crate::scrub::values::value;

/// What a password is that follows a colon at once, before which there is whose it is: `password for someone:x`. A host has
/// a port there.
#[inline(never)]
pub(crate) fn of_someones(text: Text<'_>, name: &[u8], start: usize, last: usize) -> Option<Meaning> {
    let told = text.slice(start.wrapping_sub(4), start) == b"for ";
    let sound = told && value::read(text, last).is_mixed(text);
    if sound { in_prose(text, name, start) } else { None }
}

/// `A temporary password is generated for root@localhost: ...`, as MySQL logs it.
pub(crate) fn follows_new_password(text: Text<'_>, start: usize) -> bool {
    const ANNOUNCEMENT: &[u8] = b"password is generated for root@";
    text.slice(start.wrapping_sub(ANNOUNCEMENT.len()), start) == ANNOUNCEMENT
}

/// What two words before a `=` say in a connection string: `User ID=...;`, `Data Source=...;`.
#[inline(never)]
pub(crate) fn in_connection(text: Text<'_>, name: &[u8], start: usize, from: usize) -> Option<Meaning> {
    let (first, meaning) = if name.eq_ignore_ascii_case(b"id") {
        (&b"user"[..], Meaning::User)
    } else if name.eq_ignore_ascii_case(b"source") {
        (&b"data"[..], Meaning::Host)
    } else {
        return None;
    };
    let word = text.word_before(start.wrapping_sub(1));
    let before = text.before(start.wrapping_sub(1).wrapping_sub(word.len()));
    let next = text.at(value::read(text, from).end);
    // Fields are also written in lines.
    let field = before == b';' || next == b';' || (before == b'\n' && next == b'\n');
    (field && word.eq_ignore_ascii_case(first)).then_some(meaning)
}

/// What the words before the last one before a colon say: `user name: ...`, `the password is: ...`,
/// `new password for someone: ...`.
#[inline(never)]
pub(crate) fn in_prose(text: Text<'_>, name: &[u8], start: usize) -> Option<Meaning> {
    let end = start.wrapping_sub(1);
    let word = text.word_before(end);
    if word == b"Runner" && name == b"name" {
        // GitHub's, in the log of a job.
        return Some(Meaning::Machine);
    }
    if word == b"time" && name == b"code" && text.slice(end.wrapping_sub(8), end) == b"one-time" {
        // GitHub's, for signing in on a device: `your one-time code: ...`
        return Some(Meaning::Secret);
    }
    let earlier = if name == b"is" {
        let name = text.slice(text.skip_back(end, end.saturating_sub(LONGEST_NAME), NAME), end);
        if tells_of_password(text, end) { b"password" } else { name }
    } else if word == b"for" {
        text.word_before(end.wrapping_sub(4))
    } else {
        return meaning_of_two(word, name);
    };
    meaning(earlier).filter(|meaning| *meaning == Meaning::Secret)
}

/// What the two words say that end before blanks and a colon, as tables have them: `Key Content        : x`,
/// `Host Name . . . . : x`.
pub(crate) fn in_table(text: Text<'_>, end: usize, floor: usize) -> Option<Meaning> {
    let mut end = end;
    while end > floor && matches!(text.before(end), b'.' | b' ') {
        end = end.wrapping_sub(1);
    }
    let last = text.word_before(end);
    if last == b"is" && tells_of_password(text, end) {
        return Some(Meaning::Secret);
    }
    let blank = end.wrapping_sub(last.len()).wrapping_sub(1);
    if text.at(blank) == b' ' { meaning_of_two(text.word_before(blank), last) } else { None }
}

/// Whether a sentence before a position begins with a password: `The generated password for the superuser is: x`.
fn tells_of_password(text: Text<'_>, end: usize) -> bool {
    holds(text.slice(end.saturating_sub(64), end), b"password for the ")
}

/// Whether a name is the second of two words in prose, of which the first says that the key opens something.
pub(crate) fn follows_kind_of_key(text: Text<'_>, name: &[u8], start: usize) -> bool {
    name.eq_ignore_ascii_case(b"key")
        && text.before(start) == b' '
        && opens_something(text.word_before(start.wrapping_sub(1)))
}

/// Whether a name is that of the secret half of what Vault's AppRole logs in with, which is a UUID.
pub(crate) fn is_id_of_secret(name: &[u8]) -> bool {
    name.last().is_some_and(|last| last | 32 == b'd')
        && (ends_in(name, "secret_id") || ends_in(name, "secretid"))
}
