//! Points in time: whole seconds in, RFC 3339 in UTC out.

use alloc::string::String;
use core::fmt::Write;

use time::OffsetDateTime;

use crate::error::Error;
use crate::reader::At;

/// 9999-12-31T23:59:59Z, the last that RFC 3339 can write.
const LAST: i64 = 253_402_300_799;

/// How finely a time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    Second,
    Minute,
    Hour,
    Day,
}

/// The words of the contract for the precisions.
pub(crate) const PRECISIONS: &[(&str, Precision)] = &[
    ("second", Precision::Second),
    ("minute", Precision::Minute),
    ("hour", Precision::Hour),
    ("day", Precision::Day),
];

/// Whether RFC 3339 can write it.
pub(crate) fn is_time(seconds: i64) -> bool {
    (0..=LAST).contains(&seconds)
}

/// So many seconds clocks may be apart. One and the same is too, for less than a hundredth of a second, where some read it as
/// it stood at its last tick.
const APART: i64 = 5;

/// Whether what has lasted since a time, by somebody's clock, lasts still, `lasts` being how many seconds that takes. What
/// begins later than clocks are apart is by one that has been set back since.
pub(crate) fn is_within(lasts: i64, since: i64, now: i64) -> bool {
    (-APART..lasts).contains(&now.saturating_sub(since))
}

pub(crate) fn read(at: &At<'_, '_>) -> Result<i64, Error> {
    at.integer(0, LAST)
}

/// A time from the decimal digits of its seconds, as a host or a command line gives it.
pub(crate) fn parse(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|seconds| *seconds <= LAST)
}

/// Appends `seconds` since 1970 as RFC 3339 with `Z`, what is finer than `precision` set to zero. The form stays the
/// same for every precision, so that a receiver has one to read.
pub(crate) fn write(out: &mut String, seconds: i64, precision: Precision) -> Result<(), Error> {
    let moment = OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .filter(|_| is_time(seconds))
        .ok_or_else(|| Error::new("out_of_range", "a time lies between 1970 and 9999").at("/time"))?;
    let (hour, minute, second) = match precision {
        Precision::Second => moment.to_hms(),
        Precision::Minute => (moment.hour(), moment.minute(), 0),
        Precision::Hour => (moment.hour(), 0, 0),
        Precision::Day => (0, 0, 0),
    };
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        moment.year(),
        u8::from(moment.month()),
        moment.day()
    );
    Ok(())
}

/// The day of the month, from 1, of a day counted from 1970-01-01; 1 outside of 1970 to 9999.
pub(crate) fn day_of_month(day: i64) -> i64 {
    let moment = OffsetDateTime::from_unix_timestamp(day.saturating_mul(86_400));
    moment.map_or(1, |moment| i64::from(moment.day()))
}

/// A time in UTC, as YYYY-MM-DDTHH:MM:SSZ; `None` for a time outside 1970 to 9999.
pub(crate) fn second(seconds: i64) -> Option<String> {
    let mut out = String::new();
    write(&mut out, seconds, Precision::Second).ok().map(|()| out)
}

/// The day of a time in UTC, as YYYY-MM-DD; `None` for a time outside 1970 to 9999.
pub(crate) fn day(seconds: i64) -> Option<String> {
    let mut out = String::new();
    write(&mut out, seconds, Precision::Day).ok()?;
    out.truncate("YYYY-MM-DD".len());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seconds: i64, precision: Precision) -> String {
        let mut out = String::new();
        write(&mut out, seconds, precision).unwrap();
        out
    }

    #[test]
    fn times_are_rfc_3339_in_utc() {
        // 1996-12-20T00:39:57Z is the example of RFC 3339 section 5.8; its seconds are POSIX's own formula.
        assert_eq!(text(851_042_397, Precision::Second), "1996-12-20T00:39:57Z");
        assert_eq!(text(851_042_397, Precision::Minute), "1996-12-20T00:39:00Z");
        assert_eq!(text(851_042_397, Precision::Hour), "1996-12-20T00:00:00Z");
        assert_eq!(text(951_827_696, Precision::Day), "2000-02-29T00:00:00Z");
        assert_eq!(text(0, Precision::Second), "1970-01-01T00:00:00Z");
        assert_eq!(text(LAST, Precision::Second), "9999-12-31T23:59:59Z");
        assert!(write(&mut String::new(), LAST + 1, Precision::Second).is_err());
        assert!(write(&mut String::new(), -1, Precision::Second).is_err());
    }

    #[test]
    fn only_plain_digits_are_a_time() {
        assert_eq!(parse("1790000000"), Some(1_790_000_000));
        for wrong in ["", "-1", "+1", "1.0", " 1", "99999999999999999999", "253402300800"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
