//! KubeAtlas: opt-in by one variable that is exactly `true`, and nobody is asked.

use aboveboard::Event;

use super::proof::{Proof, Tried, finds};
use super::space::Axis;
use super::space::Word::{self, Lost, No, Unclear, Yes};
use super::spellings::{exact_true, opt_out, scene};
use super::{NOTHING_DECIDED, Outcome, VARIABLE_ALLOWS, VARIABLE_DENIES, VARIABLE_INVALID};

const CONTRACT: &str = include_str!("../../../contracts/kubeatlas.json");

/// Few enough to try everything with everything.
fn proof() -> Proof<4> {
    let axes = vec![opt_out("DO_NOT_TRACK"), exact_true("KUBEATLAS_TELEMETRY_ENABLED"), scene(No)];
    let axes = axes.into_iter().map(Axis::in_full).collect();
    Proof { axes, oracle, event: Event::new("report", 1_790_000_000) }
}

/// `DO_NOT_TRACK`, the tool's own variable; who is there makes no difference.
fn oracle([track, enabled, ..]: [Word; 4]) -> Outcome {
    match (track, enabled) {
        (Yes, _) => VARIABLE_DENIES,
        (Unclear | Lost, _) => VARIABLE_INVALID,
        (_, Yes) => VARIABLE_ALLOWS,
        (_, No) => VARIABLE_DENIES,
        (_, Lost) => VARIABLE_INVALID,
        _ => NOTHING_DECIDED,
    }
}

/// How many that is.
pub(super) const TRIED: Tried = Tried { beginnings: 171_720, later_readings: 19_440 };

#[test]
fn nothing_is_sent_without_a_yes() {
    let tried = proof().check(CONTRACT).unwrap();
    println!("kubeatlas: {tried:?}");
    assert_eq!(tried, TRIED);
}

#[test]
fn the_proof_can_fail() {
    finds(
        &proof(),
        CONTRACT,
        &[
            (r#"{"env": "DO_NOT_TRACK", "means": "deny"},"#, ""),
            (
                r#""DO_NOT_TRACK", "means": "deny""#,
                r#""DO_NOT_TRACK", "means": "deny", "dialect": "presence""#,
            ),
            (r#""means": "deny""#, r#""means": "deny", "invalid": "skip""#),
            (r#""dialect": "exact_true""#, r#""dialect": "parsebool""#),
            (r#""dialect": "exact_true""#, r#""dialect": "exact_true", "means": "deny""#),
            ("KUBEATLAS_TELEMETRY_ENABLED", "KUBEATLAS_TELEMETRY"),
        ],
    );
}
