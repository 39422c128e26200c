//! `begin`: takes the decision, asks where that is due, and prints the run.

use alloc::string::String;

use super::gather::{self, Given};
use super::{Outcome, USAGE, fail};
use crate::contract::Contract;
use crate::decision::State;
use crate::map::Map;
use crate::needs::Purpose;
use crate::run;
use crate::step::{Host, Line, Operation, OperationKind, Suspended};

pub(super) fn begin(
    host: &mut Host<'_>,
    line: &Line<'_>,
    flags: &Map<String>,
    terminal: Option<bool>,
    tool_version: Option<&String>,
) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, 0),
    };
    let mut facts = gather::facts(host, &contract, Purpose::Begin, &Given { terminal, unasked: false })?;
    facts.flags.clone_from(flags);
    facts.tool_version = tool_version.cloned();
    let mut begun = run::begin(&contract, &facts);
    if matches!(&begun, Ok(run) if run.state() == State::Ask) {
        let answer = host.one(Operation::text(OperationKind::Ask, prompt(&contract)))?;
        facts.answer = Some(answer.clone());
        begun = run::begin(&contract, &facts);
    }
    match begun {
        Ok(run) => {
            host.warn(run.warnings())?;
            let mut output = run.to_json();
            output.push('\n');
            Ok(Outcome::printed(output))
        }
        // A wrong flag is a usage error of the tool itself; everything else must not stop it.
        Err(error) if matches!(error.code(), "flag_value" | "flag_unknown") => fail(host, &error, USAGE),
        Err(error) => fail(host, &error, 0),
    }
}

/// The question as it stands on the terminal, with the answer of an empty line in capitals.
fn prompt(contract: &Contract) -> String {
    contract.consent.question.as_ref().map_or_else(String::new, |question| {
        alloc::format!("{} {} ", question.text, if question.default_allow { "[Y/n]" } else { "[y/N]" })
    })
}
