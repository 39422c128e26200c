//! What `flush` says: to a person what happened and why something still waits, to a script nothing.

use aboveboard::ErrorClass;
use serde_json::json;

use crate::fake_host::FakeHost;
use crate::outbox::{
    DIRECTORY, answer, bodies, contract, contract_without_outbox, machine, run, send, waiting,
};

/// What `flush` says to whoever sits at the terminal.
fn told(host: &mut FakeHost) -> String {
    host.terminal = true;
    let report = run(host, &["flush"]);
    host.terminal = false;
    assert_eq!(report.status, 0);
    report.said()
}

#[test]
fn a_person_who_flushes_is_told_what_happened() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["outbox"]["batches"] = 20.into();
    contract["delivery"]["endpoint"]["env"] = "ENDPOINT".into();
    let host = &mut machine(&contract);
    assert_eq!(told(host), "aboveboard: nothing waits to be sent\n");
    for n in 1..=2 {
        send(host, n);
    }
    let failed =
        "aboveboard: sent 0, still waiting 2: the receiver could not be reached, or cannot take it now\n";
    assert_eq!(told(host), failed);
    host.variables.insert("ENDPOINT".into(), Vec::new());
    assert_eq!(told(host), "aboveboard: sent 0, still waiting 2: there is nowhere to send to\n");
    host.variables.remove("ENDPOINT");
    host.responses.extend([answer(200), answer(503)]);
    assert!(told(host).starts_with("aboveboard: sent 1, still waiting 1: the receiver "));
    host.responses.push_back(answer(200));
    assert_eq!(told(host), "aboveboard: sent 1, nothing waits any more\n");
    // More than one flow sends.
    for n in 1..=8 {
        send(host, n);
        host.responses.push_back(answer(200));
    }
    assert_eq!(told(host), "aboveboard: sent 6, still waiting 2: flush again\n");
    assert_eq!(told(host), "aboveboard: sent 2, nothing waits any more\n");
    // Somebody else is sending, or it cannot be had.
    send(host, 1);
    let name = waiting(host)[0].to_string();
    let content = host.files.remove(&format!("{DIRECTORY}/{name}")).unwrap();
    let claim = format!("{DIRECTORY}/{}", name.replace(".batch", ".1790000000.claim"));
    host.files.insert(claim.clone(), content);
    assert_eq!(told(host), "aboveboard: sent 0, still waiting 1: somebody else is sending it\n");
    // By a clock that is a little ahead: two that read one clock in different ways are apart where a second begins.
    let content = host.files.remove(&claim).unwrap();
    let ahead = claim.replace(".1790000000.", ".1790000001.");
    host.files.insert(ahead.clone(), content);
    assert_eq!(told(host), "aboveboard: sent 0, still waiting 1: somebody else is sending it\n");
    host.files.remove(&ahead);
    host.files.insert(format!("{DIRECTORY}/{name}"), Err(ErrorClass::Denied));
    assert_eq!(told(host), "aboveboard: sent 0, still waiting 1: permission denied\n");
}

/// A flow that has tried as often as it may still has room to say so.
#[test]
fn a_person_is_told_however_much_there_was_to_do() {
    let mut contract = contract("at_least_once");
    contract["delivery"]["outbox"]["batches"] = 1000.into();
    contract["delivery"]["attempts"] = json!({"value": 10});
    for crowd in [0, 7, 8, 20] {
        let host = &mut machine(&contract);
        send(host, 1);
        for n in 0..crowd {
            let name = format!("{DIRECTORY}/000001780000000-0000{n:012}.batch");
            host.files.insert(name, Err(ErrorClass::Denied));
        }
        host.variables.insert("ABOVEBOARD_LOG".into(), b"debug".to_vec());
        host.responses.extend((0..10).map(|_| answer(503)));
        let told = told(host);
        let still = format!("sent 0, still waiting {}: ", crowd + 1);
        assert!(told.lines().last().unwrap().contains(&still), "{crowd}: {told}");
    }
}

#[test]
fn a_person_who_flushes_is_told_why_there_is_nothing_to_send() {
    let host = &mut machine(&contract_without_outbox());
    assert_eq!(told(host), "aboveboard: nothing waits to be sent\n");
    host.variables.remove("HOME");
    assert_eq!(told(host), "aboveboard: telemetry is off, so that nothing is sent\n");
    let host = &mut machine(&contract("at_least_once"));
    host.terminal = true;
    let report = run(host, &["--run", "", "flush"]);
    assert_eq!(report.said(), "aboveboard: telemetry is off, so that nothing is sent\n");
    // What the receiver does not want has a line of its own.
    send(host, 1);
    host.responses.push_back(answer(400));
    let said = told(host);
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.ends_with("aboveboard: nothing waits to be sent\n"), "{said}");
}

#[test]
fn whoever_flushes_while_telemetry_is_off_loses_nothing() {
    let mut contract = contract("at_least_once");
    contract["consent"]["gates"] = json!([{"env": "OFF"}]);
    let host = &mut machine(&contract);
    send(host, 1);
    host.variables.insert("OFF".into(), b"1".to_vec());
    assert_eq!(told(host), "aboveboard: telemetry is off, so that nothing is sent\n");
    host.variables.remove("OFF");
    host.responses.push_back(answer(200));
    assert_eq!(bodies(&[run(host, &["flush"])]).len(), 1);
}

/// Also where the run in whose name it flushes had begun while telemetry was on.
#[test]
fn a_run_that_flushes_after_telemetry_went_off_loses_nothing() {
    for mode in ["at_least_once", "at_most_once"] {
        let mut contract = contract(mode);
        contract["consent"]["gates"] = json!([{"env": "OFF"}]);
        let host = &mut machine(&contract);
        send(host, 1);
        let begun = run(host, &["begin"]).output;
        let before: Vec<String> = waiting(host).into_iter().map(str::to_string).collect();
        assert_eq!(before.len(), 1, "{mode}");
        host.variables.insert("OFF".into(), b"1".to_vec());
        let report = run(host, &["--run", begun.trim_end(), "flush"]);
        assert!(bodies(&[report]).is_empty(), "{mode}");
        assert_eq!(waiting(host), before, "{mode}");
        host.variables.remove("OFF");
        host.responses.push_back(answer(200));
        assert_eq!(bodies(&[run(host, &["flush"])]).len(), 1, "{mode}");
    }
}

#[test]
fn a_script_that_flushes_hears_nothing() {
    let host = &mut machine(&contract("at_least_once"));
    assert_eq!(run(host, &["flush"]).said(), "");
    host.terminal = true;
    assert_eq!(run(host, &["flush", "--quiet"]).said(), "");
    send(host, 1);
    host.responses.push_back(answer(200));
    let report = run(host, &["flush", "--quiet"]);
    assert_eq!((report.said(), bodies(&[report]).len()), (String::new(), 1));
}
