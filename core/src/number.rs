//! Number tokens, read exactly.
//!
//! An integer may be written with a fraction or an exponent, `1.0` or `1e0`. What a double makes of such a token depends
//! on the parser (serde_json's is not always the nearest one), so the token itself decides.

use alloc::string::String;

/// The largest integer that every JSON implementation reads exactly, 2^53-1 (RFC 7493 section 2.2).
pub(crate) const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// How many digits an integer within ±(2^53-1) can have.
const MAX_PLACES: i64 = 16;

/// What a number token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// An integer within ±(2^53-1).
    Integer(i64),
    /// A fraction.
    Fraction,
    /// Beyond ±(2^53-1).
    OutOfRange,
}

/// The number tokens of a JSON text that has been found valid, in their order.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        loop {
            let start = rest
                .find(|character: char| character == '"' || character == '-' || character.is_ascii_digit())?;
            let (_, tail) = rest.split_at_checked(start)?;
            if let Some(string) = tail.strip_prefix('"') {
                rest = after_string(string);
                continue;
            }
            let end = tail.find(|character: char| !is_part(character)).unwrap_or(tail.len());
            let (token, behind) = tail.split_at_checked(end)?;
            rest = behind;
            return Some(token);
        }
    })
}

fn is_part(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '-' | '+' | '.' | 'e' | 'E')
}

/// What follows the closing quote of a string whose opening one has been passed.
fn after_string(text: &str) -> &str {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '"' => break,
            _ => {}
        }
    }
    characters.as_str()
}

/// The value of a number token.
pub(crate) fn exact(token: &str) -> Number {
    let (negative, token) = token.strip_prefix('-').map_or((false, token), |rest| (true, rest));
    let (digits, exponent) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all = String::from(whole);
    all.push_str(fraction);
    let all = all.trim_start_matches('0');
    let significant = all.trim_end_matches('0');
    // The value is `significant` times ten to the power of `scale`. An exponent that does not fit is far out of range, or
    // far below one.
    let exponent: i64 =
        exponent.parse().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
    let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let scale = exponent
        .saturating_sub(length(fraction))
        .saturating_add(length(all).saturating_sub(length(significant)));
    let places = length(significant).saturating_add(scale);
    if significant.is_empty() {
        return Number::Integer(0);
    }
    if places > MAX_PLACES {
        return Number::OutOfRange;
    }
    let Ok(power) = u32::try_from(scale) else { return Number::Fraction };
    let value = significant.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(10_i64.saturating_pow(power));
    match value {
        0..=MAX_INTEGER if negative => Number::Integer(value.wrapping_neg()),
        0..=MAX_INTEGER => Number::Integer(value),
        _ => Number::OutOfRange,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn tokens_stand_outside_of_strings() {
        let text = r#"{"a1": [-1.5e+3, "2\"3", 4], "\\": 0,"t":true,"e":"" ,"x":12E2}"#;
        assert_eq!(tokens(text).collect::<Vec<_>>(), ["-1.5e+3", "4", "0", "12E2"]);
        assert_eq!(tokens("\"1\\").count(), 0);
        assert_eq!(tokens("7").collect::<Vec<_>>(), ["7"]);
    }

    #[test]
    fn integers_are_told_however_they_are_written() {
        for (token, value) in [
            ("9007199254740991", MAX_INTEGER),
            ("9007199254740991.0", MAX_INTEGER),
            ("9.007199254740991e15", MAX_INTEGER),
            ("-9007199254740991000e-3", -MAX_INTEGER),
            ("90071992547409910000000000000000000000e-22", MAX_INTEGER),
            ("1e15", 1_000_000_000_000_000),
            ("0.0", 0),
            ("-0", 0),
            ("0e99999999999999999999", 0),
            ("0.00120E+4", 12),
        ] {
            assert_eq!(exact(token), Number::Integer(value), "{token}");
        }
        for token in [
            "9007199254740992",
            "9007199254740991.5e1",
            "1e16",
            "1e99999999999999999999",
            "-1e400",
            "12345678901234567.5",
        ] {
            assert_eq!(exact(token), Number::OutOfRange, "{token}");
        }
        for token in ["0.5", "9007199254740990.5", "1e-1", "1e-99999999999999999999", "15e-1"] {
            assert_eq!(exact(token), Number::Fraction, "{token}");
        }
    }
}
