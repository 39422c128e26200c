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
    /// How often it has written.
    writes: usize,
    /// How often the other one had written when this one first looked at a file.
    others_writes: Option<usize>,
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
fn advance(words: &[&str], progress: &mut Progress, host: &mut FakeHost, others_writes: usize) {
    let mut stepping = Stepping::resumed(words, &progress.answers);
    while let Some(next) = stepping.next() {
        let touches = matches!(next.kind, OperationKind::File | OperationKind::Write | OperationKind::Rename)
            && next.text[0] != "c.json";
        let writes = next.kind == OperationKind::Write;
        let answer = stepping.step(host);
        if touches {
            let text = answer.as_ref().map(|content| String::from_utf8_lossy(content));
            progress.learnt.push_str(&format!("{text:?};"));
            progress.others_writes.get_or_insert(others_writes);
            progress.writes += usize::from(writes && answer.is_ok());
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
        let Moment { host: machine, enable: yes, disable: no } = &moment;
        let key = format!("{:?} {} {} {:?}", shown(machine), yes.learnt, no.learnt, yes.others_writes);
        if !seen.insert(key) {
            continue;
        }
        if moment.enable.done && moment.disable.done {
            let on = tool.is_on(&moment.host);
            // A yes is the later word only where the no was all there when it began.
            let later = yes.others_writes == Some(no.writes);
            assert_eq!(on, later, "{}: {:?}", tool.name, shown(machine));
            assert!(tool.keeps_foreign_keys(host, &moment.host), "{:?}", shown(&moment.host));
            continue;
        }
        if !moment.enable.done {
            let mut next = moment.clone();
            advance(&enable, &mut next.enable, &mut next.host, moment.disable.writes);
            open.push(next);
        }
        if !moment.disable.done {
            let mut next = moment.clone();
            advance(&disable, &mut next.disable, &mut next.host, moment.enable.writes);
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
