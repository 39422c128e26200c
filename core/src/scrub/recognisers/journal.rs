//! Lines of system logs, and of commands that tell about the machine, where a place alone says what is a host or a user.

use super::host::is_host;
use super::named::{Syntax, take};
use super::{message, reached};
use crate::scrub::facts::common;
use crate::scrub::text::class::{
    ALNUM, BASE64, BEYOND, DIGIT, HOST, LETTER, LOWER, NAME, PATH, QUOTE, SPACE, TOKEN, UPPER, is,
};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, ends_in, has_any, holds};
use crate::scrub::values::names::{Meaning, meaning};
use crate::scrub::values::value::{self, Value};

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

/// Takes the user before an address: `user name from 10.0.0.1`, `for name from 10.0.0.1 port 22` (OpenSSH). The address
/// lies between `start` and `end`.
pub(crate) fn user_before_address(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    if text.before(start) == b'(' && text.at(end) == b')' {
        return host_before_address(text, start, end, spans);
    }
    if text.before(start) != b' ' {
        return;
    }
    let blank = start.wrapping_sub(1);
    let word = text.word_before(blank);
    let (from, address) = (word == b"from", word == b"address");
    let name_end = if from || address { blank.wrapping_sub(word.len()).wrapping_sub(1) } else { blank };
    if address {
        let has = [&b" has"[..], b" has IPv6"].into_iter().find(|has| text.slice(0, name_end).ends_with(has));
        return match has {
            Some(has) => host_with_address(text, name_end.wrapping_sub(has.len()), spans),
            None => key_before_address(text, name_end, spans),
        };
    }
    let name = text.skip_back(name_end, spans.floor().max(name_end.saturating_sub(64)), HOST | TOKEN);
    if name >= name_end || text.before(name) != b' ' || (from && text.at(name_end) != b' ') {
        return;
    }
    let port = text.starts_with(end, b" port ");
    match text.word_before(name.wrapping_sub(1)) {
        b"user" => {}
        b"for" if from && port => {}
        _ => return,
    }
    spans.push(text, name, name_end, Kind::User, "user-at-address");
}

/// `name has address 10.0.0.1`, as host(1) says it.
fn host_with_address(text: Text<'_>, end: usize, spans: &mut Spans) {
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(255)), HOST | TOKEN);
    if text.begins_line(start) && message::is_telling_host(text.slice(start, end)) {
        spans.push(text, start, end, Kind::Host, "host-at-address");
    }
}

/// `Connected to name (10.0.0.1) port 443` (curl), `connect to name (10.0.0.1) port 22 (tcp) failed` (OpenBSD's nc),
/// `server at "name" (10.0.0.1), port 5432` (libpq).
fn host_before_address(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    let behind = end.wrapping_add(1);
    let behind = behind.wrapping_add(usize::from(text.at(behind) == b','));
    let name_end = start.wrapping_sub(2);
    // rsync(1) tells no port.
    let failed = text.starts_with(behind, b": ");
    if text.at(name_end) != b' ' {
        return;
    }
    let quoted = is(text.before(name_end), QUOTE);
    let name_end = name_end.wrapping_sub(usize::from(quoted));
    let name = text.skip_back(name_end, spans.floor().max(name_end.saturating_sub(255)), TOKEN | HOST);
    if reached::has_address(text, name, name_end) {
        return spans.push(text, name, name_end, Kind::Host, "host-at-address");
    }
    if !(failed || text.starts_with(behind, PORT)) {
        return;
    }
    // Names with dots are looked at by themselves.
    let name = text.skip_back(name_end, spans.floor().max(name_end.saturating_sub(64)), TOKEN);
    let place: &[u8] = match (quoted, failed) {
        (true, _) => b"at \"",
        (_, true) => b"rsync: failed to connect to ",
        _ => b"to ",
    };
    if text.starts_with(name.wrapping_sub(place.len()), place) && is_host(text.slice(name, name_end)) {
        spans.push(text, name, name_end, Kind::Host, "host-at-address");
    }
}

/// What stands between a host and its port.
const PORT: &[u8] = b" port ";
/// How far before a colon that is looked for, and the name of the host before it.
const LONGEST_PORT: usize = 32;
/// Words of prose in the place of the host.
static NO_HOSTS: Words = words!("its" "local" "remote" "server" "target" "that" "the" "this");

/// Takes the host of a connection that failed, going by the colon before the reason: `connect to host name port 22: ...`
/// (OpenSSH), `connect to name port 80 after 2 ms: ...` (curl), `connect to name port 80 (tcp) failed: ...` (OpenBSD's nc).
#[inline(never)]
pub(crate) fn host_of_port(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    if is(text.before(colon), DIGIT) {
        let number = text.skip_back(colon, colon.saturating_sub(5), DIGIT);
        if text.slice(number.wrapping_sub(2), number) != b"t " {
            return false;
        }
    }
    let limit = spans.floor().max(colon.saturating_sub(LONGEST_PORT));
    let before = text.slice(limit, colon);
    let Some(length) = before.windows(PORT.len()).rposition(|window| window == PORT) else { return false };
    let end = limit.wrapping_add(length);
    // Names with dots are looked at by themselves.
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(64)), TOKEN);
    let (to, name) = (text.slice(start.saturating_sub(16), start), text.slice(start, end));
    let named = ends_in(to, "connect to host ") || (ends_in(to, "connect to ") && !NO_HOSTS.contains(name));
    let sound = named
        && is(text.at(end.wrapping_add(PORT.len())), DIGIT)
        && is_host(name)
        && !consists_of(name, UPPER);
    if sound {
        spans.push(text, start, end, Kind::Host, "host-at-port");
    }
    sound
}

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

/// `crypto isakmp key secret address 10.0.0.1`
fn key_before_address(text: Text<'_>, end: usize, spans: &mut Spans) {
    let floor = spans.floor().max(end.saturating_sub(64));
    let mut start = end;
    while start > floor && !is(text.before(start), SPACE) {
        start = start.wrapping_sub(1);
    }
    if start < end && text.word_before(start.wrapping_sub(1)) == b"key" && text.at(start) != b'[' {
        spans.push(text, start, end, Kind::Secret, "announced-secret");
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

/// How far before the end of a hardware address the message begins.
const LONGEST_LEASE: usize = 96;

/// Takes the name of a machine behind its hardware address, as DHCP servers log it: `to 00:1b:63:84:45:e6 (name) via eth0`.
pub(crate) fn host_after_lease(text: Text<'_>, end: usize, spans: &mut Spans) {
    if text.at(end) == b' ' && holds(text.slice(end.saturating_sub(LONGEST_LEASE), end), b"DHCPACK(") {
        // dnsmasq(8): `DHCPACK(eth0) 10.0.0.5 00:1b:63:84:45:e6 name`
        let start = end.wrapping_add(1);
        let name_end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
        if is_host(text.slice(start, name_end)) && message::ends_line(text, name_end) {
            spans.push(text, start, name_end, Kind::Host, "leasing-host");
        }
        return;
    }
    let start = end.wrapping_add(2);
    if text.slice(end, start) != b" (" {
        return;
    }
    let name_end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
    if name_end > start && text.starts_with(name_end, b") via ") {
        spans.push(text, start, name_end, Kind::Host, "leasing-host");
    }
}

/// Takes what GitHub Actions are told to mask: `::add-mask::x`.
#[inline(never)]
pub(crate) fn masked(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = colon.wrapping_add(2);
    if text.slice(colon.wrapping_sub(10), start) != b"::add-mask::" {
        return false;
    }
    // In the quotes of a shell it ends with them.
    let quote = Some(text.at(colon.wrapping_sub(11))).filter(|byte| is(*byte, QUOTE));
    let mut end = start;
    while end < text.len() && !matches!(text.at(end), b'\n' | b'\r') && Some(text.at(end)) != quote {
        end = end.wrapping_add(1);
    }
    // `::add-mask::{0}`: a text into which others are put.
    let template = matches!(text.at(start), b'{' | b'$');
    if !template && !(Value { start, end, quoted: true }).is_placeholder(text) {
        spans.push(text, start, end, Kind::Secret, "masked");
    }
    true
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

/// What Ansible says of a host.
static OUTCOMES: Words = words!("changed" "failed" "fatal" "ok" "rescued" "skipping" "unreachable");

/// Takes the host of a task of Ansible's: `fatal: [name]: UNREACHABLE!`. The outcome lies between `start` and the colon.
#[inline(never)]
pub(crate) fn host_of_play(text: Text<'_>, start: usize, colon: usize, spans: &mut Spans) {
    let host = colon.wrapping_add(3);
    let end = text.skip_within(host, host.saturating_add(255), HOST | TOKEN);
    let ends = text.at(end) == b']' || text.starts_with(end, b" -> ");
    let known = text.begins_line(start) && OUTCOMES.contains(text.slice(start, colon));
    if known && ends && is_host(text.slice(host, end)) {
        spans.push(text, host, end, Kind::Host, "play-host");
    }
}

/// The same of a single command: `name | UNREACHABLE! => {`. The `=` is at a position.
#[inline(never)]
pub(crate) fn host_of_command(text: Text<'_>, position: usize, spans: &mut Spans) {
    let end = position.wrapping_sub(1);
    let end = end.wrapping_sub(usize::from(text.before(end) == b'!'));
    let outcome = text.skip_back(end, end.saturating_sub(16), UPPER);
    let bar = outcome.wrapping_sub(3);
    let host = text.skip_back(bar, spans.floor().max(bar.saturating_sub(255)), HOST | TOKEN);
    let known = outcome < end && text.slice(bar, outcome) == b" | " && text.begins_line(host);
    if known && is_host(text.slice(host, bar)) {
        spans.push(text, host, bar, Kind::Host, "play-host");
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
