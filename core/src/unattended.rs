//! Whether nobody is there to be asked although there is a terminal: continuous integration.
//!
//! The generic variables that build services set, as the npm package `ci-info` lists them.

use crate::answer::Answer;
use crate::facts::Facts;

/// The variables that are looked at.
pub(crate) const VARIABLES: &[&str] = &[
    "CI",
    "CONTINUOUS_INTEGRATION",
    "BUILD_ID",
    "BUILD_NUMBER",
    "CI_APP_ID",
    "CI_BUILD_ID",
    "CI_BUILD_NUMBER",
    "CI_NAME",
    "RUN_ID",
];

/// Any of them set to anything but an empty text or `false`. What cannot be decoded is something.
pub(crate) fn is_unattended(facts: &Facts) -> bool {
    VARIABLES.iter().any(|name| match facts.variable(name) {
        Answer::Absent => false,
        Answer::Text(text) => !text.is_empty() && text != "false",
        Answer::Undecodable | Answer::Failed(_) => true,
    })
}
