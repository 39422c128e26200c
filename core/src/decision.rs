//! A decision: what holds, why, and the trail that led there. The words are stable; `docs/contract.md` lists them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::warning::Warning;

/// What holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum State {
    /// Payloads may be sent.
    On,
    /// Nothing may be sent.
    Off,
    /// Nothing may be sent until the question has been answered.
    Ask,
}

/// Why it holds: stable codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The tool's flag says yes.
    FlagAllows,
    /// The tool's flag says no.
    FlagDenies,
    /// A variable says yes.
    VariableAllows,
    /// A variable says no.
    VariableDenies,
    /// A variable says something that is neither, which counts as no.
    VariableInvalid,
    /// A stored setting says yes.
    SettingAllows,
    /// A stored setting says no.
    SettingDenies,
    /// A stored setting is there but cannot be read, which counts as no.
    SettingUnreadable,
    /// The question was answered with yes.
    QuestionAllows,
    /// The question was answered with no, or not at all.
    QuestionDenies,
    /// Nobody has decided, and the question is due.
    Undecided,
    /// Nobody has decided, and nobody is there to be asked.
    Unattended,
    /// Nobody has decided, and the contract asks no question.
    NothingDecided,
    /// The run began without telemetry and stays so.
    RunDenied,
}

impl State {
    pub(crate) const WORDS: &'static [(&'static str, Self)] =
        &[("on", Self::On), ("off", Self::Off), ("ask", Self::Ask)];

    /// The word for it in JSON and in messages.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, state)| *state == self).map_or("off", |(word, _)| word)
    }
}

impl Reason {
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("flag_allows", Self::FlagAllows),
        ("flag_denies", Self::FlagDenies),
        ("variable_allows", Self::VariableAllows),
        ("variable_denies", Self::VariableDenies),
        ("variable_invalid", Self::VariableInvalid),
        ("setting_allows", Self::SettingAllows),
        ("setting_denies", Self::SettingDenies),
        ("setting_unreadable", Self::SettingUnreadable),
        ("question_allows", Self::QuestionAllows),
        ("question_denies", Self::QuestionDenies),
        ("undecided", Self::Undecided),
        ("unattended", Self::Unattended),
        ("nothing_decided", Self::NothingDecided),
        ("run_denied", Self::RunDenied),
    ];

    /// The state that it is a reason for.
    pub(crate) fn state(self) -> State {
        match self {
            Self::FlagAllows | Self::VariableAllows | Self::SettingAllows | Self::QuestionAllows => State::On,
            Self::Undecided => State::Ask,
            _ => State::Off,
        }
    }

    /// The reason as a sentence for people; `source` is the name of what decided.
    pub fn message(self, source: Option<&str>) -> String {
        let source = source.unwrap_or("a source");
        match self {
            Self::FlagAllows => format!("the flag {source} says yes"),
            Self::FlagDenies => format!("the flag {source} says no"),
            Self::VariableAllows => format!("the variable {source} says yes"),
            Self::VariableDenies => format!("the variable {source} says no"),
            Self::VariableInvalid => {
                format!("the variable {source} holds a word that is not known, which counts as no")
            }
            Self::SettingAllows => format!("the setting {source} says yes"),
            Self::SettingDenies => format!("the setting {source} says no"),
            Self::SettingUnreadable => format!("the setting {source} cannot be read, which counts as no"),
            Self::QuestionAllows => "the question was answered with yes".to_string(),
            Self::QuestionDenies => "the question was not answered with yes".to_string(),
            Self::Undecided => "nobody has decided yet; the next interactive run asks".to_string(),
            Self::Unattended => "nobody has decided, and nobody is there to be asked".to_string(),
            Self::NothingDecided => "nobody has turned it on".to_string(),
            Self::RunDenied => "this run began without telemetry and stays so".to_string(),
        }
    }
}

/// A decision with the trail that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub(crate) format: i64,
    /// What holds.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// The name of the source that decided, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Every source in order, with what it says.
    pub trail: Vec<Trace>,
    /// What was odd.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// One source on the way to a decision. Values are never told, only their class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// `flag`, `variable` or `setting`.
    pub kind: &'static str,
    /// The name of the flag, variable or file.
    pub name: String,
    /// The class of its value: `absent`, `true`, `false`, `invalid`, `undecodable` or `unreadable`.
    pub class: &'static str,
    /// What it says: `allow`, `deny` or `nothing`.
    pub says: &'static str,
    /// Whether it is the one that decided.
    pub decided: bool,
}
