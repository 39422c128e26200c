//! Commands from the outside, on a host that a test has made.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail"
)]

mod attempts;
mod child;
mod claims;
mod commands;
mod deletion;
mod destination;
mod fake_host;
mod flush;
mod identity;
mod interleaved;
mod interrupted;
mod locks;
mod needed;
mod outbox;
mod outbox_promise;
mod overlapping;
mod private;
mod profiles;
mod refused;
mod replay;
mod scrubbing;
mod spoken;
mod surroundings;
mod tools;
mod words;
