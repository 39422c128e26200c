//! Tokens that a provider's prefix gives away.

use super::vendor_table::VENDORS;
use crate::scrub::text::class::{Class, DIGIT, LETTER, LOWER, TOKEN, is, of};
use crate::scrub::text::{Text, has_any};

/// A token and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) end: usize,
    pub(crate) name: &'static str,
    /// Whether its prefix says enough wherever it stands.
    pub(crate) is_telling: bool,
}

/// What a row takes in the packed table beside its prefix and its name: their lengths, the shortest rest, the alphabet.
const HEAD: usize = 5;

/// How many buckets the rows lie in, by the first two bytes of their prefixes.
const BUCKETS: usize = 128;

/// The bucket of a prefix that begins with these bytes.
#[inline]
const fn bucket(first: u8, second: u8) -> usize {
    first.wrapping_mul(9).wrapping_add(second.wrapping_mul(29)) as usize % BUCKETS
}

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

/// The table, row after row without pointers, which would take more room than what they point to, one bucket after the
/// other; and where in it each bucket begins.
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler, which stops at what does not fit"
)]
const TABLE: ([u8; PACKED_LENGTH], [u16; BUCKETS + 1]) = {
    let mut packed = [0; PACKED_LENGTH];
    let mut starts = [0; BUCKETS + 1];
    let mut end = 0;
    let mut number = 0;
    while number < BUCKETS {
        starts[number] = end as u16;
        let mut index = 0;
        while index < VENDORS.len() {
            let vendor = &VENDORS[index];
            let (prefix, name) = (vendor.prefix.as_bytes(), vendor.name.as_bytes());
            let [low, high] = vendor.rest.to_le_bytes();
            let head = [prefix.len() as u8, name.len() as u8, vendor.least, low, high];
            let mut position = 0;
            while bucket(prefix[0], prefix[1]) == number && position < HEAD + prefix.len() + name.len() {
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
        number += 1;
    }
    starts[BUCKETS] = end as u16;
    (packed, starts)
};
static PACKED: [u8; PACKED_LENGTH] = TABLE.0;
static STARTS: [u16; BUCKETS + 1] = TABLE.1;

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
pub(crate) fn token_at(text: Text<'_>, start: usize) -> Option<Found> {
    let hash = hash(text.three(start)?);
    let known = BEGINNINGS.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0);
    if known { token_of(text, start) } else { None }
}

/// The same where the first three bytes are known.
#[inline(never)]
fn token_of(text: Text<'_>, start: usize) -> Option<Found> {
    let mut rows = rows(text.at(start), text.at(start.wrapping_add(1)))?;
    while let [prefix, name, least, low, high, rest @ ..] = rows {
        let (prefix, rest) = rest.split_at_checked(usize::from(*prefix))?;
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

/// The rows among which those are whose prefixes begin with two bytes.
#[inline]
fn rows(first: u8, second: u8) -> Option<&'static [u8]> {
    let bucket = bucket(first, second);
    let from = usize::from(*STARTS.get(bucket)?);
    let to = usize::from(*STARTS.get(bucket.wrapping_add(1))?);
    PACKED.get(from..to)
}

/// Whether a value is what manuals write in the place of a token: behind its prefix words that say whose it is to be, and
/// nothing that no word has. `ghp_your_token_here`, `sk-proj-your-api-key`
#[inline]
pub(crate) fn is_sample(text: Text<'_>, start: usize, end: usize) -> bool {
    // What is shorter is a password; what is longer than manuals write, or ends in no word, is a token.
    SAMPLES.contains(&end.wrapping_sub(start))
        && is(text.at(start), LOWER)
        && is(text.before(end), LETTER)
        && is(text.before(end.wrapping_sub(1)), LETTER)
        && is_of_words(text.slice(start, end))
}

/// How long such values are.
const SAMPLES: core::ops::RangeInclusive<usize> = 11..=26;

#[cold]
fn is_of_words(bytes: &[u8]) -> bool {
    let is_separator = |byte: &u8| matches!(byte, b'-' | b'_');
    // Words have no mark where prefixes end, and other tokens have digits.
    let [_, _, third, fourth, fifth, sixth, ..] = bytes else { return false };
    if !(is_separator(third) || is_separator(fourth) || is_separator(fifth) || is_separator(sixth))
        || !bytes.iter().all(|byte| is(*byte, LETTER) || is_separator(byte))
    {
        return false;
    }
    let your = bytes.windows(6).position(|part| match part {
        [b'-' | b'_', your @ .., b'-' | b'_'] => your.eq_ignore_ascii_case(b"your"),
        _ => false,
    });
    your.is_some_and(|start| begins_with_prefix(bytes.get(..=start).unwrap_or_default()))
}

/// Whether some bytes begin with the prefix of a provider.
fn begins_with_prefix(bytes: &[u8]) -> bool {
    let [first, second, ..] = bytes else { return false };
    let mut rows = rows(*first, *second).unwrap_or_default();
    while let [prefix, name, _, _, _, rest @ ..] = rows {
        let Some((prefix, rest)) = rest.split_at_checked(usize::from(*prefix)) else { return false };
        if bytes.starts_with(prefix) {
            return true;
        }
        rows = rest.get(usize::from(*name)..).unwrap_or_default();
    }
    false
}

#[inline]
fn end_of(text: Text<'_>, start: usize, prefix: &[u8], class: Class, least: u8) -> Option<usize> {
    if text.starts_with(start, prefix) { end_behind(text, start, prefix, class, least) } else { None }
}

/// The same behind the prefix.
#[inline(never)]
fn end_behind(text: Text<'_>, start: usize, prefix: &[u8], class: Class, least: u8) -> Option<usize> {
    let rest = start.saturating_add(prefix.len());
    // What is none may hold the beginnings of others, each of which is looked at: so the look is short.
    let limit = rest.saturating_add(LONGEST_LOOK);
    let end = text.skip_within(rest, limit, class);
    let long = end == limit;
    let end = without_dots(text, rest, end);
    let length = end.saturating_sub(rest);
    let long_enough = length >= usize::from(least) && (length >= 10 || is_mixed(text.slice(rest, end)));
    let telling = || prefix.len() > 3 || !is_wordy(text.slice(rest, end), prefix.len());
    // A token does not end in the middle of a word.
    (long_enough && telling()).then(|| text.skip(if long { whole(text, rest, class) } else { end }, TOKEN))
}

/// How much of a token is looked at before it counts as one: more than any has to have.
const LONGEST_LOOK: usize = 256;

/// The end of a long one.
#[cold]
#[inline(never)]
fn whole(text: Text<'_>, rest: usize, class: Class) -> usize {
    without_dots(text, rest, text.skip(rest, class))
}

/// The end of a token without the dots of a sentence.
#[inline]
fn without_dots(text: Text<'_>, start: usize, mut end: usize) -> usize {
    while end > start && text.before(end) == b'.' {
        end = end.wrapping_sub(1);
    }
    end
}

/// Whether there are letters and digits among some bytes, as there are in what is short and random.
#[cold]
fn is_mixed(bytes: &[u8]) -> bool {
    has_any(bytes, DIGIT) && has_any(bytes, LETTER)
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
            // A rest of digits belongs to every alphabet in the table; a short one has a letter.
            let mut text = String::from(vendor.prefix) + &"7".repeat(usize::from(vendor.least));
            if vendor.least < 10 {
                text.replace_range(vendor.prefix.len()..=vendor.prefix.len(), "x");
            }
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
    fn words_are_no_tokens() {
        for text in ["sk-something-with-words", "sk-learn-contrib-package", "tskey-foo", "bedrock-api-key-"] {
            assert_eq!(token_at(Text::new(text), 0), None, "{text}");
        }
    }
}
