//! The names of batch files, which say how long a batch has waited and who is sending it.
//!
//! `000001790000000-0123456789abcdef.batch` waits; `000001790000000-0123456789abcdef.1790000100.claim` is being sent by
//! somebody since that time. The order of the names is the order of the batches.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const WAITING: &str = ".batch";
const CLAIMED: &str = ".claim";
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
    /// Somebody has claimed it at this time, in seconds since 1970.
    Claimed(i64),
}

/// The name of a new batch; `random` makes it nobody else's.
pub(crate) fn fresh(seconds: i64, random: &str) -> String {
    format!("{seconds:015}-{random}{WAITING}")
}

/// The name of a batch that is claimed now.
pub(crate) fn claim(entry: &Entry<'_>, now: i64) -> String {
    format!("{}.{now}{CLAIMED}", entry.stem)
}

impl Entry<'_> {
    /// The name of the batch where nobody has claimed it.
    pub(crate) fn released(&self) -> String {
        format!("{}{WAITING}", self.stem)
    }

    /// Whether somebody may begin to send it: nobody has, or nobody who has is still there, since a claim `lasts` so many
    /// seconds. One from the future is of a clock that has been set back.
    pub(crate) fn is_free(&self, now: i64, lasts: i64) -> bool {
        match self.standing {
            Standing::Waiting => true,
            Standing::Claimed(since) => !(0..lasts).contains(&now.saturating_sub(since)),
        }
    }
}

/// The batches among the names of a directory, in whatever order.
pub(crate) fn entries<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Entry<'n>> {
    names.filter_map(entry).collect()
}

/// Takes the oldest of those that `wanted` is true of.
pub(crate) fn take_oldest<'n>(
    entries: &mut Vec<Entry<'n>>,
    wanted: impl Fn(&Entry<'n>) -> bool,
) -> Option<Entry<'n>> {
    let oldest =
        entries.iter().enumerate().filter(|(_, entry)| wanted(entry)).min_by_key(|(_, entry)| entry.name);
    let index = oldest.map(|(index, _)| index)?;
    Some(entries.swap_remove(index))
}

fn entry(name: &str) -> Option<Entry<'_>> {
    if let Some(stem) = name.strip_suffix(WAITING) {
        return is_stem(stem).then_some(Entry { stem, name, standing: Standing::Waiting });
    }
    let (stem, since) = name.strip_suffix(CLAIMED)?.rsplit_once('.')?;
    let since: i64 = since.parse().ok().filter(|time: &i64| time.to_string() == since)?;
    is_stem(stem).then_some(Entry { stem, name, standing: Standing::Claimed(since) })
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
            "1-0123456789abcdef.batch",
            "000001790000001-0123456789abcde.batch",
            ".batch",
            "notes.txt",
        ];
        let mut found = entries(names.into_iter());
        let claimed = &take_oldest(&mut found, |_| true).unwrap();
        let waiting = &take_oldest(&mut found, |_| true).unwrap();
        assert_eq!(take_oldest(&mut found, |_| true), None);
        assert_eq!((claimed.name, claimed.standing), (names[1], Standing::Claimed(1_790_000_100)));
        assert_eq!((waiting.name, waiting.standing), (names[0], Standing::Waiting));
        assert_eq!(claim(waiting, 5), "000001790000001-0123456789abcdef.5.claim");
        assert_eq!(claimed.released(), "000001790000000-fedcba9876543210.batch");
        assert_eq!(fresh(1_790_000_001, "0123456789abcdef"), names[0]);
    }

    #[test]
    fn a_claim_does_not_last_for_ever() {
        let names = ["000001790000000-fedcba9876543210.1790000100.claim"];
        let found = entries(names.into_iter());
        let claimed = found.first().unwrap();
        for (now, free) in
            [(1_790_000_100, false), (1_790_001_899, false), (1_790_001_900, true), (1_790_000_099, true)]
        {
            assert_eq!(claimed.is_free(now, 1800), free, "{now}");
        }
    }
}
