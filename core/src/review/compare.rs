//! Comparing a contract with its lock.
//!
//! Any difference needs a new `schema_version`; one that widens needs a higher `consent_version` too, so that people are
//! told, or asked, again.

use alloc::string::String;
use alloc::vec::Vec;

use super::canonical::{canonical, object, same};
use super::change_of_policy;
use super::direction::Direction;
use super::lock;
use super::node::Node;
use super::text::{decimal, joined, put};
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
    let mut text = String::new();
    object(&mut text, rest.map(|(name, value)| (name, canonical(value))).collect());
    if !digest.is(&hex::sha256(text.as_bytes())) {
        return Err(damaged().at("/digest"));
    }
    if !same(old.get("tool"), new.get("tool")) {
        return Err(Error::new("lock_of_another_tool", "this lock belongs to another tool")
            .at("/tool")
            .hint("each contract has a lock of its own"));
    }
    Ok(())
}

fn differences(old: Node<'_>, new: Node<'_>) -> Vec<Difference> {
    let mut keys = Vec::new();
    for (key, _) in old.members().chain(new.members().filter(|(key, _)| !old.has(key))) {
        if !same(old.get(key), new.get(key)) {
            sorted::insert(&mut keys, key, |key| key);
        }
    }
    let difference = |key| {
        let (was, is) = (before(key, old, new), new.get(key));
        let text = |node: Node<'_>| node.is_there().then(|| canonical(node));
        let direction = change_of_policy::direction(key, was, is);
        Difference { key: String::from(key), was: text(was), is: text(is), direction }
    };
    keys.into_iter().map(difference).collect()
}

/// What stood at this key before. A leaf that moved from all events to some of them is not a new one there.
fn before<'j>(key: &str, old: Node<'j>, new: Node<'j>) -> Node<'j> {
    if let Some((event, path)) = key.strip_prefix("event ").and_then(|rest| rest.split_once(' ')) {
        let common = joined(&["payload ", path]);
        if !old.has(key) && old.has(&joined(&["event ", event])) && !new.has(&common) {
            return old.get(&common);
        }
    }
    old.get(key)
}

fn missing(old: Node<'_>, new: Node<'_>, differences: &[Difference]) -> Vec<Error> {
    let mut missing = Vec::new();
    if !differences.is_empty() && same(old.get("schema_version"), new.get("schema_version")) {
        let message =
            changed("what is collected has changed, schema_version has not", differences, Direction::Other);
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
        let message = changed(
            "more is collected than people have agreed to, consent_version is the same",
            differences,
            Direction::Wider,
        );
        let higher = decimal(is.saturating_add(1));
        missing.push(
            Error::new("consent_version_unchanged", message).at("/consent_version").hint(joined(&[
                "raise it to ",
                &higher,
                ", so that people are told or asked again",
            ])),
        );
    }
    missing
}

/// A sentence, and what it is about, from this direction on: `endpoint (wider), payload items (narrower)`.
fn changed(sentence: &str, differences: &[Difference], least: Direction) -> String {
    let mut out = String::from(sentence);
    let mut before = ": ";
    for difference in differences.iter().filter(|difference| difference.direction >= least) {
        put(&mut out, &[before, &difference.key, " (", difference.direction.word(), ")"]);
        before = ", ";
    }
    out
}
