//! The outbox: what waits on disk arrives, never after a no, and never more often than the mode allows.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::{Value, json};

use crate::fake_host::{Answer, FakeHost, Report};

pub(crate) const DIRECTORY: &str = "/h/.local/state/aboveboard/t.outbox";
const STATE: &str = "/h/.local/state/aboveboard/t.json";

pub(crate) fn contract(mode: &str) -> Value {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"stored": true}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "payload": {"n": {"integer": [0, 99], "why": "w"}, "event": {"from": "event"}},
        "events": {"e": {}},
        "delivery": {"endpoint": {"url": "https://example.com/"}, "mode": mode, "outbox": {"batches": 3}}
    })
}

/// A machine on which somebody has said yes.
pub(crate) fn machine(contract: &Value) -> FakeHost {
    let mut host = FakeHost::with(&[("HOME", "/h")]);
    host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
    assert_eq!(run(&mut host, &["enable"]).status, 0);
    host
}

pub(crate) fn run(host: &mut FakeHost, words: &[&str]) -> Report {
    host.run(&[&["--contract", "c.json"], words].concat())
}

/// Sends an event and gives what the background is told.
pub(crate) fn send(host: &mut FakeHost, n: u8) -> Report {
    host.random = n.rotate_left(4);
    let report = run(host, &["send", "e", &format!("n={n}"), "--time", "1790000000"]);
    assert_eq!((report.status, report.output.as_str()), (0, ""));
    report
}

pub(crate) fn handover(report: &Report) -> Vec<u8> {
    let texts = report.texts(OperationKind::Detach);
    assert_eq!(texts.len(), 1, "not handed over");
    texts.concat().into()
}

/// Runs the background, for as long as it hands on to itself.
pub(crate) fn deliver(host: &mut FakeHost, told: Vec<u8>) -> Vec<Report> {
    let mut reports = Vec::new();
    let mut told = vec![told];
    while let Some(next) = told.pop() {
        host.stdin = next;
        let report = host.run(&["deliver"]);
        assert_eq!(report.status, 0);
        told.extend(report.texts(OperationKind::Detach).into_iter().map(|text| text.as_bytes().to_vec()));
        reports.push(report);
        assert!(reports.len() < 50, "the background never ends");
    }
    reports
}

pub(crate) fn waiting(host: &FakeHost) -> Vec<&str> {
    host.files.keys().filter_map(|path| path.strip_prefix(DIRECTORY)?.strip_prefix('/')).collect()
}

pub(crate) fn bodies(reports: &[Report]) -> Vec<String> {
    reports
        .iter()
        .flat_map(Report::sent)
        .map(|request| request["body"].as_str().unwrap().to_string())
        .collect()
}

pub(crate) fn answer(status: u16) -> Answer {
    Ok(format!("HTTP/1.1 {status} X").into_bytes())
}

#[test]
fn an_event_waits_on_disk_until_it_has_arrived() {
    let mut host = machine(&contract("at_least_once"));
    let sent = send(&mut host, 1);
    assert_eq!(sent.sent(), [Value::Null; 0], "nothing is sent in the foreground");
    let writes: Vec<_> =
        sent.operations().filter(|operation| operation.kind == OperationKind::Write).collect();
    let [write] = writes[..] else { panic!("{writes:?}") };
    assert_eq!((write.number, write.text[2].as_str()), (0o600, "absent"));
    assert_eq!(waiting(&host), ["000001790000000-000010111213b0a4.batch"]);
    let told: Value = serde_json::from_slice(&handover(&sent)).unwrap();
    assert_eq!(
        told.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["contract", "run"],
        "the event is on disk"
    );

    host.responses.push_back(answer(204));
    let reports = deliver(&mut host, handover(&sent));
    assert_eq!(bodies(&reports), [r#"{"event":"e","n":1}"#]);
    assert_eq!(waiting(&host), [""; 0]);
    // There is nothing left to do for another one.
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))), [""; 0]);
}

#[test]
fn what_does_not_arrive_waits_and_goes_first_next_time() {
    for outcome in [answer(503), answer(429), Err(ErrorClass::Timeout), Err(ErrorClass::Unsupported)] {
        let mut host = machine(&contract("at_least_once"));
        let sent = send(&mut host, 1);
        host.responses.push_back(outcome);
        assert_eq!(bodies(&deliver(&mut host, handover(&sent))).len(), 1);
        assert_eq!(waiting(&host), ["000001790000000-000010111213b0a4.tried"]);
        host.later += 5;
        let sent = send(&mut host, 2);
        host.responses.extend([answer(200), answer(200)]);
        let arrived = bodies(&deliver(&mut host, handover(&sent)));
        assert_eq!(arrived, [r#"{"event":"e","n":1}"#, r#"{"event":"e","n":2}"#]);
        assert_eq!(waiting(&host), [""; 0]);
    }
}

#[test]
fn what_the_receiver_does_not_want_is_not_tried_for_ever() {
    let mut host = machine(&contract("at_least_once"));
    for status in [400, 404, 413, 302] {
        let sent = send(&mut host, 1);
        host.responses.push_back(answer(status));
        let reports = deliver(&mut host, handover(&sent));
        assert!(reports[0].said().contains("the event was not delivered"), "{}", reports[0].said());
        assert_eq!(waiting(&host), [""; 0]);
    }
}

#[test]
fn at_most_once_it_is_gone_before_it_is_sent() {
    let mut host = machine(&contract("at_most_once"));
    let sent = send(&mut host, 1);
    assert_eq!(waiting(&host).len(), 1);
    host.responses.push_back(answer(503));
    let reports = deliver(&mut host, handover(&sent));
    let order: Vec<_> = reports[0]
        .operations()
        .map(|operation| operation.kind)
        .filter(|kind| matches!(kind, OperationKind::Remove | OperationKind::Send))
        .collect();
    assert_eq!(order, [OperationKind::Remove, OperationKind::Send]);
    assert_eq!(waiting(&host), [""; 0]);
}

/// Every moment at which a background process can be killed, and what the next one, long after, makes of what is left.
#[test]
fn killed_at_any_moment_nothing_is_lost_or_sent_twice_as_the_mode_says() {
    let mut tried = 0;
    // Hosts rename in two steps: a second name, and then without the first.
    for (mode, half) in
        [("at_least_once", false), ("at_least_once", true), ("at_most_once", false), ("at_most_once", true)]
    {
        for kill in 0.. {
            let mut host = machine(&contract(mode));
            let sent = send(&mut host, 1);
            host.stdin = handover(&sent);
            host.responses.extend([answer(200), answer(200)]);
            let killed = host.run_until(&["deliver"], kill);
            let last = killed.operations().zip(&killed.answers).last();
            if let Some((renamed, Ok(_))) =
                last.filter(|(last, _)| half && last.kind == OperationKind::Rename)
            {
                let [from, to, _] = renamed.text.clone();
                let content = host.files[&to].clone();
                host.files.insert(from, content);
            }
            let ended = killed.answers.len() < kill;
            host.later += 3600;
            host.responses.extend([answer(200), answer(200)]);
            let mut arrived = bodies(std::slice::from_ref(&killed)).len();
            // A request is sent only where its operation was performed, which is the last one of a killed process at most.
            let performed = killed.answers.len();
            let asked = killed.operations().take(performed).filter(|o| o.kind == OperationKind::Send).count();
            arrived = arrived.min(asked);
            arrived += bodies(&deliver(&mut host, handover(&sent))).len();
            let allowed = if mode == "at_least_once" { 1..=2 } else { 0..=1 };
            assert!(allowed.contains(&arrived), "{mode}, killed after {kill}: {arrived}");
            assert_eq!(waiting(&host), [""; 0], "{mode}, killed after {kill}");
            tried += 1;
            if ended {
                assert_eq!(arrived, 1, "{mode}");
                break;
            }
        }
    }
    assert!(tried > 20, "{tried}");
}

/// A host may rename by giving a second name first: whoever is killed between leaves both.
#[test]
fn a_batch_with_two_names_is_sent_once_where_the_mode_says_so() {
    for mode in ["at_least_once", "at_most_once"] {
        let mut host = machine(&contract(mode));
        let sent = send(&mut host, 1);
        let stem = format!("{DIRECTORY}/000001790000000-000010111213b0a4");
        let content = host.files[&format!("{stem}.batch")].clone();
        host.files.insert(format!("{stem}.1790000000.claim"), content.clone());
        host.files.insert(format!("{stem}.1790000009.claim"), content);
        host.later = 3600;
        host.responses.extend([answer(200), answer(200), answer(200)]);
        let arrived = bodies(&deliver(&mut host, handover(&sent))).len();
        let allowed = if mode == "at_least_once" { 1..=3 } else { 1..=1 };
        assert!(allowed.contains(&arrived), "{mode}: {arrived}");
        assert_eq!(waiting(&host), [""; 0], "{mode}");
    }
}

/// What cannot be removed could be sent twice.
#[test]
fn a_second_name_that_stays_keeps_a_batch_from_being_sent_at_most_once() {
    let mut host = machine(&contract("at_most_once"));
    let sent = send(&mut host, 1);
    let stem = format!("{DIRECTORY}/000001790000000-000010111213b0a4");
    host.files.insert(format!("{stem}.1790000000.claim"), Err(ErrorClass::Denied));
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))), [""; 0]);
    assert_eq!(waiting(&host).len(), 2, "it waits");
}

/// A name that is gone when it is to be removed is another one now: whoever took it may send the batch.
#[test]
fn a_second_name_that_somebody_takes_keeps_a_batch_from_being_sent_at_most_once() {
    let mut host = machine(&contract("at_most_once"));
    let sent = send(&mut host, 1);
    let stem = "000001790000000-000010111213b0a4";
    host.lists.insert(DIRECTORY.to_string(), format!("{stem}.batch\n{stem}.1790000000.claim\n"));
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))), [""; 0]);
    assert!(host.files.contains_key(&format!("{DIRECTORY}/{stem}.batch")), "it waits");
}

#[test]
fn a_sender_that_is_still_there_is_left_alone() {
    let mut host = machine(&contract("at_least_once"));
    let sent = send(&mut host, 1);
    let name = format!("{DIRECTORY}/000001790000000-000010111213b0a4.batch");
    let content = host.files.remove(&name).unwrap();
    let claimed = format!("{DIRECTORY}/000001790000000-000010111213b0a4.1790000000.claim");
    host.files.insert(claimed, content);
    // The time for all attempts, and a minute more.
    host.later = 179;
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))), [""; 0]);
    host.later = 180;
    host.responses.push_back(answer(200));
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))).len(), 1);
}

/// A no is quick also where a directory is somebody else's; one odd file keeps no other.
#[test]
fn a_no_does_not_try_a_thousand_removals_that_are_not_permitted() {
    let mut host = machine(&contract("at_least_once"));
    for n in 0..1000 {
        let name = format!("{DIRECTORY}/000001780000000-0000{n:012}.batch");
        host.files.insert(name, if n < 20 { Err(ErrorClass::Other) } else { Ok(Vec::new()) });
    }
    assert_eq!(run(&mut host, &["disable"]).status, 1, "some could not be removed");
    assert_eq!(waiting(&host).len(), 20);
    for n in 0..1000 {
        let name = format!("{DIRECTORY}/000001780000000-0000{n:012}.batch");
        host.files.insert(name, Err(ErrorClass::Denied));
    }
    let report = run(&mut host, &["disable"]);
    assert_eq!(report.status, 1);
    assert!(report.said().contains("permission denied"), "{}", report.said());
    assert!(report.texts(OperationKind::Remove).len() < 100);
}

/// Whatever became of the state file: what had begun before a no never goes on after it, and neither does what waited.
#[test]
fn a_state_file_that_was_lost_revives_nothing_of_before_a_no() {
    for lost in [None, Some("{"), Some("{\"format\":1,\"consent\":{\"allow\":true,\"version\":1}}")] {
        for noes in 0..3 {
            let mut host = machine(&contract("at_least_once"));
            // As random as a generator makes it.
            let mut random = 1;
            let mut say = |host: &mut FakeHost, word| {
                random += 40;
                host.random = random;
                assert_eq!(run(host, &[word]).status, 0, "{word}");
            };
            for _ in 0..noes {
                say(&mut host, "disable");
                say(&mut host, "enable");
            }
            let begun = run(&mut host, &["begin"]).output;
            send(&mut host, 1);
            let batches: Vec<_> = host
                .files
                .iter()
                .filter(|(path, _)| path.starts_with(DIRECTORY))
                .map(|(path, content)| (path.clone(), content.clone()))
                .collect();
            match lost {
                None => {
                    host.files.remove(STATE);
                }
                Some(text) => {
                    host.files.insert(STATE.into(), Ok(text.as_bytes().to_vec()));
                }
            }
            say(&mut host, "disable");
            say(&mut host, "enable");
            // Somebody has brought back what waited.
            host.files.extend(batches);
            host.responses.extend([answer(200), answer(200)]);
            let later = run(&mut host, &["--run", begun.trim_end(), "send", "--wait", "e", "n=2"]);
            assert_eq!(bodies(&[later]), [""; 0], "{lost:?} after {noes}");
            assert_eq!(bodies(&[run(&mut host, &["flush"])]), [""; 0], "{lost:?} after {noes}");
        }
    }
}

#[test]
fn a_no_drops_what_waits_and_nothing_of_before_is_ever_sent() {
    for words in [&["disable"][..], &["reset"]] {
        let mut host = machine(&contract("at_least_once"));
        let sent = send(&mut host, 1);
        host.random = 64;
        send(&mut host, 2);
        assert_eq!(waiting(&host).len(), 2);
        assert_eq!(run(&mut host, words).status, 0);
        assert_eq!(waiting(&host), [""; 0], "{words:?}");
        assert_eq!(bodies(&deliver(&mut host, handover(&sent))), [""; 0]);
    }
    // A batch that could not be removed, or that comes back from a backup, is of before the no.
    let mut host = machine(&contract("at_least_once"));
    let sent = send(&mut host, 1);
    let kept = host.files.clone();
    run(&mut host, &["disable"]);
    run(&mut host, &["enable"]);
    let state = host.files[STATE].clone();
    host.files = kept;
    host.files.insert(STATE.into(), state);
    host.responses.push_back(answer(200));
    let reports = deliver(&mut host, handover(&sent));
    assert_eq!(bodies(&reports), [""; 0]);
    assert_eq!(waiting(&host), [""; 0]);
}

/// A host writes under another name first, and may be killed before the file has its own.
#[test]
fn what_a_killed_writer_left_goes_with_a_no() {
    let unfinished = format!("{DIRECTORY}/000001790000000-0000456789abcdef.batch.0123456789abcdef.tmp");
    let others = ["notes.tmp", "notes.0123456789abcdef.tmp", "000001790000000-0000456789abcdef.batch.tmp"];
    for word in ["disable", "reset"] {
        let mut host = machine(&contract("at_least_once"));
        let others = others.map(|name| format!("{DIRECTORY}/{name}"));
        for path in others.iter().chain([&unfinished]) {
            host.files.insert(path.clone(), Ok(b"{".to_vec()));
        }
        assert_eq!(run(&mut host, &[word]).status, 0);
        assert!(!host.files.contains_key(&unfinished), "{word}");
        assert!(others.iter().all(|path| host.files.contains_key(path)), "{word}");
    }
}

#[test]
fn what_a_killed_writer_left_and_nobody_may_remove_is_told() {
    let unfinished = format!("{DIRECTORY}/000001790000000-0000456789abcdef.batch.0123456789abcdef.tmp");
    let mut host = machine(&contract("at_least_once"));
    host.files.insert(unfinished, Err(ErrorClass::Denied));
    let report = run(&mut host, &["disable"]);
    assert_eq!(report.status, 1);
    let told = format!("not all that was kept could be dropped: {DIRECTORY}: permission denied");
    assert!(report.said().contains(&told), "{}", report.said());
}

#[test]
fn a_no_has_room_for_whatever_lies_in_the_outbox() {
    let mut host = machine(&contract("at_least_once"));
    for number in 0..1100 {
        for end in ["batch", "batch.0123456789abcdef.tmp"] {
            let path = format!("{DIRECTORY}/000001790000000-{number:016x}.{end}");
            host.files.insert(path, Err(ErrorClass::Other));
        }
    }
    let report = run(&mut host, &["disable"]);
    assert_eq!(report.status, 1);
    assert!(report.said().contains("not all that was kept could be dropped"), "{}", report.said());
}

#[test]
fn a_no_in_the_middle_of_a_flush_ends_it() {
    let mut host = machine(&contract("at_least_once"));
    let sent = send(&mut host, 1);
    host.stdin = handover(&sent);
    let whole = machine_after(&host);
    for kill in 0..whole {
        let mut host = host.clone();
        let before = host.run_until(&["deliver"], kill);
        if before.operations().take(before.answers.len()).any(|o| o.kind == OperationKind::Send) {
            continue;
        }
        // The same process goes on, but somebody has said no: a flow is replayed from its answers, so that what it has read
        // before cannot help it.
        let mut denied = host.clone();
        denied.responses.push_back(answer(200));
        run(&mut denied, &["disable"]);
        denied.later += 3600;
        assert_eq!(bodies(&deliver(&mut denied, handover(&sent))), [""; 0], "{kill}");
        host.later += 3600;
    }
}

fn machine_after(host: &FakeHost) -> usize {
    let mut host = host.clone();
    host.responses.push_back(answer(200));
    host.run(&["deliver"]).answers.len()
}

#[test]
fn more_than_the_contract_lets_wait_gives_way() {
    let mut host = machine(&contract("at_least_once"));
    for n in 1..=5 {
        host.later = i64::from(n) * 10;
        let report = send(&mut host, n);
        assert_eq!(report.said().contains("the oldest 1 have been dropped"), n > 3, "{}", report.said());
    }
    let mut names = waiting(&host);
    names.sort_unstable();
    let seconds: Vec<_> =
        names.iter().filter_map(|name| name.split_once('-')).map(|(time, _)| time).collect();
    assert_eq!(seconds, ["000001790000030", "000001790000040", "000001790000050"]);
}

/// Not ours to drop, for example.
#[test]
fn what_cannot_give_way_is_not_said_to_be_dropped() {
    let mut host = machine(&contract("at_least_once"));
    for n in 0..4 {
        let name = format!("{DIRECTORY}/000001780000000-0000{n:012}.batch");
        host.files.insert(name, Err(ErrorClass::Denied));
    }
    assert_eq!(send(&mut host, 1).said(), "");
}

#[test]
fn what_is_sent_within_a_second_keeps_its_order() {
    // The digits that make names unique stand against it.
    let mut host = machine(&contract("at_least_once"));
    for n in [9, 6, 3, 1] {
        send(&mut host, n);
    }
    host.responses.extend((0..4).map(|_| answer(200)));
    let flushed = run(&mut host, &["flush"]);
    let wanted = [9, 6, 3, 1].map(|n| format!(r#"{{"event":"e","n":{n}}}"#));
    assert_eq!(bodies(&[flushed]), wanted);
}

/// Names that had no place within their second.
#[test]
fn what_has_waited_since_before_goes_first() {
    let mut host = machine(&contract("at_least_once"));
    send(&mut host, 1);
    let new = format!("{DIRECTORY}/000001790000000-000010111213b0a4.batch");
    let old = format!("{DIRECTORY}/000001790000000-f011121314151617.batch");
    let content = host.files.remove(&new).unwrap();
    host.files.insert(old, content);
    send(&mut host, 2);
    host.responses.extend([answer(200), answer(200)]);
    let flushed = run(&mut host, &["flush"]);
    assert_eq!(bodies(&[flushed]), [1, 2].map(|n| format!(r#"{{"event":"e","n":{n}}}"#)));
}

#[test]
fn what_cannot_wait_on_disk_is_tried_at_once() {
    for class in [ErrorClass::Full, ErrorClass::ReadOnly, ErrorClass::Denied, ErrorClass::Other] {
        let mut host = machine(&contract("at_least_once"));
        host.unwritable = Some(class);
        let report = send(&mut host, 1);
        assert!(report.said().contains("the event cannot wait on disk"), "{}", report.said());
        host.responses.push_back(answer(200));
        assert_eq!(bodies(&deliver(&mut host, handover(&report))), [r#"{"event":"e","n":1}"#], "{class:?}");
    }
}

#[test]
fn what_somebody_has_changed_is_not_sent() {
    for (from, to) in
        [("\"n\":1", "\"n\":1,\"host\":\"web01\""), ("\"n\":1", "\"n\":100"), ("{", ""), ("\"t\"", "\"u\"")]
    {
        let mut host = machine(&contract("at_least_once"));
        let sent = send(&mut host, 1);
        let name = format!("{DIRECTORY}/000001790000000-000010111213b0a4.batch");
        let text = String::from_utf8(host.files[&name].clone().unwrap()).unwrap();
        host.files.insert(name, Ok(text.replacen(from, to, 1).into_bytes()));
        let reports = deliver(&mut host, handover(&sent));
        assert_eq!(bodies(&reports), [""; 0], "{to}");
        assert!(reports[0].said().contains("has been dropped"));
        assert_eq!(waiting(&host), [""; 0]);
    }
}

#[test]
fn the_foreground_sends_what_waits_where_it_is_to_wait_for_that() {
    let mut host = machine(&contract("at_least_once"));
    send(&mut host, 1);
    host.responses.extend([answer(200), answer(200)]);
    host.random = 77;
    let report = run(&mut host, &["send", "e", "n=2", "--wait", "--time", "1790000001"]);
    assert_eq!(bodies(&[report]).len(), 2);
    assert_eq!(waiting(&host), [""; 0]);
}

#[test]
fn a_contract_that_reads_no_files_has_an_outbox_too() {
    let mut contract = contract("at_least_once");
    contract["consent"]["sources"] = json!([{"env": "T"}]);
    let mut host = FakeHost::with(&[("HOME", "/h"), ("T", "1")]);
    host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
    let sent = send(&mut host, 1);
    assert_eq!(waiting(&host).len(), 1);
    host.responses.push_back(answer(200));
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))).len(), 1);
}

#[test]
fn what_waits_is_told_and_can_be_flushed_by_hand() {
    let mut host = machine(&contract("at_least_once"));
    for n in 1..=3 {
        send(&mut host, n);
    }
    let status = run(&mut host, &["status"]).output;
    assert!(status.ends_with(&format!("\n  waits    3 to be sent, in {DIRECTORY}\n")), "{status}");
    host.responses.extend([answer(200), answer(200), answer(200)]);
    let flushed = run(&mut host, &["flush"]);
    assert_eq!((flushed.status, flushed.output.as_str()), (0, ""));
    assert_eq!(bodies(&[flushed]).len(), 3);
    assert!(!run(&mut host, &["status"]).output.contains("waits"));
    // Without a yes there is nothing to flush, and where nothing is stored neither.
    send(&mut host, 4);
    host.files.insert(
        STATE.into(),
        Ok(b"{\"format\":1,\"consent\":{\"allow\":false,\"version\":1,\"turn\":1}}".to_vec()),
    );
    let denied = run(&mut host, &["flush"]);
    assert_eq!((denied.status, bodies(&[denied]).len()), (0, 0));
    let mut plain = machine(&contract_without_outbox());
    assert_eq!(run(&mut plain, &["flush"]).output, "");
}

pub(crate) fn contract_without_outbox() -> Value {
    let mut contract = contract("best_effort");
    contract["delivery"].as_object_mut().unwrap().remove("outbox");
    contract
}

#[test]
fn as_many_attempts_as_there_may_be_fit_into_a_flow() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["attempts"] = json!({"value": 10});
    let mut host = machine(&contract);
    for n in 1..=2 {
        send(&mut host, n);
    }
    let sent = send(&mut host, 3);
    for _ in 0..3 {
        host.responses.extend((0..9).map(|_| answer(503)));
        host.responses.push_back(answer(200));
    }
    assert_eq!(bodies(&deliver(&mut host, handover(&sent))).len(), 30);
    assert_eq!(waiting(&host), [""; 0]);
}

#[test]
fn more_than_a_flow_has_room_for_is_said() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["outbox"]["batches"] = 20.into();
    let mut host = machine(&contract);
    for n in 1..=12 {
        send(&mut host, n);
        host.responses.push_back(answer(200));
    }
    let (mut flushes, mut arrived) = (0, 0);
    loop {
        let report = run(&mut host, &["flush"]);
        flushes += 1;
        arrived += bodies(std::slice::from_ref(&report)).len();
        if report.output.is_empty() {
            break;
        }
        assert_eq!(report.output, "more\n");
    }
    assert_eq!((arrived, waiting(&host).len()), (12, 0));
    assert!((2..8).contains(&flushes), "{flushes}");
}

/// It is for nobody, and what had waited before is for whoever the endpoint was.
#[test]
fn without_an_endpoint_nothing_is_kept_and_nothing_leaves_the_disk() {
    for mode in ["at_least_once", "at_most_once"] {
        for (endpoint, said) in
            [("", ""), ("collector:4318", "aboveboard: ENDPOINT is no usable endpoint; nothing is sent\n")]
        {
            let mut contract = contract(mode);
            contract["delivery"]["endpoint"]["env"] = "ENDPOINT".into();
            let mut host = machine(&contract);
            let before = send(&mut host, 1);
            host.variables.insert("ENDPOINT".into(), endpoint.as_bytes().to_vec());
            for words in [&["send", "e", "n=2"][..], &["send", "e", "n=3", "--wait"]] {
                let report = run(&mut host, words);
                assert_eq!((report.status, report.said().as_str()), (0, said), "{mode}");
                assert!(report.texts(OperationKind::Detach).is_empty(), "there is nothing to do");
                assert!(report.sent().is_empty());
            }
            assert_eq!(bodies(&deliver(&mut host, handover(&before))), [""; 0], "{mode}");
            assert_eq!(bodies(&[run(&mut host, &["flush"])]), [""; 0], "{mode}");
            assert_eq!(waiting(&host), ["000001790000000-000010111213b0a4.batch"], "{mode} {endpoint}");
            host.variables.insert("ABOVEBOARD_LOG".into(), b"warn".to_vec());
            let told = run(&mut host, &["send", "e", "n=2"]).said();
            assert!(told.ends_with("there is nowhere to send to, so that nothing is kept\n"), "{told}");
            host.variables.remove("ENDPOINT");
            host.responses.extend([answer(200), answer(200)]);
            assert_eq!(bodies(&[run(&mut host, &["flush"])]), [r#"{"event":"e","n":1}"#], "{mode}");
        }
    }
}

#[test]
fn a_crowded_outbox_stops_no_command() {
    let mut host = machine(&contract("at_least_once"));
    let batch = |n: usize| format!("{DIRECTORY}/000001780000000-{n:016x}.batch");
    for n in 0..2500 {
        host.files.insert(batch(n), Ok(b"{}".to_vec()));
    }
    let sent = send(&mut host, 1);
    assert!(sent.said().contains("the oldest 1000 have been dropped"), "{}", sent.said());
    assert_eq!(run(&mut host, &["disable"]).status, 0);
    assert_eq!(waiting(&host), [""; 0]);
    // As many as three looks can remove are removed.
    for n in 0..3000 {
        host.files.insert(batch(n), Ok(b"{}".to_vec()));
    }
    assert_eq!(run(&mut host, &["disable"]).status, 0);
    assert_eq!(waiting(&host), [""; 0]);
    // More than one flow can remove is said, and the no stands.
    for n in 0..4500 {
        host.files.insert(batch(n), Ok(b"{}".to_vec()));
    }
    let report = run(&mut host, &["disable"]);
    assert_eq!(report.status, 1);
    assert!(
        report.said().contains("it is turned off, but not all that was kept could be dropped"),
        "{}",
        report.said()
    );
    assert!(host.files.len() < 2000);
}
