//! Local records: documents built by the rules of payloads, whatever the decision, and never sent.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::contract::Contract;
use crate::error::Error;
use crate::event::Event;
use crate::machine::Machine;
use crate::run::Run;
use crate::writer::{self, Filled, ScrubbedLeaf};
use crate::{FORMAT, hex};

/// The largest record, in bytes.
const MAX_RECORD: usize = 64 * 1024;

/// A built record. It is no payload, so that nothing can send it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    format: i64,
    record: String,
    bytes: String,
    digest: String,
    replaced: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scrubbed: Vec<ScrubbedLeaf>,
}

impl Record {
    /// The exact bytes: canonical JSON.
    pub fn bytes(&self) -> &str {
        &self.bytes
    }

    /// JSON pointers into the record at which a value became `other`, was clamped or cut, or lost an item.
    pub fn replaced(&self) -> &[String] {
        &self.replaced
    }

    /// The texts in it that were scrubbed.
    pub fn scrubbed(&self) -> &[ScrubbedLeaf] {
        &self.scrubbed
    }
}

/// Builds a record; `document` has the name of a record of the contract. `machine` is as in
/// [`payload`](crate::payload()).
///
/// # Errors
/// `run_mismatch`, `record_unknown`, `record_too_large`, and those of the leaves as in [`payload`](crate::payload()).
pub fn record(
    contract: &Contract,
    run: &Run,
    document: &Event<'_>,
    machine: &Machine,
) -> Result<Record, Error> {
    run.check_contract(contract)?;
    let plan = contract.record(&document.name).ok_or_else(|| {
        Error::new("record_unknown", "the contract declares no record of this name")
            .at("/name")
            .declared(&mut contract.records())
    })?;
    let Filled { bytes, replaced, scrubbed, .. } =
        writer::fill(contract, plan, run, document, machine, false)?;
    if bytes.len() > MAX_RECORD {
        return Err(Error::new("record_too_large", "a record is at most 64 KiB"));
    }
    Ok(Record {
        format: FORMAT,
        record: document.name.to_string(),
        digest: hex::sha256(bytes.as_bytes()),
        bytes,
        replaced,
        scrubbed,
    })
}
