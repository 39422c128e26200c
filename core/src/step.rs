//! One step of a command in JSON: `step(command, replies) -> perform these effects | done`.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::answer::Answer;
use crate::commands::{self, Commands};
use crate::error::Error;
use crate::flow::{Progress, replay};
use crate::json::{Json, text_of};
use crate::number::MAX_INTEGER;
use crate::protocol::{Argument, Line, OperationKind, Reply};
use crate::reader::At;

/// The largest input of one step, in bytes.
const MAX_INPUT: usize = 16 * 1024 * 1024;

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
    Ok(text_of(&Output { first, progress: &progress }))
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
