//! The WebAssembly surface of `check`, `lock`, `docs` and `help`, a module of its own: what runs in a user's program
//! should not carry what only its author needs.
#![forbid(unsafe_code)]

use wasm_bindgen::prelude::wasm_bindgen;

/// Advances a command for review: the command and the replies so far as JSON text, then what to perform, or the
/// outcome.
///
/// # Errors
///
/// The core's error as JSON text: `command_elsewhere` for any other command, else as `step` of the module beside it.
#[wasm_bindgen]
pub fn step(input: &str) -> Result<String, String> {
    aboveboard::step_for_review(input).map_err(|error| error.to_json())
}
