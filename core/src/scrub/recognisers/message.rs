//! Fixed messages of programs in which a host or a user stands between certain words. A name alone tells nothing there,
//! so each message is known by what stands on both sides.

use super::host::{is_everywhere, is_file, is_host, is_local, is_public, is_qualified};
use super::token::Found;
use super::{prose, reached};
use crate::scrub::facts::common;
use crate::scrub::text::class::{DIGIT, HOST, LETTER, LOWER, NAME, PATH, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, UUID, consists_of, has_any, holds, is_hexadecimal};
use crate::scrub::values::names::meaning;

/// The longest name of a host, and of a user.
const LONGEST_HOST: usize = 255;
const LONGEST_USER: usize = 64;
/// How long a word may be that stands in a message before the name.
const LONGEST_WORD: usize = 128;
/// In the place of what follows a name: nothing but the end of the line.
const END: &[u8] = b"\n";

/// `helo=<name>`, as Postfix tells how a client called itself. Whether a value is one.
fn host_of_greeting(text: Text<'_>, from: usize, spans: &mut Spans) -> bool {
    let start = from.wrapping_add(1);
    let end = name_end(text, start);
    let sound = text.at(from) == b'<' && text.at(end) == b'>' && is_telling_host(text.slice(start, end));
    sound && take(text, start, end, Kind::Host, spans)
}

/// Words of prose in the place of a host.
static NO_HOSTS: Words = words!(
    "address" "any" "host" "its" "local" "name" "names" "remote" "server" "target" "that" "the" "this" "you" "your"
);

/// A message, going by what stands before the name in it and behind.
struct Message {
    kind: Kind,
    /// The program before the colon, or the token that tells of the message; any where there is none.
    word: &'static [u8],
    before: &'static [u8],
    /// What stands between a word of any characters and the name; nothing where there is no such word.
    between: &'static [u8],
    behind: &'static [&'static [u8]],
}

impl Message {
    const fn of(
        kind: Kind,
        word: &'static [u8],
        before: &'static [u8],
        behind: &'static [&'static [u8]],
    ) -> Self {
        Self { kind, word, before, between: b"", behind }
    }

    /// The name in the message that goes on at a position.
    #[inline(never)]
    fn name(&self, text: Text<'_>, from: usize) -> Option<Found> {
        let mut start = from.wrapping_add(self.before.len());
        if !self.between.is_empty() {
            let word = end_of_word(text, start);
            start = word.wrapping_add(self.between.len());
            if !says(text, word, self.between) {
                return None;
            }
        }
        let end = name_end(text, start);
        let follows =
            |behind: &&[u8]| if *behind == END { ends_line(text, end) } else { says(text, end, behind) };
        if self.behind.iter().any(follows) { found(text, start, end, self.kind) } else { None }
    }
}

/// Those that begin behind the colon after the name of a program, as far as [`scan`](crate::scrub::scan) looks there.
const BEHIND_COLON: &[Message] = &[
    Message::of(Kind::Host, b"sudo", b" unable to resolve host ", &[b": "]),
    // BusyBox
    Message::of(Kind::Host, b"nslookup", b" can't resolve '", &[b"'"]),
    // Go's `net.DNSError`, with the address of the server that does not know it.
    Message::of(Kind::Host, b"", b" lookup ", &[b" on 1", b" on 2", b" on [", b" on f"]),
    Message::of(Kind::Host, b"mongo", b" couldn't connect to server ", &[b":"]),
    // Of the kernel.
    Message::of(Kind::Host, b"nfs", b" server ", &[b" not responding", b" OK"]),
    // PAM
    Message::of(Kind::User, b"PAM", b" initializing for \"", &[b"\""]),
    Message::of(Kind::User, b"", b" session closed for user ", &[END]),
];

/// Those that go by a token of ten letters and more, one for each of them.
const AROUND_TOKEN: &[Message] = &[
    // OpenSSH; the one with a user with `-v`.
    Message::of(Kind::Host, b"authenticity", b" of host '", &[b" (", b"' can't be"]),
    Message { between: b" as '", ..Message::of(Kind::User, b"Authenticating", b" to ", &[b"'"]) },
    // OpenSSH
    Message::of(Kind::Host, b"Connection", b" to ", &[b" closed"]),
    // PowerShell
    Message::of(Kind::Host, b"Connecting", b" to remote server ", &[b" failed with "]),
    // libpq
    Message::of(Kind::Host, b"connection", b" to server at \"", &[b"\", port "]),
    // git on GitHub
    Message { between: b" denied to ", ..Message::of(Kind::User, b"Permission", b" to ", &[b"."]) },
    // The controllers of Kubernetes: `Node name event: Registered Node name in Controller`
    Message::of(Kind::Host, b"Registered", b" Node ", &[b" in Controller"]),
    // The scheduler of Kubernetes: `Successfully assigned namespace/pod to name`
    Message { between: b" to ", ..Message::of(Kind::Host, b"Successfully", b" assigned ", &[END]) },
];

/// Looks at a colon behind which a message may begin. Whether one does.
#[inline(never)]
pub(crate) fn behind_colon(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let from = colon.wrapping_add(1);
    if !matches!(text.at(from.wrapping_add(1)), b'c' | b'i' | b'l' | b's' | b'u') {
        return false;
    }
    let Some(message) = BEHIND_COLON.iter().find(|message| says(text, from, message.before)) else {
        return false;
    };
    let known = message.word.is_empty() || text.word_before(colon) == message.word;
    let name = if known { message.name(text, from) } else { None };
    if let Some((start, end, kind, rule)) = name {
        spans.push(text, start, end, kind, rule);
    }
    name.is_some()
}

/// Takes a name, if it can be one and is not everybody's.
#[inline(never)]
fn take(text: Text<'_>, start: usize, end: usize, kind: Kind, spans: &mut Spans) -> bool {
    let found = found(text, start, end, kind);
    if let Some((start, end, kind, rule)) = found {
        spans.push(text, start, end, kind, rule);
    }
    found.is_some()
}

fn rule(kind: Kind) -> &'static str {
    if kind == Kind::User { "user-in-message" } else { "host-in-message" }
}

/// Where a name ends that begins at a position, without the dot of a sentence.
#[inline(never)]
pub(crate) fn name_end(text: Text<'_>, start: usize) -> usize {
    let end = text.skip_within(start, start.saturating_add(LONGEST_HOST), HOST | TOKEN);
    end.wrapping_sub(usize::from(text.before(end) == b'.' && end > start))
}

/// Where a name begins that ends at a position.
#[inline(never)]
fn name_start(text: Text<'_>, end: usize, spans: &Spans) -> usize {
    text.skip_back(end, spans.floor().max(end.saturating_sub(LONGEST_HOST)), HOST | TOKEN)
}

#[inline(never)]
pub(crate) fn ends_line(text: Text<'_>, end: usize) -> bool {
    matches!(text.at(end), 0 | b'\n' | b'\r')
}

/// Whether a name can be a host's, and no program, word or public service has it.
#[inline(never)]
pub(crate) fn is_somebodys_host(name: &[u8]) -> bool {
    name.len() >= 2
        && is_host(name)
        && !is_public(name)
        && !is_everywhere(name)
        && !is_file(name)
        && !NO_HOSTS.contains(name)
        && !consists_of(name, UPPER)
}

/// The same where a word may stand in its place: machines have numbers, dashes or domains.
#[inline(never)]
pub(crate) fn is_telling_host(name: &[u8]) -> bool {
    is_somebodys_host(name) && name.iter().any(|byte| is(*byte, DIGIT) || matches!(byte, b'-' | b'.'))
}

/// Whether a name can be a person's account: accounts that systems come with are none.
#[inline(never)]
pub(crate) fn is_user(name: &[u8]) -> bool {
    (2..=LONGEST_USER).contains(&name.len())
        && name.first().is_some_and(|byte| is(*byte, LETTER))
        && !common::is_name(name)
}

/// What Go's crypto/x509 says of a certificate, before its names.
const VALID: &[u8] = b" certificate is valid for ";
/// How many names are read.
const MOST_NAMES: usize = 64;

/// `x509: certificate is valid for one.acme.net, two.acme.net, not three`
#[inline(never)]
pub(crate) fn certificate(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let from = colon.wrapping_add(1);
    if !says(text, from, VALID) {
        return false;
    }
    let mut start = from.wrapping_add(VALID.len());
    for _ in 0..MOST_NAMES {
        let wildcard = usize::from(says(text, start, b"*.")).wrapping_mul(2);
        let name = start.wrapping_add(wildcard);
        let end = name_end(text, name);
        let last = says(text, start.wrapping_sub(NOT.len()), NOT);
        if (last && ends_line(text, end)) || says(text, end, b", ") {
            take(text, name, end, Kind::Host, spans);
        }
        if last || end == name || !says(text, end, b", ") {
            break;
        }
        start = end.wrapping_add(if says(text, end, NOT) { NOT.len() } else { 2 });
    }
    true
}

const NOT: &[u8] = b", not ";

/// Looks at a colon and a blank that a message may stand before, or whose name does. Whether one does.
#[inline(never)]
pub(crate) fn before_colon(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let before = |words: &[u8]| text.slice(colon.wrapping_sub(words.len()), colon) == words;
    if before(b"UnknownHostException") {
        // Java's, with the name and the reason.
        let start = colon.wrapping_add(2);
        let end = name_end(text, start);
        let ends = ends_line(text, end) || says(text, end, b": ");
        return ends && take(text, start, end, Kind::Host, spans);
    }
    if before(b" status is now") {
        // `Node name status is now: NodeReady`, an event of Kubernetes.
        let end = colon.wrapping_sub(b" status is now".len());
        let start = name_start(text, end, spans);
        let node = text.slice(start.wrapping_sub(5), start) == b"Node "
            && says(text, colon.wrapping_add(1), b" Node");
        return node && take(text, start, end, Kind::Host, spans);
    }
    if before(b" login") {
        // `name login: user`, as getty(8) asks on a terminal. Words before and behind may be prose.
        let end = colon.wrapping_sub(b" login".len());
        let start = name_start(text, end, spans);
        let user = colon.wrapping_add(2);
        let user_end = name_end(text, user);
        let numbered = |start: usize, end: usize| has_any(text.slice(start, end), DIGIT);
        let sound = text.begins_line(start)
            && numbered(start, end)
            && numbered(user, user_end)
            && ends_line(text, user_end)
            && is_user(text.slice(user, user_end));
        return sound
            && take(text, start, end, Kind::Host, spans)
            && take(text, user, user_end, Kind::User, spans);
    }
    if before(b", reason") {
        // `Server pool/name is DOWN, reason: ...`, as HAProxy says it.
        let state = text.skip_back(colon.wrapping_sub(b", reason".len()), colon.saturating_sub(16), UPPER);
        let end = state.wrapping_sub(4);
        let start = name_start(text, end, spans);
        let pool = text.skip_back(start.wrapping_sub(1), start.saturating_sub(LONGEST_WORD), HOST | TOKEN);
        let server = text.slice(end, state) == b" is "
            && text.before(start) == b'/'
            && text.slice(pool.wrapping_sub(7), pool) == b"Server ";
        return server && take(text, start, end, Kind::Host, spans);
    }
    false
}

/// Looks at a colon between blanks: `name   : ok=12   changed=3`, as Ansible recaps it, `name : TTY=pts/0 ; ...`, as sudo(8)
/// tells it.
#[inline(never)]
pub(crate) fn before_fields(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let from = colon.wrapping_add(2);
    let recap = text.skip_blanks(text.skip_within(from.wrapping_add(3), from.saturating_add(12), DIGIT));
    let kind = if says(text, from, b"ok=") && says(text, recap, b"changed=") {
        Kind::Host
    } else if says(text, from, b"TTY=") {
        Kind::User
    } else {
        return false;
    };
    let end = text.skip_blanks_back(colon, colon.saturating_sub(64));
    let start = name_start(text, end, spans);
    text.begins_line(start) && take(text, start, end, kind, spans)
}

/// Tokens of ten letters and more that messages hold.
pub(crate) static TELLING: Words = words!(
    "allowusers" "authenticated" "authenticating" "authenticity" "certificate" "connecting" "connection" "disconnected"
    "permission" "registered" "server_name" "serveralias" "servername" "subscription" "successfully"
);

/// Where a word of any characters ends that begins at a position.
#[inline(never)]
fn end_of_word(text: Text<'_>, start: usize) -> usize {
    text.find_within(start, start.saturating_add(LONGEST_WORD), SPACE)
}

#[inline(never)]
fn found(text: Text<'_>, start: usize, end: usize, kind: Kind) -> Option<Found> {
    let name = text.slice(start, end);
    let sound = if kind == Kind::User { is_user(name) } else { is_somebodys_host(name) };
    sound.then_some((start, end, kind, rule(kind)))
}

/// Whether some words stand at a position. Not inlined, as the many messages would make many copies.
#[inline(never)]
pub(crate) fn says(text: Text<'_>, position: usize, words: &[u8]) -> bool {
    text.starts_with(position, words)
}

/// What stands around such a token that ends at a position.
#[inline(never)]
pub(crate) fn around_token(text: Text<'_>, word: &[u8], end: usize) -> Option<Found> {
    let begin = end.wrapping_sub(word.len());
    if let Some(message) = AROUND_TOKEN.iter().find(|message| message.word == word)
        && says(text, end, message.before)
        && let Some(found) = message.name(text, end)
    {
        return Some(found);
    }
    let after = |words: &[u8]| says(text, end, words).then(|| end.wrapping_add(words.len()));
    match word {
        b"AllowUsers" => {
            // sshd_config(5): all of them, up to the end of the line.
            let start = after(b" ")?;
            let names = text.slice(start, start.saturating_add(LONGEST_USER).min(text.len()));
            let listed = |byte: &u8| is(*byte, NAME) || matches!(*byte, b' ' | b'@' | b'*');
            let end = start.wrapping_add(names.iter().take_while(|byte| listed(byte)).count());
            let whole = text.begins_line(begin) && ends_line(text, end);
            if whole { found(text, start, end, Kind::User) } else { None }
        }
        b"authenticated" | b"Authenticated" => {
            let (start, end) = prose::after_as(text, after(b" as ")?)?;
            found(text, start, end, Kind::User)
        }
        b"permission" | b"Permission" => {
            // Google: `does not have permission to access projects instance [name]`, `denied on resource project name.`
            let project = after(b" to access projects instance [")
                .or_else(|| after(b" to access project ["))
                .or_else(|| after(b" denied on resource project ["))
                .or_else(|| after(b" denied on resource project "))?;
            let end = text.skip_within(project, project.saturating_add(64), TOKEN);
            let replaced = replacement_at(text, project.wrapping_sub(1)).is_some();
            let named = !replaced && end.wrapping_sub(project) >= 4 && is(text.at(project), LOWER);
            named.then_some((project, end, Kind::Account, "google-project"))
        }
        b"connecting" => {
            // redis-py: `Error 111 connecting to name:6379.`
            let start = after(b" to ")?;
            let end = name_end(text, start);
            let number = text.skip_back(begin.wrapping_sub(1), begin.saturating_sub(8), DIGIT);
            let error = text.slice(number.wrapping_sub(6), number) == b"Error ";
            let port = text.at(end) == b':' && is(text.at(end.wrapping_add(1)), DIGIT);
            if error && port {
                return found(text, start, end, Kind::Host);
            }
            reached::by_connection(text, begin.wrapping_add(word.len()))
        }
        b"connection" | b"Connection" | b"Connecting" | b"disconnected" => reached::by_connection(text, end),
        b"certificate" | b"Certificate" => reached::of_certificate(text, end),
        b"ServerName" | b"ServerAlias" | b"server_name" => reached::of_setting(text, word, end),
        b"subscription" => {
            // Azure: `The subscription of '...' doesn't exist in cloud`
            let start = after(b" of '")?;
            let end = text.skip_within(start, start.saturating_add(37), TOKEN);
            let id = is_hexadecimal(text.slice(start, end), UUID);
            id.then_some((start, end, Kind::Account, "azure-subscription"))
        }
        b"successfully" => {
            // GitHub, to whoever tries to log in with SSH.
            after(b" authenticated, but GitHub")?;
            let end = begin.wrapping_sub(b"! You've ".len());
            let start = text.skip_back(end, end.saturating_sub(LONGEST_USER), TOKEN);
            let greeted =
                text.slice(end, begin) == b"! You've " && text.slice(start.wrapping_sub(3), start) == b"Hi ";
            if greeted { found(text, start, end, Kind::User) } else { None }
        }
        _ => None,
    }
}

/// `name ansible_host=... ansible_user=...`, a host in an inventory of Ansible's, going by one of its variables.
#[inline(never)]
pub(crate) fn host_of_inventory(text: Text<'_>, variable: usize, spans: &mut Spans) {
    let Some((start, line)) = text.line_before(variable) else { return };
    let length = line.iter().position(|byte| *byte == b' ').unwrap_or_default();
    let end = start.wrapping_add(length);
    let begins = start >= spans.floor() && says(text, text.skip_blanks(end), b"ansible_");
    if begins && is_telling_host(text.slice(start, end)) {
        take(text, start, end, Kind::Host, spans);
    }
}

/// Programs that are given a path on a host.
const COPYING: &[&[u8]] = &[b"scp ", b"rsync ", b"mount "];

/// Looks at a colon before an absolute path: `name:/export on /mnt type nfs4` (mount(8)), `scp file name:/tmp`.
#[inline(never)]
pub(crate) fn host_of_path(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = name_start(text, colon, spans);
    if text.begins_line(start) {
        if is_in_table(text, colon) {
            return take(text, start, colon, Kind::Host, spans);
        }
        let on = end_of_word(text, colon);
        let mount = on.wrapping_add(b" on ".len());
        let mounted = text.slice(on, mount) == b" on "
            && text.at(mount) == b'/'
            && says(text, end_of_word(text, mount), b" type nfs");
        return mounted && take(text, start, colon, Kind::Host, spans);
    }
    let copied = text.before(start) == b' '
        && text.line_before(start).is_some_and(|(_, line)| {
            let line = line.strip_prefix(b"$ ").or_else(|| line.strip_prefix(b"# ")).unwrap_or(line);
            let line = line.strip_prefix(b"sudo ").unwrap_or(line);
            COPYING.iter().any(|copy| line.starts_with(copy))
        });
    copied && take(text, start, colon, Kind::Host, spans)
}

/// `name:/export  /mnt  nfs  defaults`, a line of fstab(5), going by the colon.
fn is_in_table(text: Text<'_>, colon: usize) -> bool {
    let place = text.skip_blanks(end_of_word(text, colon));
    text.at(place) == b'/' && says(text, text.skip_blanks(end_of_word(text, place)), b"nfs")
}

/// `DNS:name`, an alternative name in a certificate (RFC 5280 section 4.2.1.6) as OpenSSL prints it.
#[inline(never)]
pub(crate) fn host_of_alternative(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    if text.slice(colon.wrapping_sub(3), colon) != b"DNS" || is(text.at(colon.wrapping_sub(4)), TOKEN) {
        return false;
    }
    let start = colon.wrapping_add(1);
    let start = start.wrapping_add(if says(text, start, b"*.") { 2 } else { 0 });
    let end = name_end(text, start);
    let name = text.slice(start, end);
    let ends = ends_line(text, end) || matches!(text.at(end), b',' | b' ' | b'"' | b'\'');
    let sound =
        if name.contains(&b'.') { is_qualified(name) || is_local(name) } else { is_telling_host(name) };
    ends && sound && take(text, start, end, Kind::Host, spans)
}

/// `subject=CN = name`, `-subj /CN=name`, the name of a certificate whose value begins behind a position.
#[inline(never)]
pub(crate) fn host_of_subject(text: Text<'_>, name: usize, from: usize, spans: &mut Spans) -> bool {
    let start = text.skip_blanks(from);
    let end = name_end(text, start);
    let host = text.slice(start, end);
    let ends = ends_line(text, end) || matches!(text.at(end), b',' | b'/' | b'"');
    let subject = || text.line_before(name).is_some_and(|(_, line)| holds(line, b"subj"));
    // The name of an authority has blanks, or no number.
    let sound = ends && (reached::is_known(host) || (is_qualified(host) && subject()));
    sound && take(text, start, end, Kind::Host, spans)
}

/// Settings of Postfix that are its own host and domain (postconf(5)).
static MAIL: Words = words!("mydomain" "myhostname" "myorigin");

/// `myhostname = name`, whose value begins behind a position.
#[inline(never)]
pub(crate) fn host_of_mail(text: Text<'_>, name: &[u8], from: usize, spans: &mut Spans) -> bool {
    if name == b"helo" {
        return host_of_greeting(text, from, spans);
    }
    let start = text.skip_blanks(from);
    let end = name_end(text, start);
    let ends = ends_line(text, end) || matches!(text.at(end), b' ' | b'"' | b'\'');
    MAIL.contains(name)
        && ends
        && is_qualified(text.slice(start, end))
        && take(text, start, end, Kind::Host, spans)
}

/// `'name'@'host'`, an account of MySQL's, going by the `@`. A host may as well be a pattern or a word of a manual, unless
/// it was told why it is named: `Access denied for user 'name'@'host'`.
#[inline(never)]
pub(crate) fn account_of_mysql(text: Text<'_>, at: usize, spans: &mut Spans) {
    let quote = at.wrapping_sub(1);
    let user_end = quote.wrapping_sub(usize::from(text.before(quote) == b'\\'));
    let user = text.skip_back(user_end, spans.floor().max(user_end.saturating_sub(LONGEST_USER)), NAME);
    let name = text.slice(user, user_end);
    if text.before(user) == b'\'' && !prose::is_noun(name) && meaning(name).is_none() {
        take(text, user, user_end, Kind::User, spans);
    }
    let start = text.skip_escapes(at.wrapping_add(1)).wrapping_add(1);
    let end = name_end(text, start);
    let denied = holds(text.slice(at.saturating_sub(LONGEST_WORD), at), b"Access denied for user ");
    if denied && matches!(text.at(end), b'\'' | b'\\') {
        take(text, start, end, Kind::Host, spans);
    }
}

/// `host:directory name$ command`, the prompt of Bash on macOS, going by the `$`.
#[inline(never)]
pub(crate) fn prompt(text: Text<'_>, dollar: usize, spans: &mut Spans) {
    let user = name_start(text, dollar, spans);
    let blank = user.wrapping_sub(1);
    let directory = text.skip_back(blank, spans.floor().max(blank.saturating_sub(LONGEST_WORD)), PATH);
    let colon = directory.wrapping_sub(1);
    let host = name_start(text, colon, spans);
    let sound = text.at(blank) == b' '
        && directory < blank
        && text.at(colon) == b':'
        && text.begins_line(host)
        && is_host(text.slice(host, colon))
        && is_user(text.slice(user, dollar));
    if sound {
        take(text, host, colon, Kind::Host, spans);
        take(text, user, dollar, Kind::User, spans);
    }
}

/// Words before a name in quotes that is a node's.
static NODES: Words = words!("node" "nodes");

/// `node "name" not found`, as Kubernetes says it, also in a text in quotes (`\"name\"`). The name begins at a position, and
/// `end` is where the word before it ends.
#[inline(never)]
pub(crate) fn quoted_node(text: Text<'_>, end: usize, start: usize, spans: &mut Spans) -> bool {
    let name = text.skip_within(start, start.saturating_add(LONGEST_HOST), HOST | TOKEN);
    let behind = text.skip_escapes(name);
    let says = [&b"\" not found"[..], b"\" due to error"].iter().any(|words| says(text, behind, words));
    says && NODES.end_before(text, end)
        && is_telling_host(text.slice(start, name))
        && take(text, start, name, Kind::Host, spans)
}

/// `user \"name\": ...`, `user \'name\'@...`, in a text in quotes as JSON, logfmt and PHP have them.
#[inline(never)]
pub(crate) fn quoted_user(text: Text<'_>, end: usize, start: usize, spans: &mut Spans) {
    let name = text.skip_within(start, start.saturating_add(LONGEST_USER), NAME);
    if text.at(name) == b'\\'
        && text.at(name.wrapping_add(1)) == text.before(start)
        && USERS.end_before(text, end)
    {
        take(text, start, name, Kind::User, spans);
    }
}

static USERS: Words = words!("user" "username");

/// What kubectl(1) says that it did to a node.
static DONE: Words =
    words!("already" "annotated" "condition" "cordoned" "drained" "evicted" "labeled" "tainted" "uncordoned");

/// Looks at a slash between two words: `node/name cordoned`.
#[inline(never)]
pub(crate) fn node_of_command(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let start = slash.wrapping_add(1);
    let end = name_end(text, start);
    let word = end.wrapping_add(1);
    let word_end = text.skip_within(word, word.saturating_add(16), LOWER);
    let node = slash.wrapping_sub(4);
    let known = text.slice(node, slash) == b"node"
        && text.begins_line(node)
        && text.at(end) == b' '
        && DONE.contains(text.slice(word, word_end))
        && (ends_line(text, word_end) || text.at(word_end) == b' ');
    if known && has_any(text.slice(start, end), LETTER) && is_telling_host(text.slice(start, end)) {
        take(text, start, end, Kind::Host, spans);
    }
}

/// `Host key for name has changed and you have requested strict checking.`, as OpenSSH says it, going by the dot.
#[inline(never)]
pub(crate) fn host_of_key(text: Text<'_>, dot: usize, spans: &mut Spans) {
    const CHANGED: &[u8] = b" has changed and you have requested strict checking";
    const KEY: &[u8] = b"Host key for ";
    let end = dot.wrapping_sub(CHANGED.len());
    if text.slice(end, dot) == CHANGED {
        let start = name_start(text, end, spans);
        if text.slice(start.wrapping_sub(KEY.len()), start) == KEY {
            take(text, start, end, Kind::Host, spans);
        }
    }
}
