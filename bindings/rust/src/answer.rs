//! Answers to effects: bytes, up to a bound, or why there are none.

use std::ffi::OsString;

use aboveboard::ErrorClass;

/// The bytes of an answer, or why there are none.
pub(crate) type Answer = Result<Vec<u8>, ErrorClass>;

/// Files, directories and standard input are read up to here; anything longer is an error.
pub(crate) const LONGEST_INPUT: u64 = 1024 * 1024;

/// The most that a program may answer with: the core takes no more.
pub(crate) const LONGEST_ANSWER: u64 = 64 * 1024;

/// The value of an environment variable.
pub(crate) fn variable(name: &str) -> Answer {
    std::env::var_os(name).map(bytes).ok_or(ErrorClass::Absent)
}

/// What the system tells, as it is.
#[cfg(unix)]
pub(crate) fn bytes(text: OsString) -> Vec<u8> {
    std::os::unix::ffi::OsStringExt::into_vec(text)
}

/// A byte that UTF-8 never has stands for what is no text.
#[cfg(not(unix))]
pub(crate) fn bytes(text: OsString) -> Vec<u8> {
    text.into_string().map_or_else(|_| vec![0xff], String::into_bytes)
}

/// The lowercase hexadecimal digits of some bytes.
pub(crate) fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
