//! The one error shape of every surface: a stable code, a sentence for people, where, and what to do.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::canonical;
use crate::text::listed;

/// A refusal, for people and for programs. No field ever repeats a value that was handed in, nor a name in an event that
/// the contract does not declare; names that the contract or this library chose may appear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

/// How much of a pointer people are shown, in characters.
const LONGEST_POINTER: usize = 200;

/// Behind a pointer, so that a `Result` costs little where nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    code: &'static str,
    message: Cow<'static, str>,
    at: String,
    hint: Cow<'static, str>,
}

impl Error {
    pub(crate) fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details { code, message: message.into(), at: String::new(), hint: Cow::Borrowed("") }))
    }

    pub(crate) fn at(mut self, pointer: impl fmt::Display) -> Self {
        self.0.at = pointer.to_string();
        self
    }

    /// Puts `prefix` before the pointer: for an input that is a member of a larger one.
    pub(crate) fn below(mut self, prefix: &str) -> Self {
        self.0.at.insert_str(0, prefix);
        self
    }

    /// [`Self::below`] for an input that errors without a pointer are not about, such as the want of consent.
    pub(crate) fn within(self, prefix: &str) -> Self {
        if self.0.at.is_empty() { self } else { self.below(prefix) }
    }

    /// Cuts the pointer off below the fields of an event, whose names may be somebody's data: for an event that has not been
    /// held against its contract yet.
    pub(crate) fn up_to_fields(mut self) -> Self {
        let mut end: usize = 0;
        for step in self.0.at.split('/') {
            end = end.saturating_add(step.len());
            if step == "fields" {
                self.0.at.truncate(end);
                break;
            }
            end = end.saturating_add(1);
        }
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = hint.into();
        self
    }

    /// A hint of the names that the contract declares.
    pub(crate) fn declared(self, names: &mut dyn Iterator<Item = &str>) -> Self {
        let names = listed(names);
        self.hint(if names.is_empty() {
            "it declares none".to_string()
        } else {
            format!("declared: {names}")
        })
    }

    /// The stable code, in `snake_case`; `docs/errors.md` lists them all.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What happened, one sentence for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where: a JSON pointer (RFC 6901) into the input; empty is the whole input.
    pub fn pointer(&self) -> &str {
        &self.0.at
    }

    /// What to do about it; empty where there is nothing to add.
    pub fn advice(&self) -> &str {
        &self.0.hint
    }

    /// The error as one JSON object: `{"code","message","at","hint"}`.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\"code\":");
        canonical::write_text(&mut out, self.code());
        out.push_str(",\"message\":");
        canonical::write_text(&mut out, self.message());
        out.push_str(",\"at\":");
        canonical::write_text(&mut out, self.pointer());
        out.push_str(",\"hint\":");
        canonical::write_text(&mut out, self.advice());
        out.push('}');
        out
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())?;
        if !self.pointer().is_empty() {
            f.write_str(" (at ")?;
            // A name in it may come from anywhere: nothing of it may move the cursor or fill the screen.
            for character in self.pointer().chars().take(LONGEST_POINTER) {
                fmt::Write::write_char(f, if character.is_control() { '?' } else { character })?;
            }
            f.write_str(")")?;
        }
        if !self.advice().is_empty() {
            write!(f, "; {}", self.advice())?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}
