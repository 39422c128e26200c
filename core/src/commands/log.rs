//! What a delivery tells whoever asks for it by the variable `ABOVEBOARD_LOG`: with `warn` what was given up or waits to be
//! sent again, with `debug` every attempt too. Never a value.

use alloc::string::String;

use crate::protocol::{Host, Operation, OperationKind, Suspended};

const VARIABLE: &str = "ABOVEBOARD_LOG";

/// How much is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    #[default]
    Quiet,
    Warn,
    Debug,
}

impl Level {
    /// Asks for the variable.
    pub(super) fn ask(host: &mut Host<'_>) -> Suspended<Self> {
        let answer = host.one(Self::variable())?;
        Ok(Self::read(answer.text().unwrap_or_default()))
    }

    /// For whoever asks for something else at the same time.
    pub(super) fn variable() -> Operation {
        Operation::text(OperationKind::Variable, VARIABLE)
    }

    pub(super) fn read(word: &str) -> Self {
        let is = |level: &str| word.trim_ascii().eq_ignore_ascii_case(level);
        if is("debug") {
            Self::Debug
        } else if is("warn") || is("info") {
            Self::Warn
        } else {
            Self::Quiet
        }
    }

    /// Whether the background keeps the standard error of whoever started it.
    pub(super) fn is_heard(self) -> bool {
        self > Self::Quiet
    }

    /// Tells what was given up, or waits to be sent again.
    pub(super) fn warn(self, host: &mut Host<'_>, line: impl FnOnce() -> String) -> Suspended<()> {
        if self >= Self::Warn { host.say(line()) } else { Ok(()) }
    }

    /// Tells what else happens.
    pub(super) fn debug(self, host: &mut Host<'_>, line: impl FnOnce() -> String) -> Suspended<()> {
        if self >= Self::Debug { host.say(line()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_known_tells_nothing() {
        for (word, level) in [
            ("debug", Level::Debug),
            (" DEBUG\n", Level::Debug),
            ("warn", Level::Warn),
            ("Info", Level::Warn),
            ("", Level::Quiet),
            ("off", Level::Quiet),
            ("1", Level::Quiet),
        ] {
            assert_eq!(Level::read(word), level, "{word:?}");
        }
    }
}
