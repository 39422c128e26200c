//! Which way a change goes.

use super::canonical::same;
use super::node::Node;

/// What a change means for the people whose data it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Neither more nor less is learnt about anybody.
    Other,
    /// Less is collected, or it is kept for less long, or somebody more can say no. Only what is provably so counts.
    Narrower,
    /// More is collected, or may be: everything else.
    Wider,
}

/// What makes a changed value narrower.
#[derive(Clone, Copy)]
pub(super) enum Narrows {
    /// It is a smaller integer.
    Smaller,
    /// It is a larger integer.
    Larger,
    /// It is a list that has lost items, and has no new one.
    Fewer,
    /// It is a list that has new items, and has lost none.
    More,
    /// It is gone.
    Gone,
    /// It is new.
    New,
    /// It is `deny` now.
    Deny,
    /// Nothing, and nothing makes it wider: it tells nothing about anybody.
    Nothing,
}

impl Direction {
    /// The word for it: `other`, `narrower`, `wider`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Narrower => "narrower",
            Self::Wider => "wider",
        }
    }

    pub(super) const fn narrower_if(narrower: bool) -> Self {
        if narrower { Self::Narrower } else { Self::Wider }
    }

    /// The direction of something that may grow: wider where it has.
    pub(super) fn of_growth(was: Option<i64>, is: Option<i64>) -> Self {
        if was == is { Self::Other } else { Self::narrower_if(is < was) }
    }

    /// The direction of something with a rank: wider where that has risen, or where there is none.
    pub(super) fn of_rank(was: Option<usize>, is: Option<usize>) -> Self {
        Self::narrower_if(is.is_some() && is < was)
    }

    /// The direction of a value that is not what it was.
    pub(super) fn of_value(narrows: Narrows, was: Node<'_>, is: Node<'_>) -> Self {
        let narrower = match narrows {
            Narrows::Smaller => is.integer() < was.integer(),
            Narrows::Larger => is.integer() > was.integer(),
            Narrows::Fewer => is.is_there() && holds_all(was, is),
            Narrows::More => was.is_there() && holds_all(is, was),
            Narrows::Gone => !is.is_there(),
            Narrows::New => !was.is_there(),
            Narrows::Deny => is.is("deny"),
            Narrows::Nothing => return Self::Other,
        };
        Self::narrower_if(narrower)
    }

    /// The direction of an object of which each member goes its own way, as `rule` says.
    pub(super) fn of_members(
        was: Node<'_>,
        is: Node<'_>,
        rule: &dyn Fn(&str, Node<'_>, Node<'_>) -> Self,
    ) -> Self {
        let mut direction = Self::Other;
        for (name, _) in is.members().chain(was.members()) {
            if !same(was.get(name), is.get(name)) {
                direction = direction.max(rule(name, was, is));
            }
        }
        direction
    }
}

/// Whether every item of `part` stands in `list`.
fn holds_all(list: Node<'_>, part: Node<'_>) -> bool {
    part.items().all(|item| list.items().any(|other| same(item, other)))
}
