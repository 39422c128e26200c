//! The bytes of RFC 8785 (JSON Canonicalization Scheme) for texts, integers and booleans; [`Json`](crate::Json) puts the rest
//! around them.
//!
//! Numbers are integers only, and member names are ASCII, so that sorting by bytes is sorting by UTF-16 code units.

use alloc::string::String;
use core::fmt::Write;

/// Appends `text` as a JSON string, escaped as RFC 8785 section 3.2.2.2 says.
pub(crate) fn write_text(out: &mut String, text: &str) {
    out.reserve(text.len().saturating_add(2));
    out.push('"');
    let mut rest = text;
    // Runs without anything to escape are copied whole: nearly every text is one run.
    while let Some(position) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        let (clean, tail) = rest.split_at_checked(position).unwrap_or((rest, ""));
        out.push_str(clean);
        let mut characters = tail.chars();
        if let Some(character) = characters.next() {
            write_escaped(out, character);
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

fn write_escaped(out: &mut String, character: char) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        other => {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(other));
        }
    }
}

/// Appends an integer within ±(2^53-1).
pub(crate) fn write_integer(out: &mut String, value: i64) {
    let _ = write!(out, "{value}");
}

/// Appends `true` or `false`.
pub(crate) fn write_boolean(out: &mut String, value: bool) {
    out.push_str(if value { "true" } else { "false" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> String {
        let mut out = String::new();
        write_text(&mut out, value);
        out
    }

    #[test]
    fn escapes_are_those_of_rfc_8785() {
        // The string of RFC 8785 section 3.2.2, as its canonical form in section 3.2.4.
        assert_eq!(text("\u{20ac}$\u{f}\nA'B\"\\\\\"/"), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assert_eq!(text("\u{8}\t\u{c}\r\0\u{1f}\u{7f}"), "\"\\b\\t\\f\\r\\u0000\\u001f\u{7f}\"");
        assert_eq!(text(""), "\"\"");
        assert_eq!(text("\u{2028}é😀"), "\"\u{2028}é😀\"");
    }
}
