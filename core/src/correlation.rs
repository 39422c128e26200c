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
