//! Scrubbing: text that has to travel leaves without secrets, addresses, paths and names, and stays of use.
//!
//! A gate ([`text::gate`]) looks at every byte once and tells where something may be; hand-written recognisers, one file
//! a kind, look there. They take time in proportion to the text, whatever it holds. Each folder stands on those before
//! it, and on nothing else:
//!
//! - [`text`]: bytes, their classes, words, spans, and the gate
//! - [`facts`]: the values that the host knows, in all their forms; [`values`]: what a name says of its value, and what
//!   values look like; [`decoding`]: the text that is meant by an encoded one
//! - [`recognisers`]: what may not stay
//! - [`context`]: what the lines before tell of a line
//! - [`scan`], which asks them all, and [`scrubbed`], which puts replacements in the place of what they found, over and
//!   over where that shows more ([`chain`])
//! - [`inputs`]: what is more than one text: lines and streams, documents, arguments

mod chain;
mod context;
mod decoding;
mod facts;
mod inputs;
mod recognisers;
mod scan;
mod scrubbed;
mod text;
mod values;

pub(crate) use context::Context;
pub(crate) use context::label::Label;
pub use facts::{Fact, PrivateFacts};
pub use inputs::arguments::{scrub_arguments, scrub_environment};
pub use inputs::document::scrub_json;
pub(crate) use inputs::document::scrub_names;
pub use inputs::lines::LineFilter;
pub(crate) use inputs::list::List;
pub use inputs::stream::{Filtered, StreamFilter};
pub(crate) use inputs::stream::{StreamState, write_finding};
pub use scrubbed::{Finding, Scrubbed};
pub use text::span::Kind;

use text::span::Span;
use values::names::Meaning;

/// Replaces what must not leave: secrets, addresses, paths, names of people and machines, and whatever of the private
/// facts the text holds. Clean text comes back untouched, and nothing is allocated for it. Scrubbing what has been
/// scrubbed changes nothing.
#[must_use]
pub fn scrub<'t>(text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    if let Some(first) = text.as_bytes().first()
        && inputs::syntax::MAY_BEGIN.get(usize::from(*first)) == Some(&true)
        && let Some(scrubbed) = document(text, facts)
    {
        return scrubbed;
    }
    let spans = scan::scan(text, facts);
    if spans.is_empty() {
        return Scrubbed::clean(text);
    }
    Scrubbed::replacing(text, spans).settled(facts, |text| scan::scan(text, facts))
}

/// The same for JSON, which has to stay JSON: decoded texts and the names of members tell more than raw ones. `None` where
/// it is none.
#[cold]
fn document<'t>(text: &'t str, facts: &PrivateFacts) -> Option<Scrubbed<'t>> {
    inputs::syntax::is_document(text).then(|| inputs::lines::document(text, facts))
}

/// The same for a value whose name says what it is.
fn scrub_named<'t>(named: Option<Meaning>, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    scrub_as(scan::Role::Value(named), text, facts)
}

/// The same for a text of which something else is known.
fn scrub_as<'t>(role: scan::Role, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    Scrubbed::clean(text).settled(facts, |text| scan::scan_as(role, text, facts))
}

/// Scrubs, and then cuts to at most `most` bytes: between characters, never through a replacement, and where scrubbing what
/// stays changes nothing.
#[must_use]
pub fn scrub_bounded<'t>(text: &'t str, facts: &PrivateFacts, most: usize) -> Scrubbed<'t> {
    scrub(text, facts).bounded(facts, most)
}

/// Scrubs the value of a member of JSON, by what its name says and by what it holds.
pub(crate) fn scrub_member<'t>(
    label: &mut Label,
    name: &str,
    value: &'t str,
    facts: &PrivateFacts,
) -> Scrubbed<'t> {
    let meaning = label.member(name);
    label.text(value);
    inputs::lines::scrub_value(meaning, value, facts, 0)
}

/// Whether a token, which can only be sent as it is, holds a private fact, a secret or an address, or the name of a host that
/// is internal by its form. What only looks random is no secret: it may be an id that was declared. And an address that
/// begins with one digit is none: it may as well be a version.
#[must_use]
pub fn is_private(token: &str, facts: &PrivateFacts) -> bool {
    tells(token, facts, |_| true) || recognisers::host::is_local(token.as_bytes())
}

/// The same for a version, which may look like an address.
#[must_use]
pub(crate) fn is_private_version(version: &str, facts: &PrivateFacts) -> bool {
    tells(version, facts, |kind| kind != Kind::Address)
}

/// Where something is found, private facts are looked for by themselves, since a longer span of another rule may lie
/// over one.
fn tells(text: &str, facts: &PrivateFacts, counts: impl Fn(Kind) -> bool) -> bool {
    let spans = scan::scan(text, facts);
    let by_form = |span: &Span| match span.kind {
        Kind::Secret => span.rule != recognisers::token::LOOKS_RANDOM,
        Kind::Address => {
            let first = text.get(span.start..).and_then(|address| address.split('.').next());
            counts(Kind::Address) && first.is_some_and(|first| first.len() > 1)
        }
        // Names of programs and groups look like other hosts: `app.kubernetes.io`.
        Kind::Host => span.rule == recognisers::host::INTERNAL_SUFFIX,
        _ => false,
    };
    spans.iter().any(by_form)
        || (!spans.is_empty() && scan::all_facts(text, facts).iter().any(|span| counts(span.kind)))
}
