//! Small things about texts, in the least code: the search of the standard library is built for long ones.

use alloc::string::String;

/// Whether `text` holds `part`, which is not empty.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// What stands before and behind the first `separator`, an ASCII character, where there is one.
pub(crate) fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let (before, rest) = text.split_at_checked(text.bytes().position(|byte| byte == separator)?)?;
    Some((before, rest.get(1..)?))
}

/// The first name of a dotted path, and the rest of it.
pub(crate) fn first_name(path: &str) -> (&str, Option<&str>) {
    split_once(path, b'.').map_or((path, None), |(name, below)| (name, Some(below)))
}

/// Names with commas between them, for hints.
pub(crate) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut out = String::new();
    for name in names {
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(name);
    }
    out
}

/// As one word of a POSIX shell: between single quotes nothing is special but the next single quote.
pub(crate) fn quoted_for_shell(text: &str) -> String {
    let mut out = String::from("'");
    out.push_str(&text.replace('\'', "'\\''"));
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_at_its_first_separator() {
        for (text, parts) in [
            ("a=b=c", Some(("a", "b=c"))),
            ("=", Some(("", ""))),
            ("é=ü", Some(("é", "ü"))),
            ("", None),
            ("ab", None),
        ] {
            assert_eq!(split_once(text, b'='), parts, "{text}");
        }
    }

    #[test]
    fn a_part_is_found_wherever_it_stands() {
        for (text, part, found) in
            [("abc", "c", true), ("abc", "abc", true), ("ab", "abc", false), ("aab", "ab", true)]
        {
            assert_eq!(contains(text, part), found, "{text} {part}");
        }
    }
}
