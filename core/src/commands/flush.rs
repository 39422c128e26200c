//! `flush`: sends what waits on disk, in the foreground; and how that is done, in the background too.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::attempts::{Ending, Errand, attempts, batches, not_delivered};
use super::claim::{self, Claimed, Found, claim};
use super::gather::{self, Given, Scene};
use super::log::Level;
use super::outbox::{LOOKS, Place, waiting};
use super::{FAILED, Outcome, fail};
use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Delivery, Mode};
use crate::decision::State;
use crate::facts;
use crate::hex;
use crate::outbox;
use crate::outcome::why_dropped;
use crate::payload::check_consent;
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::request::{Tried, request_of_batch};
use crate::run::{Run, withdrawals};
use crate::stored::Stored;

/// How many batches one flow sends at most, since it remembers all that it has been answered.
const AT_ONCE: usize = 6;

/// As far as one flow goes; says `more` where another one may find something, and to a person at a terminal what happened.
pub(super) fn flush(host: &mut Host<'_>, line: &Line<'_>, quiet: bool) -> Suspended<Outcome> {
    let (contract, run) = match gather::scene(host, line, None)?.and_then(Scene::whole) {
        Ok(scene) => scene,
        Err(error) => return fail(host, &error, FAILED),
    };
    let answers =
        host.perform(alloc::vec![Level::variable(), Operation::number(OperationKind::Terminal, 2)])?;
    let mut words = answers.iter().map(|answer| answer.text().unwrap_or_default());
    let log = Level::read(words.next().unwrap_or_default());
    let watched = !quiet && words.next() == Some("yes");
    let mut found = Found::default();
    // What waits while telemetry is off goes on waiting: a no that is stored has dropped it.
    let run = run.filter(|run| run.state() == State::On);
    let more = match &run {
        Some(run) => what_waits(host, &contract, run, log, &mut found)?,
        None => false,
    };
    if watched {
        let told = match run {
            Some(_) => told(host, &contract, &found, more)?,
            None => OFF.to_string(),
        };
        host.say(format!("aboveboard: {told}"))?;
    }
    Ok(if more { Outcome::printed("more\n") } else { Outcome::silent(0) })
}

/// Why something still waits.
const OFF: &str = "telemetry is off, so that nothing is sent";
const NOWHERE: &str = "there is nowhere to send to";
const FAILED_NOW: &str = "the receiver could not be reached, or cannot take it now";

/// What happened, for people.
fn told(host: &mut Host<'_>, contract: &Contract, found: &Found, more: bool) -> Suspended<String> {
    let left = match waiting(host, contract)? {
        Ok((left, _)) => left,
        Err(class) => return Ok(format!("what waits cannot be listed: {}", class.message())),
    };
    let sent = found.sent;
    Ok(match (sent, left) {
        (0, 0) => "nothing waits to be sent".to_string(),
        (_, 0) => format!("sent {sent}, nothing waits any more"),
        _ => format!("sent {sent}, still waiting {left}: {}", if more { "flush again" } else { found.why }),
    })
}

/// Sends what waits, batch by batch, as far as one flow goes; whether there may be more.
pub(super) fn what_waits(
    host: &mut Host<'_>,
    contract: &Contract,
    run: &Run,
    log: Level,
    found: &mut Found,
) -> Suspended<bool> {
    let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) else {
        return Ok(false);
    };
    let Some(place) = Place::of(host, delivery)? else { return Ok(false) };
    for _ in 0..AT_ONCE {
        if host.room() < claim::room_needed(Some(delivery)) {
            break;
        }
        match flush_one(host, &Waiting { contract, run, delivery, place: &place, log }, found)? {
            Flushed::One => {}
            Flushed::Nothing => return Ok(false),
            Flushed::Part => break,
        }
    }
    found.leaves_more(host, &place, delivery)
}

/// What waits, and on whose behalf it is sent.
struct Waiting<'w> {
    contract: &'w Contract,
    run: &'w Run,
    delivery: &'w Delivery,
    place: &'w Place,
    log: Level,
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
fn flush_one(host: &mut Host<'_>, waiting: &Waiting<'_>, found: &mut Found) -> Suspended<Flushed> {
    let &Waiting { contract, run, delivery, place, log } = waiting;
    let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
    let Some((claimed, text)) = take(host, place, delivery, log, found)? else {
        return Ok(Flushed::Nothing);
    };
    let Some(mut events) =
        outbox::read(contract, withdrawals(contract, &facts).unwrap_or(run.withdrawals), text)
    else {
        // Of before a no, of another contract, or damaged: it is never sent, and not tried for ever.
        let _gone = place.remove(host, &claimed.name)?;
        found.gone = true;
        host.say("aboveboard: what had waited to be sent cannot be sent any more, and has been dropped")?;
        return Ok(Flushed::One);
    };
    if delivery.mode == Mode::AtMostOnce {
        // Only what can be sent leaves the disk for that, and what cannot be removed could be sent twice.
        let request = request_of_batch(contract, run, &events, &facts, Tried::default());
        if !request.as_ref().is_ok_and(|request| request.url.is_some()) {
            let off = request.is_err_and(|error| error.code() == "consent_not_given");
            found.why = if off { OFF } else { NOWHERE };
            let _waits = place.rename(host, &claimed.name, &claimed.released)?;
            return Ok(Flushed::Nothing);
        }
        if !remove_all(host, place, &claimed)? {
            return Ok(Flushed::Nothing);
        }
    }
    let mut errand = Errand { contract, run, log, began: claimed.since, elapsed: 0, directory: None };
    let count = events.len();
    let sent = send(host, &mut errand, delivery, &mut events, found)?;
    let left = events.as_slice();
    let some_gone = left.len() < count;
    found.gone |= some_gone;
    match (delivery.mode, left) {
        (Mode::AtMostOnce, []) => {}
        // What has not been tried yet may still be sent.
        (Mode::AtMostOnce, left) => wait_again(host, waiting, &claimed.released, left)?,
        (_, []) => {
            let _gone = place.remove(host, &claimed.name)?;
        }
        (_, left) => {
            if some_gone || sent.kept.is_some() && sent.untried {
                // What has arrived is not sent again; where that cannot be written down, all of it is.
                let less = outbox::write(contract, run.withdrawals, left);
                let _less = place.put(host, &claimed.name, &less, &hex::sha256(text.as_bytes()))?;
            }
            // A part of which all was refused is no reason for another flow at once, although there is more behind it.
            let no_further = sent.flushed == Flushed::Part && !some_gone;
            let refused = sent.kept.filter(|_| !sent.untried || no_further);
            let name = match refused {
                Some(_) => &claimed.refused,
                None if matches!(found.why, OFF | NOWHERE) => &claimed.released,
                None => &claimed.tried,
            };
            let _waits = place.rename(host, &claimed.name, name)?;
            let why = refused.map_or(String::new(), |reason| format!(": {}", why_dropped(reason)));
            log.warn(host, || format!("aboveboard: {} waiting to be sent again{why}", waits(left.len())))?;
            if refused.is_some() {
                found.keep(claimed.refused);
            }
        }
    }
    Ok(sent.flushed)
}

/// Puts back on disk what has left it in vain. A no that has been said meanwhile had found nothing to drop, and one that comes
/// after this look finds it.
fn wait_again(host: &mut Host<'_>, waiting: &Waiting<'_>, name: &str, events: &[Stored]) -> Suspended<()> {
    let &Waiting { contract, run, place, .. } = waiting;
    let text = outbox::write(contract, run.withdrawals, events);
    if place.put(host, name, &text, "absent")?.is_ok() {
        let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
        if check_consent(contract, run, &facts).is_err() {
            let _dropped = place.remove(host, name)?;
        }
    }
    Ok(())
}

/// Claims a batch and reads it. What cannot be read is nobody's to drop: it waits again, and the next one is taken.
fn take<'r>(
    host: &mut Host<'r>,
    place: &Place,
    delivery: &Delivery,
    log: Level,
    found: &mut Found,
) -> Suspended<Option<(Claimed, &'r str)>> {
    while let Some(claimed) = claim(host, place, delivery, log, found)? {
        match host.one_large(gather::file(&place.path(&claimed.name)))? {
            Answer::Text(text) => return Ok(Some((claimed, text))),
            Answer::Undecodable => return Ok(Some((claimed, ""))),
            // Somebody has dropped it in the meantime.
            Answer::Absent => {}
            Answer::Failed(class) => {
                let _waits = place.rename(host, &claimed.name, &claimed.released)?;
                found.refuse(host, log, &claimed.released, *class)?;
            }
        }
        if host.room() < claim::room_needed(Some(delivery)) {
            break;
        }
    }
    Ok(None)
}

/// Removes a batch under every name that it has: a host may rename by giving a second name first, and whoever was killed
/// before the first one was gone has left both. Whether none is left; otherwise it waits again.
///
/// A name that is gone by the time it is to be removed has been taken by somebody, who may have given it another one: it
/// is looked again, until nobody can have it.
fn remove_all(host: &mut Host<'_>, place: &Place, claimed: &Claimed) -> Suspended<bool> {
    for _ in 0..LOOKS {
        let Ok(names) = place.names(host)? else { break };
        let (mut alone, mut gone) = (true, true);
        for entry in outbox::entries(facts::listed(&names)) {
            if entry.tried() == claimed.tried && entry.name != claimed.name {
                match place.remove(host, entry.name)? {
                    Ok(()) => {}
                    Err(ErrorClass::Absent) => alone = false,
                    Err(_) => gone = false,
                }
            }
        }
        if !gone {
            break;
        }
        if alone {
            return Ok(place.remove(host, &claimed.name)?.is_ok());
        }
    }
    let _waits = place.rename(host, &claimed.name, &claimed.released)?;
    Ok(false)
}

/// What came of sending a batch.
struct Sent {
    flushed: Flushed,
    /// Why the receiver has refused some of it that is kept.
    kept: Option<&'static str>,
    /// Whether some of what waits has not been tried, or in vain.
    untried: bool,
}

/// Sends the events of a batch, in as many requests as it takes, and leaves those that still wait. What has been refused and
/// is kept stands last, so that it keeps none of the others waiting.
fn send(
    host: &mut Host<'_>,
    errand: &mut Errand<'_>,
    delivery: &Delivery,
    events: &mut Vec<Stored>,
    found: &mut Found,
) -> Suspended<Sent> {
    // So many at the head have been refused, and are kept.
    let (mut kept, mut why) = (0_usize, None);
    let mut arrived = 1;
    let mut first = true;
    let flushed = loop {
        let count = events.len().saturating_sub(kept).min(delivery.encoding.most().max(1));
        let after = kept.saturating_add(count);
        let Some(part) = events.get(kept..after).filter(|part| !part.is_empty()) else {
            break Flushed::One;
        };
        let no_room = host.room() < batches(Some(delivery)).saturating_add(4);
        if !first && (no_room || errand.elapsed >= delivery.budget.value.saturating_mul(1000)) {
            break Flushed::Part;
        }
        first = false;
        match attempts(host, errand, part)? {
            Ending::Done => {}
            Ending::Kept(reason) => {
                (kept, why) = (after, Some(reason));
                found.why = why_dropped(reason);
                continue;
            }
            Ending::Refused(reason) => {
                arrived = 0;
                not_delivered(host, count, why_dropped(reason))?;
            }
            Ending::Dropped(why) => {
                found.why = FAILED_NOW;
                not_delivered(host, count, &why)?;
                events.drain(kept..after);
                break Flushed::Nothing;
            }
            // What has left the disk does not come back to it: a no that is being stored may have emptied it meanwhile.
            Ending::Withdrawn => {
                found.why = OFF;
                if delivery.mode == Mode::AtMostOnce {
                    events.clear();
                }
                break Flushed::Nothing;
            }
            // It may have arrived, or not: at most once it is not tried again.
            Ending::Interrupted if delivery.mode == Mode::AtMostOnce => {
                events.drain(kept..after);
                break Flushed::Nothing;
            }
            ending @ (Ending::Stored | Ending::Nowhere | Ending::Interrupted | Ending::Wrong(_)) => {
                found.why = if matches!(ending, Ending::Nowhere) { NOWHERE } else { FAILED_NOW };
                break Flushed::Nothing;
            }
        }
        events.drain(kept..after);
    };
    if flushed == Flushed::One && kept == 0 {
        found.sent = found.sent.saturating_add(arrived);
    }
    let untried = events.len() > kept;
    events.rotate_left(kept);
    Ok(Sent { flushed, kept: why, untried })
}

fn waits(count: usize) -> String {
    if count == 1 { "an event is".to_string() } else { format!("{count} events are") }
}
