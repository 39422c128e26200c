//! The outbox: batches that wait on disk are stored, and dropped when somebody says no. `flush` sends them.
//!
//! A batch is claimed by giving its file another name, which only one process can do. Whoever is killed leaves a claim that
//! others take over after a while: at least once means that it may arrive twice then.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::gather;
use super::removal::remove;
use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Delivery};
use crate::facts::{self, Facts};
use crate::hex;
use crate::outbox::{self, Entry};
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::run::Run;
use crate::state;
use crate::stored::Stored;
use crate::time;

/// Readable by its owner alone.
const PRIVATE: i64 = 0o600;
/// Random bytes in the name of a batch.
const ENTROPY: i64 = 4;
/// How many digits of a batch's name stand for its run.
const MARK: usize = 4;
/// How often to look again where others take batches at the same time.
pub(super) const LOOKS: usize = 3;
/// How many fresh batches may wait beyond what the contract lets wait.
const FRESH_ONES: usize = 240;
/// How many files are removed at once: looking three times fits into the operations of a flow.
const REMOVALS: usize = 1000;
/// How many are tried before the others.
const FIRST_REMOVALS: usize = 16;

/// How long a claim counts, in seconds.
pub(super) fn lasts(delivery: &Delivery) -> i64 {
    delivery.budget.most().saturating_add(outbox::MARGIN)
}

/// The outbox of a contract, on this machine.
pub(super) struct Place {
    directory: String,
}

impl Place {
    /// `None` where there is no home for it.
    pub(super) fn of(host: &mut Host<'_>, delivery: &Delivery) -> Suspended<Option<Self>> {
        let bases = gather::bases(host)?;
        Ok(gather::path(&delivery.outbox.directory, &bases).ok().map(|directory| Self { directory }))
    }

    pub(super) fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.directory)
    }

    fn listing(&self) -> Operation {
        Operation::text(OperationKind::List, self.directory.as_str())
    }

    /// The names of what is in it.
    pub(super) fn names(&self, host: &mut Host<'_>) -> Suspended<Result<String, ErrorClass>> {
        Ok(match host.one(self.listing())? {
            Answer::Text(names) => Ok(names.clone()),
            Answer::Absent => Ok(String::new()),
            Answer::Undecodable => Err(ErrorClass::Other),
            Answer::Failed(class) => Err(*class),
        })
    }

    pub(super) fn rename(
        &self,
        host: &mut Host<'_>,
        from: &str,
        to: &str,
    ) -> Suspended<Result<(), ErrorClass>> {
        let mut rename = Operation::plain(OperationKind::Rename);
        rename.text = [self.path(from), self.path(to), String::new()];
        Ok(host.one(rename)?.done())
    }

    pub(super) fn remove(&self, host: &mut Host<'_>, name: &str) -> Suspended<Result<(), ErrorClass>> {
        Ok(host.one(Operation::text(OperationKind::Remove, self.path(name)))?.done())
    }

    /// Writes a batch under a name of its own, behind all that wait.
    fn write(&self, host: &mut Host<'_>, text: &str, mark: &str) -> Suspended<Result<(), ErrorClass>> {
        let answers = host.perform(alloc::vec![
            Operation::plain(OperationKind::Time),
            Operation::number(OperationKind::Random, ENTROPY),
            self.listing(),
        ])?;
        let [Answer::Text(now), Answer::Text(random), listed] = answers.as_slice() else {
            return Ok(Err(ErrorClass::Unsupported));
        };
        let waiting = outbox::entries(facts::listed(listed.text().unwrap_or_default()));
        let place = outbox::place(&waiting, time::parse(now).unwrap_or(0));
        self.put(host, &outbox::fresh(place, random, mark), text, "absent")
    }

    /// Writes a file; `expected` is as the effect `write` has it.
    pub(super) fn put(
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

/// Stores payloads until they can be sent, in as few files as hold them; gives why that cannot be. `sends` says that this
/// flow is going to send them: then they are none of those that the run lets wait.
pub(super) fn store(
    host: &mut Host<'_>,
    contract: &Contract,
    delivery: &Delivery,
    run: &Run,
    events: &[Stored],
    sends: bool,
) -> Suspended<Result<(), ErrorClass>> {
    let Some(place) = Place::of(host, delivery)? else { return Ok(Err(ErrorClass::Absent)) };
    let mark = mark_of(&run.run);
    let written = if sends { &mark_of(&run.nonce) } else { &mark };
    for batch in outbox::batches(events) {
        if let Err(class) = place.write(host, &outbox::write(contract, run.withdrawals, batch), written)? {
            return Ok(Err(class));
        }
    }
    prune(host, delivery, &place, &mark)?;
    Ok(Ok(()))
}

/// What batches have in their names that belong together.
fn mark_of(text: &str) -> String {
    let mut mark = hex::sha256(text.as_bytes());
    mark.truncate(MARK);
    mark
}

/// Drops the oldest batches where more wait than the contract lets wait. What somebody is sending does not wait; and what is
/// fresh stays, for whoever has stored it is about to send it, up to [`FRESH_ONES`] above what may wait. Of the run that this
/// mark stands for no more is fresh than may wait: many runs at once do not take from each other, and none outdoes the limit.
fn prune(host: &mut Host<'_>, delivery: &Delivery, place: &Place, mark: &str) -> Suspended<()> {
    // The time comes last, so that no claim is of a later one.
    let answers = host.perform(alloc::vec![place.listing(), Operation::plain(OperationKind::Time)])?;
    let [Answer::Text(names), Answer::Text(now)] = answers.as_slice() else { return Ok(()) };
    let now = time::parse(now).unwrap_or(0);
    let waiting = outbox::waiting(facts::listed(names), now, lasts(delivery));
    let fresh = waiting.iter().filter(|entry| entry.is_fresh(now));
    let (own, others): (Vec<_>, Vec<_>) = fresh.partition(|entry| entry.is_of(mark));
    let most = delivery.outbox.most;
    let fresh = others.len().saturating_add(own.len().min(most));
    let left = most.max(fresh.min(most.saturating_add(FRESH_ONES)));
    let excess = waiting.len().saturating_sub(left).min(REMOVALS);
    let (mut last, mut first): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|entry| entry.is_fresh(now) && !entry.is_of(mark));
    let mut removals = Vec::new();
    while removals.len() < excess {
        let oldest = outbox::take_first(&mut first, Entry::age);
        let Some(entry) = oldest.or_else(|| outbox::take_first(&mut last, Entry::age)) else { break };
        removals.push(removal(place, entry.name));
    }
    let (removed, _) = remove(host, removals)?;
    if removed == 0 {
        // Somebody else has dropped or claimed them, or they are not ours to drop.
        return Ok(());
    }
    host.say(format!("aboveboard: too much waits to be sent; the oldest {removed} have been dropped"))
}

fn removal(place: &Place, name: &str) -> Operation {
    Operation::text(OperationKind::Remove, place.path(name))
}

/// Drops all that waits; gives how many batches that were, or why not all of it could be, as the end of a sentence.
pub(super) fn withdraw(host: &mut Host<'_>, contract: &Contract) -> Suspended<Result<usize, String>> {
    let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) else {
        return Ok(Ok(0));
    };
    let Some(place) = Place::of(host, delivery)? else { return Ok(Ok(0)) };
    let mut dropped: usize = 0;
    // What keeps something, once everything that is there has been looked at.
    let mut kept = None;
    for _ in 0..LOOKS {
        let names = match place.names(host)? {
            Ok(names) => names,
            Err(class) => return Ok(Err(format!("{}: {}", place.directory, class.message()))),
        };
        let unfinished = facts::listed(&names).filter(|name| outbox::is_unfinished(name));
        let mut unfinished: Vec<_> = unfinished.map(|name| removal(&place, name)).collect();
        let entries = outbox::entries(facts::listed(&names));
        let mut batches: Vec<_> = entries.iter().map(|entry| removal(&place, entry.name)).collect();
        let more = unfinished.len().saturating_add(batches.len()) > REMOVALS;
        batches.truncate(REMOVALS);
        unfinished.truncate(REMOVALS.saturating_sub(batches.len()));
        // Nobody counts on these, and a writer that is still at it finds its own gone.
        let (_, stuck_unfinished) = remove(host, unfinished)?;
        kept = stuck_unfinished.or(more.then_some(ErrorClass::Other));
        if batches.is_empty() && (stuck_unfinished.is_some() || !more) {
            break;
        }
        // Where some may not be removed, none of a thousand may.
        let rest = batches.split_off(batches.len().min(FIRST_REMOVALS));
        let (removed, stuck) = remove(host, batches)?;
        if let (0, Some(class @ (ErrorClass::Denied | ErrorClass::ReadOnly))) = (removed, stuck) {
            kept = Some(class);
            break;
        }
        let (removed_too, stuck_too) = remove(host, rest)?;
        dropped = dropped.saturating_add(removed).saturating_add(removed_too);
        kept = stuck_too.or(stuck).or(kept);
    }
    Ok(match kept {
        None => Ok(dropped),
        Some(class) => Err(format!("{}: {}", place.directory, class.message())),
    })
}

/// How many batches wait to be sent, and in which directory.
pub(super) fn waiting(
    host: &mut Host<'_>,
    contract: &Contract,
) -> Suspended<Result<(usize, String), ErrorClass>> {
    if let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores())
        && let Some(place) = Place::of(host, delivery)?
    {
        let names = place.names(host)?;
        return Ok(names.map(|names| (outbox::entries(facts::listed(&names)).len(), place.directory)));
    }
    Ok(Ok((0, String::new())))
}

/// Lines that say what waits to be sent, and that the receiver has not taken a request for deletion; empty where there is nothing.
pub(super) fn line(host: &mut Host<'_>, contract: &Contract, facts: &Facts) -> Suspended<String> {
    let mut out = String::new();
    if let Ok((waiting @ 1.., directory)) = waiting(host, contract)? {
        out = format!("  waits    {waiting} to be sent, in {directory}\n");
    }
    if !state::undeleted(facts.file(&contract.consent.state_file)).is_empty() {
        out.push_str("  deletion not taken by the receiver so far; another reset asks for it\n");
    }
    Ok(out)
}
