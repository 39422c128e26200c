//! An `enable` and a `disable` at the same time: every step of one between any two steps of the other.

use std::collections::HashSet;

use aboveboard::OperationKind;

use crate::fake_host::{Answer, FakeHost};
use crate::tools::{Stepping, TOOLS, Tool};

/// How far one of the two has got: the answers that it has had, and what it has learnt of the files.
#[derive(Debug, Clone, Default)]
struct Progress {
    answers: Vec<Answer>,
    learnt: String,
    /// Whether it has seen a no in the settings before it began to change them.
    knows_of_a_no: bool,
    changes_settings: bool,
    done: bool,
}

/// Everything that the rest depends on.
#[derive(Debug, Clone)]
struct Moment {
    host: FakeHost,
    enable: Progress,
    disable: Progress,
}

/// What a file-changing command does between two looks at files, or changes of them, nobody else can notice.
fn advance(words: &[&str], progress: &mut Progress, host: &mut FakeHost) {
    let mut stepping = Stepping::resumed(words, &progress.answers);
    while let Some(next) = stepping.next() {
        let touches = matches!(next.kind, OperationKind::File | OperationKind::Write | OperationKind::Rename)
            && next.text[0] != "c.json";
        progress.changes_settings |=
            next.kind == OperationKind::Write && next.text[0].ends_with("config.json");
        let answer = stepping.step(host);
        if touches {
            let text = answer.as_ref().map(|content| String::from_utf8_lossy(content));
            progress.learnt.push_str(&format!("{text:?};"));
            progress.knows_of_a_no |=
                !progress.changes_settings && text.is_ok_and(|text| text.contains("\"enabled\": false"));
        }
        progress.answers.push(answer);
        if touches {
            break;
        }
    }
    progress.done = stepping.next().is_none();
}

/// Tries every interleaving and gives the number of different moments.
fn interleave(tool: &Tool, host: &FakeHost) -> usize {
    let (enable, disable) = (tool.words(&["enable"]), tool.words(&["disable"]));
    let mut seen = HashSet::new();
    let start = Moment { host: host.clone(), enable: Progress::default(), disable: Progress::default() };
    let mut open = vec![start];
    while let Some(moment) = open.pop() {
        let key = format!("{:?} {} {}", shown(&moment.host), moment.enable.learnt, moment.disable.learnt);
        if !seen.insert(key) {
            continue;
        }
        if moment.enable.done && moment.disable.done {
            let on = tool.is_on(&moment.host);
            // A yes that is said to a no which is there already is the later word.
            assert!(!on || moment.enable.knows_of_a_no, "{}: {:?}", tool.name, shown(&moment.host));
            assert!(tool.keeps_foreign_keys(host, &moment.host), "{:?}", shown(&moment.host));
            continue;
        }
        if !moment.enable.done {
            let mut next = moment.clone();
            advance(&enable, &mut next.enable, &mut next.host);
            open.push(next);
        }
        if !moment.disable.done {
            let mut next = moment;
            advance(&disable, &mut next.disable, &mut next.host);
            open.push(next);
        }
    }
    seen.len()
}

fn shown(host: &FakeHost) -> Vec<(&str, String)> {
    let files = host.files.iter().filter(|(name, _)| *name != "c.json");
    files
        .filter_map(|(name, content)| {
            Some((name.as_str(), String::from_utf8(content.clone().ok()?).unwrap()))
        })
        .collect()
}

#[test]
fn a_disable_wins_over_an_enable_at_the_same_time() {
    let state = |allow: bool| format!("{{\"format\":1,\"consent\":{{\"allow\":{allow},\"version\":1}}}}\n");
    let mut moments = 0;
    for tool in TOOLS.iter().filter(|tool| tool.settings.is_some()) {
        let path = tool.settings.unwrap();
        for before in [None, Some("true"), Some("false")] {
            for noted in [None, Some(true), Some(false)] {
                let mut host = tool.machine();
                if let Some(value) = before {
                    host.files.insert(path.into(), Ok(Tool::settings_with(value).into_bytes()));
                }
                if let Some(allow) = noted {
                    host.files.insert(tool.state(), Ok(state(allow).into_bytes()));
                }
                moments += interleave(tool, &host);
            }
        }
    }
    println!("{moments} moments of an enable and a disable at the same time");
    assert!(moments > 1000, "{moments}");
}
