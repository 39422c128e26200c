//! Lists of arguments and of environment variables: here it is certain what is a name and what its value.

use alloc::vec::Vec;

use super::class::{NAME, is};
use super::facts::PrivateFacts;
use super::names::{Meaning, meaning};
use super::scan::scan_secret;
use super::text::begins_with;
use super::words::Words;
use super::{Scrubbed, scrub_named};

/// Programs that take a password right behind `-p`.
#[rustfmt::skip]
static ATTACHED: Words = Words::new(&[
    "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mariadb", "mariadb-dump", "sshpass",
    "7z",
]);
/// Programs that take a password after `-p`.
#[rustfmt::skip]
static DETACHED: Words = Words::new(&[
    "sshpass", "docker", "podman", "helm", "skopeo", "crane", "mosquitto_pub", "mosquitto_sub",
]);

/// Scrubs the arguments of a command, its name first where it is known: `--token X`, `--token=X`, `-u user:password`,
/// and `-pX` where the program takes a password so. Gives one text for each argument.
#[must_use]
pub fn scrub_arguments<'a>(arguments: &[&'a str], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    let program = arguments.first().map_or("", |first| first.rsplit(['/', '\\']).next().unwrap_or(first));
    let mut flag = "";
    let mut out = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let scrubbed = if is_secret_flag(program, flag) && !argument.starts_with('-') {
            Scrubbed::replacing(argument, &scan_secret(argument, 0))
        } else if is_attached_password(program, argument) {
            Scrubbed::replacing(argument, &scan_secret(argument, 2))
        } else {
            let named = flag_name(flag).filter(|_| !argument.starts_with('-'));
            scrub_named(named.and_then(|name| meaning(name.as_bytes())), argument, facts)
        };
        out.push(scrubbed);
        flag = if argument.starts_with('-') && !argument.contains('=') { argument } else { "" };
    }
    out
}

/// The name of a long flag, or of a short one of several letters.
fn flag_name(flag: &str) -> Option<&str> {
    let name = flag.trim_start_matches('-');
    (name.len() > 1 && name.bytes().all(|byte| is(byte, NAME))).then_some(name)
}

fn is_secret_flag(program: &str, flag: &str) -> bool {
    (flag == "-p" && DETACHED.contains(program.as_bytes()))
        || flag_name(flag).is_some_and(|name| meaning(name.as_bytes()) == Some(Meaning::Secret))
}

fn is_attached_password(program: &str, argument: &str) -> bool {
    argument.len() > 2 && begins_with(argument.as_bytes(), "-p") && ATTACHED.contains(program.as_bytes())
}

/// Scrubs the values of environment variables, each by its name and by what it holds. Gives one text for each.
#[must_use]
pub fn scrub_environment<'a>(variables: &[(&str, &'a str)], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    variables.iter().map(|(name, value)| scrub_named(meaning(name.as_bytes()), value, facts)).collect()
}
