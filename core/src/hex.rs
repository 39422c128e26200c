//! Lowercase hexadecimal digits, for ids, digests and entropy.

use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::reader::At;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The digits of some bytes.
pub(crate) fn write(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(DIGITS.get(usize::from(digit)).copied().map_or('0', char::from));
        }
    }
    out
}

/// The bytes of some digits; `None` where there is something else, or half a byte.
pub(crate) fn parse(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(byte.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

pub(crate) fn read(at: &At<'_, '_>) -> Result<Vec<u8>, Error> {
    parse(at.text()?).ok_or_else(|| at.error("wrong_value", "expected pairs of lowercase hexadecimal digits"))
}

/// SHA-256 (FIPS 180-4) of some bytes, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    write(Sha256::digest(bytes).as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_back() {
        assert_eq!(write(&[0x00, 0xff, 0x1e]), "00ff1e");
        assert_eq!(parse("00ff1e"), Some(alloc::vec![0x00, 0xff, 0x1e]));
        assert_eq!(parse("0"), None);
        assert_eq!(parse("0G"), None);
        assert_eq!(parse("FF"), None);
    }

    #[test]
    fn sha256_of_abc() {
        // The example of FIPS 180-2, appendix B.1.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
