//! The gate: one pass over the bytes that tells where a recogniser has to look at all.
//!
//! Two questions are asked of each byte: may something begin here (is it a trigger), and is it part of a token? A table
//! answers both; the answers for 64 bytes make a block of two words, a bit for each byte, the first byte's lowest. Shifts
//! and ands over these words find what neighbours mean: long tokens, and the dashes that begin one.

use super::class::{TOKEN, TRIGGER, of};

/// How many bytes are looked at together.
const BLOCK: usize = 64;
/// How many of them are classified in one go, laid out by the compiler one after the other.
const UNIT: usize = 16;
/// From how many bytes on a token is looked at for its own sake.
const LONG: u32 = 10;

/// Of each byte value, whether it is a trigger and whether it is part of a token: in the upper and the lower half.
static CLASSES: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(
            clippy::indexing_slicing,
            clippy::cast_possible_truncation,
            reason = "evaluated by the compiler"
        )]
        {
            let class = of(byte as u8);
            table[byte] = ((class & TRIGGER != 0) as u32) << 16 | (class & TOKEN != 0) as u32;
        }
        byte = byte.wrapping_add(1);
    }
    table
};

/// The classes of at most 16 bytes, a bit for each in both halves, the first byte's lowest.
#[inline]
fn classify(unit: &[u8]) -> u32 {
    unit.iter()
        .rev()
        .fold(0, |bits, byte| (bits << 1) | CLASSES.get(usize::from(*byte)).copied().unwrap_or(0))
}

/// A text, block by block.
#[derive(Debug)]
pub(super) struct Blocks<'t> {
    bytes: &'t [u8],
    start: usize,
    /// The tokens of the block before.
    before: u64,
}

impl<'t> Blocks<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), start: 0, before: 0 }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Events;

    #[inline]
    fn next(&mut self) -> Option<Events> {
        let rest = self.bytes.get(self.start..).filter(|rest| !rest.is_empty())?;
        let (units, remainder) = rest.get(..BLOCK).unwrap_or(rest).as_chunks::<UNIT>();
        let (mut triggers, mut tokens, mut shift) = (0_u64, 0_u64, 0_usize);
        let mut add = |classes: u32| {
            triggers |= u64::from(classes >> 16) << (shift % BLOCK);
            tokens |= u64::from(classes & 0xffff) << (shift % BLOCK);
            shift = shift.wrapping_add(UNIT);
        };
        for unit in units {
            add(classify(unit));
        }
        add(classify(remainder));
        // A `-` is a trigger where it begins a token, any other trigger everywhere.
        let after_token = (tokens << 1) | (self.before >> 63);
        let events = (triggers & !(tokens & after_token)) | long_tokens(tokens, self.before);
        let start = self.start;
        self.start = start.wrapping_add(BLOCK).min(self.bytes.len());
        self.before = tokens;
        Some(Events { start, bits: events })
    }
}

/// The places where a token has just become ten bytes long: it is looked at even where no trigger is near. `before` are
/// the tokens of the block before.
#[inline]
fn long_tokens(tokens: u64, before: u64) -> u64 {
    let two = tokens & (tokens << 1);
    let four = two & (two << 2);
    let eight = four & (four << 4);
    let long = eight & (two << 8);
    let new = long & !(long << 1);
    if before >> 63 == 0 { new } else { new & !first_run(tokens) | tenth_of_both(tokens, before) }
}

/// The token that a block begins with.
fn first_run(tokens: u64) -> u64 {
    tokens & !tokens.wrapping_add(1)
}

/// The tenth byte of a token that begins in the block before and reaches into this one, if it lies in this one.
fn tenth_of_both(tokens: u64, before: u64) -> u64 {
    let missing = LONG.saturating_sub(before.leading_ones());
    if missing > 0 && missing <= tokens.trailing_ones() { 1 << (missing.wrapping_sub(1) & 63) } else { 0 }
}

/// The positions of a block at which recognisers have to look, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Events {
    /// Where the block begins.
    start: usize,
    bits: u64,
}

impl Iterator for Events {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.bits == 0 {
            return None;
        }
        let position = self.start.wrapping_add(self.bits.trailing_zeros() as usize);
        self.bits &= self.bits.wrapping_sub(1);
        Some(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn events(text: &str) -> Vec<usize> {
        Blocks::new(text).flatten().collect()
    }

    #[test]
    fn words_and_blanks_are_clean() {
        assert_eq!(events(""), [0; 0]);
        assert_eq!(events("the quick brown fox, jumps over (the) lazy dog; and back again"), [0; 0]);
    }

    #[test]
    fn triggers_are_told_wherever_they_stand() {
        for before in 0..140 {
            for after in 0..20 {
                let text: String = " ".repeat(before) + "@" + &" ".repeat(after);
                assert_eq!(events(&text), [before]);
            }
        }
    }

    #[test]
    fn a_long_token_is_told_once_at_its_tenth_byte() {
        for before in 0..140 {
            let text: String = " ".repeat(before) + &"x".repeat(150);
            assert_eq!(events(&text), [before + 9]);
            let short: String = " ".repeat(before) + &"x".repeat(9) + " yyyyyyyyy";
            assert_eq!(events(&short), [0; 0]);
        }
    }

    #[test]
    fn a_dash_counts_where_it_begins_a_token() {
        for before in 1..140 {
            let text: String = " ".repeat(before) + "-x a-b --y";
            assert_eq!(events(&text), [before, before + 7]);
        }
    }
}
