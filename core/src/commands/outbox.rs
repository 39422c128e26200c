//! The outbox: batches that wait on disk are stored, sent one at a time, and dropped when somebody says no.
//!
//! A batch is claimed by giving its file another name, which only one process can do. Whoever is killed leaves a claim that
//! others take over after a while: at least once means that it may arrive twice then.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::attempts::{self, Ending, Errand, attempts, batches};
use super::deliver;
use super::gather::{self, Given};
use super::log::Level;
use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Delivery, Mode};
use crate::facts::{self, Facts};
use crate::hex;
use crate::needs::Purpose;
use crate::outbox::{self, Entry, Stored};
use crate::outcome;
use crate::request::{Tried, request_of_batch};
use crate::run::{Run, withdrawals};
use crate::state;
use crate::step::{Host, Operation, OperationKind, Suspended};
use crate::time;

/// Readable by its owner alone.
const PRIVATE: i64 = 0o600;
/// Random bytes in the name of a batch.
const ENTROPY: i64 = 8;
/// How often to look again where others take batches at the same time.
const LOOKS: usize = 3;
/// How many batches one flow sends at most, since it remembers all that it has been answered.
const AT_ONCE: usize = 6;
/// How many batches are removed at once: looking three times fits into the operations of a flow.
const REMOVALS: usize = 1000;

/// The outbox of a contract, on this machine.
struct Place {
    directory: String,
}

impl Place {
    /// `None` where there is no home for it.
    fn of(host: &mut Host<'_>, delivery: &Delivery) -> Suspended<Option<Self>> {
        let bases = gather::bases(host)?;
        Ok(gather::path(&delivery.outbox.directory, &bases).ok().map(|directory| Self { directory }))
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.directory)
    }

    /// The names of what is in it.
    fn names(&self, host: &mut Host<'_>) -> Suspended<Result<String, ErrorClass>> {
        let list = Operation::text(OperationKind::List, self.directory.as_str());
        Ok(match host.one(list)? {
            Answer::Text(names) => Ok(names.clone()),
            Answer::Absent => Ok(String::new()),
            Answer::Undecodable => Err(ErrorClass::Other),
            Answer::Failed(class) => Err(*class),
        })
    }

    fn rename(&self, host: &mut Host<'_>, from: &str, to: &str) -> Suspended<Result<(), ErrorClass>> {
        let mut rename = Operation::plain(OperationKind::Rename);
        rename.text = [self.path(from), self.path(to), String::new()];
        Ok(host.one(rename)?.done())
    }

    fn remove(&self, host: &mut Host<'_>, name: &str) -> Suspended<Result<(), ErrorClass>> {
        Ok(host.one(Operation::text(OperationKind::Remove, self.path(name)))?.done())
    }

    /// Writes a batch under a name of its own.
    fn write(&self, host: &mut Host<'_>, text: &str) -> Suspended<Result<(), ErrorClass>> {
        let answers = host.perform(alloc::vec![
            Operation::plain(OperationKind::Time),
            Operation::number(OperationKind::Random, ENTROPY),
        ])?;
        let [Answer::Text(now), Answer::Text(random)] = answers.as_slice() else {
            return Ok(Err(ErrorClass::Unsupported));
        };
        let name = outbox::fresh(time::parse(now).unwrap_or(0), random);
        self.put(host, &name, text, "absent")
    }

    /// Writes a file; `expected` is as the effect `write` has it.
    fn put(
        &self,
        host: &mut Host<'_>,
        name: &str,
        text: &str,
        expected: &str,
    ) -> Suspended<Result<(), ErrorClass>> {
        let mut write = Operation::number(OperationKind::Write, PRIVATE);
        write.text = [self.path(name), text.to_string(), expected.to_string()];
        Ok(host.one(write)?.done())
    }
}

/// Stores payloads until they can be sent, in as few files as hold them; gives why that cannot be.
pub(super) fn store(
    host: &mut Host<'_>,
    contract: &Contract,
    delivery: &Delivery,
    run: &Run,
    events: &[Stored],
) -> Suspended<Result<(), ErrorClass>> {
    let Some(place) = Place::of(host, delivery)? else { return Ok(Err(ErrorClass::Absent)) };
    for batch in outbox::batches(events) {
        if let Err(class) = place.write(host, &outbox::write(contract, run.withdrawals, batch))? {
            return Ok(Err(class));
        }
    }
    prune(host, delivery, &place)?;
    Ok(Ok(()))
}

/// Drops the oldest batches where there are more than the contract lets wait.
fn prune(host: &mut Host<'_>, delivery: &Delivery, place: &Place) -> Suspended<()> {
    let Ok(names) = place.names(host)? else { return Ok(()) };
    let mut entries = outbox::entries(facts::listed(&names));
    let mut removals = Vec::new();
    while entries.len() > delivery.outbox.most && removals.len() < REMOVALS {
        removals.extend(outbox::take_oldest(&mut entries, |_| true).map(|entry| removal(place, &entry)));
    }
    if removals.is_empty() {
        return Ok(());
    }
    let removed = host.perform(removals)?.iter().filter(|answer| answer.done().is_ok()).count();
    host.say(format!("aboveboard: too much waits to be sent; the oldest {removed} have been dropped"))
}

fn removal(place: &Place, entry: &Entry<'_>) -> Operation {
    Operation::text(OperationKind::Remove, place.path(entry.name))
}

/// Sends what waits, batch by batch, as far as one flow goes; whether there may be more.
pub(super) fn flush(host: &mut Host<'_>, contract: &Contract, run: &Run, log: Level) -> Suspended<bool> {
    for _ in 0..AT_ONCE {
        if host.room() < needed(contract) {
            break;
        }
        match flush_one(host, contract, run, log)? {
            Flushed::One => {}
            Flushed::Nothing => return Ok(false),
            Flushed::Part => break,
        }
    }
    Ok(true)
}

/// How many batches of effects it takes at most to send a batch of one request: those of its attempts, and twenty to find it,
/// claim it and be done with it.
fn needed(contract: &Contract) -> usize {
    batches(contract.delivery.as_ref()).saturating_add(20)
}

/// What came of looking for a batch to send.
#[derive(Debug, PartialEq, Eq)]
enum Flushed {
    /// One is done with, and there may be more.
    One,
    /// There is none, or none that can be sent now.
    Nothing,
    /// Part of one is done with, and the rest is for another flow.
    Part,
}

/// Sends the oldest batch that nobody else is sending.
fn flush_one(host: &mut Host<'_>, contract: &Contract, run: &Run, log: Level) -> Suspended<Flushed> {
    let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
    let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) else {
        return Ok(Flushed::Nothing);
    };
    let Some(place) = Place::of(host, delivery)? else { return Ok(Flushed::Nothing) };
    let Some(claimed) = claim(host, &place, delivery)? else { return Ok(Flushed::Nothing) };
    let file = host.one_large(gather::file(&place.path(&claimed.name)))?;
    let text = match file {
        Answer::Text(text) => text.as_str(),
        // Somebody has dropped it in the meantime.
        Answer::Absent => return Ok(Flushed::One),
        Answer::Undecodable | Answer::Failed(_) => "",
    };
    let Some(events) = outbox::read(contract, withdrawals(contract, &facts).unwrap_or(run.withdrawals), text)
    else {
        // Of before a no, of another contract, or damaged: it is never sent, and not tried for ever.
        let _gone = place.remove(host, &claimed.name)?;
        host.say("aboveboard: what had waited to be sent cannot be sent any more, and has been dropped")?;
        return Ok(Flushed::One);
    };
    if delivery.mode == Mode::AtMostOnce {
        // Only what can be sent leaves the disk for that, and what cannot be removed could be sent twice.
        let request = request_of_batch(contract, run, &events, &facts, Tried::default());
        if !request.is_ok_and(|request| request.url.is_some()) {
            let _waits = place.rename(host, &claimed.name, &claimed.released)?;
            return Ok(Flushed::Nothing);
        }
        if place.remove(host, &claimed.name)?.is_err() {
            return Ok(Flushed::Nothing);
        }
    }
    let mut errand = Errand { contract, run, log, began: claimed.since, elapsed: 0, directory: None };
    let (left, flushed) = send(host, &mut errand, delivery, &events)?;
    match (delivery.mode, left) {
        (Mode::AtMostOnce, []) => {}
        // What has not been tried yet may still be sent.
        (Mode::AtMostOnce, left) => {
            let text = outbox::write(contract, run.withdrawals, left);
            let _waits = place.put(host, &claimed.released, &text, "absent")?;
        }
        (_, []) => {
            let _gone = place.remove(host, &claimed.name)?;
        }
        (_, left) => {
            if left.len() < events.len() {
                // What has arrived is not sent again; where that cannot be written down, all of it is.
                let less = outbox::write(contract, run.withdrawals, left);
                let _less = place.put(host, &claimed.name, &less, &hex::sha256(text.as_bytes()))?;
            }
            let _waits = place.rename(host, &claimed.name, &claimed.released)?;
            log.warn(host, || format!("aboveboard: {} waiting to be sent again", waits(left.len())))?;
        }
    }
    Ok(flushed)
}

/// Sends the events of a batch, in as many requests as it takes; gives those that still wait.
fn send<'e>(
    host: &mut Host<'_>,
    errand: &mut Errand<'_>,
    delivery: &Delivery,
    events: &'e [Stored],
) -> Suspended<(&'e [Stored], Flushed)> {
    let mut left = events;
    while let Some((part, after)) = left.split_at_checked(left.len().min(delivery.encoding.most().max(1))) {
        if part.is_empty() {
            break;
        }
        let no_room = host.room() < batches(Some(delivery)).saturating_add(4);
        if left.len() < events.len()
            && (no_room || errand.elapsed >= delivery.budget.value.saturating_mul(1000))
        {
            return Ok((left, Flushed::Part));
        }
        let what = deliver::events(part.len());
        match attempts(host, errand, part)? {
            Ending::Done => {}
            Ending::Refused(reason) => {
                host.say(format!("aboveboard: {what} not delivered: {}", outcome::why_dropped(reason)))?;
            }
            Ending::Dropped(reason) => {
                host.say(format!("aboveboard: {what} not delivered: {}", outcome::why_dropped(reason)))?;
                return Ok((after, Flushed::Nothing));
            }
            Ending::Withdrawn => return Ok((&[], Flushed::Nothing)),
            // It may have arrived, or not: at most once it is not tried again.
            Ending::Interrupted if delivery.mode == Mode::AtMostOnce => return Ok((after, Flushed::Nothing)),
            Ending::Stored | Ending::Nowhere | Ending::Interrupted | Ending::Wrong(_) => {
                return Ok((left, Flushed::Nothing));
            }
        }
        left = after;
    }
    Ok((left, Flushed::One))
}

fn waits(count: usize) -> String {
    if count == 1 { "an event is".to_string() } else { format!("{count} events are") }
}

/// A batch that nobody else sends.
struct Claimed {
    name: String,
    /// Its name where it waits again.
    released: String,
    /// When it was claimed, in seconds since 1970.
    since: i64,
}

fn claim(host: &mut Host<'_>, place: &Place, delivery: &Delivery) -> Suspended<Option<Claimed>> {
    let lasts = delivery.budget.most().saturating_add(outbox::MARGIN);
    for _ in 0..LOOKS {
        let Ok(names) = place.names(host)? else { return Ok(None) };
        let mut entries = outbox::entries(facts::listed(&names));
        if entries.is_empty() {
            return Ok(None);
        }
        let now = attempts::now(host)?.unwrap_or(0);
        let Some(entry) = outbox::take_oldest(&mut entries, |entry| entry.is_free(now, lasts)) else {
            return Ok(None);
        };
        let name = outbox::claim(&entry, now);
        match place.rename(host, entry.name, &name)? {
            Ok(()) => return Ok(Some(Claimed { name, released: entry.released(), since: now })),
            // Somebody else was quicker.
            Err(ErrorClass::Absent | ErrorClass::Exists) => {}
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

/// Drops all that waits; gives how many batches that were, or why not all of it could be, as the end of a sentence.
pub(super) fn withdraw(host: &mut Host<'_>, contract: &Contract) -> Suspended<Result<usize, String>> {
    let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) else {
        return Ok(Ok(0));
    };
    let Some(place) = Place::of(host, delivery)? else { return Ok(Ok(0)) };
    let mut dropped: usize = 0;
    // What keeps a batch, once everything that is there has been looked at.
    let mut kept = None;
    for _ in 0..LOOKS {
        let names = match place.names(host)? {
            Ok(names) => names,
            Err(class) => return Ok(Err(format!("{}: {}", place.directory, class.message()))),
        };
        let entries = outbox::entries(facts::listed(&names));
        let removals: Vec<_> = entries.iter().take(REMOVALS).map(|entry| removal(&place, entry)).collect();
        if removals.is_empty() {
            return Ok(Ok(dropped));
        }
        kept = (removals.len() < entries.len()).then_some(ErrorClass::Other);
        for answer in host.perform(removals)? {
            match answer.done() {
                Ok(()) => dropped = dropped.saturating_add(1),
                // It was somebody else's to remove, or has another name by now, which the next look finds.
                Err(ErrorClass::Absent) => {}
                Err(class) => kept = Some(class),
            }
        }
    }
    Ok(match kept {
        None => Ok(dropped),
        Some(class) => Err(format!("{}: {}", place.directory, class.message())),
    })
}

/// Lines that say what waits to be sent, and what deletion has been asked of in vain; empty where there is nothing.
pub(super) fn line(host: &mut Host<'_>, contract: &Contract, facts: &Facts) -> Suspended<String> {
    let mut out = String::new();
    if let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores())
        && let Some(place) = Place::of(host, delivery)?
        && let Ok(names) = place.names(host)?
    {
        let waiting = outbox::entries(facts::listed(&names)).len();
        if waiting > 0 {
            out = format!("  waits    {waiting} to be sent, in {}\n", place.directory);
        }
    }
    if !state::undeleted(facts.file(&contract.consent.state_file)).is_empty() {
        out.push_str("  deletion asked of the receiver in vain; another reset asks again\n");
    }
    Ok(out)
}
