//! What a person decides, records, and what programs that keep running need. A person's choice is kept in the home
//! directory, so that those tests start this file's own program again, with another one.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test may stop here")]

#[path = "support/home.rs"]
mod home;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aboveboard_host::{
    Counters, Due, Error, ErrorClass, Options, Reason, Request, Response, Sender, State, Tool, disable,
    enable, reset,
};
use home::{Directory, run};
use serde_json::{Value, json};

/// A feature of the tool, a stored choice, local mode, records and an interval.
fn people() -> Value {
    json!({
        "contract": 1, "tool": "example", "schema_version": "1", "consent_version": 1,
        "consent": {
            "gates": [{"feature": "telemetry"}],
            "sources": [{"flag": "telemetry"}, {"env": "EXAMPLE_TELEMETRY"}, {"stored": true}],
            "undecided": {"interactive": "deny", "unattended": "deny"},
            "local": {"sources": [{"env": "EXAMPLE_LOCAL"}], "file": "{state}/example/events.log"}
        },
        "payload": {"event": {"from": "event"}, "note": {"text": 64, "optional": true, "why": "what went wrong"}},
        "events": {"done": {}},
        "records": {"manifest": {"payload": {"result": {"enum": ["pass", "fail"], "why": "how it ended"}}}},
        "delivery": {
            "endpoint": {"url": "https://telemetry.example.org/v1"},
            "attempts": {"value": 2},
            "every_seconds": 3600,
            "metrics": {"sent": "example_sent_total", "errors": "example_errors_total"}
        }
    })
}

fn features() -> Vec<String> {
    vec!["telemetry".to_owned()]
}

fn options() -> Options {
    Options::default().with_feature("telemetry")
}

fn open(options: Options) -> Tool {
    Tool::open(&people().to_string(), options).expect("the run begins")
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn choosing() {
    let contract = people().to_string();
    let yes = enable(&contract, &features()).expect("the contract is sound");
    assert!(yes.saved);
    assert_eq!((yes.decision.state, yes.decision.reason), (State::On, Reason::StoredAllows));
    assert!(yes.message.starts_with("example telemetry: on\n"), "{}", yes.message);
    let tool = open(options());
    assert_eq!(tool.decision().reason, Reason::StoredAllows);
    let no = disable(&contract, &features()).expect("the contract is sound");
    assert!(no.saved);
    assert_eq!(no.decision.reason, Reason::StoredDenies);
    let unknown = enable(&contract, &["nonsense".to_owned()]).expect_err("there is no such feature");
    assert!(matches!(unknown, Error::Core(error) if error.code() == "feature_unknown"));
    assert!(matches!(enable("{", &[]), Err(Error::Core(_))));
    assert!(matches!(reset("{", &[]), Err(Error::Core(_))));
    // What had been said yes to is withdrawn at once.
    assert_eq!(tool.explain().state, State::Off);
    assert_eq!(tool.decision().state, State::On);
}

#[test]
fn a_choice_is_stored_and_holds_for_runs_that_begin_later() {
    let home = Directory::new("choice");
    run("choosing", &home.0, &[]);
    let stored =
        std::fs::read_to_string(home.0.join(".local/state/aboveboard/example.json")).expect("it is there");
    assert!(stored.contains(r#""allow":false"#), "{stored}");
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn not_choosing() {
    let yes = enable(&people().to_string(), &features()).expect("the contract is sound");
    assert_eq!((yes.saved, yes.message.as_str(), yes.decision.state), (false, "", State::Off));
}

#[test]
fn a_choice_that_cannot_be_stored_is_no_yes() {
    let home = Directory::new("no-choice");
    std::fs::create_dir_all(home.0.join(".local/state/aboveboard/example.json")).expect("it can be made");
    run("not_choosing", &home.0, &[]);
}

/// The contract of [`people`], with an id that events tell.
fn identified(identity: &Value) -> String {
    let mut contract = people();
    let mut add = |part: &str, name: &str, value| {
        let part = contract.pointer_mut(part).and_then(Value::as_object_mut).expect("it is one");
        part.insert(name.to_owned(), value);
    };
    add("", "identity", identity.clone());
    add("", "retention", json!({"days": 60, "then": "it is deleted"}));
    add("/payload", "id", json!({"from": "identity", "why": "tells installations apart"}));
    contract.to_string()
}

/// What a run under this contract that begins now says of its id.
fn identity(contract: &str) -> Option<Value> {
    let options = options();
    Tool::open(contract, options).expect("the run begins").identity().expect("it is JSON")
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn resetting() {
    let contract = identified(&json!({"kind": "installation"}));
    assert_eq!(identity(&contract), None, "telemetry is off");
    enable(&contract, &features()).expect("the contract is sound");
    let first = identity(&contract).expect("telemetry is on");
    let id = first["id"].as_str().expect("it has one").to_owned();
    assert_eq!(first, json!({"format": 1, "kind": "installation", "id": id}));
    assert_eq!((id.len(), id.chars().nth(14)), (36, Some('4')), "{id} is a random UUID");
    assert_eq!(identity(&contract), Some(first), "it stays the same");
    let tool = Tool::open(&contract, options());
    let tool = tool.expect("the run begins");
    let payload = tool.payload("done", &json!({}), None).expect("telemetry is on");
    assert!(payload.bytes().contains(&id), "{}", payload.bytes());
    assert_eq!(tool.explain().state, State::On);

    let forgotten = reset(&contract, &features()).expect("the contract is sound");
    assert_eq!((forgotten.saved, forgotten.decision.reason), (true, Reason::StoredDenies));
    assert_eq!(
        forgotten.message,
        format!(
            "example telemetry: turned off\n\
             nothing has been asked of the receiver; to have deleted what it has, name to it\n  {id}\n\
             the id of this installation: forgotten\n"
        )
    );
    assert_eq!(tool.identity().expect("it is JSON"), None, "nor has the run that had said yes");
    enable(&contract, &features()).expect("the contract is sound");
    let later = identity(&contract).expect("telemetry is on");
    assert!(later["id"].is_string() && later["id"] != id.as_str(), "{later}");
}

#[test]
fn an_installation_has_one_id_from_the_first_yes_until_a_reset() {
    let home = Directory::new("reset");
    run("resetting", &home.0, &[]);
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn missing_an_id() {
    let machine = json!({
        "kind": "machine", "application": "f03daaeb1c334b43a732172944bf772e", "rotation": "month"
    });
    let none =
        json!({"format": 1, "kind": "machine", "id": null, "ephemeral": "container", "rotation": "month"});
    assert_eq!(identity(&identified(&machine)), Some(none));
    assert_eq!(identity(&people().to_string()), None, "the contract has none");
}

#[test]
fn where_there_is_no_id_it_says_why() {
    let home = Directory::new("no-id");
    run("missing_an_id", &home.0, &[("EXAMPLE_TELEMETRY", "yes"), ("container", "some")]);
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn not_resetting() {
    let contract = identified(&json!({"kind": "installation"}));
    let failed = reset(&contract, &features()).expect("the contract is sound");
    assert_eq!((failed.saved, failed.message.as_str(), failed.decision.state), (false, "", State::Off));
}

#[test]
fn a_reset_that_cannot_be_done_is_told() {
    let home = Directory::new("no-reset");
    std::fs::create_dir_all(home.0.join(".local/state/aboveboard/example.json")).expect("it can be made");
    run("not_resetting", &home.0, &[]);
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn staying_local() {
    let tool = open(options());
    assert_eq!((tool.decision().state, tool.decision().reason), (State::Local, Reason::LocalOnly));
    tool.send("done", &json!({}), None).expect("the event is fine");
    assert_eq!(tool.counters(), Counters::default());
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn forgetting_what_is_local() {
    let forgotten = reset(&people().to_string(), &features()).expect("the contract is sound");
    // The variables still say what they said.
    assert_eq!((forgotten.saved, forgotten.decision.state), (true, State::Local));
    assert!(forgotten.message.ends_with("events.log: deleted\n"), "{}", forgotten.message);
}

#[test]
fn in_local_mode_events_stay_here_until_a_reset() {
    let home = Directory::new("local");
    let variables = [("EXAMPLE_TELEMETRY", "yes"), ("EXAMPLE_LOCAL", "yes")];
    run("staying_local", &home.0, &variables);
    let log = home.0.join(".local/state/example/events.log");
    assert_eq!(std::fs::read_to_string(&log).expect("it is there"), "{\"event\":\"done\"}\n");
    run("forgetting_what_is_local", &home.0, &variables);
    assert!(!log.exists());
}

/// Keeps what it is to send.
#[derive(Debug, Default)]
struct Bodies(Mutex<Vec<String>>);

impl Sender for Bodies {
    fn send(&self, request: &Request) -> Result<Response, ErrorClass> {
        self.0.lock().expect("nobody panics").push(request.body.clone());
        Ok(Response { status: 204, retry_after: None })
    }
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn telling_too_much() {
    let fields = json!({"note": "quorvex in /data/quorvex/repo"});
    let wanted = r#"{"event":"done","note":"[user] in [path]"}"#;
    let sender = Arc::new(Bodies::default());
    let tool = open(options().with_sender(Arc::<Bodies>::clone(&sender) as Arc<dyn Sender>));
    assert_eq!(tool.payload("done", &fields, None).expect("telemetry is on").bytes(), wanted);
    assert_eq!(tool.preview("done", &fields, None).expect("the event is fine").bytes(), wanted);
    tool.send_and_wait("done", &fields, None).expect("the event is fine");
    assert_eq!(*sender.0.lock().expect("nobody panics"), [wanted]);
    let off = open(Options::default());
    match off.payload("done", &fields, None) {
        Err(Error::Core(error)) => assert_eq!(error.code(), "consent_not_given"),
        other => panic!("{other:?}"),
    }
    assert_eq!(off.preview("done", &fields, None).expect("the event is fine").bytes(), wanted);
}

#[test]
fn what_the_machine_knows_stays_out() {
    let home = Directory::new("private");
    run(
        "telling_too_much",
        &home.0,
        &[("EXAMPLE_TELEMETRY", "yes"), ("USER", "quorvex"), ("PWD", "/data/quorvex")],
    );
}

/// Options with the flag set, which decides whatever is stored on the machine that runs the tests.
fn flagged(word: &str) -> Options {
    options().with_flag("telemetry", word).with_sender(Arc::new(Answers::default()))
}

#[test]
fn features_decide_and_are_explained() {
    let mut without = flagged("enable");
    without.features.clear();
    let off = open(without);
    assert_eq!(off.decision().reason, Reason::FeatureOff);
    let tool = open(flagged("enable"));
    assert_eq!(tool.decision().state, State::On);
    let explained = tool.explain();
    assert_eq!(explained.trail[0].name, "telemetry");
    assert!(explained.trail[1].decided);
    assert!(tool.why().expect("it answers").contains("flag telemetry: says yes, and decides: yes"));
    assert!(!tool.status().expect("it answers").contains("and decides"));
    let unknown = flagged("enable").with_feature("nonsense");
    let refused = Tool::open(&people().to_string(), unknown).expect_err("there is no such feature");
    assert!(matches!(refused, Error::Ended { command: "begin", status: 2 }), "{refused}");
}

#[test]
fn a_record_is_written_whatever_the_decision() {
    let directory = Directory::new("record");
    let tool = open(flagged("disable"));
    assert_eq!(tool.decision().state, State::Off);
    let to = directory.0.join("new/manifest.json");
    tool.record("manifest", &to, &json!({"result": "pass"}), Some(0)).expect("it can be written");
    assert_eq!(std::fs::read_to_string(&to).expect("it is there"), "{\"result\":\"pass\"}\n");
    for (kind, fields, code) in [
        ("nonsense", json!({}), "record_unknown"),
        ("manifest", json!({"result": "perhaps"}), "not_in_enum"),
        ("manifest", json!({"result": "pass", "host": "x"}), "undeclared_field"),
    ] {
        match tool.record(kind, &to, &fields, None) {
            Err(Error::Core(error)) => assert_eq!(error.code(), code),
            other => panic!("{kind} {fields}: {other:?}"),
        }
    }
    let refused = tool.record("manifest", &directory.0, &json!({"result": "pass"}), None);
    assert!(matches!(refused, Err(Error::Ended { command: "record", status: 1 })), "{refused:?}");
}

#[test]
fn reports_are_due_as_often_as_the_contract_says() {
    let tool = open(flagged("enable"));
    let due = |last, now| tool.due(last, now).expect("there is an interval");
    assert_eq!(due(None, None), Due { due: true, in_seconds: None });
    assert_eq!(due(Some(1000), Some(4599)), Due { due: false, in_seconds: Some(1) });
    assert_eq!(due(Some(1000), Some(4600)), Due { due: true, in_seconds: None });
    let mut contract = people();
    contract.as_object_mut().expect("it is one").remove("delivery");
    let never = Tool::open(&contract.to_string(), Options::default()).expect("the run begins");
    match never.due(None, None) {
        Err(Error::Core(error)) => assert_eq!(error.code(), "no_interval"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_program_that_starts_says_so_in_its_log() {
    let line = open(flagged("enable")).startup_line(Some("http://localhost:8080/preview"));
    assert_eq!(
        line.expect("it answers"),
        "example telemetry is on: the flag telemetry says yes; endpoint https://telemetry.example.org/v1; \
         preview http://localhost:8080/preview; to turn it off: aboveboard --contract FILE disable"
    );
    let off = open(flagged("disable")).startup_line(None).expect("it answers");
    assert_eq!(
        off,
        "example telemetry is off: the flag telemetry says no; to turn it on: aboveboard --contract FILE enable"
    );
}

/// Gives what it was told to, in turn.
#[derive(Debug, Default)]
struct Answers(Mutex<VecDeque<Result<Response, ErrorClass>>>);

impl Sender for Answers {
    fn send(&self, _request: &Request) -> Result<Response, ErrorClass> {
        self.0.lock().expect("nobody panics").pop_front().expect("no more is sent than the test expects")
    }
}

#[test]
fn deliveries_are_counted() {
    let answers = Arc::new(Answers::default());
    let sender = Arc::clone(&answers);
    let tool = open(flagged("enable").with_sender(sender));
    let said = |status, after: Option<&str>| Ok(Response { status, retry_after: after.map(str::to_owned) });
    for (given, (sent, errors, dropped)) in [
        (vec![said(204, None)], (1, 0, 0)),
        (vec![said(400, None)], (1, 1, 1)),
        // Another attempt, which arrives.
        (vec![said(503, Some("0")), said(200, None)], (2, 2, 1)),
        (vec![said(429, Some("61"))], (2, 3, 2)),
        (vec![Err(ErrorClass::Unsupported)], (2, 4, 3)),
        // No status that a receiver can give: no answer.
        (vec![said(99, Some("0")), Err(ErrorClass::Timeout)], (2, 6, 4)),
    ] {
        answers.0.lock().expect("nobody panics").extend(given);
        tool.send_and_wait("done", &json!({}), None).expect("the event is fine");
        assert!(answers.0.lock().expect("nobody panics").is_empty());
        assert_eq!(tool.counters(), Counters { sent, errors, dropped });
    }
    let metrics = serde_json::to_value(tool.counters().metrics(tool.contract())).expect("it is a map");
    assert_eq!(metrics, json!({"example_sent_total": 2, "example_errors_total": 6}));
}

/// Keeps the bodies of all requests.
#[derive(Debug, Default)]
struct Kept(Mutex<Vec<Value>>);

impl Sender for Kept {
    fn send(&self, request: &Request) -> Result<Response, ErrorClass> {
        let body = serde_json::from_str(&request.body).map_err(|_| ErrorClass::Other)?;
        self.0.lock().map_err(|_| ErrorClass::Other)?.push(body);
        Ok(Response { status: 204, retry_after: None })
    }
}

impl Kept {
    /// How many events each request has had.
    fn counts(&self) -> Vec<usize> {
        let count = |body: &Value| body.as_array().map_or(1, Vec::len);
        self.0.lock().expect("nobody panics").iter().map(count).collect()
    }
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn gathering() {
    let mut contract = people();
    contract["delivery"]["encoding"] = "array".into();
    let contract = contract.to_string();
    let sender = Arc::new(Kept::default());
    enable(&contract, &features()).expect("the contract is sound");
    let open = || {
        let options = options().with_sender(sender.clone());
        Tool::open(&contract, options).expect("the run begins")
    };
    let tool = open();
    let buffer = tool.buffer();
    for _ in 0..3 {
        buffer.add("done", &json!({}), None).expect("these are fields");
    }
    assert_eq!(buffer.len(), 3);
    assert!(buffer.add("done", &json!("no object"), None).is_err());
    buffer.flush_and_wait().expect("they are sent");
    assert!(buffer.is_empty());
    assert_eq!(sender.counts(), [3]);
    buffer.add("done", &json!({}), None).expect("these are fields");
    buffer.discard();
    drop(buffer);
    assert_eq!(sender.counts(), [3]);

    // Adding, sending and a no at once, and another yes.
    let buffer = tool.buffer();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..20 {
                    buffer.add("done", &json!({}), None).expect("these are fields");
                    buffer.flush().expect("whatever becomes of it");
                }
            });
        }
        scope.spawn(|| assert!(disable(&contract, &features()).expect("the contract is sound").saved));
    });
    enable(&contract, &features()).expect("the contract is sound");
    buffer.add("done", &json!({}), None).expect("these are fields");
    drop(buffer);
    assert_eq!(tool.explain().reason, Reason::Withdrawn);
    drop(tool);
    let after = sender.counts().len();
    let tool = open();
    tool.send_and_wait("done", &json!({}), None).expect("the event is fine");
    assert_eq!(sender.counts().len(), after + 1, "a run that began after the no");
}

#[test]
fn what_was_gathered_before_a_no_is_not_sent_after_it() {
    let home = Directory::new("gathering");
    run("gathering", &home.0, &[]);
}
