//! JSON values: each text by the name of its member and by what it holds.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::lines::scrub_value;
use super::list::List;
use super::names::Names;
use super::number::{is_count, is_secret_number};
use crate::json::{Json, MAX_DEPTH};
use crate::scrub::context::label::Label;
use crate::scrub::context::manifest;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::values::names::Meaning;
use crate::scrub::values::own_name::is_own_name;
use crate::scrub::{Finding, Scrubbed};

/// Scrubs a JSON value in its place: texts by the names of their members and by what they hold, names by what they hold,
/// numbers where their names say that they are secrets. What nests deeper than [`Json::parse`] allows is replaced.
/// Tells what was found; ranges lie in the text that holds the replacement.
pub fn scrub_json(value: &mut Json<'_>, facts: &PrivateFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut stack = Vec::new();
    stack.push((value, Named::default(), 0_usize));
    while let Some((value, Named { meaning: named, is_manifest, counts }, depth)) = stack.pop() {
        let below = depth.saturating_add(1);
        match value {
            Json::Array(_) | Json::Object(_) if depth > MAX_DEPTH => {
                *value = secret("too-deep", &mut findings)
            }
            Json::Integer(_) | Json::Fraction | Json::OutOfRange
                if named == Some(Meaning::Secret) && !counts && is_secret_number(value) =>
            {
                *value = secret("named-secret", &mut findings);
            }
            Json::Text(text) => scrub_text(text, named, facts, &mut findings),
            Json::Array(items) => {
                let mut list = List::of(named, 0);
                let first = stack.len();
                for item in items {
                    match item {
                        Json::Text(text) => scrub_item(text, &mut list, facts, &mut findings),
                        // The items of a list are called what the list is called.
                        _ => stack.push((item, Named { meaning: named, ..Named::default() }, below)),
                    }
                }
                stack.get_mut(first..).unwrap_or_default().reverse();
            }
            Json::Object(members) => {
                let secret = is_secret_manifest(members);
                let (mut names, mut behind) = (Names::default(), name_behind(members));
                let mut label = if is_manifest { Label::of_manifest() } else { Label::of(named) };
                let first = stack.len();
                for (name, value) in members {
                    let mut meaning = label.member(name);
                    if let Json::Text(text) = value {
                        label.text(text);
                        if meaning.is_none() && name == "value" {
                            meaning = behind.take();
                        }
                        meaning = meaning.filter(|_| !is_own_name(name.as_bytes(), text.as_bytes()));
                    }
                    let is_manifest = secret && manifest::holds_entries(name.as_bytes());
                    let counts = is_count(name);
                    stack.push((value, Named { meaning, is_manifest, counts }, below));
                    scrub_name(name, &mut names, facts, &mut findings);
                }
                stack.get_mut(first..).unwrap_or_default().reverse();
            }
            _ => {}
        }
    }
    findings
}

/// What a value is called.
#[derive(Default, Clone, Copy)]
struct Named {
    meaning: Option<Meaning>,
    /// Whether it holds the entries of a Secret of Kubernetes.
    is_manifest: bool,
    /// Whether it counts something where it is a number.
    counts: bool,
}

/// Whether an object is a Secret of Kubernetes.
fn is_secret_manifest(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    members
        .iter()
        .any(|(name, value)| name == "kind" && matches!(value, Json::Text(kind) if kind == "Secret"))
}

/// What the member `value` of an object is, where its name is said in the next one: `"value": "x", "name": "TOKEN"`.
fn name_behind(members: &[(Cow<'_, str>, Json<'_>)]) -> Option<Meaning> {
    let index = members.iter().position(|(name, _)| name == "value")?;
    let Some((name, Json::Text(text))) = members.get(index.saturating_add(1)) else { return None };
    let mut label = Label::default();
    label.member(name);
    label.text(text);
    label.member("value")
}

fn scrub_item(text: &mut Cow<'_, str>, list: &mut List, facts: &PrivateFacts, findings: &mut Vec<Finding>) {
    let scrubbed = list.scrub(text, facts);
    if !scrubbed.is_clean() {
        findings.extend(scrubbed.findings);
        *text = Cow::Owned(scrubbed.text.into_owned());
    }
}

/// What stands in the place of a value that is no text.
fn secret(rule: &'static str, findings: &mut Vec<Finding>) -> Json<'static> {
    let scrubbed = Scrubbed::secret(rule);
    findings.extend(scrubbed.findings);
    Json::Text(scrubbed.text)
}

fn scrub_text(
    text: &mut Cow<'_, str>,
    named: Option<Meaning>,
    facts: &PrivateFacts,
    findings: &mut Vec<Finding>,
) {
    let scrubbed = scrub_value(named, text, facts, 0);
    if scrubbed.is_clean() {
        return;
    }
    findings.extend(scrubbed.findings);
    *text = Cow::Owned(scrubbed.text.into_owned());
}

/// Scrubs the names of variables, as those of an object's members are.
pub(crate) fn scrub_names<'n, 'm: 'n>(
    names: impl Iterator<Item = &'n mut Cow<'m, str>>,
    facts: &PrivateFacts,
    findings: &mut Vec<Finding>,
) {
    let mut known = Names::default();
    names.for_each(|name| scrub_name(name, &mut known, facts, findings));
}

fn scrub_name(name: &mut Cow<'_, str>, names: &mut Names, facts: &PrivateFacts, findings: &mut Vec<Finding>) {
    let scrubbed = names.scrub(name, facts);
    if *scrubbed.text == **name {
        return;
    }
    findings.extend(scrubbed.findings);
    *name = Cow::Owned(scrubbed.text.into_owned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::Fact;

    fn texts(json: &str, facts: &[Fact<'_>]) -> (Vec<Finding>, Json<'static>) {
        let mut value = Json::parse(json).unwrap();
        let findings = scrub_json(&mut value, &PrivateFacts::new(facts));
        (findings, own(&value))
    }

    fn own(value: &Json<'_>) -> Json<'static> {
        match value {
            Json::Text(text) => Json::Text(Cow::Owned(text.clone().into_owned())),
            Json::Array(items) => Json::Array(items.iter().map(own).collect()),
            Json::Object(members) => Json::Object(
                members.iter().map(|(k, v)| (Cow::Owned(k.clone().into_owned()), own(v))).collect(),
            ),
            Json::Integer(number) => Json::Integer(*number),
            Json::Boolean(flag) => Json::Boolean(*flag),
            Json::Fraction => Json::Fraction,
            Json::OutOfRange => Json::OutOfRange,
            Json::Null => Json::Null,
        }
    }

    #[test]
    fn values_go_by_their_names() {
        let (findings, value) = texts(
            r#"{"password":"hunter","pin_code":4,"token":12,"user_id":"a1b2","retries":3,"api_keys":["a","b"],"ok":"fine"}"#,
            &[],
        );
        let want = r#"{"password":"[secret]","pin_code":4,"token":"[secret]","user_id":"a1b2","retries":3,"api_keys":["[secret]","[secret]"],"ok":"fine"}"#;
        assert_eq!(value, Json::parse(want).unwrap());
        assert_eq!(findings.len(), 4);
    }

    #[test]
    fn names_are_scrubbed_and_stay_different() {
        let (_, value) = texts(r#"{"a@acme.example":1,"b@acme.example":2,"plain":3}"#, &[]);
        assert_eq!(value, Json::parse(r#"{"[email]":1,"[email]#2":2,"plain":3}"#).unwrap());
    }

    #[test]
    fn facts_are_found_in_decoded_text() {
        let (_, value) = texts(r#"{"note":"for j\u0061ne.doe only"}"#, &[Fact::UserName("jane.doe")]);
        assert_eq!(value, Json::parse(r#"{"note":"for [user] only"}"#).unwrap());
    }

    #[test]
    fn what_nests_too_deeply_goes() {
        let mut value = Json::Text(Cow::Borrowed("x"));
        for _ in 0..MAX_DEPTH + 2 {
            value = Json::Array(alloc::vec![value]);
        }
        assert_eq!(scrub_json(&mut value, &PrivateFacts::default()).len(), 1);
    }
}
