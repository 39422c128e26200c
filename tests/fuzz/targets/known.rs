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

const VALUES: &[&str] =
    &["web01.acme.internal", "jane.doe", "/home/jane.doe", "/srv/customers/acme", "203.0.113.77", "S3cr3t/Value+42"];

/// The matcher.
pub fn facts() -> PrivateFacts {
    PrivateFacts::new(FACTS)
}

/// The value that stands in a text on word boundaries, in any case, if one does.
pub fn survivor(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let bytes = text.as_bytes();
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    VALUES.iter().copied().find(|value| {
        text.match_indices(&value.to_ascii_lowercase()).any(|(start, _)| {
            is_edge(start.checked_sub(1).and_then(|before| bytes.get(before)))
                && is_edge(bytes.get(start + value.len()))
        })
    })
}
