//! What may become of an event.

use serde::Serialize;

/// What may become of an event where the way is bad.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    /// It is tried a few times and never stored.
    #[default]
    BestEffort,
    /// It is stored until it has arrived, and may arrive twice.
    AtLeastOnce,
    /// It is stored until it is sent, and may not arrive.
    AtMostOnce,
    /// It is printed and goes nowhere: for whoever works on the tool.
    StandardOutput,
}

impl Mode {
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("best_effort", Self::BestEffort),
        ("at_least_once", Self::AtLeastOnce),
        ("at_most_once", Self::AtMostOnce),
        ("standard_output", Self::StandardOutput),
    ];

    /// Whether events wait on disk.
    pub(crate) fn stores(self) -> bool {
        matches!(self, Self::AtLeastOnce | Self::AtMostOnce)
    }

    /// For serde, by reference.
    pub(crate) fn is_best_effort(&self) -> bool {
        *self == Self::BestEffort
    }
}
