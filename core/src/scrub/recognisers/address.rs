//! IPv4, IPv6 and hardware addresses. Versions, times, dates and paths of modules look alike and have to stay.

use super::host::{is_public, is_qualified};
use super::{connection, listing};
use crate::scrub::text::class::{ALNUM, BEYOND, DIGIT, HEX, HOST, LETTER, LOWER, TOKEN, is};
use crate::scrub::text::gate::Block;
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, begins_with, consists_of, ends_in, has_any, holds, is_hexadecimal};

/// Words before four numbers that make them a version.
static VERSION_WORDS: Words = words!(
    "version" "versions" "ver" "v" "v8" "oid" "rv" "release" "build" "revision" "rev" "tag" "upgrade" "update" "bump"
    "bumped" "upgraded" "updated" "section" "since" "appversion" "fileversion" "productversion" "assemblyversion"
);

/// Words before which that only is so where the first number is a small one, as hardly an address has.
static RELEASE_WORDS: Words = words!("firmware" "kernel" "linux" "policy" "released");

/// Whether two more numbers with a dot behind them may follow a dot: so fractions and most versions are told from
/// addresses.
#[inline]
pub(crate) fn may_be_ipv4(text: Text<'_>, dot: usize, block: &Block) -> bool {
    let group = |dot: usize| may_end(text, dot.wrapping_add(1), 3, b'.', block);
    group(dot).is_some_and(|next| next == BEYOND_BLOCK || group(next).is_some())
}

/// Where the token that begins at a position may end in a byte, if it is at most so long; [`BEYOND_BLOCK`] where that
/// lies in another block.
#[inline]
fn may_end(text: Text<'_>, from: usize, most: usize, byte: u8, block: &Block) -> Option<usize> {
    let Some(length) = block.token_length(from) else { return Some(BEYOND_BLOCK) };
    let end = from.wrapping_add(length);
    (length.wrapping_sub(1) < most && text.at(end) == byte).then_some(end)
}

/// In the place of a position that is not known.
const BEYOND_BLOCK: usize = usize::MAX;

/// Looks at the first dot of what may be an IPv4 address.
#[inline(never)]
pub(crate) fn ipv4(text: Text<'_>, dot: usize, spans: &mut Spans) {
    let start = text.skip_back(dot, spans.floor().max(dot.saturating_sub(4)), DIGIT);
    if start == dot
        || (is(text.before(start), ALNUM | BEYOND) && !text.follows_encoded(start))
        || (text.before(start) == b'.' && !follows_ellipsis(text, start))
        || matches!(text.before(start), b'_' | b'+')
        || (text.before(start) == b'-' && start.wrapping_sub(1) != spans.floor() && !has_port(text, start))
    {
        return;
    }
    let Some((end, numbers)) = four_numbers(text, start) else { return };
    if !is_likely(numbers, text.at(end)) && !is_network(text, start, end, numbers) {
        return;
    }
    if text.starts_with(start, b"255.") && ends_in(text.word_before(start.wrapping_sub(1)), "mask") {
        // How long the prefix of a network is.
        return;
    }
    let released = text.starts_with(end, b" Release");
    if named_host(text, start, end, spans) || !(released || version_before(text, start, spans.floor())) {
        connection::user_before_address(text, start, end, spans);
        spans.push(text, start, end, Kind::Address, "ipv4");
        if matches!(text.at(end), b' ' | b'\t') && text.begins_line(start) {
            listing::hosts(text, start, end, spans);
        }
    }
}

/// Whether an ellipsis stands between two ends: `192.0.2.1...198.51.100.7`, as strongSwan names its connections.
#[cold]
fn follows_ellipsis(text: Text<'_>, start: usize) -> bool {
    text.slice(start.wrapping_sub(3), start) == b"..." && text.at(start.wrapping_sub(4)) != b'.'
}

/// Whether four numbers of which the last is 0 are a network's by what stands around them: `network x`, `-net x netmask`,
/// `from x to any` (ufw(8)).
#[cold]
fn is_network(text: Text<'_>, start: usize, end: usize, numbers: [u32; 4]) -> bool {
    let [first, .., 0] = numbers else { return false };
    // `51.20.30.0:443`, `([51.20.30.0]:47004)`; a place in a file has a line and a column.
    let bracket = usize::from(text.at(end) == b']' && text.before(start) == b'[');
    let port = end.wrapping_add(bracket).wrapping_add(1);
    let port_end = text.skip_within(port, port.saturating_add(6), DIGIT);
    if first >= 10
        && text.before(port) == b':'
        && (2..=5).contains(&port_end.wrapping_sub(port))
        && !is(text.at(port_end), ALNUM)
        && !matches!(text.at(port_end), b'.' | b'-')
        && !(text.at(port_end) == b':' && is(text.at(port_end.wrapping_add(1)), ALNUM))
    {
        return true;
    }
    let behind = text.skip_blanks(end);
    let masked = behind > end && MASKS.iter().any(|mask| text.starts_with(behind, mask));
    let blank = start.wrapping_sub(1);
    let word = if text.at(blank) == b' ' { text.word_before(blank) } else { &[] };
    let told = match word {
        // A small number may be the first of a version.
        b"network" | b"subnet" => first >= 10,
        b"net" => text.before(blank.wrapping_sub(word.len())) == b'-',
        b"from" | b"to" => {
            text.starts_with(end, b" to any")
                || text.line_before(start).is_some_and(|(_, line)| holds(line, b"ufw "))
        }
        _ => false,
    };
    first > 0 && (masked || told)
}

/// What stands behind a network.
const MASKS: &[&[u8]] = &[b"netmask ", b"mask ", b"255."];

/// Whether an address and a port begin behind another port and a dash, as Kafka names its connections:
/// `10.0.0.1:9094-10.0.0.2:26985-41`.
#[cold]
fn has_port(text: Text<'_>, start: usize) -> bool {
    let dash = start.wrapping_sub(1);
    let port = text.skip_back(dash, dash.saturating_sub(5), DIGIT);
    let colon = |end: usize| text.at(end) == b':' && is(text.at(end.wrapping_add(1)), DIGIT);
    text.before(port) == b':' && ipv4_end(text, start).is_some_and(colon)
}

/// Takes the name of the host before its address, as Java (`name/10.0.0.1:80`) and mail servers (`name[10.0.0.1]`) write
/// it.
fn named_host(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) -> bool {
    let after = (text.before(start), text.at(end));
    let pair = match after {
        (b'/', b':') => is(text.at(end.wrapping_add(1)), DIGIT),
        (b'/', _) => follows_node(text, start.wrapping_sub(1)) || follows_call(text, start.wrapping_sub(1)),
        (b'[', b']') => true,
        _ => false,
    };
    if pair && text.slice(start.wrapping_sub(2), start) == b" [" {
        return host_of_trace(text, start.wrapping_sub(2), spans);
    }
    let name_end = start.wrapping_sub(1);
    // Names of Java's have domains.
    let (class, longest) = if matches!(after, (b'/', b':')) { (TOKEN | HOST, 256) } else { (TOKEN, 65) };
    let name = text.skip_back(name_end, spans.floor().max(start.saturating_sub(longest)), class);
    let letters = has_any(text.slice(name, name_end), LETTER);
    if !pair || !letters || matches!(text.before(name), b'.' | b'/' | b':' | b']') {
        return false;
    }
    let known = text.slice(name, name_end);
    if !known.eq_ignore_ascii_case(b"localhost") && !is_public(known) {
        spans.push(text, name, name_end, Kind::Host, "host-at-address");
    }
    true
}

/// Whether a name that ends at a position is that of whom Hadoop says that it calls: `Call From name/10.0.0.1 to ...`.
#[cold]
fn follows_call(text: Text<'_>, end: usize) -> bool {
    const CALL: &[u8] = b"Call From ";
    let start = text.skip_back(end, end.saturating_sub(65), TOKEN);
    text.slice(start.wrapping_sub(CALL.len()), start) == CALL
}

/// `(name [10.0.0.1])`, as mail servers trace where a message is from (RFC 5321 section 4.4), up to the blank.
fn host_of_trace(text: Text<'_>, end: usize, spans: &mut Spans) -> bool {
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(255)), HOST);
    let sound = text.before(start) == b'(' && is_qualified(text.slice(start, end));
    if sound {
        spans.push(text, start, end, Kind::Host, "host-at-address");
    }
    sound
}

/// `Node:    name/10.0.0.1`, as Kubernetes describes a pod, up to the slash.
fn follows_node(text: Text<'_>, slash: usize) -> bool {
    let name = text.skip_back(slash, slash.saturating_sub(64), TOKEN);
    let colon = text.skip_blanks_back(name, name.saturating_sub(32));
    let node = colon.wrapping_sub(b"Node:".len());
    colon < name && text.slice(node, colon) == b"Node:" && text.begins_line(node)
}

/// The end of the four numbers from 0 to 255 that begin at `start`, where nothing goes on behind them.
pub(crate) fn ipv4_end(text: Text<'_>, start: usize) -> Option<usize> {
    let (end, numbers) = four_numbers(text, start)?;
    is_likely(numbers, text.at(end)).then_some(end)
}

/// The same of whatever numbers, which come with it.
#[inline]
fn four_numbers(text: Text<'_>, start: usize) -> Option<(usize, [u32; 4])> {
    let mut position = start;
    let mut numbers = [0_u32; 4];
    for (part, into) in numbers.iter_mut().enumerate() {
        if part > 0 {
            if text.at(position) != b'.' {
                return None;
            }
            position = position.wrapping_add(1);
        }
        let first = position;
        while position.wrapping_sub(first) < 4 && text.at(position).is_ascii_digit() {
            let digit = u32::from(text.at(position).wrapping_sub(b'0'));
            *into = into.wrapping_mul(10).wrapping_add(digit);
            position = position.wrapping_add(1);
        }
        if position == first || position.wrapping_sub(first) > 3 || *into > 255 {
            return None;
        }
    }
    let next = text.at(position);
    let after = position.wrapping_add(1);
    // `10.0.0.1-10.0.0.9` is a range.
    let number_end = text.skip_within(after, after.wrapping_add(3), DIGIT);
    let range = next == b'-' && number_end > after && text.at(number_end) == b'.';
    let reversed = text.starts_with(position, b".in-addr.arpa");
    // Names that are their address: the services give it to whoever asks.
    let named = next == b'.'
        && [&b"nip.io"[..], b"sslip.io", b"xip.io"].iter().any(|domain| text.starts_with(after, domain));
    let goes_on =
        !named && (next == b'.' || next == b'-') && is(text.at(after), ALNUM) && !range && !reversed;
    if goes_on || is(next, ALNUM | BEYOND) || next == b'_' || next == b'+' {
        return None;
    }
    Some((position, numbers))
}

/// Whether four numbers are an address rather than a version. 0.0.0.0/8 means "this network" (RFC 791), and a last number
/// of 0 a network where the length of its prefix follows: hosts have neither, but many a version has. Networks that are
/// private (RFC 1918) or for special purposes (RFC 6890) are told nevertheless.
fn is_likely(numbers: [u32; 4], next: u8) -> bool {
    match numbers {
        [0, 0, 0, 0] | [10 | 127 | 224..=255, ..] | [192, 168, ..] | [172, 16..=31, ..] => true,
        [169, 254, ..] | [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Attributes and extensions of certificates have such numbers (ITU-T X.520, X.509).
        [0, ..] | [2, 5, 4 | 29, _] => false,
        [.., 0] => next == b'/',
        _ => true,
    }
}

/// Whether what stands before four numbers says that they are a version: a word, `name/1.2.3.4`, `name@1.2.3.4`.
fn version_before(text: Text<'_>, start: usize, floor: usize) -> bool {
    let before = text.before(start);
    if matches!(before, b'/' | b'@') {
        let name_end = start.wrapping_sub(1);
        let name = text.word_before(name_end);
        // `//1.2.3.4`, `user@1.2.3.4` and `10.0.0.0/10.0.0.1` are addresses, `Chrome/1.2.3.4` is not.
        return before == b'/' && has_any(name, LETTER);
    }
    let mut end = start;
    while end > floor.max(start.saturating_sub(6))
        && matches!(text.before(end), b' ' | b':' | b'=' | b'"' | b'\'' | b'(')
    {
        end = end.wrapping_sub(1);
    }
    let word = text.word_before(end);
    // `>= 1.2.3.4`, `name==1.2.3.4`; `Bump name from 1.2.3.4 to 1.2.3.5`
    (text.at(end) == b'=' && matches!(text.before(end), b'<' | b'>'))
        || text.slice(end, start) == b"=="
        || VERSION_WORDS.contains(word)
        // `packageVersion`
        || word.ends_with(b"Version")
        || (text.at(start.wrapping_add(1)) == b'.'
            && (RELEASE_WORDS.contains(word) || begins_with(word, "lib")))
        || (matches!(word, b"from" | b"to") && changes_version(text.slice(start.saturating_sub(80), end)))
}

/// Whether some words tell of a change from one version to another.
fn changes_version(words: &[u8]) -> bool {
    // Bump, upgraded, downgrade, Updates, patch, version
    [b"bump", b"Bump", b"grad", b"pdat", b"atch", b"ersi"].iter().any(|part| holds(words, *part))
}

/// Whether a colon may be the first of an IPv6 or hardware address: such a one has a gap, or more than three groups. So
/// times are told from it, and whatever else has a colon.
#[inline(always)]
pub(crate) fn may_have_colon(text: Text<'_>, colon: usize, block: &Block) -> bool {
    let group = |colon: usize| may_end(text, colon.wrapping_add(1), 5, b':', block);
    let gap = |colon: usize| text.at(colon.wrapping_add(1)) == b':';
    gap(colon) || group(colon).is_some_and(|next| next == BEYOND_BLOCK || gap(next) || group(next).is_some())
}

/// Looks at the first colon of what may be an IPv6 or hardware address.
#[inline(never)]
pub(crate) fn colon(text: Text<'_>, colon: usize, spans: &mut Spans) {
    let start = text.skip_back(colon, spans.floor().max(colon.saturating_sub(5)), HEX);
    let before = text.before(start);
    // `MAC Address      :02:00:5e:10:00:01`, right behind the colon of its name.
    let named = start == colon && matches!(before, b' ' | b'\t') && is(text.at(colon.wrapping_add(1)), HEX);
    let start = start.wrapping_add(usize::from(named));
    // `addr:2001:db8::1`, where the word before is no group.
    let labelled = before == b':'
        && start < colon
        && text.word_before(start.wrapping_sub(1)).iter().any(|byte| !is(*byte, HEX));
    if (is(before, ALNUM | BEYOND) && !text.follows_encoded(start))
        || (!labelled && matches!(before, b':' | b'_' | b'$'))
    {
        // `std::cout`; but `text::ffff:192.0.2.1` still holds an IPv4 address, which its dots give away.
        return;
    }
    if before == b'-' && is(text.before(start.wrapping_sub(1)), ALNUM) {
        // `11-Mar-2024::08:15:02`
        return;
    }
    let groups = Groups::read(text, start);
    if (labelled && groups.count < 3) || (named && groups.pairs != 6) {
        return;
    }
    if groups.is_hardware_address() {
        hardware(text, start, groups.end, spans);
        connection::host_after_lease(text, groups.end, spans);
    } else if groups.is_ipv6() {
        let mut end = groups.end;
        if text.at(end) == b'%' {
            end = text.skip(end.wrapping_add(1), TOKEN);
        }
        // `list[::2]`, `list[1::2]` are parts of lists.
        let few =
            groups.count <= 2 && end.wrapping_sub(start) <= 5 && !has_any(text.slice(start, end), LETTER);
        if few && is_step(text, start, end) {
            return;
        }
        if matches!(text.at(end), b'{' | b'<') && text.before(end) == b':' {
            // `f32::{min, max}`
            return;
        }
        connection::user_before_address(text, start, end, spans);
        spans.push(text, start, end, Kind::Address, "ipv6");
    }
}

/// Whether few digits and colons pick elements of a list: `list[::2]`, `image[::2, ::3]`, but `[10.1.2.3, ::1]`.
#[cold]
fn is_step(text: Text<'_>, start: usize, end: usize) -> bool {
    let last = text.slice(start.wrapping_sub(2), start) == b", " && text.at(end) == b']';
    (text.before(start) == b'[' && is(text.before(start.wrapping_sub(1)), ALNUM))
        || (last && text.slice(start, end) != b"::1")
}

/// Groups of hexadecimal digits with colons between them.
struct Groups {
    end: usize,
    count: u32,
    /// How many groups have two digits.
    pairs: u32,
    gaps: u32,
    /// Whether no group has more than two digits.
    short: bool,
    has_digit: bool,
    has_letter: bool,
    has_ipv4: bool,
    sound: bool,
}

impl Groups {
    fn read(text: Text<'_>, start: usize) -> Self {
        let mut groups = Self {
            end: start,
            count: 0,
            pairs: 0,
            gaps: 0,
            short: true,
            has_digit: false,
            has_letter: false,
            has_ipv4: false,
            sound: true,
        };
        let mut position = start;
        while groups.count <= 14 {
            let end = text.skip_within(position, position.saturating_add(5), HEX);
            let length = end.wrapping_sub(position);
            if length > 0
                && text.at(end) == b'.'
                && let Some(end) = ipv4_end(text, position)
            {
                groups.has_ipv4 = true;
                groups.has_digit = true;
                groups.count = groups.count.wrapping_add(2);
                groups.end = end;
                break;
            }
            if is_port(text, position, end, &groups) {
                // `2001:db8::7:51514`, as some write an address and its port.
                break;
            }
            groups.sound &= length <= 4;
            groups.short &= length <= 2;
            groups.has_digit |= has_any(text.slice(position, end), DIGIT);
            groups.has_letter |= has_any(text.slice(position, end), LETTER);
            groups.count = groups.count.wrapping_add(u32::from(length > 0));
            groups.pairs = groups.pairs.wrapping_add(u32::from(length == 2));
            groups.end = end;
            if text.at(end) != b':' {
                break;
            }
            let next = end.wrapping_add(1);
            if text.at(next) == b':' {
                groups.gaps = groups.gaps.wrapping_add(1);
                position = next.wrapping_add(1);
                groups.end = position;
                if !is(text.at(position), HEX) {
                    break;
                }
            } else if is(text.at(next), HEX) && length > 0 {
                position = next;
            } else {
                break;
            }
        }
        let next = text.at(groups.end);
        groups.sound &= !is(next, ALNUM | BEYOND) && next != b'_';
        groups.sound &= next != b':' || !matches!(text.at(groups.end.wrapping_add(1)), b':');
        groups
    }

    /// RFC 4291 section 2.2: eight groups, or fewer with one gap. Few groups without any digit are rather a path of modules
    /// (`abc::def`).
    fn is_ipv6(&self) -> bool {
        let complete = self.gaps == 0 && self.count == 8;
        let told = self.has_digit || self.count >= 4;
        let short = self.gaps == 1 && (1..=7).contains(&self.count) && told;
        self.sound && (complete || short)
    }

    /// Six pairs (IEEE 802), eight (EUI-64), or two addresses and the type of a frame, as kernels log them.
    fn is_hardware_address(&self) -> bool {
        let sound = self.sound && self.gaps == 0 && !self.has_ipv4;
        // Some systems leave out leading zeros (arp(8) of macOS and the BSDs); times have no letters.
        let shortened = self.count == 6 && self.pairs >= 2 && self.short && self.has_digit && self.has_letter;
        // Seven are what a DHCP client calls itself: a kind of hardware and the address (RFC 2132 section 9.14).
        sound && (shortened || (self.count == self.pairs && matches!(self.count, 6..=8 | 14)))
    }
}

/// Whether what stands behind a complete address is the number of a port: five digits after a gap, or a ninth group.
fn is_port(text: Text<'_>, start: usize, end: usize, groups: &Groups) -> bool {
    let length = end.wrapping_sub(start);
    let behind =
        (groups.gaps == 1 && length == 5) || (groups.gaps == 0 && groups.count == 8 && groups.pairs < 8);
    behind && (2..=5).contains(&length) && consists_of(text.slice(start, end), DIGIT) && text.at(end) != b':'
}

/// How long six pairs with dashes between them are.
pub(crate) const DASHED: usize = 17;

/// Looks at a token of this length, which may be six pairs.
pub(crate) fn dashed_hardware(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) -> bool {
    let bytes = text.slice(start, end);
    let underscores = bytes.get(2) == Some(&b'_')
        && bytes
            .iter()
            .enumerate()
            .all(|(index, byte)| if index % 3 == 2 { *byte == b'_' } else { is(*byte, HEX) });
    let sound = underscores || is_hexadecimal(bytes, &[2; 6]);
    if sound {
        hardware(text, start, end, spans);
    }
    sound
}

/// Whether a dot may be the first of three groups of four hexadecimal digits.
#[inline]
pub(crate) fn may_be_hardware(text: Text<'_>, dot: usize) -> bool {
    text.at(dot.wrapping_add(5)) == b'.'
}

/// Looks at such a dot.
#[inline(never)]
pub(crate) fn dotted_hardware(text: Text<'_>, dot: usize, spans: &mut Spans) {
    let start = dot.saturating_sub(4);
    let bytes = text.slice(start, start.saturating_add(14));
    let sound = bytes.len() == 14
        && bytes
            .iter()
            .enumerate()
            .all(|(index, byte)| if index % 5 == 4 { *byte == b'.' } else { is(*byte, HEX) });
    let end = start.saturating_add(14);
    let apart = start >= spans.floor()
        && (!is(text.before(start), TOKEN) || text.follows_encoded(start))
        && text.before(start) != b'.'
        && !is(text.at(end), TOKEN)
        && !(text.at(end) == b'.' && is(text.at(end.wrapping_add(1)), ALNUM));
    if sound && apart {
        hardware(text, start, end, spans);
    }
}

/// Takes a hardware address, unless it is nobody's: all ones is everybody, all zeros is none.
fn hardware(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    let nobody = |digit: u8| {
        text.slice(start, end)
            .iter()
            .filter(|byte| is(**byte, HEX))
            .all(|byte| byte.eq_ignore_ascii_case(&digit))
    };
    if nobody(b'0') || nobody(b'f') {
        spans.settle(end);
    } else {
        spans.push(text, start, end, Kind::Address, "hardware-address");
    }
}

/// The same where it ends the name of something else: `yarn-nodemanager-ip-10-0-0-1`.
#[inline(never)]
pub(crate) fn cloud_host_behind(text: Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let mut position = end;
    for _ in 0..4 {
        let group = text.skip_back(position, position.saturating_sub(4), DIGIT);
        if text.before(group) != b'-' || position == group {
            return None;
        }
        position = group.wrapping_sub(1);
    }
    let name = position.wrapping_sub(2);
    let sound = name > start && text.slice(name.wrapping_sub(1), position) == b"-ip";
    sound.then_some((name, end))
}

/// The name that clouds give to machines by their address: `ip-10-0-0-1`, with the domain behind it.
pub(crate) fn cloud_host(text: Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if !text.starts_with(start, b"ip-") {
        return None;
    }
    let mut parts = text.slice(start.wrapping_add(3), end).split(|byte| *byte == b'-');
    let numbers =
        parts.by_ref().take(4).all(|part| (1..=3).contains(&part.len()) && consists_of(part, DIGIT));
    let dashes = text.slice(start, end).iter().filter(|byte| **byte == b'-').count();
    if !numbers || dashes != 4 || parts.next().is_some() {
        return None;
    }
    let domain = if text.at(end) == b'.' && is(text.at(end.wrapping_add(1)), LOWER) {
        let domain = text.skip(end, HOST);
        // Without the dots of a sentence.
        domain.wrapping_sub(text.slice(end, domain).iter().rev().take_while(|byte| **byte == b'.').count())
    } else {
        end
    };
    Some((start, domain))
}
