//! Sets of words, most of whose look-ups end at a first letter and a length that no word of the set has.

use super::text::is_one_of;

/// A set of lowercase words, looked up without regard to ASCII case.
#[derive(Debug)]
pub(super) struct Words {
    words: &'static [&'static str],
    /// For each first letter (by its lower five bits, which do not know case) the lengths of its words, as bits.
    lengths: [u32; 32],
}

impl Words {
    /// Made by the compiler.
    pub(super) const fn new(words: &'static [&'static str]) -> Self {
        let mut lengths = [0; 32];
        let mut index = 0;
        while index < words.len() {
            #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within both tables")]
            {
                let word = words[index].as_bytes();
                lengths[(word[0] & 31) as usize] |= 1_u32 << (word.len() & 31);
            }
            index = index.wrapping_add(1);
        }
        Self { words, lengths }
    }

    #[inline]
    pub(super) fn contains(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else { return false };
        let lengths = self.lengths.get(usize::from(first & 31)).copied().unwrap_or(0);
        word.len() < 32 && lengths >> word.len() & 1 != 0 && is_one_of(word, self.words)
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
