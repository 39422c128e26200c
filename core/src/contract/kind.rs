//! The kinds of values that events give: what each takes, and how it is written.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::names;
use crate::canonical;
use crate::error::Error;
use crate::json::Json;
use crate::number::MAX_INTEGER;
use crate::platform::OTHER;
use crate::reader::{At, Object};
use crate::scrub::{self, PrivateFacts, Scrubbed};

/// One value, or one item of a list or map.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// One of a list of words; others become `other`, where declared.
    Enum {
        words: Vec<String>,
        other: bool,
    },
    /// Letters, digits, `.`, `_` and `-`, at most `longest`; others become `other`, where declared.
    Token {
        longest: usize,
        other: bool,
    },
    /// Perhaps a `v`, a digit, then letters, digits, `.`, `_`, `+` and `-`; others become `other`, where declared.
    Version {
        longest: usize,
        other: bool,
    },
    Boolean,
    Integer(Range),
    /// An integer, told by the label of the stretch that it lies in: one more label than bounds.
    Bucket {
        labels: Vec<String>,
        bounds: Vec<i64>,
    },
    /// Free text, scrubbed and at most so many bytes long.
    Text {
        longest: usize,
    },
}

/// Which integers are taken, and how finely they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) smallest: i64,
    pub(crate) largest: i64,
    /// What is told is a multiple of this, rounded down.
    pub(crate) round: i64,
    /// Whether what lies outside is told as the nearest end, and not refused.
    pub(crate) clamp: bool,
}

/// What became of a value that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Taken {
    AsGiven,
    /// It was not what the kind takes, and became `other`, or the nearest that is.
    Replaced,
    /// Text that held something sensitive, or was too long; with the kinds of what was replaced in it.
    Scrubbed {
        kinds: Vec<&'static str>,
        cut: bool,
    },
}

/// Why a value was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Another type is wanted; the text names it.
    Type(&'static str),
    NotInEnum,
    NotAToken,
    NotAVersion,
    /// A text of the contract's own that is longer than the leaf.
    TooLong,
    /// It is private, and the leaf cannot hold what would stand in its place.
    Private,
    OutOfRange {
        smallest: i64,
        largest: i64,
    },
}

const LONGEST_TOKEN: i64 = 256;
const LONGEST_VERSION: i64 = 64;
const LONGEST_TEXT: i64 = 4096;
const LONGEST_WORD: usize = 64;
const MOST_WORDS: usize = 128;
const MOST_LABELS: usize = 32;

impl Kind {
    /// Reads the kind of this name from the members of its leaf.
    pub(super) fn read(kind: &str, members: &Object<'_, '_>) -> Result<Self, Error> {
        match kind {
            "enum" => {
                Ok(Self::Enum { words: words(&members.required("enum")?)?, other: flag(members, "other")? })
            }
            "token" => Ok(Self::Token {
                longest: length(&members.required("token")?, LONGEST_TOKEN)?,
                other: flag(members, "other")?,
            }),
            "version" => Ok(Self::Version {
                longest: length(&members.required("version")?, LONGEST_VERSION)?,
                other: flag(members, "other")?,
            }),
            "boolean" => {
                let declared = members.required("boolean")?;
                if declared.boolean()? {
                    return Ok(Self::Boolean);
                }
                Err(declared.error("wrong_value", "this leaf is declared as \"boolean\": true"))
            }
            "bucket" => bucket(&members.required("bucket")?),
            "text" => Ok(Self::Text { longest: length(&members.required("text")?, LONGEST_TEXT)? }),
            _ => Range::read(members).map(Self::Integer),
        }
    }

    /// Whether a value of this kind may be any text, in some alphabet.
    pub(crate) fn holds_free_text(&self) -> bool {
        matches!(self, Self::Token { .. } | Self::Version { .. } | Self::Text { .. })
    }

    /// Appends the value as this kind tells it, without what is private.
    pub(crate) fn write(
        &self,
        out: &mut String,
        value: &Json<'_>,
        private: &PrivateFacts,
    ) -> Result<Taken, Refusal> {
        match (self, value) {
            (Self::Text { longest }, _) => {
                Ok(write_scrubbed(out, scrub::scrub(text_of(value)?, private), private, *longest))
            }
            (Self::Token { longest, .. }, Json::Text(text))
                if names::is_token(text, *longest) && scrub::is_private(text, private) =>
            {
                other_than_private(out, *longest)
            }
            (Self::Version { longest, .. }, Json::Text(text))
                if names::is_version(text, *longest) && scrub::is_private_version(text, private) =>
            {
                other_than_private(out, *longest)
            }
            _ => self.write_public(out, value),
        }
    }

    /// The same for a text of which its place tells more than it does, and which has been `scrubbed` by that.
    pub(crate) fn write_placed(
        &self,
        out: &mut String,
        value: &Json<'_>,
        scrubbed: Scrubbed<'_>,
        private: &PrivateFacts,
    ) -> Result<Taken, Refusal> {
        match self {
            Self::Text { longest } => Ok(write_scrubbed(out, scrubbed, private, *longest)),
            Self::Token { longest, .. } | Self::Version { longest, .. } if scrubbed.held_secret() => {
                other_than_private(out, *longest)
            }
            _ => self.write(out, value, private),
        }
    }

    /// The same for a value of the contract's own, which is as public as the contract. Apart, since whoever only reads
    /// contracts does not have to know how to find what is private.
    pub(crate) fn write_public(&self, out: &mut String, value: &Json<'_>) -> Result<Taken, Refusal> {
        match self {
            Self::Enum { words, other } => {
                let text = text_of(value)?;
                word(out, text, words.iter().any(|word| word == text), *other, Refusal::NotInEnum)
            }
            Self::Token { longest, other } => {
                let text = text_of(value)?;
                word(out, text, names::is_token(text, *longest), *other, Refusal::NotAToken)
            }
            Self::Version { longest, other } => {
                let text = text_of(value)?;
                word(out, text, names::is_version(text, *longest), *other, Refusal::NotAVersion)
            }
            Self::Boolean => match value {
                Json::Boolean(value) => {
                    canonical::write_boolean(out, *value);
                    Ok(Taken::AsGiven)
                }
                _ => Err(Refusal::Type("true or false")),
            },
            Self::Integer(range) => {
                let (told, taken) = range.take(integer_of(value)?)?;
                canonical::write_integer(out, told);
                Ok(taken)
            }
            Self::Bucket { labels, bounds } => {
                let value = integer_of(value)?;
                let index = bounds.partition_point(|bound| *bound <= value);
                canonical::write_text(out, labels.get(index).map_or("", String::as_str));
                Ok(Taken::AsGiven)
            }
            Self::Text { longest } => {
                let text = text_of(value)?;
                if text.len() > *longest {
                    return Err(Refusal::TooLong);
                }
                canonical::write_text(out, text);
                Ok(Taken::AsGiven)
            }
        }
    }
}

impl Range {
    fn read(members: &Object<'_, '_>) -> Result<Self, Error> {
        let range = members.required("integer")?;
        let [smallest, largest] = range.list()? else {
            return Err(range
                .error("wrong_value", "an integer's range is a list of its smallest and its largest value"));
        };
        let smallest =
            At { value: smallest, path: range.path.index(0) }.integer(-MAX_INTEGER, MAX_INTEGER)?;
        let largest = At { value: largest, path: range.path.index(1) }.integer(smallest, MAX_INTEGER)?;
        let round = members.optional("round").map_or(Ok(1), |round| round.integer(1, MAX_INTEGER))?;
        Ok(Self { smallest, largest, round, clamp: flag(members, "clamp")? })
    }

    /// The integer that is told for this one.
    fn take(&self, value: i64) -> Result<(i64, Taken), Refusal> {
        let Self { smallest, largest, clamp, .. } = *self;
        let inside = value.clamp(smallest, largest);
        if inside != value && !clamp {
            return Err(Refusal::OutOfRange { smallest, largest });
        }
        Ok((self.rounded(inside), if inside == value { Taken::AsGiven } else { Taken::Replaced }))
    }

    /// The sum of two, as near as the range allows and told as finely as one, and whether the range allows it.
    pub(crate) fn add(&self, left: i64, right: i64) -> (i64, bool) {
        let sum = left.saturating_add(right);
        let inside = sum.clamp(self.smallest, self.largest);
        (self.rounded(inside), inside == sum)
    }

    fn rounded(&self, inside: i64) -> i64 {
        inside.saturating_sub(inside.checked_rem_euclid(self.round).unwrap_or(0)).max(self.smallest)
    }
}

impl Refusal {
    /// The refusal as an error, without its place.
    pub(crate) fn error(&self, value: &Json<'_>) -> Error {
        const OTHER_WORDS: &str = "let the contract say \"other\": true to send other words as \"other\"";
        match self {
            Self::Type(wanted) => At::root(value).wrong_type(wanted),
            Self::NotInEnum => Error::new("not_in_enum", "the contract does not list this word").hint(OTHER_WORDS),
            Self::NotAToken => Error::new(
                "not_a_token",
                "a token is ASCII letters, digits, '.', '_' and '-', not too many of them",
            )
            .hint(OTHER_WORDS),
            Self::NotAVersion => Error::new(
                "not_a_version",
                "a version is a digit, perhaps after a 'v', then ASCII letters, digits, '.', '_', '+' and '-'",
            )
            .hint(OTHER_WORDS),
            Self::TooLong => Error::new("wrong_value", "this text is longer than the leaf takes"),
            Self::Private => Error::new(
                "private_value",
                "this value holds something that must not leave the machine, and the leaf is too short for \"other\"",
            )
            .hint("let the contract take at least 5 characters here, or say something else"),
            Self::OutOfRange { smallest, largest } => {
                Error::new("out_of_range", format!("expected an integer from {smallest} to {largest}"))
                    .hint("let the contract say \"clamp\": true to send the nearest one that is")
            }
        }
    }
}

/// Writes a scrubbed text, up to so many bytes of it.
fn write_scrubbed(out: &mut String, scrubbed: Scrubbed<'_>, private: &PrivateFacts, longest: usize) -> Taken {
    let scrubbed = scrubbed.bounded(private, longest);
    canonical::write_text(out, &scrubbed.text);
    let mut kinds = Vec::new();
    for finding in &scrubbed.findings {
        if !kinds.contains(&finding.kind.name()) {
            kinds.push(finding.kind.name());
        }
    }
    if kinds.is_empty() && !scrubbed.cut {
        Taken::AsGiven
    } else {
        Taken::Scrubbed { kinds, cut: scrubbed.cut }
    }
}

/// Writes a word that is allowed, or `other` in its place where the contract says so.
fn word(
    out: &mut String,
    text: &str,
    allowed: bool,
    other: bool,
    refusal: Refusal,
) -> Result<Taken, Refusal> {
    if allowed {
        canonical::write_text(out, text);
        return Ok(Taken::AsGiven);
    }
    if !other {
        return Err(refusal);
    }
    write_other(out)
}

/// Writes `other` in the place of a word that must not leave, whatever the contract says of other words.
fn other_than_private(out: &mut String, longest: usize) -> Result<Taken, Refusal> {
    if longest < OTHER.len() { Err(Refusal::Private) } else { write_other(out) }
}

fn write_other(out: &mut String) -> Result<Taken, Refusal> {
    canonical::write_text(out, OTHER);
    Ok(Taken::Replaced)
}

fn text_of<'v>(value: &'v Json<'_>) -> Result<&'v str, Refusal> {
    match value {
        Json::Text(text) => Ok(text),
        _ => Err(Refusal::Type("a text")),
    }
}

fn integer_of(value: &Json<'_>) -> Result<i64, Refusal> {
    match value {
        Json::Integer(value) => Ok(*value),
        _ => Err(Refusal::Type("an integer")),
    }
}

pub(super) fn flag(members: &Object<'_, '_>, name: &'static str) -> Result<bool, Error> {
    members.optional(name).map_or(Ok(false), |flag| flag.boolean())
}

/// A count of bytes, characters or items, 1 to `longest`.
pub(super) fn length(at: &At<'_, '_>, longest: i64) -> Result<usize, Error> {
    Ok(usize::try_from(at.integer(1, longest)?).unwrap_or(0))
}

fn words(at: &At<'_, '_>) -> Result<Vec<String>, Error> {
    let items = at.list()?;
    if items.is_empty() || items.len() > MOST_WORDS {
        return Err(at.error("out_of_range", "an enum has 1 to 128 words"));
    }
    let mut words: Vec<String> = Vec::with_capacity(items.len());
    for (index, value) in items.iter().enumerate() {
        add_word(&mut words, &At { value, path: at.path.index(index) })?;
    }
    Ok(words)
}

fn add_word(words: &mut Vec<String>, at: &At<'_, '_>) -> Result<(), Error> {
    let word = names::visible(at, LONGEST_WORD)?;
    if words.contains(&word) {
        return Err(at.error("wrong_value", "this word stands twice"));
    }
    words.push(word);
    Ok(())
}

/// Labels with the bounds between them: a label is for what is below the bound after it.
fn bucket(at: &At<'_, '_>) -> Result<Kind, Error> {
    let items = at.list()?;
    let (mut labels, mut bounds): (Vec<String>, Vec<i64>) = (Vec::new(), Vec::new());
    for (index, value) in items.iter().enumerate() {
        let item = At { value, path: at.path.index(index) };
        if labels.len() == bounds.len() {
            add_word(&mut labels, &item)?;
        } else {
            let smallest = bounds.last().map_or(-MAX_INTEGER, |last| last.saturating_add(1));
            bounds.push(item.integer(smallest, MAX_INTEGER)?);
        }
    }
    if labels.len() == bounds.len() {
        return Err(at.error("wrong_value", "a bucket begins and ends with a label"));
    }
    if !(2..=MOST_LABELS).contains(&labels.len()) {
        return Err(at
            .error("out_of_range", "a bucket is 2 to 32 labels with a bound between any two")
            .hint("for example [\"<1K\", 1000, \">=1K\"]"));
    }
    Ok(Kind::Bucket { labels, bounds })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn range(smallest: i64, largest: i64, round: i64, clamp: bool) -> Range {
        Range { smallest, largest, round, clamp }
    }

    #[test]
    fn integers_are_rounded_down_within_their_range() {
        assert_eq!(range(0, 100, 10, false).take(99), Ok((90, Taken::AsGiven)));
        assert_eq!(range(0, 100, 10, false).take(100), Ok((100, Taken::AsGiven)));
        assert_eq!(range(-100, 100, 10, false).take(-91), Ok((-100, Taken::AsGiven)));
        assert_eq!(range(5, 100, 10, false).take(7), Ok((5, Taken::AsGiven)));
        assert_eq!(range(0, 100, 10, true).take(1234), Ok((100, Taken::Replaced)));
        assert_eq!(range(0, 100, 10, true).take(-1), Ok((0, Taken::Replaced)));
        assert!(range(0, 100, 1, false).take(101).is_err());
        // A sum is told as finely as what it is of.
        assert_eq!(range(5, 100, 10, false).add(5, 10), (10, true));
        assert_eq!(range(0, 100, 30, false).add(90, 30), (90, false));
    }

    #[test]
    fn a_bucket_tells_the_stretch_that_a_number_lies_in() {
        let labels = ["<1K", "1K-5K", "5K-10K", ">10K"].map(ToString::to_string).to_vec();
        let kind = Kind::Bucket { labels, bounds: alloc::vec![1000, 5000, 10000] };
        for (number, label) in [
            (-5, "<1K"),
            (999, "<1K"),
            (1000, "1K-5K"),
            (4999, "1K-5K"),
            (5000, "5K-10K"),
            (9999, "5K-10K"),
            (10_000, ">10K"),
        ] {
            let mut out = String::new();
            assert_eq!(
                kind.write(&mut out, &Json::Integer(number), &PrivateFacts::default()),
                Ok(Taken::AsGiven)
            );
            assert_eq!(out, format!("\"{label}\""));
        }
    }
}
