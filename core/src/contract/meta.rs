//! The member `meta` of the part `delivery`: where a request says how often its event has been tried. That is no part of the
//! event, nor of its digest.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::known::leaf_kind;
use super::names;
use crate::error::Error;
use crate::json::Json;
use crate::reader::At;

/// Where delivery metadata goes, and under which names.
#[derive(Debug, Clone)]
pub(crate) struct Meta {
    /// The names on the way to the branch of the payload that it is put into; none for the payload itself.
    pub(crate) into: Vec<String>,
    /// Each with its name.
    pub(crate) fields: Vec<(String, Field)>,
}

/// What there is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The number of the attempt: 1, 2 ...
    Attempt,
    /// How often it had been tried before: 0, 1 ...
    Retry,
    /// Whether it had been tried before.
    IsRetry,
}

const FIELDS: &[(&str, Field)] =
    &[("attempt", Field::Attempt), ("retry", Field::Retry), ("is_retry", Field::IsRetry)];

impl Meta {
    /// `trees` are the payloads: first what is common to all events, then what single ones add.
    pub(super) fn read(at: &At<'_, '_>, trees: &[&Json<'_>]) -> Result<Self, Error> {
        let members = at.members(&["into", "attempt", "retry", "is_retry"])?;
        let mut into = Vec::new();
        if let Some(place) = members.optional("into") {
            let path = place.text()?;
            into.extend(path.split('.').map(ToString::to_string));
            if trees.first().and_then(|common| branch(common, &into)).is_none() {
                return Err(place
                    .error("unknown_word", "not every event has such a branch")
                    .hint("a branch is named by its path, names with dots between them"));
            }
        }
        let mut fields: Vec<(String, Field)> = Vec::new();
        for (word, field) in FIELDS {
            let Some(place) = members.optional(word) else { continue };
            let name = place.text()?.to_string();
            names::check_member(&place.path, &name)?;
            let mut declared = trees.iter().filter_map(|tree| branch(tree, &into));
            if declared.any(|branch| branch.member(&name).is_some())
                || fields.iter().any(|(known, _)| *known == name)
            {
                return Err(place.error("wrong_value", "this name is taken there already"));
            }
            fields.push((name, *field));
        }
        if fields.is_empty() {
            members.required("attempt")?;
        }
        Ok(Self { into, fields })
    }
}

/// The branch at a path; what lies below a leaf is none.
fn branch<'j, 'a>(tree: &'j Json<'a>, path: &[String]) -> Option<&'j Json<'a>> {
    let found = path.iter().try_fold(tree, |value, name| value.member(name))?;
    (matches!(found, Json::Object(_)) && leaf_kind(found).is_none()).then_some(found)
}
