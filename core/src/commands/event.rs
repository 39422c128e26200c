//! `payload` and `preview`: print the exact bytes.

use serde::Serialize;

use super::gather::{self, Given, Scene};
use super::{FAILED, Outcome, fail};
use crate::contract::{Contract, Plan};
use crate::error::Error;
use crate::event::Event;
use crate::json::Json;
use crate::needs::Purpose;
use crate::payload::{check_consent, payload, preview};
use crate::reader::At;
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
        Err(error) => return refused(host, arguments, error, FAILED),
    };
    let Some(run) = run else {
        let error = Error::new("consent_not_given", "telemetry is off in this run")
            .hint("preview shows what would be sent");
        return refused(host, arguments, error, 0);
    };
    let facts = gather::facts(host, &contract, Purpose::Resolve, &Given::default())?;
    if let Err(why) = check_consent(&contract, &run, &facts) {
        return refused(host, arguments, why, 0);
    }
    let event = match event(host, &contract, arguments)? {
        Ok(event) => event,
        Err(error) => return refused(host, arguments, error, FAILED),
    };
    let private = gather::known(host, &contract, Purpose::Payload, &event.name)?.matcher();
    match payload(&contract, &run, &event, &private) {
        Ok(payload) => Ok(printed(arguments, &payload, payload.bytes())),
        Err(error) => {
            let status = if error.code() == "out_of_scope" { 0 } else { FAILED };
            refused(host, arguments, error.within(place(arguments, "/event")), status)
        }
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
        Err(error) => return refused(host, arguments, error, FAILED),
    };
    let Some(run) = run else {
        let error =
            Error::new("run_mismatch", "there is no run to preview").hint("leave --run out to begin one");
        return refused(host, arguments, error, FAILED);
    };
    let event = match event(host, &contract, arguments)? {
        Ok(event) => event,
        Err(error) => return refused(host, arguments, error, FAILED),
    };
    let private = gather::known(host, &contract, Purpose::Payload, &event.name)?.matcher();
    match preview(&contract, &run, &event, &private) {
        Ok(payload) => Ok(printed(arguments, &payload, payload.bytes())),
        Err(error) => refused(host, arguments, error.within(place(arguments, "/event")), FAILED),
    }
}

/// What was built: all of it where it was asked for in JSON, else its bytes.
pub(super) fn printed(arguments: &EventArguments<'_>, built: &impl Serialize, bytes: &str) -> Outcome {
    if arguments.json.is_some() {
        Outcome::printed(crate::call::json(built))
    } else {
        Outcome::printed(bytes)
    }
}

/// Why nothing was built: to whoever asked in JSON, else to people.
pub(super) fn refused(
    host: &mut Host<'_>,
    arguments: &EventArguments<'_>,
    error: Error,
    status: i32,
) -> Suspended<Outcome> {
    if arguments.json.is_none() {
        return fail(host, &error, status);
    }
    Ok(Outcome { status, output: alloc::format!("{{\"error\":{}}}", error.to_json()) })
}

/// Where the event or record stands, for pointers: as in the arguments of `call`, where it was given as JSON.
pub(super) fn place(arguments: &EventArguments<'_>, within: &'static str) -> &'static str {
    if arguments.json.is_some() { within } else { "" }
}

/// The event of a command line; the host tells the time where the command line does not.
pub(super) fn event<'l>(
    host: &mut Host<'_>,
    contract: &Contract,
    arguments: &EventArguments<'l>,
) -> Suspended<Result<Event<'l>, Error>> {
    if let Some(json) = arguments.json {
        return Ok(read(json).map_err(|error| error.below("/event")));
    }
    document(host, contract.event(arguments.name).map(|(_, plan)| plan), arguments)
}

/// An event or record in JSON.
pub(super) fn read(json: &str) -> Result<Event<'static>, Error> {
    Event::read(&At::root(&Json::parse(json)?)).map(Event::into_static)
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
