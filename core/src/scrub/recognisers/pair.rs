//! Pairs whose name is a value itself: `"name": "TOKEN", "value": "x"`.

use crate::scrub::text::Text;
use crate::scrub::text::class::{NAME, QUOTE, SPACE};
use crate::scrub::values::names::LONGEST_NAME;

/// The name in the field before one that is called `value`: `key="password" value="..."`, `"name": "TOKEN", "value": ...`.
pub(crate) fn name_before(text: Text<'_>, name_start: usize, floor: usize) -> &[u8] {
    let between = QUOTE | SPACE;
    let mut end = text.skip_back(name_start, floor.max(name_start.saturating_sub(32)), between);
    let escaped = text.before(end) == b'\\';
    if escaped {
        // JSON in a text of JSON: `{\"name\":\"TOKEN\",\"value\":...`
        end = before_escapes(text, end, floor);
    }
    if text.before(end) == b',' {
        end = text.skip_back(end.wrapping_sub(1), floor.max(end.saturating_sub(8)), between);
        if escaped {
            end = before_escapes(text, end, floor);
        }
    } else if text.before(end) == b'{' {
        // `"password": { "value": ...`
        let colon = text.skip_back(end.wrapping_sub(1), floor.max(end.saturating_sub(8)), SPACE);
        if text.before(colon) == b':' {
            end = text.skip_back(colon.wrapping_sub(1), floor.max(colon.saturating_sub(8)), between);
        }
    }
    let start = text.skip_back(end, floor.max(end.saturating_sub(LONGEST_NAME)), NAME);
    text.slice(start, end)
}

/// Where the backslashes before a quote begin, and the blanks before them.
fn before_escapes(text: Text<'_>, end: usize, floor: usize) -> usize {
    let mut start = end;
    while start > floor && end.wrapping_sub(start) < 8 && text.before(start) == b'\\' {
        start = start.wrapping_sub(1);
    }
    text.skip_back(start, floor.max(start.saturating_sub(8)), SPACE)
}
