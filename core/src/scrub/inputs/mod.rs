//! What is scrubbed as more than one text: lines and streams, documents in JSON, arguments and environments; and what is
//! left of one that is cut.

pub(crate) mod arguments;
mod bounded;
pub(crate) mod document;
pub(crate) mod lines;
pub(crate) mod list;
mod names;
mod number;
pub(crate) mod stream;
pub(crate) mod syntax;
