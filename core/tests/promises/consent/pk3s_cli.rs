//! productive-k3s CLI: a flag, a variable, a settings file, and a question whose answer is stored there.

use aboveboard::{Contract, Event, Facts, begin};

use super::files::{setting, stored};
use super::proof::{Proof, Tried, finds};
use super::space::Word::{self, Due, Lost, No, Nothing, Unclear, Yes};
use super::space::{Axis, Found};
use super::spellings::{opt_out, pk3s, scene};
use super::*;

const CONTRACT: &str = include_str!("../../../contracts/pk3s-cli.json");

/// The contract at the second version of what people are told, so that there is an older one.
fn contract() -> String {
    CONTRACT.replace(r#""consent_version": 1"#, r#""consent_version": 2"#)
}

fn proof() -> Proof<8> {
    let flag = |word| Found::Flag("telemetry", word);
    let axes = vec![
        opt_out("ABOVEBOARD_DENIED").in_short(),
        Axis::handed_in(vec![
            (flag(None), Nothing),
            (flag(Some("disable")), No),
            (flag(Some("enable")), Yes),
        ]),
        pk3s("TELEMETRY_ENABLED"),
        opt_out("DO_NOT_TRACK"),
        setting("{config}/productive-k3s-cli/config.json"),
        stored("{state}/aboveboard/productive-k3s-cli.json"),
        scene(Yes),
    ];
    Proof { axes, oracle, event: event() }
}

fn event() -> Event<'static> {
    let mut event = Event::new("cli.command.started", 1_790_000_000);
    for (path, value) in [
        ("command.name", "apply"),
        ("command.target", "core"),
        ("command.source_mode", "local"),
        ("command.result", "started"),
    ] {
        event.set(path, value).unwrap();
    }
    event.set("command.has_profile", true).unwrap();
    event
}

/// The parent, the flag, the variable (what it says unclearly is passed over), `DO_NOT_TRACK`, the settings file, the question.
fn oracle([parent, flag, enabled, track, setting, noted, machine, person]: [Word; 8]) -> Outcome {
    if matches!(parent, Yes | Unclear | Lost) {
        return PARENT_DENIES;
    }
    match (flag, enabled, track, setting, noted) {
        (Yes, ..) => FLAG_ALLOWS,
        (No, ..) => FLAG_DENIES,
        (_, Yes, ..) => VARIABLE_ALLOWS,
        (_, No, ..) => VARIABLE_DENIES,
        (_, Lost, ..) => VARIABLE_INVALID,
        (_, _, Yes, ..) => VARIABLE_DENIES,
        (_, _, Unclear | Lost, ..) => VARIABLE_INVALID,
        (.., No, _) => SETTING_DENIES,
        (.., Unclear | Lost, _) => SETTING_UNREADABLE,
        (.., Yes, Lost) => STATE_UNREADABLE,
        // A no that is noted stands, whatever has written a yes since.
        (.., Yes | Nothing, No) => STORED_DENIES,
        // A yes that is not noted was set by hand, and one in a build is nobody's.
        (.., Yes, Yes | Nothing) if machine == No => SETTING_ALLOWS,
        _ => question(noted, person),
    }
}

/// Nothing has decided; where nothing can be remembered nobody is asked.
fn question(noted: Word, person: Word) -> Outcome {
    match (noted, person) {
        (Lost, Due | Yes | No) => STATE_UNREADABLE,
        (_, Yes) => QUESTION_ALLOWS,
        (_, No) => QUESTION_DENIES,
        (_, Due) => QUESTION_DUE,
        _ => UNATTENDED,
    }
}

/// How many that is.
pub(super) const TRIED: Tried = Tried { beginnings: 1_098_528, later_readings: 1_448_832 };

#[test]
fn nothing_is_sent_without_a_yes() {
    let tried = proof().check(&contract()).unwrap();
    println!("pk3s-cli: {tried:?}");
    assert_eq!(tried, TRIED);
}

#[test]
fn a_flag_that_is_neither_begins_nothing() {
    let contract = Contract::parse(CONTRACT).unwrap();
    for word in ["", "true", "Enable", "enable ", "disabled", "\u{fffd}"] {
        let mut facts = Facts { random: (0..48).collect(), terminal: true, ..Facts::default() };
        facts.flags.insert("telemetry", word.to_string());
        assert_eq!(begin(&contract, &facts).unwrap_err().code(), "flag_value", "{word:?}");
    }
}

#[test]
fn the_proof_can_fail() {
    finds(
        &proof(),
        &contract(),
        &[
            (
                r#"{"flag": "telemetry", "allow": "enable", "deny": "disable"}"#,
                r#"{"flag": "telemetry", "allow": "disable", "deny": "enable"}"#,
            ),
            (r#""env": "TELEMETRY_ENABLED", "dialect""#, r#""env": "TELEMETRY", "dialect""#),
            (r#"{"env": "DO_NOT_TRACK", "means": "deny"},"#, ""),
            (
                r#""DO_NOT_TRACK", "means": "deny""#,
                r#""DO_NOT_TRACK", "means": "deny", "dialect": "presence""#,
            ),
            (r#""invalid": "skip""#, r#""invalid": "deny""#),
            (r#""setting": "/telemetry/enabled""#, r#""setting": "/telemetry/on""#),
            (r#""consent_version": 2"#, r#""consent_version": 1"#),
            (r#""consent_version": 2"#, r#""consent_version": 3"#),
            (r#""unbound_grant": "accept""#, r#""unbound_grant": "ask""#),
            (r#""default": "allow""#, r#""default": "deny""#),
        ],
    );
}

/// What decides first is found to do so: two sources in the place of each other.
#[test]
fn the_order_of_the_sources_counts() {
    let variable = r#"{"env": "TELEMETRY_ENABLED", "dialect": "pk3s", "invalid": "skip"}"#;
    let track = r#"{"env": "DO_NOT_TRACK", "means": "deny"}"#;
    let setting = r#"{"setting": "/telemetry/enabled", "file": "{config}/productive-k3s-cli/config.json"}"#;
    for (one, other) in [(variable, track), (track, setting), (variable, setting)] {
        let swapped = contract().replace(one, "\0").replace(other, one).replace('\0', other);
        assert_ne!(swapped, contract());
        assert!(proof().check(&swapped).is_err(), "{one} in the place of {other}");
    }
}
