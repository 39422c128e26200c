//! Batches that cannot be claimed or read: they wait, and keep nothing else waiting.

use aboveboard::ErrorClass;

use crate::fake_host::Report;
use crate::outbox::{DIRECTORY, answer, bodies, contract, machine, run, send, waiting};

#[test]
fn what_cannot_be_claimed_keeps_nothing_else_waiting() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["outbox"]["batches"] = 20.into();
    for (class, why) in [
        (ErrorClass::Denied, "permission denied"),
        (ErrorClass::Other, "it is no regular file, or something else stands in the way"),
    ] {
        let mut host = machine(&contract);
        for n in 1..=8 {
            send(&mut host, n);
        }
        // Two that can be listed, and not renamed.
        let theirs: Vec<_> = waiting(&host).into_iter().take(2).map(ToString::to_string).collect();
        for name in &theirs {
            host.files.insert(format!("{DIRECTORY}/{name}"), Err(class));
        }
        host.variables.insert("ABOVEBOARD_LOG".into(), b"warn".to_vec());
        host.responses.extend((0..8).map(|_| answer(200)));
        let mut reports = Vec::new();
        while reports.last().is_none_or(|report: &Report| report.output == "more\n") {
            reports.push(run(&mut host, &["flush"]));
        }
        let wanted: Vec<_> = (3..=8).map(|n| format!(r#"{{"event":"e","n":{n}}}"#)).collect();
        assert_eq!(bodies(&reports), wanted, "{class:?}");
        assert_eq!(waiting(&host), theirs);
        let said = format!("aboveboard: a batch that waits cannot be taken: {why}\n");
        assert!(reports.iter().all(|report| report.said() == said), "{reports:?}");
    }
}

/// Somebody else's in one's own directory can be renamed, and not read; and a program that has too many files open can
/// read none.
#[test]
fn what_cannot_be_read_is_not_dropped_and_keeps_nothing_else_waiting() {
    for mode in ["at_least_once", "at_most_once"] {
        for class in [ErrorClass::Denied, ErrorClass::Other] {
            let mut contract = contract(mode);
            contract["delivery"]["outbox"]["batches"] = 1000.into();
            for crowd in [1, 8, 30] {
                let mut host = machine(&contract);
                host.unreadable = Some(("theirs", class));
                let theirs: Vec<_> =
                    (0..crowd).map(|n| format!("000001780000000-0000{n:012}.batch")).collect();
                for name in &theirs {
                    host.files.insert(format!("{DIRECTORY}/{name}"), Ok(b"theirs".to_vec()));
                }
                send(&mut host, 1);
                host.responses.push_back(answer(200));
                let mut flows = 0;
                while waiting(&host).len() > crowd {
                    flows += 1;
                    assert!(flows < 100, "{mode} {crowd}: it still waits");
                    host.later += 3600;
                    let report = run(&mut host, &["flush"]);
                    assert_eq!((report.status, report.output.as_str()), (0, ""), "{mode} {crowd}");
                }
                assert_eq!(waiting(&host), theirs, "{mode}");
            }
        }
    }
}

/// However many they are, a flow stays within its bounds.
#[test]
fn a_crowd_that_cannot_be_claimed_fails_no_command() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["outbox"]["batches"] = 1000.into();
    let mut host = machine(&contract);
    for n in 0..500 {
        let name = format!("{DIRECTORY}/000001790000000-0000{n:012}.batch");
        host.files.insert(name, Err(ErrorClass::Denied));
    }
    let report = run(&mut host, &["flush"]);
    assert_eq!((report.status, report.output.as_str(), report.said().as_str()), (0, "", ""));
}

/// And those behind them are reached all the same, by one flow or another.
#[test]
fn a_crowd_that_cannot_be_claimed_keeps_nothing_waiting_for_ever() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["outbox"]["batches"] = 1000.into();
    for crowd in [20, 40, 300] {
        let mut host = machine(&contract);
        for n in 1..=3 {
            send(&mut host, n);
        }
        for n in 0..crowd {
            let name = format!("{DIRECTORY}/000001780000000-0000{n:012}.batch");
            host.files.insert(name, Err(ErrorClass::Denied));
        }
        host.responses.extend((0..3).map(|_| answer(200)));
        let mut flows = 0;
        while waiting(&host).len() > crowd {
            flows += 1;
            assert!(flows < 200, "{crowd}: {} still wait", waiting(&host).len() - crowd);
            // As often as once an hour, on the second.
            host.later += 3600;
            let report = run(&mut host, &["flush"]);
            assert!(report.batches.len() <= 128, "{crowd}");
        }
    }
}
