//! Whether bytes are what a contract's plan could have produced.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::known;
use crate::canonical;
use crate::contract::{
    Absence, Contract, EventForm, Item, Kind, Leaf, LeafKind, MapForm, Part, Piece, Taken,
};
use crate::json::{Json, Members};
use crate::platform::OTHER;
use crate::settings::value_length;
use crate::stored::Stored;

/// Whether this canonical JSON holds the literals of its event's plan and, between them, values that its leaves take.
pub(super) fn is_of(contract: &Contract, stored: &Stored) -> bool {
    let Some((form, plan)) = contract.event(&stored.event) else { return false };
    let mut reader = Reader { contract, form, stored, position: 0, path: Vec::new() };
    plan.pieces.iter().all(|piece| reader.piece(piece)) && reader.rest().is_empty()
}

struct Reader<'b> {
    contract: &'b Contract,
    form: &'b EventForm,
    stored: &'b Stored,
    position: usize,
    /// The names that lead to where it is.
    path: Vec<&'b str>,
}

impl<'b> Reader<'b> {
    fn rest(&self) -> &'b str {
        self.stored.bytes.get(self.position..).unwrap_or_default()
    }

    fn accept(&mut self, literal: &str) -> bool {
        let found = self.rest().starts_with(literal);
        if found {
            self.position = self.position.saturating_add(literal.len());
        }
        found
    }

    /// What stands before a member that comes after optional ones.
    fn comma(&self) -> &'static str {
        let before = self.stored.bytes.get(..self.position).unwrap_or_default();
        if before.ends_with('{') { "" } else { "," }
    }

    fn piece(&mut self, piece: &'b Piece) -> bool {
        match piece {
            Piece::Text(text) => self.accept(text),
            Piece::Comma => {
                let comma = self.comma();
                self.accept(comma)
            }
            Piece::Enter { name, .. } => {
                self.path.push(name);
                true
            }
            Piece::Leave => {
                self.path.pop();
                true
            }
            Piece::Leaf { name, prefix, comma, leaf } => {
                let lead = format!("{}{prefix}", if *comma { self.comma() } else { "" });
                let value = if self.accept(&lead) { Some(self.value()) } else { None };
                self.path.push(name);
                let held = self.holds(leaf, value);
                self.path.pop();
                held
            }
        }
    }

    fn value(&mut self) -> &'b str {
        let value = self.rest().get(..value_length(self.rest())).unwrap_or_default();
        self.position = self.position.saturating_add(value.len());
        value
    }

    /// Whether a leaf can hold this value, or be left out, in an event that its contract does not leave out.
    fn holds(&self, leaf: &Leaf, value: Option<&str>) -> bool {
        let absent = is_absence(leaf, value);
        let taken = value
            .filter(|value| !leaf.kind.is_field() || !leaf.is_nothing(value))
            .filter(|value| Json::parse(value).is_ok_and(|parsed| self.takes(leaf, &parsed)));
        match (self.form.condition(&self.path), &leaf.kind) {
            // The field was there, whatever became of it without the feature, or where it tells nothing.
            (Some(values), LeafKind::Value(kind)) => {
                (absent && (leaf.feature.is_some() || is_nothing_of(leaf, kind, values)))
                    || taken.is_some_and(|value| is_one_of(kind, values, value))
            }
            _ => absent || taken.is_some(),
        }
    }

    fn takes(&self, leaf: &Leaf, value: &Json<'_>) -> bool {
        match (&leaf.kind, value) {
            (LeafKind::From(from), Json::Text(text)) => {
                known::could_tell(self.contract, self.stored, *from, leaf, text)
            }
            (LeafKind::Value(kind), _) => told(kind, value),
            (LeafKind::List { item, most }, Json::Array(items)) => {
                items.len() <= *most && items.iter().all(|value| is_item(item, value))
            }
            (LeafKind::Map(form), Json::Object(members)) => is_map(form, members),
            _ => false,
        }
    }
}

/// Whether this is how a leaf tells that there is no value.
fn is_absence(leaf: &Leaf, value: Option<&str>) -> bool {
    match (&leaf.absence, value) {
        (Absence::Omit, None) => true,
        (Absence::Null, Some(value)) => value == "null",
        (Absence::Default(literal), Some(value)) => value == literal,
        _ => false,
    }
}

/// Whether a list or a map can hold this value.
fn is_item(item: &Item, value: &Json<'_>) -> bool {
    match (item, value) {
        (Item::Value(kind), _) => told(kind, value),
        (Item::Branch(parts), Json::Object(members)) => {
            let value_of = |part: &Part| members.iter().find(|(name, _)| *name == part.name);
            members.is_sorted_by(|(name, _), (next, _)| name < next)
                && members.iter().all(|(name, _)| parts.iter().any(|part| part.name == *name))
                && parts.iter().all(|part| is_part(&part.leaf, value_of(part).map(|(_, value)| value)))
        }
        _ => false,
    }
}

/// Whether a leaf of an object within a list or map can hold this value, or be left out.
fn is_part(leaf: &Leaf, value: Option<&Json<'_>>) -> bool {
    let text = value.map(|value| {
        let mut out = String::new();
        value.write(&mut out);
        out
    });
    let is_told = |value, text| match &leaf.kind {
        LeafKind::Value(kind) => !leaf.is_nothing(text) && told(kind, value),
        _ => false,
    };
    is_absence(leaf, text.as_deref())
        || value.zip(text.as_deref()).is_some_and(|(value, text)| is_told(value, text))
}

/// Whether a map has as many members as it takes, all of the contract's own among them, and in their order.
fn is_map(form: &MapForm, members: &Members<'_>) -> bool {
    members.len() <= form.most.max(form.base.len())
        && members.is_sorted_by(|(name, _), (next, _)| name < next)
        && form.base.iter().all(|(own, _)| members.iter().any(|(name, _)| name == own))
        && members
            .iter()
            .all(|(name, value)| told(&form.key, &Json::from(name.as_ref())) && is_item(&form.item, value))
}

/// Whether a value, as JSON, is how one of these is told; one that is private is told as `other`.
fn is_one_of(kind: &Kind, values: &[Json<'_>], value: &str) -> bool {
    let mut out = String::new();
    canonical::write_text(&mut out, OTHER);
    (kind.holds_free_text() && value == out)
        || values.iter().any(|given| {
            out.clear();
            kind.write_public(&mut out, given).is_ok() && value == out
        })
}

/// Whether one of these values is left out of this leaf.
fn is_nothing_of(leaf: &Leaf, kind: &Kind, values: &[Json<'_>]) -> bool {
    values.iter().any(|given| {
        let mut out = String::new();
        kind.write_public(&mut out, given).is_ok() && leaf.is_nothing(&out)
    })
}

/// Whether a value is one that its kind tells: as it is taken, or what stands in the place of others.
fn told(kind: &Kind, value: &Json<'_>) -> bool {
    match (kind, value) {
        (Kind::Bucket { labels, .. }, Json::Text(text)) => labels.iter().any(|label| label == text),
        (Kind::Bucket { .. }, _) => false,
        (Kind::Enum { other: true, .. } | Kind::Token { .. } | Kind::Version { .. }, Json::Text(text))
            if text == OTHER =>
        {
            true
        }
        _ => {
            let (mut out, mut given) = (String::new(), String::new());
            let taken = kind.write_public(&mut out, value);
            value.write(&mut given);
            taken == Ok(Taken::AsGiven) && out == given
        }
    }
}

#[cfg(test)]
mod tests;
