//! Reading JSON (RFC 8259, restricted to I-JSON, RFC 7493) into a tree that borrows from its text.
//!
//! serde_json does the parsing. What it leaves open is closed here: duplicate names are refused, depth is bounded, and a
//! number that is not an integer within ±(2^53-1) is kept as such, so that whoever reads it can say where it stands.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::error::Error;
use crate::number::{self, MAX_INTEGER, Number};
use crate::path::Path;

/// How deeply a document may nest.
pub(crate) const MAX_DEPTH: usize = 32;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number with an integral value within ±(2^53-1), however it was written.
    Integer(i64),
    /// A number with a fraction. Nothing reads it; it may stand where nothing looks.
    Fraction,
    /// A number beyond ±(2^53-1). Nothing reads it; it may stand where nothing looks.
    OutOfRange,
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object, in the order of its text.
    Object(Members<'a>),
}

/// The members of an object: names are unique once [`Json::parse`] has returned.
pub type Members<'a> = Vec<(Cow<'a, str>, Json<'a>)>;

/// Appends an object, its members in the order in which they stand.
pub(crate) fn write_members(out: &mut String, members: &Members<'_>) {
    out.push('{');
    for (index, (name, value)) in members.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        canonical::write_text(out, name);
        out.push(':');
        value.write(out);
    }
    out.push('}');
}

/// One of our own structures as JSON.
pub(crate) fn text_of<T: Serialize>(value: &T) -> String {
    // They have text keys and no failing serializers.
    serde_json::to_string(value).unwrap_or_default()
}

impl From<Number> for Json<'_> {
    fn from(number: Number) -> Self {
        match number {
            Number::Integer(value) => Self::Integer(value),
            Number::Fraction => Self::Fraction,
            Number::OutOfRange => Self::OutOfRange,
        }
    }
}

impl<'a> Json<'a> {
    /// Reads one JSON text.
    ///
    /// # Errors
    /// `invalid_json`, `number_out_of_range`, `duplicate_key` or `too_deep`, with a pointer where there is one.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        if text.starts_with('\u{feff}') {
            return Err(Error::new("invalid_json", "this is not JSON: it begins with a byte order mark")
                .hint("save it as UTF-8 without one"));
        }
        let mut value: Self = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if value.check(&Path::root(), 0)? == Numbers::SomeUnsettled {
            value.settle(&mut number::tokens(text));
        }
        Ok(value)
    }

    /// Reads the numbers that are not settled, each from its token.
    fn settle<'t>(&mut self, tokens: &mut impl Iterator<Item = &'t str>) {
        match self {
            Self::Integer(_) | Self::Fraction => {
                tokens.next();
            }
            Self::OutOfRange => *self = tokens.next().map_or(Number::OutOfRange, number::exact).into(),
            Self::Array(items) => items.iter_mut().for_each(|item| item.settle(tokens)),
            Self::Object(members) => members.iter_mut().for_each(|(_, value)| value.settle(tokens)),
            Self::Null | Self::Boolean(_) | Self::Text(_) => {}
        }
    }

    /// The value of a member, where this is an object that has it.
    pub(crate) fn member(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Refuses duplicate names and deep nesting, and tells whether there is a number to look at again.
    fn check(&self, path: &Path<'_>, depth: usize) -> Result<Numbers, Error> {
        if depth >= MAX_DEPTH && matches!(self, Self::Array(_) | Self::Object(_)) {
            return Err(too_deep().at(path));
        }
        let below = depth.saturating_add(1);
        let mut numbers = Numbers::AllSettled;
        match self {
            Self::OutOfRange => numbers = Numbers::SomeUnsettled,
            Self::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    numbers = numbers.max(item.check(&path.index(index), below)?);
                }
            }
            Self::Object(members) => {
                if let Some(name) = duplicate(members) {
                    return Err(Error::new("duplicate_key", "the same name stands twice in one object")
                        .at(path.key(name))
                        .hint("keep one of them"));
                }
                for (name, value) in members {
                    numbers = numbers.max(value.check(&path.key(name), below)?);
                }
            }
            _ => {}
        }
        Ok(numbers)
    }

    /// The same value, borrowing from nothing.
    pub(crate) fn to_static(&self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Boolean(value) => Json::Boolean(*value),
            Self::Integer(value) => Json::Integer(*value),
            Self::Fraction => Json::Fraction,
            Self::OutOfRange => Json::OutOfRange,
            Self::Text(text) => Json::Text(Cow::Owned(text.to_string())),
            Self::Array(items) => Json::Array(items.iter().map(Json::to_static).collect()),
            Self::Object(members) => Json::Object(
                members
                    .iter()
                    .map(|(name, value)| (Cow::Owned(name.to_string()), value.to_static()))
                    .collect(),
            ),
        }
    }

    /// Appends the value as it stands: canonical (RFC 8785) where its objects are sorted.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            // A number that no leaf takes: a payload with it was refused before anybody writes it.
            Self::Null | Self::Fraction | Self::OutOfRange => out.push_str("null"),
            Self::Boolean(value) => canonical::write_boolean(out, *value),
            Self::Integer(value) => canonical::write_integer(out, *value),
            Self::Text(text) => canonical::write_text(out, text),
            Self::Object(members) => write_members(out, members),
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
        }
    }

    /// What this is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Fraction => "a number with a fraction",
            Self::OutOfRange => "a number out of range",
            Self::Text(_) => "a text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Whether a document holds numbers that were no plain integers of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Numbers {
    AllSettled,
    SomeUnsettled,
}

/// The first name that stands twice. Small objects are compared pair by pair, large ones through a set, so that a
/// hostile object costs no more than its size.
fn duplicate<'m>(members: &'m Members<'_>) -> Option<&'m str> {
    if members.len() <= 16 {
        return members
            .iter()
            .enumerate()
            .find(|(index, (name, _))| members.iter().take(*index).any(|(earlier, _)| earlier == name))
            .map(|(_, (name, _))| name.as_ref());
    }
    let mut seen = BTreeSet::new();
    members.iter().map(|(name, _)| name.as_ref()).find(|name| !seen.insert(*name))
}

fn too_deep() -> Error {
    Error::new("too_deep", "the JSON text nests more than 32 levels")
}

/// serde_json tells syntax errors apart only in words; the vectors fail should they ever change.
fn syntax(error: &serde_json::Error) -> Error {
    let text = error.to_string();
    if text.starts_with("recursion limit exceeded") {
        return too_deep();
    }
    if text.starts_with("number out of range") {
        return Error::new("number_out_of_range", text);
    }
    let mut message = String::from("this is not JSON: ");
    message.push_str(&text);
    Error::new("invalid_json", message)
}

struct Build;

impl<'de> Visitor<'de> for Build {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or(Json::OutOfRange, integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        // Not what a double makes of it, but the token itself decides, once the whole text has been read.
        Ok(Json::OutOfRange)
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(value.to_string())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((Name(name), value)) = access.next_entry()? {
            members.push((name, value));
        }
        Ok(Json::Object(members))
    }
}

fn integer(value: i64) -> Json<'static> {
    if (-MAX_INTEGER..=MAX_INTEGER).contains(&value) { Json::Integer(value) } else { Json::OutOfRange }
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Build)
    }
}

/// A member's name, borrowed where it holds no escape.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(value.to_string())))
            }
        }
        deserializer.deserialize_str(Read)
    }
}
