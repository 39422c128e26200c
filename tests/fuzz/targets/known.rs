//! What the host is taken to know, and whether any of it stands in a text.

use aboveboard::{Fact, PrivateFacts};

/// The values as the scrubber gets them.
pub const FACTS: &[Fact<'_>] = &[
    Fact::HostName("web01.acme.internal"),
    Fact::UserName("jane.doe"),
    Fact::Home("/home/jane.doe"),
    Fact::Directory("/srv/customers/acme"),
    Fact::Address("203.0.113.77"),
    Fact::Secret("S3cr3t/Value+42"),
];

/// What is private in any case of its letters, and what only in its own.
const WORDS: &[&str] =
    &["web01.acme.internal", "jane.doe", "/home/jane.doe", "/srv/customers/acme", "203.0.113.77"];
const EXACT: &[&str] = &["S3cr3t/Value+42"];

/// The matcher.
pub fn facts() -> PrivateFacts {
    PrivateFacts::new(FACTS)
}

/// The value that stands in a text on word boundaries, if one does.
pub fn survivor(text: &str) -> Option<&'static str> {
    let folded = text.to_ascii_lowercase();
    let word = WORDS.iter().find(|value| stands_in(value, &folded));
    word.or_else(|| EXACT.iter().find(|value| stands_in(value, text))).copied()
}

fn stands_in(value: &str, text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    text.match_indices(value).any(|(start, _)| {
        is_edge(start.checked_sub(1).and_then(|before| bytes.get(before)))
            && is_edge(bytes.get(start + value.len()))
    })
}
