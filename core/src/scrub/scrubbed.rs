//! A text without what must not leave, and what was found in it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::scrub::chain;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::recognisers::token::LOOKS_RANDOM;
use crate::scrub::text::Text;
use crate::scrub::text::span::{Kind, Span, replacement_at};

/// How often all of a text is looked at again after something was replaced. A replacement changes what its neighbours look
/// like; one more look settles nearly every text. Where as many do not, it is a [`chain`].
const ROUNDS: usize = 8;

/// The length of the longest replacement, `[account]` or `[address]`.
const LONGEST_REPLACEMENT: usize = 9;

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
    /// Whether its end was cut off, since there was too much of it.
    pub cut: bool,
}

impl<'t> Scrubbed<'t> {
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

    /// Whether a secret was found by more than that it looks random.
    pub(crate) fn held_secret(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == Kind::Secret && finding.rule != LOOKS_RANDOM)
    }

    /// A text in which nothing has been found.
    pub(crate) fn clean(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), findings: Vec::new(), cut: false }
    }

    /// What stands in the place of something that is secret as a whole.
    pub(crate) fn secret(rule: &'static str) -> Self {
        let text = Kind::Secret.replacement();
        let finding = Finding { kind: Kind::Secret, rule, range: 0..text.len() };
        Self { text: Cow::Borrowed(text), findings: alloc::vec![finding], cut: false }
    }

    /// A text with replacements in the place of spans, which are in order and do not overlap.
    pub(crate) fn replacing(text: &'t str, spans: Vec<Span>) -> Self {
        if spans.is_empty() {
            return Self::clean(text);
        }
        // Room enough, whatever is replaced by what.
        let longer = LONGEST_REPLACEMENT.saturating_mul(spans.len());
        let mut out = String::with_capacity(text.len().saturating_add(longer));
        let mut done = 0;
        // Findings are as large as spans and take their place.
        let findings = spans.into_iter().map(|span| {
            out.push_str(between(text, done, span.start));
            let start = out.len();
            out.push_str(span.kind.replacement());
            done = span.end;
            Finding { kind: span.kind, rule: span.rule, range: start..out.len() }
        });
        let findings = findings.collect();
        out.push_str(between(text, done, text.len()));
        Self { text: Cow::Owned(out), findings, cut: false }
    }

    /// The same, looked at again until nothing more is found: so scrubbing twice is scrubbing once.
    pub(crate) fn settled(mut self, facts: &PrivateFacts, scan: impl Fn(&str) -> Vec<Span>) -> Self {
        for _ in 0..ROUNDS {
            if is_replacement(&self.text) && !facts.have_brackets() {
                return self;
            }
            let spans = scan(&self.text);
            if spans.is_empty() {
                return self;
            }
            self.replace(spans);
        }
        chain::settle(&mut self, facts, &scan);
        self
    }

    /// Puts replacements in the place of spans of the text as it is now. Earlier replacements move along, or go with the
    /// span that holds them.
    pub(crate) fn replace(&mut self, spans: Vec<Span>) {
        let mut findings = Vec::with_capacity(spans.len().saturating_add(self.findings.len()));
        let mut earlier = core::mem::take(&mut self.findings).into_iter().peekable();
        let bounds: Vec<(usize, usize)> = spans.iter().map(|span| (span.start, span.end)).collect();
        let replaced = Scrubbed::replacing(&self.text, spans);
        let (mut from, mut to) = (0, 0);
        for ((start, end), finding) in bounds.into_iter().zip(replaced.findings) {
            while let Some(finding) = earlier.next_if(|finding| finding.range.end <= start) {
                findings.push(finding.moved(from, to));
            }
            while earlier.next_if(|finding| finding.range.start < end).is_some() {}
            (from, to) = (end, finding.range.end);
            findings.push(finding);
        }
        findings.extend(earlier.map(|finding| finding.moved(from, to)));
        self.text = Cow::Owned(replaced.text.into_owned());
        self.findings = findings;
    }
}

/// What stands between two spans.
#[inline]
fn between(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_else(|| whole_between(text, start, end))
}

/// The same where a span begins or ends inside of a character, all of which belongs to it: nothing behind it may be lost.
#[cold]
fn whole_between(text: &str, mut start: usize, mut end: usize) -> &str {
    while start < end && !text.is_char_boundary(start) {
        start = start.wrapping_add(1);
    }
    while start < end && !text.is_char_boundary(end) {
        end = end.wrapping_sub(1);
    }
    text.get(start..end).unwrap_or_default()
}

/// Whether a text is a replacement and nothing else, in which no rule finds anything.
fn is_replacement(text: &str) -> bool {
    replacement_at(Text::new(text), 0) == Some(text.len())
}

impl Finding {
    /// The same finding after what lay before `from` has come to end at `to`.
    pub(crate) fn moved(mut self, from: usize, to: usize) -> Self {
        let shift = |position: usize| position.saturating_sub(from).saturating_add(to);
        self.range = shift(self.range.start)..shift(self.range.end);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_inside_of_a_character_loses_nothing_else() {
        let span = |start, end| Span { start, end, kind: Kind::Secret, rule: "known-secret" };
        let out =
            |spans: &[Span]| Scrubbed::replacing("a\u{65e5}b\u{65e5}c", spans.to_vec()).text.into_owned();
        assert_eq!(out(&[span(2, 3)]), "a[secret]b\u{65e5}c");
        assert_eq!(out(&[span(0, 2)]), "[secret]b\u{65e5}c");
        assert_eq!(out(&[span(0, 2), span(3, 4)]), "[secret][secret]b\u{65e5}c");
        assert_eq!(out(&[span(2, 6), span(7, 8)]), "a[secret][secret]c");
    }
}
