//! Whether telemetry may leave: the first source that decides wins, and the whole trail is told.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::Answer;
use crate::contract::{Contract, Invalid, Means, Source, Undecided};
use crate::decision::{Decision, Reason, State, Trace};
use crate::dialect::Class;
use crate::error::Error;
use crate::facts::Facts;
use crate::json::Json;
use crate::map::Map;
use crate::path::Path;
use crate::run::Run;
use crate::warning::Warning;
use crate::{FORMAT, unattended};

/// What one source says.
struct Voice {
    class: Class,
    verdict: Option<bool>,
    reason: Reason,
    warning: Option<&'static str>,
}

/// Whoever could be asked where no source decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// Nobody is there, or it is not the time to ask.
    Away,
    /// Somebody is there and has not been asked yet.
    Present,
    /// The question has been answered: true for yes.
    Answered(bool),
}

impl Person {
    /// Who is there when a run begins: a person at the tool's own terminals, unless it is a build. What nobody can have
    /// been asked, nobody has answered.
    pub(crate) fn at_the_beginning(contract: &Contract, facts: &Facts) -> Self {
        if !facts.terminal || unattended::is_unattended(facts) {
            return Self::Away;
        }
        facts.answer.as_ref().map_or(Self::Present, |given| Self::Answered(answer(contract, given)))
    }
}

/// Takes the decision from the sources, the flags of the run and the person.
pub(crate) fn decide(contract: &Contract, facts: &Facts, flags: &Map<String>, person: Person) -> Decision {
    let mut trail = Vec::with_capacity(contract.consent.sources.len());
    let mut warnings = Vec::new();
    let mut decided: Option<(State, Reason, String)> = None;
    for source in &contract.consent.sources {
        let (kind, name) = source.name();
        let voice = source.listen(facts, flags);
        if let Some(code) = voice.warning {
            warnings.push(Warning::new(code, name));
        }
        let decides = decided.is_none() && voice.verdict.is_some();
        if let (true, Some(allow)) = (decides, voice.verdict) {
            decided = Some((if allow { State::On } else { State::Off }, voice.reason, name.to_string()));
        }
        trail.push(Trace {
            kind,
            name: name.to_string(),
            class: voice.class.as_str(),
            says: match voice.verdict {
                Some(true) => "allow",
                Some(false) => "deny",
                None => "nothing",
            },
            decided: decides,
        });
    }
    let (state, reason, source) = match decided {
        Some((state, reason, name)) => (state, reason, Some(name)),
        None => {
            let (state, reason) = undecided(contract, person);
            (state, reason, None)
        }
    };
    Decision { format: FORMAT, state, reason, source, trail, warnings }
}

fn undecided(contract: &Contract, person: Person) -> (State, Reason) {
    match (contract.consent.interactive, person) {
        (Undecided::Deny, _) => (State::Off, Reason::NothingDecided),
        (Undecided::Ask, Person::Answered(true)) => (State::On, Reason::QuestionAllows),
        (Undecided::Ask, Person::Answered(false)) => (State::Off, Reason::QuestionDenies),
        (Undecided::Ask, Person::Present) => (State::Ask, Reason::Undecided),
        (Undecided::Ask, Person::Away) => (State::Off, Reason::Unattended),
    }
}

impl Source {
    fn listen(&self, facts: &Facts, flags: &Map<String>) -> Voice {
        match self {
            Self::Flag { name, allow, .. } => {
                let (class, verdict, reason) = match flags.get(name) {
                    None => (Class::Absent, None, Reason::FlagDenies),
                    Some(word) if word == allow => (Class::True, Some(true), Reason::FlagAllows),
                    Some(_) => (Class::False, Some(false), Reason::FlagDenies),
                };
                Voice { class, verdict, reason, warning: None }
            }
            Self::Variable { name, dialect, means, invalid } => {
                // An opt-out that is set to nothing has not been set, in whatever dialect.
                let answer = match facts.variable(name) {
                    Answer::Text(text) if text.is_empty() && *means == Means::Deny => &Answer::Absent,
                    answer => answer,
                };
                variable(dialect.classify(answer), *means, *invalid)
            }
            Self::Setting { file, key } => setting(facts.file(file), key),
        }
    }
}

fn variable(class: Class, means: Means, invalid: Invalid) -> Voice {
    let (verdict, reason, warning) = match (class, means) {
        // An opt-out that is not set or says no grants nothing.
        (Class::Absent, _) | (Class::False, Means::Deny) => (None, Reason::VariableDenies, None),
        (Class::True, Means::Allow) => (Some(true), Reason::VariableAllows, None),
        (Class::True, Means::Deny) | (Class::False, Means::Allow) => {
            (Some(false), Reason::VariableDenies, None)
        }
        (Class::Invalid, _) if invalid == Invalid::Skip => {
            (None, Reason::VariableInvalid, Some("variable_skipped"))
        }
        (Class::Invalid, _) => (Some(false), Reason::VariableInvalid, Some("variable_invalid")),
        (Class::Undecodable, _) => (Some(false), Reason::VariableInvalid, Some("variable_undecodable")),
        (Class::Unreadable, _) => (Some(false), Reason::VariableInvalid, Some("variable_unreadable")),
    };
    Voice { class, verdict, reason, warning }
}

/// A settings file is somebody else's: only the one key is looked at. What exists but cannot be understood says no.
fn setting(file: &Answer, key: &[String]) -> Voice {
    let (class, verdict, reason, warning) = match file {
        Answer::Absent => (Class::Absent, None, Reason::SettingDenies, None),
        Answer::Undecodable => {
            (Class::Undecodable, Some(false), Reason::SettingUnreadable, Some("setting_invalid"))
        }
        Answer::Failed(_) => {
            (Class::Unreadable, Some(false), Reason::SettingUnreadable, Some("setting_unreadable"))
        }
        Answer::Text(text) => match stored(text, key) {
            Ok(None) => (Class::Absent, None, Reason::SettingDenies, None),
            Ok(Some(true)) => (Class::True, Some(true), Reason::SettingAllows, None),
            Ok(Some(false)) => (Class::False, Some(false), Reason::SettingDenies, None),
            Err(()) => (Class::Invalid, Some(false), Reason::SettingUnreadable, Some("setting_invalid")),
        },
    };
    Voice { class, verdict, reason, warning }
}

fn stored(text: &str, key: &[String]) -> Result<Option<bool>, ()> {
    let document = Json::parse(text).map_err(|_| ())?;
    let mut value = &document;
    for name in key {
        match value {
            Json::Object(_) => match value.member(name) {
                Some(member) => value = member,
                None => return Ok(None),
            },
            _ => return Err(()),
        }
    }
    match value {
        Json::Boolean(stored) => Ok(Some(*stored)),
        Json::Null => Ok(None),
        _ => Err(()),
    }
}

/// Whether the line that a person typed is a yes. Only a clear yes is one; an empty line is the declared default.
fn answer(contract: &Contract, answer: &Answer) -> bool {
    let Some(question) = &contract.consent.question else { return false };
    match answer.text() {
        None => false,
        Some("") => question.default_allow,
        Some(line) => line.eq_ignore_ascii_case("y") || line.eq_ignore_ascii_case("yes"),
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
            return Err(Error::new("flag_unknown", "the contract names no flag of this name")
                .at(format!("{at}{}", Path::root().key(given))));
        };
        if value != allow && value != deny {
            return Err(Error::new("flag_value", format!("the flag {given} is {allow} or {deny}"))
                .at(format!("{at}{}", Path::root().key(given)))
                .hint("leave the flag out to let the other sources decide"));
        }
    }
    Ok(())
}

/// Takes the decision again for a run that has begun: it can become narrower, never wider, and nobody is asked again.
///
/// Flags and the answer to the question hold for the whole run, all else is read afresh.
pub fn resolve(contract: &Contract, run: &Run, facts: &Facts) -> Decision {
    let person = run.answered.map_or(Person::Away, Person::Answered);
    let mut decision = decide(contract, facts, &run.flags, person);
    if run.decision.state != State::On && decision.state == State::On {
        decision.state = State::Off;
        decision.reason = Reason::RunDenied;
        decision.source = None;
    }
    decision
}
