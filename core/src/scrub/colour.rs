//! Texts with escape sequences for terminals (ECMA-48 section 5.4: `ESC [`, parameters, a final letter): colours stand
//! between and right before words, and are no part of any.

use alloc::string::String;
use alloc::vec::Vec;

use super::facts::PrivateFacts;
use super::scan::{merge, scan_plain};
use super::span::Span;

/// What begins a sequence.
pub(super) const ESCAPE: u8 = 0x1b;

/// A text without sequences, and where its pieces come from.
struct Plain {
    text: String,
    /// Of each piece where it begins, here and in the text with sequences.
    pieces: Vec<(usize, usize)>,
}

/// All that must not stay in a text that has sequences; `None` where it has none.
#[cold]
pub(super) fn scan(text: &str, facts: &PrivateFacts) -> Option<Vec<Span>> {
    let plain = Plain::of(text);
    if plain.text.len() == text.len() {
        return None;
    }
    let (spans, _) = scan_plain(&plain.text, facts);
    let spans = spans.into_iter().map(|span| plain.span_of(span)).collect();
    // Where a sequence is none, the text may hold what the plain one does not.
    Some(merge(spans, facts.find(text)))
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(text.len()), pieces: Vec::new() };
        let mut start = 0;
        while let Some(escape) = text.as_bytes().get(start..).and_then(position_of_escape) {
            let escape = start.saturating_add(escape);
            let end = end_of_sequence(text.as_bytes(), escape);
            // What is no sequence stays, with its escape.
            let piece = if end > escape { escape } else { escape.saturating_add(1) };
            plain.push(text, start, piece);
            start = end.max(piece);
        }
        plain.push(text, start, text.len());
        plain
    }

    fn push(&mut self, text: &str, start: usize, end: usize) {
        if let Some(piece) = text.get(start..end)
            && !piece.is_empty()
        {
            self.pieces.push((self.text.len(), start));
            self.text.push_str(piece);
        }
    }

    /// A span of the plain text in the text with sequences: those inside of it belong to it, those around it do not.
    fn span_of(&self, span: Span) -> Span {
        let last = span.end.saturating_sub(1);
        Span { start: self.origin(span.start), end: self.origin(last).saturating_add(1), ..span }
    }

    /// Where a byte of the plain text comes from.
    fn origin(&self, position: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= position).saturating_sub(1);
        self.pieces
            .get(piece)
            .map_or(position, |(start, origin)| origin.saturating_add(position.saturating_sub(*start)))
    }
}

fn position_of_escape(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == ESCAPE)
}

/// The end of the sequence that begins at a position; the position itself where none does.
fn end_of_sequence(bytes: &[u8], escape: usize) -> usize {
    let parameters = escape.saturating_add(2);
    let rest = bytes.get(parameters..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| matches!(byte, 0x20..=0x3f)).count();
    let ends = matches!(rest.get(length), Some(0x40..=0x7e));
    let sequence = bytes.get(escape.saturating_add(1)) == Some(&b'[') && ends && length <= LONGEST;
    if sequence { parameters.saturating_add(length).saturating_add(1) } else { escape }
}

/// How long the parameters of a sequence are at most.
const LONGEST: usize = 32;

#[cfg(test)]
mod tests {
    use super::super::{Fact, scrub};
    use super::*;

    fn out(text: &str) -> String {
        scrub(text, &PrivateFacts::new(&[Fact::UserName("quillan")])).text.into_owned()
    }

    #[test]
    fn colours_are_no_part_of_words() {
        assert_eq!(out("\x1b[31m10.1.2.3\x1b[0m up"), "\x1b[31m[address]\x1b[0m up");
        assert_eq!(out("\x1b[33mtoken=\x1b[0mkV9xmQ2zTT"), "\x1b[33mtoken=\x1b[0m[secret]");
        assert_eq!(
            out("\x1b[1;34m\"password\"\x1b[0m: \"kV9x!m\""),
            "\x1b[1;34m\"password\"\x1b[0m: \"[secret]\""
        );
        assert_eq!(out("by \x1b[1mquillan\x1b[m"), "by \x1b[1m[user]\x1b[m");
        assert_eq!(out("\x1b[31mjane@acme.example"), "\x1b[31m[email]");
        assert_eq!(out("pass\x1b[1mword=hun\x1b[0mter2"), "pass\x1b[1mword=[secret]");
    }

    #[test]
    fn what_is_no_sequence_hides_nothing() {
        // The sequence would end in the first letter of the name.
        assert_eq!(out("\x1b[quillan"), "\x1b[[user]");
        assert_eq!(out("\x1bquillan \x1b[ \x1b"), "\x1b[user] \x1b[ \x1b");
        assert_eq!(out("\x1b"), "\x1b");
    }
}
