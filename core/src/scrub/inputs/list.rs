//! The texts of a list in JSON: each is called what the list is called; without that they may be the arguments of a command
//! (`["mysql", "-pX"]`), or names and their values (`["X-Api-Key", "..."]`).

use super::arguments::Arguments;
use super::lines::scrub_value;
use super::syntax::is_document;
use crate::scrub::Scrubbed;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::scan::{Role, scan_as};
use crate::scrub::values::names::{Meaning, is_kind_in_capitals, name_of_header};

/// A list, one text after the other.
#[derive(Default)]
pub(crate) struct List {
    named: Option<Meaning>,
    /// How deep it is in texts of JSON.
    nested: usize,
    arguments: Arguments,
    /// Whether the text before is the name of a secret.
    after_name: bool,
}

impl List {
    /// A list that is called something.
    pub(crate) fn of(named: Option<Meaning>, nested: usize) -> Self {
        Self { named, nested, ..Self::default() }
    }

    /// Scrubs the next text. Whatever it is, it is the next argument, so that a flag before it tells of nothing else. What a
    /// list is called adds to that: its name may come out as another one.
    pub(crate) fn scrub<'t>(&mut self, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
        let after_name = core::mem::replace(&mut self.after_name, name_of_header(text));
        let is_value = after_name && !self.after_name && !is_kind_in_capitals(text.as_bytes());
        let is_json = !is_value && is_document(text) && !self.arguments.expects_secret();
        let mut scrubbed = Scrubbed::clean(text);
        if self.named.is_some() || is_json {
            scrubbed = scrub_value(self.named, text, facts, self.nested);
        }
        if is_value {
            let role = Role::Value(Some(Meaning::PossibleSecret));
            scrubbed = scrubbed.settled(facts, |text| scan_as(role, text, facts));
        } else if !is_json {
            return self.arguments.scrub_further(text, scrubbed, facts);
        }
        self.arguments.note(text, &scrubbed.text);
        scrubbed
    }
}
