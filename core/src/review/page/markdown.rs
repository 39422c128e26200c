//! Writing Markdown as GitHub renders it, with text that comes from a contract.

use alloc::string::String;

use crate::review::text::put;

/// Appends plain text so that nothing of it is markup. Line ends and control characters become spaces.
pub(super) fn text(out: &mut String, text: &str) {
    let mut before = ' ';
    // Whether only digits have come so far: "1." begins a list.
    let mut number = true;
    let mut characters = text.trim().chars().peekable();
    let mut start = true;
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let escaped = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '&' | '$' | '#' => true,
            // Within a word it is no markup, and an address stays one.
            '_' => !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()),
            '-' | '+' | '=' => start,
            '.' | ')' => number && !start,
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(if character.is_control() { ' ' } else { character });
        number &= character.is_ascii_digit();
        start = false;
        before = character;
    }
}

/// Appends text as code, with a fence that is longer than any in the text.
pub(super) fn code(out: &mut String, text: &str) {
    let mut longest: usize = 0;
    let mut run: usize = 0;
    for byte in text.bytes() {
        run = if byte == b'`' { run.saturating_add(1) } else { 0 };
        longest = longest.max(run);
    }
    let padding = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let fence = |out: &mut String| (0..=longest).for_each(|_| out.push('`'));
    fence(out);
    out.push_str(padding);
    text.chars().for_each(|character| out.push(if character.is_control() { ' ' } else { character }));
    out.push_str(padding);
    fence(out);
}

/// Appends a block of code: the lines as they are.
pub(super) fn block(out: &mut String, text: &str) {
    for line in text.split('\n') {
        put(out, &[if line.is_empty() { "" } else { "    " }, line, "\n"]);
    }
}

/// Appends a link to an address that is shown.
pub(super) fn link(out: &mut String, url: &str) {
    out.push('<');
    for character in url.chars() {
        match character {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            other => out.push(other),
        }
    }
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        write(&mut out, text);
        out
    }

    #[test]
    fn text_is_never_markup() {
        for (text, markdown) in [
            ("a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"),
            ("schema_version at https://a.example/b_c", "schema_version at https://a.example/b_c"),
            ("<b>&amp;[x](y)", "\\<b\\>\\&amp;\\[x\\](y)"),
            ("- item", "\\- item"),
            ("a - b", "a - b"),
            ("12. item", "12\\. item"),
            ("12) item", "12\\) item"),
            ("1.2", "1\\.2"),
            (". a", ". a"),
            ("# title", "\\# title"),
            ("a\nb\u{7}", "a b "),
            ("$x$ ~~y~~", "\\$x\\$ \\~\\~y\\~\\~"),
            ("a | b", "a | b"),
        ] {
            assert_eq!(written(super::text, text), markdown);
        }
    }

    #[test]
    fn code_holds_any_text() {
        assert_eq!(written(code, "a*b"), "`a*b`");
        assert_eq!(written(code, "a`b"), "``a`b``");
        assert_eq!(written(code, "`"), "`` ` ``");
        assert_eq!(written(code, ""), "`  `");
        assert_eq!(written(code, "a\nb"), "`a b`");
    }

    #[test]
    fn a_link_stands_between_brackets_that_it_does_not_hold() {
        assert_eq!(written(link, "https://a.example/?<b>"), "<https://a.example/?%3Cb%3E>");
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(written(block, "a\n\n*b*"), "    a\n\n    *b*\n");
    }
}
