//! The host of Aboveboard for Rust programs: it reads variables and files, asks, waits and sends where the core, which
//! can do none of that, says so.
//!
//! A tool opens its contract once, and then emits events:
//!
//! ```no_run
//! use aboveboard_host::{Options, Tool};
//! use serde_json::json;
//!
//! # fn main() -> Result<(), aboveboard_host::Error> {
//! let options = Options::default().with_tool_version("1.4.0");
//! let tool = Tool::open(include_str!("../../../core/contracts/pk3s-infra.json"), options)?;
//! let fields = json!({"command": {"name": "apply", "result": "started"}, "client": {"script": "infra"}});
//! tool.send("infra.command.started", &fields, None)?;
//! # Ok(())
//! # }
//! ```
//!
//! Every rule is the core's; [`Tool::send`] sends nothing unless the person has said yes. Nothing here is worth failing
//! for: a tool goes on with its work whatever an [`Error`] says.
//!
//! The crate has no network code. Requests go out through a [`Sender`]; the one used by default pipes them to `curl`.

#![forbid(unsafe_code)]

mod background;
mod buffer;
mod choice;
mod curl;
#[cfg(test)]
mod driver;
mod effects;
mod error;
mod files;
mod filter;
mod flow;
mod limits;
mod lock;
mod options;
mod platform;
mod process;
mod programs;
mod scrubber;
mod sender;
mod status;
mod terminal;
mod tool;

use std::ffi::OsString;
use std::sync::Arc;

pub use aboveboard::{
    self, Contract, Counters, Decision, Due, ErrorClass, Payload, Reason, Run, Standing, State, Trace,
    VERSION,
};

pub use crate::buffer::Buffer;
pub use crate::choice::{Choice, disable, enable, reset};
pub use crate::curl::Curl;
pub use crate::error::{Error, class_of};
pub use crate::options::{EXIT_BUDGET, Options};
pub use crate::scrubber::Scrubber;
pub use crate::sender::{Request, Response, Sender};
pub use crate::tool::Tool;

use crate::flow::Host;

/// Runs one command as the program `aboveboard` does: `arguments` are what follows its name.
///
/// Gives the exit status and what belongs on standard output. What the command has to say to a person goes to standard
/// error meanwhile, and what it hands to the background gets [`EXIT_BUDGET`] after its end.
///
/// # Errors
/// Only where the core and this crate do not fit together; what goes wrong in a command is its status.
pub fn run_command<I>(arguments: I) -> Result<(i32, String), Error>
where
    I: IntoIterator,
    I::Item: Into<OsString>,
{
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let host = Host::new(Arc::new(Curl::default()));
    let outcome = host.run(None, &arguments);
    host.background.wait(EXIT_BUDGET);
    outcome.map(|outcome| (outcome.status, outcome.output))
}
