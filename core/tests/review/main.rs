//! What a reviewer gets, against contracts of three tools: two whose documents say what the page has to hold, and one
//! that uses all of the contract language.
#![expect(clippy::unwrap_used, reason = "a test may fail")]
mod changes;
mod findings;
mod pages;
mod parts;
mod schemas;

use aboveboard::Json;

/// KubeAtlas: opt-in, a report a day to one fixed address, nothing that links two sessions.
const KUBEATLAS: &str = include_str!("kubeatlas.json");
/// A CLI that collects until somebody says no, after a notice, and counts installations.
const CLI: &str = include_str!("cli.json");
/// Every construct of the language, and everything that a reviewer would ask about.
const EVERYTHING: &str = include_str!("everything.json");

/// The same, asking instead of telling.
fn asking() -> String {
    EVERYTHING
        .replace(r#""interactive": "notice""#, r#""interactive": "ask""#)
        .replace(r#""notice": {"text""#, r#""question": {"default": "allow", "remember": true, "text""#)
}

/// The tree of a contract.
fn tree(contract: &str) -> Json<'_> {
    Json::parse(contract).unwrap()
}
