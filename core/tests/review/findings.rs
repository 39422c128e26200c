//! Findings: each one where it should be, and none where there is nothing to say.

use aboveboard::lints;

use crate::{CLI, EVERYTHING, KUBEATLAS, asking, tree};

fn found(contract: &str) -> Vec<(&'static str, String)> {
    lints(&tree(contract)).iter().map(|lint| (lint.code(), lint.pointer().to_string())).collect()
}

fn owned<const N: usize>(list: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    list.into_iter().map(|(code, at)| (code, at.to_string())).collect()
}

#[test]
fn everything_worth_asking_about_is_found() {
    assert_eq!(
        found(EVERYTHING),
        owned([
            ("parent_gate_missing", "/consent/gates"),
            ("invalid_skipped", "/consent/sources/1"),
            ("do_not_track_below", "/consent/sources/3"),
            ("opt_out", "/consent/undecided/interactive"),
            ("fine_time", "/payload/at"),
            ("long_lived_id", "/payload/machine"),
            ("fine_os_version", "/payload/system_version"),
            ("token_without_other", "/payload/branch/token"),
            ("free_text", "/payload/texts"),
            ("free_names", "/payload/names"),
            ("token_without_other", "/payload/names"),
            ("free_names", "/payload/phases"),
            ("free_text", "/payload/phases"),
            ("free_text", "/records/report/payload/note"),
            ("endpoint_variable", "/delivery/endpoint/env"),
            ("endpoint_plaintext", "/delivery/endpoint/plaintext"),
            ("header_variable", "/delivery/headers/X-Marker"),
            ("header_variable", "/delivery/user_agent"),
            ("bearer_token", "/delivery/bearer"),
            ("retention_missing", "/retention"),
            ("deletion_missing", "/deletion"),
            ("never_missing", "/page/never"),
            ("controls_missing", "/page/controls"),
        ])
    );
}

#[test]
fn a_question_that_takes_silence_for_a_yes_is_found() {
    let found = found(&asking());
    assert!(found.contains(&("question_allows", String::from("/consent/question/default"))));
    assert!(!found.iter().any(|(code, _)| *code == "opt_out"));
}

#[test]
fn documents_are_taken_at_their_word() {
    assert_eq!(
        found(KUBEATLAS),
        owned([("parent_gate_missing", "/consent/gates"), ("do_not_track_missing", "/consent/sources")])
    );
    assert_eq!(
        found(CLI),
        owned([
            ("opt_out", "/consent/undecided/interactive"),
            ("long_lived_id", "/payload/installation_id"),
            ("retention_missing", "/retention"),
        ])
    );
}

/// A contract that tells an id, and in which only that is to be found.
fn identifying(identity: &str, leaf: &str) -> String {
    format!(
        r#"{{
        "consent": {{"gates": [{{"env": "ABOVEBOARD_DENIED"}}], "sources": [{{"env": "DO_NOT_TRACK", "means": "deny"}}, {{"stored": true}}],
            "undecided": {{"interactive": "deny", "unattended": "deny"}}}},
        "identity": {identity},
        "retention": {{"days": 30, "then": "it is deleted"}}, "deletion": {{"mailto": "a@b.example"}},
        "payload": {{"a": {leaf}}},
        "events": {{"e": {{}}}},
        "records": {{"r": {{"payload": {{"k": {{"constant": 1}}}}}}}},
        "delivery": {{"endpoint": {{"url": "https://telemetry.example.com/"}}}},
        "page": {{"never": ["names"], "controls": {{"disable": "tool no"}}}}
    }}"#
    )
}

#[test]
fn ids_are_found_by_how_long_they_stay_and_who_can_work_them_out() {
    let told = r#"{"from": "identity"}"#;
    for (identity, findings) in [
        (r#"{"kind": "machine"}"#, vec![("long_lived_id", "/payload/a")]),
        (r#"{"kind": "machine", "rotation": "month"}"#, vec![("rotating_id", "/payload/a")]),
        (r#"{"kind": "machine", "rotation": "day"}"#, vec![("rotating_id", "/payload/a")]),
        (r#"{"kind": "installation"}"#, vec![("long_lived_id", "/payload/a")]),
        (
            r#"{"kind": "multi_signal"}"#,
            vec![("guessable_id", "/identity/kind"), ("long_lived_id", "/payload/a")],
        ),
    ] {
        let contract = identifying(identity, told);
        let want = |more: &[(&'static str, &str)]| {
            let all = findings.iter().chain(more);
            all.map(|(code, at)| (*code, (*at).to_string())).collect::<Vec<_>>()
        };
        assert_eq!(found(&contract), want(&[]), "{identity}");
        // One that changes is somebody's as well.
        let kept = contract.replace(r#", "deletion": {"mailto": "a@b.example"}"#, "");
        assert_eq!(found(&kept), want(&[("deletion_missing", "/deletion")]), "{identity}");
    }
}

#[test]
fn an_id_that_nothing_tells_is_found() {
    let contract = identifying(r#"{"kind": "installation"}"#, r#"{"from": "run"}"#);
    assert_eq!(found(&contract), owned([("identity_unused", "/identity")]));
    // A record tells it too, though nobody sees it there who could put reports together.
    let recorded = contract.replace(r#"{"constant": 1}"#, r#"{"from": "identity"}"#);
    assert_eq!(found(&recorded), []);
}

#[test]
fn what_a_system_says_of_itself_is_found_where_it_is_fine() {
    let contract = |leaf: &str| {
        let contract = identifying(r#"{"kind": "installation"}"#, leaf);
        contract.replace(r#""identity": {"kind": "installation"},"#, "")
    };
    for from in ["os", "arch", "os_arch"] {
        assert_eq!(found(&contract(&format!(r#"{{"from": "{from}", "vocabulary": "go"}}"#))), []);
    }
    let version = contract(r#"{"from": "os_version"}"#);
    assert_eq!(found(&version), owned([("fine_os_version", "/payload/a")]));
}

#[test]
fn nothing_is_found_where_nothing_is_to_be_said() {
    let contract = r#"{
        "consent": {
            "gates": [{"env": "ABOVEBOARD_DENIED"}],
            "sources": [{"flag": "telemetry"}, {"env": "DO_NOT_TRACK", "means": "deny"}, {"stored": true}],
            "undecided": {"interactive": "ask", "unattended": "deny"},
            "question": {"text": "?", "default": "deny", "remember": true}
        },
        "retention": {"days": 30, "then": "it is deleted"},
        "payload": {"at": {"from": "time", "precision": "hour"}, "run": {"from": "run"}, "word": {"token": 8, "other": true}},
        "events": {"e": {}},
        "delivery": {"endpoint": {"url": "https://telemetry.example.com/"}},
        "page": {"never": ["names"], "controls": {"disable": "tool no"}}
    }"#;
    assert_eq!(found(contract), []);
    // Without a source that stores, and with a time to the second.
    let changed = contract.replace(r#", {"stored": true}"#, "").replace(r#", "precision": "hour""#, "");
    assert_eq!(
        found(&changed),
        owned([("nothing_stored", "/consent/sources"), ("fine_time", "/payload/at")])
    );
    // A time tells nothing where there is no id beside it; one in a record goes nowhere.
    let apart = changed
        .replace(r#""run": {"from": "run"}, "#, "")
        .replace(r#""events""#, r#""records": {"r": {"payload": {"run": {"from": "run"}}}}, "events""#);
    assert_eq!(found(&apart), owned([("nothing_stored", "/consent/sources")]));
}

#[test]
fn every_finding_stands_on_the_page_for_authors() {
    let page = include_str!("../../../docs/review.md");
    let told = r#"{"from": "identity"}"#;
    let rotating = identifying(r#"{"kind": "machine", "rotation": "day"}"#, told);
    let guessable = identifying(r#"{"kind": "multi_signal"}"#, r#"{"from": "run"}"#);
    for contract in [EVERYTHING, KUBEATLAS, CLI, &asking(), &rotating, &guessable] {
        for lint in lints(&tree(contract)) {
            assert!(page.contains(&format!("| `{}` |", lint.code())), "{}", lint.code());
            assert!(!lint.message().is_empty() && !lint.advice().is_empty());
        }
    }
}
