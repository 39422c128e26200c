//! What happened: the one thing that a tool's author hands in again and again.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::canonical;
use crate::contract::{Declared, Kind, Plan};
use crate::error::Error;
use crate::json::{self, Json, Members};
use crate::number::MAX_INTEGER;
use crate::reader::At;
use crate::text::first_name;
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
    /// boolean leaf, digits are a number for an integer leaf or a bucket, JSON is a list or map for such a leaf. A list
    /// also comes item by item, and a map member by member. What does not fit stays a text, and building the payload says
    /// so.
    pub(crate) fn assign(&mut self, plan: Option<&Plan>, path: &str, text: &'a str) -> Result<(), Error> {
        let value = match plan.and_then(|plan| plan.declared(path)) {
            Some(Declared::Value(kind)) => typed(Some(kind), text),
            Some(Declared::Map) => Json::parse(text).unwrap_or_else(|_| Json::from(text)),
            Some(Declared::List(item)) => match Json::parse(text) {
                Ok(Json::Array(items)) => Json::Array(items),
                _ => {
                    let item = typed(item, text);
                    if let Some(Json::Array(items)) = find(&mut self.fields, path) {
                        items.push(item);
                        return Ok(());
                    }
                    Json::Array(alloc::vec![item])
                }
            },
            None => Json::from(text),
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
        json::write_members(&mut out, &self.fields);
        out.push('}');
        out
    }
}

/// A value that is written as text.
fn typed<'a>(kind: Option<&Kind>, text: &'a str) -> Json<'a> {
    match (kind, text) {
        (Some(Kind::Boolean), "true") => Json::Boolean(true),
        (Some(Kind::Boolean), "false") => Json::Boolean(false),
        (Some(Kind::Integer(_) | Kind::Bucket { .. }), _) => {
            decimal(text).unwrap_or_else(|| Json::from(text))
        }
        _ => Json::from(text),
    }
}

/// The value that a path has already.
fn find<'f, 'a>(fields: &'f mut Members<'a>, path: &str) -> Option<&'f mut Json<'a>> {
    let (name, rest) = first_name(path);
    let value = fields.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)?;
    match (rest, value) {
        (None, value) => Some(value),
        (Some(rest), Json::Object(below)) => find(below, rest),
        _ => None,
    }
}

/// A number in decimal digits, of whatever size.
fn decimal(text: &str) -> Option<Json<'static>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = text.parse().ok().filter(|value| (-MAX_INTEGER..=MAX_INTEGER).contains(value));
    Some(value.map_or(Json::OutOfRange, Json::Integer))
}

fn insert<'a>(fields: &mut Members<'a>, path: &str, value: Json<'a>) -> Result<(), Error> {
    let (name, rest) = first_name(path);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    const CONTRACT: &str = r#"{"contract":1,"tool":"t","schema_version":"1","consent_version":1,
        "consent":{"sources":[{"env":"T"}],"undecided":{"interactive":"deny","unattended":"deny"}},
        "payload":{"flag":{"boolean":true,"optional":true,"why":"w"},
            "words":{"list":[{"token":8},4],"optional":true,"why":"w"},
            "numbers":{"list":[{"integer":[0,9]},4],"optional":true,"why":"w"},
            "features":{"map":[{"token":8},{"boolean":true},4],"optional":true,"why":"w"},
            "phases":{"map":[{"token":8},{"status":{"enum":["pass"]},"seconds":{"integer":[0,9]}},4],
                "optional":true,"why":"w"}},
        "events":{"e":{}}}"#;

    fn fields(assignments: &[(&str, &str)]) -> Result<String, Error> {
        let contract = Contract::parse(CONTRACT).unwrap();
        let plan = contract.event("e").map(|(_, plan)| plan);
        let mut event = Event::new("e", 0);
        for (path, text) in assignments {
            event.assign(plan, path, text)?;
        }
        let mut out = String::new();
        json::write_members(&mut out, &event.fields);
        Ok(out)
    }

    #[test]
    fn what_a_command_line_gives_is_of_the_declared_kind() {
        for (assignments, want) in [
            (&[("flag", "true")][..], r#"{"flag":true}"#),
            (&[("flag", "yes")], r#"{"flag":"yes"}"#),
            (&[("words", r#"["a","b"]"#)], r#"{"words":["a","b"]}"#),
            (&[("words", "a"), ("words", "7")], r#"{"words":["a","7"]}"#),
            (&[("numbers", "7"), ("numbers", "x")], r#"{"numbers":[7,"x"]}"#),
            (&[("features", r#"{"x":true}"#)], r#"{"features":{"x":true}}"#),
            (&[("features.x", "true"), ("features.y", "false")], r#"{"features":{"x":true,"y":false}}"#),
            (
                &[("phases.up.status", "pass"), ("phases.up.seconds", "4")],
                r#"{"phases":{"up":{"status":"pass","seconds":4}}}"#,
            ),
            (&[("phases.up.other", "4")], r#"{"phases":{"up":{"other":"4"}}}"#),
            // Refused as a number, and not as the text that it is not.
            (&[("numbers", "99999999999999999999")], r#"{"numbers":[null]}"#),
            (&[("nothing.like.it", "4")], r#"{"nothing":{"like":{"it":"4"}}}"#),
        ] {
            assert_eq!(fields(assignments).unwrap(), want);
        }
        assert_eq!(fields(&[("flag", "true"), ("flag", "true")]).unwrap_err().code(), "field_twice");
        assert_eq!(fields(&[("words", "a"), ("words.b", "c")]).unwrap_err().code(), "field_twice");
    }
}
