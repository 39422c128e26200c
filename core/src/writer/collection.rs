//! Writing lists and maps: bounded, each item as its kind tells it, members in the order of RFC 8785.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Writer;
use crate::contract::{Item, Kind, MapForm, Taken};
use crate::error::Error;
use crate::json::{Json, Members};
use crate::{canonical, scrub, sorted};

/// A member of a map on its way into the payload.
struct Entry {
    /// Its name, as JSON.
    name: String,
    /// Its value, as JSON.
    value: String,
    /// The value where it is an integer, so that two of one name can be added.
    number: Option<i64>,
    /// Whether it is the contract's own, which gives way to the event's.
    base: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn list(
        &mut self,
        name: &'w str,
        item: &Item,
        most: usize,
        value: &'w Json<'w>,
    ) -> Result<(), Error> {
        let Json::Array(values) = value else { return Err(self.wrong(&[name], value, "a list")) };
        self.out.push('[');
        // Texts in a row may be the arguments of a command: what one is may stand in the one before.
        let mut texts = scrub::List::default();
        for (index, value) in values.iter().take(most).enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            let index = index.to_string();
            let names = [name, index.as_str()];
            match (item, value) {
                (Item::Value(kind), Json::Text(text)) if kind.holds_free_text() => {
                    let scrubbed = texts.scrub(text, &self.machine.private);
                    self.placed(kind, value, scrubbed, &names, &names)?;
                }
                _ => self.item(item, value, &names, &names)?,
            }
        }
        self.out.push(']');
        if values.len() > most {
            self.note(Taken::Replaced, &[name]);
        }
        Ok(())
    }

    /// The event's members stand above the contract's own; where two names become the same, integers are added and of
    /// anything else the first stays.
    pub(super) fn map(&mut self, name: &'w str, form: &MapForm, members: &Members<'_>) -> Result<(), Error> {
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in &form.base {
            let mut entry = Entry { name: String::new(), value: String::new(), number: None, base: true };
            canonical::write_text(&mut entry.name, key);
            value.write(&mut entry.value);
            sorted::insert(&mut entries, entry, |entry| unquoted(&entry.name));
        }
        let mut label = scrub::Label::default();
        for (key, value) in members {
            let mut entry = Entry { name: String::new(), value: String::new(), number: None, base: false };
            let taken = form.key.write(&mut entry.name, &Json::from(key.as_ref()), &self.machine.private);
            // Names are data like values: an error tells only one that the contract lists.
            let taken = taken.map_err(|refusal| self.refused(&refusal, value, &[name]))?;
            let listed = taken == Taken::AsGiven && matches!(form.key, Kind::Enum { .. });
            let told = if listed { &[name, key][..] } else { &[name] };
            let is_new = entries.iter().all(|known| known.name != entry.name);
            if is_new && entries.len() >= form.most {
                self.note(Taken::Replaced, &[name]);
                continue;
            }
            self.note(taken, &[name, unquoted(&entry.name)]);
            let from = self.out.len();
            let noted = [name, unquoted(&entry.name)];
            match (&form.item, value) {
                (Item::Value(kind), Json::Text(text)) if kind.holds_free_text() => {
                    let scrubbed = scrub::scrub_member(&mut label, key, text, &self.machine.private);
                    self.placed(kind, value, scrubbed, &noted, told)?;
                }
                _ => self.item(&form.item, value, &noted, told)?,
            }
            entry.value = self.out.split_off(from);
            entry.number = entry.value.parse().ok();
            self.add(name, form, &mut entries, entry);
        }
        self.out.push('{');
        for (index, entry) in entries.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.out.push_str(&entry.name);
            self.out.push(':');
            self.out.push_str(&entry.value);
        }
        self.out.push('}');
        Ok(())
    }

    fn add(&mut self, name: &str, form: &MapForm, entries: &mut Vec<Entry>, entry: Entry) {
        let Some(known) = entries.iter_mut().find(|known| known.name == entry.name) else {
            return sorted::insert(entries, entry, |entry| unquoted(&entry.name));
        };
        if known.base {
            *known = entry;
            return;
        }
        let mut exact = false;
        if let (Item::Value(Kind::Integer(range)), Some(left), Some(right)) =
            (&form.item, known.number, entry.number)
        {
            let (sum, fits) = range.add(left, right);
            known.number = Some(sum);
            known.value = sum.to_string();
            exact = fits;
        }
        if !exact {
            self.note(Taken::Replaced, &[name, unquoted(&entry.name)]);
        }
    }
}

/// The text of a JSON string that needs no escapes: a contract gives maps no names that do.
fn unquoted(json: &str) -> &str {
    json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(json)
}
