//! What people are told where something is wrong: what happened, where, what to do, and never what may be private.

use aboveboard::{ErrorClass, OperationKind};

use crate::fake_host::{FakeHost, Report};
use crate::tools::{TOOLS, Tool};

/// A contract with all ways to decide.
const CONTRACT: &str = r#"{"contract": 1, "tool": "t", "schema_version": "1", "consent_version": 2,
    "consent": {
        "gates": [{"feature": "extended"}, {"env": "ABOVEBOARD_DENIED"}],
        "sources": [{"flag": "telemetry"}, {"env": "DO_NOT_TRACK", "means": "deny"}, {"env": "T_TELEMETRY"}, {"stored": true}],
        "undecided": {"interactive": "ask", "unattended": "deny"},
        "question": {"text": "May we?", "default": "deny", "remember": true}},
    "payload": {
        "command": {"name": {"enum": ["a"], "optional": true, "why": "w"}, "fixed": {"constant": 1}},
        "ids": {"own": {"run": {"from": "run", "why": "w"}}},
        "labels": {"map": [{"token": 8}, {"integer": [0, 10]}, 4], "optional": true, "why": "w"}},
    "events": {"e": {}}}"#;
const STATE: &str = "/home/me/.local/state/aboveboard/t.json";

fn host(variables: &[(&str, &str)]) -> FakeHost {
    let mut host = FakeHost::with(variables);
    host.variables.entry("HOME".into()).or_insert_with(|| b"/home/me".to_vec());
    host.files.insert("c.json".into(), Ok(CONTRACT.into()));
    host
}

fn run(host: &mut FakeHost, words: &[&str]) -> Report {
    host.run(&[&["--contract", "c.json", "--feature", "extended"], words].concat())
}

/// What is said about this command, whatever has been decided.
fn said(words: &[&str]) -> String {
    let report = run(&mut host(&[]), words);
    assert!(report.status != 0, "{words:?}");
    report.said()
}

#[test]
fn no_error_tells_a_name_that_may_be_data() {
    for (fields, at) in [
        (r#"{"labels": {"jane@acme.example": 5}}"#, "(at /fields/labels)"),
        (r#"{"labels": {"jane": 11}}"#, "(at /fields/labels)"),
        (
            r#"{"jane": 5}"#,
            "(at /fields); ids, times and constants are filled in by themselves; declared here: command, labels",
        ),
        (
            r#"{"command": {"jane": 5}}"#,
            "(at /fields/command); ids, times and constants are filled in by themselves; declared here: name",
        ),
        (
            r#"{"ids": {"own": {"jane": 5}}}"#,
            "(at /fields/ids/own); ids, times and constants are filled in by themselves; declared here: nothing",
        ),
        (r#"{"labels": {"jane": 1, "jane": 2}}"#, "(at --fields)"),
    ] {
        let said = said(&["preview", "e", "--fields", fields]);
        assert!(said.contains(at) && !said.contains("jane"), "{said}");
    }
    for (document, at) in [
        (r#"{"name": "e", "time": 0, "jane": 1}"#, "\"at\":\"/event\""),
        (r#"{"name": "e", "time": 0, "fields": {"jane": 1, "jane": 1}}"#, "\"at\":\"--json/fields\""),
        ("{", "\"at\":\"--json\""),
    ] {
        let output = run(&mut host(&[]), &["preview", "--json", document]).output;
        assert!(output.contains(at) && !output.contains("jane"), "{output}");
    }
}

#[test]
fn errors_of_the_command_line_name_the_option() {
    let sent = run(&mut host(&[("T_TELEMETRY", "1")]), &["send", "--json", "{"]).said();
    assert!(sent.contains("(at --json)"), "{sent}");
    for (words, told) in [
        (&["begin", "--flag", "x=y"][..], "(at --flag); declared: telemetry"),
        (&["begin", "--flag", "telemetry=y"], "(at --flag)"),
        (&["preview", "e", "labels={}", "command.name=a", "command.name=a"], "(at field 3)"),
        (&["preview", "e", "a..b=c"], "(at field 1)"),
        (&["record", "r", "--to", "file"], "declares no record"),
    ] {
        let said = said(words);
        assert!(said.contains(told) && !said.contains("declared: \n"), "{said}");
    }
    for words in [&["begin"][..], &["status"], &["enable"], &["disable"], &["reset"], &["preview", "e"]] {
        let words = [&["--contract", "c.json", "--feature", "x"], words].concat();
        let said = host(&[]).run(&words).said();
        assert!(said.contains("(at --feature); declared: extended"), "{words:?}: {said}");
    }
}

#[test]
fn a_command_line_that_is_not_understood_says_where_to_look() {
    for (words, told) in [
        (&["status", "--all"][..], "status takes --why and --json; see aboveboard status --help"),
        (&["send", "e", "--all"], "see aboveboard send --help"),
        (&["flush", "--all"], "see aboveboard flush --help"),
        (
            &["status", "--contract", "c.json"],
            "--contract goes before the command; see aboveboard status --help",
        ),
        (&["enable", "--feature=x"], "--feature goes before the command"),
        (&["send", "e", "--run", "x"], "--run goes before the command"),
        (&["nonsense"], "the command is not known; see aboveboard --help"),
        (&["deliver", "x"], "see aboveboard --help"),
        (&["record", "r", "--to", "a", "--to=b"], "--to is given twice; see aboveboard record --help"),
        (&["--contract", "d.json", "status"], "--contract is given twice; see aboveboard --help"),
        (&["check", "d.json", "e.json"], "check takes one contract; see aboveboard check --help"),
    ] {
        let said = said(words);
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_yes_that_does_not_count_is_not_called_nobody_s() {
    let yes = |version: i64| format!(r#"{{"format":1,"consent":{{"allow":true,"version":{version}}}}}"#);
    for (variables, terminal, version, told) in [
        (
            &[("CI", "true")][..],
            false,
            2,
            "a yes is stored that does not count: it is a person's, and this is a build or a coding agent",
        ),
        (
            &[],
            false,
            1,
            "a yes is stored that does not count: it was given to an older version of what is collected, and nobody is there to be asked",
        ),
        (
            &[],
            true,
            1,
            "a yes is stored that does not count: it was given to an older version of what is collected; the next interactive run asks",
        ),
    ] {
        let mut host = host(variables);
        host.terminal = terminal;
        host.files.insert(STATE.into(), Ok(yes(version).into_bytes()));
        for words in [&["status"][..], &["status", "--why"]] {
            let output = run(&mut host, words).output;
            assert!(output.contains(told) && !output.contains("nobody has decided"), "{output}");
        }
    }
    let saved = run(&mut host(&[("CI", "true")]), &["enable"]).output;
    assert!(
        saved.starts_with("saved, but still off, because a yes is stored that does not count"),
        "{saved}"
    );
    let change = "  change   the flag telemetry (enable for yes, disable for no), DO_NOT_TRACK=1 for no, \
                  T_TELEMETRY=1 for yes, T_TELEMETRY=0 for no\n";
    assert!(saved.contains(change), "{saved}");
    let undecided = run(&mut host(&[]), &["status"]).output;
    assert!(undecided.contains("nobody has decided"), "{undecided}");
}

#[test]
fn who_cannot_turn_it_off_is_told_another_way() {
    for (gates, sources, ways) in [
        (
            "",
            r#"{"flag": "f"}, {"env": "T"}, {"env": "DO_NOT_TRACK", "means": "deny"}, {"stored": true}, {"env": "U"}"#,
            "the flag f (enable for yes, disable for no), T=1 for yes, T=0 for no, DO_NOT_TRACK=1 for no",
        ),
        (
            r#""gates": [{"env": "NO"}],"#,
            r#"{"stored": true}, {"env": "DO_NOT_TRACK", "means": "deny"}"#,
            "NO=1 for no",
        ),
        ("", r#"{"stored": true}, {"env": "T"}"#, ""),
    ] {
        let contract = format!(
            r#"{{"contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
            "consent": {{{gates} "sources": [{sources}], "undecided": {{"interactive": "deny", "unattended": "deny"}}}},
            "payload": {{"k": {{"constant": "c"}}}}, "events": {{"e": {{}}}}}}"#
        );
        for command in ["disable", "reset"] {
            let mut host = host(&[]);
            host.files.insert("c.json".into(), Ok(contract.clone().into_bytes()));
            host.files
                .insert(STATE.into(), Ok(br#"{"format":1,"consent":{"allow":true,"version":1}}"#.to_vec()));
            host.unwritable = Some(ErrorClass::Denied);
            let report = host.run(&["--contract", "c.json", command]);
            assert_eq!(report.status, 1, "{command}");
            let said = report.said();
            let wanted = if ways.is_empty() { String::new() } else { format!("; until then: {ways}") };
            assert!(
                said.contains(&format!("mend that and try again{wanted}\n")),
                "{command} {sources}: {said}"
            );
            assert!(!said.contains("aboveboard --contract FILE"), "{said}");
        }
    }
}

#[test]
fn what_a_person_can_do_names_the_contract_that_they_have_named() {
    for (path, shown) in [
        ("c.json", "c.json"),
        ("/opt/my-tool_1.2/lib/t+x@1,2:3%.json", "/opt/my-tool_1.2/lib/t+x@1,2:3%.json"),
        ("a b/it's $HOME.json", "'a b/it'\\''s $HOME.json'"),
        ("~me/c.json", "'~me/c.json'"),
        ("\u{e9}.json", "'\u{e9}.json'"),
        ("a\nb\u{1b}[2J", "FILE"),
    ] {
        let mut host = host(&[]);
        host.terminal = true;
        host.files.insert(path.into(), Ok(CONTRACT.into()));
        let mut run =
            |words: &[&str]| host.run(&[&["--contract", path, "--feature", "extended"], words].concat());
        let change = |rest: &str| format!("aboveboard --contract {shown} {rest}");
        let output = run(&["status"]).output;
        let both = format!("  change   {}, or: {}\n", change("enable"), change("disable"));
        assert!(output.contains(&both), "{output}");
        let asked = run(&["begin"]);
        let prompt = asked.texts(OperationKind::Ask).concat();
        let later = format!("To change your answer later: {}, or {}\n", change("enable"), change("disable"));
        assert!(prompt.contains(&later), "{prompt}");
        let output = run(&["enable"]).output;
        assert!(output.contains(&format!("  change   {}\n", change("disable"))), "{output}");
        let output = run(&["startup"]).output;
        assert!(output.ends_with(&format!("; to turn it off: {}\n", change("disable"))), "{output}");
        // The privacy page is for everybody.
        let page = run(&["docs"]).output;
        assert!(page.contains("`aboveboard --contract FILE enable`"), "{page}");
    }
}

#[test]
fn what_could_not_be_turned_on_is_not_called_turned_off() {
    let settings = "/home/me/.config/t.json";
    for (present, noted) in [(None, "not set"), (Some(r#"{"telemetry":"#), "")] {
        let mut host = with_setting();
        host.files.extend(present.map(|text| (settings.into(), Ok(text.into()))));
        host.locked.insert(settings.into(), 9);
        let said = run(&mut host, &["enable"]).said();
        assert!(said.contains("could not be turned on"), "{said}");
        host.locked.clear();
        host.files.remove(settings);
        let status = run(&mut host, &["status", "--why"]).output;
        for said in [&said, &status] {
            assert!(!said.contains("it was turned off here\n"), "{said}");
        }
        let because = "  because  it was turned off here, or could not be turned on, and that is noted\n";
        assert!(status.contains(because) && status.contains(noted), "{status}");
        // What a person has turned off is called that where it is known.
        run(&mut host, &["disable"]);
        let status = run(&mut host, &["status"]).output;
        assert!(status.contains("t.json says no"), "{status}");
    }
}

#[test]
fn where_nothing_can_be_stored_nobody_is_told_to_wait_for_the_question() {
    let mut nowhere = host(&[]);
    nowhere.terminal = true;
    nowhere.variables.remove("HOME");
    let output = run(&mut nowhere, &["status"]).output;
    assert!(
        output.contains("there is no place to store what people say, so that nobody is asked"),
        "{output}"
    );
    assert!(
        output.contains("HOME is not set to an absolute path") && !output.contains("run asks"),
        "{output}"
    );
    nowhere.variables.insert("HOME".into(), b"/tmp/\xff".to_vec());
    for words in [&["enable"][..], &["disable"]] {
        let said = run(&mut nowhere, words).said();
        assert!(said.contains("is not UTF-8 text or cannot be read"), "{said}");
    }
}

fn with_setting() -> FakeHost {
    let contract = CONTRACT
        .replace(r#"{"stored": true}"#, r#"{"setting": "/telemetry/enabled", "file": "{config}/t.json"}"#);
    let mut host = host(&[]);
    host.files.insert("c.json".into(), Ok(contract.into_bytes()));
    host
}

#[test]
fn a_settings_file_that_does_not_fit_is_told_so() {
    for (text, told) in [
        (
            r#"{"telemetry":{"enabled":"yes"}}"#,
            "is no JSON, or holds something other than true or false there; it counts as no",
        ),
        ("{", "is no JSON, or holds something other than true or false there; it counts as no"),
    ] {
        let mut host = with_setting();
        host.files.insert("/home/me/.config/t.json".into(), Ok(text.into()));
        let output = run(&mut host, &["status", "--why"]).output;
        assert!(output.contains(told) && !output.contains("cannot be read"), "{output}");
        assert!(output.contains("  because  /home/me/.config/t.json is no JSON, or"), "{output}");
        assert!(output.contains("t.json (telemetry.enabled): is not true or false"), "{output}");
    }
    for text in [r#"{"telemetry":5}"#, "[]", "{"] {
        let mut host = with_setting();
        host.files.insert("/home/me/.config/t.json".into(), Ok(text.into()));
        let said = run(&mut host, &["enable"]).said();
        assert!(
            said.contains("is no JSON (or ") && said.contains("something other than an object on the way"),
            "{said}"
        );
    }
    let mut host = with_setting();
    host.files.insert(STATE.into(), Ok(b"{".to_vec()));
    host.files.insert("/home/me/.config/t.json".into(), Ok(br#"{"telemetry":{"enabled":true}}"#.to_vec()));
    let said = run(&mut host, &["begin"]).said();
    assert!(said.contains(STATE) && !said.contains("{state}"), "{said}");
}

#[test]
fn a_settings_file_beyond_the_limits_is_told_so() {
    let large = format!(r#"{{"telemetry":{{"enabled":true}},"x":"{}"}}"#, "x".repeat(64 * 1024));
    let deep = format!(r#"{{"telemetry":{{"enabled":true}},"x":{}{}}}"#, "[".repeat(40), "]".repeat(40));
    let far = r#"{"telemetry":{"enabled":true},"x":1e400}"#;
    for (text, told) in [
        (large.as_str(), "cannot be read: it is too large"),
        (&deep, "is no JSON (or nests too deeply, or holds a number beyond all bounds)"),
        (far, "is no JSON (or nests too deeply, or holds a number beyond all bounds)"),
    ] {
        for words in [&["enable"][..], &["disable"]] {
            let mut host = with_setting();
            host.files.insert("/home/me/.config/t.json".into(), Ok(text.into()));
            let said = run(&mut host, words).said();
            assert!(said.contains(told) && !said.contains("no regular file"), "{said}");
        }
    }
}

#[test]
fn a_contract_or_page_that_does_not_fit_is_told_so() {
    let mut host = host(&[]);
    host.files.insert("bom.json".into(), Ok(format!("\u{feff}{CONTRACT}").into_bytes()));
    let said = host.run(&["check", "bom.json"]).said();
    assert!(said.contains("begins with a byte order mark") && said.contains("(at --contract)"), "{said}");
    let said = host.run(&["check", "nope.json"]).said();
    assert!(said.contains("the contract cannot be read: it does not exist; check its path\n"), "{said}");
    let page = host.run(&["docs", "c.json"]).output;
    host.files.insert("page.md".into(), Ok(page.into_bytes()));
    let output = host.run(&["docs", "c.json", "--check", "page.md"]).output;
    assert_eq!(output, "t: the page is that of the contract\n");
    assert!(
        host.run(&["check", "c.json", "--page", "page.md"]).output.ends_with("t: the contract is sound\n")
    );
}

#[test]
fn a_version_that_is_passed_over_is_told() {
    for words in [&["preview", "e"][..], &["payload", "e"], &["send", "e"], &["begin"]] {
        let words = [words, &["--tool-version", "x y"]].concat();
        let said = run(&mut host(&[("T_TELEMETRY", "1")]), &words).said();
        assert_eq!(said.matches("tool_version is no version").count(), 1, "{words:?}: {said}");
    }
    // Nothing is said where telemetry is off, or to a program.
    let quiet = [
        run(&mut host(&[]), &["send", "e", "--tool-version", "x y"]),
        run(&mut host(&[]), &["preview", "--tool-version", "x y", "--json", r#"{"name":"e","time":0}"#]),
    ];
    for report in quiet {
        assert_eq!((report.said(), report.status), (String::new(), 0));
    }
}

#[test]
fn a_token_is_one_word() {
    let contract = CONTRACT.replace(
        r#""events""#,
        r#""delivery": {"endpoint": {"url": "https://example.com/"}, "bearer": {"setting": "/token", "file": "{config}/t.json"}}, "events""#,
    );
    for (text, status) in [("abc-123\n", 0), (" abc \n", 0), ("two words\n", 1), ("a\nb", 1), ("", 1)] {
        let mut host = host(&[]);
        host.files.insert("c.json".into(), Ok(contract.clone().into_bytes()));
        host.stdin = text.into();
        let report = run(&mut host, &["token", "set"]);
        assert_eq!(report.status, status, "{text:?}");
        assert_eq!(report.texts(OperationKind::Write).len(), usize::from(status == 0), "{text:?}");
    }
}

#[test]
fn a_token_variable_that_is_set_to_nothing_says_that_there_is_none() {
    let contract = CONTRACT.replace(
        r#""events""#,
        r#""delivery": {"endpoint": {"url": "https://example.com/"}, "bearer": {"env": "B", "setting": "/token", "file": "{config}/t.json"}}, "events""#,
    );
    for (variable, told) in [
        (None, "t token: set, in /home/me/.config/t.json\n"),
        (Some(""), "t token: not set, since the variable B is empty\n"),
        (Some(" \t"), "t token: not set, since the variable B is empty\n"),
        (Some("x"), "t token: set, by the variable B\n"),
    ] {
        let mut host = host(&[("T_TELEMETRY", "1")]);
        host.variables.extend(variable.map(|text| ("B".into(), text.into())));
        host.files.insert("c.json".into(), Ok(contract.clone().into_bytes()));
        host.files.insert("/home/me/.config/t.json".into(), Ok(br#"{"token": "stored"}"#.to_vec()));
        assert_eq!(run(&mut host, &["token", "status"]).output, told);
        host.responses.push_back(Ok(b"HTTP/1.1 204".to_vec()));
        let sent = run(&mut host, &["send", "e", "--wait"]).sent();
        let headers = sent[0]["headers"].to_string();
        let token = variable.map_or("stored", str::trim);
        assert_eq!(headers.contains("Authorization"), !token.is_empty(), "{headers}");
        assert!(headers.contains(token), "{headers}");
    }
}

#[test]
fn deliver_by_hand_says_that_it_is_not_for_that() {
    let said = said(&["deliver"]);
    assert!(said.contains("it is run by send"), "{said}");
}

/// The tool with a notice, with this state file.
fn telling(state: Option<&str>) -> (&'static Tool, FakeHost) {
    let tool = TOOLS.iter().find(|tool| tool.name == "your-platform").unwrap();
    let mut host = tool.machine();
    host.files.extend(state.map(|state| (tool.state(), Ok(state.into()))));
    (tool, host)
}

#[test]
fn a_run_that_has_told_says_so_and_what_comes_next() {
    for unattended in ["notice", "deny"] {
        let (tool, mut host) = telling(None);
        let contract =
            tool.contract.replace(r#""unattended": "notice""#, &format!(r#""unattended": "{unattended}""#));
        host.files.insert("c.json".into(), Ok(contract.into_bytes()));
        let begun = host.run(&tool.words(&["begin"])).output;
        let words = ["--run", begun.trim_end(), "status"];
        let output = host.run(&tool.words(&words)).output;
        assert!(
            output.starts_with(
                "your-platform telemetry: off\n  because  the notice has been shown since this run began; it is on \
                 from the next run on\n  change   your-cli telemetry disable\n"
            ),
            "{output}"
        );
        let json = host.run(&tool.words(&[&words[..], &["--json"]].concat())).output;
        assert!(json.contains(r#""state":"off","reason":"run_told""#), "{json}");
        // A yes that somebody has said since has nothing to do with the notice.
        host.run(&tool.words(&["enable"]));
        let output = host.run(&tool.words(&words)).output;
        assert!(output.contains("this run began without telemetry and stays so"), "{output}");
    }
}

#[test]
fn nobody_is_told_to_wait_for_a_notice_that_cannot_be_noted() {
    for state in [r#"{"format":2}"#, r#"{"format":2,"notice":{"version":1}}"#] {
        let (tool, mut host) = telling(Some(state));
        assert!(!host.run(&tool.words(&["begin"])).said().contains("telemetry"));
        let output = host.run(&tool.words(&["status"])).output;
        assert!(
            output.contains("was written by a newer version, so that nobody is asked or told"),
            "{output}"
        );
        assert!(output.contains(&tool.state()) && !output.contains("the next run shows it"), "{output}");
    }
    let (tool, mut host) = telling(Some(r#"{"format":1,"x":[1.5]}"#));
    let output = host.run(&tool.words(&["status"])).output;
    assert!(output.contains("holds what would be lost, so that nobody is asked or told"), "{output}");
    // Whether something can be written is not known before it is.
    let (tool, mut host) = telling(None);
    host.unwritable = Some(ErrorClass::ReadOnly);
    let output = host.run(&tool.words(&["status"])).output;
    assert!(output.contains("the next run shows it, if that can be stored"), "{output}");
}

#[test]
fn in_a_build_nobody_is_sent_to_where_a_yes_does_not_count() {
    for tool in &TOOLS {
        for decided in [None, Some(false), Some(true)] {
            let mut host = decided.map_or_else(|| tool.machine(), |allow| tool.decided(allow));
            host.variables.insert("CI".into(), b"1".to_vec());
            for words in [&["status"][..], &["enable"]] {
                let output = host.run(&tool.words(words)).output;
                assert!(!output.contains("telemetry enable\n"), "{} {decided:?}: {output}", tool.name);
            }
            if tool.name == "your-platform" {
                let output = host.run(&tool.words(&["status"])).output;
                let nothing = "  change   nothing turns it on in a build or for a coding agent\n";
                assert!(output.contains(nothing), "{output}");
            }
        }
    }
    let tool = &TOOLS[0];
    let mut host = tool.decided(false);
    host.variables.insert("CI".into(), b"1".to_vec());
    let output = host.run(&tool.words(&["status"])).output;
    assert!(output.contains("  change   the flag telemetry (enable for yes"), "{output}");
}
