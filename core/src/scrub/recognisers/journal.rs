//! Lines of system logs that name their host, and what the kernel says of its own.

use super::message;
use crate::scrub::facts::common;
use crate::scrub::text::class::{BEYOND, DIGIT, HOST, LETTER, LOWER, PATH, TOKEN, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, has_any};

/// The longest name of a program in a log.
const LONGEST_PROGRAM: usize = 48;

/// Whether a colon may be the second one of a time before which there is a date as logs have it.
#[inline]
pub(crate) fn may_name_host(text: Text<'_>, colon: usize) -> bool {
    let hours = colon.wrapping_sub(5);
    text.at(colon.wrapping_sub(3)) == b':'
        && match text.before(hours) {
            b'T' => true,
            b' ' => text.at(hours.wrapping_sub(4)) == b' ' || text.at(hours.wrapping_sub(3)) == b' ',
            _ => false,
        }
}

/// Looks at the second colon of a time, after which a log may name its host: `Jan 15 03:22:11 host program[7]: ...`
/// (RFC 3164), `<34>1 2023-10-11T22:14:15.003Z host ...` (RFC 5424), and the same time before a program.
#[inline(never)]
pub(crate) fn host_after_time(text: Text<'_>, colon: usize, spans: &mut Spans) {
    let hours = colon.saturating_sub(5);
    let seconds = colon.wrapping_add(3);
    let numbers = [hours, colon.wrapping_sub(2), colon.wrapping_add(1)];
    if !numbers.iter().all(|start| consists_of(text.slice(*start, start.wrapping_add(2)), DIGIT)) {
        return;
    }
    let begins = if text.before(hours) == b'T' {
        let date = hours.saturating_sub(11);
        if text.before(date) == b' ' && text.before(date.wrapping_sub(1)) == b'1' {
            // The version of the protocol, after the priority in angle brackets.
            (text.before(date.wrapping_sub(2)) == b'>').then_some(Begins::Protocol)
        } else {
            text.begins_line(date).then_some(Begins::Time)
        }
    } else {
        let day = text.skip_blanks_back(hours, hours.saturating_sub(1));
        let day = text.skip_back(day, day.saturating_sub(2), DIGIT);
        let month = text.skip_blanks_back(day, day.saturating_sub(2)).wrapping_sub(3);
        let name = text.slice(month, month.wrapping_add(3));
        let sound = matches!(name, [first, rest @ ..] if is(*first, LETTER) && consists_of(rest, LOWER));
        // Elsewhere than at the beginning of a line it has to be the name of a month: in quotes, behind the name of a file.
        let start = text.begins_line(month)
            || text.before(month) == b'>'
            || (matches!(text.before(month), b' ' | b'"' | b'\'' | b':' | b'`') && MONTHS.contains(name));
        match sound && name.len() == 3 && start {
            _ if day == hours => None,
            true => Some(Begins::Month),
            // `mars 25 14:30:16`, `févr. 25 14:30:16`
            false => is_word_of_line(text, day).then_some(Begins::Word),
        }
    };
    let Some(begins) = begins else { return };
    let mut position = seconds;
    if matches!(begins, Begins::Time | Begins::Protocol) {
        // A fraction and a zone.
        position = text.skip_within(position, position.saturating_add(20), DIGIT | TOKEN | HOST);
        while matches!(text.at(position), b'+' | b':') {
            position = text.skip_within(position.wrapping_add(1), position.saturating_add(3), DIGIT);
        }
    }
    if text.at(position) != b' ' {
        return;
    }
    let start = position.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(255), HOST | TOKEN);
    let name = text.slice(start, end);
    // A level or the name of a service may stand there as well; machines have numbers, dashes and domains. The old
    // protocol has nothing but a host before a program and its number.
    let telling = name.iter().any(|byte| is(*byte, DIGIT) || matches!(byte, b'-' | b'.'));
    let sound = (telling && has_any(name, LETTER))
        || (begins == Begins::Month && is_plain_host(name) && numbers_program(text, end))
        || (is_plain_host(name) && precedes_system(text, end));
    let sound = sound && (begins != Begins::Word || numbers_program(text, end));
    if sound && text.at(end) == b' ' && (begins == Begins::Protocol || precedes_program(text, end, begins)) {
        spans.push(text, start, end, Kind::Host, "log-host");
    }
}

/// How a line of a log begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// `Jan 15 03:22:11`
    Month,
    /// The same in another language.
    Word,
    /// `2023-10-11T22:14:15`
    Time,
    /// `<34>1 2023-10-11T22:14:15`
    Protocol,
}

/// Whether nothing but a word stands before a day in its line, as a month is called in some language.
#[cold]
fn is_word_of_line(text: Text<'_>, day: usize) -> bool {
    let end = text.skip_blanks_back(day, day.saturating_sub(2));
    let end = end.wrapping_sub(usize::from(text.before(end) == b'.'));
    let start = text.skip_back(end, end.saturating_sub(24), LETTER | BEYOND);
    end < day && end.wrapping_sub(start) >= 3 && text.begins_line(start)
}

/// Whether the name of a program follows, with a number in brackets where the time alone says too little.
fn precedes_program(text: Text<'_>, blank: usize, begins: Begins) -> bool {
    let start = blank.wrapping_add(1);
    let end = program_end(text, start);
    let number = text.at(end) == b'[' && is(text.at(end.wrapping_add(1)), DIGIT);
    let known = begins == Begins::Month || matches!(text.slice(start, end), b"systemd" | b"kernel" | b"sudo");
    end > start && (number || (known && text.at(end) == b':'))
}

/// Whether one of the programs follows that write no number, in a log of the system and nowhere else.
fn precedes_system(text: Text<'_>, blank: usize) -> bool {
    [&b"sudo: "[..], b"su: ", b"kernel: "]
        .iter()
        .any(|program| text.starts_with(blank.wrapping_add(1), program))
}

static MONTHS: Words = words!("apr" "aug" "dec" "feb" "jan" "jul" "jun" "mar" "may" "nov" "oct" "sep");

/// Where the name of a program ends that begins at a position. Postfix and Dovecot name their services: `postfix/smtp[7]`.
fn program_end(text: Text<'_>, start: usize) -> usize {
    let end = text.skip_within(start, start.saturating_add(LONGEST_PROGRAM), HOST | TOKEN);
    if end > start && text.at(end) == b'/' {
        return text.skip_within(end, end.saturating_add(LONGEST_PROGRAM), HOST | TOKEN | PATH);
    }
    end
}

/// Whether a program and its number follow: `kubelet[9114]:`.
fn numbers_program(text: Text<'_>, blank: usize) -> bool {
    let start = blank.wrapping_add(1);
    let end = program_end(text, start);
    let number = text.skip_within(end.wrapping_add(1), end.saturating_add(12), DIGIT);
    end > start && text.at(end) == b'[' && text.starts_with(number, b"]:")
}

/// Whether a word may be the name of a host, and is neither everybody's, nor what machines are for, nor a level.
fn is_plain_host(name: &[u8]) -> bool {
    message::is_somebodys_host(name)
        && !common::is_name(name)
        && !ROLES.contains(name)
        && !LEVELS.contains(name)
}

static ROLES: Words = words!(
    "api" "app" "backend" "cache" "container" "cron" "database" "db" "frontend" "gateway" "kernel" "mail" "proxy" "syslog"
);
static LEVELS: Words = words!("alert" "crit" "critical" "debug" "emerg" "error" "fatal" "info" "notice" "trace" "warn" "warning");

/// Takes the host in what `uname -a` prints: `Linux host 6.1.21 #1 SMP ...`.
#[inline(never)]
pub(crate) fn host_of_kernel(text: Text<'_>, spans: &mut Spans) {
    let system = text.skip(0, LETTER);
    let start = system.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
    let release = end.wrapping_add(1);
    let release_end = text.skip(release, HOST | TOKEN);
    let known = matches!(text.slice(0, system), b"Linux" | b"Darwin" | b"FreeBSD")
        && !matches!(text.slice(start, end), b"kernel" | b"version");
    let numbered = is(text.at(release), DIGIT) && text.slice(release, release_end).contains(&b'.');
    // The build follows, or the name of the system once more.
    let release_end = release_end.wrapping_add(usize::from(text.at(release_end) == b'+'));
    let built =
        text.at(release_end) == b' ' && matches!(text.at(release_end.wrapping_add(1)), b'#' | b'D' | b'F');
    if known && text.at(end) == b' ' && numbered && built {
        spans.push(text, start, end, Kind::Host, "kernel-host");
    }
}
