//! What people are told where something is wrong: what happened, where, what to do, and never what may be private.

use aboveboard::OperationKind;

use crate::fake_host::{FakeHost, Report};

/// A contract with all ways to decide.
const CONTRACT: &str = r#"{"contract": 1, "tool": "t", "schema_version": "1", "consent_version": 2,
    "consent": {
        "gates": [{"feature": "extended"}, {"env": "ABOVEBOARD_DENIED"}],
        "sources": [{"flag": "telemetry"}, {"env": "DO_NOT_TRACK", "means": "deny"}, {"env": "T_TELEMETRY"}, {"stored": true}],
        "undecided": {"interactive": "ask", "unattended": "deny"},
        "question": {"text": "May we?", "default": "deny", "remember": true}},
    "payload": {
        "command": {"name": {"enum": ["a"], "optional": true, "why": "w"}, "fixed": {"constant": 1}},
        "labels": {"map": [{"token": 8}, {"integer": [0, 10]}, 4], "optional": true, "why": "w"}},
    "events": {"e": {}}}"#;

fn host(variables: &[(&str, &str)]) -> FakeHost {
    let mut host = FakeHost::with(variables);
    host.variables.entry("HOME".into()).or_insert_with(|| b"/home/me".to_vec());
    host.files.insert("c.json".into(), Ok(CONTRACT.into()));
    host
}

fn run(host: &mut FakeHost, words: &[&str]) -> Report {
    host.run(&[&["--contract", "c.json", "--feature", "extended"], words].concat())
}

/// What is said about this command, whatever has been decided.
fn said(words: &[&str]) -> String {
    let report = run(&mut host(&[]), words);
    assert!(report.status != 0, "{words:?}");
    report.said()
}

#[test]
fn no_error_tells_a_name_that_may_be_data() {
    for (fields, at) in [
        (r#"{"labels": {"jane@acme.example": 5}}"#, "(at /fields/labels)"),
        (r#"{"labels": {"jane": 11}}"#, "(at /fields/labels)"),
        (
            r#"{"jane": 5}"#,
            "(at /fields); ids, times and constants are filled in by themselves; declared here: command, labels",
        ),
        (
            r#"{"command": {"jane": 5}}"#,
            "(at /fields/command); ids, times and constants are filled in by themselves; declared here: name",
        ),
        (r#"{"labels": {"jane": 1, "jane": 2}}"#, "(at --fields)"),
    ] {
        let said = said(&["preview", "e", "--fields", fields]);
        assert!(said.contains(at) && !said.contains("jane"), "{said}");
    }
    for (document, at) in [
        (r#"{"name": "e", "time": 0, "jane": 1}"#, "\"at\":\"/event\""),
        (r#"{"name": "e", "time": 0, "fields": {"jane": 1, "jane": 1}}"#, "\"at\":\"--json/fields\""),
        ("{", "\"at\":\"--json\""),
    ] {
        let output = run(&mut host(&[]), &["preview", "--json", document]).output;
        assert!(output.contains(at) && !output.contains("jane"), "{output}");
    }
}

#[test]
fn a_token_is_one_word() {
    let contract = CONTRACT.replace(
        r#""events""#,
        r#""delivery": {"endpoint": {"url": "https://example.com/"}, "bearer": {"setting": "/token", "file": "{config}/t.json"}}, "events""#,
    );
    for (text, status) in [("abc-123\n", 0), (" abc \n", 0), ("two words\n", 1), ("a\nb", 1), ("", 1)] {
        let mut host = host(&[]);
        host.files.insert("c.json".into(), Ok(contract.clone().into_bytes()));
        host.stdin = text.into();
        let report = run(&mut host, &["token", "set"]);
        assert_eq!(report.status, status, "{text:?}");
        assert_eq!(report.texts(OperationKind::Write).len(), usize::from(status == 0), "{text:?}");
    }
}
