//! Secrets in the settings of network devices, where more than a blank stands between a setting and its secret.

use crate::scrub::text::Text;
use crate::scrub::values::value::{self, Value};

/// The value of a setting whose name ends at a position, behind what says of which kind it is: `key-string 7 x`.
pub(crate) fn value_of_setting(text: Text<'_>, end: usize) -> Value {
    let value = value::read(text, end);
    let bytes = text.slice(value.start, value.end);
    let kind = matches!(bytes, [b'0'..=b'9']);
    if kind && text.at(value.end) == b' ' { value::read(text, value.end) } else { value }
}
