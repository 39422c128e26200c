//! What a tool's author declares: one JSON file that is at once consent policy, payload schema and delivery policy.
//!
//! Each part is read by a file of its own; this one puts them together. Reading checks everything that can be known
//! without running, so that a contract that parses never fails for a reason of its own later.

mod child;
mod consent;
mod correlation;
mod delivery;
mod leaf;
mod names;
mod plan;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::is_damaged;
use crate::error::Error;
use crate::json::{Json, MAX_INTEGER};
use crate::reader::At;

pub(crate) use child::{ChildVariables, VariableSource};
pub(crate) use consent::{Consent, Invalid, Means, Source, Undecided};
pub(crate) use correlation::{Correlation, IdForm};
pub(crate) use delivery::{BoundedSetting, Delivery, TextSetting};
pub(crate) use leaf::{Absence, From, Leaf, LeafKind};
pub(crate) use names::{header_value, is_name, token_character};
pub(crate) use plan::{Found, Piece, Plan};

/// The largest contract, in bytes of its text.
pub const MAX_CONTRACT: usize = 16 * 1024;
const MAX_EVENTS: usize = 64;

/// A contract that has been read and checked. Immutable; share it between threads as you like.
#[derive(Debug, Clone)]
pub struct Contract {
    text: String,
    pub(crate) tool: String,
    pub(crate) consent_version: i64,
    pub(crate) consent: Consent,
    pub(crate) correlation: Correlation,
    pub(crate) plan: Plan,
    pub(crate) events: Vec<String>,
    pub(crate) delivery: Option<Delivery>,
    pub(crate) child: ChildVariables,
}

const MEMBERS: &[&str] = &[
    "contract",
    "tool",
    "schema_version",
    "consent_version",
    "consent",
    "correlation",
    "payload",
    "events",
    "delivery",
    "child",
];

impl Contract {
    /// Reads a contract from its JSON text of at most 16 KiB.
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON pointer and what to do.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_CONTRACT {
            return Err(Error::new("contract_too_large", "a contract is at most 16 KiB")
                .hint("put long prose on a page of its own and name the page"));
        }
        if is_damaged(text) {
            return Err(Error::new(
                "text_undecodable",
                "the contract holds U+FFFD: something was lost on the way here",
            ));
        }
        let document = Json::parse(text)?;
        let root = At::root(&document);
        let members = root.members(MEMBERS)?;
        let version = members.required("contract")?;
        if version.integer(-MAX_INTEGER, MAX_INTEGER)? != 1 {
            return Err(version
                .error("contract_version", "this version of the contract language is not known")
                .hint("version 1 is the only one so far; a newer Aboveboard may know more"));
        }
        let tool = names::name(&members.required("tool")?)?;
        let schema_version = names::visible(&members.required("schema_version")?, 32)?;
        let consent_version = members.required("consent_version")?.integer(1, MAX_INTEGER)?;
        let events = events(&members.required("events")?)?;
        let plan = Plan::compile(&members.required("payload")?, &tool, &schema_version)?;
        let consent = Consent::read(&members.required("consent")?)?;
        let correlation = members
            .optional("correlation")
            .map_or(Ok(Correlation::default()), |at| Correlation::read(&at))?;
        let delivery = members.optional("delivery").map(|at| Delivery::read(&at)).transpose()?;
        let child = members.optional("child").map_or(Ok(ChildVariables::default()), |at| {
            ChildVariables::read(&at, &consent, delivery.as_ref())
        })?;
        Ok(Self {
            text: text.to_string(),
            tool,
            consent_version,
            consent,
            correlation,
            plan,
            events,
            delivery,
            child,
        })
    }

    /// The name of the tool.
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// The names of the events that it may emit.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(String::as_str)
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn events(at: &At<'_, '_>) -> Result<Vec<String>, Error> {
    let members = at.object()?;
    if members.is_empty() || members.len() > MAX_EVENTS {
        return Err(at.error("out_of_range", format!("a contract declares 1 to {MAX_EVENTS} events")));
    }
    let mut events = Vec::with_capacity(members.len());
    for (name, value) in members {
        let event = At { value, path: at.path.key(name) };
        names::check_name(&event.path, name)?;
        event.members(&[])?;
        events.push(name.to_string());
    }
    Ok(events)
}
