//! What functions are given in quotes, where the function says that it is a secret: `setPassword("x")`,
//! `os.Setenv("DB_PASS", "x")`, `NetworkCredential("user", "x")`, `client.login("jane@acme.net", "x")`.

use super::named::{Syntax, is_sample, take};
use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, DIGIT, NAME, QUOTE, SPACE, UPPER, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, begins_with, ends_in};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::own_name::is_own_name;
use crate::scrub::values::value::{self, Value};

/// Functions that are given a user and a password, and where the user stands: .NET's, PowerShell's, those of `java.net`
/// and Apache's HttpClient, of Python's requests, and of Go's net/http; .NET's for directories and Go's net/smtp.
static FIRST: Words = words!(
    "basicauth" "httpbasicauth" "httpdigestauth" "networkcredential" "passwordauthentication" "pscredential" "setbasicauth"
    "usernamepasswordcredentials"
);
static SECOND: Words = words!("directoryentry" "plainauth");

/// Takes the user and the password that such a function is given: `NetworkCredential("user", "password")`. Whether it is
/// one.
pub(crate) fn credential(text: Text<'_>, name: &[u8], quote: usize, spans: &mut Spans) -> bool {
    let [.., before, last] = name else { return false };
    if !FIRST.may_end_in(*before, *last) && !SECOND.may_end_in(*before, *last) {
        return false;
    }
    let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let second = SECOND.contains(name);
    if !second && !FIRST.contains(name) {
        return false;
    }
    let next = |argument: Value| {
        let comma = argument.end.wrapping_add(1);
        let next = text.skip_within(comma.wrapping_add(1), comma.saturating_add(64), SPACE);
        (text.at(comma) == b',' && is(text.at(next), QUOTE)).then(|| value::read(text, next))
    };
    let first = value::read(text, quote);
    let Some(user) = (if second { next(first) } else { Some(first) }) else { return true };
    if !common::is_name(text.slice(user.start, user.end)) {
        take(text, user, Meaning::User, Syntax::Certain, spans);
    }
    if let Some(password) = next(user).filter(|password| !is_sample(text.slice(password.start, password.end)))
    {
        take(text, password, Meaning::Secret, Syntax::Certain, spans);
    }
    true
}

/// The name of what a method compares or fills, without the method: `password.equals("x")`, `secret.assign("x", 1)`.
pub(crate) fn receiver(name: &[u8]) -> &[u8] {
    let Some(dot) = name.iter().rposition(|byte| *byte == b'.') else { return name };
    let (object, method) = name.split_at_checked(dot).unwrap_or_default();
    if METHODS.contains(method.get(1..).unwrap_or_default()) { object } else { name }
}

static METHODS: Words = words!("assign" "compareto" "contentequals" "equals" "equalsignorecase" "set");

/// Takes the text that a function compares a secret with, whose name stands before it (`strcmp(password, "x")`), or what it
/// signs with (`jwt.sign(claims, "x")`).
#[cold]
pub(crate) fn comparison(text: Text<'_>, name: &[u8], start: usize, quote: usize, spans: &mut Spans) {
    let bracket = start.wrapping_sub(1);
    let function = text.slice(text.skip_back(bracket, bracket.saturating_sub(LONGEST_NAME), NAME), bracket);
    if text.at(bracket) != b'(' {
        return;
    }
    if COMPARISONS.iter().any(|ending| ends_in(function, ending)) {
        compared(text, name, quote, spans);
    } else if SIGNERS.contains(function) {
        take(text, value::read(text, quote), Meaning::Secret, Syntax::Certain, spans);
    }
}

const COMPARISONS: &[&str] = &["casecmp", "compare_digest", "memcmp", "secure_compare", "strcmp", "strncmp"];

static SIGNERS: Words = words!("jwt.decode" "jwt.encode" "jwt.sign" "jwt.verify");

/// Takes the text that begins at a quote and is compared with what has a name: `$password eq "x"`, of Perl and shells.
#[cold]
pub(crate) fn compared(text: Text<'_>, name: &[u8], quote: usize, spans: &mut Spans) {
    let value = value::read(text, quote);
    if meaning(name) == Some(Meaning::Secret) && value.is_long_no_word(text) && !value.has_blanks(text) {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

/// Whether a name is that of a function that sets a secret, and a value all that it is given: `setPassword("x")`,
/// `.withToken("x")`. What stands there is no label and no question.
pub(crate) fn sets(text: Text<'_>, name: &[u8], value: Value) -> bool {
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let property = SETTERS.iter().find_map(|setter| {
        let rest = last.get(setter.len()..).filter(|_| begins_with(last, setter))?;
        let begins = matches!(rest, [first, ..] if is(*first, UPPER) || *first == b'_');
        begins.then(|| rest.strip_prefix(b"_").unwrap_or(rest))
    });
    let bytes = text.slice(value.start, value.end);
    property.is_some_and(|property| {
        meaning(property) == Some(Meaning::Secret)
            && text.at(value.end.wrapping_add(1)) == b')'
            && text.before(value.start.wrapping_sub(1)) == b'('
            && !value.has_blanks(text)
            && !bytes.eq_ignore_ascii_case(property)
            && !is_own_name(property, bytes)
            && !is_sample(bytes)
    })
}

const SETTERS: &[&str] = &["set", "with"];

/// Takes the value that a variable of an environment is given or has where nothing else is said: `Setenv("DB_PASS", "x")`,
/// `env('DB_PASSWORD', 'x')`. The name of the variable begins at a position, the value at a quote. Whether it is one.
pub(crate) fn variable_of_environment(
    text: Text<'_>,
    name: &[u8],
    start: usize,
    quote: usize,
    spans: &mut Spans,
) -> bool {
    let open = start.wrapping_sub(1);
    let bracket = text.skip_blanks_back(open, open.saturating_sub(1)).wrapping_sub(1);
    let constant = name.iter().all(|byte| is(*byte, UPPER | DIGIT) || *byte == b'_');
    if text.at(bracket) != b'(' || !constant {
        return false;
    }
    let function = text.slice(text.skip_back(bracket, bracket.saturating_sub(LONGEST_NAME), NAME), bracket);
    // WordPress' settings: `define('DB_PASSWORD', 'x')`; other constants may hold labels.
    let defined = function == b"define" && name.starts_with(b"DB_");
    if !defined && !OF_ENVIRONMENT.iter().any(|ending| ends_in(function, ending)) {
        return false;
    }
    let value = value::read(text, quote);
    let bytes = text.slice(value.start, value.end);
    let sound = !is_own_name(name, bytes) && !is_sample(bytes) && !common::is_name(bytes);
    match meaning(name).filter(|meaning| matches!(meaning, Meaning::Secret | Meaning::User)) {
        Some(meaning) if sound => take(text, value, meaning, Syntax::Certain, spans),
        Some(_) => {}
        None => return false,
    }
    true
}

/// Functions for such variables: C's and Go's, Java's, those of Python's tests and JavaScript's, PHP's, Laravel's.
const OF_ENVIRONMENT: &[&str] = &["env", "environ.get", "environ.setdefault", "setproperty"];

/// Takes the password that a function is given behind somebody's address: `client.login("jane@acme.net", "x")`. The address
/// ends with the quote before a position; the password begins at one.
pub(crate) fn login(text: Text<'_>, end: usize, quote: usize, spans: &mut Spans) {
    let close = end.wrapping_sub(1);
    let before = text.slice(close.saturating_sub(LONGEST_ADDRESS), close);
    let Some(length) = before.iter().rev().position(|byte| *byte == text.at(close)) else { return };
    let bracket = close.wrapping_sub(length).wrapping_sub(2);
    let address = text.slice(close.wrapping_sub(length), close);
    let name = text.slice(text.skip_back(bracket, bracket.saturating_sub(LONGEST_NAME), ALNUM), bracket);
    let value = value::read(text, quote);
    if text.at(bracket) == b'('
        && LOGINS.contains(name)
        && (address.contains(&b'@') || address == Kind::Email.replacement().as_bytes())
        && !is_sample(text.slice(value.start, value.end))
    {
        take(text, value, Meaning::Secret, Syntax::Certain, spans);
    }
}

static LOGINS: Words =
    words!("auth" "authenticate" "connect" "login" "logon" "signin" "signinwithemailandpassword");
/// The longest address that is looked for.
const LONGEST_ADDRESS: usize = 96;

/// What a block of RSpec is the value of, whose quote follows a position: `let(:password) { "x" }`.
pub(crate) fn lazily_named(text: Text<'_>, brace: usize) -> Option<Meaning> {
    let bracket = brace.wrapping_sub(2);
    let start = text.skip_back(bracket, bracket.saturating_sub(LONGEST_NAME), NAME);
    let lazy = text.slice(bracket, brace) == b") " && text.slice(start.wrapping_sub(5), start) == b"let(:";
    if lazy { meaning(text.slice(start, bracket)) } else { None }
}
