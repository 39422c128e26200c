//! Requests to have data deleted: only from `reset`, with ids and nothing else, and honest about what came of them.

use aboveboard::OperationKind;
use serde_json::{Value, json};

use crate::fake_host::{Answer, FakeHost, Report};

const ID: &str = "1dee5954e75c4d6fb96cc6c04ca18a86";
const STATE: &str = "/h/.local/state/aboveboard/t.json";

fn contract(deletion: &Value, identity: &Value) -> Value {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"stored": true}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "identity": identity, "deletion": deletion, "retention": {"days": 60, "then": "it is deleted"},
        "payload": {
            "id": {"from": "identity", "why": "w"}, "event": {"from": "event"},
            "time": {"from": "time", "why": "w"}, "name": {"token": 16, "why": "w"}
        },
        "events": {"e": {}, "delete": {}},
        "delivery": {"endpoint": {"url": "https://example.com/events"}, "user_agent": {"value": "t/{version}"}}
    })
}

fn machine() -> Value {
    json!({"kind": "machine", "application": "f03daaeb1c334b43a732172944bf772e"})
}

fn host(deletion: &Value, identity: &Value, answers: &[Answer]) -> FakeHost {
    let mut host = FakeHost::with(&[("HOME", "/h")]);
    host.files.insert("c.json".into(), Ok(contract(deletion, identity).to_string().into_bytes()));
    host.files.insert("/etc/machine-id".into(), Ok(b"51df0b4bc3b04c9780e299b98ca373b8\n".to_vec()));
    host.responses.extend(answers.iter().cloned());
    host
}

fn run(host: &mut FakeHost, words: &[&str]) -> Report {
    host.run(&[&["--contract", "c.json"], words].concat())
}

fn answer(status: u16) -> Answer {
    Ok(format!("HTTP/1.1 {status} X").into_bytes())
}

fn requests(report: &Report) -> Vec<Value> {
    report.texts(OperationKind::SendDeletion).iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

#[test]
fn a_request_goes_to_its_endpoint_with_ids_and_nothing_else() {
    let mut host = host(&json!({"url": "https://example.com/delete"}), &machine(), &[answer(202)]);
    let report = run(&mut host, &["reset"]);
    let [request] = &requests(&report)[..] else { panic!("{}", report.output) };
    assert_eq!(
        (&request["url"], &request["body"]),
        (&json!("https://example.com/delete"), &json!(format!("{{\"machine_id\":\"{ID}\"}}")))
    );
    assert_eq!(
        request["headers"],
        json!([["Content-Type", "application/json"], ["User-Agent", "t/unknown"]])
    );
    assert_eq!(
        report.output,
        format!(
            "t telemetry: turned off\nthe receiver has taken the request to delete what it has, under\n  {ID}\n"
        )
    );
    assert_eq!(report.sent(), [Value::Null; 0]);
}

#[test]
fn all_periods_that_are_kept_are_named_at_once() {
    let mut identity = machine();
    identity["rotation"] = "month".into();
    let mut host = host(&json!({"url": "https://example.com/delete"}), &identity, &[answer(200)]);
    let [request] = &requests(&run(&mut host, &["reset"]))[..] else { panic!() };
    let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["machine_ids"].as_array().unwrap().len(), 3, "60 days before September end in July");
}

#[test]
fn what_was_not_taken_is_kept_apart_and_asked_again_by_another_reset_only() {
    let deletion = json!({"url": "https://example.com/delete"});
    for refusal in [answer(500), answer(404), answer(302), Err(aboveboard::ErrorClass::Timeout)] {
        let mut host = host(&deletion, &machine(), &[refusal]);
        let report = run(&mut host, &["reset"]);
        assert_eq!(report.status, 0);
        assert!(
            report.output.contains("has not taken the request to delete what it has: "),
            "{}",
            report.output
        );
        assert!(report.output.contains(&format!("\n  {ID}\n")));
        let state = String::from_utf8(host.files[STATE].clone().unwrap()).unwrap();
        assert!(state.contains(&format!("\"deletion\":{{\"ids\":[\"{ID}\"]}}")), "{state}");
        // Other commands leave it alone.
        for words in [&["status"][..], &["disable"], &["enable"], &["payload", "e", "name=x"]] {
            assert_eq!(requests(&run(&mut host, words)), [Value::Null; 0], "{words:?}");
        }
        // The machine has another id by now: both are asked for.
        host.files.insert("/etc/machine-id".into(), Ok(b"f03daaeb1c334b43a732172944bf772e\n".to_vec()));
        host.responses.push_back(answer(200));
        let [request] = &requests(&run(&mut host, &["reset"]))[..] else { panic!() };
        let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
        assert_eq!(body["machine_ids"][1], ID);
        let state = String::from_utf8(host.files[STATE].clone().unwrap()).unwrap();
        assert!(!state.contains("deletion"), "{state}");
    }
}

#[test]
fn by_an_event_it_goes_the_usual_way_although_telemetry_is_off() {
    let deletion = json!({"event": "delete", "fields": {"name": "please"}});
    let mut host = host(&deletion, &machine(), &[answer(204)]);
    let report = run(&mut host, &["reset"]);
    let [request] = &requests(&report)[..] else { panic!("{}", report.output) };
    assert_eq!(request["url"], "https://example.com/events");
    let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
    assert_eq!(body, json!({"id": ID, "event": "delete", "name": "please", "time": "2026-09-21T14:13:20Z"}));
    // The same event by hand is one like any other.
    assert_eq!(run(&mut host, &["payload", "delete", "name=please"]).output, "");
}

#[test]
fn for_each_period_there_is_an_event_of_that_time() {
    let mut identity = machine();
    identity["rotation"] = "month".into();
    let deletion = json!({"event": "delete", "fields": {"name": "please"}});
    let mut host = host(&deletion, &identity, &[answer(204), answer(204), answer(204)]);
    let bodies: Vec<Value> = requests(&run(&mut host, &["reset"]))
        .iter()
        .map(|request| serde_json::from_str(request["body"].as_str().unwrap()).unwrap())
        .collect();
    let times: Vec<_> = bodies.iter().map(|body| body["time"].as_str().unwrap()).collect();
    assert_eq!(times, ["2026-09-21T14:13:20Z", "2026-08-01T00:00:00Z", "2026-07-01T00:00:00Z"]);
    assert_eq!(
        bodies.iter().map(|body| body["id"].to_string()).collect::<std::collections::BTreeSet<_>>().len(),
        3
    );
}

/// Of sixty periods: a receiver that is not there is asked once, one that goes away soon.
#[test]
fn a_receiver_that_takes_nothing_is_not_asked_for_each_period() {
    let mut identity = machine();
    identity["rotation"] = "day".into();
    let deletion = json!({"event": "delete", "fields": {"name": "please"}});
    for (taken, most) in [(0, 1), (1, 17), (20, 33), (61, 61)] {
        let answers: Vec<_> = (0..taken).map(|_| answer(204)).collect();
        let mut host = host(&deletion, &identity, &answers);
        let report = run(&mut host, &["reset"]);
        let asked = requests(&report).len();
        assert!(taken.max(1) <= asked && asked <= most, "{taken}: {asked}");
        assert_eq!(report.output.contains("has not taken"), taken < 61, "{}", report.output);
    }
}

#[test]
fn by_mail_a_person_gets_a_link() {
    let mut host = host(&json!({"mailto": "privacy@example.com"}), &machine(), &[]);
    let report = run(&mut host, &["reset"]);
    assert_eq!(requests(&report), [Value::Null; 0]);
    let expected = format!(
        "send this mail: mailto:privacy@example.com?subject=Delete%20the%20telemetry%20of%20t&body=Please%20delete%20what%20you%20have%20received%20from%20t%20under%0D%0A{ID}%0D%0A\nit is about what was sent under\n  {ID}\n"
    );
    assert!(report.output.ends_with(&expected), "{}", report.output);
}

/// A contract with local mode, by a variable and by a setting.
fn local(deletion: &Value, identity: &Value, answers: &[Answer]) -> FakeHost {
    let mut contract = contract(deletion, identity);
    contract["consent"]["local"] = json!({
        "sources": [{"env": "LOCAL", "dialect": "parsebool"}, {"setting": "/local", "file": "{config}/t/s.json"}],
        "file": "{state}/t/log"
    });
    let mut host = host(deletion, identity, answers);
    host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
    host
}

const KEPT: &str = "keeps everything on this machine; where something has been sent before, another reset without that \
                    asks for its deletion. It would be about";

#[test]
fn an_empty_query_of_its_endpoint_is_left_out() {
    let mut host = host(&json!({"url": "https://example.com/delete?"}), &machine(), &[answer(202)]);
    let report = run(&mut host, &["reset"]);
    let [request] = &requests(&report)[..] else { panic!("{}", report.output) };
    assert_eq!(request["url"], "https://example.com/delete");
}

#[test]
fn where_only_this_machine_keeps_telemetry_nobody_is_asked_over_a_network() {
    for deletion in
        [json!({"url": "https://example.com/delete"}), json!({"event": "delete", "fields": {"name": "p"}})]
    {
        for (word, asks) in [("true", false), ("perhaps", false), ("false", true)] {
            // Whether or not telemetry is on.
            for enabled in [false, true] {
                let mut host = local(&deletion, &machine(), &[answer(204), answer(204)]);
                if enabled {
                    assert_eq!(run(&mut host, &["enable"]).status, 0);
                }
                host.variables.insert("LOCAL".into(), word.as_bytes().to_vec());
                let report = run(&mut host, &["reset"]);
                assert_eq!((requests(&report).len(), report.status), (usize::from(asks), 0), "{word}");
                let told = format!("nothing has been asked of the receiver, because LOCAL {KEPT}\n  {ID}\n");
                assert_eq!(report.output.ends_with(&told), !asks, "{}", report.output);
                // The machine can work it out again: it is on no disk.
                let state = String::from_utf8(host.files[STATE].clone().unwrap()).unwrap();
                assert!(!state.contains("deletion"), "{state}");
                host.variables.remove("LOCAL");
                assert_eq!(requests(&run(&mut host, &["reset"])).len(), 1, "it asks all the same");
            }
        }
    }
}

#[test]
fn a_setting_that_keeps_everything_here_is_named_by_its_file() {
    let mut host = local(&json!({"url": "https://example.com/delete"}), &machine(), &[]);
    host.files.insert("/h/.config/t/s.json".into(), Ok(b"{\"local\":true}".to_vec()));
    let report = run(&mut host, &["reset"]);
    assert_eq!(requests(&report), [Value::Null; 0]);
    assert!(report.output.contains(&format!("because /h/.config/t/s.json {KEPT}")), "{}", report.output);
}

#[test]
fn what_only_this_machine_knows_is_noted_before_it_is_forgotten() {
    let deletion = json!({"url": "https://example.com/delete"});
    let mut host = local(&deletion, &json!({"kind": "installation"}), &[answer(204)]);
    assert_eq!(run(&mut host, &["enable"]).status, 0);
    host.variables.insert("LOCAL".into(), b"1".to_vec());
    assert!(!run(&mut host, &["begin"]).output.is_empty());
    for _ in 0..2 {
        let report = run(&mut host, &["reset"]);
        assert_eq!(requests(&report), [Value::Null; 0]);
        let state: Value = serde_json::from_slice(host.files[STATE].as_ref().unwrap()).unwrap();
        assert_eq!(state["deletion"]["ids"].as_array().unwrap().len(), 1, "{state}");
    }
    assert!(
        run(&mut host, &["status"])
            .output
            .ends_with("\n  deletion not taken by the receiver so far; another reset asks for it\n")
    );
    host.variables.remove("LOCAL");
    let [request] = &requests(&run(&mut host, &["reset"]))[..] else { panic!() };
    assert!(request["body"].as_str().unwrap().starts_with("{\"installation_id\":\""));
    let state = String::from_utf8(host.files[STATE].clone().unwrap()).unwrap();
    assert!(!state.contains("deletion"), "{state}");
}

#[test]
fn a_mail_is_a_persons_own_also_where_only_this_machine_keeps_telemetry() {
    let mut host = local(&json!({"mailto": "privacy@example.com"}), &machine(), &[]);
    host.variables.insert("LOCAL".into(), b"1".to_vec());
    let output = run(&mut host, &["reset"]).output;
    assert!(output.contains("send this mail: mailto:privacy@example.com"), "{output}");
}

#[test]
fn where_there_is_no_id_nothing_is_asked() {
    let mut host = host(&json!({"url": "https://example.com/delete"}), &machine(), &[answer(200)]);
    host.files.insert("/etc/machine-id".into(), Ok(b"uninitialized\n".to_vec()));
    let report = run(&mut host, &["reset"]);
    assert_eq!((requests(&report).len(), report.output.as_str()), (0, "t telemetry: turned off\n"));
}

#[test]
fn an_event_cannot_speak_for_an_earlier_id_which_stays_noted() {
    let deletion = json!({"event": "delete", "fields": {"name": "please"}});
    let mut host = host(&deletion, &machine(), &[answer(500), answer(204)]);
    run(&mut host, &["reset"]);
    let noted = format!("\"deletion\":{{\"ids\":[\"{ID}\"]}}");
    let state = |host: &FakeHost| String::from_utf8(host.files[STATE].clone().unwrap()).unwrap();
    assert!(state(&host).contains(&noted), "{}", state(&host));
    // The machine has no id any more: there is nothing that an event could tell.
    host.files.insert("/etc/machine-id".into(), Ok(b"uninitialized\n".to_vec()));
    assert_eq!(requests(&run(&mut host, &["reset"])), [Value::Null; 0]);
    // It has another one: that is taken, and the earlier one is not forgotten.
    host.files.insert("/etc/machine-id".into(), Ok(b"f03daaeb1c334b43a732172944bf772e\n".to_vec()));
    let report = run(&mut host, &["reset"]);
    assert_eq!(requests(&report).len(), 1);
    assert!(report.output.contains("has taken the request"), "{}", report.output);
    assert!(state(&host).contains(&noted), "{}", state(&host));
}

#[test]
fn the_ids_of_all_periods_are_told_to_the_person_too() {
    let mut identity = machine();
    identity["rotation"] = "month".into();
    let mut host = host(&json!({"url": "https://example.com/delete"}), &identity, &[answer(200)]);
    let output = run(&mut host, &["reset"]).output;
    for from in ["2026-09-01", "2026-08-01", "2026-07-01"] {
        assert!(output.contains(&format!("  for what was sent from {from} on\n")), "{output}");
    }
}
