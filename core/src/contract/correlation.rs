//! The part `correlation`: what ids look like and where inherited ones come from.

use alloc::string::String;

use super::names;
use crate::error::Error;
use crate::reader::At;

/// How the ids of a run are made and inherited.
#[derive(Debug, Clone, Default)]
pub(crate) struct Correlation {
    pub(crate) form: IdForm,
    /// The variable with an inherited session id.
    pub(crate) session: Option<String>,
    /// The variable with the id of the run that started this one.
    pub(crate) parent: Option<String>,
}

/// How an id is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum IdForm {
    /// 8 random bytes as 16 hexadecimal digits.
    Hex8,
    /// A random UUID (RFC 9562, version 4).
    #[default]
    Uuid,
}

impl Correlation {
    pub(super) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["form", "session", "parent"])?;
        let inherited = |name| {
            members
                .optional(name)
                .map(|source| names::variable(&source.members(&["env"])?.required("env")?))
                .transpose()
        };
        Ok(Self {
            form: members.required("form")?.word(&[("hex8", IdForm::Hex8), ("uuid", IdForm::Uuid)])?,
            session: inherited("session")?,
            parent: inherited("parent")?,
        })
    }
}
