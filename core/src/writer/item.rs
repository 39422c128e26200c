//! Writing what a list or a map holds: a value, or an object of the declared leaves and nothing else.

use alloc::vec::Vec;

use super::{Writer, names};
use crate::canonical;
use crate::contract::{Item, LeafKind, Part};
use crate::error::Error;
use crate::json::Json;

impl Writer<'_> {
    /// Writes one item. `noted` are the names that lead to it in the payload, `told` those that an error may repeat: not
    /// the name that a map has from an event.
    pub(super) fn item(
        &mut self,
        item: &Item,
        value: &Json<'_>,
        noted: &[&str],
        told: &[&str],
    ) -> Result<(), Error> {
        let parts = match item {
            Item::Value(kind) => return self.value(kind, value, noted, told),
            Item::Branch(parts) => parts,
        };
        let Json::Object(members) = value else { return Err(self.wrong(told, value, "an object")) };
        self.out.push('{');
        let mut used: usize = 0;
        for part in parts {
            let given = members.iter().find(|(name, _)| *name == part.name).map(|(_, value)| value);
            used = used.saturating_add(usize::from(given.is_some()));
            self.part(part, given, noted, told)?;
        }
        if used != members.len() {
            let declared = parts.iter().map(|part| part.name.as_str()).collect();
            return Err(names::error(declared, &self.pointer_to(told)));
        }
        self.out.push('}');
        Ok(())
    }

    fn part(
        &mut self,
        part: &Part,
        given: Option<&Json<'_>>,
        noted: &[&str],
        told: &[&str],
    ) -> Result<(), Error> {
        let Part { name, leaf } = part;
        // Where the way to the object is not told to its end, what is in it has no place of its own.
        let below: Vec<&str> =
            if told.len() < noted.len() { told.to_vec() } else { [told, &[name.as_str()]].concat() };
        let start = self.out.len();
        self.comma();
        canonical::write_text(&mut self.out, name);
        self.out.push(':');
        let (from, before) = (self.out.len(), (self.replaced.len(), self.scrubbed.len()));
        let given = given.filter(|value| !leaf.is_absent(value));
        if let (Some(value), LeafKind::Value(kind)) = (given, &leaf.kind) {
            self.value(kind, value, &[noted, &[name.as_str()]].concat(), &below)?;
            if !leaf.is_nothing(self.out.get(from..).unwrap_or_default()) {
                return Ok(());
            }
            self.take_back(from, before);
        }
        self.absent(leaf, start, &below)
    }
}
