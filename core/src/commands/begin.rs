//! `begin`: takes the decision, asks or tells where that is due, and prints the run.

use alloc::format;
use alloc::string::String;

use super::choose;
use super::describe;
use super::gather::{self, Given};
use super::store::{ONCE, Problem};
use super::{Outcome, USAGE, fail, installation};
use crate::answer::Answer;
use crate::consent::Reply;
use crate::contract::Contract;
use crate::decision::State;
use crate::error::Error;
use crate::facts::Facts;
use crate::map::Map;
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::run::{self, Run};
use crate::state::Note;
use crate::time;

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
    facts.features.clone_from(&line.features);
    facts.tool_version = tool_version.cloned();
    let begun = match run::begin(&contract, &facts).map_err(gather::by_option) {
        Ok(run) if run.state() == State::Ask => ask(host, &contract, &mut facts)?,
        Ok(run) if run.state() == State::Notice => {
            if tell(host, &contract, &facts)? {
                installation::begin(host, &contract, &run)?;
            }
            Ok(run)
        }
        begun => begun,
    };
    match begun {
        Ok(mut run) => {
            if run.builds() {
                installation::begin(host, &contract, &run)?;
            }
            let output = format!("{}\n", run.to_json());
            // People are told the paths of this machine.
            for warning in run.warnings.iter_mut().filter(|warning| warning.name.starts_with('{')) {
                warning.name = gather::shown(&warning.name, &facts);
            }
            host.warn(run.warnings())?;
            Ok(Outcome::printed(output))
        }
        // A wrong flag is a usage error of the tool itself; everything else must not stop it.
        Err(error) if matches!(error.code(), "flag_value" | "flag_unknown" | "feature_unknown") => {
            fail(host, &error, USAGE)
        }
        Err(error) => fail(host, &error, 0),
    }
}

/// Puts the question and begins with the answer. One that is to be remembered is not put where nothing can be stored,
/// so that nobody is asked at every run.
fn ask(host: &mut Host<'_>, contract: &Contract, facts: &mut Facts) -> Suspended<Result<Run, Error>> {
    let remember = contract.consent.question.as_ref().is_some_and(|question| question.remember);
    if remember && choose::note(host, contract, facts, Note::Pending, None, ONCE)?.is_err() {
        facts.terminal = false;
        return Ok(run::begin(contract, facts));
    }
    let answer = host.one(Operation::text(OperationKind::Ask, prompt(contract)))?.clone();
    let reply = Reply::read(contract, &answer);
    facts.answer = Some(answer);
    let saved = if remember && reply != Reply::Unclear {
        choose::save(host, contract, facts, reply.is_yes(contract), ONCE)?
    } else {
        Ok(())
    };
    if let Err((Problem::Denied, _)) = saved {
        host.say(format!("aboveboard: {}", Problem::Denied.message("")))?;
        facts.answer = Some(Answer::Absent);
    } else if let Err((problem, file)) = saved {
        let why = problem.message(&gather::shown(file, facts));
        // With a yes that the settings could not take, a no is noted, which this run would not outlive.
        let denied = reply.is_yes(contract) && file != contract.consent.state_file;
        let told = if denied { "it could not be turned on" } else { "your answer holds for this run only" };
        host.say(format!("aboveboard: {told}: {why}"))?;
        if denied {
            facts.answer = Some(Answer::Absent);
        }
    }
    Ok(run::begin(contract, facts))
}

/// Shows the notice, and notes that it has been shown. Where that cannot be noted it is not shown either: nothing is sent
/// then, and nobody is told at every run. Of several first runs at once the one that has written the mark shows it. Whether
/// this one has shown and noted it.
fn tell(host: &mut Host<'_>, contract: &Contract, facts: &Facts) -> Suspended<bool> {
    let now = host.one(Operation::plain(OperationKind::Time))?.text().and_then(time::parse);
    let claim = now.map_or(Note::Pending, Note::Claim);
    if choose::note(host, contract, facts, claim, None, ONCE)?.is_err() {
        return Ok(false);
    }
    let mut print = Operation::number(OperationKind::Print, 2);
    print.text = [notice(contract, facts.terminal), String::new(), String::new()];
    // Where standard error is closed, whoever begins next is not to wait for the mark to grow old.
    let shown = host.one(print)?.done().is_ok();
    let outcome = if shown { Note::Notice } else { Note::Release };
    Ok(choose::note(host, contract, facts, outcome, now, ONCE)?.is_ok() && shown)
}

/// The question as it stands on the terminal, with the answer of an empty line in capitals.
fn prompt(contract: &Contract) -> String {
    let Some(question) = &contract.consent.question else { return String::new() };
    let mut out = question.text.clone();
    let more = contract.page.more.as_ref();
    if let Some(more) = more {
        out.push_str(&format!("\nMore about it: {more}"));
    }
    if question.remember {
        out.push_str(&format!("\nTo change your answer later: {}", controls(contract)));
    }
    out.push(if more.is_some() || question.remember { '\n' } else { ' ' });
    out.push_str(if question.default_allow { "[Y/n] " } else { "[y/N] " });
    out
}

fn controls(contract: &Contract) -> String {
    format!("{}, or {}", describe::control(contract, "enable"), describe::control(contract, "disable"))
}

/// The notice: all of it in front of a person, its first line otherwise.
fn notice(contract: &Contract, terminal: bool) -> String {
    let text = contract.consent.notice.as_deref().unwrap_or_default();
    let disable = describe::control(contract, "disable");
    if !terminal {
        return format!("{} To turn it off: {disable}\n", text.lines().next().unwrap_or_default());
    }
    let mut out = format!("{text}\n");
    if let Some(more) = &contract.page.more {
        out.push_str(&format!("More about it: {more}\n"));
    }
    out.push_str(&format!("To turn it off: {disable}\n"));
    out
}
