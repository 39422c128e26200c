//! Texts in which something is written in another way than people read it: coloured, percent-encoded, escaped.

pub(crate) mod colour;
pub(crate) mod decoded;
pub(crate) mod hidden;
pub(crate) mod plain;
