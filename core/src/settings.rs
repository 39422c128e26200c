//! One value in somebody's settings file, read and changed: its span is replaced, and every other byte stays.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::Answer;
use crate::canonical;
use crate::contract::Place;
use crate::facts::Facts;
use crate::json::Json;

/// Why a settings file cannot be changed: it is no JSON object, or the way to the value leads through something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unusable;

/// The text of a settings file with this value at this place. `present` is `None` where there is no file yet.
pub(crate) fn with(present: Option<&str>, place: &Place, value: &Json<'_>) -> Result<String, Unusable> {
    let Some(text) = present.filter(|text| !text.trim().is_empty()) else {
        let mut out = String::new();
        write_fresh(&mut out, &place.key, value, 0);
        out.push('\n');
        return Ok(out);
    };
    // From here on the text is known to be JSON in which no name stands twice.
    let document = Json::parse(text).map_err(|_| Unusable)?;
    let (Json::Object(_), Ok(_)) = (&document, place.find(&document)) else { return Err(Unusable) };
    let mut scanner = Scanner { text, position: 0 };
    let mut rest = place.key.as_slice();
    while let Some((name, below)) = rest.split_first() {
        // A null on the way makes room for what is missing.
        if scanner.peek() == Some(b'n') {
            break;
        }
        match scanner.enter(name) {
            Found::Value => rest = below,
            Found::Missing { after, filled } => return Ok(inserted(text, after, filled, rest, value)),
        }
    }
    let start = scanner.position;
    scanner.skip_value();
    let mut out = text.get(..start).unwrap_or_default().to_string();
    write_below(&mut out, rest, value);
    out.push_str(text.get(scanner.position..).unwrap_or_default());
    Ok(out)
}

/// The text that is stored at a place.
pub(crate) fn stored_text(place: &Place, facts: &Facts) -> Answer {
    match facts.file(&place.file) {
        Answer::Text(text) => match Json::parse(text).as_ref().map(|document| place.find(document)) {
            Ok(Ok(None)) => Answer::Absent,
            Ok(Ok(Some(Json::Text(text)))) => Answer::from_text(text),
            _ => Answer::Undecodable,
        },
        other => other.clone(),
    }
}

/// How long the JSON value is that this text begins with.
pub(crate) fn value_length(text: &str) -> usize {
    let mut scanner = Scanner { text, position: 0 };
    scanner.skip_value();
    scanner.position.min(text.len())
}

/// The text with a member put in where there was none: `after` is the end of the last member, or of the brace where
/// there is none. The white space before it is that of its neighbour.
fn inserted(text: &str, after: usize, filled: bool, rest: &[String], value: &Json<'_>) -> String {
    let (before, behind) = text.split_at_checked(after).unwrap_or((text, ""));
    let mut out = before.to_string();
    if filled {
        out.push(',');
        out.push_str(space_of_the_first_member(before));
    }
    if let Some((name, rest)) = rest.split_first() {
        canonical::write_text(&mut out, name);
        out.push_str(": ");
        write_below(&mut out, rest, value);
    }
    out.push_str(behind);
    out
}

/// The value with the objects that lead to it, on one line.
fn write_below(out: &mut String, names: &[String], value: &Json<'_>) {
    for name in names {
        out.push('{');
        canonical::write_text(out, name);
        out.push_str(": ");
    }
    value.write(out);
    names.iter().for_each(|_| out.push('}'));
}

/// The white space that stands before the first member of the object whose last member ends `before`.
fn space_of_the_first_member(before: &str) -> &str {
    let mut scanner = Scanner { text: before, position: 0 };
    let mut opened = Vec::new();
    while let Some(byte) = scanner.peek() {
        match byte {
            b'"' => {
                scanner.skip_text();
                continue;
            }
            b'{' | b'[' => opened.push(scanner.position.saturating_add(1)),
            b'}' | b']' => drop(opened.pop()),
            _ => {}
        }
        scanner.advance();
    }
    let inside = opened.last().and_then(|start| before.get(*start..)).unwrap_or_default();
    let end = inside.bytes().position(|byte| !is_space(byte)).unwrap_or(inside.len());
    inside.get(..end).unwrap_or_default()
}

/// A new settings file, indented by two spaces.
fn write_fresh(out: &mut String, names: &[String], value: &Json<'_>, depth: usize) {
    let Some((name, rest)) = names.split_first() else {
        value.write(out);
        return;
    };
    let indent = |out: &mut String, depth: usize| {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    };
    let below = depth.saturating_add(1);
    out.push('{');
    indent(out, below);
    canonical::write_text(out, name);
    out.push_str(": ");
    write_fresh(out, rest, value, below);
    indent(out, depth);
    out.push('}');
}

/// What stands at a name of an object.
enum Found {
    /// Its value begins here.
    Value,
    /// Nothing; a new member would stand at `after`, and `filled` says whether there are others.
    Missing { after: usize, filled: bool },
}

/// Goes through a text that is known to be JSON.
struct Scanner<'t> {
    text: &'t str,
    position: usize,
}

impl Scanner<'_> {
    /// Goes to the value of this name in the object that begins here.
    fn enter(&mut self, name: &str) -> Found {
        self.skip_space();
        self.advance();
        let mut after = self.position;
        let mut filled = false;
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'"') => {}
                Some(b',') => {
                    self.advance();
                    continue;
                }
                _ => return Found::Missing { after, filled },
            }
            let start = self.position;
            self.skip_text();
            let key = self.text.get(start..self.position).unwrap_or_default();
            let is_it = matches!(Json::parse(key), Ok(Json::Text(key)) if key == name);
            self.skip_space();
            self.advance();
            self.skip_space();
            if is_it {
                return Found::Value;
            }
            self.skip_value();
            (after, filled) = (self.position, true);
        }
    }

    fn skip_value(&mut self) {
        self.skip_space();
        let mut depth: usize = 0;
        loop {
            match self.peek() {
                Some(b'"') => self.skip_text(),
                Some(b'{' | b'[') => {
                    depth = depth.saturating_add(1);
                    self.advance();
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth = depth.saturating_sub(1);
                    self.advance();
                }
                Some(byte) if depth > 0 || !(is_space(byte) || matches!(byte, b',' | b'}' | b']')) => {
                    self.advance();
                    continue;
                }
                _ => return,
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Goes past a string, from its opening quote.
    fn skip_text(&mut self) {
        self.advance();
        while let Some(byte) = self.peek() {
            self.advance();
            match byte {
                b'"' => return,
                b'\\' => self.advance(),
                _ => {}
            }
        }
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.advance();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn advance(&mut self) {
        self.position = self.position.saturating_add(1);
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: Option<&str>, key: &str, value: &Json<'_>) -> Result<String, Unusable> {
        let key: Vec<String> = key.split('/').skip(1).map(ToString::to_string).collect();
        with(text, &Place { file: String::new(), key }, value)
    }

    #[test]
    fn only_the_value_changes() {
        for (before, key, after) in [
            (
                r#"{"telemetry":{"enabled":true},"x":1.50}"#,
                "/telemetry/enabled",
                r#"{"telemetry":{"enabled":false},"x":1.50}"#,
            ),
            (
                "{ \"a\" : [1, {\"e\": 2}],\r\n\t\"e\" :  null , \"z\":{}}\n",
                "/e",
                "{ \"a\" : [1, {\"e\": 2}],\r\n\t\"e\" :  false , \"z\":{}}\n",
            ),
            (
                r#"{"a\u0062":{"}":"\"},{"},"b":{"ab":{"c":"d"}}}"#,
                "/b/ab",
                r#"{"a\u0062":{"}":"\"},{"},"b":{"ab":false}}"#,
            ),
            (r#"{"a\u0062":"x"}"#, "/ab", r#"{"a\u0062":false}"#),
            ("{\"n\":-1e5}", "/n", "{\"n\":false}"),
        ] {
            assert_eq!(changed(Some(before), key, &Json::Boolean(false)).unwrap(), after);
        }
    }

    #[test]
    fn a_missing_member_is_put_beside_its_neighbours() {
        for (before, key, after) in [
            ("{}", "/e", r#"{"e": false}"#),
            ("{ }\n", "/a/e", "{\"a\": {\"e\": false} }\n"),
            (
                "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n",
                "/a/e",
                "{\n  \"a\": {\n    \"b\": 1,\n    \"e\": false\n  }\n}\n",
            ),
            ("{\n\t\"x\": [\"{\"]\n}", "/a/e", "{\n\t\"x\": [\"{\"],\n\t\"a\": {\"e\": false}\n}"),
            (r#"{"a":{},"b":2}"#, "/a/e", r#"{"a":{"e": false},"b":2}"#),
            (r#"{"a":null ,"b":2}"#, "/a/x/e", r#"{"a":{"x": {"e": false}} ,"b":2}"#),
        ] {
            assert_eq!(changed(Some(before), key, &Json::Boolean(false)).unwrap(), after);
        }
    }

    #[test]
    fn a_new_file_is_made_for_people() {
        let made = "{\n  \"telemetry\": {\n    \"enabled\": true\n  }\n}\n";
        assert_eq!(changed(None, "/telemetry/enabled", &Json::Boolean(true)).unwrap(), made);
        assert_eq!(changed(Some(" \n"), "/telemetry/enabled", &Json::Boolean(true)).unwrap(), made);
    }

    #[test]
    fn what_is_not_understood_is_not_touched() {
        for text in ["{", "[]", "true", r#"{"telemetry":true}"#, r#"{"e":1,"e":2}"#, "{} x", "\u{feff}{}"] {
            assert_eq!(changed(Some(text), "/telemetry/enabled", &Json::Null), Err(Unusable), "{text}");
        }
    }
}
