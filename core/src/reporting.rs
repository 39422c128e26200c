//! For programs that keep running: when the next report is due, what has become of those before, and the line that such a
//! program writes to its log when it starts.

use alloc::format;
use alloc::string::String;

use serde::Serialize;

use crate::contract::Contract;
use crate::decision::State;
use crate::error::Error;
use crate::facts::Facts;
use crate::map::Map;
use crate::outcome::Next;
use crate::request::Settings;
use crate::resolve::resolve;
use crate::run::Run;

/// Whether a report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// It is.
    pub due: bool,
    /// Where it is not: in how many seconds it will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_seconds: Option<i64>,
}

/// What has become of reports since a program started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    /// Reports that a receiver has taken.
    pub sent: i64,
    /// Attempts that failed.
    pub errors: i64,
    /// Reports that were given up.
    pub dropped: i64,
}

/// Whether the next report is due `now`; both times are in seconds since 1970, `last` is `None` before the first. Where
/// the last one lies in the future a clock was wrong, and the next is due.
///
/// # Errors
/// `no_interval` where the contract declares none.
pub fn due(contract: &Contract, last: Option<i64>, now: i64) -> Result<Due, Error> {
    let every = contract.delivery.as_ref().and_then(|delivery| delivery.every).ok_or_else(|| {
        Error::new("no_interval", "the contract does not say how often to report")
            .hint("add \"every_seconds\" to \"delivery\"")
    })?;
    let passed = last.and_then(|last| now.checked_sub(last)).filter(|passed| *passed >= 0);
    let left = passed.map_or(0, |passed| every.saturating_sub(passed));
    Ok(if left > 0 {
        Due { due: false, in_seconds: Some(left) }
    } else {
        Due { due: true, in_seconds: None }
    })
}

impl Counters {
    /// Counts what became of an attempt.
    pub fn count(&mut self, next: &Next) {
        match next {
            Next::Done => self.sent = self.sent.saturating_add(1),
            Next::Wait { .. } | Next::Store { .. } => self.errors = self.errors.saturating_add(1),
            Next::Drop { .. } => {
                self.errors = self.errors.saturating_add(1);
                self.dropped = self.dropped.saturating_add(1);
            }
        }
    }

    /// The counters under the names that the contract gives them; one without a name is left out.
    pub fn metrics(&self, contract: &Contract) -> Map<i64> {
        let mut metrics = Map::default();
        let Some(names) = contract.delivery.as_ref().map(|delivery| &delivery.metrics) else {
            return metrics;
        };
        for (name, count) in
            [(&names.sent, self.sent), (&names.errors, self.errors), (&names.dropped, self.dropped)]
        {
            name.iter().for_each(|name| metrics.push(name.clone(), count));
        }
        metrics
    }
}

/// One line for the log of a program that starts: whether telemetry is on, where it goes, where to look at it, and how to
/// turn it off. `preview` is where this very program shows a preview.
pub fn startup_line(contract: &Contract, run: &Run, facts: &Facts, preview: Option<&str>) -> String {
    let decision = resolve(contract, run, facts);
    let because = decision.message();
    let mut line = format!("{} telemetry is {}: {because}", contract.tool(), decision.state.as_str());
    let settings =
        contract.delivery.as_ref().map(|delivery| Settings::read(delivery, run.tool_version(), facts));
    if decision.state == State::On {
        match settings.and_then(|settings| settings.url) {
            // What follows a question mark may be a key.
            Some(url) => line.push_str(&format!("; endpoint {}", url.split('?').next().unwrap_or_default())),
            None => line.push_str("; no endpoint, nothing is sent"),
        }
    }
    if let Some(preview) = preview.or(contract.page.preview.as_deref()) {
        line.push_str(&format!("; preview {preview}"));
    }
    let (word, name) = match decision.state {
        State::On | State::Local => ("off", "disable"),
        _ => ("on", "enable"),
    };
    // Only what would do it is told: words of the tool's own, or Aboveboard's where it stores the choice.
    if contract.page.has_own(name) || contract.consent.store().is_some() {
        line.push_str(&format!("; to turn it {word}: {}", contract.page.control(name)));
    }
    line
}
