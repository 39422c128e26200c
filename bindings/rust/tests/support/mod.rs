//! What the tests of this crate share: a contract whose only source of consent is a flag, and a sender that remembers. No
//! test reads or changes the environment that it runs in.

#![expect(clippy::expect_used, reason = "a test may stop here")]

use std::sync::{Arc, Mutex};

use aboveboard_host::{ErrorClass, Options, Request, Response, Sender};
use serde_json::{Value, json};

/// A contract that sends to this address, once.
pub(crate) fn contract(url: &str) -> String {
    json!({
        "contract": 1, "tool": "example", "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [{"flag": "telemetry", "allow": "enable", "deny": "disable"}],
            "undecided": {"interactive": "deny", "unattended": "deny"}
        },
        "correlation": {"form": "hex8"},
        "payload": {
            "event": {"from": "event"},
            "items": {"integer": [0, 1_000_000], "why": "how much is done at once"},
            "run": {"from": "run", "why": "puts the events of a run together"}
        },
        "events": {"done": {}},
        "delivery": {
            "endpoint": {"url": url},
            "user_agent": {"value": "example/{version}"},
            "attempts": {"value": 1},
            "connect_timeout_seconds": {"value": 1},
            "timeout_seconds": {"value": 1}
        },
        "child": {"allowed": {"EXAMPLE_TELEMETRY": "on"}, "denied": {"EXAMPLE_TELEMETRY": "off"}}
    })
    .to_string()
}

/// Options with the flag set to this word.
pub(crate) fn options(flag: &str, sender: Arc<dyn Sender>) -> Options {
    Options::default().with_flag("telemetry", flag).with_tool_version("1.2.3").with_sender(sender)
}

/// The fields of an event with this many items.
pub(crate) fn items(count: usize) -> Value {
    json!({"items": count})
}

/// Keeps what another sender was asked and what it answered.
#[derive(Debug)]
pub(crate) struct Recorder<S> {
    inner: S,
    pub(crate) sent: Mutex<Vec<(Request, Result<Response, ErrorClass>)>>,
}

impl<S> Recorder<S> {
    pub(crate) fn around(inner: S) -> Arc<Self> {
        Arc::new(Self { inner, sent: Mutex::default() })
    }
}

impl<S: Sender> Sender for Recorder<S> {
    fn send(&self, request: &Request) -> Result<Response, ErrorClass> {
        let answer = self.inner.send(request);
        self.sent.lock().expect("no test panics while it holds this").push((request.clone(), answer.clone()));
        answer
    }
}
