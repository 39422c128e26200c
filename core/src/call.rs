//! The operations by name, in JSON: what every surface exports. A new operation is written here once.

use alloc::string::String;

use serde::Serialize;

use crate::contract::Contract;
use crate::error::Error;
use crate::event::Event;
use crate::facts::Facts;
use crate::json::{Json, MAX_INTEGER};
use crate::needs::{Purpose, needs};
use crate::outcome::{Outcome, after};
use crate::payload::{payload, preview};
use crate::reader::{At, Object};
use crate::request::request;
use crate::run::{Run, begin};
use crate::{children, consent};

/// The largest arguments of one call, in bytes.
pub const MAX_ARGUMENTS: usize = 2 * 1024 * 1024;

/// Performs the operation of this name on a contract; arguments and result are JSON texts, as `docs/protocol.md`
/// describes them.
///
/// # Errors
/// `operation_unknown`, `arguments_too_large`, and those of the operation; pointers lead into `arguments`.
pub fn call(contract: &Contract, operation: &str, arguments: &str) -> Result<String, Error> {
    if arguments.len() > MAX_ARGUMENTS {
        return Err(Error::new("arguments_too_large", "arguments are at most 2 MiB"));
    }
    let document = Json::parse(arguments)?;
    let root = At::root(&document);
    match operation {
        "needs" => {
            let purpose = root.members(&["purpose"])?.required("purpose")?.word(Purpose::WORDS)?;
            Ok(json(&needs(contract, purpose)))
        }
        "begin" => {
            let facts = facts(&root.members(&["facts"])?)?;
            begin(contract, &facts).map(|run| json(&run)).map_err(|error| error.below("/facts"))
        }
        "resolve" => {
            let members = root.members(&["run", "facts"])?;
            Ok(json(&consent::resolve(contract, &run(contract, &members)?, &facts(&members)?)))
        }
        "payload" | "preview" => {
            let members = root.members(&["run", "event"])?;
            let build = if operation == "preview" { preview } else { payload };
            let run = run(contract, &members)?;
            let event = Event::read(&members.required("event")?)?;
            build(contract, &run, &event).map(|payload| json(&payload)).map_err(in_event)
        }
        "request" => {
            let members = root.members(&["run", "event", "facts"])?;
            let run = run(contract, &members)?;
            let event = Event::read(&members.required("event")?)?;
            let built = payload(contract, &run, &event).map_err(in_event)?;
            request(contract, &run, &built, &facts(&members)?).map(|request| json(&request))
        }
        "after" => {
            let members = root.members(&["request", "attempt", "outcome"])?;
            let described = members.required("request")?;
            described.object()?;
            let attempts = described
                .value
                .member("attempts")
                .ok_or_else(|| described.error("missing_member", "a request says how many attempts"))?;
            let attempts =
                At { value: attempts, path: described.path.key("attempts") }.integer(1, MAX_INTEGER)?;
            let attempt = members.required("attempt")?.integer(1, MAX_INTEGER)?;
            Ok(json(&after(attempts, attempt, &Outcome::read(&members.required("outcome")?)?)))
        }
        "child" => {
            let members = root.members(&["run", "facts"])?;
            Ok(json(&children::child_variables(contract, &run(contract, &members)?, &facts(&members)?)))
        }
        _ => Err(Error::new("operation_unknown", "there is no operation of this name")
            .hint("known: needs, begin, resolve, payload, preview, request, after, child")),
    }
}

fn facts(members: &Object<'_, '_>) -> Result<Facts, Error> {
    Facts::read(&members.required("facts")?)
}

fn run(contract: &Contract, members: &Object<'_, '_>) -> Result<Run, Error> {
    Run::read(contract, &members.required("run")?)
}

/// Pointers of a payload's errors lead into the event; the refusal for want of consent has none.
fn in_event(error: Error) -> Error {
    if error.pointer().is_empty() { error } else { error.below("/event") }
}

/// Any answer as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    // Our own structures have text keys and no failing serializers.
    serde_json::to_string(value).unwrap_or_default()
}
