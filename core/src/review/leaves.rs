//! Every leaf that a contract declares, with the place where it does.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::node::Node;
use super::text::put;
use crate::json::Json;

/// What makes an object of a payload's tree a leaf: one of these members, with a value that is no object.
const KINDS: &[&str] =
    &["constant", "from", "enum", "token", "boolean", "version", "integer", "bucket", "text", "list", "map"];

/// The kinds whose value is a record of nobody: what the contract itself says.
const OF_THE_CONTRACT: &[&str] = &["schema_version", "tool", "consent_version"];

/// The ids, each of which links at least what the one before it does; `parent` is not among them, since what it links is
/// neither more nor less.
const IDS: &[&str] = &["nonce", "run", "session", "installation", "machine"];
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
    /// The names of its members with dots between them.
    pub(super) path: String,
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

/// Whether the leaf's value is the contract's own, and so tells nothing about anybody.
pub(super) fn is_constant(leaf: Node<'_>) -> bool {
    leaf.has("constant") || leaf.get("from").text().is_some_and(|word| OF_THE_CONTRACT.contains(&word))
}

/// Whether the leaf holds free text, or one within it does.
pub(super) fn is_free_text(leaf: Node<'_>) -> bool {
    let parts = |kind| leaf.get(kind).items();
    leaf.get("text").integer().is_some() || parts("list").chain(parts("map")).any(is_free_text)
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
    let mut walk =
        Walk { owner: Owner::Common, path: String::new(), pointer: String::new(), found: Vec::new() };
    walk.payload(document, &["payload"]);
    for (list, owner) in [("events", Owner::Event as fn(_) -> _), ("records", Owner::Record as fn(_) -> _)] {
        for (name, declaration) in document.get(list).members() {
            walk.owner = owner(name);
            walk.payload(declaration, &[list, name, "payload"]);
        }
    }
    walk.found
}

struct Walk<'j> {
    owner: Owner<'j>,
    path: String,
    pointer: String,
    found: Vec<Found<'j>>,
}

impl<'j> Walk<'j> {
    fn payload(&mut self, declaration: Node<'j>, names: &[&str]) {
        self.path.clear();
        self.pointer.clear();
        for name in names {
            put(&mut self.pointer, &["/", name]);
        }
        self.branch(declaration.get("payload"));
    }

    fn branch(&mut self, branch: Node<'j>) {
        for (name, node) in branch.members() {
            let (path, pointer) = (self.path.len(), self.pointer.len());
            put(&mut self.path, &[if path == 0 { "" } else { "." }, name]);
            put(&mut self.pointer, &["/", name]);
            if kind(node).is_some() {
                self.found.push(Found {
                    owner: self.owner,
                    path: self.path.to_string(),
                    pointer: self.pointer.to_string(),
                    leaf: node,
                });
            } else {
                self.branch(node);
            }
            self.path.truncate(path);
            self.pointer.truncate(pointer);
        }
    }
}
