//! The promises of the core, by exhaustion where the space is small enough and by property elsewhere.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail"
)]

mod belonging;
mod canonical_bytes;
#[path = "../support/clock.rs"]
mod clock;
mod consent;
mod hostile;
