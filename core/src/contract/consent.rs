//! The part `consent`: gates, an ordered list of sources, and what holds where none of them decides.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::place::Place;
use super::source::{Gate, Local, Source, Switch};
use crate::error::Error;
use crate::reader::At;

/// Who may decide, in order, and what happens where nobody has.
#[derive(Debug, Clone)]
pub(crate) struct Consent {
    pub(crate) gates: Vec<Gate>,
    pub(crate) sources: Vec<Source>,
    /// In front of a person.
    pub(crate) interactive: Undecided,
    /// Where nobody is there.
    pub(crate) unattended: Undecided,
    pub(crate) question: Option<Question>,
    /// What an opt-out tool tells people before anything is sent.
    pub(crate) notice: Option<String>,
    pub(crate) unbound_grant: UnboundGrant,
    pub(crate) local: Option<Local>,
    /// Aboveboard's own file, as files are named in a contract.
    pub(crate) state_file: String,
}

/// What holds where no source has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecided {
    Ask,
    /// On, once people have been told.
    Notice,
    Deny,
}

/// What a setting's yes is worth that no version of the contract's is noted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnboundGrant {
    Accept,
    Ask,
}

/// What a person is asked.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) text: String,
    /// What an empty line means.
    pub(crate) default_allow: bool,
    /// Whether the answer is stored.
    pub(crate) remember: bool,
}

const LONGEST_WORDS: usize = 1000;
const MEMBERS: &[&str] = &["gates", "sources", "undecided", "question", "notice", "unbound_grant", "local"];

impl Consent {
    pub(super) fn read(at: &At<'_, '_>, tool: &str) -> Result<Self, Error> {
        let members = at.members(MEMBERS)?;
        let gates = members.optional("gates").map_or(Ok(Vec::new()), |gates| Gate::list(&gates))?;
        let sources = Source::list(&members.required("sources")?)?;
        let undecided = members.required("undecided")?;
        let words = undecided.members(&["interactive", "unattended"])?;
        let interactive = words.required("interactive")?.word(&[
            ("ask", Undecided::Ask),
            ("notice", Undecided::Notice),
            ("deny", Undecided::Deny),
        ])?;
        let place = words.required("unattended")?;
        let unattended = place.word(&[("deny", Undecided::Deny), ("notice", Undecided::Notice)])?;
        if unattended == Undecided::Notice && interactive != Undecided::Notice {
            return Err(place
                .error("wrong_value", "what is off until somebody says yes is not on where nobody is there")
                .hint("say \"unattended\": \"deny\""));
        }
        let question = members.optional("question").map(|question| Question::read(&question)).transpose()?;
        let notice = members
            .optional("notice")
            .map(|notice| spoken(&notice.members(&["text"])?.required("text")?))
            .transpose()?;
        let consent = Self {
            gates,
            sources,
            interactive,
            unattended,
            question,
            notice,
            unbound_grant: members.optional("unbound_grant").map_or(Ok(UnboundGrant::Accept), |word| {
                word.word(&[("accept", UnboundGrant::Accept), ("ask", UnboundGrant::Ask)])
            })?,
            local: members.optional("local").map(|local| Local::read(&local)).transpose()?,
            state_file: alloc::format!("{{state}}/aboveboard/{tool}.json"),
        };
        consent.check_words(at)?;
        if let Some(local) = members.optional("local")
            && consent.local.as_ref().is_some_and(|local| consent.names_source(&local.file))
        {
            return Err(Error::new("wrong_value", "what is stored about the choice stands in this file")
                .at(local.path.key("file"))
                .hint("name another one: a no deletes the file of local mode"));
        }
        let remember = consent.question.as_ref().is_some_and(|question| question.remember);
        if remember && consent.store().is_none() {
            return Err(at
                .error("wrong_value", "the answer is to be remembered, but no source reads what is stored")
                .hint("add {\"stored\": true} to \"sources\""));
        }
        let has_setting = consent.sources.iter().any(|source| matches!(source, Source::Setting(_)));
        if let Some(word) = members.optional("unbound_grant").filter(|_| !has_setting) {
            return Err(
                word.error("wrong_value", "\"unbound_grant\" is about settings, and no source is one")
            );
        }
        Ok(consent)
    }

    /// What is asked or told is there exactly where it is wanted.
    fn check_words(&self, at: &At<'_, '_>) -> Result<(), Error> {
        for (word, needed, there) in [
            ("question", self.interactive == Undecided::Ask, self.question.is_some()),
            ("notice", self.interactive == Undecided::Notice, self.notice.is_some()),
        ] {
            if needed && !there {
                return Err(Error::new("missing_member", alloc::format!("there is no {word} to put"))
                    .at(at.path.key(word))
                    .hint(alloc::format!("add \"{word}\", or say \"interactive\": \"deny\"")));
            }
            if there && !needed {
                return Err(at
                    .error("wrong_value", alloc::format!("there is a {word}, but nothing that puts it"))
                    .hint(alloc::format!("say so under \"interactive\", or take the {word} out")));
            }
        }
        Ok(())
    }

    /// Whether one of the gates, sources or switches has this name.
    pub(crate) fn names_source(&self, name: &str) -> bool {
        self.state_file == name
            || self.gates.iter().any(|gate| gate.name().1 == name)
            || self.sources.iter().any(|source| source.name().is_some_and(|(_, known)| known == name))
            || self.switches().any(|switch| switch.name().1 == name)
    }

    /// What can say "local only".
    pub(crate) fn switches(&self) -> impl Iterator<Item = &Switch> {
        self.local.iter().flat_map(|local| &local.switches)
    }

    /// The features of the tool that gates look at.
    pub(crate) fn features(&self) -> impl Iterator<Item = &str> {
        self.gates.iter().filter_map(|gate| match gate {
            Gate::Feature(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The variables that carry a denial on to child processes.
    pub(crate) fn denial_variables(&self) -> impl Iterator<Item = &str> {
        self.gates.iter().filter_map(|gate| match gate {
            Gate::Parent { name, .. } => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether the notice holds in front of a person only: then a run that tells nobody has to know whether one is there.
    pub(crate) fn is_told_at_terminals_only(&self) -> bool {
        self.interactive == Undecided::Notice && self.unattended != Undecided::Notice
    }

    /// Where `enable` and `disable` write: the first source that is stored.
    pub(crate) fn store(&self) -> Option<Store<'_>> {
        self.sources.iter().find_map(|source| match source {
            Source::Setting(place) => Some(Store::Setting(place)),
            Source::Stored => Some(Store::State),
            _ => None,
        })
    }

    /// Whether what is remembered from earlier runs has a say.
    pub(crate) fn remembers(&self) -> bool {
        self.store().is_some()
            || self.notice.is_some()
            || self.question.as_ref().is_some_and(|question| question.remember)
    }
}

/// Where a choice is stored.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Store<'c> {
    /// In the tool's own settings file, with version and day in the state file.
    Setting(&'c Place),
    /// In Aboveboard's state file.
    State,
}

impl Gate {
    /// What kind of gate it is, and its name.
    pub(crate) fn name(&self) -> (&'static str, &str) {
        match self {
            Self::Feature(name) => ("feature", name),
            Self::Policy(place) => ("policy", &place.file),
            Self::Parent { name, .. } => ("parent", name),
        }
    }
}

impl Source {
    /// What kind of source it is, and its name; `None` for what is stored, which the state file has the name of.
    pub(crate) fn name(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Flag { name, .. } => Some(("flag", name)),
            Self::Variable { name, .. } => Some(("variable", name)),
            Self::Setting(place) => Some(("setting", &place.file)),
            Self::Stored => None,
        }
    }
}

impl Switch {
    /// What kind of switch it is, and its name.
    pub(crate) fn name(&self) -> (&'static str, &str) {
        match self {
            Self::Variable { name, .. } => ("variable", name),
            Self::Setting(place) => ("setting", &place.file),
        }
    }
}

impl Question {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["text", "default", "remember"])?;
        Ok(Self {
            text: spoken(&members.required("text")?)?,
            default_allow: members.required("default")?.word(&[("allow", true), ("deny", false)])?,
            remember: members.optional("remember").map_or(Ok(false), |flag| flag.boolean())?,
        })
    }
}

/// Words for a person at a terminal: nothing in them moves the cursor.
fn spoken(at: &At<'_, '_>) -> Result<String, Error> {
    let words = at.text()?;
    let plain = words.chars().all(|character| character == '\n' || !character.is_control());
    // Where nobody is there, the first line is all that is shown.
    let begins = words.lines().next().is_some_and(|line| !line.trim().is_empty());
    if !begins || words.len() > LONGEST_WORDS || !plain {
        return Err(at.error(
            "wrong_value",
            "what people are asked or told is 1 to 1000 bytes of text and line ends, no other control characters",
        ));
    }
    Ok(words.to_string())
}
