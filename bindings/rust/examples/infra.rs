//! An infrastructure wrapper that reports its usage through Aboveboard: `infra COMMAND [SCENARIO]`
//!
//! ```text
//! apply, destroy, profile   do their work, with an event before and one after it
//! list                      shows the scenarios; no event
//! ```
//!
//! For demonstrations, which replay given facts, it reads variables of its own:
//!
//! ```text
//! EXAMPLE_RUN=JSON    the run to use instead of beginning one
//! EXAMPLE_TIME=N      the time of both events, in seconds since 1970
//! EXAMPLE_WAIT=1      wait until each event is delivered
//! EXAMPLE_SHOW=1      print for each event its name and the SHA-256 of its payload
//! ```

use std::collections::BTreeMap;
use std::env;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

use aboveboard_host::{Error, Options, Tool};
use serde_json::json;

const CONTRACT: &str = include_str!("../../../core/contracts/pk3s-infra.json");

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => {
            print("multipass\non-prem\ncloud");
            ExitCode::SUCCESS
        }
        [command @ ("apply" | "destroy" | "profile")] => run(command, None),
        [command @ ("apply" | "destroy" | "profile"), scenario] => run(command, Some(scenario)),
        _ => {
            eprintln!("usage: infra apply|destroy|profile|list [SCENARIO]");
            ExitCode::from(2)
        }
    }
}

fn run(command: &str, scenario: Option<&str>) -> ExitCode {
    let mut options = Options::default().with_tool_version("1.4.0");
    options.run = given("EXAMPLE_RUN");
    // Without telemetry the work goes on: an error here is nothing that the person who runs the tool could mend.
    let telemetry = Tool::open(CONTRACT, options).ok();
    let report = |event: &str, result: &str| {
        if let Some(tool) = &telemetry {
            let _ = emit(tool, event, command, scenario, result);
        }
    };
    report("infra.command.started", "started");
    let status = work(command, scenario, telemetry.as_ref());
    report("infra.command.completed", if status == 0 { "success" } else { "failed" });
    ExitCode::from(status)
}

fn emit(tool: &Tool, event: &str, command: &str, scenario: Option<&str>, result: &str) -> Result<(), Error> {
    let time = given("EXAMPLE_TIME").and_then(|seconds| seconds.parse().ok());
    let fields = json!({
        "command": {"name": command, "scenario": scenario, "result": result},
        "client": {"script": "infra"},
    });
    if given("EXAMPLE_SHOW").is_some()
        && let Ok(payload) = tool.payload(event, &fields, time)
    {
        print(&format!("{event} {}", payload.digest()));
    }
    if given("EXAMPLE_WAIT").is_some() {
        tool.send_and_wait(event, &fields, time)
    } else {
        tool.send(event, &fields, time)
    }
}

/// The work itself: a nested tool, which shares the decision and the session.
fn work(command: &str, scenario: Option<&str>, telemetry: Option<&Tool>) -> u8 {
    let variables = telemetry.and_then(|tool| tool.child_variables().ok());
    // Without telemetry of its own it starts none further down.
    let variables =
        variables.unwrap_or_else(|| BTreeMap::from([("TELEMETRY_ENABLED".to_owned(), "false".to_owned())]));
    let nested = Command::new("sh")
        .args(["-c", ":", "nested-tool", command, scenario.unwrap_or_default()])
        .envs(variables)
        .status();
    nested.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

/// A line on standard output; who has closed it does not want to read it.
fn print(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// The value of a variable that is set and not empty.
fn given(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
