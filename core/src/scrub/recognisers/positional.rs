//! Passwords that commands take by their place among their words.

use super::named::{Syntax, take};
use crate::scrub::facts::common;
use crate::scrub::text::Text;
use crate::scrub::text::span::Spans;
use crate::scrub::values::names::Meaning;
use crate::scrub::values::value::{self, Value};

/// The word after another one, with its quotes.
fn next(text: Text<'_>, word: Value) -> Value {
    value::read(text, word.end.saturating_add(usize::from(word.quoted)))
}

/// `htpasswd -b FILE NAME PASSWORD`, `htpasswd -nb NAME PASSWORD`, behind the flags.
pub(crate) fn of_htpasswd(text: Text<'_>, flags: &[u8], end: usize, spans: &mut Spans) {
    let mut user = value::read(text, end);
    if !flags.contains(&b'n') {
        user = next(text, user);
    }
    let password = next(text, user);
    if password.quoted || password.is_no_word(text) {
        if !common::is_name(text.slice(user.start, user.end)) {
            take(text, user, Meaning::User, Syntax::Assigned, spans);
        }
        take(text, password, Meaning::Secret, Syntax::Certain, spans);
    }
}
