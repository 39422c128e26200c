//! Commands as a program of their own runs them. Each test starts this file's own program again, to give it another
//! environment, other streams or other arguments without touching those of its neighbours.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test may stop here")]

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use aboveboard_host::{Commands, run_command};

const CONTRACT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../core/contracts/pk3s-infra.json");

const PEOPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shell/tests/people.json");

/// Not a test by itself: the program that the others start. Its arguments are the lines of a variable, and another one may
/// name the contract that it has in itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn program() {
    let line = std::env::var_os("EXAMPLE_ARGUMENTS").expect("it is started by the other tests");
    let arguments =
        line.as_bytes().split(|byte| *byte == b'\n').map(|word| OsStr::from_bytes(word).to_owned());
    let ran = match std::env::var_os("EXAMPLE_EMBEDDED") {
        Some(path) => {
            let contract = std::fs::read_to_string(path).expect("it is there");
            Commands::default().with_contract(contract).run(arguments)
        }
        None => run_command(arguments),
    };
    let (status, output) = ran.expect("the core takes our replies");
    print!("{output}");
    std::io::stdout().flush().expect("the test reads it");
    std::process::exit(status);
}

/// Runs a command in an environment of its own and gives status, standard output and standard error.
fn run(arguments: &[&OsStr], variables: &[(&str, &OsStr)], input: &str) -> (i32, String, String) {
    run_under(":", arguments, variables, input)
}

/// The same, after a shell has done something.
fn run_under(
    before: &str,
    arguments: &[&OsStr],
    variables: &[(&str, &OsStr)],
    input: &str,
) -> (i32, String, String) {
    let mut program = Command::new("sh");
    program
        .args(["-c", &format!("{before}; exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().expect("it runs"))
        .args(["--exact", "program", "--ignored", "--nocapture", "--quiet"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("EXAMPLE_ARGUMENTS", arguments.join(OsStr::new("\n")))
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = program.spawn().expect("it starts");
    // A command that does not read its input may be gone before it is written.
    let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    // The test harness says first that it runs one test.
    let stdout = String::from_utf8(stdout).expect("it is text");
    let stdout =
        stdout.trim_start().strip_prefix("running 1 test\n").expect("the harness speaks first").to_owned();
    (status.code().expect("no signal"), stdout, String::from_utf8(stderr).expect("it is text"))
}

fn words<'a>(words: &[&'a str]) -> Vec<&'a OsStr> {
    words.iter().copied().map(OsStr::new).collect()
}

#[test]
fn a_variable_that_is_not_utf8_is_never_unset() {
    let status = |value: &[u8]| {
        run(
            &words(&["--contract", CONTRACT, "status"]),
            &[("TELEMETRY_ENABLED", OsStr::from_bytes(value))],
            "",
        )
        .1
    };
    assert!(status(b"true").starts_with("productive-k3s-infra telemetry: on\n"));
    let undecodable = status(b"tru\xff");
    assert!(undecodable.starts_with("productive-k3s-infra telemetry: off\n"), "{undecodable}");
    assert!(undecodable.contains("not valid UTF-8"), "{undecodable}");
}

/// Standard streams that somebody else has set not to wait, on both sides of the scrubber.
#[test]
fn streams_that_do_not_wait_are_waited_for() {
    let [(mut ours, input), (mut read, output)] =
        [(); 2].map(|()| UnixStream::pair().expect("there are sockets"));
    for stream in [&input, &output] {
        stream.set_nonblocking(true).expect("it is open");
    }
    let mut child = Command::new(std::env::current_exe().expect("it runs"))
        .args(["--exact", "program", "--ignored", "--nocapture", "--quiet"])
        .env("EXAMPLE_ARGUMENTS", "scrub")
        .stdin(OwnedFd::from(input))
        .stdout(OwnedFd::from(output))
        .spawn()
        .expect("it starts");
    let line = "mail jane@acme.example\n".repeat(20_000);
    let writer = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        ours.write_all(line.as_bytes()).expect("it is read");
    });
    // Longer than it takes to fill what is between them.
    thread::sleep(Duration::from_millis(900));
    let mut text = String::new();
    read.read_to_string(&mut text).expect("it is text");
    writer.join().expect("nobody panics");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(text.lines().filter(|line| *line == "mail [email]").count(), 20_000);
}

#[test]
fn an_argument_that_is_not_utf8_is_a_usage_error() {
    let (status, output, said) = run(&[OsStr::from_bytes(b"\xff")], &[], "");
    assert_eq!((status, output.as_str()), (2, ""));
    assert!(said.contains("argument 1 is not valid UTF-8"), "{said}");
}

#[test]
fn a_contract_that_cannot_be_read_is_said_and_never_waited_for() {
    for path in ["/nowhere/contract.json", "/", "/dev/zero", "/dev/null"] {
        let (status, output, said) = run(&words(&["--contract", path, "status"]), &[], "");
        assert_eq!((status, output.as_str()), (1, ""), "{path}");
        assert!(said.starts_with("aboveboard: "), "{said}");
    }
    let directory = std::env::temp_dir().join(format!("aboveboard-fifo-{}", std::process::id()));
    assert!(Command::new("mkfifo").arg(&directory).status().expect("it is there").success());
    let path: OsString = directory.clone().into();
    let (status, ..) = run(&[OsStr::new("--contract"), &path, OsStr::new("status")], &[], "");
    std::fs::remove_file(directory).expect("it is there");
    assert_eq!(status, 1);
}

#[test]
fn a_program_gets_the_variables_and_gives_its_status() {
    let script = r#"printf '%s' "$TELEMETRY_ENABLED,$TELEMETRY_BEARER_TOKEN"; exit 7"#;
    let arguments = words(&["--contract", CONTRACT, "exec", "--", "sh", "-c", script]);
    let variables = [("TELEMETRY_ENABLED", OsStr::new("no")), ("TELEMETRY_BEARER_TOKEN", OsStr::new("hush"))];
    let (status, output, _) = run(&arguments, &variables, "");
    assert_eq!((status, output.as_str()), (7, "false,"));
    let absent = run(&words(&["--contract", CONTRACT, "exec", "--", "/nowhere/program"]), &variables, "");
    assert_eq!(absent.0, 127);
}

#[test]
fn a_limit_on_the_size_of_files_ends_no_command() {
    let home = std::env::temp_dir().join(format!("aboveboard-limit-{}", std::process::id()));
    std::fs::create_dir_all(&home).expect("there is room");
    let variables = [("HOME", home.as_os_str())];
    let enable = words(&["--contract", PEOPLE, "--feature", "telemetry", "enable"]);
    let (status, _, said) = run_under("ulimit -f 0", &enable, &variables, "");
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("the disk is full"), "{said}");
    // Nor do messages for people, where they go to a file.
    let to_a_file = "ulimit -f 0; exec 2>\"$HOME/said\"";
    assert_eq!(run_under(to_a_file, &enable, &variables, "").0, 1);
    let scrub = run_under(to_a_file, &words(&["scrub", "--report"]), &variables, "mail jane@acme.example\n");
    assert_eq!(scrub.0, 1);
    assert_eq!(run(&enable, &variables, "").0, 0);
    std::fs::remove_dir_all(home).expect("it is there");
}

#[test]
fn a_contract_in_the_program_itself_needs_no_file_and_no_run() {
    let home = std::env::temp_dir().join(format!("aboveboard-embedded-{}", std::process::id()));
    std::fs::create_dir_all(&home).expect("there is room");
    let variables = [("HOME", home.as_os_str()), ("EXAMPLE_EMBEDDED", OsStr::new(CONTRACT))];
    let (status, output, said) = run(&words(&["status"]), &variables, "");
    assert_eq!((status, said.as_str()), (0, ""));
    assert!(output.starts_with("productive-k3s-infra telemetry: off\n"), "{output}");
    assert_eq!(std::fs::read_dir(&home).expect("it is there").count(), 0);
    std::fs::remove_dir_all(home).expect("it is there");
    assert_eq!(run(&words(&["status"]), &[], "").0, 2, "without one there has to be a file");
}

#[test]
fn standard_input_is_bounded() {
    let (status, _, said) = run(&words(&["deliver"]), &[], &"x".repeat(1024 * 1024 + 1));
    assert_eq!(status, 1);
    assert!(!said.is_empty());
    assert_eq!(run(&words(&["deliver"]), &[], "{}").0, 1);
}

#[test]
fn two_runs_have_nothing_in_common() {
    let begin = || {
        let (status, output, _) = run(&words(&["--contract", CONTRACT, "begin"]), &[], "");
        assert_eq!(status, 0);
        serde_json::from_str::<serde_json::Value>(&output).expect("a run is JSON")
    };
    let (one, other) = (begin(), begin());
    for id in ["run", "session", "nonce"] {
        assert!(one[id].is_string());
        assert_ne!(one[id], other[id], "{id}");
    }
}
