//! Lists of arguments and of environment variables: here it is certain what is a name and what its value.

use alloc::vec::Vec;

use super::class::{NAME, is};
use super::facts::PrivateFacts;
use super::names::{Meaning, meaning};
use super::scan::{scan_secret, scan_user};
use super::text::begins_with;
use super::words::{Words, words};
use super::{Scrubbed, scrub_named};

/// Programs that take a password right behind `-p`.
static ATTACHED: Words = words!(
    "mysql" "mysqldump" "mysqladmin" "mysqlimport" "mysqlcheck" "mariadb" "mariadb-dump" "sshpass" "7z"
);
/// Flags that take a user and a password.
static USER_FLAGS: Words = words!("-u" "--user" "--proxy-user");
/// Programs that take a password after `-p`.
static DETACHED: Words = words!("sshpass" "mosquitto_pub" "mosquitto_sub");
/// Programs that do so where they log in.
static REGISTRIES: Words = words!("docker" "podman" "helm" "skopeo" "crane" "buildah" "nerdctl");

/// Scrubs the arguments of a command, its name first where it is known: `--token X`, `--token=X`, `-u user:password`,
/// and `-pX` where the program takes a password so. Gives one text for each argument.
#[must_use]
pub fn scrub_arguments<'a>(arguments: &[&'a str], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    let program = Program::of(arguments);
    let mut flag = "";
    let mut out = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let scrubbed = if (program.takes_password_after(flag) || is_secret_flag(flag)) && !is_flag(argument) {
            Scrubbed::replacing(argument, scan_secret(argument, 0))
        } else if program.takes_password_in(argument) {
            flag = "";
            out.push(Scrubbed::replacing(argument, scan_secret(argument, 2)));
            continue;
        } else if USER_FLAGS.contains(flag.as_bytes()) {
            Scrubbed::clean(argument).settled(facts, |text| scan_user(text, facts))
        } else {
            let named = flag_name(flag).filter(|_| !is_flag(argument));
            scrub_named(named.and_then(|name| meaning(name.as_bytes())), argument, facts)
        };
        out.push(scrubbed);
        flag = if is_flag(argument) && !argument.bytes().any(|byte| byte == b'=') { argument } else { "" };
    }
    out
}

fn is_flag(argument: &str) -> bool {
    argument.as_bytes().first() == Some(&b'-')
}

/// The name of a long flag, or of a short one of several letters.
fn flag_name(flag: &str) -> Option<&str> {
    let dashes = flag.bytes().take_while(|byte| *byte == b'-').count();
    let name = flag.get(dashes..)?;
    (name.len() > 1 && name.bytes().all(|byte| is(byte, NAME))).then_some(name)
}

fn is_secret_flag(flag: &str) -> bool {
    flag_name(flag).is_some_and(|name| meaning(name.as_bytes()) == Some(Meaning::Secret))
}

/// What is known of the program that the arguments are for.
struct Program<'a> {
    name: &'a [u8],
    logs_in: bool,
}

impl<'a> Program<'a> {
    fn of(arguments: &[&'a str]) -> Self {
        let path = arguments.first().map_or(&[][..], |first| first.as_bytes());
        let name = path.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default();
        Self { name, logs_in: arguments.contains(&"login") }
    }

    fn takes_password_after(&self, flag: &str) -> bool {
        flag == "-p" && (DETACHED.contains(self.name) || (self.logs_in && REGISTRIES.contains(self.name)))
    }

    fn takes_password_in(&self, argument: &str) -> bool {
        argument.len() > 2 && begins_with(argument.as_bytes(), "-p") && ATTACHED.contains(self.name)
    }
}

/// Scrubs the values of environment variables, each by its name and by what it holds. Gives one text for each.
#[must_use]
pub fn scrub_environment<'a>(variables: &[(&str, &'a str)], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    variables.iter().map(|(name, value)| scrub_named(meaning(name.as_bytes()), value, facts)).collect()
}
