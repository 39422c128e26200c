//! productive-k3s infra: a variable, and a question whose answer holds for one run.

use aboveboard::Event;

use super::proof::{Proof, Tried, finds};
use super::space::Word::{self, Due, Lost, No, Unclear, Yes};
use super::spellings::{opt_out, pk3s, scene};
use super::*;

const CONTRACT: &str = include_str!("../../../contracts/pk3s-infra.json");

/// Few sources: each spelling of the first with everything else.
fn proof() -> Proof<5> {
    let axes = vec![
        opt_out("ABOVEBOARD_DENIED").in_short(),
        pk3s("TELEMETRY_ENABLED").in_full(),
        opt_out("DO_NOT_TRACK"),
        scene(Yes),
    ];
    Proof { axes, oracle, event: event() }
}

fn event() -> Event<'static> {
    let mut event = Event::new("infra.command.started", 1_790_000_000);
    for (path, value) in
        [("command.name", "apply"), ("command.result", "started"), ("client.script", "infra")]
    {
        event.set(path, value).unwrap();
    }
    event
}

fn oracle([parent, enabled, track, machine, person]: [Word; 5]) -> Outcome {
    if matches!(parent, Yes | Unclear | Lost) {
        return PARENT_DENIES;
    }
    match (enabled, track, machine, person) {
        (Yes, ..) => VARIABLE_ALLOWS,
        (No, ..) => VARIABLE_DENIES,
        (Unclear | Lost, ..) => VARIABLE_INVALID,
        (_, Yes, ..) => VARIABLE_DENIES,
        (_, Unclear | Lost, ..) => VARIABLE_INVALID,
        (.., Yes) => QUESTION_ALLOWS,
        (.., No) => QUESTION_DENIES,
        (.., Due) => QUESTION_DUE,
        _ => UNATTENDED,
    }
}

/// How many that is.
pub(super) const TRIED: Tried = Tried { beginnings: 136_104, later_readings: 22_260 };

#[test]
fn nothing_is_sent_without_a_yes() {
    let tried = proof().check(CONTRACT).unwrap();
    println!("pk3s-infra: {tried:?}");
    assert_eq!(tried, TRIED);
}

#[test]
fn the_proof_can_fail() {
    finds(
        &proof(),
        CONTRACT,
        &[
            (r#"{"env": "ABOVEBOARD_DENIED"}"#, r#"{"env": "SOMETHING_ELSE"}"#),
            (r#"{"env": "DO_NOT_TRACK", "means": "deny"}"#, r#"{"env": "SOMETHING_ELSE", "means": "deny"}"#),
            (
                r#""DO_NOT_TRACK", "means": "deny""#,
                r#""DO_NOT_TRACK", "means": "deny", "dialect": "presence""#,
            ),
            (r#""dialect": "pk3s", "invalid": "deny""#, r#""dialect": "pk3s", "invalid": "skip""#),
            (r#""dialect": "pk3s", "invalid": "deny""#, r#""dialect": "strict""#),
            (r#""default": "allow""#, r#""default": "deny""#),
        ],
    );
}
