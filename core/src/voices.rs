//! What each gate, source and switch says, and why.

use alloc::string::String;

use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Gate, Invalid, Means, Place, Source, Store, Switch, UnboundGrant};
use crate::decision::{Because, Reason, Says};
use crate::dialect::{Class, Dialect};
use crate::facts::Facts;
use crate::json::Json;
use crate::map::Map;
use crate::state::{Choice, Damage, Memory};

/// What one of them says.
pub(crate) struct Voice {
    pub(crate) class: Class,
    pub(crate) says: Says,
    /// The reason for the decision where it is this one that decides.
    pub(crate) reason: Reason,
    /// Why a yes says nothing, or no.
    pub(crate) because: Option<Because>,
    pub(crate) warning: Option<&'static str>,
}

/// What is heard: the same for all of them.
pub(crate) struct Hearing<'h> {
    pub(crate) contract: &'h Contract,
    pub(crate) facts: &'h Facts,
    pub(crate) flags: &'h Map<String>,
    pub(crate) features: &'h [String],
    pub(crate) memory: &'h Memory,
    /// The mark of the settings file that choices are stored in, where the memory tells such files apart.
    pub(crate) mark: Option<&'h str>,
    /// A build or a coding agent, for which nothing that is stored can say yes.
    pub(crate) machine: bool,
}

impl Voice {
    fn new(class: Class, says: Says, reason: Reason) -> Self {
        Self { class, says, reason, because: None, warning: None }
    }

    fn silent(class: Class) -> Self {
        Self::new(class, Says::Nothing, Reason::NothingDecided)
    }

    fn warned(mut self, warning: &'static str) -> Self {
        self.warning = Some(warning);
        self
    }

    fn because(mut self, because: Because) -> Self {
        self.because = Some(because);
        self
    }
}

impl Hearing<'_> {
    /// A gate says no, or nothing.
    pub(crate) fn gate(&self, gate: &Gate) -> Voice {
        match gate {
            Gate::Feature(name) if self.features.contains(name) => Voice::silent(Class::True),
            Gate::Feature(_) => Voice::new(Class::Absent, Says::Deny, Reason::FeatureOff),
            Gate::Policy(place) => match self.boolean(place) {
                (Class::False, _) => Voice::new(Class::False, Says::Deny, Reason::PolicyDenies),
                (class @ (Class::True | Class::Absent), _) => Voice::silent(class),
                (class, warning) => {
                    Voice { warning, ..Voice::new(class, Says::Deny, Reason::PolicyUnreadable) }
                }
            },
            Gate::Parent { name, dialect } => {
                let voice = self.variable(name, *dialect, Means::Deny, Invalid::Deny);
                Voice { reason: Reason::ParentDenies, ..voice }
            }
        }
    }

    /// A source says yes, no, or nothing.
    pub(crate) fn source(&self, source: &Source) -> Voice {
        match source {
            Source::Flag { name, allow, .. } => match self.flags.get(name) {
                None => Voice::silent(Class::Absent),
                Some(word) if word == allow => Voice::new(Class::True, Says::Allow, Reason::FlagAllows),
                Some(_) => Voice::new(Class::False, Says::Deny, Reason::FlagDenies),
            },
            Source::Variable { name, dialect, means, invalid } => {
                self.variable(name, *dialect, *means, *invalid)
            }
            Source::Setting(place) => match self.boolean(place) {
                (Class::Absent, _) => self.missing_setting(place),
                (Class::True, _) => self.setting(place),
                (Class::False, _) => Voice::new(Class::False, Says::Deny, Reason::SettingDenies),
                (class, warning) => {
                    Voice { warning, ..Voice::new(class, Says::Deny, Reason::SettingUnreadable) }
                }
            },
            Source::Stored => match self.memory {
                Memory::Lost(damage) => lost(*damage),
                Memory::Kept(kept) => match &kept.consent {
                    None => Voice::silent(Class::Absent),
                    Some(Choice { allow: false, .. }) => {
                        Voice::new(Class::False, Says::Deny, Reason::StoredDenies)
                    }
                    Some(Choice { version, .. }) => self.grant(Reason::StoredAllows, Some(*version)),
                },
            },
        }
    }

    /// A switch of local mode says local, or nothing. What cannot be understood narrows.
    pub(crate) fn switch(&self, switch: &Switch) -> Voice {
        let (class, warning) = match switch {
            Switch::Variable { name, dialect } => match dialect.classify(self.facts.variable(name)) {
                class @ (Class::Absent | Class::True | Class::False) => (class, None),
                class => (class, Some("local_invalid")),
            },
            Switch::Setting(place) => {
                let (class, warning) = self.boolean(place);
                (class, warning.map(|_| "local_invalid"))
            }
        };
        match class {
            Class::Absent | Class::False => Voice::silent(class),
            _ => Voice { warning, ..Voice::new(class, Says::Local, Reason::LocalOnly) },
        }
    }

    /// A setting that says yes. Where a no is noted beside it, it was turned off here, and something else has written
    /// the yes since: that no stands.
    fn setting(&self, place: &Place) -> Voice {
        if self.is_denied(place) {
            return Voice::new(Class::True, Says::Deny, Reason::StoredDenies).because(Because::Denied);
        }
        match self.memory {
            // A no for another file is no version.
            Memory::Kept(kept) => {
                let choice = kept.consent.as_ref().filter(|choice| choice.allow);
                self.grant(Reason::SettingAllows, choice.map(|choice| choice.version))
            }
            Memory::Lost(_) => self.grant(Reason::SettingAllows, None),
        }
    }

    /// A setting that is not there. A no that is noted stands all the same: it may be that it could only be noted.
    fn missing_setting(&self, place: &Place) -> Voice {
        if self.is_denied(place) {
            return Voice::new(Class::Absent, Says::Deny, Reason::StoredDenies).because(Because::Denied);
        }
        Voice::silent(Class::Absent)
    }

    /// Whether a no is noted that stands against this setting. One for another settings file does not; but where choices are not
    /// stored at this place, there is nothing to tell by.
    fn is_denied(&self, place: &Place) -> bool {
        let Memory::Kept(kept) = self.memory else { return false };
        match self.contract.consent.store() {
            Some(Store::Setting(store)) if store.file == place.file => kept.denies_at(self.mark),
            _ => kept.denies(),
        }
    }

    /// A stored yes: it is for people, and for what they had been told.
    fn grant(&self, reason: Reason, version: Option<i64>) -> Voice {
        if let Memory::Lost(_) = self.memory {
            return Voice::new(Class::True, Says::Deny, Reason::StateUnreadable)
                .because(Because::StateUnreadable)
                .warned("state_unreadable");
        }
        let outlived = match version {
            Some(version) => (version < self.contract.consent_version).then_some(Because::Superseded),
            None => (self.contract.consent.unbound_grant == UnboundGrant::Ask).then_some(Because::Unbound),
        };
        match outlived.or(self.machine.then_some(Because::Unattended)) {
            Some(because) => Voice::silent(Class::True).because(because),
            None => Voice::new(Class::True, Says::Allow, reason),
        }
    }

    fn variable(&self, name: &str, dialect: Dialect, means: Means, invalid: Invalid) -> Voice {
        // An opt-out that is set to nothing has not been set, in whatever dialect.
        let answer = match self.facts.variable(name) {
            Answer::Text(text) if text.is_empty() && means == Means::Deny => &Answer::Absent,
            answer => answer,
        };
        let class = dialect.classify(answer);
        match (class, means) {
            // An opt-out that is not set or says no grants nothing.
            (Class::Absent, _) | (Class::False, Means::Deny) => Voice::silent(class),
            (Class::True, Means::Allow) => Voice::new(class, Says::Allow, Reason::VariableAllows),
            (Class::True, Means::Deny) | (Class::False, Means::Allow) => {
                Voice::new(class, Says::Deny, Reason::VariableDenies)
            }
            (Class::Invalid, _) if invalid == Invalid::Skip => {
                Voice::silent(class).warned("variable_skipped")
            }
            (Class::Invalid, _) => {
                Voice::new(class, Says::Deny, Reason::VariableInvalid).warned("variable_invalid")
            }
            (Class::Undecodable, _) => {
                Voice::new(class, Says::Deny, Reason::VariableInvalid).warned("variable_undecodable")
            }
            (Class::Unreadable, _) => {
                Voice::new(class, Says::Deny, Reason::VariableInvalid).warned("variable_unreadable")
            }
        }
    }

    /// The boolean at a place. The file is somebody else's: only the one key is looked at, and what exists but cannot
    /// be understood is told by a class of its own.
    fn boolean(&self, place: &Place) -> (Class, Option<&'static str>) {
        match self.facts.file(&place.file) {
            Answer::Absent => (Class::Absent, None),
            Answer::Undecodable => (Class::Undecodable, Some("setting_invalid")),
            Answer::Failed(ErrorClass::Exposed) => (Class::Unreadable, Some("setting_exposed")),
            Answer::Failed(_) => (Class::Unreadable, Some("setting_unreadable")),
            Answer::Text(text) => match Json::parse(text).as_ref().map(|document| place.find(document)) {
                Ok(Ok(None)) => (Class::Absent, None),
                Ok(Ok(Some(Json::Boolean(true)))) => (Class::True, None),
                Ok(Ok(Some(Json::Boolean(false)))) => (Class::False, None),
                _ => (Class::Invalid, Some("setting_invalid")),
            },
        }
    }
}

fn lost(damage: Damage) -> Voice {
    let (class, warning) = match damage {
        Damage::Undecodable => (Class::Undecodable, "state_unreadable"),
        Damage::Unreadable => (Class::Unreadable, "state_unreadable"),
        Damage::Exposed => (Class::Unreadable, "setting_exposed"),
        Damage::Invalid => (Class::Invalid, "state_unreadable"),
    };
    Voice::new(class, Says::Deny, Reason::StateUnreadable).warned(warning)
}
