//! The scrubber: what it must find, what it must leave alone, and what it promises whatever comes in.
#![expect(clippy::arithmetic_side_effects, reason = "a test may fail")]

mod arguments;
mod calls;
mod cells;
mod chains;
#[path = "../support/clock.rs"]
mod clock;
mod commands;
mod connections;
mod context;
mod devices;
mod examples;
mod facts;
mod generate;
mod growth;
mod hidden;
mod innocent;
mod listings;
mod logs;
mod marked;
mod messages;
mod neighbours;
mod networks;
mod people;
mod places;
mod promises;
mod prose;
mod reached;
mod services;
mod sessions;
mod stand_ins;
mod tables;
mod unequivocal;
mod values;
