//! Attempts to send: how long they go on, what they tell of themselves, and what is kept of those that fail.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::{Value, json};

use crate::fake_host::{Answer, FakeHost, Report};

const RUN: &str = "1011121314151617";
const KEPT: &str = "/project/runs/telemetry-outbox";

/// A contract of a tool that a variable turns on, with this in its `delivery`.
fn contract(delivery: &Value) -> String {
    let mut declared = json!({"endpoint": {"url": "https://example.com/"}, "attempts": {"value": 3}});
    for (name, value) in delivery.as_object().unwrap() {
        declared[name] = value.clone();
    }
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"env": "T"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "correlation": {"form": "hex8"},
        "payload": {"n": {"integer": [0, 9999], "why": "w"}, "event": {"from": "event"}, "meta": {"mode": {"constant": "x"}}},
        "events": {"e": {}},
        "delivery": declared
    })
    .to_string()
}

fn machine(delivery: &Value, variables: &[(&str, &str)]) -> FakeHost {
    let mut host = FakeHost::with(&[&[("HOME", "/h"), ("T", "yes")], variables].concat());
    host.files.insert("c.json".into(), Ok(contract(delivery).into_bytes()));
    host.platform.insert("directory".into(), "/project".into());
    host
}

fn run(host: &mut FakeHost, words: &[&str]) -> Report {
    host.run(&[&["--contract", "c.json"], words].concat())
}

fn answer(status: u16) -> Answer {
    Ok(format!("HTTP/1.1 {status} X").into_bytes())
}

/// Sends an event in the foreground, with these answers of the receiver.
fn send(host: &mut FakeHost, answers: &[Answer]) -> Report {
    host.responses.extend(answers.iter().cloned());
    let report = run(host, &["send", "e", "n=1", "--time", "1790000000", "--wait"]);
    assert_eq!((report.status, report.output.as_str()), (0, ""));
    report
}

fn waits(report: &Report) -> Vec<i64> {
    report
        .operations()
        .filter(|operation| operation.kind == OperationKind::Wait)
        .map(|operation| operation.number)
        .collect()
}

fn kept(host: &FakeHost) -> Vec<&str> {
    host.files.keys().filter_map(|path| path.strip_prefix(KEPT)?.strip_prefix('/')).collect()
}

fn text(host: &FakeHost, name: &str) -> String {
    String::from_utf8(host.files[&format!("{KEPT}/{name}")].clone().unwrap()).unwrap()
}

#[test]
fn a_dead_network_is_given_up_when_the_time_is_used_up() {
    let budget = json!({
        "attempts": {"value": 10}, "timeout_seconds": {"value": 10}, "connect_timeout_seconds": {"value": 7},
        "budget_seconds": {"value": 25}
    });
    let mut host = machine(&budget, &[]);
    // Each attempt takes all of the time that it has.
    host.clock_runs = true;
    let report = send(&mut host, &[]);
    let requests = report.sent();
    let times: Vec<_> = requests
        .iter()
        .map(|request| {
            let second = |name: &str| request[name].as_i64().unwrap();
            (second("connect_timeout_seconds"), second("timeout_seconds"), second("left_seconds"))
        })
        .collect();
    // Ten seconds, a wait of one at most, ten seconds, one of two, and what is left of 25.
    assert_eq!(times, [(7, 10, 25), (7, 10, 14), (2, 2, 2)], "{:?}", waits(&report));
    assert_eq!(waits(&report).len(), 2);
    assert!(
        report.said().contains("no answer in time; no time is left for another attempt"),
        "{}",
        report.said()
    );
    assert!(host.later <= 25, "{}", host.later);
}

#[test]
fn a_receiver_cannot_have_anybody_wait_beyond_the_time_that_is_left() {
    let mut host = machine(&json!({"budget_seconds": {"value": 10}}), &[]);
    let later = |seconds: u8| Ok(format!("HTTP/1.1 429 X\r\nRetry-After: {seconds}\r\n").into_bytes());
    let report = send(&mut host, &[later(9), later(1)]);
    assert_eq!(waits(&report), [9000]);
    assert_eq!(report.sent().len(), 2);
    let report = send(&mut host, &[later(10)]);
    assert_eq!((report.sent().len(), waits(&report)), (1, vec![]));
    assert!(report.said().contains("longer wait"), "{}", report.said());
}

#[test]
fn a_log_tells_of_each_attempt_to_whoever_asks_for_it() {
    let answers = [Ok(b"curl: 7\n".to_vec()), Err(ErrorClass::Timeout), answer(204)];
    let told = |word: &str| {
        let mut host = machine(&json!({}), &[("ABOVEBOARD_LOG", word)]);
        send(&mut host, &answers).said()
    };
    for word in ["", "off", "warn"] {
        assert_eq!(told(word), "", "{word}");
    }
    let lines = told("debug");
    let lines: Vec<_> = lines.lines().collect();
    let [first, second, third] = lines[..] else { panic!("{lines:?}") };
    assert!(
        first.starts_with("aboveboard: attempt 1 of 3: no answer (curl ended with 7: nothing answers there); the next one in "),
        "{first}"
    );
    assert!(
        second.starts_with("aboveboard: attempt 2 of 3: no answer in time; the next one in "),
        "{second}"
    );
    assert_eq!(third, "aboveboard: attempt 3 of 3: the receiver answered 204; delivered");
}

#[test]
fn what_was_given_up_is_told_with_what_the_receiver_answered() {
    for (last, why) in [
        (answer(503), "the receiver answered 503"),
        (answer(500), "the receiver answered 500"),
        (Err(ErrorClass::Timeout), "no answer in time"),
        (Ok(b"curl: 7\n".to_vec()), "no answer (curl ended with 7: nothing answers there)"),
    ] {
        let mut host = machine(&json!({}), &[]);
        let said = send(&mut host, &[answer(502), Err(ErrorClass::Other), last]).said();
        assert_eq!(said, format!("aboveboard: the event was not delivered: {why}\n"));
    }
}

#[test]
fn a_log_tells_of_an_event_that_the_contract_leaves_out() {
    let mut declared: Value = serde_json::from_str(&contract(&json!({}))).unwrap();
    declared["payload"]["k"] = json!({"enum": ["apply", "list"], "why": "w", "optional": true});
    declared["events"] = json!({"e": {"when": {"k": ["apply"]}}, "f": {"when": {"k": ["apply"]}}});
    let event = |name: &str, word: &str| json!({"name": name, "time": 1, "fields": {"n": 1, "k": word}});
    let several = json!([event("e", "list"), event("f", "list"), event("e", "list"), event("e", "apply")]);
    let one = ["send", "e", "n=1", "k=list"];
    let list = ["send", "--json", &several.to_string()];
    let line = |name: &str| format!("aboveboard: the event {name} is outside of what the contract sends\n");
    for (words, said) in [(&one[..], line("e")), (&list[..], line("e") + &line("f"))] {
        for level in ["", "warn", "debug"] {
            let mut host = machine(&json!({}), &[("ABOVEBOARD_LOG", level)]);
            host.files.insert("c.json".into(), Ok(declared.to_string().into_bytes()));
            let report = run(&mut host, words);
            assert_eq!(report.status, 0);
            assert_eq!(report.said(), if level == "debug" { said.as_str() } else { "" }, "{level:?}");
        }
    }
}

#[test]
fn the_background_is_heard_only_where_somebody_listens() {
    for (word, number) in [(None, 0), (Some("nonsense"), 0), (Some("warn"), 1), (Some("Debug"), 1)] {
        let variables: Vec<_> = word.map(|word| ("ABOVEBOARD_LOG", word)).into_iter().collect();
        let mut host = machine(&json!({}), &variables);
        let report = run(&mut host, &["send", "e", "n=1"]);
        let detached: Vec<_> = report
            .operations()
            .filter(|operation| operation.kind == OperationKind::Detach)
            .map(|operation| operation.number)
            .collect();
        assert_eq!(detached, [number], "{word:?}");
    }
}

#[test]
fn what_waits_again_is_told_with_warn() {
    for (word, told) in [("", false), ("warn", true)] {
        let mut host = machine(&json!({"mode": "at_least_once"}), &[("ABOVEBOARD_LOG", word)]);
        let said = send(&mut host, &[Err(ErrorClass::Unsupported)]).said();
        assert_eq!(said.contains("an event is waiting to be sent again"), told, "{word}: {said}");
    }
}

#[test]
fn a_request_says_how_often_its_event_has_been_tried() {
    let meta = json!({"meta": {"into": "meta", "attempt": "delivery_attempt", "retry": "retry_attempt", "is_retry": "is_retry"}});
    let mut host = machine(&meta, &[]);
    let preview = run(&mut host, &["preview", "e", "n=1"]);
    assert_eq!(preview.output, r#"{"event":"e","meta":{"mode":"x"},"n":1}"#);
    assert_eq!(
        preview.said(),
        "aboveboard: a request also says how often it has been tried, at /meta/delivery_attempt and \
         /meta/retry_attempt and /meta/is_retry\n"
    );
    let event = json!({"name": "e", "time": 1_790_000_000, "fields": {"n": 1}}).to_string();
    let varying = |command: &str| {
        let built: Value =
            serde_json::from_str(&run(&mut host.clone(), &[command, "--json", &event]).output).unwrap();
        built["varying"].clone()
    };
    assert_eq!(
        varying("preview"),
        json!(["/meta/delivery_attempt", "/meta/retry_attempt", "/meta/is_retry"])
    );
    assert_eq!(varying("payload"), Value::Null);

    let requests = send(&mut host, &[answer(503), answer(503), answer(204)]).sent();
    let bodies: Vec<_> = requests.iter().map(|request| request["body"].as_str().unwrap()).collect();
    let body = |attempt: i64, again: bool| {
        format!(
            r#"{{"event":"e","meta":{{"delivery_attempt":{attempt},"is_retry":{again},"mode":"x","retry_attempt":{}}},"n":1}}"#,
            attempt - 1
        )
    };
    assert_eq!(bodies, [body(1, false), body(2, true), body(3, true)]);
    // It is the event's digest, and that stays the same.
    assert!(requests.iter().all(|request| request["digest"] == requests[0]["digest"]));
}

/// How productive-k3s keeps failed attempts.
fn attempts_layout() -> Value {
    json!({
        "outbox": {"layout": "attempts", "directory": "runs/telemetry-outbox", "env": "OUTBOX_DIR", "name": "event"},
        "meta": {"attempt": "delivery_attempt"}
    })
}

#[test]
fn failed_attempts_are_kept_until_the_event_has_arrived() {
    let mut host = machine(&attempts_layout(), &[]);
    send(&mut host, &[answer(503), Ok(b"curl: 6\n".to_vec()), Err(ErrorClass::Timeout)]);
    let name = |attempt: u8, kind: &str| format!("event-{RUN}-attempt-{attempt}.{kind}");
    let mut all = Vec::new();
    for attempt in 1..=3 {
        all.extend([name(attempt, "json"), name(attempt, "status")]);
    }
    assert_eq!(kept(&host), all);
    assert_eq!(text(&host, &all[2]), r#"{"delivery_attempt":2,"event":"e","meta":{"mode":"x"},"n":1}"#);
    for (attempt, exit) in [(1, 22), (2, 6), (3, 28)] {
        let status = text(&host, &name(attempt, "status"));
        let wanted = format!("attempt={attempt}\ncurl_exit={exit}\nrecorded_at=2026-09-21T14:13:20Z\n");
        assert_eq!(status, wanted);
    }
    let written = send(&mut host, &[answer(500)]);
    let modes: Vec<_> = written
        .operations()
        .filter(|operation| operation.kind == OperationKind::Write)
        .map(|operation| operation.number)
        .collect();
    assert!(!modes.is_empty() && modes.iter().all(|mode| *mode == 0o600), "{modes:?}");

    // A second event of the run leaves those of the first alone, and its own go when it has arrived.
    host.files.retain(|path, _| !path.starts_with(KEPT));
    send(&mut host, &[Err(ErrorClass::Timeout), Err(ErrorClass::Timeout), Err(ErrorClass::Timeout)]);
    host.responses.extend([answer(503), answer(204)]);
    let second = run(&mut host, &["send", "e", "n=2", "--wait"]);
    let paths: Vec<_> = second.texts(OperationKind::Write);
    assert_eq!(paths[0], format!("{KEPT}/event-{RUN}-2-attempt-1.json"));
    assert_eq!(kept(&host), all);
}

/// As many as there is room for, and no fewer.
#[test]
fn each_event_of_a_run_has_files_of_its_own() {
    let mut host = machine(&attempts_layout(), &[]);
    for _ in 0..200 {
        send(&mut host, &[answer(400)]);
    }
    assert_eq!(kept(&host).len(), 400);
    for place in ["", "-2", "-8", "-9", "-200"] {
        let name = format!("event-{RUN}{place}-attempt-1.json");
        assert!(kept(&host).contains(&name.as_str()), "{name}");
    }
    // Others of this run are being written, and are not listed so far.
    let mut host = machine(&attempts_layout(), &[]);
    host.lists.insert(KEPT.into(), "notes.txt\n".into());
    for _ in 0..12 {
        send(&mut host, &[answer(400)]);
    }
    assert_eq!(kept(&host).len(), 24);
}

#[test]
fn a_variable_says_where_failed_attempts_are_kept() {
    for (variable, directory) in [
        ("/var/tmp/box", Some("/var/tmp/box")),
        ("box", Some("/project/box")),
        ("", Some(KEPT)),
        ("a\nb", None),
    ] {
        let mut host = machine(&attempts_layout(), &[("OUTBOX_DIR", variable)]);
        let report = send(&mut host, &[answer(400)]);
        let first = report.texts(OperationKind::Write).first().map(ToString::to_string);
        let wanted = directory.map(|directory| format!("{directory}/event-{RUN}-attempt-1.json"));
        assert_eq!(first, wanted, "{variable:?}");
    }
}

#[test]
fn the_background_keeps_them_where_the_tool_was() {
    let mut host = machine(&attempts_layout(), &[]);
    let sent = run(&mut host, &["send", "e", "n=1"]);
    host.platform.insert("directory".into(), "/".into());
    host.stdin = sent.texts(OperationKind::Detach).concat().into();
    host.responses.push_back(answer(404));
    host.run(&["deliver"]);
    assert_eq!(kept(&host), [format!("event-{RUN}-attempt-1.json"), format!("event-{RUN}-attempt-1.status")]);
}

#[test]
fn keeping_attempts_is_never_in_the_way() {
    let wanted = send(&mut machine(&attempts_layout(), &[]), &[answer(503), answer(204)]).sent();
    assert_eq!(wanted.len(), 2);
    for class in
        [ErrorClass::Full, ErrorClass::Denied, ErrorClass::ReadOnly, ErrorClass::Absent, ErrorClass::Exists]
    {
        let mut host = machine(&attempts_layout(), &[]);
        host.unwritable = Some(class);
        assert_eq!(send(&mut host, &[answer(503), answer(204)]).sent(), wanted, "{class:?}");
    }
    // Where there are very many, no more are kept.
    let mut host = machine(&attempts_layout(), &[]);
    for number in 0..200 {
        for kind in ["json", "status"] {
            host.files.insert(format!("{KEPT}/event-{number:016x}-attempt-1.{kind}"), Ok(b"x".to_vec()));
        }
    }
    assert_eq!(send(&mut host, &[answer(503), answer(204)]).texts(OperationKind::Write), [""; 0]);
}

/// A machine that keeps attempts, on which a person has said yes.
fn turned_on() -> FakeHost {
    let mut declared: Value = serde_json::from_str(&contract(&attempts_layout())).unwrap();
    declared["consent"]["sources"] = json!([{"stored": true}]);
    let mut host = machine(&attempts_layout(), &[]);
    host.files.insert("c.json".into(), Ok(declared.to_string().into_bytes()));
    run(&mut host, &["enable"]);
    host
}

#[test]
fn a_no_deletes_what_was_kept_and_nothing_else() {
    for words in [["disable"], ["reset"]] {
        let mut host = turned_on();
        send(&mut host, &[answer(400)]);
        assert_eq!(kept(&host).len(), 2);
        for name in ["notes.txt", "event-x-attempt-1.json.tmp"] {
            host.files.insert(format!("{KEPT}/{name}"), Ok(b"mine".to_vec()));
        }
        assert_eq!(run(&mut host, &words).status, 0);
        assert_eq!(kept(&host), ["event-x-attempt-1.json.tmp", "notes.txt"]);
    }
}

/// A host writes under another name first, and may be killed before the file has its own.
#[test]
fn what_a_killed_writer_left_of_an_attempt_goes_with_a_no() {
    for words in [["disable"], ["reset"]] {
        let mut host = turned_on();
        for name in ["event-r-attempt-1.json.0123456789abcdef.tmp", "notes.json.0123456789abcdef.tmp"] {
            host.files.insert(format!("{KEPT}/{name}"), Ok(b"{".to_vec()));
        }
        assert_eq!(run(&mut host, &words).status, 0);
        assert_eq!(kept(&host), ["notes.json.0123456789abcdef.tmp"]);
    }
}

#[test]
fn nothing_is_kept_of_an_attempt_that_fails_after_a_no() {
    let mut declared: Value = serde_json::from_str(&contract(&attempts_layout())).unwrap();
    declared["consent"]["sources"] = json!([{"stored": true}]);
    let mut host = machine(&attempts_layout(), &[]);
    host.files.insert("c.json".into(), Ok(declared.to_string().into_bytes()));
    run(&mut host, &["enable"]);
    let state = "/h/.local/state/aboveboard/t.json".to_string();
    host.while_sending = Some((state, r#"{"format":1,"consent":{"allow":false,"version":1}}"#.into()));
    assert_eq!(send(&mut host, &[answer(503)]).sent().len(), 1);
    assert_eq!(kept(&host), [""; 0]);
}

#[test]
fn whoever_works_on_a_tool_can_have_its_events_printed() {
    let mut host = machine(&json!({"mode": "standard_output"}), &[]);
    let report = run(&mut host, &["send", "e", "n=1"]);
    assert_eq!(report.output, "{\"event\":\"e\",\"meta\":{\"mode\":\"x\"},\"n\":1}\n");
    let kinds: Vec<_> = report.operations().map(|operation| operation.kind).collect();
    assert!(!kinds.contains(&OperationKind::Send) && !kinds.contains(&OperationKind::Detach));
    host.variables.insert("T".into(), b"no".to_vec());
    assert_eq!(run(&mut host, &["send", "e", "n=1"]).output, "");
}

/// U+FFFD travels as an escape, which is twice as long.
#[test]
fn what_is_handed_over_fits_however_it_is_written() {
    let mut declared: Value = serde_json::from_str(&contract(&json!({}))).unwrap();
    declared["payload"]["text"] = json!({"text": 4096, "why": "w"});
    let mut host = machine(&json!({}), &[]);
    host.files.insert("c.json".into(), Ok(declared.to_string().into_bytes()));
    let fields = json!({"n": 1, "text": "\u{fffd}".repeat(1000)});
    let events: Vec<_> =
        (0..500).map(|_| json!({"name": "e", "time": 1_790_000_000, "fields": fields})).collect();
    let report = run(&mut host, &["send", "--json", &Value::Array(events).to_string()]);
    let told = report.texts(OperationKind::Detach);
    assert!(told.len() > 1, "{}", report.said());
    assert!(told.iter().all(|text| text.len() <= 1024 * 1024));
}

/// So many events as JSON.
fn many(count: usize) -> String {
    let event = |n| json!({"name": "e", "time": 1_790_000_000, "fields": {"n": n}});
    Value::Array((0..count).map(event).collect()).to_string()
}

#[test]
fn a_document_may_come_through_standard_input() {
    let mut host = machine(&json!({"encoding": "lines"}), &[]);
    let sent = |host: &mut FakeHost, words: &[&str]| {
        host.responses.push_back(answer(204));
        let report = run(host, words);
        report.sent().first().map(|request| request["body"].clone())
    };
    let given = sent(&mut host, &["send", "--wait", "--json", &many(3)]);
    assert!(given.is_some());
    host.stdin = many(3).into_bytes();
    assert_eq!(sent(&mut host, &["send", "--wait", "--json", "-"]), given);
    host.stdin = br#"{"n":7}"#.to_vec();
    let fields = sent(&mut host, &["send", "--wait", "e", "--fields", "-"]);
    assert_eq!(fields, sent(&mut host, &["send", "--wait", "e", "n=7"]));
    host.stdin = Vec::new();
    let report = run(&mut host, &["send", "--wait", "--json", "-"]);
    assert_eq!((report.status, report.sent().len()), (0, 0));
    assert!(report.said().contains("--json"), "{}", report.said());
    host.stdin = vec![b' '; 1024 * 1024 + 1];
    let report = run(&mut host, &["send", "--wait", "--json", "-"]);
    assert_eq!((report.status, report.sent().len()), (0, 0));
    assert!(report.said().contains("up to 1 MiB"), "{}", report.said());
}

#[test]
fn many_events_go_at_once_where_a_request_takes_many() {
    let mut host = machine(&json!({"encoding": "lines"}), &[]);
    host.responses.push_back(answer(204));
    let report = run(&mut host, &["send", "--wait", "--json", &many(3)]);
    let requests = report.sent();
    assert_eq!(requests.len(), 1);
    let line = |n| format!("{{\"event\":\"e\",\"meta\":{{\"mode\":\"x\"}},\"n\":{n}}}\n");
    assert_eq!(requests[0]["body"], (0..3).map(line).collect::<String>());
    // What is wrong with one of them is said, and the others go.
    host.responses.push_back(answer(204));
    let mixed =
        json!([{"name": "e", "time": 1, "fields": {"n": 1}}, {"name": "e", "time": 1, "fields": {"n": "x"}}]);
    let report = run(&mut host, &["send", "--wait", "--json", &mixed.to_string()]);
    assert_eq!(report.sent()[0]["body"], line(1));
    assert!(report.said().contains("/event/1/fields/n"), "{}", report.said());
}

/// However many are wrong, the good ones go, and a person can still read what is said.
#[test]
fn what_is_wrong_with_many_events_is_said_briefly() {
    for (wrong, lines, last) in
        [(10, 10, "/event/10/"), (11, 11, "one more event"), (999, 11, "989 more events")]
    {
        let mut host = machine(&json!({"encoding": "lines"}), &[]);
        host.responses.push_back(answer(204));
        let mut events = vec![json!({"name": "e", "time": 1, "fields": {"n": 1}})];
        events.extend((0..wrong).map(|_| json!({"name": "e", "time": 1, "fields": {"n": "x"}})));
        let report = run(&mut host, &["send", "--wait", "--json", &Value::Array(events).to_string()]);
        assert_eq!((report.status, report.sent().len()), (0, 1), "{wrong}");
        let said = report.said();
        assert_eq!(said.lines().count(), lines, "{said}");
        assert!(said.lines().all(|line| line.starts_with("aboveboard: ")), "{said}");
        assert!(said.lines().last().unwrap().contains(last), "{said}");
    }
}

#[test]
fn a_receiver_that_takes_one_gets_them_one_by_one_in_as_many_processes_as_it_takes() {
    let mut host = machine(&json!({}), &[]);
    host.responses.extend((0..100).map(|_| answer(204)));
    let report = run(&mut host, &["send", "--json", &many(40)]);
    let mut told = report.texts(OperationKind::Detach).iter().map(ToString::to_string).collect::<Vec<_>>();
    let (mut arrived, mut processes) = (Vec::new(), 0);
    while let Some(next) = told.pop() {
        processes += 1;
        host.stdin = next.into();
        let report = host.run(&["deliver"]);
        arrived.extend(report.sent().iter().map(|request| request["body"].as_str().unwrap().to_string()));
        told.extend(report.texts(OperationKind::Detach).iter().map(ToString::to_string));
    }
    let body = |n| format!("{{\"event\":\"e\",\"meta\":{{\"mode\":\"x\"}},\"n\":{n}}}");
    assert_eq!(arrived, (0..40).map(body).collect::<Vec<_>>());
    assert!(processes > 1, "one flow has no room for all of them");
    // A receiver that is not there is not tried for each.
    let mut host = machine(&json!({}), &[]);
    let report = run(&mut host, &["send", "--wait", "--json", &many(40)]);
    assert_eq!(report.sent().len(), 3);
    assert!(report.said().contains("40 events were not delivered"), "{}", report.said());
}

#[test]
fn many_events_wait_in_one_file_and_what_has_arrived_is_not_sent_again() {
    let mut host = machine(&json!({"mode": "at_least_once", "attempts": {"value": 1}}), &[]);
    let directory = "/h/.local/state/aboveboard/t.outbox/";
    let waiting = |host: &FakeHost| {
        let texts: Vec<_> = host.files.iter().filter(|(path, _)| path.starts_with(directory)).collect();
        texts
            .iter()
            .map(|(_, text)| String::from_utf8(text.as_ref().unwrap().clone()).unwrap())
            .collect::<Vec<_>>()
    };
    run(&mut host, &["send", "--json", &many(5)]);
    let [batch] = &waiting(&host)[..] else { panic!() };
    let batch: Value = serde_json::from_str(batch).unwrap();
    assert_eq!(batch["events"].as_array().unwrap().len(), 5);
    // Two arrive, one is refused, and then there is nobody.
    host.responses.extend([answer(204), answer(200), answer(400), answer(503)]);
    let report = run(&mut host, &["flush"]);
    assert_eq!(report.sent().len(), 4);
    let [batch] = &waiting(&host)[..] else { panic!() };
    let batch: Value = serde_json::from_str(batch).unwrap();
    let left: Vec<_> =
        batch["events"].as_array().unwrap().iter().map(|event| &event["payload"]["n"]).collect();
    assert_eq!(left, [3, 4]);
    host.responses.extend([answer(204), answer(204)]);
    assert_eq!(run(&mut host, &["flush"]).sent().len(), 2);
    assert_eq!(waiting(&host), [""; 0]);
}

#[test]
fn at_most_once_what_was_not_tried_waits_again() {
    let mut host = machine(&json!({"mode": "at_most_once", "attempts": {"value": 1}}), &[]);
    run(&mut host, &["send", "--json", &many(5)]);
    host.responses.extend([answer(204), answer(503)]);
    let report = run(&mut host, &["flush"]);
    assert_eq!(report.sent().len(), 2, "{}", report.said());
    host.responses.extend([answer(204), answer(204), answer(204)]);
    let bodies: Vec<_> = run(&mut host, &["flush"])
        .sent()
        .iter()
        .map(|request| request["body"].as_str().unwrap().to_string())
        .collect();
    let body = |n| format!("{{\"event\":\"e\",\"meta\":{{\"mode\":\"x\"}},\"n\":{n}}}");
    assert_eq!(bodies, (2..5).map(body).collect::<Vec<_>>(), "the second one may have arrived");
}

#[test]
fn what_was_not_tried_does_not_wait_again_after_a_no() {
    let declared = contract(&json!({"mode": "at_most_once", "attempts": {"value": 1}}));
    let mut declared: Value = serde_json::from_str(&declared).unwrap();
    declared["consent"]["sources"] = json!([{"stored": true}]);
    let mut host = machine(&json!({}), &[]);
    host.files.insert("c.json".into(), Ok(declared.to_string().into_bytes()));
    run(&mut host, &["enable"]);
    run(&mut host, &["send", "--json", &many(5)]);
    host.responses.push_back(answer(503));
    // By now nothing is left in the outbox that a no could drop.
    let state = "/h/.local/state/aboveboard/t.json".to_string();
    host.while_sending = Some((state, r#"{"format":1,"consent":{"allow":false,"version":1}}"#.into()));
    assert_eq!(run(&mut host, &["flush"]).sent().len(), 1);
    let waits: Vec<_> = host.files.keys().filter(|name| name.contains(".outbox/")).collect();
    assert_eq!(waits, [""; 0]);
}

#[test]
fn a_large_batch_is_sent_by_many_flows() {
    let mut host = machine(&json!({"mode": "at_least_once"}), &[]);
    run(&mut host, &["send", "--json", &many(1000)]);
    host.responses.extend((0..1000).map(|_| answer(204)));
    let (mut arrived, mut flows) = (0, 0);
    loop {
        flows += 1;
        let report = run(&mut host, &["flush"]);
        arrived += report.sent().len();
        if report.output != "more\n" {
            break;
        }
    }
    assert_eq!(arrived, 1000);
    assert!(flows > 10);
}
