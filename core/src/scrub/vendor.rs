//! Tokens that a provider's prefix gives away.

use super::class::{DIGIT, TOKEN, is};
use super::text::Text;
use super::vendor_table::{VENDORS, Vendor};

/// A token and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) name: &'static str,
    /// Whether its prefix says enough wherever it stands.
    pub(super) is_telling: bool,
}

/// Where in the table the prefixes that begin with each ASCII character begin.
static FIRST: [u16; 129] = {
    let mut first = [0; 129];
    let mut index = 0;
    let mut byte = 0;
    while byte < 129 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within both tables")]
        {
            while index < VENDORS.len() && (VENDORS[index].prefix.as_bytes()[0] as usize) < byte {
                index = index.wrapping_add(1);
            }
            #[expect(clippy::cast_possible_truncation, reason = "the table has fewer than 65536 rows")]
            let row = index as u16;
            first[byte] = row;
        }
        byte = byte.wrapping_add(1);
    }
    first
};

/// The first three bytes of all prefixes, as bits of a hash: most tokens that are no secrets end here.
static BEGINNINGS: [u64; 128] = {
    let mut beginnings = [0; 128];
    let mut index = 0;
    while index < VENDORS.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within both tables")]
        {
            let prefix = VENDORS[index].prefix.as_bytes();
            // Where a prefix has two bytes, any third may follow.
            let (mut third, last) = if prefix.len() > 2 { (prefix[2], prefix[2]) } else { (0, 127) };
            while third <= last {
                let (word, bit) = hash(prefix[0], prefix[1], third);
                beginnings[word] |= 1 << bit;
                third = third.wrapping_add(1);
            }
        }
        index = index.wrapping_add(1);
    }
    beginnings
};

/// A word of the table and a bit of it.
#[inline]
const fn hash(first: u8, second: u8, third: u8) -> (usize, u32) {
    let mixed =
        (third as u32).wrapping_add((second as u32) << 5).wrapping_add((first as u32).wrapping_mul(0x9b5));
    (((mixed >> 6) & 127) as usize, mixed & 63)
}

/// The token that begins at `start`, if its prefix is known and its rest is long enough.
#[inline]
pub(super) fn token_at(text: Text<'_>, start: usize) -> Option<Found> {
    let [first, second, third] = text.around(start.wrapping_add(1));
    let (word, bit) = hash(first, second, third);
    if BEGINNINGS.get(word)? >> bit & 1 == 0 { None } else { find(text, start, usize::from(first)) }
}

#[inline(never)]
fn find(text: Text<'_>, start: usize, byte: usize) -> Option<Found> {
    let from = usize::from(*FIRST.get(byte)?);
    let to = usize::from(*FIRST.get(byte.wrapping_add(1))?);
    let (second, third) = (text.at(start.wrapping_add(1)), text.at(start.wrapping_add(2)));
    VENDORS.get(from..to)?.iter().find_map(|vendor| {
        // Most rows end here, before the call that compares the rest.
        let same = match vendor.prefix.as_bytes() {
            [_, right, next, ..] => *right == second && *next == third,
            [_, right] => *right == second,
            _ => true,
        };
        let end = if same { end_of(text, start, vendor)? } else { return None };
        Some(Found { end, name: vendor.name, is_telling: vendor.prefix.len() > 3 })
    })
}

fn end_of(text: Text<'_>, start: usize, vendor: &Vendor) -> Option<usize> {
    if !text.starts_with(start, vendor.prefix.as_bytes()) {
        return None;
    }
    let rest = start.saturating_add(vendor.prefix.len());
    let mut end = text.skip(rest, vendor.rest);
    while end > rest && text.before(end) == b'.' {
        end = end.wrapping_sub(1);
    }
    let long_enough = end.saturating_sub(rest) >= usize::from(vendor.least);
    let telling = vendor.prefix.len() > 3 || !is_wordy(text.slice(rest, end), vendor.prefix.len());
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
