//! The operations by name, in JSON: what every surface exports. A new operation is written here once.

use alloc::string::String;

use serde::Serialize;

use crate::contract::Contract;
use crate::error::Error;
use crate::event::Event;
use crate::facts::Facts;
use crate::identity::identified;
use crate::json::{Json, text_of};
use crate::machine::Machine;
use crate::map::Map;
use crate::number::MAX_INTEGER;
use crate::outcome::{Attempt, Next, Outcome, after};
use crate::payload::{payload, preview};
use crate::purpose::{Purpose, needs_for};
use crate::reader::{At, Object};
use crate::record::record;
use crate::reporting::{Counters, due, startup_line};
use crate::request::{Tried, request_again};
use crate::resolve::resolve;
use crate::run::{Run, begin};
use crate::{children, hex, time};

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
    let document = Json::parse(arguments).map_err(Error::up_to_fields)?;
    let root = At::root(&document);
    match operation {
        "needs" => {
            let members = root.members(&["purpose", "name"])?;
            let purpose = members.required("purpose")?.word(Purpose::WORDS)?;
            let name = members.optional("name").map(|name| name.text()).transpose()?;
            Ok(text_of(&needs_for(contract, purpose, name)))
        }
        "begin" => {
            let facts = facts(&root.members(&["facts"])?)?;
            begin(contract, &facts).map(|run| text_of(&run)).map_err(|error| error.below("/facts"))
        }
        "resolve" => {
            let members = root.members(&["run", "facts"])?;
            Ok(text_of(&resolve(contract, &run(contract, &members)?, &facts(&members)?)))
        }
        "payload" | "preview" => {
            let members = root.members(&["run", "event", "facts"])?;
            let build = if operation == "preview" { preview } else { payload };
            let run = run(contract, &members)?;
            let event = Event::read(&members.required("event")?)?;
            build(contract, &run, &event, &machine(contract, &members)?)
                .map(|payload| text_of(&payload))
                .map_err(|error| error.within("/event"))
        }
        "request" => {
            let members = root.members(&["run", "event", "facts", "attempt", "elapsed_milliseconds"])?;
            let run = run(contract, &members)?;
            let event = Event::read(&members.required("event")?)?;
            let facts = facts(&members)?;
            let tried = Tried {
                attempt: members.optional("attempt").map_or(Ok(1), |number| number.integer(1, MAX_INTEGER))?,
                elapsed_milliseconds: elapsed(&members)?,
            };
            let built = payload(contract, &run, &event, &Machine::from_facts(contract, &facts));
            let built = built.map_err(|error| error.within("/event"))?;
            request_again(contract, &run, &built, &facts, tried).map(|request| text_of(&request))
        }
        "after" => {
            let members = root.members(&["request", "attempt", "outcome", "random", "elapsed_milliseconds"])?;
            let random = members.optional("random").map(|random| hex::read(&random)).transpose()?;
            let number = members.required("attempt")?.integer(1, MAX_INTEGER)?;
            let request = members.required("request")?;
            let attempt = Attempt {
                jitter: random.and_then(|bytes| bytes.first().copied()),
                ..Attempt::read(&request, number, elapsed(&members)?)?
            };
            Ok(text_of(&after(attempt, &Outcome::read(&members.required("outcome")?)?)))
        }
        "child" => {
            let members = root.members(&["run", "facts"])?;
            Ok(text_of(&children::child_variables(contract, &run(contract, &members)?, &facts(&members)?)))
        }
        "record" => {
            let members = root.members(&["run", "record", "facts"])?;
            let run = run(contract, &members)?;
            let document = Event::read(&members.required("record")?)?;
            record(contract, &run, &document, &machine(contract, &members)?)
                .map(|record| text_of(&record))
                .map_err(|error| error.within("/record"))
        }
        "due" => {
            let members = root.members(&["last", "now"])?;
            let last = members.required("last")?;
            let last = if *last.value == Json::Null { None } else { Some(time::read(&last)?) };
            due(contract, last, time::read(&members.required("now")?)?).map(|due| text_of(&due))
        }
        "count" => count(contract, &root),
        "identity" => {
            let members = root.members(&["facts", "time"])?;
            let facts = facts(&members)?;
            identified(contract, &facts, time::read(&members.required("time")?)?).map(|identified| text_of(&identified))
        }
        "startup" => {
            let members = root.members(&["run", "facts", "preview"])?;
            let preview = members.optional("preview").map(|preview| preview.text()).transpose()?;
            #[derive(Serialize)]
            struct Startup {
                line: String,
            }
            let (run, facts) = (run(contract, &members)?, facts(&members)?);
            Ok(text_of(&Startup { line: startup_line(contract, &run, &facts, preview) }))
        }
        _ => Err(Error::new("operation_unknown", "there is no operation of this name").hint(
            "known: needs, begin, resolve, payload, preview, request, after, child, record, due, count, startup, identity",
        )),
    }
}

fn facts(members: &Object<'_, '_>) -> Result<Facts, Error> {
    Facts::read(&members.required("facts")?)
}

/// What a payload or record tells of the machine and what is kept out, for which an embedder may have no facts to hand in.
fn machine(contract: &Contract, members: &Object<'_, '_>) -> Result<Machine, Error> {
    let facts = members.optional("facts").map_or(Ok(Facts::default()), |facts| Facts::read(&facts))?;
    Ok(Machine::from_facts(contract, &facts))
}

/// How long something has taken, as far as that is told.
fn elapsed(members: &Object<'_, '_>) -> Result<i64, Error> {
    members.optional("elapsed_milliseconds").map_or(Ok(0), |elapsed| elapsed.integer(0, MAX_INTEGER))
}

fn run(contract: &Contract, members: &Object<'_, '_>) -> Result<Run, Error> {
    Run::read(contract, &members.required("run")?)
}

/// The counters after what `after` has said.
fn count(contract: &Contract, root: &At<'_, '_>) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Counted {
        sent: i64,
        errors: i64,
        dropped: i64,
        metrics: Map<i64>,
    }
    let members = root.members(&["counters", "next"])?;
    let before = members.required("counters")?;
    let given = before.members(&["sent", "errors", "dropped", "metrics"])?;
    let counter = |name| given.required(name)?.integer(0, MAX_INTEGER);
    let mut counters =
        Counters { sent: counter("sent")?, errors: counter("errors")?, dropped: counter("dropped")? };
    let next = members.required("next")?;
    if *next.value != Json::Null {
        counters.count(&Next::read(&next)?);
    }
    let metrics = counters.metrics(contract);
    let Counters { sent, errors, dropped } = counters;
    Ok(text_of(&Counted { sent, errors, dropped, metrics }))
}
