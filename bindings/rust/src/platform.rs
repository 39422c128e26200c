//! What the system and the process are.

use aboveboard::ErrorClass;

use crate::answer::{Answer, bytes};
use crate::error::class_of;

/// What the system tells under a word.
pub(crate) fn tell(word: &str) -> Answer {
    match word {
        "directory" => std::env::current_dir()
            .map(|directory| bytes(directory.into_os_string()))
            .map_err(|error| class_of(&error)),
        #[cfg(unix)]
        "user_id" => Ok(rustix::process::getuid().as_raw().to_string().into_bytes()),
        _ => of_machine(word),
    }
}

#[cfg(unix)]
fn of_machine(word: &str) -> Answer {
    let told = rustix::system::uname();
    let value = match word {
        "host_name" => told.nodename(),
        "system" => told.sysname(),
        "release" => told.release(),
        "machine" => told.machine(),
        _ => return Err(ErrorClass::Unsupported),
    };
    Ok(value.to_bytes().to_vec())
}

#[cfg(windows)]
fn of_machine(word: &str) -> Answer {
    use crate::answer::variable;
    match word {
        "host_name" => variable("COMPUTERNAME"),
        "system" => Ok(b"Windows_NT".to_vec()),
        // The first one is there in a program of 32 bits, for which the second one tells of what it is run on.
        "machine" => variable("PROCESSOR_ARCHITEW6432").or_else(|_| variable("PROCESSOR_ARCHITECTURE")),
        _ => Err(ErrorClass::Unsupported),
    }
}

#[cfg(not(any(unix, windows)))]
fn of_machine(_word: &str) -> Answer {
    Err(ErrorClass::Unsupported)
}
