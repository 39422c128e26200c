//! Values in cells, whose names stand in the cells before them: `name,value`, `name|value`, `| name | value |`.

use super::named::{Syntax, take};
use super::token::Found;
use crate::scrub::text::class::{ALNUM, BASE64, DIGIT, LETTER, NAME, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::{Text, UUID, begins_with, consists_of, ends_in, has_any, is_hexadecimal};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::value::{self, Value};

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
    if !alone || is(text.before(start), BASE64) {
        return None;
    }
    let name = text.slice(name_start, name_end);
    if bar && is_account(text.slice(start, end)) && meaning(name) == Some(Meaning::Account) {
        return Some((start, end, Kind::Account, "named-account"));
    }
    let key = value.is_mixed(text) && value.is_opaque(text);
    let sound = key || (bar && ends_in(name, "password") && is_numbered_word(text.slice(start, end)));
    (sound && meaning(name) == Some(Meaning::Secret)).then_some((start, end, Kind::Secret, "secret-in-cell"))
}

/// Takes what stands in a cell of Markdown in backquotes, if the cell before holds the name of a secret, of an account:
/// `| \`DB_PASSWORD\` | \`x\` |`. The bar between them is at a position.
#[cold]
pub(crate) fn quoted(text: Text<'_>, bar: usize, quote: usize, spans: &mut Spans) {
    let gap = |from: usize| text.skip_blanks_back(from, from.saturating_sub(LONGEST_GAP));
    let close = gap(bar);
    let name_end = close.wrapping_sub(usize::from(text.before(close) == b'`'));
    let name_start = text.skip_back(name_end, name_end.saturating_sub(LONGEST_NAME), NAME);
    let open = gap(name_start.wrapping_sub(close.wrapping_sub(name_end)));
    let value = value::read(text, quote);
    let bytes = text.slice(value.start, value.end);
    let ends = text.at(text.skip_blanks(value.end.wrapping_add(1))) == b'|';
    if !ends || text.before(open) != b'|' {
        return;
    }
    match meaning(text.slice(name_start, name_end)) {
        Some(Meaning::Secret) if value.is_opaque(text) || is_numbered_word(bytes) => {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        Some(Meaning::Account) if is_account(bytes) => {
            spans.push(text, value.start, value.end, Kind::Account, "named-account");
        }
        _ => {}
    }
}

/// Whether it is the id of an account at a cloud: a UUID, or Amazon's twelve digits.
fn is_account(bytes: &[u8]) -> bool {
    is_hexadecimal(bytes, UUID) || (bytes.len() == 12 && consists_of(bytes, DIGIT))
}

/// Whether letters and digits make a password as people do, and no type or algorithm as tables of columns have them.
fn is_numbered_word(bytes: &[u8]) -> bool {
    bytes.len() >= 8
        && consists_of(bytes, ALNUM)
        && has_any(bytes, DIGIT)
        && has_any(bytes, LETTER)
        && !TYPES.iter().any(|name| begins_with(bytes, name))
}

const TYPES: &[&str] =
    &["argon", "base64", "bcrypt", "binary", "char", "nvarchar", "pbkdf", "scrypt", "sha", "varchar"];
