//! Aboveboard decides whether telemetry may leave a machine, builds the exact bytes, and can say why. The host does the
//! input and output.
//!
//! Everything here is a pure function over plain data: this crate cannot read a file, a variable or a clock. Hosts hand
//! in [`Facts`] and randomness; back come answers, and effects as data.
//!
//! ```
//! use aboveboard::{Contract, Event, Facts, Machine, begin, payload};
//! # use aboveboard::Answer;
//! let contract = Contract::parse(r#"{
//!     "contract": 1, "tool": "example", "schema_version": "1", "consent_version": 1,
//!     "consent": {"sources": [{"env": "EXAMPLE_TELEMETRY"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
//!     "payload": {"event": {"from": "event"}, "items": {"integer": [0, 9], "why": "how much is done at once"}},
//!     "events": {"done": {}}
//! }"#)?;
//! let mut facts = Facts::default();
//! facts.variables.insert("EXAMPLE_TELEMETRY", Answer::from_text("on"));
//! facts.random = (0..48).collect();
//! let run = begin(&contract, &facts)?;
//! let mut event = Event::new("done", 1_790_000_000);
//! event.set("items", 3)?;
//! // No leaf of this contract tells anything of the machine or can hold text, so that nothing of it has to be known.
//! let built = payload(&contract, &run, &event, &Machine::default())?;
//! assert_eq!(built.bytes(), r#"{"event":"done","items":3}"#);
//! # Ok::<(), aboveboard::Error>(())
//! ```
//!
//! The layers, each using only those above it: vocabulary (facts, JSON, errors), scrubber, contract, decisions (consent,
//! correlation, payload, request), commands (the protocol and one file per command; [`call()`], [`step()`], [`Flow`]).
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod answer;
mod call;
mod canonical;
mod children;
mod commands;
mod consent;
mod contract;
mod correlation;
mod curl;
mod decision;
mod deletion;
mod dialect;
mod encoding;
mod endpoint;
mod error;
mod event;
mod facts;
mod flow;
mod hex;
mod identity;
mod json;
mod machine;
mod map;
mod metadata;
mod needs;
mod number;
mod outbox;
mod outcome;
mod path;
mod payload;
mod platform;
mod private;
mod protocol;
mod purpose;
mod reader;
mod record;
mod reporting;
mod request;
mod resolve;
mod review;
mod run;
mod scrub;
mod scrubbing;
mod settings;
mod sorted;
mod state;
mod step;
mod stored;
mod text;
mod time;
mod tool_version;
mod unattended;
mod voices;
mod warning;
mod writer;

pub use answer::{Answer, ErrorClass};
pub use call::{MAX_ARGUMENTS, call};
pub use children::child_variables;
pub use commands::gather;
pub use consent::{foresee, without_a_run};
pub use contract::{Contract, MAX_CONTRACT};
pub use decision::{Because, Decision, Reason, Says, State, Trace};
pub use dialect::Class;
pub use error::Error;
pub use event::Event;
pub use facts::Facts;
pub use flow::{Flow, Progress};
pub use json::{Json, Members};
pub use machine::Machine;
pub use map::Map;
pub use needs::{Listing, Needs};
pub use outcome::{Attempt, Next, Outcome, after};
pub use payload::{MAX_PAYLOAD, Payload, check_consent, payload, preview};
pub use protocol::{Operation, OperationKind};
pub use purpose::{Purpose, needs, needs_for};
pub use record::{Record, record};
pub use reporting::{Counters, Due, due, startup_line};
pub use request::{Request, Tried, request, request_again};
pub use resolve::resolve;
pub use review::{Comparison, Difference, Direction, compare, lints, lock, page, schema};
pub use run::{Run, Standing, begin};
pub use scrub::{
    Fact, Filtered, Finding, Kind, LineFilter, PrivateFacts, Scrubbed, StreamFilter, is_private, scrub,
    scrub_arguments, scrub_bounded, scrub_environment, scrub_json,
};
pub use scrubbing::scrub_call;
pub use step::{step, step_at_run_time, step_for_review};
pub use warning::Warning;
pub use writer::ScrubbedLeaf;

/// The version of this crate, in the form of Semantic Versioning.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The number of the form of runs, decisions, payloads and requests.
pub const FORMAT: i64 = 1;
