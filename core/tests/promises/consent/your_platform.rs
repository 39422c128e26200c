//! A Rust CLI platform: on by default after a notice, two opt-outs, and a settings file.

use aboveboard::Event;

use super::files::{setting, stored_with_notice};
use super::proof::{Proof, Tried, finds};
use super::space::Word::{self, Lost, No, Nothing, Unclear, Yes};
use super::spellings::{opt_out, scene};
use super::*;

const CONTRACT: &str = include_str!("../../../contracts/your-platform.json");

/// The contract at the second version of what people are told, so that there is an older one.
fn contract() -> String {
    CONTRACT.replace(r#""consent_version": 1"#, r#""consent_version": 2"#)
}

fn proof() -> Proof<7> {
    let axes = vec![
        opt_out("DO_NOT_TRACK"),
        opt_out("YOUR_PLATFORM_TELEMETRY_OPT_OUT"),
        setting("{home}/.your-platform/config.json"),
        stored_with_notice("{state}/aboveboard/your-platform.json"),
        scene(No),
    ];
    Proof { axes, oracle, event: event() }
}

fn event() -> Event<'static> {
    let mut event = Event::new("command.executed", 1_790_000_000);
    for (path, value) in [("command", "build"), ("status", "success")] {
        event.set(path, value).unwrap();
    }
    event.set("duration_ms", 850).unwrap();
    event.set("is_interactive", true).unwrap();
    event
}

/// The two opt-outs, the settings file, and then the notice; no question is asked.
fn oracle([track, opt_out, setting, noted, shown, machine, _]: [Word; 7]) -> Outcome {
    match (track, opt_out, setting, noted) {
        (Yes, ..) => VARIABLE_DENIES,
        (Unclear | Lost, ..) => VARIABLE_INVALID,
        (_, Yes, ..) => VARIABLE_DENIES,
        (_, Unclear | Lost, ..) => VARIABLE_INVALID,
        (.., No, _) => SETTING_DENIES,
        (.., Unclear | Lost, _) => SETTING_UNREADABLE,
        (.., Yes, Lost) => STATE_UNREADABLE,
        // A no that is noted stands, whatever has written a yes since.
        (.., Yes | Nothing, No) => STORED_DENIES,
        (.., Yes, Yes | Nothing) if machine == No => SETTING_ALLOWS,
        // No notice counts where nobody can read it.
        _ if machine == Yes => UNATTENDED,
        _ => match shown {
            Yes => NOTICE_SHOWN,
            Lost => STATE_UNREADABLE,
            _ => NOTICE_DUE,
        },
    }
}

/// How many that is.
pub(super) const TRIED: Tried = Tried { beginnings: 358_524, later_readings: 634_942 };

#[test]
fn nothing_is_sent_without_a_yes() {
    let tried = proof().check(&contract()).unwrap();
    println!("your-platform: {tried:?}");
    assert_eq!(tried, TRIED);
}

#[test]
fn the_proof_can_fail() {
    finds(
        &proof(),
        &contract(),
        &[
            (r#"{"env": "DO_NOT_TRACK", "means": "deny"},"#, ""),
            (r#"{"env": "YOUR_PLATFORM_TELEMETRY_OPT_OUT", "means": "deny"},"#, ""),
            (r#""YOUR_PLATFORM_TELEMETRY_OPT_OUT", "means": "deny""#, r#""YOUR_PLATFORM_TELEMETRY_OPT_OUT""#),
            (r#""setting": "/telemetry/enabled""#, r#""setting": "/telemetry/disabled""#),
            (r#""consent_version": 2"#, r#""consent_version": 1"#),
            (r#""consent_version": 2"#, r#""consent_version": 3"#),
            (r#""unattended": "notice""#, r#""unattended": "deny""#),
            (r#""unbound_grant": "accept""#, r#""unbound_grant": "ask""#),
        ],
    );
}
