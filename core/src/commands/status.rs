//! `status`: whether telemetry is on, and why.

use alloc::string::String;
use core::fmt::Write;

use super::gather::{self, Given};
use super::{FAILED, Outcome, fail};
use crate::consent::{self, Person};
use crate::decision::Decision;
use crate::needs::Purpose;
use crate::run::Run;
use crate::step::{Host, Line, RunArgument, Suspended};

pub(super) fn status(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    let purpose = if line.run == RunArgument::New { Purpose::Status } else { Purpose::Resolve };
    let facts = gather::facts(host, &contract, purpose, &Given::default())?;
    let decision = match line.run {
        RunArgument::New => {
            consent::decide(&contract, &facts, &facts.flags, Person::at_the_beginning(&contract, &facts))
        }
        RunArgument::Off => {
            return Ok(Outcome::printed(alloc::format!(
                "{} telemetry: off\n  because  this run was begun without it\n",
                contract.tool()
            )));
        }
        RunArgument::Given(text) => match Run::parse(&contract, text) {
            Ok(run) => consent::resolve(&contract, &run, &facts),
            Err(error) => return fail(host, &error.below("--run"), FAILED),
        },
    };
    Ok(Outcome::printed(describe(contract.tool(), &decision)))
}

fn describe(tool: &str, decision: &Decision) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{tool} telemetry: {}\n  because  {}\n",
        decision.state.as_str(),
        decision.reason.message(decision.source.as_deref())
    );
    for (index, trace) in decision.trail.iter().enumerate() {
        let _ = writeln!(
            out,
            "  {} {} {}: {}{}",
            if index == 0 { "sources " } else { "        " },
            trace.kind,
            trace.name,
            trace.class,
            if trace.decided { alloc::format!(", decides: {}", trace.says) } else { String::new() }
        );
    }
    for warning in &decision.warnings {
        let _ = writeln!(out, "  warning  {}", warning.message());
    }
    out
}
