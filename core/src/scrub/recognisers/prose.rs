//! Users and short passwords in prose, where nothing but two letters tells the gate of them: `user jane`,
//! `logged in as jane`, `the password is x1`. The words around have to say that a name or a password follows and not another
//! noun (`user account`).

use alloc::vec::Vec;

use super::message::{ends_line, is_user};
use crate::scrub::facts::common;
use crate::scrub::facts::windows::{WORDS, Window};
use crate::scrub::text::Text;
use crate::scrub::text::class::{BEYOND, DIGIT, LETTER, LOWER, NAME, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Span};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{begins_with, consists_of, ends_in, has_any, holds};
use crate::scrub::values::value::{self, Value};

/// The longest name of a user, and the longest word that is looked at beside it.
const LONGEST: usize = 64;
/// The rule of what is found here.
const RULE: &str = "user-in-prose";

/// Looks at a window that the gate tells, and where it begins.
pub(crate) fn at_window(text: Text<'_>, window: Window, position: usize, found: &mut Vec<Span>) {
    let [user, logged, password] = WORDS;
    if window == user {
        self::user(text, position, found);
    } else if window == logged {
        logged_in(text, position, found);
    } else if window == password {
        self::password(text, position, found);
    }
}

/// `user jane`
fn user(text: Text<'_>, noun: usize, found: &mut Vec<Span>) {
    let blank = noun.wrapping_add(4);
    if text.at(blank) != b' ' || is(text.before(noun), TOKEN) {
        return;
    }
    if text.slice(noun.wrapping_sub(4), noun) == b" by " && starter(text, noun, found) {
        return;
    }
    let slice = b" Slice of ";
    let of_slice = text.starts_with(blank, slice);
    if text.at(noun) == b'U' && noun > 0 && is_setting(text, noun, blank) {
        let (start, end) = name(text, blank.wrapping_add(1));
        found.push(Span { start, end, kind: Kind::User, rule: RULE });
        return;
    }
    let (start, end) = if of_slice {
        // `Created slice User Slice of jane.`, as systemd says it.
        name(text, blank.wrapping_add(slice.len()))
    } else {
        name(text, blank.wrapping_add(1))
    };
    let name = text.slice(start, end);
    // `User Guide`
    let title = is(text.at(start), UPPER) && is(text.at(noun), UPPER);
    if is_user(name) && !title && !is_noun(name) && (of_slice || is_framed(text, noun, name, end)) {
        found.push(Span { start, end, kind: Kind::User, rule: RULE });
    }
}

/// Whether a line is nothing but `User jane` behind blanks, as ssh_config(5) has it below a `Host`. Behind a tab it may as
/// well be a member of a structure with its type, as Go has them.
#[cold]
fn is_setting(text: Text<'_>, noun: usize, blank: usize) -> bool {
    let line = text.skip_blanks_back(noun, noun.saturating_sub(16));
    let (start, end) = name(text, blank.wrapping_add(1));
    let name = text.slice(start, end);
    line < noun
        && !text.slice(line, noun).contains(&b'\t')
        && text.begins_line(line)
        && ends_line(text, end)
        && is_user(name)
        && !has_any(name, UPPER)
        && !is_noun(name)
}

/// `Started by user Jane Doe`, as Jenkins begins the log of a build: the name goes on to the end of the line. Whether one
/// does, which nobody but a person has.
#[inline(never)]
fn starter(text: Text<'_>, noun: usize, found: &mut Vec<Span>) -> bool {
    const STARTED: &[u8] = b"Started by ";
    let begin = noun.wrapping_sub(STARTED.len());
    // `[Pipeline] `
    let begins = text.begins_line(begin) || text.slice(begin.wrapping_sub(2), begin) == b"] ";
    if text.slice(begin, noun) != STARTED || !begins {
        return false;
    }
    let start = noun.wrapping_add(b"user ".len());
    let mut end = start;
    while end < start.saturating_add(LONGEST)
        && (is(text.at(end), NAME | BEYOND) || matches!(text.at(end), b' ' | b'\'' | b','))
        && !text.starts_with(end, b" <")
    {
        end = end.wrapping_add(1);
    }
    let name = text.slice(start, end);
    // A single word in small letters may be one of prose.
    let person = has_any(name, UPPER | DIGIT | BEYOND)
        || name.windows(2).any(|pair| matches!(pair, [b'.', next] if is(*next, LETTER)));
    let ends = ends_line(text, end) || text.starts_with(end, b" <");
    let sound = ends && person && is(text.at(start), LETTER | BEYOND) && !common::is_name(name);
    if sound {
        found.push(Span { start, end, kind: Kind::User, rule: RULE });
    }
    sound
}

/// `logged in as jane`
fn logged_in(text: Text<'_>, end: usize, found: &mut Vec<Span>) {
    let (word, behind) = (end.wrapping_sub(2), end.wrapping_add(4));
    if !matches!(text.slice(word, behind), b"logged" | b"Logged") || is(text.before(word), TOKEN) {
        return;
    }
    let Some(way) = WAYS.iter().find(|way| text.starts_with(behind, way)) else { return };
    if let Some((start, end)) = after_as(text, behind.wrapping_add(way.len())) {
        found.push(Span { start, end, kind: Kind::User, rule: RULE });
    }
}

/// `password is x1`, `password for jane was x1`, and `password a1b2c3`, where the middle of the word begins at a position.
fn password(text: Text<'_>, middle: usize, found: &mut Vec<Span>) {
    let (word, end) = (middle.wrapping_sub(2), middle.wrapping_add(6));
    let whole = text.slice(word, end).eq_ignore_ascii_case(b"password");
    if !whole || (is(text.before(word), TOKEN) && !text.is_escaped(word.wrapping_sub(1))) {
        return;
    }
    if text.at(end) == b'[' {
        return in_brackets(text, end, found);
    }
    if text.at(end) != b' ' {
        return;
    }
    let blank = end;
    let told = behind_verb(text, blank);
    let value = value::read(text, told.unwrap_or(blank));
    let end = value.end.wrapping_sub(usize::from(matches!(text.before(value.end), b'.' | b':' | b')')));
    let value = Value { end, ..value };
    let bytes = text.slice(value.start, value.end);
    let sound = if told.is_some() {
        may_be_secret(bytes)
    } else {
        value.is_mixed(text) || is_somebodys(text, blank, bytes) || follows_login(text, blank)
    };
    // Quotes of typographers are read as such elsewhere.
    let quoted = value.quoted || is(text.at(value.start), BEYOND);
    if sound && !quoted && !value.is_placeholder(text) && !value.is_expression(text) {
        found.push(Span { start: value.start, end: value.end, kind: Kind::Secret, rule: "announced-secret" });
    }
}

/// The password of a line in `.netrc`: `machine host login name password x`.
fn follows_login(text: Text<'_>, end: usize) -> bool {
    let before = text.slice(end.saturating_sub(128), end);
    holds(before, b"machine ") && holds(before, b" login ")
}

/// `password[x1y2z3]`, where a program tells of it. What stands there in code is a number or a name.
fn in_brackets(text: Text<'_>, bracket: usize, found: &mut Vec<Span>) {
    let start = bracket.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(LONGEST), NAME);
    let told = Value { start, end, quoted: false };
    if text.at(end) == b']' && told.is_mixed(text) {
        found.push(Span { start, end, kind: Kind::Secret, rule: "announced-secret" });
    }
}

/// Whether a word behind `password`, which ends at a blank, is somebody's (`the password jane99`): letters and two digits.
pub(crate) fn is_somebodys(text: Text<'_>, blank: usize, word: &[u8]) -> bool {
    let whose = text.word_before(blank.wrapping_sub(b"password".len()).wrapping_sub(1));
    let digits = word.iter().filter(|byte| is(**byte, DIGIT)).count();
    text.slice(blank.wrapping_sub(b"password".len()), blank) == b"password"
        && WHOSE.contains(whose)
        && digits >= 2
        && may_be_secret(word)
        && consists_of(word, LETTER | DIGIT)
}

static WHOSE: Words = words!("her" "his" "my" "our" "the" "their" "using" "with" "your");

/// Whether what somebody says that a secret is can be one: letters and digits, and no algorithm.
pub(crate) fn may_be_secret(word: &[u8]) -> bool {
    word.len() >= 4 && has_any(word, DIGIT) && has_any(word, LETTER) && !is_algorithm(word)
}

/// Where the blank lies behind `is` or `was`, perhaps behind whose password it is: ` is`, ` for jane is`,
/// ` for user jane was`.
fn behind_verb(text: Text<'_>, blank: usize) -> Option<usize> {
    let mut position = blank;
    let whose = text.starts_with(position, b" for ") || text.starts_with(position, b" of ");
    for _ in 0..4 {
        let word = position.wrapping_add(1);
        let end = text.find_within(word, word.saturating_add(LONGEST), SPACE);
        match text.slice(word, end) {
            b"is" | b"was" if text.at(end) == b' ' => return Some(end),
            _ if !whose || text.at(end) != b' ' => return None,
            _ => position = end,
        }
    }
    None
}

/// Whether a word with a number is rather what secrets are made or kept with: `sha256`, `base64`.
fn is_algorithm(word: &[u8]) -> bool {
    is_version(word) || ALGORITHMS.iter().any(|name| begins_with(word, name))
}

const ALGORITHMS: &[&str] = &[
    "aes", "argon", "base", "des", "hmac", "md4", "md5", "ntlm", "oauth", "pbkdf", "rc4", "rsa", "sha",
    "utf", "x509",
];

/// Where the name lies that somebody goes by, which begins at a position behind `as`.
pub(crate) fn after_as(text: Text<'_>, start: usize) -> Option<(usize, usize)> {
    let (start, end) = name(text, start);
    let name = text.slice(start, end);
    let goes_on = goes_on(text, end) || text.at(end) == b'!';
    let sound = is_user(name) && !ARTICLES.contains(name) && !consists_of(name, UPPER) && goes_on;
    sound.then_some((start, end))
}

/// Where the name begins and ends that stands at a position, without the dot of a sentence.
fn name(text: Text<'_>, start: usize) -> (usize, usize) {
    let end = text.skip_within(start, start.saturating_add(LONGEST), NAME);
    (start, end.wrapping_sub(usize::from(text.before(end) == b'.' && end > start)))
}

/// Whether the words before the noun and behind the name say that it is one.
fn is_framed(text: Text<'_>, noun: usize, name: &[u8], end: usize) -> bool {
    if STATEMENTS.iter().any(|statement| text.starts_with(end, statement)) {
        return true;
    }
    if text.starts_with(end, ON) && names_machine(text, end.wrapping_add(ON.len())) {
        return true;
    }
    let telling = name.iter().any(|byte| is(*byte, DIGIT) || *byte == b'.');
    let announced = || {
        // `Started Session 12 of user jane.`, as systemd says it.
        let of = noun.wrapping_sub(4);
        (text.slice(of, noun) == b" of " && is(text.before(of), DIGIT))
            || (text.before(noun) == b' ' && INTRODUCTIONS.contains(text.word_before(noun.wrapping_sub(1))))
    };
    goes_on(text, end) && (telling || announced())
}

const ON: &[u8] = b" on ";

/// Whether a word can be nothing but the name of a machine: capitals, a dash and a number (`DESKTOP-1`), small letters and
/// a number that begins with a zero (`web01`).
#[inline(never)]
fn names_machine(text: Text<'_>, start: usize) -> bool {
    let end = text.skip_within(start, start.saturating_add(LONGEST), TOKEN);
    let word = text.slice(start, end);
    let kind = word.iter().take_while(|byte| is(**byte, LETTER)).count();
    let (kind, number) = word.split_at_checked(kind).unwrap_or_default();
    match number {
        [b'-', number @ ..] => {
            kind.len() > 3
                && consists_of(kind, UPPER)
                && consists_of(number, UPPER | DIGIT)
                && has_any(number, DIGIT)
        }
        [b'0', _, ..] => kind.len() > 1 && consists_of(kind, LOWER) && consists_of(number, DIGIT),
        _ => false,
    }
}

/// Whether a sentence ends behind a name, or goes on with a word that no noun stands before without an article.
fn goes_on(text: Text<'_>, end: usize) -> bool {
    match text.at(end) {
        b' ' => {
            let word = end.wrapping_add(1);
            let word_end = text.skip_within(word, word.saturating_add(LONGEST), LETTER);
            CONTINUATIONS.contains(text.slice(word, word_end)) || text.at(word) == b'('
        }
        b'.' | b',' | b';' | b':' | b')' => {
            let next = end.wrapping_add(1);
            text.at(next) == b' ' || ends_line(text, next)
        }
        // Somebody's words.
        b'"' => true,
        _ => ends_line(text, end),
    }
}

/// Whether a word is rather a noun that goes with the one before it: `user account`, `user creation`, `user user_id`.
pub(crate) fn is_noun(word: &[u8]) -> bool {
    let singular = word.strip_suffix(b"s").unwrap_or(word);
    let last = singular.rsplit(|byte| matches!(byte, b'-' | b'_')).next().unwrap_or(singular);
    NOUNS.contains(last)
        || NOUNS.contains(word)
        || CONTINUATIONS.contains(word)
        || ENDINGS.iter().any(|ending| ends_in(singular, ending))
        || consists_of(word, UPPER)
        || is_version(word)
        // `the user e.g. ...`
        || word.split(|byte| *byte == b'.').any(|part| part.len() == 1)
}

/// `v2`, `v1.4`
fn is_version(word: &[u8]) -> bool {
    matches!(word, [b'v' | b'V', b'0'..=b'9', ..])
}

/// What stands between `logged` and a name.
const WAYS: &[&[u8]] = &[b" in as user ", b" in as ", b" into GitHub as ", b" on as "];
/// What stands there before another noun.
static ARTICLES: Words = words!("a" "an" "another" "before" "described" "expected" "intended" "usual" "different" "it" "new" "one" "other" "someone" "the" "this" "user" "well" "you" "your");
/// What is said of an account and hardly of anything else that a noun behind `user` may mean.
const STATEMENTS: &[&[u8]] = &[
    b" does not exist",
    b" doesn't exist",
    b" not found",
    b" already exists",
    b" logged in",
    b" logged out",
    b" is not in ",
    b" is not allowed ",
    b" is not authorized ",
    b" is not a member",
    b" is locked",
    b" is unknown",
    // Junos
    b" authentication encrypted-password",
    // OpenSSH's server, with `-d`.
    b" service ssh-connection",
];
/// Words before the noun behind which a name follows.
static INTRODUCTIONS: Words = words!(
    "add" "added" "adding" "alter" "as" "by" "create" "created" "creating" "delete" "deleted" "deleting" "drop" "for"
    "illegal" "invalid" "nonexistent" "remove" "removed" "removing" "such" "unknown"
);
/// Words behind a name.
static CONTINUATIONS: Words = words!(
    "already" "and" "at" "attempted" "by" "can" "cannot" "could" "did" "does" "failed" "from" "had" "has" "in" "is" "lacks"
    "logged" "may" "must" "not" "on" "or" "ran" "to" "tried" "via" "was" "will" "with" "would"
);
/// Nouns that go with `user`, in the singular.
static NOUNS: Words = words!(
    "acces" "account" "action" "addres" "agent" "api" "app" "backup" "base" "bucket" "cache" "cancel" "cancelled" "canceled"
    "case" "certificate" "choice" "clas" "classe" "client" "cluster" "code" "column" "command" "comment" "config" "configmap"
    "consent" "container" "content" "context" "controller" "count" "cred" "credential" "crontab" "currently" "data" "database" "default" "defined" "detail"
    "device" "dir" "directory" "domain" "dropdown" "email" "entry" "environment" "error" "event" "experience" "feature" "feedback" "field" "file"
    "filter" "flag" "flow" "folder" "form" "found" "group" "guide" "handler" "has" "home" "i18n" "icon" "id" "identifier" "image" "include" "info" "initiated" "input"
    "interface" "interrupt" "interview" "issue" "item" "key" "keyring" "label" "library" "limit" "link" "list" "locale" "log" "login" "mail" "manager"
    "manual" "map" "menu" "message" "missing" "mode" "model" "module" "name" "namespace" "node" "note" "number" "oauth2" "object" "only" "option" "org" "other"
    "page" "panel" "parameter" "part" "password" "path" "pod" "policy" "pool" "port" "preference" "principal" "privilege" "proces"
    "profile" "program" "project" "prompt" "provided" "provider" "query" "question" "queue" "quota" "record" "repo" "report" "request" "requested"
    "resource" "response" "right" "role" "root" "row" "rule" "schema" "scope" "script" "search" "secret" "select" "service" "session" "set" "setting"
    "setup" "side" "signup" "site" "slice" "source" "space" "specified" "state" "statistic" "statu" "storage" "store" "story" "supplied" "support"
    "switch" "systemd" "tab" "table" "tag" "task" "team" "term" "test" "text" "that" "time" "timeline" "token" "tool" "topic" "traffic" "tree" "type" "uid"
    "unit" "url" "uuid" "value" "variable" "version" "view" "visible" "volume" "web" "which" "who" "whose" "work" "workload" "workspace" "x509"
);
/// Endings of nouns that are made of verbs and adjectives, without the `s` of more than one.
const ENDINGS: &[&str] =
    &["tion", "sion", "ment", "ness", "nes", "ence", "ance", "ity", "ing", "ship", "ology", "ie", "age"];
