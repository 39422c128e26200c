//! Variables of an environment whose names say that they are secrets: `DB_PASSWORD=x`, `export API_TOKEN=x`.

use super::named::{Syntax, take};
use super::reached;
use crate::scrub::text::Text;
use crate::scrub::text::class::{DIGIT, NAME, QUOTE, SPACE, UPPER, is};
use crate::scrub::text::span::Spans;
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::own_name::is_own_name;
use crate::scrub::values::value::{self, Value};

/// Whether a name is that of a variable of an environment: `DB_PASSWORD`.
pub(crate) fn is_name(name: &[u8]) -> bool {
    name.contains(&b'_') && name.iter().all(|byte| is(*byte, UPPER | DIGIT) || *byte == b'_')
}

/// Whether the name of a variable begins its line, alone or after what sets it, and its value follows at once: in files
/// of environments, in shells, and in what they print of themselves.
pub(crate) fn is_set(text: Text<'_>, name: &[u8], start: usize, last: usize) -> bool {
    let before = text.slice(start.saturating_sub(16), start);
    let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = line.len() < before.len() || start <= 16;
    let set =
        matches!(line, b"" | b"export " | b"+ export " | b"+ " | b"set " | b"setx " | b"ENV " | b"ARG ");
    is_name(name)
        && first
        && set
        && !is(text.at(last), QUOTE | SPACE)
        && !matches!(text.at(last), b'$' | b'(' | b'{' | b'[' | b'<' | b'%' | b'@')
}

/// Looks at the beginning of a line, where a variable may be set with a blank before its value: `ENV NAME x` of Docker,
/// `SetEnv NAME x` of Apache, `setenv NAME x` of csh, `setx NAME x` of Windows, `set -gx NAME x` of fish.
#[inline]
pub(crate) fn at_line(text: Text<'_>, start: usize, spans: &mut Spans) {
    match text.slice(start, start.wrapping_add(4)) {
        b"ENV " | b"SetE" | b"sete" | b"setx" | b"set " => set_by_blank(text, start, spans),
        b"Norm" | b"Warn" => reached::reporter(text, start, spans),
        _ => {}
    }
}

#[cold]
fn set_by_blank(text: Text<'_>, start: usize, spans: &mut Spans) {
    let Some(statement) = STATEMENTS.iter().find(|statement| text.starts_with(start, statement)) else {
        return;
    };
    let name_start = text.skip_blanks(start.wrapping_add(statement.len()));
    let name_end = text.skip_within(name_start, name_start.saturating_add(LONGEST_NAME), NAME);
    let name = text.slice(name_start, name_end);
    // A word in capitals, also where it is one alone.
    let sound = name.iter().all(|byte| is(*byte, UPPER | DIGIT) || *byte == b'_');
    if sound && matches!(text.at(name_end), b' ' | b'\t') && meaning(name) == Some(Meaning::Secret) {
        let value = value::read(text, name_end);
        if !is_own_name(name, text.slice(value.start, value.end)) {
            take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
    }
}

const STATEMENTS: &[&[u8]] =
    &[b"ENV ", b"SetEnv ", b"setenv ", b"setx ", b"set -x ", b"set -gx ", b"set -Ux "];

/// Takes the value of such a variable, which goes on to the next white space whatever it holds.
pub(crate) fn value(text: Text<'_>, name: &[u8], start: usize, spans: &mut Spans) {
    let end = text.find_within(start, text.len(), SPACE);
    let value = Value { start, end, quoted: false };
    let called = matches!(text.before(end), b')' | b']') && value.is_expression(text);
    if !called && !value.is_member(text) && !is_own_name(name, text.slice(start, end)) {
        take(text, Value { quoted: true, ..value }, Meaning::Secret, Syntax::Certain, spans);
    }
}
