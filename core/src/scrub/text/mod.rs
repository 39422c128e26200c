//! A text under inspection: bytes by position, where every position outside of it reads as 0, and runs of a class.

pub(crate) mod census;
pub(crate) mod class;
pub(crate) mod gate;
pub(crate) mod span;
pub(crate) mod words;

use crate::scrub::text::class::{Class, DIGIT, HEX, LETTER, NAME, PATH, is, of};

/// A text as its recognisers see it. Positions may lie anywhere; outside there is the byte 0, which belongs to no token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'t> {
    bytes: &'t [u8],
}

impl<'t> Text<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes() }
    }

    pub(crate) fn len(self) -> usize {
        self.bytes.len()
    }

    #[inline]
    pub(crate) fn at(self, position: usize) -> u8 {
        self.bytes.get(position).copied().unwrap_or(0)
    }

    /// The byte at a position, with the ones before and after it.
    #[inline]
    pub(crate) fn around(self, position: usize) -> [u8; 3] {
        let inside = self.bytes.get(position.wrapping_sub(1)..).and_then(|rest| rest.first_chunk());
        if let Some(bytes) = inside {
            return *bytes;
        }
        [self.before(position), self.at(position), self.at(position.wrapping_add(1))]
    }

    /// The three bytes from a position on.
    #[inline]
    pub(crate) fn three(self, position: usize) -> Option<[u8; 3]> {
        self.bytes.get(position..).and_then(|rest| rest.first_chunk()).copied()
    }

    /// The byte before a position.
    #[inline]
    pub(crate) fn before(self, position: usize) -> u8 {
        self.at(position.wrapping_sub(1))
    }

    /// Whether a line begins at a position.
    pub(crate) fn begins_line(self, position: usize) -> bool {
        position == 0 || self.before(position) == b'\n'
    }

    /// The bytes of a range, none where it leaves the text.
    #[inline]
    pub(crate) fn slice(self, start: usize, end: usize) -> &'t [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn starts_with(self, position: usize, literal: &[u8]) -> bool {
        self.bytes.get(position..).is_some_and(|rest| rest.starts_with(literal))
    }

    /// The first position from `from` on whose byte is in none of the classes; at most the end.
    #[inline]
    pub(crate) fn skip(self, from: usize, classes: Class) -> usize {
        self.skip_within(from, self.len(), classes)
    }

    /// The same, not beyond `limit`.
    #[inline]
    pub(crate) fn skip_within(self, from: usize, limit: usize, classes: Class) -> usize {
        let bytes = self.bytes.get(..limit).unwrap_or(self.bytes);
        let mut position = from;
        while let Some(byte) = bytes.get(position)
            && is(*byte, classes)
        {
            position = position.wrapping_add(1);
        }
        position
    }

    /// The first position from `from` on whose byte is in one of the classes; at most `limit`.
    #[inline]
    pub(crate) fn find_within(self, from: usize, limit: usize, classes: Class) -> usize {
        let bytes = self.bytes.get(..limit).unwrap_or(self.bytes);
        let mut position = from;
        // Four at once: values are long enough for it.
        while let Some([first, second, third, fourth]) =
            bytes.get(position..).and_then(|rest| rest.first_chunk())
            && (of(*first) | of(*second) | of(*third) | of(*fourth)) & classes == 0
        {
            position = position.wrapping_add(4);
        }
        while let Some(byte) = bytes.get(position)
            && !is(*byte, classes)
        {
            position = position.wrapping_add(1);
        }
        position
    }

    /// The position after the last byte before `from` that is in none of the classes; at least `floor`.
    #[inline]
    pub(crate) fn skip_back(self, from: usize, floor: usize, classes: Class) -> usize {
        let before = self.bytes.get(floor..from).unwrap_or_default();
        from.wrapping_sub(before.iter().rev().position(|byte| !is(*byte, classes)).unwrap_or(before.len()))
    }

    /// The position after the last blank or tab before `from` that is preceded by something else.
    pub(crate) fn skip_blanks_back(self, from: usize, floor: usize) -> usize {
        let mut position = from;
        while position > floor && matches!(self.before(position), b' ' | b'\t') {
            position = position.wrapping_sub(1);
        }
        position
    }

    /// The first position from `from` on that holds neither a blank nor a tab.
    pub(crate) fn skip_blanks(self, from: usize) -> usize {
        let mut position = from;
        while matches!(self.at(position), b' ' | b'\t') {
            position = position.wrapping_add(1);
        }
        position
    }

    /// The first position from `from` on that holds no backslash.
    pub(crate) fn skip_escapes(self, from: usize) -> usize {
        let mut position = from;
        while self.at(position) == b'\\' {
            position = position.wrapping_add(1);
        }
        position
    }

    /// Whether the byte at a position is the letter of an escape such as `\n`: an odd number of backslashes precedes it.
    #[inline]
    pub(crate) fn is_escaped(self, position: usize) -> bool {
        self.before(position) == b'\\' && self.ends_in_escape(position)
    }

    /// The same where a backslash precedes it.
    #[inline(never)]
    fn ends_in_escape(self, position: usize) -> bool {
        let mut start = position;
        // Longer rows of backslashes are no escapes that anybody wrote; the bound keeps this linear.
        let floor = position.saturating_sub(16);
        while start > floor && self.before(start) == b'\\' {
            start = start.wrapping_sub(1);
        }
        position.wrapping_sub(start) % 2 == 1
    }

    /// Where something begins that stands at a position or, where that holds the letter of an escape for white space, right
    /// behind: a name in `x\\nname=y`.
    #[inline]
    pub(crate) fn behind_escape(self, position: usize) -> usize {
        let escape = self.is_escaped(position) && matches!(self.at(position), b'n' | b'r' | b't');
        position.wrapping_add(usize::from(escape))
    }

    /// Whether an encoded byte ends right before a position, whose letters and digits are no part of what follows: `%2F`,
    /// `\\x22`, `\\u0022`, `\\n`.
    pub(crate) fn follows_encoded(self, position: usize) -> bool {
        let digits = |count: usize| consists_of(self.slice(position.wrapping_sub(count), position), HEX);
        if matches!(self.before(position), b'n' | b'r' | b't') && self.is_escaped(position.wrapping_sub(1)) {
            return true;
        }
        match self.slice(position.wrapping_sub(3), position) {
            [b'%', ..] => digits(2),
            [b'x', ..] => self.at(position.wrapping_sub(4)) == b'\\' && digits(2),
            _ => self.slice(position.wrapping_sub(6), position).starts_with(b"\\u") && digits(4),
        }
    }

    /// The line up to a position and where it begins, as far as a command or its first word is looked for: none where it
    /// begins more than 128 bytes before.
    #[inline(never)]
    pub(crate) fn line_before(self, end: usize) -> Option<(usize, &'t [u8])> {
        let from = end.saturating_sub(128);
        let start = match self.slice(from, end).iter().rposition(|byte| *byte == b'\n') {
            Some(newline) => from.wrapping_add(newline).wrapping_add(1),
            None if from == 0 => 0,
            None => return None,
        };
        Some((start, self.slice(start, end)))
    }

    /// Whether the byte at a position is the `&` behind which the next parameter of a URL begins, or the URL ends.
    #[inline]
    pub(crate) fn separates_parameters(self, position: usize) -> bool {
        self.at(position) == b'&' && self.begins_parameter(position.wrapping_add(1))
    }

    #[inline(never)]
    fn begins_parameter(self, from: usize) -> bool {
        let end = self.skip(from, NAME);
        matches!(self.at(end), b'=' | b'&') || !is(self.at(end), PATH)
    }

    /// The end of the run of a path that begins at `start` and goes on to `from`, at most `limit`. The value of a parameter,
    /// behind `=`, ends with it, and nothing beyond is looked at: there the next one begins.
    #[inline]
    pub(crate) fn skip_path(self, start: usize, from: usize, limit: usize) -> usize {
        if self.before(start) == b'=' {
            self.skip_parameter(from, limit)
        } else {
            self.skip_within(from, limit, PATH)
        }
    }

    #[inline(never)]
    fn skip_parameter(self, from: usize, limit: usize) -> usize {
        let mut end = from;
        while end < limit && is(self.at(end), PATH) && !self.separates_parameters(end) {
            end = end.wrapping_add(1);
        }
        end
    }

    /// The word (ASCII letters and digits) that ends right before a position, of at most 24 bytes.
    pub(crate) fn word_before(self, end: usize) -> &'t [u8] {
        let start = self.skip_back(end, end.saturating_sub(24), LETTER | DIGIT);
        self.slice(start, end)
    }
}

/// Whether `word` ends in a lowercase `ending`, without regard to ASCII case.
#[inline(never)]
pub(crate) fn ends_in(word: &[u8], ending: &str) -> bool {
    let start = word.len().wrapping_sub(ending.len());
    word.get(start..).is_some_and(|tail| tail.eq_ignore_ascii_case(ending.as_bytes()))
}

/// Whether `word` begins with a lowercase `beginning`, without regard to ASCII case.
#[inline(never)]
pub(crate) fn begins_with(word: &[u8], beginning: &str) -> bool {
    word.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning.as_bytes()))
}

/// Whether all bytes belong to one of some classes. Not inlined, as few of those who ask are in a hurry.
#[inline(never)]
pub(crate) fn consists_of(bytes: &[u8], classes: Class) -> bool {
    bytes.iter().all(|byte| is(*byte, classes))
}

/// Whether one of the bytes does.
#[inline(never)]
pub(crate) fn has_any(bytes: &[u8], classes: Class) -> bool {
    bytes.iter().any(|byte| is(*byte, classes))
}

/// Whether bytes are nothing but `x`, three or more: what stands there has been left out.
#[inline]
pub(crate) fn is_crossed(bytes: &[u8]) -> bool {
    bytes.len() >= 3 && bytes.iter().all(|byte| *byte | 32 == b'x')
}

/// Whether bytes are filler behind what a kind of key begins with: `sk-xxxxxxxx`.
#[inline]
pub(crate) fn is_crossed_out(bytes: &[u8]) -> bool {
    matches!(bytes.last(), Some(b'x' | b'X')) && is_filler(bytes)
}

#[cold]
fn is_filler(bytes: &[u8]) -> bool {
    const LONGEST_BEGINNING: usize = 12;
    let crosses = bytes.iter().rev().take_while(|byte| **byte | 32 == b'x').count();
    bytes.len() <= crosses.saturating_add(LONGEST_BEGINNING)
        && (crosses >= 8 || (crosses >= 3 && ends_in_mark(bytes, crosses)))
}

/// `ghp_xxx`: fewer are enough behind a mark, and letters alone before it.
fn ends_in_mark(bytes: &[u8], crosses: usize) -> bool {
    let beginning = bytes.get(..bytes.len().wrapping_sub(crosses)).unwrap_or_default();
    matches!(beginning, [_, .., b'-' | b'_'])
        && beginning.iter().all(|byte| is(*byte, LETTER) || matches!(byte, b'-' | b'_'))
}

/// Whether some bytes hold others.
#[inline(never)]
pub(crate) fn holds(bytes: &[u8], part: &[u8]) -> bool {
    // Most windows end at their first byte, without a call that compares the rest.
    bytes.windows(part.len()).any(|window| window.first() == part.first() && window == part)
}

/// The groups of a UUID (RFC 9562 section 4).
pub(crate) const UUID: &[usize] = &[8, 4, 4, 4, 12];

/// Whether bytes are groups of so many hexadecimal digits, with dashes between them.
#[inline(never)]
pub(crate) fn is_hexadecimal(bytes: &[u8], groups: &[usize]) -> bool {
    let mut parts = bytes.split(|byte| *byte == b'-');
    groups
        .iter()
        .all(|length| parts.next().is_some_and(|part| part.len() == *length && consists_of(part, HEX)))
        && parts.next().is_none()
}
