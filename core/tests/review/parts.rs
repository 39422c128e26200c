//! Parts of the contract language that the vectors of the parser leave out: `parts.json` says what is sound. The JSON Schema
//! of the language is held against the same cases.

use aboveboard::Contract;
use serde_json::Value;

#[test]
fn the_parser_says_of_each_contract_what_its_case_says() {
    let document: Value = serde_json::from_str(include_str!("parts.json")).unwrap();
    let (mut sound, mut refused) = (0, 0);
    for case in document["cases"].as_array().unwrap() {
        let mut contract = document["base"].clone();
        for (name, part) in case["with"].as_object().unwrap() {
            contract[name] = part.clone();
        }
        match (Contract::parse(&contract.to_string()), case.get("error")) {
            (Ok(_), None) => sound += 1,
            (Err(error), Some(want)) => {
                refused += 1;
                assert_eq!(error.code(), want["code"], "{}", case["about"]);
                assert_eq!(error.pointer(), want["at"], "{}", case["about"]);
            }
            (result, _) => panic!("{}: {:?}", case["about"], result.err()),
        }
    }
    assert!(sound > 20 && refused > 30, "{sound} {refused}");
}
