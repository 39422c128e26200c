//! `status`: whether telemetry is on, and why.

use serde::Serialize;

use super::describe;
use super::gather::{self, Given};
use super::{FAILED, Outcome, fail, identity};
use crate::consent::{self, Person};
use crate::decision::{Decision, State};
use crate::identity::Identified;
use crate::needs::Purpose;
use crate::run::Run;
use crate::step::{Host, Line, RunArgument, Suspended};

/// The decision, and the id that events have, for programs.
#[derive(Serialize)]
struct Status<'s> {
    #[serde(flatten)]
    decision: &'s Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<&'s Identified>,
}

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
    // What identifies the machine is read after an allow only.
    let on = matches!(decision.state, State::On | State::Local);
    let identified = if on { identity::identified(host, &contract)? } else { None };
    if json {
        let status = Status { decision: &decision, identity: identified.as_ref() };
        return Ok(Outcome::printed(alloc::format!("{}\n", crate::call::json(&status))));
    }
    gather::show_paths(&mut decision, &facts);
    let mut output =
        if why { describe::in_full(&contract, &decision) } else { describe::brief(&contract, &decision) };
    if let Some(identified) = &identified {
        output.push_str(&identity::line(identified));
    }
    Ok(Outcome::printed(output))
}
