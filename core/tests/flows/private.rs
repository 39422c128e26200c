//! What the host knows of the person and the machine: when it is read, and that it does not leave.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::{Value, json};

use crate::fake_host::{FakeHost, Report, STARTED, run_with};

const ON: (&str, &str) = ("TELEMETRY_ENABLED", "true");
const PLATFORM: [&str; 3] = ["host_name", "directory", "user_id"];
const VARIABLES: [&str; 7] = ["HOME", "USERPROFILE", "USER", "LOGNAME", "SUDO_USER", "USERNAME", "PWD"];
const FILES: [&str; 3] = ["/etc/passwd", "/proc/net/fib_trie", "/proc/net/if_inet6"];
/// What a machine like `machine()` holds, in pieces that no payload and no argument of another operation may hold.
const VALUES: [&str; 8] =
    ["web01", "jdoe", "Jane Doe", "/data/jane", "/srv/acme", "10.20.30.40", "2001:db8::7", "hush-hush-hush"];

fn machine(variables: &[(&str, &str)]) -> FakeHost {
    let mut host = FakeHost::with(variables);
    for (name, value) in [
        ("HOME", "/data/jane"),
        ("USER", "jdoe"),
        ("PWD", "/srv/acme"),
        ("TELEMETRY_BEARER_TOKEN", "hush-hush-hush"),
    ] {
        host.variables.insert(name.into(), value.into());
    }
    let passwd = "root:x:0:0:root:/root:/bin/sh\njdoe:x:1000:1000:Jane Doe,,,:/data/jane:/bin/sh\n";
    let fib_trie = "Local:\n  |-- 10.20.30.40\n     /32 host LOCAL\n";
    let if_inet6 = "20010db8000000000000000000000007 02 40 00 80 eth0\n";
    for (name, content) in FILES.iter().zip([passwd, fib_trie, if_inet6]) {
        host.files.insert((*name).into(), Ok(content.into()));
    }
    for (word, value) in PLATFORM.iter().zip(["web01.example.com", "/srv/acme/infra", "1000"]) {
        host.platform.insert((*word).into(), value.into());
    }
    host
}

fn line<'a>(run: &'a str, words: &[&'a str]) -> Vec<&'a str> {
    [&["--contract", "c.json", "--run", run], words].concat()
}

/// Fields of which every text holds something private.
fn fields() -> String {
    json!({"command": {"name": "apply", "result": "started", "scenario": "on-web01"}, "client": {"script": "10.20.30.40"}})
        .to_string()
}

/// What of the private facts was asked for, with the batches that it was asked for in.
fn asked(report: &Report) -> Vec<(usize, &str)> {
    let private = |name: &str| PLATFORM.iter().chain(&VARIABLES).chain(&FILES).any(|known| *known == name);
    report
        .batches
        .iter()
        .enumerate()
        .flat_map(|(index, batch)| batch.iter().map(move |operation| (index, operation.text[0].as_str())))
        .filter(|(_, name)| private(name))
        .collect()
}

fn names(report: &Report) -> Vec<&str> {
    report.operations().map(|operation| operation.text[0].as_str()).collect()
}

#[test]
fn send_reads_nothing_of_it_without_an_allow() {
    for variables in [&[][..], &[("TELEMETRY_ENABLED", "false")], &[("TELEMETRY_ENABLED", "perhaps")]] {
        let run = run_with(variables);
        let report = machine(variables).run(&line(&run, &["send", STARTED, "--fields", &fields()]));
        assert_eq!(names(&report), ["c.json", "ABOVEBOARD_DENIED", "TELEMETRY_ENABLED", "DO_NOT_TRACK"]);
    }
    // Nor after one that has been taken back.
    let run = run_with(&[ON]);
    for command in ["send", "payload"] {
        let report =
            machine(&[("DO_NOT_TRACK", "1")]).run(&line(&run, &[command, STARTED, "--fields", &fields()]));
        assert_eq!(asked(&report), [], "{command}");
        assert_eq!(names(&report)[..4], ["c.json", "ABOVEBOARD_DENIED", "TELEMETRY_ENABLED", "DO_NOT_TRACK"]);
    }
    for command in ["begin", "status", "enable", "child", "startup"] {
        let report = machine(&[ON]).run(&["--contract", "c.json", command]);
        assert_eq!(asked(&report), [], "{command}");
    }
}

#[test]
fn it_is_read_at_once_and_hidden_from_everybody_but_the_background() {
    let run = run_with(&[ON]);
    let report =
        machine(&[ON]).run(&line(&run, &["send", STARTED, "--time", "1790000000", "--fields", &fields()]));
    assert_eq!((report.status, report.said().as_str()), (0, ""));
    let expected: Vec<_> = VARIABLES
        .iter()
        .chain(&["TELEMETRY_BEARER_TOKEN", "TELEMETRY_ENDPOINT"])
        .chain(&PLATFORM)
        .chain(&FILES)
        .copied()
        .collect();
    let batch: Vec<_> = report.batches[2].iter().map(|operation| operation.text[0].as_str()).collect();
    assert_eq!(batch, expected);

    for operation in report.operations().filter(|operation| operation.kind != OperationKind::Detach) {
        for value in VALUES.iter().filter(|value| !fields().contains(*value)) {
            assert!(operation.text.iter().all(|text| !text.contains(value)), "{value} in {operation:?}");
        }
    }
    for value in VALUES {
        assert!(!run.contains(value), "{value} in the run");
    }
}

/// The handed over text, and what is sent from it by a background half that finds itself on another machine.
fn delivered(report: &Report) -> (Value, String) {
    let handover = report.texts(OperationKind::Detach)[0];
    let mut elsewhere = FakeHost::with(&[ON]);
    elsewhere.files.remove("c.json");
    elsewhere.platform.insert("directory".into(), "/".into());
    elsewhere.stdin = handover.as_bytes().to_vec();
    elsewhere.responses.push_back(Ok(b"HTTP/1.1 204\n".to_vec()));
    let report = elsewhere.run(&["deliver"]);
    assert_eq!(asked(&report), []);
    assert_eq!(report.sent().len(), 1, "{}", report.said());
    (serde_json::from_str(handover).unwrap(), report.sent()[0]["body"].as_str().unwrap().to_string())
}

#[test]
fn the_background_builds_the_same_bytes_from_what_it_is_told() {
    let run = run_with(&[ON]);
    let fields = fields();
    let event = ["--time", "1790000000", "--fields", fields.as_str()];
    let sent = machine(&[ON]).run(&line(&run, &[&["send", STARTED], &event[..]].concat()));
    let built = machine(&[ON]).run(&line(&run, &[&["payload", STARTED], &event[..]].concat()));
    let shown = machine(&[]).run(&line(&run, &[&["preview", STARTED], &event[..]].concat()));
    let (handover, body) = delivered(&sent);
    assert_eq!((&body, &body), (&built.output, &shown.output));
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["command"], json!({"name": "apply", "result": "started", "scenario": "other"}));
    assert_eq!(body["client"]["script"], "other");
    assert_eq!(
        handover["machine"]["private"],
        json!([
            ["host_name", "web01.example.com"],
            ["directory", "/srv/acme/infra"],
            ["home", "/data/jane"],
            ["user_name", "jdoe"],
            ["directory", "/srv/acme"],
            ["user_name", "Jane Doe"],
            ["secret", "hush-hush-hush"],
            ["address", "10.20.30.40"],
            ["address", "2001:db8::7"]
        ])
    );
}

#[test]
fn what_cannot_be_read_stops_nothing() {
    let run = run_with(&[ON]);
    for class in [ErrorClass::Denied, ErrorClass::Unsupported, ErrorClass::Other] {
        let mut host = FakeHost::with(&[ON]);
        for name in FILES {
            host.files.insert(name.into(), Err(class));
        }
        let report = host.run(&line(&run, &["send", STARTED, "--fields", &fields()]));
        let (handover, body) = delivered(&report);
        assert_eq!(handover["machine"]["private"], json!([]));
        assert!(body.contains("on-web01"));
    }
}

#[test]
fn records_and_previews_know_it_whatever_the_decision() {
    let run = run_with(&[]);
    let record = json!({
        "execution_kind": "ci", "test_level": "live", "result": "pass", "started_at": "on web01",
        "duration_seconds": 7, "fail": ["jdoe", "smoke"], "scenario_results": {
            "jdoe": {"result": "fail"}, "smoke": {"result": "skip", "skip_reason": "no room on web01"}
        },
        "telemetry": {"share_metrics_enabled": false, "endpoint_configured": false},
    });
    let command = ["record", "matrix-summary", "--to", "out.json", "--fields", &record.to_string()];
    let mut host = machine(&[]);
    let report = host.run(&line(&run, &command));
    let written: Value = serde_json::from_slice(host.files["out.json"].as_ref().unwrap()).unwrap();
    assert_eq!(written["started_at"], "on [host]");
    assert_eq!(written["fail"], json!(["other", "smoke"]));
    assert_eq!(
        written["scenario_results"],
        json!({
            "other": {"result": "fail"}, "smoke": {"result": "skip", "skip_reason": "no room on [host]"}
        })
    );
    let read: Vec<_> = asked(&report).into_iter().map(|(_, name)| name).collect();
    assert_eq!(read, [&VARIABLES[..], &PLATFORM, &FILES].concat());

    let report = machine(&[]).run(&line(&run, &["preview", STARTED, "--fields", &fields()]));
    assert_eq!(asked(&report).len(), 13);
    assert!(report.output.contains(r#""scenario":"other""#), "{}", report.output);
}

/// A contract of this payload, with an event of its own payload.
fn contract(common: Value, own: Value) -> String {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"env": "TELEMETRY_ENABLED"}],
                    "undecided": {"interactive": "deny", "unattended": "deny"}},
        "payload": common, "events": {"plain": {}, "free": {"payload": own}},
        "records": {"plain": {"payload": {"n": {"boolean": true, "why": "w"}}},
                    "free": {"payload": {"t": {"text": 64, "why": "w"}}}},
        "delivery": {"endpoint": {"url": "https://example.com/"}},
    })
    .to_string()
}

#[test]
fn an_event_that_can_hold_no_free_text_costs_nothing() {
    let text = contract(
        json!({"kind": {"enum": ["a"], "other": true, "why": "w"}, "n": {"integer": [0, 9], "optional": true, "why": "w"}}),
        json!({"list": {"list": [{"token": 8}, 4], "default": [], "why": "w"}}),
    );
    let host = || {
        let mut host = machine(&[ON]);
        host.files.insert("c.json".into(), Ok(text.clone().into_bytes()));
        host
    };
    let run = host().run(&["--contract", "c.json", "begin"]).output;
    for (command, name, count) in [
        (&["send"][..], "plain", 0),
        (&["send"], "free", 13),
        (&["payload"], "plain", 0),
        (&["preview"], "free", 13),
        (&["preview"], "plain", 0),
        (&["record", "--to", "out.json"], "plain", 0),
        (&["record", "--to", "out.json"], "free", 13),
    ] {
        let fields = match (command[0], name) {
            ("record", "plain") => json!({"n": true}),
            ("record", _) => json!({"t": "in /data/jane on web01 as Jane Doe"}),
            _ => json!({"kind": "a"}),
        }
        .to_string();
        let words = [command, &[name, "--fields", &fields]].concat();
        let mut host = host();
        let report = host.run(&line(run.trim_end(), &words));
        assert_eq!((report.status, report.said().as_str()), (0, ""), "{words:?}");
        assert_eq!(asked(&report).len(), count, "{words:?}");
        if let Some(Ok(record)) = host.files.get("out.json").filter(|_| name == "free") {
            assert_eq!(String::from_utf8_lossy(record), "{\"t\":\"in [path] on [host] as [user]\"}\n");
        }
    }
}

#[test]
fn in_json_the_answer_says_what_became_of_the_values() {
    let run = run_with(&[ON]);
    let event = json!({"name": STARTED, "time": 1_790_000_000, "fields": serde_json::from_str::<Value>(&fields()).unwrap()});
    let report = machine(&[ON]).run(&line(&run, &["payload", "--json", &event.to_string()]));
    let answer: Value = serde_json::from_str(&report.output).unwrap();
    assert_eq!((report.status, answer["event"].as_str()), (0, Some(STARTED)));
    assert_eq!(answer["replaced"], json!(["/client/script", "/command/scenario"]));

    for (event, status, code, at) in [
        (json!({"name": STARTED, "time": -1}), 1, "out_of_range", "/event/time"),
        (
            json!({"name": STARTED, "time": 1, "fields": {"command": {"name": "apply"}}}),
            1,
            "missing_field",
            "/event/fields/client/script",
        ),
        (json!({"name": "nothing", "time": 1}), 1, "event_unknown", "/event/name"),
        (json!([]), 1, "wrong_type", "/event"),
    ] {
        let report = machine(&[ON]).run(&line(&run, &["payload", "--json", &event.to_string()]));
        let answer: Value = serde_json::from_str(&report.output).unwrap();
        assert_eq!((report.status, report.said().as_str()), (status, ""));
        assert_eq!((&answer["error"]["code"], &answer["error"]["at"]), (&code.into(), &at.into()));
    }
    let report = machine(&[]).run(&line(&run, &["payload", "--json", &event.to_string()]));
    let answer: Value = serde_json::from_str(&report.output).unwrap();
    assert_eq!((report.status, &answer["error"]["code"]), (0, &"consent_not_given".into()));
}
