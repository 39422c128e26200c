//! What somebody who reviews a tool's telemetry gets: findings, the schema lock, the privacy page and a JSON Schema.
//!
//! All of it is worked out from the JSON text of a contract, never from what is compiled for running: a run of the
//! tool pays nothing for it. `document` is everywhere the tree of a contract that [`Contract::parse`] has accepted,
//! `Json::parse(contract.text())`. From any other tree nothing sensible comes out, but nothing fails either.
//!
//! | function | gives |
//! | --- | --- |
//! | `lints(document: &Json) -> Vec<Error>` | what is worth a reviewer's minute, in the shape of every message |
//! | `lock(document: &Json) -> String` | the file to commit: all that decides what is collected, one entry a line |
//! | `compare(lock: &str, document: &Json) -> Result<Comparison, Error>` | what differs from a lock, and which way |
//! | `page(document: &Json) -> String` | the public privacy page, in Markdown |
//! | `schema(document: &Json) -> String` | the JSON Schema of the payloads |
//!
//! A [`Comparison`] has `differences: Vec<Difference { key, was, is, direction }>` and `missing: Vec<Error>`, which is
//! empty where all is well. The errors of [`compare`] are `lock_damaged`, `lock_format` and `lock_of_another_tool`.
//!
//! [`Contract::parse`]: crate::Contract::parse

mod canonical;
mod change_of_leaf;
mod change_of_policy;
mod compare;
mod conditions;
mod direction;
mod leaves;
mod lints;
mod lock;
mod node;
mod page;
mod pretty;
mod schema;
mod template;
mod text;
mod vocabulary;

pub use compare::{Comparison, Difference, compare};
pub use direction::Direction;
pub use lints::lints;
pub use lock::lock;
pub use page::page;
pub use schema::schema;
