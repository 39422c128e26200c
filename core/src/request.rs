//! What a transport needs to know to send one payload.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use crate::answer::Answer;
use crate::contract::{
    BUDGET, Bearer, BoundedSetting, Contract, Delivery, Encoding, Mode, Refused, TextSetting, header_value,
};
use crate::decision::State;
use crate::error::Error;
use crate::facts::Facts;
use crate::metadata::with_attempt;
use crate::outcome::Attempt;
use crate::payload::{Payload, not_given};
use crate::resolve::resolve;
use crate::run::Run;
use crate::settings::stored_text;
use crate::stored::Stored;
use crate::tool_version::{UNKNOWN_VERSION, user_agent};
use crate::warning::Warning;
use crate::{FORMAT, endpoint, hex};

/// One HTTP request. Where `url` is `None` there is nowhere to send to, and `warnings` may say why. Its `Debug` form shows
/// neither headers nor body.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    format: i64,
    /// Always `POST`.
    pub method: &'static str,
    /// Where to, or nowhere.
    pub url: Option<String>,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// The SHA-256 of the body in lowercase hexadecimal digits, without what is added to it on the way out: the same for
    /// all attempts.
    pub digest: String,
    /// How often to try in all, at least once.
    pub attempts: i64,
    /// How long this attempt and all further ones may take, in seconds; left out where that is two minutes.
    #[serde(skip_serializing_if = "is_usual")]
    pub left_seconds: i64,
    /// The longest time to connect, in seconds.
    pub connect_timeout_seconds: i64,
    /// The longest time for the whole exchange, in seconds.
    pub timeout_seconds: i64,
    /// What may become of it where the way is bad; left out where nothing is stored.
    #[serde(skip_serializing_if = "Mode::is_best_effort")]
    pub(crate) mode: Mode,
    /// What becomes of it where the receiver refuses it; left out where it is given up.
    #[serde(skip_serializing_if = "Refused::is_drop")]
    pub(crate) refused: Refused,
    /// How events stand in the body, where that has a say in what is tried again.
    #[serde(skip_serializing_if = "Encoding::is_plain")]
    pub(crate) encoding: Encoding,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

fn is_usual(seconds: &i64) -> bool {
    *seconds == BUDGET
}

/// How far the delivery of an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// The number of the attempt that the request is for: 1, 2 ...
    pub attempt: i64,
    /// The time since the first one began.
    pub elapsed_milliseconds: i64,
}

impl Default for Tried {
    /// The first attempt.
    fn default() -> Self {
        Self { attempt: 1, elapsed_milliseconds: 0 }
    }
}

impl Request {
    /// This attempt to send it as [`after`](crate::after) sees it, at its beginning: the first is number 1.
    pub fn attempt(&self, number: i64) -> Attempt {
        Attempt {
            number,
            most: self.attempts,
            left_milliseconds: Some(self.left_seconds.saturating_mul(1000)),
            ..Attempt::of(self.mode, self.refused, self.encoding)
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// The settings in force: the contract's values, or those of its variables.
pub(crate) struct Settings {
    pub(crate) url: Option<String>,
    pub(crate) user_agent: String,
    pub(crate) bearer: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) attempts: i64,
    pub(crate) connect_timeout: i64,
    pub(crate) timeout: i64,
    pub(crate) budget: i64,
    pub(crate) warnings: Vec<Warning>,
}

/// Describes the request of the first attempt to send a payload, after the decision has been taken afresh.
///
/// # Errors
/// Those of [`request_again`].
pub fn request(contract: &Contract, run: &Run, payload: &Payload, facts: &Facts) -> Result<Request, Error> {
    request_again(contract, run, payload, facts, Tried::default())
}

/// Describes the request of any attempt to send a payload, after the decision has been taken afresh.
///
/// # Errors
/// `consent_not_given` where the fresh decision is not on or the payload is a preview; `no_delivery` where the contract
/// has no `delivery`; `run_mismatch` where run, payload and contract do not belong together.
pub fn request_again(
    contract: &Contract,
    run: &Run,
    payload: &Payload,
    facts: &Facts,
    tried: Tried,
) -> Result<Request, Error> {
    run.check_contract(contract)?;
    if !payload.belongs_to(run) {
        return Err(Error::new("run_mismatch", "this payload was built in another run"));
    }
    let delivery = allowed(contract, run, facts)?;
    if payload.is_preview() {
        return Err(Error::new("consent_not_given", "a preview is never sent"));
    }
    Ok(described(contract, delivery, &[payload.stored()], facts, tried))
}

/// The same for payloads that have waited on disk.
pub(crate) fn request_of_batch(
    contract: &Contract,
    run: &Run,
    batch: &[Stored],
    facts: &Facts,
    tried: Tried,
) -> Result<Request, Error> {
    run.check_contract(contract)?;
    let delivery = allowed(contract, run, facts)?;
    Ok(described(contract, delivery, batch, facts, tried))
}

/// Describes a request by which a person asks for deletion: to an endpoint for that, with ids and nothing else.
pub(crate) fn of_deletion(contract: &Contract, url: &str, body: String, facts: &Facts) -> Request {
    let user_agent = contract.delivery.as_ref().map_or_else(
        || AGENT.to_string(),
        |delivery| Settings::read(delivery, UNKNOWN_VERSION, facts).user_agent,
    );
    Request {
        format: FORMAT,
        method: "POST",
        url: Some(Encoding::Document.url(url.to_string())),
        headers: alloc::vec![
            ("Content-Type".to_string(), "application/json".to_string()),
            ("User-Agent".to_string(), user_agent),
        ],
        digest: hex::sha256(body.as_bytes()),
        body,
        attempts: 1,
        left_seconds: BUDGET,
        connect_timeout_seconds: DELETION_TIMEOUT,
        timeout_seconds: DELETION_TIMEOUT,
        mode: Mode::BestEffort,
        refused: Refused::Drop,
        encoding: Encoding::Document,
        warnings: Vec::new(),
    }
}

/// The same as an event to the usual endpoint.
pub(crate) fn of_deletion_event(
    contract: &Contract,
    payload: &Payload,
    facts: &Facts,
) -> Result<Request, Error> {
    Ok(described(contract, delivery(contract)?, &[payload.stored()], facts, Tried::default()))
}

/// The user agent of a contract without delivery.
const AGENT: &str = "aboveboard";
/// Seconds that a person waits for a receiver to take a request for deletion.
const DELETION_TIMEOUT: i64 = 10;

/// Takes the decision afresh. There is no way to a request that does not lead through here, but for deletion.
fn allowed<'c>(contract: &'c Contract, run: &Run, facts: &Facts) -> Result<&'c Delivery, Error> {
    let decision = resolve(contract, run, facts);
    if decision.state != State::On {
        return Err(not_given(decision.message()));
    }
    delivery(contract)
}

fn delivery(contract: &Contract) -> Result<&Delivery, Error> {
    let missing = || Error::new("no_delivery", "the contract says nothing about delivery").at("/delivery");
    contract.delivery.as_ref().ok_or_else(missing)
}

fn described(
    contract: &Contract,
    delivery: &Delivery,
    events: &[Stored],
    facts: &Facts,
    tried: Tried,
) -> Request {
    let tool_version = events.first().map_or(UNKNOWN_VERSION, |event| event.tool_version.as_str());
    let settings = Settings::read(delivery, tool_version, facts);
    let body = delivery.encoding.body(contract, events);
    let digest = hex::sha256(body.as_bytes());
    let body = delivery.meta.as_ref().map_or(body, |meta| {
        let told = |event: &Stored| Stored {
            bytes: with_attempt(&event.bytes, meta, tried.attempt),
            ..event.clone()
        };
        delivery.encoding.body(contract, &events.iter().map(told).collect::<Vec<_>>())
    });
    let elapsed = tried.elapsed_milliseconds.max(0).saturating_add(999).div_euclid(1000);
    let left = settings.budget.saturating_sub(elapsed).max(1);
    let mut headers = alloc::vec![
        ("Content-Type".to_string(), delivery.encoding.media_type().to_string()),
        ("User-Agent".to_string(), settings.user_agent),
    ];
    if let Some(token) = settings.bearer {
        headers.push(("Authorization".to_string(), format!("Bearer {token}")));
    }
    headers.extend(settings.headers);
    Request {
        format: FORMAT,
        method: "POST",
        url: settings.url.map(|url| delivery.encoding.url(url)),
        headers,
        digest,
        body,
        attempts: settings.attempts,
        left_seconds: left,
        connect_timeout_seconds: settings.connect_timeout.min(left),
        timeout_seconds: settings.timeout.min(left),
        mode: delivery.mode,
        refused: delivery.refused,
        encoding: delivery.encoding,
        warnings: settings.warnings,
    }
}

impl Settings {
    /// `tool_version` is for the contract's own user agent.
    pub(crate) fn read(delivery: &Delivery, tool_version: &str, facts: &Facts) -> Self {
        let mut warnings = Vec::new();
        let url = endpoint(delivery, facts, &mut warnings).filter(|_| delivery.mode != Mode::StandardOutput);
        let user_agent = replacement(&delivery.user_agent, facts, &mut warnings)
            .unwrap_or_else(|| user_agent(&delivery.user_agent.value, tool_version));
        let headers = delivery
            .headers
            .iter()
            .map(|header| (header.name.clone(), text(&header.setting, facts, &mut warnings)))
            .collect();
        Self {
            url,
            user_agent,
            bearer: bearer(&delivery.bearer, facts, &mut warnings),
            headers,
            attempts: count(&delivery.attempts, facts, &mut warnings),
            connect_timeout: count(&delivery.connect_timeout, facts, &mut warnings),
            timeout: count(&delivery.timeout, facts, &mut warnings),
            budget: count(&delivery.budget, facts, &mut warnings),
            warnings,
        }
    }

    /// The number in force of which a variable says what it is.
    pub(crate) fn number(&self, delivery: &Delivery, variable: &str) -> Option<i64> {
        let numbers = [
            (&delivery.attempts, self.attempts),
            (&delivery.connect_timeout, self.connect_timeout),
            (&delivery.timeout, self.timeout),
            (&delivery.budget, self.budget),
        ];
        let said = |(setting, _): &(&BoundedSetting, i64)| setting.variable.as_deref() == Some(variable);
        numbers.into_iter().find(said).map(|(_, number)| number)
    }
}

/// Set but empty means: send nothing. What is no endpoint sends nothing either, and says so.
pub(crate) fn endpoint(delivery: &Delivery, facts: &Facts, warnings: &mut Vec<Warning>) -> Option<String> {
    let declared = &delivery.endpoint;
    let (name, url) = match declared.variable.as_deref().map(|name| (name, facts.variable(name))) {
        None | Some((_, Answer::Absent)) => ("the endpoint", declared.url.as_str()),
        Some((name, Answer::Text(text))) => match text.as_str() {
            "" => return None,
            url if endpoint::check(url, declared.plaintext).is_ok() => (name, url),
            _ => {
                warnings.push(Warning::new("endpoint_refused", name));
                return None;
            }
        },
        Some((name, _)) => {
            warnings.push(Warning::new("endpoint_refused", name));
            return None;
        }
    };
    if endpoint::is_plaintext(url) {
        warnings.push(Warning::new("endpoint_plaintext", name));
    }
    Some(url.to_string())
}

/// An answer that goes into a header, where it can; `name` is what it is the answer to.
fn in_header(name: &str, answer: &Answer, warnings: &mut Vec<Warning>) -> Option<String> {
    if *answer == Answer::Absent || is_blank(answer) {
        return None;
    }
    let value = answer.text().and_then(header_value).map(ToString::to_string);
    if value.is_none() {
        warnings.push(Warning::new("header_value_refused", name));
    }
    value
}

pub(crate) fn is_blank(answer: &Answer) -> bool {
    answer.text().is_some_and(|text| text.trim_matches([' ', '\t', '\r', '\n']).is_empty())
}

/// The token of the variable, else the stored one. A variable that is set but empty says that there is none, and a file that
/// anybody can write to has none.
fn bearer(bearer: &Bearer, facts: &Facts, warnings: &mut Vec<Warning>) -> Option<String> {
    let given = bearer.variable.as_deref().map(|name| (name, facts.variable(name).clone()));
    let set = given.filter(|(_, answer)| *answer != Answer::Absent);
    let (name, answer) = match (set, &bearer.setting) {
        (Some(given), _) => given,
        (None, Some(place)) => (place.file.as_str(), stored_text(place, facts)),
        (None, None) => return None,
    };
    in_header(name, &answer, warnings)
}

fn text(setting: &TextSetting, facts: &Facts, warnings: &mut Vec<Warning>) -> String {
    replacement(setting, facts, warnings).unwrap_or_else(|| setting.value.clone())
}

/// What the setting's variable puts in its place.
fn replacement(setting: &TextSetting, facts: &Facts, warnings: &mut Vec<Warning>) -> Option<String> {
    setting.variable.as_deref().and_then(|name| in_header(name, facts.variable(name), warnings))
}

/// A whole number above 0 in decimal digits, `08` being 8; anything else is passed over with a warning.
fn count(setting: &BoundedSetting, facts: &Facts, warnings: &mut Vec<Warning>) -> i64 {
    let Some((name, answer)) = setting.variable.as_deref().map(|name| (name, facts.variable(name))) else {
        return setting.value;
    };
    let digits = match answer {
        Answer::Absent => return setting.value,
        Answer::Text(text) if text.is_empty() => return setting.value,
        answer => answer.text().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())),
    };
    // A number that does not fit into 64 bits is too large, not malformed.
    match digits.map(|digits| digits.parse().unwrap_or(i64::MAX)) {
        Some(count) if (1..=setting.largest).contains(&count) => count,
        Some(1..) => {
            warnings.push(Warning::new("setting_too_large", name));
            setting.largest
        }
        _ => {
            warnings.push(Warning::new("setting_not_a_count", name));
            setting.value
        }
    }
}
