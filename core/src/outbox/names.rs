//! The names of batch files, which say how long a batch has waited and who is sending it.
//!
//! `000001790000000-0000456789abcdef.batch` waits; `000001790000000-0000456789abcdef.1790000100.claim` is being sent by
//! somebody since that time, `000001790000000-0000456789abcdef.tried` waits since it was tried in vain, and
//! `000001790000000-0000456789abcdef.1790000100.refused` since the receiver has refused it at that time. The order of the
//! names is the order of the batches: behind the second stands which of that second it is, in four digits, then eight that
//! make it nobody else's, and four that a run's batches have in common: some those that it leaves to the background or a
//! later flush, others those that it sends itself.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::time;

const WAITING: &str = ".batch";
const TRIED: &str = ".tried";
const CLAIMED: &str = ".claim";
const REFUSED: &str = ".refused";
/// How many batches of one second are told apart.
const A_SECOND: i64 = 10_000;
/// For so many seconds a batch that nobody has tried is fresh: whoever has stored it is about to send it.
const FRESH: i64 = 10;
/// How much longer a claim counts than all attempts to send a batch may take, in seconds.
pub(crate) const MARGIN: i64 = 60;

/// A batch file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry<'n> {
    /// What stays the same whoever has claimed it.
    stem: &'n str,
    /// The name of the file.
    pub(crate) name: &'n str,
    pub(crate) standing: Standing,
}

/// Whether a batch waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Waiting,
    /// It waits, and was tried in vain.
    Tried,
    /// Somebody has claimed it at this time, in seconds since 1970.
    Claimed(i64),
    /// It waits, and the receiver has refused it at this time.
    Refused(i64),
}

/// The place of a new batch in the order: behind all of these, also where the clock has been set back since.
pub(crate) fn place(entries: &[Entry<'_>], now: i64) -> i64 {
    let behind = entries.iter().map(|entry| order(entry.stem).saturating_add(1)).max();
    behind.unwrap_or(0).max(now.saturating_mul(A_SECOND))
}

/// The name of a new batch at a place; `random` are eight digits that make it nobody else's, and `mark` four that stand for
/// its run.
pub(crate) fn fresh(place: i64, random: &str, mark: &str) -> String {
    format!("{:015}-{:04}{random}{mark}{WAITING}", place.div_euclid(A_SECOND), place.rem_euclid(A_SECOND))
}

/// The place that a name stands for. Random digits where the place in its second should be stand behind all of it.
fn order(stem: &str) -> i64 {
    let (seconds, rest) = stem.split_once('-').unwrap_or_default();
    let within = rest.get(..4).and_then(|digits| digits.parse().ok()).unwrap_or(A_SECOND.saturating_sub(1));
    seconds.parse().unwrap_or(0_i64).saturating_mul(A_SECOND).saturating_add(within)
}

/// The name of a batch that is claimed now.
pub(crate) fn claim(entry: &Entry<'_>, now: i64) -> String {
    format!("{}.{now}{CLAIMED}", entry.stem)
}

impl Entry<'_> {
    /// Its name where nobody has claimed it, and it is not tried this time.
    pub(crate) fn released(&self) -> String {
        if self.standing == Standing::Tried { self.tried() } else { format!("{}{WAITING}", self.stem) }
    }

    /// Its name where it was tried in vain.
    pub(crate) fn tried(&self) -> String {
        format!("{}{TRIED}", self.stem)
    }

    /// Its name where it waits although the receiver has refused it.
    pub(crate) fn refused(&self, now: i64) -> String {
        format!("{}.{now}{REFUSED}", self.stem)
    }

    /// Whether the receiver has refused it.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.standing, Standing::Refused(_))
    }

    /// By age alone.
    pub(crate) fn age(&self) -> (Option<i64>, &str) {
        (None, self.name)
    }

    /// By whose turn it is: first those that nobody has refused, then those that were refused the longest time ago.
    pub(crate) fn turn(&self) -> (Option<i64>, &str) {
        match self.standing {
            Standing::Refused(when) => (Some(when), self.name),
            Standing::Waiting | Standing::Tried | Standing::Claimed(_) => (None, self.name),
        }
    }

    /// Whether it was stored in the run that this mark stands for.
    pub(crate) fn is_of(&self, mark: &str) -> bool {
        self.stem.ends_with(mark)
    }

    /// Whether it has only just been stored; so is one of a clock that has been set back since.
    pub(crate) fn is_fresh(&self, now: i64) -> bool {
        self.standing == Standing::Waiting
            && order(self.stem).div_euclid(A_SECOND) > now.saturating_sub(FRESH)
    }

    /// Whether somebody may begin to send it: nobody has, or nobody who has is still there, since a claim `lasts` so many
    /// seconds. One from further ahead than clocks are apart is of one that has been set back.
    pub(crate) fn is_free(&self, now: i64, lasts: i64) -> bool {
        match self.standing {
            Standing::Waiting | Standing::Tried | Standing::Refused(_) => true,
            Standing::Claimed(since) => !time::is_within(lasts, since, now),
        }
    }
}

/// What a host was killed over while it wrote a batch.
pub(crate) fn is_unfinished(name: &str) -> bool {
    unfinished(name).and_then(entry).is_some()
}

/// The file that one of this name is to become, where it is a temporary one: `docs/protocol.md` says how hosts name these.
pub(crate) fn unfinished(name: &str) -> Option<&str> {
    let (file, unique) = name.strip_suffix(".tmp")?.rsplit_once('.')?;
    (unique.len() == 16 && unique.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(file)
}

/// The batches among the names of a directory, in whatever order.
pub(crate) fn entries<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Entry<'n>> {
    names.filter_map(entry).collect()
}

/// Those that nobody is sending. Whoever is about to claim one may be seen to have given it a second name already.
pub(crate) fn waiting<'n>(names: impl Iterator<Item = &'n str>, now: i64, lasts: i64) -> Vec<Entry<'n>> {
    let (mut waiting, claimed): (Vec<_>, Vec<_>) =
        names.filter_map(entry).partition(|entry| entry.is_free(now, lasts));
    waiting.retain(|entry| !claimed.iter().any(|claimed| claimed.stem == entry.stem));
    waiting
}

/// Takes the first of them in this order.
pub(crate) fn take_first<'n>(
    entries: &mut Vec<Entry<'n>>,
    order: for<'e> fn(&'e Entry<'n>) -> (Option<i64>, &'e str),
) -> Option<Entry<'n>> {
    let first = entries.iter().enumerate().min_by_key(|(_, entry)| order(entry));
    let index = first.map(|(index, _)| index)?;
    Some(entries.swap_remove(index))
}

fn entry(name: &str) -> Option<Entry<'_>> {
    for (suffix, standing) in [(WAITING, Standing::Waiting), (TRIED, Standing::Tried)] {
        if let Some(stem) = name.strip_suffix(suffix) {
            return is_stem(stem).then_some(Entry { stem, name, standing });
        }
    }
    let (rest, standing): (_, fn(i64) -> Standing) = match name.strip_suffix(CLAIMED) {
        Some(rest) => (rest, Standing::Claimed),
        None => (name.strip_suffix(REFUSED)?, Standing::Refused),
    };
    let (stem, since) = rest.rsplit_once('.')?;
    let since: i64 = since.parse().ok().filter(|time: &i64| time.to_string() == since)?;
    is_stem(stem).then_some(Entry { stem, name, standing: standing(since) })
}

fn is_stem(stem: &str) -> bool {
    stem.split_once('-').is_some_and(|(seconds, random)| {
        seconds.len() == 15
            && seconds.bytes().all(|byte| byte.is_ascii_digit())
            && random.len() == 16
            && random.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_told_from_everything_else_and_stand_in_order() {
        let names = [
            "000001790000001-0123456789abcdef.batch",
            "000001790000000-fedcba9876543210.1790000100.claim",
            "000001790000001-0123456789abcdef.batch.lock",
            "000001790000001-0123456789abcdef.batch.0123456789abcdef.tmp",
            "000001790000001-0123456789abcdef.x.claim",
            "000001790000001-0123456789abcdef.+1.claim",
            "000001790000001-0123456789abcdef.refused",
            "000001790000001-0123456789abcdef.01.refused",
            "1-0123456789abcdef.batch",
            "000001790000001-0123456789abcde.batch",
            ".batch",
            "notes.txt",
        ];
        let mut found = entries(names.into_iter());
        let claimed = &take_first(&mut found, Entry::age).unwrap();
        let waiting = &take_first(&mut found, Entry::age).unwrap();
        assert_eq!(take_first(&mut found, Entry::age), None);
        assert_eq!((claimed.name, claimed.standing), (names[1], Standing::Claimed(1_790_000_100)));
        assert_eq!((waiting.name, waiting.standing), (names[0], Standing::Waiting));
        assert_eq!(claim(waiting, 5), "000001790000001-0123456789abcdef.5.claim");
        assert_eq!(claimed.released(), "000001790000000-fedcba9876543210.batch");
    }

    #[test]
    fn what_was_refused_keeps_its_age_and_waits_for_its_turn() {
        let names = [
            "000001790000000-0000456789abcdef.1790000009.refused",
            "000001790000001-0000456789abcdef.1790000005.refused",
            "000001790000002-0000456789abcdef.batch",
            "000001790000003-0000456789abcdef.1790000008.claim",
        ];
        let order = |order: for<'e> fn(&'e Entry<'static>) -> (Option<i64>, &'e str)| {
            let mut found = entries(names.into_iter());
            core::iter::from_fn(|| take_first(&mut found, order)).map(|entry| entry.name).collect::<Vec<_>>()
        };
        assert_eq!(order(Entry::age), names);
        assert_eq!(order(Entry::turn), [names[2], names[3], names[1], names[0]]);
        let found = entries(names.into_iter());
        let refused: Vec<_> = found.iter().map(Entry::is_refused).collect();
        assert_eq!(refused, [true, true, false, false]);
        let first = found.first().unwrap();
        assert!(first.is_free(0, 1800));
        assert_eq!(first.released(), "000001790000000-0000456789abcdef.batch");
        assert_eq!(first.refused(7), "000001790000000-0000456789abcdef.7.refused");
        assert_eq!(claim(first, 8), "000001790000000-0000456789abcdef.8.claim");
    }

    #[test]
    fn a_new_batch_stands_behind_all_that_are_there() {
        let second = 17_900_000_000_000;
        for (names, name) in [
            (&[][..], "000001790000000-0000456789abcdef.batch"),
            (&["000001789999999-0007456789abcdef.batch"], "000001790000000-0000456789abcdef.batch"),
            (&["000001790000000-0000ffffffffffff.batch"], "000001790000000-0001456789abcdef.batch"),
            // The clock has been set back.
            (&["000001790000009-0004456789abcdef.5.claim"], "000001790000009-0005456789abcdef.batch"),
            // There is no more room in that second, or it is a name of before.
            (&["000001790000000-9999456789abcdef.batch"], "000001790000001-0000456789abcdef.batch"),
            (&["000001790000000-fedcba9876543210.batch"], "000001790000001-0000456789abcdef.batch"),
        ] {
            let found = entries(names.iter().copied());
            let fresh = fresh(place(&found, 1_790_000_000), "456789ab", "cdef");
            assert_eq!(fresh, name);
            assert!(entry(&fresh).is_some() && names.iter().all(|there| *there < fresh.as_str()), "{fresh}");
        }
        assert_eq!(place(&[], 1_790_000_000), second);
        let last = entries(["999999999999999-9999456789abcdef.batch"].into_iter());
        assert_eq!(place(&last, 0), i64::MAX, "what nobody has written stops nothing");
    }

    #[test]
    fn what_somebody_sends_does_not_wait() {
        let names = [
            "000001790000000-0000456789abcdef.batch",
            "000001790000000-0000456789abcdef.1790000100.claim",
            "000001790000001-0000456789abcdef.1790000100.claim",
            "000001790000002-0000456789abcdef.1789990000.claim",
            "000001790000003-0000456789abcdef.1790000100.refused",
            "000001790000004-0000456789abcdef.batch",
        ];
        let found = |now| {
            let waiting = waiting(names.into_iter(), now, 180);
            waiting.into_iter().map(|entry| entry.name).collect::<Vec<_>>()
        };
        assert_eq!(found(1_790_000_100), names[3..]);
        assert_eq!(found(1_790_000_280), names);
    }

    #[test]
    fn a_batch_is_fresh_for_a_few_seconds() {
        // The last one of its second.
        let found = entries(["000001790000000-9999456789abcdef.batch"].into_iter());
        let batch = found.first().unwrap();
        for (later, is) in [(0, true), (9, true), (10, false), (-50, true)] {
            assert_eq!(batch.is_fresh(1_790_000_000_i64.saturating_add(later)), is, "{later}");
        }
    }

    #[test]
    fn a_claim_does_not_last_for_ever() {
        let names = ["000001790000000-fedcba9876543210.1790000100.claim"];
        let found = entries(names.into_iter());
        let claimed = found.first().unwrap();
        for (now, free) in [
            (1_790_000_100, false),
            (1_790_001_899, false),
            (1_790_001_900, true),
            (1_790_000_095, false),
            (1_790_000_094, true),
        ] {
            assert_eq!(claimed.is_free(now, 1800), free, "{now}");
        }
    }
}
