//! Ids that change with the calendar: nobody can tell that two of them are of one machine, but the machine itself.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::keyed;
use crate::contract::Rotation;
use crate::{hex, time};

/// The first day of the period that this day is in. Days are counted from 1970-01-01, a Thursday.
fn first_day(rotation: Rotation, day: i64) -> i64 {
    match rotation {
        Rotation::Day => day,
        Rotation::Week => day.saturating_sub(day.saturating_add(3).rem_euclid(7)),
        Rotation::Month => day.saturating_sub(time::day_of_month(day).saturating_sub(1)),
    }
}

/// The id of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Period {
    /// Its first day, as YYYY-MM-DD.
    pub(crate) from: String,
    pub(crate) id: String,
    /// When that day begins, in seconds since 1970.
    #[serde(skip)]
    pub(crate) since: i64,
}

const SECONDS_OF_A_DAY: i64 = 86_400;

/// The id for the period of this time, in seconds since 1970: a keyed hash, under the machine's own secret, over
/// `month:2026-11-01`, the rotation and the first day. `None` outside of 1970 to 9999.
pub(super) fn id(secret: &[u8; 16], rotation: Rotation, seconds: i64) -> Option<String> {
    period(secret, rotation, seconds.div_euclid(SECONDS_OF_A_DAY)).map(|period| period.id)
}

fn period(secret: &[u8; 16], rotation: Rotation, day: i64) -> Option<Period> {
    let first = first_day(rotation, day).max(0);
    let since = first.saturating_mul(SECONDS_OF_A_DAY);
    let from = time::day(since)?;
    let message = format!("{}:{from}", rotation.as_str());
    Some(Period { from, id: hex::write(&keyed::id(secret, message.as_bytes())), since })
}

/// The ids of all periods that touch the last `days` days, the present one first.
pub(super) fn retained(secret: &[u8; 16], rotation: Rotation, seconds: i64, days: i64) -> Vec<Period> {
    let mut periods = Vec::new();
    let today = seconds.div_euclid(SECONDS_OF_A_DAY);
    let oldest = today.saturating_sub(days).max(0);
    let mut day = today;
    while day >= oldest
        && let Some(period) = period(secret, rotation, day)
    {
        periods.push(period);
        day = first_day(rotation, day).saturating_sub(1);
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    const SECRET: [u8; 16] = *b"0123456789abcdef";
    /// 2026-11-28, a Saturday, at noon.
    const NOW: i64 = 1_795_867_200;

    fn firsts(rotation: Rotation, days: i64) -> Vec<String> {
        retained(&SECRET, rotation, NOW, days).into_iter().map(|period| period.from).collect()
    }

    #[test]
    fn periods_follow_the_calendar() {
        assert_eq!(firsts(Rotation::Day, 2), ["2026-11-28", "2026-11-27", "2026-11-26"]);
        assert_eq!(firsts(Rotation::Week, 7), ["2026-11-23", "2026-11-16"]);
        assert_eq!(firsts(Rotation::Week, 5), ["2026-11-23"]);
        assert_eq!(firsts(Rotation::Month, 30), ["2026-11-01", "2026-10-01"]);
        assert_eq!(firsts(Rotation::Month, 90).last().map(String::as_str), Some("2026-08-01"));
    }

    #[test]
    fn no_more_periods_are_retained_than_is_said() {
        for rotation in [Rotation::Day, Rotation::Week, Rotation::Month] {
            for days in 1..200 {
                let most = usize::try_from(rotation.most_periods(days)).unwrap();
                assert!(firsts(rotation, days).len() <= most, "{rotation:?} {days}");
            }
        }
    }

    #[test]
    fn an_id_stays_for_its_period_and_no_longer() {
        let ids = |rotation, step: i64| -> BTreeSet<_> {
            (0..step).map(|day| id(&SECRET, rotation, NOW + day * SECONDS_OF_A_DAY).unwrap()).collect()
        };
        assert_eq!(ids(Rotation::Day, 28).len(), 28);
        assert_eq!(ids(Rotation::Week, 28).len(), 5);
        assert_eq!(ids(Rotation::Month, 28).len(), 2);
        assert_eq!(id(&SECRET, Rotation::Day, NOW), id(&SECRET, Rotation::Day, NOW + 43_199));
        assert_ne!(id(&SECRET, Rotation::Day, NOW), id(&SECRET, Rotation::Day, NOW + 43_200));
        // The rotations do not share an id where their periods begin on one day: 2027-03-01 is a Monday.
        let monday = 1_803_859_200;
        let of = |rotation| id(&SECRET, rotation, monday).unwrap();
        assert_eq!(time::day(monday).as_deref(), Some("2027-03-01"));
        assert_eq!(BTreeSet::from([of(Rotation::Day), of(Rotation::Week), of(Rotation::Month)]).len(), 3);
    }

    /// Computed with Python: `hmac.new(b"0123456789abcdef", b"month:2026-11-01", "sha256").digest()[:16]`, with the bits
    /// of a version 4 UUID.
    #[test]
    fn an_id_can_be_computed_by_anybody_who_has_the_secret() {
        assert_eq!(id(&SECRET, Rotation::Month, NOW).as_deref(), Some("9047a4dc9b1944e0a692c835ca86cca0"));
        assert_eq!(id(&SECRET, Rotation::Week, NOW).as_deref(), Some("368da9d4400845e788760e8f01bd253d"));
    }

    #[test]
    fn the_first_days_of_1970_and_the_end_of_time_are_nothing_special() {
        assert_eq!(retained(&SECRET, Rotation::Week, 0, 30).len(), 1);
        assert_eq!(id(&SECRET, Rotation::Week, i64::MAX), None);
    }
}
