//! Whatever text comes in: it comes out without private facts, scrubbing it again changes nothing, it is hardly longer,
//! and JSON stays JSON.
#![no_main]

mod known;

use aboveboard::{Kind, scrub, scrub_bounded};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let facts = known::facts();
    let once = scrub(text, &facts);
    assert_eq!(known::survivor(&once.text), None, "a private fact has come out");
    assert_eq!(once.is_clean(), once.text == text);
    let longest = Kind::ALL.into_iter().map(|kind| kind.replacement().len()).max().unwrap_or(0);
    // In JSON a replacement may bring quotes with it.
    assert!(once.text.len() <= text.len() + (longest + 2) * once.findings.len(), "it has become too long");
    for finding in &once.findings {
        assert_eq!(once.text.get(finding.range.clone()), Some(finding.kind.replacement()));
    }
    let twice = scrub(&once.text, &facts);
    assert!(twice.is_clean(), "scrubbing twice is not scrubbing once");
    if is_json(text) {
        assert!(is_json(&once.text), "JSON has not stayed JSON");
    }
    let bounded = scrub_bounded(text, &facts, 40);
    assert!(bounded.text.len() <= 40 && once.text.starts_with(&*bounded.text));
});

fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(text).is_ok()
}
