//! `status`: whether telemetry is on, and why.

use super::describe;
use super::gather::{self, Given};
use super::{FAILED, Outcome, fail};
use crate::consent::{self, Person};
use crate::needs::Purpose;
use crate::run::Run;
use crate::step::{Host, Line, RunArgument, Suspended};

pub(super) fn status(host: &mut Host<'_>, line: &Line<'_>, why: bool, json: bool) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    let purpose = if line.run == RunArgument::New { Purpose::Status } else { Purpose::Resolve };
    let facts = gather::facts(host, &contract, purpose, &Given::default())?;
    let mut decision = match line.run {
        RunArgument::New => {
            if let Err(error) = consent::check_features(&contract, &line.features, "--feature") {
                return fail(host, &error, FAILED);
            }
            let person = Person::at_the_beginning(&contract, &facts);
            consent::decide(&contract, &facts, &facts.flags, &line.features, person)
        }
        RunArgument::Off => consent::without_a_run(),
        RunArgument::Given(text) => match Run::parse(&contract, text) {
            Ok(run) => consent::resolve(&contract, &run, &facts),
            Err(error) => return fail(host, &error.below("--run"), FAILED),
        },
    };
    if json {
        return Ok(Outcome::printed(alloc::format!("{}\n", crate::call::json(&decision))));
    }
    gather::show_paths(&mut decision, &facts);
    Ok(Outcome::printed(if why {
        describe::in_full(&contract, &decision)
    } else {
        describe::brief(&contract, &decision)
    }))
}
