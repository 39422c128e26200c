//! Contract, run and payload belong together, and none of them can be made to say what it does not.

use aboveboard::{Answer, Contract, Event, Facts, Machine, begin, call, payload, preview, request};
use serde_json::{Value, json};

fn contract(change: impl Fn(&mut Value)) -> Value {
    let mut contract = json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"env": "ON"}, {"env": "DO_NOT_TRACK", "means": "deny"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "payload": {"k": {"constant": "c"}}, "events": {"e": {}},
        "delivery": {"endpoint": {"url": "https://h.example/"}},
        "child": {"allowed": {"ON": "1"}, "denied": {"ON": "0"}}
    });
    change(&mut contract);
    contract
}

fn facts() -> Facts {
    let mut facts = Facts { random: (0..48).collect(), ..Facts::default() };
    facts.variables.insert("ON", Answer::from_text("1"));
    facts
}

#[test]
fn a_run_goes_with_its_contract_and_a_payload_with_its_run() {
    let own = Contract::parse(&contract(|_| ()).to_string()).unwrap();
    let event = Event::new("e", 0);
    let run = begin(&own, &facts()).unwrap();
    let built = payload(&own, &run, &event, &Machine::default()).unwrap();
    assert!(request(&own, &run, &built, &facts()).is_ok());
    let others = [
        contract(|contract| contract["tool"] = json!("u")),
        contract(|contract| contract["consent_version"] = json!(2)),
    ];
    for other in others {
        let other = Contract::parse(&other.to_string()).unwrap();
        assert_eq!(payload(&other, &run, &event, &Machine::default()).unwrap_err().code(), "run_mismatch");
        assert_eq!(preview(&other, &run, &event, &Machine::default()).unwrap_err().code(), "run_mismatch");
        assert_eq!(request(&other, &run, &built, &facts()).unwrap_err().code(), "run_mismatch");
    }
    let later = Facts { random: (48..96).collect(), ..facts() };
    let another = begin(&own, &later).unwrap();
    assert_eq!(request(&own, &another, &built, &facts()).unwrap_err().code(), "run_mismatch");
    let shown = preview(&own, &run, &event, &Machine::default()).unwrap();
    assert_eq!(request(&own, &run, &shown, &facts()).unwrap_err().code(), "consent_not_given");
}

#[test]
fn a_run_that_contradicts_itself_is_refused() {
    let own = Contract::parse(&contract(|_| ()).to_string()).unwrap();
    let begun: Value = serde_json::from_str(&begin(&own, &facts()).unwrap().to_json()).unwrap();
    for (decision, at) in [
        (json!({"state": "on", "reason": "question_denies"}), "/run/decision/reason"),
        (json!({"state": "on", "reason": "unattended"}), "/run/decision/reason"),
        (json!({"state": "off", "reason": "variable_allows"}), "/run/decision/reason"),
        (json!({"state": "ask", "reason": "nothing_decided"}), "/run/decision/reason"),
        (json!({"state": "off", "reason": "variable_denies", "source": 1}), "/run/decision/source"),
    ] {
        let mut run = begun.clone();
        run["decision"] = decision;
        let arguments = json!({"run": run, "event": {"name": "e", "time": 0}});
        let error = call(&own, "payload", &arguments.to_string()).unwrap_err();
        assert!(["wrong_value", "wrong_type"].contains(&error.code()));
        assert_eq!(error.pointer(), at);
    }
    // A source that the contract does not name is not repeated.
    let mut run = begun;
    run["decision"] = json!({"state": "off", "reason": "variable_denies", "source": "hunter2 /home/jo"});
    let arguments = json!({"run": run, "event": {"name": "e", "time": 0}});
    let error = call(&own, "payload", &arguments.to_string()).unwrap_err();
    assert_eq!(error.code(), "consent_not_given");
    assert!(!error.to_json().contains("hunter2"));
}

#[test]
fn a_contract_cannot_widen_for_its_children() {
    let parse =
        |child: Value| Contract::parse(&contract(|contract| contract["child"] = child.clone()).to_string());
    for (allowed, denied) in [
        (json!({}), json!({"ON": "1"})),
        (json!({"DO_NOT_TRACK": ""}), json!({"ON": "0"})),
        (json!({}), json!({"ON": "0", "DO_NOT_TRACK": "0"})),
    ] {
        let error = parse(json!({"allowed": allowed, "denied": denied})).unwrap_err();
        assert_eq!(error.code(), "wrong_value", "{allowed} {denied}");
    }
    assert!(parse(json!({"allowed": {"ON": "1"}, "denied": {"ON": "off", "X": ""}})).is_ok());
}

#[test]
fn what_is_printed_for_debugging_shows_no_token() {
    let with_bearer = contract(|contract| contract["delivery"]["bearer"] = json!({"env": "TOKEN"}));
    let own = Contract::parse(&with_bearer.to_string()).unwrap();
    let mut facts = facts();
    facts.variables.insert("TOKEN", Answer::from_text("hunter2"));
    let run = begin(&own, &facts).unwrap();
    let built = payload(&own, &run, &Event::new("e", 0), &Machine::default()).unwrap();
    let request = request(&own, &run, &built, &facts).unwrap();
    assert!(request.headers.iter().any(|(_, value)| value == "Bearer hunter2"));
    assert!(!format!("{facts:?} {request:?}").contains("hunter2"));
}

#[test]
fn header_names_differ_by_more_than_case() {
    let twice = contract(|contract| {
        contract["delivery"]["headers"] = json!({"X-A": {"value": "1"}, "x-a": {"value": "2"}})
    });
    assert_eq!(Contract::parse(&twice.to_string()).unwrap_err().code(), "wrong_value");
}

/// More flags than the contract has sources are refused before they are read one by one.
#[test]
fn a_run_with_too_many_flags_is_refused() {
    let own = Contract::parse(&contract(|_| ()).to_string()).unwrap();
    let begun: Value = serde_json::from_str(&begin(&own, &facts()).unwrap().to_json()).unwrap();
    let mut run = begun;
    run["flags"] =
        (0..50_000).map(|index| (format!("f{index}"), json!("x"))).collect::<serde_json::Map<_, _>>().into();
    let error = call(&own, "resolve", &json!({"run": run, "facts": {}}).to_string()).unwrap_err();
    assert_eq!((error.code(), error.pointer()), ("flag_unknown", "/run/flags"));
}
