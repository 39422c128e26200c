//! URLs (RFC 3986): credentials before the host, hosts without a domain, paths of file systems, and addresses that are
//! secrets themselves. Parameters are left to the rules for names and values.

use super::{cloud, host, message, path, place, positional, service};
use crate::scrub::facts::common;
use crate::scrub::text::class::{ALNUM, BEYOND, DIGIT, LETTER, NAME, PATH, QUOTE, SPACE, TOKEN, UPPER, is};
use crate::scrub::text::span::{Kind, Spans, replacement_at};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, consists_of, has_any, is_crossed};
use crate::scrub::values::names::split_last_word;
use crate::scrub::values::value::Value;

/// How far credentials may reach: long enough for a token, short enough to stay linear.
const LONGEST_CREDENTIALS: usize = 1024;

/// Schemes whose paths are those of a file system.
static FILE_SCHEMES: Words = words!(
    "afp" "file" "remote" "hdfs" "webhdfs" "viewfs" "nfs" "scp" "sftp" "smb" "ssh" "sshfs"
);
/// Schemes whose first part is the bucket of a customer.
static BUCKET_SCHEMES: Words = words!("s3" "s3a" "s3n" "gs" "abfs" "abfss" "wasb" "wasbs" "oss");
/// Schemes in which a name without a domain is no host.
static NAMELESS_SCHEMES: Words = words!("chrome" "containerd" "cri-o" "docker" "docker-archive" "docker-daemon" "docker-pullable" "edge" "github" "jms" "oci" "webpack" "webpack-internal" "chrome-extension" "moz-extension" "op" "rdar" "salt" "unix");
/// Schemes of services that are hardly ever public: databases, queues, directories, mail, shells.
static SERVICE_SCHEMES: Words = words!(
    "amqp" "amqps" "cassandra" "cifs" "clickhouse" "consul" "couchbase" "etcd" "imap" "imaps" "kafka" "ldap" "ldaps"
    "mariadb" "memcached" "mongodb" "mqtt" "mqtts" "mssql" "mysql" "nats" "neo4j" "nfs" "oracle" "pg" "postgres"
    "postgresql" "pulsar" "rdp" "redis" "rediss" "sftp" "smb" "smtp" "smtps" "spark" "sqlserver" "ssh" "srv"
    "stomp" "tcp" "telnet" "thrift" "tls" "udp" "vnc" "winrm" "zk" "zookeeper"
);
/// Hosts without a domain that name nobody's machine.
static LOOPBACK: Words = words!("localhost" "host" "hostname" "example" "server");

/// Addresses (host and beginning of the path) whose remaining path lets anybody in who knows it.
const SECRET_ADDRESSES: &[(&str, &str)] = &[
    ("anaconda.org", "/t/"),
    ("api.telegram.org", "/bot"),
    ("api.softlayer.com", "/soap/"),
    ("chat.googleapis.com", "/v1/spaces/"),
    ("discord.com", "/api/webhooks/"),
    ("discordapp.com", "/api/webhooks/"),
    ("events.pagerduty.com", "/integration/"),
    ("logs.datadoghq.com", "/v1/input/"),
    ("logs.datadoghq.eu", "/v1/input/"),
    ("hooks.slack.com", "/services/"),
    ("hooks.slack.com", "/triggers/"),
    ("hooks.slack.com", "/workflows/"),
    ("hooks.zapier.com", "/hooks/catch/"),
    ("maker.ifttt.com", "/trigger/"),
    ("oapi.dingtalk.com", "/robot/"),
    ("open.feishu.cn", "/open-apis/bot/"),
    ("webhook.office.com", "/webhookb2/"),
    ("outlook.office.com", "/webhook/"),
];

/// The first letters of these paths, by the lower five bits.
const SECRET_PATHS: u32 = {
    let (mut letters, mut index) = (0, 0_usize);
    while index < SECRET_ADDRESSES.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the list")]
        let path = SECRET_ADDRESSES[index].1.as_bytes();
        #[expect(
            clippy::indexing_slicing,
            reason = "evaluated by the compiler: all have a letter after their slash"
        )]
        let letter = path[1];
        letters |= 1 << (letter & 31);
        index = index.wrapping_add(1);
    }
    letters
};

/// Looks at the colon of a `://`.
#[inline(never)]
pub(crate) fn recognise(text: Text<'_>, colon: usize, spans: &mut Spans) {
    let scheme_start = text.skip_back(colon, spans.floor().max(colon.saturating_sub(24)), NAME);
    behind_scheme(text, scheme_start, colon, colon.saturating_add(3), spans);
}

/// The same where it is known where the scheme lies and where the authority begins.
#[inline(never)]
fn behind_scheme(
    text: Text<'_>,
    scheme_start: usize,
    scheme_end: usize,
    authority: usize,
    spans: &mut Spans,
) {
    let scheme = text.slice(scheme_start, scheme_end);
    // Most authorities are names of hosts, and end with them.
    let name_end = text.skip(authority, NAME);
    let quoted = is(text.before(scheme_start), QUOTE);
    let host = credentials_end(text, authority, name_end, quoted).unwrap_or(authority);
    let mut opened = false;
    if host > authority {
        let end = host.wrapping_sub(1);
        let credentials = text.slice(authority, end);
        let replaced = replacement_at(text, authority) == Some(end.wrapping_sub(authority));
        let host_end = text.skip(host, NAME);
        if credentials == b"git" && host::is_public(text.slice(host, host_end)) {
            // `ssh://git@github.com` is everybody.
            return spans.settle_over(text, authority, host_end);
        }
        let template = stands_for_others(credentials)
            || (credentials.ends_with(b">") && matches!(text.at(host), b'<' | b'{' | b'$'))
            || (text.slice(host_end, host_end.wrapping_add(5)) == b":port" && are_sample(credentials));
        if !replaced && !template && !is_masked(credentials) {
            opened = true;
            spans.push(text, authority, end, Kind::Secret, "url-credentials");
        } else if !replaced {
            // They will be passed over.
            spans.note_marks(credentials);
        }
    }
    let longest = host.saturating_add(255);
    let host_end =
        if host == authority { name_end.min(longest) } else { text.skip_within(host, longest, NAME) };
    let port_end = match text.at(host_end) {
        b':' => text.skip(host_end.wrapping_add(1), DIGIT),
        _ => host_end,
    };
    let path =
        if text.starts_with(port_end, b"/") && is_drive(text, host, host_end) { host } else { port_end };
    let web = matches!(scheme, b"http" | b"https");
    if !web && BUCKET_SCHEMES.contains(scheme) {
        let end = trim(text, host, text.skip(host, PATH));
        if cloud::is_template(text, host) {
            // `s3://{bucket}/logs`
            spans.settle_over(text, host, end);
        } else {
            spans.push(text, host, end, Kind::Account, "bucket");
        }
        return;
    }
    if host == authority && host_end == host && !web && text.at(path) == b'/' {
        // `webpack:///home/...`
        path::after_scheme(text, path, spans);
    }
    let is_service = || host > authority || (!web && SERVICE_SCHEMES.contains(last_part(scheme)));
    // `ref+vault://path`, a reference of vals.
    let nameless = || {
        NAMELESS_SCHEMES.contains(scheme) || text.slice(scheme_start.wrapping_sub(4), scheme_start) == b"ref+"
    };
    let somebodys = (is_single_label(text, host, host_end) && (web || !nameless()))
        || (is_service() && host::is_somebodys_service(text.slice(host, host_end)))
        // Somebody has signed in there.
        || (opened && host::is_reached(text.slice(host, host_end)))
        || (web && service::is_own(text, host, host_end, path));
    if somebodys {
        // `https://nas.local.:631/`, a name that is whole (RFC 1034 section 3.1)
        let whole = usize::from(text.before(host_end) == b'.');
        spans.push(text, host, host_end.wrapping_sub(whole), Kind::Host, "url-host");
    }
    if text.at(port_end) == b',' && !web {
        other_hosts(text, scheme, port_end, spans);
    }
    // `git+ssh://pypi.org/x`: everybody may know what lies there.
    let published = || {
        let name = text.slice(host, host_end);
        let named = name.contains(&b'.') && has_any(name, LETTER);
        let of_git = || text.slice(scheme_start.wrapping_sub(4), scheme_start) == b"git+";
        !somebodys && (host::is_public(name) || (named && of_git()))
    };
    if !web && FILE_SCHEMES.contains(last_part(scheme)) && text.at(path) != b'$' && !published() {
        let end = trim(text, path, text.skip(after_drive(text, path), PATH));
        if end > path.wrapping_add(1) {
            spans.push(text, path, end, Kind::Path, "url-path");
        }
        return;
    }
    if let Some(secret) = secret_path(text, host, host_end, path) {
        let end = trim(text, secret, text.skip(secret, TOKEN | PATH));
        if end > secret && !is_filled_in_later(text, secret, end) {
            spans.push(text, secret, end, Kind::Secret, "secret-address");
        }
        return;
    }
    if text.at(path) == b'/'
        && text.at(path.wrapping_add(1)) == b'd'
        && place::code_of_device(text, path, spans)
    {
        return;
    }
    spans.settle(host);
    if text.at(path) == b' ' && web {
        positional::of_minio(text, scheme_start, path, spans);
    }
}

/// Takes the other hosts of a list of them, which begins at the comma behind the first one: `mongodb://one:27017,two:27017/x`.
#[inline(never)]
fn other_hosts(text: Text<'_>, scheme: &[u8], comma: usize, spans: &mut Spans) {
    if !SERVICE_SCHEMES.contains(last_part(scheme)) {
        return;
    }
    let mut end = comma;
    for _ in 0..MOST_HOSTS {
        let start = end.wrapping_add(1);
        let host_end = text.skip_within(start, start.saturating_add(255), NAME);
        if text.at(end) != b',' || host_end == start {
            return;
        }
        let name = text.slice(start, host_end);
        let nobodys = if name.contains(&b'.') { !host::is_somebodys(name) } else { LOOPBACK.contains(name) };
        if !nobodys && has_any(name, LETTER) && message::is_somebodys_host(name) {
            spans.push(text, start, host_end, Kind::Host, "url-host");
        }
        end = match text.at(host_end) {
            b':' => text.skip(host_end.wrapping_add(1), DIGIT),
            _ => host_end,
        };
    }
}

/// How many more hosts of a list are looked at.
const MOST_HOSTS: usize = 32;

/// Looks at the first of two slashes that no scheme stands before: `//name:password@host/path`, and a share of SMB where
/// something says so: `mount -t cifs //host/share`, `//host/share /mnt cifs ...` (fstab(5)).
#[inline(never)]
pub(crate) fn without_scheme(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let start = slash.wrapping_add(2);
    let before = text.before(slash);
    if !is(text.at(start), ALNUM) || !(matches!(before, 0 | b'=' | b'(') || is(before, SPACE | QUOTE)) {
        return;
    }
    let end = text.skip_within(start, start.saturating_add(255), NAME);
    if text.at(end) == b':' {
        let run = text.find_within(end, text.len().min(end.saturating_add(LONGEST_BEHIND)), SPACE | QUOTE);
        let at = text.slice(end, run).iter().rposition(|byte| *byte == b'@');
        let host = at.map_or(end, |length| end.wrapping_add(length).wrapping_add(1));
        let host_end = text.skip_within(host, run, NAME);
        // `//host:80/x@y`
        let port = text.at(text.skip(end.wrapping_add(1), DIGIT)) == b'/';
        if !port && host > end && host_end > host && matches!(text.at(host_end), b'/' | b':') {
            behind_scheme(text, slash, slash, start, spans);
        }
    } else if text.at(end) == b'/' && is(text.at(end.wrapping_add(1)), TOKEN) {
        let share = text.skip_within(end, end.saturating_add(255), PATH);
        let behind = text.slice(share, share.saturating_add(LONGEST_BEHIND).min(text.len()));
        let behind = behind.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let before = text.line_before(slash).map_or(&[][..], |(_, line)| line);
        let says = |words: &[u8]| words.split(|byte| !is(*byte, ALNUM)).any(|word| MOUNTED.contains(word));
        if (says(before) || says(behind)) && message::is_somebodys_host(text.slice(start, end)) {
            spans.push(text, start, end, Kind::Host, "url-host");
        }
    }
}

/// What a share is mounted and looked at with.
static MOUNTED: Words = words!("cifs" "smb" "smb3" "smbclient" "smbfs" "smbget");
/// How far credentials reach that no scheme stands before, and how far behind a share it may be told what it is.
const LONGEST_BEHIND: usize = 128;

/// The position after the `@` that ends the credentials of the authority that begins at `from`, and with a name up to
/// `name_end`. Passwords may hold nearly anything; white space, quotes and `/` end the search.
fn credentials_end(text: Text<'_>, from: usize, name_end: usize, quoted: bool) -> Option<usize> {
    let limit = text.len().min(from.saturating_add(LONGEST_CREDENTIALS));
    let (mut position, mut end) = (name_end, None);
    // A password may hold a slash where nobody has encoded it; behind the number of a port there is none.
    let is_port = text.at(text.skip(name_end.wrapping_add(1), DIGIT)) == b'/';
    let in_password = text.at(name_end) == b':' && !is_port;
    loop {
        if position >= limit {
            break;
        }
        match text.at(position) {
            b'/' if in_password && end.is_none() => {}
            // `http://DOMAIN\\name:password@proxy`
            b'\\' if position == name_end && is_domain(text, position) => {}
            b'<' | b'>' if is_filled_in(text, position) => {}
            b'/' | b'<' | b'>' | b'\\' => break,
            b'@' => end = Some(position.wrapping_add(1)),
            // What follows a question mark or a number sign may be a query that holds an address.
            // The quote may be the password's where none stands before the address.
            byte if is(byte, SPACE) || (is(byte, QUOTE) && (quoted || !in_password)) => break,
            byte if is(byte, QUOTE) && is(text.at(position.wrapping_add(1)), SPACE | QUOTE) => break,
            _ => {}
        }
        position = text.skip_within(position.wrapping_add(1), limit, NAME);
    }
    end.filter(|end| *end > from.wrapping_add(1))
}

/// Whether an angle bracket begins or ends a template in the place of credentials: `<user>:<token>@`.
#[cold]
fn is_filled_in(text: Text<'_>, bracket: usize) -> bool {
    let close = match text.at(bracket) {
        b'<' => text.skip_within(bracket.wrapping_add(1), bracket.saturating_add(40), NAME),
        _ => bracket,
    };
    text.at(close) == b'>' && matches!(text.at(close.wrapping_add(1)), b'@' | b':')
}

/// Whether the backslash at a position, or several, stand before the name of a user and a password.
fn is_domain(text: Text<'_>, backslash: usize) -> bool {
    let user = text.skip_escapes(backslash);
    let end = text.skip_within(user, user.saturating_add(64), NAME);
    end > user && text.at(end) == b':' && is(text.at(end.wrapping_add(1)), NAME)
}

/// Whether credentials are called what they are.
fn are_sample(credentials: &[u8]) -> bool {
    credentials.split(|byte| *byte == b':').all(|part| VARIABLES.contains(part))
}

/// Whether credentials only say what is to stand there: `${USER}:${PASSWORD}`, `USER:PASSWORD`, `[user[:password]`.
fn stands_for_others(credentials: &[u8]) -> bool {
    let is_template = |part: &[u8]| matches!(part.first(), Some(b'$' | b'{' | b'<' | b'%' | b'*'));
    // `oauth2:${TOKEN}`, `deploy:$TOKEN`
    let password = || credentials.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    let filled_in = match credentials.last() {
        Some(b'}' | b'>') => is_template(password()),
        Some(b'A'..=b'Z') => password().strip_prefix(b"$").is_some_and(is_name_of_variable),
        _ => false,
    };
    let stands = |part: &[u8]| {
        let named = (filled_in || is_name_of_variable(part)) && VARIABLES.contains(part);
        let nobodys = filled_in && common::is_name(part);
        part.is_empty() || is_template(part) || named || nobodys || is_crossed(part)
    };
    credentials.first() == Some(&b'[') || credentials.split(|byte| *byte == b':').all(stands)
}

/// Whether bytes are written as the name of a variable: in capitals.
fn is_name_of_variable(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| is(*byte, UPPER) || *byte == b'_')
}

/// Whether a user that is nobody stands before a password of which only asterisks are told: `user:***`.
fn is_masked(credentials: &[u8]) -> bool {
    // Also dots as forms show them (U+2022).
    let stars =
        credentials.iter().rev().take_while(|byte| matches!(**byte, b'*' | 0xe2 | 0x80 | 0xa2)).count();
    let user =
        credentials.get(..credentials.len().wrapping_sub(stars)).and_then(|user| user.strip_suffix(b":"));
    stars > 0 && user.is_some_and(|user| VARIABLES.contains(user))
}

/// What templates call credentials.
static VARIABLES: Words = words!(
    "user" "username" "login" "password" "passwd" "pass" "pwd" "token" "db_user" "db_password" "db_pass" "secret" "oauth2"
    "x-access-token" "x-token-auth" "gitlab-ci-token" "ci"
);

/// Whether a host has no domain, so that it is one of the customer's own machines.
fn is_single_label(text: Text<'_>, start: usize, end: usize) -> bool {
    let name = text.slice(start, end);
    let letters = has_any(name, LETTER);
    let sound = name.iter().all(|byte| is(*byte, ALNUM) || matches!(byte, b'-' | b'_'));
    let next = text.at(end);
    // `https://...`, `https://$HOST`, `http://{host}` and the like have no name here.
    letters
        && sound
        && !is_drive(text, start, end)
        && !LOOPBACK.contains(name)
        && !matches!(next, b'$' | b'{' | b'*' | b'%' | b'[' | b'<' | b'\\')
        && !is(next, BEYOND)
        && !(next == b':' && names_nobody(text, name, end))
}

/// Whether what stands before a colon is a template's, or called what it is.
#[cold]
fn names_nobody(text: Text<'_>, name: &[u8], colon: usize) -> bool {
    precedes_templates(text, colon) || is_called_host(text, name, colon)
}

/// Whether a host is called what it is, and so is the port behind its colon: `proxyAddress:port`.
fn is_called_host(text: Text<'_>, name: &[u8], colon: usize) -> bool {
    let port = colon.wrapping_add(1);
    text.slice(port, port.wrapping_add(4)).eq_ignore_ascii_case(b"port")
        && !is(text.at(port.wrapping_add(4)), TOKEN)
        && name.iter().all(|byte| is(*byte, LETTER) || *byte == b'_')
        && HOSTS.contains(split_last_word(name).1)
}

/// Words for a host.
static HOSTS: Words = words!(
    "addr" "address" "domain" "host" "hostname" "ip" "ipaddress" "machine" "proxy" "proxyaddress" "proxyhost" "proxyserver"
    "server" "serverip"
);

/// Whether templates stand for the password and the host behind a colon: `name:<token>@<host>`. With a host that is told,
/// or the number of a port that is not, the name before is somebody's.
fn precedes_templates(text: Text<'_>, colon: usize) -> bool {
    let open = colon.wrapping_add(1);
    let close = text.skip_within(open.wrapping_add(1), open.saturating_add(64), NAME);
    text.at(open) == b'<'
        && text.starts_with(close, b">@")
        && matches!(text.at(close.wrapping_add(2)), b'<' | b'{' | b'$' | b'%')
}

/// Whether the letter of a drive stands in the place of a host: `file://c:/directory`.
fn is_drive(text: Text<'_>, start: usize, end: usize) -> bool {
    let after = text.at(end.wrapping_add(1));
    end.wrapping_sub(start) == 1 && text.at(end) == b':' && matches!(after, b'/' | b'\\')
}

/// The position after the drive of a Windows path in a URL (`C:/`, `/C:/`; `/c%3A/` needs none), or `from` where there is
/// none.
fn after_drive(text: Text<'_>, from: usize) -> usize {
    let letter = from.wrapping_add(usize::from(text.at(from) == b'/'));
    let colon = letter.wrapping_add(1);
    if is(text.at(letter), LETTER) && text.at(colon) == b':' { colon.wrapping_add(1) } else { from }
}

/// The last part of a scheme: `vscode-file` is as good as `file`.
fn last_part(scheme: &[u8]) -> &[u8] {
    scheme.rsplit(|byte| matches!(byte, b'-' | b'+' | b'.')).next().unwrap_or(scheme)
}

/// Takes the punctuation of the sentence off the end.
pub(crate) fn trim(text: Text<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && matches!(text.before(end), b'.' | b'?' | b'}' | b'!' | b'&') {
        end = end.wrapping_sub(1);
    }
    end
}

/// Whether templates stand where an address has its secret, and nothing but words beside them: `{TOKEN}/sendMessage`,
/// `T.../B.../xxx`.
#[cold]
fn is_filled_in_later(text: Text<'_>, start: usize, end: usize) -> bool {
    let (mut from, mut templates) = (start, 0_u32);
    for part in text.slice(start, end).split(|byte| *byte == b'/') {
        let to = from.wrapping_add(part.len());
        if !part.is_empty() {
            if begins_template(part) || (Value { start: from, end: to, quoted: true }).is_placeholder(text) {
                templates = templates.saturating_add(1);
            } else if part.len() > LONGEST_METHOD || !consists_of(part, LETTER) {
                return false;
            }
        }
        from = to.wrapping_add(1);
    }
    templates > 0
}

/// The longest name of a method behind a secret. Parts of secrets are longer.
const LONGEST_METHOD: usize = 23;

/// Whether a part of a path begins with an expression, which may go on behind the path: `{os.environ['TOKEN']}`.
fn begins_template(part: &[u8]) -> bool {
    match part {
        [b'$' | b'#', b'{', next, ..] | [b'$', b'(', next, ..] | [b'{', next, ..] => {
            is(*next, LETTER) || matches!(next, b'_' | b'{')
        }
        _ => false,
    }
}

fn secret_path(text: Text<'_>, host: usize, host_end: usize, path: usize) -> Option<usize> {
    let first = text.at(path.wrapping_add(1));
    if text.at(path) != b'/' || SECRET_PATHS >> (first & 31) & 1 == 0 {
        return None;
    }
    let name = text.slice(host, host_end);
    SECRET_ADDRESSES.iter().find_map(|(domain, beginning)| {
        if !text.starts_with(path, beginning.as_bytes()) {
            return None;
        }
        let start = name.len().wrapping_sub(domain.len());
        let tail = name.get(start..)?;
        let whole = start == 0 || name.get(start.wrapping_sub(1)) == Some(&b'.');
        let fits = whole && tail.eq_ignore_ascii_case(domain.as_bytes());
        fits.then_some(path.saturating_add(beginning.len()))
    })
}
