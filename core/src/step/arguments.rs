//! The command line: the same for every host, since it is read here.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::is_damaged;
use crate::error::Error;
use crate::map::Map;
use crate::reader::At;
use crate::time;

/// One argument. What was not UTF-8 in it is U+FFFD by now, as it is in JavaScript before anybody can look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument(String);

impl Argument {
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self(String::from_utf8_lossy(bytes).into_owned())
    }

    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        at.text().map(|text| Self(text.to_string()))
    }
}

/// A command line that has been read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line<'l> {
    pub(crate) contract: Option<&'l str>,
    pub(crate) run: RunArgument<'l>,
    pub(crate) command: Command<'l>,
}

/// The run that the command belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunArgument<'l> {
    /// One of its own.
    New,
    /// `--run ""`: a run that could not be begun; telemetry is off.
    Off,
    Given(&'l str),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command<'l> {
    Begin {
        flags: Map<String>,
        terminal: Option<bool>,
        tool_version: Option<String>,
    },
    Status,
    Payload(EventArguments<'l>),
    Preview(EventArguments<'l>),
    Send {
        event: EventArguments<'l>,
        wait: bool,
    },
    /// The index of the program among the arguments.
    Exec {
        program: usize,
    },
    Child,
    Deliver,
    Help,
    Version,
}

impl Command<'_> {
    /// Whether it works on a contract that the command line names.
    pub(crate) fn needs_contract(&self) -> bool {
        !matches!(self, Self::Deliver | Self::Help | Self::Version)
    }
}

/// An event as a command line gives it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EventArguments<'l> {
    pub(crate) name: &'l str,
    pub(crate) assignments: Vec<(&'l str, &'l str)>,
    pub(crate) fields: Option<&'l str>,
    pub(crate) time: Option<i64>,
    pub(crate) tool_version: Option<String>,
}

const MOST_FLAGS: usize = 16;
/// As many as a payload can have leaves.
const MOST_FIELDS: usize = 256;

/// Arguments from left to right. A usage error is a sentence for people; it never repeats a value.
struct Reader<'l> {
    arguments: &'l [Argument],
    position: usize,
}

impl<'l> Line<'l> {
    pub(crate) fn parse(arguments: &'l [Argument]) -> Result<Self, String> {
        let mut reader = Reader { arguments, position: 0 };
        let (mut contract, mut run) = (None, RunArgument::New);
        loop {
            let Some(word) = reader.next()? else {
                return Err("there is no command".to_string());
            };
            let command = match split(word) {
                ("--contract", value) => {
                    contract = Some(reader.value("--contract", value)?);
                    continue;
                }
                ("--run", value) => {
                    let text = reader.value("--run", value)?;
                    run = if text.is_empty() { RunArgument::Off } else { RunArgument::Given(text) };
                    continue;
                }
                ("--help" | "-h", None) | ("help", None) => Command::Help,
                ("--version" | "-V", None) => Command::Version,
                ("begin", None) => begin(&mut reader)?,
                ("status", None) => reader.ends(Command::Status)?,
                ("payload", None) => Command::Payload(event(&mut reader, "payload", &mut None)?),
                ("preview", None) => Command::Preview(event(&mut reader, "preview", &mut None)?),
                ("send", None) => {
                    let mut wait = Some(false);
                    let event = event(&mut reader, "send", &mut wait)?;
                    Command::Send { event, wait: wait == Some(true) }
                }
                ("exec", None) => exec(&mut reader)?,
                ("child", None) => reader.ends(Command::Child)?,
                ("deliver", None) => reader.ends(Command::Deliver)?,
                (option, _) if option.starts_with('-') => {
                    return Err("an option before the command is not known".to_string());
                }
                _ => return Err("the command is not known".to_string()),
            };
            return Ok(Self { contract, run, command });
        }
    }
}

impl<'l> Reader<'l> {
    /// The next argument, whatever is in it.
    fn raw(&mut self) -> Option<&'l str> {
        let argument = self.arguments.get(self.position)?;
        self.position = self.position.saturating_add(1);
        Some(&argument.0)
    }

    /// The next argument where a word of this command line stands.
    fn next(&mut self) -> Result<Option<&'l str>, String> {
        match self.raw() {
            Some(text) if is_damaged(text) => Err(format!("argument {} is not valid UTF-8", self.position)),
            other => Ok(other),
        }
    }

    /// The value of an option: after its `=`, or the next argument.
    fn value(&mut self, option: &str, attached: Option<&'l str>) -> Result<&'l str, String> {
        match attached {
            Some(value) => Ok(value),
            None => self.next()?.ok_or_else(|| format!("{option} needs a value")),
        }
    }

    fn ends(&mut self, command: Command<'l>) -> Result<Command<'l>, String> {
        match self.next()? {
            None => Ok(command),
            Some("--help" | "-h") => Ok(Command::Help),
            Some(_) => Err("this command takes no arguments".to_string()),
        }
    }
}

fn split(word: &str) -> (&str, Option<&str>) {
    match word.split_once('=') {
        Some((name, value)) if name.starts_with("--") => (name, Some(value)),
        _ => (word, None),
    }
}

fn begin<'l>(reader: &mut Reader<'l>) -> Result<Command<'l>, String> {
    let mut flags = Map::default();
    let (mut terminal, mut version) = (None, None);
    while let Some(word) = reader.next()? {
        match split(word) {
            ("--flag", value) => {
                let flag = reader.value("--flag", value)?;
                let (name, value) = flag.split_once('=').ok_or("--flag takes NAME=VALUE")?;
                let twice = flags.insert(name.to_string(), value.to_string()).is_some();
                if twice || flags.len() > MOST_FLAGS {
                    return Err("a --flag is given twice, or there are too many of them".to_string());
                }
            }
            ("--terminal", value) => {
                terminal = Some(match reader.value("--terminal", value)? {
                    "yes" => true,
                    "no" => false,
                    _ => return Err("--terminal is yes or no".to_string()),
                });
            }
            ("--tool-version", value) => version = Some(reader.value("--tool-version", value)?.to_string()),
            ("--help" | "-h", None) => return Ok(Command::Help),
            _ => {
                return Err(
                    "begin takes --flag NAME=VALUE, --terminal yes|no and --tool-version VERSION".to_string()
                );
            }
        }
    }
    Ok(Command::Begin { flags, terminal, tool_version: version })
}

/// `EVENT [path=value]... [--fields JSON] [--time SECONDS] [--tool-version VERSION] [--wait]`; `wait` is `None` where
/// the command has no such option.
fn event<'l>(
    reader: &mut Reader<'l>,
    command: &str,
    wait: &mut Option<bool>,
) -> Result<EventArguments<'l>, String> {
    let mut name = None;
    let mut event =
        EventArguments { name: "", assignments: Vec::new(), fields: None, time: None, tool_version: None };
    // Fields may hold what was not UTF-8: their leaves decide what becomes of it.
    while let Some(word) = reader.raw() {
        match split(word) {
            ("--fields", value) => {
                event.fields = Some(value.or_else(|| reader.raw()).ok_or("--fields needs a value")?);
            }
            ("--time", value) => {
                let seconds = time::parse(reader.value("--time", value)?);
                event.time = Some(seconds.ok_or("--time is a number of seconds since 1970")?);
            }
            ("--tool-version", value) => {
                event.tool_version = Some(reader.value("--tool-version", value)?.to_string())
            }
            ("--wait", None) if wait.is_some() => *wait = Some(true),
            (option, _) if option.starts_with("--") => {
                return Err(format!("{command} does not know this option"));
            }
            _ if name.is_none() => name = Some(word),
            _ => {
                let assignment = word.split_once('=').ok_or("fields are given as path.to.leaf=value")?;
                if event.assignments.len() >= MOST_FIELDS {
                    return Err(format!("{command} takes at most {MOST_FIELDS} fields"));
                }
                event.assignments.push(assignment);
            }
        }
    }
    event.name = name
        .filter(|name| !is_damaged(name))
        .ok_or_else(|| format!("{command} needs the name of an event, in UTF-8"))?;
    Ok(event)
}

fn exec<'l>(reader: &mut Reader<'l>) -> Result<Command<'l>, String> {
    if reader.next()? != Some("--") || reader.arguments.len() <= reader.position {
        return Err("exec takes -- and then the program with its arguments".to_string());
    }
    Ok(Command::Exec { program: reader.position })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Vec<Argument> {
        words.iter().map(|word| Argument::from_bytes(word.as_bytes())).collect()
    }

    #[test]
    fn a_line_is_options_then_a_command() {
        let words = arguments(&[
            "--contract",
            "c.json",
            "--run=",
            "send",
            "x.y",
            "a.b=c=d",
            "--wait",
            "--time=5",
            "e=",
        ]);
        let line = Line::parse(&words).unwrap();
        assert_eq!(line.contract, Some("c.json"));
        assert_eq!(line.run, RunArgument::Off);
        let Command::Send { event, wait } = line.command else { panic!("{:?}", line.command) };
        assert!(wait);
        assert_eq!((event.name, event.time), ("x.y", Some(5)));
        assert_eq!(event.assignments, [("a.b", "c=d"), ("e", "")]);
    }

    #[test]
    fn exec_leaves_the_rest_to_the_program() {
        let mut words = arguments(&["exec", "--", "program", "--help"]);
        words.push(Argument::from_bytes(b"\xff"));
        assert_eq!(Line::parse(&words).unwrap().command, Command::Exec { program: 2 });
        assert!(Line::parse(&arguments(&["exec", "--"])).is_err());
        assert!(Line::parse(&arguments(&["exec", "program"])).is_err());
    }

    #[test]
    fn what_is_not_understood_is_a_usage_error() {
        for words in [
            &[][..],
            &["--contract"],
            &["nonsense"],
            &["--nonsense", "status"],
            &["status", "x"],
            &["payload"],
            &["payload", "e", "noequals"],
            &["payload", "e", "--wait"],
            &["send", "e", "--time", "-1"],
            &["begin", "--flag", "x"],
            &["begin", "--flag", "x=1", "--flag", "x=2"],
            &["begin", "--terminal", "perhaps"],
        ] {
            assert!(Line::parse(&arguments(words)).is_err(), "{words:?}");
        }
        assert!(Line::parse(&[Argument::from_bytes(b"\xff")]).unwrap_err().contains("argument 1"));
    }

    #[test]
    fn a_field_that_is_not_utf_8_is_left_to_its_leaf() {
        let mut words = arguments(&["send", "event"]);
        words.push(Argument::from_bytes(b"command.name=\xff"));
        let Command::Send { event, .. } = Line::parse(&words).unwrap().command else { panic!() };
        assert_eq!(event.assignments, [("command.name", "\u{fffd}")]);
    }
}
