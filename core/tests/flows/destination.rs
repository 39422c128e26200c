//! Where events go, as `status` says it: without a token, and without a look at anything while telemetry is off.

use aboveboard::OperationKind;
use serde_json::{Value, json};

use crate::fake_host::{FakeHost, Report};

fn contract() -> Value {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [{"env": "T"}], "undecided": {"interactive": "deny", "unattended": "deny"},
            "local": {"sources": [{"env": "LOCAL"}], "file": "{state}/t/log"}
        },
        "payload": {"k": {"constant": "c"}}, "events": {"e": {}},
        "delivery": {
            "endpoint": {"url": "https://example.com/v1?key=k", "env": "ENDPOINT"}, "bearer": {"env": "TOKEN"}
        }
    })
}

fn status(contract: &Value, variables: &[(&str, &str)], words: &[&str]) -> Report {
    let mut host = FakeHost::with(&[&[("HOME", "/h"), ("TOKEN", "secret")], variables].concat());
    host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
    host.run(&[&["--contract", "c.json", "status"], words].concat())
}

fn both(contract: &Value, variables: &[(&str, &str)]) -> (String, Value) {
    let report = status(contract, variables, &[]);
    assert!(!report.texts(OperationKind::Variable).contains(&"TOKEN"), "no token is needed for that");
    let lines: Vec<_> = report.output.lines().filter_map(|line| line.strip_prefix("  goes to  ")).collect();
    assert_eq!(lines.len(), 1, "{}", report.output);
    let said: Value = serde_json::from_str(&status(contract, variables, &["--json"]).output).unwrap();
    assert_eq!(said["format"], 1, "it stands beside the decision");
    (lines.concat(), said["destination"].clone())
}

#[test]
fn each_state_has_its_place() {
    let on = ("T", "1");
    for (variables, line, said) in [
        (&[on][..], "https://example.com/v1", json!({"kind": "endpoint", "url": "https://example.com/v1"})),
        (
            &[on, ("ENDPOINT", "https://other.example/x?key=k")],
            "https://other.example/x",
            json!({"kind": "endpoint", "url": "https://other.example/x"}),
        ),
        (
            &[on, ("ENDPOINT", "")],
            "nowhere, because the variable ENDPOINT is empty",
            json!({"kind": "nowhere", "reason": "endpoint_empty"}),
        ),
        (
            &[on, ("ENDPOINT", "ftp://x")],
            "nowhere, because the variable ENDPOINT holds no address that may be used",
            json!({"kind": "nowhere", "reason": "endpoint_refused"}),
        ),
        (
            &[on, ("LOCAL", "1")],
            "the file /h/.local/state/t/log",
            json!({"kind": "file", "path": "/h/.local/state/t/log"}),
        ),
        (
            &[on, ("LOCAL", "1"), ("HOME", "h")],
            "nowhere, because HOME is not set to an absolute path",
            json!({"kind": "nowhere", "reason": "no_place"}),
        ),
        (
            &[("T", "0"), ("LOCAL", "1")],
            "nowhere, because telemetry is off",
            json!({"kind": "nowhere", "reason": "off"}),
        ),
        (&[], "nowhere, because telemetry is off", json!({"kind": "nowhere", "reason": "off"})),
    ] {
        assert_eq!(both(&contract(), variables), (line.to_string(), said), "{variables:?}");
    }
}

#[test]
fn a_contract_may_send_nothing() {
    let mut printing = contract();
    printing["delivery"]["mode"] = "standard_output".into();
    assert_eq!(
        both(&printing, &[("T", "1")]),
        ("standard output".to_string(), json!({"kind": "standard_output"}))
    );
    let mut silent = contract();
    silent.as_object_mut().unwrap().remove("delivery");
    let nowhere = json!({"kind": "nowhere", "reason": "no_delivery"});
    assert_eq!(
        both(&silent, &[("T", "1")]),
        ("nowhere, because the contract names no address".to_string(), nowhere)
    );
    let mut otlp = contract();
    otlp["delivery"]["encoding"] = "otlp".into();
    for url in ["https://example.com", "https://example.com//", "https://example.com/v1/logs/"] {
        otlp["delivery"]["endpoint"] = json!({"url": url});
        assert_eq!(both(&otlp, &[("T", "1")]).0, "https://example.com/v1/logs", "{url}");
    }
}

#[test]
fn while_telemetry_is_off_no_address_is_looked_for() {
    let report = status(&contract(), &[("ENDPOINT", "https://other.example/")], &[]);
    assert!(!report.texts(OperationKind::Variable).contains(&"ENDPOINT"));
}
