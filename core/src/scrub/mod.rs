//! Scrubbing: text that has to travel leaves without secrets, addresses, paths and names, and stays of use.
//!
//! A gate ([`gate`]) looks at every byte once and tells where something may be; hand-written recognisers, one file a
//! kind, look there. They take time in proportion to the text, whatever it holds.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

mod account;
mod address;
mod arguments;
mod class;
mod cloud;
mod common;
mod document;
mod encoded;
mod facts;
mod gate;
mod host;
mod keyed;
mod lines;
mod names;
mod path;
mod pem;
mod scan;
mod span;
mod text;
mod token;
mod url;
mod value;
mod vendor;
mod vendor_table;

pub use arguments::{scrub_arguments, scrub_environment};
pub use document::scrub_json;
pub use facts::{Fact, PrivateFacts};
pub use lines::LineFilter;
pub use span::Kind;

use span::Span;

/// Something that was found, and where what stands in its place lies in the output. Neither the value nor its length is
/// told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it was.
    pub kind: Kind,
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// Where its replacement lies in the output, in bytes.
    pub range: Range<usize>,
}

/// A text without what must not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrubbed<'t> {
    /// The text; borrowed where nothing had to be replaced.
    pub text: Cow<'t, str>,
    /// What was replaced, in order.
    pub findings: Vec<Finding>,
}

impl Scrubbed<'_> {
    /// Whether the text came through as it was.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// How many things of a kind were replaced.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }
}

/// Replaces what must not leave: secrets, addresses, paths, names of people and machines, and whatever of the private
/// facts the text holds. Clean text comes back untouched, and nothing is allocated for it. Scrubbing what has been
/// scrubbed changes nothing.
#[must_use]
pub fn scrub<'t>(text: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    finish(text, &scan::scan(text, facts))
}

/// Puts replacements in the place of spans.
fn finish<'t>(text: &'t str, spans: &[Span]) -> Scrubbed<'t> {
    if spans.is_empty() {
        return Scrubbed { text: Cow::Borrowed(text), findings: Vec::new() };
    }
    let mut out = String::with_capacity(text.len());
    let mut findings = Vec::with_capacity(spans.len());
    let mut done = 0;
    for span in spans {
        out.push_str(text.get(done..span.start).unwrap_or_default());
        let start = out.len();
        out.push_str(span.kind.replacement());
        findings.push(Finding { kind: span.kind, rule: span.rule, range: start..out.len() });
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Scrubbed { text: Cow::Owned(out), findings }
}

/// Scrubs, and then cuts to at most `most` bytes: between characters, and never through a replacement.
#[must_use]
pub fn scrub_bounded<'t>(text: &'t str, facts: &PrivateFacts, most: usize) -> Scrubbed<'t> {
    let mut scrubbed = scrub(text, facts);
    if scrubbed.text.len() <= most {
        return scrubbed;
    }
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

/// Whether a token, which can only be sent as it is, holds a private fact or a secret.
#[must_use]
pub fn is_private(token: &str, facts: &PrivateFacts) -> bool {
    scan::scan(token, facts).iter().any(|span| span.kind == Kind::Secret || facts.knows(span.rule))
}
