//! Which characters private facts consist of: only where one of these is written in another way may a fact be.

/// Characters of some values.
#[derive(Clone, Copy, Default)]
pub(crate) struct Held {
    /// A bit for each of ASCII, letters of either case the same.
    ascii: u128,
    /// The same for what may stand behind a backslash that one of them is written with.
    escapes: u128,
    /// Whether there is any other.
    beyond: bool,
}

/// What stands behind a backslash before the digits of a character.
const BEFORE_DIGITS: &[u8] = b"uUx01234567\\";

impl Held {
    pub(crate) fn add(&mut self, value: &[u8]) {
        for byte in value {
            self.ascii |= bit(byte.to_ascii_lowercase()) | bit(byte.to_ascii_uppercase());
            self.beyond |= !byte.is_ascii();
            self.escapes |= match byte {
                b'\n' => bit(b'n'),
                b'\r' => bit(b'r'),
                b'\t' => bit(b't'),
                b' '..=b'~' if !byte.is_ascii_alphanumeric() => bit(*byte),
                _ => 0,
            };
        }
        self.escapes |= BEFORE_DIGITS.iter().fold(0, |bits, byte| bits | bit(*byte));
    }

    /// Whether a value has a character.
    pub(crate) fn has(self, character: char) -> bool {
        u8::try_from(character).map_or(self.beyond, |byte| {
            if byte.is_ascii() { self.ascii & bit(byte) != 0 } else { self.beyond }
        })
    }

    /// Whether one may be written with a backslash before a byte.
    #[inline]
    pub(crate) fn may_escape(self, byte: u8) -> bool {
        self.escapes & bit(byte) != 0
    }
}

/// The bit of a byte, none beyond ASCII.
#[inline]
fn bit(byte: u8) -> u128 {
    if byte.is_ascii() { 1 << (byte & 127) } else { 0 }
}
