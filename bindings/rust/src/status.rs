//! What `status --json` says: the decision, and beside it where events go and the id that they have.

use serde_json::Value;

use crate::error::Error;
use crate::flow::Outcome;

/// Both in the form that `docs/protocol.md` describes.
pub(crate) struct Status {
    pub(crate) decision: Value,
    pub(crate) identity: Option<Value>,
}

impl Status {
    /// Takes apart what the command said. What stands beside the decision is no part of it, so that one may be logged without.
    pub(crate) fn read(outcome: Outcome) -> Result<Self, Error> {
        let mut decision: Value = serde_json::from_str(&outcome.answer("status")?)
            .map_err(|_| Error::Ended { command: "status", status: 0 })?;
        let mut beside = |name| decision.as_object_mut().and_then(|members| members.remove(name));
        let identity = beside("identity");
        beside("destination");
        Ok(Self { decision, identity })
    }
}
