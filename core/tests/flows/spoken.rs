//! The question and the notice: put once, only where somebody is there and it can be stored, and nothing is sent in the
//! run that showed the notice.

use aboveboard::{ErrorClass, OperationKind};

use crate::fake_host::{Answer, FakeHost, Report};
use crate::tools::{Stepping, TOOLS, Tool, leaves};

const NOTICE: &str = "This CLI collects anonymous usage telemetry";

/// A person, a build at a terminal, an agent at a terminal, and nobody.
const SCENES: [(bool, Option<&str>); 4] =
    [(true, None), (true, Some("CI")), (true, Some("CLAUDECODE")), (false, None)];

fn lines() -> Vec<Answer> {
    let typed = ["y", "YES", "n", "no", "", "perhaps", " y", "\u{fffd}"];
    let lost = [ErrorClass::Absent, ErrorClass::Interrupted, ErrorClass::Timeout, ErrorClass::Unsupported];
    let typed = typed.map(|line| Ok(line.as_bytes().to_vec()));
    typed.into_iter().chain(lost.map(Err)).collect()
}

/// Every combination of who is there, what is typed, what is stored, and whether anything can be.
fn machines(tool: &Tool) -> Vec<(FakeHost, bool)> {
    let settings = [None, Some("true"), Some("false"), Some("null"), Some("\"yes\"")];
    let states = [
        None,
        Some("{\"format\":1}"),
        Some("{\"format\":1,\"consent\":{\"allow\":true,\"version\":1}}"),
        Some("{\"format\":1,\"consent\":{\"allow\":false,\"version\":1}}"),
        Some("{\"format\":1,\"notice\":{\"version\":1}}"),
        Some("{\"format\":2}"),
        Some("{"),
    ];
    let mut machines = Vec::new();
    for (terminal, machine) in SCENES {
        for line in lines() {
            for setting in settings.iter().take(if tool.settings.is_some() { 5 } else { 1 }) {
                for state in states {
                    for unwritable in [None, Some(ErrorClass::ReadOnly), Some(ErrorClass::Changed)] {
                        let mut host = tool.machine();
                        host.terminal = terminal;
                        host.line = Some(line.clone());
                        host.unwritable = unwritable;
                        if let Some(name) = machine {
                            host.variables.insert(name.into(), b"1".to_vec());
                        }
                        if let (Some(path), Some(value)) = (tool.settings, setting) {
                            host.files.insert(path.into(), Ok(Tool::settings_with(value).into_bytes()));
                        }
                        if let Some(state) = state {
                            host.files.insert(tool.state(), Ok(state.as_bytes().to_vec()));
                        }
                        machines.push((host, terminal && machine.is_none()));
                    }
                }
            }
        }
    }
    machines
}

fn asked(report: &Report) -> usize {
    report.texts(OperationKind::Ask).len()
}

fn noticed(report: &Report) -> usize {
    report.said().matches(NOTICE).count()
}

#[test]
fn begin_asks_and_tells_once_and_only_where_it_should() {
    let (mut tried, mut questions, mut notices) = (0, 0, 0);
    for tool in &TOOLS {
        let remembers = tool.contract.contains("\"remember\": true");
        for (machine, somebody) in machines(tool) {
            let mut host = machine.clone();
            let first = host.run(&tool.words(&["begin"]));
            tried += 1;
            questions += asked(&first);
            notices += noticed(&first);
            let at = || format!("{} {:?} {:?}", tool.name, machine.line, machine.files.get(&tool.state()));
            assert_eq!(first.status, 0, "{}", at());
            assert!(!leaves(&first), "{}", at());
            assert!(asked(&first) <= usize::from(somebody), "{}", at());
            let storable = machine.unwritable.is_none();
            assert!(asked(&first) == 0 || !remembers || storable, "{}", at());
            assert!(noticed(&first) <= usize::from(storable), "{}", at());
            // What a line says, in every case; an empty one is the contract's default.
            let typed = machine.line.clone().unwrap().unwrap_or_else(|_| b"?".to_vec()).to_ascii_lowercase();
            let clear = [&b""[..], b"y", b"yes", b"n", b"no"].contains(&typed.as_slice());
            let second = host.run(&tool.words(&["begin"]));
            if asked(&first) == 1 && remembers {
                assert_eq!(asked(&second), usize::from(!clear), "{}", at());
            }
            if noticed(&first) == 1 {
                // Nothing in this run, whatever its answers; and nobody is told again.
                let run = first.output.trim_end();
                for words in
                    [tool.with_event(&["--run", run], "send"), tool.with_event(&["--run", run], "payload")]
                {
                    let report = host.clone().run(&words);
                    assert!(!leaves(&report) && report.output.is_empty(), "{}", at());
                }
                assert_eq!(noticed(&second), 0, "{}", at());
                assert!(second.output.contains("\"reason\":\"notice_shown\""), "{}", second.output);
            }
        }
    }
    println!("{tried} beginnings, {questions} questions, {notices} notices");
    assert!(tried > 1000 && questions > 100 && notices > 10, "{tried} {questions} {notices}");
}

#[test]
fn nothing_but_begin_asks_or_tells() {
    for tool in &TOOLS {
        for words in tool.commands().into_iter().filter(|words| !words.contains(&"begin")) {
            let mut host = tool.machine();
            host.line = Some(Ok(b"y".to_vec()));
            let report = host.run(&words);
            assert_eq!((asked(&report), noticed(&report)), (0, 0), "{words:?}");
        }
    }
}

/// The tool with a notice.
fn telling() -> &'static Tool {
    TOOLS.iter().find(|tool| tool.name == "your-platform").unwrap()
}

/// Begins once more between any two steps of a beginning, or after it was killed there; gives how often both have told,
/// and the machine as it is then.
fn begin_within(host: &FakeHost, step: usize, later: i64, killed: bool) -> (usize, FakeHost) {
    let (words, mut host) = (telling().words(&["begin"]), host.clone());
    let mut first = Stepping::new(&words);
    let mut told = 0;
    let mut steps = 0;
    while let Some(operation) = first.next() {
        if steps == step {
            host.later += later;
            told += noticed(&host.run(&words));
            if killed {
                break;
            }
        }
        told += usize::from(operation.kind == OperationKind::Print && operation.text[0].contains(NOTICE));
        first.step(&mut host).ok();
        steps += 1;
    }
    (told, host)
}

#[test]
fn of_several_first_runs_one_tells() {
    let steps = telling().machine().run(&telling().words(&["begin"])).operations().count();
    let present = [None, Some("{\"format\":1}"), Some("{\"format\":1,\"pending\":true}")];
    for (state, terminal) in present.into_iter().flat_map(|state| [(state, true), (state, false)]) {
        let mut host = telling().machine();
        host.terminal = terminal;
        host.files.extend(state.map(|state| (telling().state(), Ok(state.into()))));
        for step in 0..steps {
            let (told, mut after) = begin_within(&host, step, 0, false);
            assert_eq!(told, 1, "{step} {state:?}");
            let third = after.run(&telling().words(&["begin"]));
            assert!(third.output.contains("\"reason\":\"notice_shown\""), "{step}: {}", third.output);
        }
    }
}

#[test]
fn whoever_does_not_tell_sends_nothing() {
    let tool = telling();
    let mut host = tool.machine();
    host.files.insert(tool.state(), Ok(br#"{"format":1,"pending":1790000000}"#.to_vec()));
    for later in [-4, 0, 9] {
        let mut host = host.clone();
        host.later = later;
        let begun = host.run(&tool.words(&["begin"]));
        assert_eq!(noticed(&begun), 0, "somebody else is about to tell");
        let run = begun.output.trim_end();
        assert!(!leaves(&host.run(&tool.with_event(&["--run", run], "send"))), "{run}");
        assert!(!tool.is_on(&host));
    }
}

/// A run that was killed when it was about to tell is made up for by a later one.
#[test]
fn no_notice_is_lost() {
    let steps = telling().machine().run(&telling().words(&["begin"])).operations().count();
    for step in 0..steps {
        for later in [0, 10, -10, 1000] {
            let (told, mut after) = begin_within(&telling().machine(), step, later, true);
            assert!(told > 0 || later == 0, "{step} {later}");
            assert!(told > 0 || !telling().is_on(&after), "{step} {later}");
            after.later += 20;
            let third = after.run(&telling().words(&["begin"]));
            assert!(told + noticed(&third) > 0, "{step} {later}");
        }
    }
}

/// Standard error may be closed in one run, or in many, and open in the next.
#[test]
fn who_could_not_tell_leaves_it_to_the_next_at_once() {
    let words = telling().words(&["begin"]);
    let smooth = telling().machine().run(&words);
    let print = smooth.operations().position(|operation| operation.kind == OperationKind::Print).unwrap();
    let mut host = telling().machine();
    for _ in 0..3 {
        host.fault = Some((print, ErrorClass::Other));
        host.run(&words);
        assert!(!telling().is_on(&FakeHost { fault: None, ..host.clone() }));
    }
    host.fault = None;
    assert_eq!(noticed(&host.run(&words)), 1);
}

/// Where the notice holds in front of a person only, a run of a command's own knows whether one is there, as `status` does.
#[test]
fn what_status_says_of_a_notice_holds_for_every_command() {
    let tool = telling();
    let contract = tool.contract.replace("\"unattended\": \"notice\"", "\"unattended\": \"deny\"");
    assert_ne!(contract, tool.contract);
    for terminal in [true, false] {
        for (notice, on) in [(None, false), (Some(r#"{"format":1,"notice":{"version":1}}"#), terminal)] {
            let machine = || {
                let mut host = tool.machine();
                host.terminal = terminal;
                host.files.insert("c.json".into(), Ok(contract.clone().into_bytes()));
                host.files.extend(notice.map(|state| (tool.state(), Ok(state.into()))));
                host
            };
            let status = machine().run(&tool.words(&["status", "--json"])).output;
            assert_eq!(status.contains(r#""state":"on""#), on, "{status}");
            let payload = machine().run(&tool.with_event(&[], "payload"));
            assert_eq!(!payload.output.is_empty(), on, "{}", payload.said());
            assert_eq!(leaves(&machine().run(&tool.with_event(&[], "send"))), on);
        }
    }
}
