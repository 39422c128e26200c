//! The effect that scrubs standard input to standard output, as it comes.

use std::io::{self, Read, Write};

use aboveboard::{ErrorClass, Filtered, PrivateFacts, StreamFilter};

use crate::error::class_of;

/// How much is read at once, in bytes.
const PIECE: usize = 64 * 1024;

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
        let length = match io::stdin().lock().read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if length == 0 {
            return pass_on(&filter.finish(facts));
        }
        pass_on(&filter.push(piece.get(..length).unwrap_or_default(), facts))?;
    }
}

fn pass_on(out: &Filtered) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(out.text.as_bytes())?;
    stdout.flush()?;
    io::stderr().lock().write_all(out.report.as_bytes())
}
