//! `scrub`: standard input to standard output without what must not leave. It streams, so that the host does it, with
//! the core's filter.

use alloc::string::String;

use super::{FAILED, Outcome, fail, gather};
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended};

pub(super) fn scrub(host: &mut Host<'_>, line: &Line<'_>, reports: bool) -> Suspended<Outcome> {
    let contract = if line.contract.is_some() || host.has_contract() {
        match host.contract(line.contract)? {
            Ok(contract) => Some(contract),
            Err(error) => return fail(host, &error, FAILED),
        }
    } else {
        None
    };
    let known = gather::known_here(host, contract.as_deref())?;
    let mut private = String::new();
    known.write(&mut private);
    let mut filter = Operation::text(OperationKind::Filter, private);
    filter.number = i64::from(reports);
    let Err(class) = host.one(filter)?.done() else { return Ok(Outcome::silent(0)) };
    host.say(alloc::format!("aboveboard: scrubbing stopped: {}", class.message()))?;
    Ok(Outcome::silent(FAILED))
}
