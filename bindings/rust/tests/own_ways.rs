//! The question put in a way of the tool's own, and what a command reads in the place of standard input.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test may stop here")]

#[path = "support/home.rs"]
mod home;

use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::{Arc, Mutex};

use aboveboard_host::{Commands, Options, Reason, Tool};
use home::{Directory, run};
use serde_json::{Value, json};

/// A contract that asks. Each tool has a state file of its own.
fn contract(tool: &str) -> String {
    json!({
        "contract": 1, "tool": tool, "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [{"env": "EXAMPLE_TELEMETRY"}, {"stored": true}],
            "undecided": {"interactive": "ask", "unattended": "deny"},
            "question": {"text": "Share which commands you use?", "default": "deny", "remember": true}
        },
        "payload": {"event": {"from": "event"}},
        "events": {"done": {}},
        "delivery": {
            "endpoint": {"url": "https://telemetry.example.org/v1"},
            "bearer": {"setting": "/token", "file": "{home}/example.json"}
        }
    })
    .to_string()
}

/// Begins a run in which the question is answered like this; gives the reason, and what was asked.
fn asked(
    tool: &str,
    answer: impl Fn() -> io::Result<String> + Send + Sync + 'static,
) -> (Reason, Vec<String>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    let options = Options::default().with_ask(move |question| {
        noted.lock().expect("nobody panics").push(question.to_owned());
        answer()
    });
    let tool = Tool::open(&contract(tool), options).expect("the run begins");
    let asked = asked.lock().expect("nobody panics").clone();
    (tool.decision().reason, asked)
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn asking() {
    let line = |line: &str| Ok(line.to_owned());
    let allowed = (Reason::QuestionAllows, Reason::StoredAllows);
    let denied = (Reason::QuestionDenies, Reason::StoredDenies);
    let nobody = (Reason::QuestionDenies, Reason::Unattended);
    for (index, (answer, (reason, later))) in [
        (line("y"), allowed),
        (line("YES\r\n"), allowed),
        (line("n\n"), denied),
        (line(""), denied), // the default of the question
        (line("perhaps"), nobody),
        (line(&"y".repeat(2_000_000)), nobody),
        (Err(ErrorKind::UnexpectedEof), nobody),
        (Err(ErrorKind::NotFound), nobody),
    ]
    .into_iter()
    .enumerate()
    {
        let tool = format!("example-{index}");
        let (said, asked) = asked(&tool, move || answer.clone().map_err(io::Error::from));
        assert_eq!(said, reason, "{index}");
        let [question] = asked.as_slice() else { panic!("asked {asked:?}") };
        assert!(question.starts_with("Share which commands you use?\n"), "{question}");
        assert!(question.ends_with("[y/N] "), "{question}");
        let again = Tool::open(&contract(&tool), Options::default()).expect("the run begins");
        assert_eq!(again.decision().reason, later, "{index}");
    }
    assert_eq!(asked("example-panic", || panic!("no terminal")).0, Reason::QuestionDenies);
}

#[test]
fn a_tools_own_way_to_ask() {
    run("asking", &Directory::new("asking").0, &[]);
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn not_asking() {
    assert!(asked("example", || Ok("y".to_owned())).1.is_empty());
}

#[test]
fn nobody_is_asked_what_is_decided_nor_in_a_build() {
    for variable in ["EXAMPLE_TELEMETRY", "CI"] {
        run("not_asking", &Directory::new(variable).0, &[(variable, "1")]);
    }
}

/// Fails like this, whenever it is read.
struct Failing(ErrorKind);

impl Read for Failing {
    fn read(&mut self, _piece: &mut [u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
}

/// One byte at a time, as a slow pipe gives them, and interrupted before each.
struct Drops(Cursor<&'static str>, bool);

impl Read for Drops {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 { Err(ErrorKind::Interrupted.into()) } else { self.0.by_ref().take(1).read(piece) }
    }
}

fn status(commands: &Commands, arguments: &[&str]) -> i32 {
    commands.run(arguments).expect("the core takes our replies").0
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn reading() {
    let commands = Commands::default().with_contract(contract("example"));
    let token = ["token", "set"];
    assert_eq!(
        status(&commands.clone().with_input(Cursor::new(String::from("of-an-argument\n"))), &token),
        0
    );
    let stored = std::fs::read_to_string(std::env::home_dir().expect("it is set").join("example.json"))
        .expect("it is there");
    let stored: Value = serde_json::from_str(&stored).expect("it is JSON");
    assert_eq!(stored, json!({"token": "of-an-argument"}));
    assert_eq!(status(&commands.clone().with_input(Drops(Cursor::new("of-drops\n"), false)), &token), 0);
    for kind in [ErrorKind::Other, ErrorKind::NotFound, ErrorKind::BrokenPipe, ErrorKind::WouldBlock] {
        let failing = commands.clone().with_input(Failing(kind));
        assert_eq!((status(&failing, &token), status(&failing, &["scrub"])), (1, 1), "{kind}");
    }
    assert_eq!(status(&commands.with_input(io::repeat(b'x')), &token), 1, "there is no end of it");
}

#[test]
fn a_command_reads_what_the_tool_has_for_it() {
    run("reading", &Directory::new("reading").0, &[]);
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn scrubbing() {
    let commands = Commands::default().with_input(Drops(Cursor::new("mail jane@acme.example"), false));
    assert_eq!(status(&commands, &["scrub"]), 0);
}

#[test]
fn a_stream_may_come_from_the_tool() {
    let printed = run("scrubbing", &Directory::new("scrubbing").0, &[]);
    assert!(printed.contains("mail [email]"), "{printed}");
}
