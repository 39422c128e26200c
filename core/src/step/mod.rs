//! Commands, replayed: `step(command, replies) -> perform these effects | done`.

mod arguments;
mod host;
mod operation;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

pub(crate) use arguments::{Argument, ChildFormat, Command, EventArguments, Line, RunArgument, TokenCommand};
pub(crate) use host::{Host, Reply, Suspended};
pub use operation::{Operation, OperationKind};

use crate::answer::{Answer, ErrorClass};
use crate::commands::{self, Commands};
use crate::contract::Contract;
use crate::error::Error;
use crate::json::{Json, MAX_INTEGER};
use crate::reader::At;

/// The largest input of one step, in bytes.
const MAX_INPUT: usize = 16 * 1024 * 1024;

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

/// [`step`] for builds that are to be small: it leaves `check`, `lock`, `docs` and `help` to
/// [`step_for_review`].
///
/// # Errors
/// Those of [`step`], and `command_elsewhere`.
pub fn step_at_run_time(input: &str) -> Result<String, Error> {
    step_of(commands::at_run_time, input)
}

/// [`step`] for `check`, `lock`, `docs` and `help` alone.
///
/// # Errors
/// Those of [`step`], and `command_elsewhere`.
pub fn step_for_review(input: &str) -> Result<String, Error> {
    step_of(commands::for_review, input)
}

/// Performs one step of a command; input and result are JSON texts, as `docs/protocol.md` describes them.
///
/// # Errors
/// Only where the host does not keep to the protocol: `reply_mismatch`, `flow_too_long`,
/// `input_too_large`, or an input that is not of the form. What goes wrong in a command is its outcome.
pub fn step(input: &str) -> Result<String, Error> {
    step_of(commands::all, input)
}

fn step_of(commands: Commands, input: &str) -> Result<String, Error> {
    if input.len() > MAX_INPUT {
        return Err(Error::new("input_too_large", "the input of a step is at most 16 MiB"));
    }
    let document = Json::parse(input)?;
    let root = At::root(&document);
    let members = root.members(&["contract", "arguments", "replies"])?;
    let embedded = members.optional("contract").map(|contract| contract.text()).transpose()?;
    let list = members.required("arguments")?;
    let mut arguments = Vec::new();
    for (index, value) in list.list()?.iter().enumerate() {
        arguments.push(Argument::read(&At { value, path: list.path.index(index) })?);
    }
    let mut replies = Vec::new();
    if let Some(list) = members.optional("replies") {
        for (index, value) in list.list()?.iter().enumerate() {
            replies.push(reply(&At { value, path: list.path.index(index) }, index)?);
        }
    }
    let first = replies.len();
    let progress = replay(commands, &Line::parse(&arguments), &replies, embedded, &mut None)?;
    Ok(crate::call::json(&Output { first, progress: &progress }))
}

/// Replays a command with the replies so far.
fn replay(
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

fn reply(at: &At<'_, '_>, position: usize) -> Result<Reply, Error> {
    let members = at.members(&["index", "digest", "answer"])?;
    let index = members.required("index")?;
    if usize::try_from(index.integer(0, MAX_INTEGER)?) != Ok(position) {
        return Err(index
            .error("reply_mismatch", "replies come in the order of their effects, from index 0 on")
            .hint("hand back all replies so far, in order"));
    }
    Ok(Reply {
        answer: Answer::read(&members.required("answer")?)?,
        digest: Some(members.required("digest")?.text()?.into()),
    })
}

/// The result of a step, in JSON.
struct Output<'o> {
    /// The index of the first effect.
    first: usize,
    progress: &'o Progress,
}

impl Serialize for Output<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Effect<'o> {
            index: usize,
            digest: String,
            op: OperationKind,
            stops: bool,
            number: i64,
            text: &'o [String],
        }
        #[derive(Serialize)]
        struct Done<'o> {
            status: i32,
            output: &'o str,
        }
        let mut object = serializer.serialize_struct("Output", 1)?;
        match self.progress {
            Progress::Done { status, output } => {
                object.serialize_field("done", &Done { status: *status, output })?
            }
            Progress::Perform(operations) => {
                let effects: Vec<_> = operations
                    .iter()
                    .enumerate()
                    .map(|(offset, operation)| {
                        let index = self.first.saturating_add(offset);
                        let used = operation
                            .text
                            .iter()
                            .rposition(|text| !text.is_empty())
                            .map_or(0, |last| last.saturating_add(1));
                        Effect {
                            index,
                            digest: operation.digest(index),
                            op: operation.kind,
                            stops: operation.kind.stops(),
                            number: operation.number,
                            text: operation.text.get(..used).unwrap_or_default(),
                        }
                    })
                    .collect();
                object.serialize_field("perform", &effects)?;
            }
        }
        object.end()
    }
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
