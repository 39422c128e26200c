//! What `status --json` says beside the decision: the id that events have.

use serde_json::Value;

use crate::error::Error;
use crate::flow::Outcome;

/// The id, in the form that `docs/protocol.md` describes, where there is something to say of it.
pub(crate) fn identity(outcome: Outcome) -> Result<Option<Value>, Error> {
    let mut said: Value = serde_json::from_str(&outcome.answer("status")?)
        .map_err(|_| Error::Ended { command: "status", status: 0 })?;
    Ok(said.as_object_mut().and_then(|members| members.remove("identity")))
}
