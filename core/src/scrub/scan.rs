//! From the places that the gate tells to the recognisers that know what may be there.

use alloc::vec::Vec;

use crate::scrub::context;
use crate::scrub::decoding::plain::Plain;
use crate::scrub::decoding::{colour, decoded, hidden};
use crate::scrub::facts::PrivateFacts;
use crate::scrub::facts::windows::Window;
use crate::scrub::recognisers::{
    account, address, authorization, automation, cloud, command, connection, device, element, elsewhere,
    flag, host, journal, keyed, listing, manual, message, named, path, path_of_windows, prose, quoted,
    reached, session, token, url, variable,
};
use crate::scrub::text::Text;
use crate::scrub::text::class::{ALNUM, BASE64, DIGIT, ESCAPE, HOST, PATH, QUOTE, SPACE, TOKEN, is, of};
use crate::scrub::text::gate::{Block, Blocks};
use crate::scrub::text::span::{Seen, Span, Spans, replacement_at};
use crate::scrub::values::names::Meaning;

/// All that must not stay in a text, in order, none overlapping another.
pub(crate) fn scan(text: &str, facts: &PrivateFacts) -> Vec<Span> {
    let (spans, seen) = scan_plain(text, facts);
    if seen.has(Seen::COLOUR)
        && let Some(plain) = colour::plain(text)
    {
        return scan_coloured(text, &plain, facts);
    }
    with_decoded(spans, seen, text, facts)
}

/// The same for a text with sequences for terminals. Where a sequence is none, it may hold what the plain text does not.
#[cold]
fn scan_coloured(text: &str, plain: &Plain, facts: &PrivateFacts) -> Vec<Span> {
    let (spans, seen) = scan_plain(&plain.text, facts);
    let spans = with_decoded(spans, seen, &plain.text, facts);
    // What was apart may overlap where it comes from.
    merge_all(plain.origins(spans), all_facts(text, facts))
}

/// All facts in a text, as they are and written in other ways.
pub(crate) fn all_facts(text: &str, facts: &PrivateFacts) -> Vec<Span> {
    merge(facts.find(text), hidden::facts_in(text, facts))
}

/// What was found, and what shows once characters are read that are written in another way.
#[inline]
fn with_decoded(spans: Vec<Span>, seen: Seen, text: &str, facts: &PrivateFacts) -> Vec<Span> {
    if seen.has(Seen::WRITTEN) { merge(spans, scan_written(seen, text, facts)) } else { spans }
}

/// What only shows once such characters are read.
#[cold]
fn scan_written(seen: Seen, text: &str, facts: &PrivateFacts) -> Vec<Span> {
    let spans = if seen.has(Seen::ENCODED) { scan_encoded(text, facts) } else { Vec::new() };
    if seen.has(Seen::HIDDEN) && !facts.is_empty() {
        merge(spans, hidden::facts_in(text, facts))
    } else {
        spans
    }
}

/// The same of what recognisers want read. What is written so may hold facts that are written in a way within.
fn scan_encoded(text: &str, facts: &PrivateFacts) -> Vec<Span> {
    let Some(plain) = decoded::plain(text) else { return Vec::new() };
    let (spans, seen) = scan_plain(&plain.text, facts);
    let within = seen.has(Seen::WRITTEN) && !facts.is_empty();
    let spans = if within { merge(spans, hidden::facts_in(&plain.text, facts)) } else { spans };
    plain.origins(spans)
}

/// The same for a text as it is, and what it may hide.
#[inline]
pub(crate) fn scan_plain(text: &str, facts: &PrivateFacts) -> (Vec<Span>, Seen) {
    let view = Text::new(text);
    let mut spans = Spans::default();
    let mut known = Vec::new();
    if let Some(first_two) = text.as_bytes().first_chunk()
        && is_telling(*first_two)
    {
        beginning(view, &mut spans);
    }
    for block in Blocks::new(text, facts.answers()) {
        for pair in block.pairs() {
            if let Some(window) = facts.window_at(text, pair) {
                at_window(text, window, pair.wrapping_sub(1), facts, &mut known);
            }
        }
        for position in block.events() {
            if position >= spans.floor() {
                visit(view, position, &block, facts, &mut spans);
            }
        }
    }
    if view.before(text.len()).is_ascii_digit() && reached::may_end(view, text.len()) {
        reached::at_end(view, text.len(), &mut spans);
    }
    let seen = spans.seen();
    if known.is_empty() && spans.is_clean() {
        return (Vec::new(), seen);
    }
    let spans = if known.is_empty() { spans.into_found() } else { merge(spans.into_found(), known) };
    let spans = if seen.has(Seen::TELLING_LINE) { with_context(view, spans) } else { spans };
    let spans = if spans.is_empty() { spans } else { with_others(view, spans) };
    (spans, seen)
}

/// Looks at a window at a position that a private fact may have, or a word before the name of a user.
#[inline(never)]
fn at_window(text: &str, window: Window, position: usize, facts: &PrivateFacts, known: &mut Vec<Span>) {
    facts.find_at(text, window, position, known);
    prose::at_window(Text::new(text), window, position, known);
}

/// What was found, and what the lines of a text tell of those after them.
#[inline(never)]
fn with_context(text: Text<'_>, spans: Vec<Span>) -> Vec<Span> {
    let goes_on = text.slice(0, text.len()).contains(&b'\n');
    if goes_on { merge(spans, context::scan(text)) } else { spans }
}

/// What was found, and where it stands besides.
#[inline(never)]
fn with_others(text: Text<'_>, spans: Vec<Span>) -> Vec<Span> {
    let others = if elsewhere::has_room(text, &spans) { elsewhere::names(text, &spans) } else { Vec::new() };
    if others.is_empty() { spans } else { merge(spans, others) }
}

/// For each first byte of a line the second ones, by their lower five bits, with which something may be at its beginning
/// that no trigger tells of.
static TELLING_BEGINNINGS: [u32; 256] = {
    let (mut beginnings, mut index) = ([0; 256], 0_usize);
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within all tables")]
    {
        while index < device::STATEMENTS.len() {
            let head = device::STATEMENTS[index].as_bytes();
            beginnings[head[0] as usize] |= 1 << (head[1] & 31);
            beginnings[b' ' as usize] |= 1 << (head[0] & 31);
            index = index.wrapping_add(1);
        }
        index = 0;
        while index < command::BEGINNINGS.len() {
            let [first, second] = command::BEGINNINGS[index];
            beginnings[first as usize] |= 1 << (second & 31);
            index = index.wrapping_add(1);
        }
        // `ENV`, `SetEnv`; `Linux`, `Darwin`, `FreeBSD`; `Bearer`; `(name) CMD (`.
        beginnings[b'E' as usize] = 1 << (b'N' & 31);
        beginnings[b'S' as usize] = 1 << (b'e' & 31);
        beginnings[b'L' as usize] = 1 << (b'i' & 31);
        beginnings[b'D' as usize] = 1 << (b'a' & 31);
        beginnings[b'F' as usize] = 1 << (b'r' & 31);
        beginnings[b'B' as usize] |= 1 << (b'e' & 31);
        beginnings[b'(' as usize] = u32::MAX;
        // More blanks.
        beginnings[b' ' as usize] |= 1;
        beginnings[b'\t' as usize] = u32::MAX;
    }
    beginnings
};

/// Whether a line begins so.
#[inline]
fn is_telling([first, second]: [u8; 2]) -> bool {
    TELLING_BEGINNINGS.get(usize::from(first)).is_some_and(|seconds| seconds >> (second & 31) & 1 != 0)
}

/// Looks at the beginning of a text.
#[inline(never)]
fn beginning(text: Text<'_>, spans: &mut Spans) {
    match text.three(0) {
        Some([b'L', b'i', b'n'] | [b'D', b'a', b'r'] | [b'F', b'r', b'e']) => {
            journal::host_of_kernel(text, spans);
        }
        Some([b'(', ..]) => command::at_start(text, spans),
        Some([b'B', b'e', b'a']) => authorization::at_start(text, spans),
        _ => line(text, 0, spans),
    }
}

/// Looks at the end of a line in a digit, and at the beginning of the next one.
#[inline(never)]
fn line_behind_digit(text: Text<'_>, newline: usize, spans: &mut Spans) {
    reached::behind_digit(text, newline, spans);
    let start = newline.wrapping_add(1);
    if is_telling([text.at(start), text.at(start.wrapping_add(1))]) {
        line(text, start, spans);
    }
}

/// Looks at the beginning of a line.
#[inline(never)]
fn line(text: Text<'_>, start: usize, spans: &mut Spans) {
    device::line(text, start, spans);
    if command::may_begin(text, start) {
        command::at_line(text, start, spans);
    } else {
        variable::at_line(text, text.skip_blanks(start), spans);
    }
}

/// What is known of a text beside what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Role {
    /// The value of a name.
    Value(Option<Meaning>),
    /// A secret from a position on, unless it only stands for one.
    SecretFrom(usize),
    /// Perhaps a user and a password; otherwise the value of a name.
    Credentials(Option<Meaning>),
    /// Perhaps an account at a host, with a path after a colon.
    Target,
}

/// All that must not stay in a text of which something is known.
pub(crate) fn scan_as(role: Role, text: &str, facts: &PrivateFacts) -> Vec<Span> {
    let view = Text::new(text);
    let mut spans = Spans::default();
    match role {
        Role::Value(Some(meaning)) => named::whole(view, meaning, &mut spans),
        Role::Value(None) => {}
        Role::SecretFrom(start) => named::secret_from(view, start, &mut spans),
        Role::Credentials(_) => named::whole_user(view, &mut spans),
        Role::Target => account::target(view, &mut spans),
    }
    let found = spans.into_found();
    match role {
        _ if !found.is_empty() => merge(found, facts.find(text)),
        Role::Credentials(meaning) => scan_as(Role::Value(meaning), text, facts),
        _ => scan(text, facts),
    }
}

/// Whether anything of a text is what its name says, whatever else it holds.
#[cold]
pub(crate) fn says_of_whole(meaning: Meaning, text: &str) -> bool {
    let mut spans = Spans::default();
    named::whole(Text::new(text), meaning, &mut spans);
    !spans.into_found().is_empty()
}

/// Most places end at what stands beside them, before anything is called.
#[inline]
fn visit(text: Text<'_>, position: usize, block: &Block, facts: &PrivateFacts, spans: &mut Spans) {
    let [before, byte, after] = text.around(position);
    match byte {
        b'.' => {
            if of(before) & of(after) & DIGIT != 0 {
                // `v1.30.3`, as Kubernetes has them
                if before == b'1' && text.slice(position.wrapping_sub(4), position) == b"  v1" {
                    listing::node(text, position.wrapping_sub(2), spans);
                }
                digits(text, position, block, spans);
            } else if is(before, ALNUM) && is(after, ALNUM) {
                names(text, position, block, spans);
            } else if matches!(before, b'e' | b'g' | b'0'..=b'9') {
                // `... the sudoers file.`, `... strict checking.`
                end_of_sentence(text, position, spans);
            }
        }
        // The first of several has been looked at.
        b'=' if matches!(before, b'=' | b':') => {}
        b':' | b'=' => operator(text, position, [before, byte, after], block, spans),
        b'@' => account::at_sign(text, position, spans),
        // `</password>`
        b'/' if before == b'<' => {
            element::closing_tag(text, position, spans);
            path::bracketed(text, position, spans);
        }
        // `projects/name`, `pts/0`
        b'/' if before == b's'
            && (cloud::resource_path(text, position, spans)
                || listing::at_terminal(text, position, spans)) => {}
        // `-L/home/name`, `\n/home/name`, `node/name cordoned`
        b'/' if is(before, ALNUM) => match text.at(position.wrapping_sub(2)) {
            b'-' => path::joined(text, position, spans),
            b'\\' if matches!(before, b'n' | b't' | b'r') => path::after_scheme(text, position, spans),
            b'd' if before == b'e' => message::node_of_command(text, position, spans),
            _ => {}
        },
        // `net user name /add`
        b'/' if after == b'a' && before == b' ' && manual::new_account(text, position, spans) => {}
        b'/' => path::unix(text, position, spans),
        b'\\' => backslash(text, position, facts, spans),
        b'~' => tilde(text, position, spans),
        b'$' if is(after, ALNUM) => token::hashed_password(text, position, spans),
        // `host:directory name$ `
        b'$' if matches!(after, b' ' | b'\n' | 0) && is(before, TOKEN) => {
            message::prompt(text, position, spans)
        }
        b'$' => {}
        b'-' if !is(before, TOKEN) => {
            if is(before, SPACE | QUOTE) || matches!(before, b'(' | b'[' | b',' | b'|') {
                flag::flag(text, position, spans);
            }
        }
        b'"' | b'\'' | b'`' => {
            // What an operator and a blank stand before is the operator's.
            let follows_operator = before == b' ' && matches!(text.at(position.wrapping_sub(2)), b':' | b'=');
            if matches!(before, b' ' | b'(' | b',') && !follows_operator {
                quoted::quote(text, position, spans);
            }
        }
        b'\n' if before.is_ascii_digit() => line_behind_digit(text, position, spans),
        b'\n' => {
            if is_telling([after, text.at(position.wrapping_add(2))]) {
                line(text, position.wrapping_add(1), spans);
            }
        }
        ESCAPE => spans.note_colour(),
        b'%' | b'&' | 0xc2 | 0xe2 | 0xef => {
            decoded::note(text, position, facts, spans);
        }
        _ => token::recognise(text, position, block.token_end(position), spans),
    }
}

/// An operator, which may be a part of something else.
#[inline(never)]
fn operator(text: Text<'_>, position: usize, around: [u8; 3], block: &Block, spans: &mut Spans) {
    let [_, byte, after] = around;
    if matches!(after, b'\n' | b'\r') || (after == b' ' && opens(text.at(position.wrapping_add(2)))) {
        spans.note_line();
    }
    if in_known_line(text, position, around, spans) {
        return;
    }
    if is_replaced(text, position, after) || keyed::plain(text, position, around, block, spans) {
        return;
    }
    if byte == b':' {
        colon(text, position, block, spans);
    } else {
        keyed::operator(text, position, spans);
    }
}

/// Whether what follows a name may go on in the lines after it.
#[inline]
fn opens(byte: u8) -> bool {
    matches!(byte, b'|' | b'>' | b'{' | b'[' | b'(' | b'<' | b'!' | b'&' | b'#' | b' ' | b'\n' | b'\r')
}

/// Lines of logs and files that an operator is a part of, each by the bytes around that. Whether all has been found that it
/// tells of.
#[inline]
fn in_known_line(text: Text<'_>, position: usize, around: [u8; 3], spans: &mut Spans) -> bool {
    match around {
        // `host | UNREACHABLE! => {`, `host | CHANGED => {`, as Ansible says it
        [b' ', b'=', b'>'] => {
            if matches!(text.at(position.wrapping_sub(2)), b'!' | b'A'..=b'Z') {
                automation::host_of_command(text, position, spans);
            }
            false
        }
        [_, b'=', _] => false,
        // `name : ok=12`, `name : TTY=pts/0`
        [b' ', _, b' '] => message::before_fields(text, position, spans),
        // `UnknownHostException: `, `login: `, `reason: `, `status is now: `
        [b'n' | b'w', _, b' '] if matches!(text.at(position.wrapping_sub(2)), b'o' | b'i') => {
            message::before_colon(text, position, spans)
        }
        // `dial tcp: `, `nslookup: `, `pam_unix(sshd:session): `, `PAM: `
        [b'p' | b')' | b'M', _, b' '] => message::behind_colon(text, position, spans),
        // `sudo: `, `mongo: `, `su: `, `sshd[12]: `, `OK LOGIN: `
        [b'o' | b'u' | b']' | b'N', _, b' '] => {
            session::user_of_program(text, position, spans) || message::behind_colon(text, position, spans)
        }
        // `AH01618: `, `port 22: `, `x509: `, `10.0.0.1: `
        [b'0'..=b'9', _, b' '] => {
            session::user_of_apache(text, position, spans)
                || connection::host_of_port(text, position, spans)
                || message::certificate(text, position, spans)
                || reached::behind_digit(text, position, spans)
        }
        // `failed: `, `2 ms: `, `nfs: `
        [b'd' | b's', _, b' ']
            if matches!(text.slice(position.wrapping_sub(3), position), b"led" | b" ms" | b"nfs") =>
        {
            connection::host_of_port(text, position, spans) || message::behind_colon(text, position, spans)
        }
        // `/p:`, `/u:`, `/v:`
        [b'p' | b'u' | b'v', _, _] if text.at(position.wrapping_sub(2)) == b'/' => {
            manual::switch(text, position, spans)
        }
        // `::add-mask::`
        [b'k', _, b':'] => automation::masked(text, position, spans),
        // `data:image/`, `data:font/`
        [b'a', _, b'i' | b'f'] => encoded_picture(text, position, spans),
        // `name:x:1000:`, of passwd(5)
        [_, _, b'x'] => listing::may_be_account(text, position) && listing::account(text, position, spans),
        // `12:30:01 host`, `name [10/Oct/2000:13:55`, `host:5432:database:name:`
        [before, _, b'0'..=b'9'] => {
            if is(before, DIGIT) {
                if journal::may_name_host(text, position) {
                    journal::host_after_time(text, position, spans);
                } else if text.at(position.wrapping_sub(5)) == b'/' {
                    session::user_before_time(text, position, spans);
                }
            }
            listing::password(text, position, spans)
        }
        _ => false,
    }
}

/// Passes over a picture or a font in a URL (RFC 2397), which looks random: `data:image/png;base64,...`.
#[inline(never)]
fn encoded_picture(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let kind = colon.wrapping_add(1);
    let end = text.skip_within(kind, kind.saturating_add(32), HOST | PATH);
    let known = text.slice(colon.wrapping_sub(4), colon) == b"data"
        && [&b"image/"[..], b"font/"].iter().any(|kinds| text.starts_with(kind, kinds))
        && text.starts_with(end, b";base64,");
    if known {
        spans.settle(text.skip(end.wrapping_add(8), BASE64));
    }
    known
}

/// Whether what follows an operator has been replaced before, so that nothing is left to do: `token=[secret]`,
/// `"token": "[secret]"`. Most texts in which something was found are looked at once more.
#[inline]
fn is_replaced(text: Text<'_>, operator: usize, after: u8) -> bool {
    let from = operator.wrapping_add(1);
    let from = from.wrapping_add(usize::from(after == b' '));
    let [first, second, third] = text.three(from).unwrap_or_default();
    let begins = match first {
        b'[' => true,
        b'"' | b'\'' => second == b'[',
        b'\\' => third == b'[',
        _ => false,
    };
    begins && holds_replacement(text, from)
}

#[inline(never)]
fn holds_replacement(text: Text<'_>, start: usize) -> bool {
    let escape = usize::from(text.at(start) == b'\\');
    let quote = start.wrapping_add(escape);
    let quoted = matches!(text.at(quote), b'"' | b'\'');
    let value = quote.wrapping_add(usize::from(quoted));
    let Some(length) = replacement_at(text, value) else { return false };
    let end = value.wrapping_add(length);
    if quoted {
        text.slice(end, end.wrapping_add(escape).wrapping_add(1)) == text.slice(start, value)
    } else {
        escape == 0 && (end >= text.len() || is(text.at(end), SPACE))
    }
}

/// A dot behind which a sentence may end that tells of a user or a host.
#[inline(never)]
fn end_of_sentence(text: Text<'_>, dot: usize, spans: &mut Spans) {
    match text.slice(dot.wrapping_sub(2), dot) {
        b"le" => session::user_of_sudoers(text, dot, spans),
        b"ng" => message::host_of_key(text, dot, spans),
        [.., b'0'..=b'9'] => {
            reached::behind_digit(text, dot, spans);
        }
        _ => {}
    }
}

/// A dot between digits.
#[inline]
fn digits(text: Text<'_>, dot: usize, block: &Block, spans: &mut Spans) {
    if listing::may_be_share(text, dot) {
        listing::process(text, dot, spans);
    }
    if address::may_be_hardware(text, dot) {
        address::dotted_hardware(text, dot, spans);
    }
    if address::may_be_ipv4(text, dot, block) && spans.floor() <= dot {
        address::ipv4(text, dot, spans);
    }
}

/// A dot between letters and digits.
#[inline(never)]
fn names(text: Text<'_>, dot: usize, block: &Block, spans: &mut Spans) {
    if address::may_be_hardware(text, dot) {
        address::dotted_hardware(text, dot, spans);
    }
    if text.before(dot) == b'1' && cloud::oracle_identifier(text, dot, spans) {
        return;
    }
    if spans.floor() <= dot {
        host::recognise(text, dot, block, spans);
    }
}

#[inline(never)]
fn colon(text: Text<'_>, colon: usize, block: &Block, spans: &mut Spans) {
    let after = text.at(colon.wrapping_add(1));
    match after {
        b'/' if text.at(colon.wrapping_add(2)) == b'/' => return url::recognise(text, colon, spans),
        b'/' | b'\\' if path_of_windows::drive(text, colon, spans) => return,
        b'/' if message::host_of_path(text, colon, spans) => return,
        b'a' if text.before(colon) == b'n' && cloud::amazon_resource_name(text, colon, spans) => return,
        _ => {}
    }
    if address::may_have_colon(text, colon, block) {
        address::colon(text, colon, spans);
    }
    if spans.floor() <= colon {
        keyed::operator(text, colon, spans);
    }
}

#[inline(never)]
fn backslash(text: Text<'_>, position: usize, facts: &PrivateFacts, spans: &mut Spans) {
    hidden::at_backslash(text, position, facts, spans);
    if matches!(text.at(position.wrapping_add(1)), b'u' | b'x' | b'0') {
        if colour::is_written(text.slice(position, text.len())) {
            spans.note_colour();
        } else {
            decoded::note(text, position, facts, spans);
        }
    }
    match text.before(position) {
        b'\\' => return,
        b's' if path_of_windows::of_user(text, position, spans) => return,
        _ => {}
    }
    if text.before(position) == b' ' && matches!(text.at(position.wrapping_add(1)), b'"' | b'\'') {
        let (end, start) = (position.wrapping_sub(1), position.wrapping_add(2));
        if !message::quoted_node(text, end, start, spans) {
            message::quoted_user(text, end, start, spans);
        }
        return;
    }
    let next = text.slice(position.wrapping_add(1), position.wrapping_add(3));
    if let [b'\\', after] = next
        && (*after == b'\\' || !is(text.before(position), ALNUM))
    {
        path_of_windows::share(text, position, spans);
    } else {
        account::domain_account(text, position, spans);
    }
}

#[inline(never)]
fn tilde(text: Text<'_>, position: usize, spans: &mut Spans) {
    if !token::azure(text, position, spans) {
        path::tilde(text, position, spans);
    }
}

/// Puts what was found in order, none of it overlapping another, and what else is known together: what overlaps becomes one.
#[inline]
pub(crate) fn merge(found: Vec<Span>, known: Vec<Span>) -> Vec<Span> {
    if known.is_empty() { found } else { merge_all(found, known) }
}

#[inline(never)]
fn merge_all(found: Vec<Span>, known: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(found.len().saturating_add(known.len()));
    let (mut found, mut known) = (found.into_iter().peekable(), known.into_iter().peekable());
    loop {
        let next = match (found.peek(), known.peek()) {
            (Some(left), Some(right)) if left.start < right.start => found.next(),
            (_, Some(_)) => known.next(),
            (_, None) => found.next(),
        };
        let Some(span) = next else { return merged };
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
}
