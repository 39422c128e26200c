//! Events that are gathered in memory and sent together.

use std::sync::{Mutex, PoisonError};

use aboveboard::Event;
use serde_json::{Value, json};

use crate::effects::now;
use crate::error::Error;
use crate::tool::Tool;

/// How many events a buffer holds: the next one sends them.
const MOST: usize = 1000;
/// How many bytes of JSON a buffer holds; an event that is larger by itself is sent by itself.
const LARGEST: usize = 512 * 1024;

/// Events of one tool. Threads may share it. What is in it is sent together, as far as the contract's `encoding` puts
/// several events into one request, and waits in one file with a `mode` that stores. The decision is taken when they are
/// sent, and what was gathered before a no is not sent at all. Dropping it sends what is in it.
#[derive(Debug)]
pub struct Buffer<'t> {
    tool: &'t Tool,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    events: Vec<String>,
    size: usize,
}

impl Held {
    /// What is in it as one JSON text; `None` where that is nothing.
    fn take(&mut self) -> Option<String> {
        let Self { events, .. } = std::mem::take(self);
        (!events.is_empty()).then(|| format!("[{}]", events.join(",")))
    }
}

impl<'t> Buffer<'t> {
    pub(crate) fn new(tool: &'t Tool) -> Self {
        Self { tool, held: Mutex::default() }
    }

    /// Adds an event; takes what [`Tool::payload`] takes. A buffer that is full is sent first. What is wrong with an event
    /// is said on standard error when it is sent.
    ///
    /// # Errors
    /// [`Error::Core`] where `fields` is no object.
    pub fn add(&self, name: &str, fields: &Value, time: Option<i64>) -> Result<(), Error> {
        let time = time.or_else(now).ok_or(Error::NoTime)?;
        Event::new(name, time).set_fields(&fields.to_string())?;
        let event = json!({"name": name, "time": time, "fields": fields}).to_string();
        let full = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let full = held.events.len() >= MOST || held.size.saturating_add(event.len()) > LARGEST;
            let taken = if full { held.take() } else { None };
            held.size = held.size.saturating_add(event.len()).saturating_add(1);
            held.events.push(event);
            taken
        };
        full.map_or(Ok(()), |events| self.tool.send_all(events, false))
    }

    /// Sends what is in it, in the background.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together.
    pub fn flush(&self) -> Result<(), Error> {
        self.dispatch(false)
    }

    /// The same, and comes back when it is delivered, stored again or given up, or when one command has done what it may.
    ///
    /// # Errors
    /// As [`flush`](Self::flush).
    pub fn flush_and_wait(&self) -> Result<(), Error> {
        self.dispatch(true)
    }

    /// Forgets what is in it.
    pub fn discard(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// How many events are in it.
    pub fn len(&self) -> usize {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).events.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn dispatch(&self, wait: bool) -> Result<(), Error> {
        let events = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        events.map_or(Ok(()), |events| self.tool.send_all(events, wait))
    }
}

impl Drop for Buffer<'_> {
    fn drop(&mut self) {
        // Nobody could be told.
        drop(self.flush());
    }
}
