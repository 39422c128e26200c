//! A decision: what holds, why, and the trail that led there. The words are stable; `docs/contract.md` lists them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::dialect::Class;
use crate::warning::Warning;

/// What holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum State {
    /// Payloads may be sent.
    On,
    /// Payloads may be written to a file on this machine, and go nowhere else.
    Local,
    /// Nothing may be sent.
    Off,
    /// Nothing may be sent until the question has been answered.
    Ask,
    /// Nothing may be sent until the notice has been shown.
    Notice,
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
    /// It was turned on, and that is stored.
    StoredAllows,
    /// It was turned off, and that is stored.
    StoredDenies,
    /// What Aboveboard has stored cannot be read, which counts as no.
    StateUnreadable,
    /// The question was answered with yes.
    QuestionAllows,
    /// The question was answered with no, or not at all.
    QuestionDenies,
    /// Nobody has said no since the notice was shown.
    NoticeShown,
    /// The notice has not been shown yet.
    NoticeDue,
    /// Nobody has decided, and the question is due.
    Undecided,
    /// Nobody has decided, and nobody is there to be asked or told.
    Unattended,
    /// Nobody has decided, and the contract asks no question.
    NothingDecided,
    /// The tool's author has not turned on the feature.
    FeatureOff,
    /// A file of the organisation says no.
    PolicyDenies,
    /// A file of the organisation cannot be read, which counts as no.
    PolicyUnreadable,
    /// The process that started this one passes its denial on.
    ParentDenies,
    /// Somebody has said that nothing leaves this machine.
    LocalOnly,
    /// The run began without telemetry and stays so.
    RunDenied,
    /// The notice has been shown in this run, or since it began. No run begins with it, so that none is read with it.
    RunTold,
    /// The run began in local mode and stays so.
    RunLocal,
    /// It has been turned off since the run began, whatever has been said after that.
    Withdrawn,
    /// No run could be begun. No run is under it, so that none is read with it.
    RunNotBegun,
}

/// Why somebody's yes, or silence, does not count for what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Because {
    /// It was said to an older version of what people are told.
    Superseded,
    /// It is not noted which version it was said to.
    Unbound,
    /// It was turned off through Aboveboard, which is noted beside it.
    Denied,
    /// What Aboveboard has stored about it cannot be read.
    StateUnreadable,
    /// It was said by a person, and this is a build or a coding agent.
    Unattended,
}

/// What one source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Says {
    /// Yes.
    Allow,
    /// No.
    Deny,
    /// Yes, but nothing leaves this machine.
    Local,
    /// Neither.
    Nothing,
}

impl State {
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("on", Self::On),
        ("local", Self::Local),
        ("off", Self::Off),
        ("ask", Self::Ask),
        ("notice", Self::Notice),
    ];

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
        ("stored_allows", Self::StoredAllows),
        ("stored_denies", Self::StoredDenies),
        ("state_unreadable", Self::StateUnreadable),
        ("question_allows", Self::QuestionAllows),
        ("question_denies", Self::QuestionDenies),
        ("notice_shown", Self::NoticeShown),
        ("notice_due", Self::NoticeDue),
        ("undecided", Self::Undecided),
        ("unattended", Self::Unattended),
        ("nothing_decided", Self::NothingDecided),
        ("feature_off", Self::FeatureOff),
        ("policy_denies", Self::PolicyDenies),
        ("policy_unreadable", Self::PolicyUnreadable),
        ("parent_denies", Self::ParentDenies),
        ("local_only", Self::LocalOnly),
        ("run_denied", Self::RunDenied),
        ("run_local", Self::RunLocal),
        ("withdrawn", Self::Withdrawn),
    ];

    /// The state that it is a reason for.
    pub(crate) fn state(self) -> State {
        match self {
            Self::FlagAllows
            | Self::VariableAllows
            | Self::SettingAllows
            | Self::StoredAllows
            | Self::QuestionAllows
            | Self::NoticeShown => State::On,
            Self::LocalOnly | Self::RunLocal => State::Local,
            Self::Undecided => State::Ask,
            Self::NoticeDue => State::Notice,
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
            Self::SettingUnreadable => {
                format!("the setting {source} cannot be read, which counts as no")
            }
            Self::StoredAllows => "it was turned on here".to_string(),
            Self::StoredDenies => "it was turned off here".to_string(),
            Self::StateUnreadable => {
                "what was stored about it cannot be read, which counts as no".to_string()
            }
            Self::QuestionAllows => "the question was answered with yes".to_string(),
            Self::QuestionDenies => "the question was not answered with yes".to_string(),
            Self::NoticeShown => "the notice has been shown, and nobody has said no".to_string(),
            Self::NoticeDue => {
                "the notice has not been shown yet; the next run shows it, if that can be stored".to_string()
            }
            Self::Undecided => "nobody has decided yet; the next interactive run asks".to_string(),
            Self::Unattended => "nobody has decided, and nobody is there to be asked".to_string(),
            Self::NothingDecided => "nobody has turned it on".to_string(),
            Self::FeatureOff => format!("the tool's feature {source} is off"),
            Self::PolicyDenies => format!("the organisation's policy {source} says no"),
            Self::PolicyUnreadable => {
                format!("the organisation's policy {source} cannot be read, which counts as no")
            }
            Self::ParentDenies => format!("the variable {source} passes on that it is off"),
            Self::LocalOnly => format!("it is on, but {source} keeps everything on this machine"),
            Self::RunDenied => "this run began without telemetry and stays so".to_string(),
            Self::RunTold => {
                "the notice has been shown since this run began; it is on from the next run on".to_string()
            }
            Self::RunLocal => "this run began in local mode and stays so".to_string(),
            Self::Withdrawn => "it was turned off after this run had begun".to_string(),
            Self::RunNotBegun => "the run could not be begun".to_string(),
        }
    }
}

impl Because {
    /// The end of a sentence that begins with "its yes does not count:".
    pub fn message(self) -> &'static str {
        match self {
            Self::Superseded => "it was given to an older version of what is collected",
            Self::Unbound => "it is not known which version of what is collected it was given to",
            Self::Denied => "it was turned off here, or could not be turned on, and that is noted",
            Self::StateUnreadable => "what was stored about it cannot be read",
            Self::Unattended => "it is a person's, and this is a build or a coding agent",
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
    /// Whether it was taken for a build or a coding agent, for which no stored yes counts.
    #[serde(skip)]
    pub(crate) machine: bool,
}

impl Decision {
    /// The reason as a sentence for people. Where somebody has said yes and that does not count, nobody is told that nobody
    /// has decided; and what cannot be understood is told from what cannot be read.
    pub(crate) fn message(&self) -> String {
        let file = matches!(self.reason, Reason::SettingUnreadable | Reason::PolicyUnreadable);
        if file && self.trail.iter().any(|trace| trace.decided && trace.class == Class::Invalid) {
            let name = self.source.as_deref().unwrap_or_default();
            return format!(
                "{name} is no JSON, or holds something other than true or false there, which counts as no"
            );
        }
        let decisive = self.trail.iter().find(|trace| trace.decided);
        if self.reason == Reason::StoredDenies
            && let Some(because) = decisive.and_then(|trace| trace.because)
        {
            // `enable` notes a no too, where it could not be stored.
            return because.message().to_string();
        }
        let silent = self.trail.iter().filter(|trace| trace.says == Says::Nothing);
        let Some(because) = silent.filter_map(|trace| trace.because).next() else {
            return self.reason.message(self.source.as_deref());
        };
        let end = match self.reason {
            Reason::Undecided => "; the next interactive run asks",
            Reason::Unattended if because != Because::Unattended => ", and nobody is there to be asked",
            Reason::Unattended | Reason::NothingDecided => "",
            _ => return self.reason.message(self.source.as_deref()),
        };
        format!("a yes is stored that does not count: {}{end}", because.message())
    }

    /// Whether a gate or a source has decided; otherwise it was a person, or nobody.
    pub(crate) fn has_source(&self) -> bool {
        self.trail.iter().any(|trace| trace.decided && trace.says != Says::Local)
    }
}

/// One gate, source or switch on the way to a decision. Values are never told, only their class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// `feature`, `policy`, `parent`, `flag`, `variable`, `setting` or `stored`.
    pub kind: &'static str,
    /// The name of the feature, flag, variable or file.
    pub name: String,
    /// What its value is, without the value.
    pub class: Class,
    /// What it says.
    pub says: Says,
    /// Whether it is the one that decided.
    pub decided: bool,
    /// Why a yes or a silence does not count for what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
}
