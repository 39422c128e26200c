//! What commands read, where the tool has something in the place of standard input.

use std::fmt;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// What is to be read; clones read on where another one has stopped, as with standard input.
#[derive(Clone)]
pub(crate) struct Input(Arc<Mutex<dyn Read + Send>>);

impl Input {
    pub(crate) fn new(reader: impl Read + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(reader)))
    }
}

impl Read for &Input {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(piece)
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Input")
    }
}
