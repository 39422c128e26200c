//! `reset`: turns telemetry off, and has this machine forget what it knows of it. What the receiver has is named, so that a
//! person can have it deleted.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::deletion::{self as ask, Asked};
use super::gather::{self, Given};
use super::store::{Problem, TWICE};
use super::withdrawal::withdraw;
use super::{FAILED, Outcome, choose, describe, fail, identity, installation, removal};
use crate::consent::{self, Person};
use crate::contract::{Contract, Deletion, Identity};
use crate::decision::{Says, State};
use crate::deletion;
use crate::facts::Facts;
use crate::identity::Identified;
use crate::protocol::{Host, Line, Suspended};
use crate::purpose::Purpose;
use crate::state::{self, Note};

pub(super) fn reset(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    if let Err(error) = consent::check_features(&contract, &line.features, "") {
        return fail(host, &gather::by_option(error), FAILED);
    }
    let facts = gather::facts(host, &contract, Purpose::Status, &Given::default())?;
    // Afterwards nobody knows it any more.
    let identified = identity::identified(host, &contract)?;
    let keeper = keeper(&contract, &facts, &line.features);
    let mut report = Report { lines: String::new(), failed: false };
    deny(host, line, &contract, &facts, &mut report)?;
    let withdrawal = withdraw(host, &contract)?;
    withdrawal.done.iter().for_each(|done| report.add(done));
    for problem in &withdrawal.problems {
        report.failed = true;
        report.add(problem);
    }
    if let Some(identified) = &identified {
        let about = About { contract: &contract, facts: &facts, identified, keeper: keeper.as_deref() };
        delete(host, line, &about, &mut report)?;
        forget(host, &contract, &mut report)?;
    }
    if report.failed {
        host.say(format!("aboveboard: not all of it could be done:\n{}", report.lines.trim_end()))?;
        return Ok(Outcome::silent(FAILED));
    }
    Ok(Outcome::printed(report.lines))
}

/// What was done, a line each.
struct Report {
    lines: String,
    failed: bool,
}

impl Report {
    fn add(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    /// What was done, or why not.
    fn result(&mut self, done: &str, problem: Result<(), String>) {
        match problem {
            Ok(()) => self.add(done),
            Err(problem) => {
                self.failed = true;
                self.add(&problem);
            }
        }
    }
}

/// What keeps everything on this machine, whether or not telemetry is on.
fn keeper(contract: &Contract, facts: &Facts, features: &[String]) -> Option<String> {
    let person = Person::at_the_beginning(contract, facts);
    let mut decision = consent::decide(contract, facts, &facts.flags, features, person);
    gather::show_paths(&mut decision, facts);
    decision.trail.into_iter().find(|trace| trace.says == Says::Local).map(|trace| trace.name)
}

/// What a request for deletion is about.
struct About<'a> {
    contract: &'a Contract,
    facts: &'a Facts,
    identified: &'a Identified,
    /// What keeps everything on this machine: then nobody is asked over a network.
    keeper: Option<&'a str>,
}

/// The no comes first, so that nothing new is sent or kept while the rest is forgotten.
fn deny(
    host: &mut Host<'_>,
    line: &Line<'_>,
    contract: &Contract,
    facts: &Facts,
    report: &mut Report,
) -> Suspended<()> {
    if contract.consent.store().is_none() {
        report.add(&format!("{} stores no choice", contract.tool()));
        return Ok(());
    }
    let saved = choose::save(host, contract, facts, false, TWICE)?;
    let failed = saved.is_err();
    let result = saved.map_err(|(problem, file)| problem.message(&gather::shown(file, facts)));
    report.result(&format!("{} telemetry: turned off", contract.tool()), result);
    // A flag or a variable may stand above it.
    let decision = choose::decide(host, contract, &line.features)?;
    if matches!(decision.state, State::On | State::Local) {
        let because = decision.message();
        report.add(&match decision.state {
            State::On => format!("but it is still on, because {because}"),
            _ => format!("still, {because}"),
        });
        if failed {
            report.add(&describe::way_out(contract, &decision));
        } else {
            report.add(describe::advice(contract, &decision).trim_end());
        }
    }
    Ok(())
}

/// Forgets the id of an installation, also in what was left of the files that it may stand in.
fn forget(host: &mut Host<'_>, contract: &Contract, report: &mut Report) -> Suspended<()> {
    let facts = gather::facts(host, contract, Purpose::Identity, &Given::default())?;
    if let Some((forgotten, file)) = installation::forget(host, contract, &facts)? {
        let result = forgotten.map_err(|problem: Problem| problem.message(&gather::shown(file, &facts)));
        report.result("the id of this installation: forgotten", result);
    }
    let Some(Identity::Installation { place, .. }) = &contract.identity else { return Ok(()) };
    let mut files = alloc::vec![&place.file];
    // It tells of ids whose deletion is still to be asked for.
    if place.file != contract.consent.state_file {
        files.push(&contract.consent.state_file);
    }
    let mut removed: usize = 0;
    for path in files.into_iter().filter_map(|file| gather::path(file, &facts).ok()) {
        match removal::beside(host, &path)? {
            Ok(more) => removed = removed.saturating_add(more),
            Err(problem) => report.result("", Err(problem)),
        }
    }
    if removed > 0 {
        report.add("half-written files that may hold an id: deleted");
    }
    Ok(())
}

/// Asks the receiver to delete what it has, and says what came of it. What it did not take is noted, and asked for again
/// with the next `reset`.
fn delete(host: &mut Host<'_>, line: &Line<'_>, about: &About<'_>, report: &mut Report) -> Suspended<()> {
    let &About { contract, facts, identified, keeper } = about;
    let earlier = state::undeleted(facts.file(&contract.consent.state_file));
    let earlier: Vec<String> = earlier.into_iter().filter(|id| !identified.is(id)).collect();
    let mut ids = deletion::ids(identified);
    // An event tells the machine's own id, and no other one.
    let mut left = if matches!(contract.deletion, Some(Deletion::Event { .. })) {
        earlier
    } else {
        ids.extend(earlier);
        Vec::new()
    };
    if ids.is_empty() {
        return Ok(());
    }
    let by_network = matches!(contract.deletion, Some(Deletion::Url(_) | Deletion::Event { .. }));
    let asked = match keeper.filter(|_| by_network) {
        Some(keeper) => Asked::Nobody(keeper.to_string()),
        None => ask::ask(host, line, contract, identified, &ids)?,
    };
    let said = match asked {
        Asked::Taken => "the receiver has taken the request to delete what it has, under".to_string(),
        Asked::Mail(link) => {
            format!(
                "to have deleted what the receiver has, send this mail: {link}\nit is about what was sent under"
            )
        }
        Asked::Refused(why) => {
            left.extend(ids.iter().cloned());
            format!(
                "the receiver has not taken the request to delete what it has: {why}; another reset asks again. It is about"
            )
        }
        Asked::Nobody(keeper) => {
            // The machine can work out its own ids again; the rest is known from here alone.
            let own = matches!(contract.identity, Some(Identity::Machine { .. } | Identity::MultiSignal));
            left.extend(ids.iter().filter(|id| !own || !identified.is(id)).cloned());
            format!(
                "nothing has been asked of the receiver, because {keeper} keeps everything on this machine; where something has been sent before, another reset without that asks for its deletion. It would be about"
            )
        }
        Asked::NoWay => {
            "nothing has been asked of the receiver; to have deleted what it has, name to it".to_string()
        }
    };
    report.add(&said);
    name(identified, &ids, report);
    if left != state::undeleted(facts.file(&contract.consent.state_file)) {
        let noted = choose::note(host, contract, facts, Note::Deletion(&left), None, TWICE)?;
        if noted.is_err() {
            report.add("that it is to be asked again could not be noted: keep these ids");
        }
    }
    Ok(())
}

/// The ids, with what each was for.
fn name(identified: &Identified, ids: &[String], report: &mut Report) {
    for id in ids {
        match identified.retained.iter().find(|period| period.id == *id) {
            Some(period) => report.add(&format!("  {id}  for what was sent from {} on", period.from)),
            None => report.add(&format!("  {id}")),
        }
    }
}
