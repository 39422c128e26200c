//! What the receiver refuses waits where the contract says so, keeps nothing else waiting, and is no reason to go on for ever.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::{Value, json};

use crate::fake_host::{FakeHost, Report};
use crate::outbox::{
    DIRECTORY, answer, bodies, contract as dropping, deliver, handover, machine, run, send, waiting,
};

const FIRST: &str = "000001790000000-000010111213b0a4";

fn contract() -> Value {
    let mut contract = dropping("at_least_once");
    contract["delivery"]["refused"] = "keep".into();
    contract["delivery"]["outbox"]["batches"] = 1000.into();
    contract
}

fn body(n: usize) -> String {
    format!(r#"{{"event":"e","n":{n}}}"#)
}

/// Stores a batch of these numbers.
fn store(host: &mut FakeHost, numbers: std::ops::Range<usize>) -> Report {
    let events: Vec<_> =
        numbers.map(|n| json!({"name": "e", "time": 1_790_000_000, "fields": {"n": n}})).collect();
    run(host, &["send", "--json", &json!(events).to_string()])
}

fn refuse(host: &mut FakeHost, times: usize) {
    host.responses.extend((0..times).map(|_| answer(400)));
}

#[test]
fn what_is_refused_waits_and_is_not_tried_again_in_the_same_flow() {
    for status in [301, 400, 401, 403, 404, 413] {
        let mut contract = contract();
        contract["delivery"]["attempts"] = json!({"value": 3});
        let host = &mut machine(&contract);
        let sent = send(host, 1);
        host.responses.push_back(answer(status));
        let reports = deliver(host, handover(&sent));
        assert_eq!((bodies(&reports).len(), reports.len()), (1, 1), "{status}");
        assert_eq!(reports[0].said(), "", "nothing is given up");
        assert_eq!(waiting(host), [format!("{FIRST}.1790000000.refused")], "{status}");
        // Behind what has never been refused, and away once it has arrived.
        let sent = send(host, 2);
        host.responses.extend([answer(200), answer(200)]);
        assert_eq!(bodies(&deliver(host, handover(&sent))), [body(2), body(1)]);
        assert_eq!(waiting(host), [""; 0], "{status}");
    }
}

#[test]
fn what_is_refused_at_the_head_keeps_nothing_waiting_in_one_flow() {
    let host = &mut machine(&contract());
    for n in 1..=4 {
        send(host, n);
    }
    host.responses.extend([answer(400), answer(200), answer(404), answer(200)]);
    let report = run(host, &["flush"]);
    assert_eq!((bodies(&[report]).len(), waiting(host).len()), (4, 2));
    // The one that was refused the longest time ago has its turn first, and both keep their age.
    host.later = 5;
    host.responses.extend([answer(400), answer(400)]);
    assert_eq!(bodies(&[run(host, &["flush"])]), [body(1), body(3)]);
    let names = waiting(host);
    assert!(names[0].starts_with(FIRST) && names[0].ends_with(".1790000005.refused"), "{names:?}");
}

/// A flow sends six batches: of ten, four are new to the second one.
#[test]
fn the_background_ends_however_much_is_refused() {
    for crowd in [1, 6, 7, 10, 40] {
        let host = &mut machine(&contract());
        for n in 1..crowd {
            send(host, u8::try_from(n).unwrap());
        }
        let sent = send(host, u8::try_from(crowd).unwrap());
        refuse(host, 100);
        let reports = deliver(host, handover(&sent));
        let tried = bodies(&reports).len();
        assert!(crowd <= tried && tried <= crowd + 5, "{crowd}: {tried}");
        assert!(reports.len() <= crowd / 6 + 1, "{crowd}: {}", reports.len());
        assert_eq!(waiting(host).len(), crowd);
        // Another event brings one flow, and goes first.
        host.responses.clear();
        refuse(host, 100);
        let sent = send(host, 50);
        let reports = deliver(host, handover(&sent));
        let bodies = bodies(&reports);
        assert_eq!((bodies[0].clone(), reports.len()), (body(50), 1), "{crowd}");
        assert_eq!(bodies.len(), 6.min(crowd + 1));
        // So does whoever flushes until there is no more.
        host.responses.clear();
        refuse(host, 100);
        assert_eq!(run(host, &["flush"]).output, "", "{crowd}");
    }
}

#[test]
fn what_was_refused_arrives_once_the_receiver_takes_it() {
    let host = &mut machine(&contract());
    for n in 1..=20 {
        send(host, n);
    }
    refuse(host, 24);
    while run(host, &["flush"]).output == "more\n" {}
    assert_eq!(waiting(host).len(), 20);
    host.responses.clear();
    // Nothing but one of them, for good.
    host.responses.push_back(answer(400));
    host.responses.extend((0..19).map(|_| answer(200)));
    let mut flushes = 0;
    while waiting(host).len() > 1 {
        flushes += 1;
        assert!(flushes < 6);
        run(host, &["flush"]);
    }
}

/// Where each event has a request of its own, one that is refused keeps none of its batch waiting.
#[test]
fn a_refused_event_keeps_no_other_of_its_batch_waiting() {
    let host = &mut machine(&contract());
    let sent = store(host, 0..5);
    host.responses.extend([answer(200), answer(400), answer(200), answer(413), answer(200)]);
    assert_eq!(bodies(&deliver(host, handover(&sent))).len(), 5);
    host.responses.extend([answer(200), answer(200)]);
    assert_eq!(bodies(&[run(host, &["flush"])]), [body(1), body(3)]);
    assert_eq!(waiting(host), [""; 0]);
    // Nor where the receiver cannot be reached in between: what has not been tried goes first.
    let sent = store(host, 0..3);
    host.responses.extend([answer(400), answer(503)]);
    assert_eq!(bodies(&deliver(host, handover(&sent))), [body(0), body(1)]);
    host.responses.extend([answer(200), answer(200), answer(200)]);
    assert_eq!(bodies(&[run(host, &["flush"])]), [body(1), body(2), body(0)]);
}

/// More than one flow can try: all of them have their turn, and none goes on for ever.
#[test]
fn a_large_batch_that_is_refused_ends_and_every_event_has_its_turn() {
    let host = &mut machine(&contract());
    let sent = store(host, 0..90);
    refuse(host, 1000);
    let first = deliver(host, handover(&sent));
    assert_eq!(first.len(), 1, "nothing of it got any further");
    let tried = bodies(&first).len();
    assert!((5..90).contains(&tried), "{tried}");
    let mut seen: std::collections::BTreeSet<_> = bodies(&first).into_iter().collect();
    for _ in 0..90 / tried + 1 {
        seen.extend(bodies(&[run(host, &["flush"])]));
    }
    assert_eq!(seen.len(), 90);
    // What is taken goes on to the end, whatever is refused between.
    host.responses.clear();
    host.responses.extend((0..1000).map(|n| answer(if n % 3 == 0 { 400 } else { 200 })));
    let mut flows = 0;
    while run(host, &["flush"]).output == "more\n" {
        flows += 1;
        assert!(flows < 60);
    }
}

#[test]
fn events_in_one_request_are_kept_together() {
    let mut contract = contract();
    contract["delivery"]["encoding"] = "array".into();
    let host = &mut machine(&contract);
    let sent = store(host, 0..3);
    host.responses.push_back(answer(400));
    assert_eq!(bodies(&deliver(host, handover(&sent))).len(), 1);
    host.responses.push_back(answer(200));
    assert_eq!(bodies(&[run(host, &["flush"])]), [format!("[{},{},{}]", body(0), body(1), body(2))]);
    assert_eq!(waiting(host), [""; 0]);
}

#[test]
fn a_person_is_told_why_it_waits() {
    let host = &mut machine(&contract());
    host.terminal = true;
    for (status, why) in [
        (400, "the receiver refused it"),
        (302, "the receiver sent it elsewhere, and redirects are not followed"),
    ] {
        send(host, 1);
        host.responses.push_back(answer(status));
        let said = run(host, &["flush"]).said();
        assert_eq!(said, format!("aboveboard: sent 0, still waiting 1: {why}\n"));
        send(host, 2);
        host.responses.extend([answer(200), answer(status)]);
        let said = run(host, &["flush"]).said();
        assert_eq!(said, format!("aboveboard: sent 1, still waiting 1: {why}\n"));
        host.responses.push_back(answer(200));
        assert_eq!(run(host, &["flush"]).said(), "aboveboard: sent 1, nothing waits any more\n");
    }
    for n in 1..=7 {
        send(host, n);
    }
    refuse(host, 6);
    assert_eq!(run(host, &["flush"]).said(), "aboveboard: sent 0, still waiting 7: flush again\n");
    let status = run(host, &["status"]).output;
    assert!(status.contains("waits    7 to be sent"), "{status}");
    // Whoever asks hears of it in the background too.
    host.variables.insert("ABOVEBOARD_LOG".into(), b"warn".to_vec());
    host.terminal = false;
    refuse(host, 1);
    let said = run(host, &["flush"]).said();
    let line = "aboveboard: an event is waiting to be sent again: the receiver refused it\n";
    assert!(said.starts_with(line), "{said}");
}

#[test]
fn the_oldest_give_way_and_a_no_drops_them_too() {
    let mut contract = contract();
    contract["delivery"]["outbox"]["batches"] = 3.into();
    let host = &mut machine(&contract);
    for n in 1..=3 {
        send(host, n);
    }
    refuse(host, 2);
    run(host, &["flush"]);
    assert_eq!(waiting(host).iter().filter(|name| name.ends_with(".refused")).count(), 2);
    host.later = 10;
    send(host, 4);
    assert_eq!(waiting(host).len(), 3);
    assert!(!waiting(host).iter().any(|name| name.starts_with(FIRST)), "the oldest was refused");
    assert_eq!(run(host, &["disable"]).status, 0);
    assert_eq!(waiting(host), [""; 0]);
}

/// Two that flush at once send it once, and whoever is killed leaves a claim as always.
#[test]
fn what_was_refused_is_claimed_as_everything_else() {
    let host = &mut machine(&contract());
    send(host, 1);
    refuse(host, 1);
    run(host, &["flush"]);
    let refused = format!("{DIRECTORY}/{FIRST}.1790000000.refused");
    let content = host.files.remove(&refused).unwrap();
    host.files.insert(format!("{DIRECTORY}/{FIRST}.1790000000.claim"), content);
    assert_eq!(bodies(&[run(host, &["flush"])]), [""; 0]);
    host.later = 180;
    host.responses.push_back(answer(200));
    assert_eq!(bodies(&[run(host, &["flush"])]), [body(1)]);
}

/// Beside others that cannot be claimed, more than a flow has room for.
#[test]
fn a_crowd_of_both_kinds_ends_every_flow() {
    for (crowd, most) in [(3, 1), (20, 1), (300, 10)] {
        let mut contract = contract();
        contract["delivery"]["attempts"] = json!({"value": most});
        let host = &mut machine(&contract);
        let mut last = None;
        for n in 1..=20 {
            last = Some(send(host, n));
        }
        for n in 0..crowd {
            let name = format!("{DIRECTORY}/000001780000000-0000{n:012}.batch");
            host.files.insert(name, Err(ErrorClass::Denied));
        }
        refuse(host, 500);
        let reports = deliver(host, handover(&last.unwrap()));
        assert!(reports.iter().all(|report| report.batches.len() <= 128), "{crowd}");
        let report = run(host, &["flush"]);
        assert_eq!((report.status, report.output.as_str()), (0, ""), "{crowd}");
    }
}

#[test]
fn what_cannot_wait_on_disk_is_said_to_be_lost() {
    let host = &mut machine(&contract());
    host.unwritable = Some(ErrorClass::Full);
    let report = send(host, 1);
    refuse(host, 1);
    let reports = deliver(host, handover(&report));
    assert!(reports[0].said().contains("not delivered: the receiver refused it"), "{}", reports[0].said());
}

/// It is given up once the contract no longer keeps it.
#[test]
fn a_contract_that_drops_again_drops_what_was_kept() {
    let host = &mut machine(&contract());
    send(host, 1);
    refuse(host, 2);
    run(host, &["flush"]);
    host.files.insert("c.json".into(), Ok(dropping("at_least_once").to_string().into_bytes()));
    let report = run(host, &["flush"]);
    assert_eq!(report.texts(OperationKind::Send).len(), 1);
    assert_eq!(waiting(host), [""; 0]);
}
