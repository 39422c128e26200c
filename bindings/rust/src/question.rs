//! The question, put in a way of the tool's own.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use aboveboard::ErrorClass;

use crate::answer::Answer;

/// Takes what is to be shown, and gives the line that was typed.
type Put = dyn Fn(&str) -> io::Result<String> + Send + Sync;

/// A way to ask, as [`Options::with_ask`](crate::Options::with_ask) takes it.
#[derive(Clone)]
pub(crate) struct Ask(Arc<Put>);

impl Ask {
    pub(crate) fn new(put: impl Fn(&str) -> io::Result<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(put))
    }

    /// Gives the line that was typed, without its end. An error says that nobody has answered, and so does a panic: a
    /// tool does not end because nobody could be asked about telemetry.
    pub(crate) fn put(&self, prompt: &str) -> Answer {
        match catch_unwind(AssertUnwindSafe(|| (self.0)(prompt))) {
            Ok(Ok(line)) => Ok(line.trim_end_matches(['\r', '\n']).as_bytes().to_vec()),
            _ => Err(ErrorClass::Interrupted),
        }
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ask")
    }
}
