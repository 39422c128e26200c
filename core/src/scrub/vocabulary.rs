//! A vocabulary: sets of words that overlap, of which one look-up tells all that hold a word.

/// How many buckets the words lie in, by their first letter, their last letter and their length.
const BUCKETS: usize = 128;
/// What a row takes beside its word: the word's length, and its set.
const HEAD: usize = 2;

/// A list of words, given as literals with nothing but white space between them: `list!("one" "two")`.
macro_rules! list {
    ($($word:literal)*) => {
        &[$($word),*]
    };
}
pub(super) use list;

/// At most 32 sets of lowercase words, looked up without regard to ASCII case.
#[derive(Debug)]
pub(super) struct Vocabulary<const N: usize> {
    /// Row after row, one bucket after the other: a word that lies in several sets has as many rows.
    rows: [u8; N],
    /// Where each bucket begins.
    starts: [u16; BUCKETS + 1],
}

impl<const N: usize> Vocabulary<N> {
    /// The sets, each by the number of its place. Evaluated by the compiler, which stops at what does not fit.
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "evaluated by the compiler, within all tables"
    )]
    pub(super) const fn of(sets: &[&[&str]]) -> Self {
        let (mut rows, mut starts) = ([0; N], [0; BUCKETS + 1]);
        let (mut end, mut number) = (0_usize, 0_usize);
        while number < BUCKETS {
            starts[number] = end as u16;
            let mut set = 0;
            while set < sets.len() {
                let mut index = 0;
                while index < sets[set].len() {
                    let word = sets[set][index].as_bytes();
                    if bucket(word[0], word[word.len().wrapping_sub(1)], word.len()) == number {
                        rows[end] = word.len() as u8;
                        rows[end.wrapping_add(1)] = set as u8;
                        end = end.wrapping_add(HEAD);
                        let mut position = 0;
                        while position < word.len() {
                            rows[end] = word[position];
                            end = end.wrapping_add(1);
                            position = position.wrapping_add(1);
                        }
                    }
                    index = index.wrapping_add(1);
                }
                set = set.wrapping_add(1);
            }
            number = number.wrapping_add(1);
        }
        starts[BUCKETS] = end as u16;
        Self { rows, starts }
    }

    /// The sets that hold a word, a bit for each.
    #[inline]
    pub(super) fn sets(&self, word: &[u8]) -> u32 {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return 0 };
        let number = bucket(*first, *last, word.len());
        let start = |number: usize| self.starts.get(number).map_or(0, |start| usize::from(*start));
        let (from, to) = (start(number), start(number.wrapping_add(1)));
        if from == to { 0 } else { sets_of(self.rows.get(from..to).unwrap_or_default(), word) }
    }
}

/// The sets of a word among the rows of its bucket.
#[inline(never)]
fn sets_of(rows: &[u8], word: &[u8]) -> u32 {
    let (mut rows, mut sets) = (rows, 0);
    while let [length, set, rest @ ..] = rows {
        let Some((candidate, others)) = rest.split_at_checked(usize::from(*length)) else { break };
        if candidate.len() == word.len()
            && candidate.iter().zip(word).all(|(letter, other)| *letter == other.to_ascii_lowercase())
        {
            sets |= 1 << (set & 31);
        }
        rows = others;
    }
    sets
}

/// The bucket of a word, the same in either case.
#[inline]
const fn bucket(first: u8, last: u8, length: usize) -> usize {
    let (first, last) = ((first & 31) as usize, (last & 31) as usize);
    first.wrapping_mul(13).wrapping_add(last.wrapping_mul(37)).wrapping_add(length.wrapping_mul(5)) % BUCKETS
}

/// How long the rows of some sets are.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the lists")]
pub(super) const fn length(sets: &[&[&str]]) -> usize {
    let (mut total, mut set) = (0_usize, 0_usize);
    while set < sets.len() {
        let mut index = 0;
        while index < sets[set].len() {
            total = total.wrapping_add(HEAD).wrapping_add(sets[set][index].len());
            index = index.wrapping_add(1);
        }
        set = set.wrapping_add(1);
    }
    total
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
