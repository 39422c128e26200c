//! The outbox: batches that wait on disk are stored, sent one at a time, and dropped when somebody says no.
//!
//! A batch is claimed by giving its file another name, which only one process can do. Whoever is killed leaves a claim that
//! others take over after a while: at least once means that it may arrive twice then.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::attempts::{Ending, attempts};
use super::gather::{self, Given};
use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Delivery, Mode};
use crate::facts::{self, Facts};
use crate::needs::Purpose;
use crate::outbox::{self, Entry, Stored};
use crate::outcome;
use crate::request::request_of_batch;
use crate::run::Run;
use crate::state;
use crate::step::{Host, Operation, OperationKind, Suspended};
use crate::time;

/// Readable by its owner alone.
const PRIVATE: i64 = 0o600;
/// Random bytes in the name of a batch.
const ENTROPY: i64 = 8;
/// How often to look again where others take batches at the same time.
const LOOKS: usize = 3;
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
}

/// Stores a payload until it can be sent; gives why that cannot be.
pub(super) fn store(
    host: &mut Host<'_>,
    contract: &Contract,
    delivery: &Delivery,
    facts: &Facts,
    event: Stored,
) -> Suspended<Result<(), ErrorClass>> {
    let Some(place) = Place::of(host, delivery)? else { return Ok(Err(ErrorClass::Absent)) };
    let answers = host.perform(alloc::vec![
        Operation::plain(OperationKind::Time),
        Operation::number(OperationKind::Random, ENTROPY),
    ])?;
    let [Answer::Text(now), Answer::Text(random)] = answers.as_slice() else {
        return Ok(Err(ErrorClass::Unsupported));
    };
    let name = outbox::fresh(time::parse(now).unwrap_or(0), random);
    let mut write = Operation::number(OperationKind::Write, PRIVATE);
    let text = outbox::write(contract, turn(contract, facts), &[event]);
    write.text = [place.path(&name), text, String::from("absent")];
    if let Err(class) = host.one(write)?.done() {
        return Ok(Err(class));
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
pub(super) fn flush(host: &mut Host<'_>, contract: &Contract, run: &Run) -> Suspended<bool> {
    let attempts = contract.delivery.as_ref().map_or(0, |delivery| delivery.attempts.most());
    // What it takes at most to send one batch: nine batches of effects, and four for each attempt.
    let needed = usize::try_from(attempts).unwrap_or(0).saturating_mul(4).saturating_add(9);
    while host.room() >= needed {
        if flush_one(host, contract, run)? == Flushed::Nothing {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What came of looking for a batch to send.
#[derive(Debug, PartialEq, Eq)]
enum Flushed {
    /// One is done with, and there may be more.
    One,
    /// There is none, or none that can be sent now.
    Nothing,
}

/// Sends the oldest batch that nobody else is sending.
fn flush_one(host: &mut Host<'_>, contract: &Contract, run: &Run) -> Suspended<Flushed> {
    let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
    let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) else {
        return Ok(Flushed::Nothing);
    };
    let Some(place) = Place::of(host, delivery)? else { return Ok(Flushed::Nothing) };
    let Some(claimed) = claim(host, &place)? else { return Ok(Flushed::Nothing) };
    let Claimed { name, released } = &claimed;
    let file = host.one(gather::file(&place.path(name)))?;
    let text = match file {
        Answer::Text(text) => text.as_str(),
        // Somebody has dropped it in the meantime.
        Answer::Absent => return Ok(Flushed::One),
        Answer::Undecodable | Answer::Failed(_) => "",
    };
    let Some(events) = outbox::read(contract, turn(contract, &facts), text) else {
        // Of before a no, of another contract, or damaged: it is never sent, and not tried for ever.
        let _gone = place.remove(host, name)?;
        host.say("aboveboard: what had waited to be sent cannot be sent any more, and has been dropped")?;
        return Ok(Flushed::One);
    };
    if delivery.mode == Mode::AtMostOnce {
        // Only what can be sent leaves the disk for that, and what cannot be removed could be sent twice.
        let sendable =
            request_of_batch(contract, run, &events, &facts).is_ok_and(|request| request.url.is_some());
        if !sendable {
            let _waits = place.rename(host, name, released)?;
            return Ok(Flushed::Nothing);
        }
        if place.remove(host, name)?.is_err() {
            return Ok(Flushed::Nothing);
        }
    }
    let most = delivery.encoding.most();
    for part in events.chunks(most.max(1)) {
        let ending = attempts(host, contract, run, &|facts| request_of_batch(contract, run, part, facts))?;
        match ending {
            Ending::Done => {}
            Ending::Dropped(reason) => {
                let why = outcome::why_dropped(reason);
                host.say(format!("aboveboard: {} events were not delivered: {why}", part.len()))?;
            }
            Ending::Withdrawn => {
                let _gone = place.remove(host, name)?;
                return Ok(Flushed::Nothing);
            }
            Ending::Stored | Ending::Nowhere | Ending::Interrupted | Ending::Wrong(_) => {
                if delivery.mode == Mode::AtLeastOnce {
                    let _waits = place.rename(host, name, released)?;
                }
                return Ok(Flushed::Nothing);
            }
        }
    }
    if delivery.mode == Mode::AtLeastOnce {
        let _gone = place.remove(host, name)?;
    }
    Ok(Flushed::One)
}

/// A batch that nobody else sends.
struct Claimed {
    name: String,
    /// Its name where it waits again.
    released: String,
}

fn claim(host: &mut Host<'_>, place: &Place) -> Suspended<Option<Claimed>> {
    for _ in 0..LOOKS {
        let Ok(names) = place.names(host)? else { return Ok(None) };
        let mut entries = outbox::entries(facts::listed(&names));
        if entries.is_empty() {
            return Ok(None);
        }
        let now = host.one(Operation::plain(OperationKind::Time))?.text().and_then(time::parse).unwrap_or(0);
        let Some(entry) = outbox::take_oldest(&mut entries, |entry| entry.is_free(now)) else {
            return Ok(None);
        };
        let name = outbox::claim(&entry, now);
        match place.rename(host, entry.name, &name)? {
            Ok(()) => return Ok(Some(Claimed { name, released: entry.released() })),
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
        // What is gone already was somebody else's to remove, or has been claimed under another name.
        for answer in host.perform(removals)? {
            match answer.done() {
                Ok(()) => dropped = dropped.saturating_add(1),
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

/// The number of the choice that holds, by which what was built before another one can be told.
fn turn(contract: &Contract, facts: &Facts) -> i64 {
    if contract.consent.remembers() { state::turn(facts.file(&contract.consent.state_file)) } else { 0 }
}
