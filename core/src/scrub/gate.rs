//! The gate: one pass over the bytes, 32 at a time, that tells where a recogniser has to look at all.
//!
//! Two bits for each byte (trigger, part of a token) are collected into one word for the block; long tokens are found by
//! shifting it against itself. Masks, one for each byte value, run
//! through a shift-or automaton (Baeza-Yates and Gonnet, 1992) of four bytes in eight buckets: where it reports nothing,
//! there is no private fact.

use super::class::{TOKEN, TRIGGER, of};

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 32;
/// How many bytes of a private fact the automaton compares.
pub(super) const WINDOW: usize = 4;
/// Into how many buckets private facts are put.
pub(super) const BUCKETS: usize = 8;

/// The bits of tokens in a block, two for each byte, the first byte's on top; those of triggers are one above each.
const TOKENS: u64 = 0x5555_5555_5555_5555;

/// The two bits of each byte value.
const CLASSES: [u8; 256] = {
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
            table[byte] = ((class & TRIGGER != 0) as u8) << 1 | (class & TOKEN != 0) as u8;
        }
        byte = byte.wrapping_add(1);
    }
    table
};

/// What the automaton knows of each byte value: a bit for each place in a window and each bucket, 0 where the byte may
/// stand there.
#[derive(Debug, Clone)]
pub(super) struct Table([u32; 256]);

impl Table {
    /// A table that knows no private facts.
    pub(super) fn new() -> Self {
        Self([u32::MAX; 256])
    }

    /// Lets `byte` stand at a position of the windows in a bucket.
    pub(super) fn allow(&mut self, byte: u8, position: usize, bucket: usize) {
        let bit = position.wrapping_mul(BUCKETS).wrapping_add(bucket % BUCKETS);
        if let Some(mask) = self.0.get_mut(usize::from(byte)) {
            *mask &= !(1_u32 << (bit % 32));
        }
    }

    #[inline]
    fn mask(&self, byte: u8) -> u32 {
        self.0.get(usize::from(byte)).copied().unwrap_or(0)
    }
}

/// What the gate saw in one block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// Where the block begins.
    pub(super) start: usize,
    /// Where a recogniser has to look, as bits.
    events: u64,
    /// Whether a private fact may end here.
    pub(super) may_hold_facts: bool,
}

/// The positions of a block at which recognisers have to look, in order.
impl Iterator for Block {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.events == 0 {
            return None;
        }
        let bit = self.events.leading_zeros();
        self.events &= !((1_u64 << 63) >> bit);
        Some(self.start.wrapping_add(bit as usize / 2))
    }
}

/// A text, block by block.
#[derive(Debug)]
pub(super) struct Blocks<'t> {
    bytes: &'t [u8],
    table: &'t Table,
    start: usize,
    seen: Seen,
    /// The token bits of the block before.
    tokens: u64,
}

/// What has been seen of a block so far.
#[derive(Debug, Clone, Copy)]
struct Seen {
    classes: u64,
    automaton: u32,
    /// The automaton's states, put together: a bit that was never 0 stays 1.
    never: u32,
}

impl Seen {
    #[inline]
    fn step(&mut self, table: &Table, byte: u8) {
        let class = CLASSES.get(usize::from(byte)).copied().unwrap_or(0);
        self.classes = (self.classes << 2) | u64::from(class);
        self.automaton = (self.automaton << BUCKETS) | table.mask(byte);
        self.never &= self.automaton;
    }
}

impl<'t> Blocks<'t> {
    pub(super) fn new(text: &'t str, table: &'t Table) -> Self {
        let seen = Seen { classes: 0, automaton: u32::MAX, never: u32::MAX };
        Self { bytes: text.as_bytes(), table, start: 0, seen, tokens: 0 }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    #[inline]
    fn next(&mut self) -> Option<Block> {
        let mut seen = Seen { classes: 0, never: u32::MAX, ..self.seen };
        let length = if let Some((chunk, rest)) = self.bytes.split_first_chunk::<BLOCK>() {
            // Of a known length, so that the compiler lays the steps out one after the other.
            for byte in chunk {
                seen.step(self.table, *byte);
            }
            self.bytes = rest;
            BLOCK
        } else {
            let chunk = core::mem::take(&mut self.bytes);
            if chunk.is_empty() {
                return None;
            }
            for byte in chunk {
                seen.step(self.table, *byte);
            }
            seen.classes <<= BLOCK.wrapping_sub(chunk.len()).wrapping_mul(2) % 64;
            chunk.len()
        };
        let tokens = seen.classes & TOKENS;
        let triggers = (seen.classes >> 1) & TOKENS;
        let after_token = (tokens >> 2) | (self.tokens << 62);
        // A `-` is a trigger where it begins a token, any other trigger everywhere.
        let events = (triggers & !(tokens & after_token)) | long_tokens(tokens, self.tokens);
        let may_hold_facts = seen.never >> (BUCKETS.wrapping_mul(3)) != 0xff;
        let block = Block { start: self.start, events, may_hold_facts };
        self.start = self.start.wrapping_add(length);
        self.seen = seen;
        self.tokens = tokens;
        Some(block)
    }
}

/// The places where a token has just become ten bytes long: it is looked at even where no trigger is near.
#[inline]
fn long_tokens(tokens: u64, before: u64) -> u64 {
    let both = (u128::from(before) << 64) | u128::from(tokens);
    let two = both & (both >> 2);
    let four = two & (two >> 4);
    let eight = four & (four >> 8);
    let long = eight & (two >> 16);
    let new = long & !(long >> 2);
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is this block")]
    let block = new as u64;
    block
}

/// The positions in the block at `start` at which the window of a private fact may end, with the buckets it may be from.
pub(super) fn fact_ends(text: &str, table: &Table, start: usize) -> impl Iterator<Item = (usize, u8)> {
    let from = start.saturating_sub(WINDOW.wrapping_sub(1));
    let bytes = text.as_bytes().get(from..text.len().min(start.saturating_add(BLOCK))).unwrap_or_default();
    let mut automaton = u32::MAX;
    bytes.iter().zip(from..).filter_map(move |(byte, position)| {
        automaton = (automaton << BUCKETS) | table.mask(*byte);
        let [buckets, ..] = (!automaton).to_be_bytes();
        (buckets != 0 && position >= start).then_some((position, buckets))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn events(text: &str) -> Vec<usize> {
        Blocks::new(text, &Table::new()).flatten().collect()
    }

    #[test]
    fn words_and_blanks_are_clean() {
        assert_eq!(events("the quick brown fox, jumps over (the) lazy dog; and back again"), [0; 0]);
    }

    #[test]
    fn triggers_are_told_wherever_they_stand() {
        for before in 0..70 {
            let text: String = " ".repeat(before) + "@";
            assert_eq!(events(&text), [before]);
        }
    }

    #[test]
    fn a_long_token_is_told_once_at_its_tenth_byte() {
        for before in 0..70 {
            let text: String = " ".repeat(before) + &"x".repeat(50);
            assert_eq!(events(&text), [before + 9]);
            let short: String = " ".repeat(before) + &"x".repeat(9) + " yyyyyyyyy";
            assert_eq!(events(&short), [0; 0]);
        }
    }

    #[test]
    fn a_dash_counts_where_it_begins_a_token() {
        for before in 1..70 {
            let text: String = " ".repeat(before) + "-x a-b --y";
            assert_eq!(events(&text), [before, before + 7]);
        }
    }

    #[test]
    fn the_automaton_reports_windows_across_blocks() {
        let mut table = Table::new();
        for (position, byte) in b"jane".iter().enumerate() {
            table.allow(*byte, position, 3);
        }
        for before in 0..70 {
            let text: String = " ".repeat(before) + "jane";
            let ends: Vec<(usize, u8)> = Blocks::new(&text, &table)
                .filter(|block| block.may_hold_facts)
                .flat_map(|block| fact_ends(&text, &table, block.start))
                .collect();
            assert_eq!(ends, [(before + 3, 1 << 3)]);
        }
        assert!(Blocks::new("jan e jjjj anee", &table).all(|block| !block.may_hold_facts));
    }
}
