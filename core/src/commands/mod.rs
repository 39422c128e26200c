//! What a person or a script can ask for, one file a command. Each is straight-line code over [`Host`].
//!
//! Exit statuses: 0, also where telemetry is off; 1 where a command whose answer is the point could not give it; 2 for
//! a command line that is not understood. `begin`, `send` and `exec` stand in the middle of other people's scripts:
//! whatever is wrong with telemetry, they warn on standard error and end with 0 (`exec` with its program's status).

mod attempt_files;
mod attempts;
mod begin;
mod choose;
mod claim;
mod deletion;
mod deliver;
mod describe;
mod destination;
mod event;
mod exec;
mod flush;
mod gather;
mod help;
mod identity;
mod installation;
mod log;
mod outbox;
mod record;
mod removal;
mod reset;
mod review;
mod scrub;
mod send;
mod startup;
mod status;
mod store;
mod token;
mod withdrawal;

use alloc::string::String;

pub use gather::gather;

use crate::error::Error;
use crate::protocol::{Command, Host, Line, Suspended};
use review::Wanted;

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The exit status.
    pub(crate) status: i32,
    /// What goes to standard output.
    pub(crate) output: String,
}

impl Outcome {
    fn silent(status: i32) -> Self {
        Self { status, output: String::new() }
    }

    fn printed(output: impl Into<String>) -> Self {
        Self { status: 0, output: output.into() }
    }
}

/// The status of a command whose answer is the point and could not be given.
const FAILED: i32 = 1;
/// The status of a command line that is not understood.
const USAGE: i32 = 2;

/// Which commands a build performs. They are told apart here and not by features, so that a module in which a function
/// is not reached is smaller by it.
pub(crate) type Commands = fn(&mut Host<'_>, &Line<'_>) -> Suspended<Outcome>;

/// Performs a command line.
pub(crate) fn run(
    host: &mut Host<'_>,
    line: &Result<Line<'_>, String>,
    commands: Commands,
) -> Suspended<Outcome> {
    let line = match line {
        Ok(line) => line,
        Err(problem) => {
            host.say(alloc::format!("aboveboard: {problem}"))?;
            return Ok(Outcome::silent(USAGE));
        }
    };
    if line.contract.is_none() && !host.has_contract() && line.command.needs_contract() {
        host.say("aboveboard: no contract is named; add --contract FILE")?;
        return Ok(Outcome::silent(USAGE));
    }
    commands(host, line)
}

/// Every command.
pub(crate) fn all(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Outcome> {
    match &line.command {
        Command::Check { .. } | Command::Lock | Command::Docs { .. } | Command::Help(_) => {
            for_review(host, line)
        }
        _ => at_run_time(host, line),
    }
}

/// The commands for people and scripts.
pub(crate) fn at_run_time(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Outcome> {
    match &line.command {
        Command::Begin { flags, terminal, tool_version } => {
            begin::begin(host, line, flags, *terminal, tool_version.as_ref())
        }
        Command::Status { why, json } => status::status(host, line, *why, *json),
        Command::Enable => choose::choose(host, line, true),
        Command::Disable => choose::choose(host, line, false),
        Command::Reset => reset::reset(host, line),
        Command::Payload(event) => {
            let event = event::given(host, event)?;
            event::print(host, line, &event, false)
        }
        Command::Preview(event) => {
            let event = event::given(host, event)?;
            event::print(host, line, &event, true)
        }
        Command::Send { event, wait } => {
            let event = event::given(host, event)?;
            send::send(host, line, &event, *wait)
        }
        Command::Record { record, to } => {
            let record = event::given(host, record)?;
            record::record(host, line, &record, to)
        }
        Command::Token(command) => token::token(host, line, *command),
        Command::Exec { program } => exec::exec(host, line, *program),
        Command::Child(format) => exec::child(host, line, *format),
        Command::Startup { preview } => startup::startup(host, line, *preview),
        Command::Flush { quiet } => flush::flush(host, line, *quiet),
        Command::Scrub { reports } => scrub::scrub(host, line, *reports),
        Command::Deliver => deliver::deliver(host),
        Command::Version => Ok(Outcome::printed(alloc::format!("aboveboard {}\n", crate::VERSION))),
        Command::Check { .. } | Command::Lock | Command::Docs { .. } | Command::Help(_) => host.elsewhere(),
    }
}

/// The commands for whoever writes or reviews a contract, and how to use any.
pub(crate) fn for_review(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Outcome> {
    match &line.command {
        Command::Check { lock, page } => review::check(host, line, *lock, *page, true),
        Command::Lock => review::print(host, line, Wanted::Lock),
        Command::Docs { check: Some(page), .. } => review::check(host, line, None, Some(page), false),
        Command::Docs { schema: true, .. } => review::print(host, line, Wanted::Schema),
        Command::Docs { .. } => review::print(host, line, Wanted::Page),
        Command::Help(topic) => Ok(Outcome::printed(help::text(*topic))),
        _ => host.elsewhere(),
    }
}

/// Says what is wrong and ends with `status`.
fn fail(host: &mut Host<'_>, error: &Error, status: i32) -> Suspended<Outcome> {
    host.say(alloc::format!("aboveboard: {error}"))?;
    Ok(Outcome::silent(status))
}
