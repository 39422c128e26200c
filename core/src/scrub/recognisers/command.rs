//! Commands that name a host or a user by its place, without a flag that says so.

use super::host::is_file;
use super::message::{ends_line, is_telling_host, is_user, name_end, says};
use crate::scrub::text::class::{DIGIT, HOST, LOWER, NAME, QUOTE, SPACE, TOKEN, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of};

const RULE: &str = "command-argument";

/// Whether the name of a program and a blank stand right before a position.
fn follows(text: Text<'_>, position: usize, program: &[u8]) -> bool {
    let start = position.wrapping_sub(program.len());
    text.slice(start, position) == program && !is(text.before(start), TOKEN)
}

/// Takes what a command or a setting has in the place of a user, if it can be one's name.
pub(crate) fn take_user(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    if is_user(text.slice(start, end)) {
        spans.push(text, start, end, Kind::User, RULE);
    }
}

/// `name ALL=(ALL) NOPASSWD: ALL`, a rule of sudoers(5) that begins its line or a text in quotes, going by where it is true.
pub(crate) fn user_of_rule(text: Text<'_>, host: usize, spans: &mut Spans) {
    let end = host.wrapping_sub(1);
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(64)), NAME);
    if is(text.at(end), SPACE) && (text.begins_line(start) || is(text.before(start), QUOTE)) {
        take_user(text, start, end, spans);
    }
}

/// `su - name`, going by the dash behind it.
#[inline(never)]
pub(crate) fn switched_user(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let start = dash.wrapping_add(2);
    let end = text.skip_within(start, start.saturating_add(64), NAME);
    let command = text.begins_line(dash.wrapping_sub(3))
        || matches!(text.slice(dash.wrapping_sub(5), dash), b"$ su " | b"o su ");
    if command && text.at(dash.wrapping_add(1)) == b' ' && (ends_line(text, end) || says(text, end, b" -")) {
        take_user(text, start, end, spans);
    }
}

/// What stands behind letters that begin with a dash right behind a program: `ssh -p 22 name`, `nc -zv name 22`,
/// `sudo -iu name`, `usermod -aG group name`.
#[inline(never)]
pub(crate) fn behind_letters(text: Text<'_>, dash: usize, letters: &[u8], spans: &mut Spans) {
    let value = dash.wrapping_add(letters.len()).wrapping_add(2);
    let end = |start: usize| text.find_within(start, start.saturating_add(128), SPACE);
    match letters {
        b"l" | b"p" | b"i" if follows(text, dash, b"ssh ") => {
            let next = end(value).wrapping_add(1);
            let host_end = name_end(text, next);
            let apart = text.before(next) == b' ' && (ends_line(text, host_end) || text.at(host_end) == b' ');
            if apart && is_telling_host(text.slice(next, host_end)) {
                if letters == b"l" {
                    take_user(text, value, next.wrapping_sub(1), spans);
                }
                spans.push(text, next, host_end, Kind::Host, RULE);
            }
        }
        [_, b'v'] if follows(text, dash, b"nc ") => {
            let port = end(value).wrapping_add(1);
            if is(text.at(port), DIGIT) && is_telling_host(text.slice(value, port.wrapping_sub(1))) {
                spans.push(text, value, port.wrapping_sub(1), Kind::Host, RULE);
            }
        }
        [_, b'u'] if follows(text, dash, b"sudo ") => {
            take_user(text, value, text.skip_within(value, value.saturating_add(64), NAME), spans);
        }
        b"aG" | b"G" if follows(text, dash, b"usermod ") => {
            let next = end(value).wrapping_add(1);
            let user_end = text.skip_within(next, next.saturating_add(64), NAME);
            if ends_line(text, user_end) {
                take_user(text, next, user_end, spans);
            }
        }
        _ => {}
    }
}

/// `chown name:group file`, where the name lies between two positions and a colon follows. A group of the same name goes
/// as well.
#[inline(never)]
pub(crate) fn owner(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    let chown = [&b"chown "[..], b"chown -R "].iter().any(|command| {
        let from = start.wrapping_sub(command.len());
        text.slice(from, start) == *command && !is(text.before(from), TOKEN)
    });
    let group = end.wrapping_add(1);
    let group_end = text.skip_within(group, group.saturating_add(64), NAME);
    if chown && text.at(group_end) == b' ' && is_user(text.slice(start, end)) {
        spans.push(text, start, end, Kind::User, RULE);
        if text.slice(group, group_end) == text.slice(start, end) {
            spans.push(text, group, group_end, Kind::User, RULE);
        }
    }
}

/// Programs that are given a user behind everything else.
static OF_USERS: Words = words!("adduser" "chage" "deluser" "useradd" "userdel" "usermod");
/// Programs that are given a host before everything but flags.
static OF_HOSTS: Words = words!("dig" "host" "mtr" "nc" "ncat" "nslookup" "ping" "ping6" "ssh" "telnet" "tracepath" "traceroute" "whois");
/// What kubectl(1) does to nodes, right before the name of one or behind `node`.
static TO_NODES: Words = words!("cordon" "drain" "uncordon");
/// How many words of a command are looked at.
const MOST_WORDS: usize = 8;

/// The first letters of these programs, each two, and of what stands before them.
pub(crate) const BEGINNINGS: &[[u8; 2]] = &[
    *b"ad", *b"ch", *b"de", *b"us", *b"di", *b"ho", *b"mt", *b"nc", *b"ns", *b"pi", *b"ss", *b"te", *b"tr",
    *b"wh", *b"ku", *b"su", *b"$ ", *b"# ", *b"+ ",
];

/// Whether one of these may begin at a position.
#[inline]
pub(crate) fn may_begin(text: Text<'_>, start: usize) -> bool {
    matches!(
        text.slice(start, start.wrapping_add(5)),
        b"addus"
            | b"chage"
            | b"delus"
            | b"host "
            | b"hostn"
            | b"kubec"
            | b"sudo "
            | b"telne"
            | b"trace"
            | b"whois"
            | [b'u', b's', b'e', b'r', b'a' | b'd' | b'm']
            | [b'd', b'i', b'g', b' ', ..]
            | [b'm', b't', b'r', b' ', ..]
            | [b'n', b'c', ..]
            | [b'n', b's', b'l', ..]
            | [b'p', b'i', b'n', b'g', ..]
            | [b's', b's', b'h', b' ', ..]
            | [b'$' | b'#' | b'+', b' ', ..]
    )
}

/// Looks at the beginning of a line, where a command may be, behind a prompt and `sudo`: `useradd -m name`, `ping -c 3 name`,
/// `kubectl drain name`.
#[inline(never)]
pub(crate) fn at_line(text: Text<'_>, from: usize, spans: &mut Spans) {
    let mut start = from;
    if matches!(text.at(start), b'$' | b'#' | b'+') {
        start = text.skip_blanks(start.wrapping_add(1));
    }
    if says(text, start, b"sudo ") {
        start = text.skip_blanks(start.wrapping_add(5));
    }
    let end = text.skip_within(start, start.saturating_add(16), LOWER | DIGIT);
    let program = text.slice(start, end);
    if text.at(end) != b' ' {
        return;
    }
    if program == b"hostname" {
        // hostname(1), and the setting of network devices.
        let (start, word_end) = word(text, end);
        let name = text.slice(start, word_end);
        if ends_line(text, word_end) && name.first() != Some(&b'-') && is_telling_host(name) {
            spans.push(text, start, word_end, Kind::Host, RULE);
        }
    } else if program == b"kubectl" {
        node(text, end, spans);
    } else if OF_HOSTS.contains(program) {
        host(text, end, spans);
    } else if OF_USERS.contains(program) {
        last_user(text, end, spans);
    }
}

/// The word that begins behind blanks after a position.
fn word(text: Text<'_>, from: usize) -> (usize, usize) {
    let start = text.skip_blanks(from);
    (start, text.find_within(start, start.saturating_add(255), SPACE))
}

/// The last word of a line, behind nothing but flags and what they are given.
fn last_user(text: Text<'_>, from: usize, spans: &mut Spans) {
    let (mut end, mut flagged) = (from, false);
    for _ in 0..MOST_WORDS {
        let (start, word_end) = word(text, end);
        let flag = text.at(start) == b'-' && is(text.at(start.wrapping_add(1)), TOKEN);
        if ends_line(text, word_end) {
            if text.skip_within(start, word_end, NAME) == word_end && !flag {
                take_user(text, start, word_end, spans);
            }
            return;
        }
        if !flag && !flagged {
            // Prose.
            return;
        }
        (end, flagged) = (word_end, flag);
    }
}

/// The first word that is neither a flag nor its number.
fn host(text: Text<'_>, from: usize, spans: &mut Spans) {
    let mut end = from;
    for _ in 0..MOST_WORDS {
        let (start, word_end) = word(text, end);
        let word = text.slice(start, word_end);
        if word.is_empty() {
            return;
        }
        if word.first() != Some(&b'-') && !consists_of(word, DIGIT) {
            let name_end = name_end(text, start);
            if name_end == word_end && is_telling_host(word) && !is_file(word) {
                spans.push(text, start, word_end, Kind::Host, RULE);
            }
            return;
        }
        end = word_end;
    }
}

/// `kubectl drain name`, `kubectl get node name`
fn node(text: Text<'_>, from: usize, spans: &mut Spans) {
    let (verb, verb_end) = word(text, from);
    let (mut start, mut end) = word(text, verb_end);
    let mut known = TO_NODES.contains(text.slice(verb, verb_end));
    if matches!(text.slice(start, end), b"no" | b"node" | b"nodes") {
        (start, end) = word(text, end);
        known = true;
    }
    if known && name_end(text, start) == end && is_telling_host(text.slice(start, end)) {
        spans.push(text, start, end, Kind::Host, RULE);
    }
}

/// `(name) CMD (command)`, as cron(8) logs it, at the beginning of a text.
#[inline(never)]
pub(crate) fn at_start(text: Text<'_>, spans: &mut Spans) {
    let end = text.skip_within(1, 65, HOST | TOKEN);
    if says(text, end, b") CMD (") {
        take_user(text, 1, end, spans);
    }
}
