//! The words after the options: one function for each shape of command.

use alloc::format;
use alloc::string::{String, ToString};

use super::words::{Words, split};
use super::{ChildFormat, Command, TokenCommand, event};
use crate::map::Map;
use crate::text::split_once;

/// The commands that have a help text of their own.
const TOPICS: &[&str] = &[
    "begin", "status", "enable", "disable", "reset", "payload", "preview", "send", "record", "flush",
    "token", "exec", "child", "startup", "scrub", "check", "lock", "docs",
];

const MOST_FLAGS: usize = 16;

/// The help text of this command.
pub(super) fn topic(word: &str) -> Option<&'static str> {
    TOPICS.iter().find(|topic| **topic == word).copied()
}

/// Reads the command that this word begins. A command for authors may name its `contract` itself.
pub(super) fn read<'l>(
    word: &str,
    words: &mut Words<'l>,
    contract: &mut Option<&'l str>,
) -> Result<Command<'l>, String> {
    let topic = topic(word);
    match word {
        "--help" | "-h" => Ok(Command::Help(None)),
        "help" => help(words),
        "--version" | "-V" => Ok(Command::Version),
        "begin" => begin(words),
        "status" => status(words),
        "enable" => plain(words, topic, Command::Enable),
        "disable" => plain(words, topic, Command::Disable),
        "reset" => plain(words, topic, Command::Reset),
        "child" => child(words),
        "startup" => startup(words),
        "scrub" => scrub(words),
        "flush" => flush(words),
        "deliver" => plain(words, topic, Command::Deliver),
        "payload" | "preview" | "send" | "record" => about(words, word, topic),
        "token" => token(words),
        "exec" => exec(words),
        "check" | "lock" | "docs" => author(words, word, topic, contract),
        option if option.starts_with('-') => Err("an option before the command is not known".to_string()),
        _ => Err("the command is not known".to_string()),
    }
}

fn help<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    match words.next()? {
        None => Ok(Command::Help(None)),
        Some(word) => match topic(word) {
            Some(topic) => Ok(Command::Help(Some(topic))),
            None => Err("there is no help on this".to_string()),
        },
    }
}

fn plain<'l>(
    words: &mut Words<'l>,
    topic: Option<&'static str>,
    command: Command<'l>,
) -> Result<Command<'l>, String> {
    match words.next()? {
        None => Ok(command),
        Some("--help" | "-h") => Ok(Command::Help(topic)),
        Some(_) => Err("this command takes no arguments".to_string()),
    }
}

fn begin<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let mut flags = Map::default();
    let (mut terminal, mut version) = (None, None);
    while let Some(word) = words.next()? {
        match split(word) {
            ("--flag", value) => {
                let flag = words.value("--flag", value)?;
                let (name, value) = split_once(flag, b'=').ok_or("--flag takes NAME=VALUE")?;
                let twice = flags.insert(name.to_string(), value.to_string()).is_some();
                if twice || flags.len() > MOST_FLAGS {
                    return Err("a --flag is given twice, or there are too many of them".to_string());
                }
            }
            ("--terminal", value) => {
                terminal = Some(match words.value("--terminal", value)? {
                    "yes" => true,
                    "no" => false,
                    _ => return Err("--terminal is yes or no".to_string()),
                });
            }
            ("--tool-version", value) => version = Some(words.value("--tool-version", value)?.to_string()),
            ("--help" | "-h", None) => return Ok(Command::Help(Some("begin"))),
            _ => {
                return Err(
                    "begin takes --flag NAME=VALUE, --terminal yes|no and --tool-version VERSION".to_string()
                );
            }
        }
    }
    Ok(Command::Begin { flags, terminal, tool_version: version })
}

fn status<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let (mut why, mut json) = (false, false);
    while let Some(word) = words.next()? {
        match word {
            "--why" => why = true,
            "--json" => json = true,
            "--help" | "-h" => return Ok(Command::Help(Some("status"))),
            _ => return Err("status takes --why and --json".to_string()),
        }
    }
    Ok(Command::Status { why, json })
}

fn flush<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let mut quiet = false;
    while let Some(word) = words.next()? {
        match word {
            "--quiet" => quiet = true,
            "--help" | "-h" => return Ok(Command::Help(Some("flush"))),
            _ => return Err("flush takes --quiet".to_string()),
        }
    }
    Ok(Command::Flush { quiet })
}

fn child<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let mut format = ChildFormat::Json;
    while let Some(word) = words.next()? {
        match split(word) {
            ("--format", value) => {
                format = match words.value("--format", value)? {
                    "json" => ChildFormat::Json,
                    "lines" => ChildFormat::Lines,
                    "shell" => ChildFormat::Shell,
                    _ => return Err("--format is json, lines or shell".to_string()),
                };
            }
            ("--help" | "-h", None) => return Ok(Command::Help(Some("child"))),
            _ => return Err("child takes --format json|lines|shell".to_string()),
        }
    }
    Ok(Command::Child(format))
}

fn startup<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let mut preview = None;
    while let Some(word) = words.next()? {
        match split(word) {
            ("--preview", value) => preview = Some(words.value("--preview", value)?),
            ("--help" | "-h", None) => return Ok(Command::Help(Some("startup"))),
            _ => return Err("startup takes --preview ADDRESS".to_string()),
        }
    }
    Ok(Command::Startup { preview })
}

fn scrub<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let mut reports = false;
    while let Some(word) = words.next()? {
        match word {
            "--report" => reports = true,
            "--help" | "-h" => return Ok(Command::Help(Some("scrub"))),
            _ => return Err("scrub takes --report, and the text on standard input".to_string()),
        }
    }
    Ok(Command::Scrub { reports })
}

/// The commands about an event or a record.
fn about<'l>(
    words: &mut Words<'l>,
    command: &str,
    topic: Option<&'static str>,
) -> Result<Command<'l>, String> {
    let (event, extras) = event::read(words, command)?;
    if extras.help {
        return Ok(Command::Help(topic));
    }
    match command {
        "payload" => Ok(Command::Payload(event)),
        "preview" => Ok(Command::Preview(event)),
        "send" => Ok(Command::Send { event, wait: extras.wait }),
        _ => match extras.to {
            Some(to) if !to.is_empty() => Ok(Command::Record { record: event, to }),
            _ => Err("record needs --to FILE".to_string()),
        },
    }
}

fn token<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let command = match words.next()? {
        Some("set") => TokenCommand::Set,
        Some("clear") => TokenCommand::Clear,
        Some("status") => TokenCommand::Status,
        Some("--help" | "-h") => return Ok(Command::Help(Some("token"))),
        _ => return Err("token takes set, clear or status".to_string()),
    };
    match words.next()? {
        None => Ok(Command::Token(command)),
        Some("--help" | "-h") => Ok(Command::Help(Some("token"))),
        Some(_) if command == TokenCommand::Set => {
            Err("token set reads the token from standard input: arguments are seen by everybody".to_string())
        }
        Some(_) => Err("token takes set, clear or status, and nothing else".to_string()),
    }
}

fn exec<'l>(words: &mut Words<'l>) -> Result<Command<'l>, String> {
    let word = words.next()?;
    if matches!(word, Some("--help" | "-h")) {
        return Ok(Command::Help(Some("exec")));
    }
    words
        .index()
        .filter(|_| word == Some("--"))
        .map(|program| Command::Exec { program })
        .ok_or_else(|| "exec takes -- and then the program with its arguments".to_string())
}

/// `check`, `lock` and `docs`: for whoever writes the contract.
fn author<'l>(
    words: &mut Words<'l>,
    command: &str,
    topic: Option<&'static str>,
    contract: &mut Option<&'l str>,
) -> Result<Command<'l>, String> {
    let (mut lock, mut page, mut check, mut schema) = (None, None, None, false);
    // A tool's wrapper may name its own contract before any command.
    let mut named = false;
    while let Some(word) = words.next()? {
        match (command, split(word)) {
            (_, ("--help" | "-h", None)) => return Ok(Command::Help(topic)),
            ("check", ("--lock", value)) => lock = Some(words.value("--lock", value)?),
            ("check", ("--page", value)) => page = Some(words.value("--page", value)?),
            ("docs", ("--check", value)) => check = Some(words.value("--check", value)?),
            ("docs", ("--schema", None)) => schema = true,
            (_, (option, _)) if option.starts_with('-') => {
                return Err(format!("{command} does not know this option"));
            }
            _ if named => return Err(format!("{command} takes one contract")),
            _ => {
                named = true;
                *contract = Some(word);
            }
        }
    }
    Ok(match command {
        "check" => Command::Check { lock, page },
        "lock" => Command::Lock,
        _ => Command::Docs { check, schema },
    })
}
