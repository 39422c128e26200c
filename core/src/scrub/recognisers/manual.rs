//! Secrets that no name announces, in the places where the manual pages of some commands and files say that they stand.

use super::address;
use super::named::{Syntax, take, user_and_password};
use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, LOWER, NAME, QUOTE, SPACE, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, holds};
use crate::scrub::values::names::{LONGEST_NAME, Meaning};
use crate::scrub::values::program::LONGEST_COMMAND;
use crate::scrub::values::value::{self, Value};

/// The rest of an entry of netrc(5) behind its machine: `login NAME password WORD`, on one line or several.
#[inline(never)]
pub(crate) fn netrc(text: Text<'_>, end: usize, spans: &mut Spans) {
    let mut position = end;
    for _ in 0..NETRC_ENTRIES {
        let word = text.skip(position, SPACE);
        let word_end = text.skip(word, LOWER);
        let blank = text.skip(word_end, SPACE);
        let meaning = match text.slice(word, word_end) {
            b"login" => Meaning::User,
            b"password" | b"account" => Meaning::Secret,
            _ => return,
        };
        let value = value::read(text, blank);
        if blank == word_end || value.end <= value.start {
            return;
        }
        if meaning == Meaning::Secret || !common::is_name(text.slice(value.start, value.end)) {
            take(text, value, meaning, Syntax::Assigned, spans);
        }
        position = value.end;
    }
}

/// A machine has a login, an account and a password.
const NETRC_ENTRIES: usize = 3;

/// `echo PASSWORD | sudo -S`, `echo PASSWORD | docker login --password-stdin`: the flag says where the password comes from.
pub(crate) fn piped_password(text: Text<'_>, dash: usize, spans: &mut Spans) {
    let from = dash.saturating_sub(LONGEST_COMMAND).max(spans.floor());
    let line = text.slice(from, dash);
    let Some(pipe) = line.iter().rposition(|byte| *byte == b'|') else { return };
    let (before, after) = line.split_at_checked(pipe).unwrap_or_default();
    let Some(echo) = before.windows(ECHO.len()).rposition(|part| part == ECHO) else { return };
    let program = after.get(1..).unwrap_or_default().trim_ascii_start();
    let reads = READERS.iter().any(|reader| program.starts_with(reader));
    if !reads {
        return;
    }
    let mut start = from.wrapping_add(echo).wrapping_add(ECHO.len());
    if text.starts_with(start, b"-n ") {
        start = start.wrapping_add(3);
    }
    let mut value = value::read(text, start);
    let pipe = from.wrapping_add(pipe);
    if !value.quoted {
        // It may hold any mark but a blank.
        value.end = text.find_within(value.start, pipe, SPACE);
    }
    if value.end <= pipe {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Whether `echo` stands before a name, perhaps with a quote between.
#[inline]
pub(crate) fn may_be_piped(text: Text<'_>, name: usize) -> bool {
    let blank = name.wrapping_sub(usize::from(is(text.before(name), QUOTE))).wrapping_sub(1);
    text.at(blank) == b' ' && matches!(text.slice(blank.wrapping_sub(2), blank), [b'h', b'o'] | [b'-', b'n'])
}

/// `echo 'name:PASSWORD' | chpasswd`, `echo -n name:PASSWORD | base64`, going by the position behind the colon. Whether it
/// is one.
#[inline(never)]
pub(crate) fn piped_account(text: Text<'_>, start: usize, spans: &mut Spans) -> bool {
    let limit = start.saturating_add(LONGEST_COMMAND).min(text.len());
    let end = text.find_within(start, limit, SPACE | QUOTE);
    let rest = text.slice(end, limit);
    let Some(pipe) = rest.iter().position(|byte| !is(*byte, SPACE | QUOTE)) else { return false };
    let program = rest.get(pipe..).unwrap_or_default();
    let program = program.strip_prefix(b"|").unwrap_or_default().trim_ascii_start();
    let program = program.strip_prefix(b"sudo ").unwrap_or(program);
    let sound = program.starts_with(b"chpasswd") || program.starts_with(b"base64");
    if sound {
        take(text, Value { start, end, quoted: true }, Meaning::Secret, Syntax::Certain, spans);
    }
    sound
}

const ECHO: &[u8] = b"echo ";
const READERS: &[&[u8]] =
    &[b"sudo ", b"docker ", b"podman ", b"helm ", b"passwd ", b"skopeo ", b"buildah ", b"oras "];

/// `net use X: \\host\share PASSWORD /user:NAME`, in either order, as Windows takes it.
pub(crate) fn password_of_share(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    const USER: &[u8] = b"/user:";
    if !holds(text.slice(start.saturating_sub(24), start), b"net use ") {
        return;
    }
    let mut position = end;
    while text.at(position) == b' ' {
        let word = text.skip_blanks(position);
        let value = if text.starts_with(word, USER) {
            let user = value::read(text, word.wrapping_add(USER.len()));
            take(text, user, Meaning::User, Syntax::Assigned, spans);
            user
        } else {
            value::read(text, word)
        };
        if !matches!(text.at(word), b'/' | b'*') {
            return take(text, value, Meaning::Secret, Syntax::Certain, spans);
        }
        position = value.end;
    }
}

/// The password behind the account that `net use \\\\host /user:NAME PASSWORD` ends with.
#[inline(never)]
pub(crate) fn password_behind_user(text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
    let before = text.slice(start.saturating_sub(LONGEST_COMMAND), start);
    let value = value::read(text, end);
    if text.at(end) == b' ' && text.at(value.start) != b'/' && holds(before, b"net use ") {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// `net user /add NAME PASSWORD`, `net user NAME PASSWORD /add`, as Windows takes it, going by the `/add`.
#[inline(never)]
pub(crate) fn new_account(text: Text<'_>, slash: usize, spans: &mut Spans) -> bool {
    const COMMAND: &[u8] = b"net user ";
    const ADD: &[u8] = b"/add";
    let behind = slash.wrapping_add(ADD.len());
    if !text.starts_with(slash, ADD) || is(text.at(behind), ALNUM) {
        return false;
    }
    let from = slash.saturating_sub(LONGEST_COMMAND);
    let command = text.slice(from, slash).windows(COMMAND.len()).rposition(|part| part == COMMAND);
    let Some(command) = command else { return false };
    let start = from.wrapping_add(command).wrapping_add(COMMAND.len());
    let user = value::read(text, if start == slash { behind } else { start });
    let password = value::read(text, user.end.wrapping_add(usize::from(user.quoted)));
    let sound = (start == slash || password.end < slash) && text.at(password.start) != b'/';
    if sound && spans.floor() <= user.start {
        if !common::is_name(text.slice(user.start, user.end)) {
            take(text, user, Meaning::User, Syntax::Assigned, spans);
        }
        take(text, password, Meaning::Secret, Syntax::Certain, spans);
    }
    sound
}

/// `-passin pass:PASSWORD`, as openssl(1) takes it, unless it says where the password is.
pub(crate) fn openssl_password(text: Text<'_>, end: usize, spans: &mut Spans) {
    const PASS: &[u8] = b"pass:";
    let value = value::read(text, end);
    if text.starts_with(value.start, PASS) {
        let value = Value { start: value.start.wrapping_add(PASS.len()), ..value };
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// `aws ssm put-parameter --type SecureString --value VALUE`
pub(crate) fn secure_string(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) {
    const TYPE: &[u8] = b"SecureString";
    let value = value::read(text, end);
    let from = dash.saturating_sub(LONGEST_COMMAND);
    if holds(text.slice(from, value.end.saturating_add(LONGEST_COMMAND).min(text.len())), TYPE) {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// `-n node.session.auth.password -v VALUE`, as iscsiadm(8) is given the value of a setting, also as a list of arguments.
#[inline(never)]
pub(crate) fn value_of_initiator(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) -> bool {
    let between = |byte: u8| is(byte, QUOTE) || matches!(byte, b',' | b' ');
    let mut name_end = dash;
    while name_end > dash.saturating_sub(4) && between(text.before(name_end)) {
        name_end = name_end.wrapping_sub(1);
    }
    let name = text.slice(text.skip_back(name_end, name_end.saturating_sub(LONGEST_NAME), NAME), name_end);
    let told = holds(name, b".auth.password");
    if told {
        let behind = end.wrapping_add(usize::from(is(text.at(end), QUOTE)));
        let behind = behind.wrapping_add(usize::from(text.at(behind) == b','));
        take(text, value::read(text, behind), Meaning::Secret, Syntax::Certain, spans);
    }
    told
}

/// Looks at the colon of a switch with one letter: `xfreerdp /v:HOST /u:USER /p:PASSWORD`.
pub(crate) fn switch(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let slash = colon.wrapping_sub(2);
    let meaning = match text.before(colon) {
        b'p' => Meaning::Secret,
        b'u' => Meaning::User,
        b'v' => Meaning::Machine,
        _ => return false,
    };
    let freerdp = text.at(slash) == b'/'
        && is(text.before(slash), SPACE)
        && holds(text.slice(slash.saturating_sub(LONGEST_COMMAND), slash), b"freerdp");
    if freerdp {
        let value = value::read(text, colon.wrapping_add(1));
        if meaning == Meaning::Machine && address::ipv4_end(text, value.start).is_some() {
            spans.push(text, value.start, value.end, Kind::Address, "ipv4");
        } else {
            take(text, value, meaning, Syntax::Assigned, spans);
        }
    }
    freerdp
}

/// `kubectl create secret generic NAME --from-literal=ENTRY=VALUE`
pub(crate) fn literal_of_secret(text: Text<'_>, dash: usize, end: usize, spans: &mut Spans) {
    if !holds(text.slice(dash.saturating_sub(LONGEST_COMMAND), dash), b" secret ") {
        return;
    }
    let entry = value::read(text, end.wrapping_add(1));
    let length = text.slice(entry.start, entry.end).iter().position(|byte| *byte == b'=');
    if let Some(length) = length {
        let value = Value { start: entry.start.wrapping_add(length).wrapping_add(1), ..entry };
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Whether the name before a quote is the kind of a secret in `ipsec.secrets` (strongSwan): `jane : EAP "x"`,
/// `10.0.0.1 : PSK "x"`.
pub(crate) fn is_secret_of_peers(text: Text<'_>, quote: usize, name: &[u8]) -> bool {
    let start = quote.wrapping_sub(1).wrapping_sub(name.len());
    SHARED.contains(name) && text.slice(start.wrapping_sub(2), start) == b": "
}

static SHARED: Words = words!("eap" "ntlm" "psk" "xauth");

/// Takes the `name:password` of HAProxy's page of numbers, whose name begins at a position: `stats auth jane:x`.
pub(crate) fn statistics(text: Text<'_>, name_start: usize, spans: &mut Spans) -> bool {
    let told = text.slice(name_start.wrapping_sub(STATISTICS.len()), name_start) == STATISTICS;
    if told {
        user_and_password(text, value::read(text, name_start), spans);
    }
    told
}

const STATISTICS: &[u8] = b"stats auth ";

/// What the argument is that begins at a quote, where PHP connects to a database: the second is a user, the third a
/// password, as its traces show them: `PDO->__construct('mysql:host=...', 'name', 'x')`; and where ClickHouse does.
pub(crate) fn argument_of_connection(text: Text<'_>, quote: usize) -> Option<Meaning> {
    let before = text.slice(quote.saturating_sub(LONGEST_CALL), quote);
    let bracket = before.iter().rposition(|byte| *byte == b'(')?;
    let (name, arguments) = before.split_at_checked(bracket)?;
    let given = arguments.windows(3).filter(|part| *part == b"', ").count();
    if TABLES.end_before(text, quote.wrapping_sub(arguments.len())) {
        return match given {
            3 => Some(Meaning::User),
            4 => Some(Meaning::Secret),
            _ => None,
        };
    }
    if !CONNECTORS.iter().any(|connector| name.ends_with(connector)) {
        return None;
    }
    match given {
        1 => Some(Meaning::User),
        2 => Some(Meaning::Secret),
        _ => None,
    }
}

const CONNECTORS: &[&[u8]] =
    &[b"PDO->__construct", b"new PDO", b"mysqli->__construct", b"new mysqli", b"mysqli_connect"];
/// ClickHouse's functions for tables of other databases: `mysql('HOST:PORT', 'DATABASE', 'TABLE', 'USER', 'PASSWORD')`.
static TABLES: Words = words!("mongodb" "mysql" "postgresql" "remotesecure");
const LONGEST_CALL: usize = 192;

/// Where the user and the password begin that one of Oracle's commands is given before an `@`: `sqlplus USER/PASSWORD@NAME`.
pub(crate) fn oracle_credentials(text: Text<'_>, user: usize) -> bool {
    text.before(user) == b' '
        && is(text.at(user), ALNUM)
        && text
            .slice(user.saturating_sub(32), user)
            .split(|byte| is(*byte, SPACE))
            .any(|word| ORACLE.contains(word))
        || text.before(user) == b' ' && is(text.at(user), ALNUM) && connects(text, user)
}

/// `SQL> conn USER/PASSWORD@NAME`, what SQL*Plus is told.
fn connects(text: Text<'_>, user: usize) -> bool {
    let Some((_, line)) = text.line_before(user) else { return false };
    let line = line.strip_prefix(b"SQL>").unwrap_or(line).trim_ascii();
    line.eq_ignore_ascii_case(b"conn") || line.eq_ignore_ascii_case(b"connect")
}

static ORACLE: Words = words!("expdp" "impdp" "rman" "sqlldr" "sqlplus");

/// The name of the variable that a `default` of Terraform belongs to: `variable "NAME" { default = "..." }`.
pub(crate) fn variable_with_default(text: Text<'_>, position: usize, floor: usize) -> &[u8] {
    let from = floor.max(position.saturating_sub(FURTHEST_DEFAULT));
    let before = text.slice(from, position);
    let Some(found) = before.windows(VARIABLE.len()).rposition(|part| part == VARIABLE) else { return &[] };
    let rest = before.get(found.wrapping_add(VARIABLE.len())..).unwrap_or_default();
    let name = rest.split(|byte| *byte == b'"').next().unwrap_or_default();
    // The block has not ended.
    if rest.contains(&b'}') { &[] } else { name }
}

const VARIABLE: &[u8] = b"variable \"";
const FURTHEST_DEFAULT: usize = 256;
