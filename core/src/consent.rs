//! Whether telemetry may leave: gates can only say no, the first source that decides wins, and the whole trail is told.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::FORMAT;
use crate::answer::Answer;
use crate::contract::{Contract, Source, Undecided};
use crate::decision::{Decision, Reason, Says, State, Trace};
use crate::error::Error;
use crate::facts::Facts;
use crate::map::Map;
use crate::path::Path;
use crate::state::{self, Memory};
use crate::unattended;
use crate::voices::{Hearing, Voice};
use crate::warning::Warning;

/// Whoever could be asked or told where no source decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// Nobody is there, or it is not the time to ask.
    Away,
    /// Somebody is there and has not been asked yet.
    Present,
    /// The question has been answered: true for yes.
    Answered(bool),
    /// The run began on the strength of the notice, or has shown it.
    Told,
}

impl Person {
    /// Who is there when a run begins: a person at the tool's own terminals, unless it is a build or an agent. What
    /// nobody can have been asked, nobody has answered.
    pub(crate) fn at_the_beginning(contract: &Contract, facts: &Facts) -> Self {
        if !facts.terminal || unattended::is_unattended(facts) {
            return Self::Away;
        }
        facts
            .answer
            .as_ref()
            .map_or(Self::Present, |given| Self::Answered(Reply::read(contract, given).is_yes(contract)))
    }
}

/// The line that a person typed at the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    Yes,
    No,
    /// An empty line, which means what the contract says.
    Default,
    /// Anything else, and no line at all: a no that is not stored.
    Unclear,
}

impl Reply {
    pub(crate) fn read(contract: &Contract, answer: &Answer) -> Self {
        let is = |line: &str, words: [&str; 2]| words.iter().any(|word| line.eq_ignore_ascii_case(word));
        match answer.text() {
            _ if contract.consent.question.is_none() => Self::Unclear,
            Some("") => Self::Default,
            Some(line) if is(line, ["y", "yes"]) => Self::Yes,
            Some(line) if is(line, ["n", "no"]) => Self::No,
            _ => Self::Unclear,
        }
    }

    pub(crate) fn is_yes(self, contract: &Contract) -> bool {
        match self {
            Self::Yes => true,
            Self::Default => {
                contract.consent.question.as_ref().is_some_and(|question| question.default_allow)
            }
            Self::No | Self::Unclear => false,
        }
    }
}

/// Takes the decision from the gates, the sources, what the tool has handed in and the person.
pub(crate) fn decide(
    contract: &Contract,
    facts: &Facts,
    flags: &Map<String>,
    features: &[String],
    person: Person,
) -> Decision {
    let consent = &contract.consent;
    let memory = Memory::read(facts.file(&consent.state_file));
    let machine = unattended::is_unattended(facts);
    let mark = if memory.is_bound() { state::mark(contract, facts) } else { None };
    let mark = mark.as_deref();
    let hearing = Hearing { contract, facts, flags, features, memory: &memory, mark, machine };
    let mut record = Record::new(&consent.state_file);
    for gate in &consent.gates {
        let (kind, name) = gate.name();
        record.hear(kind, name, hearing.gate(gate));
    }
    for source in &consent.sources {
        let (kind, name) = source.name().unwrap_or(("stored", &consent.state_file));
        record.hear(kind, name, hearing.source(source));
    }
    let (mut state, mut reason, mut source) = match record.decided.take() {
        Some((Says::Allow, reason, name)) => (State::On, reason, Some(name)),
        Some((_, reason, name)) => (State::Off, reason, Some(name)),
        None => {
            let (state, reason) = undecided(contract, person, machine, &memory, mark);
            (state, reason, None)
        }
    };
    // Local mode is looked at last: it narrows a yes and is nothing to a no.
    record.settled = state != State::On;
    for switch in consent.switches() {
        let (kind, name) = switch.name();
        record.hear(kind, name, hearing.switch(switch));
    }
    if let Some((_, why, name)) = record.decided {
        (state, reason, source) = (State::Local, why, Some(name));
    }
    Decision {
        format: FORMAT,
        state,
        reason,
        source,
        trail: record.trail,
        warnings: record.warnings,
        machine,
    }
}

/// What has been heard so far.
#[derive(Debug)]
struct Record<'c> {
    state_file: &'c str,
    trail: Vec<Trace>,
    warnings: Vec<Warning>,
    /// Who has decided, and what.
    decided: Option<(Says, Reason, String)>,
    /// Whether nothing that is still heard can decide.
    settled: bool,
}

impl<'c> Record<'c> {
    fn new(state_file: &'c str) -> Self {
        Self { state_file, trail: Vec::new(), warnings: Vec::new(), decided: None, settled: false }
    }

    fn hear(&mut self, kind: &'static str, name: &str, voice: Voice) {
        if let Some(code) = voice.warning {
            // What is wrong may be what is noted beside a setting.
            let about = if code == "state_unreadable" { self.state_file } else { name };
            self.warnings.push(Warning::new(code, about));
        }
        let decides = !self.settled && voice.says != Says::Nothing;
        if decides {
            self.settled = true;
            // A no that is noted is found in the state file, whatever it stands against.
            let by = if voice.reason == Reason::StoredDenies { self.state_file } else { name };
            self.decided = Some((voice.says, voice.reason, by.to_string()));
        }
        self.trail.push(Trace {
            kind,
            name: name.to_string(),
            class: voice.class,
            says: voice.says,
            decided: decides,
            because: voice.because,
        });
    }
}

/// What holds where no source has decided.
fn undecided(
    contract: &Contract,
    person: Person,
    machine: bool,
    memory: &Memory,
    mark: Option<&str>,
) -> (State, Reason) {
    let consent = &contract.consent;
    let holds = match person {
        // Whoever has answered in this run was a person.
        Person::Answered(_) => consent.interactive,
        // A build or a coding agent can neither be asked nor told.
        _ if machine => Undecided::Deny,
        Person::Away => consent.unattended,
        Person::Present | Person::Told => consent.interactive,
    };
    match (holds, memory, person) {
        (Undecided::Deny, ..) if consent.interactive == Undecided::Deny => {
            (State::Off, Reason::NothingDecided)
        }
        (Undecided::Deny, ..) => (State::Off, Reason::Unattended),
        (_, Memory::Lost(_), _) if consent.remembers() => (State::Off, Reason::StateUnreadable),
        // Who has said no for other settings can be asked for these; a notice turns nothing on for them.
        (Undecided::Ask, Memory::Kept(kept), _) if kept.denies_at(mark) => (State::Off, Reason::StoredDenies),
        (Undecided::Notice, Memory::Kept(kept), _) if kept.denies() => (State::Off, Reason::StoredDenies),
        (Undecided::Ask, _, Person::Answered(true)) => (State::On, Reason::QuestionAllows),
        (Undecided::Ask, _, Person::Answered(false)) => (State::Off, Reason::QuestionDenies),
        (Undecided::Ask, ..) => (State::Ask, Reason::Undecided),
        (Undecided::Notice, Memory::Kept(kept), _)
            if kept.notice.is_some_and(|version| version >= contract.consent_version) =>
        {
            (State::On, Reason::NoticeShown)
        }
        (Undecided::Notice, ..) => (State::Notice, Reason::NoticeDue),
    }
}

/// What [`begin`](crate::begin) would decide with the facts of [`Purpose::Status`](crate::Purpose::Status), without making
/// ids.
///
/// # Errors
/// `flag_unknown`, `flag_value` and `feature_unknown` for the tool's flags and features.
pub fn foresee(contract: &Contract, facts: &Facts) -> Result<Decision, Error> {
    check_flags(contract, &facts.flags, "/flags")?;
    check_features(contract, &facts.features, "/features")?;
    let person = Person::at_the_beginning(contract, facts);
    Ok(decide(contract, facts, &facts.flags, &facts.features, person))
}

/// The decision where no run could be begun, as `--run ""` says.
pub fn without_a_run() -> Decision {
    Decision {
        format: FORMAT,
        state: State::Off,
        reason: Reason::RunNotBegun,
        source: None,
        trail: Vec::new(),
        warnings: Vec::new(),
        machine: false,
    }
}

/// Checks the tool's flags against the sources that name them.
pub(crate) fn check_flags(contract: &Contract, flags: &Map<String>, at: &str) -> Result<(), Error> {
    for (given, value) in flags.iter() {
        let known = contract.consent.sources.iter().find_map(|source| match source {
            Source::Flag { name, allow, deny } if name == given => Some((allow, deny)),
            _ => None,
        });
        let Some((allow, deny)) = known else {
            let mut flags = contract.consent.sources.iter().filter_map(|source| match source {
                Source::Flag { name, .. } => Some(name.as_str()),
                _ => None,
            });
            return Err(Error::new("flag_unknown", "the contract names no flag of this name")
                .at(format!("{at}{}", Path::root().key(given)))
                .declared(&mut flags));
        };
        if value != allow && value != deny {
            return Err(Error::new("flag_value", format!("the flag {given} is {allow} or {deny}"))
                .at(format!("{at}{}", Path::root().key(given)))
                .hint("leave the flag out to let the other sources decide"));
        }
    }
    Ok(())
}

/// Checks the tool's features against those that the contract names.
pub(crate) fn check_features(contract: &Contract, features: &[String], at: &str) -> Result<(), Error> {
    match features.iter().position(|given| !contract.features.contains(given)) {
        None => Ok(()),
        Some(index) => Err(Error::new("feature_unknown", "the contract names no feature of this name")
            .at(format!("{at}/{index}"))
            .declared(&mut contract.features.iter().map(String::as_str))),
    }
}
