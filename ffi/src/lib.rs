//! The C ABI of Aboveboard: what `include/aboveboard.h` declares, and nothing else.
//!
//! Two ways in, side by side. Embedders in other languages use `abv_open`, `abv_call` and `abv_step`, which carry JSON
//! text. Native helpers use a flow (`abv_flow_new` and so on), which hands them one operation after the other already
//! split into a kind, a number and byte strings, so that C neither reads nor writes JSON.
//!
//! What may go wrong at a boundary is kept in the types where they can hold it: a handle that may be null is an `Option`,
//! one that is given back is a `Box`. `unsafe` is left for what has no such type: a pointer with a length, and a place to
//! write to, of which C may give one twice, as no two `&mut` may be. It lives in [`bytes`], in [`random`], in [`digest`]
//! and where those are called.
#![expect(non_camel_case_types, reason = "the names are C's, so that a search finds both sides")]
#![deny(unsafe_op_in_unsafe_fn)]

mod abi;
mod boundary;
mod bytes;
mod contract;
mod digest;
mod digits;
mod flow;
mod operation;
mod random;
mod scrub;
mod status;

pub use abi::{ABV_ABI, abv_abi};
pub use bytes::{abv_bytes, abv_text, abv_text_free};
pub use contract::{abv_call, abv_contract, abv_contract_free, abv_open, abv_step, abv_version};
pub use digest::abv_sha256_hex;
pub use flow::{
    abv_flow, abv_flow_free, abv_flow_new, abv_flow_next, abv_flow_outcome, abv_flow_reply,
    abv_flow_with_contract,
};
pub use operation::{abv_error_class, abv_operation, abv_operation_kind};
pub use random::abv_random;
pub use scrub::{abv_filter, abv_filter_end, abv_filter_free, abv_filter_new, abv_filter_push, abv_scrub};
pub use status::abv_status;
