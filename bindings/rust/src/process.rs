//! Runs another program in the tool's place.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitStatus};

use aboveboard::ErrorClass;

use crate::error::class_of;

/// Runs the program that is the first of `words`, with the rest as its arguments and these `NAME=value` entries (NUL
/// between them) added to the environment. Gives its exit status; that of a program ended by a signal is 128 and the
/// signal's number.
pub(crate) fn execute(words: &[OsString], entries: &str) -> Result<i32, ErrorClass> {
    let (program, arguments) = words.split_first().ok_or(ErrorClass::Absent)?;
    let variables = entries.split('\0').filter_map(|entry| entry.split_once('='));
    let status =
        Command::new(program).args(arguments).envs(variables).status().map_err(|error| class_of(&error))?;
    Ok(number(status))
}

/// How a child has ended that was waited for. Nothing where nobody is told: this process ignores the end of children
/// (SIGCHLD), as one does whose parent did, and what it does with its signals is not for a library to change.
pub(crate) fn ending<T>(waited: io::Result<T>) -> Result<Option<T>, ErrorClass> {
    match waited {
        Ok(status) => Ok(Some(status)),
        Err(error) if is_untold(&error) => Ok(None),
        Err(error) => Err(class_of(&error)),
    }
}

#[cfg(unix)]
fn is_untold(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::CHILD.raw_os_error())
}

/// Here everybody is told.
#[cfg(not(unix))]
fn is_untold(_error: &io::Error) -> bool {
    false
}

#[cfg(unix)]
fn number(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    let by_signal = || status.signal().map_or(1, |signal| signal.saturating_add(128));
    status.code().unwrap_or_else(by_signal)
}

#[cfg(not(unix))]
fn number(status: ExitStatus) -> i32 {
    status.code().unwrap_or(1)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, entries: &str) -> Result<i32, ErrorClass> {
        execute(&["sh".into(), "-c".into(), script.into()], entries)
    }

    #[test]
    fn status_signal_and_variables() {
        assert_eq!(shell("exit 7", ""), Ok(7));
        assert_eq!(shell("kill -TERM $$", ""), Ok(143));
        assert_eq!(shell(r#"test "$A,$B,$C" = 1,x=y, "#, "A=1\0B=x=y\0C="), Ok(0));
        assert_eq!(shell(r#"test "$A" = 2"#, "A=1"), Ok(1));
    }

    #[test]
    fn a_program_that_cannot_be_run() {
        assert_eq!(execute(&["/nowhere/program".into()], ""), Err(ErrorClass::Absent));
        assert_eq!(execute(&["/".into()], ""), Err(ErrorClass::Denied));
        assert_eq!(execute(&["a\0b".into()], ""), Err(ErrorClass::Other));
        assert_eq!(execute(&[], ""), Err(ErrorClass::Absent));
    }
}
