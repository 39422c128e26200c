//! A sender without `curl`: `ureq`. `cargo run --example ureq` sends one event with it, if telemetry is on.
//!
//! In your own program add ureq's feature `rustls`; without it there is no https.

mod sender;

use std::sync::Arc;

use aboveboard_host::{Error, Options, Tool};
use sender::Ureq;
use serde_json::json;

fn main() -> Result<(), Error> {
    let options = Options::default().with_tool_version("1.4.0").with_sender(Arc::new(Ureq));
    let tool = Tool::open(include_str!("../../../../core/contracts/pk3s-infra.json"), options)?;
    let fields = json!({"command": {"name": "apply", "result": "started"}, "client": {"script": "ureq"}});
    tool.send_and_wait("infra.command.started", &fields, None)
}
