//! What `status --json` says: the decision, and beside it the id that events have.

use serde_json::Value;

use crate::error::Error;
use crate::flow::Outcome;

/// Both in the form that `docs/protocol.md` describes.
pub(crate) struct Status {
    pub(crate) decision: Value,
    pub(crate) identity: Option<Value>,
}

impl Status {
    /// Takes apart what the command said. The id is no part of the decision, so that one may be logged without it.
    pub(crate) fn read(outcome: Outcome) -> Result<Self, Error> {
        let mut decision: Value = serde_json::from_str(&outcome.answer("status")?)
            .map_err(|_| Error::Ended { command: "status", status: 0 })?;
        let identity = decision.as_object_mut().and_then(|members| members.remove("identity"));
        Ok(Self { decision, identity })
    }
}
