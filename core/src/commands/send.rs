//! `send`: decides and builds in the foreground, then hands over to `deliver` in the background.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::attempt_files::working_directory;
use super::claim::Found;
use super::deliver::{self, Handover};
use super::gather::{self, Given, Scene};
use super::log::Level;
use super::{Outcome, attempts, destination, event, fail, flush, installation, outbox};
use crate::contract::{Contract, Mode};
use crate::decision::State;
use crate::error::Error;
use crate::event::Event;
use crate::json::Json;
use crate::machine::Observed;
use crate::payload::{Payload, check_consent, payload};
use crate::protocol::{EventArguments, Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::reader::At;
use crate::run::Run;

/// How many events one command takes.
const MOST_EVENTS: usize = 1000;

/// Where telemetry is off it does nothing and says nothing: scripts call it all the time.
pub(super) fn send(
    host: &mut Host<'_>,
    line: &Line<'_>,
    arguments: &EventArguments<'_>,
    wait: bool,
) -> Suspended<Outcome> {
    let scene = gather::scene(host, line, arguments.tool_version.as_ref())?;
    let (contract, run) = match scene.and_then(Scene::whole) {
        Ok((contract, Some(run))) => (contract, run),
        Ok((_, None)) => return Ok(Outcome::silent(0)),
        Err(error) => return fail(host, &error, 0),
    };
    let facts = gather::facts(host, &contract, Purpose::Resolve, &Given::default())?;
    let Ok(state) = check_consent(&contract, &run, &facts) else { return Ok(Outcome::silent(0)) };
    let document = match event::parse(arguments) {
        Ok(document) => document,
        Err(error) => return fail(host, &error, 0),
    };
    // Before the events are read, so that they are read once and not again with these answers.
    let name = match &document {
        Some(Json::Array(_)) => None,
        Some(_) => Some(event::named(document.as_ref())),
        None => Some(arguments.name),
    };
    let mut observed = gather::observed(host, &contract, Purpose::Payload, name)?;
    if contract.tells_identity(name) {
        installation::ensure(host, &contract, &run, &mut observed.told.id)?;
    }
    let given = match &document {
        Some(document) => read(document),
        None => event::event(host, &contract, arguments)?.map(|event| alloc::vec![event]),
    };
    let given = match given {
        Ok(given) => given,
        Err(error) => return fail(host, &error, 0),
    };
    let (events, payloads) = build(host, &contract, &run, given, &observed)?;
    if payloads.is_empty() {
        return Ok(Outcome::silent(0));
    }
    if state == State::Local {
        return keep(host, &contract, &payloads);
    }
    let ids = events.iter().map(|event| observed.told.id.at(event.time).ok()).collect();
    let directory = working_directory(host, &contract)?;
    let handover = Handover { contract, run, events, ids, observed, directory };
    dispatch(host, handover, &payloads, wait)
}

/// The event of a JSON document, or several where it is a list.
fn read<'j>(document: &'j Json<'j>) -> Result<Vec<Event<'j>>, Error> {
    let root = At::root(document);
    let Json::Array(items) = document else {
        return Event::read(&root).map(|event| alloc::vec![event]).map_err(|error| error.below("/event"));
    };
    if items.len() > MOST_EVENTS {
        return Err(Error::new("out_of_range", "at most 1000 events are sent at once").at("/event"));
    }
    let read = |(index, value)| Event::read(&At { value, path: root.path.index(index) });
    items.iter().enumerate().map(read).collect::<Result<_, _>>().map_err(|error: Error| error.below("/event"))
}

/// Builds what can be built; what cannot is said here, in the foreground, where its author sees it.
fn build<'j>(
    host: &mut Host<'_>,
    contract: &Contract,
    run: &Run,
    given: Vec<Event<'j>>,
    observed: &Observed,
) -> Suspended<(Vec<Event<'j>>, Vec<Payload>)> {
    let machine = observed.machine();
    let (mut events, mut payloads) = (Vec::with_capacity(given.len()), Vec::with_capacity(given.len()));
    let many = given.len() > 1;
    let mut refused = Refused::default();
    let mut outside = Vec::new();
    for (index, event) in given.into_iter().enumerate() {
        match payload(contract, run, &event, &machine) {
            Ok(built) => {
                events.push(event);
                payloads.push(built);
            }
            // Nothing is wrong with an event that its contract leaves out.
            Err(error) if error.code() == "out_of_scope" => {
                let line =
                    format!("aboveboard: the event {} is outside of what the contract sends", event.name);
                if !outside.contains(&line) {
                    outside.push(line);
                }
            }
            Err(error) => {
                refused.add(if many { error.below(&format!("/event/{index}")) } else { error });
            }
        }
    }
    refused.say(host)?;
    if !outside.is_empty() {
        Level::ask(host)?.debug(host, || outside.join("\n"))?;
    }
    Ok((events, payloads))
}

/// What is wrong with events, told at once: a flow has no room for a line of each of a thousand.
#[derive(Default)]
struct Refused {
    told: Vec<String>,
    more: usize,
}

impl Refused {
    const MOST_TOLD: usize = 10;

    fn add(&mut self, error: Error) {
        if self.told.len() < Self::MOST_TOLD {
            self.told.push(format!("aboveboard: {error}"));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    fn say(mut self, host: &mut Host<'_>) -> Suspended<()> {
        match self.more {
            0 => {}
            1 => self.told.push("aboveboard: and one more event is wrong".to_string()),
            more => self.told.push(format!("aboveboard: and {more} more events are wrong")),
        }
        if self.told.is_empty() { Ok(()) } else { host.say(self.told.join("\n")) }
    }
}

/// Has the events go where the contract says.
fn dispatch(
    host: &mut Host<'_>,
    handover: Handover<'_>,
    payloads: &[Payload],
    wait: bool,
) -> Suspended<Outcome> {
    let (contract, run) = (Arc::clone(&handover.contract), handover.run.clone());
    let mode = contract.delivery.as_ref().map_or(Mode::BestEffort, |delivery| delivery.mode);
    if mode == Mode::StandardOutput {
        return Ok(Outcome::printed(lines(payloads)));
    }
    let log = Level::ask(host)?;
    if let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) {
        let (endpoint, warnings) = destination::endpoint(host, delivery)?;
        if endpoint.is_none() {
            // It is for nobody, also later.
            host.warn(&warnings)?;
            log.warn(host, || "aboveboard: there is nowhere to send to, so that nothing is kept".into())?;
            return Ok(Outcome::silent(0));
        }
        let events: Vec<_> = payloads.iter().map(Payload::stored).collect();
        match outbox::store(host, &contract, delivery, &run, &events, wait)? {
            Ok(()) if wait && !flush::what_waits(host, &contract, &run, log, &mut Found::default())? => {
                return Ok(Outcome::silent(0));
            }
            // What one flow has no room for is left to the background.
            Ok(()) => return hand_over(host, log, alloc::vec![deliver::flushing(&contract, &run)]),
            // What cannot wait on disk is tried all the same.
            Err(class) => {
                let one = if events.len() == 1 { "the event" } else { "the events" };
                host.say(format!("aboveboard: {one} cannot wait on disk: {}", class.message()))?;
            }
        }
    }
    if wait {
        let began = attempts::now(host)?.unwrap_or(0);
        return deliver::send(host, handover, log, began);
    }
    hand_over(host, log, handover.write())
}

/// Has the background deliver what is handed over.
fn hand_over(host: &mut Host<'_>, log: Level, handovers: Vec<String>) -> Suspended<Outcome> {
    for handover in handovers {
        if let Err(error) = deliver::detach(host, log, handover)? {
            return fail(host, &error, 0);
        }
    }
    Ok(Outcome::silent(0))
}

/// Local mode: appends the payloads to the file of the contract, and sends them nowhere.
fn keep(host: &mut Host<'_>, contract: &Contract, payloads: &[Payload]) -> Suspended<Outcome> {
    let Some(local) = &contract.consent.local else { return Ok(Outcome::silent(0)) };
    let bases = &gather::bases(host)?;
    let problem = match gather::path(&local.file, bases) {
        Err(_) => "there is no home directory for it".to_string(),
        Ok(path) => {
            let mut append = Operation::plain(OperationKind::Append);
            append.text = [path, lines(payloads), String::new()];
            match host.one(append)?.done() {
                Ok(()) => return Ok(Outcome::silent(0)),
                Err(class) => class.message().to_string(),
            }
        }
    };
    host.say(format!(
        "aboveboard: the event could not be kept in {}: {problem}",
        gather::shown(&local.file, bases)
    ))?;
    Ok(Outcome::silent(0))
}

/// One payload a line.
fn lines(payloads: &[Payload]) -> String {
    let mut out = String::new();
    for built in payloads {
        out.push_str(built.bytes());
        out.push('\n');
    }
    out
}
