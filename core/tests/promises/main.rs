//! The promises of the core, by exhaustion where the space is small enough and by property elsewhere.

mod canonical_bytes;
mod consent;
mod hostile;
