//! A vocabulary: sets of words that overlap, of which one look-up tells all that hold a word.

/// How many shapes of words are told apart, by their first two letters, their last letter and their length.
const SHAPES: usize = 1024;
/// How many buckets the words lie in, by their shapes.
const BUCKETS: usize = 512;
/// What a row takes beside its word: the word's length, and the sets that hold it.
const HEAD: usize = 4;

/// A list of words, given as literals with nothing but white space between them: `list!("one" "two")`.
macro_rules! list {
    ($($word:literal)*) => {
        &[$($word),*]
    };
}
pub(crate) use list;

/// At most 24 sets of lowercase words, looked up without regard to ASCII case.
#[derive(Debug)]
pub(crate) struct Vocabulary<const N: usize> {
    /// Row after row, one bucket after the other.
    rows: [u8; N],
    /// Where each bucket begins.
    starts: [u16; BUCKETS + 1],
    /// The shapes that words have, as bits: most words that are in no set end here.
    shapes: [u64; SHAPES / 64],
}

impl<const N: usize> Vocabulary<N> {
    /// The sets, each by the number of its place. Evaluated by the compiler, which stops at what does not fit.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        reason = "evaluated by the compiler, within all tables"
    )]
    pub(crate) const fn of(sets: &[&[&'static str]]) -> Self {
        let (mut rows, mut starts, mut shapes) = ([0; N], [0; BUCKETS + 1], [0; SHAPES / 64]);
        // Each bucket's length stands where the next one begins, until all are known.
        let (mut count, total) = (0, total(sets));
        while count < total {
            let (word, all) = nth(sets, count);
            if all != 0 {
                let shape = shape(word[0], word[1], word[word.len().wrapping_sub(1)], word.len());
                shapes[shape / 64] |= 1 << (shape % 64);
                starts[bucket(shape).wrapping_add(1)] += (HEAD + word.len()) as u16;
            }
            count = count.wrapping_add(1);
        }
        let mut number = 0;
        while number < BUCKETS {
            starts[number.wrapping_add(1)] += starts[number];
            number = number.wrapping_add(1);
        }
        let mut ends = starts;
        count = 0;
        while count < total {
            let (word, all) = nth(sets, count);
            if all != 0 {
                let shape = shape(word[0], word[1], word[word.len().wrapping_sub(1)], word.len());
                let [low, middle, high, _] = all.to_le_bytes();
                let head = [word.len() as u8, low, middle, high];
                let mut position = 0;
                while position < HEAD + word.len() {
                    let byte = if position < HEAD { head[position] } else { word[position - HEAD] };
                    rows[ends[bucket(shape)] as usize] = byte;
                    ends[bucket(shape)] += 1;
                    position = position.wrapping_add(1);
                }
            }
            count = count.wrapping_add(1);
        }
        Self { rows, starts, shapes }
    }

    /// The sets that hold a word, a bit for each.
    #[inline]
    pub(crate) fn sets(&self, word: &[u8]) -> u32 {
        let [first, second, .., last] = word else { return self.sets_of_short(word) };
        let shape = shape(*first, *second, *last, word.len());
        let known = self.shapes.get(shape / 64).is_some_and(|bits| bits >> (shape % 64) & 1 != 0);
        if known { self.sets_of(bucket(shape), word) } else { 0 }
    }

    /// The same for a word of two letters, or fewer, as none is.
    fn sets_of_short(&self, word: &[u8]) -> u32 {
        let [first, second] = word else { return 0 };
        self.sets_of(bucket(shape(*first, *second, *second, 2)), word)
    }

    /// The sets of a word of a bucket.
    #[inline(never)]
    fn sets_of(&self, bucket: usize, word: &[u8]) -> u32 {
        let start = |number: usize| self.starts.get(number).map_or(0, |start| usize::from(*start));
        let rows = self.rows.get(start(bucket)..start(bucket.wrapping_add(1)));
        sets_of(rows.unwrap_or_default(), word)
    }
}

/// The sets of a word among the rows of its bucket.
fn sets_of(rows: &[u8], word: &[u8]) -> u32 {
    let mut rows = rows;
    while let [length, low, middle, high, rest @ ..] = rows {
        let Some((candidate, others)) = rest.split_at_checked(usize::from(*length)) else { break };
        if candidate.len() == word.len()
            && candidate.iter().zip(word).all(|(letter, other)| *letter == other.to_ascii_lowercase())
        {
            return u32::from_le_bytes([*low, *middle, *high, 0]);
        }
        rows = others;
    }
    0
}

/// How many words all sets have.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the lists")]
const fn total(sets: &[&[&'static str]]) -> usize {
    let (mut total, mut set) = (0_usize, 0_usize);
    while set < sets.len() {
        total = total.wrapping_add(sets[set].len());
        set = set.wrapping_add(1);
    }
    total
}

/// The word of a number, through all sets, and the sets that hold it, as bits; none where it is a repetition.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the lists")]
const fn nth(sets: &[&[&'static str]], number: usize) -> (&'static [u8], u32) {
    let (mut set, mut index) = (0_usize, number);
    while index >= sets[set].len() {
        index = index.wrapping_sub(sets[set].len());
        set = set.wrapping_add(1);
    }
    let word = sets[set][index].as_bytes();
    let all = all_sets(sets, word);
    (word, if all.trailing_zeros() as usize == set { all } else { 0 })
}

/// The sets that hold a word, as bits.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the lists")]
const fn all_sets(sets: &[&[&str]], word: &[u8]) -> u32 {
    let (mut all, mut set) = (0, 0_usize);
    while set < sets.len() {
        let mut index = 0_usize;
        while index < sets[set].len() {
            let other = sets[set][index].as_bytes();
            // The compiler counts its steps, and most words differ here.
            if other.len() == word.len() && other[0] == word[0] && equal(other, word) {
                all |= 1 << set;
            }
            index = index.wrapping_add(1);
        }
        set = set.wrapping_add(1);
    }
    all
}

/// Whether two words of the same length are the same.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the words")]
const fn equal(left: &[u8], right: &[u8]) -> bool {
    let mut position = 0_usize;
    while position < left.len() && left[position] == right[position] {
        position = position.wrapping_add(1);
    }
    position == left.len()
}

/// The shape of a word, the same in either case.
#[inline]
const fn shape(first: u8, second: u8, last: u8, length: usize) -> usize {
    let letters = (first & 31) as u32 | ((second & 31) as u32) << 5 | ((last & 31) as u32) << 10;
    // 2^32 divided by the golden ratio, as for the windows of private facts.
    (letters | (length as u32) << 15).wrapping_mul(0x9e37_79b9) as usize / (1 << 22) % SHAPES
}

/// The bucket of the words of a shape.
#[inline]
const fn bucket(shape: usize) -> usize {
    shape % BUCKETS
}

/// How long the rows of some sets are.
pub(crate) const fn length(sets: &[&[&'static str]]) -> usize {
    let (mut length, mut number, total) = (0_usize, 0_usize, total(sets));
    while number < total {
        let (word, all) = nth(sets, number);
        if all != 0 {
            length = length.wrapping_add(HEAD).wrapping_add(word.len());
        }
        number = number.wrapping_add(1);
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_tells_all_its_sets() {
        const SETS: &[&[&str]] = &[&["key", "token"], &["key", "2fa"], &[]];
        static WORDS: Vocabulary<{ length(SETS) }> = Vocabulary::of(SETS);
        for (word, sets) in [("key", 0b11), ("KEY", 0b11), ("Token", 1), ("2FA", 0b10)] {
            assert_eq!(WORDS.sets(word.as_bytes()), sets, "{word}");
        }
        for word in ["", "keys", "kay", "tokens", "a word of many letters"] {
            assert_eq!(WORDS.sets(word.as_bytes()), 0, "{word}");
        }
    }
}
