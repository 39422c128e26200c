//! Promise 5: whatever comes in, an answer or an error with a code comes out.

use aboveboard::{Contract, call, step};
use proptest::prelude::*;

const CONTRACT: &str = include_str!("../../contracts/pk3s-infra.json");
const OPERATIONS: [&str; 8] =
    ["needs", "begin", "resolve", "payload", "preview", "request", "after", "child"];

/// JSON that looks like what is expected, with things out of place.
fn arguments() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_string()),
        Just("true".to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<f64>().prop_filter("finite", |value| value.is_finite()).prop_map(|value| format!("{value}")),
        "\\PC{0,10}".prop_map(|text| serde_json::Value::from(text).to_string()),
        Just("\"infra.command.started\"".to_string()),
        Just("\"on\"".to_string()),
    ];
    let name = prop_oneof![
        Just("run"),
        Just("facts"),
        Just("event"),
        Just("name"),
        Just("time"),
        Just("fields"),
        Just("decision"),
        Just("state"),
        Just("reason"),
        Just("format"),
        Just("tool"),
        Just("session"),
        Just("parent"),
        Just("nonce"),
        Just("variables"),
        Just("files"),
        Just("flags"),
        Just("random"),
        Just("answer"),
        Just("request"),
        Just("attempt"),
        Just("outcome"),
        Just("command"),
        Just("x"),
        Just("error"),
        Just("undecodable"),
        Just("consent_version"),
        Just("purpose"),
        Just("arguments"),
        Just("replies"),
        Just("contract"),
    ];
    scalar.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|members| {
                let members: Vec<_> =
                    members.into_iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn calls_answer_or_refuse(operation in prop::sample::select(&OPERATIONS[..]), arguments in arguments()) {
        let contract = Contract::parse(CONTRACT).unwrap();
        match call(&contract, operation, &arguments) {
            Ok(text) => prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok()),
            Err(error) => {
                prop_assert!(!error.code().is_empty() && !error.message().is_empty());
                let _: serde_json::Value = serde_json::from_str(&error.to_json()).unwrap();
            }
        }
        let _ = step(&arguments);
    }

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
