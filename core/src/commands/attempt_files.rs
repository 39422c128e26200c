//! Keeping attempts that failed on disk, for people who want to know why; they go when the event has arrived.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::attempts::batches;
use super::gather::{self, Given};
use super::removal;
use crate::answer::{Answer, ErrorClass};
use crate::contract::{self, Contract};
use crate::facts::{self, Facts};
use crate::outbox::attempt_files::{MOST, is_one, is_unfinished, names, status, stem};
use crate::outcome::Outcome;
use crate::payload::check_consent;
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::request::Request;
use crate::run::Run;

/// Readable by its owner alone.
const PRIVATE: i64 = 0o600;

/// An attempt that failed.
pub(super) struct Failed<'f> {
    pub(super) request: &'f Request,
    pub(super) number: i64,
    pub(super) outcome: &'f Outcome,
    /// What curl ended with, where it was curl and there was no response.
    pub(super) curl: Option<u8>,
    /// When it had failed, in seconds since 1970.
    pub(super) now: i64,
}

/// The files of one event's attempts.
pub(super) struct AttemptFiles<'c> {
    contract: &'c Contract,
    run: &'c Run,
    /// The working directory of the tool.
    working: Option<&'c str>,
    /// `None` where nothing is kept, or nothing more.
    declared: Option<&'c contract::AttemptFiles>,
    /// The directory, and the place of this event among those of its run, once that is known.
    place: Option<(String, usize)>,
    kept: Vec<String>,
}

impl<'c> AttemptFiles<'c> {
    /// None are kept where the contract does not say so.
    pub(super) fn new(contract: &'c Contract, run: &'c Run, working: Option<&'c str>) -> Self {
        let declared = contract.delivery.as_ref().and_then(|delivery| delivery.attempt_files.as_ref());
        Self { contract, run, working, declared, place: None, kept: Vec::new() }
    }

    /// Keeps what was sent and what came of it. Where that is impossible nothing more is kept. `false` where somebody has said no
    /// while it was under way.
    pub(super) fn keep(&mut self, host: &mut Host<'_>, failed: &Failed<'_>) -> Suspended<bool> {
        let Some(declared) = self.declared.take() else { return Ok(true) };
        let facts = &gather::facts(host, self.contract, Purpose::Delivery, &Given::default())?;
        if check_consent(self.contract, self.run, facts).is_err() {
            return Ok(false);
        }
        let run = self.run.id();
        let (directory, mut place) = match self.place.take() {
            Some(place) => place,
            None => {
                let found = directory(host, declared, self.working, facts)?;
                let Some(directory) = found else { return Ok(true) };
                let Some(place) = free(host, declared, &directory, run)? else { return Ok(true) };
                (directory, place)
            }
        };
        loop {
            let base = format!("{directory}/{}", stem(&declared.name, run, place));
            let [sent, said] = names(&base, failed.number);
            match write(host, &sent, failed.request.body.clone())? {
                Ok(()) => {
                    let status = status(failed.number, failed.outcome, failed.curl, failed.now);
                    let _said = write(host, &said, status)?;
                    self.kept.extend([sent, said]);
                    (self.place, self.declared) = (Some((directory, place)), Some(declared));
                    return Ok(true);
                }
                // Another event of this run was quicker. What the attempts need is theirs.
                Err(ErrorClass::Changed | ErrorClass::Exists)
                    if self.kept.is_empty() && host.room() > batches(self.contract.delivery.as_ref()) =>
                {
                    let Some(next) = free(host, declared, &directory, run)? else { return Ok(true) };
                    place = next.max(place.saturating_add(1));
                }
                Err(_) => return Ok(true),
            }
        }
    }

    /// Removes what was kept: the event has arrived.
    pub(super) fn forget(self, host: &mut Host<'_>) -> Suspended<()> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let removals =
            self.kept.into_iter().map(|path| Operation::text(OperationKind::Remove, path)).collect();
        host.perform(removals).map(|_| ())
    }
}

/// Writes a file that is not there yet.
fn write(host: &mut Host<'_>, path: &str, text: String) -> Suspended<Result<(), ErrorClass>> {
    let mut write = Operation::number(OperationKind::Write, PRIVATE);
    write.text = [String::from(path), text, String::from("absent")];
    Ok(host.one(write)?.done())
}

/// The place of an event among those of its run whose files are there; `None` where there is no room.
fn free(
    host: &mut Host<'_>,
    declared: &contract::AttemptFiles,
    directory: &str,
    run: &str,
) -> Suspended<Option<usize>> {
    let found = host.one(Operation::text(OperationKind::List, directory))?;
    let listed = found.text().unwrap_or_default();
    if facts::listed(listed).filter(|file| is_one(file, &declared.name)).count() >= MOST {
        return Ok(None);
    }
    Ok((1..=MOST).find(|place| {
        let begin = format!("{}-attempt-", stem(&declared.name, run, *place));
        !facts::listed(listed).any(|file| file.starts_with(&begin))
    }))
}

/// Where they are on this machine.
fn directory(
    host: &mut Host<'_>,
    declared: &contract::AttemptFiles,
    working: Option<&str>,
    facts: &Facts,
) -> Suspended<Option<String>> {
    let variable = declared.variable.as_deref().map_or(&Answer::Absent, |name| facts.variable(name));
    let below_working =
        |path: &str| working.map(|working| format!("{}/{path}", working.trim_end_matches('/')));
    Ok(match variable {
        Answer::Text(path) if path.chars().any(char::is_control) => None,
        Answer::Text(path) if path.starts_with('/') => Some(path.clone()),
        Answer::Text(path) if !path.is_empty() => below_working(path),
        Answer::Text(_) | Answer::Absent if declared.directory.starts_with('{') => {
            let bases = gather::bases(host)?;
            gather::path(&declared.directory, &bases).ok()
        }
        Answer::Text(_) | Answer::Absent => below_working(&declared.directory),
        Answer::Undecodable | Answer::Failed(_) => None,
    })
}

/// The working directory of the tool, where attempts may be kept below it: the background has another one.
pub(super) fn working_directory(host: &mut Host<'_>, contract: &Contract) -> Suspended<Option<String>> {
    let kept = contract.delivery.as_ref().and_then(|delivery| delivery.attempt_files.as_ref());
    if kept.is_none() {
        return Ok(None);
    }
    Ok(host.one(Operation::text(OperationKind::Platform, "directory"))?.text().map(String::from))
}

/// Drops what lies there, of all runs; gives what could not be dropped, as the end of a sentence.
pub(super) fn withdraw(host: &mut Host<'_>, contract: &Contract) -> Suspended<Result<usize, String>> {
    let kept = contract.delivery.as_ref().and_then(|delivery| delivery.attempt_files.as_ref());
    let Some(declared) = kept else { return Ok(Ok(0)) };
    let facts = &gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
    let working = working_directory(host, contract)?;
    let Some(directory) = directory(host, declared, working.as_deref(), facts)? else { return Ok(Ok(0)) };
    let is_kept = |file: &str| is_one(file, &declared.name) || is_unfinished(file, &declared.name);
    removal::in_directory(host, &directory, MOST.saturating_mul(4), &is_kept)
}
