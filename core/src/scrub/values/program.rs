//! What programs take after a letter, as their manual pages say: `-p PASSWORD`, `-pPASSWORD`, `-U user`. A letter means
//! nothing without the program that it is given to.

use super::names::Meaning;
use crate::scrub::facts::common;
use crate::scrub::text::class::{DIGIT, is};
use crate::scrub::text::holds;

/// Letters, what follows them after a blank, and the programs of which that is true.
const LETTERS: &[(u8, Meaning, &[&[u8]])] = &[
    (b'A', Meaning::Secret, &[b"snmp"]),
    (b'N', Meaning::Secret, &[b"ssh-keygen"]),
    (
        b'P',
        Meaning::Secret,
        &[
            b"zip ",
            b"sqlcmd",
            b"SQLCMD",
            b"bcp ",
            b"isql ",
            b"osql ",
            b"mosquitto_",
            b"ipmitool",
            b"ssh-keygen",
            b"knife ",
        ],
    ),
    (b'U', Meaning::User, &[b"psql", b"pg_", b"createdb", b"sqlcmd", b"SQLCMD", b"smbclient", b"ipmitool"]),
    (b'S', Meaning::Host, &[b"sqlcmd", b"SQLCMD", b"bcp ", b"isql ", b"osql "]),
    (b'X', Meaning::Secret, &[b"snmp"]),
    (b'a', Meaning::Secret, &[b"redis-cli"]),
    (b'c', Meaning::Secret, &[b"snmpget", b"snmpwalk", b"snmpset", b"snmpbulk"]),
    (b'h', Meaning::Host, &[b"mysql", b"mariadb", b"redis-cli", b"psql", b"pg_"]),
    (b'i', Meaning::Host, &[b"impala-shell"]),
    (b'k', Meaning::Secret, &[b"openssl"]),
    (b'l', Meaning::User, &[b"ssh ", b"hydra "]),
    (b'n', Meaning::User, &[b"beeline"]),
    (
        b'p',
        Meaning::Secret,
        &[
            b"sshpass",
            b" login ",
            b"twine ",
            b"mongo",
            b"beeline",
            b"psexec",
            b"PsExec",
            b"PSEXEC",
            b"hydra",
            b"medusa",
            b"cqlsh",
            b"cypher-shell",
        ],
    ),
    (b't', Meaning::Secret, &[b"codecov"]),
    (
        b'u',
        Meaning::User,
        &[
            b"mysql",
            b"mariadb",
            b"crontab",
            b"sudo",
            b"curl ",
            b" login ",
            b"mosquitto_",
            b"twine ",
            b"psexec",
            b"PsExec",
            b"PSEXEC",
            b"mongo",
            b"ansible",
            b"impala-shell",
        ],
    ),
    (b'w', Meaning::Secret, &[b"ldap"]),
];

/// How far a command is looked through, in bytes, before and behind what is asked about.
pub(crate) const LONGEST_COMMAND: usize = 128;

/// Programs that take a user and a password behind `-a` (HTTPie's).
pub(crate) const OF_CREDENTIALS: &[&[u8]] = &[b"http ", b"https ", b"xh ", b"xhs "];

/// Commands that build images or deploy services, which are told where a secret lies. (What `docker run` ends with is a
/// command of its own.)
pub(crate) const OF_IMAGES: &[&[u8]] = &[
    b"docker build ",
    b"docker buildx ",
    b"docker service ",
    b"podman build ",
    b"nerdctl build ",
    b"buildah ",
    b"buildctl ",
];

/// Programs that take a password right behind `-p`.
const ATTACHED: &[&[u8]] = &[b"hydra ", b"mysql", b"mariadb", b"sshpass", b"7z ", b" login "];
/// Those among them whose `-p` has no other meaning and no longer name: what is attached is a password, be it a word.
const NOTHING_ELSE: &[&[u8]] = &[b"mysql", b"mariadb", b"docker", b"podman", b"7z "];

/// What follows a letter and a blank, where `line` is the command up to that flag.
pub(crate) fn after_letter(line: &[u8], letter: u8) -> Option<Meaning> {
    let (_, meaning, programs) = LETTERS.iter().find(|(known, ..)| *known == letter)?;
    is_of(line, programs).then_some(*meaning)
}

/// Whether a flag for a user and a user end a command line, so that `-p` may take a password whatever the program is.
pub(crate) fn ends_in_user(line: &[u8]) -> bool {
    let line = line.strip_suffix(b" ").unwrap_or_default();
    let blank = line.iter().rposition(|byte| *byte == b' ');
    blank.is_some_and(|blank| line.get(..blank).is_some_and(|before| before.ends_with(b" -u")))
}

/// What a value is that stands there, if it is anything.
pub(crate) fn meaning_of(value: &[u8], expected: Meaning) -> Option<Meaning> {
    // `-U user%password`
    let meaning = if value.contains(&b'%') { Meaning::Secret } else { expected };
    // `root` is everybody's.
    let common = meaning == Meaning::User && common::is_name(value);
    (!common && !is_published(value)).then_some(meaning)
}

/// Whether a user stands right behind the letter of a `-u` before which there is `line`: `mysql -uNAME`.
pub(crate) fn attaches_user(line: &[u8]) -> bool {
    is_of(line, &[b"mysql", b"mariadb"]) && attaches_word(line)
}

/// Whether a password stands right behind the letter of a `-p` before which there is `line`.
pub(crate) fn attaches_password(line: &[u8]) -> bool {
    is_of(line, ATTACHED)
}

/// Whether a word stands there that is one as well: the program stands where commands begin, and nothing that it does
/// goes by a name of several letters behind a single dash (mysql(1), docker-login(1)).
pub(crate) fn attaches_word(line: &[u8]) -> bool {
    (0..line.len()).any(|start| {
        let (before, rest) = line.split_at_checked(start).unwrap_or_default();
        NOTHING_ELSE.iter().any(|program| begins(rest, program)) && begins_command(before)
    })
}

/// Whether bytes begin with a word in small letters, without regard to case.
fn begins(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Whether a command begins behind some bytes: a folder, a prompt, another command, or what runs one.
fn begins_command(before: &[u8]) -> bool {
    let blanks = before.iter().rev().take_while(|byte| **byte == b' ').count();
    let before = before.get(..before.len().saturating_sub(blanks)).unwrap_or_default();
    match before {
        [] | [.., b'/' | b'\\' | b'$' | b'#' | b'+' | b'>' | b';' | b'&' | b'|' | b'\n'] => true,
        _ => before.ends_with(b"sudo") || before.ends_with(b"exec") || before.ends_with(b"nohup"),
    }
}

/// Whether the program before a `--user` takes no name after it: it says for whom something is installed or run.
pub(crate) fn runs_for_the_user(line: &[u8]) -> bool {
    is_of(line, &[b"pip", b"ctl ", b"flatpak"])
}

/// Whether the program is given hosts, with the names of accounts there.
pub(crate) fn reaches_hosts(line: &[u8]) -> bool {
    [&b"ssh "[..], b"scp ", b"sftp ", b"rsync ", b"ssh-copy-id "]
        .iter()
        .any(|program| line.starts_with(program))
}

/// Whether one of some programs stands in a command line. Where Windows' name of a file is written, it may stand there in
/// any case, and with that behind a name that ends in a blank: `7z `, `7Z.EXE `.
#[inline(never)]
pub(crate) fn is_of(line: &[u8], programs: &[&[u8]]) -> bool {
    programs.iter().any(|program| holds(line, program))
        || (line.contains(&b'.') && is_file_of(line, programs))
}

#[inline(never)]
fn is_file_of(line: &[u8], programs: &[&[u8]]) -> bool {
    if !line.windows(EXECUTABLE.len()).any(|part| part.eq_ignore_ascii_case(EXECUTABLE)) {
        return false;
    }
    programs.iter().any(|program| {
        let name = program.strip_suffix(b" ").unwrap_or(program);
        let whole = name.len() < program.len();
        (0..line.len()).any(|start| {
            let rest = line.get(start..).unwrap_or_default();
            begins(rest, name) && (!whole || begins(rest.get(name.len()..).unwrap_or_default(), EXECUTABLE))
        })
    })
}

/// How the names of programs end on Windows.
const EXECUTABLE: &[u8] = b".exe ";

/// Whether a value is a pair of ports, which a container publishes: `--name mongo -p 27017:27017`.
pub(crate) fn is_published(value: &[u8]) -> bool {
    value.contains(&b':') && value.iter().all(|byte| is(*byte, DIGIT) || matches!(byte, b':' | b'.'))
}
