//! Places that leave no doubt that a value stands there, whatever it reads: parameters of URLs, members of connection
//! strings, and what a shell falls back to.

use super::keyed::Operator;
use super::named::{Syntax, take};
use super::{variable, vendor};
use crate::scrub::text::Text;
use crate::scrub::text::class::{DIGIT, LETTER, PATH, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{begins_with, has_any, holds};
use crate::scrub::values::looks::is_constant;
use crate::scrub::values::names::{Meaning, split_last_word};
use crate::scrub::values::value::{self, Value};

/// Whether a name and its value are a parameter of a URL's query or fragment (RFC 3986 sections 3.4 and 3.5): behind `?`,
/// `&` or `#`, with nothing but the `=` between. A `#` at the beginning of a word comments out what follows.
#[inline]
pub(crate) fn is_parameter(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let mark = operator.name_start.wrapping_sub(1);
    matches!(text.at(mark), b'?' | b'&' | b'#') && is_part_of_url(text, operator, mark)
}

#[inline(never)]
fn is_part_of_url(text: Text<'_>, operator: &Operator<'_>, mark: usize) -> bool {
    let Operator { first, last, .. } = *operator;
    let before = text.before(mark);
    // `a &&token=b`
    let apart = match text.at(mark) {
        b'#' => is(before, SPACE) || before == 0,
        b'&' => before == b'&',
        _ => false,
    };
    // Expressions for such parameters, and templates of their routes.
    let pattern = matches!(text.at(last), b'(' | b'[' | b'{' | b'|' | b':' | b'\\');
    last.wrapping_sub(first) == 1 && !apart && !pattern
}

/// Takes the value of such a parameter.
#[inline(never)]
pub(crate) fn parameter(
    text: Text<'_>,
    meaning: Meaning,
    operator: &Operator<'_>,
    value: Value,
    spans: &mut Spans,
) {
    let certain = match meaning {
        Meaning::Secret => true,
        // `auth=google` and `session=12` say nothing; a signature is one whatever it looks like (of Azure's SAS, `sig`).
        Meaning::PossibleSecret => {
            SIGNATURES.contains(split_last_word(operator.name).1) || is_long_and_mixed(text, value)
        }
        _ => false,
    };
    if !certain {
        return take(text, value, meaning, Syntax::Assigned, spans);
    }
    if text.at(value.start) == b'$' && value.is_expression(text) {
        // A text of PHP: `?token=$user->token`
        return;
    }
    let name = text.slice(value.start, value.end);
    // `access_token=PAGE_ACCESS_TOKEN`: what manuals call what is to stand there.
    let called = name.iter().all(|byte| is(*byte, UPPER) || *byte == b'_')
        && (value.is_named_like(text, operator.name) || begins_with(name, "your"));
    let stands_for_one = Value { quoted: true, ..value }.is_placeholder(text);
    if !called && (is_constant(name) || !stands_for_one) && !vendor::is_sample(text, value.start, value.end) {
        spans.push(text, value.start, value.in_full(text).end, Kind::Secret, "named-secret");
    }
}

/// `/callback?code=x&state=y`, the code with which a client gets its token (RFC 6749 section 4.1.2). Whether it is one.
#[inline(never)]
pub(crate) fn authorization_code(text: Text<'_>, name_start: usize, last: usize, spans: &mut Spans) -> bool {
    if !matches!(text.before(name_start), b'?' | b'&') {
        return false;
    }
    let value = value::read(text, last);
    let end = (value.start..value.end).find(|at| text.separates_parameters(*at)).unwrap_or(value.end);
    let before = text.slice(name_start.saturating_sub(LONGEST_MEMBER), name_start);
    let path = [&b"callback"[..], b"oauth", b"state="].iter().any(|word| holds(before, word));
    let sound =
        (path || text.starts_with(end, b"&state=")) && is_long_and_mixed(text, Value { end, ..value });
    if sound {
        spans.push(text, value.start, end, Kind::Secret, "named-secret");
    }
    sound
}

/// Takes the code that somebody is to enter behind an address of Microsoft's whose path begins at a position:
/// `https://microsoft.com/devicelogin and enter the code x to authenticate` (RFC 8628 section 3.3).
#[inline(never)]
pub(crate) fn code_of_device(text: Text<'_>, path: usize, spans: &mut Spans) -> bool {
    const ENTER: &[u8] = b" and enter the code ";
    let end = text.skip_within(path, path.saturating_add(32), PATH);
    text.starts_with(path, b"/device")
        && text.starts_with(end, ENTER)
        && one_time_code(text, end.wrapping_add(ENTER.len()), spans)
}

/// Takes a code in capitals and digits, perhaps with a dash.
pub(crate) fn one_time_code(text: Text<'_>, start: usize, spans: &mut Spans) -> bool {
    let end = text.skip_within(start, start.saturating_add(16), TOKEN);
    let code = text.slice(start, end);
    let sound = (6..=12).contains(&code.len())
        && code.iter().all(|byte| is(*byte, UPPER | DIGIT) || *byte == b'-')
        && code.iter().any(|byte| !matches!(byte, b'X' | b'-'));
    if sound {
        spans.push(text, start, end, Kind::Secret, "one-time-code");
    }
    sound
}

static SIGNATURES: Words = words!("hmac" "sig" "signature");

/// Whether a value has letters and digits, and is longer than most that tell one thing from another.
fn is_long_and_mixed(text: Text<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    bytes.len() >= 8 && has_any(bytes, LETTER) && has_any(bytes, DIGIT) && !bytes.contains(&b'-')
}

/// Whether a name follows another member of a connection string that says whom or what to connect to:
/// `User ID=...;password=...` (.NET's, ODBC's).
#[inline(never)]
pub(crate) fn is_member_of_connection(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let end =
        text.skip_blanks_back(operator.name_start, operator.name_start.saturating_sub(2)).wrapping_sub(1);
    // Programs have blanks around their assignments.
    if text.at(end) != b';' || !operator.assigned || text.before(operator.first) == b' ' {
        return false;
    }
    let start = end.saturating_sub(LONGEST_MEMBER);
    let equals = text.slice(start, end).iter().rposition(|byte| *byte == b'=');
    equals.is_some_and(|length| MEMBERS.end_before(text, start.wrapping_add(length)))
}

const LONGEST_MEMBER: usize = 128;
/// Last words of the names of members beside a password.
static MEMBERS: Words = words!(
    "address" "catalog" "database" "driver" "host" "id" "port" "server" "source" "uid" "user" "userid" "username"
);

/// Takes what is used where a variable is not set: `${NAME:-value}` and `${NAME:=value}` of shells (POSIX, section 2.6.2) and
/// of Compose, `${name:value}` of Spring. Whether a name begins such an expression.
#[inline(never)]
pub(crate) fn fallback(text: Text<'_>, meaning: Meaning, operator: &Operator<'_>, spans: &mut Spans) -> bool {
    let Operator { name, name_start, position, .. } = *operator;
    if !text.starts_with(name_start.wrapping_sub(2), b"${") || text.at(position) != b':' {
        return false;
    }
    let behind = position.wrapping_add(1);
    let start = match text.at(behind) {
        b'-' | b'=' => behind.wrapping_add(1),
        // An error, an alternative, a part of the value (`${NAME:0:4}`).
        b'?' | b'+' | b' ' => return true,
        b'0'..=b'9' if is_part(text, behind) => return true,
        // `${secret:name}` says where a secret is.
        _ if variable::is_name(name) || name.contains(&b'.') => behind,
        _ => return false,
    };
    let value = value::read(text, start);
    let length = text.slice(value.start, value.end).iter().position(|byte| *byte == b'}' && !value.quoted);
    let end = length.map_or(value.end, |length| value.start.wrapping_add(length));
    if value.quoted || text.at(end) == b'}' {
        let syntax = if meaning == Meaning::Secret { Syntax::Certain } else { Syntax::Assigned };
        take(text, Value { end, quoted: true, ..value }, meaning, syntax, spans);
    }
    true
}

/// Whether a position in a value follows, and perhaps a length, as Bash takes parts of variables.
fn is_part(text: Text<'_>, from: usize) -> bool {
    let end = text.skip_within(from, from.saturating_add(3), DIGIT);
    match text.at(end) {
        b':' => true,
        b'}' => end.wrapping_sub(from) < 3,
        _ => false,
    }
}
