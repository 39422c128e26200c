//! What is JSON, by its syntax alone (RFC 8259): scrubbing keeps also what [`Json::parse`](crate::Json::parse) refuses, such
//! as names that stand twice, depth, numbers beyond all bounds and halves of characters.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, Visitor};

use crate::scrub::text::Text;

/// The mark of a byte order, which some programs write before JSON.
const MARK: char = '\u{feff}';

/// With which bytes JSON may begin: a bracket, white space or a mark.
pub(crate) static MAY_BEGIN: [bool; 256] = {
    let mut bytes = [false; 256];
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the table")]
    {
        (bytes[b'{' as usize], bytes[b'[' as usize], bytes[0xef]) = (true, true, true);
        (bytes[b' ' as usize], bytes[b'\t' as usize]) = (true, true);
        (bytes[b'\r' as usize], bytes[b'\n' as usize]) = (true, true);
    }
    bytes
};

/// Whether a text is a JSON object or list, or several of them.
pub(crate) fn is_document(text: &str) -> bool {
    // Most lines of logs that begin with a bracket are told by what stands in it: `[INFO] ...`, `{level=info}`.
    let may_be = match text.strip_prefix(MARK).unwrap_or(text).as_bytes().trim_ascii() {
        [b'{' | b'[', .., b'}' | b']'] => may_begin(text),
        _ => false,
    };
    may_be && read(text) == Read::Whole
}

/// Whether a text is the beginning of such a text, or the whole.
#[cold]
pub(crate) fn begins_document(text: &str) -> bool {
    // A number that ends too soon is told like one that is none.
    let sound = text.trim_end_matches(|end: char| matches!(end, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'));
    may_begin(text) && read(sound) != Read::Other
}

/// Whether a text may begin so, going by what stands behind its first bracket.
fn may_begin(text: &str) -> bool {
    let text = text.strip_prefix(MARK).unwrap_or(text).as_bytes().trim_ascii_start();
    let Some((bracket, inner)) = text.split_first() else { return false };
    let begins_value =
        |byte: u8| matches!(byte, b'"' | b'{' | b'[' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
    match (bracket, inner.trim_ascii_start().first()) {
        (b'{' | b'[', None) | (b'{', Some(b'"' | b'}')) => true,
        (b'[', Some(first)) => begins_value(*first),
        _ => false,
    }
}

/// What reading a text as JSON comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    Whole,
    /// It ends too soon.
    Beginning,
    Other,
}

/// Reads objects and lists up to the end. However deep they are, this takes time and room in proportion to the text.
#[inline(never)]
fn read(text: &str) -> Read {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    loop {
        let rest = text.get(values.byte_offset()..).unwrap_or_default();
        match rest.trim_ascii_start().as_bytes().first() {
            None => return Read::Whole,
            Some(b'{' | b'[') => {}
            Some(_) => return Read::Other,
        }
        match values.next() {
            Some(Ok(IgnoredAny)) => {}
            Some(Err(error)) if error.is_eof() => return Read::Beginning,
            _ => return Read::Other,
        }
    }
}

/// What a string of JSON says. Most have no escapes and say what stands between their quotes.
pub(crate) fn decode(token: &str) -> Cow<'_, str> {
    let inner = token.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.as_bytes().contains(&b'\\') => Cow::Borrowed(inner),
        _ => serde_json::Deserializer::from_str(token)
            .deserialize_bytes(Say)
            .map_or(Cow::Borrowed(token), Cow::Owned),
    }
}

/// Takes a string with whatever escapes.
struct Say;

impl Visitor<'_> for Say {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            // Half of a character (`\ud800`) comes as the three bytes that UTF-8 would have for it.
            if chunk.invalid().first() == Some(&0xed) {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Ok(text)
    }
}

/// The position after the string that begins at `start`.
pub(crate) fn string_end(text: Text<'_>, start: usize) -> usize {
    let mut position = start.wrapping_add(1);
    while position < text.len() {
        match text.at(position) {
            b'"' => return position.wrapping_add(1),
            b'\\' => position = position.wrapping_add(2),
            _ => position = position.wrapping_add(1),
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_json_is_told_by_its_syntax() {
        let deep = "[".repeat(5000) + &"]".repeat(5000);
        for text in [
            "{}",
            " [1, 2]\r\n",
            r#"{"a":1,"a":2}"#,
            "[1e999, -0]",
            r#"["\ud800"]"#,
            "\u{feff}{\"a\":1}",
            "{\"a\":1}\n{\"b\":2}\n",
            r#"{"a":1}["b"]"#,
            deep.as_str(),
        ] {
            assert!(is_document(text), "{text}");
            assert!(begins_document(text), "{text}");
        }
        for text in
            ["[INFO] x]", "{level=info}", "[1] x [2]", r#"{"a":1} 5 {}"#, "[email]", "[01]", "", "[nil]", "7"]
        {
            assert!(!is_document(text), "{text}");
            assert!(!begins_document(text), "{text}");
        }
    }

    #[test]
    fn every_beginning_of_json_is_one() {
        let text = r#"{"a":[true,-1.5e3,null,"x\u00e9"]} [false]"#;
        for beginning in (1..text.len()).filter_map(|end| text.get(..end)) {
            assert!(begins_document(beginning), "{beginning}");
        }
    }

    #[test]
    fn strings_say_what_their_escapes_do() {
        for (token, want) in [
            (r#""plain""#, "plain"),
            (r#""a\"\/\u00e9\ud83d\ude00""#, "a\"/\u{e9}\u{1f600}"),
            (r#""x\ud800 y\udc00\ud800""#, "x\u{fffd} y\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(decode(token), want);
        }
    }
}
