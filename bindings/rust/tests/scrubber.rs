//! Scrubbing for a tool's own texts. The variables are set before any thread of the tests starts, in a process of its own.

use std::process::Command;

use aboveboard_host::Scrubber;

const CONTRACT: &str = r#"{"contract":1,"tool":"t","schema_version":"1","consent_version":1,
    "consent":{"sources":[{"env":"T"}],"undecided":{"interactive":"deny","unattended":"deny"}},
    "payload":{"event":{"from":"event"}},"events":{"e":{}},
    "delivery":{"endpoint":{"url":"https://example.com/"},"bearer":{"env":"EXAMPLE_TOKEN"}}}"#;

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the tests start as a process of its own"]
fn scrubbing() {
    let scrubber = Scrubber::new(None).expect("it needs no contract");
    let scrubbed = scrubber.text("größe: kqz-user wrote to jane@acme.example from /srv/kqz-home/x");
    assert_eq!(scrubbed.text, "größe: [user] wrote to [email] from [path]");

    let arguments = scrubber.arguments(&["tool", "--token", "abc", "kqz-user"]);
    let texts: Vec<&str> = arguments.iter().map(|argument| &*argument.text).collect();
    assert_eq!(texts, ["tool", "--token", "[secret]", "[user]"]);
    let environment = scrubber.environment(&[("API_KEY", "abc"), ("LANG", "C")]);
    let texts: Vec<&str> = environment.iter().map(|value| &*value.text).collect();
    assert_eq!(texts, ["[secret]", "C"]);

    assert_eq!(scrubber.text("it is made-up-token").text, "it is made-up-token");
    let scrubber = Scrubber::new(Some(CONTRACT)).expect("the contract is sound");
    assert_eq!(scrubber.text("it is made-up-token").text, "it is [secret]");
    assert!(!format!("{scrubber:?}").contains("kqz"));
}

#[test]
fn texts_arguments_and_environments_come_out_without_what_must_not_leave() {
    let ended = Command::new(std::env::current_exe().expect("this program is somewhere"))
        .args(["--exact", "scrubbing", "--ignored", "--nocapture"])
        .envs([("HOME", "/srv/kqz-home"), ("USER", "kqz-user"), ("EXAMPLE_TOKEN", "made-up-token")])
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
fn a_contract_that_is_none_is_refused() {
    assert!(Scrubber::new(Some("{}")).is_err());
}
