//! Lists of arguments and of environment variables: here it is certain what is a name and what its value.

use alloc::vec::Vec;

use crate::scrub::facts::PrivateFacts;
use crate::scrub::scan::{Role, scan_as};
use crate::scrub::text::class::{NAME, is};
use crate::scrub::text::ends_in;
use crate::scrub::text::words::{Words, words};
use crate::scrub::values::names::{Meaning, meaning};
use crate::scrub::values::program;
use crate::scrub::{Scrubbed, scrub_named};

/// Flags that take a user and a password.
static USER_FLAGS: Words = words!("-u" "--user" "--proxy-user");
/// The flag behind which some programs take a password.
const PASSWORD_FLAG: &[u8] = b"-p";
/// How much of a command is looked through for the name of a program, beside its first argument.
const FURTHEST: usize = 256;

/// Scrubs the arguments of a command, its name first where it is known: `--token X`, `--token=X`, `-u user:password`,
/// and `-p X` and `-pX` where the program takes a password so. Gives one text for each argument.
#[must_use]
pub fn scrub_arguments<'a>(arguments: &[&'a str], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    let mut command = Arguments::default();
    arguments.iter().map(|argument| command.scrub(argument, facts)).collect()
}

/// The arguments of a command, one after the other.
#[derive(Default)]
pub(crate) struct Arguments {
    command: Command,
    expected: Expected,
}

impl Arguments {
    /// Scrubs the next argument.
    pub(crate) fn scrub<'a>(&mut self, argument: &'a str, facts: &PrivateFacts) -> Scrubbed<'a> {
        self.scrub_further(argument, Scrubbed::clean(argument), facts)
    }

    /// The same for one in which something has been replaced for another reason.
    pub(crate) fn scrub_further<'a>(
        &mut self,
        given: &str,
        begun: Scrubbed<'a>,
        facts: &PrivateFacts,
    ) -> Scrubbed<'a> {
        let Self { command, expected } = self;
        let argument = &*begun.text;
        let scrub_as = |role| begun.clone().settled(facts, |text| scan_as(role, text, facts));
        let attached = is_password_flag(argument) && command.said().any(program::attaches_password);
        let role = |meaning| match meaning {
            Some(Meaning::Secret) => Role::SecretFrom(0),
            _ if expected.pair => Role::Credentials(meaning),
            None if command.said().any(program::reaches_hosts) => Role::Target,
            _ => Role::Value(meaning),
        };
        let secret = if attached { Some(PASSWORD_FLAG.len()) } else { after_secret_name(argument) };
        let scrubbed = match secret {
            Some(start) => Some(scrub_secret_from(start, &begun, facts)),
            None => is_flag(argument).then(|| scrub_as(role(None))),
        };
        // What does not come out as a flag, or with the name of a secret, had none.
        let named = |text: &str| secret.is_none() || attached || after_secret_name(text).is_some();
        let scrubbed = scrubbed
            .filter(|scrubbed| !is_flag(argument) || is_flag(&scrubbed.text))
            .filter(|scrubbed| named(&scrubbed.text))
            .unwrap_or_else(|| scrub_as(role(expected.meaning_of(argument))));
        self.note(given, &scrubbed.text);
        if attached {
            self.expected = Expected::default();
        }
        scrubbed
    }

    /// Takes notice of an argument and of what comes out of it.
    pub(crate) fn note(&mut self, given: &str, scrubbed: &str) {
        self.expected = self.command.expected_after(scrubbed);
        self.command.push(given, scrubbed);
    }

    /// Whether the flag before the next argument says that it is a secret.
    pub(crate) fn expects_secret(&self) -> bool {
        self.expected.meaning == Some(Meaning::Secret)
    }
}

/// Scrubs a secret behind its name. Where it begins is known as long as what stands before it is the same.
fn scrub_secret_from<'a>(start: usize, begun: &Scrubbed<'a>, facts: &PrivateFacts) -> Scrubbed<'a> {
    begun.clone().settled(facts, |now| {
        let same = now.get(..start) == begun.text.get(..start);
        let role = if same { Role::SecretFrom(start) } else { Role::Value(None) };
        scan_as(role, now, facts)
    })
}

/// A command up to an argument: the program, and what follows it as far as that is near. Each as it is and as it comes
/// out, and a program is known by either, so that scrubbing twice is scrubbing once.
#[derive(Default)]
struct Command {
    programs: [Vec<u8>; 2],
    lines: [Vec<u8>; 2],
}

impl Command {
    fn push(&mut self, given: &str, scrubbed: &str) {
        let places = self.programs.iter_mut().zip(&mut self.lines);
        for ((program, line), argument) in places.zip([given, scrubbed]) {
            if line.len() > FURTHEST {
                line.clear();
            }
            // Of a long one its end: there the name of a program stands.
            let end = argument.len().saturating_sub(FURTHEST);
            line.extend_from_slice(argument.as_bytes().get(end..).unwrap_or_default());
            line.push(b' ');
            if program.is_empty() {
                program.clone_from(line);
            }
        }
    }

    /// What is said of the program, and of what follows it.
    fn said(&self) -> impl Iterator<Item = &[u8]> {
        self.programs.iter().chain(&self.lines).map(Vec::as_slice)
    }

    /// What is expected after the next argument, if that is a flag.
    fn expected_after(&self, argument: &str) -> Expected {
        let pair = USER_FLAGS.contains(argument.as_bytes());
        if let [b'-', letter] = argument.as_bytes() {
            let meaning = self.said().find_map(|line| program::after_letter(line, *letter));
            return Expected { meaning, lettered: true, pair };
        }
        let meaning = flag_name(argument).and_then(|name| meaning(name.as_bytes()));
        let own =
            meaning == Some(Meaning::User) && self.lines.iter().all(|line| program::runs_for_the_user(line));
        Expected { meaning: meaning.filter(|_| !own), lettered: false, pair }
    }
}

/// What is expected of an argument by the flag before it.
#[derive(Default)]
struct Expected {
    meaning: Option<Meaning>,
    /// Whether the flag is a letter, which means something to one program only.
    lettered: bool,
    /// Whether it may be a user and a password.
    pair: bool,
}

impl Expected {
    fn meaning_of(&self, argument: &str) -> Option<Meaning> {
        let meaning = self.meaning?;
        if self.lettered { program::meaning_of(argument.as_bytes(), meaning) } else { Some(meaning) }
    }
}

/// Where the value begins of an argument that names a secret: `--token=X`, `TOKEN=X`, `X-Api-Key: X`.
fn after_secret_name(argument: &str) -> Option<usize> {
    let bytes = argument.as_bytes();
    let dashes = bytes.iter().take_while(|byte| **byte == b'-').count();
    let length = bytes.get(dashes..)?.iter().take_while(|byte| is(**byte, NAME)).count();
    let end = dashes.saturating_add(length);
    let name = bytes.get(dashes..end)?;
    let value = match bytes.get(end..)? {
        [b'=', ..] => end.saturating_add(1),
        // Credentials keep the name of their scheme.
        [b':', b' ', ..] if dashes == 0 && !ends_in(name, "authorization") => end.saturating_add(2),
        _ => return None,
    };
    (length > 1 && meaning(name) == Some(Meaning::Secret)).then_some(value)
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
    if dashes == 0 {
        return None;
    }
    let name = flag.get(dashes..)?;
    (name.len() > 1 && name.bytes().all(|byte| is(byte, NAME))).then_some(name)
}

/// Scrubs the values of environment variables, each by its name and by what it holds. Gives one text for each. Names stay with
/// the caller, who knows them.
#[must_use]
pub fn scrub_environment<'a>(variables: &[(&str, &'a str)], facts: &PrivateFacts) -> Vec<Scrubbed<'a>> {
    variables.iter().map(|(name, value)| scrub_named(meaning(name.as_bytes()), value, facts)).collect()
}
