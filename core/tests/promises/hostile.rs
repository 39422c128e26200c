//! Promise 5: whatever comes in, an answer or an error with a code comes out.

use aboveboard::{Contract, call, step};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::clock::spent;

const CONTRACT: &str = include_str!("../../contracts/pk3s-infra.json");

/// Arguments that every operation takes as they are.
fn sound() -> Vec<(&'static str, Value)> {
    let begun = json!({
        "format": 1, "tool": "productive-k3s-infra", "consent_version": 1, "tool_version": "1.4.0", "session": "s", "run": "r",
        "parent": "p", "nonce": "0f".repeat(16), "answered": true, "decision": {"state": "on", "reason": "question_allows"}
    });
    let facts = json!({
        "variables": {"TELEMETRY_ENABLED": null, "DO_NOT_TRACK": {"error": "absent"}, "TELEMETRY_ENDPOINT": "https://h.example/x",
            "TELEMETRY_BEARER_TOKEN": {"undecodable": true}, "TELEMETRY_MAX_RETRIES": "5", "TELEMETRY_OUTBOX_DIR": "/x"},
        "files": {}, "flags": {}, "terminal": true, "answer": "y", "random": "0f1e".repeat(24), "tool_version": "1"
    });
    let event = json!({"name": "infra.command.started", "time": 1_790_000_000,
        "fields": {"command": {"name": "apply", "scenario": null, "result": "started"}, "client": {"script": "infra"}}});
    vec![
        ("needs", json!({"purpose": "request"})),
        ("begin", json!({"facts": facts})),
        ("resolve", json!({"run": begun, "facts": facts})),
        ("payload", json!({"run": begun, "event": event})),
        ("preview", json!({"run": begun, "event": event})),
        ("request", json!({"run": begun, "event": event, "facts": facts})),
        (
            "after",
            json!({"request": {"attempts": 3}, "attempt": 1, "outcome": {"status": 503, "retry_after": "7"}}),
        ),
        ("child", json!({"run": begun, "facts": facts})),
        (
            "step",
            json!({"contract": CONTRACT, "arguments": ["--run", begun.to_string(), "payload", "infra.command.started",
            "command.name=apply", "command.result=started", "client.script=infra", "--time", "5"], "replies": []}),
        ),
    ]
}

/// How many values a document holds, itself among them.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum::<usize>(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// Puts something else in the place of the value with this number, or takes the value out.
fn change(value: &mut Value, number: &mut usize, other: Option<&Value>) {
    if *number == 0 {
        *value = other.cloned().unwrap_or_default();
        *number = usize::MAX;
        return;
    }
    *number -= 1;
    match value {
        Value::Array(items) => {
            for item in items {
                if *number == usize::MAX {
                    return;
                }
                change(item, number, other);
            }
        }
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            for name in names {
                if *number == usize::MAX {
                    return;
                }
                if *number == 0 && other.is_none() {
                    members.remove(&name);
                    *number = usize::MAX;
                    return;
                }
                if let Some(member) = members.get_mut(&name) {
                    change(member, number, other);
                }
            }
        }
        _ => {}
    }
}

fn strange() -> Vec<Option<Value>> {
    let mut all: Vec<Option<Value>> = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(9_007_199_254_740_992_i64),
        json!(1e300),
        json!(""),
        json!(" "),
        json!("\u{0}"),
        json!("\u{fffd}"),
        json!("on"),
        json!("off"),
        json!("a\nb"),
        json!("../x"),
        json!("x".repeat(10_000)),
        json!([]),
        json!([[]]),
        json!({}),
        json!({"undecodable": true}),
        json!({"error": "other"}),
        json!({"x": {"y": null}}),
        json!("variable_allows"),
        json!(["--help"]),
    ]
    .into_iter()
    .map(Some)
    .collect();
    all.push(None);
    all
}

/// Each value of each document, in turn, replaced by each strange one: an answer or an error with a code comes out, and
/// both kinds do, so that what is tried gets beyond the first check.
#[test]
fn every_value_in_turn_can_be_anything() {
    let contract = Contract::parse(CONTRACT).unwrap();
    let perform = |operation: &str, arguments: &str| {
        if operation == "step" { step(arguments) } else { call(&contract, operation, arguments) }
    };
    let (mut answered, mut refused) = (0_usize, 0_usize);
    for (operation, arguments) in sound() {
        assert!(perform(operation, &arguments.to_string()).is_ok(), "{operation}");
        for number in 0..size(&arguments) {
            for other in strange() {
                let mut changed = arguments.clone();
                change(&mut changed, &mut { number }, other.as_ref());
                match perform(operation, &changed.to_string()) {
                    Ok(text) => {
                        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{operation} {changed}");
                        answered += 1;
                    }
                    Err(error) => {
                        assert!(!error.code().is_empty() && !error.message().is_empty());
                        assert!(serde_json::from_str::<Value>(&error.to_json()).is_ok());
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(answered > 500 && refused > 500, "{answered} answered, {refused} refused");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// One span of the contract overwritten with something else.
    #[test]
    fn contracts_are_read_or_refused(at in 0..CONTRACT.len(), length in 0_usize..40, text in "[\\[\\]{}\":,a-z0-9 \\\\\u{e9}\u{1f600}-]{0,12}") {
        let mut bytes = CONTRACT.as_bytes().to_vec();
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, text.bytes());
        if let Err(error) = std::str::from_utf8(&bytes).map_or(Ok(()), |text| Contract::parse(text).map(|_| ())) {
            prop_assert!(!error.code().is_empty());
        }
    }

    #[test]
    fn any_text_is_no_contract(text in "\\PC{0,60}") {
        prop_assert!(Contract::parse(&text).is_err());
    }
}

/// Each name is looked up among those before it: one after the other, as many as fit into a call would take minutes.
#[test]
fn a_long_list_of_names_takes_time_in_proportion() {
    const TIMES: u32 = 16;
    let contract = Contract::parse(CONTRACT).unwrap();
    let time = |count: u32| {
        let names: Vec<_> = (0..count).map(|number| format!("{number:x}")).collect();
        let arguments = json!({"facts": {"features": names}}).to_string();
        spent(|| assert_eq!(call(&contract, "begin", &arguments).unwrap_err().code(), "feature_unknown"))
    };
    let small = (0..3).map(|_| time(10_000)).min().unwrap();
    // In the square of the number it would be sixteen times as much again.
    assert!((0..3).any(|_| time(TIMES * 10_000) < small * TIMES * 4), "{small:?} for 10,000");
}

#[test]
fn what_is_private_is_never_repeated() {
    let contract = Contract::parse(CONTRACT).unwrap();
    let secret = "hunter2-secret-value";
    for arguments in [
        format!(
            r#"{{"facts":{{"variables":{{"TELEMETRY_ENABLED":"{secret}","TELEMETRY_SESSION_ID":"{secret} "}},"random":"{}"}}}}"#,
            "0f1e".repeat(24)
        ),
        format!(r#"{{"facts":{{"random":"{secret}"}}}}"#),
        format!(r#"{{"facts":{{"flags":{{"x":"{secret}"}}}}}}"#),
        format!(r#"{{"facts":{{"tool_version":"{secret} {secret}"}}}}"#),
        format!(r#"{{"facts":"{secret}"}}"#),
        format!(r#"{{"facts":{{"terminal":"{secret}"}}}}"#),
    ] {
        let text = match call(&contract, "begin", &arguments) {
            Ok(text) => text,
            Err(error) => format!("{} {error}", error.to_json()),
        };
        assert!(!text.contains("hunter2"), "{text}");
    }
}
