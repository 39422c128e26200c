//! Asks on the controlling terminal, whatever the standard streams are.

use std::io::{self, Read, Write};

use aboveboard::ErrorClass;

use crate::error::class_of;

/// Longer than any answer to a question of yes or no.
const LONGEST_LINE: usize = 1024;

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
/// for the question's default. The rest of a line that is too long is read too, and nothing behind it: the next reader
/// gets what is theirs, and no more.
fn line(mut input: impl Read) -> Result<Vec<u8>, ErrorClass> {
    let (mut line, mut byte, mut too_long) = (Vec::new(), [0], false);
    loop {
        match input.read(&mut byte) {
            Ok(0) => return Err(ErrorClass::Interrupted),
            Ok(_) if byte == *b"\n" => break,
            // With room for a carriage return.
            Ok(_) if line.len() <= LONGEST_LINE => line.extend_from_slice(&byte),
            Ok(_) => too_long = true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(class_of(&error)),
        }
    }
    line.pop_if(|last| *last == b'\r');
    if too_long || line.len() > LONGEST_LINE { Err(ErrorClass::Other) } else { Ok(line) }
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
    }

    #[test]
    fn a_line_that_is_too_long_is_read_to_its_end_and_no_further() {
        let longest = "y".repeat(LONGEST_LINE);
        for (typed, expected) in [
            (format!("{longest}\nno\n"), Ok(longest.clone().into_bytes())),
            (format!("{longest}\r\nno\n"), Ok(longest.clone().into_bytes())),
            (format!("{longest}y\nno\n"), Err(ErrorClass::Other)),
            (format!("{longest}{longest}\r\nno\n"), Err(ErrorClass::Other)),
        ] {
            let mut input = typed.as_bytes();
            assert_eq!(line(&mut input), expected);
            assert_eq!(input, b"no\n");
        }
        assert_eq!(line(longest.repeat(2).as_bytes()), Err(ErrorClass::Interrupted));
    }
}
