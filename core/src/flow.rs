//! Commands, replayed with the replies so far: `command, replies -> perform these effects | done`.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::answer::{Answer, ErrorClass};
use crate::commands::{self, Commands};
use crate::contract::Contract;
use crate::error::Error;
use crate::protocol::{Argument, Host, Line, Operation, Reply};

/// What a command wants next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Perform these, in order, and reply to each.
    Perform(Vec<Operation>),
    /// The command has ended.
    Done {
        /// The exit status.
        status: i32,
        /// What goes to standard output.
        output: String,
    },
}

/// Replays a command with the replies so far.
pub(crate) fn replay(
    commands: Commands,
    line: &Result<Line<'_>, String>,
    replies: &[Reply],
    embedded: Option<&str>,
    contract: &mut Option<Arc<Contract>>,
) -> Result<Progress, Error> {
    let mut host = Host::new(replies, embedded, contract);
    let outcome = commands::run(&mut host, line, commands);
    let spare = host.has_spare_replies();
    if let Some(fault) = host.fault {
        return Err(fault);
    }
    if spare {
        return Err(Error::new("reply_mismatch", "there are more replies than effects").at("/replies"));
    }
    Ok(match outcome {
        Ok(outcome) => Progress::Done { status: outcome.status, output: outcome.output },
        Err(_suspended) => Progress::Perform(host.pending),
    })
}

/// One execution of a command that holds its replies itself, for hosts that neither read nor write JSON.
#[derive(Debug)]
pub struct Flow {
    arguments: Vec<Argument>,
    embedded: Option<String>,
    contract: Option<Arc<Contract>>,
    replies: Vec<Reply>,
    /// How many operations of the last batch have no answer yet.
    waiting: usize,
}

impl Flow {
    /// Starts a flow. Arguments are what follows the program's name, as raw bytes.
    pub fn new(arguments: &[&[u8]]) -> Self {
        Self::start(None, arguments)
    }

    /// Starts a flow with an embedded contract, JSON text.
    pub fn with_contract(contract: &str, arguments: &[&[u8]]) -> Self {
        Self::start(Some(contract.into()), arguments)
    }

    fn start(embedded: Option<String>, arguments: &[&[u8]]) -> Self {
        let arguments = arguments.iter().map(|bytes| Argument::from_bytes(bytes)).collect();
        Self { arguments, embedded, contract: None, replies: Vec::new(), waiting: 0 }
    }

    /// What the host has to do now. Asked again without a reply in between, it says the same.
    ///
    /// # Errors
    /// `flow_too_long`.
    #[expect(clippy::should_implement_trait, reason = "a flow is no iterator: asked again it says the same")]
    pub fn next(&mut self) -> Result<Progress, Error> {
        let line = Line::parse(&self.arguments);
        let progress =
            replay(commands::all, &line, &self.replies, self.embedded.as_deref(), &mut self.contract)?;
        self.waiting = match &progress {
            Progress::Perform(operations) => operations.len(),
            Progress::Done { .. } => 0,
        };
        Ok(progress)
    }

    /// Answers the next unanswered operation of the last batch, with raw bytes or an error class.
    ///
    /// # Errors
    /// `reply_mismatch` where no operation is waiting for an answer.
    pub fn reply(&mut self, answer: Result<&[u8], ErrorClass>) -> Result<(), Error> {
        self.waiting = self.waiting.checked_sub(1).ok_or_else(|| {
            Error::new("reply_mismatch", "no operation is waiting for an answer")
                .hint("ask for the next operations first")
        })?;
        let answer = answer.map_or_else(Answer::from_error, Answer::from_bytes);
        self.replies.push(Reply { answer, digest: None });
        Ok(())
    }
}
