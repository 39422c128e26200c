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

mod answer;
mod background;
mod buffer;
mod careful;
mod choice;
mod commands;
mod curl;
#[cfg(test)]
mod driver;
mod effects;
mod error;
mod files;
mod filter;
mod flow;
mod input;
mod limits;
mod lock;
mod options;
mod owner;
mod platform;
mod process;
mod programs;
mod question;
mod scrubber;
mod sender;
mod status;
mod terminal;
mod tool;

pub use aboveboard::{
    self, Contract, Counters, Decision, Due, ErrorClass, Payload, Reason, Run, Standing, State, Trace,
    VERSION,
};

pub use crate::buffer::Buffer;
pub use crate::choice::{Choice, disable, enable, reset};
pub use crate::commands::{Commands, run_command};
pub use crate::curl::Curl;
pub use crate::error::{Error, class_of};
pub use crate::options::{EXIT_BUDGET, Options};
pub use crate::scrubber::Scrubber;
pub use crate::sender::{Request, Response, Sender};
pub use crate::tool::Tool;
