//! Names and their values: `name=value`, `name: value`, members of JSON, parameters, headers, flags, comparisons, and
//! arguments of functions.

use super::class::{ALNUM, DIGIT, HOST, LETTER, NAME, OPERATOR, QUOTE, SPACE, TOKEN, is};
use super::host::is_host;
use super::names::{Meaning, meaning};
use super::span::{Kind, Spans};
use super::text::Text;
use super::value::{self, Value};
use super::words::{Words, words};

/// The longest name that is looked at.
const LONGEST_NAME: usize = 64;
/// The longest text of an element of XML that is looked at.
const LONGEST_ELEMENT: usize = 256;
/// Names of schemes before credentials (RFC 9110 section 11) whose credentials are one word.
static SCHEMES: Words = words!("bearer" "basic" "token" "negotiate" "apikey");

/// Flags that take a user and a password.
static USER_FLAGS: Words = words!("user" "proxy-user");

/// How a name and its value are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// `name = value`.
    Assigned,
    /// `name: value` without quotes around the name, in the middle of a line.
    Prose,
    /// `name: value` without quotes, at the beginning of its line: a header, a line of YAML.
    Header,
    /// `"name": "value"`, `--name value`, and whatever else leaves no doubt.
    Certain,
}

/// Looks at an `=` or a `:`.
#[inline(never)]
pub(super) fn operator(text: Text<'_>, position: usize, spans: &mut Spans) {
    if matches!(text.before(position), b'=' | b':') {
        // The first of several has been looked at.
        return;
    }
    let floor = spans.floor();
    let mut first = position;
    while first > floor
        && matches!(text.before(first), b'!' | b'?' | b'<' | b'>' | b'+' | b'~')
        && position.wrapping_sub(first) < 2
    {
        first = first.wrapping_sub(1);
    }
    let last = text.skip_within(position, position.saturating_add(4), OPERATOR);
    let blank = text.skip_blanks_back(first, floor.max(first.saturating_sub(32)));
    let (name_end, quoted) = name_end(text, blank, floor);
    let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
    let name = text.slice(name_start, name_end);
    if name.iter().all(|byte| is(*byte, DIGIT)) && !is(text.before(blank), QUOTE) {
        // Times and the like.
        return;
    }
    let compares = last.wrapping_sub(position) > 1 || first < position;
    let meaning = if name.eq_ignore_ascii_case(b"value") {
        meaning(name_in_field_before(text, name_start, floor)).filter(|meaning| *meaning == Meaning::Secret)
    } else {
        meaning(name)
    };
    let Some(meaning) = meaning else {
        if compares && is(text.before(blank), QUOTE) {
            reversed(text, blank, last, spans);
        }
        return;
    };
    let assigned = text.slice(position, last).contains(&b'=');
    if !assigned && last.wrapping_sub(position) > 1 && !is(text.at(last), SPACE) {
        // `token::new`
        return;
    }
    let after_operator = if text.at(last) == b'>' { last.wrapping_add(1) } else { last };
    let syntax = if quoted {
        Syntax::Certain
    } else if assigned {
        Syntax::Assigned
    } else if begins_line(text, name_start) {
        Syntax::Header
    } else {
        Syntax::Prose
    };
    let value = value::read(text, after_operator);
    if quoted && !assigned && !value.quoted {
        // The value of a member is no text then, and has to stay for the JSON around it to stay JSON.
        return;
    }
    take(text, value, meaning, syntax, spans);
}

/// The end of the name before an operator: without its closing quote, and without the index of an array.
fn name_end(text: Text<'_>, end: usize, floor: usize) -> (usize, bool) {
    if is(text.before(end), QUOTE) && end > floor {
        let mut inner = end.wrapping_sub(1);
        while inner > floor && text.before(inner) == b'\\' {
            inner = inner.wrapping_sub(1);
        }
        return (inner, true);
    }
    if text.before(end) == b']' {
        let open = text.skip_back(end.wrapping_sub(1), floor.max(end.saturating_sub(8)), NAME);
        if text.before(open) == b'[' && open > floor {
            return (open.wrapping_sub(1), false);
        }
    }
    (end, false)
}

fn begins_line(text: Text<'_>, start: usize) -> bool {
    let blank = text.skip_blanks_back(start, start.saturating_sub(32));
    blank == 0
        || text.before(blank) == b'\n'
        || (text.before(blank) == b'-' && is(text.before(blank.wrapping_sub(1)), SPACE))
}

/// A comparison with the value first: `"value" == name`.
fn reversed(text: Text<'_>, quote_end: usize, last: usize, spans: &mut Spans) {
    let quote = text.before(quote_end);
    let floor = spans.floor().max(quote_end.saturating_sub(256));
    let end = quote_end.wrapping_sub(1);
    let mut start = end;
    while start > floor && text.before(start) != quote && text.before(start) != b'\n' {
        start = start.wrapping_sub(1);
    }
    let name = text.skip_blanks(last);
    let name_end = text.skip_within(name, name.saturating_add(LONGEST_NAME), NAME);
    if text.before(start) == quote && meaning(text.slice(name, name_end)) == Some(Meaning::Secret) {
        let value = Value { start, end, quoted: true };
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Looks at the slash of a closing tag: `<password>value</password>`.
#[inline(never)]
pub(super) fn closing_tag(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let end = slash.wrapping_sub(1);
    let name_end = text.skip_within(slash.wrapping_add(1), slash.saturating_add(LONGEST_NAME), NAME);
    let name = text.slice(slash.wrapping_add(1), name_end);
    if text.at(name_end) != b'>' || meaning(name) != Some(Meaning::Secret) {
        return;
    }
    let floor = spans.floor().max(end.saturating_sub(LONGEST_ELEMENT));
    let mut start = end;
    while start > floor && !matches!(text.before(start), b'>' | b'<') {
        start = start.wrapping_sub(1);
    }
    if text.before(start) == b'>' {
        take(text, Value { start, end, quoted: true }, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// The name in the field before one that is called `value`: `key="password" value="..."`, `"name": "TOKEN", "value": ...`.
fn name_in_field_before(text: Text<'_>, name_start: usize, floor: usize) -> &[u8] {
    let between = QUOTE | SPACE;
    let mut end = text.skip_back(name_start, floor.max(name_start.saturating_sub(32)), between);
    if text.before(end) == b',' {
        end = text.skip_back(end.wrapping_sub(1), floor.max(end.saturating_sub(8)), between);
    }
    let start = text.skip_back(end, floor.max(end.saturating_sub(LONGEST_NAME)), NAME);
    text.slice(start, end)
}

/// Looks at a quote after a blank, a bracket or a comma: the argument of a function, or what follows a name and a blank.
#[inline(never)]
pub(super) fn quote(text: Text<'_>, quote: usize, spans: &mut Spans) {
    let floor = spans.floor();
    let blank = text.skip_blanks_back(quote, floor.max(quote.saturating_sub(8)));
    let byte = text.before(blank);
    // `name "value"`, `name.assign("value"`
    let called = byte == b'(';
    if is(byte, ALNUM) || called {
        let name_end = blank.wrapping_sub(usize::from(called));
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        if meaning(text.slice(name_start, name_end)) == Some(Meaning::Secret) {
            let value = value::read(text, quote);
            if value.is_no_word(text) && !value_has_blanks(text, value) {
                take(text, value, Meaning::Secret, Syntax::Certain, spans);
            }
        }
        return;
    }
    // `("name", "value")`
    if byte == b',' && is(text.before(blank.wrapping_sub(1)), QUOTE) {
        let name_end = blank.wrapping_sub(2);
        let name_start = text.skip_back(name_end, floor.max(name_end.saturating_sub(LONGEST_NAME)), NAME);
        let name = text.slice(name_start, name_end);
        if is(text.before(name_start), QUOTE) && meaning(name) == Some(Meaning::Secret) {
            let value = value::read(text, quote);
            if name.starts_with(b"-") || (value.is_no_word(text) && !value_has_blanks(text, value)) {
                take(text, value, Meaning::Secret, Syntax::Certain, spans);
            }
        }
    }
}

fn value_has_blanks(text: Text<'_>, value: Value) -> bool {
    text.slice(value.start, value.end).iter().any(|byte| is(*byte, SPACE))
}

/// Looks at the dash that begins a flag: `--name value`, `-name value`, `-u user:password`.
#[inline(never)]
pub(super) fn flag(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let mut start = dash;
    while text.at(start) == b'-' && start.wrapping_sub(dash) < 2 {
        start = start.wrapping_add(1);
    }
    let end = text.skip_within(start, start.saturating_add(LONGEST_NAME), NAME);
    let name = text.slice(start, end);
    let short = start.wrapping_sub(dash) == 1;
    if name.is_empty() || !is(text.at(start), LETTER) {
        return;
    }
    if USER_FLAGS.contains(name) {
        return user_flag(text, end, spans);
    }
    if let Some(letter) = name.iter().take(5).position(|byte| *byte == b'u').filter(|_| short) {
        let after = start.saturating_add(letter).wrapping_add(1);
        // `-u`, `-uname:password`; several letters together (`-sSu`) are curl's.
        if letter == 0 || after_curl(text, dash) {
            return user_flag(text, after, spans);
        }
    }
    if text.at(end) != b' ' || text.at(end.wrapping_add(1)) == b'-' {
        return;
    }
    if let Some(meaning) = meaning(name) {
        let value = value::read(text, end);
        let prose = short && !value.quoted && !value.is_no_word(text) && value.is_followed_by_prose(text);
        if meaning != Meaning::Cookies && !prose {
            take(text, value, meaning, Syntax::Certain, spans);
        }
    }
}

/// Whether the command before is curl.
fn after_curl(text: Text<'_>, dash: usize) -> bool {
    text.slice(dash.saturating_sub(64), dash).windows(5).any(|part| part == b"curl ")
}

/// `-u user:password`, as curl and its like take it. `-u 1000:1000` are numbers of a user and a group.
fn user_flag(text: Text<'_>, from: usize, spans: &mut Spans) {
    let skip = usize::from(text.at(from) == b'=');
    user_and_password(text, value::read(text, from.saturating_add(skip)), spans);
}

/// Takes a user and a password with a colon between.
fn user_and_password(text: Text<'_>, value: Value, spans: &mut Spans) {
    let bytes = text.slice(value.start, value.end);
    let mut parts = bytes.splitn(2, |byte| *byte == b':');
    let (Some(user), Some(password)) = (parts.next(), parts.next()) else { return };
    let numbers = bytes.iter().all(|byte| is(*byte, DIGIT) || *byte == b':');
    if !user.is_empty()
        && !password.is_empty()
        && !password.starts_with(b"//")
        && !numbers
        && !value.is_placeholder(text)
    {
        spans.push(text, value.start, value.end, Kind::Secret, "user-and-password");
    }
}

/// Takes a value, if it is what its name says.
fn take(text: Text<'_>, value: Value, meaning: Meaning, syntax: Syntax, spans: &mut Spans) {
    match meaning {
        Meaning::Secret | Meaning::PossibleSecret => secret(text, value, meaning, syntax, spans),
        Meaning::Cookies => cookies(text, value, syntax, spans),
        Meaning::User => user(text, value, syntax, spans),
        Meaning::Host => host(text, value, syntax, spans),
        Meaning::Account => {
            let bytes = text.slice(value.start, value.end);
            let sound = bytes.len() >= 6
                && bytes.iter().all(|byte| is(*byte, NAME))
                && bytes.iter().any(|byte| is(*byte, DIGIT));
            if sound {
                spans.push(text, value.start, value.end, Kind::Account, "named-account");
            }
        }
    }
}

/// Looks at a whole text that is the value of a name.
pub(super) fn whole(text: Text<'_>, meaning: Meaning, spans: &mut Spans) {
    take(text, Value { start: 0, end: text.len(), quoted: true }, meaning, Syntax::Certain, spans);
}

/// Looks at a whole text that is the value of `-u` or the like.
pub(super) fn whole_user(text: Text<'_>, spans: &mut Spans) {
    user_and_password(text, Value { start: 0, end: text.len(), quoted: true }, spans);
}

/// Takes a text from a position on, unless it only stands for a secret.
pub(super) fn secret_from(text: Text<'_>, start: usize, spans: &mut Spans) {
    let value = Value { start, end: text.len(), quoted: true };
    if !value.is_placeholder(text) {
        spans.push(text, value.start, value.end, Kind::Secret, "named-secret");
    }
}

fn secret(text: Text<'_>, value: Value, meaning: Meaning, syntax: Syntax, spans: &mut Spans) {
    let whole = value;
    let value = after_scheme(text, whole);
    if value.is_placeholder(text) || value.is_expression(text) {
        return;
    }
    let certain = match (meaning, syntax) {
        (Meaning::Secret, Syntax::Certain | Syntax::Assigned) => true,
        (Meaning::Secret, _) if value.start != whole.start => true,
        (Meaning::Secret, Syntax::Header) => {
            value.quoted || value.is_no_word(text) || !value.is_followed_by_prose(text)
        }
        (Meaning::Secret, Syntax::Prose) => value.quoted || value.is_no_word(text),
        (_, Syntax::Certain) => value.quoted && (value.is_no_word(text) || value_has_blanks(text, value)),
        (_, Syntax::Assigned | Syntax::Header | Syntax::Prose) => value.is_opaque(text),
    };
    if certain {
        let value = value.in_full(text);
        spans.push(text, value.start, value.end, Kind::Secret, "named-secret");
    }
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
    spans.push(text, value.start, end, Kind::Secret, "cookies");
}

fn host(text: Text<'_>, value: Value, syntax: Syntax, spans: &mut Spans) {
    let end = text.skip_within(value.start, value.end, HOST | TOKEN);
    let name = text.slice(value.start, end);
    let sound = match syntax {
        Syntax::Certain | Syntax::Assigned => is_host(name),
        Syntax::Header | Syntax::Prose => is_host(name) && name.contains(&b'.'),
    };
    // A port, an address or a path may follow.
    let whole = end == value.end || matches!(text.at(end), b'[' | b':' | b'/' | b'(');
    if sound && whole && !value.is_placeholder(text) && !value.is_expression(text) {
        spans.push(text, value.start, end, Kind::Host, "named-host");
    }
}

fn user(text: Text<'_>, value: Value, syntax: Syntax, spans: &mut Spans) {
    let bytes = text.slice(value.start, value.end);
    let end = text.skip_within(value.start, value.end, NAME);
    let sound = end == value.end
        && bytes.len() >= 2
        && bytes.len() <= 64
        && bytes.iter().any(|byte| is(*byte, LETTER));
    let certain = match syntax {
        Syntax::Certain => value.quoted || !value.is_followed_by_prose(text),
        Syntax::Assigned => true,
        Syntax::Header | Syntax::Prose => value.quoted || !value.is_followed_by_prose(text),
    };
    if sound && certain && !value.is_placeholder(text) && !value.is_expression(text) {
        spans.push(text, value.start, value.end, Kind::User, "named-user");
    }
}
