//! The words of a command line, from left to right.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Argument;
use crate::answer::is_damaged;
use crate::text::split_once;

pub(super) struct Words<'l> {
    arguments: &'l [Argument],
    position: usize,
    /// The options with a value so far.
    given: Vec<&'static str>,
}

/// Those that may be given again, with another name.
const REPEATED: &[&str] = &["--feature", "--flag"];

impl<'l> Words<'l> {
    pub(super) fn new(arguments: &'l [Argument]) -> Self {
        Self { arguments, position: 0, given: Vec::new() }
    }

    /// The next argument, whatever is in it.
    pub(super) fn raw(&mut self) -> Option<&'l str> {
        let argument = self.arguments.get(self.position)?;
        self.position = self.position.saturating_add(1);
        Some(&argument.0)
    }

    /// The next argument where a word of this command line stands.
    pub(super) fn next(&mut self) -> Result<Option<&'l str>, String> {
        match self.raw() {
            Some(text) if is_damaged(text) => Err(format!("argument {} is not valid UTF-8", self.position)),
            other => Ok(other),
        }
    }

    /// The value of an option: after its `=`, or the next argument. Of two values nobody could tell which one is meant.
    pub(super) fn value(
        &mut self,
        option: &'static str,
        attached: Option<&'l str>,
    ) -> Result<&'l str, String> {
        let value = self.raw_value(option, attached)?;
        if is_damaged(value) {
            return Err(format!("argument {} is not valid UTF-8", self.position));
        }
        Ok(value)
    }

    /// The same, whatever is in it.
    pub(super) fn raw_value(
        &mut self,
        option: &'static str,
        attached: Option<&'l str>,
    ) -> Result<&'l str, String> {
        if self.given.contains(&option) && !REPEATED.contains(&option) {
            return Err(format!("{option} is given twice"));
        }
        self.given.push(option);
        attached.or_else(|| self.raw()).ok_or_else(|| format!("{option} needs a value"))
    }

    /// The last argument that has been taken.
    pub(super) fn last(&self) -> Option<&'l str> {
        self.arguments.get(self.position.checked_sub(1)?).map(|argument| argument.0.as_str())
    }

    /// The index of the next argument, where there is one.
    pub(super) fn index(&self) -> Option<usize> {
        (self.position < self.arguments.len()).then_some(self.position)
    }
}

/// An option and what is attached to it with `=`.
pub(super) fn split(word: &str) -> (&str, Option<&str>) {
    let attached = if word.starts_with("--") { split_once(word, b'=') } else { None };
    attached.map_or((word, None), |(name, value)| (name, Some(value)))
}
