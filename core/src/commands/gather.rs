//! Asking the host for the facts that an operation needs.

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::answer::Answer;
use crate::contract::Contract;
use crate::decision::Decision;
use crate::error::Error;
use crate::facts::Facts;
use crate::hex;
use crate::machine::Observed;
use crate::needs::{Listing, Needs};
use crate::private::{self, Known};
use crate::protocol::{Host, Line, Operation, OperationKind, Reply, RunArgument, Suspended};
use crate::purpose::{Purpose, needs, needs_for};
use crate::run::{self, Run, VERSION_REFUSED};

/// The variables that say where `{config}`, `{state}` and `{home}` are.
const BASES: &[&str] = &["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"];

/// What anybody can write to says nothing about a person's choices.
const REFUSE_EXPOSED: i64 = 1;

/// Where facts come from besides the host.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// Whether the tool's streams are terminals, where the caller knows better than this process.
    pub(super) terminal: Option<bool>,
    /// A run that nobody may be asked in needs no terminal.
    pub(super) unasked: bool,
}

/// Reads what `purpose` needs.
pub(super) fn facts(
    host: &mut Host<'_>,
    contract: &Contract,
    purpose: Purpose,
    given: &Given,
) -> Suspended<Facts> {
    read(host, needs(contract, purpose), given)
}

/// Reads what the payload of an event or a record of this name tells of the machine, or that of any, and what is to be kept
/// out of it: after an allow, or for what stays here.
pub(super) fn observed(
    host: &mut Host<'_>,
    contract: &Contract,
    purpose: Purpose,
    name: Option<&str>,
) -> Suspended<Observed> {
    let facts = read(host, needs_for(contract, purpose, name), &Given::default())?;
    Ok(Observed::from_facts(contract, &facts))
}

/// Reads what is to be kept out of whatever text a person has, with the token of a contract where there is one.
pub(super) fn known_here(host: &mut Host<'_>, contract: Option<&Contract>) -> Suspended<Known> {
    let mut needs = Needs::default();
    private::add_needs(&mut needs, contract);
    let facts = read(host, needs, &Given::default())?;
    Ok(Known::from_facts(contract, &facts))
}

/// Has a host perform what `purpose` needs, as [`needs_for`] names it, and puts the answers together. `perform` is
/// called with one operation after the other and does what `docs/protocol.md` says.
pub fn gather(
    contract: &Contract,
    purpose: Purpose,
    name: Option<&str>,
    mut perform: impl FnMut(&Operation) -> Answer,
) -> Facts {
    let needs = needs_for(contract, purpose, name);
    let (mut replies, mut no_contract) = (Vec::new(), None);
    loop {
        let mut host = Host::new(&replies, None, &mut no_contract);
        if let Ok(facts) = read(&mut host, needs.clone(), &Given::default()) {
            return facts;
        }
        let pending = core::mem::take(&mut host.pending);
        if pending.is_empty() {
            // There is no contract that needs more than a flow may ask for.
            return Facts::default();
        }
        replies.extend(pending.iter().map(|operation| Reply { answer: perform(operation), digest: None }));
    }
}

/// Reads what is needed: one batch, and a second one where there are files whose place variables tell, or a directory.
fn read(host: &mut Host<'_>, mut needs: Needs, given: &Given) -> Suspended<Facts> {
    if given.unasked || given.terminal.is_some() {
        needs.terminal = false;
    }
    let (fixed, placed): (Vec<String>, Vec<String>) =
        core::mem::take(&mut needs.files).into_iter().partition(|name| name.starts_with('/'));
    if !placed.is_empty() {
        for base in BASES {
            if !needs.variables.iter().any(|name| name == base) {
                needs.variables.push((*base).to_string());
            }
        }
    }
    let mut operations: Vec<_> =
        needs.variables.iter().map(|name| Operation::text(OperationKind::Variable, name.as_str())).collect();
    if needs.terminal {
        operations.extend([0, 1].map(|stream| Operation::number(OperationKind::Terminal, stream)));
    }
    if needs.random > 0 {
        operations.push(Operation::number(OperationKind::Random, i64::try_from(needs.random).unwrap_or(0)));
    }
    operations
        .extend(needs.platform.iter().map(|word| Operation::text(OperationKind::Platform, word.as_str())));
    operations.extend(fixed.iter().map(|path| Operation::text(OperationKind::File, path.as_str())));
    operations
        .extend(needs.programs.iter().map(|word| Operation::text(OperationKind::Program, word.as_str())));
    operations.extend(needs.lists.iter().map(|list| Operation::text(OperationKind::List, list.directory)));
    let answers = if operations.is_empty() { Vec::new() } else { host.perform(operations)? };
    let mut facts = sort(&needs, fixed, &answers);
    facts.terminal = given.terminal.unwrap_or(facts.terminal) && !given.unasked;
    let entries = entries(&needs.lists, &facts);
    if !placed.is_empty() || !entries.is_empty() {
        // The state file stands behind the settings and is read before them: a no that is said in between is then a new one.
        let paths: Vec<_> = placed.iter().rev().map(|name| (name, path(name, &facts))).collect();
        let mut operations = Vec::with_capacity(paths.len());
        for (_, path) in &paths {
            if let Ok(path) = path {
                operations.push(file(path));
            }
        }
        operations.extend(entries.iter().map(|path| Operation::text(OperationKind::File, path.as_str())));
        let answers = if operations.is_empty() { Vec::new() } else { host.perform(operations)? };
        let mut answers = answers.into_iter();
        for (name, path) in paths {
            let answer =
                path.map_or_else(|instead| instead, |_| answers.next().cloned().unwrap_or(Answer::Absent));
            facts.files.insert(name.clone(), answer);
        }
        for (path, answer) in entries.into_iter().zip(answers) {
            facts.files.push(path, answer.clone());
        }
    }
    Ok(facts)
}

/// The files that may be read of the entries that have been listed.
fn entries(lists: &[Listing], facts: &Facts) -> Vec<String> {
    let mut paths = Vec::new();
    for Listing { directory, files } in lists {
        for name in facts.names(directory) {
            paths.extend(files.iter().map(|file| alloc::format!("{directory}/{name}/{file}")));
        }
    }
    paths
}

/// Reads where `{config}`, `{state}` and `{home}` are.
pub(super) fn bases(host: &mut Host<'_>) -> Suspended<Facts> {
    let needs = Needs { variables: BASES.iter().map(ToString::to_string).collect(), ..Needs::default() };
    read(host, needs, &Given::default())
}

/// Reads a file that nobody else may write to.
pub(super) fn file(path: &str) -> Operation {
    let mut operation = Operation::number(OperationKind::File, REFUSE_EXPOSED);
    operation.text = [path.to_string(), String::new(), String::new()];
    operation
}

/// Puts the answers of the first batch where they belong.
fn sort(needs: &Needs, files: Vec<String>, answers: &[&Answer]) -> Facts {
    let mut facts = Facts::default();
    let (variables, rest) = answers.split_at_checked(needs.variables.len()).unwrap_or((answers, &[]));
    for (name, answer) in needs.variables.iter().zip(variables) {
        // What is not there is not kept: most of the variables that may be read never are.
        if **answer != Answer::Absent {
            facts.variables.push(name.clone(), (*answer).clone());
        }
    }
    let mut rest = rest.iter();
    if needs.terminal {
        let streams = [rest.next(), rest.next()];
        facts.terminal = streams.iter().all(|answer| answer.and_then(|answer| answer.text()) == Some("yes"));
    }
    if needs.random > 0 {
        facts.random = rest.next().and_then(|answer| answer.text()).and_then(hex::parse).unwrap_or_default();
    }
    for (word, answer) in needs.platform.iter().zip(&mut rest) {
        facts.platform.push(word.clone(), (*answer).clone());
    }
    for (path, answer) in files.into_iter().zip(&mut rest) {
        facts.files.push(path, (*answer).clone());
    }
    for (word, answer) in needs.programs.iter().zip(&mut rest) {
        facts.programs.push(word.clone(), (*answer).clone());
    }
    for (list, answer) in needs.lists.iter().zip(rest) {
        facts.lists.push(list.directory.to_string(), (*answer).clone());
    }
    facts
}

/// Where a file of the contract is on this machine.
pub(super) fn path(name: &str, facts: &Facts) -> Result<String, Answer> {
    facts.path(name)
}

/// A file as people know it: by its path on this machine, where it has one.
pub(super) fn shown(name: &str, facts: &Facts) -> String {
    path(name, facts).unwrap_or_else(|_| name.to_string())
}

/// Puts the paths of this machine in the place of the contract's names, for people.
pub(super) fn show_paths(decision: &mut Decision, facts: &Facts) {
    let names = decision.trail.iter_mut().map(|trace| &mut trace.name);
    let names = names.chain(decision.warnings.iter_mut().map(|warning| &mut warning.name));
    for name in names.chain(&mut decision.source).filter(|name| name.starts_with('{')) {
        *name = shown(name, facts);
    }
}

/// What is wrong with a flag or a feature, by the option that it came from.
pub(super) fn by_option(error: Error) -> Error {
    match error.code() {
        "flag_unknown" | "flag_value" => error.at("--flag"),
        "feature_unknown" => error.at("--feature"),
        _ => error,
    }
}

/// What a command works with.
pub(super) struct Scene {
    pub(super) contract: Arc<Contract>,
    /// `None` where `--run ""` says that telemetry is off; an error where there is no run to be had.
    pub(super) run: Result<Option<Run>, Error>,
}

impl Scene {
    /// Contract and run, for commands that can do nothing without either.
    pub(super) fn whole(self) -> Result<(Arc<Contract>, Option<Run>), Error> {
        self.run.map(|run| (self.contract, run))
    }
}

/// [`scene`] for what needs the ids of a run and not its decision: where `--run ""` says that telemetry is off, a run of
/// the command's own has them.
pub(super) fn scene_with_ids(
    host: &mut Host<'_>,
    line: &Line<'_>,
    tool_version: Option<&String>,
) -> Suspended<Result<Scene, Error>> {
    let run = if line.run == RunArgument::Off { RunArgument::New } else { line.run };
    scene_of(host, line, run, tool_version)
}

/// The contract and the run of a command line; a run of the command's own asks and tells nobody.
pub(super) fn scene(
    host: &mut Host<'_>,
    line: &Line<'_>,
    tool_version: Option<&String>,
) -> Suspended<Result<Scene, Error>> {
    scene_of(host, line, line.run, tool_version)
}

fn scene_of(
    host: &mut Host<'_>,
    line: &Line<'_>,
    run: RunArgument<'_>,
    tool_version: Option<&String>,
) -> Suspended<Result<Scene, Error>> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return Ok(Err(error)),
    };
    let run = match run {
        RunArgument::Off => Ok(None),
        RunArgument::Given(text) => {
            Run::parse(&contract, text).map(Some).map_err(|error| error.below("--run"))
        }
        RunArgument::New => {
            let given = Given { terminal: None, unasked: !contract.consent.is_told_at_terminals_only() };
            let mut facts = facts(host, &contract, Purpose::Begin, &given)?;
            facts.features.clone_from(&line.features);
            facts.tool_version = tool_version.cloned();
            let run = run::begin(&contract, &facts).map_err(by_option);
            if let Ok(run) = &run
                && let Some(refused) = run.warnings().iter().find(|warning| warning.code == VERSION_REFUSED)
                && line.command.builds_for_people(run.builds())
            {
                host.warn(core::slice::from_ref(refused))?;
            }
            run.map(Some)
        }
    };
    Ok(Ok(Scene { contract, run }))
}
