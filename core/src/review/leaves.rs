//! Every leaf that a contract declares, with the place where it does.

use alloc::string::String;
use alloc::vec::Vec;

use super::node::Node;
use super::text::put;
use crate::json::Json;

/// What makes an object of a payload's tree a leaf: one of these members, with a value that is no object.
const KINDS: &[&str] =
    &["constant", "from", "enum", "token", "boolean", "version", "integer", "bucket", "text", "list", "map"];

/// The kinds whose value is a record of nobody: what the contract itself says.
const OF_THE_CONTRACT: &[&str] = &["schema_version", "tool", "consent_version"];

/// What the system or the tool's build says in words of its own.
const OF_OTHERS: &[&str] = &["tool_version", "user_agent", "os_version"];

/// The ids, each of which links at least what the one before it does; `parent` is not among them, since what it links is
/// neither more nor less.
/// For how long an `identity` stays the same, the part of that name says.
const IDS: &[&str] = &["nonce", "run", "session", "identity"];
/// From this place on, ids outlive the session.
const LASTING: usize = 3;

/// Whose payload a leaf belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner<'j> {
    /// Every event's.
    Common,
    /// This event's, in addition.
    Event(&'j str),
    /// This record's.
    Record(&'j str),
}

/// A leaf and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Found<'j> {
    pub(super) owner: Owner<'j>,
    /// The JSON pointer to it.
    pub(super) pointer: String,
    pub(super) leaf: Node<'j>,
}

/// The word that says what kind of leaf this is; `None` for a branch.
pub(super) fn kind(node: Node<'_>) -> Option<&'static str> {
    let declares =
        |kind: &&&str| node.get(kind).value().is_some_and(|value| !matches!(value, Json::Object(_)));
    KINDS.iter().find(declares).copied()
}

/// The leaves within a list or a map: the names, and the values or the members of these.
pub(super) fn parts(leaf: Node<'_>) -> Vec<Node<'_>> {
    let mut parts = Vec::new();
    for item in leaf.get("list").items().chain(leaf.get("map").items()) {
        if kind(item).is_some() {
            parts.push(item);
        } else {
            // How many there may be has no members.
            parts.extend(item.members().map(|(_, part)| part));
        }
    }
    parts
}

/// Whether the leaf's value is the contract's own, and so tells nothing about anybody.
pub(super) fn is_constant(leaf: Node<'_>) -> bool {
    leaf.has("constant") || leaf.get("from").text().is_some_and(|word| OF_THE_CONTRACT.contains(&word))
}

/// Whether the leaf holds free text, or one within it does.
pub(super) fn is_free_text(leaf: Node<'_>) -> bool {
    leaf.get("text").integer().is_some() || parts(leaf).into_iter().any(is_free_text)
}

/// Whether an event, the system or the tool's build can put a word of its own into the leaf, or into one within it.
pub(super) fn holds_any_word(leaf: Node<'_>) -> bool {
    ["text", "token", "version"].iter().any(|kind| leaf.get(kind).integer().is_some())
        || leaf.get("from").text().is_some_and(|word| OF_OTHERS.contains(&word))
        || parts(leaf).into_iter().any(holds_any_word)
}

/// How much an id links, compared with others; `None` for what is no id, and for `parent`.
pub(super) fn reach(leaf: Node<'_>) -> Option<usize> {
    let word = leaf.get("from").text()?;
    IDS.iter().position(|id| *id == word)
}

/// Whether the leaf is an id of any kind.
pub(super) fn is_id(leaf: Node<'_>) -> bool {
    reach(leaf).is_some() || leaf.get("from").is("parent")
}

/// Whether the leaf is an id that outlives the session.
pub(super) fn is_lasting(leaf: Node<'_>) -> bool {
    reach(leaf).is_some_and(|reach| reach >= LASTING)
}

/// The leaves of every event, then what single events add, then those of the records.
pub(super) fn leaves(document: Node<'_>) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    declared(&mut found, Owner::Common, "", "", document);
    for (name, event) in document.get("events").members() {
        declared(&mut found, Owner::Event(name), "/events/", name, event);
    }
    for (name, record) in document.get("records").members() {
        declared(&mut found, Owner::Record(name), "/records/", name, record);
    }
    found
}

fn declared<'j>(found: &mut Vec<Found<'j>>, owner: Owner<'j>, list: &str, name: &str, declaration: Node<'j>) {
    for (path, leaf) in below(declaration.get("payload")) {
        let mut pointer = String::new();
        put(&mut pointer, &[list, name, "/payload/"]);
        // No member's name holds a dot.
        pointer.extend(path.chars().map(|character| if character == '.' { '/' } else { character }));
        found.push(Found { owner, pointer, leaf });
    }
}

/// The leaves below a branch, by the names of its members with dots between them.
pub(super) fn below(branch: Node<'_>) -> Vec<(String, Node<'_>)> {
    let mut found = Vec::new();
    collect(&mut found, &mut String::new(), branch);
    found
}

fn collect<'j>(found: &mut Vec<(String, Node<'j>)>, path: &mut String, branch: Node<'j>) {
    for (name, node) in branch.members() {
        let length = path.len();
        put(path, &[if length == 0 { "" } else { "." }, name]);
        if kind(node).is_some() {
            found.push((path.clone(), node));
        } else {
            collect(found, path, node);
        }
        path.truncate(length);
    }
}
