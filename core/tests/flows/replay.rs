//! The rules that keep the replay sound, for every command.

use crate::fake_host::{Answer, FakeHost, Report, STARTED, run_with};
use aboveboard::{ErrorClass, Operation, OperationKind, step};
use serde_json::{Value, json};

const CLASSES: [ErrorClass; 10] = [
    ErrorClass::Absent,
    ErrorClass::Denied,
    ErrorClass::ReadOnly,
    ErrorClass::Full,
    ErrorClass::Exists,
    ErrorClass::Changed,
    ErrorClass::Timeout,
    ErrorClass::Interrupted,
    ErrorClass::Unsupported,
    ErrorClass::Other,
];
const FIELDS: [&str; 3] = ["command.name=apply", "command.result=started", "client.script=infra"];

/// Every command, with a host on which it goes its longest way.
fn commands() -> Vec<(Vec<String>, FakeHost)> {
    let on = [("TELEMETRY_ENABLED", "true"), ("TELEMETRY_ENDPOINT", "http://127.0.0.1:9/")];
    let run = run_with(&on);
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let with_run = |command: &[&str]| {
        words(&[&["--contract", "c.json", "--run", run.as_str()], command, &FIELDS[..]].concat())
    };
    let alone = |command: &[&str]| words(&[&["--contract", "c.json"], command].concat());
    let host = FakeHost::with(&on);
    let mut asked = FakeHost::with(&[]);
    asked.terminal = true;
    asked.line = Some(Ok(b"y".to_vec()));
    let handover =
        host.clone().run(&with_run(&["send", STARTED]).iter().map(String::as_str).collect::<Vec<_>>());
    let mut delivering = host.clone();
    delivering.stdin = handover.texts(OperationKind::Detach)[0].as_bytes().to_vec();
    vec![
        (alone(&["begin"]), asked),
        (alone(&["begin"]), host.clone()),
        (alone(&["status"]), host.clone()),
        (with_run(&["payload", STARTED]), host.clone()),
        (alone(&[&["payload", STARTED], &FIELDS[..]].concat()), host.clone()),
        (with_run(&["preview", STARTED]), host.clone()),
        (with_run(&["send", STARTED]), host.clone()),
        (with_run(&["send", STARTED, "--wait"]), host.clone()),
        (alone(&["child"]), host.clone()),
        (alone(&["exec", "--", "program"]), host.clone()),
        (words(&["deliver"]), delivering),
        (words(&["scrub", "--report"]), host.clone()),
        (words(&["--help"]), host.clone()),
        (words(&["nonsense"]), host),
    ]
}

fn run(host: &FakeHost, words: &[String]) -> Report {
    host.clone().run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn answer(answer: &Answer) -> Value {
    match answer {
        Ok(bytes) => json!(String::from_utf8(bytes.clone()).unwrap()),
        Err(ErrorClass::Absent) => Value::Null,
        Err(class) => json!({"error": class.as_str()}),
    }
}

fn step_json(input: &Value) -> Value {
    serde_json::from_str(&step(&input.to_string()).unwrap()).unwrap()
}

#[test]
fn replies_cut_at_every_length_suspend_at_that_place() {
    for (words, host) in commands() {
        let report = run(&host, &words);
        let operations: Vec<_> = report.operations().collect();
        let mut replies: Vec<Value> = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            let result = step_json(&json!({"arguments": words, "replies": replies}));
            let effect = &result["perform"][0];
            assert_eq!(effect["index"], index, "{words:?}");
            assert_eq!(effect["number"], operation.number, "{words:?}");
            assert_eq!(
                effect["text"].get(0).and_then(Value::as_str).unwrap_or(""),
                operation.text[0],
                "{words:?}"
            );
            replies.push(
                json!({"index": index, "digest": effect["digest"], "answer": answer(&report.answers[index])}),
            );
        }
        let result = step_json(&json!({"arguments": words, "replies": replies}));
        assert_eq!(result, json!({"done": {"status": report.status, "output": report.output}}), "{words:?}");
    }
}

#[test]
fn a_reply_to_something_else_is_an_error() {
    let words = ["--contract", "c.json", "status"];
    let first = step_json(&json!({"arguments": words}));
    let good =
        json!({"index": 0, "digest": first["perform"][0]["digest"], "answer": crate::fake_host::CONTRACT});
    for (member, value) in [
        ("digest", json!("0000000000000000")),
        ("index", json!(1)),
        ("index", json!(-1)),
        ("digest", json!("")),
    ] {
        let mut reply = good.clone();
        reply[member] = value;
        let error = step(&json!({"arguments": words, "replies": [reply]}).to_string()).unwrap_err();
        assert!(["reply_mismatch", "out_of_range"].contains(&error.code()), "{error:?}");
        assert!(error.pointer().starts_with("/replies/0"), "{error:?}");
    }
    // More replies than effects.
    let help = json!({"arguments": ["--help"], "replies": [good]});
    assert_eq!(step(&help.to_string()).unwrap_err().code(), "reply_mismatch");
}

#[test]
fn a_host_that_fails_at_any_one_effect_breaks_nothing() {
    let mut tried = 0;
    for (words, host) in commands() {
        let smooth = run(&host, &words);
        for index in 0..smooth.answers.len() {
            for class in CLASSES {
                let mut host = host.clone();
                host.fault = Some((index, class));
                let report = run(&host, &words);
                tried += 1;
                let command =
                    words.iter().find(|word| ["begin", "send", "exec", "deliver"].contains(&word.as_str()));
                match command.map(String::as_str) {
                    Some("begin" | "send") => assert_eq!(report.status, 0, "{words:?} {index} {class:?}"),
                    Some("exec") => {
                        assert!([7, 126, 127].contains(&report.status), "{words:?} {index} {class:?}")
                    }
                    _ => assert!([0, 1, 2].contains(&report.status), "{words:?} {index} {class:?}"),
                }
                // After a variable that cannot be read nothing leaves any more.
                let asked = &smooth.operations().nth(index).unwrap();
                let decides = asked.kind == OperationKind::Variable && asked.text[0] == "TELEMETRY_ENABLED";
                if decides && class != ErrorClass::Absent {
                    let leaves = |operation: &&Operation| {
                        [OperationKind::Send, OperationKind::Detach].contains(&operation.kind)
                    };
                    assert_eq!(
                        report.operations().skip(index).filter(leaves).count(),
                        0,
                        "{words:?} {class:?}"
                    );
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn a_host_that_fails_at_all_but_the_contract_breaks_nothing() {
    for (words, mut host) in commands() {
        for class in CLASSES {
            host.always = Some(class);
            let report = run(&host, &words);
            let command =
                words.iter().find(|word| ["begin", "send", "exec", "deliver"].contains(&word.as_str()));
            match command.map(String::as_str) {
                Some("begin" | "send") => assert_eq!(report.status, 0, "{words:?} {class:?}"),
                Some("exec") => assert!([126, 127].contains(&report.status), "{words:?} {class:?}"),
                _ => assert!([0, 1, 2].contains(&report.status), "{words:?} {class:?}"),
            }
            assert!(report.texts(OperationKind::Send).is_empty(), "{words:?} {class:?}");
            // Without random bytes no run begins, and without a readable yes nothing is built.
            let silent = ["payload", "begin"].iter().any(|name| words.iter().any(|word| word == name));
            assert!(!silent || report.output.is_empty(), "{words:?} {class:?}: {}", report.output);
        }
    }
}

#[test]
fn no_command_gets_longer_than_its_bounds() {
    for (words, host) in commands() {
        let report = run(&host, &words);
        assert!(report.batches.len() <= 64, "{words:?}: {}", report.batches.len());
        assert!(report.batches.iter().all(|batch| {
            batch.iter().rev().skip(1).all(|operation| operation.kind != OperationKind::Wait)
        }));
    }
    // The most attempts that a variable can ask for still fit.
    let on = [
        ("TELEMETRY_ENABLED", "true"),
        ("TELEMETRY_ENDPOINT", "http://127.0.0.1:9/"),
        ("TELEMETRY_MAX_RETRIES", "99999999999999999999"),
    ];
    let run_text = run_with(&on);
    let mut words = vec!["--contract", "c.json", "--run", &run_text, "send", STARTED, "--wait"];
    words.extend(FIELDS);
    let report = FakeHost::with(&on).run(&words);
    assert_eq!(report.sent().len(), 10);
    assert!(report.said().contains("TELEMETRY_MAX_RETRIES"), "{}", report.said());
    assert!(report.batches.len() <= 64, "{}", report.batches.len());
}

#[test]
fn hostile_inputs_are_errors() {
    let deep = "[".repeat(100_000);
    let wide = format!("{{\"arguments\":[{}]}}", vec!["\"x\""; 10_000].join(","));
    for input in [
        "",
        "null",
        "{}",
        "{\"arguments\":{}}",
        "{\"arguments\":[1]}",
        "{\"arguments\":[],\"x\":1}",
        &deep,
        "\"\\ud800\"",
        "{\"arguments\":[],\"arguments\":[]}",
    ] {
        assert!(step(input).is_err(), "{}", input.chars().take(40).collect::<String>());
    }
    assert!(step(&wide).is_ok());
    // A contract far too large is one that cannot be read.
    let big = "x".repeat(3 * 1024 * 1024);
    let first = step_json(&json!({"arguments": ["--contract", "c.json", "status"]}));
    let reply = json!({"index": 0, "digest": first["perform"][0]["digest"], "answer": big});
    let result = step_json(&json!({"arguments": ["--contract", "c.json", "status"], "replies": [reply]}));
    assert_eq!(result["perform"][0]["op"], "print");
    assert!(result["perform"][0]["text"][0].as_str().unwrap().contains("far too large"), "{result}");
}
