//! The contracts of real systems, which ship with this crate.

use aboveboard::Contract;

const CONTRACTS: [(&str, &str); 5] = [
    ("productive-k3s-cli", include_str!("../contracts/pk3s-cli.json")),
    ("productive-k3s-infra", include_str!("../contracts/pk3s-infra.json")),
    ("gtb", include_str!("../contracts/gtb.json")),
    ("kubeatlas", include_str!("../contracts/kubeatlas.json")),
    ("your-platform", include_str!("../contracts/your-platform.json")),
];

#[test]
fn every_contract_is_sound() {
    for (tool, text) in CONTRACTS {
        let contract = Contract::parse(text).unwrap_or_else(|error| panic!("{tool}: {error}"));
        assert_eq!(contract.tool(), tool);
    }
}

#[test]
fn a_path_in_the_place_of_a_contract_is_told_from_json() {
    for (text, hint) in
        [("telemetry.json", "hand over what is in it"), ("\u{feff}{}", "save it as UTF-8"), ("{", "")]
    {
        let error = Contract::parse(text).unwrap_err();
        assert_eq!(error.code(), "invalid_json");
        assert!(
            error.advice().contains(hint) && (error.advice().is_empty() == hint.is_empty()),
            "{text}: {error}"
        );
    }
}
