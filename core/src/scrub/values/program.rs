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
            b"bcp ",
            b"isql ",
            b"osql ",
            b"mosquitto_",
            b"ipmitool",
            b"ssh-keygen",
            b"knife ",
        ],
    ),
    (b'U', Meaning::User, &[b"psql", b"pg_", b"createdb", b"sqlcmd", b"smbclient"]),
    (b'X', Meaning::Secret, &[b"snmp"]),
    (b'a', Meaning::Secret, &[b"redis-cli"]),
    (b'c', Meaning::Secret, &[b"snmpget", b"snmpwalk", b"snmpset", b"snmpbulk"]),
    (b'h', Meaning::Host, &[b"mysql", b"mariadb", b"redis-cli", b"psql", b"pg_"]),
    (b'k', Meaning::Secret, &[b"openssl"]),
    (b'l', Meaning::User, &[b"ssh "]),
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
            b"cqlsh",
            b"cypher-shell",
        ],
    ),
    (b't', Meaning::Secret, &[b"codecov"]),
    (
        b'u',
        Meaning::User,
        &[b"mysql", b"mariadb", b"crontab", b"sudo", b"curl ", b" login ", b"mosquitto_", b"twine "],
    ),
    (b'w', Meaning::Secret, &[b"ldap"]),
];

/// Programs that take a password right behind `-p`.
const ATTACHED: &[&[u8]] = &[b"mysql", b"mariadb", b"sshpass", b"7z "];

/// What follows a letter and a blank, where `line` is the command up to that flag.
pub(crate) fn after_letter(line: &[u8], letter: u8) -> Option<Meaning> {
    let (_, meaning, programs) = LETTERS.iter().find(|(known, ..)| *known == letter)?;
    is_of(line, programs).then_some(*meaning)
}

/// What a value is that stands there, if it is anything.
pub(crate) fn meaning_of(value: &[u8], expected: Meaning) -> Option<Meaning> {
    // `-U user%password`
    let meaning = if value.contains(&b'%') { Meaning::Secret } else { expected };
    // `root` is everybody's.
    let common = meaning == Meaning::User && common::is_name(value);
    (!common && !is_published(value)).then_some(meaning)
}

/// Whether a password stands right behind the letter of a `-p` before which there is `line`.
pub(crate) fn attaches_password(line: &[u8]) -> bool {
    is_of(line, ATTACHED)
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

/// Whether one of some programs stands in a command line.
pub(crate) fn is_of(line: &[u8], programs: &[&[u8]]) -> bool {
    programs.iter().any(|program| holds(line, program))
}

/// Whether a value is a pair of ports, which a container publishes: `--name mongo -p 27017:27017`.
fn is_published(value: &[u8]) -> bool {
    value.contains(&b':') && value.iter().all(|byte| is(*byte, DIGIT) || matches!(byte, b':' | b'.'))
}
