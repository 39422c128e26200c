//! Cutting a text to a length: what is left of a word may look like something else, which is looked for then.

use alloc::borrow::Cow;

use super::lines::scrub_value;
use crate::scrub::Scrubbed;
use crate::scrub::facts::PrivateFacts;

/// How often what is cut is cut again by no more than what is found.
const TRIES: usize = 8;

impl Scrubbed<'_> {
    /// The same, cut to at most `most` bytes: between characters, never through a replacement, and where nothing is found in
    /// what stays. A word that is cut may look like another one, and be a private fact; then it goes as well.
    pub(crate) fn bounded(mut self, facts: &PrivateFacts, most: usize) -> Self {
        if self.text.len() <= most {
            return self;
        }
        self.cut = true;
        let mut end = self.place_before(most);
        for tries in 0_usize.. {
            let stays = self.text.get(..end).unwrap_or_default();
            let Some(same) = same_when_scrubbed(stays, facts) else { break };
            // Each time a part goes, and after a few tries a large one: the text is not looked at over and over.
            let least = if tries < TRIES { end.saturating_sub(1) } else { end / 2 };
            end = self.place_before(same.min(least));
        }
        self.findings.retain(|finding| finding.range.end <= end);
        match &mut self.text {
            Cow::Borrowed(text) => *text = text.get(..end).unwrap_or_default(),
            Cow::Owned(text) => text.truncate(end),
        }
        self
    }

    /// The last place at which a text can be cut, at a position or before it: between characters and in no replacement.
    fn place_before(&self, position: usize) -> usize {
        let mut place = position;
        while !self.text.is_char_boundary(place) {
            place = place.saturating_sub(1);
        }
        let after = self.findings.partition_point(|finding| finding.range.end <= place);
        self.findings.get(after).map_or(place, |finding| place.min(finding.range.start))
    }
}

/// How much of a text comes out as it is, where not all of it does.
#[cold]
fn same_when_scrubbed(text: &str, facts: &PrivateFacts) -> Option<usize> {
    let scrubbed = scrub_value(None, text, facts, 0);
    let first = scrubbed.findings.first()?.range.start;
    let same = text.bytes().zip(scrubbed.text.bytes()).take_while(|(left, right)| left == right).count();
    Some(same.min(first))
}
