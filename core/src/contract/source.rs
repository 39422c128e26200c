//! Who may say something about telemetry: gates, sources and the switches of local mode.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::names;
use super::place::{self, Place};
use crate::answer::Answer;
use crate::dialect::{Class, DIALECTS, Dialect};
use crate::error::Error;
use crate::reader::{At, Object};

/// Something that can say no before any source is asked, and never yes.
#[derive(Debug, Clone)]
pub(crate) enum Gate {
    /// A feature of the tool that its author turns on.
    Feature(String),
    /// A boolean in a file of the organisation.
    Policy(Place),
    /// A variable that carries the denial of a parent process.
    Parent { name: String, dialect: Dialect },
}

/// Something that may decide.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A flag of the tool's own command line, with its two words.
    Flag { name: String, allow: String, deny: String },
    /// An environment variable.
    Variable { name: String, dialect: Dialect, means: Means, invalid: Invalid },
    /// A boolean in a JSON settings file.
    Setting(Place),
    /// What Aboveboard's own state file holds.
    Stored,
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

/// What keeps payloads on this machine although telemetry is on.
#[derive(Debug, Clone)]
pub(crate) struct Local {
    pub(crate) switches: Vec<Switch>,
    /// The file that payloads are appended to.
    pub(crate) file: String,
}

/// Something that may say "local only".
#[derive(Debug, Clone)]
pub(crate) enum Switch {
    Variable { name: String, dialect: Dialect },
    Setting(Place),
}

/// The variable that carries a denial to whoever takes it for a gate.
pub(crate) const DENIED: &str = "ABOVEBOARD_DENIED";
/// The variables that say no to every tool, whatever a contract would have them mean: people's own
/// (consoledonottrack.com), and the one by which a denial reaches all that a tool starts.
const EVERYBODYS: [&str; 2] = ["DO_NOT_TRACK", DENIED];
const MOST_GATES: usize = 8;
const MOST_SOURCES: usize = 16;

impl Gate {
    pub(super) fn list(at: &At<'_, '_>) -> Result<Vec<Self>, Error> {
        list(at, MOST_GATES, "a contract names at most 8 gates", Self::read)
    }

    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        at.object()?;
        let has = |name| at.value.member(name).is_some();
        if has("feature") {
            let members = at.members(&["feature"])?;
            Ok(Self::Feature(names::name(&members.required("feature")?)?))
        } else if has("policy") {
            let members = at.members(&["policy", "file"])?;
            Ok(Self::Policy(Place::read(&members.required("policy")?, &members.required("file")?)?))
        } else if has("env") {
            let members = at.members(&["env", "dialect"])?;
            let name = names::variable(&members.required("env")?)?;
            let dialect = dialect(&members)?;
            // A denial is passed on as `1`, which the next process must understand.
            if !takes_one_for_true(dialect) {
                return Err(
                    at.error("wrong_value", "a gate's dialect takes 1 for a true word; this one does not")
                );
            }
            Ok(Self::Parent { name, dialect })
        } else {
            Err(at
                .error("missing_member", "a gate is a feature, a policy file or a variable")
                .hint("give it \"feature\", \"policy\" or \"env\""))
        }
    }
}

impl Source {
    pub(super) fn list(at: &At<'_, '_>) -> Result<Vec<Self>, Error> {
        list(at, MOST_SOURCES, "a contract names at most 16 sources", Self::read)
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
            let (name, dialect) = (names::variable(&members.required("env")?)?, dialect(&members)?);
            let means = members.optional("means").map_or(Ok(Means::Allow), |word| {
                word.word(&[("allow", Means::Allow), ("deny", Means::Deny)])
            })?;
            let denies = means == Means::Deny && takes_one_for_true(dialect);
            if is_everybodys(&name) && !denies {
                return Err(no_longer_a_no(at));
            }
            let invalid = members.optional("invalid").map_or(Ok(Invalid::Deny), |word| {
                word.word(&[("deny", Invalid::Deny), ("skip", Invalid::Skip)])
            })?;
            Ok(Self::Variable { name, dialect, means, invalid })
        } else if has("setting") {
            let members = at.members(&["setting", "file"])?;
            Ok(Self::Setting(Place::read(&members.required("setting")?, &members.required("file")?)?))
        } else if has("stored") {
            let members = at.members(&["stored"])?;
            let flag = members.required("stored")?;
            if flag.boolean()? {
                return Ok(Self::Stored);
            }
            Err(flag.error("wrong_value", "this source is declared as \"stored\": true"))
        } else {
            Err(at
                .error("missing_member", "a source is a flag, a variable, a setting or what is stored")
                .hint("give it \"flag\", \"env\", \"setting\" or \"stored\""))
        }
    }
}

impl Local {
    pub(super) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members = at.members(&["sources", "file"])?;
        let sources = members.required("sources")?;
        let switches = list(&sources, MOST_SOURCES, "local mode has at most 16 sources", Switch::read)?;
        if switches.is_empty() {
            return Err(sources.error("out_of_range", "local mode has at least one source"));
        }
        Ok(Self { switches, file: place::file(&members.required("file")?)? })
    }
}

impl Switch {
    fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        at.object()?;
        if at.value.member("env").is_some() {
            let members = at.members(&["env", "dialect"])?;
            let name = names::variable(&members.required("env")?)?;
            if is_everybodys(&name) {
                return Err(no_longer_a_no(at));
            }
            return Ok(Self::Variable { name, dialect: dialect(&members)? });
        }
        if at.value.member("setting").is_some() {
            let members = at.members(&["setting", "file"])?;
            return Ok(Self::Setting(Place::read(
                &members.required("setting")?,
                &members.required("file")?,
            )?));
        }
        Err(at
            .error("missing_member", "local mode is switched by a variable or a setting")
            .hint("give it \"env\" or \"setting\""))
    }
}

/// Whether this variable says no to every tool.
pub(super) fn is_everybodys(name: &str) -> bool {
    EVERYBODYS.iter().any(|theirs| name.eq_ignore_ascii_case(theirs))
}

fn no_longer_a_no(at: &At<'_, '_>) -> Error {
    at.error("wrong_value", "with the value 1 this variable is a no to every tool; here it would be none")
        .hint("have it say \"means\": \"deny\" among the sources, with no dialect or one that takes 1 for a true word")
}

fn takes_one_for_true(dialect: Dialect) -> bool {
    dialect.classify(&Answer::from_text("1")) == Class::True
}

fn dialect(members: &Object<'_, '_>) -> Result<Dialect, Error> {
    members.optional("dialect").map_or(Ok(Dialect::Strict), |word| word.word(DIALECTS))
}

fn list<T>(
    at: &At<'_, '_>,
    most: usize,
    too_many: &'static str,
    read: impl Fn(&At<'_, '_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let items = at.list()?;
    if items.len() > most {
        return Err(at.error("out_of_range", too_many));
    }
    items.iter().enumerate().map(|(index, value)| read(&At { value, path: at.path.index(index) })).collect()
}
