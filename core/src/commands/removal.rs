//! Removing files that are found in a directory: batches, files that are kept of attempts, and what hosts were killed over
//! while they wrote a file (`docs/protocol.md` says how they name it). That may hold what the file itself holds no more,
//! such as an id.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::answer::{Answer, ErrorClass};
use crate::facts;
use crate::outbox::unfinished;
use crate::protocol::{Host, Operation, OperationKind, Suspended};

/// How many are removed beside a file at once: more than ever lie there, and a flow has room for them beside an outbox.
const MOST: usize = 400;

/// Removes what lies half-written beside this file, and gives what [`in_directory`] does. A writer that is still at it finds its
/// own gone, and says that it could not write.
pub(super) fn beside(host: &mut Host<'_>, path: &str) -> Suspended<Result<usize, String>> {
    let Some((directory, name)) = path.rsplit_once('/') else { return Ok(Ok(0)) };
    in_directory(host, directory, MOST, &|file| unfinished(file) == Some(name))
}

/// Removes at most so many of the files of a directory; gives how many that were, or why one of them could not be, as the end
/// of a sentence.
pub(super) fn in_directory(
    host: &mut Host<'_>,
    directory: &str,
    most: usize,
    is_one: &dyn Fn(&str) -> bool,
) -> Suspended<Result<usize, String>> {
    let (removed, kept) = match host.one(Operation::text(OperationKind::List, directory))? {
        Answer::Text(names) => {
            let files = facts::listed(names).filter(|file| is_one(file)).take(most);
            let removal = |file| Operation::text(OperationKind::Remove, format!("{directory}/{file}"));
            remove(host, files.map(removal).collect())?
        }
        other => (0, other.done().err().filter(|class| *class != ErrorClass::Absent)),
    };
    Ok(match kept {
        None => Ok(removed),
        Some(class) => Err(format!("{directory}: {}", class.message())),
    })
}

/// Removes files; gives how many it has removed, and why it has not removed another one.
pub(super) fn remove(
    host: &mut Host<'_>,
    removals: Vec<Operation>,
) -> Suspended<(usize, Option<ErrorClass>)> {
    let (mut removed, mut kept) = (0_usize, None);
    if removals.is_empty() {
        return Ok((removed, kept));
    }
    for answer in host.perform(removals)? {
        match answer.done() {
            Ok(()) => removed = removed.saturating_add(1),
            // It was somebody else's to remove, or has another name by now, which the next look finds.
            Err(ErrorClass::Absent) => {}
            Err(class) => kept = Some(class),
        }
    }
    Ok((removed, kept))
}
