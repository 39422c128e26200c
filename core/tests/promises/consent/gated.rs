//! A contract of our own with what none of the others has: an organisation's policy, a parent's denial, a choice in
//! Aboveboard's own file, and a setting whose yes must be noted.

use aboveboard::Event;

use super::files::{setting, stored};
use super::proof::{Proof, Tried, finds};
use super::space::Word::{self, Due, Lost, No, Unclear, Yes};
use super::space::{Axis, Found};
use super::spellings::{opt_out, scene, strict};
use super::*;

const CONTRACT: &str = r#"{
    "contract": 1, "tool": "gated", "schema_version": "1", "consent_version": 2,
    "consent": {
        "gates": [
            {"feature": "usage"},
            {"policy": "/telemetry/enabled", "file": "{system}/gated/policy.json"},
            {"env": "ABOVEBOARD_DENIED"}],
        "sources": [
            {"env": "GATED"},
            {"setting": "/telemetry/enabled", "file": "{config}/gated.json"},
            {"stored": true}],
        "undecided": {"interactive": "ask", "unattended": "deny"},
        "question": {"text": "Share?", "default": "deny", "remember": true},
        "unbound_grant": "ask"},
    "payload": {"event": {"from": "event"}},
    "events": {"done": {}},
    "delivery": {"endpoint": {"url": "https://telemetry.example/"}}}"#;

fn proof() -> Proof<8> {
    let feature = |on| Found::Feature("usage", on);
    let axes = vec![
        Axis::handed_in(vec![(feature(true), Yes), (feature(false), No)]),
        setting("{system}/gated/policy.json").in_short(),
        opt_out("ABOVEBOARD_DENIED").in_short(),
        strict("GATED").in_short(),
        setting("{config}/gated.json").in_short(),
        stored("{state}/aboveboard/gated.json"),
        scene(No),
    ];
    Proof { axes, oracle, event: Event::new("done", 1_790_000_000) }
}

fn oracle([feature, policy, parent, variable, setting, stored, machine, person]: [Word; 8]) -> Outcome {
    match (feature, policy, parent) {
        (No, ..) => return FEATURE_OFF,
        (_, No, _) => return POLICY_DENIES,
        (_, Unclear | Lost, _) => return POLICY_UNREADABLE,
        (.., Yes | Unclear | Lost) => return PARENT_DENIES,
        _ => {}
    }
    match (variable, setting, stored) {
        (Yes, ..) => VARIABLE_ALLOWS,
        (No, ..) => VARIABLE_DENIES,
        (Unclear | Lost, ..) => VARIABLE_INVALID,
        (_, No, _) => SETTING_DENIES,
        (_, Unclear | Lost, _) => SETTING_UNREADABLE,
        // Whatever the file would have allowed, it cannot.
        (_, _, Lost) => STATE_UNREADABLE,
        // Only a yes that is noted counts, and only for a person.
        (_, Yes, Yes) if machine == No => SETTING_ALLOWS,
        (_, _, No) => STORED_DENIES,
        (_, _, Yes) if machine == No => STORED_ALLOWS,
        _ => match person {
            Yes => QUESTION_ALLOWS,
            No => QUESTION_DENIES,
            Due => QUESTION_DUE,
            _ => UNATTENDED,
        },
    }
}

/// How many that is.
pub(super) const TRIED: Tried = Tried { beginnings: 420_192, later_readings: 145_152 };

#[test]
fn nothing_is_sent_without_a_yes() {
    let tried = proof().check(CONTRACT).unwrap();
    println!("a contract with every gate: {tried:?}");
    assert_eq!(tried, TRIED);
}

#[test]
fn the_proof_can_fail() {
    let policy = r#"{"policy": "/telemetry/enabled", "file": "{system}/gated/policy.json"},"#;
    finds(
        &proof(),
        CONTRACT,
        &[
            (policy, ""),
            (r#""policy": "/telemetry/enabled""#, r#""policy": "/telemetry/Enabled""#),
            (r#"{"env": "ABOVEBOARD_DENIED"}"#, r#"{"env": "ABOVEBOARD"}"#),
            (r#"{"env": "ABOVEBOARD_DENIED"}"#, r#"{"env": "ABOVEBOARD_DENIED", "dialect": "presence"}"#),
            (r#"{"env": "GATED"},"#, ""),
            (r#"{"env": "GATED"}"#, r#"{"env": "GATED", "means": "deny"}"#),
            (r#""setting": "/telemetry/enabled""#, r#""setting": "/enabled""#),
            (",\n            {\"stored\": true}", ""),
            (r#""unbound_grant": "ask""#, r#""unbound_grant": "accept""#),
            (r#""consent_version": 2"#, r#""consent_version": 1"#),
        ],
    );
}
