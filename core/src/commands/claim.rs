//! Claiming a batch that waits on disk, so that nobody else sends it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::attempts::{self, batches};
use super::log::Level;
use super::outbox::{LOOKS, Place, lasts};
use crate::answer::ErrorClass;
use crate::contract::Delivery;
use crate::facts;
use crate::outbox::{self, Entry};
use crate::protocol::{Host, Suspended};

/// A batch that nobody else sends.
pub(super) struct Claimed {
    pub(super) name: String,
    /// Its name where it waits again.
    pub(super) released: String,
    /// Its name where it waits since it was tried in vain.
    pub(super) tried: String,
    /// Its name where it waits again since the receiver has refused it.
    pub(super) refused: String,
    /// When it was claimed, in seconds since 1970.
    pub(super) since: i64,
}

/// The names that one look has found, for all batches of a flow: it remembers what it has been answered, and a thousand
/// names each time would be much.
#[derive(Debug, Default)]
pub(super) struct Found {
    names: Option<String>,
    /// Those that have been tried.
    tried: Vec<String>,
    /// Those that cannot be claimed or read, however often it is looked.
    refused: Vec<String>,
    /// Those that wait since the receiver has refused them in this flow, by their names since then.
    kept: Vec<String>,
    /// Whether anything that waited is done with, having arrived or been dropped.
    pub(super) gone: bool,
    /// How many batches have arrived.
    pub(super) sent: usize,
    /// Why the last one that was looked at still waits.
    pub(super) why: &'static str,
}

impl Found {
    /// Leaves one alone that cannot be claimed or read; the first of them is told.
    pub(super) fn refuse(
        &mut self,
        host: &mut Host<'_>,
        log: Level,
        name: &str,
        class: ErrorClass,
    ) -> Suspended<()> {
        self.why = class.message();
        let first = self.refused.is_empty();
        self.refused.push(name.to_string());
        if first {
            let why = self.why;
            log.warn(host, || format!("aboveboard: a batch that waits cannot be taken: {why}"))?;
        }
        Ok(())
    }

    /// Leaves one alone that the receiver has refused, in this flow.
    pub(super) fn keep(&mut self, name: String) {
        self.kept.push(name);
    }

    /// Whether another flow may get further than this one, which has had no room for more. What the receiver has refused is
    /// no reason for one: it would be refused again, for ever.
    pub(super) fn leaves_more(
        &self,
        host: &mut Host<'_>,
        place: &Place,
        delivery: &Delivery,
    ) -> Suspended<bool> {
        if self.gone || self.kept.is_empty() {
            return Ok(true);
        }
        let Ok(names) = place.names(host)? else { return Ok(false) };
        let now = attempts::now(host)?.unwrap_or(0);
        Ok(outbox::entries(facts::listed(&names)).iter().any(|entry| {
            !entry.is_refused()
                && entry.is_free(now, lasts(delivery))
                && !self.refused.iter().any(|refused| refused == entry.name)
        }))
    }
}

/// Why something waits that others have claimed.
const TAKEN: &str = "somebody else is sending it";

/// After so many that cannot be claimed it goes on with any that is free, not with the oldest: more than a flow has room for
/// may stand at the head, and then each flow tries others.
const IN_ORDER: usize = 8;

/// Which of `count` comes next, as the time has it.
fn any(now: i64, count: usize) -> usize {
    // Spread, since what comes by the clock comes every so many seconds.
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let spread = now.unsigned_abs().wrapping_mul(SPREAD) >> 33;
    usize::try_from(spread).ok().and_then(|spread| spread.checked_rem(count)).unwrap_or(0)
}

/// How many batches of effects it takes at most to send a batch of one request: those of its attempts, and twenty to find it,
/// claim it and be done with it.
pub(super) fn room_needed(delivery: Option<&Delivery>) -> usize {
    batches(delivery).saturating_add(20)
}

/// Claims the oldest of those that nobody is sending. Where all that were found are taken, it looks again.
pub(super) fn claim(
    host: &mut Host<'_>,
    place: &Place,
    delivery: &Delivery,
    log: Level,
    found: &mut Found,
) -> Suspended<Option<Claimed>> {
    let lasts = lasts(delivery);
    let mut looks = 0..LOOKS;
    loop {
        let known = found.names.is_some();
        if !known {
            if looks.next().is_none() {
                return Ok(None);
            }
            let Ok(names) = place.names(host)? else { return Ok(None) };
            found.names = Some(names);
            found.tried.clear();
        }
        let mut entries = outbox::entries(facts::listed(found.names.as_deref().unwrap_or_default()));
        let known_names = || found.tried.iter().chain(&found.refused).chain(&found.kept);
        entries.retain(|entry| !known_names().any(|name| name == entry.name));
        if entries.is_empty() && !known {
            return Ok(None);
        }
        let now = attempts::now(host)?.unwrap_or(0);
        entries.retain(|entry| entry.is_free(now, lasts));
        let refused = found.refused.len();
        // Whatever the receiver has refused before waits for everything else.
        if entries.iter().any(|entry| !entry.is_refused()) {
            entries.retain(|entry| !entry.is_refused());
        }
        let next = if refused < IN_ORDER || entries.is_empty() {
            outbox::take_first(&mut entries, Entry::turn)
        } else {
            Some(entries.swap_remove(any(now, entries.len())))
        };
        let Some(entry) = next else {
            if refused == 0 && found.kept.is_empty() {
                found.why = TAKEN;
            }
            if !known {
                return Ok(None);
            }
            found.names = None;
            continue;
        };
        let name = outbox::claim(&entry, now);
        let claimed = Claimed {
            name,
            released: entry.released(),
            tried: entry.tried(),
            refused: entry.refused(now),
            since: now,
        };
        let from = entry.name.to_string();
        found.tried.push(from.clone());
        match place.rename(host, &from, &claimed.name)? {
            Ok(()) => return Ok(Some(claimed)),
            // Somebody else was quicker, and is likely to have gone on from there.
            Err(ErrorClass::Absent | ErrorClass::Exists) => found.names = None,
            // It is somebody else's, for example: the others do not wait for it.
            Err(class) => {
                found.refuse(host, log, &from, class)?;
                if host.room() < room_needed(Some(delivery)) {
                    return Ok(None);
                }
            }
        }
    }
}
