//! What a child is told, in every form in which it can be told, and what never gets that far.

use std::collections::BTreeMap;

use aboveboard::{Operation, OperationKind};
use proptest::prelude::*;

use crate::fake_host::{FakeHost, Report, run_with};

const ON: (&str, &str) = ("TELEMETRY_ENABLED", "true");
/// Every variable that the contract lets through in some form, each by rules of its own.
const VARIABLES: [&str; 6] = [
    "TELEMETRY_BEARER_TOKEN",
    "TELEMETRY_ENDPOINT",
    "TELEMETRY_MARKER",
    "TELEMETRY_MAX_RETRIES",
    "TELEMETRY_OUTBOX_DIR",
    "TELEMETRY_USER_AGENT",
];
/// What no id may be: 1 to 64 letters, digits, `.`, `_` and `-` may.
const NO_IDS: [&[u8]; 27] = [
    b"it's",
    b"a\"b",
    b"`id`",
    b"$(id)",
    b"$HOME",
    b"a;id",
    b"a|id",
    b"a&id",
    b"<a>",
    b"a*b?",
    b"a\\b",
    b"a b",
    b" a",
    b"a=b",
    b"a/b",
    b"a:b",
    b"a\nTELEMETRY_ENABLED=true",
    b"a\r",
    b"\x1b[31ma",
    b"a\0b",
    b"caf\xc3\xa9",
    b"a\xff",
    b"\xed\xa0\x80",
    b"a\xef\xbf\xbd",
    b"\xe2\x80\xa8",
    &[b'x'; 65],
    &[b'x'; 10_000],
];

fn child(host: &mut FakeHost, run: &str, format: &str) -> Report {
    host.run(&["--contract", "c.json", "--run", run, "child", "--format", format])
}

fn variables(host: &mut FakeHost, run: &str) -> BTreeMap<String, String> {
    serde_json::from_str(&child(host, run, "json").output).unwrap()
}

#[test]
fn each_form_as_it_is_printed() {
    let run = run_with(&[ON]);
    let mut host = FakeHost::with(&[
        ON,
        ("TELEMETRY_MARKER", "a marker's"),
        ("TELEMETRY_OUTBOX_DIR", "-n '$(id)' \\ \"`é`"),
        ("TELEMETRY_MAX_RETRIES", "5\n"),
    ]);
    assert_eq!(
        child(&mut host, &run, "lines").output,
        "TELEMETRY_BEARER_TOKEN=\n\
         TELEMETRY_COMPONENT=infra\n\
         TELEMETRY_ENABLED=true\n\
         TELEMETRY_ENDPOINT=https://telemetry.productive-k3s.io/telemetry\n\
         TELEMETRY_MARKER=a marker's\n\
         TELEMETRY_MAX_RETRIES=3\n\
         TELEMETRY_OUTBOX_DIR=-n '$(id)' \\ \"`é`\n\
         TELEMETRY_PARENT_RUN_ID=1011121314151617\n\
         TELEMETRY_RUN_ID=1011121314151617\n\
         TELEMETRY_SESSION_ID=0001020304050607\n\
         TELEMETRY_USER_AGENT=productive-k3s-infra/1.4.0\n"
    );
    assert_eq!(
        child(&mut host, &run, "shell").output,
        "TELEMETRY_BEARER_TOKEN=''\n\
         TELEMETRY_COMPONENT='infra'\n\
         TELEMETRY_ENABLED='true'\n\
         TELEMETRY_ENDPOINT='https://telemetry.productive-k3s.io/telemetry'\n\
         TELEMETRY_MARKER='a marker'\\''s'\n\
         TELEMETRY_MAX_RETRIES='3'\n\
         TELEMETRY_OUTBOX_DIR='-n '\\''$(id)'\\'' \\ \"`é`'\n\
         TELEMETRY_PARENT_RUN_ID='1011121314151617'\n\
         TELEMETRY_RUN_ID='1011121314151617'\n\
         TELEMETRY_SESSION_ID='0001020304050607'\n\
         TELEMETRY_USER_AGENT='productive-k3s-infra/1.4.0'\n"
    );
    let json = child(&mut host, &run, "json");
    assert_eq!(host.run(&["--contract", "c.json", "--run", &run, "child"]), json, "JSON is the default");
    assert!(json.output.starts_with("{\"TELEMETRY_BEARER_TOKEN\":\"\",") && json.output.ends_with("\"}\n"));
}

#[test]
fn a_denial_in_each_form() {
    let mut host = FakeHost::with(&[ON, ("TELEMETRY_BEARER_TOKEN", "t"), ("TELEMETRY_SESSION_ID", "s")]);
    for run in [run_with(&[]).as_str(), ""] {
        assert_eq!(
            child(&mut host, run, "lines").output,
            "TELEMETRY_BEARER_TOKEN=\nTELEMETRY_ENABLED=false\nTELEMETRY_PARENT_RUN_ID=\nTELEMETRY_SESSION_ID=\n\
             ABOVEBOARD_DENIED=1\n"
        );
        assert_eq!(
            child(&mut host, run, "shell").output,
            "TELEMETRY_BEARER_TOKEN=''\nTELEMETRY_ENABLED='false'\nTELEMETRY_PARENT_RUN_ID=''\nTELEMETRY_SESSION_ID=''\n\
             ABOVEBOARD_DENIED='1'\n"
        );
    }
}

#[test]
fn what_is_wrong_is_a_denial_in_any_form() {
    let denials = [
        ("json", "{\"ABOVEBOARD_DENIED\":\"1\"}\n"),
        ("lines", "ABOVEBOARD_DENIED=1\n"),
        ("shell", "ABOVEBOARD_DENIED='1'\n"),
    ];
    for (format, denial) in denials {
        // A run that is none, which the contract can answer.
        let report = child(&mut FakeHost::with(&[ON]), "{}", format);
        assert_eq!(report.status, 1, "{format}");
        assert!(report.output.contains("TELEMETRY_ENABLED") && report.output.contains("ABOVEBOARD_DENIED"));
        assert!(!report.said().is_empty(), "{format}");
        // And no contract, which nobody can.
        for content in ["", "{", "{\"contract\":2}"] {
            let mut host = FakeHost::with(&[ON, ("TELEMETRY_BEARER_TOKEN", "t")]);
            host.files.insert("c.json".to_string(), Ok(content.as_bytes().to_vec()));
            let report = child(&mut host, &run_with(&[ON]), format);
            assert_eq!((report.status, report.output.as_str()), (1, denial), "{format} {content:?}");
            assert!(report.said().starts_with("aboveboard: "), "{format}");
        }
    }
    let report = child(&mut FakeHost::with(&[ON]), &run_with(&[ON]), "exports");
    assert_eq!((report.status, report.output.as_str()), (2, ""));
    assert!(report.said().contains("--format is json, lines or shell"), "{}", report.said());
}

/// Whether an operation holds these bytes in anything that it says, writes or passes on.
fn repeats(operation: &Operation, value: &[u8]) -> bool {
    operation.text.iter().any(|text| text.as_bytes().windows(value.len()).any(|part| part == value))
}

#[test]
fn an_id_that_is_none_goes_no_further() {
    for value in NO_IDS {
        let what = String::from_utf8_lossy(value);
        let mut host = FakeHost::with(&[ON]);
        for name in ["TELEMETRY_SESSION_ID", "TELEMETRY_PARENT_RUN_ID"] {
            host.variables.insert(name.into(), value.to_vec());
        }
        let begun = host.run(&["--contract", "c.json", "begin"]);
        assert_eq!(
            begun.said(),
            "aboveboard: TELEMETRY_SESSION_ID holds no usable id; it is passed over\n\
             aboveboard: TELEMETRY_PARENT_RUN_ID holds no usable id; it is passed over\n",
            "{what}"
        );
        let run: serde_json::Value = serde_json::from_str(&begun.output).unwrap();
        assert_eq!((&run["session"], &run["parent"]), (&"0001020304050607".into(), &().into()), "{what}");
        let told = variables(&mut host, begun.output.trim_end());
        assert_eq!(told["TELEMETRY_SESSION_ID"], "0001020304050607", "{what}");
        assert_eq!(told["TELEMETRY_PARENT_RUN_ID"], "1011121314151617", "{what}");
        // Also by a run that begins only here, and with a denial.
        for enabled in ["true", "false"] {
            host.variables.insert("TELEMETRY_ENABLED".into(), enabled.into());
            for words in [&["begin"][..], &["child"], &["child", "--format", "shell"], &["exec", "--", "p"]] {
                let report = host.run(&[&["--contract", "c.json"], words].concat());
                let told = report.output.as_bytes().windows(value.len()).any(|part| part == value);
                assert!(!told, "{what}: {words:?}");
                assert!(!report.operations().any(|operation| repeats(operation, value)), "{what}: {words:?}");
            }
            let exec = host.run(&["--contract", "c.json", "exec", "--", "p"]);
            let entries = exec.texts(OperationKind::Exec)[0];
            let session = if enabled == "true" { "0001020304050607" } else { "" };
            assert!(
                entries.split('\0').any(|entry| entry == format!("TELEMETRY_SESSION_ID={session}")),
                "{what}"
            );
        }
    }
}

#[test]
fn an_id_that_is_one_is_taken_and_an_empty_one_is_none() {
    let longest = "x".repeat(64);
    for (value, taken) in [("a", true), ("-rf", true), ("..", true), (longest.as_str(), true), ("", false)] {
        let ids = [("TELEMETRY_SESSION_ID", value), ("TELEMETRY_PARENT_RUN_ID", value)];
        let begun = FakeHost::with(&[&[ON], &ids[..]].concat()).run(&["--contract", "c.json", "begin"]);
        assert_eq!(begun.said(), "", "{value}");
        let run: serde_json::Value = serde_json::from_str(&begun.output).unwrap();
        let (session, parent) = if taken { (value, value.into()) } else { ("0001020304050607", ().into()) };
        assert_eq!((&run["session"], &run["parent"]), (&session.into(), &parent), "{value}");
    }
}

/// Values that shells, files of variables and people's eyes are led astray by.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let mischief =
        "[ '\"\\\\$`!#~*?;&|<>(){}\\[\\]=%^a-z0-9/é\u{85}\u{2028}\u{202e}\u{1f600}\n\r\t\u{7f}-]{0,40}";
    prop_oneof![
        6 => mischief.prop_map(String::into_bytes),
        2 => "-[-n e]{0,6}".prop_map(String::into_bytes),
        2 => "\\PC{0,40}".prop_map(String::into_bytes),
        1 => "https://h\\.example/[!-~]{0,20}".prop_map(String::into_bytes),
        1 => prop::collection::vec(1_u8.., 0..40),
    ]
}

fn machine(values: &[Vec<u8>]) -> FakeHost {
    let mut host = FakeHost::with(&[ON]);
    for (name, value) in VARIABLES.iter().zip(values) {
        host.variables.insert((*name).to_string(), value.clone());
    }
    host
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the variables hold, a line is a whole variable, and no value has a control character.
    #[test]
    fn a_line_is_a_variable(values in prop::collection::vec(hostile(), VARIABLES.len())) {
        let run = run_with(&[ON]);
        let mut host = machine(&values);
        let told = variables(&mut host, &run);
        prop_assert!(told.values().all(|value| !value.chars().any(char::is_control)), "{:?}", told);
        prop_assert!(told.len() >= 9);
        let lines = told.iter().map(|(name, value)| format!("{name}={value}\n")).collect::<String>();
        prop_assert_eq!(child(&mut host, &run, "lines").output, lines);
    }

    /// What is passed on as it is arrives as it is, unless it is hostile; then it is emptied.
    #[test]
    fn what_is_passed_on_is_the_same_or_nothing(value in hostile()) {
        let run = run_with(&[ON]);
        let mut host = FakeHost::with(&[ON]);
        host.variables.insert("TELEMETRY_OUTBOX_DIR".into(), value.clone());
        let passed_on = String::from_utf8(value)
            .ok()
            .filter(|text| !text.chars().any(|character| character.is_control() || character == '\u{fffd}'))
            .unwrap_or_default();
        prop_assert_eq!(&variables(&mut host, &run)["TELEMETRY_OUTBOX_DIR"], &passed_on);
    }
}

/// What the shell `sh` has in these variables once it has read the lines, in the order of the names.
#[cfg(unix)]
#[expect(clippy::disallowed_types, reason = "how a shell reads a line only a shell can say")]
fn read_back(lines: &str, names: impl Iterator<Item = impl AsRef<str>>) -> Vec<u8> {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let mut script = lines.to_string();
    for name in names {
        script.push_str(&format!("printf '%s\\0' \"${}\"\n", name.as_ref()));
    }
    let mut shell =
        Command::new("sh").env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success());
    output.stdout
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Every byte that a shell reads back is the one that the child would have been given.
    #[test]
    fn a_shell_reads_back_the_same_bytes(values in prop::collection::vec(hostile(), VARIABLES.len())) {
        let run = run_with(&[ON]);
        let mut host = machine(&values);
        let told = variables(&mut host, &run);
        let lines = child(&mut host, &run, "shell").output;
        prop_assert_eq!(lines.lines().count(), told.len());
        let wanted = told.values().flat_map(|value| [value.as_bytes(), b"\0"].concat()).collect::<Vec<_>>();
        prop_assert_eq!(read_back(&lines, told.keys()), wanted);
    }
}
