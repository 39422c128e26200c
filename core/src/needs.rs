//! The list of what may be read.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

/// The complete list of what may be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Needs {
    /// The names of environment variables.
    pub variables: Vec<String>,
    /// Files, by the names that the contract gives them; one that begins with `/` is where it says.
    pub files: Vec<String>,
    /// Directories, and what may be read of each of their entries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Listing>,
    /// What the system says about itself and the process, by the words of the effect `platform`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platform: Vec<String>,
    /// What the system's own programs say, by the words of the effect `program`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<String>,
    /// The tool's own flags.
    pub flags: Vec<String>,
    /// The tool's features that its author may have turned on.
    pub features: Vec<String>,
    /// Whether the tool's standard input and output are terminals.
    pub terminal: bool,
    /// How many bytes from the system's random number generator.
    pub random: usize,
}

/// A directory of which the entries are not known beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// Its path.
    pub directory: &'static str,
    /// The files that may be read below each of its entries.
    pub files: &'static [&'static str],
}

/// Adds a name that is not there yet.
pub(crate) fn add(list: &mut Vec<String>, name: &str) {
    if !list.iter().any(|known| known == name) {
        list.push(name.to_string());
    }
}
