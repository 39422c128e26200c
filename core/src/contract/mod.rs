//! What a tool's author declares: one JSON file that is at once consent policy, payload schema and delivery policy.
//!
//! Each part is read by a file of its own; this one puts them together. Reading checks everything that can be known
//! without running, so that a contract that parses never fails for a reason of its own later.

mod child;
mod consent;
mod correlation;
mod deletion;
mod delivery;
mod events;
mod identity;
mod item;
mod kind;
mod known;
mod leaf;
mod meta;
mod mode;
mod names;
mod otlp;
mod outbox;
mod page;
mod place;
mod plan;
mod source;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::is_damaged;
use crate::error::Error;
use crate::json::Json;
use crate::number::MAX_INTEGER;
use crate::reader::At;
use crate::text;

pub(crate) use child::{ChildVariables, VariableSource};
pub(crate) use consent::{Consent, Store, UnboundGrant, Undecided};
pub(crate) use correlation::{Correlation, IdForm};
pub(crate) use deletion::Deletion;
pub(crate) use delivery::{BUDGET, Bearer, BoundedSetting, Delivery, Encoding, Refused, TextSetting};
pub(crate) use events::{EventForm, RecordForm};
pub(crate) use identity::{Identity, Rotation};
pub(crate) use item::{Item, Part};
pub(crate) use kind::{Kind, Refusal, Taken};
pub(crate) use leaf::{Absence, From, Leaf, LeafKind, MapForm};
pub(crate) use meta::{Field, Meta};
pub(crate) use mode::Mode;
pub(crate) use names::{header_value, is_name};
pub(crate) use otlp::Otlp;
pub(crate) use outbox::AttemptFiles;
pub(crate) use page::Page;
pub(crate) use place::Place;
pub(crate) use plan::{Declared, Given, Piece, Plan};
pub(crate) use source::{DENIED, Gate, Invalid, Means, Source, Switch};

use leaf::About;

/// The largest contract, in bytes of its text.
pub const MAX_CONTRACT: usize = 16 * 1024;

/// A contract that has been read and checked. Immutable; share it between threads as you like.
#[derive(Debug, Clone)]
pub struct Contract {
    text: String,
    pub(crate) tool: String,
    pub(crate) schema_version: String,
    pub(crate) consent_version: i64,
    pub(crate) consent: Consent,
    pub(crate) correlation: Correlation,
    pub(crate) identity: Option<Identity>,
    /// The payload that is common to all events.
    plan: Plan,
    events: Vec<EventForm>,
    records: Vec<RecordForm>,
    /// The features of the tool that gates and leaves look at.
    pub(crate) features: Vec<String>,
    pub(crate) delivery: Option<Delivery>,
    pub(crate) deletion: Option<Deletion>,
    pub(crate) child: ChildVariables,
    pub(crate) page: Page,
}

const MEMBERS: &[&str] = &[
    "contract",
    "tool",
    "schema_version",
    "consent_version",
    "consent",
    "correlation",
    "identity",
    "payload",
    "events",
    "records",
    "delivery",
    "child",
    "retention",
    "deletion",
    "page",
];

impl Contract {
    /// Reads a contract from its JSON text of at most 16 KiB.
    ///
    /// # Errors
    /// The first thing that is wrong, with its JSON pointer and what to do.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_CONTRACT {
            return Err(Error::new("contract_too_large", "a contract is at most 16 KiB").hint(
                "white space counts; long prose can stand on a page of its own that the contract names",
            ));
        }
        if is_damaged(text) {
            return Err(Error::new(
                "text_undecodable",
                "the contract holds U+FFFD: something was lost on the way here",
            ));
        }
        let document = Json::parse(text).map_err(|error| {
            let looks_like_json = text.trim_start().starts_with(['{', '\u{feff}']);
            if looks_like_json {
                error
            } else {
                error.hint("a contract is a JSON object; of a file, hand over what is in it")
            }
        })?;
        let root = At::root(&document);
        if let Some(version) = root.any_members()?.optional("contract")
            && version.integer(-MAX_INTEGER, MAX_INTEGER)? != 1
        {
            return Err(version
                .error("contract_version", "this version of the contract language is not known")
                .hint("version 1 is the only one so far; a newer Aboveboard may know more"));
        }
        let members = root.members(MEMBERS)?;
        members.required("contract")?;
        let tool = names::name(&members.required("tool")?)?;
        let schema_version = names::visible(&members.required("schema_version")?, 32)?;
        let consent_version = members.required("consent_version")?.integer(1, MAX_INTEGER)?;
        let identity = members.optional("identity");
        let identified = identity.is_some();
        let about = About { tool: &tool, schema_version: &schema_version, consent_version, identified };
        let payload = members.required("payload")?;
        let plan = Plan::compile(&[payload], about)?;
        let events = EventForm::list(&members.required("events")?, &payload, &plan, about)?;
        let records = members
            .optional("records")
            .map_or(Ok(Vec::new()), |records| RecordForm::list(&records, about))?;
        let consent = Consent::read(&members.required("consent")?, &tool)?;
        let correlation = members
            .optional("correlation")
            .map_or(Ok(Correlation::default()), |at| Correlation::read(&at))?;
        let declared = document.member("events");
        let delivery = members
            .optional("delivery")
            .map(|at| Delivery::read(&at, &tool, &payloads(payload.value, declared)))
            .transpose()?;
        let child = members.optional("child").map_or(Ok(ChildVariables::default()), |at| {
            ChildVariables::read(&at, &consent, delivery.as_ref())
        })?;
        let retention = members.optional("retention");
        retention.as_ref().map_or(Ok(()), page::check_retention)?;
        let identity =
            identity.map(|at| Identity::read(&at, retention.as_ref(), &consent.state_file)).transpose()?;
        let deletion = members.optional("deletion").map(|at| Deletion::read(&at, &events)).transpose()?;
        let page = members.optional("page").map_or(Ok(Page::default()), |at| Page::read(&at))?;
        let features = features(&consent, &plan, &events, &records);
        Ok(Self {
            text: text.to_string(),
            tool,
            schema_version,
            consent_version,
            consent,
            correlation,
            identity,
            plan,
            events,
            records,
            features,
            delivery,
            deletion,
            child,
            page,
        })
    }

    /// The name of the tool.
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// The names of the events that it may emit.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(|event| event.name.as_str())
    }

    /// The names of the records that it may write.
    pub fn records(&self) -> impl Iterator<Item = &str> {
        self.records.iter().map(|record| record.name.as_str())
    }

    /// The event of this name, with its payload.
    pub(crate) fn event(&self, name: &str) -> Option<(&EventForm, &Plan)> {
        let event = self.events.iter().find(|event| event.name == name)?;
        Some((event, event.plan.as_ref().unwrap_or(&self.plan)))
    }

    /// The payload of the record of this name.
    pub(crate) fn record(&self, name: &str) -> Option<&Plan> {
        self.records.iter().find(|record| record.name == name).map(|record| &record.plan)
    }

    /// The payload of this event, or of every one where none is named.
    pub(crate) fn plans<'c>(&'c self, name: Option<&'c str>) -> impl Iterator<Item = &'c Plan> {
        let wanted = move |event: &&EventForm| name.is_none_or(|name| event.name == name);
        self.events.iter().filter(wanted).map(|event| event.plan.as_ref().unwrap_or(&self.plan))
    }

    /// The same for records.
    pub(crate) fn record_plans<'c>(&'c self, name: Option<&'c str>) -> impl Iterator<Item = &'c Plan> {
        let wanted = move |record: &&RecordForm| name.is_none_or(|name| record.name == name);
        self.records.iter().filter(wanted).map(|record| &record.plan)
    }

    /// Whether it identifies installations, which have no id before the first yes.
    pub(crate) fn has_installations(&self) -> bool {
        matches!(self.identity, Some(Identity::Installation { .. }))
    }

    /// Whether the user agent of requests tells the tool's version.
    pub(crate) fn sends_version(&self) -> bool {
        self.delivery.as_ref().is_some_and(|delivery| text::contains(&delivery.user_agent.value, "{version}"))
    }

    /// Whether this event tells the id of the machine or installation, or any does where none is named.
    pub(crate) fn tells_identity(&self, name: Option<&str>) -> bool {
        let mut leaves = self.plans(name).flat_map(Plan::leaves);
        leaves.any(|leaf| leaf.kind.source() == Some(From::Identity))
    }

    /// Whether any text, in some alphabet, can get into this leaf: from an event, or from what a run inherits or the
    /// system says.
    pub(crate) fn holds_free_text(&self, leaf: &Leaf) -> bool {
        match leaf.kind.source() {
            Some(From::Session) => self.correlation.session.is_some(),
            Some(From::Parent) => self.correlation.parent.is_some(),
            Some(From::ToolVersion | From::UserAgent | From::OsVersion) => true,
            Some(_) => false,
            None => leaf.kind.holds_free_text(),
        }
    }

    /// The text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The trees of the common payload and of what events add to it.
fn payloads<'j>(common: &'j Json<'j>, events: Option<&'j Json<'j>>) -> Vec<&'j Json<'j>> {
    let mut trees = alloc::vec![common];
    if let Some(Json::Object(events)) = events {
        trees.extend(events.iter().filter_map(|(_, event)| event.member("payload")));
    }
    trees
}

/// All features that are named somewhere, each once.
fn features(consent: &Consent, common: &Plan, events: &[EventForm], records: &[RecordForm]) -> Vec<String> {
    let plans = events.iter().filter_map(|event| event.plan.as_ref());
    let plans = core::iter::once(common).chain(plans).chain(records.iter().map(|record| &record.plan));
    let leaves = plans.flat_map(Plan::leaves).filter_map(|leaf| leaf.feature.as_deref());
    let mut features: Vec<String> = Vec::new();
    for name in consent.features().chain(leaves) {
        if !features.iter().any(|known| known == name) {
            features.push(name.to_string());
        }
    }
    features
}
