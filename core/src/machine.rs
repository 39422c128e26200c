//! What payloads tell of the machine, and what is kept out of them.

use alloc::string::{String, ToString};

use crate::canonical;
use crate::contract::{Contract, From, Plan};
use crate::error::Error;
use crate::facts::Facts;
use crate::identity::{self, Ephemeral, Id};
use crate::needs::{Needs, add};
use crate::platform::{self, Vocabulary};
use crate::private::{self, Known};
use crate::reader::At;
use crate::scrub::PrivateFacts;

/// The words of the effect `platform` for what is told.
const SYSTEM: &str = "system";
const PROCESSOR: &str = "machine";
const RELEASE: &str = "release";
/// The programs that tell the version of macOS and of Windows.
const SW_VERS: &str = "sw_vers";
const VER: &str = "ver";

/// Adds what has to be read for payloads or records of these plans. What is `sent` has the tool's version beside it, where
/// the user agent tells that.
pub(crate) fn add_needs<'p>(
    needs: &mut Needs,
    contract: &Contract,
    plans: impl Iterator<Item = &'p Plan>,
    sent: bool,
) {
    let [mut system, mut processor, mut version, mut identified, mut free_text] = [false; 5];
    for plan in plans {
        free_text |= sent && contract.sends_version();
        for leaf in plan.leaves() {
            let source = leaf.kind.source();
            system |= matches!(source, Some(From::Os(_) | From::OsArch(_)));
            processor |= matches!(source, Some(From::Arch(_) | From::OsArch(_)));
            version |= source == Some(From::OsVersion);
            identified |= source == Some(From::Identity);
            free_text |= contract.holds_free_text(leaf);
        }
    }
    for (word, wanted) in [(SYSTEM, system), (PROCESSOR, processor), (RELEASE, version)] {
        if wanted {
            add(&mut needs.platform, word);
        }
    }
    if version {
        [SW_VERS, VER].iter().for_each(|word| add(&mut needs.programs, word));
    }
    if let Some(identity) = contract.identity.as_ref().filter(|_| identified) {
        identity::add_needs(needs, identity);
    }
    if free_text {
        private::add_needs(needs, Some(contract));
    }
}

/// What is told of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    system: Option<String>,
    processor: Option<String>,
    /// The version of the system.
    pub(crate) version: Option<String>,
    pub(crate) id: Id,
}

impl Default for Told {
    fn default() -> Self {
        Self { system: None, processor: None, version: None, id: Id::None(Ephemeral::NotStored) }
    }
}

impl Told {
    fn from_facts(contract: &Contract, facts: &Facts) -> Self {
        let word = |word| facts.platform(word).text().map(ToString::to_string);
        let identity = contract.identity.as_ref();
        Self {
            system: word(SYSTEM),
            processor: word(PROCESSOR),
            version: version(facts).map(ToString::to_string),
            id: identity
                .map_or(Id::None(Ephemeral::NotStored), |identity| identity::identify(identity, facts)),
        }
    }

    pub(crate) fn system(&self, vocabulary: Vocabulary) -> &'static str {
        platform::system(self.system.as_deref(), vocabulary)
    }

    pub(crate) fn processor(&self, vocabulary: Vocabulary) -> &'static str {
        platform::processor(self.processor.as_deref(), vocabulary)
    }
}

/// The version of the system as people know it: macOS and Windows have programs for it, and elsewhere it is the kernel's
/// release.
fn version(facts: &Facts) -> Option<&str> {
    let mac = facts.program(SW_VERS).text().map(str::trim_ascii);
    // Microsoft Windows [Version 10.0.19045.3803], with the word in the language of the system.
    let windows = || {
        let inside = facts.program(VER).text()?.split_once('[')?.1.split_once(']')?.0;
        inside.split_ascii_whitespace().next_back()
    };
    mac.or_else(windows).or_else(|| facts.platform(RELEASE).text().map(str::trim_ascii))
}

/// What a host has read of the machine for a payload or a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Observed {
    pub(crate) told: Told,
    pub(crate) known: Known,
}

/// The members of a handover.
const MEMBERS: &[&str] = &["system", "processor", "version", "private"];

impl Observed {
    pub(crate) fn from_facts(contract: &Contract, facts: &Facts) -> Self {
        Self { told: Told::from_facts(contract, facts), known: Known::from_facts(Some(contract), facts) }
    }

    /// The same, ready to be used.
    pub(crate) fn machine(&self) -> Machine {
        Machine { told: self.told.clone(), private: self.known.matcher() }
    }

    /// Appends it as JSON, but for the id: each event has that of its own time, and not what it is made of.
    pub(crate) fn write(&self, out: &mut String) {
        let Told { system, processor, version, id: _ } = &self.told;
        out.push('{');
        for (name, value) in [("system", system), ("processor", processor), ("version", version)] {
            if let Some(value) = value {
                canonical::write_text(out, name);
                out.push(':');
                canonical::write_text(out, value);
                out.push(',');
            }
        }
        out.push_str("\"private\":");
        self.known.write(out);
        out.push('}');
    }

    /// Reads what [`Self::write`] has written.
    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(MEMBERS)?;
        let text = |name| -> Result<Option<String>, Error> {
            members.optional(name).map(|value| value.text().map(ToString::to_string)).transpose()
        };
        let told = Told {
            system: text("system")?,
            processor: text("processor")?,
            version: text("version")?,
            id: Id::None(Ephemeral::NotStored),
        };
        Ok(Self { told, known: Known::read(&members.required("private")?)? })
    }
}

/// What a payload tells of the machine and must not tell of the person: immutable, to be shared between threads. It is
/// worked out once and does for all events. Its `Debug` form shows nothing of it.
#[derive(Clone, Default)]
pub struct Machine {
    pub(crate) told: Told,
    pub(crate) private: PrivateFacts,
}

impl core::fmt::Debug for Machine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Machine").finish_non_exhaustive()
    }
}

impl Machine {
    /// Works it out from the facts of [`Purpose::Payload`](crate::Purpose::Payload) or
    /// [`Purpose::Record`](crate::Purpose::Record). What is missing or cannot be read is not known: then less is told, and
    /// less is kept out.
    #[must_use]
    pub fn from_facts(contract: &Contract, facts: &Facts) -> Self {
        Observed::from_facts(contract, facts).machine()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::json::Json;

    #[test]
    fn every_system_tells_its_version() {
        let facts = |release: &str, programs: &[(&str, &str)]| {
            let mut facts = Facts::default();
            facts.platform.insert(RELEASE, Answer::from_text(release));
            for (word, text) in programs {
                facts.programs.insert(*word, Answer::from_text(text));
            }
            facts
        };
        assert_eq!(version(&facts("6.8.0-106-generic", &[])), Some("6.8.0-106-generic"));
        assert_eq!(version(&facts("23.4.0", &[(SW_VERS, "14.4.1\n")])), Some("14.4.1"));
        let windows = [(VER, "\r\nMicrosoft Windows [Version 10.0.19045.3803]\r\n")];
        assert_eq!(version(&facts("", &windows)), Some("10.0.19045.3803"));
        assert_eq!(version(&Facts::default()), None);
    }

    #[test]
    fn what_is_handed_over_comes_out_as_it_went_in() {
        let told = Told {
            system: Some("Linux".into()),
            processor: None,
            version: Some("6.8".into()),
            id: Id::None(Ephemeral::NotStored),
        };
        let observed = Observed { told, known: Known::default() };
        let mut text = String::new();
        observed.write(&mut text);
        assert_eq!(text, r#"{"system":"Linux","version":"6.8","private":[]}"#);
        assert_eq!(Observed::read(&At::root(&Json::parse(&text).unwrap())).unwrap(), observed);
    }
}
