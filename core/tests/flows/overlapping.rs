//! Many that send at once: what is about to be sent does not count as waiting, and what waits stays within its limit.

use std::collections::BTreeSet;

use aboveboard::OperationKind;
use serde_json::Value;

use crate::fake_host::{FakeHost, Report};
use crate::outbox::{DIRECTORY, answer, bodies, contract, deliver, handover, machine, run, send, waiting};

/// How many of the contract's may wait.
const MOST: usize = 3;
/// How many fresh ones may wait beyond that.
const FRESH: usize = 240;

/// So many send in the same second, and nothing of it is said.
fn burst(host: &mut FakeHost, count: u8) -> Vec<Vec<u8>> {
    let sends = 1..=count;
    sends
        .map(|n| {
            let report = send(host, n);
            assert_eq!(report.said(), "", "{n}");
            handover(&report)
        })
        .collect()
}

fn arrived(reports: &[Report]) -> BTreeSet<i64> {
    let number = |body: &String| serde_json::from_str::<Value>(body).unwrap()["n"].as_i64().unwrap();
    bodies(reports).iter().map(number).collect()
}

#[test]
fn what_is_about_to_be_sent_does_not_give_way() {
    let host = &mut machine(&contract("at_least_once"));
    let told = burst(host, 16);
    assert_eq!(waiting(host).len(), 16);
    let mut reports = Vec::new();
    for told in told {
        host.responses.extend((0..16).map(|_| answer(204)));
        reports.extend(deliver(host, told));
    }
    assert_eq!(arrived(&reports), (1..=16).collect());
    assert_eq!(waiting(host), [""; 0]);
}

/// However long the receiver takes: a claim counts for as long as its sender may be there.
#[test]
fn what_is_being_sent_neither_counts_nor_gives_way() {
    let host = &mut machine(&contract("at_least_once"));
    for n in 0..20 {
        let stem = format!("{DIRECTORY}/000001790000000-0000{n:012}");
        host.files.insert(format!("{stem}.1790000000.claim"), Ok(b"{}".to_vec()));
    }
    // One that is claimed at this moment has both of its names.
    let both = format!("{DIRECTORY}/000001790000000-0000000000000007.batch");
    host.files.insert(both, Ok(b"{}".to_vec()));
    host.later = 60;
    assert_eq!(send(host, 1).said(), "");
    assert_eq!(waiting(host).len(), 22);
    // They were left behind.
    host.later = 180;
    let said = send(host, 2).said();
    assert!(said.contains("the oldest 20 have been dropped"), "{said}");
    assert_eq!(waiting(host).len(), MOST);
}

#[test]
fn where_nobody_is_there_no_more_wait_than_may_once_they_have_had_their_chance() {
    for receiver in [503, 429] {
        let host = &mut machine(&contract("at_least_once"));
        for told in burst(host, 60) {
            host.responses.push_back(answer(receiver));
            assert!(deliver(host, told).iter().all(|report| report.said().is_empty()));
        }
        assert_eq!(waiting(host).len(), 60);
        host.later = 10;
        let said = send(host, 61).said();
        assert_eq!(said, "aboveboard: too much waits to be sent; the oldest 58 have been dropped\n");
        host.responses.extend((0..MOST).map(|_| answer(200)));
        assert_eq!(arrived(&[run(host, &["flush"])]), [59, 60, 61].into(), "the newest are left");
    }
}

/// What was tried has had its chance, however fresh it is.
#[test]
fn what_was_tried_gives_way_at_once() {
    let host = &mut machine(&contract("at_least_once"));
    for n in 1..=8 {
        host.random = n;
        host.responses.push_back(answer(503));
        let said = run(host, &["send", "e", &format!("n={n}"), "--wait"]).said();
        assert_eq!(said.contains("the oldest 1 have been dropped"), usize::from(n) > MOST, "{n}: {said}");
        assert_eq!(waiting(host).len(), usize::from(n).min(MOST), "{n}");
    }
    host.responses.extend((0..MOST).map(|_| answer(200)));
    assert_eq!(arrived(&[run(host, &["flush"])]), [6, 7, 8].into(), "the newest are left");
}

/// A tool that stores faster than anything leaves keeps to the limit at once, as go-tool-base does with its spill files; and
/// it takes from itself, not from others.
#[test]
fn no_run_by_itself_stores_more_than_may_wait() {
    let host = &mut machine(&contract("at_least_once"));
    let others = burst(host, 2);
    host.random = 200;
    let begun = run(host, &["begin"]).output;
    let others_and = |most: usize| others.len() + most;
    for n in 10..25 {
        host.random = n;
        let words = ["--run", begun.trim_end(), "send", "e", &format!("n={n}"), "--time", "1790000000"];
        let said = run(host, &words).said();
        assert_eq!(
            said.contains("the oldest 1 have been dropped"),
            usize::from(n) >= 10 + MOST,
            "{n}: {said}"
        );
        assert!(waiting(host).len() <= others_and(MOST), "{n}");
    }
    let mut reports = Vec::new();
    host.responses.extend((0..others_and(MOST)).map(|_| answer(204)));
    for told in others {
        reports.extend(deliver(host, told));
    }
    assert_eq!(arrived(&reports), [1, 2, 22, 23, 24].into(), "the newest of the run, and all of the others");
}

/// Many threads of one tool that each wait for their own: none of them is taken from another.
#[test]
fn what_a_run_is_sending_itself_does_not_give_way() {
    let host = &mut machine(&contract("at_least_once"));
    let begun = run(host, &["begin"]).output;
    let event = |n: u8| ["send".to_string(), "e".into(), format!("n={n}"), "--wait".into()];
    for n in 1..=16 {
        host.random = u8::rotate_left(n, 4);
        let words = event(n);
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        words.splice(0..0, ["--contract", "c.json", "--run", begun.trim_end()]);
        let mut whole = host.clone();
        whole.responses.push_back(answer(204));
        let whole = whole.run(&words);
        let claim = whole.operations().position(|operation| operation.kind == OperationKind::Rename).unwrap();
        // It is about to claim it, when the next one comes.
        assert_eq!(host.run_until(&words, claim).said(), "", "{n}");
    }
    assert_eq!(waiting(host).len(), 16);
    host.responses.extend((0..16).map(|_| answer(204)));
    // One flow has no room for all.
    let reports: Vec<_> = (0..4).map(|_| run(host, &["flush"])).collect();
    assert_eq!(arrived(&reports), (1..=16).collect());
}

/// One failure says nothing of those that are still to be tried.
#[test]
fn a_receiver_that_fails_once_loses_nothing() {
    let host = &mut machine(&contract("at_least_once"));
    let told = burst(host, 16);
    host.responses.push_back(answer(503));
    let mut reports = Vec::new();
    for told in told {
        reports.extend(deliver(host, told));
        host.responses.extend((0..16).map(|_| answer(204)));
    }
    assert_eq!(arrived(&reports), (1..=16).collect());
}

/// Where no background comes about, the disk does not fill either.
#[test]
fn what_nobody_sends_is_bounded_and_gives_way_when_it_is_no_longer_fresh() {
    let host = &mut machine(&contract("at_least_once"));
    for n in 0..=255 {
        host.random = n;
        let said = run(host, &["send", "e", "n=1"]).said();
        let full = usize::from(n) >= MOST + FRESH;
        assert_eq!(said.contains("the oldest 1 have been dropped"), full, "{n}: {said}");
        assert!(waiting(host).len() <= MOST + FRESH, "{n}");
    }
    host.later = 9;
    assert_eq!(waiting(host).len(), MOST + FRESH);
    host.later = 10;
    let said = send(host, 1).said();
    assert!(said.contains("the oldest 241 have been dropped"), "{said}");
    assert_eq!(waiting(host).len(), MOST);
}

/// A no that is unsaid for a while, or an endpoint that is, loses nothing of what waits.
#[test]
fn what_cannot_be_tried_gives_way_to_nothing() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["endpoint"]["env"] = "ENDPOINT".into();
    let host = &mut machine(&contract);
    let told = burst(host, 8);
    host.variables.insert("ENDPOINT".into(), Vec::new());
    for told in told {
        deliver(host, told);
    }
    run(host, &["flush"]);
    assert_eq!(waiting(host).len(), 8);
}
