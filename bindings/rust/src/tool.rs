//! One execution of a tool, from the beginning of its run to its end.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aboveboard::{
    Contract, Counters, Decision, Due, Event, Machine, Payload, Purpose, Reason, Run, Standing, State,
    check_consent, resolve, without_a_run,
};
use serde_json::Value;

use crate::buffer::Buffer;
use crate::effects::now;
use crate::error::Error;
use crate::flow::{Host, Outcome};
use crate::limits;
use crate::options::Options;
use crate::status;

/// A tool whose run has begun. Threads may share it.
///
/// Dropping it waits for what is still being delivered, at most for the exit budget. `std::process::exit` drops
/// nothing: drop the tool before.
#[derive(Debug)]
pub struct Tool {
    contract: Contract,
    /// None where none could be begun: telemetry is off then, and the tool goes on.
    run: Option<Run>,
    host: Host,
    exit_budget: Duration,
}

impl Tool {
    /// Reads the contract (JSON text) and begins a run: reads the variables and files that the contract names, takes
    /// the decision and, where that is due and somebody is there, asks the person.
    ///
    /// What is odd, such as a variable with a value that is not known, is said on standard error. What the machine or
    /// the person says is no error: where it makes a run impossible, telemetry is off.
    ///
    /// # Errors
    /// For what the tool's author got wrong: [`Error::Core`] where the contract or the run given is not valid;
    /// [`Error::Ended`] where a flag or feature is not as the contract says (status 2). A tool that goes on without
    /// telemetry then does the right thing.
    pub fn open(contract: &str, options: Options) -> Result<Self, Error> {
        let contract = Contract::parse(contract)?;
        let mut host = Host::new(Arc::clone(&options.sender));
        host.ask.clone_from(&options.ask);
        let exit_budget = options.exit_budget;
        let run = match options.run {
            Some(run) => run,
            None => begin(&host, &contract, options)?,
        };
        let run = match run.trim_end() {
            "" => None,
            run => Some(Run::parse(&contract, run)?),
        };
        Ok(Self { contract, run, host, exit_budget })
    }

    /// The contract.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The run with its ids; `None` where none could be begun. [`Run::to_json`] is what the other hosts take as
    /// `--run`.
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref()
    }

    /// The decision that was taken when the run began. Each send takes it afresh, and may only narrow it.
    pub fn decision(&self) -> Standing {
        self.run
            .as_ref()
            .map_or(Standing { state: State::Off, reason: Reason::RunNotBegun, source: None }, |run| {
                run.decision().clone()
            })
    }

    /// Builds the payload of an event, to be looked at or stored. `fields` is an object that mirrors the payload's
    /// tree; `time` is in seconds since 1970-01-01T00:00:00Z, and now where it is left out.
    ///
    /// What it tells of the machine, and what the machine knows about the person and is kept out of it, is read each
    /// time: the working directory may be another one by then, and a token too.
    ///
    /// # Errors
    /// [`Error::Core`]: `consent_not_given` where telemetry is off in this run, or what is wrong with the event;
    /// [`Error::NotBegun`] where there is no run.
    pub fn payload(&self, name: &str, fields: &Value, time: Option<i64>) -> Result<Payload, Error> {
        let run = self.run.as_ref().ok_or(Error::NotBegun)?;
        let facts = self.host.gather(&self.contract, Purpose::Resolve, None);
        check_consent(&self.contract, run, &facts)?;
        self.build(aboveboard::payload, name, fields, time)
    }

    /// Builds the same bytes whatever the decision, to be shown to a person. A preview cannot be sent.
    ///
    /// # Errors
    /// [`Error::Core`]: what is wrong with the event; [`Error::NotBegun`] where there is no run.
    pub fn preview(&self, name: &str, fields: &Value, time: Option<i64>) -> Result<Payload, Error> {
        self.build(aboveboard::preview, name, fields, time)
    }

    /// Sends an event in the background, if telemetry is on; otherwise it does nothing and is fine.
    ///
    /// The decision is taken afresh, here and before each attempt to deliver. How the delivery goes stays between the
    /// background and the endpoint.
    ///
    /// # Errors
    /// [`Error::Core`]: what is wrong with the event.
    pub fn send(&self, name: &str, fields: &Value, time: Option<i64>) -> Result<(), Error> {
        self.emit(name, fields, time, false)
    }

    /// Sends an event as [`send`](Self::send) does, and comes back when it is delivered or given up. What was given up
    /// is said on standard error.
    ///
    /// # Errors
    /// [`Error::Core`]: what is wrong with the event.
    pub fn send_and_wait(&self, name: &str, fields: &Value, time: Option<i64>) -> Result<(), Error> {
        self.emit(name, fields, time, true)
    }

    /// The environment variables for a child process: the decision, and where the child belongs. Where telemetry is
    /// off, they say so.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together.
    pub fn child_variables(&self) -> Result<BTreeMap<String, String>, Error> {
        let outcome = self.command(vec!["child".into()])?.output;
        serde_json::from_str(&outcome).map_err(|_| Error::Ended { command: "child", status: 0 })
    }

    /// Writes a local record to the file `to`, whatever the decision; nothing can send one. `kind` is one of the
    /// contract's records; the rest is as in [`payload`](Self::payload).
    ///
    /// # Errors
    /// [`Error::Core`]: what is wrong with the record; [`Error::Ended`] where the file cannot be written.
    pub fn record(&self, kind: &str, to: &Path, fields: &Value, time: Option<i64>) -> Result<(), Error> {
        let time = time.or_else(now).ok_or(Error::NoTime)?;
        let text = fields.to_string();
        let mut document = Event::new(kind, time);
        document.set_fields(&text)?;
        // The command would say on standard error what is wrong with the record; that is for the author of the tool.
        if let Some(run) = &self.run {
            aboveboard::record(&self.contract, run, &document, &self.machine(Purpose::Record, kind))?;
        }
        let mut arguments: Vec<OsString> = vec!["record".into(), kind.into(), "--to".into(), to.into()];
        arguments.extend(["--fields".into(), text.into(), "--time".into(), time.to_string().into()]);
        self.command(arguments)?.answer("record").map(drop)
    }

    /// Says for people whether telemetry is on, and why.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together.
    pub fn status(&self) -> Result<String, Error> {
        self.command(vec!["status".into()])?.answer("status")
    }

    /// Says the same, and what each who has a say in it says.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together.
    pub fn why(&self) -> Result<String, Error> {
        self.command(vec!["status".into(), "--why".into()])?.answer("status")
    }

    /// Takes the decision afresh and gives it with its trail.
    pub fn explain(&self) -> Decision {
        let Some(run) = &self.run else { return without_a_run() };
        resolve(&self.contract, run, &self.host.gather(&self.contract, Purpose::Resolve, None))
    }

    /// By what the receiver tells this machine or installation from others, at this moment, in the form that
    /// `docs/protocol.md` gives the operation `identity`. `None` where telemetry is off, since nothing is read for it
    /// then, and where the contract has no ids.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together.
    pub fn identity(&self) -> Result<Option<Value>, Error> {
        self.command(vec!["status".into(), "--json".into()]).and_then(status::identity)
    }

    /// Whether a report is due, in a program that keeps running and reports as often as its contract says. `last` is
    /// when the last one was sent, in seconds since 1970, and `None` for never; `now` is now where it is left out.
    ///
    /// # Errors
    /// [`Error::Core`]: `no_interval` where the contract does not say how often.
    pub fn due(&self, last: Option<i64>, now: Option<i64>) -> Result<Due, Error> {
        let now = now.or_else(crate::effects::now).ok_or(Error::NoTime)?;
        Ok(aboveboard::due(&self.contract, last, now)?)
    }

    /// One line for the log of a program that starts: whether telemetry is on, the endpoint and what to do. `preview`
    /// is where this very program shows a preview.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together.
    pub fn startup_line(&self, preview: Option<&str>) -> Result<String, Error> {
        let mut arguments: Vec<OsString> = vec!["startup".into()];
        if let Some(preview) = preview {
            arguments.extend(["--preview".into(), preview.into()]);
        }
        self.command(arguments)?.answer("startup").map(|line| line.trim_end().to_owned())
    }

    /// What has become of the deliveries of this tool so far. [`Counters::metrics`] has it under the contract's names.
    pub fn counters(&self) -> Counters {
        self.host.counters()
    }

    fn build(
        &self,
        build: fn(&Contract, &Run, &Event<'_>, &Machine) -> Result<Payload, aboveboard::Error>,
        name: &str,
        fields: &Value,
        time: Option<i64>,
    ) -> Result<Payload, Error> {
        let run = self.run.as_ref().ok_or(Error::NotBegun)?;
        let fields = fields.to_string();
        let mut event = Event::new(name, time.or_else(now).ok_or(Error::NoTime)?);
        event.set_fields(&fields)?;
        Ok(build(&self.contract, run, &event, &self.machine(Purpose::Payload, name))?)
    }

    /// What an event's payload or a record tells of the machine, and what is to be kept out of it, as it is at this
    /// moment.
    fn machine(&self, purpose: Purpose, name: &str) -> Machine {
        Machine::from_facts(&self.contract, &self.host.gather(&self.contract, purpose, Some(name)))
    }

    fn emit(&self, name: &str, fields: &Value, time: Option<i64>, wait: bool) -> Result<(), Error> {
        let time = time.or_else(now).ok_or(Error::NoTime)?;
        // The command would say on standard error what is wrong with the event; that is for the author of the tool.
        match self.payload(name, fields, Some(time)) {
            Err(Error::NotBegun) => return Ok(()),
            Err(Error::Core(error)) if matches!(error.code(), "consent_not_given" | "out_of_scope") => {
                return Ok(());
            }
            built => built?,
        };
        let mut arguments: Vec<OsString> = vec!["send".into(), name.into(), "--fields".into()];
        arguments.extend([fields.to_string().into(), "--time".into(), time.to_string().into()]);
        if wait {
            arguments.push("--wait".into());
        }
        self.command(arguments).map(print)
    }

    /// A buffer for events that are to be sent together.
    pub fn buffer(&self) -> Buffer<'_> {
        Buffer::new(self)
    }

    /// Sends these events, a JSON array.
    pub(crate) fn send_all(&self, events: String, wait: bool) -> Result<(), Error> {
        let mut arguments: Vec<OsString> = vec!["send".into(), "--json".into(), events.into()];
        if wait {
            arguments.push("--wait".into());
        }
        self.command(arguments).map(print)
    }

    /// Runs a command in this run.
    fn command(&self, arguments: Vec<OsString>) -> Result<Outcome, Error> {
        // An empty text says that there is none.
        let run = self.run.as_ref().map(Run::to_json).unwrap_or_default();
        let mut line: Vec<OsString> = vec!["--run".into(), run.into()];
        line.extend(arguments);
        self.host.run(Some(self.contract.text()), &line)
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        self.host.background.end(self.exit_budget);
    }
}

/// Prints what `send` gives: the events, where the contract's `mode` says so.
fn print(outcome: Outcome) {
    let mut stdout = std::io::stdout().lock();
    // A standard output that is closed or full is no matter of the tool's.
    if limits::allow_on(&stdout, outcome.output.len()) {
        drop(stdout.write_all(outcome.output.as_bytes()));
    }
}

/// Runs the command `begin` and gives its output: the run, or nothing where none could be begun.
fn begin(host: &Host, contract: &Contract, options: Options) -> Result<String, Error> {
    let mut arguments = feature_words(&options.features);
    arguments.push("begin".into());
    for (name, value) in options.flags {
        arguments.extend(["--flag".into(), format!("{name}={value}").into()]);
    }
    if let Some(version) = options.tool_version {
        arguments.extend(["--tool-version".into(), version.into()]);
    }
    if host.ask.is_some() {
        // Whatever the standard streams are: the tool says that somebody is there.
        arguments.extend(["--terminal".into(), "yes".into()]);
    }
    host.run(Some(contract.text()), &arguments)?.answer("begin")
}

/// The tool's features as words of a command line, which come before the command.
pub(crate) fn feature_words(features: &[String]) -> Vec<OsString> {
    features.iter().flat_map(|name| ["--feature".into(), name.into()]).collect()
}
