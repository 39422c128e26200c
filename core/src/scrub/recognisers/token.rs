//! Long tokens: known prefixes, JSON Web Tokens, keys in PEM, what follows `Bearer`, and whatever else looks random.

use super::{address, announced, authorization, cloud, host, listing, message, pem, vendor};
use crate::scrub::text::census::Census;
use crate::scrub::text::class::{
    ALNUM, BASE64, Class, DIGIT, HEX, HOST, LETTER, LOWER, NAME, QUOTE, SPACE, TOKEN, UPPER, is, of,
};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, UUID, consists_of, has_any, is_crossed_out, is_hexadecimal};
use crate::scrub::values::value;

/// The words that stand before credentials (RFC 9110 section 11; `token` is GitHub's).
static SCHEMES: Words = words!("apikey" "bearer" "basic" "digest" "negotiate" "ntlm" "token");
/// How far into a token a known prefix is looked for.
const FURTHEST_PREFIX: usize = 10;
/// The rule of what only looks random.
pub(crate) const LOOKS_RANDOM: &str = "opaque";
/// What looks random counts as a secret from this length on.
const OPAQUE: usize = 20;

/// Looks at the token of which the tenth byte is at a position, and which goes on at least to `known`.
#[inline(never)]
pub(crate) fn recognise(text: Text<'_>, position: usize, known: usize, spans: &mut Spans) {
    let mut start = spans.floor().max(position.saturating_sub(9));
    if listing::may_be_permissions(text, start) {
        listing::owner(text, start, spans);
    }
    if text.at(start) == b'-' || text.before(start) == b'\\' {
        if text.starts_with(start, b"-----BEGIN ") {
            return pem::recognise(text, start, spans);
        }
        start = after_marks(text, start);
    }
    let end = text.skip(known, TOKEN);
    let length = end.wrapping_sub(start);
    if length == address::DASHED && address::dashed_hardware(text, start, end, spans) {
        return;
    }
    if length > 24
        && text.at(end.wrapping_sub(2)) == b'-'
        && let Some((start, end)) = cloud::account_in_name(text, start, end)
    {
        return spans.push(text, start, end, Kind::Account, "cloud-account");
    }
    if let Some((start, end, kind, rule)) = find(text, start, end, spans.floor()) {
        spans.push(text, start, end, kind, rule);
        if text.at(end) == b':' && text.starts_with(start, b"AROA") {
            user_of_role(text, end.wrapping_add(1), spans);
        }
    }
}

/// The name of a session behind the id of a role of Amazon's, which is mostly somebody's: `AROA...:jane`. An address is looked
/// at as such.
#[cold]
fn user_of_role(text: Text<'_>, start: usize, spans: &mut Spans) {
    let end = text.skip_within(start, start.saturating_add(64), NAME);
    if text.at(end) != b'@' && message::is_user(text.slice(start, end)) {
        spans.push(text, start, end, Kind::User, "user-of-role");
    }
}

/// Where a token begins without the letter of an escape (`\n`) or dashes before it.
#[inline(never)]
fn after_marks(text: Text<'_>, start: usize) -> usize {
    let mut start = text.behind_escape(start);
    while text.at(start) == b'-' {
        start = start.wrapping_add(1);
    }
    start
}

pub(crate) type Found = (usize, usize, Kind, &'static str);

fn find(text: Text<'_>, start: usize, end: usize, floor: usize) -> Option<Found> {
    if let Some(found) = vendor::token_at(text, start) {
        // `ghp_xxxxxxxx` shows how one looks.
        let telling = found.is_telling || text.starts_with(start, b"sk-");
        let filler = telling && is_crossed_out(text.slice(start, found.end));
        let filler = filler || vendor::is_sample(text, start, found.end);
        return (!filler).then_some((start, found.end, Kind::Secret, found.name));
    }
    // What is shorter holds no other token and looks random to nobody.
    let long = end.wrapping_sub(start) >= OPAQUE;
    let classes = if long { classes(text.slice(start, end)) } else { 0 };
    if classes & (DIGIT | UNDERSCORE) != 0
        && let Some((from, found)) = within(text, start, end)
    {
        return Some((from, found.end, Kind::Secret, found.name));
    }
    let [before, first, _] = text.around(start);
    if before == b'.'
        && let Some(found) = after_dot(text, start, floor)
    {
        return Some(found);
    }
    if before == b'.'
        && end.wrapping_sub(start) == 16
        && let Some(found) = bootstrap_token(text, start, end)
    {
        return Some(found);
    }
    if first == b'e'
        && let Some(end) = json_web_token(text, start)
    {
        return Some((start, end, Kind::Secret, "json-web-token"));
    }
    if matches!(before, b' ' | b'\t')
        && follows_scheme(text, start)
        && let Some(end) = after_scheme(text, start, floor)
    {
        return Some((start, end, Kind::Secret, "authorization"));
    }
    let announced = match before {
        b' ' | b'\t' => announced::by_word_before(text, start, end),
        b',' | b'>' | b'[' | b'|' => announced::by_mark_before(text, start, end),
        _ => None,
    };
    if announced.is_some() {
        return announced;
    }
    if announced::may_be_account(text, start, end)
        && let Some(found) = announced::account(text, start, end)
    {
        return Some(found);
    }
    if text.at(end) == b' '
        && let Some(found) = announced::by_token(text, start, end)
    {
        return Some(found);
    }
    // Ids of Amazon's resources have 8 digits behind a dash where they are not long, or are called `i-`.
    if !long
        && (text.at(end.wrapping_sub(9)) == b'-' || (first == b'i' && text.at(start.wrapping_add(1)) == b'-'))
        && let Some(found) = cloud::amazon_resource(text, start, end)
    {
        return Some(found);
    }
    if (long || first == b'A' || matches!(text.at(end), b'|' | b'%' | b'.'))
        && let Some(found) = formatted(text, start, end)
    {
        return Some(found);
    }
    if matches!(first, b'D' | b'G' | b'L' | b'M' | b'S' | b'W' | b'g' | b'i' | b'p')
        && let Some(found) = by_first_letter(text, start, end)
    {
        return Some(found);
    }
    if classes & DIGIT != 0
        && matches!(first, b'a' | b'g')
        && text.at(start.wrapping_add(3)) == b'-'
        && cloud::node(text, start, end)
    {
        return Some((start, end, Kind::Host, "cloud-host"));
    }
    if classes & DIGIT != 0
        && is(text.before(end), DIGIT)
        && text.slice(end.wrapping_sub(4), end).contains(&b'-')
        && let Some((from, to)) = address::cloud_host_behind(text, start, end)
    {
        return Some((from, to, Kind::Host, "address-in-host-name"));
    }
    let mixed = UPPER | LOWER | DIGIT;
    if classes & mixed == mixed
        && let Some(found) = opaque(text, start, end, floor)
    {
        return Some(found);
    }
    if before == b'+' || text.at(end) == b'+' { key_of_amazon(text, start, floor) } else { None }
}

/// The secret half of a key of Amazon's that a token is a part of: 40 characters of base64, of which its `/` and `+` may leave
/// no part that is long enough to look random.
#[inline(never)]
fn key_of_amazon(text: Text<'_>, token: usize, floor: usize) -> Option<Found> {
    let start = text.skip_back(token, floor.max(token.saturating_sub(LENGTH_OF_KEY)), BASE64);
    let end = start.saturating_add(LENGTH_OF_KEY);
    let sound = text.skip_within(start, end, BASE64) == end
        && is(text.before(start), SPACE | QUOTE)
        && is(text.at(end), SPACE | QUOTE)
        && !text.slice(start, end).contains(&b'=')
        && is_random(text.slice(start, end));
    sound.then_some((start, end, Kind::Secret, LOOKS_RANDOM))
}

const LENGTH_OF_KEY: usize = 40;

/// What one of these letters begins.
#[inline(never)]
fn by_first_letter(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    match text.at(start) {
        b'S' => {
            let sound =
                text.starts_with(start, IDENTIFIER) && text.skip(start.wrapping_add(1), DIGIT | TOKEN) == end;
            sound.then_some((start, end, Kind::Account, "security-identifier"))
        }
        b'p' => {
            // Where pytest keeps what its tests write.
            let name = start.wrapping_add(PYTEST.len());
            let sound = text.starts_with(start, PYTEST)
                && matches!(text.at(end), b'/' | b'\\')
                && message::is_user(text.slice(name, end));
            sound.then_some((name, end, Kind::User, "user-in-directory"))
        }
        b'G' | b'M' => {
            // What NVIDIA's tools call a card, and a part of one (nvidia-smi(1)).
            let id = start.wrapping_add(4);
            let sound = matches!(text.slice(start, id), b"GPU-" | b"MIG-")
                && is_hexadecimal(text.slice(id, end), UUID);
            sound.then_some((id, end, Kind::Account, "machine-id"))
        }
        b'g' => {
            let (from, to) = cloud::cluster(text, start, end)?;
            Some((from, to, Kind::Account, "google-cluster"))
        }
        b'i' => {
            let (from, to) = address::cloud_host(text, start, end)?;
            Some((from, to, Kind::Host, "address-in-host-name"))
        }
        _ => {
            let to = host::made_by_windows(text, start, end)?;
            Some((start, to, Kind::Host, "host-of-windows"))
        }
    }
}

/// What the identifiers of Windows begin with that name a machine or a domain, and mostly a user of it ([MS-DTYP] 2.4.2).
const IDENTIFIER: &[u8] = b"S-1-5-21-";

const PYTEST: &[u8] = b"pytest-of-";

/// In the place of a class that no byte of a token has: there is an underscore.
const UNDERSCORE: Class = SPACE;

/// All classes that the bytes of a token belong to.
#[inline(never)]
fn classes(token: &[u8]) -> Class {
    let (any, all) =
        token.iter().fold((0, Class::MAX), |(any, all), byte| (any | of(*byte), all & of(*byte)));
    // All that a token consists of may stand in the name of a host, but for the underscore.
    if all & HOST == 0 { any | UNDERSCORE } else { any }
}

/// Prefixes that end in a dot (`hvs.`, `SG.`) make a token of their own.
#[inline(never)]
fn after_dot(text: Text<'_>, start: usize, floor: usize) -> Option<Found> {
    let earlier = text.skip_back(start, floor.max(start.saturating_sub(40)), NAME);
    // The letter of an escape (`\n`) is no part of it.
    let earlier = earlier.wrapping_add(usize::from(text.is_escaped(earlier)));
    let found = match vendor::token_at(text, earlier).filter(|found| found.end > start) {
        Some(found) => Some((earlier, found)),
        None => within(text, earlier, start).filter(|(_, found)| found.end > start),
    };
    found.map(|(from, found)| (from, found.end, Kind::Secret, found.name))
}

/// A token with which a node joins a cluster of Kubernetes: six characters, a dot, sixteen. The names of events and of files
/// look alike, but for the letters beyond `f` or for what stands around them.
#[inline(never)]
fn bootstrap_token(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let dot = start.wrapping_sub(1);
    let id = text.skip_back(dot, dot.saturating_sub(7), LOWER | DIGIT);
    let alone = |byte: u8| byte == 0 || is(byte, SPACE | QUOTE);
    let sound = dot.wrapping_sub(id) == 6
        && alone(text.at(end))
        && (alone(text.before(id)) || text.before(id) == b'=')
        && text.skip(start, LOWER | DIGIT) == end
        && has_any(text.slice(id, dot), DIGIT)
        && has_any(text.slice(start, end), DIGIT)
        && text.skip(start, HEX) < end;
    sound.then_some((id, end, Kind::Secret, "kubernetes-bootstrap"))
}

/// A token with a known prefix after a digit or an underscore: no letter before it is all that it needs.
fn within(text: Text<'_>, start: usize, end: usize) -> Option<(usize, vendor::Found)> {
    if end.wrapping_sub(start) < OPAQUE {
        return None;
    }
    let head = text.slice(start, end.min(start.saturating_add(FURTHEST_PREFIX)));
    head.windows(2).zip(start..).find_map(|(pair, before)| {
        let [left, right] = pair else { return None };
        if !is(*right, LETTER) || !(*left == b'_' || is(*left, DIGIT)) {
            return None;
        }
        let from = before.wrapping_add(1);
        vendor::token_at(text, from).filter(|found| found.is_telling).map(|found| (from, found))
    })
}

/// A JSON Web Token (RFC 7519): two or three parts in base64 for URLs, of which the first begins with `{"`. Such a part
/// alone is an encoded object, which is as bad.
#[inline(never)]
fn json_web_token(text: Text<'_>, start: usize) -> Option<usize> {
    if !text.starts_with(start, b"eyJ") {
        return None;
    }
    let mut end = text.skip(start, BASE64);
    let mut parts = 1_u32;
    while parts < 5 && text.at(end) == b'.' && is(text.at(end.wrapping_add(1)), TOKEN) {
        end = text.skip(end.wrapping_add(1), TOKEN);
        parts = parts.wrapping_add(1);
    }
    (parts > 1 || end.saturating_sub(start) >= 32).then_some(end)
}

/// Looks at a `$`, which may begin a hashed password in the modular crypt format (crypt(5)): `$6$salt$hash`,
/// `$2b$10$...`, `$argon2id$v=19$...`, and what network devices make of it (`$9$...`).
#[inline(never)]
pub(crate) fn hashed_password(text: Text<'_>, dollar: usize, spans: &mut Spans) {
    let method = dollar.wrapping_add(1);
    let method_end = text.skip_within(method, method.saturating_add(14), LETTER | DIGIT);
    let name = text.slice(method, method_end);
    if text.at(method_end) != b'$' || !METHODS.contains(name) {
        return;
    }
    let rest = method_end.wrapping_add(1);
    let hash = |from: usize, most: usize| {
        let mut end = from;
        while end < most && (is(text.at(end), BASE64 | NAME) || matches!(text.at(end), b'$' | b',')) {
            end = end.wrapping_add(1);
        }
        end
    };
    // A first look is short, since most dollars are followed by something else.
    let end = hash(rest, rest.saturating_add(LONGEST_LOOK));
    let known = text.slice(rest, end);
    let long = if known.contains(&b'$') { 12 } else { 8 };
    if known.len() >= long && has_any(known, DIGIT | UPPER) && has_any(known, LETTER) {
        listing::user_before_hash(text, dollar, spans);
        spans.push(text, dollar, hash(end, text.len()), Kind::Secret, "hashed-password");
    }
}

/// How much of a hash is looked at before it counts as one.
const LONGEST_LOOK: usize = 128;
/// The methods of such passwords.
static METHODS: Words = words!(
    "0" "1" "2" "2a" "2b" "2x" "2y" "3" "5" "6" "7" "8" "9" "14" "apr1" "argon2d" "argon2i" "argon2id" "bcrypt" "gy" "h" "ml"
    "p" "pbkdf2" "s" "scrypt" "sha1" "y"
);

/// Whether the name of a scheme, a kind of password or another blank stands before the blank before a token.
#[inline]
fn follows_scheme(text: Text<'_>, start: usize) -> bool {
    let blank = start.wrapping_sub(1);
    let [before, last, _] = text.around(blank.wrapping_sub(1));
    match last {
        b' ' | b'\t' => true,
        b'0'..=b'9' => !is(before, ALNUM),
        _ => SCHEMES.may_end_in(before, last) && SCHEMES.contains(text.word_before(blank)),
    }
}

/// Credentials after the name of their scheme and blanks.
#[inline(never)]
fn after_scheme(text: Text<'_>, start: usize, floor: usize) -> Option<usize> {
    let gap = text.skip_blanks_back(start, floor);
    if gap == start {
        return None;
    }
    if matches!(text.before(gap), b'0' | b'5' | b'7' | b'8' | b'9') && text.word_before(gap).len() == 1 {
        // Cisco's kinds of passwords: `password 7 0822455D0A16`
        let earlier = gap.wrapping_sub(1);
        let name = text.word_before(text.skip_blanks_back(earlier, floor));
        return KINDS.contains(name).then(|| value::read(text, start).end);
    }
    if !SCHEMES.end_before(text, gap) {
        return None;
    }
    let end = text.skip(start, BASE64 | NAME);
    let value = text.slice(start, end);
    let random = has_any(value, DIGIT) || mixes_cases(value) || authorization::is_basic(value);
    random.then_some(end)
}

/// Words of network devices before a kind of password and the password.
static KINDS: Words = words!("password" "secret" "key" "md5");

/// Whether upper-case letters stand after lower-case ones more often than in a word of a few parts.
fn mixes_cases(bytes: &[u8]) -> bool {
    Census::of(bytes).changes.saturating_mul(4) >= bytes.len()
}

/// Tokens of a form without a prefix: long ones, or such with an `A` in front or a bar or a dot behind.
#[inline(never)]
fn formatted(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let secret = |end: usize, rule: &'static str| Some((start, end, Kind::Secret, rule));
    let length = end.wrapping_sub(start);
    // Groups of a UUID end there as well.
    if text.at(end.wrapping_sub(18)) == b'-'
        && length != 36
        && let Some(found) = cloud::amazon_resource(text, start, end)
    {
        return Some(found);
    }
    // Facebook: the number of an application, a bar (`%7C` in a URL), 27 characters.
    if matches!(text.at(end), b'|' | b'%') && length >= 12 && text.skip(start, DIGIT) == end {
        let rest = text.skip(end.wrapping_add(1), TOKEN);
        return (rest.saturating_sub(end) > 20).then_some(rest).and_then(|rest| secret(rest, "facebook"));
    }
    // Telegram: the number of a bot, a colon, 35 characters, of which the first two mostly are `AA`.
    if text.before(start) == b':' && (length == 35 || (length >= 33 && text.starts_with(start, b"AA"))) {
        let number = text.skip_back(start.wrapping_sub(1), start.saturating_sub(18), DIGIT);
        let long = start.wrapping_sub(number) > 6;
        return long.then_some((number, end, Kind::Secret, "telegram"));
    }
    // Quay: a robot (`namespace+name`), a colon, 64 capitals and digits.
    if length == 64 && text.before(start) == b':' && text.skip(start, UPPER | DIGIT) == end {
        let colon = start.wrapping_sub(1);
        let robot = text.slice(text.skip_back(colon, colon.saturating_sub(96), BASE64), colon);
        return robot.contains(&b'+').then_some(end).and_then(|end| secret(end, "quay"));
    }
    // Mailchimp: 32 letters and digits and the name of a data centre.
    let centre = start.wrapping_add(32);
    if length >= 36 && text.starts_with(centre, b"-us") && text.skip(start, LOWER | DIGIT) == centre {
        return secret(end, "mailchimp");
    }
    // JFrog: an identity token or an API key (`AKC`, `AP` and a hexadecimal digit).
    let jfrog = text.at(start) == b'A'
        && match text.at(start.wrapping_add(1)) {
            b'K' => text.at(start.wrapping_add(2)) == b'C',
            b'P' => matches!(text.at(start.wrapping_add(2)), b'0'..=b'9' | b'A'..=b'F'),
            _ => false,
        };
    if jfrog && text.skip(start, ALNUM) == end && end.wrapping_sub(start) >= 11 {
        let rest = text.slice(start.wrapping_add(3), end);
        let word = rest.iter().any(|byte| b"aeiouAEIOU".contains(byte)) && !has_any(rest, DIGIT);
        return (!word).then_some(end).and_then(|end| secret(end, "artifactory"));
    }
    // k3s: `K10`, the digest of an authority, two colons, the kind of node and the secret.
    if length == 67 && text.starts_with(start, b"K10") && text.starts_with(end, b"::") {
        let rest = value::read(text, end.wrapping_add(2));
        return secret(rest.end, "k3s");
    }
    // PostgreSQL's older kind of password; the key that opens a disk of BitLocker.
    if length == 35 && text.starts_with(start, b"md5") && text.skip(start.wrapping_add(3), HEX) == end {
        return secret(end, "hashed-password");
    }
    if length == 55
        && is_hexadecimal(text.slice(start, end), &[6; 8])
        && !has_any(text.slice(start, end), LETTER)
    {
        return secret(end, "bitlocker");
    }
    // Mailgun: 32 hexadecimal digits and twice eight more. LaunchDarkly: a kind of key and a UUID.
    if length == 50 && is_hexadecimal(text.slice(start, end), &[32, 8, 8]) {
        return secret(end, "mailgun");
    }
    if length == 40
        && let [b's', b'd', b'k', b'-', rest @ ..] | [b'a', b'p', b'i', b'-', rest @ ..] =
            text.slice(start, end)
        && is_hexadecimal(rest, UUID)
    {
        return secret(end, "launchdarkly");
    }
    // Terraform: 14 characters, a mark, 60 more. Airtable: `pat` and 14 characters, a dot, 64 hexadecimal digits.
    if text.starts_with(end, b".atlasv1.") {
        let from = end.wrapping_add(9);
        let rest = text.skip(from, NAME | BASE64);
        return (rest.wrapping_sub(from) >= 40).then_some(rest).and_then(|rest| secret(rest, "terraform"));
    }
    if length == 17 && text.starts_with(start, b"pat") && text.at(end) == b'.' {
        let rest = text.skip(end.wrapping_add(1), HEX);
        return (rest.wrapping_sub(end) > 64).then_some(rest).and_then(|rest| secret(rest, "airtable"));
    }
    // Discord: the number of a bot in base64, a time, a signature, with dots between.
    if text.at(end) == b'.'
        && matches!(text.at(start), b'M' | b'N' | b'O')
        && (23..=28).contains(&end.wrapping_sub(start))
    {
        let time = text.skip(end.wrapping_add(1), TOKEN);
        let rest = text.skip(time.wrapping_add(1), TOKEN);
        if time.wrapping_sub(end) == 7 && text.at(time) == b'.' && rest.wrapping_sub(time) >= 28 {
            return secret(rest, "discord");
        }
    }
    None
}

/// Last words of the kinds of public keys (`ssh-ed25519`, `ecdsa-sha2-nistp256`).
static PUBLIC: Words = words!("ed25519" "rsa" "dss" "nistp256" "nistp384" "nistp521");

/// Whatever is long and mixes upper case, lower case and digits as no name does.
#[inline(never)]
fn opaque(text: Text<'_>, start: usize, end: usize, floor: usize) -> Option<Found> {
    let flags = text.slice(start.wrapping_sub(2), start) == b"[-";
    // The mark of a weak ETag (RFC 9110 section 8.8.3).
    let is_tag = text.slice(start.wrapping_sub(3), start) == b"W/\"";
    if text.at(end) == b'(' || flags || is_tag || !is_random(text.slice(start, end)) {
        // A function; `[-46AaCfGg]`, all flags of a command.
        return None;
    }
    let from = text.skip_back(start, floor.max(start.saturating_sub(128)), BASE64);
    // Digests (`sha512-...`, Go's `h1:...`) and the names of compiled functions are known to everybody.
    let is_digest = |start: usize| {
        (text.starts_with(start, b"sha") && is(text.at(start.wrapping_add(3)), DIGIT))
            || text.starts_with(start.wrapping_sub(3), b"h1:")
    };
    // `V1alpha3PodGroupSpec`, a kind of Kubernetes
    let kind = text.at(start) == b'V'
        && is(text.at(start.wrapping_add(1)), DIGIT)
        && [&b"alpha"[..], b"beta"].iter().any(|stage| text.starts_with(start.wrapping_add(2), stage));
    let symbol = [&b"_Z"[..], b"_R", b"__Z", b"__R"].iter().any(|mark| text.starts_with(start, mark));
    // What OpenSSH calls public keys begins with the length of their kind.
    let public = text.starts_with(start, b"AAAA")
        && text.before(start) == b' '
        && PUBLIC.end_before(text, start.wrapping_sub(1));
    // The line between the parts of a form, as browsers make it up.
    let boundary = text.starts_with(start, b"WebKitFormBoundary");
    // `83e4f5a6b7c8d9e0-AMS`, what Cloudflare calls a request, and the airport near which it was answered.
    let ray = text.slice(start, end).split_at_checked(16).is_some_and(|(id, place)| {
        matches!(place, [b'-', place @ ..] if place.len() == 3 && consists_of(place, UPPER))
            && consists_of(id, HEX)
    });
    if symbol || kind || public || boundary || ray || is_digest(start) || is_digest(from) {
        return None;
    }
    let from = if text.at(from) == b'=' || text.at(from) == b'/' { start } else { from };
    Some((from, text.skip(end, BASE64), Kind::Secret, LOOKS_RANDOM))
}

/// Whether bytes look random: of all three classes, changing between them as often as chance would have it. A change
/// from upper to lower case does not count, since that is how words begin. In random base62 45 % of the neighbours
/// change so, in names made of words well below 25 %.
fn is_random(bytes: &[u8]) -> bool {
    let census = Census::of(bytes);
    census.upper >= 2
        && census.lower >= 2
        && census.digits >= 2
        && census.changes.saturating_mul(25) >= bytes.len().saturating_mul(7)
}

/// Looks at the `~` of a client secret of Azure: three characters and a digit, `Q~`, 31 to 34 more.
pub(crate) fn azure(text: Text<'_>, tilde: usize, spans: &mut Spans) -> bool {
    let start = tilde.saturating_sub(5);
    let digit = is(text.at(tilde.wrapping_sub(2)), DIGIT);
    if text.before(tilde) != b'Q' || !digit || start < spans.floor() {
        return false;
    }
    let mut end = tilde;
    while is(text.at(end), NAME) || text.at(end) == b'~' {
        end = end.wrapping_add(1);
    }
    let long = end.wrapping_sub(tilde) >= 30;
    if long {
        spans.push(text, start, end, Kind::Secret, "azure");
    }
    long
}
