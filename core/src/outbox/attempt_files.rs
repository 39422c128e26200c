//! The files of attempts that failed, as productive-k3s names and writes them: `event-RUN-attempt-1.json` is what was sent,
//! and `event-RUN-attempt-1.status` says what came of it. A second event of the run has `event-RUN-2-attempt-1.json`.

use alloc::format;
use alloc::string::{String, ToString};

use super::names::unfinished;
use crate::answer::ErrorClass;
use crate::contract::is_name;
use crate::outcome::Outcome;
use crate::time;

/// How many files lie in a directory at most before nothing more is kept there.
pub(crate) const MOST: usize = 400;

/// What the names of an event's files begin with; `place` is 1 for the first event of its run, 2 for the second ...
pub(crate) fn stem(name: &str, run: &str, place: usize) -> String {
    if place <= 1 { format!("{name}-{run}") } else { format!("{name}-{run}-{place}") }
}

/// The names of an attempt's two files.
pub(crate) fn names(stem: &str, attempt: i64) -> [String; 2] {
    [format!("{stem}-attempt-{attempt}.json"), format!("{stem}-attempt-{attempt}.status")]
}

/// Whether this is the name of such a file of any run.
pub(crate) fn is_one(file: &str, name: &str) -> bool {
    let Some(rest) = file.strip_prefix(name).and_then(|rest| rest.strip_prefix('-')) else { return false };
    let Some(rest) = rest.strip_suffix(".json").or_else(|| rest.strip_suffix(".status")) else {
        return false;
    };
    // Not `rsplit_once("-attempt-")`: looking for a text brings several KB of the standard library with it.
    let Some((run, attempt)) = rest.rsplit_once('-') else { return false };
    let numbered = matches!(attempt.len(), 1 | 2) && attempt.bytes().all(|byte| byte.is_ascii_digit());
    numbered && run.strip_suffix("-attempt").is_some_and(is_name)
}

/// Whether this is the name of one that a host was killed over while it wrote it.
pub(crate) fn is_unfinished(file: &str, name: &str) -> bool {
    unfinished(file).is_some_and(|file| is_one(file, name))
}

/// The text of a status file. `curl` is what curl ended with, where that is known; for everything else it is what
/// `curl --fail` ends with in such a case, as near as can be told.
pub(crate) fn status(attempt: i64, outcome: &Outcome, curl: Option<u8>, now: i64) -> String {
    let exit = curl.unwrap_or(match outcome {
        Outcome::Response { .. } => 22,
        Outcome::Failure(ErrorClass::Timeout) => 28,
        Outcome::Failure(ErrorClass::Unsupported) => 127,
        Outcome::Failure(_) => 7,
    });
    let recorded = time::second(now).unwrap_or_else(|| now.to_string());
    format!("attempt={attempt}\ncurl_exit={exit}\nrecorded_at={recorded}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_productive_k3s() {
        let stem = stem("event", "0011223344556677", 1);
        assert_eq!(
            names(&stem, 3),
            ["event-0011223344556677-attempt-3.json", "event-0011223344556677-attempt-3.status"]
        );
        assert_eq!(super::stem("bootstrap", "r", 2), "bootstrap-r-2");
        for (file, found) in [
            ("event-0011223344556677-attempt-3.json", true),
            ("event-0011223344556677-2-attempt-10.status", true),
            ("event-r-attempt-.json", false),
            ("event-r-attempt-1.json.tmp", false),
            ("event-r-attempt-100.json", false),
            ("event-r-attempt-x.json", false),
            ("event--attempt-1.json", false),
            ("event-a b-attempt-1.json", false),
            ("events-r-attempt-1.json", false),
            ("notes.json", false),
        ] {
            assert_eq!(is_one(file, "event"), found, "{file}");
        }
    }

    #[test]
    fn a_status_says_what_curl_would() {
        let now = 1_790_000_000;
        assert_eq!(
            status(2, &Outcome::Failure(ErrorClass::Other), Some(22), now),
            "attempt=2\ncurl_exit=22\nrecorded_at=2026-09-21T14:13:20Z\n"
        );
        for (outcome, exit) in [
            (Outcome::Response { status: 503, retry_after: None }, 22),
            (Outcome::Failure(ErrorClass::Timeout), 28),
            (Outcome::Failure(ErrorClass::Unsupported), 127),
            (Outcome::Failure(ErrorClass::Denied), 7),
        ] {
            let text = status(1, &outcome, None, now);
            assert!(text.contains(&format!("curl_exit={exit}\n")), "{text}");
        }
    }
}
