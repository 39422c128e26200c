//! What a host answers when it is asked for something: the same for facts and for effects.

use alloc::string::{String, ToString};
use core::fmt;

use crate::error::Error;
use crate::json::Json;
use crate::reader::At;

/// One answer of a host. Its `Debug` form does not show the text, which may be a token.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is not there.
    Absent,
    /// It is there, but it is not UTF-8, or holds U+FFFD: somebody has already replaced what was not.
    Undecodable,
    /// Its text.
    Text(String),
    /// It could not be had.
    Failed(ErrorClass),
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Undecodable => f.write_str("Undecodable"),
            Self::Text(_) => f.write_str("Text(..)"),
            Self::Failed(class) => write!(f, "Failed({})", class.as_str()),
        }
    }
}

/// Why something could not be had or done. Never an errno, so that all systems and languages say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorClass {
    /// It does not exist.
    Absent,
    /// Permission denied.
    Denied,
    /// A read-only file system.
    ReadOnly,
    /// No space, or over quota.
    Full,
    /// It exists already.
    Exists,
    /// It is not what was expected.
    Changed,
    /// It took too long.
    Timeout,
    /// A signal or a person interrupted it.
    Interrupted,
    /// This host cannot do that.
    Unsupported,
    /// Anybody on this machine may write to it.
    Exposed,
    /// It is longer than what is looked at. The core says so, and no host.
    TooLarge,
    /// Anything else.
    Other,
}

const CLASSES: &[(&str, ErrorClass)] = &[
    ("absent", ErrorClass::Absent),
    ("denied", ErrorClass::Denied),
    ("read_only", ErrorClass::ReadOnly),
    ("full", ErrorClass::Full),
    ("exists", ErrorClass::Exists),
    ("changed", ErrorClass::Changed),
    ("timeout", ErrorClass::Timeout),
    ("interrupted", ErrorClass::Interrupted),
    ("unsupported", ErrorClass::Unsupported),
    ("exposed", ErrorClass::Exposed),
    ("other", ErrorClass::Other),
];

impl ErrorClass {
    /// The word for it in JSON and in messages.
    pub fn as_str(self) -> &'static str {
        CLASSES.iter().find(|(_, class)| *class == self).map_or("other", |(word, _)| word)
    }

    /// What is the matter with a file, as the end of a sentence for people.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Absent => "what should be a directory on the way is none",
            Self::Denied => "permission denied",
            Self::ReadOnly => "the file system is read-only",
            Self::Full => "the disk is full",
            Self::Exists => "something else has its name",
            Self::TooLarge => "it is too large",
            Self::Timeout => "somebody else is writing it; try again in 10 seconds",
            _ => "it is no regular file, or something else stands in the way",
        }
    }

    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        at.word(CLASSES)
    }
}

/// JSON with U+FFFD written as an escape: an answer that holds it counts as undecodable, and this one was not damaged on its
/// way.
pub(crate) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for part in json.split_inclusive('\u{fffd}') {
        match part.strip_suffix('\u{fffd}') {
            Some(before) => {
                out.push_str(before);
                out.push_str("\\ufffd");
            }
            None => out.push_str(part),
        }
    }
    out
}

/// Whether a text holds U+FFFD, which stands for what was not UTF-8. By its bytes: the standard search for a character
/// outside of ASCII is a whole substring search. Hardly any text has its first byte, which is looked for a word at a time.
pub(crate) fn is_damaged(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.contains(&0xef) && bytes.windows(3).any(|three| three == [0xef, 0xbf, 0xbd])
}

impl Answer {
    /// The answer that these bytes are.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match core::str::from_utf8(bytes) {
            Ok(text) => Self::from_text(text),
            Err(_) => Self::Undecodable,
        }
    }

    /// The answer that this text is.
    pub fn from_text(text: &str) -> Self {
        if is_damaged(text) { Self::Undecodable } else { Self::Text(text.to_string()) }
    }

    /// The answer that an error class is.
    pub fn from_error(class: ErrorClass) -> Self {
        if class == ErrorClass::Absent { Self::Absent } else { Self::Failed(class) }
    }

    /// Whether a change was made, for what changes something: only a text says so.
    pub(crate) fn done(&self) -> Result<(), ErrorClass> {
        match self {
            Self::Text(_) => Ok(()),
            Self::Absent => Err(ErrorClass::Absent),
            Self::Undecodable => Err(ErrorClass::Other),
            Self::Failed(class) => Err(*class),
        }
    }

    /// Its text, where it has one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads `null`, a text, `{"undecodable": true}` or `{"error": CLASS}`.
    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        match at.value {
            Json::Null => Ok(Self::Absent),
            Json::Text(text) => Ok(Self::from_text(text)),
            _ => {
                let members = at.members(&["undecodable", "error"])?;
                match (members.optional("undecodable"), members.optional("error")) {
                    (Some(flag), None) if flag.boolean()? => Ok(Self::Undecodable),
                    (None, Some(class)) => Ok(Self::from_error(ErrorClass::read(&class)?)),
                    _ => Err(at.error(
                        "wrong_value",
                        "an answer is a text, null, {\"undecodable\":true} or {\"error\":CLASS}",
                    )),
                }
            }
        }
    }

    /// How much memory it holds.
    pub(crate) fn len(&self) -> usize {
        self.text().map_or(0, str::len)
    }
}
