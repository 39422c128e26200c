//! `user@host` in all its forms: e-mail, SSH targets, Kerberos principals; and `DOMAIN\user`.

use super::address::ipv4_end;
use super::named::is_sample;
use super::{host, manual, message};
use crate::scrub::text::class::{
    ALNUM, BASE64, BEYOND, DIGIT, HEX, HOST, LETTER, LOCAL, LOWER, NAME, PATH, QUOTE, SPACE, TOKEN, UPPER, is,
};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, ends_in, has_any, holds};

/// The longest local part (RFC 5321 section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// The longest name of a person.
const LONGEST_NAME: usize = 64;
/// The longest domain (RFC 1035 section 2.3.4).
const LONGEST_DOMAIN: usize = 255;
/// What stands after the `@` of a package or an image rather than of an account: tags and digests.
static TAGS: Words = words!(
    "alpha" "beta" "canary" "dev" "edge" "experimental" "file" "head" "latest" "link" "lts" "main" "master"
    "next" "nightly" "npm" "preview" "rc" "release" "sha1" "sha256" "sha512" "snapshot" "stable" "workspace"
);

/// What stands for a domain where somebody only says how an account is written.
static VARIABLES: Words = words!("domain" "host" "hostname" "realm" "server");

/// What systemd calls its units: `getty@tty1.service` is an instance of one.
static UNITS: Words = words!("service" "socket" "timer" "slice" "mount" "scope" "swap" "device");

/// Words before the name of an account.
static ACCOUNT_WORDS: Words = words!("user" "account" "login" "logon" "as");
/// What stands before a backslash and is no domain: the roots of the Windows registry, and built-in groups.
static NO_DOMAINS: Words =
    words!("authority" "builtin" "hkcc" "hkcr" "hkcu" "hklm" "hku" "nt" "software" "system");

/// Looks at an `@`.
#[inline(never)]
pub(crate) fn at_sign(text: Text<'_>, at: usize, spans: &mut Spans) {
    let floor = spans.floor().max(at.saturating_sub(LONGEST_LOCAL));
    let mut start = text.skip_back(at, floor, LOCAL);
    while start < at && matches!(text.at(start), b'.' | b'-' | b'+' | b'&' | b'%' | b'#') {
        start = start.wrapping_add(1);
    }
    if text.before(at) == b'\'' && matches!(text.at(at.wrapping_add(1)), b'\'' | b'\\') {
        return message::account_of_mysql(text, at, spans);
    }
    if text.before(at) == b'$' {
        // Kerberos' principals of machines: `WEB-1$@ACME.NET`.
        start = text.skip_back(at.wrapping_sub(1), floor, LOCAL);
    }
    let Some(domain) = Domain::read(text, at.wrapping_add(1)) else {
        return without_domain(text, start, at, spans);
    };
    let host = text.slice(at.wrapping_add(1), domain.end);
    if VARIABLES.contains(host) || (text.slice(start, at) == b"git" && host::is_public(host)) {
        // `git@github.com` is everybody.
        return spans.settle(domain.end);
    }
    if start == at {
        if text.before(at) == b']' && domain.is_realm {
            // What stood before a realm has been replaced.
            spans.push(text, at.wrapping_add(1), domain.end, Kind::Host, "realm");
        } else {
            host_of_driver(text, at, spans);
        }
        return;
    }
    if text.before(start) == b'/' && domain.is_realm {
        // Kerberos (RFC 4120 section 6.2): primary/instance@REALM.
        let primary = text.skip_back(start.wrapping_sub(1), floor, TOKEN);
        if primary < start.wrapping_sub(1) {
            start = primary;
        }
    } else if text.before(start) == b'/' && !domain.is_name {
        return without_domain(text, start, at, spans);
    }
    // Algorithms and extensions of SSH are named so (RFC 4251 section 6): `aes256-gcm@openssh.com`.
    if matches!(text.slice(at.wrapping_add(1), domain.end), b"openssh.com" | b"libssh.org") {
        return;
    }
    if text.before(start) == b'<'
        && let Some((from, to)) = display_name(text, start.wrapping_sub(1), spans.floor())
    {
        spans.push(text, from, to, Kind::User, "display-name");
    }
    if text.at(domain.end) == b':'
        && let Some(end) = password_before_host(text, domain.end.wrapping_add(1))
    {
        return spans.push(text, start, end, Kind::Secret, "user-and-password");
    }
    spans.push(text, start, domain.end, Kind::Email, "account-at-host");
}

/// Where a password ends that begins at a position, if another `@` and a host follow: `name@domain:password@10.0.0.1`.
#[inline(never)]
fn password_before_host(text: Text<'_>, start: usize) -> Option<usize> {
    let end = text.find_within(start, start.saturating_add(LONGEST_LOCAL), SPACE | QUOTE);
    let length = text.slice(start, end).iter().rposition(|byte| *byte == b'@')?;
    let password = text.slice(start, start.wrapping_add(length));
    let at = start.wrapping_add(length);
    // `git@host:owner/name@v1` is a place.
    let sound = !password.is_empty() && !password.contains(&b'/') && !password.contains(&b',');
    (sound && Domain::read(text, at.wrapping_add(1)).is_some_and(|domain| domain.is_name)).then_some(at)
}

/// The name of a person before an address in brackets (RFC 5322 section 3.4): `Jane Doe <jane@acme.example>`,
/// `"Doe, Jane" <...>`.
fn display_name(text: Text<'_>, bracket: usize, floor: usize) -> Option<(usize, usize)> {
    let end = bracket.wrapping_sub(1);
    if text.at(end) != b' ' {
        return None;
    }
    let limit = floor.max(end.saturating_sub(LONGEST_NAME));
    if text.before(end) == b'"' {
        let inner = end.wrapping_sub(1);
        let start = text.slice(limit, inner).iter().rposition(|byte| *byte == b'"')?;
        return Some((limit.wrapping_add(start).wrapping_add(1), inner));
    }
    let (mut position, mut start, mut words) = (end, end, 0_u32);
    loop {
        let word = text.skip_back(position, limit, LETTER | BEYOND | HOST);
        let length = position.wrapping_sub(word);
        let capital = is(text.at(word), UPPER | BEYOND);
        // The end of a sentence is no initial.
        let initial = text.before(position) != b'.' || length <= 3;
        let sound = if capital { initial } else { PARTICLES.contains(text.slice(word, position)) };
        if length == 0 || !sound {
            break;
        }
        words = words.saturating_add(1);
        start = if capital { word } else { start };
        if text.before(word) != b' ' {
            break;
        }
        position = word.wrapping_sub(1);
    }
    (words >= 2 && text.slice(start, end).contains(&b' ')).then_some((start, end))
}

/// Words within names that are written small.
static PARTICLES: Words =
    words!("al" "bin" "da" "de" "del" "den" "der" "di" "dos" "du" "el" "la" "le" "ten" "ter" "van" "von");

/// Looks at an `@` after which there is no domain: an IPv6 address in brackets, a host that only a word tells, the server
/// of a database (`jdbc:oracle:thin:user/password@server`).
fn without_domain(text: Text<'_>, start: usize, at: usize, spans: &mut Spans) {
    let host = at.wrapping_add(1);
    let end = text.skip_within(host, host.saturating_add(LONGEST_DOMAIN), HOST);
    let user =
        text.skip_back(start.wrapping_sub(1), spans.floor().max(start.saturating_sub(LONGEST_LOCAL)), TOKEN);
    if text.at(end) == b'(' && NETWORKS.contains(text.slice(host, end)) {
        return data_source(text, at, end, spans);
    }
    if start == at {
        return host_of_driver(text, at, spans);
    }
    if text.before(start) == b':' && is_authority(text, user, start, host, end) {
        return spans.push(text, user, at, Kind::Secret, "user-and-password");
    }
    if text.at(host) == b'['
        && (is(text.at(host.wrapping_add(1)), HEX) || text.at(host.wrapping_add(1)) == b':')
    {
        spans.push(text, start, at, Kind::User, "account-at-address");
    } else if text.before(start) == b'/'
        && ((text.before(user) == b':' && DRIVERS.end_before(text, user.wrapping_sub(1)))
            || manual::oracle_credentials(text, user))
    {
        spans.push(text, user, at, Kind::Secret, "user-and-password");
        let host = host.wrapping_add(if text.starts_with(host, b"//") { 2 } else { 0 });
        let end = text.skip_within(host, host.saturating_add(LONGEST_DOMAIN), HOST | TOKEN);
        if text.at(end) == b':'
            && has_any(text.slice(host, end), LETTER)
            && text.slice(host, end) != b"localhost"
        {
            spans.push(text, host, end, Kind::Host, "url-host");
        }
    } else if text.before(start) == b' ' && precedes_severity(text, start.wrapping_sub(1), end) {
        if message::is_user(text.slice(start, at)) {
            spans.push(text, start, at, Kind::User, "user-of-database");
        }
    } else if end > host
        && ((text.before(start) == b' ' && follows_way(text, start.wrapping_sub(1), text.slice(host, end)))
            || text.starts_with(end, b": Permission denied (")
            || text.starts_with(end, b"'s password:")
            || follows_key(text, start)
            || is_prompt(text, start, host, end)
            || is_of_system(text, start, host, end))
    {
        spans.push(text, start, end, Kind::Email, "account-at-host");
    }
}

/// Whether a name at a database, between these positions, stands where Debian's PostgreSQL logs it, behind the number of the
/// process: `[311] jane@billing FATAL:  ...` (`log_line_prefix`).
#[cold]
fn precedes_severity(text: Text<'_>, blank: usize, end: usize) -> bool {
    text.before(blank) == b']'
        && is(text.before(blank.wrapping_sub(1)), DIGIT)
        && SEVERITIES.iter().any(|severity| text.starts_with(end, severity))
}

/// PostgreSQL's, also those of the lines that belong to a message.
const SEVERITIES: &[&[u8]] = &[
    b" CONTEXT:",
    b" DETAIL:",
    b" ERROR:",
    b" FATAL:",
    b" HINT:",
    b" LOG:",
    b" NOTICE:",
    b" PANIC:",
    b" STATEMENT:",
    b" WARNING:",
];

/// `jdbc:oracle:thin:@//host:1521/service`, `jdbc:oracle:thin:@host:1521:name`, where no credentials stand.
fn host_of_driver(text: Text<'_>, at: usize, spans: &mut Spans) {
    let colon = at.wrapping_sub(1);
    if text.at(colon) != b':' || !DRIVERS.end_before(text, colon) {
        return;
    }
    let host = at.wrapping_add(if text.starts_with(at, b"@//") { 3 } else { 1 });
    let end = text.skip_within(host, host.saturating_add(LONGEST_DOMAIN), HOST | TOKEN);
    let name = text.slice(host, end);
    if text.at(end) == b':' && host::is_host(name) {
        spans.push(text, host, end, Kind::Host, "url-host");
    }
}

/// Whether a user and a password stand before a host and a port without any scheme: `jane:x@localhost:6379`. The user begins
/// at `user`, the password at `start`, and the host lies between `host` and `end`.
fn is_authority(text: Text<'_>, user: usize, start: usize, host: usize, end: usize) -> bool {
    let name = text.slice(host, end);
    let alone =
        matches!(text.before(user), 0 | b' ' | b'=' | b'(' | b'\n' | b'\t') || is(text.before(user), QUOTE);
    let port = text.at(end) == b':' && is(text.at(end.wrapping_add(1)), DIGIT);
    let password = text.slice(start, host.wrapping_sub(1));
    user < start.wrapping_sub(1)
        && alone
        && port
        && !TAGS.contains(name)
        && !VARIABLES.contains(name)
        && !is_sample(password)
}

/// Whether words before a blank say that an account at a host follows whose name is a single word.
fn follows_way(text: Text<'_>, blank: usize, host: &[u8]) -> bool {
    if BEFORE_HOSTS.end_before(text, blank) {
        return true;
    }
    let before = text.slice(blank.saturating_sub(16), blank);
    let word = text.word_before(blank);
    // `ssh target x@y`
    let told =
        ENDS.contains(word) && BEFORE_HOSTS.end_before(text, blank.wrapping_sub(word.len()).wrapping_sub(1));
    let is_tag = || TAGS.contains(host.split(|byte| *byte == b'-').next().unwrap_or_default());
    (told || WAYS.iter().any(|way| ends_in(before, way)))
        && has_any(host.get(..1).unwrap_or_default(), LETTER)
        && !VARIABLES.contains(host)
        && !is_tag()
}

/// Whether a public key stands before the account, which is its comment then: `ssh-ed25519 AAAAC3Nz... name@host`.
fn follows_key(text: Text<'_>, start: usize) -> bool {
    let blank = start.wrapping_sub(1);
    let key = text.skip_back(blank, blank.saturating_sub(1024), BASE64);
    text.at(blank) == b' ' && text.starts_with(key, b"AAAA") && blank.wrapping_sub(key) > 32
}

/// Whether the account at a host is that of a shell's prompt: `[name@host directory]$`, `name@host:~$`,
/// `name@host ~/directory>`.
fn is_prompt(text: Text<'_>, start: usize, at: usize, end: usize) -> bool {
    let directory = end.wrapping_add(1);
    match text.at(end) {
        // Also what scp(1) and rsync(1) are given: `name@host:/directory`.
        b':' => {
            let name = text.slice(at, end);
            matches!(text.at(directory), b'~' | b'/') && !TAGS.contains(name) && !VARIABLES.contains(name)
        }
        b' ' if text.begins_line(start) && matches!(text.at(directory), b'~' | b'/') => {
            let mark = text.skip_within(directory, directory.saturating_add(128), PATH);
            let mark = mark.wrapping_add(usize::from(text.at(mark) == b' '));
            matches!(text.at(mark), b'>' | b'$' | b'#' | b'%')
        }
        b' ' if text.before(start) == b'[' => {
            let bracket = text.skip_within(directory, directory.saturating_add(64), PATH);
            text.at(bracket) == b']' && matches!(text.at(bracket.wrapping_add(1)), b'$' | b'#')
        }
        _ => false,
    }
}

/// Whether an account that systems come with stands before a word that is no release and no realm: `root@phoenix`.
#[cold]
fn is_of_system(text: Text<'_>, start: usize, at: usize, end: usize) -> bool {
    let host = text.slice(at, end);
    let begins =
        matches!(text.before(start), 0 | b' ' | b'\n' | b'\t' | b'(' | b'[') || is(text.before(start), QUOTE);
    let ends =
        matches!(text.at(end), 0 | b' ' | b'\n' | b'\r' | b',' | b')' | b']' | b':' | b'.' | b'>' | b';')
            || is(text.at(end), QUOTE);
    begins
        && ends
        && host.len() >= 3
        && is_host_of_system(host)
        && SYSTEM_ACCOUNTS.contains(text.slice(start, at.wrapping_sub(1)))
}

fn is_host_of_system(host: &[u8]) -> bool {
    let first = host.split(|byte| *byte == b'-').next().unwrap_or_default();
    host::is_host(host)
        && !host.contains(&b'.')
        && !TAGS.contains(first)
        && !VARIABLES.contains(host)
        && !NO_MACHINES.contains(first)
        && !consists_of(host, UPPER)
}

/// Accounts that systems come with, and that no package is called after.
static SYSTEM_ACCOUNTS: Words = words!("admin" "administrator" "azureuser" "centos" "cloud-user" "ec2-user" "opc" "pi" "root" "ubuntu" "vagrant");
/// What stands behind them in examples, and realms of Proxmox.
static NO_MACHINES: Words = words!(
    "address" "example" "instance" "ip" "ipaddress" "localhost" "machine" "name" "node" "pam" "pve" "raspberrypi" "remote"
    "some" "somehost" "target" "the" "vagrant" "vm" "your" "yourhost" "yourserver" "my" "myhost" "myserver"
);

/// Looks at a whole text that is the target of ssh(1), scp(1) and the like.
pub(crate) fn target(text: Text<'_>, spans: &mut Spans) {
    let at = text.skip(0, LOCAL);
    let end = text.skip(at.wrapping_add(1), HOST | TOKEN);
    let host = text.slice(at.wrapping_add(1), end);
    let whole = end == text.len() || text.at(end) == b':';
    if at > 0 && text.at(at) == b'@' && whole && host::is_host(host) && !host::is_public(host) {
        spans.push(text, 0, end, Kind::Email, "account-at-host");
    }
}

/// `user:password@tcp(host:3306)/database`, as Go's driver of MySQL takes it. The networks end where the bracket begins.
fn data_source(text: Text<'_>, at: usize, bracket: usize, spans: &mut Spans) {
    let floor = spans.floor().max(at.saturating_sub(128));
    let mut start = at;
    while start > floor && !is(text.before(start), SPACE | QUOTE) {
        start = start.wrapping_sub(1);
    }
    let credentials = text.slice(start, at);
    let password = credentials.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    if password.len() == credentials.len()
        || is_sample(password)
        || credentials.contains(&b'{')
        // `%s:%s@tcp(%s)`
        || credentials.windows(2).any(|pair| matches!(pair, [b'%', b's' | b'v' | b'q' | b'd']))
    {
        return;
    }
    spans.push(text, start, at, Kind::Secret, "user-and-password");
    let host = bracket.wrapping_add(1);
    let end = text.skip_within(host, host.saturating_add(LONGEST_DOMAIN), HOST | TOKEN);
    if host::is_host(text.slice(host, end)) {
        spans.push(text, host, end, Kind::Host, "url-host");
    }
}

/// What stands before the bracket there.
static NETWORKS: Words = words!("tcp" "udp");
/// Words before an account at a host whose name is a single word.
static BEFORE_HOSTS: Words = words!("user" "rsync" "scp" "sftp" "ssh");
/// Words between those and the account.
static ENDS: Words = words!("destination" "host" "remote" "target" "to");
/// What else leads to an account at a host; other words may as well lead to a version of something.
const WAYS: &[&str] = &[
    "no route to",
    "login as",
    // `logged in as`
    "in as",
    "connect to",
    "connecting to",
    "connected to",
    "connection to",
];
/// Kinds of Oracle's drivers.
static DRIVERS: Words = words!("thin" "oci" "oci8");

/// What stands after an `@`.
struct Domain {
    end: usize,
    /// Whether it is a name with a top-level domain.
    is_name: bool,
    /// Whether it is in capitals, as Kerberos' realms are.
    is_realm: bool,
}

impl Domain {
    /// Reads it; `None` where it cannot be a host: a version, a tag, a digest, a hash code.
    fn read(text: Text<'_>, start: usize) -> Option<Self> {
        let mut end = text.skip_within(start, start.saturating_add(LONGEST_DOMAIN), HOST | BEYOND);
        while end > start && matches!(text.before(end), b'.' | b'-') {
            end = end.wrapping_sub(1);
        }
        if ipv4_end(text, start) == Some(end) {
            return Some(Self { end, is_name: true, is_realm: false });
        }
        let bytes = text.slice(start, end);
        if bytes.first().is_none_or(|byte| !is(*byte, ALNUM | BEYOND)) || holds(bytes, b"..") {
            return None;
        }
        let last = bytes.rsplit(|byte| *byte == b'.').next()?;
        let first = bytes.split(|byte| *byte == b'.').next()?;
        let is_realm = bytes.iter().all(|byte| !is(*byte, LOWER)) && has_any(bytes, UPPER);
        let is_dotted = last.len() < bytes.len();
        let top_level = last.len() >= 2 && consists_of(last, LETTER | BEYOND) && !UNITS.contains(last);
        let is_name = is_dotted && (top_level || last.starts_with(b"xn--"));
        if is_dotted {
            // `logo@2x.png`, `logo@1.5x.png`
            let number = bytes.iter().take_while(|byte| is(**byte, DIGIT) || **byte == b'.').count();
            let density = (1..=3).contains(&number)
                && bytes.get(..number)?.last().is_some_and(|byte| is(*byte, DIGIT))
                && bytes.get(number..)?.starts_with(b"x.");
            return (is_name && !density).then_some(Self { end, is_name, is_realm });
        }
        // A single word is a host where it looks like a machine's name rather than like a tag.
        let is_version =
            first.iter().skip(usize::from(matches!(first.first(), Some(b'v' | b'V')))).all(|b| is(*b, DIGIT));
        let is_tag = TAGS.contains(first.split(|byte| *byte == b'-').next()?);
        let is_hash = consists_of(first, HEX) && first.len() >= 4;
        let is_machine =
            first.iter().any(|byte| is(*byte, DIGIT | UPPER) || *byte == b'-') && is(*first.first()?, LETTER);
        let plausible = first.len() >= 3 && is_machine && !is_version && !is_tag && !is_hash;
        (plausible && !is(text.at(end), TOKEN) && text.at(end) != b'(').then_some(Self {
            end,
            is_name,
            is_realm,
        })
    }
}

/// Looks at a backslash between two words, or at the first of two, as a JSON text has it: the account of a Windows domain.
pub(crate) fn domain_account(text: Text<'_>, backslash: usize, spans: &mut Spans) {
    let last = text.skip_escapes(backslash).wrapping_sub(1);
    let floor = spans.floor().max(backslash.saturating_sub(64));
    let start = text.skip_back(backslash, floor.max(backslash.saturating_sub(17)), TOKEN);
    let is_dotted = text.before(start) == b'.';
    let start = if is_dotted { text.skip_back(start, floor, HOST) } else { start };
    let end = text.skip_within(last.wrapping_add(1), last.saturating_add(66), NAME);
    // The dot of a sentence.
    let end = if text.before(end) == b'.' { end.wrapping_sub(1) } else { end };
    let domain = text.slice(start, backslash);
    let account = text.slice(last.wrapping_add(1), end);
    // NetBIOS names have at most 15 bytes, those of DNS have dots. In capitals or with a number they are hardly parts of
    // anything else.
    let qualified = is_dotted && (ends_in(domain, ".local") || host::is_qualified(domain));
    let telling =
        qualified || domain.iter().all(|byte| !is(*byte, LOWER)) || (has_any(domain, DIGIT) && !is_dotted);
    // `/user:`
    let follows_switch = text.before(start) == b':' && ACCOUNT_WORDS.end_before(text, start.wrapping_sub(1));
    let sound_domain = (is_dotted || (2..=15).contains(&domain.len()))
        && !NO_DOMAINS.contains(domain)
        && is(*domain.first().unwrap_or(&0), LETTER)
        && (telling || follows_switch || is_named(text, start, end));
    // `acme.local\\name:password`, as NetExec and the like write it.
    let password = if qualified && text.at(end) == b':' { password(text, end.wrapping_add(1)) } else { None };
    let ends = match text.at(end) {
        b':' if password.is_some() => true,
        // Of the sentence.
        b'.' | b':' => is(text.at(end.wrapping_add(1)), SPACE) || end.wrapping_add(1) == text.len(),
        next => !matches!(next, b'\\' | b'/' | b'(' | b'*' | b'+'),
    };
    let begins = match text.before(start) {
        b':' => follows_switch,
        before => !matches!(before, b'\\' | b'/' | b'.' | b'%'),
    };
    // `r'Common7\IDE'`: paths and patterns of Python.
    let raw = is(text.before(start), QUOTE) && text.before(start.wrapping_sub(1)) == b'r';
    let alone = begins && ends && !raw;
    // `\n`, `\t`, `\r` and the like begin no account where no word says so, `\d+` and `\w` are too short for one.
    let escape = matches!(account.first(), Some(b'n' | b't' | b'r' | b'u' | b'x' | b'0'..=b'9'));
    let sound_account = (account.len() >= 3 || (telling && is_named(text, start, end)))
        && !(is_dotted && host::is_file(account))
        && account.first().is_some_and(|byte| is(*byte, ALNUM))
        && has_any(account, LETTER)
        && (!escape || is_named(text, start, end) || text.word_before(start.wrapping_sub(1)) == b"for");
    if sound_domain && sound_account && alone {
        spans.push(text, start, end, Kind::User, "domain-account");
        if let Some((start, end)) = password {
            spans.push(text, start, end, Kind::Secret, "user-and-password");
        }
        if follows_switch {
            manual::password_behind_user(text, start, end, spans);
        }
    }
}

/// A word that may be a password, with letters and digits.
fn password(text: Text<'_>, start: usize) -> Option<(usize, usize)> {
    let end = text.find_within(start, start.saturating_add(LONGEST_LOCAL), SPACE | QUOTE);
    let word = text.slice(start, end);
    (has_any(word, LETTER) && has_any(word, DIGIT)).then_some((start, end))
}

/// Whether a word says that an account follows, or the text is nothing else, as `whoami` prints it.
fn is_named(text: Text<'_>, start: usize, end: usize) -> bool {
    let quote = start.wrapping_sub(usize::from(is(text.before(start), QUOTE)));
    let word = text.word_before(text.skip_blanks_back(quote, quote.saturating_sub(4)));
    (start == 0 && end == text.len()) || ACCOUNT_WORDS.contains(word)
}
