//! What a command asks of its host: a closed, small set of operations.

use alloc::string::{String, ToString};
use core::fmt;

use serde::Serialize;

use crate::facts::{LONGEST_FILE, LONGEST_VARIABLE};
use crate::hex;

/// What to do. `docs/protocol.md` says what each takes and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OperationKind {
    /// Read an environment variable.
    Variable,
    /// Read a file.
    File,
    /// Read all of standard input.
    Stdin,
    /// Tell whether a standard stream is a terminal.
    Terminal,
    /// Tell the time.
    Time,
    /// Give random bytes, as hexadecimal digits.
    Random,
    /// Put a question to the person at the terminal and read a line.
    Ask,
    /// Write to a standard stream.
    Print,
    /// Send a request.
    Send,
    /// Let time pass.
    Wait,
    /// Run the command `deliver` in the background.
    Detach,
    /// Run a program.
    Exec,
    /// Put a file's whole content in place at once, if the file is as expected.
    Write,
    /// Add to the end of a file.
    Append,
    /// Give a file another name, where nothing has that name.
    Rename,
    /// Delete a file.
    Remove,
    /// Scrub standard input to standard output until its end.
    Filter,
    /// Tell something about the system and the process.
    Platform,
    /// Name what is in a directory.
    List,
    /// Give the output of one of a fixed list of the system's own programs.
    Program,
    /// Send a request to have data deleted, which a person has just asked for. A kind of its own, so that no other path
    /// leads to a request while telemetry is off.
    SendDeletion,
}

impl OperationKind {
    /// Whether the rest of a batch is left out where this has failed: what changes something, or reaches somebody, has to
    /// be known to have worked before anything follows it. The core then asks again for what of it is still to be done.
    #[must_use]
    pub fn stops(self) -> bool {
        matches!(
            self,
            Self::Send
                | Self::SendDeletion
                | Self::Detach
                | Self::Exec
                | Self::Write
                | Self::Append
                | Self::Rename
                | Self::Remove
        )
    }

    /// The longest answer that counts, in bytes; a longer one is taken for a failure. So a flow stays bounded, and no
    /// large file or variable of somebody else's ends a command.
    pub(crate) fn longest_answer(self) -> usize {
        match self {
            Self::Variable | Self::Platform => LONGEST_VARIABLE,
            Self::Stdin | Self::List => 1024 * 1024,
            _ => LONGEST_FILE,
        }
    }
}

/// One operation: its kind, at most one number, at most three texts. Its `Debug` form does not show the texts, which may
/// hold a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Operation {
    /// What to do.
    pub kind: OperationKind,
    /// Its number, 0 where it has none.
    pub number: i64,
    /// Its texts, in order; the unused ones are empty.
    pub text: [String; 3],
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("kind", &self.kind)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Operation {
    pub(crate) fn plain(kind: OperationKind) -> Self {
        Self::number(kind, 0)
    }

    pub(crate) fn number(kind: OperationKind, number: i64) -> Self {
        Self { kind, number, text: Default::default() }
    }

    pub(crate) fn text(kind: OperationKind, text: impl Into<String>) -> Self {
        Self { kind, number: 0, text: [text.into(), String::new(), String::new()] }
    }

    /// Binds a reply to what it answers: half of the SHA-256 over all of it, each part with its length before it.
    pub(crate) fn digest(&self, index: usize) -> String {
        let mut input = crate::json::text_of(&self.kind);
        for part in [index.to_string(), self.number.to_string()].iter().chain(&self.text) {
            input.push_str(&part.len().to_string());
            input.push(':');
            input.push_str(part);
        }
        let mut digest = hex::sha256(input.as_bytes());
        digest.truncate(16);
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::OperationKind::*;

    #[test]
    fn what_changes_something_or_reaches_somebody_stops_its_batch_where_it_fails() {
        for kind in [Send, SendDeletion, Detach, Exec, Write, Append, Rename, Remove] {
            assert!(kind.stops(), "{kind:?}");
        }
        for kind in
            [Variable, File, Stdin, Terminal, Time, Random, Ask, Print, Wait, Filter, Platform, List, Program]
        {
            assert!(!kind.stops(), "{kind:?}");
        }
    }
}
