//! What to do after an attempt to send.

use alloc::format;
use alloc::string::{String, ToString};

use serde::Serialize;

use crate::answer::{Answer, ErrorClass};
use crate::contract::{BUDGET, Encoding, Mode, Refused};
use crate::error::Error;
use crate::json::Json;
use crate::number::MAX_INTEGER;
use crate::reader::At;

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver answered.
    Response {
        /// The status code.
        status: u16,
        /// The header `Retry-After` (RFC 9110 section 10.2.3), where there was one.
        retry_after: Option<String>,
    },
    /// There was no answer.
    Failure(ErrorClass),
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "next", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Next {
    /// It has arrived.
    Done,
    /// Try again after this time.
    Wait {
        /// How long.
        milliseconds: i64,
    },
    /// Keep it on disk, and try again another time.
    Store {
        /// Why the receiver refused it, as for `Drop`, where it did: then it is no reason to keep others waiting.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'static str>,
    },
    /// Give up on it.
    Drop {
        /// A stable code: `rejected`, `redirected`, `unsupported`, `attempts_used_up`, `time_used_up` or
        /// `retry_too_late`.
        reason: &'static str,
    },
}

/// Why an event was given up, as a sentence for people.
pub(crate) fn why_dropped(reason: &str) -> &'static str {
    match reason {
        "rejected" => "the receiver refused it",
        "redirected" => "the receiver sent it elsewhere, and redirects are not followed",
        "unsupported" => "this machine cannot send; is curl installed, and on PATH?",
        "retry_too_late" => "the receiver asked for a longer wait than a command has",
        "time_used_up" => "no time is left for another attempt",
        _ => "it was the last attempt",
    }
}

/// The same of one that may pass another time: there what came of the last attempt says more.
pub(crate) fn why_given_up(reason: &str, outcome: &Outcome, curl: Option<u8>) -> String {
    match reason {
        "attempts_used_up" => outcome.told(curl),
        "time_used_up" => format!("{}; {}", outcome.told(curl), why_dropped(reason)),
        _ => why_dropped(reason).to_string(),
    }
}

/// The reasons for giving up.
const REASONS: &[(&str, &str)] = &[
    ("rejected", "rejected"),
    ("redirected", "redirected"),
    ("unsupported", "unsupported"),
    ("attempts_used_up", "attempts_used_up"),
    ("time_used_up", "time_used_up"),
    ("retry_too_late", "retry_too_late"),
];

impl Next {
    /// Reads what [`after`] has said.
    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["next", "milliseconds", "reason"])?;
        match members.required("next")?.word(&[("done", 0), ("wait", 1), ("drop", 2), ("store", 3)])? {
            0 => Ok(Self::Done),
            3 => Ok(Self::Store {
                reason: members.optional("reason").map(|reason| reason.word(REASONS)).transpose()?,
            }),
            1 => Ok(Self::Wait { milliseconds: members.required("milliseconds")?.integer(0, MAX_INTEGER)? }),
            _ => Ok(Self::Drop { reason: members.required("reason")?.word(REASONS)? }),
        }
    }
}

/// The longest wait that a receiver can ask for, in seconds.
const MAX_RETRY_AFTER: i64 = 60;
/// What has to be left for an attempt after a wait, in milliseconds.
const SHORTEST_ATTEMPT: i64 = 1000;
const FIRST_WAIT: i64 = 1000;
const MAX_WAIT: i64 = 8000;

/// How an attempt is seen by what decides after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// Its number: 1, 2 ...
    pub number: i64,
    /// How often to try in all.
    pub most: i64,
    /// Whether what is not given up stays on disk.
    pub stored: bool,
    /// Whether what the receiver refuses stays there too.
    pub keeps_refused: bool,
    /// Whether OTLP says what may be tried again: 429, 502, 503 and 504 (OTLP/HTTP, section "Failures").
    pub otlp: bool,
    /// A random byte, by which machines do not all come back at once.
    pub jitter: Option<u8>,
    /// The time that is left for further attempts and the waits before them, where that is bounded.
    pub left_milliseconds: Option<i64>,
}

impl Default for Attempt {
    /// The first and only one, of what is not stored, in as much time as it takes.
    fn default() -> Self {
        Self {
            number: 1,
            most: 1,
            stored: false,
            keeps_refused: false,
            otlp: false,
            jitter: None,
            left_milliseconds: None,
        }
    }
}

/// Decides after an attempt: 2xx is done; no answer, 408, 429 and 5xx are tried again after 1, 2, 4, 8 s (with `jitter`
/// between half of that and all of it) or the time that the receiver asks for, as long as there is time left; everything
/// else is final, above all a host that cannot send. What is stored is given up only where the receiver refuses it, if then.
pub fn after(attempt: Attempt, outcome: &Outcome) -> Next {
    let asked = match outcome {
        Outcome::Response { status: 200..=299, .. } => return Next::Done,
        Outcome::Response { status: 300..=399, .. } => return attempt.refused("redirected"),
        Outcome::Response { status, retry_after } if attempt.may_pass(*status) => {
            retry_after.as_deref().and_then(seconds)
        }
        Outcome::Response { .. } => return attempt.refused("rejected"),
        Outcome::Failure(ErrorClass::Unsupported) => return attempt.given_up("unsupported"),
        Outcome::Failure(_) => None,
    };
    if attempt.number >= attempt.most {
        return attempt.given_up("attempts_used_up");
    }
    let (milliseconds, too_long) = match asked {
        Some(seconds) if seconds > MAX_RETRY_AFTER => return attempt.given_up("retry_too_late"),
        Some(seconds) => (seconds.saturating_mul(1000), "retry_too_late"),
        None => (attempt.backoff(), "time_used_up"),
    };
    match attempt.left_milliseconds {
        Some(left) if milliseconds.saturating_add(SHORTEST_ATTEMPT) > left => attempt.given_up(too_long),
        _ => Next::Wait { milliseconds },
    }
}

impl Attempt {
    /// Attempt number `number` at a request that is written as JSON, as [`Operation`](crate::Operation)s have it, where it
    /// took so long.
    ///
    /// # Errors
    /// Where the text is no request.
    pub fn at_request(request: &str, number: i64, taken_milliseconds: i64) -> Result<Self, Error> {
        Self::read(&At::root(&Json::parse(request)?), number, taken_milliseconds)
    }

    /// The same of a request that has been read. What else there is in it, such as its body, is not looked at.
    pub(crate) fn read(request: &At<'_, '_>, number: i64, taken_milliseconds: i64) -> Result<Self, Error> {
        request.object()?;
        let member =
            |name| request.value.member(name).map(|value| At { value, path: request.path.key(name) });
        let most = member("attempts")
            .ok_or_else(|| request.error("missing_member", "a request says how many attempts"))?
            .integer(1, MAX_INTEGER)?;
        let mode = member("mode").map_or(Ok(Mode::BestEffort), |mode| mode.word(Mode::WORDS))?;
        let refused = member("refused").map_or(Ok(Refused::Drop), |refused| refused.word(Refused::WORDS))?;
        let encoding =
            member("encoding").map_or(Ok(Encoding::Document), |encoding| encoding.word(Encoding::WORDS))?;
        let left = member("left_seconds").map_or(Ok(BUDGET), |left| left.integer(0, MAX_INTEGER))?;
        Ok(Self {
            number,
            most,
            left_milliseconds: Some(left.saturating_mul(1000).saturating_sub(taken_milliseconds)),
            ..Self::of(mode, refused, encoding)
        })
    }

    /// The first and only one of a request that says so.
    pub(crate) fn of(mode: Mode, refused: Refused, encoding: Encoding) -> Self {
        Self {
            stored: mode == Mode::AtLeastOnce,
            keeps_refused: refused == Refused::Keep,
            otlp: encoding == Encoding::Otlp,
            ..Self::default()
        }
    }

    fn given_up(self, reason: &'static str) -> Next {
        if self.stored { Next::Store { reason: None } } else { Next::Drop { reason } }
    }

    fn refused(self, reason: &'static str) -> Next {
        if self.stored && self.keeps_refused {
            Next::Store { reason: Some(reason) }
        } else {
            Next::Drop { reason }
        }
    }

    /// Whether a receiver that answers with this status may take it another time.
    fn may_pass(self, status: u16) -> bool {
        match status {
            429 | 502..=504 => true,
            408 | 500..=599 => !self.otlp,
            _ => false,
        }
    }

    /// How long to wait after this attempt, in milliseconds.
    fn backoff(self) -> i64 {
        let doublings = u32::try_from(self.number.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
        let longest = FIRST_WAIT.saturating_mul(2_i64.saturating_pow(doublings)).min(MAX_WAIT);
        let share = i64::from(self.jitter.unwrap_or(u8::MAX));
        let half = longest.div_euclid(2);
        half.saturating_add(half.saturating_mul(share).div_euclid(i64::from(u8::MAX)))
    }
}

/// `Retry-After` in seconds. Its other form, a date, is as good as none: the clocks of two machines need not agree.
fn seconds(text: &str) -> Option<i64> {
    let digits = text.trim();
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().unwrap_or(i64::MAX))
}

impl Outcome {
    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["status", "retry_after", "failure"])?;
        match (members.optional("status"), members.optional("failure")) {
            (None, None) => members.required("status").map(|_| Self::Failure(ErrorClass::Other)),
            (Some(status), None) => Ok(Self::Response {
                status: u16::try_from(status.integer(100, 999)?).unwrap_or(0),
                retry_after: members
                    .optional("retry_after")
                    .map(|value| value.text().map(ToString::to_string))
                    .transpose()?,
            }),
            (None, Some(failure)) if members.optional("retry_after").is_none() => {
                Ok(Self::Failure(ErrorClass::read(&failure)?))
            }
            _ => Err(at.error("wrong_value", "an outcome is {\"status\": ...} or {\"failure\": CLASS}")),
        }
    }

    /// Reads what an effect `send` was answered with, and what curl ended with where it was curl and there was no response.
    pub(crate) fn from_answer(answer: &Answer) -> (Self, Option<u8>) {
        match answer {
            Answer::Text(head) => (Self::from_head(head), curl_status(head)),
            Answer::Failed(class) => (Self::Failure(*class), None),
            Answer::Absent | Answer::Undecodable => (Self::Failure(ErrorClass::Other), None),
        }
    }

    /// What came of it, for people; with what curl ended with, where it was curl and there was no response.
    pub(crate) fn told(&self, curl: Option<u8>) -> String {
        match (self, curl) {
            (Self::Response { status, .. }, _) => format!("the receiver answered {status}"),
            (Self::Failure(_), Some(curl)) => {
                format!("no answer (curl ended with {curl}{})", meaning_of_curl(curl))
            }
            (Self::Failure(ErrorClass::Timeout), None) => "no answer in time".to_string(),
            (Self::Failure(ErrorClass::Other), None) => "no answer".to_string(),
            (Self::Failure(class), None) => format!("no answer ({})", class.as_str()),
        }
    }

    /// Reads the head of an HTTP response (RFC 9112 section 4), past interim ones (1xx). From curl there may be the
    /// status that it ended with instead.
    pub(crate) fn from_head(text: &str) -> Self {
        if curl_status(text) == Some(0) {
            return Self::Response { status: 200, retry_after: None };
        }
        let mut lines = text.lines().map(str::trim_end);
        loop {
            let Some(status) = lines.next().and_then(status) else { return Self::Failure(ErrorClass::Other) };
            let head =
                lines.by_ref().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
            let retry_after = head
                .filter(|(name, _)| name.eq_ignore_ascii_case("retry-after"))
                .last()
                .map(|(_, value)| value.trim().to_string());
            if status >= 200 {
                return Self::Response { status, retry_after };
            }
        }
    }
}

/// What curl ended with where there was no response: `curl: 7`.
fn curl_status(text: &str) -> Option<u8> {
    text.strip_prefix("curl: ")?.trim_end().parse().ok()
}

/// What curl says by what it ended with, where people can do something about it (curl(1), exit codes).
const fn meaning_of_curl(status: u8) -> &'static str {
    match status {
        5 | 6 => ": the name of the host is not known",
        7 => ": nothing answers there",
        35 => ": no TLS is spoken there",
        51 | 60 => ": the certificate is not trusted",
        52 | 56 => ": the connection was cut",
        _ => "",
    }
}

fn status(line: &str) -> Option<u16> {
    let code = line.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?;
    code.parse().ok().filter(|status| (100..=999).contains(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, retry_after: Option<&str>) -> Outcome {
        Outcome::Response { status, retry_after: retry_after.map(ToString::to_string) }
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let wait = |milliseconds| Next::Wait { milliseconds };
        let drop = |reason| Next::Drop { reason };
        for (attempt, outcome, next) in [
            (1, response(200, None), Next::Done),
            (3, response(204, None), Next::Done),
            (1, response(302, None), drop("redirected")),
            (1, response(400, None), drop("rejected")),
            (1, response(404, Some("1")), drop("rejected")),
            (1, response(500, None), wait(1000)),
            (2, response(503, None), wait(2000)),
            (3, response(503, None), drop("attempts_used_up")),
            (1, response(429, Some("7")), wait(7000)),
            (1, response(429, Some("61")), drop("retry_too_late")),
            (1, response(429, Some("99999999999999999999")), drop("retry_too_late")),
            (1, response(503, Some("Wed, 21 Oct 2015 07:28:00 GMT")), wait(1000)),
            (1, Outcome::Failure(ErrorClass::Unsupported), drop("unsupported")),
            (1, Outcome::Failure(ErrorClass::Timeout), wait(1000)),
            (3, Outcome::Failure(ErrorClass::Timeout), drop("attempts_used_up")),
        ] {
            assert_eq!(
                after(Attempt { number: attempt, most: 3, ..Attempt::default() }, &outcome),
                next,
                "{attempt} {outcome:?}"
            );
        }
        assert_eq!(
            after(Attempt { number: 6, most: 7, ..Attempt::default() }, &response(500, None)),
            wait(8000)
        );
        // The wait and an attempt of a second fit into what is left, or there is none.
        for (left, outcome, next) in [
            (2000, response(500, None), wait(1000)),
            (1999, response(500, None), drop("time_used_up")),
            (-1, Outcome::Failure(ErrorClass::Timeout), drop("time_used_up")),
            (8000, response(429, Some("7")), wait(7000)),
            (7999, response(429, Some("7")), drop("retry_too_late")),
            (-1, response(200, None), Next::Done),
        ] {
            let attempt = Attempt { number: 1, most: 3, left_milliseconds: Some(left), ..Attempt::default() };
            assert_eq!(after(attempt, &outcome), next, "{left} {outcome:?}");
        }
        let stored =
            Attempt { number: 1, most: 3, stored: true, left_milliseconds: Some(0), ..Attempt::default() };
        let store = |reason| Next::Store { reason };
        assert_eq!(after(stored, &response(500, None)), store(None));
        assert_eq!(after(stored, &response(400, None)), drop("rejected"));
        let keeping = Attempt { keeps_refused: true, ..stored };
        assert_eq!(after(keeping, &response(500, None)), store(None));
        assert_eq!(after(keeping, &response(204, None)), Next::Done);
        for status in [400, 401, 403, 404, 413] {
            assert_eq!(after(keeping, &response(status, None)), store(Some("rejected")), "{status}");
        }
        assert_eq!(after(keeping, &response(301, None)), store(Some("redirected")));
    }

    /// OTLP/HTTP, section "Failures": a client must not try again after any other status.
    #[test]
    fn otlp_says_what_is_tried_again() {
        let attempt = Attempt { number: 1, most: 3, otlp: true, ..Attempt::default() };
        for status in [400, 401, 404, 408, 413, 500, 501, 505, 599] {
            assert_eq!(
                after(attempt, &response(status, None)),
                Next::Drop { reason: "rejected" },
                "{status}"
            );
        }
        for status in [429, 502, 503, 504] {
            assert_eq!(
                after(attempt, &response(status, None)),
                Next::Wait { milliseconds: 1000 },
                "{status}"
            );
        }
        assert_eq!(after(attempt, &response(503, Some("7"))), Next::Wait { milliseconds: 7000 });
        // No answer is another matter: the connection failed.
        let failure = Outcome::Failure(ErrorClass::Timeout);
        assert_eq!(after(attempt, &failure), Next::Wait { milliseconds: 1000 });
    }

    #[test]
    fn an_attempt_is_the_first_of_one_unless_somebody_says_more() {
        let first = Attempt::default();
        assert_eq!((first.number, first.most, first.left_milliseconds), (1, 1, None));
        assert!(!first.stored && !first.keeps_refused && !first.otlp);
        assert_eq!(after(first, &response(503, None)), Next::Drop { reason: "attempts_used_up" });
    }

    #[test]
    fn an_attempt_is_read_from_its_request() {
        let read = |request: &str| Attempt::at_request(request, 2, 1500);
        let plain = Attempt { number: 2, most: 3, left_milliseconds: Some(118_500), ..Attempt::default() };
        assert_eq!(read(r#"{"attempts":3,"body":"{}"}"#).unwrap(), plain);
        let stored = Attempt { stored: true, left_milliseconds: Some(5500), ..plain };
        assert_eq!(read(r#"{"attempts":3,"mode":"at_least_once","left_seconds":7}"#).unwrap(), stored);
        let kept = Attempt { keeps_refused: true, otlp: true, ..plain };
        assert_eq!(read(r#"{"attempts":3,"refused":"keep","encoding":"otlp"}"#).unwrap(), kept);
        for odd in ["", "[]", "{}", r#"{"attempts":0}"#, r#"{"attempts":3,"mode":"perhaps"}"#] {
            assert!(read(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn people_are_told_what_the_receiver_answered() {
        let told = |reason, outcome: Outcome, curl| why_given_up(reason, &outcome, curl);
        assert_eq!(told("attempts_used_up", response(503, None), None), "the receiver answered 503");
        assert_eq!(
            told("time_used_up", response(500, None), None),
            "the receiver answered 500; no time is left for another attempt"
        );
        let failure = Outcome::Failure;
        assert_eq!(told("attempts_used_up", failure(ErrorClass::Timeout), None), "no answer in time");
        assert_eq!(told("attempts_used_up", failure(ErrorClass::Other), None), "no answer");
        assert_eq!(told("attempts_used_up", failure(ErrorClass::Denied), None), "no answer (denied)");
        assert_eq!(
            told("attempts_used_up", failure(ErrorClass::Other), Some(7)),
            "no answer (curl ended with 7: nothing answers there)"
        );
        assert_eq!(
            told("attempts_used_up", failure(ErrorClass::Other), Some(99)),
            "no answer (curl ended with 99)"
        );
        assert_eq!(
            told("retry_too_late", response(429, Some("99")), None),
            "the receiver asked for a longer wait than a command has"
        );
    }

    #[test]
    fn heads_are_read_past_interim_responses() {
        assert_eq!(Outcome::from_head("HTTP/1.1 204"), response(204, None));
        assert_eq!(
            Outcome::from_head(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Busy\r\nretry-AFTER: 120\r\n\r\nHTTP/1.1 200 body"
            ),
            response(503, Some("120"))
        );
        assert_eq!(Outcome::from_head("HTTP/2 429\nRetry-After: 5\n"), response(429, Some("5")));
        assert_eq!(
            Outcome::from_head("curl: 0\n"),
            response(200, None),
            "all went well, and nothing was printed"
        );
        for garbage in [
            "",
            "\n\n",
            "curl: 22",
            "curl: 256",
            "curl: ",
            "HTTP/1.1",
            "HTTP/1.1 abc",
            "SSH-2.0-x",
            "HTTP/1.1 99999",
        ] {
            assert_eq!(Outcome::from_head(garbage), Outcome::Failure(ErrorClass::Other), "{garbage:?}");
        }
    }
}
