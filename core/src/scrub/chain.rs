//! Chains: texts of which each look shows no more than the next link, since a replacement changes what stands behind it.
//!
//! Looking at all of such a text once for each link would take time in proportion to its square. So it is looked at
//! piece by piece, of which none has more than a few links; what nothing settles goes as a whole.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::scrub::Scrubbed;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::scan::{Role, scan_as};
use crate::scrub::text::span::{Kind, Span};

/// How large the pieces of a pass are, and how often each is looked at.
struct Pass {
    size: usize,
    looks: usize,
}

/// One after the other, since long links take long pieces: of those that are too long for the pass before, a piece holds
/// fewer.
const PASSES: [Pass; 3] =
    [Pass { size: 128, looks: 64 }, Pass { size: 1 << 10, looks: 24 }, Pass { size: 8 << 10, looks: 24 }];

/// What of a piece is looked at for what stands around the rest of it, an eighth on either side: a word that is cut
/// there looks like another one.
const MARGIN: usize = 8;

/// Looks at a text in which something still is found until nothing is. What does not settle piece by piece goes up to
/// the end of its line, then with its line, and at last with all the text.
#[cold]
#[inline(never)]
pub(crate) fn settle(scrubbed: &mut Scrubbed<'_>, facts: &PrivateFacts, scan: &dyn Fn(&str) -> Vec<Span>) {
    for pass in PASSES {
        let all = scrubbed.text.len() <= pass.size;
        *scrubbed = piece_by_piece(scrubbed, &pass, Way::On, facts);
        if !all {
            *scrubbed = piece_by_piece(scrubbed, &pass, Way::Back, facts);
        }
        let spans = scan(&scrubbed.text);
        if spans.is_empty() {
            return;
        }
        scrubbed.replace(spans);
        if all {
            break;
        }
    }
    for reach in [rest_of_lines, lines, whole] {
        let spans = scan(&scrubbed.text);
        if spans.is_empty() {
            return;
        }
        scrubbed.replace(reach(&scrubbed.text, &spans));
    }
}

/// Which way a chain goes: what a link shows is the one behind it, or the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    On,
    Back,
}

/// Looks at a text piece by piece, each together with half of the one looked at last, as it has become.
fn piece_by_piece(whole: &Scrubbed<'_>, pass: &Pass, way: Way, facts: &PrivateFacts) -> Scrubbed<'static> {
    let Pass { size, looks } = *pass;
    let margin = size / MARGIN;
    let mut done: Vec<Scrubbed<'static>> = Vec::new();
    let (mut start, mut end) = (0_usize, whole.text.len());
    let mut piece = Scrubbed::empty();
    loop {
        piece = match way {
            Way::On => {
                let next = whole.place_near(start.saturating_add(size)).min(end);
                let taken = piece.followed_by(&whole.part(start, next));
                start = next;
                taken
            }
            Way::Back => {
                let next = whole.place_near(end.saturating_sub(size)).max(start);
                let taken = whole.part(next, end).followed_by(&piece);
                end = next;
                taken
            }
        };
        let last = start >= end;
        let (begins, ends) = match way {
            Way::On => (done.is_empty(), last),
            Way::Back => (last, done.is_empty()),
        };
        for _ in 0..looks {
            let from = if begins { 0 } else { margin };
            let to = piece.text.len().saturating_sub(if ends { 0 } else { margin });
            let mut spans = scan_as(Role::Value(None), &piece.text, facts);
            spans.retain(|span| span.start >= from && span.end <= to);
            if spans.is_empty() {
                break;
            }
            piece.replace(spans);
        }
        let length = piece.text.len();
        let (settled, rest) = match way {
            _ if last => (piece, Scrubbed::empty()),
            Way::On => {
                let place = piece.place_near(length.saturating_sub(size / 2));
                (piece.part(0, place), piece.part(place, length))
            }
            Way::Back => {
                let place = piece.place_near(size / 2);
                (piece.part(place, length), piece.part(0, place))
            }
        };
        done.push(settled);
        piece = rest;
        if last {
            break;
        }
    }
    if way == Way::Back {
        done.reverse();
    }
    done.iter().fold(Scrubbed::empty(), |all, part| all.followed_by(part))
}

/// From each of some spans up to the end of its line.
fn rest_of_lines(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        if out.last().is_none_or(|last| span.start >= last.end) {
            out.push(Span { end: line_end(text, span.end), ..*span });
        }
    }
    out
}

/// The lines in which some spans lie.
fn lines(text: &str, spans: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        let from = out.last().map_or(0, |last| last.end);
        if span.start >= from {
            let before = text.get(from..span.start).unwrap_or_default();
            let start =
                before.rfind('\n').map_or(from, |length| from.saturating_add(length).saturating_add(1));
            out.push(Span { start, end: line_end(text, span.end), kind: Kind::Secret, ..*span });
        }
    }
    out
}

/// All of a text.
fn whole(text: &str, spans: &[Span]) -> Vec<Span> {
    let first = spans.first().map(|span| Span { start: 0, end: text.len(), kind: Kind::Secret, ..*span });
    first.into_iter().collect()
}

fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from.saturating_add(rest.find(['\r', '\n']).unwrap_or(rest.len()))
}

impl Scrubbed<'_> {
    fn empty() -> Scrubbed<'static> {
        Scrubbed { text: Cow::Owned(String::new()), findings: Vec::new(), cut: false }
    }

    /// A place where a text can be cut, at a position or soon behind it: between characters and in no replacement.
    fn place_near(&self, position: usize) -> usize {
        let after = self.findings.partition_point(|finding| finding.range.end <= position);
        let mut place = match self.findings.get(after) {
            Some(finding) if finding.range.start < position => finding.range.end,
            _ => position,
        };
        while place < self.text.len() && !self.text.is_char_boundary(place) {
            place = place.saturating_add(1);
        }
        place.min(self.text.len())
    }

    /// What lies between two such places.
    fn part(&self, start: usize, end: usize) -> Scrubbed<'static> {
        let text = self.text.get(start..end).unwrap_or_default();
        let first = self.findings.partition_point(|finding| finding.range.start < start);
        let inside = self.findings.iter().skip(first).take_while(|finding| finding.range.end <= end);
        let findings = inside.map(|finding| finding.clone().moved(start, 0)).collect();
        Scrubbed { text: Cow::Owned(text.into()), findings, cut: false }
    }

    /// The same with another text behind it.
    fn followed_by(mut self, other: &Scrubbed<'_>) -> Self {
        let at = self.text.len();
        self.text.to_mut().push_str(&other.text);
        self.findings.extend(other.findings.iter().map(|finding| finding.clone().moved(0, at)));
        self
    }
}
