//! Commands from the outside, on a host that a test has made.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail")]

mod commands;
mod fake_host;
mod replay;
mod surroundings;
