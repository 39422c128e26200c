//! Changing files of people's choices: read, change, write if nobody else has in the meantime.

use alloc::format;
use alloc::string::String;

use super::gather;
use crate::answer::{Answer, ErrorClass};
use crate::facts::Facts;
use crate::hex;
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::settings::Unusable;

/// Why a change was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no home directory, or the like, for the file to be in, for this reason.
    NoPlace(&'static str),
    /// The file is there but cannot be read.
    Unreadable(ErrorClass),
    /// The file is there but cannot be understood.
    Unusable,
    /// It cannot be written.
    Unwritable(ErrorClass),
    /// Others changed it again and again.
    Busy,
    /// Somebody said no at the same time.
    Denied,
}

/// One change of one file.
pub(super) struct Change<'c> {
    /// The file, as the contract names it.
    pub(super) file: &'c str,
    /// The permission bits that it is to have; 0 leaves them.
    pub(super) mode: i64,
    /// Whether a file that cannot be understood is copied aside and written anew.
    pub(super) set_aside: bool,
    /// How often to try where others write at the same time.
    pub(super) tries: usize,
    /// How many locks this flow may have waited for in vain before it gives this file up: [`ONCE`], [`TWICE`] or
    /// [`UNTIL_BROKEN`].
    pub(super) patience: usize,
}

/// For what is in a tool's way: once a lock has been waited for in vain, no other one is.
pub(super) const ONCE: usize = 1;
/// For what a person has asked for: at least one try, and one more.
pub(super) const TWICE: usize = 2;
/// For a no: a host waits for 2 seconds, and breaks a lock that was left behind 10 seconds ago.
pub(super) const UNTIL_BROKEN: usize = 6;

/// Readable by its owner alone.
const PRIVATE: i64 = 0o600;
/// Room for a few files that were copied aside.
const MOST_SET_ASIDE: usize = 9;

/// Gives the new content for the present one, which is `None` where there is no file.
type Editor<'e> = dyn Fn(Option<&str>) -> Result<Edit, Unusable> + 'e;

/// Makes a change: `edit` is asked for the new content, and again after somebody else has written.
pub(super) fn change(
    host: &mut Host<'_>,
    facts: &Facts,
    change: &Change<'_>,
    edit: &Editor<'_>,
) -> Suspended<Result<(), Problem>> {
    let path = match gather::path(change.file, facts) {
        Ok(path) => path,
        Err(base) => return Ok(Err(Problem::NoPlace(no_place(&base)))),
    };
    for _ in 0..change.tries {
        if change.patience == ONCE && host.waits > 0 {
            return Ok(Err(Problem::Unwritable(ErrorClass::Timeout)));
        }
        let mut exposed = false;
        let mut answer = host.one(gather::file(&path))?;
        if *answer == Answer::Failed(ErrorClass::Exposed) {
            // Writing it anew takes away from others what they should not have.
            exposed = true;
            answer = host.one(Operation::text(OperationKind::File, path.as_str()))?;
        }
        let present = match answer {
            Answer::Absent => None,
            Answer::Text(text) => Some(text.as_str()),
            Answer::Undecodable | Answer::Failed(ErrorClass::TooLarge) if change.set_aside => {
                return replace(host, &path, change.mode, edit(None));
            }
            Answer::Undecodable => return Ok(Err(Problem::Unusable)),
            Answer::Failed(class) => return Ok(Err(Problem::Unreadable(*class))),
        };
        let edited = match (edit(present), present) {
            (Ok(Edit::Done), Some(text)) if exposed => Ok(Edit::Write(text.into())),
            (edited, _) => edited,
        };
        let (content, expected) = match edited {
            Ok(Edit::Done) => return Ok(Ok(())),
            Ok(Edit::GiveWay) => return Ok(Err(Problem::Denied)),
            Ok(Edit::Write(content)) => (content, present.map(|text| hex::sha256(text.as_bytes()))),
            Err(Unusable) if !change.set_aside => return Ok(Err(Problem::Unusable)),
            Err(Unusable) => match (copy_aside(host, &path, present)?, edit(None)) {
                (Ok(()), Ok(Edit::Write(content))) => {
                    (content, present.map(|text| hex::sha256(text.as_bytes())))
                }
                (Err(problem), _) => return Ok(Err(problem)),
                _ => return Ok(Err(Problem::Unusable)),
            },
        };
        let mut write = Operation::number(OperationKind::Write, change.mode);
        write.text = [path.clone(), content, expected.unwrap_or_else(|| String::from("absent"))];
        match host.one(write)?.done() {
            Ok(()) => return Ok(Ok(())),
            Err(ErrorClass::Changed) => {}
            Err(ErrorClass::Timeout) => {
                host.waits = host.waits.saturating_add(1);
                if host.waits >= change.patience {
                    return Ok(Err(Problem::Unwritable(ErrorClass::Timeout)));
                }
            }
            Err(class) => return Ok(Err(Problem::Unwritable(class))),
        }
    }
    Ok(Err(Problem::Busy))
}

/// What is to become of a file.
pub(super) enum Edit {
    /// It is as it should be.
    Done,
    /// Somebody said no in the meantime, and that stands, or is about to do the same.
    GiveWay,
    Write(String),
}

/// Puts new content in the place of a file whose bytes do not travel: it is moved aside, and back again where the new one
/// cannot be written.
fn replace(
    host: &mut Host<'_>,
    path: &str,
    mode: i64,
    content: Result<Edit, Unusable>,
) -> Suspended<Result<(), Problem>> {
    let Ok(Edit::Write(content)) = content else { return Ok(Err(Problem::Unusable)) };
    for number in 1..=MOST_SET_ASIDE {
        let aside = format!("{path}.set-aside-{number}");
        match host.one(rename(path, &aside))?.done() {
            Err(ErrorClass::Exists) => continue,
            Err(class) => return Ok(Err(Problem::Unwritable(class))),
            Ok(()) => {}
        }
        let mut write = Operation::number(OperationKind::Write, mode);
        write.text = [path.into(), content, String::from("absent")];
        if let Err(class) = host.one(write)?.done() {
            let _back = host.one(rename(&aside, path))?;
            return Ok(Err(Problem::Unwritable(class)));
        }
        host.say(format!("aboveboard: {path} could not be understood; it is now {aside}"))?;
        return Ok(Ok(()));
    }
    Ok(Err(Problem::Unwritable(ErrorClass::Exists)))
}

fn rename(from: &str, to: &str) -> Operation {
    let mut operation = Operation::plain(OperationKind::Rename);
    operation.text = [from.into(), to.into(), String::new()];
    operation
}

/// Copies a file that is about to be written over, so that nothing in it is lost, and says where it is now.
fn copy_aside(host: &mut Host<'_>, path: &str, present: Option<&str>) -> Suspended<Result<(), Problem>> {
    let text = present.unwrap_or_default();
    for number in 1..=MOST_SET_ASIDE {
        let aside = format!("{path}.set-aside-{number}");
        let mut write = Operation::number(OperationKind::Write, PRIVATE);
        write.text = [aside.clone(), text.into(), String::from("absent")];
        match host.one(write)?.done() {
            Err(ErrorClass::Changed | ErrorClass::Exists) => {}
            Err(class) => return Ok(Err(Problem::Unwritable(class))),
            Ok(()) => {
                host.say(format!(
                    "aboveboard: {path} could not be understood; what was in it is now in {aside}"
                ))?;
                return Ok(Ok(()));
            }
        }
    }
    Ok(Err(Problem::Unwritable(ErrorClass::Exists)))
}

impl Problem {
    /// The problem as the end of a sentence for people.
    pub(super) fn message(self, file: &str) -> String {
        match self {
            Self::NoPlace(why) => format!("there is no place for {file}: {why}"),
            Self::Unreadable(why) => format!("{file} cannot be read: {}", why.message()),
            Self::Unusable => format!(
                "{file} is no JSON (or nests too deeply, or holds a number beyond all bounds), or has something \
                 other than an object on the way to the value; repair it or move it away"
            ),
            Self::Unwritable(why) => format!("{file} cannot be written: {}", why.message()),
            Self::Busy => format!("{file} is being changed by others all the time; try again"),
            Self::Denied => String::from("it was turned off at the same time, and that stands"),
        }
    }
}

/// Why there is no place for a file, by what came of looking for its base.
pub(super) fn no_place(base: &Answer) -> &'static str {
    match base {
        Answer::Absent => "HOME is not set to an absolute path",
        _ => "HOME, or the XDG variable for it, is not UTF-8 text or cannot be read",
    }
}
