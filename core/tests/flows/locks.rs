//! A lock that somebody else holds, or has left behind: no tool waits for it for long, and a no is stored all the same.

use aboveboard::{ErrorClass, OperationKind};

use crate::fake_host::{FakeHost, Report};
use crate::tools::{TOOLS, Tool, leaves};

const FOR_GOOD: usize = usize::MAX;
/// How often a lock that was left behind is waited for, until it is old enough to be broken.
const UNTIL_BROKEN: usize = 5;

fn tool(name: &str) -> &'static Tool {
    TOOLS.iter().find(|tool| tool.name == name).unwrap()
}

/// The tool with both of its files locked for so many waits.
fn locked(tool: &Tool, mut host: FakeHost, settings: usize, state: usize) -> FakeHost {
    host.locked.insert(tool.settings.unwrap().into(), settings);
    host.locked.insert(tool.state(), state);
    host
}

/// How many locks were waited for in vain, 2 seconds each.
fn waits(report: &Report) -> usize {
    let operations = report.operations().zip(&report.answers);
    operations
        .filter(|(operation, answer)| {
            operation.kind == OperationKind::Write && **answer == Err(ErrorClass::Timeout)
        })
        .count()
}

#[test]
fn a_tool_is_held_up_once_at_most() {
    for tool in &TOOLS {
        let told = r#"{"format":1,"notice":{"version":1}}"#;
        let machines = [tool.machine(), tool.decided(true), {
            let mut host = tool.machine();
            host.files.insert(tool.state(), Ok(told.into()));
            host
        }];
        for mut host in machines {
            for path in tool.settings.into_iter().map(String::from).chain([tool.state()]) {
                host.locked.insert(path, FOR_GOOD);
            }
            for line in ["y", "", "perhaps"] {
                host.line = Some(Ok(line.into()));
                for words in [tool.words(&["begin"]), tool.with_event(&[], "send")] {
                    let report = host.clone().run(&words);
                    assert_eq!(report.status, 0);
                    assert!(waits(&report) <= 1, "{}: {words:?}: {}", tool.name, waits(&report));
                }
            }
        }
    }
}

#[test]
fn a_yes_that_waited_in_vain_stores_nothing_more() {
    let tool = tool("gtb");
    // The mark can be written, and what follows it cannot.
    let mut host = tool.machine();
    host.line = Some(Ok(b"y".to_vec()));
    host.locked.insert(tool.settings.unwrap().into(), FOR_GOOD);
    let report = host.run(&tool.words(&["begin"]));
    assert_eq!(waits(&report), 1);
    assert!(report.said().contains("it could not be turned on: "), "{}", report.said());
    assert!(!tool.is_on(&host), "what was noted first is taken back");
    assert!(report.output.contains(r#""state":"off""#), "nor is it on in this run: {}", report.output);
    let run = ["--run", report.output.trim_end()];
    let status = host.run(&tool.words(&[&run[..], &["status"]].concat())).output;
    assert!(!status.contains("turned off after this run"), "{status}");
}

/// Somebody who has just said no waits once at most, and it stands.
#[test]
fn a_no_that_is_typed_is_stored_where_it_can_be() {
    let tool = tool("gtb");
    for (settings, state) in [(FOR_GOOD, 0), (0, FOR_GOOD)] {
        let mut host = tool.decided(true);
        let undecided = Tool::settings_with("null");
        host.files.insert(tool.settings.unwrap().into(), Ok(undecided.into_bytes()));
        host.line = Some(Ok(b"n".to_vec()));
        let mut host = locked(tool, host, settings, state);
        let report = host.run(&tool.words(&["begin"]));
        assert!(waits(&report) <= 1, "{}", waits(&report));
        assert!(!tool.is_on(&host));
    }
}

#[test]
fn a_no_waits_until_a_lock_that_was_left_behind_is_broken() {
    for tool in TOOLS.iter().filter(|tool| tool.settings.is_some()) {
        for (settings, state, most) in [
            (UNTIL_BROKEN, 0, 2),
            (FOR_GOOD, 0, 2),
            (0, UNTIL_BROKEN, UNTIL_BROKEN),
            (UNTIL_BROKEN, UNTIL_BROKEN - 1, 6),
            (1, UNTIL_BROKEN - 1, 5),
        ] {
            let mut host = locked(tool, tool.decided(true), settings, state);
            let report = host.run(&tool.words(&["disable"]));
            assert!(waits(&report) <= most, "{settings} {state}: {}", waits(&report));
            assert_eq!(report.status, 0, "{}", report.said());
            let noted = String::from_utf8(host.files[&tool.state()].clone().unwrap()).unwrap();
            assert!(noted.contains(r#""withdrawals""#), "what was built before is not sent");
            assert!(!tool.is_on(&host));
        }
        // Where all is held for good somebody is told so.
        let mut host = locked(tool, tool.decided(true), FOR_GOOD, FOR_GOOD);
        let report = host.run(&tool.words(&["disable"]));
        assert_eq!((report.status, waits(&report)), (1, 7), "{}", report.said());
        assert!(report.said().contains("it could not be turned off"), "{}", report.said());
    }
}

/// Whoever is impatient loses nothing of a no: it is noted before the settings are waited for again.
#[test]
fn a_no_is_noted_before_the_settings_are_waited_for_again() {
    let tool = tool("gtb");
    let mut host = locked(tool, tool.decided(true), FOR_GOOD, 0);
    let writes = host.run(&tool.words(&["disable"])).texts(OperationKind::Write).join(" ");
    let settings = tool.settings.unwrap();
    assert_eq!(writes, format!("{settings} {} {settings}", tool.state()));
}

#[test]
fn what_a_person_asks_for_is_tried_once_more() {
    let tool = tool("productive-k3s-cli");
    for (words, waits_for_good) in
        [(&["enable"][..], 2), (&["token", "set"], 2), (&["token", "clear"], 2), (&["reset"], 7)]
    {
        let mut host = locked(tool, tool.decided(words[0] != "enable"), FOR_GOOD, FOR_GOOD);
        host.stdin = b"token".to_vec();
        let report = host.run(&tool.words(words));
        assert_eq!((waits(&report), report.status), (waits_for_good, 1), "{words:?}");
        let mut host = locked(tool, tool.decided(words[0] != "enable"), 1, 1);
        host.stdin = b"token".to_vec();
        let report = host.run(&tool.words(words));
        assert_eq!(report.status, i32::from(words[0] == "enable"), "{words:?}: {}", report.said());
        assert!(!leaves(&report));
    }
}
