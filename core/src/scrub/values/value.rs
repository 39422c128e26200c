//! Where a value begins and ends that a name announces.

use crate::scrub::text::Text;
use crate::scrub::text::class::{ALNUM, BEYOND, END, LETTER, NAME, QUOTE, SPACE, is};

/// How far the end of a quoted value is looked for.
const LONGEST: usize = 4096;

/// The same for a value without quotes. What is longer is no value that anybody wrote there, and its beginning suffices.
const LONGEST_UNQUOTED: usize = 1024;

/// A value, without its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quoted: bool,
}

/// Reads the value that begins at `from`, or after the blanks there.
pub(crate) fn read(text: Text<'_>, from: usize) -> Value {
    let mut start = next_line(text, text.skip_blanks(from));
    // `@"..."`, `b"..."`, `f'...'`, `L"..."`: strings of several languages.
    if matches!(text.at(start), b'@' | b'L' | b'R' | b'b' | b'f' | b'r' | b'u' | b'$')
        && is(text.at(start.wrapping_add(1)), QUOTE)
    {
        start = start.wrapping_add(1);
    }
    if matches!(text.at(start), b'S' | b'O')
        && let Some(wrapper) = WRAPPERS.iter().find(|wrapper| text.starts_with(start, wrapper))
        && is(text.at(text.skip_escapes(start.wrapping_add(wrapper.len()))), QUOTE)
    {
        start = start.wrapping_add(wrapper.len());
    }
    if text.at(start) == b'<' && text.starts_with(start, b"<<\"") {
        // A binary of Erlang.
        start = start.wrapping_add(2);
    }
    if text.at(start) == b'!' && text.at(start.wrapping_add(1)) == b'!' {
        // A tag of YAML before the value (`!!str x`).
        start = text.skip_blanks(text.skip(start.wrapping_add(2), LETTER));
    }
    let quote = text.skip_escapes(start);
    if is(text.at(quote), QUOTE) { quoted(text, start, quote) } else { unquoted(text, start) }
}

/// How Go writes a `&` in JSON.
const AMPERSAND: &[u8] = b"\\u0026";
/// What Rust writes around a text.
const WRAPPERS: &[&[u8]] = &[b"Some(", b"Ok("];

/// Where a value begins that stands in the line after `(`, or after `|` or `>` and their marks in YAML (section 8.1).
fn next_line(text: Text<'_>, from: usize) -> usize {
    if !matches!(text.at(from), b'(' | b'|' | b'>') {
        return from;
    }
    let mark = from.wrapping_add(1);
    let end = mark.wrapping_add(usize::from(matches!(text.at(mark), b'-' | b'+')));
    if text.at(end) == b'\n' { text.skip_blanks(end.wrapping_add(1)) } else { from }
}

/// A quoted value: it ends at the same quote with as many backslashes before it, or with its line.
fn quoted(text: Text<'_>, from: usize, quote: usize) -> Value {
    let escapes = quote.wrapping_sub(from);
    // Three quotes begin a text of Python and TOML.
    let opening = text.slice(quote, quote.wrapping_add(3));
    let is_long = opening.len() == 3 && opening.iter().all(|byte| *byte == text.at(quote));
    let start = quote.wrapping_add(if is_long { 3 } else { 1 });
    let limit = text.len().min(start.saturating_add(LONGEST));
    let delimiter = text.at(quote);
    let mut position = start;
    loop {
        position = text.find_within(position, limit, END);
        if position >= limit {
            break;
        }
        let byte = text.at(position);
        if byte == b'\n' {
            break;
        }
        if byte == b'\\' {
            let end = text.skip_escapes(position);
            let backslashes = end.wrapping_sub(position);
            if text.at(end) == delimiter && backslashes <= escapes {
                return Value { start, end: position, quoted: true };
            }
            if text.at(end) == delimiter && escapes == 0 && backslashes.is_multiple_of(2) {
                // Each stands for a backslash.
                return Value { start, end, quoted: true };
            }
            // An escaped quote, or an escape of something else: one byte more belongs to it.
            position = end.wrapping_add(usize::from(text.at(end) == delimiter));
            continue;
        }
        if byte == delimiter && escapes == 0 {
            // Two stand for one (YAML 1.2 section 7.3.2, SQL).
            let doubled =
                delimiter == b'\'' && position > start && text.at(position.wrapping_add(1)) == delimiter;
            if !doubled {
                return Value { start, end: position, quoted: true };
            }
            position = position.wrapping_add(1);
        }
        position = position.wrapping_add(1);
    }
    Value { start, end: position.min(text.len()), quoted: true }
}

/// A value without quotes: it ends at white space, at a quote, or where the next name begins.
fn unquoted(text: Text<'_>, start: usize) -> Value {
    let limit = text.len().min(start.saturating_add(LONGEST_UNQUOTED));
    let mut end = start;
    loop {
        end = text.find_within(end, limit, END);
        if end >= limit {
            break;
        }
        let byte = text.at(end);
        let next = text.at(end.wrapping_add(1));
        let ends = match byte {
            b'"' | b'`' | b'<' => true,
            b'\'' => !is(next, ALNUM | BEYOND),
            b'\\' if text.starts_with(end, AMPERSAND) => begins_name(text, end.wrapping_add(AMPERSAND.len())),
            b'\\' => matches!(next, b'n' | b'r' | b't' | b'"' | b'\''),
            // An empty parameter: `token=&page=2`; an empty field: `Password=;User Id=x`.
            b'&' if end == start => begins_name(text, end.wrapping_add(1)),
            b';' if end == start => {
                begins_name(text, end.wrapping_add(1)) || begins_field(text, end.wrapping_add(1))
            }
            // HTML's.
            b'&' if text.starts_with(end, b"&amp;") => true,
            b'&' | b',' | b';' | b'|' => {
                end > start
                    && (is(next, SPACE | QUOTE)
                        || next == 0
                        || next == b'\\'
                        || begins_name(text, end.wrapping_add(1))
                        || (byte == b';' && begins_field(text, end.wrapping_add(1))))
            }
            _ => is(byte, SPACE),
        };
        if ends {
            break;
        }
        end = end.wrapping_add(1);
    }
    while end > start && matches!(text.before(end), b',' | b';' | b'\'') {
        end = end.wrapping_sub(1);
    }
    // `if token == other:`, `def method(self, token=None):`
    if text.before(end) == b':'
        && (is(text.at(end), SPACE) || matches!(text.before(end.wrapping_sub(1)), b')' | b']'))
    {
        end = end.saturating_sub(1).max(start);
    }
    Value { start, end: without_closing(text, start, end), quoted: false }
}

/// Takes closing brackets off the end that were not opened in the value.
fn without_closing(text: Text<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    if !matches!(text.before(end), b')' | b']' | b'}') {
        return end;
    }
    for (open, close) in [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'[', b']'), (b'(', b')')] {
        let count = |byte: u8| text.slice(start, end).iter().filter(|other| **other == byte).count();
        if text.before(end) != close {
            continue;
        }
        let mut extra = count(close).saturating_sub(count(open));
        while extra > 0 && end > start && text.before(end) == close {
            end = end.wrapping_sub(1);
            extra = extra.wrapping_sub(1);
        }
    }
    end
}

/// Whether a name and an operator follow: the next parameter or field.
fn begins_name(text: Text<'_>, from: usize) -> bool {
    let end = text.skip_within(from, from.saturating_add(32), NAME);
    if end > from && text.at(end) == b'[' {
        // `user[name]=...`
        let inner = text.skip_within(end.wrapping_add(1), end.saturating_add(32), NAME);
        return text.starts_with(inner, b"]=");
    }
    end > from && matches!(text.at(end), b'=' | b':')
}

/// Whether the next field of a connection string follows, whose name may have two words, with blanks around its `=`:
/// `Initial Catalog=`, `User Id = `.
fn begins_field(text: Text<'_>, from: usize) -> bool {
    let first = text.skip_within(from, from.saturating_add(32), LETTER);
    if first == from || text.at(first) != b' ' {
        return false;
    }
    let second = text.skip_blanks(first);
    let end = text.skip_within(second, second.saturating_add(32), NAME);
    text.at(text.skip_blanks(end)) == b'='
}

impl Value {
    /// The same value with what lies beyond the limits of reading: a part of a secret must not stay.
    pub(crate) fn in_full(self, text: Text<'_>) -> Self {
        if self.quoted
            && let Some(end) = self.end_of_word(text)
        {
            return Self { end, ..self };
        }
        let limit = if self.quoted { LONGEST } else { LONGEST_UNQUOTED };
        if self.end.wrapping_sub(self.start) < limit {
            return self;
        }
        let mut end = self.end;
        let quote = text.before(self.start);
        while end < text.len()
            && if self.quoted { text.at(end) != quote } else { !is(text.at(end), QUOTE | SPACE) }
        {
            end = end.wrapping_add(1);
        }
        Self { end, ..self }
    }

    /// The end of a word of a shell that goes on behind the closing quote with another one (`'it'\\''s'`, `'it'"'"'s'`), without
    /// the last one where that is the same.
    fn end_of_word(self, text: Text<'_>) -> Option<usize> {
        let quote = text.before(self.start);
        if quote != b'\'' {
            return None;
        }
        let behind = self.end.wrapping_add(1);
        let next = text.at(behind);
        let goes_on = (next == b'\\' && text.at(behind.wrapping_add(1)) == quote)
            || (is(next, QUOTE) && next != quote && text.at(behind.wrapping_add(1)) == quote);
        if text.at(self.end) != quote || !goes_on {
            return None;
        }
        let limit = text.len().min(self.start.saturating_add(LONGEST));
        let (mut end, mut open) = (behind, 0);
        while end < limit {
            let byte = text.at(end);
            match byte {
                b'\\' if open == 0 => end = end.wrapping_add(1),
                _ if byte == open => open = 0,
                b'\'' | b'"' if open == 0 => open = byte,
                _ if is(byte, SPACE) && open == 0 => break,
                b'\n' => break,
                _ => {}
            }
            end = end.wrapping_add(1);
        }
        let end = end.min(limit);
        Some(if text.before(end) == quote { end.wrapping_sub(1) } else { end })
    }
}
