//! The command line: the same for every host, since it is read here.

mod commands;
mod event;
mod words;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::Error;
use crate::map::Map;
use crate::reader::At;
use words::{Words, split};

pub(crate) use event::EventArguments;

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
    /// The tool's features that its author has turned on.
    pub(crate) features: Vec<String>,
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
    Status {
        why: bool,
        json: bool,
    },
    Enable,
    Disable,
    Reset,
    Flush {
        quiet: bool,
    },
    Payload(EventArguments<'l>),
    Preview(EventArguments<'l>),
    Send {
        event: EventArguments<'l>,
        wait: bool,
    },
    Record {
        record: EventArguments<'l>,
        to: &'l str,
    },
    Token(TokenCommand),
    /// The index of the program among the arguments.
    Exec {
        program: usize,
    },
    Child(ChildFormat),
    Startup {
        preview: Option<&'l str>,
    },
    /// Scrub standard input; with a report or not.
    Scrub {
        reports: bool,
    },
    Deliver,
    Check {
        lock: Option<&'l str>,
        page: Option<&'l str>,
    },
    Lock,
    Docs {
        check: Option<&'l str>,
        schema: bool,
    },
    /// How to use one command, or all.
    Help(Option<&'static str>),
    Version,
}

/// How `child` prints the variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChildFormat {
    /// One JSON object.
    Json,
    /// `NAME=value` lines, as they are.
    Lines,
    /// The same, quoted for a POSIX shell.
    Shell,
}

/// What to do with the stored token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenCommand {
    Set,
    Clear,
    Status,
}

impl Command<'_> {
    /// Whether it builds what a person has given word by word: `send` and `payload` build nothing while telemetry is off, and
    /// to programs nothing is said beside the answer.
    pub(crate) fn builds_for_people(&self, on: bool) -> bool {
        match self {
            Self::Preview(event) | Self::Record { record: event, .. } => event.json.is_none(),
            Self::Payload(event) | Self::Send { event, .. } => on && event.json.is_none(),
            _ => false,
        }
    }

    /// Whether it works on a contract that the command line names.
    pub(crate) fn needs_contract(&self) -> bool {
        !matches!(self, Self::Scrub { .. } | Self::Deliver | Self::Help(_) | Self::Version)
    }
}

/// The options that stand before the command.
const OPTIONS: &[&str] = &["--contract", "--run", "--feature"];
/// More features than a contract has room for.
const MOST_FEATURES: usize = 512;

impl<'l> Line<'l> {
    /// Reads a command line. A usage error is a sentence for people that says where to look; it never repeats a value.
    pub(crate) fn parse(arguments: &'l [Argument]) -> Result<Self, String> {
        let (mut words, mut command) = (Words::new(arguments), None);
        Self::read(&mut words, &mut command).map_err(|problem| {
            let option = words.last().map(|word| split(word).0).filter(|option| OPTIONS.contains(option));
            let problem = match (command, option) {
                (Some(_), Some(option)) => format!("{option} goes before the command"),
                _ => problem,
            };
            let (space, topic) = command.and_then(commands::topic).map_or(("", ""), |topic| (" ", topic));
            format!("{problem}; see aboveboard{space}{topic} --help")
        })
    }

    /// Reads the words; `found` is the command as soon as it is known.
    fn read(words: &mut Words<'l>, found: &mut Option<&'l str>) -> Result<Self, String> {
        let (mut contract, mut run, mut features) = (None, RunArgument::New, Vec::new());
        loop {
            let Some(word) = words.next()? else {
                return Err("there is no command".to_string());
            };
            match split(word) {
                ("--contract", value) => contract = Some(words.value("--contract", value)?),
                ("--run", value) => {
                    let text = words.value("--run", value)?;
                    run = if text.is_empty() { RunArgument::Off } else { RunArgument::Given(text) };
                }
                ("--feature", value) => {
                    let feature = words.value("--feature", value)?;
                    if features.iter().any(|known| known == feature) || features.len() >= MOST_FEATURES {
                        return Err("a --feature is given twice, or there are too many of them".to_string());
                    }
                    features.push(feature.to_string());
                }
                (option, _) if option.starts_with("--") && !matches!(option, "--help" | "--version") => {
                    return Err("an option before the command is not known".to_string());
                }
                _ => {
                    *found = Some(word);
                    let command = commands::read(word, words, &mut contract)?;
                    return Ok(Self { contract, run, features, command });
                }
            }
        }
    }
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
            "--feature=a",
            "--feature",
            "b",
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
        assert_eq!(line.features, ["a", "b"]);
        let Command::Send { event, wait } = line.command else { panic!("{:?}", line.command) };
        assert!(wait);
        assert_eq!((event.name, event.time), ("x.y", Some(5)));
        assert_eq!(event.assignments, [("a.b", "c=d"), ("e", "")]);
    }

    #[test]
    fn a_line_holds_all_features_that_a_contract_may_name() {
        let leaf = |name: &String| {
            alloc::format!(r#""{name}":{{"boolean":true,"optional":true,"why":"w","feature":"{name}"}}"#)
        };
        let names: Vec<String> = (0..200).map(|number| alloc::format!("f{number}")).collect();
        let leaves: Vec<String> = names.iter().map(leaf).collect();
        let contract = alloc::format!(
            r#"{{"contract":1,"tool":"t","schema_version":"1","consent_version":1,
                "consent":{{"sources":[{{"env":"T"}}],"undecided":{{"interactive":"deny","unattended":"deny"}}}},
                "payload":{{{}}},"events":{{"e":{{}}}}}}"#,
            leaves.join(",")
        );
        assert_eq!(crate::contract::Contract::parse(&contract).unwrap().features.len(), names.len());
        let mut words: Vec<&str> = names.iter().flat_map(|name| ["--feature", name]).collect();
        words.push("begin");
        assert_eq!(Line::parse(&arguments(&words)).unwrap().features, names);
    }

    #[test]
    fn commands_for_authors_may_name_their_contract() {
        for (words, contract, command) in [
            (
                &["check", "c.json", "--lock", "l"][..],
                "c.json",
                Command::Check { lock: Some("l"), page: None },
            ),
            (&["--contract", "c.json", "lock"], "c.json", Command::Lock),
            (&["--contract", "c.json", "lock", "d.json"], "d.json", Command::Lock),
            (&["docs", "--check=p", "d.json"], "d.json", Command::Docs { check: Some("p"), schema: false }),
        ] {
            let words = arguments(words);
            let line = Line::parse(&words).unwrap();
            assert_eq!((line.contract, line.command), (Some(contract), command));
        }
    }

    #[test]
    fn help_knows_what_it_is_about() {
        for (words, topic) in [
            (&["--help"][..], None),
            (&["help"], None),
            (&["help", "send"], Some("send")),
            (&["send", "--help"], Some("send")),
            (&["record", "x", "-h"], Some("record")),
            (&["token", "--help"], Some("token")),
        ] {
            assert_eq!(Line::parse(&arguments(words)).unwrap().command, Command::Help(topic), "{words:?}");
        }
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
    fn child_prints_json_unless_told_otherwise() {
        for (words, format) in [
            (&["child"][..], ChildFormat::Json),
            (&["child", "--format", "json"], ChildFormat::Json),
            (&["child", "--format=lines"], ChildFormat::Lines),
            (&["child", "--format", "shell"], ChildFormat::Shell),
        ] {
            assert_eq!(Line::parse(&arguments(words)).unwrap().command, Command::Child(format), "{words:?}");
        }
    }

    #[test]
    fn what_is_not_understood_is_a_usage_error() {
        for words in [
            &[][..],
            &["--contract"],
            &["nonsense"],
            &["--nonsense", "status"],
            &["--feature", "a", "--feature", "a", "status"],
            &["--contract", "a", "--contract=a", "status"],
            &["--run", "", "--run", "", "status"],
            &["check", "a", "--lock", "l", "--lock", "m"],
            &["send", "e", "--time", "1", "--time", "1"],
            &["send", "e", "--fields", "{}", "--fields={}"],
            &["send", "--json={}", "--json", "{}"],
            &["begin", "--terminal=no", "--terminal=yes"],
            &["child", "--format", "json", "--format", "shell"],
            &["status", "x"],
            &["status", "--perhaps"],
            &["enable", "x"],
            &["payload"],
            &["payload", "e", "noequals"],
            &["payload", "e", "--wait"],
            &["record", "kind"],
            &["send", "e", "--to", "file"],
            &["send", "e", "--time", "-1"],
            &["token"],
            &["token", "show"],
            &["token", "set", "secret"],
            &["begin", "--flag", "x"],
            &["begin", "--flag", "x=1", "--flag", "x=2"],
            &["begin", "--terminal", "perhaps"],
            &["child", "x"],
            &["child", "--format"],
            &["child", "--format", "xml"],
            &["child", "--shell"],
            &["startup", "x"],
            &["check", "a", "b"],
            &["help", "nonsense"],
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
