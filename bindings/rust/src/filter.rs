//! The effect that scrubs what a command reads to standard output, as it comes.

use std::io::{self, Read, Write};

use aboveboard::{ErrorClass, Filtered, PrivateFacts, StreamFilter};

use crate::error::class_of;
use crate::input::Input;
use crate::limits;

/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// The standard streams.
const INPUT: u8 = 0;
const OUTPUT: u8 = 1;
const ERRORS: u8 = 2;

/// Copies an input, standard input where there is no other, to standard output without what must not leave, and tells
/// on standard error what that was. `private` is the JSON text of the private facts. Whoever reads the output may have
/// had enough, which is no failure.
pub(crate) fn scrub_streams(input: Option<&Input>, private: &str, reports: bool) -> Result<(), ErrorClass> {
    let facts = if private.is_empty() { Ok(PrivateFacts::default()) } else { PrivateFacts::parse(private) };
    let facts = facts.map_err(|_| ErrorClass::Other)?;
    match copy(input, &facts, reports) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        copied => copied.map_err(|error| class_of(&error)),
    }
}

fn copy(input: Option<&Input>, facts: &PrivateFacts, reports: bool) -> io::Result<()> {
    let mut filter = StreamFilter::new(reports);
    let mut piece = vec![0; PIECE];
    loop {
        let length = match input {
            Some(input) => read_some(input, &mut piece)?,
            None => patiently(INPUT, || io::stdin().lock().read(&mut piece))?,
        };
        if length == 0 {
            return pass_on(&filter.finish(facts));
        }
        pass_on(&filter.push(piece.get(..length).unwrap_or_default(), facts))?;
    }
}

/// What the tool brings is not waited for but by itself, and its failures are none of the output's.
fn read_some(mut input: impl Read, piece: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            ended => return ended.map_err(io::Error::other),
        }
    }
}

fn pass_on(out: &Filtered) -> io::Result<()> {
    let (output, errors) = (io::stdout(), io::stderr());
    if !limits::allow_on(&output, out.text.len()) || !limits::allow_on(&errors, out.report.len()) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    write_all(OUTPUT, &mut output.lock(), out.text.as_bytes())?;
    write_all(ERRORS, &mut errors.lock(), out.report.as_bytes())
}

fn write_all(number: u8, stream: &mut impl Write, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = patiently(number, || stream.write(bytes))?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(written..).unwrap_or_default();
    }
    patiently(number, || stream.flush())
}

/// Tries until it can be done: somebody else who has the stream may have set it not to wait.
fn patiently<T>(number: u8, mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match attempt() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => wait(number)?,
            ended => return ended,
        }
    }
}

/// Waits until there is something to read from a standard stream, or room to write to it.
#[cfg(unix)]
fn wait(number: u8) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    let ready = match number {
        INPUT => poll(&mut [PollFd::new(&io::stdin(), PollFlags::IN)], None),
        OUTPUT => poll(&mut [PollFd::new(&io::stdout(), PollFlags::OUT)], None),
        _ => poll(&mut [PollFd::new(&io::stderr(), PollFlags::OUT)], None),
    };
    match ready {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Here every stream waits by itself.
#[cfg(not(unix))]
fn wait(_number: u8) -> io::Result<()> {
    Err(io::ErrorKind::WouldBlock.into())
}
