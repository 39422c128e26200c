//! Both senders, against a receiver on loopback that behaves well and badly.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop here")]

#[path = "support/receiver.rs"]
mod receiver;
#[path = "../examples/ureq/sender.rs"]
mod sender;
mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use aboveboard_host::{Curl, ErrorClass, Response, Sender, Tool};
use receiver::{Behaviour, Receiver};
use sender::Ureq;
use support::{Recorder, contract, items, options};

/// Sends one event to a receiver; gives the answer and how long it took.
fn once(inner: impl Sender + 'static, receiver: &Receiver) -> (Result<Response, ErrorClass>, Duration) {
    let recorder = Recorder::around(inner);
    let sender = Arc::clone(&recorder);
    let tool = Tool::open(&contract(&receiver.url), options("enable", sender)).expect("the run begins");
    let begun = Instant::now();
    tool.send_and_wait("done", &items(3), Some(1_790_000_000)).expect("the event is fine");
    let sent = recorder.sent.lock().expect("nobody panics");
    assert_eq!(sent.len(), 1, "one request for one event");
    (sent[0].1.clone(), begun.elapsed())
}

fn both(behaviour: Behaviour) -> [(Result<Response, ErrorClass>, Duration); 2] {
    [once(Curl::default(), &Receiver::start(behaviour.clone())), once(Ureq, &Receiver::start(behaviour))]
}

/// Not a test by itself: sends an event with curl to the address in a variable, and says what the answer was.
#[test]
#[ignore = "no test: the program that a test starts as a process of its own"]
fn program() {
    let url = std::env::var("EXAMPLE_URL").expect("it is started by another test");
    let recorder = Recorder::around(Curl::default());
    let tool = Tool::open(&contract(&url), options("enable", Arc::clone(&recorder) as Arc<dyn Sender>))
        .expect("the run begins");
    tool.send_and_wait("done", &items(3), Some(1_790_000_000)).expect("the event is fine");
    println!("{:?}", recorder.sent.lock().expect("nobody panics")[0].1);
}

/// Where whoever started the tool ignores the end of children, so does the tool, and nobody is told how curl has ended.
#[test]
#[cfg(unix)]
fn an_answer_counts_where_nobody_is_told_how_curl_has_ended() {
    for (behaviour, expected) in [
        (Behaviour::Answer(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()), "Ok(Response { status: 204"),
        (
            Behaviour::Answer(b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n\r\n".to_vec()),
            "Ok(Response { status: 503",
        ),
        (Behaviour::Reset, "Err(Other)"),
    ] {
        let receiver = Receiver::start(behaviour);
        let done = std::process::Command::new("bash")
            .args(["-c", "trap '' CHLD; exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().expect("it runs"))
            .args(["--exact", "program", "--ignored", "--nocapture", "--quiet"])
            .env("EXAMPLE_URL", &receiver.url)
            .output()
            .expect("it starts");
        let output = String::from_utf8(done.stdout).expect("it is text");
        assert!(output.contains(expected), "{expected}: {output}");
        assert_eq!(receiver.connections(), 1);
    }
}

/// Not a test by itself: sends an event with curl to the address in a variable, and ends without waiting for an answer.
#[test]
#[ignore = "no test: the program that a test starts as a process of its own"]
fn hasty() {
    let url = std::env::var("EXAMPLE_URL").expect("it is started by another test");
    let options = options("enable", Arc::new(Curl::default())).with_exit_budget(Duration::from_millis(800));
    let tool = Tool::open(&contract(&url), options).expect("the run begins");
    tool.send("done", &items(3), Some(1_790_000_000)).expect("the event is fine");
    drop(tool);
    // As a tool ends. The harness would go on with work of its own.
    std::process::exit(0);
}

#[test]
fn what_curl_has_been_given_is_sent_although_the_tool_has_ended() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let url = format!("http://{}/telemetry", listener.local_addr().expect("it listens"));
    let (connected, connection) = mpsc::channel();
    thread::spawn(move || connected.send(listener.accept()));
    let done = std::process::Command::new(std::env::current_exe().expect("it runs"))
        .args(["--exact", "hasty", "--ignored", "--nocapture", "--quiet"])
        .env("EXAMPLE_URL", url)
        .status()
        .expect("it starts");
    assert!(done.success());
    // Only now somebody reads and answers.
    let accepted = connection.recv_timeout(Duration::from_secs(10)).expect("somebody has connected");
    let (mut stream, _) = accepted.expect("a connection");
    let mut request = Vec::new();
    while !request.ends_with(b"}") {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).expect("the request can be read");
        assert_ne!(length, 0, "the request is whole");
        request.extend(piece.iter().take(length));
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("somebody takes the answer");
}

#[test]
fn what_arrives_is_what_the_core_built() {
    for curl in [true, false] {
        let receiver = Receiver::start(Behaviour::Answer(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
        let recorder = if curl { once(Curl::default(), &receiver) } else { once(Ureq, &receiver) };
        assert_eq!(recorder.0, Ok(Response { status: 204, retry_after: None }));
        let request = receiver.requests.lock().expect("the receiver is alive")[0].clone();
        let (head, body) = request.split_once("\r\n\r\n").expect("a head ends");
        assert!(head.starts_with("POST /telemetry HTTP/1.1\r\n"), "{head}");
        let head = head.to_ascii_lowercase();
        assert!(head.contains("\r\ncontent-type: application/json"), "{head}");
        assert!(head.contains("\r\nuser-agent: example/1.2.3"), "{head}");
        assert!(!head.contains("authorization"), "{head}");
        assert!(body.starts_with(r#"{"event":"done","items":3,"run":""#), "{body}");
    }
}

#[test]
fn the_status_and_retry_after_come_back() {
    let answer =
        b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 23\r\n\r\nHTTP/1.1 204\r\nRetry: no"
            .to_vec();
    for (answer, _) in both(Behaviour::Answer(answer)) {
        assert_eq!(answer, Ok(Response { status: 503, retry_after: Some("7".to_owned()) }));
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let target = Receiver::start(Behaviour::Stall);
    for status in [301, 302, 303, 307, 308] {
        let answer =
            format!("HTTP/1.1 {status} Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", target.url);
        for (answer, _) in both(Behaviour::Answer(answer.into_bytes())) {
            assert_eq!(answer, Ok(Response { status, retry_after: None }));
        }
    }
    assert_eq!(target.connections(), 0);
}

#[test]
fn a_stall_ends_with_the_timeout() {
    for (answer, elapsed) in both(Behaviour::Stall) {
        assert_eq!(answer, Err(ErrorClass::Timeout));
        assert!(elapsed < Duration::from_secs(5), "{elapsed:?}");
    }
}

#[test]
fn a_reset_and_a_response_that_is_none_are_failures() {
    for (answer, _) in
        both(Behaviour::Reset).into_iter().chain(both(Behaviour::Answer(b"SSH-2.0-x\r\n".to_vec())))
    {
        assert!(matches!(answer, Err(ErrorClass::Other)), "{answer:?}");
    }
}

#[test]
fn a_response_without_an_end_is_cut_off() {
    for (answer, elapsed) in both(Behaviour::Flood) {
        assert_eq!(answer, Ok(Response { status: 200, retry_after: None }));
        assert!(elapsed < Duration::from_secs(5), "{elapsed:?}");
    }
}

#[test]
fn without_curl_nothing_can_be_sent() {
    let receiver = Receiver::start(Behaviour::Stall);
    assert_eq!(once(Curl::at("/nowhere/curl"), &receiver).0, Err(ErrorClass::Unsupported));
    assert_eq!(once(Curl::at("false"), &receiver).0, Err(ErrorClass::Other));
    // What ends well and prints nothing is no curl, but a stand-in for it in a tool's tests.
    assert_eq!(once(Curl::at("true"), &receiver).0, Ok(Response { status: 200, retry_after: None }));
    assert_eq!(receiver.connections(), 0);
}

#[test]
fn the_receiver_of_these_tests_can_be_reached() {
    // Otherwise every test for a failure would pass by itself.
    let receiver = Receiver::start(Behaviour::Answer(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
    let address = receiver.url.trim_start_matches("http://").trim_end_matches("/telemetry").to_owned();
    let mut stream = std::net::TcpStream::connect(address).expect("it listens");
    stream.write_all(b"POST / HTTP/1.1\r\n\r\n").expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert_eq!((answer.as_str(), receiver.connections()), ("HTTP/1.1 204 No Content\r\n\r\n", 1));
}
