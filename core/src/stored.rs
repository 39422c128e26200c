//! A payload apart from its run, as it is sent and as it waits on disk.

use alloc::string::String;

/// A payload with what sending it needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) event: String,
    /// When it happened, in seconds since 1970.
    pub(crate) time: i64,
    /// The tool's version, for the user agent.
    pub(crate) tool_version: String,
    /// Canonical JSON.
    pub(crate) bytes: String,
}
