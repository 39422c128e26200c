//! Numbers in JSON, which are secrets where their names say so.

use alloc::string::ToString;

use crate::json::Json;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::scan::{Role, scan_as};

/// Whether a member counts something where it is a number: `{"pass": 12, "fail": 3}` are numbers of tests.
pub(crate) fn is_count(name: &str) -> bool {
    name.eq_ignore_ascii_case("pass")
}

/// Whether a number that is called a secret is one, as a text of the same digits would be: `0` and `1` tell in what state a
/// secret is. However it is written, it is the same number.
#[cold]
pub(crate) fn is_secret_number(number: &Json<'_>) -> bool {
    match number {
        Json::Integer(number) => {
            !scan_as(Role::SecretFrom(0), &number.to_string(), &PrivateFacts::default()).is_empty()
        }
        Json::Fraction | Json::OutOfRange => true,
        _ => false,
    }
}
