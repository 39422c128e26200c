//! What is left behind when a command fails half-way or is killed, for every tool: never a yes that nobody has said.

use std::collections::BTreeMap;

use aboveboard::{ErrorClass, Operation, OperationKind};

use crate::fake_host::{Answer, FakeHost, Report};
use crate::tools::{Stepping, TOOLS, Tool, leaves};

const CLASSES: [ErrorClass; 11] = [
    ErrorClass::Absent,
    ErrorClass::Denied,
    ErrorClass::ReadOnly,
    ErrorClass::Full,
    ErrorClass::Exists,
    ErrorClass::Changed,
    ErrorClass::Timeout,
    ErrorClass::Interrupted,
    ErrorClass::Unsupported,
    ErrorClass::Exposed,
    ErrorClass::Other,
];

/// Machines to start from: nobody has decided and somebody types this line, somebody has said yes, or no.
fn machines(tool: &Tool) -> Vec<FakeHost> {
    let typed = |line: &str| {
        let mut host = tool.machine();
        host.line = Some(Ok(line.as_bytes().to_vec()));
        host.stdin = b"token".to_vec();
        host
    };
    let mut machines =
        vec![typed("y"), typed("n"), typed("perhaps"), tool.decided(true), tool.decided(false)];
    if let Some(path) = tool.settings {
        let undecided = Tool::settings_with("null");
        machines[0].files.insert(path.into(), Ok(undecided.into_bytes()));
    }
    machines
}

/// Whether a command like this one may leave a yes behind where there was none.
fn may_allow(host: &FakeHost, words: &[&str]) -> bool {
    let says_yes = host.line.as_ref().is_some_and(|line| line.as_deref() == Ok(b"y"));
    words.contains(&"enable") || (words.contains(&"begin") && says_yes)
}

/// Whether the notice has been shown and noted here.
fn told(tool: &Tool, host: &FakeHost) -> bool {
    let state = host.files.get(&tool.state()).and_then(|file| file.as_ref().ok());
    tool.name == "your-platform"
        && state.is_some_and(|state| String::from_utf8_lossy(state).contains("\"notice\""))
}

/// Which classes to answer an operation with: for what is read alike, such as the many variables of builds and agents and
/// what is kept out of payloads, one will do.
fn classes(tool: &Tool, operation: &Operation) -> &'static [ErrorClass] {
    let name = &operation.text[0];
    let common = match operation.kind {
        OperationKind::Variable => !tool.contract.contains(name.as_str()),
        OperationKind::File => name == "/etc/passwd" || name.starts_with("/proc/"),
        kind => kind == OperationKind::Platform,
    };
    if common && name != "HOME" && !name.starts_with("XDG_") { &CLASSES[10..] } else { &CLASSES }
}

/// A machine to start from, and what is known of it.
struct Start<'t> {
    tool: &'t Tool,
    machine: FakeHost,
    on: bool,
    /// Whether telemetry is on with these files.
    known: BTreeMap<String, bool>,
}

impl<'t> Start<'t> {
    fn new(tool: &'t Tool, machine: FakeHost) -> Self {
        Self { tool, on: tool.is_on(&machine), machine, known: BTreeMap::new() }
    }

    /// The commands that make a difference here: what somebody would type is asked for by `begin` alone.
    fn commands(&self) -> Vec<Vec<&'static str>> {
        let mut commands = self.tool.commands();
        let refuses = self.machine.line.as_ref().is_some_and(|line| line.as_deref() != Ok(b"y"));
        commands.retain(|words| !refuses || words.contains(&"begin"));
        commands
    }

    /// Everything starts again from nothing, with these files.
    fn check(&mut self, files: &BTreeMap<String, Answer>, words: &[&str], how: &str) {
        if *files == self.machine.files {
            return;
        }
        let (tool, machine) = (self.tool, &self.machine);
        let after = FakeHost { files: files.clone(), ..machine.clone() };
        assert!(tool.keeps_foreign_keys(machine, &after), "{words:?} {how}");
        let on = *self.known.entry(format!("{files:?}")).or_insert_with(|| tool.is_on(&after));
        let allowed = self.on || may_allow(machine, words) || told(tool, &after);
        assert!(!on || allowed, "{words:?} {how}: {:?}", files.keys());
    }
}

#[test]
fn one_effect_that_fails_leaves_no_yes_behind() {
    let mut tried = 0;
    for tool in &TOOLS {
        for mut start in machines(tool).into_iter().map(|machine| Start::new(tool, machine)) {
            for words in start.commands() {
                let smooth = start.machine.clone().run(&words);
                for (index, operation) in smooth.operations().enumerate() {
                    for class in classes(tool, operation) {
                        let mut host = start.machine.clone();
                        host.fault = Some((index, *class));
                        let report = host.run(&words);
                        tried += 1;
                        let how = format!("{index} {class:?}");
                        assert!(ends_well(&words, &report), "{words:?} {how}: {}", report.status);
                        assert!(!leaves(&report) || start.on, "{words:?} {how}");
                        start.check(&host.files, &words, &how);
                    }
                }
            }
        }
    }
    println!("{tried} commands with one effect that failed");
    assert!(tried > 10_000, "{tried}");
}

/// Whether a command ended with a status that its page allows.
fn ends_well(words: &[&str], report: &Report) -> bool {
    let is = |name: &str| words.contains(&name);
    match report.status {
        0 => true,
        1 => !is("begin") && !is("send") && !is("exec"),
        7 | 126 | 127 => is("exec"),
        _ => false,
    }
}

#[test]
fn a_command_that_is_killed_leaves_no_yes_behind() {
    let mut tried = 0;
    for tool in &TOOLS {
        for mut start in machines(tool).into_iter().map(|machine| Start::new(tool, machine)) {
            for words in start.commands() {
                let mut host = start.machine.clone();
                let mut stepping = Stepping::new(&words);
                let mut files = host.files.clone();
                while stepping.next().is_some() {
                    stepping.step(&mut host).ok();
                    tried += 1;
                    start.check(&host.files, &words, "killed");
                    // And a disable after it is the last word, where there is one.
                    if host.files != files && tool.settings.is_some() {
                        files = host.files.clone();
                        let mut later = host.clone();
                        later.run(&tool.words(&["disable"]));
                        assert!(!tool.is_on(&later), "{words:?} and then disable");
                        assert!(
                            tool.keeps_foreign_keys(&start.machine, &later),
                            "{words:?} and then disable"
                        );
                    }
                }
            }
        }
    }
    println!("{tried} kills");
    assert!(tried > 1000, "{tried}");
}

#[test]
fn replies_cut_at_every_length_suspend_at_that_place() {
    for tool in &TOOLS {
        let mut machine = tool.machine();
        machine.line = Some(Ok(b"y".to_vec()));
        for words in tool.commands() {
            let report = machine.clone().run(&words);
            let operations: Vec<&Operation> = report.operations().collect();
            // Of the many variables of builds and agents some will do: they are one batch.
            let cuts = operations
                .iter()
                .enumerate()
                .filter(|(index, operation)| operation.kind != OperationKind::Variable || index % 16 == 0);
            for (index, operation) in cuts {
                let stepping = Stepping::resumed(&words, &report.answers[..index]);
                assert_eq!(stepping.next(), Some(*operation), "{words:?} {index}");
            }
            let whole = Stepping::resumed(&words, &report.answers);
            assert_eq!(whole.status, Some(report.status), "{words:?}");
        }
    }
}
