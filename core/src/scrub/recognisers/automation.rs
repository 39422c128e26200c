//! Hosts in what Ansible prints, and secrets that GitHub Actions are told to mask.

use super::host::is_host;
use crate::scrub::text::Text;
use crate::scrub::text::class::{HOST, QUOTE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::values::value::Value;

/// Takes what GitHub Actions are told to mask: `::add-mask::x`.
#[inline(never)]
pub(crate) fn masked(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    const MASK: &[u8] = b"::add-mask::";
    let start = colon.wrapping_add(2);
    if text.slice(start.wrapping_sub(MASK.len()), start) != MASK {
        return false;
    }
    // In the quotes of a shell it ends with them.
    let quote = Some(text.at(colon.wrapping_sub(11))).filter(|byte| is(*byte, QUOTE));
    // What is told to be masked next is looked at for itself: so each byte is looked at once, taken or not.
    let ends = |end: usize| match text.at(end) {
        b'\n' | b'\r' => true,
        b':' => text.starts_with(end, MASK),
        byte => Some(byte) == quote,
    };
    let mut end = start;
    while end < text.len() && !ends(end) {
        end = end.wrapping_add(1);
    }
    // `::add-mask::{0}`: a text into which others are put.
    let template = matches!(text.at(start), b'{' | b'$');
    if !template && !(Value { start, end, quoted: true }).is_placeholder(text) {
        spans.push(text, start, end, Kind::Secret, "masked");
    }
    true
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
