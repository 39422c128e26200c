//! Runs one of the system's own programs for what it prints.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use aboveboard::ErrorClass;

use crate::answer::{Answer, LONGEST_ANSWER};
use crate::error::class_of;
use crate::process;

/// How long a program may take.
pub(crate) const LONGEST_RUN: Duration = Duration::from_secs(5);

/// How often it is looked whether a program that prints nothing more has ended.
const MOMENT: Duration = Duration::from_millis(1);

/// What stands in a path for the directory of Windows.
const SYSTEM_ROOT: &str = "%SystemRoot%";

/// A program of a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Program {
    /// What the effect `platform` calls the system.
    system: &'static str,
    word: &'static str,
    pub(crate) path: &'static str,
    pub(crate) arguments: &'static [&'static str],
}

const PROGRAMS: [Program; 5] = [
    Program {
        system: "Darwin",
        word: "ioreg",
        path: "/usr/sbin/ioreg",
        arguments: &["-rd1", "-c", "IOPlatformExpertDevice"],
    },
    Program { system: "Darwin", word: "ifconfig", path: "/sbin/ifconfig", arguments: &["-a"] },
    Program { system: "Darwin", word: "sw_vers", path: "/usr/bin/sw_vers", arguments: &["-productVersion"] },
    Program {
        system: "Windows_NT",
        word: "machine_guid",
        path: r"%SystemRoot%\System32\reg.exe",
        arguments: &["query", r"HKLM\SOFTWARE\Microsoft\Cryptography", "/v", "MachineGuid"],
    },
    Program {
        system: "Windows_NT",
        word: "ver",
        path: r"%SystemRoot%\System32\cmd.exe",
        arguments: &["/d", "/c", "ver"],
    },
];

/// The program that a word stands for on a system.
pub(crate) fn find(system: &[u8], word: &str) -> Option<Program> {
    PROGRAMS.into_iter().find(|program| program.system.as_bytes() == system && program.word == word)
}

impl Program {
    /// What it prints.
    pub(crate) fn output(&self) -> Answer {
        let path = match self.path.strip_prefix(SYSTEM_ROOT) {
            None => OsString::from(self.path),
            Some(rest) => {
                let mut path = std::env::var_os("SystemRoot").ok_or(ErrorClass::Absent)?;
                path.push(rest);
                path
            }
        };
        run(&path, self.arguments, LONGEST_RUN)
    }
}

/// Runs a program with nothing on its standard input and gives what it prints, unless it takes longer than `limit`.
pub(crate) fn run(path: &OsStr, arguments: &[&str], limit: Duration) -> Answer {
    let began = Instant::now();
    let mut command = Command::new(path);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    without_a_window(&mut command);
    let mut child = command.spawn().map_err(|error| class_of(&error))?;
    let answer = child.stdout.take().ok_or(ErrorClass::Other).and_then(|pipe| {
        let output = read(pipe, limit)?;
        let status = wait(&mut child, limit.saturating_sub(began.elapsed()))?;
        // Where nobody is told, all that it has printed has to do.
        if status.is_none_or(|status| status.success()) { Ok(output) } else { Err(ErrorClass::Other) }
    });
    if answer.is_err() {
        // It may still be running; nothing happens to one that has been waited for.
        let _ = child.kill();
        let _ = child.wait();
    }
    answer
}

/// Reads on a thread of its own, which is left alone where what the program has started keeps the pipe open.
fn read(pipe: ChildStdout, limit: Duration) -> Answer {
    let (sender, receiver) = channel();
    let reader = move || {
        let mut output = Vec::new();
        let read = pipe.take(LONGEST_ANSWER.saturating_add(1)).read_to_end(&mut output);
        // Nobody may be waiting any more.
        let _ = sender.send(read.map(|_| output));
    };
    thread::Builder::new().spawn(reader).map_err(|error| class_of(&error))?;
    let output = receiver.recv_timeout(limit).map_err(|error| match error {
        RecvTimeoutError::Timeout => ErrorClass::Timeout,
        RecvTimeoutError::Disconnected => ErrorClass::Other,
    })?;
    let output = output.map_err(|error| class_of(&error))?;
    if output.len() as u64 > LONGEST_ANSWER { Err(ErrorClass::Other) } else { Ok(output) }
}

/// Waits for its end; nothing where nobody is told how that was.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>, ErrorClass> {
    let began = Instant::now();
    loop {
        let ended = match process::ending(child.try_wait())? {
            None => Some(None),
            Some(status) => status.map(Some),
        };
        if let Some(status) = ended {
            return Ok(status);
        }
        if began.elapsed() >= limit {
            return Err(ErrorClass::Timeout);
        }
        thread::sleep(MOMENT);
    }
}

#[cfg(windows)]
fn without_a_window(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

/// Only Windows would open one.
#[cfg(not(windows))]
fn without_a_window(_command: &mut Command) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, milliseconds: u64) -> Answer {
        run(OsStr::new("/bin/sh"), &["-c", script], Duration::from_millis(milliseconds))
    }

    #[test]
    fn what_a_program_prints() {
        assert_eq!(shell("echo x; echo y >&2; cat", 5000), Ok(b"x\n".to_vec()));
        assert_eq!(shell("printf '\\377'", 5000), Ok(vec![0xff]));
        assert_eq!(shell("echo x; exit 1", 5000), Err(ErrorClass::Other));
        assert_eq!(shell("echo x; kill -TERM $$", 5000), Err(ErrorClass::Other));
        assert_eq!(run(OsStr::new("/nowhere/program"), &[], LONGEST_RUN), Err(ErrorClass::Absent));
        assert_eq!(run(OsStr::new("/"), &[], LONGEST_RUN), Err(ErrorClass::Denied));
    }

    #[test]
    fn too_much_is_no_answer() {
        let most = "head -c 65536 /dev/zero";
        assert_eq!(shell(most, 5000), Ok(vec![0; 65536]));
        assert_eq!(shell(&format!("{most}; printf x"), 5000), Err(ErrorClass::Other));
        assert_eq!(shell("exec cat /dev/zero", 5000), Err(ErrorClass::Other));
    }

    #[test]
    fn a_program_that_takes_too_long_is_killed() {
        let directory = std::env::temp_dir().join(format!("aboveboard-programs-{}", std::process::id()));
        let script = format!("echo $$ >'{}'; exec sleep 60", directory.display());
        let began = Instant::now();
        assert_eq!(shell(&script, 300), Err(ErrorClass::Timeout));
        assert_eq!(shell("exec sleep 60 >&-", 300), Err(ErrorClass::Timeout));
        assert_eq!(shell("sleep 3 & echo x", 300), Err(ErrorClass::Timeout));
        assert!(began.elapsed() < Duration::from_secs(3));
        let child = std::fs::read_to_string(&directory).unwrap();
        std::fs::remove_file(&directory).unwrap();
        assert!(
            Command::new("kill")
                .args(["-0", child.trim()])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|is| !is.success())
        );
    }

    #[test]
    fn only_the_programs_of_a_system() {
        assert_eq!(find(b"Darwin", "sw_vers").map(|program| program.path), Some("/usr/bin/sw_vers"));
        assert_eq!(find(b"Windows_NT", "sw_vers"), None);
        assert_eq!(find(b"Linux", "ifconfig"), None);
        assert_eq!(find(b"Darwin", ""), None);
    }
}
