//! Runs another program in the tool's place.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use aboveboard::ErrorClass;

use crate::error::class_of;

/// Runs the program that is the first of `words`, with the rest as its arguments and these `NAME=value` entries (NUL
/// between them) added to the environment. Gives its exit status; that of a program ended by a signal is 128 and the
/// signal's number.
pub(crate) fn execute(words: &[OsString], entries: &str) -> Result<i32, ErrorClass> {
    let (name, arguments) = words.split_first().ok_or(ErrorClass::Absent)?;
    let variables = || entries.split('\0').filter_map(|entry| entry.split_once('='));
    let path = find(name)?;
    let run = |mut program: Command| program.args(arguments).envs(variables()).status();
    let status = match run(named(&path, name)) {
        Err(error) if is_script(&error) => {
            // It does not say what runs it: a shell would run it itself (POSIX, "Command Search and Execution").
            let mut shell = named("/bin/sh".as_ref(), "sh".as_ref());
            shell.arg(&path);
            run(shell)
        }
        status => status,
    };
    Ok(number(status.map_err(|error| class_of(&error))?))
}

/// Looks for a program as a shell does, which goes on where there is one that may not be run. Not by the standard
/// library: it does not say which file it has found, which is what a script is run by.
#[cfg(unix)]
fn find(name: &OsStr) -> Result<PathBuf, ErrorClass> {
    use std::os::unix::ffi::OsStrExt;
    // What holds a NUL is no name at all, and refused when it is to be run.
    if name.as_bytes().iter().any(|byte| matches!(byte, b'/' | 0)) {
        return Ok(name.into());
    }
    if name.is_empty() {
        return Err(ErrorClass::Absent);
    }
    let places = std::env::var_os("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
    let mut problem = ErrorClass::Absent;
    for place in places.as_bytes().split(|byte| *byte == b':') {
        let place = OsStr::from_bytes(if place.is_empty() { b"." } else { place });
        let path = PathBuf::from(place).join(name);
        match std::fs::metadata(&path).map_err(|error| class_of(&error)) {
            Ok(about) if about.is_file() && may_be_run(&path) => return Ok(path),
            Ok(_) | Err(ErrorClass::Denied) => problem = ErrorClass::Denied,
            Err(_) => {}
        }
    }
    Err(problem)
}

/// Here the system looks for it.
#[cfg(not(unix))]
fn find(name: &OsStr) -> Result<PathBuf, ErrorClass> {
    if name.is_empty() { Err(ErrorClass::Absent) } else { Ok(name.into()) }
}

#[cfg(unix)]
fn may_be_run(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

/// A command for this program, which is told that this is its name.
fn named(path: &Path, name: &OsStr) -> Command {
    let mut command = Command::new(path);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut command, name);
    #[cfg(not(unix))]
    let _ = name;
    command
}

#[cfg(unix)]
fn is_script(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NOEXEC.raw_os_error())
}

/// Here nothing is run without its kind.
#[cfg(not(unix))]
fn is_script(_error: &io::Error) -> bool {
    false
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
        assert_eq!(execute(&["".into()], ""), Err(ErrorClass::Absent));
        assert_eq!(execute(&[], ""), Err(ErrorClass::Absent));
    }
}
