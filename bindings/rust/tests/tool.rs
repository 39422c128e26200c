//! A tool from the beginning of its run to its end, without a network.

mod support;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use aboveboard_host::{Error, ErrorClass, Options, Reason, Request, Response, Sender, State, Tool};
use support::{Recorder, contract, items, options};

const URL: &str = "https://telemetry.example/v1";
const TIME: Option<i64> = Some(1_790_000_000);

/// Answers at once, or after a while, without a network.
#[derive(Debug)]
struct Pretended(Duration);

impl Sender for Pretended {
    fn send(&self, _request: &Request) -> Result<Response, ErrorClass> {
        thread::sleep(self.0);
        Ok(Response { status: 204, retry_after: None })
    }
}

fn at_once() -> Arc<Recorder<Pretended>> {
    Recorder::around(Pretended(Duration::ZERO))
}

fn code(error: &Error) -> &'static str {
    if let Error::Core(error) = error { error.code() } else { "none of the core" }
}

#[test]
fn the_flag_decides() {
    let open = |flag: &str| Tool::open(&contract(URL), options(flag, at_once()));
    assert_eq!(open("enable").expect("the run begins").decision().state, State::On);
    assert_eq!(open("disable").expect("the run begins").decision().state, State::Off);
    assert!(matches!(open("perhaps"), Err(Error::Ended { command: "begin", status: 2 })));
    let undecided = Tool::open(&contract(URL), Options::default()).expect("the run begins");
    assert_eq!(undecided.decision().state, State::Off);
}

#[test]
fn a_contract_or_run_that_is_none_is_refused() {
    let error = Tool::open("{\"contract\":1,", Options::default()).expect_err("it is no contract");
    assert!(matches!(error, Error::Core(_)), "{error:?}");
    for text in ["{}", "no json"] {
        let options = options("enable", at_once()).with_run(text);
        assert!(matches!(Tool::open(&contract(URL), options), Err(Error::Core(_))));
    }
}

#[test]
fn an_event_that_does_not_apply_is_nothing_to_do() {
    let recorder = at_once();
    let told = contract(URL).replace(r#""done":{}"#, r#""done":{"when":{"items":[3]}}"#);
    let tool = Tool::open(&told, options("enable", Arc::clone(&recorder) as Arc<dyn Sender>));
    let tool = tool.expect("the run begins");
    for count in [2, 3] {
        tool.send_and_wait("done", &items(count), TIME).expect("it is no error");
    }
    assert_eq!(recorder.sent.lock().expect("no test panics while it holds this").len(), 1);
}

#[test]
fn where_no_run_could_be_begun_telemetry_is_off_and_the_tool_goes_on() {
    let recorder = at_once();
    let sender = Arc::clone(&recorder);
    let tool = Tool::open(&contract(URL), options("enable", sender).with_run("")).expect("it is no error");
    assert!(tool.run().is_none());
    assert_eq!((tool.decision().state, tool.decision().reason), (State::Off, Reason::RunNotBegun));
    assert_eq!((tool.explain().state, tool.explain().reason), (State::Off, Reason::RunNotBegun));
    tool.send("done", &items(3), TIME).expect("off is fine");
    tool.send_and_wait("done", &items(3), TIME).expect("off is fine");
    let buffer = tool.buffer();
    buffer.add("done", &items(3), TIME).expect("the event is fine");
    buffer.flush_and_wait().expect("off is fine");
    drop(buffer);
    assert!(matches!(tool.payload("done", &items(3), TIME), Err(Error::NotBegun)));
    assert!(matches!(tool.preview("done", &items(3), TIME), Err(Error::NotBegun)));
    let variables = tool.child_variables().expect("they are an object");
    assert_eq!(variables.get("EXAMPLE_TELEMETRY").map(String::as_str), Some("off"));
    assert!(tool.status().expect("it answers").contains("the run could not be begun"));
    assert!(tool.identity().expect("it answers").is_none());
    drop(tool);
    assert!(recorder.sent.lock().expect("nobody panics").is_empty());
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let first = Tool::open(&contract(URL), options("enable", at_once())).expect("the run begins");
    let run = first.run().expect("there is one");
    let again = options("disable", at_once()).with_run(run.to_json());
    let second = Tool::open(&contract(URL), again).expect("the run is one");
    let payload = first.payload("done", &items(3), TIME).expect("it is allowed");
    assert_eq!(payload.bytes(), format!(r#"{{"event":"done","items":3,"run":"{}"}}"#, run.id()));
    assert_eq!(second.payload("done", &items(3), TIME).expect("it is the same run"), payload);
}

#[test]
fn what_is_off_sends_nothing_but_can_be_previewed() {
    let recorder = at_once();
    let sender = Arc::clone(&recorder);
    let tool = Tool::open(&contract(URL), options("disable", sender)).expect("the run begins");
    tool.send("done", &items(3), TIME).expect("off is fine");
    tool.send_and_wait("done", &items(3), TIME).expect("off is fine");
    assert_eq!(code(&tool.payload("done", &items(3), TIME).expect_err("it is off")), "consent_not_given");
    assert!(tool.preview("done", &items(3), TIME).expect("it can be seen").is_preview());
    drop(tool);
    assert!(recorder.sent.lock().expect("nobody panics").is_empty());
}

#[test]
fn what_is_wrong_with_an_event_is_said_to_its_author() {
    let tool = Tool::open(&contract(URL), options("enable", at_once())).expect("the run begins");
    for (name, fields) in [
        ("undone", items(3)),
        ("done", items(2_000_000)),
        ("done", serde_json::json!([])),
        ("--wait", items(3)),
    ] {
        let error = tool.send(name, &fields, TIME).expect_err("it cannot be built");
        assert!(matches!(error, Error::Core(_)), "{name} {fields}: {error}");
    }
}

#[test]
fn children_are_told() {
    for (flag, word) in [("enable", "on"), ("disable", "off")] {
        let tool = Tool::open(&contract(URL), options(flag, at_once())).expect("the run begins");
        let variables = tool.child_variables().expect("they are an object");
        assert_eq!(variables.get("EXAMPLE_TELEMETRY").map(String::as_str), Some(word));
    }
}

#[test]
fn threads_share_a_tool_and_its_end_waits_for_all_of_them() {
    let recorder = Recorder::around(Pretended(Duration::from_millis(20)));
    let sender = Arc::clone(&recorder);
    let tool = Tool::open(&contract(URL), options("enable", sender)).expect("the run begins");
    thread::scope(|scope| {
        for thread in 0..8 {
            let tool = &tool;
            scope.spawn(move || {
                for event in 0..8 {
                    tool.send("done", &items(thread * 8 + event), TIME).expect("the event is fine");
                }
            });
        }
    });
    drop(tool);
    let sent = recorder.sent.lock().expect("nobody panics");
    let mut bodies: Vec<&str> = sent.iter().map(|(request, _)| request.body.as_str()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    assert_eq!((sent.len(), bodies.len()), (64, 64));
}

#[test]
fn an_endpoint_that_stalls_delays_nobody_longer_than_the_exit_budget() {
    let slow = Recorder::around(Pretended(Duration::from_secs(30)));
    let sender = Arc::clone(&slow);
    let options = options("enable", sender).with_exit_budget(Duration::from_millis(100));
    let tool = Tool::open(&contract(URL), options).expect("the run begins");
    let begun = Instant::now();
    tool.send("done", &items(3), TIME).expect("the event is fine");
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(tool);
    assert!((Duration::from_millis(100)..Duration::from_secs(5)).contains(&begun.elapsed()));
    assert!(slow.sent.lock().expect("nobody panics").is_empty());
}
