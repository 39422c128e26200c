//! Hosts that something connects to and runs on, where their names alone say too little: those of a single word with a
//! number behind a dash (`db-prod-3`), as administrators call machines, and those that machines give themselves
//! (`nas.local`). Steps, versions and regions are called alike, so that the words around have to leave nothing else.

use super::host::{is_local, is_somebodys, may_be_reached};
use super::message::{ends_line, is_somebodys_host, name_end, says};
use super::named::is_kind_of_machine;
use super::token::Found;
use crate::scrub::text::Text;
use crate::scrub::text::class::{ALNUM, DIGIT, HOST, LETTER, QUOTE, SPACE, TOKEN, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{consists_of, ends_in, has_any, holds};
use crate::scrub::values::value::Value;

pub(crate) const RULE: &str = "reached-host";

/// First words of what has a number and is no machine: standards, algorithms, systems, licences, and parts of a whole.
static NO_MACHINES: Words = words!(
    "aes" "agpl" "android" "apache" "api" "arm" "attempt" "batch" "block" "bsd" "build" "cc" "channel" "chapter" "chunk"
    "class" "commit" "cp" "crc" "cve" "day" "debian" "ed" "es" "eth" "example" "fedora" "figure" "gcc" "gpio" "gpl" "gpt"
    "group" "http" "ibm" "id" "ios" "ipv" "iso" "issue" "java" "jdk" "job" "latin" "layer" "level" "lgpl" "line" "llvm" "md"
    "mpl" "option" "page" "part" "partition" "pep" "phase" "php" "pin" "port" "pr" "pull" "python" "rc" "release" "request"
    "rev" "rfc" "rsa" "run" "rust" "section" "sha" "slot" "stage" "step" "table" "task" "test" "thread" "tls" "type"
    "ubuntu" "ucs" "utf" "ver" "version" "vlan" "wasm" "week" "windows" "wlan" "x86"
);
/// Words within the names of regions and of kinds of machines at clouds: `eu-west-1`, `n2-standard-8`.
static OF_CLOUDS: Words = words!(
    "central" "centralus" "east" "eastus" "highcpu" "highgpu" "highmem" "megamem" "north" "northeast" "northwest" "south"
    "southeast" "southwest" "standard" "ultramem" "west" "westus"
);

/// Whether a name is a single word with a number of at most three digits behind a dash, and of nothing but a machine.
pub(crate) fn is_numbered(name: &[u8]) -> bool {
    if !name.first().is_some_and(|byte| is(*byte, LETTER)) {
        return false;
    }
    let mut parts = name.split(|byte| *byte == b'-');
    let first = parts.next().unwrap_or_default();
    // `build-agent-7` is one, and `build-7` is none.
    let several = has_any(name.get(first.len()..).unwrap_or_default(), LETTER);
    let last = name.rsplit(|byte| *byte == b'-').next().unwrap_or_default();
    let word = first.split(|byte| is(*byte, DIGIT)).next().unwrap_or_default();
    last.len() < name.len()
        && (4..=63).contains(&name.len())
        && (1..=3).contains(&last.len())
        && consists_of(last, DIGIT)
        && word.len() >= 2
        && (several || !NO_MACHINES.contains(word))
        && parts.all(|part| !part.is_empty() && consists_of(part, ALNUM) && !OF_CLOUDS.contains(part))
        && consists_of(first, ALNUM)
        && !is_kind_of_machine(name)
}

/// Whether a name is one of these.
fn is_machines(name: &[u8]) -> bool {
    is_numbered(name) || is_local(name)
}

/// Whether a name is such a one, or one with a number in somebody's own domain: `web01.acme.net`. What services at clouds
/// are called is looked at elsewhere.
pub(crate) fn is_known(name: &[u8]) -> bool {
    let first = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    let domain = name.rsplit(|byte| *byte == b'.').nth(1).unwrap_or_default();
    let digits = first.iter().rev().take_while(|byte| is(**byte, DIGIT)).count();
    let word = first.get(..first.len().wrapping_sub(digits)).unwrap_or_default();
    let numbered = is_numbered(first) || ((1..=3).contains(&digits) && consists_of(word, LETTER));
    is_machines(name)
        || (numbered
            && !has_any(domain, DIGIT)
            && !holds(name, b".amazonaws.")
            && may_be_reached(name, false)
            && is_somebodys_host(name))
}

/// Takes the value of a name that is a machine's, among others: `instance="db-prod-3:9100"`, `leader=web01.acme.net`.
#[inline(never)]
pub(crate) fn field(text: Text<'_>, value: Value, spans: &mut Spans) -> bool {
    let end = name_end(text, value.start);
    let port = text.at(end) == b':' && is(text.at(end.wrapping_add(1)), DIGIT);
    let ends = end >= value.end || port || matches!(text.at(end), b'[' | b',' | b';');
    let sound = ends && is_known(text.slice(value.start, end));
    if sound {
        spans.push(text, value.start, end, Kind::Host, RULE);
    }
    sound
}

/// Whether a digit that ends at a position may be the last one of a machine, or of a port behind one.
#[inline]
pub(crate) fn may_end(text: Text<'_>, position: usize) -> bool {
    // `-3`, `-13`, `-113`, `port 22`, `port 443`, `port 5432`
    matches!(
        text.slice(position.wrapping_sub(6), position),
        [.., b'-', _]
            | [.., b'-', _, _]
            | [.., b'-', _, _, _]
            | [.., b't', b' ', _, _]
            | [.., b't', b' ', _, _, _]
            | [b't', b' ', ..]
    )
}

/// The same where a digit does, of which it is not known whether it may be one.
#[inline(never)]
pub(crate) fn behind_digit(text: Text<'_>, position: usize, spans: &mut Spans) -> bool {
    may_end(text, position) && at_end(text, position, spans)
}

/// Takes the name that ends in a digit at a position, and a line or a sentence with it, if the words before say whose it is:
/// `unable to connect to db-prod-3`, `failed to connect to db-prod-3 port 443`.
#[inline(never)]
pub(crate) fn at_end(text: Text<'_>, position: usize, spans: &mut Spans) -> bool {
    const PORT: &[u8] = b" port ";
    let number = text.skip_back(position, position.saturating_sub(5), DIGIT);
    let port = match text.before(number) {
        b'-' => false,
        b' ' if text.slice(number.wrapping_sub(PORT.len()), number) == PORT => true,
        _ => return false,
    };
    let end = if port { number.wrapping_sub(PORT.len()) } else { position };
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(64)), HOST | TOKEN);
    let sound = follows(text, start) && is_machines(text.slice(start, end));
    if sound {
        spans.push(text, start, end, Kind::Host, RULE);
    }
    sound
}

/// `connect to db-prod-3:5432`, `broker db-prod-3:9092`, `10.0.0.1:5->db-prod-3:22`, going by the colon before the port.
#[inline(never)]
pub(crate) fn before_port(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    if !matches!(text.three(colon.wrapping_sub(4)), Some([b'-', ..] | [_, b'-', _] | [_, _, b'-'])) {
        return false;
    }
    let start = text.skip_back(colon, spans.floor().max(colon.saturating_sub(64)), HOST | TOKEN);
    let sound = is_numbered(text.slice(start, colon)) && is_told(text, start, colon);
    if sound {
        spans.push(text, start, colon, Kind::Host, RULE);
    }
    sound
}

/// Whether a name with dots before the colon of a port is that of a pod of a StatefulSet of Kubernetes, below the service
/// that is called after it: `mongo-0.mongo:27017`, `kafka-2.kafka-headless:9092`.
#[inline(never)]
pub(crate) fn is_pod_at_port(text: Text<'_>, name: &[u8], colon: usize) -> bool {
    let mut labels = name.split(|byte| *byte == b'.');
    let (pod, service) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let digits = pod.iter().rev().take_while(|byte| is(**byte, DIGIT)).count();
    let set = pod.get(..pod.len().saturating_sub(digits)).and_then(|set| set.strip_suffix(b"-"));
    let called =
        set.and_then(|set| service.strip_prefix(set)).is_some_and(|rest| matches!(rest, [] | [b'-', ..]));
    let port = colon.wrapping_add(1);
    let port_end = text.skip_within(port, port.saturating_add(6), DIGIT);
    (1..=3).contains(&digits)
        && called
        && set.is_some_and(|set| set.len() > 1)
        && (2..=5).contains(&port_end.wrapping_sub(port))
        && !is(text.at(port_end), TOKEN)
        && text.at(port_end) != b':'
}

/// Nouns before a host and its port, or between `to` and a host.
static NOUNS: Words =
    words!("backend" "broker" "host" "leader" "machine" "node" "peer" "server" "target" "tcp" "upstream");

/// Whether what stands around a name says that something connects to it.
#[inline(never)]
pub(crate) fn is_told(text: Text<'_>, start: usize, end: usize) -> bool {
    let number = end.wrapping_add(1);
    let port = text.skip_within(number, number.saturating_add(6), DIGIT);
    let ported = text.at(end) == b':'
        && (2..=5).contains(&port.wrapping_sub(number))
        && !is(text.at(port), ALNUM)
        && text.at(port) != b'-'
        // `file-1:22:7`
        && !(text.at(port) == b':' && is(text.at(port.wrapping_add(1)), ALNUM));
    let noun = || text.before(start) == b' ' && NOUNS.end_before(text, start.wrapping_sub(1));
    (ported && (noun() || is_other_end(text, start))) || follows(text, start)
}

/// Whether a name stands behind the other end of a connection, as Go prints both: `10.0.0.1:50514->`, `[address]->`.
fn is_other_end(text: Text<'_>, start: usize) -> bool {
    let arrow = text.skip_blanks_back(start, start.saturating_sub(1)).wrapping_sub(2);
    let end = text.skip_blanks_back(arrow, arrow.saturating_sub(1));
    let port = text.skip_back(end, end.saturating_sub(5), DIGIT);
    text.starts_with(arrow, b"->")
        && (text.before(end) == b']' || (port < end && matches!(text.before(port), b':' | b'.')))
}

/// What is said right before a host.
const BEFORE: &[&str] = &[
    // Java's and Python's, C's `gai_strerror` and `strerror`.
    "service not known: ",
    "no route to host: ",
    "connection closed by ",
    "connection reset by ",
    // Jenkins.
    "executor on ",
    // The column of `kubectl describe` that says whose event it is.
    "kubelet, ",
    // Clients of mail servers.
    "ehlo ",
    "helo ",
];
/// The last words of these, and of what else stands before a host.
static LAST: Words = words!(
    "backend" "broker" "by" "ehlo" "from" "helo" "host" "leader" "machine" "node" "on" "peer" "server" "target" "tcp" "to" "upstream" "with"
);
/// What happens to, from or with a host.
static VERBS: Words = words!(
    "communicate" "connect" "connected" "connecting" "connection" "connections" "disconnected" "reconnect" "reconnecting"
);
static PLACES: Words = words!("from" "to" "with");

/// Whether the words before a name say that something connects to it: `unable to connect to`, `connection to server`.
#[inline(never)]
fn follows(text: Text<'_>, start: usize) -> bool {
    let start = start.wrapping_sub(usize::from(is(text.before(start), QUOTE)));
    let blank = start.wrapping_sub(1);
    if text.at(blank) != b' ' {
        return false;
    }
    if !(matches!(text.before(blank), b':' | b',') || LAST.end_before(text, blank)) {
        return false;
    }
    let before = text.slice(start.saturating_sub(24), start);
    if BEFORE.iter().any(|words| ends_in(before, words)) {
        return true;
    }
    let word = text.word_before(blank);
    let earlier = |end: usize, word: &[u8]| end.wrapping_sub(word.len()).wrapping_sub(1);
    let noun = NOUNS.contains(word);
    let place_end = if noun { earlier(blank, word) } else { blank };
    let place = text.word_before(place_end);
    let connects = PLACES.contains(place) && VERBS.end_before(text, earlier(place_end, place));
    // `peer db-prod-3`
    let begin = blank.wrapping_sub(word.len());
    connects || (word == b"peer" && (text.begins_line(begin) || text.before(begin) == b' '))
}

/// What is said of a connection behind the host.
const BEHIND: &[&[u8]] = &[
    b" failed",
    b" refused",
    b" timed out",
    b" closed",
    b" lost",
    b" was ",
    b" has ",
    b" port ",
    b"...",
    b": ",
];

/// `connection to db-prod-3 failed`, `Connecting to db-prod-3...`, going by the first word, which ends at a position.
pub(crate) fn by_connection(text: Text<'_>, end: usize) -> Option<Found> {
    const WAYS: &[&[u8]] =
        &[b" to server ", b" to host ", b" to ", b" from ", b" with ", b" closed by ", b" reset by "];
    if !matches!(text.at(end.wrapping_add(1)), b't' | b'f' | b'w' | b'c' | b'r') {
        return None;
    }
    let way = WAYS.iter().find(|way| says(text, end, way))?;
    let start = end.wrapping_add(way.len());
    let start = start.wrapping_add(usize::from(is(text.at(start), QUOTE)));
    let end = text.skip_within(start, start.saturating_add(64), TOKEN);
    let behind = end.wrapping_add(usize::from(is(text.at(end), QUOTE)));
    let sound = is_numbered(text.slice(start, end))
        && (ends_line(text, behind) || BEHIND.iter().any(|words| says(text, behind, words)));
    sound.then_some((start, end, Kind::Host, RULE))
}

/// `certificate for db-prod-3 expired`, going by the first word.
pub(crate) fn of_certificate(text: Text<'_>, end: usize) -> Option<Found> {
    const OUTCOMES: &[&[u8]] =
        &[b" expired", b" has expired", b" is expired", b" will expire", b" expires", b" is not "];
    let start = end.wrapping_add(b" for ".len());
    let start = start.wrapping_add(usize::from(is(text.at(start), QUOTE)));
    let end = if says(text, end, b" for ") { name_end(text, start) } else { return None };
    let behind = end.wrapping_add(usize::from(is(text.at(end), QUOTE)));
    let sound = is_known(text.slice(start, end)) && OUTCOMES.iter().any(|words| says(text, behind, words));
    sound.then_some((start, end, Kind::Host, RULE))
}

/// `Running on db-prod-3 in /var/lib/jenkins/...`, `Building remotely on db-prod-3 (labels) in workspace /...`, as Jenkins
/// says where a part of a build runs, going by the slash.
#[inline(never)]
pub(crate) fn running(text: Text<'_>, slash: usize, spans: &mut Spans) {
    const RUNNING: &[u8] = b"Running on ";
    const BUILDING: &[u8] = b"Building remotely on ";
    if let Some((line, before)) = text.line_before(slash)
        && before.starts_with(BUILDING)
        && line >= spans.floor()
    {
        let start = line.wrapping_add(BUILDING.len());
        let end = name_end(text, start);
        if is_somebodys_host(text.slice(start, end)) && text.at(end) == b' ' {
            spans.push(text, start, end, Kind::Host, RULE);
        }
        return;
    }
    let end = slash.wrapping_sub(b" in ".len());
    let start = text.skip_back(end, spans.floor().max(end.saturating_sub(255)), HOST | TOKEN);
    if text.slice(start.wrapping_sub(RUNNING.len()), start) == RUNNING && is_known(text.slice(start, end)) {
        spans.push(text, start, end, Kind::Host, RULE);
    }
}

/// Whether the words before a name and an address in brackets behind it say that it is a host's: `PING x (10.0.0.1)`,
/// `Nmap scan report for x (10.0.0.1)`, `to node 'x' (10.0.0.1)`. The name may stand in quotes.
pub(crate) fn has_address(text: Text<'_>, start: usize, end: usize) -> bool {
    let name = text.slice(start, end);
    let blank = start.wrapping_sub(usize::from(is(text.before(start), QUOTE))).wrapping_sub(1);
    let before = text.slice(blank.saturating_sub(16), blank);
    let certain = ends_in(before, "scan report for") || (before.ends_with(b"PING") && before.len() == 4);
    let word = text.word_before(blank);
    let told = certain || NOUNS.contains(word) || PLACES.contains(word);
    text.at(blank) == b' ' && if certain { is_somebodys_host(name) } else { told && is_known(name) }
}

/// `Normal  Pulled  2m  kubelet, db-prod-3  ...`, an event of Kubernetes as older kubectl(1) lists it, whose line begins at
/// a position.
#[cold]
pub(crate) fn reporter(text: Text<'_>, from: usize, spans: &mut Spans) {
    const KUBELET: &[u8] = b"kubelet, ";
    let line = text.slice(from, text.len().min(from.saturating_add(200)));
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let Some(place) = line.windows(KUBELET.len()).position(|part| part == KUBELET) else { return };
    let start = from.wrapping_add(place).wrapping_add(KUBELET.len());
    let end = name_end(text, start);
    if matches!(text.at(end), 0 | b' ' | b'\n') && is_somebodys_host(text.slice(start, end)) {
        spans.push(text, start, end, Kind::Host, RULE);
    }
}

/// `ServerName web01.acme.net` (Apache), `server_name db-prod-3 *.acme.net;` (nginx): the names of a setting whose own name,
/// at the beginning of its line, ends at a position. From the first one on that is somebody's to the last one.
#[inline(never)]
pub(crate) fn of_setting(text: Text<'_>, setting: &[u8], from: usize) -> Option<Found> {
    let begin = from.wrapping_sub(setting.len());
    let mut found: Option<(usize, usize)> = None;
    let mut position = from;
    for _ in 0..MOST_NAMES {
        let word = text.skip_blanks(position);
        let start = word.wrapping_add(if says(text, word, b"*.") { 2 } else { 0 });
        let end = name_end(text, start);
        let name = text.slice(start, end);
        let ends = is(text.at(end), SPACE) || matches!(text.at(end), b':' | b';');
        if text.at(word) == b'=' {
            // `server_name == self.domain`
            break;
        }
        // `yourdomain.com` is nobody's.
        let known = is_numbered(name) || (is_somebodys(name) && !holds(name, b"domain."));
        position = text.find_within(end, end.saturating_add(8), SPACE);
        match found {
            _ if word == position => break,
            Some((first, _)) if ends && known => found = Some((first, end)),
            None if ends && known => found = Some((start, end)),
            Some(_) => break,
            None => {}
        }
    }
    let (start, end) = found?;
    let line = text.skip_blanks_back(begin, begin.saturating_sub(32));
    text.begins_line(line).then_some((start, end, Kind::Host, RULE))
}

/// How many names of a setting are looked at.
const MOST_NAMES: usize = 16;
