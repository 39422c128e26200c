//! `check`, `lock` and `docs`: for whoever writes a contract, and whoever reviews one.

use alloc::format;
use alloc::string::String;

use super::{FAILED, Outcome, fail};
use crate::answer::Answer;
use crate::contract::Contract;
use crate::error::Error;
use crate::json::Json;
use crate::protocol::{Host, Line, Operation, OperationKind, Suspended};
use crate::review::{self, Comparison};

/// What about the contract is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    Lock,
    Page,
    Schema,
}

/// The tree of a contract's text, which has been parsed before.
fn document(contract: &Contract) -> Json<'_> {
    Json::parse(contract.text()).unwrap_or(Json::Null)
}

/// Prints what is to be committed.
pub(super) fn print(host: &mut Host<'_>, line: &Line<'_>, wanted: Wanted) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    let document = document(&contract);
    Ok(Outcome::printed(match wanted {
        Wanted::Lock => review::lock(&document),
        Wanted::Page => review::page(&document),
        Wanted::Schema => review::schema(&document),
    }))
}

/// Says what is worth a reviewer's look, and fails where the lock or the page does not fit the contract.
pub(super) fn check(
    host: &mut Host<'_>,
    line: &Line<'_>,
    lock: Option<&str>,
    page: Option<&str>,
    lints: bool,
) -> Suspended<Outcome> {
    let contract = match host.contract(line.contract)? {
        Ok(contract) => contract,
        Err(error) => return fail(host, &error, FAILED),
    };
    let document = document(&contract);
    let mut report = Report::default();
    if lints {
        review::lints(&document).iter().for_each(|lint| report.say("look", lint));
    }
    if let Some(path) = lock {
        match read(host, path, "--lock")?.and_then(|text| review::compare(text, &document)) {
            Ok(comparison) => report.compare(&comparison),
            Err(error) => report.fail(&error),
        }
    }
    if let Some(path) = page {
        match read(host, path, "--page")? {
            Ok(text) if text == review::page(&document) => {}
            Ok(_) => report.fail(
                &Error::new("page_stale", "the privacy page is not the one of this contract")
                    .hint("write it again: aboveboard docs CONTRACT > PAGE"),
            ),
            Err(error) => report.fail(&error),
        }
    }
    if report.failed {
        return Ok(Outcome { status: FAILED, output: report.text });
    }
    let what = if lints { "the contract is sound" } else { "the page is that of the contract" };
    report.text.push_str(&format!("{}: {what}\n", contract.tool()));
    Ok(Outcome::printed(report.text))
}

/// What `check` prints, a finding a line.
#[derive(Default)]
struct Report {
    text: String,
    failed: bool,
}

impl Report {
    fn say(&mut self, lead: &str, finding: &Error) {
        self.text.push_str(&format!("{lead}: {}: {finding}\n", finding.code()));
    }

    fn fail(&mut self, error: &Error) {
        self.failed = true;
        self.say("error", error);
    }

    fn compare(&mut self, comparison: &Comparison) {
        for difference in &comparison.differences {
            let side = |value: &Option<String>| value.clone().unwrap_or_else(|| String::from("nothing"));
            self.text.push_str(&format!(
                "{}: {}: was {}, is {}\n",
                difference.direction.word(),
                difference.key,
                side(&difference.was),
                side(&difference.is)
            ));
        }
        comparison.missing.iter().for_each(|error| self.fail(error));
    }
}

fn read<'r>(host: &mut Host<'r>, path: &str, option: &str) -> Suspended<Result<&'r str, Error>> {
    let why = match host.one(Operation::text(OperationKind::File, path))? {
        Answer::Text(text) => return Ok(Ok(text)),
        Answer::Undecodable => "it is not UTF-8 text",
        Answer::Absent => "it does not exist",
        Answer::Failed(_) => "it is no file that can be read, or far too large",
    };
    Ok(Err(Error::new("file_unreadable", format!("this file cannot be read: {why}")).at(option)))
}
