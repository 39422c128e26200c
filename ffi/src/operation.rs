//! What a flow asks of its host, and why the host could not do it.

use crate::bytes::abv_bytes;
use aboveboard::{ErrorClass, OperationKind};

/// What is to be done. The values are part of the ABI and never change; newer libraries may ask for kinds that are not
/// here, which a host answers with ABV_ERROR_UNSUPPORTED. What each has to keep to is in docs/protocol.md, and only in
/// short here.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum abv_operation_kind {
    /// Something that this header does not know: answer ABV_ERROR_UNSUPPORTED.
    ABV_OPERATION_UNKNOWN = 0,
    /// The value of the environment variable `first`.
    ABV_OPERATION_VARIABLE = 1,
    /// The content of the file `first`, at most 1 MiB; more is ABV_ERROR_OTHER. Where `number` is 1, a file that
    /// anybody may write to is ABV_ERROR_EXPOSED. It is opened so that a FIFO, which is ABV_ERROR_OTHER, is not waited
    /// for; docs/protocol.md ("Files") has the other things that a path may lead to.
    ABV_OPERATION_FILE = 2,
    /// All of standard input, at most 1 MiB; more is ABV_ERROR_OTHER.
    ABV_OPERATION_STDIN = 3,
    /// Is the stream `number` (0, 1 or 2) a terminal: `yes` or `no`.
    ABV_OPERATION_TERMINAL = 4,
    /// Seconds since 1970-01-01T00:00:00Z, in decimal.
    ABV_OPERATION_TIME = 5,
    /// `number` random bytes as lowercase hexadecimal digits; abv_random gives them.
    ABV_OPERATION_RANDOM = 6,
    /// Show the prompt `first` on the controlling terminal and answer the line typed there, without its end;
    /// ABV_ERROR_ABSENT where there is no such terminal, ABV_ERROR_INTERRUPTED where the input ends before the line does.
    ABV_OPERATION_ASK = 7,
    /// Write `first` to the stream `number`, which is 2. Where that is closed, or the null device, it is an error, such
    /// as ABV_ERROR_ABSENT.
    ABV_OPERATION_PRINT = 8,
    /// Send the request, which is JSON in `first` and the same in `second` as the standard input of
    /// `curl -q --config -`; answer the response's head: `HTTP/1.1 204`, and the line `Retry-After` where there is one.
    /// No redirect is followed, no proxy used, nothing tried again, and of the response at most 1 MiB read and thrown
    /// away. docs/protocol.md ("Sending") says which members of the JSON count, and what a host with curl answers where
    /// there is no head.
    ABV_OPERATION_SEND = 9,
    /// Wait `number` milliseconds.
    ABV_OPERATION_WAIT = 10,
    /// Run the command `deliver` in the background, with `first` as its standard input. What it writes is to be heard
    /// where `number` is 1: it shares standard error then, and has none where `number` is 0. It has no standard output
    /// and a session of its own, as docs/protocol.md ("The background") says.
    ABV_OPERATION_DETACH = 11,
    /// Run the program at index `number` of the flow's argv, with the arguments after it and with the variables in
    /// `first` (`NAME=value`, with a NUL between two) added to the environment; answer its exit status in decimal. A
    /// host that can replaces itself. That of a program which a signal has ended is 128 and the number of the signal.
    ABV_OPERATION_EXEC = 12,
    /// Make `second` the whole content of the file `first`, at once, with the permission bits `number` (0: those that
    /// it has, without write permission for others, 0600 for a new one). `third` is what is expected there: the SHA-256
    /// of the present content in lowercase hexadecimal digits, `absent`, or empty for anything. ABV_ERROR_CHANGED where
    /// it is not; ABV_ERROR_UNSUPPORTED where `number` is below 0 or above 0777. Links are followed, and it is done
    /// under a lock that all hosts share, by a temporary file, fsync and a rename: docs/protocol.md ("Files") says how.
    ABV_OPERATION_WRITE = 13,
    /// Add `second` to the end of the file `first`, making it with the permission bits 0600 where it is missing. Links
    /// are followed. It is one call without a lock; what went in only in part is taken back, and ABV_ERROR_FULL.
    ABV_OPERATION_APPEND = 14,
    /// Give the file `first` the name `second`; ABV_ERROR_EXISTS where something has that name. No link is followed,
    /// and nothing is ever replaced: docs/protocol.md ("Files") says how.
    ABV_OPERATION_RENAME = 15,
    /// Delete the file `first`. No link is followed; what is no regular file stays, and is ABV_ERROR_OTHER.
    ABV_OPERATION_REMOVE = 16,
    /// What the system says: `first` is `host_name` (the kernel's own), `system`, `release` or `machine` (as uname has
    /// them), `directory` (the working directory) or `user_id` (the real one, in decimal). ABV_ERROR_UNSUPPORTED where
    /// there is no such thing, and for any other word.
    ABV_OPERATION_PLATFORM = 17,
    /// Scrub standard input to standard output with a filter of abv_filter_new, made with `first`, until its end. Where
    /// `number` is 1, the filter reports, and the report goes to standard error. A reader of the output that has gone is
    /// no failure.
    ABV_OPERATION_FILTER = 18,
    /// Name what is in the directory `first`: each name with a line feed after it, in any order, without `.` and `..` and
    /// without names that hold a line feed or are not UTF-8.
    ABV_OPERATION_LIST = 19,
    /// The standard output of one of the system's own programs, by its word in `first`: `ioreg`, `ifconfig` and `sw_vers`
    /// on macOS, `machine_guid` and `ver` on Windows, run as docs/protocol.md says. ABV_ERROR_UNSUPPORTED on any other
    /// system, and for any other word.
    ABV_OPERATION_PROGRAM = 20,
    /// Send a request to have data deleted, which a person has just asked for: as ABV_OPERATION_SEND.
    ABV_OPERATION_SEND_DELETION = 21,
}

impl From<OperationKind> for abv_operation_kind {
    fn from(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Variable => Self::ABV_OPERATION_VARIABLE,
            OperationKind::File => Self::ABV_OPERATION_FILE,
            OperationKind::Stdin => Self::ABV_OPERATION_STDIN,
            OperationKind::Terminal => Self::ABV_OPERATION_TERMINAL,
            OperationKind::Time => Self::ABV_OPERATION_TIME,
            OperationKind::Random => Self::ABV_OPERATION_RANDOM,
            OperationKind::Ask => Self::ABV_OPERATION_ASK,
            OperationKind::Print => Self::ABV_OPERATION_PRINT,
            OperationKind::Send => Self::ABV_OPERATION_SEND,
            OperationKind::Wait => Self::ABV_OPERATION_WAIT,
            OperationKind::Detach => Self::ABV_OPERATION_DETACH,
            OperationKind::Exec => Self::ABV_OPERATION_EXEC,
            OperationKind::Write => Self::ABV_OPERATION_WRITE,
            OperationKind::Append => Self::ABV_OPERATION_APPEND,
            OperationKind::Rename => Self::ABV_OPERATION_RENAME,
            OperationKind::Remove => Self::ABV_OPERATION_REMOVE,
            OperationKind::Platform => Self::ABV_OPERATION_PLATFORM,
            OperationKind::Filter => Self::ABV_OPERATION_FILTER,
            OperationKind::List => Self::ABV_OPERATION_LIST,
            OperationKind::Program => Self::ABV_OPERATION_PROGRAM,
            OperationKind::SendDeletion => Self::ABV_OPERATION_SEND_DELETION,
            _ => Self::ABV_OPERATION_UNKNOWN,
        }
    }
}

/// One thing to do. It belongs to its flow and lives until the next abv_flow_next or abv_flow_free on it.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct abv_operation {
    /// What to do.
    pub kind: abv_operation_kind,
    /// Where it fails, the host answers that and leaves out the rest of the batch.
    pub stops: bool,
    /// Its number, 0 where it has none.
    pub number: i64,
    /// Its first byte string, empty where it has none.
    pub first: abv_bytes,
    /// Its second byte string, empty where it has none.
    pub second: abv_bytes,
    /// Its third byte string, empty where it has none.
    pub third: abv_bytes,
}

/// Why an operation could not be performed. The values are part of the ABI and never change. docs/protocol.md has a
/// table of the errno that each stands for.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum abv_error_class {
    /// It was performed.
    ABV_ERROR_NONE = 0,
    /// What it names is not there.
    ABV_ERROR_ABSENT = 1,
    /// It is not allowed.
    ABV_ERROR_DENIED = 2,
    /// The place can only be read.
    ABV_ERROR_READ_ONLY = 3,
    /// The place is full.
    ABV_ERROR_FULL = 4,
    /// What was to be made is there already.
    ABV_ERROR_EXISTS = 5,
    /// What was to be replaced is not what it was.
    ABV_ERROR_CHANGED = 6,
    /// It took too long.
    ABV_ERROR_TIMEOUT = 7,
    /// A person or a signal has broken it off.
    ABV_ERROR_INTERRUPTED = 8,
    /// This host cannot do such things.
    ABV_ERROR_UNSUPPORTED = 9,
    /// Anything else.
    ABV_ERROR_OTHER = 10,
    /// Anybody on this machine may write to it.
    ABV_ERROR_EXPOSED = 11,
}

impl abv_error_class {
    /// The class of a number that came from C, where any number may come from: `None` where it is not one of ours, and
    /// `Some(None)` where nothing went wrong.
    pub(crate) fn from_number(number: u32) -> Option<Option<ErrorClass>> {
        let class = [
            (Self::ABV_ERROR_NONE, None),
            (Self::ABV_ERROR_ABSENT, Some(ErrorClass::Absent)),
            (Self::ABV_ERROR_DENIED, Some(ErrorClass::Denied)),
            (Self::ABV_ERROR_READ_ONLY, Some(ErrorClass::ReadOnly)),
            (Self::ABV_ERROR_FULL, Some(ErrorClass::Full)),
            (Self::ABV_ERROR_EXISTS, Some(ErrorClass::Exists)),
            (Self::ABV_ERROR_CHANGED, Some(ErrorClass::Changed)),
            (Self::ABV_ERROR_TIMEOUT, Some(ErrorClass::Timeout)),
            (Self::ABV_ERROR_INTERRUPTED, Some(ErrorClass::Interrupted)),
            (Self::ABV_ERROR_UNSUPPORTED, Some(ErrorClass::Unsupported)),
            (Self::ABV_ERROR_OTHER, Some(ErrorClass::Other)),
            (Self::ABV_ERROR_EXPOSED, Some(ErrorClass::Exposed)),
        ];
        class.into_iter().find(|(ours, _)| *ours as u32 == number).map(|(_, class)| class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_not_ours_have_no_class() {
        assert_eq!(abv_error_class::from_number(0), Some(None));
        assert_eq!(abv_error_class::from_number(10), Some(Some(ErrorClass::Other)));
        assert_eq!(abv_error_class::from_number(11), Some(Some(ErrorClass::Exposed)));
        assert_eq!(abv_error_class::from_number(12), None);
        assert_eq!(abv_error_class::from_number(u32::MAX), None);
    }
}
