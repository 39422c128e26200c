//! `deliver`: the background half of `send`. It decides again before each attempt.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attempts::{self, Ending, Errand, attempts, batches, not_delivered};
use super::claim::Found;
use super::log::Level;
use super::{Outcome, fail, flush};
use crate::answer::{Answer, escaped};
use crate::canonical;
use crate::contract::Contract;
use crate::error::Error;
use crate::event::Event;
use crate::identity::{Ephemeral, Id};
use crate::json::Json;
use crate::machine::Observed;
use crate::outcome::why_dropped;
use crate::payload::payload;
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::reader::At;
use crate::run::Run;
use crate::time;

/// What the foreground hands over: facts from which the same payloads are built again, never payloads, so that nothing
/// can be sent that the contract does not declare.
pub(super) struct Handover<'h> {
    pub(super) contract: Arc<Contract>,
    pub(super) run: Run,
    pub(super) events: Vec<Event<'h>>,
    /// The id of machine or installation that each of them has, in the same order.
    pub(super) ids: Vec<Option<String>>,
    /// What the payloads tell of the machine, and what was kept out of them: read once, so that the same payloads come of it
    /// here, where the working directory may be another one. It travels through a pipe and is never stored.
    pub(super) observed: Observed,
    /// The working directory of the tool, where that is needed.
    pub(super) directory: Option<String>,
}

/// Room for what is not an event in a handover.
const HEAD: usize = 64 * 1024;

impl<'h> Handover<'h> {
    /// The handovers as JSON, each for the standard input of a `deliver` of its own: those of many events are too large for
    /// one.
    pub(super) fn write(&self) -> Vec<String> {
        let limit = OperationKind::Stdin.longest_answer().saturating_sub(HEAD);
        let mut parts: Vec<[String; 2]> = Vec::new();
        for (event, id) in self.events.iter().zip(&self.ids) {
            // As it travels, which may be twice as long.
            let (event, mut text) = (escaped(&event.to_json()), String::from("null"));
            if let Some(id) = id {
                text.clear();
                canonical::write_text(&mut text, id);
            }
            match parts.last_mut() {
                Some([events, ids]) if events.len().saturating_add(event.len()) < limit => {
                    events.push(',');
                    events.push_str(&event);
                    ids.push(',');
                    ids.push_str(&text);
                }
                _ => parts.push([event, text]),
            }
        }
        parts.iter().map(|[events, ids]| self.part(events, ids)).collect()
    }

    fn part(&self, events: &str, ids: &str) -> String {
        let mut out = head(&self.contract, &self.run);
        out.push_str(&format!(",\"events\":[{events}],\"ids\":[{ids}],\"machine\":"));
        self.observed.write(&mut out);
        if let Some(directory) = &self.directory {
            out.push_str(",\"directory\":");
            canonical::write_text(&mut out, directory);
        }
        out.push('}');
        escaped(&out)
    }

    fn read(document: &'h Json<'h>) -> Result<Task<'h>, Error> {
        let root = At::root(document);
        let members = root.members(&["contract", "run", "events", "ids", "machine", "directory"])?;
        let contract = Arc::new(Contract::parse(members.required("contract")?.text()?)?);
        let run = Run::read(&contract, &members.required("run")?)?;
        let Some(list) = members.optional("events") else {
            return Ok(Task::Flush(contract, run));
        };
        let events = items(&list)?.map(|event| Event::read(&event)).collect::<Result<_, _>>()?;
        let ids = members.required("ids")?;
        let id = |id: At<'_, 'h>| match id.value {
            Json::Null => Ok(None),
            _ => id.text().map(|id| Some(id.to_string())),
        };
        let ids = items(&ids)?.map(id).collect::<Result<_, _>>()?;
        let observed = Observed::read(&members.required("machine")?)?;
        let directory = members.optional("directory").map(|path| path.text().map(ToString::to_string));
        Ok(Task::Send(Self { contract, run, events, ids, observed, directory: directory.transpose()? }))
    }
}

fn items<'p, 'j>(list: &'p At<'_, 'j>) -> Result<impl Iterator<Item = At<'p, 'j>>, Error> {
    let at = |(index, value)| At { value, path: list.path.index(index) };
    Ok(list.list()?.iter().enumerate().map(at))
}

/// What the background is told where there is something to flush.
pub(super) fn flushing(contract: &Contract, run: &Run) -> String {
    let mut out = head(contract, run);
    out.push('}');
    escaped(&out)
}

fn head(contract: &Contract, run: &Run) -> String {
    let mut out = String::from("{\"contract\":");
    canonical::write_text(&mut out, contract.text());
    out.push_str(",\"run\":");
    out.push_str(&run.to_json());
    out
}

/// Has the background go on with a handover; whoever asks to hear of it shares its standard error.
pub(super) fn detach(host: &mut Host<'_>, log: Level, handover: String) -> Suspended<Result<(), Error>> {
    if handover.len() > OperationKind::Stdin.longest_answer() {
        return Ok(Err(Error::new(
            "payload_too_large",
            "the event's fields are too large to be handed over",
        )));
    }
    let mut detach = Operation::text(OperationKind::Detach, handover);
    detach.number = i64::from(log.is_heard());
    Ok(host.one(detach)?.done().map_err(|class| {
        Error::new("not_handed_over", format!("the event could not be handed over: {}", class.as_str()))
    }))
}

pub(super) fn deliver(host: &mut Host<'_>) -> Suspended<Outcome> {
    let answers = host.perform(alloc::vec![
        Operation::plain(OperationKind::Stdin),
        Operation::plain(OperationKind::Time),
        Level::variable(),
    ])?;
    let (text, time, level) = match answers.as_slice() {
        [Answer::Text(text), time, level] if !text.is_empty() => (text, time, level),
        _ => return handover_missing(host),
    };
    let began = time.text().and_then(time::parse).unwrap_or(0);
    let log = Level::read(level.text().unwrap_or_default());
    let document = match Json::parse(text) {
        Ok(document) => document,
        Err(error) => return fail(host, &error, super::FAILED),
    };
    match Handover::read(&document) {
        Ok(Task::Send(handover)) => send(host, handover, log, began),
        Ok(Task::Flush(contract, run)) => {
            // A flow is bounded: another one goes on with what is left.
            if flush::what_waits(host, &contract, &run, log, &mut Found::default())? {
                let _started = detach(host, log, flushing(&contract, &run))?;
            }
            Ok(Outcome::silent(0))
        }
        Err(error) => fail(host, &error, super::FAILED),
    }
}

fn handover_missing(host: &mut Host<'_>) -> Suspended<Outcome> {
    let error = Error::new("handover_missing", "deliver finds nothing to deliver on its standard input")
        .hint("it is run by send; there is no need to run it by hand");
    fail(host, &error, super::FAILED)
}

/// What the background is to do.
enum Task<'h> {
    Send(Handover<'h>),
    Flush(Arc<Contract>, Run),
}

/// Builds the same payloads again and sends them, and hands over again what one flow has no room for. Nothing here changes
/// the exit status of a tool.
pub(super) fn send(
    host: &mut Host<'_>,
    mut handover: Handover<'_>,
    log: Level,
    began: i64,
) -> Suspended<Outcome> {
    let delivery = handover.contract.delivery.as_ref();
    let most = delivery.map_or(1, |delivery| delivery.encoding.most());
    let needed = batches(delivery).saturating_add(4);
    let mut machine = handover.observed.machine();
    let mut began = began;
    while !handover.events.is_empty() {
        if host.room() < needed {
            for part in handover.write() {
                let _started = detach(host, log, part)?;
            }
            break;
        }
        let count = handover.events.len().min(most);
        let mut group = Vec::with_capacity(count);
        for (event, id) in handover.events.drain(..count).zip(handover.ids.drain(..count)) {
            machine.told.id = id.map_or(Id::None(Ephemeral::NotStored), Id::Fixed);
            match payload(&handover.contract, &handover.run, &event, &machine) {
                Ok(built) => group.push(built.stored()),
                Err(error) => return fail(host, &error, 0),
            }
        }
        let mut errand = Errand {
            contract: &handover.contract,
            run: &handover.run,
            log,
            began,
            elapsed: 0,
            directory: handover.directory.as_deref(),
        };
        match attempts(host, &mut errand, &group)? {
            Ending::Done => {}
            // What is sent from here is on no disk.
            Ending::Refused(reason) | Ending::Kept(reason) => {
                not_delivered(host, group.len(), why_dropped(reason))?;
            }
            // There is no use in trying the others.
            Ending::Dropped(why) => {
                not_delivered(host, group.len().saturating_add(handover.events.len()), &why)?;
                break;
            }
            Ending::Wrong(error) => return fail(host, &error, 0),
            Ending::Stored | Ending::Nowhere | Ending::Withdrawn | Ending::Interrupted => break,
        }
        if !handover.events.is_empty() {
            began = attempts::now(host)?.unwrap_or(began);
        }
    }
    Ok(Outcome::silent(0))
}
