//! Short strings to measure with, from the corpus that lies beside the checkout.

use serde_json::Value;

/// Longer texts are left out: what is scrubbed in telemetry is a line, not a file.
const LONGEST: usize = 400;
/// What a recogniser may begin at.
const TRIGGERS: &[char] = &['@', ':', '/', '\\', '=', '~', '.', '-', '"', '\'', '`', '$'];

/// A set of strings and what it is called.
pub struct Set {
    pub name: &'static str,
    pub strings: Vec<String>,
}

impl Set {
    pub fn bytes(&self) -> usize {
        self.strings.iter().map(String::len).sum()
    }
}

/// Text without any trigger, the benign corpus, and the benign with the sensitive one.
pub fn sets(folder: &str) -> Option<Vec<Set>> {
    let benign = texts(&format!("{folder}/scrub-negatives.jsonl"))?;
    let sensitive = texts(&format!("{folder}/scrub-positives.jsonl"))?;
    let free = benign.iter().map(|text| text.replace(TRIGGERS, " ")).collect();
    let mixed = benign.iter().chain(&sensitive).cloned().collect();
    Some(vec![
        Set { name: "trigger-free", strings: free },
        Set { name: "benign", strings: benign },
        Set { name: "mixed", strings: mixed },
    ])
}

fn texts(path: &str) -> Option<Vec<String>> {
    let file = std::fs::read_to_string(path).ok()?;
    let texts = file.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Some(
        texts
            .filter_map(|case| Some(case["text"].as_str()?.to_string()))
            .filter(|text| text.len() <= LONGEST)
            .collect(),
    )
}
