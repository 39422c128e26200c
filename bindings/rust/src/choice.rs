//! A person's choice, as a tool's own command for it stores it.

use std::sync::Arc;

use aboveboard::{Contract, Decision, Purpose, foresee};

use crate::curl::Curl;
use crate::error::Error;
use crate::flow::Host;
use crate::tool::feature_words;

/// What came of [`enable`], [`disable`] or [`reset`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// Whether the choice is stored. A no also counts as stored where it could not be written, but nothing that is
    /// stored says yes. Of [`reset`], whether all of it could be done. Where it is false, standard error says why.
    pub saved: bool,
    /// What holds for runs that begin now, since something else may stand above the choice.
    pub decision: Decision,
    /// What was done, for people; empty where `saved` is false.
    pub message: String,
}

/// Turns telemetry on for this person, and stores that where the contract (JSON text) says. No run is begun, so that
/// nobody is asked. `features` are those of [`Options`](crate::Options).
///
/// # Errors
/// [`Error::Core`] where the contract is not valid, or does not name a feature (`feature_unknown`).
pub fn enable(contract: &str, features: &[String]) -> Result<Choice, Error> {
    choose("enable", contract, features)
}

/// Turns telemetry off for this person, and stores that; takes and gives what [`enable`] does.
///
/// # Errors
/// As [`enable`].
pub fn disable(contract: &str, features: &[String]) -> Result<Choice, Error> {
    choose("disable", contract, features)
}

/// Turns telemetry off for this person, and has this machine forget what it knows of it: the file of local mode is deleted
/// and the id of the installation forgotten, so that a later yes begins with a new one. Where the contract says how, it
/// asks the receiver to delete what it has. The message names the ids under which that may still have something. Takes and
/// gives what [`enable`] does.
///
/// # Errors
/// As [`enable`].
pub fn reset(contract: &str, features: &[String]) -> Result<Choice, Error> {
    choose("reset", contract, features)
}

fn choose(command: &'static str, contract: &str, features: &[String]) -> Result<Choice, Error> {
    let contract = Contract::parse(contract)?;
    let host = Host::new(Arc::new(Curl::default()));
    let holds = || {
        let mut facts = host.gather(&contract, Purpose::Status, None);
        facts.features = features.to_vec();
        foresee(&contract, &facts)
    };
    // First of all, since it says what is wrong with the features and changes nothing.
    holds()?;
    let mut arguments = feature_words(features);
    arguments.push(command.into());
    let chosen = host.run(Some(contract.text()), &arguments)?;
    Ok(Choice { saved: chosen.status == 0, decision: holds()?, message: chosen.output })
}
