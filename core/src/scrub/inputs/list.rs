//! The texts of a list in JSON: each is called what the list is called; without that they may be the arguments of a command
//! (`["mysql", "-pX"]`), or names and their values (`["X-Api-Key", "..."]`).

use super::arguments::Arguments;
use super::lines::scrub_value;
use super::syntax::is_document;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::scan::{Role, scan_as};
use crate::scrub::values::names::{Meaning, behind_header, is_kind_in_capitals};
use crate::scrub::{Scrubbed, scrub_named};

/// A list, one text after the other.
#[derive(Default)]
pub(crate) struct List {
    named: Option<Meaning>,
    /// How deep it is in texts of JSON.
    nested: usize,
    arguments: Arguments,
    /// What the text before makes of this one, if it is the name of a header.
    after_name: Option<Meaning>,
}

impl List {
    /// A list that is called something.
    pub(crate) fn of(named: Option<Meaning>, nested: usize) -> Self {
        Self { named, nested, ..Self::default() }
    }

    /// Scrubs the next text. Whatever it is, it is the next argument, so that a flag before it tells of nothing else. What a
    /// list is called adds to that: its name may come out as another one.
    pub(crate) fn scrub<'t>(&mut self, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
        let name = behind_header(text);
        let told = self.after_name.filter(|told| *told != Meaning::Cookies || text.contains('='));
        let value = told.filter(|_| name.is_none() && may_be_value(text, facts));
        let is_value = value.is_some();
        let is_json = !is_value && is_document(text) && !self.arguments.expects_secret();
        let mut scrubbed = Scrubbed::clean(text);
        if self.named.is_some() || is_json {
            scrubbed = scrub_value(self.named, text, facts, self.nested);
        }
        if is_value {
            let role = Role::Value(value);
            scrubbed = scrubbed.settled(facts, |text| scan_as(role, text, facts));
        }
        if is_value || is_json {
            self.arguments.note(text, &scrubbed.text);
        } else {
            scrubbed = self.arguments.scrub_further(text, scrubbed, facts);
        }
        // One that is replaced is no name when it is looked at again.
        self.after_name = name.filter(|_| scrubbed.is_clean());
        scrubbed
    }
}

/// Whether a text may be the value of the name before: it is no flag, and says not only of what kind the value is.
fn may_be_value(text: &str, facts: &PrivateFacts) -> bool {
    // What does not come out as a flag is none, such as a key of several lines.
    let is_flag = text.starts_with('-') && scrub_named(None, text, facts).text.starts_with('-');
    !is_flag && !is_kind_in_capitals(text.as_bytes())
}
