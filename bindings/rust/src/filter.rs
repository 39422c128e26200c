//! The effect that scrubs standard input to standard output, as it comes.

use std::io::{self, Read, Write};

use aboveboard::{ErrorClass, Filtered, PrivateFacts, StreamFilter};

use crate::error::class_of;
use crate::limits;

/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

/// The standard streams.
const INPUT: u8 = 0;
const OUTPUT: u8 = 1;
const ERRORS: u8 = 2;

/// Copies standard input to standard output without what must not leave, and tells on standard error what that was.
/// `private` is the JSON text of the private facts. A reader that has had enough is no failure.
pub(crate) fn scrub_streams(private: &str, reports: bool) -> Result<(), ErrorClass> {
    let facts = if private.is_empty() { Ok(PrivateFacts::default()) } else { PrivateFacts::parse(private) };
    let facts = facts.map_err(|_| ErrorClass::Other)?;
    match copy(&facts, reports) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        copied => copied.map_err(|error| class_of(&error)),
    }
}

fn copy(facts: &PrivateFacts, reports: bool) -> io::Result<()> {
    let mut filter = StreamFilter::new(reports);
    let mut piece = vec![0; PIECE];
    loop {
        let length = patiently(INPUT, || io::stdin().lock().read(&mut piece))?;
        if length == 0 {
            return pass_on(&filter.finish(facts));
        }
        pass_on(&filter.push(piece.get(..length).unwrap_or_default(), facts))?;
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
