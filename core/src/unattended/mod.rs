//! Whether nobody is there to be asked although there is a terminal: a build service or a coding agent has it.
//!
//! `docs/unattended.md` says what is looked at, where that is known from, and why.

mod agent;
mod build;

use crate::answer::Answer;
use crate::facts::Facts;

/// The name of every variable that is looked at, each once, always in the same order.
pub(crate) fn variables() -> impl Iterator<Item = &'static str> {
    build::variables().chain(agent::variables())
}

/// The names of those that tell of a build service.
pub(crate) fn build_variables() -> impl Iterator<Item = &'static str> {
    build::variables()
}

/// Whether a build service runs this.
pub(crate) fn is_build(facts: &Facts) -> bool {
    build::is_there(facts)
}

/// Whether nobody can be asked, as far as the variables tell.
pub(crate) fn is_unattended(facts: &Facts) -> bool {
    build::is_there(facts) || agent::is_there(facts)
}

/// Whether a variable is set to anything at all.
fn is_set(facts: &Facts, name: &str) -> bool {
    holds(facts, name, |text| !text.is_empty())
}

/// Whether a variable is set to a text of this kind. What cannot be decoded or read is there and may be of any kind:
/// a question too few costs less than one that is answered by nobody.
fn holds(facts: &Facts, name: &str, kind: impl Fn(&str) -> bool) -> bool {
    match facts.variable(name) {
        Answer::Absent => false,
        Answer::Text(text) => kind(text),
        Answer::Undecodable | Answer::Failed(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;
    use crate::answer::ErrorClass;

    const PAGE: &str = include_str!("../../../docs/unattended.md");

    /// Facts with these variables and nothing else.
    pub(super) fn facts(variables: &[(&str, &str)]) -> Facts {
        let mut facts = Facts::default();
        for (name, text) in variables {
            facts.variables.insert(*name, Answer::from_text(text));
        }
        facts
    }

    #[test]
    fn a_plain_terminal_is_a_persons() {
        for variables in [
            &[][..],
            &[("TERM", "xterm-256color"), ("SHELL", "/bin/bash"), ("EDITOR", "vim"), ("PAGER", "less")],
            &[("TERM_PROGRAM", "vscode"), ("VSCODE_GIT_IPC_HANDLE", "/run/user/1000/vscode-git.sock")],
            &[("TERM_PROGRAM", "WarpTerminal"), ("TERMINAL_EMULATOR", "JetBrains-JediTerm")],
            &[("SSH_AGENT_PID", "7"), ("SSH_AUTH_SOCK", "/run/user/1000/agent")],
        ] {
            assert!(!is_unattended(&facts(variables)), "{variables:?}");
        }
    }

    #[test]
    fn a_build_and_an_agent_are_nobody() {
        for name in ["GITHUB_ACTIONS", "CLAUDECODE"] {
            assert!(is_unattended(&facts(&[(name, "true")])), "{name}");
        }
        assert!(!is_build(&facts(&[("CLAUDECODE", "1")])));
    }

    #[test]
    fn no_build_is_still_maybe_an_agent() {
        let facts = facts(&[("CI", "false"), ("GITHUB_ACTIONS", "true"), ("CLAUDECODE", "1")]);
        assert!(is_unattended(&facts) && !is_build(&facts));
    }

    #[test]
    fn what_cannot_be_decoded_or_read_is_something() {
        for name in variables() {
            for answer in [Answer::Undecodable, Answer::Failed(ErrorClass::Denied)] {
                let mut facts = Facts::default();
                facts.variables.insert(name, answer.clone());
                assert!(is_unattended(&facts), "{name} {answer:?}");
            }
            for answer in [Answer::Absent, Answer::from_text("")] {
                let mut facts = Facts::default();
                facts.variables.insert(name, answer.clone());
                assert!(!is_unattended(&facts), "{name} {answer:?}");
            }
        }
    }

    #[test]
    fn no_variable_is_looked_at_twice() {
        let mut names: Vec<_> = variables().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    /// The names between backticks in the second column of the page's tables.
    #[test]
    fn the_page_lists_what_is_looked_at() {
        let rows = PAGE.lines().filter(|line| line.starts_with("| "));
        let cells = rows.filter_map(|row| row.split('|').nth(2));
        let mut listed: Vec<_> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        let mut known: Vec<_> = variables().collect();
        listed.sort_unstable();
        known.sort_unstable();
        assert_eq!(listed, known);
        for text in agent::VALUED.iter().flat_map(|(_, texts)| *texts).chain([&build::HEROKU_NODE]) {
            assert!(PAGE.contains(&format!("`{text}`")), "{text}");
        }
    }
}
