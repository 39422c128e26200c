//! Values whose names have been found: whether they are what their names say, and how much of them has to go.

use super::address::ipv4_end;
use super::cloud::is_generated_project;
use super::host::{is_endpoint, is_everywhere, is_host, is_public};
use super::message::is_telling_host;
use super::{reached, vendor};
use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, DIGIT, HEX, HOST, LETTER, LOWER, NAME, QUOTE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, has_any, holds, is_hexadecimal};
use crate::scrub::values::looks::is_state;
use crate::scrub::values::names::{Meaning, meaning, split_last_word};
use crate::scrub::values::value::{self, Value};

/// Names of schemes before credentials (RFC 9110 section 11) whose credentials are one word.
static SCHEMES: Words = words!("apikey" "aws" "basic" "bearer" "negotiate" "ntlm" "token");

/// Whether a word is the name of such a scheme.
pub(crate) fn is_scheme(word: &[u8]) -> bool {
    SCHEMES.contains(word)
}

/// Whether a password is one of examples.
pub(crate) fn is_sample(password: &[u8]) -> bool {
    SAMPLES.contains(password)
}

/// Passwords of examples, which everybody knows to be none (gitleaks leaves the same alone).
static SAMPLES: Words = words!("changeit" "changeme" "pass" "passwd" "password" "pwd" "test" "token");

/// How a name and its value are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// `name = value`.
    Assigned,
    /// `name: value` without quotes around the name, in the middle of a line.
    Prose,
    /// `name: value` without quotes, at the beginning of its line: a header, a line of YAML.
    Header,
    /// `"name": "value"`, `--name value`, and whatever else leaves no doubt.
    Certain,
}

/// Takes a user and a password with a colon between.
pub(crate) fn user_and_password(text: Text<'_>, value: Value, spans: &mut Spans) {
    let bytes = text.slice(value.start, value.end);
    let Some(colon) = bytes.iter().position(|byte| *byte == b':') else {
        return parts_in_quotes(text, value, spans);
    };
    let middle = value.start.saturating_add(colon);
    let user = Value { end: middle, ..value };
    let password = Value { start: middle.wrapping_add(1), ..value };
    let numbers = bytes.iter().all(|byte| is(*byte, DIGIT) || *byte == b':');
    // Either may be missing: a key alone stands in the place of the one or of the other.
    let alone = |part: Value| part.is_opaque(text) || (value.quoted && part.is_long_no_word(text));
    let sound = if colon == 0 {
        alone(password)
    } else if password.start >= password.end {
        alone(user)
    } else {
        !password.is_placeholder(text)
            && !SAMPLES.contains(text.slice(password.start, password.end))
            && !text.starts_with(password.start, b"//")
    };
    if colon > 0 && password.start >= password.end && is(text.at(value.end), QUOTE) && !value.quoted {
        // `-u name:"two words"`
        let quoted = value::read(text, value.end);
        if !quoted.is_placeholder(text) {
            let end = quoted.end.saturating_add(usize::from(text.at(quoted.end) == text.at(value.end)));
            return spans.push(text, value.start, end, Kind::Secret, "user-and-password");
        }
    }
    let user_alone = colon > 0 && password.start >= password.end && has_any(bytes, LETTER);
    if !sound && user_alone && !user.is_placeholder(text) {
        // `-u name:` asks for the password.
        spans.push(text, user.start, user.end, Kind::User, "named-user");
    } else if !sound && colon > 0 && !bytes.contains(&b'@') {
        // What only stands for credentials is not looked at again as the name of a user.
        spans.settle_over(text, value.start, value.end);
    }
    if sound && !numbers && !value.is_placeholder(text) {
        spans.push(text, value.start, value.end, Kind::Secret, "user-and-password");
    }
}

/// Takes them where each stands in quotes of its own: `-u 'name':'password'`.
#[cold]
fn parts_in_quotes(text: Text<'_>, user: Value, spans: &mut Spans) {
    let colon = user.end.wrapping_add(1);
    if user.quoted && text.at(colon) == b':' && is(text.at(colon.wrapping_add(1)), QUOTE) {
        let password = value::read(text, colon.wrapping_add(1));
        if !password.is_placeholder(text) {
            spans.push(text, user.start, password.end, Kind::Secret, "user-and-password");
        }
    }
}

/// Takes a value, if it is what its name says.
pub(crate) fn take(text: Text<'_>, value: Value, meaning: Meaning, syntax: Syntax, spans: &mut Spans) {
    match meaning {
        Meaning::Secret | Meaning::PossibleSecret | Meaning::PossibleKey => {
            secret(text, value, meaning, syntax, spans)
        }
        Meaning::Cookies => cookies(text, value, syntax, spans),
        Meaning::User => user(text, value, syntax, spans),
        Meaning::Actor => actor(text, value, syntax, spans),
        Meaning::Host => {
            host(text, value, syntax, |name| name.contains(&b'.') || reached::is_numbered(name), spans)
        }
        Meaning::Place => {
            reached::field(text, value, spans);
        }
        Meaning::Machine => {
            host(text, value, syntax, |name| has_any(name, DIGIT) || !consists_of(name, ALNUM), spans)
        }
        Meaning::Hosts => hosts(text, value.start, spans),
        Meaning::Email => {
            // With an `@` it is found by that.
            let bytes = text.slice(value.start, value.end);
            if bytes.windows(3).any(|part| part == b"%40") {
                spans.push(text, value.start, value.end, Kind::Email, "named-email");
            }
        }
        Meaning::Hardware => {
            if is_hexadecimal(text.slice(value.start, value.end), &[12]) {
                spans.push(text, value.start, value.end, Kind::Address, "named-hardware");
            }
        }
        Meaning::Project => {
            let bytes = text.slice(value.start, value.end);
            // The number that Google gives each.
            let number = syntax != Syntax::Prose && bytes.len() == 12 && consists_of(bytes, DIGIT);
            if number || is_generated_project(bytes) {
                spans.push(text, value.start, value.end, Kind::Account, "google-project");
            }
        }
        Meaning::Account => {
            let bytes = text.slice(value.start, value.end);
            let sound = bytes.len() >= 6 && consists_of(bytes, NAME) && has_any(bytes, DIGIT);
            // Devices of PCI and USB have `0x` before the number of their kind.
            if sound && !bytes.starts_with(b"0x") {
                spans.push(text, value.start, value.end, Kind::Account, "named-account");
            }
        }
        Meaning::NumberedAccount => {
            let bytes = text.slice(value.start, value.end);
            if bytes.len() == 12 && consists_of(bytes, DIGIT) {
                spans.push(text, value.start, value.end, Kind::Account, "named-account");
            }
        }
        Meaning::SerialNumber => {
            if is_serial_number(text.slice(value.start, value.end)) {
                spans.push(text, value.start, value.end, Kind::Account, "machine-id");
            }
        }
        Meaning::Bucket => {
            // Amazon's and Google's buckets: three to sixty-three small letters, digits, dashes and dots.
            let bytes = text.slice(value.start, value.end);
            let sound = (3..=63).contains(&bytes.len())
                && bytes.iter().all(|byte| is(*byte, HOST) && !is(*byte, UPPER));
            if sound && !value.is_placeholder(text) && !value.is_expression(text) && !value.is_member(text) {
                spans.push(text, value.start, value.end, Kind::Account, "bucket");
            }
        }
    }
}

/// Whether a number is the maker's of a machine: capitals and digits, and letters among them that no hexadecimal number
/// has. Those of certificates and of zones of DNS are numbers.
pub(crate) fn is_serial_number(number: &[u8]) -> bool {
    (7..=14).contains(&number.len())
        && consists_of(number, UPPER | DIGIT)
        && has_any(number, DIGIT)
        && !consists_of(number, HEX)
}

/// Looks at a whole text that is the value of a name.
pub(crate) fn whole(text: Text<'_>, meaning: Meaning, spans: &mut Spans) {
    take(text, Value { start: 0, end: text.len(), quoted: true }, meaning, Syntax::Certain, spans);
}

/// Looks at a whole text that is the value of `-u` or the like.
pub(crate) fn whole_user(text: Text<'_>, spans: &mut Spans) {
    user_and_password(text, Value { start: 0, end: text.len(), quoted: true }, spans);
}

/// Takes a text from a position on, unless it only stands for a secret.
pub(crate) fn secret_from(text: Text<'_>, start: usize, spans: &mut Spans) {
    let value = Value { start, end: text.len(), quoted: true };
    if !value.is_placeholder(text) {
        spans.push(text, value.start, value.end, Kind::Secret, "named-secret");
    }
}

fn secret(text: Text<'_>, value: Value, meaning: Meaning, syntax: Syntax, spans: &mut Spans) {
    let whole = value;
    let value = after_scheme(text, whole);
    let bytes = text.slice(value.start, value.end);
    if value.is_placeholder(text)
        || value.is_expression(text)
        || (value.is_member(text) && (value.start == whole.start || self::meaning(bytes).is_some()))
        || SCHEMES.contains(bytes)
        || (is(text.at(value.start), DIGIT) && (is_revision(bytes) || is_status(text, value)))
    {
        return;
    }
    let certain = match (meaning, syntax) {
        (Meaning::Secret, Syntax::Certain | Syntax::Assigned) => true,
        (Meaning::Secret, _) if value.start != whole.start => true,
        (Meaning::Secret, Syntax::Header) => {
            value.quoted || value.is_no_word(text) || !(value.is_followed_by_prose(text) || is_state(bytes))
        }
        (Meaning::Secret, Syntax::Prose) => value.quoted || (value.is_no_word(text) && !is_version(bytes)),
        (Meaning::PossibleSecret, Syntax::Certain) => {
            value.quoted && (value.is_no_word(text) || value.has_blanks(text))
        }
        (_, Syntax::Certain | Syntax::Assigned) => value.is_opaque(text),
        // `key: Linux-node-18-8d5c1a` has a name of several words.
        (_, Syntax::Header | Syntax::Prose) => {
            value.is_opaque(text) && (value.quoted || !text.slice(value.start, value.end).contains(&b'-'))
        }
    };
    if certain && !vendor::is_sample(text, value.start, value.end) && !only_stands_for_one(text, value) {
        let value = value.in_full(text);
        spans.push(text, value.start, value.end, Kind::Secret, "named-secret");
    }
}

/// Whether a value that is told to be a secret only stands for one: a path that nobody has, or a placeholder that sed(1)
/// puts there (`s/token=[^&]*/token=***/g`).
#[inline(never)]
fn only_stands_for_one(text: Text<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    match bytes {
        [b'/', ..] => bytes.starts_with(b"/path/to/"),
        [.., b'/', b'g'] => Value { end: value.end.wrapping_sub(2), ..value }.is_placeholder(text),
        _ => false,
    }
}

/// Numbers with dots between them.
fn is_version(bytes: &[u8]) -> bool {
    bytes.contains(&b'.') && bytes.iter().all(|byte| is(*byte, DIGIT) || *byte == b'.')
}

/// A status of HTTP before its reason, which is what came of asking for a secret: `cannot fetch token: 401 Unauthorized`.
fn is_status(text: Text<'_>, value: Value) -> bool {
    let reason = value.end.wrapping_add(1);
    value.end.wrapping_sub(value.start) == 3
        && consists_of(text.slice(value.start, value.end), DIGIT)
        && text.at(value.end) == b' '
        && is(text.at(reason), UPPER)
        && is(text.at(reason.wrapping_add(1)), LOWER)
}

/// The version of a plugin of Jenkins, a number and a revision: `1234.v0a1b_c_2d3e4f5`.
fn is_revision(bytes: &[u8]) -> bool {
    let mut parts = bytes.split(|byte| *byte == b'.');
    let (number, revision) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let sound = |digits: &[u8]| digits.iter().all(|byte| is(*byte, HEX) || *byte == b'_');
    consists_of(number, DIGIT) && matches!(revision, [b'v', digits @ ..] if digits.len() > 8 && sound(digits))
}

/// The value without the name of its scheme: `Bearer` and the like say nothing about anybody.
fn after_scheme(text: Text<'_>, value: Value) -> Value {
    let word = text.skip_within(value.start, value.start.saturating_add(16), LETTER);
    if text.at(word) != b' ' || !SCHEMES.contains(text.slice(value.start, word)) {
        return value;
    }
    let start = text.skip_blanks(word);
    if value.quoted { Value { start: start.min(value.end), ..value } } else { value::read(text, start) }
}

/// The cookies of a header go together, up to the end of their line; as a member, each of them is a member itself.
fn cookies(text: Text<'_>, value: Value, syntax: Syntax, spans: &mut Spans) {
    if value.is_placeholder(text) || value.is_expression(text) {
        return;
    }
    let mut end = value.end;
    if !value.quoted {
        if !text.slice(value.start, value.end).contains(&b'=') && !value.is_opaque(text) {
            return;
        }
        if text.before(end) == b'=' && begins_attribute(text, end.wrapping_add(2)) {
            // A cookie that is taken away: `theme=; Max-Age=0`.
            return;
        }
        while text.at(end) == b';' && text.at(end.wrapping_add(1)) == b' ' {
            let next = value::read(text, end.wrapping_add(2));
            if next.quoted || next.end <= next.start {
                break;
            }
            end = next.end;
        }
    } else if syntax == Syntax::Prose && !value.is_no_word(text) {
        return;
    }
    if !are_templates(text, value.start, end) {
        spans.push(text, value.start, end, Kind::Secret, "cookies");
    }
}

/// Whether templates stand for all cookies, beside which there are only attributes: `id=%s; Path=/`, `id=...; Secure`.
fn are_templates(text: Text<'_>, start: usize, end: usize) -> bool {
    let mut from = start;
    for (part, number) in text.slice(start, end).split(|byte| *byte == b';').zip(0_u32..) {
        let to = from.wrapping_add(part.len());
        let name_start = text.skip_blanks(from);
        let name_end = text.skip_within(name_start, to, NAME);
        let value = Value { start: name_end.wrapping_add(1), end: to, quoted: true };
        let template = text.at(name_end) == b'='
            && matches!(text.at(value.start), b'%' | b'{' | b'<' | b'$' | b'.')
            && value.is_placeholder(text);
        if !template && (number == 0 || !ATTRIBUTES.contains(text.slice(name_start, name_end))) {
            return false;
        }
        from = to.wrapping_add(1);
    }
    true
}

/// Attributes of cookies (RFC 6265 section 4.1.1).
static ATTRIBUTES: Words =
    words!("domain" "expires" "httponly" "max-age" "partitioned" "path" "priority" "samesite" "secure");

/// Whether an attribute of a cookie begins at a position (RFC 6265 section 4.1.1).
fn begins_attribute(text: Text<'_>, start: usize) -> bool {
    text.starts_with(start, b"Max-Age=") || text.starts_with(start, b"Expires=")
}

/// Takes the name of a host; in prose only such as `tells` accepts.
fn host(text: Text<'_>, value: Value, syntax: Syntax, tells: fn(&[u8]) -> bool, spans: &mut Spans) {
    let protocol = text.skip_within(value.start, value.end, LOWER);
    if text.at(protocol) == b':' && PROTOCOLS.contains(text.slice(value.start, protocol)) {
        // `Server=tcp:name,1433`
        let value = Value { start: protocol.wrapping_add(1), ..value };
        return host(text, value, syntax, tells, spans);
    }
    let end = text.skip_within(value.start, value.end, HOST | TOKEN);
    // `(HOST=name)(PORT=1521)`, a descriptor of Oracle's; with the bracket it would be an expression.
    let described = value.end > end
        && text.at(end) == b')'
        && matches!(text.at(end.wrapping_add(1)), b'(' | b')')
        && text.slice(value.start.wrapping_sub(6), value.start).eq_ignore_ascii_case(b"(host=");
    let value = if described { Value { end, quoted: true, ..value } } else { value };
    let name = text.slice(value.start, end);
    if consists_of(name, UPPER) || is_kind_of_machine(name) || is_class(text, value, name) {
        // `--host=HOST` tells how a command is used, `--host=x86_64-linux-gnu` what is built.
        return;
    }
    let sound = match syntax {
        Syntax::Certain | Syntax::Assigned => is_host(name),
        Syntax::Header | Syntax::Prose => is_host(name) && tells(name),
    };
    // `relay=mx.acme.net[10.1.2.3]:25`
    let addressed = text.at(end) == b'[' && ipv4_end(text, end.wrapping_add(1)).is_some();
    // A port, an address or a path may follow.
    let url = text.starts_with(end, b"://");
    let whole =
        !url && (end == value.end || matches!(text.at(end), b'[' | b':' | b'/' | b'(' | b',' | b'\\'));
    if sound
        && whole
        && !value.is_placeholder(text)
        && !is_public(name)
        && !is_everywhere(name)
        && !is_endpoint(name)
        && (addressed || !value.is_expression(text))
        && !is_variable(value, name)
    {
        spans.push(text, value.start, end, Kind::Host, "named-host");
        let port = text.skip(end.wrapping_add(1), DIGIT);
        if text.at(end) == b':' && text.at(port) == b',' {
            hosts(text, port, spans);
        }
    }
}

/// How many hosts of a list are looked at.
const MOST_HOSTS: usize = 64;

/// Takes the hosts of a list in which each has its port, which begins at a position: `web01:9092,web02:9092`,
/// `["web01:9092", "web02:9092"]`.
#[inline(never)]
pub(crate) fn hosts(text: Text<'_>, from: usize, spans: &mut Spans) {
    let between = |byte: u8| is(byte, QUOTE) || matches!(byte, b' ' | b',' | b'[');
    let mut position = from;
    for _ in 0..MOST_HOSTS {
        let mut start = position;
        while start < position.saturating_add(8)
            && replacement_at(text, start).is_none()
            && between(text.at(start))
        {
            start = start.wrapping_add(1);
        }
        let end = match replacement_at(text, start) {
            Some(length) => start.wrapping_add(length),
            None => text.skip_within(start, start.saturating_add(255), HOST | TOKEN),
        };
        let port = end.wrapping_add(1);
        position = text.skip_within(port, port.saturating_add(6), DIGIT);
        let ported = text.at(end) == b':' && (2..=5).contains(&position.wrapping_sub(port));
        if !ported || is(text.at(position), ALNUM) || matches!(text.at(position), b':' | b'.' | b'-') {
            return;
        }
        let name = text.slice(start, end);
        if is_telling_host(name) && !is_numbered_host(name) {
            spans.push(text, start, end, Kind::Host, "listed-host");
        }
    }
}

/// Whether a name only says that it is one of a host: `host1`, `server2`.
fn is_numbered_host(name: &[u8]) -> bool {
    let word = name.split(|byte| is(*byte, DIGIT)).next().unwrap_or_default();
    matches!(meaning(word), Some(Meaning::Host | Meaning::Machine)) && !name.contains(&b'.')
}

/// Whether a name is rather one of code: "a server `Http2Session`".
fn is_class(text: Text<'_>, value: Value, name: &[u8]) -> bool {
    text.before(value.start) == b'`'
        && name
            .windows(2)
            .any(|pair| matches!(pair, [before, after] if is(*before, LOWER | DIGIT) && is(*after, UPPER)))
}

/// What may stand before the name of a server in the connection strings of SQL Server.
static PROTOCOLS: Words = words!("admin" "lpc" "np" "tcp");

/// Whether a name is GNU's for a kind of machine: a processor alone, or with a maker and a system (config.guess(1)).
pub(crate) fn is_kind_of_machine(name: &[u8]) -> bool {
    let processor = name.split(|byte| *byte == b'-').next().unwrap_or_default();
    let system = name.get(processor.len()..).unwrap_or_default();
    PROCESSORS.contains(name)
        || holds(system, b"-linux-gnu")
        || holds(system, b"-linux-musl")
        || (PROCESSORS.contains(processor) && SYSTEMS.iter().any(|part| holds(system, part)))
}

static PROCESSORS: Words = words!(
    "aarch64" "amd64" "arm" "arm64" "armv7l" "i386" "i586" "i686" "powerpc64le" "riscv64" "s390x" "x86" "x86-64" "x86_64"
);
const SYSTEMS: &[&[u8]] =
    &[b"linux", b"mingw", b"darwin", b"bsd", b"windows", b"gnu", b"unknown", b"android"];

/// Whether a value without quotes ends as the names of variables for such values do: `request.Host`, `u.User`.
fn is_variable(value: Value, bytes: &[u8]) -> bool {
    let (before, last) = split_last_word(bytes);
    !value.quoted
        && before.contains(&b'.')
        && bytes.ends_with(last)
        && matches!(meaning(last), Some(Meaning::Host | Meaning::Machine | Meaning::User))
}

fn actor(text: Text<'_>, value: Value, syntax: Syntax, spans: &mut Spans) {
    let bytes = text.slice(value.start, value.end);
    if value.is_opaque(text) {
        secret(text, value, Meaning::PossibleKey, syntax, spans);
    } else if matches!(syntax, Syntax::Certain | Syntax::Assigned)
        && !common::is_name(bytes)
        && !NOBODY.contains(bytes)
    {
        user(text, value, Syntax::Assigned, spans);
    }
}

/// What stands in the place of somebody.
static NOBODY: Words = words!("anonymous" "automatic" "cron" "nobody" "scheduler" "succeeded" "success" "successful" "system" "unknown");

fn user(text: Text<'_>, value: Value, syntax: Syntax, spans: &mut Spans) {
    let end = text.skip_within(value.start, value.end, NAME);
    // `invalid user: 'name:group'`
    let group = value.quoted && text.at(end) == b':' && is(text.at(end.wrapping_add(1)), ALNUM);
    let value = if group { Value { end, ..value } } else { value };
    // `User-Name = "jane@acme"` with a realm (RFC 7542) has no domain with a dot.
    let realm = text.skip_within(end.wrapping_add(1), value.end, TOKEN);
    let end = if value.quoted && text.at(end) == b'@' && realm == value.end && end > value.start {
        realm
    } else {
        end
    };
    let bytes = text.slice(value.start, value.end);
    if text.starts_with(value.start, b"arn:") {
        // What goes of it is known.
        return;
    }
    // `system:anonymous`: Kubernetes' own users and service accounts.
    let of_cluster = text.starts_with(value.start, b"system:");
    let sound = end == value.end
        && !of_cluster
        && is(text.at(value.start), ALNUM)
        && bytes.len() >= 2
        && bytes.len() <= 64
        && has_any(bytes, LETTER);
    let certain = match syntax {
        Syntax::Assigned => true,
        _ => value.quoted || !consists_of(bytes, LETTER) || !value.is_followed_by_prose(text),
    };
    if sound
        && certain
        && !SAMPLES.contains(bytes)
        // Of all of Amazon's images.
        && bytes != b"ec2-user"
        && !value.is_placeholder(text)
        && !value.is_expression(text)
        && !is_variable(value, bytes)
    {
        spans.push(text, value.start, value.end, Kind::User, "named-user");
    }
}
