//! Drives a command of the core to its end.

use std::ffi::OsString;
use std::sync::{Arc, Mutex, PoisonError};

use aboveboard::{Contract, Counters, Facts, Flow, Next, Operation, Progress, Purpose};

use crate::answer::Answer;
use crate::background::Background;
use crate::effects::Performer;
use crate::error::Error;
use crate::input::Input;
use crate::question::Ask;
use crate::sender::Sender;

/// What commands of one tool share.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) sender: Arc<dyn Sender>,
    /// In the place of the terminal and of standard input, where the tool has something there.
    pub(crate) ask: Option<Ask>,
    pub(crate) input: Option<Input>,
    pub(crate) background: Background,
    counters: Arc<Mutex<Counters>>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: i32,
    /// What belongs on standard output.
    pub(crate) output: String,
}

impl Outcome {
    /// The output of a command whose output is its point.
    pub(crate) fn answer(self, command: &'static str) -> Result<String, Error> {
        if self.status == 0 { Ok(self.output) } else { Err(Error::Ended { command, status: self.status }) }
    }
}

impl Host {
    pub(crate) fn new(sender: Arc<dyn Sender>) -> Self {
        let background = Background::default();
        Self { sender, ask: None, input: None, background, counters: Arc::default() }
    }

    /// Counts what follows an attempt to send.
    pub(crate) fn count(&self, next: &Next) {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner).count(next);
    }

    pub(crate) fn counters(&self) -> Counters {
        *self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the command with these arguments, which follow the name of the program.
    pub(crate) fn run(&self, contract: Option<&str>, arguments: &[OsString]) -> Result<Outcome, Error> {
        let bytes: Vec<&[u8]> = arguments.iter().map(bytes).collect();
        let performer = Performer::new(self, arguments);
        drive(flow(contract, &bytes), |operation| performer.perform(operation))
    }

    /// Reads what the core needs for a purpose.
    pub(crate) fn gather(&self, contract: &Contract, purpose: Purpose, name: Option<&str>) -> Facts {
        let performer = Performer::new(self, &[]);
        aboveboard::gather(contract, purpose, name, |operation| match performer.perform(operation) {
            Ok(bytes) => aboveboard::Answer::from_bytes(&bytes),
            Err(class) => aboveboard::Answer::from_error(class),
        })
    }

    /// Delivers what a command handed to the background. Nobody hears how it went, unless somebody asked to.
    pub(crate) fn deliver(&self, handed_over: &str, heard: bool) {
        let performer = Performer::in_background(self, handed_over, heard);
        drop(drive(Flow::new(&[b"deliver"]), |operation| performer.perform(operation)));
    }
}

/// The flow of a command, under an embedded contract where there is one.
pub(crate) fn flow(contract: Option<&str>, arguments: &[&[u8]]) -> Flow {
    contract.map_or_else(|| Flow::new(arguments), |text| Flow::with_contract(text, arguments))
}

/// Has everything performed that the flow asks for, until it ends.
pub(crate) fn drive(mut flow: Flow, mut perform: impl FnMut(&Operation) -> Answer) -> Result<Outcome, Error> {
    loop {
        match flow.next()? {
            Progress::Done { status, output } => return Ok(Outcome { status, output }),
            Progress::Perform(batch) => {
                for operation in batch {
                    let answer = perform(&operation);
                    flow.reply(answer.as_deref().map_err(|class| *class))?;
                    if answer.is_err() && operation.kind.stops() {
                        break;
                    }
                }
            }
        }
    }
}

#[cfg(unix)]
fn bytes(argument: &OsString) -> &[u8] {
    std::os::unix::ffi::OsStrExt::as_bytes(argument.as_os_str())
}

/// Text is UTF-8; a byte that UTF-8 never has stands for what is no text.
#[cfg(not(unix))]
fn bytes(argument: &OsString) -> &[u8] {
    argument.to_str().map_or(b"\xff", str::as_bytes)
}
