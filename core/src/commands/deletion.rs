//! Asking the receiver to delete what it has, where a person has just asked for that with `reset`.

use alloc::string::String;
use alloc::vec::Vec;

use super::gather::{self, Given, Scene};
use crate::answer::Answer;
use crate::contract::{Contract, Deletion};
use crate::deletion;
use crate::error::Error;
use crate::event::Event;
use crate::facts::Facts;
use crate::identity::Identified;
use crate::outcome::{self, Attempt, Next, Outcome};
use crate::payload::for_deletion;
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::request::{self, Request};
use crate::{curl, time};

/// What became of it.
pub(super) enum Asked {
    /// The receiver has taken all requests.
    Taken,
    /// It has not taken all of them, for this reason.
    Refused(String),
    /// A person has to send this mail.
    Mail(String),
    /// Nobody is asked, since this keeps everything on this machine.
    Nobody(String),
    /// The contract names no way.
    NoWay,
}

/// Makes and sends the requests for these ids, which are those of `identified` and perhaps some of earlier.
pub(super) fn ask(
    host: &mut Host<'_>,
    line: &Line<'_>,
    contract: &Contract,
    identified: &Identified,
    ids: &[String],
) -> Suspended<Asked> {
    let Some(identity) = &contract.identity else { return Ok(Asked::NoWay) };
    match &contract.deletion {
        None => Ok(Asked::NoWay),
        Some(Deletion::Mail(address)) => Ok(Asked::Mail(deletion::mail(address, contract.tool(), ids))),
        Some(Deletion::Url(url)) => {
            let facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
            let body = deletion::body(identity, ids);
            send(host, &[request::of_deletion(contract, url, body, &facts)])
        }
        Some(Deletion::Event { name, .. }) => match events(host, line, contract, identified, name)? {
            Ok(requests) => send(host, &requests),
            Err(error) => Ok(Asked::Refused(alloc::format!("{error}"))),
        },
    }
}

/// One event for each id, at a time at which it is the machine's.
fn events(
    host: &mut Host<'_>,
    line: &Line<'_>,
    contract: &Contract,
    identified: &Identified,
    name: &str,
) -> Suspended<Result<Vec<Request>, Error>> {
    let run = match gather::scene_with_ids(host, line, None)?.and_then(Scene::whole) {
        Ok((_, Some(run))) => run,
        Ok((_, None)) => return Ok(Ok(Vec::new())),
        Err(error) => return Ok(Err(error)),
    };
    let Some(now) = host.one(Operation::plain(OperationKind::Time))?.text().and_then(time::parse) else {
        return Ok(Err(Error::new("time_unknown", "the system does not tell the time")));
    };
    let machine = gather::observed(host, contract, Purpose::Payload, Some(name))?.machine();
    let facts: Facts = gather::facts(host, contract, Purpose::Delivery, &Given::default())?;
    let earlier = identified.retained.iter().skip(1).map(|period| period.since);
    let built: Result<Vec<Request>, Error> = core::iter::once(now)
        .chain(earlier)
        .map(|seconds| {
            let payload = for_deletion(contract, &run, &Event::new(name, seconds), &machine)?;
            request::of_deletion_event(contract, &payload, &facts)
        })
        .collect();
    Ok(built)
}

/// How many are sent at once after a first one has been taken.
const AT_ONCE: usize = 16;

/// Sends each once, up to the first that is not taken: whoever wants it tried again resets again.
fn send(host: &mut Host<'_>, requests: &[Request]) -> Suspended<Asked> {
    let sendable = requests.iter().filter(|request| request.url.is_some());
    let mut operations: Vec<Operation> = sendable
        .map(|request| {
            let mut send = Operation::text(OperationKind::SendDeletion, crate::json::text_of(request));
            let [_, config, _] = &mut send.text;
            *config = curl::config(request);
            send
        })
        .collect();
    if operations.is_empty() {
        return Ok(Asked::Refused(String::from("there is nowhere to send it to")));
    }
    // A receiver that is not there is not waited for once for each period.
    let mut most = 1;
    while !operations.is_empty() {
        let after = operations.split_off(operations.len().min(most));
        for answer in host.perform(operations)? {
            if let Some(why) = refusal(answer) {
                return Ok(Asked::Refused(why));
            }
        }
        (operations, most) = (after, AT_ONCE);
    }
    Ok(Asked::Taken)
}

/// Why a request was not taken, for people.
fn refusal(answer: &Answer) -> Option<String> {
    let (outcome, curl) = Outcome::from_answer(answer);
    let only = Attempt { number: 1, most: 1, ..Attempt::default() };
    match outcome::after(only, &outcome) {
        Next::Drop { reason } => Some(outcome::why_given_up(reason, &outcome, curl)),
        _ => None,
    }
}
