//! What can be found in settings files, policies and Aboveboard's own state file, and the words for it; from
//! `docs/contract.md`.

use aboveboard::{Answer, ErrorClass};

use super::space::Word::{Lost, No, Nothing, Older, Unclear, Yes};
use super::space::{Axis, Found, Word};
use super::spellings::{Spelling, all, lost, text};

/// A boolean at `/telemetry/enabled` of a JSON file; a policy is one as well.
pub(super) fn setting(file: &'static str) -> Axis {
    let found = |spellings: Vec<Spelling>| -> Vec<(Found, Vec<Word>)> {
        spellings.into_iter().map(|(answer, word)| (Found::File(file, answer), vec![word])).collect()
    };
    let voices = vec![
        (Answer::Absent, Nothing),
        (text(r#"{"telemetry": {"enabled": true}}"#), Yes),
        (text(r#"{"telemetry": {"enabled": false}}"#), No),
        (text(r#"{"telemetry": {"enabled": "true"}}"#), Unclear),
    ];
    let classes = vec![
        (Answer::Failed(ErrorClass::Denied), Lost),
        (text("{}"), Nothing),
        (text(r#"{"telemetry": {"enabled": null}}"#), Nothing),
        (text(r#"{"telemetry": true}"#), Unclear),
        (text(r#"{"telemetry": {"enabled": true"#), Unclear),
        (Answer::Failed(ErrorClass::Exposed), Lost),
        (Answer::Undecodable, Lost),
    ];
    let nothing = [
        r#"{"telemetry": {}}"#,
        r#"{"enabled": true}"#,
        r#"{"telemetry": {"Enabled": true}, "a": [1.5e300]}"#,
    ];
    let yes =
        ["{\"a\":1.5,\"telemetry\":{\"x\":[],\"enabled\":true}}\n", r#"{"telemetry":{"\u0065nabled":true}}"#];
    let no = ["{\"telemetry\":{\"enabled\":false,\"more\":{\"enabled\":true}},\"enabled\":true}"];
    let unclear = [
        "",
        " ",
        "[]",
        "true",
        "\"true\"",
        r#"{"telemetry": {"enabled": 1}}"#,
        r#"{"telemetry": {"enabled": 0}}"#,
        r#"{"telemetry": {"enabled": "false"}}"#,
        r#"{"telemetry": {"enabled": []}}"#,
        r#"{"telemetry": {"enabled": {}}}"#,
        r#"{"telemetry": [true]}"#,
        r#"{"telemetry": {"enabled": True}}"#,
        r#"{"telemetry": {"enabled": true}} x"#,
        r#"{"telemetry": {"enabled": true},}"#,
        r#"{"telemetry": {"enabled": true}, "telemetry": {"enabled": true}}"#,
        r#"{"telemetry": {"enabled": true, "enabled": true}}"#,
        r#"{"telemetry": {"enabled": true}, "a": {"b": 1, "b": 1}}"#,
        "\u{feff}{\"telemetry\": {\"enabled\": true}}",
    ];
    let spellings =
        [all(&nothing, Nothing), all(&yes, Yes), all(&no, No), all(&unclear, Unclear), lost()].concat();
    Axis::new(found(voices), found(classes), found(spellings))
}

/// What the state file says about a choice, where people are told version 2.
fn choices() -> [Vec<(&'static str, Word)>; 3] {
    let voices = vec![
        (r#""consent":{"allow":true,"version":2,"day":"2026-11-21"}"#, Yes),
        (r#""consent":{"allow":true,"version":1,"day":"2026-11-20"}"#, Older),
        (r#""consent":{"allow":false,"version":2,"day":"2026-11-21"}"#, No),
    ];
    let classes = vec![
        (r#""consent":{"allow":true,"version":3}"#, Yes),
        (r#""consent":{"allow":false,"version":1}"#, No),
    ];
    let spellings = vec![
        (r#""consent":null"#, Nothing),
        (r#""pending":true"#, Nothing),
        (r#""consent":{"version":2,"more":[1.5],"allow":true}"#, Yes),
        (r#""consent":{"allow":false,"version":3}"#, No),
    ];
    [voices, classes, spellings]
}

/// A state file of the current format.
fn state(members: &str) -> Answer {
    text(&if members.is_empty() { r#"{"format":1}"#.into() } else { format!(r#"{{"format":1,{members}}}"#) })
}

/// State files of which everything is lost, and those of a later format, of which nothing but a no counts.
fn other_states() -> [Vec<Spelling>; 3] {
    let voices = vec![(text("{"), Lost)];
    let classes = vec![
        (Answer::Failed(ErrorClass::Denied), Lost),
        (Answer::Failed(ErrorClass::Exposed), Lost),
        (Answer::Undecodable, Lost),
        (text(r#"{"format":2,"consent":{"allow":true,"version":2},"notice":{"version":2}}"#), Nothing),
        (text(r#"{"format":2,"consent":{"allow":false,"version":2},"notice":{"version":2}}"#), No),
    ];
    let broken = [
        "",
        "[]",
        "{}",
        "true",
        r#"{"format":0,"consent":{"allow":true,"version":2}}"#,
        r#"{"format":"1","consent":{"allow":true,"version":2}}"#,
        r#"{"consent":{"allow":true,"version":2}}"#,
        r#"{"format":1,"consent":true}"#,
        r#"{"format":1,"consent":{"allow":"yes","version":2}}"#,
        r#"{"format":1,"consent":{"allow":true}}"#,
        r#"{"format":1,"consent":{"allow":true,"version":0}}"#,
        r#"{"format":1,"consent":{"allow":true,"version":"2"}}"#,
        r#"{"format":1,"consent":{"allow":true,"version":2},"consent":{"allow":true,"version":2}}"#,
        r#"{"format":1,"consent":{"allow":true,"version":2}} x"#,
    ];
    let later = [
        (text(r#"{"format":9,"consent":{"allow":true,"version":9}}"#), Nothing),
        (text(r#"{"format":9,"consent":{"allow":"no"}}"#), Nothing),
        (text(r#"{"format":9}"#), Nothing),
        (text(r#"{"format":9,"consent":{"allow":false}}"#), No),
    ];
    [voices, classes, [all(&broken, Lost), later.to_vec(), lost()].concat()]
}

/// The state file of a contract without a notice.
pub(super) fn stored(file: &'static str) -> Axis {
    let [voices, classes, spellings] = choices();
    let [other_voices, other_classes, other_spellings] = other_states();
    let found = |choices: Vec<(&str, Word)>, others: Vec<Spelling>| -> Vec<(Found, Vec<Word>)> {
        let choices = choices.into_iter().map(|(member, word)| (state(member), word));
        choices.chain(others).map(|(answer, word)| (Found::File(file, answer), vec![word])).collect()
    };
    let absent = vec![(Found::File(file, Answer::Absent), vec![Nothing])];
    let empty = vec![("", Nothing), (r#""notice":{"version":2}"#, Nothing)];
    Axis::new(
        [absent, found(voices, other_voices)].concat(),
        found([classes, empty].concat(), other_classes),
        found(spellings, other_spellings),
    )
}

/// The state file of a contract with a notice: two words, for the choice and for the notice that has been shown.
pub(super) fn stored_with_notice(file: &'static str) -> Axis {
    let [voices, classes, spellings] = choices();
    let notices = [
        ("", Nothing),
        (r#""notice":{"version":2,"day":"2026-11-21"}"#, Yes),
        (r#""notice":{"version":1}"#, Older),
        (r#""notice":{"version":3}"#, Yes),
    ];
    let both = |choices: &[(&str, Word)], notices: &[(&str, Word)]| -> Vec<(Found, Vec<Word>)> {
        let mut found = Vec::new();
        for (choice, chosen) in choices {
            for (notice, shown) in notices {
                let members: Vec<&str> =
                    [*choice, *notice].into_iter().filter(|part| !part.is_empty()).collect();
                found.push((Found::File(file, state(&members.join(","))), vec![*chosen, *shown]));
            }
        }
        found
    };
    // Where nothing of the file counts, no notice has been shown; where it is lost, nobody knows.
    let alone = |others: Vec<Spelling>| -> Vec<(Found, Vec<Word>)> {
        let shown = |word| if word == Lost { Lost } else { Nothing };
        others
            .into_iter()
            .map(|(answer, word)| (Found::File(file, answer), vec![word, shown(word)]))
            .collect()
    };
    let [other_voices, other_classes, other_spellings] = other_states();
    let voices = [vec![("", Nothing)], voices].concat();
    let broken = [
        r#"{"format":1,"notice":true}"#,
        r#"{"format":1,"notice":{}}"#,
        r#"{"format":1,"notice":{"version":"2"}}"#,
        r#"{"format":1,"notice":{"version":2},"notice":{"version":2}}"#,
    ];
    Axis::new(
        [alone(vec![(Answer::Absent, Nothing)]), both(&voices, &notices[..3]), alone(other_voices)].concat(),
        [both(&voices, &notices[3..]), both(&classes, &notices), alone(other_classes)].concat(),
        [both(&spellings, &notices), alone(all(&broken, Lost)), alone(other_spellings)].concat(),
    )
}
