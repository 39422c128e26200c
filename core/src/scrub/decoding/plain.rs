//! A text as people read it: without what only a terminal or a format wrote between or instead of its characters, and with
//! the way back to the text as it is.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::scrub::text::span::Span;

/// What stands at a position in the place of a character.
pub(crate) struct Unit {
    pub(crate) end: usize,
    /// The character, if it is one at all.
    pub(crate) character: Option<char>,
}

/// A text without such units, and where its pieces come from.
pub(crate) struct Plain {
    pub(crate) text: String,
    pieces: Vec<Piece>,
}

/// What of the plain text comes from one place.
struct Piece {
    start: usize,
    origin: Range<usize>,
    /// Whether it is a character written otherwise, which has no parts.
    is_unit: bool,
}

impl Plain {
    /// The plain text, where `unit` knows what stands at a byte with one of some `marks`; `None` where it is the text itself.
    pub(crate) fn of(text: &str, marks: &[u8], unit: fn(&[u8], usize) -> Option<Unit>) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut plain = Self { text: String::new(), pieces: Vec::new() };
        let (mut start, mut position) = (0, 0);
        while let Some(byte) = bytes.get(position) {
            let found = if marks.contains(byte) { unit(bytes, position) } else { None };
            let Some(Unit { end, character }) = found else {
                position = position.saturating_add(1);
                continue;
            };
            plain.push(text, start..position);
            if let Some(character) = character {
                let piece = Piece { start: plain.text.len(), origin: position..end, is_unit: true };
                plain.pieces.push(piece);
                plain.text.push(character);
            }
            (start, position) = (end, end);
        }
        if start == 0 {
            return None;
        }
        plain.push(text, start..bytes.len());
        Some(plain)
    }

    fn push(&mut self, text: &str, origin: Range<usize>) {
        if let Some(piece) = text.get(origin.clone())
            && !piece.is_empty()
        {
            self.pieces.push(Piece { start: self.text.len(), origin, is_unit: false });
            self.text.push_str(piece);
        }
    }

    /// Spans of the plain text in the text as it is.
    pub(crate) fn origins(&self, spans: Vec<Span>) -> Vec<Span> {
        spans.into_iter().map(|span| self.origin_of(span)).collect()
    }

    /// A span of the plain text in the text as it is: units inside of it belong to it, those around it do not.
    fn origin_of(&self, span: Span) -> Span {
        let (start, _) = self.origin(span.start);
        let (_, end) = self.origin(span.end.saturating_sub(1));
        Span { start, end, ..span }
    }

    /// Where a byte of the plain text comes from.
    fn origin(&self, position: usize) -> (usize, usize) {
        let piece = self.pieces.partition_point(|piece| piece.start <= position).saturating_sub(1);
        let Some(Piece { start, origin, is_unit }) = self.pieces.get(piece) else { return (0, 0) };
        if *is_unit {
            return (origin.start, origin.end);
        }
        let from = origin.start.saturating_add(position.saturating_sub(*start));
        (from, from.saturating_add(1))
    }
}
