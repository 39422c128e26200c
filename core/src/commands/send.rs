//! `send`: decides and builds in the foreground, then hands over to `deliver` in the background.

use super::deliver::{self, Handover};
use super::gather::{self, Given, Scene};
use super::{Outcome, event, fail, installation, outbox};
use alloc::string::{String, ToString};

use crate::contract::Contract;
use crate::decision::State;
use crate::error::Error;
use crate::facts::Facts;
use crate::needs::Purpose;
use crate::payload::{Payload, check_consent, payload};
use crate::step::{EventArguments, Host, Line, Operation, OperationKind, Suspended};

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
    // Before the event is read, so that it is read once and not again with these answers.
    let mut observed = gather::observed(host, &contract, Purpose::Payload, arguments.name)?;
    if contract.tells_identity(Some(arguments.name)) {
        installation::ensure(host, &contract, &mut observed.told.id)?;
    }
    let event = match event::event(host, &contract, arguments)? {
        Ok(event) => event,
        Err(error) => return fail(host, &error, 0),
    };
    // What cannot be built is said here, in the foreground, where its author sees it.
    let built = match payload(&contract, &run, &event, &observed.machine()) {
        Ok(built) => built,
        // Nothing is wrong with an event that its contract leaves out.
        Err(error) if error.code() == "out_of_scope" => return Ok(Outcome::silent(0)),
        Err(error) => return fail(host, &error, 0),
    };
    if state == State::Local {
        return keep(host, &contract, &facts, &built);
    }
    if let Some(delivery) = contract.delivery.as_ref().filter(|delivery| delivery.mode.stores()) {
        match outbox::store(host, &contract, delivery, &facts, built.stored())? {
            Ok(()) if wait && !outbox::flush(host, &contract, &run)? => return Ok(Outcome::silent(0)),
            // What one flow has no room for is left to the background.
            Ok(()) => return hand_over(host, deliver::flushing(&contract, &run)),
            // What cannot wait on disk is tried all the same.
            Err(class) => {
                host.say(alloc::format!("aboveboard: the event cannot wait on disk: {}", class.message()))?;
            }
        }
    }
    if wait {
        return deliver::send(host, &Handover { contract, run, event, observed });
    }
    hand_over(host, deliver::handover(&contract, &run, &event, &observed))
}

/// Has the background deliver what is handed over.
fn hand_over(host: &mut Host<'_>, handover: String) -> Suspended<Outcome> {
    if handover.len() > OperationKind::Stdin.longest_answer() {
        let error = Error::new("payload_too_large", "the event's fields are too large to be handed over");
        return fail(host, &error, 0);
    }
    let Err(class) = host.one(Operation::text(OperationKind::Detach, handover))?.done() else {
        return Ok(Outcome::silent(0));
    };
    host.say(alloc::format!("aboveboard: the event could not be handed over: {}", class.as_str()))?;
    Ok(Outcome::silent(0))
}

/// Local mode: appends the payload to the file of the contract, and sends it nowhere.
fn keep(host: &mut Host<'_>, contract: &Contract, facts: &Facts, built: &Payload) -> Suspended<Outcome> {
    let Some(local) = &contract.consent.local else { return Ok(Outcome::silent(0)) };
    let problem = match gather::path(&local.file, facts) {
        Err(_) => "there is no home directory for it".to_string(),
        Ok(path) => {
            let mut append = Operation::plain(OperationKind::Append);
            append.text = [path, alloc::format!("{}\n", built.bytes()), String::new()];
            match host.one(append)?.done() {
                Ok(()) => return Ok(Outcome::silent(0)),
                Err(class) => class.message().to_string(),
            }
        }
    };
    host.say(alloc::format!(
        "aboveboard: the event could not be kept in {}: {problem}",
        gather::shown(&local.file, facts)
    ))?;
    Ok(Outcome::silent(0))
}
