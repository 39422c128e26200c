//! Values in cells, whose names stand in the cells before them: `name,value`, `name|value`, `| name | value |`.

use super::announced::is_password;
use super::token::Found;
use crate::scrub::text::Text;
use crate::scrub::text::class::{BASE64, NAME, is};
use crate::scrub::text::span::Kind;
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::value::Value;

/// How wide the padding of a cell may be.
const LONGEST_GAP: usize = 48;

/// A token that fills its cell, if the cell before holds the name of a secret and nothing else. Heads of tables, lists and
/// the commands of a shell look alike, so the token has to look like a key.
#[inline(never)]
pub(crate) fn value(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let gap = |from: usize| text.skip_blanks_back(from, from.saturating_sub(LONGEST_GAP));
    let separator = gap(start).wrapping_sub(1);
    let bar = text.at(separator) == b'|';
    let name_end = if bar { gap(separator) } else { separator };
    let name_start = text.skip_back(name_end, name_end.saturating_sub(LONGEST_NAME), NAME);
    let before = gap(name_start);
    let begins = text.begins_line(before) || (bar && text.before(before) == b'|');
    if !begins {
        return None;
    }
    let end = text.skip(end, BASE64);
    let alone = matches!(text.at(text.skip_blanks(end)), 0 | b'\n' | b'\r' | b'|' | b',');
    let value = Value { start, end, quoted: false };
    let sound = alone && !is(text.before(start), BASE64) && is_password(text, value) && value.is_opaque(text);
    (sound && meaning(text.slice(name_start, name_end)) == Some(Meaning::Secret)).then_some((
        start,
        end,
        Kind::Secret,
        "secret-in-cell",
    ))
}
