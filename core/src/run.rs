//! One execution of the tool: its ids and the decision taken, as one small JSON value.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::consent::Person;
use crate::contract::{Contract, is_name};
use crate::decision::{Decision, Reason, State};
use crate::error::Error;
use crate::facts::{self, Facts};
use crate::json::{self, Json};
use crate::map::Map;
use crate::number::MAX_INTEGER;
use crate::reader::At;
use crate::tool_version::{UNKNOWN_VERSION, is_tool_version};
use crate::warning::Warning;
use crate::{FORMAT, consent, correlation, state};

/// The warning of a version that is none.
pub(crate) const VERSION_REFUSED: &str = "tool_version_refused";

/// A run. Keep its JSON text and hand it to later operations; it is not meant for other processes, which get the
/// child variables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    format: i64,
    tool: String,
    /// What the person had been told when the decision was taken.
    consent_version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tool_version: Option<String>,
    pub(crate) session: String,
    pub(crate) run: String,
    pub(crate) parent: Option<String>,
    pub(crate) nonce: String,
    /// The tool's flags that sources of the contract name; they decide for the whole run.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) flags: Map<String>,
    /// The tool's features; they hold for the whole run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) features: Vec<String>,
    /// What was answered to the question in this run: true for yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) answered: Option<bool>,
    /// How often telemetry had been turned off here when the run began. Another no ends it.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) withdrawals: i64,
    pub(crate) decision: Standing,
    /// What was odd at the beginning, as stable codes with the name of the variable or file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<Warning>,
}

/// The decision as it stood when the run began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whether telemetry is on.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// The source that decided, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

const MEMBERS: &[&str] = &[
    "format",
    "tool",
    "consent_version",
    "tool_version",
    "session",
    "run",
    "parent",
    "nonce",
    "flags",
    "features",
    "answered",
    "withdrawals",
    "decision",
    "warnings",
];

impl Run {
    /// What held when this run began. Only a run that began with [`State::On`] may send.
    pub fn state(&self) -> State {
        self.decision.state
    }

    /// Whether payloads are built in this run at all.
    pub(crate) fn builds(&self) -> bool {
        matches!(self.decision.state, State::On | State::Local)
    }

    /// The id of this run.
    pub fn id(&self) -> &str {
        &self.run
    }

    /// The session that this run belongs to.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The run that started this one.
    pub fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    /// The decision as it stood when the run began.
    pub fn decision(&self) -> &Standing {
        &self.decision
    }

    /// What was odd at the beginning.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// A run goes with the contract that it was begun under.
    pub(crate) fn check_contract(&self, contract: &Contract) -> Result<(), Error> {
        if self.tool == contract.tool && self.consent_version == contract.consent_version {
            return Ok(());
        }
        Err(Error::new("run_mismatch", "this run was begun under another contract")
            .hint("begin one with this contract"))
    }

    /// A random byte of this run's, for the wait after an attempt: many machines that have lost the same receiver are not to
    /// come back to it at once.
    pub(crate) fn jitter(&self, attempt: i64) -> Option<u8> {
        let bytes = crate::hex::parse(&self.nonce)?;
        let index = usize::try_from(attempt).unwrap_or(0).checked_rem(bytes.len())?;
        bytes.get(index).copied()
    }

    /// The tool's version, for the user agent.
    pub(crate) fn tool_version(&self) -> &str {
        self.tool_version.as_deref().unwrap_or(UNKNOWN_VERSION)
    }

    /// The run as one line of JSON.
    pub fn to_json(&self) -> String {
        json::text_of(self)
    }

    /// Reads a run from its JSON text.
    ///
    /// # Errors
    /// Where the text is no run, or one of another tool than `contract`'s.
    pub fn parse(contract: &Contract, text: &str) -> Result<Self, Error> {
        Self::read(contract, &At::root(&Json::parse(text)?))
    }

    pub(crate) fn read(contract: &Contract, at: &At<'_, '_>) -> Result<Self, Error> {
        if let Some(format) = at.any_members()?.optional("format")
            && format.integer(0, i64::MAX)? != FORMAT
        {
            return Err(format
                .error("format_unknown", "this run was begun by another version")
                .hint("begin a new one"));
        }
        let members = at.members(MEMBERS)?;
        members.required("format")?;
        let tool = members.required("tool")?;
        if tool.text()? != contract.tool {
            return Err(tool
                .error("run_mismatch", "this run belongs to another tool")
                .hint("begin one with this contract"));
        }
        let version = members.required("consent_version")?;
        if version.integer(1, i64::MAX)? != contract.consent_version {
            return Err(version
                .error("run_mismatch", "this run was begun under another version of what is asked")
                .hint("begin a new one with this contract"));
        }
        let tool_version = match members.optional("tool_version") {
            None => None,
            Some(version) if is_tool_version(version.text()?) => Some(version.text()?.to_string()),
            Some(version) => return Err(version.error("wrong_value", "this is no version of a tool")),
        };
        let id = |name| -> Result<String, Error> {
            let at = members.required(name)?;
            let text = at.text()?;
            if is_name(text) { Ok(text.to_string()) } else { Err(at.error("wrong_value", "this is no id")) }
        };
        let place = members.required("nonce")?;
        let nonce = place.text()?.to_string();
        if nonce.len() != 32 || crate::hex::parse(&nonce).is_none() {
            return Err(place.error("wrong_value", "a nonce is 32 lowercase hexadecimal digits"));
        }
        let parent = match members.required("parent")?.value {
            Json::Null => None,
            _ => Some(id("parent")?),
        };
        let mut flags = Map::default();
        if let Some(list) = members.optional("flags") {
            let given = list.object()?;
            if given.len() > contract.consent.sources.len() {
                return Err(list.error("flag_unknown", "there are more flags than the contract names"));
            }
            for (name, value) in given {
                let flag = At { value, path: list.path.key(name) };
                flags.push(name.to_string(), flag.text()?.to_string());
            }
        }
        consent::check_flags(contract, &flags, "/flags")?;
        let features = members.optional("features").map_or(Ok(Vec::new()), |list| facts::names(&list))?;
        consent::check_features(contract, &features, "/features")?;
        let decision = Standing::read(contract, &members.required("decision")?)?;
        let answered = members.optional("answered");
        let reasons = [Reason::QuestionAllows, Reason::QuestionDenies, Reason::LocalOnly];
        let asked = contract.consent.question.is_some() && reasons.contains(&decision.reason);
        if let Some(answer) = answered.filter(|_| !asked) {
            return Err(answer.error("wrong_value", "nobody was asked in this run"));
        }
        Ok(Self {
            format: FORMAT,
            tool: contract.tool.clone(),
            consent_version: contract.consent_version,
            tool_version,
            session: id("session")?,
            run: id("run")?,
            parent,
            nonce,
            flags,
            features,
            answered: answered.map(|answer| answer.boolean()).transpose()?,
            withdrawals: members
                .optional("withdrawals")
                .map_or(Ok(0), |withdrawals| withdrawals.integer(1, MAX_INTEGER))?,
            decision,
            warnings: Vec::new(),
        })
    }
}

impl Standing {
    fn read(contract: &Contract, at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["state", "reason", "source"])?;
        let state = members.required("state")?.word(State::WORDS)?;
        let place = members.required("reason")?;
        let reason = place.word(Reason::WORDS)?;
        if reason.state() != state {
            return Err(place.error("wrong_value", "this is no reason for this state"));
        }
        // It is shown to people: what the contract does not name is not repeated.
        let source = members.optional("source").map(|source| source.text()).transpose()?;
        let source = source.filter(|name| contract.consent.names_source(name)).map(ToString::to_string);
        Ok(Self { state, reason, source })
    }
}

impl From<&Decision> for Standing {
    fn from(decision: &Decision) -> Self {
        Self { state: decision.state, reason: decision.reason, source: decision.source.clone() }
    }
}

/// The version that a tool gives of itself. It often comes from some other program, so nothing fails for it: an empty
/// one is none, and one that is no version is passed over.
fn own_version(facts: &Facts, warnings: &mut Vec<Warning>) -> Option<String> {
    let version = facts.tool_version.as_deref().filter(|version| !version.is_empty())?;
    if is_tool_version(version) {
        return Some(version.to_string());
    }
    warnings.push(Warning::new(VERSION_REFUSED, "tool_version"));
    None
}

/// Begins a run: takes the decision and makes the ids.
///
/// Where the decision's state is [`State::Ask`], put the contract's question to the person and begin again with the
/// same facts and the answer; a run that is left in that state sends nothing. Where it is [`State::Notice`] the notice is to
/// be shown; nothing is sent in this run.
///
/// # Errors
/// `flag_unknown`, `flag_value`, `feature_unknown` for the tool's flags and features; `entropy_too_short`, `entropy_repeated` for the random bytes.
pub fn begin(contract: &Contract, facts: &Facts) -> Result<Run, Error> {
    consent::check_flags(contract, &facts.flags, "/flags")?;
    consent::check_features(contract, &facts.features, "/features")?;
    let person = Person::at_the_beginning(contract, facts);
    let decision = consent::decide(contract, facts, &facts.flags, &facts.features, person);
    let mut warnings = decision.warnings.clone();
    let ids = correlation::ids(contract, facts, &mut warnings)?;
    Ok(Run {
        format: FORMAT,
        tool: contract.tool.clone(),
        consent_version: contract.consent_version,
        tool_version: own_version(facts, &mut warnings),
        session: ids.session,
        run: ids.run,
        parent: ids.parent,
        nonce: ids.nonce,
        flags: facts.flags.clone(),
        features: facts.features.clone(),
        // An answer counts only where it was the question that decided, in local mode too.
        answered: match (decision.reason, person) {
            (Reason::QuestionAllows | Reason::QuestionDenies, Person::Answered(yes)) => Some(yes),
            (Reason::LocalOnly, Person::Answered(yes))
                if contract.consent.question.is_some() && !decision.has_source() =>
            {
                Some(yes)
            }
            _ => None,
        },
        withdrawals: withdrawals(contract, facts).unwrap_or(0),
        decision: Standing::from(&decision),
        warnings,
    })
}

/// How often telemetry has been turned off, as far as this contract stores that; `None` where that cannot be told.
pub(crate) fn withdrawals(contract: &Contract, facts: &Facts) -> Option<i64> {
    let consent = &contract.consent;
    if consent.remembers() { state::withdrawals(facts.file(&consent.state_file)) } else { Some(0) }
}

/// For serde, by reference.
fn is_zero(number: &i64) -> bool {
    *number == 0
}
