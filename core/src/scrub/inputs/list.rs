//! The texts of a list in JSON: each is called what the list is called; without that they may be the arguments of a command
//! (`["mysql", "-pX"]`), or names and their values (`["X-Api-Key", "..."]`).

use super::arguments::Arguments;
use super::lines::scrub_value;
use super::syntax::is_document;
use crate::scrub::Scrubbed;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::values::names::{Meaning, is_kind_in_capitals, name_of_header};

/// A list, one text after the other.
#[derive(Default)]
pub(crate) struct List {
    named: Option<Meaning>,
    arguments: Arguments,
    /// Whether the text before is the name of a secret.
    after_name: bool,
}

impl List {
    /// A list that is called something.
    pub(crate) fn of(named: Option<Meaning>) -> Self {
        Self { named, ..Self::default() }
    }

    /// Scrubs the next text. Whatever it is, it is the next argument, so that a flag before it tells of nothing else. What a
    /// list is called adds to that: its name may come out as another one.
    pub(crate) fn scrub<'t>(&mut self, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
        let after_name = core::mem::replace(&mut self.after_name, name_of_header(text));
        let mut scrubbed =
            if self.named.is_some() { scrub_value(self.named, text, facts) } else { Scrubbed::clean(text) };
        if scrubbed.is_clean() {
            scrubbed = if after_name && !self.after_name && !is_kind_in_capitals(text.as_bytes()) {
                scrub_value(Some(Meaning::PossibleSecret), text, facts)
            } else if is_document(text) && !self.arguments.expects_secret() {
                scrub_value(None, text, facts)
            } else {
                return self.arguments.scrub(text, facts);
            };
        }
        self.arguments.note(text, &scrubbed.text);
        scrubbed
    }
}
