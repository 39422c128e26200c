//! What a list or a map holds: values of one kind, or objects with a leaf for each member.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::kind::Kind;
use super::known::leaf_kind;
use super::leaf::{self, Absence, Leaf};
use super::names;
use crate::error::Error;
use crate::json::Json;
use crate::reader::At;
use crate::sorted;

/// What each value of a list or a map is of.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Value(Kind),
    /// An object of these leaves, in the order of their names.
    Branch(Vec<Part>),
}

/// A member of an object within a list or a map.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) leaf: Leaf,
}

impl Item {
    pub(super) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = match at.value {
            Json::Object(members) if leaf_kind(at.value).is_none() => members,
            _ => return leaf::item_kind(at).map(Self::Value),
        };
        if members.is_empty() {
            return Err(at.error("wrong_value", "a branch of the payload has at least one member"));
        }
        let mut parts = Vec::with_capacity(members.len());
        for (name, value) in members {
            let place = At { value, path: at.path.key(name) };
            names::check_member(&place.path, name)?;
            let part = Part { name: name.to_string(), leaf: Leaf::read_part(&place)? };
            sorted::insert(&mut parts, part, |part| part.name.as_str());
        }
        Ok(Self::Branch(parts))
    }

    /// How many leaves it is.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Value(_) => 1,
            Self::Branch(parts) => parts.len(),
        }
    }

    /// Whether an event can put any text here, in some alphabet.
    pub(super) fn holds_free_text(&self) -> bool {
        match self {
            Self::Value(kind) => kind.holds_free_text(),
            Self::Branch(parts) => parts.iter().any(|part| part.leaf.kind.holds_free_text()),
        }
    }

    /// A value of the contract's own is one that the item takes as it is.
    pub(super) fn check(&self, at: &At<'_, '_>) -> Result<(), Error> {
        let parts = match self {
            Self::Value(kind) => return leaf::check_value(kind, at),
            Self::Branch(parts) => parts,
        };
        let members = at.object()?;
        for (name, value) in members {
            let place = At { value, path: at.path.key(name) };
            let part = parts.iter().find(|part| part.name == *name).ok_or_else(|| {
                place.error("wrong_value", "the objects of this list or map have no such member")
            })?;
            part.leaf.kind.check_example(&place)?;
        }
        let wanted = |part: &&Part| part.leaf.absence == Absence::Refuse;
        if parts.iter().filter(wanted).all(|part| members.iter().any(|(name, _)| *name == part.name)) {
            return Ok(());
        }
        Err(at.error("wrong_value", "this object has not all members that it must have"))
    }
}
