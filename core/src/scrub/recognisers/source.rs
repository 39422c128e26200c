//! What looks like a name and its value, but stands in the source of a program, in what a compiler says of it, or in the
//! text that tells how a command is used.

use super::keyed::Operator;
use super::{flag, host, place};
use crate::scrub::text::class::{DIGIT, END, LETTER, LOWER, NAME, QUOTE, SPACE, UPPER, is};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, ends_in, holds, is_hexadecimal};
use crate::scrub::values::names::meaning;
use crate::scrub::values::own_name::is_own_name;
use crate::scrub::values::value::Value;

/// Whether an operator belongs to a name (`token::new`), or stands behind the place of a message (`secrets.c:28:4`).
pub(crate) fn is_part_of_name(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let Operator { name, position, last, assigned, .. } = *operator;
    !assigned
        && ((last.wrapping_sub(position) > 1 && !is(text.at(last), SPACE))
            || is_place_in_file(text, name, last))
}

/// Whether what follows an operator is no value of its name.
pub(crate) fn is_no_value(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let Operator { name, quoted, assigned, .. } = *operator;
    let flag = name.starts_with(b"-");
    if !value.quoted
        && ((quoted && !assigned)
            || is_count(text, operator, value)
            || (!flag
                && !is_property(text, operator)
                && without_mark(text, value).is_named_like(text, name)
                && !place::is_member_of_connection(text, operator))
            || (!assigned && is_parameter(text, operator, value))
            // A field of a type of Rust.
            || (!assigned && text.slice(operator.name_start.wrapping_sub(4), operator.name_start) == b"pub ")
            || (assigned && is_statement(text, operator, value))
            || (text.before(operator.name_start) == b'$' && is_command(text, value))
            || (text.starts_with(operator.position, b"=> ") && is_renamed(text, operator, value))
            || (may_be_among_names(text, operator, value) && is_among_names(text, operator, value))
            || (!assigned && (is_assigned(text, value.end) || is_tag_and_digest(text, value))))
    {
        return true;
    }
    is_compared(text, operator, value)
        || is_separator(text, value)
        || (value.quoted && (is_selector(text, name, value) || is_added_to(text, value)))
        || is_shortcut(operator, value)
        || (flag && flag::is_metavariable(text, value))
        || (quoted && is_choice(text, operator))
        || is_own_name(name, text.slice(value.start, value.end))
        || (text.at(value.start) == b'@' && names_file(text.slice(value.start, value.end)))
        || (name.ends_with(b"_maps") && is_table(text, value))
        || (value.quoted && ends_in(name, "string") && opens_nothing(text.slice(value.start, value.end)))
}

/// Whether a connection string is a URL in which nothing opens anything: `pg:///?options=-c geqo=off`. What it holds besides
/// is found in it.
#[cold]
fn opens_nothing(bytes: &[u8]) -> bool {
    let scheme = bytes.iter().take_while(|byte| is(**byte, LOWER)).count();
    let secret = [&b"@"[..], b"ass", b"pwd", b"key", b"Key", b"oken", b"ecret"];
    bytes.get(scheme..).is_some_and(|rest| rest.starts_with(b"://"))
        && !secret.iter().any(|part| holds(bytes, part))
}

/// Whether a value only tells of which file it is, as curl and Vault take it: `credentials=@key.json`.
#[cold]
fn names_file(value: &[u8]) -> bool {
    value.get(1..).is_some_and(|name| consists_of(name, NAME) && host::is_file(name))
}

/// Whether one of Postfix's settings says in which tables secrets lie (DATABASE_README): a type and a path, which may have
/// been replaced. `smtp_sasl_password_maps = hash:/etc/postfix/x`
#[cold]
fn is_table(text: Text<'_>, value: Value) -> bool {
    let proxied = text.starts_with(value.start, PROXY);
    let kind = value.start.wrapping_add(if proxied { PROXY.len() } else { 0 });
    let colon = text.skip_within(kind, value.end, LOWER);
    let path = text.slice(colon.wrapping_add(1), value.end);
    text.at(colon) == b':'
        && (matches!(path, [b'/', next, ..] if *next != b'/') || path == b"[path]")
        && TABLES.contains(text.slice(kind, colon))
}

/// What stands before a table that another one of Postfix's programs opens.
const PROXY: &[u8] = b"proxy:";
static TABLES: Words = words!(
    "btree" "cdb" "dbm" "hash" "ldap" "lmdb" "memcache" "mongodb" "mysql" "pcre" "pgsql" "regexp" "sdbm" "sqlite"
    "texthash"
);

/// Whether a name is one of a file of properties and not of a program, where nothing has a dash in its name, nor are members
/// of members given a value without blanks: `spring.datasource.password=x`, `connection-user=x`.
fn is_property(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let Operator { name, name_start, first, position, assigned, .. } = *operator;
    let dots = name.iter().filter(|byte| **byte == b'.').count();
    assigned
        && first == position
        && text.before(first) != b' '
        && text.begins_line(name_start)
        && (name.contains(&b'-') || dots >= 2)
        && !matches!(name.get(..5), Some(b"self." | b"this."))
}

/// A text of Python that stands between others: `', '.join(names)`
fn is_separator(text: Text<'_>, value: Value) -> bool {
    let dot = value.end.wrapping_add(1);
    value.quoted && text.at(dot) == b'.' && text.starts_with(dot, b".join(")
}

/// The element of a page that is called what its name calls it (CSS): `passwordInput = "#new-password"`
fn is_selector(text: Text<'_>, name: &[u8], value: Value) -> bool {
    let start = value.start.wrapping_add(1);
    let called = text.slice(start, value.end);
    text.at(value.start) == b'#'
        && called.iter().all(|byte| is(*byte, LETTER) || matches!(byte, b'-' | b'_'))
        && meaning(called).is_some()
        && meaning(name).is_some()
}

/// A text that ends as names do before their values, and to which those are added (`user = "name:" + key`), or of which
/// there are many.
fn is_added_to(text: Text<'_>, value: Value) -> bool {
    let plus = text.skip_blanks(value.end.wrapping_add(1));
    (text.at(plus) == b'+' && matches!(text.before(value.end), b':' | b'=' | b'{'))
        // `"x" * 40`
        || (text.at(plus) == b'*' && value.end.wrapping_sub(value.start) == 1)
}

/// Whether a name is that of a file and a number follows: that of a line.
fn is_place_in_file(text: Text<'_>, name: &[u8], from: usize) -> bool {
    let end = text.skip_within(from, from.saturating_add(8), DIGIT);
    end > from && !is(text.at(end), NAME) && host::is_file(name)
}

/// The value without the mark of a parameter of T-SQL, or of a member in Ruby: `password=@password`.
fn without_mark(text: Text<'_>, value: Value) -> Value {
    Value { start: value.start.wrapping_add(usize::from(text.at(value.start) == b'@')), ..value }
}

/// How far before a field of Go's its structure is looked for.
const FURTHEST_FIELD: usize = 128;

/// Whether a name is that of a field as Go prints structures and maps, without quotes and with a blank between each two
/// (`%+v`, `%v` of fmt): `{Host:x Password:y}`, `map[host:x password:y]`. A single field may be anything, but in a map or
/// behind a pointer.
#[inline(never)]
pub(crate) fn is_field_of_go(text: Text<'_>, start: usize, last: usize) -> bool {
    let before = text.slice(start.saturating_sub(FURTHEST_FIELD), start);
    let marks = |byte: &u8| matches!(byte, b'{' | b'[' | b'}' | b']' | b'"' | b',' | b'\n');
    let Some(open) = before.iter().rposition(marks) else { return false };
    let (outer, inner) = before.split_at_checked(open).unwrap_or_default();
    let sound = match inner {
        [b'[', ..] => outer.ends_with(b"map"),
        [b'{'] => {
            // Fields that others may see begin with capitals.
            let next = text.find_within(last, last.saturating_add(64), END);
            outer.ends_with(b"&") || (is(text.at(start), UPPER) && text.at(next) == b' ')
        }
        [b'{', first, .., b' '] => is(*first, LETTER) && inner.contains(&b':'),
        _ => false,
    };
    sound && !text.starts_with(last, b"map[")
}

/// The longest word that a result is.
const LONGEST_WORD: usize = 20;

/// Results of tests (`PASS: name`, `pass=12 fail=0`), and members of an enumeration (`Kind::Token => 100`).
fn is_count(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let Operator { name, last, .. } = *operator;
    // Also `14/14.`.
    let bytes = text.slice(value.start, value.end);
    let number = || bytes.iter().all(|byte| is(*byte, DIGIT) || matches!(byte, b'/' | b'.'));
    (text.at(last) == b'>' && number())
        // How long the entries of a Secret are (`kubectl describe`).
        || (text.starts_with(value.end, b" bytes") && number())
        // Which token of a model stands for a text: `EOS token = 2 '</s>'`.
        || (text.starts_with(value.end, b" '") && number())
        || (name.eq_ignore_ascii_case(b"pass")
            && !value.is_opaque(text)
            && bytes.len() < LONGEST_WORD
            // What stands beside a user is no result.
            && ((!value.is_no_word(text) && !follows_user(text, operator.name_start)) || number()))
}

fn follows_user(text: Text<'_>, start: usize) -> bool {
    holds(text.slice(start.saturating_sub(48), start), b"user")
}

/// The letter of HTML's attribute: `accesskey="n"`.
fn is_shortcut(operator: &Operator<'_>, value: Value) -> bool {
    operator.name.eq_ignore_ascii_case(b"accesskey") && value.end.wrapping_sub(value.start) == 1
}

/// A comparison with a variable, or with what a parser compares its tokens with.
fn is_compared(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let compared =
        text.starts_with(operator.position, b"==") || matches!(text.at(operator.first), b'!' | b'<' | b'>');
    compared && !(value.quoted && value.is_long_no_word(text))
}

/// `server ? 'host' : 'client'`
fn is_choice(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let quote = operator.name_start.wrapping_sub(1);
    text.slice(quote.wrapping_sub(2), quote) == b"? "
}

/// A variable of GraphQL and its type: `$password: String!`
fn is_parameter(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let end = text.skip_within(value.start, value.end, LETTER);
    text.before(operator.name_start) == b'$'
        && is(text.at(value.start), UPPER)
        && matches!(text.at(end), b'!' | b')' | b',')
}

/// Whether one of the following may be so: few values end, and few names, as they have to.
#[inline]
fn may_be_among_names(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    matches!(operator.name, [.., b'K'])
        || text.before(value.end) == b'>'
        || (operator.assigned && matches!(text.at(value.end), b')' | b','))
}

/// Whether a value is a name beside other names.
#[cold]
fn is_among_names(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    if operator.assigned {
        is_synonym(text, operator, value)
    } else {
        is_list_of_ciphers(text, operator, value) || is_in_template(text, operator, value)
    }
}

/// Kinds of a cipher with a colon between each two of them (ciphers(1), GnuTLS' priority strings): `+ECDHE-PSK:+DHE-PSK:+PSK`
fn is_list_of_ciphers(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    let is_sign = |byte: u8| matches!(byte, b'+' | b'-' | b'!');
    let is_kind = |byte: &u8| is(*byte, UPPER | DIGIT) || *byte == b'-';
    let listed =
        operator.name.contains(&b'-') || matches!(text.before(operator.name_start), b':' | b'+' | b'!');
    listed
        && operator.name.ends_with(b"PSK")
        && value.start == operator.last
        && operator.name.iter().all(is_kind)
        && bytes.iter().all(|byte| is_kind(byte) || is_sign(*byte) || *byte == b':')
        && (bytes.first().is_some_and(|first| is_sign(*first)) || holds(bytes, b"PSK"))
}

/// Whether two names stand between the angle brackets of a template: `<base64(AppKey:SecretKey)>`, `<user_key:secret>`.
fn is_in_template(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let start = operator.name_start;
    let before = text.slice(start.saturating_sub(LONGEST_FUNCTION), start);
    let function = before.iter().rposition(|byte| *byte == b'<').and_then(|open| before.get(open..));
    let end = text.skip_within(value.start, value.end, LETTER);
    let called = matches!(function, Some([b'<', name @ .., b'(']) if name.iter().all(|byte| is(*byte, NAME)));
    let alone = function == Some(b"<") && meaning(text.slice(value.start, end)).is_some();
    let closing: &[u8] = if called { b")>" } else { b">" };
    (called || alone) && text.slice(end, value.end) == closing
}

/// How far before a name its bracket is looked for.
const LONGEST_FUNCTION: usize = 24;

/// Another word for a password, where a function is given its arguments by their names: `connect(password=passwd)`
fn is_synonym(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let argument = matches!(text.before(operator.name_start), b' ' | b'(' | b',');
    argument
        && matches!(text.at(value.end), b')' | b',')
        && matches!(text.slice(value.start, value.end), b"passwd" | b"password" | b"pwd")
        && ["passwd", "password", "pwd"].iter().any(|word| ends_in(operator.name, word))
}

/// Whether a name is given to a variable of a program, where texts stand in quotes: a word declares it before, or a
/// semicolon ends it behind. `const token = someName`, `this.host = name;`
fn is_statement(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let Operator { name_start, first, .. } = *operator;
    let word = text.word_before(name_start.wrapping_sub(1));
    // `-var name=value` is a flag of Terraform.
    let flag = text.before(name_start.wrapping_sub(1).wrapping_sub(word.len())) == b'-';
    let spaced = text.before(first) == b' ' && text.before(value.start) == b' ';
    let declared = text.before(name_start) == b' '
        && consists_of(word, LOWER)
        && DECLARING.contains(word)
        && !flag
        // No name looks like a key, nor does one with digits stand without blanks in what people format.
        && !(value.is_opaque(text) || value.is_short_key(text))
        && (spaced || !value.is_no_word(text));
    // A connection string has fields before or behind.
    let field = text.before(text.skip_blanks_back(name_start, name_start.saturating_sub(8))) == b';';
    let last = matches!(text.at(value.end.wrapping_add(1)), 0 | b'\n' | b'\r');
    let ended = spaced && text.at(value.end) == b';' && last && !field && !value.is_no_word(text);
    (declared || ended || (text.before(value.start) == b' ' && is_given(text, operator, value)))
        && is_identifier(text, value)
}

/// Whether a name is given to a member (`self.token = name`), added (`token += name`), declared in a template of Go
/// (`$password := randAlphaNum 16`), or given to the last of several.
#[inline(never)]
fn is_given(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    let Operator { name, name_start, first, .. } = *operator;
    match text.at(first) {
        b'+' => true,
        b':' => text.before(name_start) == b'$' && text.starts_with(first, b":="),
        _ => {
            let member = name.starts_with(b"self.") || name.starts_with(b"this.");
            // `user, password = row` of Python
            let last = text.before(name_start.wrapping_sub(1)) == b',' && !value.is_no_word(text);
            text.before(first) == b' ' && (member || last)
        }
    }
}

/// Not the `my` of Perl, where variables have a mark: `my token=...` is prose.
static DECLARING: Words = words!("auto" "const" "let" "mut" "val" "var");

/// Whether a value is made of letters, digits and underscores, as names in programs are.
fn is_identifier(text: Text<'_>, value: Value) -> bool {
    is(text.at(value.start), LETTER) && text.skip_within(value.start, value.end, NAME) == value.end
}

/// Whether a single `=` follows: `name: Type = ...`
fn is_assigned(text: Text<'_>, end: usize) -> bool {
    let operator = text.skip_blanks(end);
    operator > end && text.at(operator) == b'=' && text.at(operator.wrapping_add(1)) == b' '
}

/// Whether a command of PowerShell, where texts stand in quotes, is what a variable is set to: `$token = Get-Secret -Name x`
#[cold]
fn is_command(text: Text<'_>, value: Value) -> bool {
    let bytes = text.slice(value.start, value.end);
    text.before(value.start) == b' '
        && bytes.contains(&b'-')
        && is(text.at(value.start), UPPER)
        && bytes.iter().all(|byte| is(*byte, LETTER) || *byte == b'-')
}

/// Whether git says that a file or a folder got another name: `src/{token.rs => secrets/mod.rs}`, `{token => secret}/mod.rs`
#[cold]
fn is_renamed(text: Text<'_>, operator: &Operator<'_>, value: Value) -> bool {
    host::is_file(operator.name)
        || (text.before(operator.name_start) == b'{' && holds(text.slice(value.start, value.end), b"}/"))
}

/// What stands between the tag of an image and its digest.
const DIGEST: &[u8] = b"@sha256:";

/// Whether the tag of an image and its digest stand behind its name: `registry/web-api:1a2b3c4d@sha256:...`
fn is_tag_and_digest(text: Text<'_>, value: Value) -> bool {
    value.end.wrapping_sub(value.start) > DIGEST.len().saturating_add(64) && ends_in_digest(text, value)
}

#[cold]
fn ends_in_digest(text: Text<'_>, value: Value) -> bool {
    let digest = value.end.wrapping_sub(64);
    let at = digest.wrapping_sub(DIGEST.len());
    text.starts_with(at, DIGEST)
        && text.skip_within(value.start, value.end, NAME) == at
        && is_hexadecimal(text.slice(digest, value.end), &[64])
}

/// Whether a text in quotes follows, or the name of its kind and then the text (`@"..."`).
pub(crate) fn begins_text(text: Text<'_>, from: usize) -> bool {
    let start = text.skip_blanks(from);
    let quote = text.skip_escapes(start.wrapping_add(usize::from(text.at(start) == b'@')));
    is(text.at(quote), QUOTE)
}

/// The name before the name of a type: `name: String`, `name: Option<&str>`, and Go's `name string`.
pub(crate) fn name_before_type(text: Text<'_>, end: usize, floor: usize) -> &[u8] {
    let floor = floor.max(end.saturating_sub(96));
    let start = start_of_type(text, end, floor);
    let blank = text.skip_blanks_back(start, floor);
    let name_end = if text.before(blank) == b':' && start < end {
        blank.wrapping_sub(1)
    } else if blank < start && text.slice(start, end) == b"string" {
        blank
    } else {
        return &[];
    };
    text.slice(text.skip_back(name_end, floor, NAME), name_end)
}

/// Where a word begins that may be the name of a type, with what belongs to it: `Option<&str>`, `&'static`, `*char`.
fn start_of_type(text: Text<'_>, end: usize, floor: usize) -> usize {
    let mut start = end;
    while start > floor
        && (is(text.before(start), NAME)
            || matches!(text.before(start), b'<' | b'>' | b'&' | b'?' | b'*' | b'[' | b']' | b'\''))
    {
        start = start.wrapping_sub(1);
    }
    start
}

/// Whether a word is a part of the name of a command of Symfony's or Laravel's console: `cache:user:clear`.
pub(crate) fn is_part_of_command(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let end = text.skip_within(operator.last, operator.last.saturating_add(32), LOWER);
    !operator.assigned
        && text.before(operator.name_start) == b':'
        && is(text.before(operator.name_start.wrapping_sub(1)), LOWER)
        && end > operator.last
        && (end == text.len() || is(text.at(end), SPACE))
}
