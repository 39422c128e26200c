//! go-tool-base: the author's feature, a variable, a settings file, a question, and local mode from two switches.

use aboveboard::{Answer, ErrorClass, Event};

use super::files::stored;
use super::proof::{Proof, Tried, finds};
use super::space::Word::{self, Due, Lost, No, Nothing, Unclear, Yes};
use super::space::{Axis, Found};
use super::spellings::{opt_out, parsebool, scene, text};
use super::*;

const CONTRACT: &str = include_str!("../../../contracts/gtb.json");
const FILE: &str = "{config}/gtb/config.json";

/// The contract at the second version of what people are told, so that there is an older one.
fn contract() -> String {
    CONTRACT.replace(r#""consent_version": 1"#, r#""consent_version": 2"#)
}

fn proof() -> Proof<9> {
    let feature = |on| Found::Feature("telemetry", on);
    let axes = vec![
        Axis::handed_in(vec![(feature(true), Yes), (feature(false), No)]),
        parsebool("TELEMETRY_ENABLED").in_short(),
        opt_out("DO_NOT_TRACK").in_short(),
        settings(),
        parsebool("TELEMETRY_LOCAL").in_short(),
        stored("{state}/aboveboard/gtb.json").in_short(),
        scene(No),
    ];
    Proof { axes, oracle, event: event() }
}

/// One file with two words: whether telemetry is on, and whether it stays on this machine.
fn settings() -> Axis {
    let enabled = [
        ("", Nothing),
        (r#""enabled": true"#, Yes),
        (r#""enabled": false"#, No),
        (r#""enabled": 1"#, Unclear),
    ];
    let local = [
        ("", Nothing),
        (r#""local_only": true"#, Yes),
        (r#""local_only": false"#, No),
        (r#""local_only": "false""#, Unclear),
    ];
    let mut both = Vec::new();
    for (first, on) in enabled {
        for (second, stays) in local {
            let members: Vec<&str> = [first, second].into_iter().filter(|part| !part.is_empty()).collect();
            let content = format!(r#"{{"telemetry": {{{}}}}}"#, members.join(", "));
            both.push((Found::File(FILE, text(&content)), vec![on, stays]));
        }
    }
    // What differs most stands for the rest where other places are looked at.
    let first = [[Yes, Nothing], [Yes, Yes], [Yes, Unclear], [No, Nothing], [Nothing, Yes]];
    let (mut voices, mut classes): (Vec<_>, Vec<_>) =
        both.into_iter().partition(|(_, words)| first.iter().any(|first| words == first));
    voices.push((Found::File(FILE, Answer::Absent), vec![Nothing, Nothing]));
    let whole = |answers: Vec<Answer>, word| -> Vec<_> {
        answers.into_iter().map(|answer| (Found::File(FILE, answer), vec![word, word])).collect()
    };
    voices.extend(whole(vec![Answer::Failed(ErrorClass::Denied)], Lost));
    classes.extend(whole(vec![text("{")], Unclear));
    let nothing = [
        r#"{}"#,
        r#"{"enabled": true, "local_only": true}"#,
        r#"{"telemetry": {"enabled": null, "local_only": null}}"#,
    ];
    let unclear = ["", "[]", r#"{"telemetry": 1}"#, r#"{"telemetry": {"enabled": true, "enabled": true}}"#];
    let gone = [ErrorClass::Exposed, ErrorClass::Timeout, ErrorClass::Other].map(Answer::Failed);
    let spellings = [
        whole(nothing.map(text).to_vec(), Nothing),
        whole(unclear.map(text).to_vec(), Unclear),
        whole([gone.to_vec(), vec![Answer::Undecodable]].concat(), Lost),
    ];
    Axis::new(voices, classes, spellings.concat())
}

fn event() -> Event<'static> {
    let mut event = Event::new("command.invocation", 1_790_000_000);
    event.set("name", "generate").unwrap();
    event
}

fn oracle([feature, enabled, track, setting, stays, local, noted, machine, person]: [Word; 9]) -> Outcome {
    let decided = match (feature, enabled, track, setting, noted) {
        (No, ..) => FEATURE_OFF,
        (_, Yes, ..) => VARIABLE_ALLOWS,
        (_, No, ..) => VARIABLE_DENIES,
        (_, Unclear | Lost, ..) => VARIABLE_INVALID,
        (_, _, Yes, ..) => VARIABLE_DENIES,
        (_, _, Unclear | Lost, ..) => VARIABLE_INVALID,
        (.., No, _) => SETTING_DENIES,
        (.., Unclear | Lost, _) => SETTING_UNREADABLE,
        (.., Yes, Lost) => STATE_UNREADABLE,
        // A no that is noted stands, whatever has written a yes since.
        (.., Yes | Nothing, No) => STORED_DENIES,
        (.., Yes, Yes | Nothing) if machine == No => SETTING_ALLOWS,
        // Where nothing can be remembered nobody is asked.
        (.., Lost) if person != Nothing => STATE_UNREADABLE,
        _ => match person {
            Yes => QUESTION_ALLOWS,
            No => QUESTION_DENIES,
            Due => QUESTION_DUE,
            _ => UNATTENDED,
        },
    };
    // Both switches say nothing, or no: only then does it leave the machine.
    let leaves = matches!((stays, local), (Nothing | No, Nothing | No));
    if decided.0 == State::On && !leaves { LOCAL_ONLY } else { decided }
}

/// How many that is.
pub(super) const TRIED: Tried = Tried { beginnings: 651_000, later_readings: 273_600 };

#[test]
fn nothing_is_sent_without_a_yes() {
    let tried = proof().check(&contract()).unwrap();
    println!("gtb: {tried:?}");
    assert_eq!(tried, TRIED);
}

#[test]
fn the_proof_can_fail() {
    finds(
        &proof(),
        &contract(),
        &[
            (
                r#""gates": [{"feature": "telemetry"}],"#,
                r#""gates": [{"env": "TELEMETRY_LOCAL"}, {"feature": "telemetry"}],"#,
            ),
            (r#"{"env": "TELEMETRY_ENABLED", "dialect": "parsebool", "invalid": "deny"},"#, ""),
            (r#""dialect": "parsebool", "invalid": "deny""#, r#""dialect": "parsebool", "invalid": "skip""#),
            (r#""dialect": "parsebool", "invalid": "deny""#, r#""dialect": "strict", "invalid": "deny""#),
            (r#"{"env": "DO_NOT_TRACK", "means": "deny"},"#, ""),
            (
                r#""DO_NOT_TRACK", "means": "deny""#,
                r#""DO_NOT_TRACK", "means": "deny", "dialect": "presence""#,
            ),
            (r#""setting": "/telemetry/enabled""#, r#""setting": "/telemetry/local_only""#),
            (r#"{"env": "TELEMETRY_LOCAL", "dialect": "parsebool"},"#, ""),
            (r#""setting": "/telemetry/local_only""#, r#""setting": "/telemetry/local""#),
            (r#""consent_version": 2"#, r#""consent_version": 1"#),
            (r#""consent_version": 2"#, r#""consent_version": 3"#),
            (r#""default": "deny""#, r#""default": "allow""#),
            (r#""unbound_grant": "accept""#, r#""unbound_grant": "ask""#),
        ],
    );
}
