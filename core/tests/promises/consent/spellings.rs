//! What can be found in variables and at terminals, and the words for it; from the tables of `docs/contract.md` and
//! `docs/unattended.md`.

use aboveboard::{Answer, ErrorClass};

use super::space::Word::{Due, Lost, No, Nothing, Unclear, Yes};
use super::space::{Axis, Found, Word};

pub(super) type Spelling = (Answer, Word);

/// Every way in which something that is there can be kept from being read.
const UNREADABLE: [ErrorClass; 10] = [
    ErrorClass::Denied,
    ErrorClass::Exposed,
    ErrorClass::ReadOnly,
    ErrorClass::Full,
    ErrorClass::Exists,
    ErrorClass::Changed,
    ErrorClass::Timeout,
    ErrorClass::Interrupted,
    ErrorClass::Unsupported,
    ErrorClass::Other,
];

pub(super) fn text(text: &str) -> Answer {
    Answer::from_text(text)
}

/// The same word for many texts.
pub(super) fn all(texts: &[&str], word: Word) -> Vec<Spelling> {
    texts.iter().map(|spelling| (text(spelling), word)).collect()
}

/// What is lost, without the two of `classes`.
pub(super) fn lost() -> Vec<Spelling> {
    let damaged = ["\u{fffd}", "true\u{fffd}", "\u{fffd}0"].map(text);
    let failed = UNREADABLE[1..].iter().map(|class| Answer::from_error(*class));
    damaged.into_iter().chain(failed).map(|answer| (answer, Lost)).collect()
}

fn variable(
    name: &'static str,
    voices: Vec<Spelling>,
    classes: Vec<Spelling>,
    spellings: Vec<Spelling>,
) -> Axis {
    let found = |spellings: Vec<Spelling>| -> Vec<(Found, Vec<Word>)> {
        spellings.into_iter().map(|(answer, word)| (Found::Variable(name, answer), vec![word])).collect()
    };
    let voices = [vec![(Answer::Absent, Nothing)], voices, vec![(text("perhaps"), Unclear)]];
    let gone = vec![(Answer::Undecodable, Lost), (Answer::Failed(ErrorClass::Denied), Lost)];
    Axis::new(found(voices.concat()), found([classes, gone].concat()), found([spellings, lost()].concat()))
}

/// A variable of the dialect `strict` that denies, such as `DO_NOT_TRACK`.
pub(super) fn opt_out(name: &'static str) -> Axis {
    let voices = vec![(text("1"), Yes)];
    let yes = ["true", "t", "yes", "y", "on", "enable", "enabled", "TRUE", "Yes", "eNaBlEd", " 1", "on\t\n"];
    let no = ["false", "f", "no", "n", "off", "disable", "disabled", "FALSE", "No", "dISABLED", " 0 "];
    let unclear =
        [" ", "\t\n", "2", "00", "-1", "null", "tru", "yes!", "1.0", "o n", "ON\u{a0}", "\u{2003}1"];
    let spellings = [all(&yes, Yes), all(&no, No), all(&unclear, Unclear)].concat();
    variable(name, voices, vec![(text(""), Nothing), (text("0"), No)], spellings)
}

/// A variable of the dialect `pk3s` that allows.
pub(super) fn pk3s(name: &'static str) -> Axis {
    let voices = vec![(text("true"), Yes), (text("false"), No)];
    let yes = ["1", "yes", "y", "on", "TRUE", "True", "Yes", "Y", "oN", " true", "1\n"];
    let no = ["0", "no", "n", "off", "FALSE", "False", "NO", "N", "oFF", "\tfalse "];
    let unclear = [
        " ",
        "\t",
        "2",
        "t",
        "f",
        "enable",
        "enabled",
        "disable",
        "null",
        "1.0",
        "yes!",
        "y es",
        "\u{a0}true",
    ];
    let spellings = [all(&yes, Yes), all(&no, No), all(&unclear, Unclear)].concat();
    variable(name, voices, vec![(text(""), Nothing)], spellings)
}

/// A variable of the dialect `strict` that allows.
pub(super) fn strict(name: &'static str) -> Axis {
    let voices = vec![(text("true"), Yes), (text("false"), No)];
    let yes = ["1", "t", "yes", "y", "on", "enable", "enabled", "TRUE", " Enabled\n"];
    let no = ["0", "f", "no", "n", "off", "disable", "disabled", "FALSE", " Disabled\n"];
    let unclear = [" ", "2", "10", "null", "tru", "yes!", "\u{a0}true"];
    let spellings = [all(&yes, Yes), all(&no, No), all(&unclear, Unclear)].concat();
    variable(name, voices, vec![(text(""), Nothing)], spellings)
}

/// A variable of the dialect `parsebool`, in which an empty text is not understood either.
pub(super) fn parsebool(name: &'static str) -> Axis {
    let voices = vec![(text("true"), Yes), (text("false"), No)];
    let yes = ["1", "t", "T", "TRUE", "True"];
    let no = ["0", "f", "F", "FALSE", "False"];
    let unclear = [" ", " true", "true ", "tRUE", "yes", "y", "on", "no", "off", "2", "01", "null"];
    let spellings = [all(&yes, Yes), all(&no, No), all(&unclear, Unclear)].concat();
    variable(name, voices, vec![(text(""), Unclear)], spellings)
}

/// A variable of the dialect `exact_true`: everything else is false, and so is nothing at all in it.
pub(super) fn exact_true(name: &'static str) -> Axis {
    let found =
        |(answer, word): Spelling| -> (Found, Vec<Word>) { (Found::Variable(name, answer), vec![word]) };
    let no = [
        "", "false", "TRUE", "True", " true", "true ", "true\n", "1", "t", "yes", "on", "0", "perhaps",
        "truetrue",
    ];
    let there = [vec![(Answer::Absent, Nothing), (text("true"), Yes)], all(&no, No)].concat();
    let gone = [Answer::Undecodable, Answer::Failed(ErrorClass::Denied)].map(|answer| (answer, Lost));
    let found = [there, gone.to_vec(), lost()].concat().into_iter().map(found).collect();
    Axis::new(found, Vec::new(), Vec::new())
}

/// Who is there: whether a build or an agent has the tool, and what a person answers. `empty` is what an empty line
/// says.
pub(super) fn scene(empty: Word) -> Axis {
    let person: [(&str, &str, &str); 3] = [("", "", ""), ("false", "", ""), ("false", "", "1")];
    let machine: [(&str, &str, &str); 6] = [
        ("true", "", ""),
        ("", "1", ""),
        ("False", "", ""),
        ("0", "", ""),
        ("", "", "true"),
        ("false", "1", "true"),
    ];
    let scene = |(ci, agent, service): (&str, &str, &str), terminal, answer: &Option<Answer>| Found::Scene {
        variables: vec![("CI", text(ci)), ("CLAUDECODE", text(agent)), ("GITHUB_ACTIONS", text(service))],
        terminal,
        answer: answer.clone(),
    };
    // What nobody can have been asked, nobody has answered.
    let (yes, nobody) = (Some(text("y")), None);
    let voices = vec![
        (scene(person[0], false, &nobody), vec![No, Nothing]),
        (scene(person[0], true, &nobody), vec![No, Due]),
        (scene(person[0], true, &yes), vec![No, Yes]),
        (scene(person[0], true, &Some(text("n"))), vec![No, No]),
        (scene(machine[0], true, &yes), vec![Yes, Nothing]),
    ];
    let classes = vec![
        (scene(person[0], true, &Some(text(""))), vec![No, empty]),
        (scene(person[0], true, &Some(text("perhaps"))), vec![No, No]),
        (scene(person[0], true, &Some(Answer::Absent)), vec![No, No]),
        (scene(person[0], false, &yes), vec![No, Nothing]),
        (scene(machine[1], true, &nobody), vec![Yes, Nothing]),
        (scene(machine[0], false, &nobody), vec![Yes, Nothing]),
        (scene(machine[0], false, &yes), vec![Yes, Nothing]),
    ];
    let mut spellings = Vec::new();
    for (answer, word) in answers(empty) {
        spellings.push((scene(person[0], true, &answer), vec![No, word]));
        spellings.push((scene(machine[0], true, &answer), vec![Yes, Nothing]));
    }
    for (answer, word) in [(&yes, Yes), (&nobody, Due)] {
        for variables in person {
            spellings.push((scene(variables, true, answer), vec![No, word]));
            spellings.push((scene(variables, false, answer), vec![No, Nothing]));
        }
        for variables in machine {
            spellings.push((scene(variables, true, answer), vec![Yes, Nothing]));
            spellings.push((scene(variables, false, answer), vec![Yes, Nothing]));
        }
    }
    for unreadable in [Answer::Undecodable, Answer::Failed(ErrorClass::Denied)] {
        for name in ["CI", "CLAUDECODE", "GITHUB_ACTIONS"] {
            let mut found = scene(person[0], true, &yes);
            if let Found::Scene { variables, .. } = &mut found {
                variables.push((name, unreadable.clone()));
            }
            spellings.push((found, vec![Yes, Nothing]));
        }
    }
    spellings.retain(|spelling| !voices.contains(spelling) && !classes.contains(spelling));
    spellings.dedup();
    // Nobody is asked again, whatever is typed.
    let later = vec![
        (scene(person[0], true, &yes), vec![No, Nothing]),
        (scene(machine[0], true, &yes), vec![Yes, Nothing]),
    ];
    Axis::new(voices, classes, spellings).then(later, vec![false, true])
}

/// What can be typed, and what else becomes of a question.
fn answers(empty: Word) -> Vec<(Option<Answer>, Word)> {
    let typed = [
        all(&["y", "Y", "yes", "YES", "yEs"], Yes),
        all(&["n", "N", "no", "NO", "nO"], No),
        all(&["true", "1", "x", " y", "y ", " ", "yes!", "yess", "\u{fffd}"], No),
        vec![(text(""), empty), (Answer::Absent, No), (Answer::Undecodable, No)],
        UNREADABLE.map(|class| (Answer::Failed(class), No)).to_vec(),
    ];
    let typed = typed.concat().into_iter().map(|(answer, word)| (Some(answer), word));
    typed.chain([(None, Due)]).collect()
}
