//! Private keys in PEM (RFC 7468), whole or cut off, with real line ends or escaped ones.

use crate::scrub::text::class::{BASE64, DIGIT, LOWER, QUOTE, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::{Text, holds};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
/// A line of this length is part of a key wherever it stands; a shorter one only where nothing follows in its line.
const LINE: usize = 24;

/// Looks at the `-----BEGIN ` at `start`. Without an end, all that may belong to the key goes.
pub(crate) fn recognise(text: Text<'_>, start: usize, spans: &mut Spans) {
    let label = label_end(text, start.saturating_add(BEGIN.len()));
    if !holds(text.slice(start, label), b"PRIVATE KEY") {
        return spans.settle_over(text, start, public_end(text, label));
    }
    if is(text.at(label), QUOTE) || matches!(text.at(label), b'.' | b'[' | b'(') {
        // What somebody looks for, or compares with: `-----BEGIN PRIVATE KEY-----.*?-----END`.
        return spans.settle_over(text, start, label);
    }
    let word = label.wrapping_add(1);
    let word_end = text.skip(word, LOWER);
    if text.at(label) == b' ' && word_end > word && matches!(text.at(word_end), b' ' | b',' | b'.' | 0) {
        // A sentence about it.
        return spans.settle_over(text, start, label);
    }
    let mut end = label;
    loop {
        let line = skip_line_ends(text, end);
        if text.starts_with(line, END) {
            end = label_end(text, line.saturating_add(END.len()));
            break;
        }
        let Some(rest) = line_end(text, line) else { break };
        end = rest;
    }
    spans.push(text, start, end, Kind::Secret, "private-key");
}

/// The end of what is for everybody, such as a certificate, where all of it stands between a label and that of its end.
/// Another label ends the look, so that what stands between two is looked at from the first one only.
fn public_end(text: Text<'_>, label: usize) -> usize {
    let mut end = label;
    loop {
        let line = skip_line_ends(text, end);
        if text.starts_with(line, END) {
            return line;
        }
        let next = text.skip(line, BASE64);
        // Dashes are base64 of another alphabet: `x-----BEGIN `.
        if next == line || holds(text.slice(line, next), DASHES) {
            return label;
        }
        end = next;
    }
}

/// Whether a key may go on in the next line, after the `-----BEGIN ` that a text begins with: behind the label there is
/// nothing but what a key consists of.
pub(crate) fn goes_on(begin: &str) -> bool {
    let text = Text::new(begin);
    let label = label_end(text, BEGIN.len());
    let rest = text.slice(label, text.len());
    holds(text.slice(0, label), b"PRIVATE KEY")
        && rest.iter().all(|byte| is(*byte, BASE64 | SPACE) || *byte == b'\\')
        && !holds(rest, END)
}

/// What says in a file of PuTTY's how many lines of the private key follow.
pub(crate) const PRIVATE_LINES: &str = "Private-Lines";
/// What stands behind them.
pub(crate) const PRIVATE_MAC: &str = "Private-MAC";

/// Takes the lines of a private key of PuTTY's, whose number begins at `from`.
#[inline(never)]
pub(crate) fn putty(text: Text<'_>, from: usize, spans: &mut Spans) {
    let number = text.skip_blanks(from);
    let number_end = text.skip(number, DIGIT);
    let start = skip_line_ends(text, number_end);
    let mut end = number_end;
    let mut line = start;
    while line > end {
        let rest = text.skip(line, BASE64);
        let alone = rest >= text.len() || matches!(text.at(rest), b'\n' | b'\r' | b'\\' | b'"');
        if rest == line || !alone {
            break;
        }
        end = rest;
        line = skip_line_ends(text, rest);
    }
    if start < end {
        spans.push(text, start, end, Kind::Secret, "private-key");
    }
}

/// The end of a label and of the dashes behind it.
fn label_end(text: Text<'_>, from: usize) -> usize {
    let label = text.skip_within(from, from.saturating_add(64), UPPER | DIGIT | SPACE);
    let mut end = label;
    while text.at(end) == b'-' {
        end = end.wrapping_add(1);
    }
    end
}

/// Skips white space and the escapes `\n` and `\r`.
fn skip_line_ends(text: Text<'_>, from: usize) -> usize {
    let mut position = text.skip(from, SPACE);
    while text.at(position) == b'\\' {
        let letter = text.skip_escapes(position);
        if !matches!(text.at(letter), b'n' | b'r') {
            return position;
        }
        position = text.skip(letter.wrapping_add(1), SPACE);
    }
    position
}

/// The end of the line of a key, or of a header (`Proc-Type: 4,ENCRYPTED`), that begins at `line`.
fn line_end(text: Text<'_>, line: usize) -> Option<usize> {
    let end = text.skip(line, BASE64);
    if end == line {
        return None;
    }
    if text.at(end) == b':' && is(text.before(end), TOKEN) {
        let mut position = end;
        while position < text.len() && !matches!(text.at(position), b'\n' | b'\\' | b'"') {
            position = position.wrapping_add(1);
        }
        return Some(position);
    }
    let alone = end >= text.len() || matches!(text.at(end), b'\n' | b'\r' | b'\\' | b'"' | b'\'' | b'`');
    (alone || end.wrapping_sub(line) >= LINE).then_some(end)
}
