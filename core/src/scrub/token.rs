//! Long tokens: known prefixes, JSON Web Tokens, keys in PEM, what follows `Bearer`, and whatever else looks random.

use super::class::{ALNUM, BASE64, DIGIT, HEX, LOWER, NAME, TOKEN, UPPER, is, of};
use super::span::{Kind, Spans};
use super::text::Text;
use super::words::{Words, words};
use super::{address, pem, vendor};

/// The words that stand before credentials (RFC 9110 section 11; `token` is GitHub's).
static SCHEMES: Words = words!("bearer" "basic" "digest" "negotiate" "ntlm" "token");
/// The rule of what only looks random.
pub(super) const LOOKS_RANDOM: &str = "opaque";
/// What looks random counts as a secret from this length on.
const OPAQUE: usize = 20;

/// Looks at the token around a position in its middle.
#[inline(never)]
pub(super) fn recognise(text: Text<'_>, position: usize, spans: &mut Spans) {
    let mut start = text.skip_back(position, spans.floor(), TOKEN);
    let end = text.skip(position, TOKEN);
    if text.starts_with(start, b"-----BEGIN ") {
        return pem::recognise(text, start, spans);
    }
    if text.is_escaped(start) && matches!(text.at(start), b'n' | b't' | b'r') {
        start = start.wrapping_add(1);
    }
    while text.at(start) == b'-' {
        start = start.wrapping_add(1);
    }
    if address::dashed_hardware(text, start, end, spans) {
        return;
    }
    if let Some((start, end, kind, rule)) = find(text, start, end, spans.floor()) {
        spans.push(text, start, end, kind, rule);
    }
}

type Found = (usize, usize, Kind, &'static str);

fn find(text: Text<'_>, start: usize, end: usize, floor: usize) -> Option<Found> {
    if let Some(found) = vendor::token_at(text, start) {
        return Some((start, found.end, Kind::Secret, found.name));
    }
    if text.before(start) == b'.' {
        // Prefixes that end in a dot (`hvs.`, `SG.`) make a token of their own.
        let earlier = text.skip_back(start, floor.max(start.saturating_sub(40)), NAME);
        if let Some(found) = vendor::token_at(text, earlier).filter(|found| found.end > start) {
            return Some((earlier, found.end, Kind::Secret, found.name));
        }
    }
    if let Some(end) = json_web_token(text, start) {
        return Some((start, end, Kind::Secret, "json-web-token"));
    }
    if let Some(end) = after_scheme(text, start, floor) {
        return Some((start, end, Kind::Secret, "authorization"));
    }
    if let Some(found) = formatted(text, start, end) {
        return Some(found);
    }
    if let Some((from, to)) = address::cloud_host(text, start, end) {
        return Some((from, to, Kind::Host, "address-in-host-name"));
    }
    opaque(text, start, end, floor)
}

/// A JSON Web Token (RFC 7519): two or three parts in base64 for URLs, of which the first begins with `{"`. Such a part
/// alone is an encoded object, which is as bad.
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

/// Credentials after the name of their scheme.
fn after_scheme(text: Text<'_>, start: usize, floor: usize) -> Option<usize> {
    let gap = text.skip_blanks_back(start, floor);
    if gap == start || !SCHEMES.contains(text.word_before(gap)) {
        return None;
    }
    let end = text.skip(start, BASE64 | NAME);
    let value = text.slice(start, end);
    let random = value.iter().any(|byte| is(*byte, DIGIT)) || mixes_cases(value);
    random.then_some(end)
}

/// Whether upper-case letters stand after lower-case ones more often than in a word of a few parts.
fn mixes_cases(bytes: &[u8]) -> bool {
    irregular(bytes).saturating_mul(4) >= bytes.len()
}

/// Tokens of a form without a prefix.
fn formatted(text: Text<'_>, start: usize, end: usize) -> Option<Found> {
    let secret = |end: usize, rule: &'static str| Some((start, end, Kind::Secret, rule));
    let length = end.wrapping_sub(start);
    // Facebook: the number of an application, a bar, 27 characters.
    if text.at(end) == b'|' && text.skip(start, DIGIT) == end {
        let rest = text.skip(end.wrapping_add(1), TOKEN);
        return (rest.saturating_sub(end) > 20).then_some(rest).and_then(|rest| secret(rest, "facebook"));
    }
    // Telegram: the number of a bot, a colon, 35 characters of which the first two are `AA`.
    if length >= 33 && text.before(start) == b':' && text.starts_with(start, b"AA") {
        let number = text.skip_back(start.wrapping_sub(1), start.saturating_sub(12), DIGIT);
        let long = start.wrapping_sub(number) > 6;
        return long.then_some((number, end, Kind::Secret, "telegram"));
    }
    // Mailchimp: 32 hexadecimal digits and the name of a data centre.
    let centre = start.wrapping_add(32);
    if length >= 36 && text.starts_with(centre, b"-us") && text.skip(start, HEX) == centre {
        return secret(end, "mailchimp");
    }
    // JFrog: an identity token or an API key (`AKC`, `AP` and a hexadecimal digit).
    let jfrog = text.starts_with(start, b"AKC")
        || (text.starts_with(start, b"AP")
            && matches!(text.at(start.wrapping_add(2)), b'0'..=b'9' | b'A'..=b'F'));
    if jfrog && text.skip(start, ALNUM) == end && end.wrapping_sub(start) >= 11 {
        let rest = text.slice(start.wrapping_add(3), end);
        let word =
            rest.iter().any(|byte| b"aeiouAEIOU".contains(byte)) && !rest.iter().any(|byte| is(*byte, DIGIT));
        return (!word).then_some(end).and_then(|end| secret(end, "artifactory"));
    }
    // Discord: the number of a bot in base64, a time, a signature, with dots between.
    if text.at(end) == b'.' && (23..=28).contains(&end.wrapping_sub(start)) {
        let time = text.skip(end.wrapping_add(1), TOKEN);
        let rest = text.skip(time.wrapping_add(1), TOKEN);
        if time.wrapping_sub(end) == 7 && text.at(time) == b'.' && rest.wrapping_sub(time) >= 28 {
            return secret(rest, "discord");
        }
    }
    None
}

/// Whatever is long and mixes upper case, lower case and digits as no name does.
fn opaque(text: Text<'_>, start: usize, end: usize, floor: usize) -> Option<Found> {
    if end.wrapping_sub(start) < OPAQUE || !is_random(text.slice(start, end)) {
        return None;
    }
    let from = text.skip_back(start, floor.max(start.saturating_sub(128)), BASE64);
    let from = if text.at(from) == b'=' || text.at(from) == b'/' { start } else { from };
    Some((from, text.skip(end, BASE64), Kind::Secret, LOOKS_RANDOM))
}

/// Whether bytes look random: of all three classes, changing between them as often as chance would have it. A change
/// from upper to lower case does not count, since that is how words begin. In random base62 45 % of the neighbours
/// change so, in names made of words well below 25 %.
pub(super) fn is_random(bytes: &[u8]) -> bool {
    let count = |class| bytes.iter().filter(|byte| is(**byte, class)).count();
    let changes = irregular(bytes);
    count(UPPER) >= 2
        && count(LOWER) >= 2
        && count(DIGIT) >= 2
        && changes.saturating_mul(25) >= bytes.len().saturating_mul(7)
}

/// How often neighbours change between letters and digits, or from lower to upper case.
fn irregular(bytes: &[u8]) -> usize {
    bytes
        .windows(2)
        .filter(|pair| {
            let (left, right) = pair.split_first().map_or((0, 0), |(left, rest)| {
                (of(*left) & ALNUM, rest.first().map_or(0, |right| of(*right) & ALNUM))
            });
            left != 0 && right != 0 && left != right && !(left == UPPER && right == LOWER)
        })
        .count()
}

/// Looks at the `~` of a client secret of Azure: three characters and a digit, `Q~`, 31 to 34 more.
pub(super) fn azure(text: Text<'_>, tilde: usize, spans: &mut Spans) -> bool {
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
