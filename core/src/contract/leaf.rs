//! One leaf of the payload: its kind, and what happens where its value is absent.

use alloc::string::String;
use alloc::vec::Vec;

use super::names;
use crate::answer::is_damaged;
use crate::canonical;
use crate::error::Error;
use crate::json::{Json, MAX_INTEGER};
use crate::reader::At;
use crate::time::{PRECISIONS, Precision};

/// A declared leaf.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) kind: LeafKind,
    pub(crate) absence: Absence,
}

/// What a leaf can hold.
#[derive(Debug, Clone)]
pub(crate) enum LeafKind {
    /// The contract's own value, as JSON.
    Constant(String),
    /// Something that Aboveboard knows.
    From(From),
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
    Boolean,
    Integer {
        smallest: i64,
        largest: i64,
    },
}

/// What a `from` leaf is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Event,
    Time(Precision),
    Session,
    Run,
    Parent,
    /// 128 random bits of this run, as 32 hexadecimal digits; never stored.
    Nonce,
    ToolVersion,
    SchemaVersion,
    Tool,
}

/// What happens where a value is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Absence {
    Refuse,
    /// The member is left out.
    Omit,
    /// `null`.
    Null,
    /// This value, as JSON.
    Default(String),
}

/// A member with one of these names and a value that is no object makes an object of the payload tree a leaf.
const KINDS: &[&str] = &["constant", "from", "enum", "token", "boolean", "integer"];
const LONGEST_TOKEN: i64 = 256;
const MOST_WORDS: usize = 128;
const LONGEST_DEFAULT: usize = 256;
const FROM: &[(&str, From)] = &[
    ("event", From::Event),
    ("time", From::Time(Precision::Second)),
    ("session", From::Session),
    ("run", From::Run),
    ("parent", From::Parent),
    ("nonce", From::Nonce),
    ("tool_version", From::ToolVersion),
    ("schema_version", From::SchemaVersion),
    ("tool", From::Tool),
];

/// Whether this object of the payload tree is a leaf (otherwise it is a branch).
pub(super) fn is_leaf(value: &Json<'_>) -> bool {
    KINDS.iter().any(|kind| value.member(kind).is_some_and(|value| !matches!(value, Json::Object(_))))
}

impl Leaf {
    /// Reads a leaf; `tool` and `schema_version` are constants by now.
    pub(super) fn read(at: &At<'_, '_>, tool: &str, schema_version: &str) -> Result<Self, Error> {
        let kind = LeafKind::read(at)?;
        let kind = match kind {
            LeafKind::From(From::Tool) => LeafKind::Constant(text(tool)),
            LeafKind::From(From::SchemaVersion) => LeafKind::Constant(text(schema_version)),
            other => other,
        };
        let why =
            at.value.member("why").map(|value| At { value, path: at.path.key("why") }.text()).transpose()?;
        let explained = why.is_some_and(|why| !why.trim().is_empty());
        if !explained && !matches!(kind, LeafKind::Constant(_) | LeafKind::From(From::Event)) {
            return Err(at
                .error("why_missing", "every leaf that is not a constant says why it is collected")
                .hint("add \"why\": a short reason that the tool's users will read"));
        }
        let absence = absence(at, &kind)?;
        Ok(Self { kind, absence })
    }
}

impl LeafKind {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let has = |name| at.value.member(name).is_some_and(|value| !matches!(value, Json::Object(_)));
        if has("constant") {
            let members = at.members(&["constant", "why"])?;
            return Ok(Self::Constant(scalar(&members.required("constant")?)?));
        }
        if has("from") {
            let members = at.members(&["from", "precision", "why", "optional", "nullable", "default"])?;
            let mut from = members.required("from")?.word(FROM)?;
            if let Some(precision) = members.optional("precision") {
                let From::Time(_) = from else {
                    return Err(precision.error("unknown_member", "only a time has a precision"));
                };
                from = From::Time(precision.word(PRECISIONS)?);
            }
            return Ok(Self::From(from));
        }
        if has("enum") {
            let members = at.members(&["enum", "other", "why", "optional", "nullable", "default"])?;
            return Ok(Self::Enum { words: words(&members.required("enum")?)?, other: other(&members)? });
        }
        if has("token") {
            let members = at.members(&["token", "other", "why", "optional", "nullable", "default"])?;
            let longest = members.required("token")?.integer(1, LONGEST_TOKEN)?;
            return Ok(Self::Token {
                longest: usize::try_from(longest).unwrap_or(0),
                other: other(&members)?,
            });
        }
        if has("boolean") {
            let members = at.members(&["boolean", "why", "optional", "nullable", "default"])?;
            let flag = members.required("boolean")?;
            return if flag.boolean()? {
                Ok(Self::Boolean)
            } else {
                Err(flag.error("wrong_value", "this leaf is declared as \"boolean\": true"))
            };
        }
        let members = at.members(&["integer", "why", "optional", "nullable", "default"])?;
        let range = members.required("integer")?;
        let [smallest, largest] = range.list()? else {
            return Err(range
                .error("wrong_value", "an integer's range is a list of its smallest and its largest value"));
        };
        let smallest =
            At { value: smallest, path: range.path.index(0) }.integer(-MAX_INTEGER, MAX_INTEGER)?;
        let largest = At { value: largest, path: range.path.index(1) }.integer(smallest, MAX_INTEGER)?;
        Ok(Self::Integer { smallest, largest })
    }

    /// Whether the event's fields fill this leaf.
    pub(crate) fn is_field(&self) -> bool {
        !matches!(self, Self::Constant(_) | Self::From(_))
    }
}

fn other(members: &crate::reader::Object<'_, '_>) -> Result<bool, Error> {
    members.optional("other").map_or(Ok(false), |flag| flag.boolean())
}

fn words(at: &At<'_, '_>) -> Result<Vec<String>, Error> {
    let items = at.list()?;
    if items.is_empty() || items.len() > MOST_WORDS {
        return Err(at.error("out_of_range", "an enum has 1 to 128 words"));
    }
    let mut words: Vec<String> = Vec::with_capacity(items.len());
    for (index, value) in items.iter().enumerate() {
        let item = At { value, path: at.path.index(index) };
        let word = names::visible(&item, 64)?;
        if words.contains(&word) {
            return Err(item.error("wrong_value", "this word stands twice"));
        }
        words.push(word);
    }
    Ok(words)
}

fn absence(at: &At<'_, '_>, kind: &LeafKind) -> Result<Absence, Error> {
    let Json::Object(_) = at.value else { return Ok(Absence::Refuse) };
    let flag =
        |name| at.value.member(name).map(|value| At { value, path: at.path.key(name) }.boolean()).transpose();
    let default = at.value.member("default");
    match (flag("optional")?.unwrap_or(false), flag("nullable")?.unwrap_or(false), default) {
        (false, false, None) => Ok(Absence::Refuse),
        (true, false, None) => Ok(Absence::Omit),
        (false, true, None) => Ok(Absence::Null),
        (false, false, Some(value)) => {
            let default = At { value, path: at.path.key("default") };
            check_default(&default, kind)?;
            Ok(Absence::Default(scalar(&default)?))
        }
        _ => Err(at.error("wrong_value", "a leaf has one of \"optional\", \"nullable\" and \"default\"")),
    }
}

/// A default is of the leaf's kind; a text is the contract's own, so it may be empty where one from outside may not.
fn check_default(at: &At<'_, '_>, kind: &LeafKind) -> Result<(), Error> {
    match kind {
        LeafKind::Boolean => at.boolean().map(|_| ()),
        LeafKind::Integer { smallest, largest } => at.integer(*smallest, *largest).map(|_| ()),
        _ if at.text()?.len() <= LONGEST_DEFAULT => Ok(()),
        _ => Err(at.error("wrong_value", "a default is at most 256 bytes of text")),
    }
}

/// A text, boolean, integer or null of the contract, as canonical JSON.
fn scalar(at: &At<'_, '_>) -> Result<String, Error> {
    let mut out = String::new();
    match at.value {
        Json::Null => out.push_str("null"),
        Json::Boolean(value) => canonical::write_boolean(&mut out, *value),
        Json::Integer(value) => canonical::write_integer(&mut out, *value),
        Json::Text(value) if is_damaged(value) => {
            return Err(
                at.error("text_undecodable", "this text holds U+FFFD: something was lost on the way here")
            );
        }
        Json::Text(value) => canonical::write_text(&mut out, value),
        _ => return Err(at.wrong_type("a text, boolean, integer or null")),
    }
    Ok(out)
}

fn text(value: &str) -> String {
    let mut out = String::new();
    canonical::write_text(&mut out, value);
    out
}
