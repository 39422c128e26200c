//! Comparing a contract with its lock.
//!
//! Any difference needs a new `schema_version`; one that widens needs a higher `consent_version` too, so that people are
//! told, or asked, again.

use alloc::string::String;
use alloc::vec::Vec;

use super::change_of_policy;
use super::direction::Direction;
use super::lock;
use super::node::Node;
use super::text::{canonical, decimal, listed, put};
use crate::error::Error;
use crate::hex;
use crate::json::Json;
use crate::sorted;

/// What has changed since a lock was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Every difference, sorted by key.
    pub differences: Vec<Difference>,
    /// What is still to be done, each with a code and a pointer into the contract: `schema_version_unchanged`,
    /// `consent_version_unchanged`, `consent_version_lowered`, `lock_stale`. Empty where all is well.
    pub missing: Vec<Error>,
}

/// One entry of a lock that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The entry's key, such as `payload command.name`.
    pub key: String,
    /// What it was, as JSON; `None` where it is new.
    pub was: Option<String>,
    /// What it is, as JSON; `None` where it is gone.
    pub is: Option<String>,
    /// Which way it went.
    pub direction: Direction,
}

/// Compares a contract with the text of a lock.
///
/// # Errors
/// `lock_damaged` where the text is no lock or was edited by hand, `lock_format` where a newer Aboveboard wrote it, and
/// `lock_of_another_tool`; pointers lead into the lock.
pub fn compare(lock: &str, document: &Json<'_>) -> Result<Comparison, Error> {
    let old = Json::parse(lock).map_err(|error| damaged().at(error.pointer()))?;
    let current = lock::lock(document);
    let new = Json::parse(&current)?;
    let (old, new) = (Node::new(&old), Node::new(&new));
    check(old, new)?;
    let differences = differences(old.get("collects"), new.get("collects"));
    let mut missing = missing(old, new, &differences);
    if missing.is_empty() && lock != current {
        missing.push(
            Error::new("lock_stale", "the lock is not that of this contract")
                .hint("write it again with lock"),
        );
    }
    Ok(Comparison { differences, missing })
}

fn damaged() -> Error {
    Error::new("lock_damaged", "this is no lock, or it was edited by hand: its digest does not fit")
        .hint("take it from version control, or write it again with lock and review every line")
}

fn check(old: Node<'_>, new: Node<'_>) -> Result<(), Error> {
    if old.get("lock").integer().is_some_and(|format| format > lock::FORMAT) {
        return Err(Error::new("lock_format", "a newer Aboveboard wrote this lock")
            .at("/lock")
            .hint("use that version, or a newer one"));
    }
    let digest = old.get("digest");
    let rest = old.members().filter(|(name, _)| *name != "digest");
    let rest =
        Json::Object(rest.filter_map(|(name, node)| Some((name.into(), node.value()?.clone()))).collect());
    if !digest.is(&hex::sha256(canonical(&rest).as_bytes())) {
        return Err(damaged().at("/digest"));
    }
    if old.get("tool").value() != new.get("tool").value() {
        return Err(Error::new("lock_of_another_tool", "this lock belongs to another tool")
            .at("/tool")
            .hint("each contract has a lock of its own"));
    }
    Ok(())
}

fn differences(old: Node<'_>, new: Node<'_>) -> Vec<Difference> {
    let mut keys = Vec::new();
    for (key, _) in old.members().chain(new.members().filter(|(key, _)| !old.has(key))) {
        sorted::insert(&mut keys, key, |key| key);
    }
    let differs = |key: &&str| old.get(key).value() != new.get(key).value();
    keys.into_iter()
        .filter(differs)
        .map(|key| {
            let was = before(key, old, new);
            let text = |node: Node<'_>| node.value().map(canonical);
            let is = new.get(key);
            Difference {
                key: key.into(),
                was: text(was),
                is: text(is),
                direction: change_of_policy::direction(key, was, is),
            }
        })
        .collect()
}

/// What stood at this key before. A leaf that moved from all events to some of them is not a new one there.
fn before<'j>(key: &str, old: Node<'j>, new: Node<'j>) -> Node<'j> {
    if let Some((event, path)) = key.strip_prefix("event ").and_then(|rest| rest.split_once(' ')) {
        let named = |word: &str, name: &str| {
            let mut key = String::from(word);
            key.push_str(name);
            key
        };
        let common = named("payload ", path);
        if !old.has(key) && old.has(&named("event ", event)) && !new.has(&common) {
            return old.get(&common);
        }
    }
    old.get(key)
}

fn missing(old: Node<'_>, new: Node<'_>, differences: &[Difference]) -> Vec<Error> {
    let mut missing = Vec::new();
    if !differences.is_empty() && old.get("schema_version").value() == new.get("schema_version").value() {
        let message = changed("what is collected has changed, schema_version has not", differences.iter());
        missing.push(
            Error::new("schema_version_unchanged", message)
                .at("/schema_version")
                .hint("give it a new value, then write the lock again"),
        );
    }
    let version = |node: Node<'_>| node.get("consent_version").integer().unwrap_or(0);
    let (was, is) = (version(old), version(new));
    if is < was {
        missing.push(
            Error::new("consent_version_lowered", "consent_version is lower than it was")
                .at("/consent_version")
                .hint("it only ever grows: what people have agreed to is counted by it"),
        );
    } else if is == was && differences.iter().any(|difference| difference.direction == Direction::Wider) {
        let wider = differences.iter().filter(|difference| difference.direction == Direction::Wider);
        let mut hint = String::from("raise it to ");
        put(&mut hint, &[&decimal(is.saturating_add(1)), ", so that people are told or asked again"]);
        missing.push(
            Error::new(
                "consent_version_unchanged",
                changed("more is collected than people have agreed to, consent_version is the same", wider),
            )
            .at("/consent_version")
            .hint(hint),
        );
    }
    missing
}

/// A sentence, and what it is about: `endpoint (wider), payload items (narrower)`.
fn changed<'d>(sentence: &str, differences: impl Iterator<Item = &'d Difference>) -> String {
    let mut out = String::from(sentence);
    out.push_str(": ");
    listed(&mut out, differences, ", ", |out, difference| {
        put(out, &[&difference.key, " (", difference.direction.word(), ")"]);
    });
    out
}
