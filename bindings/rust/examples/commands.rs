//! The commands as a program, for a tool in Rust that offers them as its own: `status`, `enable`, `disable`, `token` and
//! the rest of what `aboveboard --help` lists.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use aboveboard_host::run_command;

fn main() -> ExitCode {
    match run_command(env::args_os().skip(1)) {
        Ok((status, output)) if io::stdout().write_all(output.as_bytes()).is_ok() => {
            ExitCode::from(u8::try_from(status).unwrap_or(1))
        }
        Ok(_) => {
            eprintln!("aboveboard: standard output cannot be written");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("aboveboard: {error}");
            ExitCode::FAILURE
        }
    }
}
