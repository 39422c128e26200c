//! What the scrubber finds in a corpus and what it leaves alone: `report [--misses] [--only N/M] FILE...`
//!
//! A corpus has one JSON object a line: `text`, `sensitive` (pieces of it of which none may survive; none at all where
//! the text must come back byte for byte), `kind` and `source`. Counts are told for each kind and for each source, and
//! texts only with `--misses`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use aboveboard::{PrivateFacts, Scrubbed, scrub};
use serde_json::Value;

/// How many lines there were of a group, and how many came out right.
#[derive(Default)]
struct Tally {
    right: u32,
    total: u32,
}

impl Tally {
    fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.total += 1;
    }
}

struct Options {
    misses: bool,
    /// Only sources whose checksum modulo the second number is below the first.
    part: (u32, u32),
    files: Vec<String>,
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("usage: report [--misses] [--only N/M] FILE...");
        return ExitCode::from(2);
    };
    for file in &options.files {
        let mut positives = BTreeMap::new();
        let mut negatives = BTreeMap::new();
        let Ok(corpus) = std::fs::read_to_string(file) else {
            eprintln!("report: there is no {file}: NOTHING IS MEASURED FOR IT");
            continue;
        };
        for line in corpus.lines().filter(|line| !line.trim().is_empty()) {
            let Ok(case) = serde_json::from_str::<Value>(line) else {
                eprintln!("report: a line of {file} is no JSON");
                return ExitCode::from(2);
            };
            judge(&case, &options, &mut positives, &mut negatives);
        }
        println!("{file}");
        print("found (none of the sensitive pieces survives)", &positives);
        print("left alone (byte for byte)", &negatives);
    }
    ExitCode::SUCCESS
}

fn options() -> Option<Options> {
    let mut options = Options { misses: false, part: (1, 1), files: Vec::new() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--misses" => options.misses = true,
            "--only" => {
                let part = arguments.next()?;
                let (number, of) = part.split_once('/')?;
                options.part = (number.parse().ok()?, of.parse().ok()?);
            }
            _ => options.files.push(argument),
        }
    }
    (!options.files.is_empty()).then_some(options)
}

type Tallies = BTreeMap<(&'static str, String), Tally>;

fn judge(case: &Value, options: &Options, positives: &mut Tallies, negatives: &mut Tallies) {
    let text = case["text"].as_str().unwrap_or_default();
    let kind = case["kind"].as_str().unwrap_or("unnamed").split(':').next().unwrap_or_default().to_string();
    let whole_source = case["source"].as_str().unwrap_or("unnamed");
    let file = whole_source.split('#').next().unwrap_or_default();
    if checksum(file) % options.part.1 >= options.part.0 {
        return;
    }
    let source = whole_source.split([':', '#', '@']).next().unwrap_or_default().to_string();
    let sensitive: Vec<&str> =
        case["sensitive"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let scrubbed = scrub(text, &PrivateFacts::default());
    let (tallies, right) = if sensitive.is_empty() {
        (negatives, scrubbed.text == text)
    } else {
        let left = left(&scrubbed);
        (positives, !sensitive.iter().any(|piece| left.contains(piece)))
    };
    if options.misses && !right {
        println!("{kind} | {whole_source}\n    {text:?}\n    {:?}", scrubbed.text);
    }
    for group in [("all", String::new()), ("kind", kind), ("source", source)] {
        tallies.entry(group).or_default().add(right);
    }
}

/// What is left of a text between its replacements, of which `[secret]` holds a piece that some text calls sensitive.
fn left(scrubbed: &Scrubbed<'_>) -> String {
    let mut left = String::new();
    let mut done = 0;
    for finding in &scrubbed.findings {
        left.push_str(&scrubbed.text[done..finding.range.start]);
        left.push('\0');
        done = finding.range.end;
    }
    left + &scrubbed.text[done..]
}

/// FNV-1a: any stable function will do that has nothing to do with what the sources hold.
fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn print(title: &str, tallies: &Tallies) {
    if tallies.is_empty() {
        return;
    }
    println!("{title}");
    for ((group, name), tally) in tallies {
        let percent = 100.0 * f64::from(tally.right) / f64::from(tally.total);
        println!("    {group:6} {name:40} {:5} of {:5}  {percent:5.1} %", tally.right, tally.total);
    }
}
