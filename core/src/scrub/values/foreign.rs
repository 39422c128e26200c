//! What names mean that no ASCII letters write.

use super::names::Meaning;

/// "Password" in languages that do not write it with ASCII letters alone (Spanish, Russian, Polish, Swedish, Turkish,
/// Hungarian, Chinese, Japanese, Korean), without its first letter where that may be a capital.
const FOREIGN_PASSWORDS: &[&str] = &[
    "ontrase\u{f1}a",
    "\u{430}\u{440}\u{43e}\u{43b}\u{44c}",
    "as\u{142}o",
    "\u{f6}senord",
    "ifre",
    "elsz\u{f3}",
    "\u{5bc6}\u{7801}",
    "\u{5bc6}\u{78bc}",
    "\u{30d1}\u{30b9}\u{30ef}\u{30fc}\u{30c9}",
    "\u{be44}\u{bc00}\u{bc88}\u{d638}",
];

/// The same for the name of a user (Russian, Polish, Turkish, Chinese, Japanese).
const FOREIGN_USERS: &[&str] = &[
    "\u{43e}\u{43b}\u{44c}\u{437}\u{43e}\u{432}\u{430}\u{442}\u{435}\u{43b}\u{44c}",
    "\u{17c}ytkownik",
    "ullan\u{131}c\u{131} ad\u{131}",
    "\u{7528}\u{6237}\u{540d}",
    "\u{30e6}\u{30fc}\u{30b6}\u{30fc}\u{540d}",
];

/// What a name, or what stands before an operator, means that ends in such a word.
pub(crate) fn foreign_meaning(name: &[u8]) -> Option<Meaning> {
    let ends_in = |words: &[&str]| words.iter().any(|word| name.ends_with(word.as_bytes()));
    if ends_in(FOREIGN_PASSWORDS) {
        return Some(Meaning::Secret);
    }
    ends_in(FOREIGN_USERS).then_some(Meaning::User)
}
