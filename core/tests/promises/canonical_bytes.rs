//! Promises 2 and 3: the bytes are canonical JSON, and hold what the contract declares and nothing else.

use aboveboard::{Answer, Contract, Event, Facts, Json, Machine, begin, payload};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Names that sort in interesting ways.
fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9_-]{1,4}"
}

/// A payload tree, the fields of an event for it, and the document that must come of both.
fn tree(depth: u32) -> BoxedStrategy<(Value, Value, Value)> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(|value| (json!({"constant": value}), Value::Null, json!(value))),
        "\\PC{0,12}".prop_filter("lost characters", |text| !text.contains('\u{fffd}')).prop_map(|text| (
            json!({"constant": text}),
            Value::Null,
            json!(text)
        )),
        "[A-Za-z0-9._-]{1,20}".prop_map(|text| (json!({"token": 20, "why": "x"}), json!(text), json!(text))),
        "\\PC{0,12}".prop_map(|text| {
            let sound = !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
            let out = if sound { text.clone() } else { "other".to_string() };
            (json!({"token": 64, "other": true, "why": "x"}), json!(text), json!(out))
        }),
        any::<bool>().prop_map(|value| (json!({"boolean": true, "why": "x"}), json!(value), json!(value))),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(|value| (
            json!({"integer": [-9_007_199_254_740_991_i64, 9_007_199_254_740_991_i64], "why": "x"}),
            json!(value),
            json!(value)
        )),
        Just((json!({"integer": [0, 1], "nullable": true, "why": "x"}), Value::Null, Value::Null)),
        Just((json!({"enum": ["a", "b"], "default": "", "why": "x"}), Value::Null, json!(""))),
        // Left out: told apart from null by a marker.
        Just((json!({"boolean": true, "optional": true, "why": "x"}), Value::Null, json!({"omitted": true}))),
        (-3..3_i64).prop_map(|value| (
            json!({"integer": [-3, 3], "optional": true, "omit_empty": true, "why": "x"}),
            json!(value),
            if value == 0 { json!({"omitted": true}) } else { json!(value) }
        )),
        vec("[a-z]{1,3}", 0..3).prop_map(|items| (
            json!({"list": [{"token": 3}, 3], "optional": true, "omit_empty": true, "why": "x"}),
            json!(items),
            if items.is_empty() { json!({"omitted": true}) } else { json!(items) }
        )),
        (any::<bool>(), vec(object(), 0..3)).prop_map(|(keyed, objects)| collected(keyed, objects)),
        Just((json!({"token": 9, "other": true, "default": "d", "why": "x"}), json!(""), json!("d"))),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![1 => leaf, 2 => branch(depth)].boxed()
}

/// The fields of an object within a list or map, and what they must become.
fn object() -> impl Strategy<Value = (Value, Value)> {
    ("[a-z]{0,5}", -3..12_i64, any::<bool>()).prop_map(|(word, number, told)| {
        let mut out =
            json!({"w": if word.len() > 4 || word.is_empty() { "other" } else { &word }, "A-b": null});
        if number > 0 {
            out["n"] = json!(number.min(9));
        }
        if told {
            out["A-b"] = json!(true);
        }
        (json!({"n": number, "w": word, "A-b": if told { json!(true) } else { Value::Null }}), out)
    })
}

/// A list of such objects, or a map with names that are given in no order.
fn collected(keyed: bool, objects: Vec<(Value, Value)>) -> (Value, Value, Value) {
    let item = json!({
        "w": {"token": 4, "other": true},
        "n": {"integer": [0, 9], "clamp": true, "optional": true, "omit_empty": true},
        "A-b": {"boolean": true, "nullable": true}
    });
    let (given, told): (Vec<Value>, Vec<Value>) = objects.into_iter().unzip();
    if !keyed {
        return (json!({"list": [item, 3], "why": "x"}), json!(given), json!(told));
    }
    let named = |values: Vec<Value>| {
        Value::Object(["b", "a", "Z"].map(str::to_string).into_iter().zip(values).collect::<Map<_, _>>())
    };
    (json!({"map": [{"token": 2}, item, 3], "why": "x"}), named(given), named(told))
}

fn branch(depth: u32) -> BoxedStrategy<(Value, Value, Value)> {
    vec((name(), tree(depth - 1)), 1..5)
        .prop_map(|members| {
            let (mut contract, mut fields, mut document) = (Map::new(), Map::new(), Map::new());
            for (name, (part, field, value)) in members {
                if contract.contains_key(&name) {
                    continue;
                }
                if !field.is_null() {
                    fields.insert(name.clone(), field);
                }
                if value != json!({"omitted": true}) {
                    document.insert(name.clone(), value);
                }
                contract.insert(name, part);
            }
            (Value::Object(contract), Value::Object(fields), Value::Object(document))
        })
        .boxed()
}

fn contract(payload: &Value) -> String {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"env": "ON"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "payload": payload, "events": {"e": {}}
    })
    .to_string()
}

fn build(payload_tree: &Value, fields: &Value) -> Result<String, aboveboard::Error> {
    let contract = Contract::parse(&contract(payload_tree))?;
    let mut facts = Facts { random: (0..48).collect(), ..Facts::default() };
    facts.variables.insert("ON".to_string(), Answer::from_text("1"));
    let run = begin(&contract, &facts)?;
    let mut event = Event::new("e", 0);
    let text = fields.to_string();
    event.set_fields(&text)?;
    payload(&contract, &run, &event, &Machine::default()).map(|built| built.bytes().to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_document_is_the_declared_one_and_canonical((tree, fields, document) in branch(4)) {
        let bytes = match build(&tree, &fields) {
            Ok(bytes) => bytes,
            // A tree can be larger than a contract may be; nothing else goes wrong.
            Err(error) => {
                prop_assert_eq!(error.code(), "contract_too_large");
                return Ok(());
            }
        };
        let parsed: Value = serde_json::from_str(&bytes).unwrap();
        prop_assert_eq!(&parsed, &document);
        // serde_json sorts an object's members by bytes, which is RFC 8785's order for ASCII names, and escapes alike.
        prop_assert_eq!(serde_json::to_string(&parsed).unwrap(), bytes);
    }

    /// A document, and the same with one character changed: both are read, or neither.
    #[test]
    fn reading_json_agrees_with_serde_json((_, _, document) in branch(3), at in any::<prop::sample::Index>(), other in "[\\[\\]{}\",:0-9a-z\\\\. eE+-]") {
        let text = document.to_string();
        prop_assert!(same(&Json::parse(&text).unwrap(), &document));
        let mut characters: Vec<char> = text.chars().collect();
        let place = at.index(characters.len());
        characters[place] = other.chars().next().unwrap_or(' ');
        let changed: String = characters.into_iter().collect();
        match (Json::parse(&changed), serde_json::from_str::<Value>(&changed)) {
            (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{changed}"),
            (Err(error), Ok(_)) => prop_assert_eq!(error.code(), "duplicate_key", "{}", changed),
            (Ok(_), Err(error)) => prop_assert!(false, "{changed}: {error}"),
            (Err(_), Err(_)) => {}
        }
    }
}

fn same(ours: &Json<'_>, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Boolean(one), Value::Bool(other)) => one == other,
        (Json::Integer(one), Value::Number(other)) => other.as_f64() == Some(*one as f64),
        (Json::Fraction, Value::Number(other)) => other.as_f64().is_some_and(|number| number.fract() != 0.0),
        (Json::OutOfRange, Value::Number(other)) => {
            other.as_f64().is_some_and(|number| number.abs() > 9_007_199_254_740_991.0)
        }
        (Json::Text(one), Value::String(other)) => one == other,
        (Json::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Json::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name.as_ref()).is_some_and(|other| same(value, other)))
        }
        _ => false,
    }
}
