//! The version of the tool, and the user agent that tells it.

use alloc::string::String;

/// What stands for the version of a tool that gives none.
pub(crate) const UNKNOWN_VERSION: &str = "unknown";

/// A contract's user agent with a version in the place of each `{version}`.
pub(crate) fn user_agent(template: &str, version: &str) -> String {
    let mut out = String::with_capacity(template.len().saturating_add(version.len()));
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let tail = after.strip_prefix("version}");
        out.push_str(tail.map_or("{", |_| version));
        rest = tail.unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// Whether this is the version of a tool: 1 to 64 ASCII letters, digits and `. _ + -`.
pub(crate) fn is_tool_version(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-'))
}
