//! What can go wrong, as this crate and as the core name it.

use std::fmt;
use std::io;

use aboveboard::ErrorClass;

/// Why telemetry did not do as it was told. No variant repeats a value that was handed in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// The core refused its input: a contract, an event, a run, or a send without consent.
    Core(aboveboard::Error),
    /// The command `command` could not give its answer; why, it has said on standard error.
    Ended {
        /// The name of the command.
        command: &'static str,
        /// Its exit status.
        status: i32,
    },
    /// Telemetry is off, since no run could be begun; why, standard error has said.
    NotBegun,
    /// The system does not tell the time.
    NoTime,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core(error) => error.fmt(formatter),
            Self::Ended { command, status } => {
                write!(formatter, "the command {command} ended with status {status}; standard error says why")
            }
            Self::NotBegun => formatter
                .write_str("telemetry is off: the run could not be begun; standard error has said why"),
            Self::NoTime => formatter.write_str("the system does not tell the time; give the event's time"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Core(error) => Some(error),
            Self::Ended { .. } | Self::NotBegun | Self::NoTime => None,
        }
    }
}

impl From<aboveboard::Error> for Error {
    fn from(error: aboveboard::Error) -> Self {
        Self::Core(error)
    }
}

/// The class that the core knows an I/O error by; for use in a [`Sender`](crate::Sender).
pub fn class_of(error: &io::Error) -> ErrorClass {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ErrorClass::Absent,
        io::ErrorKind::PermissionDenied => ErrorClass::Denied,
        io::ErrorKind::ReadOnlyFilesystem => ErrorClass::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            ErrorClass::Full
        }
        io::ErrorKind::AlreadyExists => ErrorClass::Exists,
        io::ErrorKind::TimedOut => ErrorClass::Timeout,
        io::ErrorKind::Interrupted => ErrorClass::Interrupted,
        io::ErrorKind::Unsupported => ErrorClass::Unsupported,
        _ => ErrorClass::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_no_more_is_full() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge] {
            assert_eq!(class_of(&kind.into()), ErrorClass::Full);
        }
        assert_eq!(class_of(&io::ErrorKind::BrokenPipe.into()), ErrorClass::Other);
    }
}
