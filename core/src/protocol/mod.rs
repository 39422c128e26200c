//! How commands and hosts talk: a command line comes in, effects go out, replies come back.

mod arguments;
mod host;
mod operation;

pub(crate) use arguments::{Argument, ChildFormat, Command, EventArguments, Line, RunArgument, TokenCommand};
pub(crate) use host::{Host, Reply, Suspended};
pub use operation::{Operation, OperationKind};
