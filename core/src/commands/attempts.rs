//! Trying to send until it is done, given up or withdrawn. The decision is taken again before each attempt.

use super::gather::{self, Given};
use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Mode};
use crate::curl;
use crate::error::Error;
use crate::facts::Facts;
use crate::needs::Purpose;
use crate::outcome::{self, Attempt, Next, Outcome};
use crate::request::Request;
use crate::run::Run;
use crate::step::{Host, Operation, OperationKind, Suspended};

/// What became of it.
#[derive(Debug)]
pub(super) enum Ending {
    /// It has arrived.
    Done,
    /// It is given up, for this reason.
    Dropped(&'static str),
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

/// Describes the request with fresh facts, and sends it, as often as the contract allows.
pub(super) fn attempts(
    host: &mut Host<'_>,
    contract: &Contract,
    run: &Run,
    describe: &dyn Fn(&Facts) -> Result<Request, Error>,
) -> Suspended<Ending> {
    let mut attempt = 1;
    loop {
        let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
        let request = match describe(&facts) {
            Ok(request) => request,
            Err(error) if error.code() == "consent_not_given" => return Ok(Ending::Withdrawn),
            Err(error) => return Ok(Ending::Wrong(error)),
        };
        if attempt == 1 {
            host.warn(&request.warnings)?;
        }
        if request.url.is_none() {
            return Ok(Ending::Nowhere);
        }
        let outcome = send(host, &request)?;
        let made = Attempt {
            number: attempt,
            most: request.attempts,
            stored: request.mode == Mode::AtLeastOnce,
            jitter: run.jitter(attempt),
        };
        match outcome::after(made, &outcome) {
            Next::Done => return Ok(Ending::Done),
            Next::Store => return Ok(Ending::Stored),
            Next::Drop { reason } => return Ok(Ending::Dropped(reason)),
            Next::Wait { milliseconds } => {
                // A host that is ending has no time left to wait.
                if let Answer::Failed(_) = host.one(Operation::number(OperationKind::Wait, milliseconds))? {
                    return Ok(Ending::Interrupted);
                }
                attempt = attempt.saturating_add(1);
            }
        }
    }
}

fn send(host: &mut Host<'_>, request: &Request) -> Suspended<Outcome> {
    let mut send = Operation::text(OperationKind::Send, crate::call::json(request));
    let [_, config, _] = &mut send.text;
    *config = curl::config(request);
    Ok(match host.one(send)? {
        Answer::Text(head) => Outcome::from_head(head),
        Answer::Failed(class) => Outcome::Failure(*class),
        Answer::Absent | Answer::Undecodable => Outcome::Failure(ErrorClass::Other),
    })
}
