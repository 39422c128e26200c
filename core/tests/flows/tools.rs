//! The five tools on one fake machine: where their files are, what their events hold, and what people do with them.

use aboveboard::{Flow, Operation, OperationKind, Progress};

use crate::fake_host::{Answer, FakeHost, Report};

const FOREIGN_BEFORE: &str = "{\"a\" : 1.50, ";
const FOREIGN_AFTER: &str = ",\n\t\"z\":[ ] , \"e\": \"\\u00e9\"";
const END: &str = " }\n";

/// A tool with its contract.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) contract: &'static str,
    /// Where its settings are, for the tools that have any.
    pub(crate) settings: Option<&'static str>,
    /// An event, and all its fields.
    pub(crate) event: &'static str,
    fields: &'static str,
    /// The command line of the feature that its author has turned on.
    feature: &'static [&'static str],
}

pub(crate) const TOOLS: [Tool; 5] = [
    Tool {
        name: "productive-k3s-cli",
        contract: include_str!("../../contracts/pk3s-cli.json"),
        settings: Some("/h/.config/productive-k3s-cli/config.json"),
        event: "cli.command.started",
        fields: r#"{"command":{"name":"apply","target":"core","source_mode":"local","has_profile":true,
                    "result":"started"}}"#,
        feature: &[],
    },
    Tool {
        name: "productive-k3s-infra",
        contract: include_str!("../../contracts/pk3s-infra.json"),
        settings: None,
        event: "infra.command.started",
        fields: r#"{"command":{"name":"apply","result":"started"},"client":{"script":"infra"}}"#,
        feature: &[],
    },
    Tool {
        name: "gtb",
        contract: include_str!("../../contracts/gtb.json"),
        settings: Some("/h/.config/gtb/config.json"),
        event: "command.invocation",
        fields: r#"{"name":"generate"}"#,
        feature: &["--feature", "telemetry"],
    },
    Tool {
        name: "kubeatlas",
        contract: include_str!("../../contracts/kubeatlas.json"),
        settings: None,
        event: "report",
        fields: "{}",
        feature: &[],
    },
    Tool {
        name: "your-platform",
        contract: include_str!("../../contracts/your-platform.json"),
        settings: Some("/h/.your-platform/config.json"),
        event: "command.executed",
        fields: r#"{"command":"build","duration_ms":850,"status":"success","is_interactive":true}"#,
        feature: &[],
    },
];

impl Tool {
    /// Aboveboard's own file for this tool.
    pub(crate) fn state(&self) -> String {
        format!("/h/.local/state/aboveboard/{}.json", self.name)
    }

    /// A machine with this tool and a person at its terminal.
    pub(crate) fn machine(&self) -> FakeHost {
        let mut host = FakeHost::with(&[("HOME", "/h")]);
        host.files.insert("c.json".into(), Ok(self.contract.as_bytes().to_vec()));
        host.terminal = true;
        host
    }

    /// The words of a command line.
    pub(crate) fn words<'w>(&self, command: &[&'w str]) -> Vec<&'w str> {
        [&["--contract", "c.json"], self.feature, command].concat()
    }

    /// The same for a command that takes an event.
    pub(crate) fn with_event<'w>(&self, before: &[&'w str], command: &'w str) -> Vec<&'w str> {
        let fields: &'static str = self.fields;
        let event: &'static str = self.event;
        self.words(&[before, &[command, event, "--fields", fields]].concat())
    }

    /// Whether telemetry is on for a new run on this machine; as `status`, `payload` and `send` all say.
    pub(crate) fn is_on(&self, host: &FakeHost) -> bool {
        let run = |words: Vec<&str>| host.clone().run(&words);
        let status = run(self.words(&["status", "--json"]));
        let on = status.output.contains(r#""state":"on""#);
        let sent = run(self.with_event(&[], "send"));
        assert_eq!(leaves(&sent), on, "{}: {} {}", self.name, status.output, sent.said());
        assert_eq!(!run(self.with_event(&[], "payload")).output.is_empty(), on, "{}", status.output);
        on
    }

    /// The content of its settings file, among keys that are none of Aboveboard's business.
    pub(crate) fn settings_with(enabled: &str) -> String {
        format!("{FOREIGN_BEFORE}\"telemetry\": {{\"enabled\": {enabled}}}{FOREIGN_AFTER}{END}")
    }

    /// Whether every byte of other people's keys is where it was.
    pub(crate) fn keeps_foreign_keys(&self, before: &FakeHost, after: &FakeHost) -> bool {
        let Some(path) = self.settings.filter(|path| before.files.contains_key(*path)) else { return true };
        let Some(Ok(content)) = after.files.get(path) else { return false };
        let content = String::from_utf8_lossy(content);
        // A key that was not there yet is put in at the end.
        content.starts_with(FOREIGN_BEFORE) && content.contains(FOREIGN_AFTER) && content.ends_with(END)
    }

    /// A machine on which somebody has said yes or no: in the settings where there are any, else in a variable.
    pub(crate) fn decided(&self, allow: bool) -> FakeHost {
        let mut host = self.machine();
        match self.settings {
            Some(path) => {
                let content = Self::settings_with(if allow { "true" } else { "false" });
                host.files.insert(path.into(), Ok(content.into_bytes()));
            }
            None => {
                let name = if self.name == "kubeatlas" {
                    "KUBEATLAS_TELEMETRY_ENABLED"
                } else {
                    "TELEMETRY_ENABLED"
                };
                host.variables.insert(name.into(), allow.to_string().into_bytes());
            }
        }
        host
    }

    /// Every command, with all that it needs.
    pub(crate) fn commands(&self) -> Vec<Vec<&'static str>> {
        let plain: [&[&str]; 10] = [
            &["begin"],
            &["status", "--why"],
            &["enable"],
            &["disable"],
            &["token", "set"],
            &["token", "clear"],
            &["token", "status"],
            &["child"],
            &["exec", "--", "program"],
            &["record", "run-manifest", "--to", "/h/manifest.json"],
        ];
        let mut commands: Vec<_> = plain.iter().map(|command| self.words(command)).collect();
        commands.extend(["send", "payload", "preview"].map(|command| self.with_event(&[], command)));
        commands.push([self.with_event(&[], "send"), vec!["--wait"]].concat());
        commands
    }
}

/// Whether something left the machine.
pub(crate) fn leaves(report: &Report) -> bool {
    report.operations().any(|operation| matches!(operation.kind, OperationKind::Send | OperationKind::Detach))
}

/// A command that is performed one operation at a time.
pub(crate) struct Stepping {
    flow: Flow,
    waiting: Vec<Operation>,
    answered: usize,
    pub(crate) status: Option<i32>,
}

impl Stepping {
    pub(crate) fn new(words: &[&str]) -> Self {
        let words: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).collect();
        let mut stepping = Self { flow: Flow::new(&words), waiting: Vec::new(), answered: 0, status: None };
        stepping.advance();
        stepping
    }

    /// What is to be performed next; `None` where the command has ended.
    pub(crate) fn next(&self) -> Option<&Operation> {
        self.waiting.last()
    }

    /// Performs the next operation.
    pub(crate) fn step(&mut self, host: &mut FakeHost) -> Answer {
        let operation = self.waiting.pop().expect("only what has not ended is stepped");
        let answer = host.answer(self.answered, &operation);
        self.reply(&answer);
        answer
    }

    fn reply(&mut self, answer: &Answer) {
        self.flow.reply(answer.as_deref().map_err(|class| *class)).unwrap();
        self.answered += 1;
        if self.waiting.is_empty() {
            self.advance();
        }
    }

    /// Takes up again where another with these answers had got to.
    pub(crate) fn resumed(words: &[&str], answers: &[Answer]) -> Self {
        let mut stepping = Self::new(words);
        for answer in answers {
            stepping.waiting.pop();
            stepping.reply(answer);
        }
        stepping
    }

    fn advance(&mut self) {
        match self.flow.next().expect("this host keeps to the protocol") {
            Progress::Perform(mut operations) => {
                operations.reverse();
                self.waiting = operations;
            }
            Progress::Done { status, .. } => self.status = Some(status),
        }
    }
}
