//! `enable`, `disable` and an answer that is remembered: storing a person's choice.

use alloc::format;
use alloc::string::String;

use super::describe;
use super::gather::{self, Given};
use super::store::{self, Change, Edit, ONCE, Problem, TWICE, UNTIL_BROKEN};
use super::withdrawal::withdraw;
use super::{FAILED, Outcome, fail};
use crate::answer::{Answer, ErrorClass};
use crate::consent::{self, Person};
use crate::contract::{Contract, Store};
use crate::decision::{Decision, State};
use crate::facts::Facts;
use crate::json::Json;
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::settings::{self, Unusable};
use crate::state::{self, Note};
use crate::time;

/// How often a yes is tried where others write at the same time, and how often a no, which is to be the last word.
const TRIES_TO_ALLOW: usize = 3;
const TRIES_TO_DENY: usize = 8;
/// Random bytes for the number of a first no.
const ENTROPY: i64 = 6;

pub(super) fn choose(host: &mut Host<'_>, line: &Line<'_>, allow: bool) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    if contract.consent.store().is_none() {
        host.say(format!(
            "aboveboard: {} stores no choice; what decides is {}",
            contract.tool(),
            describe::deciders(&contract)
        ))?;
        return Ok(Outcome::silent(FAILED));
    }
    if let Err(error) = consent::check_features(&contract, &line.features, "") {
        return fail(host, &gather::by_option(error), FAILED);
    }
    let facts = gather::facts(host, &contract, Purpose::Status, &Given::default())?;
    let saved = save(host, &contract, &facts, allow, TWICE)?;
    // Nothing that was built before a no is sent after it.
    let kept = if allow { None } else { withdraw(host, &contract)?.problem() };
    let decision = decide(host, &contract, &line.features)?;
    let on = matches!(decision.state, State::On | State::Local);
    if let Err((problem, file)) = saved {
        let why = problem.message(&gather::shown(file, &facts));
        let done = if allow { "turned on" } else { "turned off" };
        let now = describe::in_a_sentence(&decision);
        let mut line = format!("aboveboard: it could not be {done}: {why}; it is {now}");
        if on && !allow {
            line.push_str("; ");
            line.push_str(&describe::way_out(&contract, &decision));
        }
        host.say(line)?;
        return Ok(Outcome::silent(FAILED));
    }
    if let Some(problem) = kept {
        host.say(format!(
            "aboveboard: it is turned off, but not all that was kept could be dropped: {problem}"
        ))?;
        return Ok(Outcome::silent(FAILED));
    }
    if allow == on {
        return Ok(Outcome::printed(describe::brief(&contract, &decision, None)));
    }
    Ok(Outcome::printed(format!(
        "saved, but still {}\n{}",
        describe::in_a_sentence(&decision),
        describe::advice(&contract, &decision)
    )))
}

/// What holds now, read afresh, with the paths of this machine: the choice may not be what decides.
pub(super) fn decide(host: &mut Host<'_>, contract: &Contract, features: &[String]) -> Suspended<Decision> {
    let mut facts = gather::facts(host, contract, Purpose::Status, &Given::default())?;
    facts.features = features.to_vec();
    let person = Person::at_the_beginning(contract, &facts);
    let mut decision = consent::decide(contract, &facts, &facts.flags, &facts.features, person);
    gather::show_paths(&mut decision, &facts);
    Ok(decision)
}

/// Stores a choice where the contract says; the version that it was made under goes into the state file. Whatever comes
/// in between, a no is stored first where it counts, and a yes last.
///
/// `patience` is that for a yes. A no has more: where a person has asked for it, it waits until a lock that was left behind
/// is broken. Of the settings and the note the first one that can be written is, so that it stands meanwhile.
pub(super) fn save<'c>(
    host: &mut Host<'_>,
    contract: &'c Contract,
    facts: &Facts,
    allow: bool,
    patience: usize,
) -> Suspended<Result<(), (Problem, &'c str)>> {
    let state_file = contract.consent.state_file.as_str();
    let answers = host.perform(alloc::vec![
        Operation::plain(OperationKind::Time),
        Operation::number(OperationKind::Random, ENTROPY),
    ])?;
    let mut answers = answers.iter().map(|answer| answer.text());
    let now = answers.next().flatten().and_then(time::parse);
    let random = answers.next().flatten().and_then(|digits| i64::from_str_radix(digits, 16).ok());
    let mark = state::mark(contract, facts);
    let (yes, no) =
        (Note::Yes(mark.as_deref()), Note::No { mark: mark.as_deref(), first: random.or(now).unwrap_or(1) });
    let patience_for_no = if patience == ONCE { TWICE } else { UNTIL_BROKEN };
    let Some(Store::Setting(place)) = contract.consent.store() else {
        let (choice, patience) = if allow { (yes, patience) } else { (no, patience_for_no) };
        let noted = note(host, contract, facts, choice, now, patience)?;
        return Ok(noted.map_err(|problem| (problem, state_file)));
    };
    let mut setting = Change {
        file: &place.file,
        mode: 0,
        // It is somebody else's: what cannot be understood stays, and the no is noted in the state file.
        set_aside: false,
        tries: if allow { TRIES_TO_ALLOW } else { TRIES_TO_DENY },
        patience: if allow { patience } else { ONCE },
    };
    let edit = |present: Option<&str>| {
        let stored = present.and_then(|text| Json::parse(text).ok());
        let stored = stored.as_ref().and_then(|document| place.find(document).ok().flatten());
        if stored == Some(&Json::Boolean(allow)) {
            return Ok(Edit::Done);
        }
        settings::with(present, place, &Json::Boolean(allow)).map(Edit::Write)
    };
    if allow {
        if let Err(problem) = note(host, contract, facts, yes, now, patience)? {
            return Ok(Err((problem, state_file)));
        }
        let allowed = store::change(host, facts, &setting, &edit)?;
        if allowed.is_err() {
            // What could not be turned on is not to come on by something else's writing.
            let _noted = note(host, contract, facts, no, now, patience_for_no)?;
        }
        return Ok(allowed.map_err(|problem| (problem, setting.file)));
    }
    let mut denied = store::change(host, facts, &setting, &edit)?;
    let noted = note(host, contract, facts, no, now, patience_for_no)?;
    if denied == Err(Problem::Unwritable(ErrorClass::Timeout)) && patience != ONCE {
        // Others may read nothing but the settings.
        setting.patience = TWICE;
        denied = store::change(host, facts, &setting, &edit)?;
    }
    // A no that is noted stands against the setting, and one in the setting needs no note.
    match (denied, noted) {
        (Ok(()), _) => Ok(Ok(())),
        (Err(problem), Ok(())) => {
            let why = problem.message(&gather::shown(setting.file, facts));
            let state_file = gather::shown(state_file, facts);
            host.say(format!("aboveboard: {why}; the no is noted in {state_file} instead"))?;
            Ok(Ok(()))
        }
        (Err(problem), Err(_)) => Ok(Err((problem, setting.file))),
    }
}

/// Writes a note into the state file.
pub(super) fn note(
    host: &mut Host<'_>,
    contract: &Contract,
    facts: &Facts,
    note: Note<'_>,
    now: Option<i64>,
    patience: usize,
) -> Suspended<Result<(), Problem>> {
    let allows = matches!(note, Note::Yes(_));
    let change = Change {
        file: &contract.consent.state_file,
        mode: 0o600,
        set_aside: matches!(note, Note::Yes(_) | Note::No { .. }),
        tries: if matches!(note, Note::No { .. }) { TRIES_TO_DENY } else { TRIES_TO_ALLOW },
        patience,
    };
    let before = facts.file(change.file);
    // Where the file could not be read at first, what it holds now is no news.
    let known = matches!(before, Answer::Text(_) | Answer::Absent);
    let denied_before = before.text().and_then(state::denial);
    store::change(host, facts, &change, &|present| {
        if let (Note::Claim(now), Some(text)) = (note, present)
            && state::is_told(text, contract.consent_version, now)
        {
            return Ok(Edit::GiveWay);
        }
        let denied = present.and_then(state::denial);
        if allows && known && denied.is_some() && denied != denied_before {
            // Somebody has said no since this command began.
            return Ok(Edit::GiveWay);
        }
        let present = present.map_or(Answer::Absent, Answer::from_text);
        state::noted(&present, note, contract.consent_version, now).map(Edit::Write).ok_or(Unusable)
    })
}
