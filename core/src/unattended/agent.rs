//! Coding agents that run commands: what the .NET SDK tells them by, and what today's agents set beside that.

use super::{holds, is_set};
use crate::facts::Facts;

/// Each says by being set that an agent runs this, whatever its value is.
const VARIABLES: &[&str] = &[
    // Of no agent in particular.
    "AGENT",
    "AI_AGENT",
    "AGENT_CLI",
    // As the .NET SDK has them.
    "AMP_HOME",
    "ANTIGRAVITY_AGENT",
    "AUGMENT_AGENT",
    "CLAUDECODE",
    "CLAUDE_CODE",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE_IS_COWORK",
    "CLINE_TASK_ID",
    "CODEX_CI",
    "CODEX_CLI",
    "CODEX_SANDBOX",
    "CODEX_THREAD_ID",
    "COPILOT_AGENT",
    "COPILOT_ALLOW_ALL",
    "COPILOT_CLI",
    "COPILOT_GITHUB_TOKEN",
    "COPILOT_MODEL",
    "GH_COPILOT_WORKING_DIRECTORY",
    "GITHUB_COPILOT_CLI_MODE",
    "CURSOR_AGENT",
    "CURSOR_AI",
    "CURSOR_EDITOR",
    "CURSOR_TRACE_ID",
    "DROID_CLI",
    "GEMINI_CLI",
    "GOOSE_PROVIDER",
    "GOOSE_TERMINAL",
    "KIMI_CLI",
    "OPENCODE_AI",
    "QWEN_CODE",
    "REPL_ID",
    "ROO_CODE_TASK_ID",
    "WINDSURF_SESSION",
    "ZED_ENVIRONMENT",
    "ZED_TERM",
    // Further ones that only agents set.
    "AMP_CURRENT_THREAD_ID",
    "CLINE_ACTIVE",
    "JUNIE_SHIM_PATH",
    "OPENCODE",
    "OPENCODE_CLIENT",
    "PI_CODING_AGENT",
    "ROO_ACTIVE",
    "TRAE_AI_SHELL_ID",
];

/// These say it with one of these texts, in any case, and nothing with another.
pub(super) const VALUED: &[(&str, &[&str])] = &[
    ("OR_APP_NAME", &["Aider", "OpenHands", "plandex"]),
    ("CURSOR_EXTENSION_HOST_ROLE", &["agent-exec"]),
    ("OPENCLAW_SHELL", &["exec"]),
];

pub(super) fn variables() -> impl Iterator<Item = &'static str> {
    VARIABLES.iter().copied().chain(VALUED.iter().map(|(name, _)| *name))
}

/// Whether an agent runs this.
pub(super) fn is_there(facts: &Facts) -> bool {
    VARIABLES.iter().any(|name| is_set(facts, name))
        || VALUED.iter().any(|(name, texts)| {
            holds(facts, name, |text| texts.iter().any(|known| text.eq_ignore_ascii_case(known)))
        })
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use super::*;

    #[test]
    fn the_agents_of_the_dotnet_sdk_are_known() {
        for variables in [
            ("CLAUDE_CODE_IS_COWORK", "1"),
            ("CLAUDECODE", "1"),
            ("CLAUDE_CODE", "1"),
            ("CLAUDE_CODE_ENTRYPOINT", "cli"),
            ("CURSOR_EDITOR", "1"),
            ("CURSOR_AI", "1"),
            ("CURSOR_TRACE_ID", "0a1b"),
            ("CURSOR_AGENT", "1"),
            ("GEMINI_CLI", "1"),
            ("GITHUB_COPILOT_CLI_MODE", "true"),
            ("GH_COPILOT_WORKING_DIRECTORY", "/work"),
            ("COPILOT_CLI", "1"),
            ("COPILOT_MODEL", "a-model"),
            ("COPILOT_ALLOW_ALL", "true"),
            ("COPILOT_GITHUB_TOKEN", "a-token"),
            ("COPILOT_AGENT", "1"),
            ("AI_AGENT", "github_copilot_app_agent"),
            ("AI_AGENT", "github_copilot_vscode_agent"),
            ("CODEX_CLI", "1"),
            ("CODEX_SANDBOX", "seatbelt"),
            ("CODEX_CI", "1"),
            ("CODEX_THREAD_ID", "7"),
            ("OR_APP_NAME", "Aider"),
            ("OR_APP_NAME", "Plandex"),
            ("OR_APP_NAME", "OPENHANDS"),
            ("AMP_HOME", "/home/someone/.amp"),
            ("QWEN_CODE", "1"),
            ("DROID_CLI", "true"),
            ("OPENCODE_AI", "1"),
            ("ZED_ENVIRONMENT", "cli"),
            ("ZED_TERM", "true"),
            ("KIMI_CLI", "true"),
            ("GOOSE_TERMINAL", "1"),
            ("GOOSE_PROVIDER", "a-provider"),
            ("CLINE_TASK_ID", "7"),
            ("ROO_CODE_TASK_ID", "7"),
            ("WINDSURF_SESSION", "7"),
            ("REPL_ID", "7"),
            ("AUGMENT_AGENT", "1"),
            ("ANTIGRAVITY_AGENT", "1"),
            ("AGENT_CLI", "true"),
        ] {
            assert!(is_there(&facts(&[variables])), "{variables:?}");
        }
    }

    #[test]
    fn further_agents_are_known() {
        for variables in [
            ("AGENT", "goose"),
            ("AI_AGENT", "an-agent-of-tomorrow"),
            ("AMP_CURRENT_THREAD_ID", "T-7"),
            ("CLINE_ACTIVE", "true"),
            ("CURSOR_EXTENSION_HOST_ROLE", "agent-exec"),
            ("JUNIE_SHIM_PATH", "/opt/junie"),
            ("OPENCLAW_SHELL", "exec"),
            ("OPENCODE", "1"),
            ("OPENCODE_CLIENT", "cli"),
            ("PI_CODING_AGENT", "true"),
            ("ROO_ACTIVE", "true"),
            ("TRAE_AI_SHELL_ID", "7"),
        ] {
            assert!(is_there(&facts(&[variables])), "{variables:?}");
        }
    }

    #[test]
    fn a_no_is_a_value_as_any_other() {
        for name in ["AGENT", "AGENT_CLI", "DROID_CLI", "GEMINI_CLI", "GITHUB_COPILOT_CLI_MODE", "KIMI_CLI"] {
            assert!(is_there(&facts(&[(name, "false")])), "{name}");
            assert!(is_there(&facts(&[(name, "0")])), "{name}");
            assert!(!is_there(&facts(&[(name, "")])), "{name}");
        }
    }

    #[test]
    fn another_text_says_nothing_where_the_text_counts() {
        for variables in [
            ("OR_APP_NAME", "SomeOtherApp"),
            ("OR_APP_NAME", "Aider 2"),
            ("OR_APP_NAME", ""),
            ("CURSOR_EXTENSION_HOST_ROLE", "user"),
            ("OPENCLAW_SHELL", "tui-local"),
        ] {
            assert!(!is_there(&facts(&[variables])), "{variables:?}");
        }
    }
}
