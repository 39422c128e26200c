//! Lists of arguments and of environment variables: here it is certain what is a name and what its value.

use alloc::vec::Vec;

use super::class::{NAME, is};
use super::facts::PrivateFacts;
use super::names::{Meaning, meaning};
use super::program;
use super::scan::{scan_secret, scan_user};
use super::words::{Words, words};
use super::{Scrubbed, scrub_named};

/// Flags that take a user and a password.
static USER_FLAGS: Words = words!("-u" "--user" "--proxy-user");
/// The flag behind which some programs take a password.
const PASSWORD_FLAG: &[u8] = b"-p";

/// Scrubs the arguments of a command, its name first where it is known: `--token X`, `--token=X`, `-u user:password`,
/// and `-p X` and `-pX` where the program takes a password so. Gives one text for each argument.
#[must_use]
pub fn scrub_arguments<'a>(arguments: &[&'a str], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    // The command up to the argument that is looked at, and the flag before that with where it stands in the command.
    let mut line = Vec::new();
    let mut flag = ("", 0);
    let mut out = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let attached = is_password_flag(argument) && program::attaches_password(&line);
        let meaning = if is_flag(argument) { None } else { meaning_after(&line, flag, argument) };
        out.push(if attached {
            Scrubbed::replacing(argument, scan_secret(argument, PASSWORD_FLAG.len()))
        } else if meaning == Some(Meaning::Secret) {
            Scrubbed::replacing(argument, scan_secret(argument, 0))
        } else if USER_FLAGS.contains(flag.0.as_bytes()) {
            Scrubbed::clean(argument).settled(facts, |text| scan_user(meaning, text, facts))
        } else {
            scrub_named(meaning, argument, facts)
        });
        let expects = is_flag(argument) && !attached && !argument.bytes().any(|byte| byte == b'=');
        flag = if expects { (argument, line.len()) } else { ("", 0) };
        line.extend_from_slice(argument.as_bytes());
        line.push(b' ');
    }
    out
}

/// What a value is after a flag of which the place in the command is known.
fn meaning_after(line: &[u8], (flag, place): (&str, usize), value: &str) -> Option<Meaning> {
    if let [b'-', letter] = flag.as_bytes() {
        let expected = program::after_letter(line.get(..place)?, *letter)?;
        return program::meaning_of(value.as_bytes(), expected);
    }
    let meaning = flag_name(flag).and_then(|name| meaning(name.as_bytes()))?;
    let own = meaning == Meaning::User && program::runs_for_the_user(line.get(..place)?);
    (!own).then_some(meaning)
}

/// Whether an argument may have a password right behind its letter.
fn is_password_flag(argument: &str) -> bool {
    argument.len() > PASSWORD_FLAG.len() && argument.as_bytes().starts_with(PASSWORD_FLAG)
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

/// Scrubs the values of environment variables, each by its name and by what it holds. Gives one text for each.
#[must_use]
pub fn scrub_environment<'a>(variables: &[(&str, &'a str)], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    variables.iter().map(|(name, value)| scrub_named(meaning(name.as_bytes()), value, facts)).collect()
}
