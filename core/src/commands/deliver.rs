//! `deliver`: the background half of `send`. It decides again before each attempt.

use alloc::string::String;
use alloc::sync::Arc;

use super::attempts::{Ending, attempts};
use super::{Outcome, fail, outbox};
use crate::answer::Answer;
use crate::canonical;
use crate::contract::Contract;
use crate::error::Error;
use crate::event::Event;
use crate::json::Json;
use crate::machine::Observed;
use crate::outcome;
use crate::payload::payload;
use crate::reader::At;
use crate::request::request;
use crate::run::Run;
use crate::step::{Host, Operation, OperationKind, Suspended};

/// What the foreground hands over: facts from which the same payload is built again, never a payload, so that nothing
/// can be sent that the contract does not declare.
pub(super) struct Handover<'h> {
    pub(super) contract: Arc<Contract>,
    pub(super) run: Run,
    pub(super) event: Event<'h>,
    /// What the payload tells of the machine, and what was kept out of it: read once, so that the same payload comes of it
    /// here, where the working directory may be another one. It travels through a pipe and is never stored.
    pub(super) observed: Observed,
}

/// The handover as JSON, for the standard input of `deliver`.
pub(super) fn handover(contract: &Contract, run: &Run, event: &Event<'_>, observed: &Observed) -> String {
    let mut out = String::from("{\"contract\":");
    canonical::write_text(&mut out, contract.text());
    out.push_str(",\"run\":");
    out.push_str(&run.to_json());
    out.push_str(",\"event\":");
    out.push_str(&event.to_json());
    out.push_str(",\"machine\":");
    observed.write(&mut out, event.time);
    out.push('}');
    escaped(&out)
}

/// What the background is told where there is something to flush.
pub(super) fn flushing(contract: &Contract, run: &Run) -> String {
    let mut out = String::from("{\"contract\":");
    canonical::write_text(&mut out, contract.text());
    out.push_str(",\"run\":");
    out.push_str(&run.to_json());
    out.push('}');
    escaped(&out)
}

/// With U+FFFD written as an escape: an answer that holds it counts as undecodable, and this one was not damaged on its
/// way.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for part in json.split_inclusive('\u{fffd}') {
        match part.strip_suffix('\u{fffd}') {
            Some(before) => {
                out.push_str(before);
                out.push_str("\\ufffd");
            }
            None => out.push_str(part),
        }
    }
    out
}

pub(super) fn deliver(host: &mut Host<'_>) -> Suspended<Outcome> {
    let Answer::Text(text) = host.one(Operation::plain(OperationKind::Stdin))? else {
        let error = Error::new("handover_missing", "deliver finds nothing to deliver on its standard input")
            .hint("it is run by send; there is no need to run it by hand");
        return fail(host, &error, super::FAILED);
    };
    let document = match Json::parse(text) {
        Ok(document) => document,
        Err(error) => return fail(host, &error, super::FAILED),
    };
    match read(&document) {
        Ok(Task::Send(handover)) => send(host, &handover),
        Ok(Task::Flush(contract, run)) => {
            // A flow is bounded: another one goes on with what is left.
            if outbox::flush(host, &contract, &run)? {
                let _started =
                    host.one(Operation::text(OperationKind::Detach, flushing(&contract, &run)))?.done();
            }
            Ok(Outcome::silent(0))
        }
        Err(error) => fail(host, &error, super::FAILED),
    }
}

/// What the background is to do.
enum Task<'h> {
    Send(Handover<'h>),
    Flush(Arc<Contract>, Run),
}

fn read<'h>(document: &'h Json<'h>) -> Result<Task<'h>, Error> {
    let root = At::root(document);
    let members = root.members(&["contract", "run", "event", "machine"])?;
    let contract = Arc::new(Contract::parse(members.required("contract")?.text()?)?);
    let run = Run::read(&contract, &members.required("run")?)?;
    let Some(event) = members.optional("event") else {
        return Ok(Task::Flush(contract, run));
    };
    let event = Event::read(&event)?;
    let observed = Observed::read(&members.required("machine")?)?;
    Ok(Task::Send(Handover { contract, run, event, observed }))
}

/// Builds the same payload again and sends it. Nothing here changes the exit status of a tool.
pub(super) fn send(host: &mut Host<'_>, handover: &Handover<'_>) -> Suspended<Outcome> {
    let Handover { contract, run, event, observed } = handover;
    let built = match payload(contract, run, event, &observed.machine()) {
        Ok(built) => built,
        Err(error) => return fail(host, &error, 0),
    };
    match attempts(host, contract, run, &|facts| request(contract, run, &built, facts))? {
        Ending::Wrong(error) => return fail(host, &error, 0),
        Ending::Dropped(reason) => {
            let why = outcome::why_dropped(reason);
            host.say(alloc::format!("aboveboard: the event was not delivered: {why}"))?;
        }
        Ending::Done | Ending::Stored | Ending::Nowhere | Ending::Withdrawn | Ending::Interrupted => {}
    }
    Ok(Outcome::silent(0))
}
