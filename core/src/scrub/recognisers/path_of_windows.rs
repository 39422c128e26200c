//! Absolute paths of Windows: below a drive, on another machine, below the directory of the users.

use super::path::{closing_quote, goes_on_after_blank};
use super::url::trim;
use super::{manual, message};
use crate::scrub::text::class::{BEYOND, HEX, HOST, LETTER, NAME, OPERATOR, PATH, QUOTE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, has_any, holds};

/// Looks at the colon of what may be a drive (`C:\`, `C:/`).
pub(crate) fn drive(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = colon.wrapping_sub(1);
    let next = text.at(colon.wrapping_add(1));
    let sound = start >= spans.floor()
        && is(text.at(start), LETTER)
        && !is(text.before(start), TOKEN | BEYOND)
        // `%s:\n`, `(?u:\.)`
        && !matches!(text.before(start), b'%' | b'?' | b'$')
        && (next == b'\\' || (next == b'/' && text.at(colon.wrapping_add(2)) != b'/'));
    if !sound {
        return false;
    }
    let end = end_of_windows(text, start, colon.wrapping_add(1), spans.floor());
    let sample = text.skip_escapes(colon.wrapping_add(1));
    if [&b"path\\"[..], b"path/to", b"Users\\%", b"Users\\\\%", b"Windows\\"]
        .iter()
        .any(|path| text.starts_with(sample, path))
        && !holds(text.slice(sample.wrapping_add(1), end), b"\\Users\\")
    {
        spans.settle_over(text, start, end);
        return true;
    }
    let slashes = text.skip_escapes(colon.wrapping_add(1));
    if end <= slashes.max(colon.wrapping_add(2)) {
        return false;
    }
    spans.push(text, start, end, Kind::Path, "windows-path");
    true
}

/// Names below `Users` that are nobody's.
static NOBODYS: Words = words!("all" "default" "public");

/// Looks at a backslash beside `Users`, behind which the name of a user follows, where no drive stands before it:
/// `\\Device\\HarddiskVolume3\\Users\\jane\\...`, `Users\\jane\\...`.
#[inline(never)]
pub(crate) fn of_user(text: Text<'_>, backslash: usize, spans: &mut Spans) -> bool {
    let users = backslash.wrapping_sub(b"Users".len());
    let name = text.skip_escapes(backslash);
    let floor = spans.floor().max(backslash.saturating_sub(FURTHEST_ROOT));
    if text.slice(users, backslash) != b"Users" || users < floor || is(text.before(users), TOKEN | BEYOND) {
        return false;
    }
    let end = text.skip_within(name, name.saturating_add(64), NAME | BEYOND);
    // Something has to follow the name.
    if end == name
        || text.at(end) != b'\\'
        || !is(text.at(text.skip_escapes(end)), PATH)
        || NOBODYS.contains(text.slice(name, end))
    {
        return false;
    }
    let mut start = users;
    while start > floor && (text.before(start) == b'\\' || is(text.before(start), NAME | BEYOND)) {
        start = start.wrapping_sub(1);
    }
    // In a program it may be anything.
    if has_any(text.slice(start, users), TOKEN) && text.at(start) != b'\\' {
        return false;
    }
    let end = end_of_windows(text, start, users, spans.floor());
    spans.push(text, start, end, Kind::Path, "windows-path");
    true
}

/// How far before the directory of the users a path may begin.
const FURTHEST_ROOT: usize = 64;

/// Looks at the first of two backslashes: a network share (`\\server\share`).
pub(crate) fn share(text: Text<'_>, start: usize, spans: &mut Spans) {
    let host = text.skip_escapes(start);
    let backslashes = host.wrapping_sub(start);
    let host_end = text.skip_within(host, host.saturating_add(64), HOST | TOKEN);
    // `\\\\wsl$\\Ubuntu`
    let host_end = host_end.wrapping_add(usize::from(text.at(host_end) == b'$'));
    let share = text.skip_escapes(host_end);
    // In a JSON string there are twice as many.
    let separator = share.wrapping_sub(host_end);
    let sound = (backslashes == 2 && separator == 1) || (backslashes == 4 && separator == 2);
    if backslashes == 2 && separator == 0 && text.at(host_end) == b' ' {
        // `psexec \\\\name command`
        let command = text.slice(start.wrapping_sub(7), start);
        let name = text.slice(host, host_end);
        if command.eq_ignore_ascii_case(b"psexec ") && message::is_somebodys_host(name) {
            spans.push(text, host, host_end, Kind::Host, "command-argument");
        }
        return;
    }
    if sound
        && host_end.wrapping_sub(host) >= 2
        && is(text.at(share), TOKEN)
        && is(text.at(share.wrapping_add(1)), TOKEN | BEYOND | HOST)
        && !is_code_point(text.slice(host, host_end))
    {
        let end = end_of_windows(text, start, host_end, spans.floor());
        spans.push(text, start, end, Kind::Path, "network-share");
        manual::password_of_share(text, start, end, spans);
    }
}

/// The `u00e9` of an escape.
fn is_code_point(name: &[u8]) -> bool {
    matches!(name, [b'u', digits @ ..] if digits.len() == 4 && consists_of(digits, HEX))
}

fn end_of_windows(text: Text<'_>, start: usize, from: usize, floor: usize) -> usize {
    let quote = text.before(start);
    if start > floor
        && is(quote, QUOTE)
        && let Some(end) = closing_quote(text, start, quote)
    {
        return end;
    }
    let mut end = windows_run(text, from);
    while text.at(end) == b' ' {
        if let Some(further) = goes_on_after_blank(text, from, end, text.at(from), text.len()) {
            end = further;
            continue;
        }
        // `C:\Users\John Doe`: the name of a person, at the end.
        let word = end.wrapping_add(1);
        let word_end = text.skip(word, TOKEN | BEYOND);
        let last = text.skip_back(end, from, TOKEN | BEYOND);
        let person =
            is(text.at(word), UPPER) && is(text.at(last), UPPER) && matches!(text.before(last), b'\\' | b'/');
        if person && (word_end >= text.len() || is(text.at(word_end), QUOTE)) {
            end = word_end;
        }
        break;
    }
    end = text.skip_back(trim(text, from, end), from, OPERATOR);
    while end > from && text.before(end) == b'\\' {
        end = end.wrapping_sub(1);
    }
    end
}

/// The run of a Windows path. A backslash before what cannot follow one ends it, as does the escape of a line end.
pub(crate) fn windows_run(text: Text<'_>, from: usize) -> usize {
    let mut position = from;
    loop {
        let byte = text.at(position);
        if byte == b'\\' {
            let next = text.skip_escapes(position);
            if !is(text.at(next), PATH) {
                return position;
            }
            position = next;
        } else if is(byte, PATH) || matches!(byte, b'(' | b')' | b'[' | b'!') && position > from {
            position = position.wrapping_add(1);
        } else {
            return position;
        }
    }
}
