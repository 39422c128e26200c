//! What was odd but stopped nothing. `docs/errors.md` lists the codes.

use alloc::string::{String, ToString};

use serde::Serialize;

/// Something odd that did not stop anything: a stable code, and the name of what it is about. Never a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The code, in `snake_case`; `docs/errors.md` lists them all.
    pub code: &'static str,
    /// The variable, flag or file.
    pub name: String,
}

impl Warning {
    pub(crate) fn new(code: &'static str, name: &str) -> Self {
        Self { code, name: name.to_string() }
    }

    /// The warning as a sentence for people.
    pub fn message(&self) -> String {
        let text = WARNINGS.iter().find(|(code, _)| *code == self.code).map_or("is odd", |(_, text)| text);
        alloc::format!("{} {text}", self.name)
    }
}

/// Every warning code and the end of its sentence; the name comes first.
const WARNINGS: &[(&str, &str)] = &[
    ("variable_invalid", "is set to a word that is not known; it counts as no"),
    ("variable_skipped", "is set to a word that is not known; it is passed over"),
    ("variable_undecodable", "is not valid UTF-8; it counts as no"),
    ("variable_unreadable", "cannot be read, or is far too long; it counts as no"),
    ("setting_unreadable", "cannot be read; what it holds counts as no"),
    ("setting_exposed", "can be written by anybody on this machine; what it holds counts as no"),
    ("state_unreadable", "is what Aboveboard has stored, and cannot be read; its yes counts as no"),
    ("local_invalid", "is set to something that is not understood; everything stays on this machine"),
    ("setting_invalid", "is no JSON, or holds something other than true or false there; it counts as no"),
    ("tool_version_refused", "is no version (letters, digits, '.', '_', '+', '-'); it is passed over"),
    ("inherited_id_refused", "holds no usable id; it is passed over"),
    ("setting_not_a_count", "is not a whole number above 0; the default is used"),
    ("setting_too_large", "is larger than allowed; the largest allowed value is used"),
    ("header_value_refused", "cannot be sent in a request header; it is passed over"),
    ("endpoint_refused", "is no usable endpoint; nothing is sent"),
    ("endpoint_plaintext", "travels in plain text; use https where you can"),
];
