//! Sets of words, most of whose look-ups end at a first letter or a length that no word of the set has.

use super::Text;

/// A set of lowercase words, looked up without regard to ASCII case. Made by [`words!`](macro@words).
#[derive(Debug)]
pub(crate) struct Words {
    /// For each length in turn: the length, how many words have it, and the words, without anything between.
    packed: &'static [u8],
    shapes: Shapes,
}

/// What the words of a set look like from afar.
#[derive(Debug, Clone, Copy)]
struct Shapes {
    /// Their first letters, by the lower five bits, which do not know case.
    firsts: u32,
    lengths: u32,
    /// First letter, last letter and length together, as bits of a small hash.
    mixes: u64,
    /// Their last two bytes, as bits of a small hash.
    endings: u64,
}

/// The longest word of a set.
const LONGEST: usize = 31;

/// A set of words, given as literals with nothing but white space between them: `words!("one" "two")`.
macro_rules! words {
    ($($word:literal)*) => {{
        const LIST: &[&str] = &[$($word),*];
        const PACKED: [u8; $crate::scrub::text::words::packed_length(LIST)] = $crate::scrub::text::words::pack(LIST);
        $crate::scrub::text::words::Words::new(LIST, &PACKED)
    }};
}
pub(crate) use words;

impl Words {
    pub(crate) const fn new(list: &[&str], packed: &'static [u8]) -> Self {
        Self { packed, shapes: Shapes::of(list) }
    }

    #[inline]
    pub(crate) fn contains(&self, word: &[u8]) -> bool {
        self.shapes.may_be(word) && self.holds(word)
    }

    /// Whether a word that ends in two bytes may be in the set. Where this says no, it is not.
    #[inline]
    pub(crate) fn may_end_in(&self, before: u8, last: u8) -> bool {
        self.shapes.endings >> ending(before, last) & 1 != 0
    }

    /// Whether the word of letters and digits that ends right before a position is in the set.
    #[inline(never)]
    pub(crate) fn end_before(&self, text: Text<'_>, position: usize) -> bool {
        let last = (text.before(position.wrapping_sub(1)), text.before(position));
        self.may_end_in(last.0, last.1) && self.contains(text.word_before(position))
    }

    /// Whether a text begins with a word of the set.
    pub(crate) fn begin(&self, text: &[u8]) -> bool {
        (1..=LONGEST).any(|length| text.get(..length).is_some_and(|word| self.contains(word)))
    }

    fn holds(&self, word: &[u8]) -> bool {
        let mut rest = self.packed;
        while let [length, count, words @ ..] = rest {
            let length = usize::from(*length);
            let (words, others) =
                words.split_at_checked(length.wrapping_mul(usize::from(*count))).unwrap_or_default();
            if length == word.len() {
                let first = word.first().map(u8::to_ascii_lowercase);
                return words.chunks_exact(length).any(|candidate| {
                    candidate.first().copied() == first && candidate.eq_ignore_ascii_case(word)
                });
            }
            rest = others;
        }
        false
    }
}

impl Shapes {
    const fn of(list: &[&str]) -> Self {
        let mut shapes = Self { firsts: 0, lengths: 0, mixes: 0, endings: 0 };
        let mut index = 0;
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within all tables")]
        while index < list.len() {
            let word = list[index].as_bytes();
            shapes.firsts |= 1 << (word[0] & 31);
            shapes.lengths |= 1 << (word.len() & LONGEST);
            let (last, before) = (word[word.len().wrapping_sub(1)], word[word.len().saturating_sub(2)]);
            // Whatever may stand before a word of one letter.
            shapes.endings |= if word.len() > 1 { 1 << ending(before, last) } else { u64::MAX };
            shapes.mixes |= 1 << mix(word[0], last, word.len());
            index = index.wrapping_add(1);
        }
        shapes
    }

    /// Whether a word may be in a set that looks so. Where this says no, it is not.
    #[inline]
    fn may_be(self, word: &[u8]) -> bool {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return false };
        let coarse = self.firsts >> (first & 31) & self.lengths >> (word.len() & LONGEST) & 1 != 0;
        coarse && word.len() <= LONGEST && self.mixes >> mix(*first, *last, word.len()) & 1 != 0
    }
}

/// A number below 64, the same in either case.
#[inline]
const fn ending(before: u8, last: u8) -> u32 {
    (before & 31).wrapping_mul(7).wrapping_add((last & 31).wrapping_mul(3)) as u32 & 63
}

/// A number below 64, the same in either case.
#[inline]
const fn mix(first: u8, last: u8, length: usize) -> u32 {
    let (first, last) = ((first & 31) as u32, (last & 31) as u32);
    first.wrapping_mul(11).wrapping_add(last.wrapping_mul(5)).wrapping_add(length as u32) & 63
}

/// The shapes of several sets together, told apart more finely: where most words are in none of many sets, this is asked
/// before all of them.
#[derive(Debug)]
pub(crate) struct Union {
    /// For each first letter the lengths of its words, as bits, and the same for each last letter.
    firsts: [u32; 32],
    lasts: [u32; 32],
}

impl Union {
    pub(crate) const fn of(sets: &[&Words]) -> Self {
        let (mut firsts, mut lasts) = ([0; 32], [0; 32]);
        let mut set = 0;
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within all tables")]
        while set < sets.len() {
            let packed = sets[set].packed;
            let mut start = 0_usize;
            while start < packed.len() {
                let (length, mut count) = (packed[start] as usize, packed[start.wrapping_add(1)]);
                start = start.wrapping_add(2);
                while count > 0 {
                    firsts[(packed[start] & 31) as usize] |= 1 << (length & LONGEST);
                    start = start.wrapping_add(length);
                    lasts[(packed[start.wrapping_sub(1)] & 31) as usize] |= 1 << (length & LONGEST);
                    count = count.wrapping_sub(1);
                }
            }
            set = set.wrapping_add(1);
        }
        Self { firsts, lasts }
    }

    /// Whether a word may be in one of the sets. Where this says no, it is in none.
    #[inline]
    pub(crate) fn may_hold(&self, word: &[u8]) -> bool {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return false };
        let lengths = |table: &[u32; 32], byte: u8| table.get(usize::from(byte & 31)).copied().unwrap_or(0);
        let both = lengths(&self.firsts, *first) & lengths(&self.lasts, *last);
        word.len() <= LONGEST && both >> word.len() & 1 != 0
    }
}

/// How long [`pack`] makes a list.
pub(crate) const fn packed_length(list: &[&str]) -> usize {
    let mut total = 0_usize;
    let mut length = 1;
    while length <= LONGEST {
        let count = count(list, length);
        if count > 0 {
            total = total.wrapping_add(2).wrapping_add(length.wrapping_mul(count));
        }
        length = length.wrapping_add(1);
    }
    total
}

/// Puts a list in the order that [`Words`] keeps. Evaluated by the compiler, which stops at what does not fit.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, within all tables"
)]
pub(crate) const fn pack<const N: usize>(list: &[&str]) -> [u8; N] {
    let mut packed = [0; N];
    let mut end = 0_usize;
    let mut length = 1_usize;
    while length <= LONGEST {
        let count = count(list, length);
        if count > 0 {
            packed[end] = length as u8;
            packed[end.wrapping_add(1)] = count as u8;
            end = end.wrapping_add(2);
        }
        let mut index = 0;
        while index < list.len() {
            let word = list[index].as_bytes();
            let mut position = 0;
            while word.len() == length && position < length {
                packed[end] = word[position];
                end = end.wrapping_add(1);
                position = position.wrapping_add(1);
            }
            index = index.wrapping_add(1);
        }
        length = length.wrapping_add(1);
    }
    packed
}

/// How many words of a list have a length.
const fn count(list: &[&str], length: usize) -> usize {
    let mut count = 0_usize;
    let mut index = 0;
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the list")]
    while index < list.len() {
        if list[index].len() == length {
            count = count.wrapping_add(1);
        }
        index = index.wrapping_add(1);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        static WORDS: Words = words!("token" "2fa" "x" "taxes");
        for word in ["token", "Token", "TOKEN", "2fa", "2FA", "X", "taxes"] {
            assert!(WORDS.contains(word.as_bytes()), "{word}");
        }
        for word in ["", "tokens", "taken", "rfa", "y", "xtake", "a word of more than thirty-two bytes"] {
            assert!(!WORDS.contains(word.as_bytes()), "{word}");
        }
    }
}
