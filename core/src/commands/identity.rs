//! The id of the machine or installation, for people.

use alloc::format;
use alloc::string::String;

use super::gather::{self, Given};
use crate::contract::Contract;
use crate::identity::{self, Ephemeral, Identified};
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::time;

/// Works out the id that the events of now have; `None` where the contract has none, or nobody knows what time it is.
pub(super) fn identified(host: &mut Host<'_>, contract: &Contract) -> Suspended<Option<Identified>> {
    if contract.identity.is_none() {
        return Ok(None);
    }
    let now = host.one(Operation::plain(OperationKind::Time))?.text().and_then(time::parse);
    let facts = gather::facts(host, contract, Purpose::Identity, &Given::default())?;
    Ok(now.and_then(|now| identity::identified(contract, &facts, now).ok()))
}

/// A line that says which it is, and for how long.
pub(super) fn line(identified: &Identified) -> String {
    let id = match (&identified.id, identified.ephemeral) {
        (Some(id), _) => id.as_str(),
        (None, Some(Ephemeral::NotStored)) => "none yet",
        (None, _) => "none",
    };
    let more = match (identified.ephemeral, identified.rotation) {
        (Some(Ephemeral::NotStored), _) | (None, None) => String::new(),
        (Some(reason), _) => format!(", because {}", reason.message()),
        (None, Some(rotation)) => format!(", and another one each {rotation}"),
    };
    format!("  id       {id}{more}\n")
}
