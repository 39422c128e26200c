//! The gate: one pass over the bytes, 32 at a time, that tells where a recogniser has to look at all.
//!
//! For each byte one table entry holds two classes (trigger, part of a token) and a mask for private facts. The classes
//! are collected into a word of bits for the block; long tokens are found by shifting it against itself. The masks run
//! through a shift-or automaton (Baeza-Yates and Gonnet, 1992) of four bytes in eight buckets: where it reports nothing,
//! there is no private fact.

use super::class::{TOKEN, TRIGGER, of};

/// How many bytes are looked at together.
pub(super) const BLOCK: usize = 32;
/// How many bytes of a private fact the automaton compares.
pub(super) const WINDOW: usize = 4;
/// Into how many buckets private facts are put.
pub(super) const BUCKETS: usize = 8;

const TOKEN_BIT: u64 = 1 << 62;
const TRIGGER_BIT: u64 = 1 << 63;
const CLASSES: u64 = TOKEN_BIT | TRIGGER_BIT;
/// The bits of tokens in a block; those of triggers are one above each.
const TOKENS: u64 = 0x5555_5555_5555_5555;

/// What the gate knows of each byte value.
#[derive(Debug, Clone)]
pub(super) struct Table([u64; 256]);

impl Table {
    /// A table that knows the classes and no private facts.
    pub(super) fn new() -> Self {
        let mut table = [0; 256];
        for (byte, entry) in (0..=u8::MAX).zip(&mut table) {
            let class = of(byte);
            let token = if class & TOKEN == 0 { 0 } else { TOKEN_BIT };
            let trigger = if class & TRIGGER == 0 { 0 } else { TRIGGER_BIT };
            *entry = token | trigger | u64::from(u32::MAX);
        }
        Self(table)
    }

    /// Lets `byte` stand at a position of the windows in a bucket.
    pub(super) fn allow(&mut self, byte: u8, position: usize, bucket: usize) {
        let bit = position.wrapping_mul(BUCKETS).wrapping_add(bucket % BUCKETS);
        if let Some(entry) = self.0.get_mut(usize::from(byte)) {
            *entry &= !(1_u64 << (bit % 32));
        }
    }

    #[inline]
    fn entry(&self, byte: u8) -> u64 {
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

impl Block {
    pub(super) fn is_clean(&self) -> bool {
        self.events == 0 && !self.may_hold_facts
    }
}

/// The positions of a block at which recognisers have to look, in order.
impl Iterator for Block {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.events == 0 {
            return None;
        }
        let bit = self.events.trailing_zeros() as usize;
        self.events &= self.events.wrapping_sub(1);
        Some(self.start.wrapping_add(bit / 2))
    }
}

/// A text, block by block.
#[derive(Debug)]
pub(super) struct Blocks<'t> {
    bytes: &'t [u8],
    table: &'t Table,
    start: usize,
    automaton: u32,
    /// The token bits of the block before.
    tokens: u64,
}

impl<'t> Blocks<'t> {
    pub(super) fn new(text: &'t str, table: &'t Table) -> Self {
        Self { bytes: text.as_bytes(), table, start: 0, automaton: u32::MAX, tokens: 0 }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    #[inline]
    fn next(&mut self) -> Option<Block> {
        let (chunk, rest) = self.bytes.split_at_checked(BLOCK).unwrap_or((self.bytes, &[]));
        if chunk.is_empty() {
            return None;
        }
        let mut classes = 0_u64;
        let mut automaton = self.automaton;
        let mut never = u32::MAX;
        for byte in chunk {
            let entry = self.table.entry(*byte);
            classes = (classes >> 2) | (entry & CLASSES);
            #[expect(clippy::cast_possible_truncation, reason = "the masks are the lower half")]
            let mask = entry as u32;
            automaton = (automaton << BUCKETS) | mask;
            never &= automaton;
        }
        // A short block, at the end, has not shifted its bits all the way down.
        let missing = BLOCK.wrapping_sub(chunk.len());
        classes = classes.checked_shr(u32::try_from(missing.wrapping_mul(2)).unwrap_or(0)).unwrap_or(0);
        let tokens = classes & TOKENS;
        let triggers = (classes >> 1) & TOKENS;
        let after_token = (tokens << 2) | (self.tokens >> 62);
        // A `-` is a trigger where it begins a token, any other trigger everywhere.
        let events = (triggers & !(tokens & after_token)) | long_tokens(tokens, self.tokens);
        let block =
            Block { start: self.start, events, may_hold_facts: never >> (BUCKETS.wrapping_mul(3)) != 0xff };
        self.automaton = automaton;
        self.tokens = tokens;
        self.start = self.start.wrapping_add(chunk.len());
        self.bytes = rest;
        Some(block)
    }
}

/// The places where a token has just become ten bytes long: it is looked at even where no trigger is near.
#[inline]
fn long_tokens(tokens: u64, before: u64) -> u64 {
    let both = (u128::from(tokens) << 64) | u128::from(before);
    let two = both & (both << 2);
    let four = two & (two << 4);
    let eight = four & (four << 8);
    let long = eight & (two << 16);
    let new = long & !(long << 2);
    (new >> 64) as u64
}

/// The positions in `range` at which the window of a private fact may end, each with the buckets that it may be from.
pub(super) fn fact_ends(text: &str, table: &Table, start: usize) -> impl Iterator<Item = (usize, u8)> {
    let from = start.saturating_sub(WINDOW.wrapping_sub(1));
    let bytes = text.as_bytes().get(from..text.len().min(start.saturating_add(BLOCK))).unwrap_or_default();
    let mut automaton = u32::MAX;
    bytes.iter().zip(from..).filter_map(move |(byte, position)| {
        #[expect(clippy::cast_possible_truncation, reason = "the masks are the lower half")]
        let mask = table.entry(*byte) as u32;
        automaton = (automaton << BUCKETS) | mask;
        let buckets = !automaton.to_be_bytes()[0];
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
