//! What commands print in columns, and the lines of files of accounts: users by the column that they stand in. The
//! superuser stays, whom every machine has.

use super::host::{has_domain, is_host, is_local, is_qualified};
use super::{message, reached};
use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, DIGIT, HOST, LETTER, NAME, SPACE, TOKEN, is};
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, has_any, is_hexadecimal};

/// The longest name of a user (useradd(8)).
const LONGEST_USER: usize = 32;
/// The lowest number that a person's account has (login.defs(5): 1000; on older systems and macOS 500), and the number
/// of nobody.
const FIRST_PERSON: u32 = 500;
const NOBODY: u32 = 65534;

/// Takes the name of a user, unless it is the superuser's or none.
fn take_user(text: Text<'_>, start: usize, end: usize, rule: &'static str, spans: &mut Spans) -> bool {
    let name = text.slice(start, end);
    let sound = name.first().is_some_and(|byte| is(*byte, LETTER) || *byte == b'_')
        && name.len() <= LONGEST_USER
        && consists_of(name, NAME)
        && name != b"root";
    if sound {
        spans.push(text, start, end, Kind::User, rule);
    }
    sound
}

/// Whether a token of ten bytes is a file's kind and its permissions, as ls(1) prints them: `drwxr-xr-x`.
#[inline]
pub(crate) fn may_be_permissions(text: Text<'_>, start: usize) -> bool {
    matches!(text.at(start), b'-' | b'd' | b'l' | b'b' | b'c' | b'p' | b's')
        && matches!(
            text.three(start.wrapping_add(1)),
            Some([b'r' | b'-', b'w' | b'-', b'x' | b'-' | b's' | b'S'])
        )
}

/// Takes the owner behind permissions, and the group that is called like the owner: `-rw-r--r-- 1 jane jane 4096 Jan  5`.
#[inline(never)]
pub(crate) fn owner(text: Text<'_>, start: usize, spans: &mut Spans) {
    let end = start.wrapping_add(10);
    let permissions = text
        .slice(start.wrapping_add(4), end)
        .iter()
        .all(|byte| matches!(byte, b'r' | b'w' | b'x' | b'-' | b's' | b'S' | b't' | b'T'));
    // More than permissions is set: an access control list, a security context, an extended attribute.
    let end = end.wrapping_add(usize::from(matches!(text.at(end), b'+' | b'.' | b'@')));
    let links = text.skip_blanks(end);
    let links_end = text.skip(links, DIGIT);
    let owner = text.skip_blanks(links_end);
    let owner_end = text.skip_within(owner, owner.saturating_add(LONGEST_USER), NAME);
    let group = text.skip_blanks(owner_end);
    let group_end = text.skip_within(group, group.saturating_add(LONGEST_USER), NAME);
    let size = text.skip_blanks(group_end);
    let blanks =
        links > end && links_end > links && owner > links_end && group > owner_end && size > group_end;
    if !permissions || !blanks || !is(text.at(size), DIGIT) {
        return;
    }
    let shared = text.slice(owner, owner_end) == text.slice(group, group_end);
    if take_user(text, owner, owner_end, "listed-user", spans) && shared {
        spans.push(text, group, group_end, Kind::User, "listed-user");
    }
}

/// Whether a dot may be that of the first fraction in a line of ps(1), a digit on each side and then a blank.
#[inline]
pub(crate) fn may_be_share(text: Text<'_>, dot: usize) -> bool {
    let blank = |position: usize| text.at(position) == b' ';
    blank(dot.wrapping_add(2))
        && matches!(text.at(dot.wrapping_add(3)), b' ' | b'0'..=b'9')
        && (blank(dot.wrapping_sub(2)) || blank(dot.wrapping_sub(3)))
}

/// Takes the user of a process: `jane  2214  0.3  1.1 712344 91220 pts/2 ...`.
#[inline(never)]
pub(crate) fn process(text: Text<'_>, dot: usize, spans: &mut Spans) {
    let share = text.skip_back(dot, dot.saturating_sub(4), DIGIT);
    let number_end = text.skip_blanks_back(share, share.saturating_sub(10));
    let number = text.skip_back(number_end, number_end.saturating_sub(8), DIGIT);
    let user_end = text.skip_blanks_back(number, number.saturating_sub(16));
    let user = text.skip_back(user_end, spans.floor().max(user_end.saturating_sub(LONGEST_USER)), NAME);
    let second = text.skip_blanks(dot.wrapping_add(2));
    let second_dot = text.skip_within(second, second.saturating_add(4), DIGIT);
    let second_end = text.skip(second_dot.wrapping_add(1), DIGIT);
    let memory = text.skip_blanks(second_end);
    let apart = number_end < share && number < number_end && user_end < number && text.begins_line(user);
    let shares = second_dot > second
        && text.at(second_dot) == b'.'
        && memory > second_end
        && is(text.at(memory), DIGIT);
    if apart && shares {
        take_user(text, user, user_end, "listed-user", spans);
    }
}

/// What Kubernetes says of a node, and what may be said behind it.
static CONDITIONS: Words = words!("notready" "ready" "unknown");
const PAUSED: &[u8] = b",SchedulingDisabled";

/// Takes the node of a line of `kubectl get nodes`: `name   Ready   control-plane   41d   v1.30.3`. Its version begins at a
/// position.
#[inline(never)]
pub(crate) fn node(text: Text<'_>, version: usize, spans: &mut Spans) {
    let column = |end: usize| {
        let end = text.skip_blanks_back(end, end.saturating_sub(LONGEST_GAP));
        let mut start = end;
        let floor = end.saturating_sub(LONGEST_COLUMN);
        while start > floor && !is(text.before(start), SPACE) {
            start = start.wrapping_sub(1);
        }
        (start, end)
    };
    let (age, age_end) = column(version);
    if age_end == version || !is(text.at(age), DIGIT) {
        return;
    }
    let (roles, _) = column(age);
    let (state, state_end) = column(roles);
    let (name, name_end) = column(state);
    let condition = text.slice(state, state_end);
    let condition = condition.strip_suffix(PAUSED).unwrap_or(condition);
    let sound = name >= spans.floor()
        && name < name_end
        && text.begins_line(name)
        && CONDITIONS.contains(condition)
        && is_host(text.slice(name, name_end));
    if sound {
        spans.push(text, name, name_end, Kind::Host, "listed-host");
    }
}

/// How many names an address is given in a line of hosts(5), as far as they are read.
const MOST_NAMES: usize = 8;

/// Takes the names behind an address that begins a line, which lies between two positions, if nothing but names stand
/// there, as hosts(5) has them. A single one tells by a number and a dash; several by a domain that one of them has.
#[inline(never)]
pub(crate) fn hosts(text: Text<'_>, address: usize, from: usize, spans: &mut Spans) {
    let names = || {
        let mut position = from;
        core::iter::from_fn(move || {
            let start = text.skip_blanks(position);
            position = text.skip_within(start, start.saturating_add(LONGEST_COLUMN), HOST);
            let apart = matches!(text.at(position), b' ' | b'\t' | b'\n' | b'\r' | 0);
            (position > start).then_some((start, position, apart && is(text.at(start), LETTER)))
        })
    };
    let behind = text.at(text.skip_blanks(names().take(MOST_NAMES).last().map_or(from, |(_, end, _)| end)));
    let single = names().count() == 1;
    let (first, few) = (text.skip_blanks(from), names().count() <= 3);
    let name = |start: usize, end: usize| text.slice(start, end);
    let telling = names().take(MOST_NAMES).any(|(start, end, _)| {
        let name = name(start, end);
        let alias = |(start, end, _): (usize, usize, bool)| {
            let alias = text.slice(start, end);
            name.get(alias.len()) == Some(&b'.') && name.starts_with(alias)
        };
        (if single { is_qualified(name) } else { has_domain(name) })
            || (single && (is_local(name) || (name.contains(&b'-') && has_any(name, DIGIT))))
            || (start == first && few && (reached::is_numbered(name) || is_local(name)))
            // Whatever the domain, where the name stands alone too: `10.0.0.1 web.acme.example web`
            || (!single && names().take(MOST_NAMES).any(alias))
    });
    let sound = matches!(behind, b'#' | b'\n' | b'\r' | 0)
        && names().take(MOST_NAMES).all(|(.., sound)| sound)
        && (telling || (single && text.starts_with(address, b"127.")));
    if sound {
        for (start, end, _) in names().take(MOST_NAMES) {
            if message::is_somebodys_host(name(start, end)) && !name(start, end).starts_with(b"localhost") {
                spans.push(text, start, end, Kind::Host, "listed-host");
            }
        }
    }
}

/// The widest columns of tables and what stands between them.
const LONGEST_COLUMN: usize = 128;
const LONGEST_GAP: usize = 64;

/// Takes the user before a terminal: `jane  pts/0  2024-03-03 08:15` (who(1)), `(to root) jane on pts/1` (su(1)).
#[inline(never)]
pub(crate) fn at_terminal(text: Text<'_>, slash: usize, spans: &mut Spans) -> bool {
    let terminal = slash.wrapping_sub(3);
    if text.slice(terminal, slash) != b"pts" || !is(text.at(slash.wrapping_add(1)), DIGIT) {
        return false;
    }
    let gap = text.skip_blanks_back(terminal, terminal.saturating_sub(32));
    if text.slice(gap.wrapping_sub(3), gap) == b" on" {
        let end = gap.wrapping_sub(3);
        let start = text.skip_back(end, spans.floor().max(end.saturating_sub(LONGEST_USER)), NAME);
        let switched = text.slice(start.wrapping_sub(2), start) == b") ";
        return switched && take_user(text, start, end, "terminal-user", spans);
    }
    let start = text.skip_back(gap, spans.floor().max(gap.saturating_sub(LONGEST_USER)), NAME);
    let next = text.skip_blanks(text.skip(slash.wrapping_add(1), DIGIT));
    gap < terminal
        && text.begins_line(start)
        && (is(text.at(next), DIGIT) || text.at(next) == b'[' || text.at(next) == b':')
        && take_user(text, start, gap, "terminal-user", spans)
}

/// Whether a colon may be the first one of such a line, before a password that lies elsewhere and a number.
#[inline]
pub(crate) fn may_be_account(text: Text<'_>, colon: usize) -> bool {
    matches!(text.three(colon.wrapping_add(2)), Some([b':', b'1'..=b'9', _]))
}

/// Looks at the first colon of what may be a line of passwd(5): `jane:x:1000:1000:Jane Doe,,,:/home/jane:/bin/sh`.
#[inline(never)]
pub(crate) fn account(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = text.skip_back(colon, spans.floor().max(colon.saturating_sub(LONGEST_USER)), NAME);
    let number = colon.wrapping_add(3);
    let number_end = text.skip_within(number, number.saturating_add(10), DIGIT);
    let group = number_end.wrapping_add(1);
    let group_end = text.skip_within(group, group.saturating_add(10), DIGIT);
    let sound = text.begins_line(start)
        && number_end > number
        && text.at(number_end) == b':'
        && group_end > group
        && text.at(group_end) == b':';
    if text.begins_line(start)
        && text.at(number_end) == b':'
        && is(text.at(group), LETTER)
        && number_end.wrapping_sub(number) > 1
    {
        return members(text, group, spans);
    }
    let number = text.slice(number, number_end).iter().fold(0_u32, |number, digit| {
        number.saturating_mul(10).saturating_add(u32::from(digit.wrapping_sub(b'0')))
    });
    if !sound || number < FIRST_PERSON || number == NOBODY || !take_user(text, start, colon, "account", spans)
    {
        return false;
    }
    let name = group_end.wrapping_add(1);
    let mut name_end = name;
    while name_end < name.saturating_add(128) && !matches!(text.at(name_end), b':' | b'\n' | 0) {
        name_end = name_end.wrapping_add(1);
    }
    if text.at(name_end) == b':' && has_any(text.slice(name, name_end), ALNUM) && text.at(name) != b'[' {
        spans.push(text, name, name_end, Kind::User, "account");
    }
    true
}

/// Takes the members of a group in a line of group(5), which begin at a position: `docker:x:998:jane,joe`.
fn members(text: Text<'_>, from: usize, spans: &mut Spans) -> bool {
    let end = text.find_within(from, text.len().min(from.saturating_add(1024)), SPACE);
    let names = text.slice(from, end).split(|byte| *byte == b',');
    if !message::ends_line(text, end) || names.clone().any(|name| !consists_of(name, NAME)) {
        return false;
    }
    let mut start = from;
    for name in names {
        let behind = start.wrapping_add(name.len());
        if message::is_user(name) {
            take_user(text, start, behind, "account", spans);
        }
        start = behind.wrapping_add(1);
    }
    true
}

/// Looks at a colon that may stand before the port in a line of PostgreSQL's passwords: `host:port:database:user:password`.
#[inline(always)]
pub(crate) fn password(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let port = colon.wrapping_add(1);
    let end = text.skip_within(port, port.saturating_add(6), DIGIT);
    if text.at(end) != b':' {
        return false;
    }
    let next = end.wrapping_add(1);
    (text.at(next.wrapping_add(HASH)) == b':' && hashes_of_windows(text, colon, next, spans))
        || (!is(text.at(next), DIGIT | SPACE) && password_after_port(text, colon, end, spans))
}

/// How long the hash of a password of Windows is: 16 bytes in hexadecimal digits.
const HASH: usize = 32;

/// Takes the two hashes of an account of Windows, as pwdump and those after it print them: `name:500:LM:NT:::`. The first
/// may say that there is none.
#[inline(never)]
fn hashes_of_windows(text: Text<'_>, colon: usize, first: usize, spans: &mut Spans) -> bool {
    let second = first.wrapping_add(HASH).wrapping_add(1);
    let end = second.wrapping_add(HASH);
    let is_hash = |start: usize| is_hexadecimal(text.slice(start, start.wrapping_add(HASH)), &[HASH]);
    let start = if text.starts_with(first, b"NO PASSWORD") { second } else { first };
    let sound = is_hash(start) && is_hash(second) && text.at(end) == b':';
    if sound {
        let floor = spans.floor().max(colon.saturating_sub(LONGEST_USER));
        let name = text.skip_back(colon, floor, NAME);
        if text.before(name) == b'\\' {
            // `DOMAIN\name`
            let domain = text.skip_back(name.wrapping_sub(1), floor, NAME);
            spans.push(text, domain, colon, Kind::User, "account");
        } else if !common::is_name(text.slice(name, colon)) {
            take_user(text, name, colon, "account", spans);
        }
        spans.push(text, start, end, Kind::Secret, "hashed-password");
    }
    sound
}

#[inline(never)]
fn password_after_port(text: Text<'_>, colon: usize, port_end: usize, spans: &mut Spans) -> bool {
    let mut host = colon;
    while host > colon.saturating_sub(255)
        && (is(text.before(host), NAME) || matches!(text.before(host), b'[' | b']' | b'*'))
    {
        host = host.wrapping_sub(1);
    }
    if !text.begins_line(host) {
        return false;
    }
    let field = |from: usize| {
        let mut end = from;
        while end < from.saturating_add(LONGEST_FIELD) && !is(text.at(end), SPACE) && text.at(end) != b':' {
            end = end.wrapping_add(1);
        }
        (end > from && text.at(end) == b':').then_some(end)
    };
    let Some(database) = field(port_end.wrapping_add(1)) else { return false };
    let start = database.wrapping_add(1);
    let Some(user) = field(start) else { return false };
    let secret = user.wrapping_add(1);
    let end = text.find_within(secret, text.len(), SPACE);
    let alone = matches!(text.at(end), 0 | b'\n' | b'\r');
    let named = host < colon && is(text.at(start), LETTER | TOKEN) || text.at(start) == b'*';
    if !alone || !named || end == secret || text.at(secret) == b'[' {
        return false;
    }
    if replacement_at(text, start).is_none() && text.at(start) != b'*' {
        take_user(text, start, user, "account", spans);
    }
    spans.push(text, secret, end, Kind::Secret, "listed-password");
    true
}

/// The longest field before a password.
const LONGEST_FIELD: usize = 64;

/// Takes the user before the hashed password that begins at a position: `jane:$6$...` (shadow(5), htpasswd(1)).
pub(crate) fn user_before_hash(text: Text<'_>, dollar: usize, spans: &mut Spans) {
    let colon = dollar.wrapping_sub(1);
    if text.before(dollar) == b':' {
        let start = text.skip_back(colon, spans.floor().max(colon.saturating_sub(LONGEST_USER)), NAME);
        let apart = start == 0 || !is(text.before(start), TOKEN) && text.before(start) != b'"';
        if apart && start < colon {
            take_user(text, start, colon, "account", spans);
        }
    }
}
