//! The parts `events` and `records`: what can be built, each with its payload.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::kind::Kind;
use super::leaf::{self, About, LeafKind};
use super::names;
use super::plan::Plan;
use crate::error::Error;
use crate::json::{Json, Members};
use crate::reader::At;

/// An event that may be sent.
#[derive(Debug, Clone)]
pub(crate) struct EventForm {
    pub(crate) name: String,
    /// Its payload, where it adds to the common one.
    pub(crate) plan: Option<Plan>,
    /// What its fields must hold for it to be built at all.
    when: Vec<Condition>,
}

/// A document that is written to a file and never sent.
#[derive(Debug, Clone)]
pub(crate) struct RecordForm {
    pub(crate) name: String,
    pub(crate) plan: Plan,
}

/// One field and the values for which an event applies.
#[derive(Debug, Clone)]
struct Condition {
    path: String,
    values: Vec<Json<'static>>,
}

const MOST_EVENTS: usize = 64;
const MOST_RECORDS: usize = 16;
const MOST_VALUES: usize = 128;

impl EventForm {
    pub(super) fn list(
        at: &At<'_, '_>,
        payload: &At<'_, '_>,
        common: &Plan,
        about: About<'_>,
    ) -> Result<Vec<Self>, Error> {
        named(at, 1, MOST_EVENTS, |name, event| {
            let members = event.members(&["payload", "when"])?;
            let plan = members
                .optional("payload")
                .map(|more| Plan::compile(&[*payload, more], about))
                .transpose()?;
            let when = members
                .optional("when")
                .map_or(Ok(Vec::new()), |when| conditions(&when, plan.as_ref().unwrap_or(common)))?;
            Ok(Self { name, plan, when })
        })
    }

    /// Whether these fields are of the values for which the event applies.
    pub(crate) fn applies(&self, fields: &Members<'_>) -> bool {
        self.when.iter().all(|condition| {
            find(fields, &condition.path).is_some_and(|value| condition.values.contains(value))
        })
    }
}

impl EventForm {
    /// The values of which the field that these names lead to must have one, where it must.
    pub(crate) fn condition(&self, names: &[&str]) -> Option<&[Json<'static>]> {
        let found = self.when.iter().find(|condition| condition.path.split('.').eq(names.iter().copied()));
        found.map(|condition| condition.values.as_slice())
    }
}

impl RecordForm {
    pub(super) fn list(at: &At<'_, '_>, about: About<'_>) -> Result<Vec<Self>, Error> {
        named(at, 0, MOST_RECORDS, |name, record| {
            let payload = record.members(&["payload"])?.required("payload")?;
            Ok(Self { name, plan: Plan::compile(&[payload], about)? })
        })
    }
}

fn named<T>(
    at: &At<'_, '_>,
    fewest: usize,
    most: usize,
    read: impl Fn(String, &At<'_, '_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let members = at.object()?;
    if !(fewest..=most).contains(&members.len()) {
        return Err(at.error("out_of_range", format!("here stand {fewest} to {most} names")));
    }
    let mut list = Vec::with_capacity(members.len());
    for (name, value) in members {
        let member = At { value, path: at.path.key(name) };
        names::check_name(&member.path, name)?;
        list.push(read(name.to_string(), &member)?);
    }
    Ok(list)
}

fn conditions(at: &At<'_, '_>, plan: &Plan) -> Result<Vec<Condition>, Error> {
    let mut conditions = Vec::new();
    for (path, values) in at.object()? {
        let place = At { value: values, path: at.path.key(path) };
        let kind = match plan.leaf(path).map(|leaf| &leaf.kind) {
            Some(LeafKind::Value(kind)) if !matches!(kind, Kind::Bucket { .. } | Kind::Text { .. }) => kind,
            _ => {
                return Err(place
                    .error("wrong_path", "this is no enum, token, version, boolean or integer of the event")
                    .hint("name a field by its path, for example command.name"));
            }
        };
        let list = place.list()?;
        if !(1..=MOST_VALUES).contains(&list.len()) {
            return Err(place.error("out_of_range", "a condition has 1 to 128 values"));
        }
        let mut known = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            leaf::check_value(kind, &At { value, path: place.path.index(index) })?;
            known.push(value.to_static());
        }
        conditions.push(Condition { path: path.to_string(), values: known });
    }
    Ok(conditions)
}

/// The field at a dotted path.
fn find<'f, 'j>(fields: &'f Members<'j>, path: &str) -> Option<&'f Json<'j>> {
    let mut names = path.split('.');
    let first = names.next()?;
    let (_, value) = fields.iter().find(|(name, _)| name == first)?;
    names.try_fold(value, |value, name| value.member(name))
}
