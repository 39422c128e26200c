//! What recognisers find: spans of the text, in order and apart from each other.

use alloc::vec::Vec;

use super::Text;
use super::class::ESCAPE;

/// What kind of thing was found, and so what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A password, key, token or other credential.
    Secret,
    /// An e-mail address, or another name of an account at a host.
    Email,
    /// An IPv4, IPv6 or hardware address.
    Address,
    /// The name of a host.
    Host,
    /// The name of a user.
    User,
    /// A path of a file system.
    Path,
    /// An account, project, subscription or resource at a cloud provider.
    Account,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Secret, Self::Email, Self::Address, Self::Host, Self::User, Self::Path, Self::Account];

    /// The kind's name, as reports and replacements spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        let replacement = self.replacement();
        replacement.get(1..replacement.len().saturating_sub(1)).unwrap_or(replacement)
    }

    /// What stands in the place of such a thing.
    #[must_use]
    pub fn replacement(self) -> &'static str {
        match self {
            Self::Secret => "[secret]",
            Self::Email => "[email]",
            Self::Address => "[address]",
            Self::Host => "[host]",
            Self::User => "[user]",
            Self::Path => "[path]",
            Self::Account => "[account]",
        }
    }
}

/// The length of the replacement that begins at a position, if one does.
#[inline]
pub(crate) fn replacement_at(text: Text<'_>, position: usize) -> Option<usize> {
    if text.at(position) == b'[' { replacement_from(text, position) } else { None }
}

fn replacement_from(text: Text<'_>, position: usize) -> Option<usize> {
    Kind::ALL.into_iter().find_map(|kind| {
        let replacement = kind.replacement();
        text.starts_with(position, replacement.as_bytes()).then_some(replacement.len())
    })
}

/// A piece of the text that must not stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
}

/// How many spans most texts have at most that have any.
const FEW: usize = 4;

/// What has been seen in a text that may hide something, a bit for each kind of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen(u8);

impl Seen {
    /// A sequence for terminals, perhaps.
    pub(crate) const COLOUR: Self = Self(1);
    /// A character that is written in another way.
    pub(crate) const ENCODED: Self = Self(1 << 1);
    /// A line that may tell something of the lines after it.
    pub(crate) const TELLING_LINE: Self = Self(1 << 2);
    /// Something that private facts may be written with, which recognisers do not look at.
    pub(crate) const HIDDEN: Self = Self(1 << 3);
    /// What may show once characters are read.
    pub(crate) const WRITTEN: Self = Self(Self::ENCODED.0 | Self::HIDDEN.0);

    /// Whether something of some kinds has been seen.
    #[inline]
    pub(crate) fn has(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }
}

/// Whether what begins with a byte may be written in another way, or for terminals only.
#[inline]
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&' | ESCAPE | 0xc2 | 0xe2 | 0xef)
}

/// The spans found so far, each beginning where or after the one before it ends.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    found: Vec<Span>,
    /// Where the next span may begin.
    floor: usize,
    seen: Seen,
}

impl Spans {
    pub(crate) fn floor(&self) -> usize {
        self.floor
    }

    /// Notes that a sequence for terminals may stand in the text: what has been found may be a part of something then.
    pub(crate) fn note_colour(&mut self) {
        self.note(Seen::COLOUR);
    }

    /// Notes that a character is written in another way: something may be found once it is read.
    pub(crate) fn note_encoded(&mut self) {
        self.note(Seen::ENCODED);
    }

    /// Notes that a private fact may be written in another way.
    pub(crate) fn note_hidden(&mut self) {
        self.note(Seen::HIDDEN);
    }

    /// Notes that a line may tell something of the lines after it.
    pub(crate) fn note_line(&mut self) {
        self.note(Seen::TELLING_LINE);
    }

    #[inline]
    fn note(&mut self, kind: Seen) {
        self.seen.0 |= kind.0;
    }

    /// Whether nothing has been found, nor any line that may tell something of others.
    #[inline]
    pub(crate) fn is_clean(&self) -> bool {
        self.found.is_empty() && !self.seen.has(Seen::TELLING_LINE)
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen
    }

    /// What lies before this position is settled: no span will begin there. For what cannot hold a mark.
    pub(crate) fn settle(&mut self, end: usize) {
        self.floor = self.floor.max(end);
    }

    /// The same for whatever lies between the place that is looked at and another. Nobody looks at the marks there either,
    /// so that a fact may be written in another way. A span hides none: once it is replaced, all else is looked at again.
    #[inline]
    pub(crate) fn settle_over(&mut self, text: Text<'_>, from: usize, end: usize) {
        let from = from.max(self.floor);
        self.settle(end);
        if from < end {
            self.note_marks(text.slice(from, end));
        }
    }

    /// Notes whether something that nobody looks at may hold a fact that is written in another way.
    #[inline(never)]
    pub(crate) fn note_marks(&mut self, settled: &[u8]) {
        if settled.iter().any(|byte| is_mark(*byte)) {
            self.note_hidden();
        }
    }

    /// Adds a span. What of it lies before the end of the last one is cut off.
    pub(crate) fn push(&mut self, text: Text<'_>, start: usize, end: usize, kind: Kind, rule: &'static str) {
        let mut start = start.max(self.floor);
        if text.is_escaped(start)
            && matches!(text.at(start), b'n' | b't' | b'r' | b'b' | b'f' | b'/' | b'"' | b'\\')
        {
            // The letter of an escape belongs to its backslash: JSON has to stay JSON.
            start = start.wrapping_add(1);
        }
        if start < end {
            if self.found.capacity() == 0 {
                self.found = Vec::with_capacity(FEW);
            }
            self.found.push(Span { start, end, kind, rule });
            self.floor = end;
        }
    }

    pub(crate) fn into_found(self) -> Vec<Span> {
        self.found
    }
}
