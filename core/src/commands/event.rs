//! `payload` and `preview`: print the exact bytes.

use serde::Serialize;

use super::gather::{self, Given, Scene};
use super::{FAILED, Outcome, fail, installation};
use crate::contract::{Contract, Plan};
use crate::error::Error;
use crate::event::Event;
use crate::json::Json;
use crate::payload::{check_consent, payload, preview};
use crate::protocol::{EventArguments, Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::reader::At;
use crate::time;

/// Prints a payload where telemetry is on, or a preview of it whatever the decision.
pub(super) fn print(
    host: &mut Host<'_>,
    line: &Line<'_>,
    arguments: &EventArguments<'_>,
    previews: bool,
) -> Suspended<Outcome> {
    let scene = gather::scene(host, line, arguments.tool_version.as_ref())?;
    let (contract, run) = match scene.and_then(Scene::whole) {
        Ok(scene) => scene,
        Err(error) => return refused(host, arguments, error, FAILED),
    };
    let Some(run) = run else {
        let (message, hint, status) = if previews {
            ("there is no run to preview", "leave --run out to begin one", FAILED)
        } else {
            ("telemetry is off in this run", "preview shows what would be sent", 0)
        };
        return refused(host, arguments, Error::new("consent_not_given", message).hint(hint), status);
    };
    if !previews {
        let facts = gather::facts(host, &contract, Purpose::Resolve, &Given::default())?;
        if let Err(why) = check_consent(&contract, &run, &facts) {
            return refused(host, arguments, why, 0);
        }
    }
    let document = parse(arguments);
    // Before the event is read, so that it is read once and not again with these answers.
    let mut observed = gather::observed(host, &contract, Purpose::Payload, Some(name(&document, arguments)))?;
    if !previews && contract.tells_identity(Some(name(&document, arguments))) {
        installation::ensure(host, &contract, &run, &mut observed.told.id)?;
    }
    let event = match &document {
        Ok(Some(document)) => Event::read(&At::root(document)).map_err(|error| error.below("/event")),
        Ok(None) => event(host, &contract, arguments)?,
        Err(error) => Err(error.clone()),
    };
    let event = match event {
        Ok(event) => event,
        Err(error) => return refused(host, arguments, error, FAILED),
    };
    let build = if previews { preview } else { payload };
    match build(&contract, &run, &event, &observed.machine()) {
        Ok(payload) => {
            if arguments.json.is_none() && !payload.varying().is_empty() {
                host.say(alloc::format!(
                    "aboveboard: a request also says how often it has been tried, at {}",
                    payload.varying().join(" and ")
                ))?;
            }
            Ok(printed(arguments, &payload, payload.bytes()))
        }
        Err(error) => {
            let status = if !previews && error.code() == "out_of_scope" { 0 } else { FAILED };
            refused(host, arguments, error.within(place(arguments, "/event")), status)
        }
    }
}

/// What was built: all of it where it was asked for in JSON, else its bytes.
pub(super) fn printed(arguments: &EventArguments<'_>, built: &impl Serialize, bytes: &str) -> Outcome {
    if arguments.json.is_some() {
        Outcome::printed(crate::json::text_of(built))
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

/// What a command line gives of an event or record, with the document that comes through standard input where it says so:
/// whoever lists processes sees arguments.
pub(super) fn given<'g, 'r: 'g, 'l: 'g>(
    host: &mut Host<'r>,
    arguments: &EventArguments<'l>,
) -> Suspended<EventArguments<'g>> {
    let mut arguments: EventArguments<'g> = arguments.clone();
    for document in [&mut arguments.json, &mut arguments.fields] {
        if *document == Some("-") {
            *document = Some(host.one(Operation::plain(OperationKind::Stdin))?.text().unwrap_or_default());
        }
    }
    Ok(arguments)
}

/// Where the event or record stands, for pointers: as in the arguments of `call`, where it was given as JSON.
pub(super) fn place(arguments: &EventArguments<'_>, within: &'static str) -> &'static str {
    if arguments.json.is_some() { within } else { "" }
}

/// The name of the event or record, where it is to be had.
pub(super) fn name<'d>(
    document: &'d Result<Option<Json<'_>>, Error>,
    arguments: &EventArguments<'d>,
) -> &'d str {
    match document {
        Ok(Some(_)) => named(document.as_ref().ok().and_then(Option::as_ref)),
        _ => arguments.name,
    }
}

/// The name of an event or record that is given as JSON, where it is to be had.
pub(super) fn named<'d>(document: Option<&'d Json<'_>>) -> &'d str {
    match document.and_then(|document| document.member("name")) {
        Some(Json::Text(name)) => name,
        _ => "",
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

/// The document of an event or record that is given as JSON.
pub(super) fn parse<'l>(arguments: &EventArguments<'l>) -> Result<Option<Json<'l>>, Error> {
    let document = arguments.json.map(Json::parse).transpose();
    document.map_err(|error| {
        let error = error.up_to_fields().below("--json");
        // So it is where standard input could not be read.
        let is_empty = arguments.json == Some("");
        if is_empty {
            error.hint("there is nothing; standard input is read up to 1 MiB, and as UTF-8")
        } else {
            error
        }
    })
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
    for (index, (path, value)) in arguments.assignments.iter().enumerate() {
        if let Err(error) = event.assign(plan, path, value) {
            // By its number: what it is called may be data.
            return Ok(Err(error.at(alloc::format!("field {}", index.saturating_add(1)))));
        }
    }
    Ok(Ok(event))
}
