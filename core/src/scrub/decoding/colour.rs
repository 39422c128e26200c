//! Texts with escape sequences for terminals (ECMA-48 section 5.4: `ESC [`, parameters, a final letter): colours stand
//! between and right before words, and are no part of any.

use super::plain::{Plain, Unit};
use crate::scrub::text::class::ESCAPE;

/// A text without its sequences; `None` where it has none.
#[cold]
pub(crate) fn plain(text: &str) -> Option<Plain> {
    Plain::of(text, &[ESCAPE, b'\\'], sequence)
}

/// Whether an escape is written at a backslash as strings of programs have it.
pub(crate) fn is_written(bytes: &[u8]) -> bool {
    WRITTEN.iter().any(|written| bytes.starts_with(written))
}

const WRITTEN: &[&[u8]] = &[b"\\u001b", b"\\u001B", b"\\x1b", b"\\x1B", b"\\033"];

/// The sequence that begins at a position.
fn sequence(bytes: &[u8], position: usize) -> Option<Unit> {
    let rest = bytes.get(position..)?;
    let written = WRITTEN.iter().find(|written| rest.starts_with(written));
    let escape = match written {
        Some(written) => written.len(),
        None => usize::from(rest.first() == Some(&ESCAPE)),
    };
    if escape == 0 {
        return None;
    }
    let end = end_of_sequence(bytes, position.saturating_add(escape))?;
    Some(Unit { end, character: None })
}

/// The end of a sequence whose escape ends at a position, if it is one.
fn end_of_sequence(bytes: &[u8], position: usize) -> Option<usize> {
    let rest = bytes.get(position..)?.strip_prefix(b"[")?;
    let length = rest.iter().take_while(|byte| matches!(byte, 0x20..=0x3f)).count();
    let sequence = matches!(rest.get(length), Some(0x40..=0x7e)) && length <= LONGEST;
    sequence.then_some(position.saturating_add(length).saturating_add(2))
}

/// How long the parameters of a sequence are at most.
const LONGEST: usize = 32;

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use crate::scrub::{Fact, PrivateFacts, scrub};

    fn out(text: &str) -> String {
        scrub(text, &PrivateFacts::new(&[Fact::UserName("quillan")])).text.into_owned()
    }

    #[test]
    fn colours_are_no_part_of_words() {
        assert_eq!(out("\x1b[31m10.1.2.3\x1b[0m up"), "\x1b[31m[address]\x1b[0m up");
        assert_eq!(out("\x1b[33mtoken=\x1b[0mkV9xmQ2zTT"), "\x1b[33mtoken=\x1b[0m[secret]");
        assert_eq!(
            out("\x1b[1;34m\"password\"\x1b[0m: \"kV9x!m\""),
            "\x1b[1;34m\"password\"\x1b[0m: \"[secret]\""
        );
        assert_eq!(out("by \x1b[1mquillan\x1b[m"), "by \x1b[1m[user]\x1b[m");
        assert_eq!(out("\x1b[31mjane@acme.example"), "\x1b[31m[email]");
        assert_eq!(out("pass\x1b[1mword=hun\x1b[0mter2"), "pass\x1b[1mword=[secret]");
    }

    #[test]
    fn colours_may_be_written_as_in_strings() {
        assert_eq!(out(r"\u001b[31mjane@acme.example\u001b[0m"), r"\u001b[31m[email]\u001b[0m");
        assert_eq!(out(r"\x1b[1mtoken=\x1b[0mkV9xmQ2zTT"), r"\x1b[1mtoken=\x1b[0m[secret]");
        assert_eq!(out(r"\033[0;32mquillan\033[0m"), r"\033[0;32m[user]\033[0m");
    }

    #[test]
    fn what_is_no_sequence_hides_nothing() {
        // The sequence would end in the first letter of the name.
        assert_eq!(out("\x1b[quillan"), "\x1b[[user]");
        assert_eq!(out("\x1bquillan \x1b[ \x1b"), "\x1b[user] \x1b[ \x1b");
        assert_eq!(out("\x1b"), "\x1b");
    }
}
