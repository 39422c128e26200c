//! `token`: stores, clears and looks after the bearer token. Nothing here prints it, and no argument holds it.

use alloc::borrow::Cow;
use alloc::format;

use super::gather::{self, Given};
use super::store::{self, Change, Edit, TWICE};
use super::{FAILED, Outcome, fail};
use crate::answer::Answer;
use crate::contract::{Bearer, Contract, Place, header_value};
use crate::facts::Facts;
use crate::json::Json;
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended, TokenCommand};
use crate::purpose::Purpose;
use crate::request::is_blank;
use crate::settings;
use crate::settings::stored_text;

const TRIES: usize = 6;
/// Readable by its owner alone.
const MODE: i64 = 0o600;

pub(super) fn token(host: &mut Host<'_>, line: &Line<'_>, command: TokenCommand) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    let none = Bearer::default();
    let bearer = contract.delivery.as_ref().map_or(&none, |delivery| &delivery.bearer);
    let facts = gather::facts(host, &contract, Purpose::Delivery, &Given::default())?;
    match (command, &bearer.setting) {
        (TokenCommand::Status, _) => Ok(Outcome::printed(status(&contract, bearer, &facts))),
        (_, None) => {
            let instead = match &bearer.variable {
                Some(name) => format!("the token is taken from the variable {name}, and none is stored"),
                None => format!("{} uses no token", contract.tool()),
            };
            host.say(format!("aboveboard: {instead}"))?;
            Ok(Outcome::silent(FAILED))
        }
        (TokenCommand::Set, Some(place)) => set(host, &facts, place),
        (TokenCommand::Clear, Some(place)) => write(host, &facts, place, "", "no token is stored any more\n"),
    }
}

fn set(host: &mut Host<'_>, facts: &Facts, place: &Place) -> Suspended<Outcome> {
    let given = host.one(Operation::plain(OperationKind::Stdin))?.text().and_then(header_value);
    // A header's value may hold spaces, a token may not (RFC 6750 section 2.1).
    let Some(token) = given.filter(|token| token.bytes().all(|byte| byte != b' ')) else {
        host.say(
            "aboveboard: there is no usable token on standard input: one line of visible ASCII, at most 1 KiB",
        )?;
        return Ok(Outcome::silent(FAILED));
    };
    write(host, facts, place, token, "the token is stored\n")
}

fn write(
    host: &mut Host<'_>,
    facts: &Facts,
    place: &Place,
    token: &str,
    done: &'static str,
) -> Suspended<Outcome> {
    let change = Change { file: &place.file, mode: MODE, set_aside: false, tries: TRIES, patience: TWICE };
    let value = Json::Text(Cow::Borrowed(token));
    let written = store::change(host, facts, &change, &|present| {
        // Nothing is made for nothing.
        if present.is_none() && token.is_empty() {
            return Ok(Edit::Done);
        }
        settings::with(present, place, &value).map(Edit::Write)
    })?;
    match written {
        Ok(()) => Ok(Outcome::printed(done)),
        Err(problem) => {
            host.say(format!("aboveboard: {}", problem.message(&gather::shown(&place.file, facts))))?;
            Ok(Outcome::silent(FAILED))
        }
    }
}

fn status(contract: &Contract, bearer: &Bearer, facts: &Facts) -> alloc::string::String {
    let usable = |answer: &Answer| answer.text().and_then(header_value).is_some();
    let given = bearer.variable.as_deref().map(|name| (name, facts.variable(name)));
    let given = given.filter(|(_, answer)| **answer != Answer::Absent);
    let stored = bearer.setting.as_ref().map(|place| (place.file.as_str(), stored_text(place, facts)));
    let stored = stored.filter(|(_, answer)| *answer != Answer::Absent && !is_blank(answer));
    let tool = contract.tool();
    match (given, stored) {
        (Some((name, answer)), _) if usable(answer) => format!("{tool} token: set, by the variable {name}\n"),
        (Some((name, answer)), _) if is_blank(answer) => {
            format!("{tool} token: not set, since the variable {name} is empty\n")
        }
        (Some((name, _)), _) => format!("{tool} token: the variable {name} holds none that can be sent\n"),
        (None, Some((file, answer))) if usable(&answer) => {
            format!("{tool} token: set, in {}\n", gather::shown(file, facts))
        }
        (None, Some((file, _))) => {
            format!("{tool} token: {} holds none that can be sent\n", gather::shown(file, facts))
        }
        (None, None) => format!("{tool} token: not set\n"),
    }
}
