//! Putting texts together.

use alloc::string::String;

use crate::canonical;

/// Appends these parts.
pub(super) fn put(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// These parts as one text.
pub(super) fn joined(parts: &[&str]) -> String {
    let mut out = String::new();
    put(&mut out, parts);
    out
}

/// An integer in decimal digits.
pub(super) fn decimal(value: i64) -> String {
    let mut out = String::new();
    canonical::write_integer(&mut out, value);
    out
}
