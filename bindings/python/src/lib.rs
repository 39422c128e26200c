//! Aboveboard's surface for Python: JSON text in, JSON text out, through `UniFFI`.
//!
//! Only conversions live here. The types that Python users see are the hand-written facade in
//! `python/aboveboard/`; the module generated from this crate is private to it.

use std::fmt::Write as _;
use std::sync::Arc;

uniffi::setup_scaffolding!();

/// The most bytes that one call of [`random`] gives; a run needs far fewer.
const MOST_RANDOM: usize = 1024;

/// A refusal by the core. There is one variant, because every refusal has the same shape.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// The core said no.
    Refused {
        /// The error as JSON text: `{"code", "message", "at", "hint"}`.
        json: String,
    },
}

impl core::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self::Refused { json } = self;
        formatter.write_str(json)
    }
}

impl core::error::Error for Failure {}

impl From<aboveboard::Error> for Failure {
    fn from(error: aboveboard::Error) -> Self {
        Self::Refused { json: error.to_json() }
    }
}

/// A parsed contract: immutable, shareable between threads.
#[derive(Debug, uniffi::Object)]
pub struct Contract {
    parsed: aboveboard::Contract,
}

#[uniffi::export]
impl Contract {
    /// Parses a contract from its JSON text.
    #[uniffi::constructor]
    pub fn new(text: &str) -> Result<Arc<Self>, Failure> {
        Ok(Arc::new(Self { parsed: aboveboard::Contract::parse(text)? }))
    }

    /// Runs one operation by its name. Takes and gives JSON text.
    pub fn call(&self, operation: &str, arguments: &str) -> Result<String, Failure> {
        Ok(aboveboard::call(&self.parsed, operation, arguments)?)
    }
}

/// Replays a command with the replies so far. Takes and gives JSON text.
#[uniffi::export]
pub fn step(input: &str) -> Result<String, Failure> {
    Ok(aboveboard::step(input)?)
}

/// Scrubs a text, the arguments of a command, an environment or the next piece of a stream. Takes and gives JSON text.
#[uniffi::export]
pub fn scrub(arguments: &str) -> Result<String, Failure> {
    Ok(aboveboard::scrub_call(arguments)?)
}

/// The version of the core.
#[uniffi::export]
pub fn version() -> String {
    aboveboard::VERSION.to_owned()
}

/// So many bytes from the system's generator, as lowercase hexadecimal digits.
///
/// Nothing where the generator fails or where more than 1024 bytes are asked for: never fewer bytes, and never a
/// constant in their place.
#[uniffi::export]
pub fn random(count: u32) -> Option<String> {
    let count = usize::try_from(count).ok().filter(|&count| count <= MOST_RANDOM)?;
    let mut bytes = vec![0_u8; count];
    getrandom::fill(&mut bytes).ok()?;
    let mut digits = String::with_capacity(count.saturating_mul(2));
    for byte in bytes {
        write!(digits, "{byte:02x}").ok()?;
    }
    Some(digits)
}
