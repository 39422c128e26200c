//! The words that systems and processors are told with, for templates.

use alloc::string::String;

use super::text::put;
use crate::platform::{self, Vocabulary};

/// Appends the words of a vocabulary for `systems` or `processors`, each once.
pub(super) fn put_words(out: &mut String, list: &str, vocabulary: &str, separator: &str) {
    let known = Vocabulary::WORDS.iter().find(|(word, _)| *word == vocabulary);
    let Some((_, vocabulary)) = known else { return };
    let [systems, processors] = platform::words(*vocabulary);
    let mut words = if list == "systems" { systems } else { processors };
    // Those who share one are neighbours.
    words.dedup();
    let mut before = "";
    for word in words {
        put(out, &[before, word]);
        before = separator;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    fn words(list: &str, vocabulary: &str) -> String {
        let mut out = String::new();
        put_words(&mut out, list, vocabulary, " ");
        out
    }

    #[test]
    fn each_word_is_listed_once() {
        assert_eq!(
            words("systems", "go"),
            "linux darwin windows freebsd openbsd netbsd dragonfly solaris aix"
        );
        assert_eq!(words("processors", "rust"), "x86_64 aarch64 x86 arm riscv64 powerpc64 s390x loongarch64");
        assert_eq!(words("systems", "ada"), "");
        for (vocabulary, _) in Vocabulary::WORDS {
            for list in ["systems", "processors"] {
                let words = words(list, vocabulary);
                let once: BTreeSet<&str> = words.split(' ').collect();
                assert_eq!(once.len(), words.split(' ').count(), "{words}");
            }
        }
    }
}
