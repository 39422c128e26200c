//! Conditions on a contract that a path cannot say, by name: for templates.

use super::leaves::{self, Owner};
use super::node::Node;

/// Whether the condition holds for a contract, or for the value of it that a template is filled in for.
pub(super) fn holds(name: &str, document: Node<'_>, node: Node<'_>) -> bool {
    let consent = document.get("consent");
    let source = |holds: &dyn Fn(Node<'_>) -> bool| consent.get("sources").items().any(holds);
    let leaf = |holds: &dyn Fn(Node<'_>) -> bool| {
        leaves::leaves(document)
            .iter()
            .any(|found| !matches!(found.owner, Owner::Record(_)) && holds(found.leaf))
    };
    // An id that another program may have made.
    let inherited =
        |id: Node<'_>| id.get("from").text().is_some_and(|id| document.get("correlation").has(id));
    let gate = |name: Option<&str>| {
        consent
            .get("gates")
            .items()
            .any(|gate| gate.get("env").text().is_some_and(|env| name.is_none_or(|name| env == name)))
    };
    match name {
        // Of a value.
        "branch" => leaves::kind(node).is_none(),
        "constant" => leaves::is_constant(node),
        "lasting id" => leaves::is_lasting(node),
        "plaintext" => node.get("url").text().is_some_and(|url| !url.starts_with("https")),
        // Of the contract: what leaves may be sent.
        "ids" => leaf(&leaves::is_id),
        "lasting ids" => leaf(&leaves::is_lasting),
        "text" => leaf(&leaves::is_free_text),
        "words" => leaf(&|leaf| leaves::holds_any_word(leaf) || inherited(leaf)),
        // And in records as well.
        "told identity" => leaves::leaves(document).iter().any(|found| leaves::is_lasting(found.leaf)),
        // And who decides.
        "do not track" => gate(Some(DO_NOT_TRACK)) || source(&|source| source.get("env").is(DO_NOT_TRACK)),
        "file" => source(&|source| source.has("file")),
        "kept" => source(&is_kept),
        "notice" => consent.get("undecided").members().any(|(_, word)| word.is("notice")),
        "parent gate" => gate(None),
        "stored above" => {
            !gate(Some(DO_NOT_TRACK))
                && consent
                    .get("sources")
                    .items()
                    .take_while(|source| !source.get("env").is(DO_NOT_TRACK))
                    .any(is_kept)
        }
        "yes by hand" => {
            source(&|source| source.has("flag") || (source.has("env") && !source.get("means").is("deny")))
        }
        _ => false,
    }
}

const DO_NOT_TRACK: &str = "DO_NOT_TRACK";

/// Whether a source remembers what people have said.
fn is_kept(source: Node<'_>) -> bool {
    source.has("setting") || source.has("stored")
}
