//! The decision taken again, for a run that has begun.

use crate::consent::{self, Person};
use crate::contract::Contract;
use crate::decision::{Decision, Reason, State};
use crate::facts::Facts;
use crate::run::{Run, withdrawals};

/// Takes the decision again for a run that has begun: it can become narrower, never wider, and nobody is asked again.
///
/// Flags, features and the answer to the question hold for the whole run, all else is read afresh. A no that has been
/// stored since the run began ends it for good.
pub fn resolve(contract: &Contract, run: &Run, facts: &Facts) -> Decision {
    let person = person(contract, run);
    let mut decision = consent::decide(contract, facts, &run.flags, &run.features, person);
    let narrowed = match (run.decision.state, decision.state) {
        (State::On | State::Local, State::Ask | State::Notice) => Some(Reason::Unattended),
        (State::Local, State::On) => Some(Reason::RunLocal),
        (State::On | State::Local, _) | (_, State::Off) => None,
        (State::Notice, State::On) if decision.reason == Reason::NoticeShown => Some(Reason::RunTold),
        (_, State::On | State::Local | State::Ask | State::Notice) => Some(Reason::RunDenied),
    };
    let stands = narrowed.map_or(decision.state, Reason::state) != State::Off;
    // What was begun before a no stays ended, whatever has been said since.
    let withdrawn =
        stands && withdrawals(contract, facts).is_some_and(|withdrawals| withdrawals != run.withdrawals);
    let narrowed = if withdrawn { Some(Reason::Withdrawn) } else { narrowed };
    if let Some(reason) = narrowed {
        decision.state = reason.state();
        decision.reason = reason;
        decision.source = None;
    }
    decision
}

/// Who is there once a run has begun: nobody is asked again.
fn person(contract: &Contract, run: &Run) -> Person {
    match (run.answered, run.decision.reason) {
        (Some(answer), _) => Person::Answered(answer),
        (None, Reason::NoticeShown | Reason::NoticeDue) => Person::Told,
        // In local mode too there may have been a yes by the notice; whether it still counts is read afresh.
        (None, Reason::LocalOnly) if contract.consent.notice.is_some() => Person::Told,
        (None, _) => Person::Away,
    }
}
