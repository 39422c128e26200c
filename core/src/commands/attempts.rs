//! Trying to send until it is done, given up or withdrawn. The decision is taken again before each attempt.

use alloc::format;
use alloc::string::String;

use super::attempt_files::{AttemptFiles, Failed};
use super::gather::{self, Given};
use super::log::Level;
use crate::answer::Answer;
use crate::contract::{Contract, Delivery};
use crate::curl;
use crate::error::Error;
use crate::outcome::{self, Attempt, Next, Outcome, why_dropped, why_given_up};
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::request::{Request, Tried, request_of_batch};
use crate::run::Run;
use crate::stored::Stored;
use crate::time;

/// What became of it.
#[derive(Debug)]
pub(super) enum Ending {
    /// It has arrived.
    Done,
    /// The receiver does not want it.
    Refused(&'static str),
    /// Nor does it here, and it is to wait all the same.
    Kept(&'static str),
    /// It was tried in vain; why, for people.
    Dropped(String),
    /// It may be tried again another time.
    Stored,
    /// There is nowhere to send to.
    Nowhere,
    /// Somebody has said no in the meantime.
    Withdrawn,
    /// The tool is ending.
    Interrupted,
    /// There can be no such request.
    Wrong(Error),
}

/// On whose behalf something is sent, and since when.
pub(super) struct Errand<'c> {
    pub(super) contract: &'c Contract,
    pub(super) run: &'c Run,
    pub(super) log: Level,
    /// When the first attempt began, in seconds since 1970: all of them together have the budget of the contract.
    pub(super) began: i64,
    /// How long it has taken so far, in milliseconds.
    pub(super) elapsed: i64,
    /// The working directory of the tool, where attempts that failed may be kept below it.
    pub(super) directory: Option<&'c str>,
}

/// How many batches of effects all attempts of a request take at most.
pub(super) fn batches(delivery: Option<&Delivery>) -> usize {
    const EACH: usize = 6;
    const KEPT: usize = 4;
    let Some(delivery) = delivery else { return 0 };
    let each = if delivery.attempt_files.is_some() { EACH.saturating_add(KEPT) } else { EACH };
    usize::try_from(delivery.attempts.most()).unwrap_or(0).saturating_mul(each)
}

/// Describes the request with fresh facts, and sends it, as often as the contract allows.
pub(super) fn attempts(host: &mut Host<'_>, errand: &mut Errand<'_>, events: &[Stored]) -> Suspended<Ending> {
    let Errand { contract, run, log, began, directory, .. } = *errand;
    let mut files = AttemptFiles::new(contract, run, directory);
    let mut tried = Tried { attempt: 1, elapsed_milliseconds: errand.elapsed };
    loop {
        let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
        let request = match request_of_batch(contract, run, events, &facts, tried) {
            Ok(request) => request,
            Err(error) if error.code() == "consent_not_given" => return Ok(Ending::Withdrawn),
            Err(error) => return Ok(Ending::Wrong(error)),
        };
        if tried.attempt == 1 {
            host.warn(&request.warnings)?;
        }
        if request.url.is_none() {
            return Ok(Ending::Nowhere);
        }
        let (outcome, curl) = send(host, &request)?;
        let now = now(host)?.unwrap_or(began);
        let elapsed = now.saturating_sub(began).saturating_mul(1000).max(errand.elapsed);
        let taken = elapsed.saturating_sub(errand.elapsed);
        errand.elapsed = elapsed;
        let next = outcome::after(
            Attempt {
                jitter: run.jitter(tried.attempt),
                left_milliseconds: Some(request.left_seconds.saturating_mul(1000).saturating_sub(taken)),
                ..request.attempt(tried.attempt)
            },
            &outcome,
        );
        log.debug(host, || told(&request, tried.attempt, &outcome, curl, next))?;
        if next != Next::Done {
            let failed = Failed { request: &request, number: tried.attempt, outcome: &outcome, curl, now };
            if !files.keep(host, &failed)? {
                return Ok(Ending::Withdrawn);
            }
        }
        match next {
            Next::Done => {
                files.forget(host)?;
                return Ok(Ending::Done);
            }
            Next::Store { reason: None } => return Ok(Ending::Stored),
            Next::Store { reason: Some(reason) } => return Ok(Ending::Kept(reason)),
            Next::Drop { reason: reason @ ("rejected" | "redirected") } => {
                return Ok(Ending::Refused(reason));
            }
            Next::Drop { reason } => return Ok(Ending::Dropped(why_given_up(reason, &outcome, curl))),
            Next::Wait { milliseconds } => {
                // A host that is ending has no time left to wait.
                if let Answer::Failed(_) = host.one(Operation::number(OperationKind::Wait, milliseconds))? {
                    return Ok(Ending::Interrupted);
                }
                tried.attempt = tried.attempt.saturating_add(1);
                errand.elapsed = elapsed.saturating_add(milliseconds);
                tried.elapsed_milliseconds = errand.elapsed;
            }
        }
    }
}

/// Says that so many events were given up, and why.
pub(super) fn not_delivered(host: &mut Host<'_>, count: usize, why: &str) -> Suspended<()> {
    let what = if count == 1 { "the event was".into() } else { format!("{count} events were") };
    host.say(format!("aboveboard: {what} not delivered: {why}"))
}

/// The time, in seconds since 1970.
pub(super) fn now(host: &mut Host<'_>) -> Suspended<Option<i64>> {
    Ok(host.one(Operation::plain(OperationKind::Time))?.text().and_then(time::parse))
}

/// What came of it, and what curl ended with where it was curl and there was no response.
fn send(host: &mut Host<'_>, request: &Request) -> Suspended<(Outcome, Option<u8>)> {
    let mut send = Operation::text(OperationKind::Send, crate::json::text_of(request));
    let [_, config, _] = &mut send.text;
    *config = curl::config(request);
    Ok(Outcome::from_answer(host.one(send)?))
}

/// An attempt as a line of a log.
fn told(request: &Request, attempt: i64, outcome: &Outcome, curl: Option<u8>, next: Next) -> String {
    let then = match next {
        Next::Done => "delivered".into(),
        Next::Wait { milliseconds } => format!("the next one in {milliseconds} ms"),
        Next::Store { reason: None } => "kept to be sent another time".into(),
        Next::Store { reason: Some(reason) } => {
            format!("kept to be sent another time: {}", why_dropped(reason))
        }
        Next::Drop { reason } => format!("given up: {}", why_dropped(reason)),
    };
    format!("aboveboard: attempt {attempt} of {}: {}; {then}", request.attempts, outcome.told(curl))
}
