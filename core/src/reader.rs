//! Reading a parsed document member by member, with errors that know where they are.

use alloc::borrow::Cow;
use alloc::format;

use crate::error::Error;
use crate::json::{Json, Members};
use crate::path::Path;
use crate::text::listed;

/// A value and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'p, 'j> {
    pub(crate) value: &'j Json<'j>,
    pub(crate) path: Path<'p>,
}

impl<'p, 'j> At<'p, 'j> {
    pub(crate) fn root(value: &'j Json<'j>) -> Self {
        Self { value, path: Path::root() }
    }

    /// An error of this place.
    pub(crate) fn error(&self, code: &'static str, message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(code, message).at(self.path)
    }

    /// The error that says what was expected here and what stands here instead.
    pub(crate) fn wrong_type(&self, wanted: &str) -> Error {
        match self.value {
            Json::Fraction => {
                self.error("number_not_integer", "numbers are integers here, this one has a fraction")
            }
            Json::OutOfRange => self
                .error("number_out_of_range", "numbers lie within -(2^53-1) and 2^53-1, this one does not"),
            other => self.error("wrong_type", format!("expected {wanted}, found {}", other.kind())),
        }
    }

    /// An object that has no members but those of `known`.
    pub(crate) fn members(&self, known: &'static [&'static str]) -> Result<Object<'_, 'j>, Error> {
        let object = self.any_members()?;
        for (name, _) in object.members {
            if !known.contains(&name.as_ref()) {
                return Err(Error::new("unknown_member", "this member is not known here")
                    .at(self.path.key(name))
                    .hint(format!("known here: {}", listed(known.iter().copied()))));
            }
        }
        Ok(object)
    }

    /// An object of which the members are not looked at yet: another version of it may have others.
    pub(crate) fn any_members(&self) -> Result<Object<'_, 'j>, Error> {
        Ok(Object { path: &self.path, members: self.object()? })
    }

    /// An object whose names are free.
    pub(crate) fn object(&self) -> Result<&'j Members<'j>, Error> {
        match self.value {
            Json::Object(members) => Ok(members),
            _ => Err(self.wrong_type("an object")),
        }
    }

    pub(crate) fn list(&self) -> Result<&'j [Json<'j>], Error> {
        match self.value {
            Json::Array(items) => Ok(items),
            _ => Err(self.wrong_type("a list")),
        }
    }

    pub(crate) fn text(&self) -> Result<&'j str, Error> {
        match self.value {
            Json::Text(text) => Ok(text),
            _ => Err(self.wrong_type("a text")),
        }
    }

    pub(crate) fn boolean(&self) -> Result<bool, Error> {
        match self.value {
            Json::Boolean(value) => Ok(*value),
            _ => Err(self.wrong_type("true or false")),
        }
    }

    pub(crate) fn integer(&self, smallest: i64, largest: i64) -> Result<i64, Error> {
        match self.value {
            Json::Integer(value) if (smallest..=largest).contains(value) => Ok(*value),
            Json::Integer(_) => {
                Err(self.error("out_of_range", format!("expected an integer from {smallest} to {largest}")))
            }
            _ => Err(self.wrong_type("an integer")),
        }
    }

    /// One of a closed list of words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, Error> {
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
            let known = listed(words.iter().map(|(word, _)| *word));
            self.error("unknown_word", "this word is not known here").hint(format!("known here: {known}"))
        })
    }
}

/// An object's members, looked up by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Object<'p, 'j> {
    path: &'p Path<'p>,
    members: &'j Members<'j>,
}

impl<'p, 'j> Object<'p, 'j> {
    pub(crate) fn optional(&self, name: &'p str) -> Option<At<'p, 'j>> {
        let (_, value) = self.members.iter().find(|(key, _)| key == name)?;
        Some(At { value, path: self.path.key(name) })
    }

    pub(crate) fn required(&self, name: &'p str) -> Result<At<'p, 'j>, Error> {
        self.optional(name).ok_or_else(|| {
            Error::new("missing_member", "a member is missing here").at(self.path.key(name)).hint("add it")
        })
    }
}
