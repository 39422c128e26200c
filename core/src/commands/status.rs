//! `status`: whether telemetry is on, why, and where events go.

use alloc::format;
use alloc::string::String;

use super::describe;
use super::destination::{self, Destination, destination};
use super::gather::{self, Given};
use super::{FAILED, Outcome, fail, identity, outbox, store};
use crate::consent::{self, Person};
use crate::contract::Contract;
use crate::decision::{Decision, State};
use crate::facts::Facts;
use crate::identity::Identified;
use crate::json::text_of;
use crate::protocol::{Host, Line, RunArgument, Suspended};
use crate::purpose::Purpose;
use crate::resolve::resolve;
use crate::run::Run;
use crate::state;

pub(super) fn status(host: &mut Host<'_>, line: &Line<'_>, why: bool, as_json: bool) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    let purpose = if line.run == RunArgument::New { Purpose::Status } else { Purpose::Resolve };
    let facts = gather::facts(host, &contract, purpose, &Given::default())?;
    let mut decision = match line.run {
        RunArgument::New => {
            if let Err(error) = consent::check_features(&contract, &line.features, "") {
                return fail(host, &gather::by_option(error), FAILED);
            }
            let person = Person::at_the_beginning(&contract, &facts);
            consent::decide(&contract, &facts, &facts.flags, &line.features, person)
        }
        RunArgument::Off => consent::without_a_run(),
        RunArgument::Given(text) => match Run::parse(&contract, text) {
            Ok(run) => resolve(&contract, &run, &facts),
            Err(error) => return fail(host, &error.below("--run"), FAILED),
        },
    };
    // What identifies the machine is read after an allow only.
    let on = matches!(decision.state, State::On | State::Local);
    let identified = if on { identity::identified(host, &contract)? } else { None };
    let goes_to = destination(host, &contract, decision.state)?;
    if as_json {
        return Ok(Outcome::printed(for_programs(&decision, &goes_to, identified.as_ref())));
    }
    gather::show_paths(&mut decision, &facts);
    let unasked = unasked(&contract, &decision, &facts);
    let mut output = describe::brief(&contract, &decision, unasked);
    output.push_str(&destination::line(&goes_to));
    if why {
        output.push_str(&describe::trail(&contract, &decision));
    }
    if let Some(identified) = &identified {
        output.push_str(&identity::line(identified));
    }
    output.push_str(&outbox::line(host, &contract, &facts)?);
    Ok(Outcome::printed(output))
}

/// Why nobody is asked or told although that is due: `begin` leaves it where it could not be noted.
fn unasked(contract: &Contract, decision: &Decision, facts: &Facts) -> Option<String> {
    let question = contract.consent.question.as_ref();
    let due = match decision.state {
        State::Ask => question.is_some_and(|question| question.remember),
        State::Notice => true,
        _ => false,
    };
    let file = &contract.consent.state_file;
    match gather::path(file, facts) {
        _ if !due => None,
        Err(base) => Some(format!(
            "there is no place to store what people say, so that nobody is asked or told: {}",
            store::no_place(&base)
        )),
        Ok(path) => state::sealed(facts.file(file))
            .map(|why| format!("{path} {why}, so that nobody is asked or told")),
    }
}

/// The decision, and beside it where events go and the id that they have, as one line of JSON.
fn for_programs(decision: &Decision, destination: &Destination, identified: Option<&Identified>) -> String {
    let mut out = text_of(decision);
    // Members of the same object.
    out.pop();
    out.push_str(",\"destination\":");
    out.push_str(&text_of(destination));
    if let Some(identified) = identified {
        out.push_str(",\"identity\":");
        out.push_str(&text_of(identified));
    }
    out.push_str("}\n");
    out
}
