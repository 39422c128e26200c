//! Secrets in the statements of network devices (Cisco's IOS, NX-OS and ASA, Arista's EOS, Junos, VyOS, FortiOS, VRP and
//! Comware), of keepalived and of directories (nslcd.conf(5), slapd.conf(5)). Their secrets are often words, and so a
//! statement is known by its head, at the beginning of a line.

use super::command;
use crate::scrub::text::Text;
use crate::scrub::text::class::{DIGIT, LETTER, SPACE, TOKEN, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::values::value::{self, Value};

/// Statements with a secret, from the vendors' references of commands and what RANCID leaves out of configurations. `*` is
/// any word, `**` are any words up to the next one. A secret may follow the number of its kind, and is one by what it
/// stands in:
///
/// - `!`: whatever it is and whatever follows
/// - `+`: where the statement ends, or goes on as such statements do
/// - `?`: the same, and where it ends only with the number of a kind or as what is no word, since prose has such words too
/// - `#`: where the statement ends, and as what is no word
pub(crate) const STATEMENTS: &[&str] = &[
    "area ** authentication-key +",
    "area ** message-digest-key * md5 +",
    "area-password +",
    "auth_pass +",
    "authentication-key ?",
    "bindpw +",
    "cable shared-secret +",
    "crypto isakmp key +",
    "digest secret +",
    "domain-password +",
    "enable algorithm-type * secret +",
    "enable password ?",
    "enable password level * +",
    "enable secret ?",
    "enable secret level * +",
    "glbp * authentication md5 key-string +",
    "glbp * authentication text +",
    "ikev1 pre-shared-key +",
    "ikev2 ** pre-shared-key +",
    "ip ftp password +",
    "ip http client password +",
    "ip nhrp authentication +",
    "ip ospf authentication-key +",
    "ip ospf message-digest-key * md5 +",
    "ipv6 ospf authentication ipsec spi * * +",
    "isakmp key +",
    "isis password +",
    "key 6 #",
    "key 7 #",
    "key-string +",
    "l2tp tunnel password +",
    "ldap-login-password +",
    "local-user * password * !",
    "message-digest-key * md5 +",
    "neighbor * password +",
    "ntp authentication-key * * +",
    "passwd ?",
    "password #",
    "password cipher +",
    "password hash +",
    "password simple +",
    "ppp chap password +",
    "ppp pap sent-username * password +",
    "pre-shared-key +",
    "pre-shared-key local ?",
    "pre-shared-key remote ?",
    "pre-shared-key ** key +",
    "rootpw +",
    "server-key +",
    "set * ENC !",
    "set snmp community +",
    "snmp-agent community * +",
    "snmp-agent community * * +",
    "snmp-server host * +",
    "snmp-server host * informs +",
    "snmp-server host * traps +",
    "snmp-server host ** version 1 !",
    "snmp-server host ** version 2c !",
    "snmp-server user ** auth * !",
    "snmp-server user ** priv ! localizedkey",
    "snmp-server user ** priv * !",
    "standby * authentication md5 key-string +",
    "standby * authentication text +",
    "standby * authentication ?",
    "super password ** cipher !",
    "super password ** simple !",
    "username * password ?",
    "username * privilege * password +",
    "username * privilege * secret +",
    "username * secret ?",
    "username * view * secret +",
    "vrrp * authentication md5 key-string +",
    "vrrp * authentication text +",
    "wpa-psk ascii +",
    "wpa-psk hex +",
];

/// Words with which statements go on behind a secret.
static BEHIND: Words = words!(
    "acl" "address" "authenticate" "authorization" "clients" "encrypted" "group" "hash" "hostname" "pbkdf2"
    "privilege" "read-only" "read-write" "role" "view" "{"
);

/// Words of statements that stand in the place of a secret where there is none.
static NO_SECRETS: Words = words!("cipher" "encrypted" "informs" "localizedkey" "simple" "traps");

/// How long a secret is at least that nothing but a word announces.
const SHORTEST: usize = 6;
/// How long a word of a statement is at most, and how many words are passed over.
const LONGEST_WORD: usize = 64;
const MOST_WORDS: usize = 12;

/// The first three bytes of the statements, as bits of a hash: nearly all lines that are none end here.
static BEGINNINGS: [u64; 16] = {
    let (mut beginnings, mut index) = ([0; 16], 0_usize);
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within all tables")]
    while index < STATEMENTS.len() {
        let head = STATEMENTS[index].as_bytes();
        let hash = hash([head[0], head[1], head[2]]);
        beginnings[hash >> 6] |= 1 << (hash & 63);
        index = index.wrapping_add(1);
    }
    beginnings
};

/// Where the statements of each letter begin, and the last ones end.
static PLACES: [u8; 27] = {
    let (mut places, mut index) = ([0; 27], 0_usize);
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "evaluated by the compiler, within all tables"
    )]
    while index < STATEMENTS.len() {
        let mut after = (STATEMENTS[index].as_bytes()[0] - b'a') as usize + 1;
        index = index.wrapping_add(1);
        while after < places.len() {
            places[after] = index as u8;
            after = after.wrapping_add(1);
        }
    }
    places
};

/// A number below 1024.
#[inline]
const fn hash([first, second, third]: [u8; 3]) -> usize {
    // 2^32 divided by the golden ratio, as for the windows of private facts.
    (u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9e37_79b9) >> 22) as usize
}

/// Looks at the beginning of a line.
#[inline(never)]
pub(crate) fn line(text: Text<'_>, from: usize, spans: &mut Spans) {
    let start = text.skip_blanks(from);
    let Some(first) = text.three(start) else { return };
    let hash = hash(first);
    let known = BEGINNINGS.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0);
    // What belongs to a line, a user or a server stands deeper than that.
    if known && (start > from || !text.starts_with(start, b"password ")) {
        statement(text, start, spans);
    }
}

/// Takes the secrets of a statement that begins at a position, if it is one.
#[inline(never)]
fn statement(text: Text<'_>, start: usize, spans: &mut Spans) {
    let head_end = text.skip_within(start, start.saturating_add(LONGEST_WORD), TOKEN);
    if text.at(head_end) != b' ' {
        return;
    }
    let head = text.slice(start, head_end);
    let second = text.at(text.skip_blanks(head_end));
    let letter = usize::from(text.at(start).wrapping_sub(b'a'));
    let place = |letter: usize| PLACES.get(letter).map_or(0, |place| usize::from(*place));
    let alike = STATEMENTS.get(place(letter)..place(letter.wrapping_add(1)));
    for statement in alike.unwrap_or_default() {
        let statement = statement.as_bytes();
        // Most end at the first letter of the word behind their head.
        let [b' ', next, ..] = statement.get(head.len()..).unwrap_or_default() else { continue };
        if (*next == second || !is(*next, LETTER))
            && let Some([_, steps @ ..]) = statement.strip_prefix(head)
            && let Some(value) = secret_of(text, head_end, steps)
            && value.start >= spans.floor()
        {
            if head == b"username" {
                let user = text.skip_blanks(head_end);
                command::take_user(text, user, end_of_word(text, user), spans);
            }
            spans.push(text, value.start, value.in_full(text).end, Kind::Secret, "device-secret");
        }
    }
}

/// The secret of a statement whose head ends at a position, if it goes on in some steps.
fn secret_of(text: Text<'_>, head_end: usize, steps: &[u8]) -> Option<Value> {
    let (mut position, mut secret, mut rest) = (head_end, None, steps);
    while let Some(first) = rest.first() {
        let word = text.skip_blanks(position);
        position = match first {
            b'*' if rest.starts_with(b"** ") => {
                let sought = next_step(&mut rest, 3);
                end_of_next(text, word, sought)?
            }
            b'*' => {
                next_step(&mut rest, 0);
                end_of_word(text, word)
            }
            b'!' | b'+' | b'?' | b'#' => {
                let value = secret_behind(text, position, *first)?;
                next_step(&mut rest, 0);
                secret = Some(value);
                value.end.wrapping_add(usize::from(value.quoted))
            }
            first if text.at(word) != *first => return None,
            _ => {
                let step = next_step(&mut rest, 0);
                let end = word.wrapping_add(step.len());
                if text.slice(word, end) != step || !matches!(text.at(end), 0 | 1..=b' ') {
                    return None;
                }
                end
            }
        };
    }
    secret
}

/// The next step of a statement, `from` bytes on, which is taken off it.
fn next_step<'s>(steps: &mut &'s [u8], from: usize) -> &'s [u8] {
    let rest = steps.get(from..).unwrap_or_default();
    let length = rest.iter().position(|byte| *byte == b' ').unwrap_or(rest.len());
    *steps = rest.get(length.saturating_add(1)..).unwrap_or_default();
    rest.get(..length).unwrap_or_default()
}

/// Where the word ends that begins at a position.
fn end_of_word(text: Text<'_>, start: usize) -> usize {
    text.find_within(start, start.saturating_add(LONGEST_WORD), SPACE)
}

/// Where a word ends that is found among the next ones.
fn end_of_next(text: Text<'_>, start: usize, sought: &[u8]) -> Option<usize> {
    let mut word = start;
    for _ in 0..MOST_WORDS {
        let end = end_of_word(text, word);
        if text.slice(word, end) == sought {
            return Some(end);
        }
        word = text.skip_blanks(end);
    }
    None
}

/// The secret behind a position, if it is one by its mark in the statement.
fn secret_behind(text: Text<'_>, from: usize, mark: u8) -> Option<Value> {
    let value = value_of_setting(text, from);
    let bytes = text.slice(value.start, value.end);
    let next = text.skip_blanks(value.end.wrapping_add(usize::from(value.quoted)));
    let ends = matches!(text.at(next), 0 | b'\n' | b'\r' | b';');
    let goes_on = || mark != b'#' && BEHIND.contains(text.slice(next, end_of_word(text, next)));
    if mark != b'!' && !ends && !goes_on() {
        return None;
    }
    let has_kind = || is(text.before(text.skip_blanks_back(value.start, from)), DIGIT);
    let telling = value.quoted || value.is_no_word(text);
    let sound = match mark {
        b'?' => telling || !ends || has_kind(),
        b'#' => telling && bytes.len() >= SHORTEST,
        _ => true,
    };
    let stands = value.is_placeholder(text) || value.is_expression(text) || NO_SECRETS.contains(bytes);
    (sound && !stands).then_some(value)
}

/// Whether the line up to a position sets something, as Junos and VyOS have it: `set system ... plaintext-password x`.
pub(crate) fn is_set(text: Text<'_>, end: usize) -> bool {
    text.line_before(end).is_some_and(|(_, line)| line.starts_with(b"set "))
}

/// The value of a setting whose name ends at a position, behind what says of which kind it is: `key-string 7 x`,
/// `priv aes 128 x`.
pub(crate) fn value_of_setting(text: Text<'_>, end: usize) -> Value {
    let value = value::read(text, end);
    let bytes = text.slice(value.start, value.end);
    let kind = bytes.len() <= 3 && !bytes.is_empty() && bytes.iter().all(|byte| is(*byte, DIGIT));
    let behind = text.skip_blanks(value.end);
    let goes_on = behind > value.end && !matches!(text.at(behind), 0 | b'\n' | b'\r');
    if kind && goes_on { value::read(text, behind) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_stand_in_order_with_a_secret_each() {
        for statement in STATEMENTS {
            assert_eq!(statement.matches(['!', '+', '?', '#']).count(), 1, "{statement}");
        }
        let letter = |statement: &&str| statement.as_bytes().first().copied();
        assert!(STATEMENTS.is_sorted_by_key(letter));
    }
}
