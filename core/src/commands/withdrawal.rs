//! What a no does besides being stored: nothing that was kept before it stays.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{attempt_files, gather, outbox};
use crate::answer::ErrorClass;
use crate::contract::Contract;
use crate::protocol::{Host, Operation, OperationKind, Suspended};

/// What has been dropped and what could not be, each a sentence for people.
#[derive(Debug, Default)]
pub(super) struct Withdrawal {
    pub(super) done: Vec<String>,
    pub(super) problems: Vec<String>,
}

/// Drops what waits to be sent, and deletes what is kept of attempts that failed and the file of local mode.
pub(super) fn withdraw(host: &mut Host<'_>, contract: &Contract) -> Suspended<Withdrawal> {
    let mut withdrawal = Withdrawal::default();
    match outbox::withdraw(host, contract)? {
        Ok(0) => {}
        Ok(_) => withdrawal.done.push("what waited to be sent: dropped".to_string()),
        Err(problem) => withdrawal.problems.push(problem),
    }
    match attempt_files::withdraw(host, contract)? {
        Ok(0) => {}
        Ok(_) => withdrawal.done.push("what was kept of attempts that failed: deleted".to_string()),
        Err(problem) => withdrawal.problems.push(problem),
    }
    drop_log(host, contract, &mut withdrawal)?;
    Ok(withdrawal)
}

fn drop_log(host: &mut Host<'_>, contract: &Contract, withdrawal: &mut Withdrawal) -> Suspended<()> {
    let Some(local) = &contract.consent.local else { return Ok(()) };
    let bases = gather::bases(host)?;
    let Ok(path) = gather::path(&local.file, &bases) else { return Ok(()) };
    match host.one(Operation::text(OperationKind::Remove, path.as_str()))?.done() {
        Ok(()) => withdrawal.done.push(format!("{path}: deleted")),
        Err(ErrorClass::Absent) => {}
        Err(class) => withdrawal.problems.push(format!("{path} could not be deleted: {}", class.message())),
    }
    Ok(())
}

impl Withdrawal {
    /// What could not be dropped, in one sentence; `None` where all of it was.
    pub(super) fn problem(&self) -> Option<String> {
        (!self.problems.is_empty()).then(|| self.problems.join("; "))
    }
}
