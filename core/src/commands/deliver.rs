//! `deliver`: the background half of `send`. It decides again before each attempt.

use alloc::string::String;
use alloc::sync::Arc;

use super::gather::{self, Given};
use super::{Outcome, fail};
use crate::answer::{Answer, ErrorClass};
use crate::canonical;
use crate::contract::Contract;
use crate::curl;
use crate::error::Error;
use crate::event::Event;
use crate::json::Json;
use crate::machine::Observed;
use crate::needs::Purpose;
use crate::outcome::{self, Next};
use crate::payload;
use crate::reader::At;
use crate::request;
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
        Ok(handover) => attempts(host, &handover),
        Err(error) => fail(host, &error, super::FAILED),
    }
}

fn read<'h>(document: &'h Json<'h>) -> Result<Handover<'h>, Error> {
    let root = At::root(document);
    let members = root.members(&["contract", "run", "event", "machine"])?;
    let contract = Contract::parse(members.required("contract")?.text()?)?;
    let run = Run::read(&contract, &members.required("run")?)?;
    let event = Event::read(&members.required("event")?)?;
    let observed = Observed::read(&members.required("machine")?)?;
    Ok(Handover { contract: Arc::new(contract), run, event, observed })
}

/// Tries until it is done, given up or withdrawn. Nothing here changes the exit status of a tool.
pub(super) fn attempts(host: &mut Host<'_>, handover: &Handover<'_>) -> Suspended<Outcome> {
    let Handover { contract, run, event, observed } = handover;
    let built = match payload(contract, run, event, &observed.machine()) {
        Ok(built) => built,
        Err(error) => return fail(host, &error, 0),
    };
    let mut attempt = 1;
    loop {
        let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
        let request = match request(contract, run, &built, &facts) {
            Ok(request) => request,
            // Withdrawn in the meantime.
            Err(error) if error.code() == "consent_not_given" => return Ok(Outcome::silent(0)),
            Err(error) => return fail(host, &error, 0),
        };
        if attempt == 1 {
            host.warn(&request.warnings)?;
        }
        if request.url.is_none() {
            return Ok(Outcome::silent(0));
        }
        let mut send = Operation::text(OperationKind::Send, crate::call::json(&request));
        let [_, config, _] = &mut send.text;
        *config = curl::config(&request);
        let outcome = match host.one(send)? {
            Answer::Text(head) => outcome::Outcome::from_head(head),
            Answer::Failed(class) => outcome::Outcome::Failure(*class),
            Answer::Absent | Answer::Undecodable => outcome::Outcome::Failure(ErrorClass::Other),
        };
        match outcome::after(request.attempts, attempt, &outcome) {
            Next::Done => return Ok(Outcome::silent(0)),
            Next::Drop { reason } => {
                host.say(alloc::format!(
                    "aboveboard: the event was not delivered: {}",
                    outcome::why_dropped(reason)
                ))?;
                return Ok(Outcome::silent(0));
            }
            Next::Wait { milliseconds } => {
                // A host that is ending has no time left to wait.
                if let Answer::Failed(_) = host.one(Operation::number(OperationKind::Wait, milliseconds))? {
                    return Ok(Outcome::silent(0));
                }
                attempt = attempt.saturating_add(1);
            }
        }
    }
}
