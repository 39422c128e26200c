//! Tokens that a provider's prefix gives away.

use super::class::{Class, DIGIT, TOKEN, is, of};
use super::text::Text;
use super::vendor_table::VENDORS;

/// A token and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) name: &'static str,
    /// Whether its prefix says enough wherever it stands.
    pub(super) is_telling: bool,
}

/// What a row takes in the packed table beside its prefix and its name: their lengths, the shortest rest, the alphabet.
const HEAD: usize = 5;

/// Prefixes begin with ASCII letters, from `A` to `z`.
const FIRST_LETTER: u8 = b'A';
const LETTERS: usize = 58;

const PACKED_LENGTH: usize = {
    let mut length = 0;
    let mut index = 0;
    while index < VENDORS.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the table")]
        let vendor = &VENDORS[index];
        length += HEAD + vendor.prefix.len() + vendor.name.len();
        index += 1;
    }
    length
};

/// The table, row after row without pointers, which would take more room than what they point to; and where in it the
/// rows begin whose prefixes begin with each letter.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, which stops at what does not fit"
)]
const TABLE: ([u8; PACKED_LENGTH], [u16; LETTERS + 1]) = {
    let mut packed = [0; PACKED_LENGTH];
    let mut first = [0; LETTERS + 1];
    let mut end = 0;
    let mut byte = 0;
    let mut index = 0;
    while index < VENDORS.len() {
        let vendor = &VENDORS[index];
        let (prefix, name) = (vendor.prefix.as_bytes(), vendor.name.as_bytes());
        while byte <= (prefix[0] - FIRST_LETTER) as usize {
            first[byte] = end as u16;
            byte += 1;
        }
        let [low, high] = vendor.rest.to_le_bytes();
        let head = [prefix.len() as u8, name.len() as u8, vendor.least, low, high];
        let mut position = 0;
        while position < HEAD + prefix.len() + name.len() {
            packed[end] = if position < HEAD {
                head[position]
            } else if position < HEAD + prefix.len() {
                prefix[position - HEAD]
            } else {
                name[position - HEAD - prefix.len()]
            };
            end += 1;
            position += 1;
        }
        index += 1;
    }
    while byte <= LETTERS {
        first[byte] = end as u16;
        byte += 1;
    }
    (packed, first)
};
static PACKED: [u8; PACKED_LENGTH] = TABLE.0;
static FIRST: [u16; LETTERS + 1] = TABLE.1;

/// The first three bytes of every token that has one of the prefixes, as bits of a hash: nearly all tokens that are no
/// secrets end here.
static BEGINNINGS: [u64; 64] = {
    let mut beginnings = [0; 64];
    let mut index = 0;
    while index < VENDORS.len() {
        #[expect(
            clippy::indexing_slicing,
            clippy::cast_possible_truncation,
            reason = "evaluated by the compiler, within all tables"
        )]
        {
            let prefix = VENDORS[index].prefix.as_bytes();
            let mut third = 0;
            while third < 256 {
                // After a prefix of two bytes the rest begins.
                let possible = if prefix.len() > 2 {
                    prefix[2] as usize == third
                } else {
                    of(third as u8) & VENDORS[index].rest != 0
                };
                if possible {
                    let hash = hash([prefix[0], prefix[1], third as u8]);
                    beginnings[hash >> 6] |= 1 << (hash & 63);
                }
                third = third.wrapping_add(1);
            }
        }
        index = index.wrapping_add(1);
    }
    beginnings
};

/// A number below 4096.
#[inline]
const fn hash([first, second, third]: [u8; 3]) -> usize {
    // 2^32 divided by the golden ratio, as for the windows of private facts.
    (u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9e37_79b9) >> 20) as usize
}

/// The token that begins at `start`, if its prefix is known and its rest is long enough.
#[inline]
pub(super) fn token_at(text: Text<'_>, start: usize) -> Option<Found> {
    let hash = hash(text.three(start)?);
    let known = BEGINNINGS.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0);
    if known { token_of(text, start) } else { None }
}

/// The same where the first three bytes are known.
#[inline(never)]
fn token_of(text: Text<'_>, start: usize) -> Option<Found> {
    let byte = usize::from(text.at(start).wrapping_sub(FIRST_LETTER));
    let from = usize::from(*FIRST.get(byte)?);
    let to = usize::from(*FIRST.get(byte.wrapping_add(1))?);
    let mut rows = PACKED.get(from..to)?;
    let second = text.at(start.wrapping_add(1));
    while let [prefix, name, least, low, high, rest @ ..] = rows {
        let length = usize::from(*prefix);
        if rest.get(1) != Some(&second) {
            // Most rows end here, before anything is cut or compared.
            rows = rest.get(length.wrapping_add(usize::from(*name))..)?;
            continue;
        }
        let (prefix, rest) = rest.split_at_checked(length)?;
        let (name, rest) = rest.split_at_checked(usize::from(*name))?;
        let class = Class::from_le_bytes([*low, *high]);
        if let Some(end) = end_of(text, start, prefix, class, *least) {
            let name = core::str::from_utf8(name).unwrap_or_default();
            return Some(Found { end, name, is_telling: prefix.len() > 3 });
        }
        rows = rest;
    }
    None
}

fn end_of(text: Text<'_>, start: usize, prefix: &[u8], class: Class, least: u8) -> Option<usize> {
    if !text.starts_with(start, prefix) {
        return None;
    }
    let rest = start.saturating_add(prefix.len());
    let mut end = text.skip(rest, class);
    while end > rest && text.before(end) == b'.' {
        end = end.wrapping_sub(1);
    }
    let long_enough = end.saturating_sub(rest) >= usize::from(least);
    let telling = prefix.len() > 3 || !is_wordy(text.slice(rest, end), prefix.len());
    // A token does not end in the middle of a word.
    (long_enough && telling).then(|| text.skip(end, TOKEN))
}

/// Whether some bytes look like words with dashes between them rather than like something random. What follows a prefix
/// of two bytes (`s.`) may be the name of a method as well.
fn is_wordy(bytes: &[u8], prefix: usize) -> bool {
    let has_digit = bytes.iter().any(|byte| is(*byte, DIGIT));
    let has_separator = bytes.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let has_vowel = bytes.iter().any(|byte| b"aeiouAEIOU".contains(byte));
    !has_digit && has_vowel && (has_separator || prefix < 3 || bytes.len() < 24)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn every_row_can_be_found() {
        for vendor in VENDORS {
            // A rest of digits belongs to every alphabet in the table.
            let text = String::from(vendor.prefix) + &"7".repeat(usize::from(vendor.least));
            let found = token_at(Text::new(&text), 0);
            assert_eq!(found.map(|found| found.end), Some(text.len()), "{}", vendor.prefix);
            let short = text.get(..text.len() - 1).unwrap_or_default();
            let found = token_at(Text::new(short), 0);
            assert!(
                found.is_none_or(|found| found.name != vendor.name || short.starts_with("sk-")),
                "{}",
                vendor.prefix
            );
        }
    }

    #[test]
    fn a_hundred_providers_and_more() {
        let mut names: alloc::vec::Vec<&str> = VENDORS.iter().map(|vendor| vendor.name).collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() >= 100, "{}", names.len());
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(VENDORS.is_sorted_by_key(|vendor| vendor.prefix.as_bytes().first()));
    }

    #[test]
    fn words_are_no_tokens() {
        for text in ["sk-something-with-words", "sk-learn-contrib-package", "tskey-foo", "bedrock-api-key-"] {
            assert_eq!(token_at(Text::new(text), 0), None, "{text}");
        }
    }
}
