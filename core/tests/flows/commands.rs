//! Commands, from the outside: what they read, what they print, what they send.

use crate::fake_host::{FakeHost, STARTED, run_with};
use crate::outbox;
use aboveboard::{ErrorClass, OperationKind};

const ON: (&str, &str) = ("TELEMETRY_ENABLED", "true");
const FIELDS: [&str; 4] =
    ["command.name=apply", "command.scenario=multipass", "command.result=started", "client.script=infra"];
/// The payload of `FIELDS`, from the contract and RFC 8785; the ids are the bytes 0.. of the fake host.
const BYTES: &str = concat!(
    r#"{"client":{"repository":"productive-k3s-infra","script":"infra","telemetry_enabled":"true"},"#,
    r#""command":{"name":"apply","result":"started","scenario":"multipass"},"component":"infra","#,
    r#""event_family":"usage","event_name":"infra.command.started","parent_run_id":"","#,
    r#""run_id":"1011121314151617","schema_version":"1","sent_at":"2026-09-21T14:13:20Z","#,
    r#""session_id":"0001020304050607","#,
    r#""telemetry_meta":{"anonymous_by_contract":true,"delivery_mode":"best-effort"}}"#
);

fn line<'a>(run: &'a str, command: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["--contract", "c.json", "--run", run];
    words.extend(command);
    words.extend(FIELDS);
    words
}

#[test]
fn payload_prints_the_bytes_and_nothing_else() {
    let run = run_with(&[ON]);
    let report = FakeHost::with(&[ON]).run(&line(&run, &["payload", STARTED]));
    assert_eq!((report.status, report.output.as_str()), (0, BYTES));
    assert_eq!(report.said(), "");
    assert!(report.sent().is_empty());
}

#[test]
fn payload_without_consent_prints_nothing_and_says_why() {
    let run = run_with(&[("TELEMETRY_ENABLED", "false")]);
    let report = FakeHost::with(&[]).run(&line(&run, &["payload", STARTED]));
    assert_eq!((report.status, report.output.as_str()), (0, ""));
    assert!(report.said().contains("nothing may be sent"), "{}", report.said());

    let report = FakeHost::with(&[]).run(&line(&run, &["preview", STARTED]));
    assert_eq!((report.status, report.output.as_str()), (0, BYTES));
}

#[test]
fn a_denial_in_the_environment_narrows_a_run_that_was_allowed() {
    let run = run_with(&[ON]);
    let report = FakeHost::with(&[("TELEMETRY_ENABLED", "no")]).run(&line(&run, &["payload", STARTED]));
    assert_eq!(report.output, "");
    let report = FakeHost::with(&[("TELEMETRY_ENABLED", "no")]).run(&line(&run, &["send", STARTED]));
    assert!(report.texts(OperationKind::Detach).is_empty());
    // And an allowance does not widen a run that was denied.
    let run = run_with(&[]);
    let report = FakeHost::with(&[ON]).run(&line(&run, &["send", STARTED]));
    assert!(report.texts(OperationKind::Detach).is_empty());
}

#[test]
fn send_hands_over_and_deliver_sends_the_same_bytes() {
    let run = run_with(&[ON]);
    let report = FakeHost::with(&[ON]).run(&line(&run, &["send", STARTED]));
    assert_eq!((report.status, report.output.as_str(), report.said().as_str()), (0, "", ""));
    let [handover] = report.texts(OperationKind::Detach)[..] else { panic!("{report:?}") };

    let mut host = FakeHost::with(&[
        ON,
        ("TELEMETRY_BEARER_TOKEN", " secret-token\n"),
        ("TELEMETRY_ENDPOINT", "http://127.0.0.1:9/x"),
    ]);
    host.stdin = handover.as_bytes().to_vec();
    host.responses.extend([
        Err(ErrorClass::Timeout),
        Ok(b"HTTP/1.1 503\r\nRetry-After: 3\r\n\r\n".to_vec()),
        Ok(b"HTTP/1.1 204".to_vec()),
    ]);
    let report = host.run(&["deliver"]);
    assert_eq!(report.status, 0);
    let sent = report.sent();
    assert_eq!(sent.len(), 3);
    for request in &sent {
        assert_eq!(request["body"], BYTES);
        assert_eq!(request["url"], "http://127.0.0.1:9/x");
        assert_eq!(
            request["headers"],
            serde_json::json!([
                ["Content-Type", "application/json"],
                ["User-Agent", "productive-k3s-infra/1.4.0"],
                ["Authorization", "Bearer secret-token"],
                ["X-Productive-K3S-Telemetry", "pk3s-public-v1"]
            ])
        );
    }
    let waits: Vec<_> = report
        .operations()
        .filter(|operation| operation.kind == OperationKind::Wait)
        .map(|operation| operation.number)
        .collect();
    assert_eq!(waits, [564, 3000]);
}

#[test]
fn deliver_stops_when_consent_is_withdrawn_between_attempts() {
    let run = run_with(&[ON]);
    let report = FakeHost::with(&[ON]).run(&line(&run, &["send", STARTED]));
    let handover = report.texts(OperationKind::Detach)[0].as_bytes().to_vec();
    let mut host = FakeHost::with(&[("TELEMETRY_ENABLED", "off")]);
    host.stdin = handover;
    assert!(host.run(&["deliver"]).sent().is_empty());
}

#[test]
fn the_curl_configuration_is_escaped_and_bounded() {
    let run = run_with(&[ON]);
    let mut host = FakeHost::with(&[
        ON,
        ("TELEMETRY_ENDPOINT", "http://127.0.0.1:9/x"),
        ("TELEMETRY_MARKER", "a\"b\\c"),
    ]);
    host.responses.push_back(Ok(b"HTTP/1.1 200".to_vec()));
    let report = host.run(&line(&run, &["send", STARTED, "--wait"]));
    let send = report.operations().find(|operation| operation.kind == OperationKind::Send).unwrap();
    let (config, body) = send.text[1].split_once("data-binary = \"@-\"\n").unwrap();
    assert_eq!(body, BYTES, "curl reads the rest of its input as it is");
    let config: Vec<&str> = config.lines().collect();
    assert_eq!(
        config,
        [
            "url = \"http://127.0.0.1:9/x\"",
            "proto = \"=http\"",
            "request = \"POST\"",
            "header = \"Content-Type: application/json\"",
            "header = \"User-Agent: productive-k3s-infra/1.4.0\"",
            "header = \"X-Productive-K3S-Telemetry: a\\\"b\\\\c\"",
            "header = \"Expect:\"",
            "noproxy = \"*\"",
            "connect-timeout = 5",
            "max-time = 10",
            "globoff",
            "silent",
            "include",
            "suppress-connect-headers",
        ]
    );
}

#[test]
fn the_question_is_asked_once_and_only_where_somebody_is() {
    let begin = ["--contract", "c.json", "begin", "--terminal", "yes"];
    for (typed, state) in [
        (Ok(""), "on"),
        (Ok("y"), "on"),
        (Ok("YES"), "on"),
        (Ok(" y"), "off"),
        (Ok(" "), "off"),
        (Ok("n"), "off"),
        (Ok("No"), "off"),
        (Ok("sure"), "off"),
        (Ok("true"), "off"),
        (Err(ErrorClass::Absent), "off"),
        (Err(ErrorClass::Interrupted), "off"),
    ] {
        let mut host = FakeHost::with(&[]);
        host.line = Some(typed.map(|line| line.as_bytes().to_vec()));
        let report = host.run(&begin);
        assert_eq!(report.texts(OperationKind::Ask).len(), 1);
        let run: serde_json::Value = serde_json::from_str(&report.output).unwrap();
        assert_eq!(run["decision"]["state"], state, "{typed:?}");
        // The answer holds for the whole run.
        let later = FakeHost::with(&[]).run(&line(report.output.trim_end(), &["payload", STARTED]));
        assert_eq!(later.output.is_empty(), state == "off", "{typed:?}");
    }
    for variables in [&[("CI", "true")][..], &[("TELEMETRY_ENABLED", "0")], &[("DO_NOT_TRACK", "1")], &[ON]] {
        let report = FakeHost::with(variables).run(&begin);
        assert!(report.texts(OperationKind::Ask).is_empty(), "{variables:?}");
    }
    let report = FakeHost::with(&[]).run(&["--contract", "c.json", "begin"]);
    assert!(report.texts(OperationKind::Ask).is_empty());
    // Nothing but begin asks, even at a terminal.
    for command in [&["status"][..], &["payload", STARTED], &["send", STARTED], &["child"]] {
        let mut host = FakeHost::with(&[]);
        host.terminal = true;
        let words = [&["--contract", "c.json"], command].concat();
        assert!(host.run(&words).texts(OperationKind::Ask).is_empty(), "{command:?}");
    }
}

#[test]
fn exec_passes_the_decision_down() {
    let run = run_with(&[ON]);
    let program = ["--contract", "c.json", "--run", &run, "exec", "--", "program", "x"];
    let mut host = FakeHost::with(&[
        ON,
        ("TELEMETRY_MAX_RETRIES", "5"),
        ("TELEMETRY_OUTBOX_DIR", "a\nb"),
        ("TELEMETRY_BEARER_TOKEN", "t"),
    ]);
    let report = host.run(&program);
    assert_eq!(report.status, 7, "the status of the program");
    let exec = report.operations().find(|operation| operation.kind == OperationKind::Exec).unwrap();
    assert_eq!(exec.number, 6);
    let entries: Vec<&str> = exec.text[0].split('\0').collect();
    assert_eq!(
        entries,
        [
            "TELEMETRY_BEARER_TOKEN=t",
            "TELEMETRY_COMPONENT=infra",
            "TELEMETRY_ENABLED=true",
            "TELEMETRY_ENDPOINT=https://telemetry.productive-k3s.io/telemetry",
            "TELEMETRY_MARKER=pk3s-public-v1",
            "TELEMETRY_MAX_RETRIES=5",
            "TELEMETRY_OUTBOX_DIR=",
            "TELEMETRY_PARENT_RUN_ID=1011121314151617",
            "TELEMETRY_RUN_ID=1011121314151617",
            "TELEMETRY_SESSION_ID=0001020304050607",
            "TELEMETRY_USER_AGENT=productive-k3s-infra/1.4.0",
        ]
    );

    let denied = run_with(&[]);
    for run in [denied.as_str(), ""] {
        let report = FakeHost::with(&[ON, ("TELEMETRY_BEARER_TOKEN", "t")]).run(&[
            "--contract",
            "c.json",
            "--run",
            run,
            "exec",
            "--",
            "program",
        ]);
        let exec = report.operations().find(|operation| operation.kind == OperationKind::Exec).unwrap();
        assert_eq!(
            exec.text[0].split('\0').collect::<Vec<_>>(),
            [
                "TELEMETRY_BEARER_TOKEN=",
                "TELEMETRY_ENABLED=false",
                "TELEMETRY_PARENT_RUN_ID=",
                "TELEMETRY_SESSION_ID=",
                "ABOVEBOARD_DENIED=1"
            ]
        );
    }
}

#[test]
fn status_says_whether_and_why() {
    let mut host = FakeHost::with(&[("TELEMETRY_ENABLED", "maybe"), ("DO_NOT_TRACK", "1")]);
    let brief = host.run(&["--contract", "c.json", "status"]);
    assert_eq!(brief.status, 0);
    assert!(brief.output.starts_with("productive-k3s-infra telemetry: off\n"), "{}", brief.output);
    assert!(
        brief.output.contains("change   unset or change the variable TELEMETRY_ENABLED"),
        "{}",
        brief.output
    );
    let full = host.run(&["--contract", "c.json", "status", "--why"]);
    assert!(full.output.starts_with(&brief.output), "{}", full.output);
    for line in [
        "variable TELEMETRY_ENABLED: holds something that is not understood, and decides: no",
        "variable DO_NOT_TRACK: says yes, but what stands above has decided",
    ] {
        assert!(full.output.contains(line), "{}", full.output);
    }
    let json = host.run(&["--contract", "c.json", "status", "--json"]);
    let decision: serde_json::Value = serde_json::from_str(&json.output).unwrap();
    assert_eq!((&decision["state"], &decision["reason"]), (&"off".into(), &"variable_invalid".into()));
    for output in [brief.output, full.output, json.output] {
        assert!(!output.contains("maybe"), "a value is never echoed: {output}");
    }
}

#[test]
fn what_was_not_written_is_not_said_to_be() {
    let contract = serde_json::json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [{"stored": true}],
            "undecided": {"interactive": "deny", "unattended": "deny"}
        },
        "payload": {"k": {"constant": "c"}}, "events": {"e": {}}, "records": {"r": {"payload": {"k": {"constant": 1}}}}
    });
    for class in [ErrorClass::Absent, ErrorClass::Denied, ErrorClass::Full, ErrorClass::Other] {
        let mut host = FakeHost::with(&[("HOME", "/h")]);
        host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
        for words in [&["enable"][..], &["record", "r", "--to", "/etc/passwd/x"]] {
            let line = [&["--contract", "c.json"], words].concat();
            let asked = host.clone().run(&line);
            let write = asked.operations().position(|operation| operation.kind == OperationKind::Write);
            host.fault = write.map(|index| (index, class));
            let report = host.clone().run(&line);
            host.fault = None;
            assert_eq!((report.status, report.output.as_str()), (1, ""), "{words:?} {class:?}");
            assert!(!report.said().is_empty(), "{words:?} {class:?}");
        }
    }
}

#[test]
fn what_a_script_stands_on_never_fails() {
    // (arguments, status)
    let broken = |name: &str, content: &str| {
        let mut host = FakeHost::with(&[ON]);
        host.files.insert(name.to_string(), Ok(content.as_bytes().to_vec()));
        host
    };
    for contract in ["", "{", "[]", "\u{fffd}", "{\"contract\":2}"] {
        for (command, status) in [
            (&["begin"][..], 0),
            (&["send", STARTED], 0),
            (&["exec", "--", "program"], 7),
            (&["payload", STARTED], 1),
            (&["status"], 1),
        ] {
            let words = [&["--contract", "broken.json"], command].concat();
            let report = broken("broken.json", contract).run(&words);
            assert_eq!((report.status, report.output.as_str()), (status, ""), "{command:?} {contract:?}");
            assert!(report.said().starts_with("aboveboard: "), "{command:?} {contract:?}");
            assert!(report.sent().is_empty());
            // Nobody can say that telemetry is on, so what is started is told that it is not.
            let exec = report.operations().find(|operation| operation.kind == OperationKind::Exec);
            assert!(exec.is_none_or(|exec| exec.text[0] == "ABOVEBOARD_DENIED=1"), "{contract:?}");
        }
    }
    let report = FakeHost::with(&[ON]).run(&["--contract", "c.json", "send", "no.such.event"]);
    assert_eq!(report.status, 0);
    assert!(report.said().contains("declares no event"), "{}", report.said());
}

#[test]
fn a_wrong_flag_is_a_usage_error_of_the_tool() {
    let contract =
        crate::fake_host::CONTRACT.replacen("\"sources\": [", "\"sources\": [{\"flag\": \"telemetry\"},", 1);
    let mut host = FakeHost::with(&[("TELEMETRY_ENABLED", "false")]);
    host.files.insert("c.json".to_string(), Ok(contract.into_bytes()));
    let begin = |flag| ["--contract", "c.json", "begin", "--flag", flag];
    assert_eq!(host.run(&begin("telemetry=perhaps")).status, 2);
    assert_eq!(host.run(&begin("other=enable")).status, 2);
    let report = host.run(&begin("telemetry=enable"));
    assert_eq!(report.status, 0);
    assert!(
        report.output.contains(r#""decision":{"state":"on","reason":"flag_allows","source":"telemetry"}"#),
        "{}",
        report.output
    );
}

#[test]
fn a_no_is_stored_where_the_file_is_too_large_to_be_read() {
    const STATE: &str = "/h/.local/state/aboveboard/t.json";
    let large = "x".repeat(70_000);
    for word in ["disable", "reset"] {
        let mut host = outbox::machine(&outbox::contract("at_least_once"));
        host.files.insert(STATE.into(), Ok(large.clone().into_bytes()));
        let report = outbox::run(&mut host, &[word]);
        assert_eq!(report.status, 0, "{}", report.said());
        assert!(String::from_utf8_lossy(host.files[STATE].as_ref().unwrap()).contains("\"allow\":false"));
        assert_eq!(host.files[&format!("{STATE}.set-aside-1")].as_ref().unwrap(), large.as_bytes());
    }
}
