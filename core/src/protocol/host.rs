//! The host as a command sees it: asked for something, it gives the reply or suspends the command.
//!
//! A command is straight-line code that is replayed from its start with the replies so far. `Err` means suspended and
//! nothing else; what can go wrong and be dealt with is a value inside `Ok`.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::operation::{Operation, OperationKind};
use crate::answer::{Answer, ErrorClass};
use crate::contract::Contract;
use crate::error::Error;
use crate::facts::TOO_LONG;
use crate::warning::Warning;

const MAX_BATCHES: usize = 128;
const MAX_OPERATIONS: usize = 4096;

/// The longest answer that a file of events has, in bytes.
const LARGE: usize = 1024 * 1024;

/// The command cannot go on before the host has replied. It holds nothing, so that no command can make anything of it.
#[derive(Debug)]
pub(crate) struct Suspend(());

/// What a command's code returns.
pub(crate) type Suspended<T> = Result<T, Suspend>;

/// A reply, with the digest of what it answers where it came from outside.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) answer: Answer,
    pub(crate) digest: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Host<'r> {
    replies: &'r [Reply],
    cursor: usize,
    batches: usize,
    /// How many locks this flow has waited for in vain.
    pub(crate) waits: usize,
    /// What is to be performed next, where the command has been suspended.
    pub(crate) pending: Vec<Operation>,
    /// What makes the replay itself fail: a host that does not keep to the protocol.
    pub(crate) fault: Option<Error>,
    /// An embedded contract, or one that an earlier step of this flow has read.
    contract: &'r mut Option<Arc<Contract>>,
    embedded: Option<&'r str>,
}

impl<'r> Host<'r> {
    pub(crate) fn new(
        replies: &'r [Reply],
        embedded: Option<&'r str>,
        contract: &'r mut Option<Arc<Contract>>,
    ) -> Self {
        Self {
            replies,
            cursor: 0,
            batches: 0,
            waits: 0,
            pending: Vec::new(),
            fault: None,
            contract,
            embedded,
        }
    }

    /// Asks for all of these at once; the answers come in the same order.
    pub(crate) fn perform(&mut self, operations: Vec<Operation>) -> Suspended<Vec<&'r Answer>> {
        self.perform_within(operations, None)
    }

    /// The same where answers may be of this length.
    fn perform_within(
        &mut self,
        operations: Vec<Operation>,
        longest: Option<usize>,
    ) -> Suspended<Vec<&'r Answer>> {
        self.batches = self.batches.saturating_add(1);
        let end = self.cursor.saturating_add(operations.len());
        if self.batches > MAX_BATCHES || end > MAX_OPERATIONS {
            return self.fail(Error::new(
                "flow_too_long",
                "a command performs at most 128 batches and 4096 operations",
            ));
        }
        let available = self.replies.get(self.cursor..).unwrap_or_default();
        let mut answers = Vec::with_capacity(operations.len());
        for (reply, operation) in available.iter().zip(&operations) {
            let index = self.cursor.saturating_add(answers.len());
            if reply.digest.as_ref().is_some_and(|digest| *digest != operation.digest(index)) {
                return self.fail(
                    Error::new(
                        "reply_mismatch",
                        "a reply answers another effect than the one that was asked for",
                    )
                    .at(alloc::format!("/replies/{index}"))
                    .hint("hand back index and digest of each effect as they came, in order, from the first"),
                );
            }
            let fits = reply.answer.len() <= longest.unwrap_or(operation.kind.longest_answer());
            answers.push(if fits { &reply.answer } else { &TOO_LONG });
        }
        self.cursor = self.cursor.saturating_add(answers.len());
        if answers.len() < operations.len() {
            self.pending = operations.into_iter().skip(answers.len()).collect();
            return Err(Suspend(()));
        }
        Ok(answers)
    }

    /// How many more batches this flow may perform.
    pub(crate) fn room(&self) -> usize {
        MAX_BATCHES.saturating_sub(self.batches)
    }

    /// Asks for one thing.
    pub(crate) fn one(&mut self, operation: Operation) -> Suspended<&'r Answer> {
        let answers = self.perform(alloc::vec![operation])?;
        Ok(answers.first().copied().unwrap_or(&Answer::Absent))
    }

    /// Asks for a file that is Aboveboard's own and may be large.
    pub(crate) fn one_large(&mut self, operation: Operation) -> Suspended<&'r Answer> {
        let answers = self.perform_within(alloc::vec![operation], Some(LARGE))?;
        Ok(answers.first().copied().unwrap_or(&Answer::Absent))
    }

    /// Writes a line to standard error. Whether that worked changes nothing.
    pub(crate) fn say(&mut self, line: impl Into<String>) -> Suspended<()> {
        let mut text = line.into();
        text.push('\n');
        self.print(text)
    }

    /// Writes all warnings to standard error, a line each.
    pub(crate) fn warn(&mut self, warnings: &[Warning]) -> Suspended<()> {
        let mut text = String::new();
        for warning in warnings {
            text.push_str("aboveboard: ");
            text.push_str(&warning.message());
            text.push('\n');
        }
        if text.is_empty() { Ok(()) } else { self.print(text) }
    }

    fn print(&mut self, text: String) -> Suspended<()> {
        let mut operation = Operation::number(OperationKind::Print, 2);
        operation.text = [text, String::new(), String::new()];
        self.one(operation).map(|_| ())
    }

    /// The contract, read from the file that the command line names unless it is embedded. A step of the same flow that
    /// has read it before is not read again.
    pub(crate) fn contract(&mut self, path: Option<&str>) -> Suspended<Result<Arc<Contract>, Error>> {
        let text = match self.embedded {
            Some(text) => text,
            None => match self.one(Operation::text(OperationKind::File, path.unwrap_or_default()))? {
                Answer::Text(text) => text,
                Answer::Undecodable => {
                    return Ok(Err(unreadable("it is not UTF-8 text")));
                }
                Answer::Absent => return Ok(Err(unreadable("it does not exist"))),
                Answer::Failed(ErrorClass::Denied) => return Ok(Err(unreadable("permission denied"))),
                Answer::Failed(_) => return Ok(Err(unreadable("it is no file, or far too large"))),
            },
        };
        if let Some(contract) = self.contract {
            return Ok(Ok(Arc::clone(contract)));
        }
        let place = if self.embedded.is_some() { "/contract" } else { "--contract" };
        match Contract::parse(text) {
            Ok(mut contract) => {
                if self.embedded.is_none() {
                    contract.page.in_file(path.unwrap_or_default());
                }
                Ok(Ok(Arc::clone(self.contract.insert(Arc::new(contract)))))
            }
            Err(error) => Ok(Err(error.below(place))),
        }
    }

    /// Whether a contract is embedded, so that none need be named.
    pub(crate) fn has_contract(&self) -> bool {
        self.embedded.is_some()
    }

    /// Whether the host has replied to more than the command asked for.
    pub(crate) fn has_spare_replies(&self) -> bool {
        self.cursor < self.replies.len()
    }

    /// Ends the replay of a command that this build leaves to another one.
    pub(crate) fn elsewhere<T>(&mut self) -> Suspended<T> {
        self.fail(
            Error::new("command_elsewhere", "this build of Aboveboard does not perform this command").hint(
                "step_for_review performs check, lock, docs and help, step_at_run_time everything else",
            ),
        )
    }

    fn fail<T>(&mut self, error: Error) -> Suspended<T> {
        self.fault = Some(error);
        Err(Suspend(()))
    }
}

fn unreadable(why: &str) -> Error {
    Error::new("contract_unreadable", alloc::format!("the contract cannot be read: {why}"))
        .hint("check its path")
}
