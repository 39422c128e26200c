//! `scrub`: what is read before it, and what the host is told to filter with.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::{Value, json};

use crate::fake_host::FakeHost;

fn machine() -> FakeHost {
    let mut host = FakeHost::with(&[("HOME", "/data/jane"), ("TELEMETRY_BEARER_TOKEN", "hush-hush-hush")]);
    host.platform.insert("host_name".into(), "web01.example.com".into());
    host
}

/// The private facts that the filter is made with.
fn told(host: &mut FakeHost, words: &[&str]) -> Value {
    let report = host.run(words);
    assert_eq!((report.status, report.output.as_str(), report.said().as_str()), (0, "", ""), "{words:?}");
    let filters = report.texts(OperationKind::Filter);
    assert_eq!(filters.len(), 1, "{words:?}");
    serde_json::from_str(filters[0]).unwrap()
}

#[test]
fn it_needs_no_contract_and_keeps_out_the_token_of_one() {
    let mut host = machine();
    let here = json!([["host_name", "web01.example.com"], ["home", "/data/jane"]]);
    assert_eq!(told(&mut host, &["scrub"]), here);
    let with_token =
        json!([["host_name", "web01.example.com"], ["home", "/data/jane"], ["secret", "hush-hush-hush"]]);
    assert_eq!(told(&mut host, &["--contract", "c.json", "scrub"]), with_token);
    assert_eq!(told(&mut FakeHost::default(), &["scrub"]), json!([]));
}

#[test]
fn a_report_is_a_number() {
    for (words, number) in [(&["scrub"][..], 0), (&["scrub", "--report"], 1)] {
        let report = machine().run(words);
        let filter = report.operations().last().unwrap();
        assert_eq!((filter.kind, filter.number), (OperationKind::Filter, number));
    }
}

#[test]
fn what_stops_it_is_said() {
    let index = machine().run(&["scrub"]).answers.len() - 1;
    let mut host = machine();
    host.fault = Some((index, ErrorClass::Full));
    let report = host.run(&["scrub"]);
    assert_eq!((report.status, report.output.as_str()), (1, ""));
    assert!(report.said().starts_with("aboveboard: scrubbing stopped: "), "{}", report.said());
}

#[test]
fn it_takes_its_text_from_standard_input_alone() {
    for words in [&["scrub", "file.txt"][..], &["scrub", "--reprot"], &["scrub", "--report=x"]] {
        let report = machine().run(words);
        assert_eq!((report.status, report.output.as_str()), (2, ""), "{words:?}");
        assert!(report.texts(OperationKind::Filter).is_empty(), "{words:?}");
    }
    assert!(machine().run(&["scrub", "--help"]).output.contains("--report"));
}
