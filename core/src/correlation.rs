//! The ids that put a chain of commands together again.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::Answer;
use crate::contract::{Contract, IdForm, is_name};
use crate::error::Error;
use crate::facts::Facts;
use crate::hex;
use crate::warning::Warning;

/// How many random bytes a run needs: 16 each for session, run and nonce.
pub(crate) const ENTROPY: usize = 48;

pub(crate) struct Ids {
    pub(crate) session: String,
    pub(crate) run: String,
    pub(crate) parent: Option<String>,
    pub(crate) nonce: String,
}

/// An inherited session is kept, the run's own id is always new, and the parent is whoever said so.
pub(crate) fn ids(contract: &Contract, facts: &Facts, warnings: &mut Vec<Warning>) -> Result<Ids, Error> {
    let (chunks, _) = facts.random.as_chunks::<16>();
    let [session, run, nonce, ..] = chunks else {
        return Err(Error::new("entropy_too_short", "a run needs 48 random bytes")
            .at("/random")
            .hint("ask the system's random number generator for them"));
    };
    // A generator that gives one byte over and over is broken, and its ids would be everybody's.
    if [session, run, nonce].iter().any(|chunk| chunk.iter().all(|byte| Some(byte) == chunk.first())) {
        return Err(Error::new("entropy_repeated", "the random bytes are one byte repeated")
            .at("/random")
            .hint("ask the system's random number generator for them"));
    }
    let correlation = &contract.correlation;
    let form = correlation.form;
    let mut inherited = |name: &Option<String>| {
        name.as_deref().and_then(|name| inherit(name, facts.variable(name), warnings))
    };
    Ok(Ids {
        session: inherited(&correlation.session).unwrap_or_else(|| id(form, session)),
        run: id(form, run),
        parent: inherited(&correlation.parent),
        nonce: hex::write(nonce),
    })
}

fn id(form: IdForm, random: &[u8; 16]) -> String {
    match form {
        IdForm::Hex8 => hex::write(random.first_chunk::<8>().unwrap_or(&[0; 8])),
        IdForm::Uuid => uuid::Builder::from_random_bytes(*random).into_uuid().to_string(),
    }
}

/// An id from outside is taken only if it is 1 to 64 letters, digits, `.`, `_` or `-`; empty means none.
fn inherit(name: &str, answer: &Answer, warnings: &mut Vec<Warning>) -> Option<String> {
    match answer {
        Answer::Absent => None,
        Answer::Text(text) if text.is_empty() => None,
        Answer::Text(text) if is_name(text) => Some(text.to_string()),
        _ => {
            warnings.push(Warning::new("inherited_id_refused", name));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of an inherited id, and how often somebody is told.
    fn inherited(answer: &Answer) -> (Option<String>, usize) {
        let mut warnings = Vec::new();
        let id = inherit("SESSION", answer, &mut warnings);
        assert!(warnings.iter().all(|warning| *warning == Warning::new("inherited_id_refused", "SESSION")));
        (id, warnings.len())
    }

    #[test]
    fn an_id_is_made_of_letters_digits_dots_underscores_and_dashes() {
        let usable = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
        for character in ('\0'..='\u{2fff}').chain(['\u{fffd}', '\u{ff11}', '\u{1f600}']) {
            for text in
                [character.to_string(), alloc::format!("a{character}"), alloc::format!("{character}a")]
            {
                let (id, warnings) = inherited(&Answer::from_text(&text));
                if usable.contains(character) {
                    assert_eq!((id, warnings), (Some(text), 0));
                } else {
                    assert_eq!((id, warnings), (None, 1), "{character:?}");
                }
            }
        }
    }

    #[test]
    fn an_id_has_1_to_64_characters() {
        for (length, taken, warnings) in
            [(0, false, 0), (1, true, 0), (64, true, 0), (65, false, 1), (10_240, false, 1)]
        {
            let text = "x".repeat(length);
            assert_eq!(inherited(&Answer::from_text(&text)), (taken.then_some(text), warnings), "{length}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_id() {
        assert_eq!(inherited(&Answer::Absent), (None, 0));
        assert_eq!(inherited(&Answer::from_bytes(b"a\xff")), (None, 1));
        assert_eq!(inherited(&Answer::Failed(crate::answer::ErrorClass::Denied)), (None, 1));
    }
}
