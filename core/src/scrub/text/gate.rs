//! The gate: one pass over the bytes that tells where a recogniser has to look at all.
//!
//! Four questions are asked of each byte: is it part of a token, may something begin here (is it a trigger), and may
//! it be the first or the second of two bytes that give a private fact or a user away? A table answers them all at
//! once; the answers for 16 bytes make a word, a quarter for each question and in it a bit for each byte, the first
//! byte's lowest. Four of them make a block: four words, one for each question. Shifts and ands over these find what
//! neighbours mean: long tokens, the dashes that begin one, and the pairs.

use super::class::{TOKEN, TRIGGER, of};

/// How many bytes are classified in one go: as many as there are bits for each of the four answers.
const UNIT: usize = 16;
/// How many bytes are looked at together.
const BLOCK: usize = 4 * UNIT;
/// From how many bytes on a token is looked at for its own sake.
const LONG: u32 = 10;

/// Of each byte value the four answers, each the lowest bit of its quarter.
pub(crate) type Answers = [u64; 256];
/// The answer for a trigger.
const IS_TRIGGER: u64 = 1 << UNIT;
/// The answer for the first byte of a pair, and for the second.
pub(crate) const IS_FIRST: u64 = 1 << (2 * UNIT);
pub(crate) const IS_SECOND: u64 = 1 << (3 * UNIT);

/// The answers where there are no private facts. The pairs are those of `user`, `logged` and `password`, and others of
/// their bytes.
pub(crate) static ANSWERS: Answers = {
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
            let trigger = if class & TRIGGER != 0 { IS_TRIGGER } else { 0 };
            let first = if matches!(byte as u8, b'u' | b'U' | b'g' | b's') { IS_FIRST } else { 0 };
            let second = if matches!(byte as u8, b's' | b'g') { IS_SECOND } else { 0 };
            table[byte] = trigger | first | second | (class & TOKEN != 0) as u64;
        }
        byte = byte.wrapping_add(1);
    }
    table
};

/// A text, block by block.
#[derive(Debug)]
pub(crate) struct Blocks<'t> {
    bytes: &'t [u8],
    answers: &'t Answers,
    position: usize,
    /// The tokens and the first bytes of pairs of the block before.
    tokens: u64,
    firsts: u64,
}

impl<'t> Blocks<'t> {
    pub(crate) fn new(text: &'t str, answers: &'t Answers) -> Self {
        Self { bytes: text.as_bytes(), answers, position: 0, tokens: 0, firsts: 0 }
    }

    /// The block that begins at the position, up to the end of the text if there are fewer bytes.
    #[inline(never)]
    fn block(&mut self, rest: &[u8]) -> Block {
        let (units, rest) = rest.get(..BLOCK).unwrap_or(rest).as_chunks::<UNIT>();
        let mut answers = [0; BLOCK / UNIT];
        let mut places = answers.iter_mut();
        for (unit, place) in units.iter().zip(&mut places) {
            *place = self.ask(unit);
        }
        if let Some(place) = places.next()
            && !rest.is_empty()
        {
            *place = self.ask_rest(rest);
        }
        let [tokens, triggers, firsts, seconds] = by_question(answers);
        // A `-` is a trigger where it begins a token, any other trigger everywhere.
        let after_token = (tokens << 1) | (self.tokens >> 63);
        let events = (triggers & !(tokens & after_token)) | long_tokens(tokens, self.tokens);
        let pairs = seconds & ((firsts << 1) | (self.firsts >> 63));
        let (start, before) = (self.position, self.tokens);
        self.position = start.wrapping_add(BLOCK);
        (self.tokens, self.firsts) = (tokens, firsts);
        Block { start, tokens, before, events, pairs }
    }

    /// The answers for a unit.
    #[inline]
    fn ask(&self, unit: &[u8; UNIT]) -> u64 {
        let half = |half: &[u8]| {
            half.iter().rev().fold(0, |bits, byte| {
                (bits << 1) | self.answers.get(usize::from(*byte)).copied().unwrap_or(0)
            })
        };
        let (first, second) = unit.split_at(UNIT / 2);
        // Two sums that do not wait for each other.
        half(first) | half(second) << (UNIT / 2)
    }

    /// The answers for the end of the text, where less than a unit is left.
    #[inline]
    fn ask_rest(&self, rest: &[u8]) -> u64 {
        let missing = UNIT.wrapping_sub(rest.len());
        let mut unit = [0; UNIT];
        let (unit, known) = match self.bytes.last_chunk() {
            // The first bytes of this unit have been looked at.
            Some(unit) => (unit, missing),
            None => {
                for (into, byte) in unit.iter_mut().zip(rest) {
                    *into = *byte;
                }
                (&unit, 0)
            }
        };
        self.ask(unit) >> (known % UNIT) & EACH.wrapping_mul(QUARTER >> (known % UNIT))
    }
}

/// The bits for one question in the answers for a unit, and the same bit for each question.
const QUARTER: u64 = 0xffff;
const EACH: u64 = 0x0001_0001_0001_0001;

/// The answers for four units, question by question.
#[inline]
fn by_question([first, second, third, fourth]: [u64; 4]) -> [u64; 4] {
    // Two questions out of four, and two units out of four.
    const EVEN: u64 = QUARTER | QUARTER << 32;
    const LOW: u64 = 0xffff_ffff;
    let even = |left: u64, right: u64| (left & EVEN) | (right & EVEN) << 16;
    let odd = |left: u64, right: u64| (left >> 16 & EVEN) | (right & !EVEN);
    let low = |left: u64, right: u64| (left & LOW) | right << 32;
    let high = |left: u64, right: u64| left >> 32 | (right & !LOW);
    let (even_12, even_34) = (even(first, second), even(third, fourth));
    let (odd_12, odd_34) = (odd(first, second), odd(third, fourth));
    [low(even_12, even_34), low(odd_12, odd_34), high(even_12, even_34), high(odd_12, odd_34)]
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    #[inline]
    fn next(&mut self) -> Option<Block> {
        let rest = self.bytes.get(self.position..).filter(|rest| !rest.is_empty())?;
        Some(self.block(rest))
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

/// What is to be looked at in a block, a bit for each of its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    /// Where it begins in the text.
    start: usize,
    tokens: u64,
    /// The tokens of the block before.
    before: u64,
    events: u64,
    pairs: u64,
}

impl Block {
    /// Where recognisers have to look.
    #[inline]
    pub(crate) fn events(&self) -> Places {
        Places { start: self.start, bits: self.events }
    }

    /// The second bytes of the pairs that may belong to private facts, or to a word before a user.
    #[inline]
    pub(crate) fn pairs(&self) -> Places {
        Places { start: self.start, bits: self.pairs }
    }

    /// Where the token begins that ends right before a position of this block: at the position itself where there is
    /// none, and no more than a block before this one. For a position outside of the block, that position.
    #[inline(always)]
    pub(crate) fn token_start(&self, position: usize) -> usize {
        let place = position.wrapping_sub(self.start);
        if place >= BLOCK {
            return position;
        }
        let here = (self.tokens << 1 << (BLOCK - 1).wrapping_sub(place)).leading_ones() as usize;
        let earlier = if here == place { self.before.leading_ones() as usize } else { 0 };
        position.wrapping_sub(here).wrapping_sub(earlier)
    }

    /// The token that begins at a position, as its length, where it ends in this block.
    #[inline]
    pub(crate) fn token_length(&self, position: usize) -> Option<usize> {
        let place = position.wrapping_sub(self.start);
        let length = (self.tokens >> (place % BLOCK)).trailing_ones() as usize;
        (place.saturating_add(length) < BLOCK).then_some(length)
    }

    /// How far the token that holds a position goes on in this block.
    #[inline]
    pub(crate) fn token_end(&self, position: usize) -> usize {
        let from = position.wrapping_sub(self.start) % BLOCK;
        position.wrapping_add((self.tokens >> from).trailing_ones() as usize)
    }
}

/// Positions in a block, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    /// Where the block begins.
    start: usize,
    bits: u64,
}

impl Iterator for Places {
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
        Blocks::new(text, &ANSWERS).flat_map(|block| block.events()).collect()
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
    fn tokens_are_told_by_either_end() {
        for before in 1..140 {
            let text: String = " ".repeat(before - 1) + "." + &"x".repeat(20) + "." + &" ".repeat(200);
            let blocks: Vec<Block> = Blocks::new(&text, &ANSWERS).collect();
            let end = before + 20;
            assert_eq!(blocks[end / BLOCK].token_start(end), before);
            assert_eq!(blocks[before / BLOCK].token_start(before), before);
            let length = blocks[before / BLOCK].token_length(before);
            assert_eq!(length, (end / BLOCK == before / BLOCK).then_some(20));
            assert_eq!(blocks[end / BLOCK].token_length(end), Some(0));
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
