//! Absolute paths of file systems of Unix, and `~`. Paths of URLs and package names stay.

use super::message::{ends_line, is_user};
use super::path_of_windows::windows_run;
use super::url::{self, trim};
use super::{positional, reached};
use crate::scrub::text::class::{
    ALNUM, BEYOND, DIGIT, LETTER, LOWER, NAME, PATH, QUOTE, SPACE, TOKEN, UPPER, is,
};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, begins_with, ends_in, holds};
use crate::scrub::values::looks::is_connective;
use crate::scrub::values::program::LONGEST_COMMAND;

/// Directories at the root of Unix systems (Filesystem Hierarchy Standard 3.0) and of usual containers and runners.
static ROOTS: Words = words!(
    "app" "builds" "code" "cygdrive" "data" "etc" "export" "home" "media" "mnt" "nfs" "nix" "opt" "private" "root" "run"
    "scratch" "snap" "srv" "tmp" "usr" "var" "work" "workspace" "workspaces"
);
/// Those of macOS. Their capitals count: `/Users/` is a directory, `/users/` a path of a web service.
static CAPITAL_ROOTS: Words = words!("applications" "library" "system" "users" "volumes");

/// Endings of file names that tell a path of a file system from the path of a web service.
static FILE_ENDINGS: Words = words!(
    "c" "cfg" "conf" "cpp" "cs" "csv" "db" "env" "go" "h" "ini" "java" "jar" "key" "lock" "log" "pem" "php" "py" "rb" "rs" "sh" "sock" "sql" "tf" "tfstate" "tfvars" "toml" "ts" "txt" "yaml" "yml"
);

/// Names below every home: settings of well-known tools.
static HOME_NAMES: Words = words!(
    "." ".." ".aws" ".azure" ".bash_history" ".bash_profile" ".bashrc" ".cache" ".cargo" ".config" ".docker" ".git-credentials"
    ".gitconfig" ".gnupg" ".gradle" ".kube" ".local" ".m2" ".my.cnf" ".netrc" ".npmrc" ".pgpass" ".profile" ".pypirc" ".ssh"
    ".terraform.d" ".terraformrc" ".vimrc" ".vscode" ".zshrc" "authorized_keys" "bin" "cache" "config" "config.json"
    "config.toml" "config.yaml" "credentials" "extensions" "gcloud" "gh" "gradle.properties" "hosts.yml" "id_ecdsa"
    "id_ecdsa.pub" "id_ed25519" "id_ed25519.pub" "id_rsa" "id_rsa.pub" "known_hosts" "lib" "settings.json" "settings.xml"
    "share" "sso" "state" "systemd" "user"
);
/// Files in `/etc` that are on every machine, and where well-known programs look for their settings.
static SYSTEM_FILES: Words = words!(
    "crontab" "docker/daemon.json" "environment" "fstab" "group" "hostname" "hosts" "localtime" "machine-id" "motd"
    "nginx/nginx.conf" "nsswitch.conf" "os-release" "passwd" "profile" "resolv.conf" "services" "shadow"
    "ssh/sshd_config" "ssl/openssl.cnf" "sudoers" "systemd/system" "timezone"
);
/// Words before a path of a file system, whatever its root.
static FILE_WORDS: Words = words!(
    "access" "cd" "chdir" "cwd" "directory" "dir" "exec" "file" "folder" "loading" "lstat" "mkdir" "module"
    "open" "opening" "read" "reading" "rmdir" "scandir" "spawn" "stat" "unlink" "write" "writing"
);

/// Words of a request (RFC 9110 section 9): a path after them belongs to a web service.
static METHODS: Words = words!(
    "get" "head" "post" "put" "delete" "connect" "options" "trace" "patch" "route" "endpoint"
);

/// Looks at a `/` that may begin a path.
#[inline(never)]
pub(crate) fn unix(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let before = text.before(slash);
    if before == b'.' && text.at(slash.wrapping_sub(2)) == b'.' {
        // `../../Users/name/` goes up to the root.
        if text.starts_with(slash, b"/Users/") || text.starts_with(slash, b"/home/") {
            after_scheme(text, slash, spans);
        }
        return;
    }
    if is(before, ALNUM | BEYOND)
        || matches!(before, b'/' | b'.' | b'_' | b'-' | b'~' | b'*' | b'}' | b')' | b']' | b'%' | b'$' | b'<')
    {
        return;
    }
    match text.at(slash.wrapping_add(1)) {
        b'/' => return url::without_scheme(text, slash, spans),
        // `schtasks ... /rp password`
        b'r' | b'R' if before == b' ' && positional::of_task(text, slash, spans) => return,
        _ => {}
    }
    after_scheme(text, slash, spans);
}

/// Looks at a `/` behind the letter of a flag: `-I/home/...`.
#[inline(never)]
pub(crate) fn joined(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let apart = matches!(text.at(slash.wrapping_sub(3)), b' ' | b'"' | b'\'' | 0);
    if apart && is(text.before(slash), LETTER) {
        after_scheme(text, slash, spans);
    }
}

/// Looks at a `/` behind `<`, where the name of an element is followed by `>` rather than by a part of a path.
#[inline(never)]
pub(crate) fn bracketed(text: Text<'_>, slash: usize, spans: &mut Spans) {
    if spans.floor() <= slash {
        after_scheme(text, slash, spans);
    }
}

/// The same where it is certain that nothing else can begin there.
#[inline]
pub(crate) fn after_scheme(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let before = text.before(slash);
    let first = slash.wrapping_add(1);
    let first_end = text.skip_within(first, first.saturating_add(16), ALNUM);
    if first_end == first {
        return;
    }
    if text.at(first_end) != b'/' || !is(text.at(first_end.wrapping_add(1)), TOKEN | BEYOND | PATH) {
        return of_one_part(text, slash, spans);
    }
    let root = text.slice(first, first_end);
    if is_sample(text, first, first_end) {
        return;
    }
    let word = word_before(text, slash, spans.floor());
    let told = is_root(root)
        || is_drive(text, first, first_end)
        || (root == b"user" && is_hadoop_home(text, slash, first_end))
        || FILE_WORDS.contains(word)
        || (!is(before, PATH) && looks_like_file(text, slash))
        || is_told_of(text, slash);
    if !told || METHODS.contains(word) {
        return;
    }
    // What stays may hold the beginnings of others, each of which is looked at: so the look is short.
    let limit = slash.saturating_add(LONGEST_SYSTEM);
    let end = end_of_unix(text, slash, spans.floor(), limit);
    let path = text.slice(slash, end);
    // Between quotes others may follow behind a colon, each of which is looked at by itself.
    let first =
        if is(before, QUOTE) { path.split(|byte| *byte == b':').next().unwrap_or_default() } else { path };
    if !is_system(first) {
        if matches!(word, b"in" | b"workspace") && before == b' ' {
            reached::running(text, slash, spans);
        }
        let end = if end < limit { end } else { end_of_unix(text, slash, spans.floor(), text.len()) };
        spans.push(text, slash, end, Kind::Path, "absolute-path");
    }
}

/// How much of a path is looked at to tell whether every machine has it.
const LONGEST_SYSTEM: usize = 512;

/// What systems say of files (errno(3)), before or after a colon.
const ERRORS: &[&str] = &[
    "permission denied",
    "no such file or directory",
    "read-only file system",
    "no space left on device",
    "not a directory",
];
/// What programs say of them without one.
const REMARKS: &[&[u8]] = &[b" not writable", b" is not writable", b" is not a directory"];
/// Directories at the root of every Unix system (Filesystem Hierarchy Standard 3.0).
static STANDARD: Words = words!(
    "bin" "boot" "dev" "etc" "home" "lib" "lib64" "media" "mnt" "opt" "proc" "root" "run" "sbin" "srv" "sys"
    "tmp" "usr" "var"
);

/// Looks at a path of one part. Most of these belong to web services, and what speaks of such may use the same words:
/// `path /metrics`, `mount /api`, `directory: "/docs"`.
#[inline(never)]
fn of_one_part(text: Text<'_>, slash: usize, spans: &mut Spans) {
    if !is_told_of(text, slash) || METHODS.contains(word_before(text, slash, spans.floor())) {
        return;
    }
    let end = end_of_unix(text, slash, spans.floor(), text.len());
    let name = text.slice(slash.wrapping_add(1), end);
    let name = name.strip_suffix(b"/").unwrap_or(name);
    // `/entrypoint.sh`
    let is_file = name.contains(&b'.') && !name.contains(&b'/');
    if !is_file && !STANDARD.contains(name) {
        spans.push(text, slash, end, Kind::Path, "absolute-path");
    }
}

/// Whether what stands around a path is said of files only.
#[inline(never)]
fn is_told_of(text: Text<'_>, slash: usize) -> bool {
    if is(text.before(slash), PATH) {
        // Each run of a path is looked at once.
        return false;
    }
    let before = slash.wrapping_sub(usize::from(is(text.before(slash), QUOTE)));
    let end = text.skip(slash, PATH);
    let after = end.wrapping_add(usize::from(is(text.at(end), QUOTE)));
    let message = after.wrapping_add(2);
    let remarked = match (text.at(after), text.at(after.wrapping_add(1))) {
        (b':', b' ') => {
            let error = text.slice(message, text.len().min(message.saturating_add(32)));
            ERRORS.iter().any(|message| begins_with(error, message))
        }
        (b' ', b'i' | b'n') => REMARKS.iter().any(|remark| text.starts_with(after, remark)),
        _ => false,
    };
    remarked || (text.before(before) == b' ' && follows_error(text, before.wrapping_sub(1)))
}

/// Whether a blank follows an error and a colon, an error and the name of a call, as Node writes it, or a word for a
/// directory.
fn follows_error(text: Text<'_>, blank: usize) -> bool {
    if text.before(blank) == b':' {
        let error = text.slice(blank.saturating_sub(32), blank.wrapping_sub(1));
        return ERRORS.iter().any(|message| ends_in(error, message));
    }
    let word = text.word_before(blank);
    let called = text.starts_with(blank.wrapping_sub(word.len()).wrapping_sub(2), b", ");
    matches!(word, b"directory" | b"folder") || (called && FILE_WORDS.contains(word))
}

/// Whether a path only shows how one looks: `/path/to/file`, `/home/$USER/...`.
fn is_sample(text: Text<'_>, first: usize, first_end: usize) -> bool {
    match text.slice(first, first_end) {
        b"path" => text.starts_with(first_end, b"/to/"),
        b"home" | b"Users" => matches!(text.at(first_end.wrapping_add(1)), b'$' | b'{'),
        _ => false,
    }
}

/// The letter of a drive, as the tools of MSYS write it: `/c/Users/`.
fn is_drive(text: Text<'_>, first: usize, first_end: usize) -> bool {
    first_end.wrapping_sub(first) == 1 && text.starts_with(first_end, b"/Users/")
}

/// The home of a user in Hadoop's file system, with a hidden directory in it (`/user/jane/.staging`) or behind a command for
/// that file system (`hdfs dfs -ls /user/jane`).
#[inline(never)]
fn is_hadoop_home(text: Text<'_>, slash: usize, root_end: usize) -> bool {
    let name = root_end.wrapping_add(1);
    let command = || text.slice(slash.saturating_sub(LONGEST_COMMAND), slash);
    text.starts_with(text.skip_within(name, name.saturating_add(64), NAME), b"/.")
        || holds(command(), b"hdfs dfs -")
        || holds(command(), b"hadoop fs -")
}

fn is_root(name: &[u8]) -> bool {
    if name.first().is_some_and(|byte| is(*byte, UPPER)) {
        CAPITAL_ROOTS.contains(name)
    } else {
        ROOTS.contains(name)
    }
}

/// Whether a path of any root is one of a file: three directories or more and a name with a well-known ending, or a
/// place in it (`/srv2/app/main.js:12:3`).
fn looks_like_file(text: Text<'_>, start: usize) -> bool {
    let run = path_run(text, start, start, text.len());
    let end = trim(text, start, run);
    let path = text.slice(start, end);
    let depth = path.iter().filter(|byte| **byte == b'/').count();
    let place = text.at(run) == b':' && is(text.at(run.wrapping_add(1)), DIGIT);
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let ending = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    (depth >= 3 && FILE_ENDINGS.contains(ending)) || (place && name.contains(&b'.'))
}

/// Programs, devices and what comes with a system or a compiler, which are the same on every machine.
fn is_system(path: &[u8]) -> bool {
    let mut parts = path.split(|byte| *byte == b'/').skip(1);
    let (first, second, rest) = (parts.next().unwrap_or(&[]), parts.next().unwrap_or(&[]), parts.count());
    match first {
        b"dev" | b"proc" | b"rustc" | b"sys" => true,
        b"usr" if second == b"local" => is_local(path.get(LOCAL_START..).unwrap_or_default()),
        // What comes with macOS lies apart from all that is added.
        b"System" => second == b"Library",
        b"var" => rest <= 4 && is_variable(path),
        b"usr" => {
            SHIPPED.contains(second)
                || (matches!(second, b"bin" | b"sbin") && rest <= 1 && path.len() < LONGEST_SYSTEM)
        }
        b"etc" => {
            SYSTEM_FILES.contains(path.get(b"/etc/".len()..).unwrap_or_default())
                || path.starts_with(b"/etc/ssl/certs/")
        }
        // Docker mounts a secret by its name.
        b"run" => {
            RUNTIME.contains(path.get(b"/run/".len()..).unwrap_or_default())
                || (second == b"secrets" && rest == 1)
        }
        _ => false,
    }
}

/// Directories below `/usr/local` that stand in everybody's variables.
static LOCAL: Words = words!("bin" "include" "lib" "sbin" "share");
const LOCAL_START: usize = b"/usr/local/".len();

/// The same for `/usr/local` and what lies below it: these directories, where Go keeps its own sources, and where package managers
/// put what everybody can install.
fn is_local(rest: &[u8]) -> bool {
    let packages = |directory: &[u8]| {
        directory.starts_with(b"node_modules/")
            || (directory.starts_with(b"python")
                && (holds(directory, b"/site-packages/") || holds(directory, b"/dist-packages/")))
    };
    rest.is_empty()
        || LOCAL.contains(rest)
        || rest.starts_with(b"go/src/")
        || rest.strip_prefix(b"lib/").is_some_and(packages)
}

/// Directories below `/var` on every Unix system (Filesystem Hierarchy Standard 3.0), and files in `/var/log` on most.
static VARIABLE: Words = words!(
    "cache" "lib" "lib/docker" "lock" "log" "mail" "run" "spool" "spool/cron" "tmp" "www" "www/html"
);
static LOGS: Words = words!(
    "auth.log" "boot.log" "btmp" "cron" "daemon.log" "dmesg" "journal" "kern.log" "lastlog" "mail.log" "maillog" "messages"
    "nginx/access.log" "nginx/error.log" "secure" "syslog" "user.log" "wtmp"
);
/// Sockets of well-known programs in `/run`, and what Kubernetes puts into every container.
static RUNTIME: Words = words!("docker.sock" "lock" "systemd/system");
const SERVICE_ACCOUNT: &[u8] = b"run/secrets/kubernetes.io/serviceaccount/";

fn is_variable(path: &[u8]) -> bool {
    let rest = path.get(VARIABLE_START..).unwrap_or_default();
    let rest = rest.strip_suffix(b"/").unwrap_or(rest);
    VARIABLE.contains(rest)
        || rest.strip_prefix(b"log/").is_some_and(|file| LOGS.contains(file))
        || rest.strip_prefix(b"run/").is_some_and(|file| RUNTIME.contains(file))
        || rest.starts_with(SERVICE_ACCOUNT)
}

const VARIABLE_START: usize = b"/var/".len();
/// Directories below `/usr` that hold what a distribution ships.
static SHIPPED: Words = words!("include" "lib" "lib64" "libexec" "share");

/// The word before a path, with a blank, a quote, a colon or an equals sign between.
fn word_before(text: Text<'_>, slash: usize, floor: usize) -> &[u8] {
    let mut end = slash;
    while end > floor.max(slash.saturating_sub(4))
        && matches!(text.before(end), b' ' | b'"' | b'\'' | b':' | b'=')
    {
        end = end.wrapping_sub(1);
    }
    if end == slash { &[] } else { text.word_before(end) }
}

/// The end of the path that begins at `start`. Between quotes it goes on to the quote; otherwise a blank may stand in it
/// where more of the path follows soon. Where it reaches `limit`, somewhere behind that.
fn end_of_unix(text: Text<'_>, start: usize, floor: usize, limit: usize) -> usize {
    let quote = text.before(start);
    if start > floor
        && is(quote, QUOTE)
        && let Some(end) = closing_quote(text, start, quote)
    {
        return end;
    }
    let mut end = path_run(text, start, start, limit);
    while text.at(end) == b' ' && end < limit {
        let Some(further) = goes_on_after_blank(text, start, end, b'/', limit) else { break };
        end = further;
    }
    if text.at(end) == b'\\' && text.at(end.wrapping_add(1)) == b' ' {
        // An escaped blank of a shell.
        end = path_run(text, start, end.wrapping_add(2), limit);
    }
    if end >= limit && limit < text.len() {
        return end;
    }
    position_marks(text, start, trim(text, start, end))
}

/// Leaves the line and the column of a path (`:74:12`) out of it.
fn position_marks(text: Text<'_>, start: usize, end: usize) -> usize {
    text.skip_back(end, start, crate::scrub::text::class::OPERATOR)
}

/// The end of the run of the path that begins at `start` and goes on to `from`, at most `limit`.
#[inline]
fn path_run(text: Text<'_>, start: usize, from: usize, limit: usize) -> usize {
    let end = text.skip_path(start, from, limit);
    if text.at(end) == b'\'' { behind_apostrophes(text, start, end, limit) } else { end }
}

/// The same where an apostrophe ends it, perhaps: `/Users/o'malley/`.
#[inline(never)]
fn behind_apostrophes(text: Text<'_>, start: usize, from: usize, limit: usize) -> usize {
    let mut end = from;
    while text.at(end) == b'\'' && is(text.before(end), LOWER) && is(text.at(end.wrapping_add(1)), LOWER) {
        end = text.skip_path(start, end.wrapping_add(1), limit);
    }
    end
}

/// The closing quote, where the quoted text is short and of one line.
pub(crate) fn closing_quote(text: Text<'_>, start: usize, quote: u8) -> Option<usize> {
    let limit = text.len().min(start.saturating_add(512));
    let mut position = start;
    while position < limit {
        let byte = text.at(position);
        if byte == quote {
            let escaped = text.is_escaped(position);
            return Some(if escaped { position.wrapping_sub(1) } else { position });
        }
        if byte == b'\n' || (is(byte, SPACE) && byte != b' ') {
            return None;
        }
        position = position.wrapping_add(1);
    }
    None
}

/// Where a path ends that goes on after the blank at `blank`: a word or two, and then a separator (`/Users/John Doe/x`),
/// as long as what stands before the blank is no file's name.
pub(crate) fn goes_on_after_blank(
    text: Text<'_>,
    start: usize,
    blank: usize,
    separator: u8,
    limit: usize,
) -> Option<usize> {
    let last = text.skip_back(blank, start, TOKEN | BEYOND);
    if text.before(last) != separator {
        return None;
    }
    let mut position = blank;
    let named = text.slice(start, last);
    // `/Users/` and `/Volumes/`, where things are called as people like.
    let freely = matches!(named.len(), 7 | 9) && matches!(named, [_, b'U' | b'V', b's' | b'o', ..]);
    for _ in 0..if freely { 4 } else { 2 } {
        let word = position.wrapping_add(1);
        // `Visual Studio Code.app`
        let class = if is(text.at(word), UPPER) { NAME } else { TOKEN };
        let mut end = text.skip_within(word, word.saturating_add(40), class | BEYOND);
        if separator == b'\\' && text.at(word) == b'(' {
            // `Program Files (x86)`
            let inner = text.skip_within(word.wrapping_add(1), word.saturating_add(12), TOKEN);
            end = inner.wrapping_add(usize::from(text.at(inner) == b')'));
        }
        if end == word {
            return None;
        }
        // `/Users/Jane Doe/.docker/`
        let next = end.wrapping_add(1);
        let hidden =
            text.at(next) == b'.' && is(text.at(word), UPPER) && is(text.at(next.wrapping_add(1)), TOKEN);
        if text.at(end) == separator && (is(text.at(next), TOKEN | BEYOND) || hidden) {
            return Some(if separator == b'/' {
                path_run(text, start, end, limit)
            } else {
                windows_run(text, end)
            });
        }
        // `copied /Users/jane to the build/x`, but `/Volumes/Backup of it/x`
        let prose = || is_connective(text.slice(word, end)) && text.before(end) != b'f';
        if text.at(end) != b' ' || (freely && prose()) {
            return None;
        }
        position = end;
    }
    None
}

/// Looks at a `~`: the beginning of a path below a home directory.
pub(crate) fn tilde(text: Text<'_>, tilde: usize, spans: &mut Spans) {
    let before = text.before(tilde);
    if is(text.at(tilde.wrapping_add(1)), DIGIT) {
        // `~1/8th` is about that much.
        return;
    }
    if is(before, ALNUM | BEYOND) || matches!(before, b'~' | b'/' | b'.' | b'-' | b'_' | b'\\') {
        return;
    }
    let slash = text.skip_within(tilde.wrapping_add(1), tilde.saturating_add(33), NAME);
    if text.at(slash) == b'/'
        && text.at(tilde.wrapping_add(1)) != b'.'
        && is(text.at(slash.wrapping_add(1)), TOKEN | BEYOND | PATH)
        && text.at(slash.wrapping_add(1)) != b'/'
    {
        let end = trim(text, tilde, path_run(text, tilde, tilde, text.len()));
        let mut parts = text.slice(slash, end).split(|byte| *byte == b'/').filter(|part| !part.is_empty());
        // `~/.aws/config` is the same in every home, as its tool's page says.
        if slash > tilde.wrapping_add(1) || !parts.all(|part| HOME_NAMES.contains(part)) {
            spans.push(text, tilde, end, Kind::Path, "home-path");
        }
    } else if before == b' ' && is_home_of_user(text, tilde, slash) {
        spans.push(text, tilde.wrapping_add(1), slash, Kind::User, "user-in-directory");
    }
}

/// Whether nothing but the home of a user is given to a command: `cd ~jane`, and `echo ~jane && sleep 0`, as Ansible asks
/// for it.
#[inline(never)]
fn is_home_of_user(text: Text<'_>, tilde: usize, end: usize) -> bool {
    let command = text.word_before(tilde.wrapping_sub(1));
    let begin = tilde.wrapping_sub(1).wrapping_sub(command.len());
    let told = match command {
        b"echo" => true,
        // `$ cd ~jane`, `sudo ls ~jane`, `"cd ~jane"`, `cd x && ls ~jane`
        b"cd" | b"ls" => {
            text.begins_line(begin)
                || is(text.before(begin), QUOTE)
                || matches!(text.slice(begin.wrapping_sub(2), begin), b"$ " | b"# " | b"o " | b"& " | b"; ")
        }
        _ => false,
    };
    let ends = ends_line(text, end) || is(text.at(end), QUOTE) || matches!(text.at(end), b' ' | b';');
    told && ends
        && (command == b"echo" || text.at(end) != b' ' || text.at(end.wrapping_add(1)) == b'&')
        && is_user(text.slice(tilde.wrapping_add(1), end))
}
