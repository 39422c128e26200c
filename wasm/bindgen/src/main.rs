//! Runs wasm-bindgen, at the version that `Cargo.lock` pins, on one module.
//!
//! Usage: `aboveboard-wasm-bindgen MODULE.wasm OUTPUT_DIRECTORY`

use std::env::args_os;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let mut arguments = args_os().skip(1);
    let (Some(module), Some(directory), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        eprintln!("usage: aboveboard-wasm-bindgen MODULE.wasm OUTPUT_DIRECTORY");
        return ExitCode::from(2);
    };
    // The declarations are written by hand in bindings/node, for the facade and not for this private module.
    let generated = Bindgen::new().input_path(module).nodejs(true).and_then(|bindgen| {
        bindgen.typescript(false).debug(false).remove_producers_section(true).generate(directory)
    });
    match generated {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aboveboard-wasm-bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}
