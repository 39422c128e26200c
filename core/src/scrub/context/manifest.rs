//! Manifests of Kubernetes: what a Secret holds under `data` and `stringData` is secret, whatever its entries are called
//! (core/v1 Secret).

use crate::scrub::text::class::{LOWER, SPACE, UPPER};
use crate::scrub::text::{Text, has_any};
use crate::scrub::values::value::Value;

/// Whether a member of a Secret holds its entries.
pub(crate) fn holds_entries(name: &[u8]) -> bool {
    matches!(name, b"data" | b"stringData")
}

/// Whether a JSON text holds a Secret.
pub(crate) fn is_in(json: &str) -> bool {
    const KIND: &[u8] = b"\"kind\"";
    let text = Text::new(json);
    let mut position = 0;
    while let Some(found) = text.slice(position, text.len()).windows(KIND.len()).position(|part| part == KIND)
    {
        position = position.saturating_add(found).saturating_add(KIND.len());
        let colon = text.skip(position, SPACE);
        if text.at(colon) == b':' && text.starts_with(text.skip(colon.wrapping_add(1), SPACE), b"\"Secret\"")
        {
            return true;
        }
    }
    false
}

/// Whether a value may be that of an entry under `data`: base64 (RFC 4648 section 4) of a text, or of something that does not
/// look like a word. A ConfigMap has its texts there as they are.
pub(crate) fn is_entry(text: Text<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    let padding = bytes.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = bytes.get(..bytes.len().wrapping_sub(padding)).unwrap_or_default();
    let (mut bits, mut count, mut is_text) = (0_u32, 0_u32, true);
    for byte in digits {
        let digit = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'a'..=b'z' => byte.wrapping_sub(71),
            b'0'..=b'9' => byte.wrapping_add(4),
            b'+' => 62,
            b'/' => 63,
            _ => return false,
        };
        bits = bits << 6 | u32::from(digit);
        count = count.wrapping_add(6);
        if count >= 8 {
            count = count.wrapping_sub(8);
            is_text &= matches!(bits >> count & 255, 9..=13 | 32..=126);
        }
    }
    let mixed = has_any(bytes, LOWER) && has_any(bytes, UPPER);
    let sound = !digits.is_empty() && padding <= 2 && bytes.len().is_multiple_of(4);
    sound && (is_text || padding > 0 || (mixed && value.is_opaque(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_entry(value: &str) -> bool {
        super::is_entry(Text::new(value), Value { start: 0, end: value.len(), quoted: false })
    }

    #[test]
    fn what_is_base64_may_be_an_entry() {
        for value in
            ["aHVudGVyMg==", "aHVudGVyMjI=", "YWJj", "cGFzc3dvcmQx", "3q2+7w==", "kV9xmQ2zTT8wR7pLk3nB"]
        {
            assert!(is_entry(value), "{value}");
        }
    }

    #[test]
    fn words_of_settings_are_none() {
        for value in [
            "true",
            "info",
            "prod",
            "debug",
            "8080",
            "1024",
            "warn",
            "json",
            "none",
            "main",
            "test",
            "data",
            "auto",
            "cafe",
            "base",
            "beta",
            "disabled",
            "standard",
            "INFO",
            "abc=d",
            "====",
            "",
            "http://x.y/z",
            "a=b=",
            "3c5256e052a11edba69edd43c5256e052a11edba",
        ] {
            assert!(!is_entry(value), "{value}");
        }
    }
}
