//! What a word announces and nothing but a blank sets apart: `password x`, `api key x`, the settings of network devices and
//! servers, and the host that a resolver did not find.

use super::cloud::is_generated_project;
use super::host::is_public;
use super::named::is_serial_number;
use super::token::Found;
use super::{cells, device, dialogue, message, prose};
use crate::scrub::text::class::{ALNUM, DIGIT, HOST, LETTER, LOWER, NAME, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::Kind;
use crate::scrub::text::words::{Union, Words, words};
use crate::scrub::text::{Text, UUID, begins_with, consists_of, ends_in, has_any, is_hexadecimal};
use crate::scrub::values::names::{Meaning, meaning, opens_something};
use crate::scrub::values::value::{self, Value};

/// Words of prose before a password, a key, the name of a machine, and `token is x`.
static BEFORE: Words = words!(
    "account" "authtoken" "community" "host" "hostname" "is" "key" "login" "name" "pass" "passwd" "password" "project" "pw" "pwd" "was"
);
/// Settings of ten letters and more whose value is a secret: Cisco's, Juniper's, Redis'.
static SETTINGS: Words = words!(
    "authentication-key" "ciphertext" "community-name" "key-string" "pre-shared-secret" "rocommunity" "rwcommunity" "encrypted-password" "hello-authentication-key" "masterauth"
    "passphrase" "plain-text-password-value" "pre-shared-key" "requirepass" "ascii-text" "plaintext-password" "simple-password"
);
/// Settings before whose secret there is one more word, and that word.
static DEVICES: Words = words!("radius-server" "snmp-server" "tacacs-server" "ldap-server");
static DEVICE_SECRETS: Words = words!("community" "key" "password");
/// Functions that look for hosts.
static RESOLVERS: Words = words!("getaddrinfo" "gethostbyname" "getnameinfo");
/// How many words may stand between the name of a setting and the word before its secret.
const WORDS_BETWEEN: usize = 4;

/// What begins with a long token after a blank, if the word before announces it.
#[inline(always)]
pub(crate) fn by_word_before(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let blank = start.wrapping_sub(1);
    let [before, last, _] = text.around(blank.wrapping_sub(1));
    if is(last, UPPER) {
        return after_capitals(text, start, blank);
    }
    if last == b'|' {
        return cells::value(text, start, end);
    }
    if BEFORE.may_end_in(before, last) { after_word(text, start, blank) } else { None }
}

/// `ENV API_SECRET x`: the name of a variable, and its value; `AUTH x`: what a client says to a server.
#[inline(never)]
fn after_capitals(text: Text<'_>, start: usize, blank: usize) -> Option<Found> {
    let name = text.slice(text.skip_back(blank, blank.saturating_sub(64), NAME), blank);
    let value = value::read(text, start);
    let said = match name {
        b"EHLO" | b"HELO" => {
            let end = text.skip(start, TOKEN);
            let told = text.at(end) != b'.' && message::is_telling_host(text.slice(start, end));
            return told.then_some((start, end, Kind::Host, "greeting-host"));
        }
        b"PLAIN" => dialogue::is_encoded(text, start),
        b"AUTH" => value.is_mixed(text) && dialogue::is_password_of_auth(text, value),
        _ => false,
    };
    if said {
        return secret(text, value);
    }
    if name.contains(&b'_') && !has_any(name, LOWER) && meaning(name) == Some(Meaning::Secret) {
        return if value.is_no_word(text) { secret(text, value) } else { None };
    }
    after_word(text, start, blank)
}

#[inline(never)]
fn after_word(text: Text<'_>, start: usize, blank: usize) -> Option<Found> {
    let word = text.word_before(blank);
    if !BEFORE.contains(word) && !ends_in(word, "authtoken") {
        return None;
    }
    let earlier = || text.word_before(blank.wrapping_sub(word.len()).wrapping_sub(1));
    let token_end = text.skip(start, TOKEN);
    let digits = if text.skip(start, DIGIT) == token_end { token_end.wrapping_sub(start) } else { 0 };
    if word == b"project" {
        let set = text.slice(blank.wrapping_sub(25), blank) == b"gcloud config set project";
        // Projects of Google have a number too.
        let sound = set || is_generated_project(text.slice(start, token_end)) || (10..=13).contains(&digits);
        return sound.then_some((start, token_end, Kind::Account, "google-project"));
    }
    if word == b"account" {
        // `Logged in to github.com account name (keyring)`
        let of_login = text.starts_with(token_end, b" (") && !prose::is_noun(text.slice(start, token_end));
        return of_login.then_some((start, token_end, Kind::User, "named-user"));
    }
    let host_name = ends_in(text.slice(blank.wrapping_sub(10), blank), " host-name");
    if matches!(word, b"host" | b"hostname") || host_name {
        let mut end = text.skip(start, HOST | TOKEN);
        if text.before(end) == b'.' {
            // Of the sentence.
            end = end.wrapping_sub(1);
        }
        let name = text.slice(start, end);
        let telling = has_any(name, DIGIT) || !consists_of(name, ALNUM);
        // `connect to host x port 22`
        let sound = telling && (word != b"host" || text.starts_with(end, b" port "));
        return sound.then_some((start, end, Kind::Host, "named-host"));
    }
    if word == b"name" {
        return None;
    }
    let value = value::read(text, start);
    if word == b"login" {
        let vault = text.slice(blank.wrapping_sub(11), blank) == b"vault login";
        return if vault && value.is_no_word(text) { secret(text, value) } else { None };
    }
    let sound = if matches!(word, b"is" | b"was") {
        // `the password for someone is x`
        let someone = blank.wrapping_sub(word.len()).wrapping_sub(1).wrapping_sub(earlier().len());
        let whose = text.slice(someone.wrapping_sub(5), someone) == b" for ";
        let subject = if whose { text.word_before(someone.wrapping_sub(5)) } else { earlier() };
        meaning(subject) == Some(Meaning::Secret) && prose::may_be_secret(text.slice(value.start, value.end))
    } else if ends_in(word, "authtoken") {
        value.is_opaque(text)
    } else if word.eq_ignore_ascii_case(b"key") {
        opens_something(earlier()) && value.is_opaque(text)
    } else {
        // `Pass v4l2_formats to ...` is a verb.
        let verb = word.eq_ignore_ascii_case(b"pass") && text.starts_with(value.end, b" to ");
        let named =
            value.is_mixed(text) || prose::is_somebodys(text, blank, text.slice(value.start, value.end));
        named && !verb
    };
    if sound { secret(text, value) } else { None }
}

/// What the mark right before a token announces.
#[cold]
pub(crate) fn by_mark_before(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    match text.before(start) {
        b'>' if dialogue::is_password_of_rule(text, start) => secret(text, value::read(text, start)),
        b'|' | b',' => cells::value(text, start, end),
        // `to Cloud Run service [web] in project [acme-prod-1] region [x]`, as gcloud says it.
        b'[' if text.slice(start.wrapping_sub(PROJECT.len()), start) == PROJECT => {
            let regional = text.starts_with(end, b"] region [");
            regional.then_some((start, end, Kind::Account, "google-project"))
        }
        // `Enter the project ID [acme-web-123456]:`
        b'[' if text.slice(start.wrapping_sub(PROJECT_ID.len()), start) == PROJECT_ID => {
            let generated = is_generated_project(text.slice(start, end));
            generated.then_some((start, end, Kind::Account, "google-project"))
        }
        _ => None,
    }
}

const PROJECT: &[u8] = b" in project [";
const PROJECT_ID: &[u8] = b" project ID [";

/// What a token that is a word announces.
#[inline]
pub(crate) fn by_token(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let word = text.slice(start, end);
    if ANNOUNCING.may_hold(word) { after_token(text, word, end) } else { None }
}

/// What are accounts at clouds, and what machines and their parts are called, before their ids.
static OWNERS: Words = words!(
    "account" "accountid" "acct" "device" "deviceid" "machine" "machineid" "subscription" "subscriptionid" "tenant" "tenantid"
);
/// What may stand between.
static BETWEEN: Words = words!("id" "is");

/// Whether a token can be the id of an account at a cloud: a UUID, with or without its dashes, or a number of Amazon's,
/// twelve digits, in its console with two dashes; or that of a machine: Apple's serial numbers have twelve capitals and
/// digits, and machine-id(5) has a UUID without dashes. Where this says no, it is not.
#[inline]
pub(crate) fn may_be_account(text: Text<'_>, start: usize, end: usize) -> bool {
    match end.wrapping_sub(start) {
        12 => is(text.at(start), DIGIT | UPPER) && is(text.at(start.wrapping_add(1)), DIGIT | UPPER),
        14 => text.at(start.wrapping_add(4)) == b'-',
        32 => true,
        36 => text.at(start.wrapping_add(8)) == b'-',
        _ => false,
    }
}

/// A token that is such an id, if what stands before or after it says so: `tenant x`, `subscription ID x`.
#[inline(never)]
pub(crate) fn account(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let blank = start.wrapping_sub(1);
    let word = if is(text.at(blank), SPACE) { text.word_before(blank) } else { &[] };
    let earlier = || text.word_before(blank.wrapping_sub(word.len()).wrapping_sub(1));
    let token = text.slice(start, end);
    if word.eq_ignore_ascii_case(b"number")
        && earlier().eq_ignore_ascii_case(b"serial")
        && is_serial_number(token)
    {
        return Some((start, end, Kind::Account, "machine-id"));
    }
    let owned = follows_owner(text, blank, word);
    // As Amazon's IAM and STS say it.
    let known = || {
        text.starts_with(end, b" is not authorized")
            || (word.eq_ignore_ascii_case(b"identity") && earlier().eq_ignore_ascii_case(b"caller"))
    };
    if !owned && !known() {
        return None;
    }
    let number = !has_any(token, LETTER) && (is_hexadecimal(token, &[12]) || is_hexadecimal(token, &[4; 3]));
    if number {
        return Some((start, end, Kind::Account, "aws-account"));
    }
    let uuid = is_hexadecimal(token, UUID) || is_hexadecimal(token, &[32]);
    (owned && uuid).then_some((start, end, Kind::Account, "named-account"))
}

/// Whether the word that ends before a blank is that of an owner, or one stands before it: `the subscription ID is x`.
fn follows_owner(text: Text<'_>, blank: usize, word: &[u8]) -> bool {
    let (mut end, mut word) = (blank, word);
    for _ in 0..2 {
        if !BETWEEN.contains(word) {
            break;
        }
        end = end.wrapping_sub(word.len()).wrapping_sub(1);
        word = text.word_before(end);
    }
    OWNERS.contains(word)
}

#[inline(never)]
fn after_token(text: Text<'_>, word: &[u8], end: usize) -> Option<Found> {
    if SETTINGS.contains(word) {
        let value = device::value_of_setting(text, end);
        let sound = value.quoted || value.is_no_word(text) || device::is_set(text, end);
        return if sound { secret(text, value) } else { None };
    }
    if DEVICES.contains(word) {
        return device(text, end);
    }
    if COMMANDS.contains(word) {
        return command(text, word, end);
    }
    if RESOLVERS.contains(word) { unresolved(text, end) } else { message::around_token(text, word, end) }
}

/// Words of commands, settings and statements behind which a secret has its place.
static COMMANDS: Words = words!("authentication" "confirmation" "verification" "convertto-securestring" "encrypt_string" "identified" "rabbitmqctl");

/// How many flags may stand before a secret.
const MOST_FLAGS: usize = 8;

static ANNOUNCING: Union = Union::of(&[&SETTINGS, &DEVICES, &COMMANDS, &RESOLVERS, &message::TELLING]);

/// What encrypts a text that it is given.
const VAULT: &[u8] = b"ansible-vault ";

/// What such a word announces.
#[inline(never)]
fn command(text: Text<'_>, word: &[u8], end: usize) -> Option<Found> {
    let start = end.wrapping_sub(word.len());
    let from = match word.first() {
        // `rabbitmqctl add_user NAME x`
        Some(b'r') => {
            let name = [&b" add_user "[..], b" change_password "].into_iter().find_map(|command| {
                text.starts_with(end, command).then_some(end.saturating_add(command.len()))
            })?;
            text.find_within(name, name.saturating_add(64), SPACE)
        }
        // `ansible-vault encrypt_string x --name NAME`
        Some(b'e') => {
            let value = value::read(text, end);
            let sound = text.slice(start.wrapping_sub(VAULT.len()), start) == VAULT
                && text.at(value.start) != b'-'
                && (value.quoted || value.is_no_word(text));
            return if sound { secret(text, value) } else { None };
        }
        // `Your verification code is 482913`
        Some(b'a' | b'v' | b'A' | b'V') => return code(text, end),
        Some(b'c' | b'C') if ends_in(word, "confirmation") => return code(text, end),
        // `ConvertTo-SecureString -String x -AsPlainText -Force`, its flags in any order.
        Some(b'c' | b'C') => {
            let mut from = end;
            for _ in 0..MOST_FLAGS {
                if !text.starts_with(from, b" -") {
                    break;
                }
                from = text.find_within(from.wrapping_add(1), from.saturating_add(24), SPACE);
            }
            let value = value::read(text, from);
            let sound = value.quoted || (value.is_no_word(text) && text.at(value.start) != b'$');
            return if sound { secret(text, value) } else { None };
        }
        // Oracle's, without quotes.
        _ if text.starts_with(start, b"IDENTIFIED BY ") => end.wrapping_add(b" BY".len()),
        _ => return None,
    };
    let value = value::read(text, from);
    if value.is_no_word(text) { secret(text, value) } else { None }
}

/// A code of digits that signs somebody in, behind the word for what it does: ` code is 482913`.
#[inline(never)]
fn code(text: Text<'_>, end: usize) -> Option<Found> {
    const IS: &[u8] = b" code is ";
    let start = text.starts_with(end, IS).then(|| end.saturating_add(IS.len()))?;
    let code_end = text.skip_within(start, start.saturating_add(9), DIGIT);
    // Also that of a sentence.
    let decimal = text.at(code_end) == b'.' && is(text.at(code_end.wrapping_add(1)), ALNUM);
    let ends = !decimal && !is(text.at(code_end), TOKEN);
    let sound = ends && (4..=8).contains(&code_end.wrapping_sub(start));
    sound.then_some((start, code_end, Kind::Secret, "one-time-code"))
}

#[inline(never)]
fn secret(text: Text<'_>, value: Value) -> Option<Found> {
    // The next flag.
    let flag = text.starts_with(value.start, b"--");
    let empty = flag || value.is_placeholder(text) || value.is_expression(text);
    (!empty).then(|| (value.start, value.in_full(text).end, Kind::Secret, "announced-secret"))
}

/// `tacacs-server host x key 7 SECRET`, `snmp-server community SECRET RO`.
#[inline(never)]
fn device(text: Text<'_>, from: usize) -> Option<Found> {
    let mut end = from;
    for _ in 0..WORDS_BETWEEN {
        let start = text.skip_blanks(end);
        end = text.skip_within(start, start.saturating_add(64), HOST | TOKEN);
        if DEVICE_SECRETS.contains(text.slice(start, end)) {
            // The kind of a password is a number.
            let value = value::read(text, end);
            let kind = value.end.wrapping_sub(value.start) == 1
                && has_any(text.slice(value.start, value.end), DIGIT);
            return secret(text, if kind { value::read(text, value.end) } else { value });
        }
    }
    None
}

/// `getaddrinfo ENOTFOUND host`
#[inline(never)]
fn unresolved(text: Text<'_>, from: usize) -> Option<Found> {
    let code = text.skip_blanks(from);
    let code_end = text.skip_within(code, code.saturating_add(24), TOKEN);
    let start = code_end.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(255), HOST | TOKEN);
    let sound = begins_with(text.slice(code, code_end), "e") && text.at(code_end) == b' ' && end > start;
    let name = text.slice(start, end);
    (sound && name != b"localhost" && !is_public(name)).then_some((start, end, Kind::Host, "unknown-host"))
}
