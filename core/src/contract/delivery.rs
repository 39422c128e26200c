//! The part `delivery`: where to, with which headers, how patiently.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::meta::Meta;
use super::mode::Mode;
use super::otlp::Otlp;
use super::outbox::{AttemptFiles, Outbox};
use super::place::Place;
use super::{names, outbox};
use crate::endpoint;
use crate::error::Error;
use crate::json::Json;
use crate::reader::At;
use crate::sorted;

/// Where payloads go and how.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) endpoint: Endpoint,
    pub(crate) headers: Vec<Header>,
    pub(crate) user_agent: TextSetting,
    pub(crate) bearer: Bearer,
    pub(crate) attempts: BoundedSetting,
    pub(crate) connect_timeout: BoundedSetting,
    pub(crate) timeout: BoundedSetting,
    /// The time that all attempts together may take, with the waits between them, in seconds.
    pub(crate) budget: BoundedSetting,
    pub(crate) mode: Mode,
    pub(crate) refused: Refused,
    pub(crate) outbox: Outbox,
    /// Where attempts that failed are kept.
    pub(crate) attempt_files: Option<AttemptFiles>,
    pub(crate) encoding: Encoding,
    /// Where requests say how often their events have been tried.
    pub(crate) meta: Option<Meta>,
    /// Under which names values stand in OTLP; by default those of the payload.
    pub(crate) otlp: Option<Otlp>,
    /// How often a program that keeps running reports, in seconds.
    pub(crate) every: Option<i64>,
    /// The names under which such a program shows its counters.
    pub(crate) metrics: Metrics,
}

/// What becomes of an event that the receiver refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refused {
    /// It is given up.
    #[default]
    Drop,
    /// It waits on disk as what did not arrive does.
    Keep,
}

impl Refused {
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[("drop", Self::Drop), ("keep", Self::Keep)];

    /// For serde, by reference.
    pub(crate) fn is_drop(&self) -> bool {
        *self == Self::Drop
    }

    fn read(at: &At<'_, '_>, mode: Mode) -> Result<Self, Error> {
        if mode == Mode::AtLeastOnce {
            return at.word(Self::WORDS);
        }
        Err(at
            .error("unknown_member", "\"refused\" goes with \"mode\": \"at_least_once\" only")
            .hint("with every other mode, what the receiver refuses is given up"))
    }
}

/// How events are put into the body of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Encoding {
    /// One event, as it is.
    #[default]
    Document,
    /// A JSON array of events.
    Array,
    /// One event a line (NDJSON).
    Lines,
    /// OTLP logs in JSON.
    Otlp,
}

impl Encoding {
    pub(crate) const WORDS: &'static [(&'static str, Self)] =
        &[("document", Self::Document), ("array", Self::Array), ("lines", Self::Lines), ("otlp", Self::Otlp)];

    /// Whether no protocol but HTTP says what may be tried again. For serde, by reference.
    pub(crate) fn is_plain(&self) -> bool {
        *self != Self::Otlp
    }
}

/// Where a bearer token is, if anywhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bearer {
    /// The variable that holds one.
    pub(crate) variable: Option<String>,
    /// The stored text that holds one, where the variable does not.
    pub(crate) setting: Option<Place>,
}

/// The tool's own names for the counters of deliveries.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics {
    pub(crate) sent: Option<String>,
    pub(crate) errors: Option<String>,
    pub(crate) dropped: Option<String>,
}

/// Where to.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    /// The variable that replaces the URL; without one the URL is fixed.
    pub(crate) variable: Option<String>,
    /// The author accepts `http://` to other machines.
    pub(crate) plaintext: bool,
}

/// A request header of the contract.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) setting: TextSetting,
}

/// A text with the variable that may replace it.
#[derive(Debug, Clone)]
pub(crate) struct TextSetting {
    pub(crate) value: String,
    pub(crate) variable: Option<String>,
}

/// An integer above 0 with the variable that may replace it and the most that it may be.
#[derive(Debug, Clone)]
pub(crate) struct BoundedSetting {
    pub(crate) value: i64,
    pub(crate) variable: Option<String>,
    pub(crate) largest: i64,
}

/// Attempts fit into the batches of one flow.
const MAX_ATTEMPTS: i64 = 10;
const MAX_TIMEOUT: i64 = 120;
const MAX_HEADERS: usize = 16;
/// The time that all attempts together may take, in seconds, unless the contract says otherwise, and at most.
pub(crate) const BUDGET: i64 = 120;
const MAX_BUDGET: i64 = 900;
/// A minute and a year.
const SHORTEST_INTERVAL: i64 = 60;
const LONGEST_INTERVAL: i64 = 31_536_000;
/// Headers that the request builder and the transport own.
const OWN_HEADERS: &[&str] = &[
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

impl Delivery {
    /// Reads the part of the contract of this tool, whose events have these payloads.
    pub(super) fn read(at: &At<'_, '_>, tool: &str, payloads: &[&Json<'_>]) -> Result<Self, Error> {
        let members = at.members(&[
            "mode",
            "refused",
            "outbox",
            "encoding",
            "otlp",
            "meta",
            "endpoint",
            "headers",
            "user_agent",
            "bearer",
            "attempts",
            "connect_timeout_seconds",
            "timeout_seconds",
            "budget_seconds",
            "every_seconds",
            "metrics",
        ])?;
        let bounded = |name, value, largest| {
            members.optional(name).map_or(Ok(BoundedSetting { value, variable: None, largest }), |setting| {
                BoundedSetting::read(&setting, largest)
            })
        };
        let mode = members.optional("mode").map_or(Ok(Mode::BestEffort), |mode| mode.word(Mode::WORDS))?;
        let encoding = members
            .optional("encoding")
            .map_or(Ok(Encoding::Document), |encoding| encoding.word(Encoding::WORDS))?;
        let otlp = members.optional("otlp");
        if let (Some(stray), false) = (&otlp, encoding == Encoding::Otlp) {
            return Err(stray.error("unknown_member", "\"otlp\" goes with \"encoding\": \"otlp\" only"));
        }
        let meta = members.optional("meta");
        if let (Some(stray), true) = (&meta, encoding == Encoding::Otlp) {
            return Err(stray.error("unknown_member", "\"meta\" does not go with \"encoding\": \"otlp\""));
        }
        let (outbox, attempt_files) = outbox::read(members.optional("outbox"), mode, tool)?;
        let refused = members.optional("refused");
        Ok(Self {
            mode,
            refused: refused.map_or(Ok(Refused::Drop), |refused| Refused::read(&refused, mode))?,
            outbox,
            attempt_files,
            encoding,
            meta: meta.map(|meta| Meta::read(&meta, payloads)).transpose()?,
            otlp: otlp.map(|otlp| Otlp::read(&otlp, payloads)).transpose()?,
            endpoint: Endpoint::read(&members.required("endpoint")?)?,
            headers: members.optional("headers").map_or(Ok(Vec::new()), |list| headers(&list))?,
            user_agent: members.optional("user_agent").map_or_else(
                || Ok(TextSetting { value: "aboveboard".to_string(), variable: None }),
                |setting| TextSetting::read(&setting),
            )?,
            bearer: members.optional("bearer").map_or(Ok(Bearer::default()), |at| Bearer::read(&at))?,
            attempts: bounded("attempts", 1, MAX_ATTEMPTS)?,
            connect_timeout: bounded("connect_timeout_seconds", 5, MAX_TIMEOUT)?,
            timeout: bounded("timeout_seconds", 10, MAX_TIMEOUT)?,
            budget: bounded("budget_seconds", BUDGET, MAX_BUDGET)?,
            every: members
                .optional("every_seconds")
                .map(|every| every.integer(SHORTEST_INTERVAL, LONGEST_INTERVAL))
                .transpose()?,
            metrics: members.optional("metrics").map_or(Ok(Metrics::default()), |at| Metrics::read(&at))?,
        })
    }

    /// The names of all variables that may change a request.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let headers = self.headers.iter().map(|header| &header.setting.variable);
        [&self.endpoint.variable, &self.user_agent.variable, &self.bearer.variable, &self.attempts.variable]
            .into_iter()
            .chain([&self.connect_timeout.variable, &self.timeout.variable, &self.budget.variable])
            .chain(self.attempt_files.iter().map(|files| &files.variable))
            .chain(headers)
            .filter_map(Option::as_deref)
    }
}

impl BoundedSetting {
    /// The most that it can be in any run.
    pub(crate) fn most(&self) -> i64 {
        if self.variable.is_some() { self.largest } else { self.value }
    }
}

impl Endpoint {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["url", "env", "plaintext"])?;
        let place = members.required("url")?;
        let plaintext = members.optional("plaintext").map_or(Ok(false), |word| word.boolean())?;
        let url = place.text()?;
        endpoint::check(url, plaintext)
            .map_err(|problem| place.error(problem.code(), problem.message()).hint(problem.hint()))?;
        Ok(Self {
            url: url.to_string(),
            variable: members.optional("env").map(|name| names::variable(&name)).transpose()?,
            plaintext,
        })
    }
}

impl Bearer {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["env", "setting", "file"])?;
        let variable = members.optional("env").map(|name| names::variable(&name)).transpose()?;
        let setting = match (members.optional("setting"), members.optional("file")) {
            (None, None) => None,
            (Some(key), _) => Some(Place::read(&key, &members.required("file")?)?),
            (None, Some(_)) => {
                members.required("setting")?;
                None
            }
        };
        if variable.is_none() && setting.is_none() {
            members.required("env")?;
        }
        Ok(Self { variable, setting })
    }
}

impl Metrics {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["sent", "errors", "dropped"])?;
        let name = |name| members.optional(name).map(|name| names::metric(&name)).transpose();
        let metrics = Self { sent: name("sent")?, errors: name("errors")?, dropped: name("dropped")? };
        let twice = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        let Self { sent, errors, dropped } = &metrics;
        if twice(sent, errors) || twice(errors, dropped) || twice(sent, dropped) {
            return Err(at.error("wrong_value", "two counters have the same name"));
        }
        Ok(metrics)
    }
}

impl TextSetting {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["value", "env"])?;
        Ok(Self {
            value: declared(&members.required("value")?)?,
            variable: members.optional("env").map(|name| names::variable(&name)).transpose()?,
        })
    }
}

/// A header value of the contract: as it goes out, nothing to trim.
fn declared(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    if names::header_value(text) == Some(text) {
        return Ok(text.to_string());
    }
    Err(at.error("wrong_value", "a header's value is visible ASCII with inner spaces, at most 1 KiB"))
}

impl BoundedSetting {
    fn read(at: &At<'_, '_>, largest: i64) -> Result<Self, Error> {
        let members = at.members(&["value", "env"])?;
        Ok(Self {
            value: members.required("value")?.integer(1, largest)?,
            variable: members.optional("env").map(|name| names::variable(&name)).transpose()?,
            largest,
        })
    }
}

fn headers(at: &At<'_, '_>) -> Result<Vec<Header>, Error> {
    let members = at.object()?;
    if members.len() > MAX_HEADERS {
        return Err(at.error("out_of_range", "a contract names at most 16 headers"));
    }
    let mut headers = Vec::with_capacity(members.len());
    for (name, value) in members {
        let header = At { value, path: at.path.key(name) };
        names::check_name(&header.path, name)?;
        if OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            return Err(header
                .error("wrong_value", "this header is not the contract's to set")
                .hint("Aboveboard and the transport set it"));
        }
        if headers.iter().any(|other: &Header| other.name.eq_ignore_ascii_case(name)) {
            return Err(
                header.error("wrong_value", "this header stands here twice; case makes no difference")
            );
        }
        let declared = Header { name: name.to_string(), setting: TextSetting::read(&header)? };
        sorted::insert(&mut headers, declared, |header| &header.name);
    }
    Ok(headers)
}
