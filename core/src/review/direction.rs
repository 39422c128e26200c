//! Which way a change goes.

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
    pub(super) fn of_growth<T: Ord>(was: T, is: T) -> Self {
        match is.cmp(&was) {
            core::cmp::Ordering::Less => Self::Narrower,
            core::cmp::Ordering::Equal => Self::Other,
            core::cmp::Ordering::Greater => Self::Wider,
        }
    }
}
