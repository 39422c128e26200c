//! Building a payload: exactly the declared leaves, as the canonical JSON of RFC 8785.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::contract::{Contract, Deletion};
use crate::decision::State;
use crate::error::Error;
use crate::event::Event;
use crate::facts::Facts;
use crate::identity::Ephemeral;
use crate::machine::Machine;
use crate::platform::OTHER;
use crate::resolve::resolve;
use crate::run::Run;
use crate::stored::Stored;
use crate::writer::{self, Filled, ScrubbedLeaf};
use crate::{FORMAT, hex, metadata};

/// The largest payload, in bytes.
pub const MAX_PAYLOAD: usize = 16 * 1024;

/// A built payload. There is no way to make one but [`payload`] and [`preview`], and a preview cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    event: String,
    bytes: String,
    preview: bool,
    replaced: Vec<String>,
    scrubbed: Vec<ScrubbedLeaf>,
    /// Why it has no id of the machine or installation.
    ephemeral: Option<Ephemeral>,
    /// Pointers to what a request adds, other at each attempt; told by a preview.
    varying: Vec<String>,
    /// When it happened, in seconds since 1970.
    time: i64,
    /// The run that it was built in.
    run: String,
    /// The tool's version as it may be told in the user agent.
    tool_version: String,
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("format", &FORMAT)?;
        members.serialize_entry("event", &self.event)?;
        members.serialize_entry("bytes", &self.bytes)?;
        members.serialize_entry("digest", &self.digest())?;
        members.serialize_entry("preview", &self.preview)?;
        members.serialize_entry("replaced", &self.replaced)?;
        if !self.scrubbed.is_empty() {
            members.serialize_entry("scrubbed", &self.scrubbed)?;
        }
        if let Some(ephemeral) = self.ephemeral {
            members.serialize_entry("ephemeral", &ephemeral)?;
        }
        if !self.varying.is_empty() {
            members.serialize_entry("varying", &self.varying)?;
        }
        members.end()
    }
}

impl Payload {
    /// Whether it was built in this run, and so under the run's contract.
    pub(crate) fn belongs_to(&self, run: &Run) -> bool {
        self.run == run.run
    }

    /// What of it goes into a request, or waits on disk for one.
    pub(crate) fn stored(&self) -> Stored {
        Stored {
            event: self.event.clone(),
            time: self.time,
            tool_version: self.tool_version.clone(),
            bytes: self.bytes.clone(),
        }
    }

    /// The name of the event.
    pub fn event(&self) -> &str {
        &self.event
    }

    /// The exact bytes that would be sent: canonical JSON.
    pub fn bytes(&self) -> &str {
        &self.bytes
    }

    /// The SHA-256 of the bytes, in lowercase hexadecimal digits. Worked out where it is asked for: it takes longer than
    /// writing the bytes.
    pub fn digest(&self) -> String {
        hex::sha256(self.bytes.as_bytes())
    }

    /// Whether this was built to be looked at only.
    pub fn is_preview(&self) -> bool {
        self.preview
    }

    /// JSON pointers into the payload at which a value became `other`, was clamped or cut, or lost an item.
    pub fn replaced(&self) -> &[String] {
        &self.replaced
    }

    /// JSON pointers to what a request adds to it, by how often it has been tried; a preview tells them.
    pub fn varying(&self) -> &[String] {
        &self.varying
    }

    /// The texts in it that were scrubbed.
    pub fn scrubbed(&self) -> &[ScrubbedLeaf] {
        &self.scrubbed
    }
}

/// Builds the payload of an event in a run whose telemetry is on. [`Machine::from_facts`] makes `machine` of facts: what
/// the payload tells of it, and what is kept out.
///
/// # Errors
/// `run_mismatch`, `consent_not_given`, `event_unknown`, `out_of_scope`, `undeclared_field`, `missing_field`,
/// `wrong_type`, `not_in_enum`, `not_a_token`, `not_a_version`, `private_value`, `number_not_integer`,
/// `number_out_of_range`, `out_of_range`, `payload_too_large`; the pointer leads into the event.
pub fn payload(
    contract: &Contract,
    run: &Run,
    event: &Event<'_>,
    machine: &Machine,
) -> Result<Payload, Error> {
    run.check_contract(contract)?;
    if !run.builds() {
        return Err(not_given(run.decision().reason.message(run.decision().source.as_deref())));
    }
    build(contract, run, event, machine, false)
}

/// Builds the same bytes whatever the decision, to be looked at only.
///
/// # Errors
/// Those of [`payload`] but `consent_not_given`.
pub fn preview(
    contract: &Contract,
    run: &Run,
    event: &Event<'_>,
    machine: &Machine,
) -> Result<Payload, Error> {
    run.check_contract(contract)?;
    build(contract, run, event, machine, true)
}

/// Builds the payload of an event by which a person asks for deletion, whatever the decision: they have just said so. The
/// fields are the contract's own.
pub(crate) fn for_deletion(
    contract: &Contract,
    run: &Run,
    event: &Event<'_>,
    machine: &Machine,
) -> Result<Payload, Error> {
    run.check_contract(contract)?;
    let mut event = event.clone();
    if let Some(Deletion::Event { fields, .. }) = &contract.deletion {
        event.fields.clone_from(fields);
    }
    build(contract, run, &event, machine, false)
}

/// Takes the decision afresh, before anything is read that only a payload needs. Gives the state, which is
/// [`State::On`] or [`State::Local`].
///
/// # Errors
/// `run_mismatch`, `consent_not_given`.
pub fn check_consent(contract: &Contract, run: &Run, facts: &Facts) -> Result<State, Error> {
    run.check_contract(contract)?;
    let decision = resolve(contract, run, facts);
    match decision.state {
        State::On | State::Local => Ok(decision.state),
        _ => Err(not_given(decision.message())),
    }
}

pub(crate) fn not_given(reason: String) -> Error {
    Error::new("consent_not_given", format!("nothing may be sent: {reason}"))
        .hint("a preview shows what would be sent")
}

fn build(
    contract: &Contract,
    run: &Run,
    event: &Event<'_>,
    machine: &Machine,
    preview: bool,
) -> Result<Payload, Error> {
    let Some((form, plan)) = contract.event(&event.name) else {
        return Err(Error::new("event_unknown", "the contract declares no event of this name")
            .at("/name")
            .declared(&mut contract.events()));
    };
    if !form.applies(&event.fields) {
        // A slip in a path is one whatever the others say, and may be why the event does not apply.
        writer::check_names(plan, &event.fields)?;
        return Err(Error::new(
            "out_of_scope",
            "the contract says that the event does not apply to these fields",
        )
        .at("/fields"));
    }
    let Filled { bytes, replaced, scrubbed, ephemeral } =
        writer::fill(contract, plan, run, event, machine, preview)?;
    if bytes.len() > MAX_PAYLOAD {
        return Err(Error::new("payload_too_large", "a payload is at most 16 KiB"));
    }
    let meta = contract.delivery.as_ref().and_then(|delivery| delivery.meta.as_ref()).filter(|_| preview);
    Ok(Payload {
        event: event.name.to_string(),
        bytes,
        preview,
        replaced,
        scrubbed,
        ephemeral,
        varying: meta.map_or_else(Vec::new, metadata::pointers),
        time: event.time,
        run: run.run.clone(),
        tool_version: if writer::is_public(run.tool_version(), machine) { run.tool_version() } else { OTHER }
            .to_string(),
    })
}
