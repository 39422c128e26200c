//! Names in the marks of Markdown and HTML, and before a dash, as people write them in messages and on pages:
//! `**Password:** x`, `<b>Password</b>: x`, `Password - x`.

use super::named::{Syntax, take};
use crate::scrub::text::Text;
use crate::scrub::text::class::{LETTER, NAME};
use crate::scrub::text::span::Spans;
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::value;

/// The longest tag that is passed over: `</strong>`.
const LONGEST_TAG: usize = 9;

/// Where a name ends whose marks end before a colon: `**Password**: x`, `<b>Password</b>: x`.
#[cold]
pub(crate) fn before_marks(text: Text<'_>, end: usize, floor: usize) -> usize {
    let mut start = end;
    if text.before(end) == b'*' {
        while start > floor && text.before(start) == b'*' {
            start = start.wrapping_sub(1);
        }
        return start;
    }
    let slash = text.skip_back(end.wrapping_sub(1), floor.max(end.saturating_sub(LONGEST_TAG)), LETTER);
    let tag = text.slice(slash.wrapping_sub(2), slash) == b"</";
    if tag { slash.wrapping_sub(2) } else { end }
}

/// Whether the name that ends at a position is that of a place which a line tells (reStructuredText): .. _`Token`: ...
#[cold]
pub(crate) fn is_target(text: Text<'_>, end: usize) -> bool {
    text.line_before(end).is_some_and(|(_, line)| line.trim_ascii_start().starts_with(b".. _`"))
}

/// Where a value begins behind a colon that stands within the marks of its name: `**Password:** x`, `<b>Password:</b> x`.
#[cold]
pub(crate) fn behind_marks(text: Text<'_>, name_start: usize, from: usize) -> usize {
    if text.at(from) == b'*' {
        let mut end = from;
        while text.at(end) == b'*' {
            end = end.wrapping_add(1);
        }
        let closes = text.before(name_start) == b'*' || end.wrapping_sub(from) == 2;
        return if closes && text.at(end) == b' ' { end } else { from };
    }
    let tag = from.wrapping_add(2);
    let end = text.skip_within(tag, tag.saturating_add(LONGEST_TAG), LETTER);
    if text.at(from.wrapping_add(1)) == b'/' && text.at(end) == b'>' { end.wrapping_add(1) } else { from }
}

/// Looks at a dash between blanks, or the beginning of an arrow, behind the first name of its line: `Password - x`,
/// `Token -> x`. Prose has both, so what follows has to look like a password.
#[inline]
pub(crate) fn dash(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let blank = dash.wrapping_add(if text.at(dash.wrapping_add(1)) == b'>' { 2 } else { 1 });
    let end = dash.wrapping_sub(1);
    // Names of secrets end in these: `Password`, `passphrase`, `Token`, `credentials`, `Secret`, `API_KEY`.
    let named = matches!(text.before(end) | 32, b'd' | b'e' | b'n' | b's' | b't' | b'y');
    if !named || text.at(end) != b' ' || text.at(blank) != b' ' {
        return;
    }
    behind_dash(text, end, blank, spans);
}

#[cold]
fn behind_dash(text: Text<'_>, end: usize, blank: usize, spans: &mut Spans) {
    let start = text.skip_back(end, end.saturating_sub(LONGEST_NAME), NAME);
    if !begins_line(text, start) || meaning(text.slice(start, end)) != Some(Meaning::Secret) {
        return;
    }
    let value = value::read(text, blank);
    let alone = matches!(text.at(value.end), 0 | b'\n' | b'\r');
    if alone && (value.is_mixed(text) || value.is_opaque(text)) {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Whether a line begins at a position, perhaps with the mark of an item before it.
fn begins_line(text: Text<'_>, start: usize) -> bool {
    let blank = text.skip_blanks_back(start, start.saturating_sub(16));
    let mark = text.skip_blanks_back(blank.wrapping_sub(1), blank.saturating_sub(16));
    let item = matches!(text.before(blank), b'-' | b'*') && text.begins_line(mark);
    text.begins_line(blank) || (item && start > blank)
}
