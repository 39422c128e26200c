//! What happened: the one thing that a tool's author hands in again and again.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::canonical;
use crate::contract::{Kind, LeafKind, Plan};
use crate::error::Error;
use crate::json::{Json, MAX_INTEGER, Members};
use crate::reader::At;
use crate::time;

/// An event: its name, when it happened, and the fields that its payload takes from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) time: i64,
    pub(crate) fields: Members<'a>,
}

impl<'a> Event<'a> {
    /// An event without fields. `time` is in seconds since 1970-01-01T00:00:00Z.
    pub fn new(name: impl Into<Cow<'a, str>>, time: i64) -> Self {
        Self { name: name.into(), time, fields: Vec::new() }
    }

    /// Adds a field by its dotted path, `command.name`.
    ///
    /// # Errors
    /// `field_twice` where the path has a value already, `wrong_path` where it is no path.
    pub fn set(&mut self, path: &str, value: impl Into<Json<'a>>) -> Result<(), Error> {
        insert(&mut self.fields, path, value.into())
    }

    /// Adds a field as a command line gives it, by the kind that the contract declares: `true` is a boolean for a
    /// boolean leaf, digits are a number for an integer leaf or a bucket, JSON is a list or map for such a leaf. What
    /// does not fit stays a text, and building the payload says so.
    pub(crate) fn assign(&mut self, plan: Option<&Plan>, path: &str, text: &'a str) -> Result<(), Error> {
        let leaf = plan.and_then(|plan| plan.leaf(path));
        let given = || Json::from(text);
        let value = match leaf.map(|leaf| &leaf.kind) {
            Some(LeafKind::Value(Kind::Boolean)) if text == "true" => Json::Boolean(true),
            Some(LeafKind::Value(Kind::Boolean)) if text == "false" => Json::Boolean(false),
            Some(LeafKind::Value(Kind::Integer(_) | Kind::Bucket { .. })) => {
                decimal(text).map_or_else(given, Json::Integer)
            }
            Some(LeafKind::List { .. } | LeafKind::Map { .. }) => {
                Json::parse(text).unwrap_or_else(|_| given())
            }
            _ => given(),
        };
        insert(&mut self.fields, path, value)
    }

    /// Replaces the fields by the members of a JSON object.
    ///
    /// # Errors
    /// Where the text is not JSON, or no object.
    pub fn set_fields(&mut self, text: &'a str) -> Result<(), Error> {
        // Names may be data as well: a pointer would tell them.
        match Json::parse(text).map_err(|error| error.at(""))? {
            Json::Object(members) => {
                self.fields = members;
                Ok(())
            }
            other => Err(At::root(&other).wrong_type("an object")),
        }
    }

    pub(crate) fn read(at: &At<'_, 'a>) -> Result<Self, Error> {
        let unknown = |error: Error| if error.code() == "unknown_member" { error.at(at.path) } else { error };
        let members = at.members(&["name", "time", "fields"]).map_err(unknown)?;
        Ok(Self {
            name: Cow::Owned(members.required("name")?.text()?.to_string()),
            time: time::read(&members.required("time")?)?,
            fields: members.optional("fields").map_or(Ok(Vec::new()), |fields| fields.object().cloned())?,
        })
    }

    /// The event as JSON, for another process of the same tool.
    pub(crate) fn to_json(&self) -> String {
        let mut out = String::from("{\"name\":");
        canonical::write_text(&mut out, &self.name);
        out.push_str(",\"time\":");
        canonical::write_integer(&mut out, self.time);
        out.push_str(",\"fields\":");
        canonical::write_members(&mut out, &self.fields);
        out.push('}');
        out
    }
}

fn decimal(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|value| (-MAX_INTEGER..=MAX_INTEGER).contains(value))
}

fn insert<'a>(fields: &mut Members<'a>, path: &str, value: Json<'a>) -> Result<(), Error> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    if name.is_empty() || path.len() > 256 {
        return Err(Error::new("wrong_path", "a field is named by its path, names with dots between them")
            .hint("for example command.name"));
    }
    let twice = || Error::new("field_twice", "this field has a value already").hint("give each field once");
    let position = fields.iter().position(|(key, _)| key == name);
    match (rest, position.and_then(|index| fields.get_mut(index))) {
        (None, None) => {
            fields.push((Cow::Owned(name.to_string()), value));
            Ok(())
        }
        (Some(rest), None) => {
            let mut below = Vec::new();
            insert(&mut below, rest, value)?;
            fields.push((Cow::Owned(name.to_string()), Json::Object(below)));
            Ok(())
        }
        (Some(rest), Some((_, Json::Object(below)))) => insert(below, rest, value),
        _ => Err(twice()),
    }
}

impl<'a> From<&'a str> for Json<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Json<'_> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Json<'_> {
    fn from(value: i64) -> Self {
        if (-MAX_INTEGER..=MAX_INTEGER).contains(&value) { Self::Integer(value) } else { Self::OutOfRange }
    }
}
