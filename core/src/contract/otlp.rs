//! The member `otlp` of the part `delivery`: under which names an event's values stand in OTLP logs.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::known::leaf_kind;
use super::names;
use crate::error::Error;
use crate::json::Json;
use crate::reader::At;

/// How events become log records. Paths are dotted, and lead to leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Otlp {
    /// The name of the instrumentation scope.
    pub(crate) scope: String,
    /// The leaf that is the record's body; the event's name where there is none.
    pub(crate) body: Option<String>,
    /// Attributes of the resource, each with its leaf.
    pub(crate) resource: Vec<(String, String)>,
    /// Attributes of the record, each with its leaf. Where there are none, all members of the payload are attributes.
    pub(crate) attributes: Vec<(String, String)>,
    /// Maps of which each member is an attribute of its own.
    pub(crate) spread: Vec<String>,
}

const MOST: usize = 128;

impl Otlp {
    pub(super) fn read(at: &At<'_, '_>, trees: &[&Json<'_>]) -> Result<Self, Error> {
        let members = at.members(&["scope", "body", "resource", "attributes", "spread"])?;
        let leaf = |at: &At<'_, '_>| path_of(at, trees, false);
        let attributes = |name| -> Result<Vec<(String, String)>, Error> {
            let Some(given) = members.optional(name) else { return Ok(Vec::new()) };
            let given_members = given.object()?;
            if given_members.len() > MOST {
                return Err(given.error("out_of_range", "expected at most 128 attributes"));
            }
            let one = |(name, value): &(Cow<'_, str>, Json<'_>)| {
                let place = At { value, path: given.path.key(name) };
                names::check_name(&place.path, name)?;
                Ok((name.to_string(), leaf(&place)?))
            };
            given_members.iter().map(one).collect()
        };
        let mut spread = Vec::new();
        if let Some(given) = members.optional("spread") {
            for (index, value) in given.list()?.iter().enumerate() {
                spread.push(path_of(&At { value, path: given.path.index(index) }, trees, true)?);
            }
        }
        Ok(Self {
            scope: names::visible(&members.required("scope")?, 64)?,
            body: members.optional("body").map(|body| leaf(&body)).transpose()?,
            resource: attributes("resource")?,
            attributes: attributes("attributes")?,
            spread,
        })
    }
}

/// The path of a leaf of some event, or of a map.
fn path_of(at: &At<'_, '_>, trees: &[&Json<'_>], map: bool) -> Result<String, Error> {
    let path = at.text()?;
    let found = trees.iter().any(|tree| {
        let value = path.split('.').try_fold(*tree, |value, name| value.member(name));
        value.and_then(leaf_kind).is_some_and(|kind| !map || kind == "map")
    });
    if found {
        return Ok(path.to_string());
    }
    Err(at
        .error("unknown_word", if map { "no event has such a map" } else { "no event has such a leaf" })
        .hint("a leaf is named by its path, names with dots between them"))
}
