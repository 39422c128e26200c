//! Commands from the outside, on a host that a test has made.

mod commands;
mod fake_host;
mod replay;
