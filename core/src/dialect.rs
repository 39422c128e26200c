//! How the text of an environment variable is read as yes or no: one lexer, a closed table of dialects.

use serde::Serialize;

use crate::answer::Answer;

/// A named way to read a yes-or-no variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// 1 true t yes y on enable enabled / 0 false f no n off disable disabled; trimmed, ASCII case folded.
    Strict,
    /// 1 true yes y on / 0 false no n off; trimmed, ASCII case folded.
    Pk3s,
    /// Go's `strconv.ParseBool`: 1 t T TRUE true True / 0 f F FALSE false False, as they stand.
    ParseBool,
    /// Only `true`, as it stands, is yes; every other text is no.
    ExactTrue,
    /// Yes by being set at all.
    Presence,
    /// Yes by being set to something.
    NonEmpty,
}

/// The words of the contract for the dialects.
pub(crate) const DIALECTS: &[(&str, Dialect)] = &[
    ("strict", Dialect::Strict),
    ("pk3s", Dialect::Pk3s),
    ("parsebool", Dialect::ParseBool),
    ("exact_true", Dialect::ExactTrue),
    ("presence", Dialect::Presence),
    ("non_empty", Dialect::NonEmpty),
];

/// What a source's value is, without the value: all that is ever reported of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// Not there. An empty variable is absent too in the dialects that say so.
    Absent,
    /// A word for yes.
    True,
    /// A word for no.
    False,
    /// Something else.
    Invalid,
    /// There, but not valid UTF-8 (or already replaced by U+FFFD).
    Undecodable,
    /// There, but it could not be read.
    Unreadable,
}

impl Class {
    /// The word for it in JSON and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::True => "true",
            Self::False => "false",
            Self::Invalid => "invalid",
            Self::Undecodable => "undecodable",
            Self::Unreadable => "unreadable",
        }
    }
}

const STRICT_TRUE: &[&str] = &["1", "true", "t", "yes", "y", "on", "enable", "enabled"];
const STRICT_FALSE: &[&str] = &["0", "false", "f", "no", "n", "off", "disable", "disabled"];
const PK3S_TRUE: &[&str] = &["1", "true", "yes", "y", "on"];
const PK3S_FALSE: &[&str] = &["0", "false", "no", "n", "off"];
const PARSEBOOL_TRUE: &[&str] = &["1", "t", "T", "TRUE", "true", "True"];
const PARSEBOOL_FALSE: &[&str] = &["0", "f", "F", "FALSE", "false", "False"];

impl Dialect {
    /// A word for yes and one for no; `None` where being set is all that counts.
    pub(crate) fn words(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Strict | Self::Pk3s => Some(("1", "0")),
            Self::ParseBool | Self::ExactTrue => Some(("true", "false")),
            Self::Presence | Self::NonEmpty => None,
        }
    }

    /// Reads a variable.
    pub(crate) fn classify(self, answer: &Answer) -> Class {
        match answer {
            Answer::Absent => Class::Absent,
            Answer::Undecodable => Class::Undecodable,
            Answer::Failed(_) => Class::Unreadable,
            Answer::Text(text) => self.read(text),
        }
    }

    fn read(self, text: &str) -> Class {
        match self {
            Self::Strict => folded(text, STRICT_TRUE, STRICT_FALSE),
            Self::Pk3s => folded(text, PK3S_TRUE, PK3S_FALSE),
            // Set but empty is not "unset" to ParseBool: it fails to parse.
            Self::ParseBool if PARSEBOOL_TRUE.contains(&text) => Class::True,
            Self::ParseBool if PARSEBOOL_FALSE.contains(&text) => Class::False,
            Self::ParseBool => Class::Invalid,
            Self::ExactTrue if text == "true" => Class::True,
            Self::ExactTrue => Class::False,
            Self::NonEmpty if text.is_empty() => Class::Absent,
            Self::Presence | Self::NonEmpty => Class::True,
        }
    }
}

fn folded(text: &str, yes: &[&str], no: &[&str]) -> Class {
    if text.is_empty() {
        return Class::Absent;
    }
    let word = text.trim_matches(|character: char| character.is_ascii_whitespace());
    let is = |other: &&str| word.eq_ignore_ascii_case(other);
    if yes.iter().any(is) {
        Class::True
    } else if no.iter().any(is) {
        Class::False
    } else {
        Class::Invalid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn read(dialect: Dialect, text: &str) -> Class {
        dialect.classify(&Answer::Text(text.to_string()))
    }

    #[test]
    fn each_dialect_reads_its_words() {
        for (dialect, text, class) in [
            (Dialect::Strict, " Enabled\t", Class::True),
            (Dialect::Strict, "F", Class::False),
            (Dialect::Strict, "", Class::Absent),
            (Dialect::Strict, "  ", Class::Invalid),
            (Dialect::Strict, "2", Class::Invalid),
            (Dialect::Strict, "\u{a0}1", Class::Invalid),
            (Dialect::Pk3s, "Y", Class::True),
            (Dialect::Pk3s, "OFF", Class::False),
            (Dialect::Pk3s, "t", Class::Invalid),
            (Dialect::Pk3s, "enabled", Class::Invalid),
            (Dialect::ParseBool, "True", Class::True),
            (Dialect::ParseBool, "tRUE", Class::Invalid),
            (Dialect::ParseBool, " true", Class::Invalid),
            (Dialect::ParseBool, "", Class::Invalid),
            (Dialect::ExactTrue, "true", Class::True),
            (Dialect::ExactTrue, "TRUE", Class::False),
            (Dialect::ExactTrue, "", Class::False),
            (Dialect::Presence, "", Class::True),
            (Dialect::NonEmpty, "", Class::Absent),
            (Dialect::NonEmpty, "0", Class::True),
        ] {
            assert_eq!(read(dialect, text), class, "{dialect:?} {text:?}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_never_unset() {
        for (_, dialect) in DIALECTS {
            assert_eq!(dialect.classify(&Answer::Undecodable), Class::Undecodable);
            assert_eq!(dialect.classify(&Answer::Absent), Class::Absent);
        }
    }
}
