//! Ids of machines and installations: useful to a maintainer, and useless to whoever would follow a person.
//!
//! `docs/identity.md` says who can link what.

mod interfaces;
mod keyed;
mod machine_id;
mod rotation;
mod signals;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::FORMAT;
use crate::answer::Answer;
use crate::contract::{Contract, Identity, Place, Rotation};
use crate::error::Error;
use crate::facts::Facts;
use crate::hex;
use crate::json::Json;
use crate::needs::{Needs, add};
pub(crate) use rotation::Period;

/// Why there is no id. Then the word `ephemeral` is told, and none is invented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ephemeral {
    /// The machine belongs to a build service, and to the next build another one does.
    Build,
    /// It is a container.
    Container,
    MachineIdAbsent,
    MachineIdUnreadable,
    /// It is empty, zero or `uninitialized`: the system has not made one yet.
    MachineIdUnset,
    MachineIdInvalid,
    /// Many machines are known to have it.
    MachineIdShared,
    /// No id of an installation is stored: there was no yes yet, or it could not be written.
    NotStored,
}

/// What is told where there is no id.
pub(crate) const EPHEMERAL: &str = "ephemeral";

const REASONS: &[(Ephemeral, &str)] = &[
    (Ephemeral::Build, "this is a machine of a build service"),
    (Ephemeral::Container, "this is a container"),
    (Ephemeral::MachineIdAbsent, "this machine has no id"),
    (Ephemeral::MachineIdUnreadable, "the machine's id cannot be read"),
    (Ephemeral::MachineIdUnset, "the machine's id has not been set yet"),
    (Ephemeral::MachineIdInvalid, "the machine's id is none"),
    (Ephemeral::MachineIdShared, "many machines have this machine's id"),
    (Ephemeral::NotStored, "none is stored on this machine"),
];

impl Ephemeral {
    /// The reason as a sentence for people, without its end.
    pub(crate) fn message(self) -> &'static str {
        REASONS.iter().find(|(known, _)| *known == self).map_or("", |(_, message)| message)
    }
}

/// The id of a machine or an installation, at whatever time.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Id {
    Fixed(String),
    /// What ids of periods are made of. It never leaves the machine.
    Rotating {
        secret: [u8; 16],
        rotation: Rotation,
    },
    None(Ephemeral),
}

impl core::fmt::Debug for Id {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Fixed(_) => f.write_str("Fixed(..)"),
            Self::Rotating { rotation, .. } => write!(f, "Rotating({rotation:?})"),
            Self::None(reason) => write!(f, "None({reason:?})"),
        }
    }
}

impl Id {
    /// The id for an event at this time, in seconds since 1970.
    pub(crate) fn at(&self, seconds: i64) -> Result<String, Ephemeral> {
        match self {
            Self::Fixed(id) => Ok(id.clone()),
            Self::Rotating { secret, rotation } => {
                rotation::id(secret, *rotation, seconds).ok_or(Ephemeral::MachineIdAbsent)
            }
            Self::None(reason) => Err(*reason),
        }
    }
}

/// Adds what has to be read in order to know the id of a contract.
pub(crate) fn add_needs(needs: &mut Needs, identity: &Identity) {
    match identity {
        Identity::Machine { .. } => machine_id::add_needs(needs),
        Identity::Installation { place, .. } => add(&mut needs.files, &place.file),
        Identity::MultiSignal => signals::add_needs(needs),
    }
}

/// The id that these facts give.
pub(crate) fn identify(identity: &Identity, facts: &Facts) -> Id {
    match identity {
        Identity::Machine { application, rotation, .. } => match machine_id::read(facts) {
            Err(reason) => Id::None(reason),
            Ok(machine) => match *rotation {
                None => Id::Fixed(hex::write(&keyed::id(&machine, application))),
                Some(rotation) => Id::Rotating { secret: secret(&machine, application), rotation },
            },
        },
        Identity::Installation { place, .. } => {
            let stored = match facts.file(&place.file) {
                Answer::Text(text) => stored(text, place),
                _ => None,
            };
            stored.map_or(Id::None(Ephemeral::NotStored), Id::Fixed)
        }
        Identity::MultiSignal => Id::Fixed(signals::hash(facts)),
    }
}

/// What the ids of periods are made of. It is no id that was ever sent: whoever knows a machine's id of a time without
/// rotation is not to work out those of its periods.
fn secret(machine: &[u8; 16], application: &[u8; 16]) -> [u8; 16] {
    keyed::id(machine, &[&application[..], b"rotation"].concat())
}

/// The id of an installation that a file holds: a random UUID (RFC 9562, version 4), in lowercase. Anything else could
/// tell when and where it was made, and counts as none.
pub(crate) fn stored(text: &str, place: &Place) -> Option<String> {
    let document = Json::parse(text).ok()?;
    let Ok(Some(Json::Text(id))) = place.find(&document) else { return None };
    let id = id.to_ascii_lowercase();
    is_random_uuid(&id).then_some(id)
}

/// Whether this is `xxxxxxxx-xxxx-4xxx-Nxxx-xxxxxxxxxxxx`, where N says that it is of RFC 9562.
fn is_random_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Whether this has the form of an id of this identity.
pub(crate) fn is_id(identity: &Identity, text: &str) -> bool {
    let digits = |count| text.len() == count && hex::parse(text).is_some();
    match identity {
        Identity::Machine { .. } => digits(32),
        Identity::Installation { .. } => is_random_uuid(text),
        Identity::MultiSignal => digits(signals::DIGITS),
    }
}

/// Whether a file holds anything at this place that is to be forgotten.
pub(crate) fn is_there(text: &str, place: &Place) -> bool {
    Json::parse(text).is_ok_and(|document| matches!(place.find(&document), Ok(Some(_))))
}

/// A new id for an installation, from 16 random bytes. A generator that gives one byte over and over is broken, and its
/// ids would be everybody's: then there is none.
pub(crate) fn new_installation(random: &[u8]) -> Option<String> {
    let bytes =
        random.first_chunk::<16>().filter(|bytes| bytes.iter().any(|byte| Some(byte) != bytes.first()))?;
    Some(uuid::Builder::from_random_bytes(*bytes).into_uuid().to_string())
}

/// What stands in a preview for the id of an installation that has none yet: the same form, made of the run's nonce.
pub(crate) fn stand_in(nonce: &str) -> Option<String> {
    new_installation(&hex::parse(nonce)?)
}

/// What identifies a machine or an installation towards the receiver, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Identified {
    format: i64,
    kind: &'static str,
    /// The id that an event of this time has.
    pub(crate) id: Option<String>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ephemeral: Option<Ephemeral>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rotation: Option<&'static str>,
    /// The ids of all periods of which the receiver still keeps something, the present one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) retained: Vec<Period>,
}

impl Identified {
    /// Whether this is one of its ids.
    pub(crate) fn is(&self, id: &str) -> bool {
        self.id.as_deref() == Some(id) || self.retained.iter().any(|period| period.id == id)
    }
}

/// Works out the id of a contract at a time in seconds since 1970.
///
/// # Errors
/// `no_identity` where the contract has none.
pub(crate) fn identified(contract: &Contract, facts: &Facts, seconds: i64) -> Result<Identified, Error> {
    let Some(identity) = &contract.identity else {
        return Err(Error::new("no_identity", "the contract identifies neither machines nor installations"));
    };
    let id = identify(identity, facts);
    let (rotation, retained) = match (&id, identity) {
        (Id::Rotating { secret, rotation }, Identity::Machine { retained_days, .. }) => {
            (Some(rotation.as_str()), rotation::retained(secret, *rotation, seconds, *retained_days))
        }
        (_, Identity::Machine { rotation, .. }) => (rotation.map(Rotation::as_str), Vec::new()),
        _ => (None, Vec::new()),
    };
    let (id, ephemeral) = match id.at(seconds) {
        Ok(id) => (Some(id), None),
        Err(reason) => (None, Some(reason)),
    };
    Ok(Identified { format: FORMAT, kind: identity.kind(), id, ephemeral, rotation, retained })
}
