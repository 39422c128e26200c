//! The part `identity`: by what the receiver tells machines or installations apart.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::place::Place;
use crate::error::Error;
use crate::hex;
use crate::json::Json;
use crate::reader::{At, Object};

/// A kind of id that outlives a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    /// Derived from the machine's own id, for this application alone.
    Machine {
        application: [u8; 16],
        /// How long it stays the same; always where there is none.
        rotation: Option<Rotation>,
        /// For how many days the receiver keeps what arrives.
        retained_days: i64,
    },
    /// Random, and stored at this place.
    Installation {
        place: Place,
        /// Whether the place is in Aboveboard's own state file.
        own: bool,
    },
    /// go-tool-base's hash over several signals.
    MultiSignal,
}

/// How long an id stays the same, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    Day,
    /// From Monday to Sunday.
    Week,
    Month,
}

impl Rotation {
    /// The words of the contract.
    pub(crate) const WORDS: &'static [(&'static str, Self)] =
        &[("day", Self::Day), ("week", Self::Week), ("month", Self::Month)];

    pub(crate) fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }

    /// The most periods that today and so many days before it can touch.
    pub(crate) fn most_periods(self, days: i64) -> i64 {
        let shortest = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 28,
        };
        days.div_euclid(shortest).saturating_add(2)
    }
}

/// Where an installation's id stands in the state file.
const OWN: [&str; 2] = ["installation", "id"];
const KINDS: &[(&str, Kind)] =
    &[("machine", Kind::Machine), ("installation", Kind::Installation), ("multi_signal", Kind::MultiSignal)];
/// A machine tells the ids of no more periods than this when it asks for deletion.
const MOST_PERIODS: i64 = 1000;

#[derive(Debug, Clone, Copy)]
enum Kind {
    Machine,
    Installation,
    MultiSignal,
}

impl Identity {
    /// Reads the part. `retention` is the part of that name, and `state_file` where an id is stored unless the contract
    /// says otherwise.
    pub(super) fn read(
        at: &At<'_, '_>,
        retention: Option<&At<'_, '_>>,
        state_file: &str,
    ) -> Result<Self, Error> {
        let members = at.members(&["kind", "application", "rotation", "setting", "file"])?;
        let kind = members.required("kind")?;
        let known = |names: &[&str]| {
            let stray = ["application", "rotation", "setting", "file"]
                .into_iter()
                .filter(|name| !names.contains(name))
                .find_map(|name| members.optional(name));
            stray.map_or(Ok(()), |stray| {
                Err(stray.error("unknown_member", "an identity of this kind has no such member"))
            })
        };
        match kind.word(KINDS)? {
            Kind::Machine => {
                known(&["application", "rotation"])?;
                machine(&members, retention)
            }
            Kind::Installation => {
                known(&["setting", "file"])?;
                installation(at, &members, state_file)
            }
            Kind::MultiSignal => {
                known(&[])?;
                Ok(Self::MultiSignal)
            }
        }
    }

    /// The word of the contract for it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Machine { .. } => "machine",
            Self::Installation { .. } => "installation",
            Self::MultiSignal => "multi_signal",
        }
    }
}

fn machine(members: &Object<'_, '_>, retention: Option<&At<'_, '_>>) -> Result<Identity, Error> {
    let place = members.required("application")?;
    let application: [u8; 16] =
        hex::read(&place)?.try_into().ok().filter(|bytes| *bytes != [0; 16]).ok_or_else(|| {
            place
                .error(
                    "wrong_value",
                    "an application is 32 lowercase hexadecimal digits, not all of them zero",
                )
                .hint("make one with: openssl rand -hex 16")
        })?;
    let Some(rotated) = members.optional("rotation") else {
        return Ok(Identity::Machine { application, rotation: None, retained_days: 0 });
    };
    let rotation = rotated.word(Rotation::WORDS)?;
    let days = retention.and_then(|retention| retention.value.member("days"));
    let Some(Json::Integer(days)) = days else {
        return Err(rotated
            .error("missing_member", "an id that changes goes with \"retention\"")
            .hint("people who have their data deleted name the ids of all periods that are still kept"));
    };
    if rotation.most_periods(*days) > MOST_PERIODS {
        return Err(rotated
            .error("out_of_range", "what is kept for so long has more ids than can be named")
            .hint("let ids stay the same for longer, or keep what arrives for less long"));
    }
    Ok(Identity::Machine { application, rotation: Some(rotation), retained_days: *days })
}

fn installation(at: &At<'_, '_>, members: &Object<'_, '_>, state_file: &str) -> Result<Identity, Error> {
    match (members.optional("setting"), members.optional("file")) {
        (None, None) => {
            let key: Vec<_> = OWN.iter().map(ToString::to_string).collect();
            Ok(Identity::Installation { place: Place { file: state_file.to_string(), key }, own: true })
        }
        (Some(setting), Some(file)) => {
            let place = Place::read(&setting, &file)?;
            if place.file == state_file {
                return Err(file
                    .error("wrong_value", "this file is Aboveboard's own")
                    .hint("leave \"setting\" and \"file\" out to have the id stored there"));
            }
            Ok(Identity::Installation { place, own: false })
        }
        _ => {
            Err(at
                .error("wrong_value", "a place is named by its \"setting\" and its \"file\", or by neither"))
        }
    }
}
