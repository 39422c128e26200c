//! The part `child`: the environment variables that a child process is given, one list for each decision.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::source::{Means, Source, is_everybodys};
use super::{Consent, Delivery, names};
use crate::answer::Answer;
use crate::dialect::Class;
use crate::error::Error;
use crate::reader::At;
use crate::sorted;

/// What children are told.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChildVariables {
    /// Where telemetry is on.
    pub(crate) allowed: Vec<(String, VariableSource)>,
    /// Everywhere else: constants only, so that nothing but the denial can travel.
    pub(crate) denied: Vec<(String, String)>,
}

/// Where the value of a child's variable comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VariableSource {
    Constant(String),
    Session,
    Run,
    /// The endpoint in force.
    Endpoint,
    /// The user agent in force.
    UserAgent,
    /// The bearer token in force, or empty.
    Bearer,
    /// The value in force of the header with this name.
    Header(String),
    /// The variable of the same name, passed on where it is set.
    Variable,
}

const MAX_VARIABLES: usize = 64;

impl ChildVariables {
    pub(super) fn read(
        at: &At<'_, '_>,
        consent: &Consent,
        delivery: Option<&Delivery>,
    ) -> Result<Self, Error> {
        let members = at.members(&["allowed", "denied"])?;
        let (allowed, denied) = (members.required("allowed")?, members.required("denied")?);
        let variables = Self {
            allowed: list(&allowed, |value| source(value, delivery))?,
            denied: list(&denied, constant)?,
        };
        variables.check_everybodys(&allowed, &denied)?;
        variables.check_never_wider(&denied, consent)?;
        Ok(variables)
    }

    /// What says no to every tool is not a tool's to take away, whether or not its own contract looks at it: whatever it
    /// starts may. To say no there is anybody's.
    fn check_everybodys(&self, allowed: &At<'_, '_>, denied: &At<'_, '_>) -> Result<(), Error> {
        let at = if let Some((name, _)) = self.allowed.iter().find(|(name, _)| is_everybodys(name)) {
            allowed.path.key(name)
        } else if let Some((name, _)) =
            self.denied.iter().find(|(name, value)| is_everybodys(name) && value != "1")
        {
            denied.path.key(name)
        } else {
            return Ok(());
        };
        Err(Error::new("wrong_value", "this variable says no to every tool, and is not this one's to set")
            .at(at)
            .hint("\"denied\" may set it to \"1\""))
    }

    /// A child can be narrower than its parent, never wider: no denial says yes in the words of the contract's own
    /// sources, and nobody's opt-out is overwritten.
    fn check_never_wider(&self, denied: &At<'_, '_>, consent: &Consent) -> Result<(), Error> {
        for source in &consent.sources {
            let Source::Variable { name, dialect, means, .. } = source else { continue };
            let says_yes = |(set, value): &(String, String)| {
                set == name && dialect.classify(&Answer::from_text(value)) == Class::True
            };
            if *means == Means::Allow && self.denied.iter().any(says_yes) {
                return Err(denied.error("wrong_value", "a denial says yes here"));
            }
            if *means == Means::Deny && self.sets(name) {
                return Err(denied.error("wrong_value", "a variable that denies is not the tool's to set"));
            }
        }
        if consent.denial_variables().any(|name| self.sets(name)) {
            return Err(
                denied.error("wrong_value", "a gate's variable is set by itself where telemetry is not on")
            );
        }
        Ok(())
    }

    fn sets(&self, name: &str) -> bool {
        self.allowed.iter().any(|(set, _)| set == name) || self.denied.iter().any(|(set, _)| set == name)
    }

    /// The variables that are passed on under their own name.
    pub(crate) fn passed_on(&self) -> impl Iterator<Item = &str> {
        self.allowed
            .iter()
            .filter(|(_, source)| *source == VariableSource::Variable)
            .map(|(name, _)| name.as_str())
    }
}

fn list<T>(
    at: &At<'_, '_>,
    read: impl Fn(&At<'_, '_>) -> Result<T, Error>,
) -> Result<Vec<(String, T)>, Error> {
    let members = at.object()?;
    if members.len() > MAX_VARIABLES {
        return Err(at.error("out_of_range", "a contract names at most 64 variables for children"));
    }
    let mut variables = Vec::with_capacity(members.len());
    for (name, value) in members {
        let variable = At { value, path: at.path.key(name) };
        names::check_variable(&variable.path, name)?;
        sorted::insert(&mut variables, (name.to_string(), read(&variable)?), |(name, _)| name);
    }
    Ok(variables)
}

fn constant(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    if text.len() > 256 || !text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Err(at.error("wrong_value", "expected at most 256 visible ASCII characters"));
    }
    Ok(text.to_string())
}

fn source(at: &At<'_, '_>, delivery: Option<&Delivery>) -> Result<VariableSource, Error> {
    if at.text().is_ok() {
        return constant(at).map(VariableSource::Constant);
    }
    let members = at.members(&["from", "name"])?;
    let from = members.required("from")?;
    let header = members.optional("name");
    let source = match from.text()? {
        "session" => VariableSource::Session,
        "run" => VariableSource::Run,
        "variable" => VariableSource::Variable,
        "endpoint" => VariableSource::Endpoint,
        "user_agent" => VariableSource::UserAgent,
        "bearer" => VariableSource::Bearer,
        "header" => {
            let name = members.required("name")?;
            let known = delivery.is_some_and(|delivery| {
                delivery.headers.iter().any(|header| name.text() == Ok(&header.name))
            });
            if !known {
                return Err(name.error("unknown_word", "\"delivery\" declares no header of this name"));
            }
            return Ok(VariableSource::Header(name.text()?.to_string()));
        }
        _ => {
            return Err(from.error("unknown_word", "this source is not known here").hint(
                "known here: session, run, endpoint, user_agent, bearer, header, variable, or a text",
            ));
        }
    };
    if let Some(name) = header {
        return Err(name.error("unknown_member", "\"name\" goes with \"from\": \"header\" only"));
    }
    Ok(source)
}
