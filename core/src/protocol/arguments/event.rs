//! An event, or a record, as a command line gives it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::words::{Words, split};
use crate::answer::is_damaged;
use crate::text::split_once;
use crate::time;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct EventArguments<'l> {
    pub(crate) name: &'l str,
    /// The whole of it as JSON, as `call` takes it; then the answer is JSON too.
    pub(crate) json: Option<&'l str>,
    pub(crate) assignments: Vec<(&'l str, &'l str)>,
    pub(crate) fields: Option<&'l str>,
    pub(crate) time: Option<i64>,
    pub(crate) tool_version: Option<String>,
}

/// What only some commands take.
#[derive(Debug, Default)]
pub(super) struct Extras<'l> {
    pub(super) wait: bool,
    pub(super) to: Option<&'l str>,
    pub(super) help: bool,
}

/// As many as a payload can have leaves.
const MOST_FIELDS: usize = 256;

/// Reads `NAME [path=value]... [--fields JSON] [--time SECONDS] [--tool-version VERSION]`, with `--wait` for `send` and
/// `--to FILE` for `record`. All also take `--json DOCUMENT` instead of the rest; that of `send` may be a list of events.
pub(super) fn read<'l>(
    words: &mut Words<'l>,
    command: &str,
) -> Result<(EventArguments<'l>, Extras<'l>), String> {
    let mut event = EventArguments::default();
    let mut extras = Extras::default();
    let mut name = None;
    // Fields may hold what was not UTF-8: their leaves decide what becomes of it.
    while let Some(word) = words.raw() {
        match split(word) {
            ("--help" | "-h", None) => {
                extras.help = true;
                return Ok((event, extras));
            }
            ("--fields", value) => {
                event.fields = Some(words.raw_value("--fields", value)?);
            }
            ("--time", value) => {
                let seconds = time::parse(words.value("--time", value)?);
                event.time = Some(seconds.ok_or("--time is a number of seconds since 1970")?);
            }
            ("--tool-version", value) => {
                event.tool_version = Some(words.value("--tool-version", value)?.to_string());
            }
            ("--json", value) => {
                event.json = Some(words.raw_value("--json", value)?);
            }
            ("--wait", None) if command == "send" => extras.wait = true,
            ("--to", value) if command == "record" => extras.to = Some(words.value("--to", value)?),
            (option, _) if option.starts_with("--") => {
                return Err(format!("{command} does not know this option"));
            }
            _ if name.is_none() => name = Some(word),
            _ => {
                let assignment = split_once(word, b'=').ok_or("fields are given as path.to.leaf=value")?;
                if event.assignments.len() >= MOST_FIELDS {
                    return Err(format!("{command} takes at most {MOST_FIELDS} fields"));
                }
                event.assignments.push(assignment);
            }
        }
    }
    if event.json.is_some() {
        let more = name.is_some() || event.fields.is_some() || event.time.is_some();
        return if more {
            Err("--json holds the name, the time and the fields".to_string())
        } else {
            Ok((event, extras))
        };
    }
    let what = if command == "record" { "a record" } else { "an event" };
    event.name = name
        .filter(|name| !is_damaged(name))
        .ok_or_else(|| format!("{command} needs the name of {what}, in UTF-8"))?;
    Ok((event, extras))
}
