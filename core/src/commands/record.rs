//! `record`: builds a local record and writes it to a file, whatever the decision.

use super::gather::{self, Scene};
use super::{FAILED, Outcome, event};
use crate::event::Event;
use crate::protocol::{EventArguments, Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::reader::At;
use crate::record::record as build;

/// Records are there to be shared: everybody may read them.
const MODE: i64 = 0o644;
/// Where a record stands in the arguments of `call`.
const PLACE: &str = "/record";

pub(super) fn record(
    host: &mut Host<'_>,
    line: &Line<'_>,
    arguments: &EventArguments<'_>,
    to: &str,
) -> Suspended<Outcome> {
    let scene = gather::scene_with_ids(host, line, arguments.tool_version.as_ref())?;
    let (contract, run) = match scene.and_then(Scene::whole) {
        Ok((contract, Some(run))) => (contract, run),
        Ok((_, None)) => return Ok(Outcome::silent(FAILED)),
        Err(error) => return event::refused(host, arguments, error, FAILED),
    };
    let json = event::parse(arguments);
    let document = match &json {
        Ok(Some(json)) => Event::read(&At::root(json)).map_err(|error| error.below(PLACE)),
        Ok(None) => event::document(host, contract.record(arguments.name), arguments)?,
        Err(error) => Err(error.clone()),
    };
    let document = match document {
        Ok(document) => document,
        Err(error) => return event::refused(host, arguments, error, FAILED),
    };
    let machine = gather::observed(host, &contract, Purpose::Record, Some(&document.name))?.machine();
    let built = match build(&contract, &run, &document, &machine) {
        Ok(built) => built,
        Err(error) => {
            let error = error.within(event::place(arguments, PLACE));
            return event::refused(host, arguments, error, FAILED);
        }
    };
    let mut write = Operation::number(OperationKind::Write, MODE);
    write.text = [to.into(), alloc::format!("{}\n", built.bytes()), alloc::string::String::new()];
    match host.one(write)?.done() {
        Ok(()) => Ok(event::printed(arguments, &built, "")),
        Err(class) => {
            host.say(alloc::format!("aboveboard: {to} could not be written: {}", class.message()))?;
            Ok(Outcome::silent(FAILED))
        }
    }
}
