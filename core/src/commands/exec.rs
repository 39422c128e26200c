//! `child` and `exec`: hand the decision and the ids to a child process.

use alloc::string::String;

use super::gather::{self, Given, Scene};
use super::{FAILED, Outcome};
use crate::answer::{Answer, ErrorClass};
use crate::children;
use crate::error::Error;
use crate::map::Map;
use crate::protocol::{ChildFormat, Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::text::quoted_for_shell;

/// The statuses that a POSIX shell uses for a program that cannot be run and for one that is not there.
const CANNOT_RUN: i32 = 126;
const NOT_FOUND: i32 = 127;

/// What it prints is fit for the environment of a child whatever is wrong: then it is a denial.
pub(super) fn child(host: &mut Host<'_>, line: &Line<'_>, format: ChildFormat) -> Suspended<Outcome> {
    let Variables { variables, problem } = variables(host, line)?;
    let printed = Outcome::printed(written(&variables, format));
    let Some(problem) = problem else { return Ok(printed) };
    host.say(alloc::format!("aboveboard: {problem}"))?;
    Ok(Outcome { status: FAILED, ..printed })
}

/// The variables as `child` prints them. A line is a whole variable, since no value holds a control character.
fn written(variables: &Map<String>, format: ChildFormat) -> String {
    if format == ChildFormat::Json {
        let mut output = crate::json::text_of(variables);
        output.push('\n');
        return output;
    }
    let mut output = String::new();
    for (name, value) in variables.iter() {
        output.push_str(name);
        output.push('=');
        if format == ChildFormat::Shell {
            output.push_str(&quoted_for_shell(value));
        } else {
            output.push_str(value);
        }
        output.push('\n');
    }
    output
}

/// The program runs whatever is wrong with telemetry.
pub(super) fn exec(host: &mut Host<'_>, line: &Line<'_>, program: usize) -> Suspended<Outcome> {
    let Variables { variables, problem } = variables(host, line)?;
    if let Some(problem) = problem {
        host.say(alloc::format!("aboveboard: {problem}"))?;
    }
    let mut entries = String::new();
    for (name, value) in variables.iter() {
        if !entries.is_empty() {
            entries.push('\0');
        }
        entries.push_str(name);
        entries.push('=');
        entries.push_str(value);
    }
    let mut operation = Operation::number(OperationKind::Exec, i64::try_from(program).unwrap_or(0));
    operation.text = [entries, String::new(), String::new()];
    let (status, problem) = match host.one(operation)? {
        Answer::Text(status) => {
            return Ok(Outcome::silent(status.parse::<u8>().map_or(CANNOT_RUN, i32::from)));
        }
        Answer::Absent => (NOT_FOUND, "does not exist"),
        Answer::Failed(ErrorClass::Denied) => (CANNOT_RUN, "may not be run"),
        Answer::Failed(_) | Answer::Undecodable => (CANNOT_RUN, "could not be run"),
    };
    host.say(alloc::format!("aboveboard: the program after -- {problem}"))?;
    Ok(Outcome::silent(status))
}

/// The variables for a child, and what is wrong with the contract or the run that they should have come from.
struct Variables {
    variables: Map<String>,
    problem: Option<Error>,
}

/// Without a run telemetry is off, without a contract nobody can say that it is on: the denial is passed down all the same.
fn variables(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Variables> {
    let Scene { contract, run } = match gather::scene(host, line, None)? {
        Ok(scene) => scene,
        Err(error) => return Ok(Variables { variables: children::denied(None), problem: Some(error) }),
    };
    let problem = match run {
        Ok(Some(run)) => {
            let facts = gather::facts(host, &contract, Purpose::Child, &Given::default())?;
            let variables = children::child_variables(&contract, &run, &facts);
            return Ok(Variables { variables, problem: None });
        }
        Ok(None) => None,
        Err(error) => Some(error),
    };
    Ok(Variables { variables: children::denied(Some(&contract)), problem })
}
