//! Performs what the core asks for: one arm for each kind of operation, and no rule of its own.

use std::cell::Cell;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use aboveboard::{Attempt, ErrorClass, Next, Operation, OperationKind, Outcome, after};

use crate::answer::{Answer, LONGEST_INPUT, digits, variable};
use crate::error::class_of;
use crate::flow::Host;
use crate::sender::{Request, Response};
use crate::{careful, files, filter, limits, platform, process, programs, terminal};

/// More random bytes than anything asks for.
const MOST_RANDOM: usize = 1024;

/// Performs the operations of one command.
#[derive(Debug)]
pub(crate) struct Performer<'a> {
    host: &'a Host,
    /// The arguments of the command.
    arguments: &'a [OsString],
    /// In the background: what stands in for standard input.
    handed_over: Option<&'a str>,
    /// Whether anything is printed.
    heard: bool,
    /// The number of the attempt that comes next.
    attempt: Cell<i64>,
}

impl<'a> Performer<'a> {
    /// For a command in the foreground.
    pub(crate) fn new(host: &'a Host, arguments: &'a [OsString]) -> Self {
        Self { host, arguments, handed_over: None, heard: true, attempt: Cell::new(1) }
    }

    /// For a delivery in the background. Nothing is printed there unless somebody asks to hear it.
    pub(crate) fn in_background(host: &'a Host, handed_over: &'a str, heard: bool) -> Self {
        Self { host, arguments: &[], handed_over: Some(handed_over), heard, attempt: Cell::new(1) }
    }

    /// Does what the operation says and gives the answer. It never panics, whatever the operation holds.
    pub(crate) fn perform(&self, operation: &Operation) -> Answer {
        let [text, more, last] = &operation.text;
        match operation.kind {
            OperationKind::Variable => variable(text),
            OperationKind::File => file(text, operation.number == 1),
            OperationKind::Stdin => match self.handed_over {
                Some(text) => Ok(text.as_bytes().to_vec()),
                None => match &self.host.input {
                    Some(input) => bounded(input),
                    None => bounded(io::stdin().lock()),
                },
            },
            OperationKind::Terminal => is_terminal(operation.number),
            OperationKind::Time => Ok(now().ok_or(ErrorClass::Other)?.to_string().into_bytes()),
            OperationKind::Random => random(operation.number),
            OperationKind::Ask => match &self.host.ask {
                Some(ask) => ask.put(text),
                None => terminal::ask(text),
            },
            OperationKind::Print => self.print(operation.number, text),
            OperationKind::Wait => {
                self.pause(Duration::from_millis(u64::try_from(operation.number).unwrap_or(0)))
            }
            OperationKind::Exec => {
                let words =
                    usize::try_from(operation.number).ok().and_then(|first| self.arguments.get(first..));
                process::execute(words.unwrap_or(&[]), text).map(|status| status.to_string().into_bytes())
            }
            OperationKind::Detach => {
                let (host, text, heard) = (self.host.clone(), text.clone(), operation.number == 1);
                if heard {
                    self.host.background.hear();
                }
                self.host.background.start(move || host.deliver(&text, heard)).map(|()| Vec::new())
            }
            OperationKind::Send => {
                let request = Request::read(text, more).ok_or(ErrorClass::Other)?;
                let began = Instant::now();
                let sent = self.host.sender.send(&request);
                self.count(text, &sent, began.elapsed());
                sent.map(|response| response.head().into_bytes())
            }
            // No event, and so none of those that are counted.
            OperationKind::SendDeletion => {
                let request = Request::read(text, more).ok_or(ErrorClass::Other)?;
                self.host.sender.send(&request).map(|response| response.head().into_bytes())
            }
            OperationKind::Write => files::write(text, more, last, operation.number).map(|()| Vec::new()),
            OperationKind::Append => files::append(text, more).map(|()| Vec::new()),
            OperationKind::Rename => files::rename(text, more).map(|()| Vec::new()),
            OperationKind::Remove => files::remove(text).map(|()| Vec::new()),
            OperationKind::Filter => {
                filter::scrub_streams(self.host.input.as_ref(), text, operation.number == 1)
                    .map(|()| Vec::new())
            }
            OperationKind::Platform => platform::tell(text),
            OperationKind::List => list(text),
            OperationKind::Program => program(text),
            _ => Err(ErrorClass::Unsupported),
        }
    }

    /// Counts an attempt at a request, given as JSON text, by what came of it after so long.
    fn count(&self, request: &str, sent: &Result<Response, ErrorClass>, taken: Duration) {
        let outcome = match sent {
            // What is no answer to the core is none here.
            Ok(response) if !(200..=999).contains(&response.status) => Outcome::Failure(ErrorClass::Other),
            Ok(response) => {
                Outcome::Response { status: response.status, retry_after: response.told().map(str::to_owned) }
            }
            Err(class) => Outcome::Failure(*class),
        };
        let taken = i64::try_from(taken.as_millis()).unwrap_or(i64::MAX);
        // The sender has been given it, so that it is a request.
        let Ok(made) = Attempt::at_request(request, self.attempt.get(), taken) else { return };
        let next = after(made, &outcome);
        // One command may send several requests, each with attempts of its own.
        self.attempt.set(if matches!(next, Next::Wait { .. }) { made.number.saturating_add(1) } else { 1 });
        self.host.count(&next);
    }

    fn pause(&self, time: Duration) -> Answer {
        if self.handed_over.is_none() {
            thread::sleep(time);
        } else if !self.host.background.pause(time) {
            return Err(ErrorClass::Interrupted);
        }
        Ok(Vec::new())
    }

    fn print(&self, stream: i64, text: &str) -> Answer {
        match stream {
            2 if !self.heard => {}
            2 if leads_nowhere(&io::stderr()) => return Err(ErrorClass::Absent),
            2 if !limits::allow_on(&io::stderr(), text.len()) => return Err(ErrorClass::Full),
            2 => io::stderr().lock().write_all(text.as_bytes()).map_err(|error| class_of(&error))?,
            _ => return Err(ErrorClass::Unsupported),
        }
        Ok(Vec::new())
    }
}

fn program(word: &str) -> Answer {
    let system = platform::tell("system")?;
    programs::find(&system, word).ok_or(ErrorClass::Unsupported)?.output()
}

/// No file has a NUL in its name.
fn possible(path: &str) -> Result<&str, ErrorClass> {
    if path.contains('\0') { Err(ErrorClass::Absent) } else { Ok(path) }
}

fn list(path: &str) -> Answer {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(possible(path)?).map_err(|error| class_of(&error))? {
        let name = entry.map_err(|error| class_of(&error))?.file_name();
        let Some(name) = name.to_str().filter(|name| !name.contains('\n')) else { continue };
        names.extend_from_slice(name.as_bytes());
        names.push(b'\n');
        if names.len() as u64 > LONGEST_INPUT {
            return Err(ErrorClass::Other);
        }
    }
    Ok(names)
}

fn file(path: &str, guarded: bool) -> Answer {
    let opened = careful::open(File::options().read(true), possible(path)?.as_ref());
    let file = opened.map_err(|error| class_of(&error))?;
    if is_fifo(&file) {
        return Err(ErrorClass::Other);
    }
    if guarded && may_be_written_by_others(&file) { Err(ErrorClass::Exposed) } else { bounded(file) }
}

/// One that is not waited for would seem to be an empty file. Also where the system does not tell.
#[cfg(unix)]
fn is_fifo(file: &File) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.metadata().map_or(true, |about| about.file_type().is_fifo())
}

/// Here none has a place among the files.
#[cfg(not(unix))]
fn is_fifo(_file: &File) -> bool {
    false
}

/// Also where the system does not tell.
#[cfg(unix)]
fn may_be_written_by_others(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().map_or(true, |about| about.permissions().mode() & 0o002 != 0)
}

/// Here no mode says so.
#[cfg(not(unix))]
fn may_be_written_by_others(_file: &File) -> bool {
    false
}

/// Whether nobody can ever see what is written there. The standard library opens the null device in the place of a
/// stream that was closed.
#[cfg(unix)]
fn leads_nowhere(stream: &impl std::os::fd::AsFd) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let Ok(about) = stream.as_fd().try_clone_to_owned().and_then(|copy| File::from(copy).metadata()) else {
        return true;
    };
    about.file_type().is_char_device()
        && std::fs::metadata("/dev/null").is_ok_and(|nowhere| nowhere.rdev() == about.rdev())
}

/// Here nothing says so.
#[cfg(not(unix))]
fn leads_nowhere(_stream: &io::Stderr) -> bool {
    false
}

fn bounded(input: impl Read) -> Answer {
    let mut bytes = Vec::new();
    input.take(LONGEST_INPUT.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| class_of(&error))?;
    if bytes.len() as u64 > LONGEST_INPUT { Err(ErrorClass::Other) } else { Ok(bytes) }
}

fn is_terminal(stream: i64) -> Answer {
    let yes = match stream {
        0 => io::stdin().is_terminal(),
        1 => io::stdout().is_terminal(),
        2 => io::stderr().is_terminal(),
        _ => return Err(ErrorClass::Unsupported),
    };
    Ok(if yes { b"yes" } else { b"no".as_slice() }.to_vec())
}

/// Seconds since 1970-01-01T00:00:00Z.
pub(crate) fn now() -> Option<i64> {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()
}

fn random(count: i64) -> Answer {
    let count =
        usize::try_from(count).ok().filter(|count| *count <= MOST_RANDOM).ok_or(ErrorClass::Unsupported)?;
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).map_err(|_| ErrorClass::Other)?;
    Ok(digits(&bytes).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sender::Sender;
    use std::sync::{Arc, Mutex};

    /// Keeps what it is given, and answers as it is told.
    #[derive(Debug)]
    struct Told {
        bodies: Mutex<Vec<String>>,
        status: Mutex<u16>,
    }

    impl Sender for Told {
        fn send(&self, request: &Request) -> Result<Response, ErrorClass> {
            self.bodies.lock().unwrap().push(request.body.clone());
            Ok(Response { status: *self.status.lock().unwrap(), retry_after: None })
        }
    }

    fn request(kind: OperationKind, more: &str) -> Operation {
        let json = format!(
            r#"{{"method":"POST","url":"http://127.0.0.1:1/","headers":[],"body":"b","connect_timeout_seconds":1,
                "timeout_seconds":1,"attempts":2{more}}}"#
        );
        Operation { kind, number: 0, text: [json, String::new(), String::new()] }
    }

    /// A FIFO that takes the place of a file between two looks at it must not be waited for.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_fifo_that_was_a_file_a_moment_ago_holds_up_nobody() {
        use rustix::fs::{CWD, FileType, Mode, RenameFlags, mknodat, renameat_with};
        let directory = std::env::temp_dir().join(format!("aboveboard-{}", std::process::id()));
        let [path, other] = ["file", "fifo"].map(|name| directory.join(name));
        std::fs::create_dir(&directory).unwrap();
        std::fs::write(&path, "text").unwrap();
        mknodat(CWD, &other, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        let (done, told) = std::sync::mpsc::channel();
        let name = path.to_str().unwrap().to_owned();
        thread::spawn(move || {
            for _ in 0..20_000 {
                done.send(file(&name, false)).unwrap();
            }
        });
        let (mut files, mut fifos) = (0, 0);
        while files + fifos < 20_000 {
            renameat_with(CWD, &path, CWD, &other, RenameFlags::EXCHANGE).unwrap();
            match told.recv_timeout(Duration::from_secs(10)).expect("nothing is waited for") {
                Ok(content) => {
                    assert_eq!(content, b"text");
                    files += 1;
                }
                Err(class) => {
                    assert_eq!(class, ErrorClass::Other);
                    fifos += 1;
                }
            }
        }
        std::fs::remove_dir_all(&directory).unwrap();
        assert!(files > 0 && fifos > 0, "{files} {fifos}");
    }

    #[test]
    fn requests_are_sent_and_those_of_events_are_counted() {
        let told = Arc::new(Told { bodies: Mutex::default(), status: Mutex::new(204) });
        let host = Host::new(Arc::clone(&told) as Arc<dyn Sender>);
        let performer = Performer::new(&host, &[]);
        let send = |kind, more: &str, status, (sent, errors, dropped)| {
            *told.status.lock().unwrap() = status;
            let answer = performer.perform(&request(kind, more));
            assert_eq!(answer, Ok(format!("HTTP/1.1 {status}\n").into_bytes()));
            let counters = host.counters();
            assert_eq!((counters.sent, counters.errors, counters.dropped), (sent, errors, dropped));
        };
        send(OperationKind::SendDeletion, "", 204, (0, 0, 0));
        send(OperationKind::Send, "", 204, (1, 0, 0));
        // Two attempts, after which the next request has two of its own.
        send(OperationKind::Send, "", 503, (1, 1, 0));
        send(OperationKind::Send, "", 503, (1, 2, 1));
        send(OperationKind::Send, "", 503, (1, 3, 1));
        send(OperationKind::Send, "", 204, (2, 3, 1));
        // What waits on disk is not given up.
        let stored = r#","mode":"at_least_once""#;
        send(OperationKind::Send, stored, 503, (2, 4, 1));
        send(OperationKind::Send, stored, 503, (2, 5, 1));
        assert_eq!(*told.bodies.lock().unwrap(), ["b"; 8]);
    }
}
