//! Reads a file of vectors, strictly: a misspelt member would make a vector say less than it means.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// One file of vectors.
#[derive(Debug)]
pub(crate) struct File {
    /// The text of each contract, by its name in this file.
    pub(crate) contracts: BTreeMap<String, String>,
    /// The vectors, in order.
    pub(crate) vectors: Vec<Vector>,
}

/// One worked example.
#[derive(Debug)]
pub(crate) struct Vector {
    pub(crate) id: String,
    pub(crate) operation: String,
    /// The name of a contract of the file; none for `step`.
    pub(crate) contract: Option<String>,
    /// JSON text, or what the author wrote in its place.
    pub(crate) arguments: String,
    pub(crate) wanted: Wanted,
    /// The expectation as it stands in the file, for the report.
    pub(crate) expected: Map<String, Value>,
}

/// What has to come out.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// A result that meets all of these.
    Result(Vec<Expectation>),
    /// An error with this code and, where it is given, at this place.
    Error { code: Value, at: Option<Value> },
}

/// One thing that a result has to meet.
#[derive(Debug)]
pub(crate) enum Expectation {
    /// It is this value.
    Whole(Value),
    /// At this pointer there is this value.
    At(String, Value),
    /// At this pointer there is nothing.
    Missing(String),
}

/// Gives the text of a bundled contract.
type Bundled<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// Reads the file; the error says which file and what is wrong with it.
pub(crate) fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text, &bundled).map_err(|error| format!("{}: {error}", path.display()))
}

/// The contract that ships under this name in `core/contracts`.
fn bundled(name: &str) -> Result<String, String> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err("a bundled contract's name is made of letters, digits and `-`".to_owned());
    }
    let path = format!("{}/../../../core/contracts/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).map_err(|error| format!("the bundled contract {name}: {error}"))
}

/// The members of an object, as they stand in the file: not all that is to be handed over is a [`Value`].
type Members<'t> = BTreeMap<String, &'t RawValue>;

/// Reads the text of a file.
pub(crate) fn parse(text: &str, bundled: Bundled<'_>) -> Result<File, String> {
    let file = members(text, "the file")?;
    let mut contracts = BTreeMap::new();
    let given = file.get("contracts").map_or("{}", |contracts| contracts.get());
    for (name, value) in members(given, "contracts")? {
        contracts.insert(name, contract(value, bundled)?);
    }
    let items = file.get("vectors").map_or("", |vectors| vectors.get());
    let items: Vec<&RawValue> = serde_json::from_str(items).map_err(|_| "vectors is not a list")?;
    let mut vectors: Vec<Vector> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let vector = vector(item.get(), &contracts).map_err(|error| format!("/vectors/{index}: {error}"))?;
        if vectors.iter().any(|other| other.id == vector.id) {
            return Err(format!("/vectors/{index}: the id {} is there twice", vector.id));
        }
        vectors.push(vector);
    }
    Ok(File { contracts, vectors })
}

fn contract(value: &RawValue, bundled: Bundled<'_>) -> Result<String, String> {
    let members = members(value.get(), "a contract").unwrap_or_default();
    if members.len() == 1
        && let Ok(name) = text(&members, "bundled")
    {
        return bundled(&name);
    }
    handed_over(value).ok_or_else(|| "a contract is neither an object nor a text".to_owned())
}

/// A contract or arguments as they are handed over: a text as it is, an object as JSON; of anything else nothing.
fn handed_over(value: &RawValue) -> Option<String> {
    match serde_json::from_str(value.get()) {
        Ok(Value::String(text)) => Some(text),
        Ok(object @ Value::Object(_)) => Some(object.to_string()),
        Ok(_) => None,
        // A lone surrogate in it, for example: what that is worth is the core's to say.
        Err(_) => value.get().starts_with('{').then(|| value.get().to_owned()),
    }
}

fn vector(item: &str, contracts: &BTreeMap<String, String>) -> Result<Vector, String> {
    let members = members(item, "the vector")?;
    let expectations = ["want", "want_at", "want_missing", "error"];
    // Other members are notes, but an expectation with a slip in its name would never fail.
    if let Some(name) =
        members.keys().find(|name| name.starts_with("want") && !expectations.contains(&name.as_str()))
    {
        return Err(format!("the vector has an unknown expectation {name}"));
    }
    let operation = text(&members, "operation")?;
    let contract = members.contains_key("contract").then(|| text(&members, "contract")).transpose()?;
    let is_alone = matches!(operation.as_str(), "step" | "scrub");
    match &contract {
        None if !is_alone => return Err("contract is missing".to_owned()),
        Some(_) if is_alone => return Err("this operation has no contract".to_owned()),
        Some(name) if !contracts.contains_key(name) => return Err(format!("there is no contract {name}")),
        _ => {}
    }
    let arguments =
        members.get("arguments").map_or_else(|| Some("{}".to_owned()), |value| handed_over(value));
    let mut expected = Map::new();
    for (name, value) in members.iter().filter(|(name, _)| expectations.contains(&name.as_str())) {
        let value = serde_json::from_str(value.get()).map_err(|error| format!("{name}: {error}"))?;
        expected.insert(name.clone(), value);
    }
    Ok(Vector {
        id: text(&members, "id")?,
        operation,
        contract,
        arguments: arguments.ok_or("arguments is neither an object nor a text")?,
        wanted: wanted(&expected)?,
        expected,
    })
}

fn wanted(expected: &Map<String, Value>) -> Result<Wanted, String> {
    if let Some(error) = expected.get("error") {
        let error = object(error.clone(), "error")?;
        only(&error, &["code", "at"], "error")?;
        if expected.len() != 1 {
            return Err("error stands alone".to_owned());
        }
        let code = error.get("code").filter(|code| code.is_string()).ok_or("error has no code")?;
        return Ok(Wanted::Error { code: code.clone(), at: error.get("at").cloned() });
    }
    let mut expectations: Vec<Expectation> =
        expected.get("want").cloned().map(Expectation::Whole).into_iter().collect();
    if let Some(values) = expected.get("want_at") {
        for (at, value) in object(values.clone(), "want_at")? {
            expectations.push(Expectation::At(pointer(&at)?, value));
        }
    }
    match expected.get("want_missing") {
        None => {}
        Some(Value::Array(pointers)) => {
            for at in pointers {
                expectations.push(Expectation::Missing(pointer(at.as_str().unwrap_or("not a text"))?));
            }
        }
        Some(_) => return Err("want_missing is not a list".to_owned()),
    }
    if expectations.is_empty() {
        Err("there is no expectation".to_owned())
    } else {
        Ok(Wanted::Result(expectations))
    }
}

fn object(value: Value, what: &str) -> Result<Map<String, Value>, String> {
    if let Value::Object(members) = value { Ok(members) } else { Err(format!("{what} is not an object")) }
}

/// A JSON pointer: at anything else there is never anything.
fn pointer(at: &str) -> Result<String, String> {
    if at.is_empty() || at.starts_with('/') {
        return Ok(at.to_owned());
    }
    Err("what is wanted stands at no JSON pointer".to_owned())
}

fn members<'t>(text: &'t str, what: &str) -> Result<Members<'t>, String> {
    serde_json::from_str(text).map_err(|error| {
        if error.is_data() { format!("{what} is not an object") } else { format!("{what}: {error}") }
    })
}

fn text(members: &Members<'_>, name: &str) -> Result<String, String> {
    members
        .get(name)
        .and_then(|value| serde_json::from_str(value.get()).ok())
        .ok_or_else(|| format!("{name} is not a text"))
}

fn only(members: &Map<String, Value>, known: &[&str], what: &str) -> Result<(), String> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("{what} has an unknown member {name}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(vector: &str) -> String {
        let file = format!(r#"{{"about": "", "contracts": {{"c": {{}}}}, "vectors": [{vector}]}}"#);
        parse(&file, &|_| Err("none".to_owned())).expect_err("it is not of the form")
    }

    #[test]
    fn a_vector_that_could_not_fail_is_refused() {
        assert!(refused(r#"{"id": "a", "operation": "open", "contract": "c"}"#).contains("no expectation"));
        assert!(
            refused(r#"{"id": "a", "operation": "open", "contract": "c", "want_at": {}}"#)
                .contains("no expectation")
        );
        assert!(
            refused(r#"{"id": "a", "operation": "open", "contract": "c", "wants": {}}"#).contains("wants")
        );
        assert!(
            refused(r#"{"id": "a", "operation": "open", "contract": "d", "want": {}}"#)
                .contains("no contract d")
        );
        assert!(
            refused(r#"{"id": "a", "operation": "open", "contract": "c", "want_missing": ["a"]}"#)
                .contains("no JSON pointer")
        );
        assert!(refused(r#"{"id": "a", "operation": "call", "want": {}}"#).contains("contract is missing"));
        assert!(
            refused(r#"{"id": "a", "operation": "step", "want": {}, "error": {"code": "x"}}"#)
                .contains("stands alone")
        );
    }

    #[test]
    fn arguments_and_contracts_that_are_text_are_handed_over_as_they_are() {
        let file = parse(
            r#"{"about": "", "contracts": {"broken": "{\"contract\":1,", "named": {"bundled": "x"}, "own": {"a": 1}},
                "vectors": [{"id": "a", "operation": "begin", "contract": "broken", "arguments": "{\"a\":1,\"a\":2}",
                             "want": null}]}"#,
            &|name| Ok(format!("the text of {name}")),
        )
        .expect("the file is of the form");
        assert_eq!(file.contracts["broken"], "{\"contract\":1,");
        assert_eq!(file.contracts["named"], "the text of x");
        assert_eq!(file.contracts["own"], r#"{"a":1}"#);
        assert_eq!(file.vectors[0].arguments, r#"{"a":1,"a":2}"#);
    }

    #[test]
    fn what_only_the_core_can_judge_is_handed_over_to_it() {
        for arguments in [r#"{"a": "\ud800"}"#, r#"{"a": 1e999}"#] {
            let file = format!(
                r#"{{"vectors": [{{"id": "a", "operation": "step", "arguments": {arguments}, "want": {{}}}}]}}"#
            );
            let file = parse(&file, &|_| Err("none".to_owned())).expect("the file is of the form");
            assert_eq!(file.vectors[0].arguments, arguments);
        }
    }
}
