//! The arguments of a command and its environment: one text for each, without private facts, settled at once.
#![no_main]

mod known;

use aboveboard::{scrub_arguments, scrub_environment};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|given: Vec<&str>| {
    let facts = known::facts();
    let scrubbed = scrub_arguments(&given, &facts);
    assert_eq!(scrubbed.len(), given.len());
    let once: Vec<&str> = scrubbed.iter().map(|argument| &*argument.text).collect();
    for argument in &once {
        assert_eq!(known::survivor(argument), None, "a private fact has come out");
    }
    let again = scrub_arguments(&once, &facts);
    assert!(again.iter().all(|argument| argument.is_clean()), "scrubbing twice is not scrubbing once");

    let pairs: Vec<(&str, &str)> = given.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    for value in scrub_environment(&pairs, &facts) {
        assert_eq!(known::survivor(&value.text), None, "a private fact has come out");
    }
});
