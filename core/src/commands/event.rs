//! `payload` and `preview`: print the exact bytes.

use super::gather::{self, Scene};
use super::{FAILED, Outcome, fail};
use crate::consent;
use crate::contract::{Contract, Plan};
use crate::decision::State;
use crate::error::Error;
use crate::event::Event;
use crate::needs::Purpose;
use crate::payload::{not_given, payload, preview};
use crate::step::{EventArguments, Host, Line, Operation, OperationKind, Suspended};
use crate::time;

pub(super) fn print_payload(
    host: &mut Host<'_>,
    line: &Line<'_>,
    arguments: &EventArguments<'_>,
) -> Suspended<Outcome> {
    let scene = gather::scene(host, line, arguments.tool_version.as_ref())?;
    let (contract, run) = match scene.and_then(Scene::whole) {
        Ok(scene) => scene,
        Err(error) => return fail(host, &error, FAILED),
    };
    let Some(run) = run else {
        host.say("aboveboard: telemetry is off in this run; preview shows what would be sent")?;
        return Ok(Outcome::silent(0));
    };
    let facts = gather::facts(host, &contract, Purpose::Resolve, &gather::Given::default())?;
    let decision = consent::resolve(&contract, &run, &facts);
    if !matches!(decision.state, State::On | State::Local) {
        let why = not_given(decision.reason.message(decision.source.as_deref()));
        return fail(host, &why, 0);
    }
    let event = match event(host, &contract, arguments)? {
        Ok(event) => event,
        Err(error) => return fail(host, &error, FAILED),
    };
    match payload(&contract, &run, &event) {
        Ok(payload) => Ok(Outcome::printed(payload.bytes())),
        Err(error) if error.code() == "out_of_scope" => fail(host, &error, 0),
        Err(error) => fail(host, &error, FAILED),
    }
}

pub(super) fn print_preview(
    host: &mut Host<'_>,
    line: &Line<'_>,
    arguments: &EventArguments<'_>,
) -> Suspended<Outcome> {
    let scene = gather::scene(host, line, arguments.tool_version.as_ref())?;
    let (contract, run) = match scene.and_then(Scene::whole) {
        Ok(scene) => scene,
        Err(error) => return fail(host, &error, FAILED),
    };
    let Some(run) = run else {
        host.say("aboveboard: there is no run to preview; leave --run out to begin one")?;
        return Ok(Outcome::silent(FAILED));
    };
    let event = match event(host, &contract, arguments)? {
        Ok(event) => event,
        Err(error) => return fail(host, &error, FAILED),
    };
    match preview(&contract, &run, &event) {
        Ok(payload) => Ok(Outcome::printed(payload.bytes())),
        Err(error) => fail(host, &error, FAILED),
    }
}

/// The event of a command line; the host tells the time where the command line does not.
pub(super) fn event<'l>(
    host: &mut Host<'_>,
    contract: &Contract,
    arguments: &EventArguments<'l>,
) -> Suspended<Result<Event<'l>, Error>> {
    document(host, contract.event(arguments.name).map(|(_, plan)| plan), arguments)
}

/// An event or a record of this plan.
pub(super) fn document<'l>(
    host: &mut Host<'_>,
    plan: Option<&Plan>,
    arguments: &EventArguments<'l>,
) -> Suspended<Result<Event<'l>, Error>> {
    let seconds = match arguments.time {
        Some(seconds) => Some(seconds),
        None => host.one(Operation::plain(OperationKind::Time))?.text().and_then(time::parse),
    };
    let Some(seconds) = seconds else {
        return Ok(Err(
            Error::new("time_unknown", "the system does not tell the time").hint("give --time SECONDS")
        ));
    };
    let mut event = Event::new(arguments.name, seconds);
    if let Err(error) = arguments.fields.map_or(Ok(()), |fields| event.set_fields(fields)) {
        return Ok(Err(error.below("--fields")));
    }
    for (path, value) in &arguments.assignments {
        if let Err(error) = event.assign(plan, path, value) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(event))
}
