//! A host made of maps: it answers every operation from what a test has put in, and remembers what was asked.

use std::collections::{BTreeMap, VecDeque};

use aboveboard::{ErrorClass, Flow, Operation, OperationKind, Progress};
use sha2::{Digest, Sha256};

pub(crate) const CONTRACT: &str = include_str!("../../contracts/pk3s-infra.json");
pub(crate) const STARTED: &str = "infra.command.started";

/// What a host answers to one operation.
pub(crate) type Answer = Result<Vec<u8>, ErrorClass>;

#[derive(Debug, Clone, Default)]
pub(crate) struct FakeHost {
    pub(crate) variables: BTreeMap<String, Vec<u8>>,
    pub(crate) files: BTreeMap<String, Answer>,
    /// Files with this content can be renamed and removed, but not read: somebody else's in a directory of one's own.
    pub(crate) unreadable: Option<(&'static str, ErrorClass)>,
    /// What the system says, by the words of the effect.
    pub(crate) platform: BTreeMap<String, String>,
    /// What is in directories.
    pub(crate) lists: BTreeMap<String, String>,
    /// What the system's own programs say.
    pub(crate) programs: BTreeMap<String, String>,
    pub(crate) stdin: Vec<u8>,
    pub(crate) terminal: bool,
    /// The line that is typed at the question.
    pub(crate) line: Option<Answer>,
    /// The heads of the responses, in order; then timeouts.
    pub(crate) responses: VecDeque<Answer>,
    /// Answer this error to the operation with this index.
    pub(crate) fault: Option<(usize, ErrorClass)>,
    /// Answer this error to everything but the contract's file.
    pub(crate) always: Option<ErrorClass>,
    /// Answer this error to everything that would change a file.
    pub(crate) unwritable: Option<ErrorClass>,
    /// How often writing these files still waits for a lock in vain.
    pub(crate) locked: BTreeMap<String, usize>,
    /// How many seconds later it is than usual.
    pub(crate) later: i64,
    /// Whether waiting takes time, and each request all that it may.
    pub(crate) clock_runs: bool,
    /// What random bytes begin with.
    pub(crate) random: u8,
    /// Somebody else gives this file this content while the first request is under way.
    pub(crate) while_sending: Option<(String, String)>,
    /// Somebody else gives this file this content just before something is written for the first time.
    pub(crate) before_write: Option<(String, String)>,
}

/// How a command went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) status: i32,
    pub(crate) output: String,
    /// What was asked, in order, batch by batch.
    pub(crate) batches: Vec<Vec<Operation>>,
    /// What was answered.
    pub(crate) answers: Vec<Answer>,
}

impl Report {
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.batches.iter().flatten()
    }

    /// The texts of all operations of a kind.
    pub(crate) fn texts(&self, kind: OperationKind) -> Vec<&str> {
        self.operations()
            .filter(|operation| operation.kind == kind)
            .map(|operation| operation.text[0].as_str())
            .collect()
    }

    /// What was written to standard error.
    pub(crate) fn said(&self) -> String {
        self.texts(OperationKind::Print).concat()
    }

    /// The requests that were sent, as JSON.
    pub(crate) fn sent(&self) -> Vec<serde_json::Value> {
        self.texts(OperationKind::Send).iter().map(|text| serde_json::from_str(text).unwrap()).collect()
    }
}

impl FakeHost {
    pub(crate) fn with(variables: &[(&str, &str)]) -> Self {
        let mut host = Self::default();
        for (name, value) in variables {
            host.variables.insert((*name).to_string(), value.as_bytes().to_vec());
        }
        host.files.insert("c.json".to_string(), Ok(CONTRACT.as_bytes().to_vec()));
        host
    }

    /// Answers one operation of a command that has got this many answers already.
    pub(crate) fn answer(&mut self, index: usize, operation: &Operation) -> Answer {
        if let Some((_, class)) = self.fault.filter(|(at, _)| *at == index) {
            return Err(class);
        }
        let text = &operation.text[0];
        if let Some(class) = self.always.filter(|_| text != "c.json") {
            return Err(class);
        }
        let done = Ok(Vec::new());
        if let Some(class) = self.unwritable.filter(|_| changes_files(operation.kind)) {
            return Err(class);
        }
        match operation.kind {
            OperationKind::Variable => self.variables.get(text).cloned().ok_or(ErrorClass::Absent),
            OperationKind::File => match (self.file(text), self.unreadable) {
                (Ok(content), Some((theirs, class))) if content == theirs.as_bytes() => Err(class),
                (answer, _) => answer,
            },
            OperationKind::Platform => {
                self.platform.get(text).map(|value| value.clone().into_bytes()).ok_or(ErrorClass::Unsupported)
            }
            OperationKind::List => self.list(text),
            OperationKind::Program => self
                .programs
                .get(text)
                .map(|output| output.clone().into_bytes())
                .ok_or(ErrorClass::Unsupported),
            OperationKind::Stdin => Ok(self.stdin.clone()),
            OperationKind::Terminal => Ok(if self.terminal { b"yes".to_vec() } else { b"no".to_vec() }),
            OperationKind::Time => Ok((1_790_000_000 + self.later).to_string().into_bytes()),
            // 00 01 02 ... in hexadecimal digits.
            OperationKind::Random => {
                let bytes = (0..operation.number).map(|byte| byte + i64::from(self.random));
                Ok(bytes.map(|byte| format!("{:02x}", byte % 256)).collect::<String>().into_bytes())
            }
            OperationKind::Ask => self.line.clone().unwrap_or(Err(ErrorClass::Absent)),
            OperationKind::Send | OperationKind::SendDeletion => {
                if let Some((path, content)) = self.while_sending.take() {
                    self.files.insert(path, Ok(content.into_bytes()));
                }
                if self.clock_runs {
                    let request: serde_json::Value = serde_json::from_str(text).unwrap();
                    self.later += request["timeout_seconds"].as_i64().unwrap();
                }
                self.responses.pop_front().unwrap_or(Err(ErrorClass::Timeout))
            }
            OperationKind::Wait => {
                if self.clock_runs {
                    self.later += (operation.number + 999) / 1000;
                }
                done
            }
            OperationKind::Print | OperationKind::Detach | OperationKind::Filter => done,
            OperationKind::Exec => Ok(b"7".to_vec()),
            OperationKind::Write => self.write(operation),
            OperationKind::Append => {
                let mut content = match self.file(text) {
                    Err(ErrorClass::Absent) => Vec::new(),
                    present => present?,
                };
                content.extend(operation.text[1].bytes());
                self.files.insert(text.clone(), Ok(content));
                done
            }
            OperationKind::Rename if self.files.contains_key(&operation.text[1]) => Err(ErrorClass::Exists),
            OperationKind::Rename => {
                let content = self.file(text)?;
                self.files.remove(text);
                self.files.insert(operation.text[1].clone(), Ok(content));
                done
            }
            OperationKind::Remove => {
                self.file(text)?;
                self.files.remove(text);
                done
            }
            _ => Err(ErrorClass::Unsupported),
        }
    }

    /// What was put in for a directory, else the names of the files in it.
    fn list(&self, directory: &str) -> Answer {
        if let Some(names) = self.lists.get(directory) {
            return Ok(names.clone().into_bytes());
        }
        let below = self.files.keys().filter_map(|path| path.strip_prefix(directory)?.strip_prefix('/'));
        let names: String =
            below.filter(|name| !name.contains('/')).map(|name| format!("{name}\n")).collect();
        if names.is_empty() { Err(ErrorClass::Absent) } else { Ok(names.into_bytes()) }
    }

    fn file(&self, path: &str) -> Answer {
        self.files.get(path).cloned().unwrap_or(Err(ErrorClass::Absent))
    }

    /// Puts the content in place where the file is as expected: absent, of this digest, or anything.
    fn write(&mut self, operation: &Operation) -> Answer {
        let [path, content, expected] = &operation.text;
        if let Some(waits) = self.locked.get_mut(path).filter(|waits| **waits > 0) {
            *waits -= 1;
            return Err(ErrorClass::Timeout);
        }
        if let Some((path, content)) = self.before_write.take() {
            self.files.insert(path, Ok(content.into_bytes()));
        }
        let present = match self.file(path) {
            Ok(content) => hexadecimal(&Sha256::digest(content)),
            Err(ErrorClass::Absent) => "absent".to_string(),
            Err(class) => return Err(class),
        };
        if !expected.is_empty() && *expected != present {
            return Err(ErrorClass::Changed);
        }
        self.files.insert(path.clone(), Ok(content.clone().into_bytes()));
        Ok(Vec::new())
    }

    /// Runs a command to its end.
    pub(crate) fn run(&mut self, arguments: &[&str]) -> Report {
        self.run_until(arguments, usize::MAX)
    }

    /// Runs a command until it ends, or is killed after so many operations.
    pub(crate) fn run_until(&mut self, arguments: &[&str], most: usize) -> Report {
        let arguments: Vec<&[u8]> = arguments.iter().map(|argument| argument.as_bytes()).collect();
        let mut flow = Flow::new(&arguments);
        let mut report =
            Report { status: 0, output: String::new(), batches: Vec::new(), answers: Vec::new() };
        loop {
            match flow.next().expect("this host keeps to the protocol") {
                Progress::Done { status, output } => {
                    report.status = status;
                    report.output = output;
                    return report;
                }
                Progress::Perform(operations) => {
                    assert!(!operations.is_empty(), "a command that waits for nothing never ends");
                    let mut performed = Vec::new();
                    for operation in operations {
                        if report.answers.len() >= most {
                            return report;
                        }
                        let answer = self.answer(report.answers.len(), &operation);
                        flow.reply(answer.as_deref().map_err(|class| *class)).unwrap();
                        let stopped = answer.is_err() && operation.kind.stops();
                        report.answers.push(answer);
                        performed.push(operation);
                        if stopped {
                            break;
                        }
                    }
                    report.batches.push(performed);
                }
            }
        }
    }
}

/// Whether an operation of this kind changes files.
pub(crate) fn changes_files(kind: OperationKind) -> bool {
    use OperationKind::{Append, Remove, Rename, Write};
    matches!(kind, Write | Append | Rename | Remove)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A run that was begun with telemetry on.
pub(crate) fn run_with(variables: &[(&str, &str)]) -> String {
    let report = FakeHost::with(variables).run(&["--contract", "c.json", "begin", "--tool-version", "1.4.0"]);
    assert_eq!(report.status, 0);
    report.output.trim_end().to_string()
}
