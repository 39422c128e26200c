//! Users and hosts beside the address or the port of a connection, and what else stands before an address.

use super::host::is_host;
use super::{message, reached};
use crate::scrub::text::class::{DIGIT, HOST, QUOTE, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, ends_in, holds};

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
