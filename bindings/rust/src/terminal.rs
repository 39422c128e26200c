//! Asks on the controlling terminal, whatever the standard streams are.

use std::io::{BufRead, BufReader, Read, Write};

use aboveboard::ErrorClass;

use crate::error::class_of;

/// Longer than any answer to a question of yes or no.
const LONGEST_LINE: u64 = 1024;

/// Shows the prompt on the terminal and gives the line typed there. `absent` where there is no terminal.
#[cfg(unix)]
pub(crate) fn ask(prompt: &str) -> Result<Vec<u8>, ErrorClass> {
    // Whatever keeps it from being opened, there is nobody to be asked.
    let terminal = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .map_err(|_| ErrorClass::Absent)?;
    // A job in the background would be stopped, unseen, as soon as it asks.
    if rustix::termios::tcgetpgrp(&terminal) != Ok(rustix::process::getpgrp()) {
        return Err(ErrorClass::Absent);
    }
    (&terminal).write_all(prompt.as_bytes()).map_err(|error| class_of(&error))?;
    let answer = line(&terminal);
    if answer.is_err() {
        // What is printed next begins a line.
        drop((&terminal).write_all(b"\n"));
    }
    answer
}

/// Shows the prompt on the terminal and gives the line typed there. `absent` where there is no terminal.
#[cfg(not(unix))]
pub(crate) fn ask(_prompt: &str) -> Result<Vec<u8>, ErrorClass> {
    Err(ErrorClass::Absent)
}

/// One line, without its end. Input that ends before the line does (control-D) is no answer: an empty one would stand
/// for the question's default.
fn line(input: impl Read) -> Result<Vec<u8>, ErrorClass> {
    let mut line = Vec::new();
    BufReader::new(input.take(LONGEST_LINE))
        .read_until(b'\n', &mut line)
        .map_err(|error| class_of(&error))?;
    if line.pop() != Some(b'\n') {
        return Err(ErrorClass::Interrupted);
    }
    line.pop_if(|last| *last == b'\r');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_finished_line_is_an_answer() {
        assert_eq!(line(&b"yes\nno\n"[..]), Ok(b"yes".to_vec()));
        assert_eq!(line(&b"\n"[..]), Ok(Vec::new()));
        assert_eq!(line(&b"y\r\n"[..]), Ok(b"y".to_vec()));
        assert_eq!(line(&b""[..]), Err(ErrorClass::Interrupted));
        assert_eq!(line(&b"y"[..]), Err(ErrorClass::Interrupted));
        assert_eq!(line(std::io::repeat(b'y')), Err(ErrorClass::Interrupted));
    }
}
