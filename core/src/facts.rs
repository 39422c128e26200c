//! What a host observed, raw: all parsing happens in the core.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::{Answer, ErrorClass};
use crate::error::Error;
use crate::json::Json;
use crate::map::Map;
use crate::path::Path;
use crate::reader::At;

/// Facts for one operation. What is not in `variables`, `files`, `lists`, `platform` or `programs` counts as absent, so
/// hand in all that [`needs`](crate::needs()) lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Environment variables by name.
    pub variables: Map<Answer>,
    /// Contents of files, by the name that the contract gives them (`{config}/tool/config.json`).
    pub files: Map<Answer>,
    /// What is in directories, as the effect `list` answers it.
    pub lists: Map<Answer>,
    /// What the system says about itself and the process, by the words of the effect `platform`.
    pub platform: Map<Answer>,
    /// What the system's own programs say, by the words of the effect `program`.
    pub programs: Map<Answer>,
    /// The tool's own command-line flags, by the name that the contract gives them.
    pub flags: Map<String>,
    /// The tool's features that its author has turned on, by the names that the contract gives them.
    pub features: Vec<String>,
    /// Whether the tool's own standard input and standard output are terminals.
    pub terminal: bool,
    /// What was answered when the question was asked; `None` where it has not been asked.
    pub answer: Option<Answer>,
    /// Bytes from the system's random number generator, at least as many as `needs` says.
    pub random: Vec<u8>,
    /// The version of the tool, for the user agent and payload leaves.
    pub tool_version: Option<String>,
}

/// The longest variable and the longest file that are looked at, in bytes. Longer ones cannot be read.
pub(crate) const LONGEST_VARIABLE: usize = 8 * 1024;
pub(crate) const LONGEST_FILE: usize = 64 * 1024;

fn bounded(answer: Option<&Answer>, longest: usize) -> &Answer {
    match answer {
        None => &Answer::Absent,
        Some(answer) if answer.len() > longest => &TOO_LONG,
        Some(answer) => answer,
    }
}

/// What stands for an answer that is too long.
pub(crate) const TOO_LONG: Answer = Answer::Failed(ErrorClass::TooLarge);

const MEMBERS: &[&str] = &[
    "variables",
    "files",
    "lists",
    "platform",
    "programs",
    "flags",
    "features",
    "terminal",
    "answer",
    "random",
    "tool_version",
];

/// The longest name of an entry of a directory that is looked at, and how many: interfaces have short names (IFNAMSIZ),
/// and a machine with more of them has its own in front.
const LONGEST_NAME: usize = 128;
const MOST_NAMES: usize = 1000;

impl Facts {
    pub(crate) fn variable(&self, name: &str) -> &Answer {
        bounded(self.variables.get(name), LONGEST_VARIABLE)
    }

    pub(crate) fn file(&self, name: &str) -> &Answer {
        bounded(self.files.get(name), LONGEST_FILE)
    }

    pub(crate) fn platform(&self, word: &str) -> &Answer {
        bounded(self.platform.get(word), LONGEST_VARIABLE)
    }

    pub(crate) fn program(&self, word: &str) -> &Answer {
        bounded(self.programs.get(word), LONGEST_FILE)
    }

    /// The names in a directory, sorted, since systems list them in whatever order.
    pub(crate) fn names(&self, directory: &str) -> Vec<&str> {
        let list = bounded(self.lists.get(directory), LONGEST_FILE).text().unwrap_or_default();
        let mut names: Vec<&str> = Vec::new();
        for name in listed(list) {
            if let Err(place) = names.binary_search(&name) {
                names.insert(place, name);
                names.truncate(MOST_NAMES);
            }
        }
        names
    }

    /// Where a file of the contract is on this machine, as the XDG Base Directory Specification says: a relative base is no
    /// base, and without a base there is no such file. A base that cannot be read is no reason to look elsewhere: then it
    /// stands for the file, which counts as one that cannot be read.
    pub(crate) fn path(&self, name: &str) -> Result<String, Answer> {
        let (base, rest) = name.split_once('/').ok_or(Answer::Absent)?;
        let home = |below: &str| self.directory("HOME").map(|home| format!("{home}{below}"));
        let base = match base {
            "{config}" => self.directory("XDG_CONFIG_HOME").or_else(|why| or_below(why, || home("/.config"))),
            "{system}" => Ok("/etc".to_string()),
            "{state}" => {
                self.directory("XDG_STATE_HOME").or_else(|why| or_below(why, || home("/.local/state")))
            }
            _ => home(""),
        }?;
        Ok(format!("{}/{rest}", base.trim_end_matches('/')))
    }

    /// The absolute path that a variable holds, or what it holds instead.
    fn directory(&self, variable: &str) -> Result<String, Answer> {
        match self.variable(variable) {
            Answer::Text(path) if path.starts_with('/') => Ok(path.to_string()),
            Answer::Text(_) => Err(Answer::Absent),
            // It is the way to the file that is no text, and not what is in it.
            Answer::Undecodable => Err(Answer::Failed(ErrorClass::Other)),
            other => Err(other.clone()),
        }
    }

    /// Reads facts from JSON, as `docs/protocol.md` describes them.
    ///
    /// # Errors
    /// Where the text is not of that form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::read(&At::root(&Json::parse(text)?))
    }

    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(MEMBERS)?;
        let mut facts = Self::default();
        if let Some(variables) = members.optional("variables") {
            facts.variables = map(&variables, Answer::read)?;
        }
        if let Some(files) = members.optional("files") {
            facts.files = map(&files, Answer::read)?;
        }
        if let Some(lists) = members.optional("lists") {
            facts.lists = map(&lists, Answer::read)?;
        }
        if let Some(platform) = members.optional("platform") {
            facts.platform = map(&platform, Answer::read)?;
        }
        if let Some(programs) = members.optional("programs") {
            facts.programs = map(&programs, Answer::read)?;
        }
        if let Some(flags) = members.optional("flags") {
            facts.flags = map(&flags, |flag| flag.text().map(ToString::to_string))?;
        }
        if let Some(features) = members.optional("features") {
            facts.features = names(&features)?;
        }
        if let Some(terminal) = members.optional("terminal") {
            facts.terminal = terminal.boolean()?;
        }
        if let Some(answer) = members.optional("answer") {
            facts.answer = Some(Answer::read(&answer)?);
        }
        if let Some(random) = members.optional("random") {
            facts.random = crate::hex::read(&random)?;
        }
        if let Some(version) = members.optional("tool_version") {
            facts.tool_version = Some(version.text()?.to_string());
        }
        Ok(facts)
    }
}

/// The other base, where the first is absent and not only unreadable.
fn or_below(why: Answer, other: impl Fn() -> Result<String, Answer>) -> Result<String, Answer> {
    if why == Answer::Absent { other() } else { Err(why) }
}

/// The names in the answer of the effect `list`.
pub(crate) fn listed(list: &str) -> impl Iterator<Item = &str> {
    let sound = |name: &&str| {
        (1..=LONGEST_NAME).contains(&name.len())
            && !matches!(*name, "." | "..")
            && !name.contains(['/', '\0'])
    };
    list.split('\n').filter(sound)
}

/// A list of different names.
pub(crate) fn names(at: &At<'_, '_>) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, value) in at.list()?.iter().enumerate() {
        let item = At { value, path: at.path.index(index) };
        let name = item.text()?;
        if !seen.insert(name) {
            return Err(item.error("wrong_value", "this name stands twice"));
        }
        names.push(name.to_string());
    }
    Ok(names)
}

fn map<T>(at: &At<'_, '_>, read: impl Fn(&At<'_, '_>) -> Result<T, Error>) -> Result<Map<T>, Error> {
    let mut out = Map::default();
    for (name, value) in at.object()? {
        let path: Path<'_> = at.path.key(name);
        out.push(name.to_string(), read(&At { value, path })?);
    }
    Ok(out)
}
