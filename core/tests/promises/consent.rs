//! Promise 1: there is no path from "denied" or "undecided" to a send. For the contract `pk3s-infra`, every combination
//! of what its sources can say, terminal, continuous integration and answer is tried, and the contract's own words
//! (written down here a second time, by hand) say what must come of it.

use aboveboard::{Answer, Contract, ErrorClass, Event, Facts, State, begin, payload, request, resolve};

const CONTRACT: &str = include_str!("../../contracts/pk3s-infra.json");

/// What TELEMETRY_ENABLED can say: absent or empty, yes, no, something else, undecodable, unreadable.
const ENABLED: [(Option<Answer>, Word); 9] = [
    (None, Word::Nothing),
    (Some(Answer::Absent), Word::Nothing),
    (Some(Answer::Text(String::new())), Word::Nothing),
    (Some(Answer::Undecodable), Word::No),
    (Some(Answer::Failed(ErrorClass::Denied)), Word::No),
    (Some(Answer::Failed(ErrorClass::Other)), Word::No),
    (Some(Answer::Failed(ErrorClass::Timeout)), Word::No),
    (Some(Answer::Failed(ErrorClass::Interrupted)), Word::No),
    (Some(Answer::Failed(ErrorClass::Unsupported)), Word::No),
];
const YES: [&str; 7] = ["1", "true", "TRUE", "Yes", "y", "ON", " on "];
const NO: [&str; 14] = [
    "0",
    "false",
    "no",
    "N",
    "off",
    "2",
    "t",
    "enabled",
    " ",
    "null",
    "1.0",
    "yes!",
    "\u{fffd}",
    "on\u{fffd}",
];
/// What DO_NOT_TRACK can say: a true word, or what cannot be understood, denies; everything else says nothing.
const DO_NOT_TRACK: [(&str, Word); 10] = [
    ("", Word::Nothing),
    ("0", Word::Nothing),
    ("false", Word::Nothing),
    ("off", Word::Nothing),
    ("1", Word::No),
    ("TRUE", Word::No),
    ("enabled", Word::No),
    ("maybe", Word::No),
    (" ", Word::No),
    ("\u{fffd}", Word::No),
];
const ANSWERS: [(&str, bool); 8] = [
    ("", true),
    ("y", true),
    ("YES", true),
    ("n", false),
    ("no", false),
    ("NO", false),
    ("true", false),
    ("x", false),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Word {
    Yes,
    No,
    Nothing,
}

struct Case {
    facts: Facts,
    /// What the sources say together.
    word: Word,
    /// Whether a person can be asked.
    attended: bool,
}

fn cases() -> Vec<Case> {
    let mut enabled: Vec<(Option<Answer>, Word)> = ENABLED.to_vec();
    enabled.extend(YES.map(|word| (Some(Answer::from_text(word)), Word::Yes)));
    enabled.extend(NO.map(|word| (Some(Answer::from_text(word)), Word::No)));
    let mut track: Vec<(Option<Answer>, Word)> =
        vec![(None, Word::Nothing), (Some(Answer::Undecodable), Word::No)];
    track.extend(DO_NOT_TRACK.map(|(text, word)| (Some(Answer::from_text(text)), word)));
    let build: [Option<&str>; 4] = [None, Some(""), Some("false"), Some("true")];
    let mut cases = Vec::new();
    for (enabled, first) in &enabled {
        for (track, second) in &track {
            for ci in build {
                for terminal in [false, true] {
                    let mut facts = Facts { terminal, random: (0..48).collect(), ..Facts::default() };
                    let mut set = |name: &str, answer: Option<Answer>| {
                        answer.map(|answer| facts.variables.insert(name.to_string(), answer));
                    };
                    set("TELEMETRY_ENABLED", enabled.clone());
                    set("DO_NOT_TRACK", track.clone());
                    set("CI", ci.map(Answer::from_text));
                    let word = if *first == Word::Nothing { *second } else { *first };
                    cases.push(Case { facts, word, attended: terminal && ci != Some("true") });
                }
            }
        }
    }
    cases
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

/// Checks one beginning against every fresh reading of the sources, and counts what was tried.
fn check(contract: &Contract, facts: &Facts, allowed: bool, later: &[Case], tried: &mut usize) {
    let run = begin(contract, facts).unwrap();
    assert_eq!(run.state() == State::On, allowed, "{facts:?}");
    let built = payload(contract, &run, &event());
    assert_eq!(built.is_ok(), allowed, "{facts:?}");
    if let Err(error) = &built {
        assert_eq!(error.code(), "consent_not_given");
    }
    *tried += 1;
    let Ok(built) = built else { return };
    let by_question = facts.answer.is_some() && run.decision().source.is_none();
    for case in later {
        // A variable that allowed must still do so; an answer holds unless something says no.
        let still = match case.word {
            Word::Yes => true,
            Word::No => false,
            Word::Nothing => by_question,
        };
        assert_eq!(
            resolve(contract, &run, &case.facts).state == State::On,
            still,
            "{facts:?} then {:?}",
            case.facts
        );
        assert_eq!(request(contract, &run, &built, &case.facts).is_ok(), still);
        *tried += 1;
    }
}

#[test]
fn nothing_is_sent_without_a_yes() {
    let contract = Contract::parse(CONTRACT).unwrap();
    let cases = cases();
    let mut tried = 0;
    for case in &cases {
        check(&contract, &case.facts, case.word == Word::Yes, &cases, &mut tried);
        let state = begin(&contract, &case.facts).unwrap().state();
        assert_eq!(state == State::Ask, case.word == Word::Nothing && case.attended);
        // Whatever is answered, and however the answer gets lost.
        let lost = [
            Answer::Absent,
            Answer::Undecodable,
            Answer::Failed(ErrorClass::Interrupted),
            Answer::Failed(ErrorClass::Timeout),
        ];
        let answers = ANSWERS
            .iter()
            .map(|(line, yes)| (Answer::from_text(line), *yes))
            .chain(lost.map(|answer| (answer, false)));
        for (answer, yes) in answers {
            let facts = Facts { answer: Some(answer), ..case.facts.clone() };
            let allowed = match case.word {
                Word::Yes => true,
                Word::No => false,
                // What nobody can have been asked, nobody has answered.
                Word::Nothing => yes && case.attended,
            };
            // One reading of the sources for each word is enough here: the full square is above.
            let some: Vec<Case> = [Word::Yes, Word::No, Word::Nothing]
                .iter()
                .filter_map(|word| cases.iter().find(|other| other.word == *word))
                .map(|other| Case { facts: other.facts.clone(), word: other.word, attended: other.attended })
                .collect();
            check(&contract, &facts, allowed, &some, &mut tried);
        }
    }
    println!("{tried} states");
    // The number that the README names.
    assert_eq!(tried, 1_997_397);
}

/// The proof can fail: a contract that ignores one of the sources is found out by the same check.
#[test]
#[should_panic(expected = "DO_NOT_TRACK")]
fn a_source_that_is_ignored_is_found_out() {
    let ignored = CONTRACT.replace(
        r#"{"env": "DO_NOT_TRACK", "means": "deny"}"#,
        r#"{"env": "SOMETHING_ELSE", "means": "deny"}"#,
    );
    assert_ne!(ignored, CONTRACT);
    let contract = Contract::parse(&ignored).unwrap();
    for case in cases() {
        let allowed = case.word == Word::Yes || (case.word == Word::Nothing && case.attended);
        let facts = Facts { answer: Some(Answer::from_text("y")), ..case.facts };
        check(&contract, &facts, allowed, &[], &mut 0);
    }
}
