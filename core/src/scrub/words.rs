//! Sets of words, most of whose look-ups end at a first letter and a length that no word of the set has.

/// A set of lowercase words, looked up without regard to ASCII case.
#[derive(Debug)]
pub(super) struct Words {
    words: &'static [&'static str],
    lengths: Lengths,
}

/// For each first letter (by its lower five bits, which do not know case) the lengths of some words, as bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths([u32; 32]);

impl Words {
    /// Takes words of fewer than 32 bytes.
    pub(super) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, lengths: Lengths::of(&[words]) }
    }

    /// The words, for [`Lengths::of`].
    pub(super) const fn list(&self) -> &'static [&'static str] {
        self.words
    }

    #[inline]
    pub(super) fn contains(&self, word: &[u8]) -> bool {
        self.lengths.may_hold(word) && self.holds(word)
    }

    fn holds(&self, word: &[u8]) -> bool {
        self.words.iter().any(|candidate| {
            candidate.len() == word.len()
                && candidate.as_bytes().iter().zip(word).all(|(a, b)| *a == b.to_ascii_lowercase())
        })
    }
}

impl Lengths {
    /// Those of all words of some lists.
    pub(super) const fn of(lists: &[&[&str]]) -> Self {
        let mut lengths = [0; 32];
        let mut list = 0;
        while list < lists.len() {
            let mut index = 0;
            #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within all tables")]
            while index < lists[list].len() {
                let word = lists[list][index].as_bytes();
                lengths[(word[0] & 31) as usize] |= 1_u32 << (word.len() & 31);
                index = index.wrapping_add(1);
            }
            list = list.wrapping_add(1);
        }
        Self(lengths)
    }

    /// Whether there may be such a word. Where this says no, there is none.
    #[inline]
    pub(super) fn may_hold(&self, word: &[u8]) -> bool {
        let first = word.first().copied().unwrap_or(0);
        let lengths = self.0.get(usize::from(first & 31)).copied().unwrap_or(0);
        word.len() < 32 && lengths >> word.len() & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        const WORDS: Words = Words::new(&["token", "2fa", "x"]);
        for word in ["token", "Token", "TOKEN", "2fa", "2FA", "X"] {
            assert!(WORDS.contains(word.as_bytes()), "{word}");
        }
        for word in ["", "tokens", "taken", "rfa", "y", "a word of more than thirty-two bytes"] {
            assert!(!WORDS.contains(word.as_bytes()), "{word}");
        }
    }
}
