//! The part `consent`: an ordered list of sources, and what holds where none of them decides.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::names;
use crate::dialect::{DIALECTS, Dialect};
use crate::error::Error;
use crate::reader::At;

/// Who may decide, in order, and what happens where nobody has.
#[derive(Debug, Clone)]
pub(crate) struct Consent {
    pub(crate) sources: Vec<Source>,
    pub(crate) interactive: Undecided,
    pub(crate) question: Option<Question>,
}

/// Something that may decide.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A flag of the tool's own command line, with its two words.
    Flag { name: String, allow: String, deny: String },
    /// An environment variable.
    Variable { name: String, dialect: Dialect, means: Means, invalid: Invalid },
    /// A boolean in a JSON settings file; `key` is the way to it.
    Setting { file: String, key: Vec<String> },
}

/// What a true word of a variable means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    /// True allows and false denies.
    Allow,
    /// True denies and false says nothing: an opt-out grants nothing.
    Deny,
}

/// What a word that the dialect does not know does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    Deny,
    Skip,
}

/// What holds in front of a person where no source has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecided {
    Ask,
    Deny,
}

/// What a person is asked.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) text: String,
    /// What an empty line means.
    pub(crate) default_allow: bool,
}

const MAX_SOURCES: usize = 16;
const MAX_QUESTION: usize = 1000;

impl Consent {
    pub(super) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["sources", "undecided", "question"])?;
        let list = members.required("sources")?;
        let items = list.list()?;
        if items.len() > MAX_SOURCES {
            return Err(list.error("out_of_range", "a contract names at most 16 sources"));
        }
        let sources = items
            .iter()
            .enumerate()
            .map(|(index, value)| Source::read(&At { value, path: list.path.index(index) }))
            .collect::<Result<Vec<_>, _>>()?;
        let undecided = members.required("undecided")?;
        let words = undecided.members(&["interactive", "unattended"])?;
        let interactive =
            words.required("interactive")?.word(&[("ask", Undecided::Ask), ("deny", Undecided::Deny)])?;
        words.required("unattended")?.word(&[("deny", ())])?;
        let question = members.optional("question").map(|question| Question::read(&question)).transpose()?;
        match (interactive, &question) {
            (Undecided::Ask, None) => Err(Error::new("missing_member", "\"ask\" needs a question")
                .at(at.path.key("question"))
                .hint("add \"question\", or say \"interactive\": \"deny\"")),
            (Undecided::Deny, Some(_)) => Err(at
                .error("wrong_value", "there is a question, but nothing that asks it")
                .hint("say \"interactive\": \"ask\", or take the question out")),
            _ => Ok(Self { sources, interactive, question }),
        }
    }
}

impl Consent {
    /// Whether one of the sources has this name.
    pub(crate) fn names_source(&self, name: &str) -> bool {
        self.sources.iter().any(|source| source.name().1 == name)
    }
}

impl Source {
    /// What kind of source it is, and its name.
    pub(crate) fn name(&self) -> (&'static str, &str) {
        match self {
            Self::Flag { name, .. } => ("flag", name),
            Self::Variable { name, .. } => ("variable", name),
            Self::Setting { file, .. } => ("setting", file),
        }
    }

    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        at.object()?;
        let has = |name| at.value.member(name).is_some();
        if has("flag") {
            let members = at.members(&["flag", "allow", "deny"])?;
            let word = |name, default: &str| {
                members.optional(name).map_or(Ok(default.to_string()), |word| names::name(&word))
            };
            let (allow, deny) = (word("allow", "enable")?, word("deny", "disable")?);
            if allow == deny {
                return Err(at.error("wrong_value", "the words of a flag for yes and for no are the same"));
            }
            Ok(Self::Flag { name: names::name(&members.required("flag")?)?, allow, deny })
        } else if has("env") {
            let members = at.members(&["env", "dialect", "means", "invalid"])?;
            Ok(Self::Variable {
                name: names::variable(&members.required("env")?)?,
                dialect: members
                    .optional("dialect")
                    .map_or(Ok(Dialect::Strict), |word| word.word(DIALECTS))?,
                means: members.optional("means").map_or(Ok(Means::Allow), |word| {
                    word.word(&[("allow", Means::Allow), ("deny", Means::Deny)])
                })?,
                invalid: members.optional("invalid").map_or(Ok(Invalid::Deny), |word| {
                    word.word(&[("deny", Invalid::Deny), ("skip", Invalid::Skip)])
                })?,
            })
        } else if has("setting") {
            let members = at.members(&["setting", "file"])?;
            let key = members.required("setting")?;
            Ok(Self::Setting { file: file(&members.required("file")?)?, key: pointer(&key)? })
        } else {
            Err(at
                .error("missing_member", "a source is a flag, a variable or a setting")
                .hint("give it \"flag\", \"env\" or \"setting\""))
        }
    }
}

impl Question {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["text", "default"])?;
        let text = members.required("text")?;
        let words = text.text()?;
        let plain = words.chars().all(|character| character == '\n' || !character.is_control());
        if words.is_empty() || words.len() > MAX_QUESTION || !plain {
            return Err(text.error(
                "wrong_value",
                "a question is 1 to 1000 bytes of text and line ends, no other control characters",
            ));
        }
        Ok(Self {
            text: words.to_string(),
            default_allow: members.required("default")?.word(&[("allow", true), ("deny", false)])?,
        })
    }
}

/// A file by base and relative path; where the base is on a machine is worked out at run time.
fn file(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    let relative = ["{config}/", "{state}/", "{home}/"].iter().find_map(|base| text.strip_prefix(base));
    let sound = relative.is_some_and(|path| {
        path.len() <= 200
            && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
            && !path.chars().any(char::is_control)
    });
    if sound {
        return Ok(text.to_string());
    }
    Err(at
        .error("wrong_value", "a file is {config}, {state} or {home}, then a plain relative path")
        .hint("for example {config}/tool/config.json"))
}

/// A JSON pointer of at least one name, as the list of its names.
fn pointer(at: &At<'_, '_>) -> Result<Vec<String>, Error> {
    let wrong = || {
        at.error("wrong_value", "a setting is named by a JSON pointer").hint("for example /telemetry/enabled")
    };
    let names = at.text()?.strip_prefix('/').filter(|text| text.len() <= 200).ok_or_else(wrong)?;
    names.split('/').map(|name| unescape(name).ok_or_else(wrong)).collect()
}

/// One name of a JSON pointer: `~1` is a slash, `~0` a tilde, and no other tilde stands in it (RFC 6901 section 3).
fn unescape(name: &str) -> Option<String> {
    let mut parts = name.split('~');
    let mut out = parts.next()?.to_string();
    for part in parts {
        out.push(if part.starts_with('1') { '/' } else { '~' });
        out.push_str(part.strip_prefix(['0', '1'])?);
    }
    Some(out)
}
