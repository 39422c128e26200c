//! The forms in which a value turns up inside of other formats: a JSON string, a URL, base64.

use alloc::vec::Vec;

use crate::scrub::text::class::{ALNUM, is};

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// As in a JSON string (RFC 8259 section 7), without the quotes.
pub(crate) fn json(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            other => out.push(*other),
        }
    }
    out
}

/// Percent-encoded (RFC 3986 section 2.1): all but unreserved characters and those in `kept`.
pub(crate) fn percent(value: &[u8], kept: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        if is(*byte, ALNUM) || matches!(byte, b'-' | b'.' | b'_' | b'~') || kept.contains(byte) {
            out.push(*byte);
        } else {
            let digit = |index: u8| HEX.get(usize::from(index)).copied().unwrap_or(b'0');
            out.extend([b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// With other bytes in the place of one.
pub(crate) fn replaced(value: &[u8], of: u8, other: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        out.extend_from_slice(if *byte == of { other } else { core::slice::from_ref(byte) });
    }
    out
}

/// With line feeds alone as its line ends.
pub(crate) fn with_plain_line_ends(value: &[u8]) -> Vec<u8> {
    let ends = value.iter().skip(1).map(Some).chain([None]);
    let kept = value.iter().zip(ends).filter(|(byte, next)| (**byte, *next) != (b'\r', Some(&b'\n')));
    kept.map(|(byte, _)| *byte).collect()
}

/// The part of a base64 text (RFC 4648) that is the same whatever stands around the value, which begins `shift` bytes
/// after a multiple of three.
pub(crate) fn base64_within(value: &[u8], shift: usize) -> Vec<u8> {
    let mut out = Vec::new();
    // The bits before the value are unknown: begin at the first digit that holds none of them.
    let skipped = match shift % 3 {
        0 => 0,
        1 => 4,
        _ => 2,
    };
    let mut bits = 0_u32;
    let mut held = 0_u32;
    let mut to_skip = skipped;
    for byte in value {
        bits = (bits << 8 | u32::from(*byte)) & 0xffff;
        held = held.saturating_add(8);
        if to_skip > 0 {
            held = held.saturating_sub(to_skip);
            to_skip = 0;
        }
        while held >= 6 {
            held = held.saturating_sub(6);
            let digit = (bits >> held) & 63;
            out.push(BASE64.get(digit as usize).copied().unwrap_or(b'A'));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_escapes() {
        assert_eq!(json(b"C:\\Users\\\"jane\""), b"C:\\\\Users\\\\\\\"jane\\\"");
    }

    #[test]
    fn percent_escapes() {
        assert_eq!(percent(b"/home/j d", b""), b"%2Fhome%2Fj%20d");
        assert_eq!(percent(b"/home/j d", b"/"), b"/home/j%20d");
    }

    #[test]
    fn base64_at_each_shift() {
        // RFC 4648 section 10: "foobar" is Zm9vYmFy.
        assert_eq!(base64_within(b"foobar", 0), b"Zm9vYmFy");
        // "xfoobar" is eGZvb2Jhcg==, whose digits 3 to 10 hold nothing but "foobar".
        assert_eq!(base64_within(b"foobar", 1), b"Zvb2Jhc");
        // "xyfoobar" is eHlmb29iYXI=, whose digits 4 to 11 hold nothing else.
        assert_eq!(base64_within(b"foobar", 2), b"mb29iYX");
    }
}
