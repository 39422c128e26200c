//! A stream says the same whatever pieces it comes in, and as often as it is scrubbed; the surface in JSON says so too.
#![no_main]

mod known;

use aboveboard::{Filtered, StreamFilter, scrub_call};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// Lines that tell something of those after them, and what may come there.
const LINES: &str = include_str!("../../../core/tests/scrub/lines.txt");
const BEFORE: &[&str] = &["", "  ", "    ", "      ", "- ", "  - ", "+", "\t"];

/// Such lines, two bytes each; what is no number of one stands as it is.
fn lines(bytes: &[u8]) -> Vec<u8> {
    let known: Vec<&str> = LINES.lines().collect();
    let mut stream = Vec::new();
    for pair in bytes.chunks(2) {
        let before = pair.first().and_then(|byte| BEFORE.get(usize::from(*byte)));
        let line = pair.get(1).and_then(|byte| known.get(usize::from(*byte)));
        match (before, line) {
            (Some(before), Some(line)) => stream.extend_from_slice(format!("{before}{line}\n").as_bytes()),
            _ => stream.extend_from_slice(pair),
        }
    }
    stream
}

fuzz_target!(|input: (u8, bool, &[u8])| {
    let (length, made, stream) = input;
    let made = if made { lines(stream) } else { stream.to_vec() };
    let stream = made.as_slice();
    let length = usize::from(length).max(1);
    let whole = filtered(stream, stream.len().max(1));
    assert_eq!(filtered(stream, length), whole, "the pieces matter");
    assert_eq!(known::survivor(&whole.text), None, "a private fact has come out");
    assert_eq!(
        filtered(whole.text.as_bytes(), length).text,
        whole.text,
        "scrubbing twice is not scrubbing once"
    );
    if let Ok(text) = str::from_utf8(stream) {
        assert_eq!(over_the_surface(text, length), whole, "the surface says something else");
    }
});

fn filtered(stream: &[u8], length: usize) -> Filtered {
    let facts = known::facts();
    let mut filter = StreamFilter::new(true);
    let mut all = Filtered::default();
    for piece in stream.chunks(length) {
        add(&mut all, &filter.push(piece, &facts));
    }
    add(&mut all, &filter.finish(&facts));
    all
}

fn add(all: &mut Filtered, out: &Filtered) {
    all.text.push_str(&out.text);
    all.report.push_str(&out.report);
}

fn over_the_surface(text: &str, length: usize) -> Filtered {
    let private = json!([
        ["host_name", "web01.acme.internal"],
        ["user_name", "jane.doe"],
        ["home", "/home/jane.doe"],
        ["directory", "/srv/customers/acme"],
        ["address", "203.0.113.77"],
        ["secret", "S3cr3t/Value+42"]
    ]);
    let mut all = Filtered::default();
    let mut state = Value::Null;
    let characters: Vec<char> = text.chars().collect();
    let mut pieces: Vec<String> = characters.chunks(length).map(|piece| piece.iter().collect()).collect();
    pieces.push(String::new());
    let last = pieces.len() - 1;
    for (index, piece) in pieces.into_iter().enumerate() {
        let mut arguments = json!({"private": private, "piece": piece, "report": true, "end": index == last});
        if !state.is_null() {
            arguments["state"] = state;
        }
        let answer = scrub_call(&arguments.to_string()).expect("the arguments are of the form");
        let mut answer: Value = serde_json::from_str(&answer).expect("the answer is JSON");
        let member = |name: &str| answer[name].as_str().expect("a text").to_owned();
        add(&mut all, &Filtered { text: member("text"), report: member("report") });
        state = answer["state"].take();
    }
    all
}
