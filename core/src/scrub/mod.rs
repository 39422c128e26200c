//! Scrubbing: text that has to travel leaves without secrets, addresses, paths and names, and stays of use.
//!
//! A gate ([`gate`]) looks at every byte once and tells where something may be; hand-written recognisers, one file a
//! kind, look there. They take time in proportion to the text, whatever it holds.

use alloc::borrow::Cow;

mod account;
mod address;
mod announced;
mod arguments;
mod class;
mod cloud;
mod colour;
mod common;
mod context;
mod decoded;
mod document;
mod element;
mod encoded;
mod facts;
mod flag;
mod form;
mod gate;
mod host;
mod items;
mod journal;
mod keyed;
mod label;
mod line;
mod lines;
mod list;
mod listing;
mod looks;
mod manifest;
mod manual;
mod named;
mod names;
mod path;
mod pem;
mod plain;
mod program;
mod quoted;
mod scan;
mod scrubbed;
mod source;
mod span;
mod stream;
mod text;
mod token;
mod url;
mod value;
mod variable;
mod vendor;
mod vendor_table;
mod vocabulary;
mod windows;
mod words;

pub use arguments::{scrub_arguments, scrub_environment};
pub(crate) use context::Context;
pub use document::scrub_json;
pub use facts::{Fact, PrivateFacts};
pub use lines::LineFilter;
pub use scrubbed::{Finding, Scrubbed};
pub use span::Kind;
pub use stream::{Filtered, StreamFilter};
pub(crate) use stream::{LONGEST_LINE, StreamState, write_finding};

use names::Meaning;

/// Replaces what must not leave: secrets, addresses, paths, names of people and machines, and whatever of the private
/// facts the text holds. Clean text comes back untouched, and nothing is allocated for it. Scrubbing what has been
/// scrubbed changes nothing.
#[must_use]
pub fn scrub<'t>(text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    let spans = scan::scan(text, facts);
    if spans.is_empty() {
        let may_hide = matches!(text.as_bytes().first(), Some(b'{' | b'['));
        return if may_hide { hidden(text, facts) } else { Scrubbed::clean(text) };
    }
    if lines::is_document(text) {
        return lines::document(text, facts);
    }
    Scrubbed::replacing(text, spans).settled(facts, |text| scan::scan(text, facts))
}

/// Replaces what a JSON text hides from those who do not read it as JSON: decoded texts and the names of members tell more
/// than raw ones, and JSON has to stay JSON.
#[cold]
fn hidden<'t>(text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    if lines::is_document(text) { lines::document(text, facts) } else { Scrubbed::clean(text) }
}

/// The same for a value whose name says what it is.
fn scrub_named<'t>(named: Option<Meaning>, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    scrub_as(scan::Role::Value(named), text, facts)
}

/// The same for a text of which something else is known.
fn scrub_as<'t>(role: scan::Role, text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    Scrubbed::clean(text).settled(facts, |text| scan::scan_as(role, text, facts))
}

/// Scrubs, and then cuts to at most `most` bytes: between characters, and never through a replacement.
#[must_use]
pub fn scrub_bounded<'t>(text: &'t str, facts: &PrivateFacts, most: usize) -> Scrubbed<'t> {
    let mut scrubbed = scrub(text, facts);
    if scrubbed.text.len() <= most {
        return scrubbed;
    }
    scrubbed.cut = true;
    let mut end = most;
    while !scrubbed.text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    if let Some(cut) =
        scrubbed.findings.iter().find(|finding| finding.range.start < end && end < finding.range.end)
    {
        end = cut.range.start;
    }
    scrubbed.findings.retain(|finding| finding.range.end <= end);
    match &mut scrubbed.text {
        Cow::Borrowed(text) => *text = text.get(..end).unwrap_or_default(),
        Cow::Owned(text) => text.truncate(end),
    }
    scrubbed
}

/// Whether a token, which can only be sent as it is, holds a private fact or a secret. What only looks random is neither:
/// it may be an id that was declared.
#[must_use]
pub fn is_private(token: &str, facts: &PrivateFacts) -> bool {
    tells(token, facts, |_| true)
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
    spans.iter().any(|span| span.kind == Kind::Secret && span.rule != token::LOOKS_RANDOM)
        || (!spans.is_empty() && facts.find(text).iter().any(|span| counts(span.kind)))
}
