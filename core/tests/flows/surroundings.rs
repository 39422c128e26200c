//! Files, variables and runs of other people's making: whatever they hold, programs run and a stored no stays a no.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::json;

use crate::fake_host::{FakeHost, Report};

/// A contract whose sources are a flag, a setting, an opt-out and a variable, in this order.
fn contract() -> serde_json::Value {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [
                {"flag": "telemetry"},
                {"setting": "/enabled", "file": "{config}/t/config.json"},
                {"env": "DO_NOT_TRACK", "means": "deny"},
                {"env": "ON"}
            ],
            "undecided": {"interactive": "deny", "unattended": "deny"}
        },
        "payload": {"k": {"constant": "c"}, "i": {"integer": [0, 9], "optional": true, "why": "w"}},
        "events": {"done": {}},
        "delivery": {"endpoint": {"url": "http://127.0.0.1:9/"}, "attempts": {"value": 10}},
        "child": {"allowed": {"ON": "1"}, "denied": {"ON": "0"}}
    })
}

fn host(variables: &[(&str, &str)]) -> FakeHost {
    let mut host = FakeHost::with(variables);
    host.files.insert("c.json".into(), Ok(contract().to_string().into_bytes()));
    host
}

fn run(host: &FakeHost, words: &[&str]) -> Report {
    host.clone().run(&[&["--contract", "c.json"], words].concat())
}

/// The variables that a child is given, or `None` where the program was not run.
fn child(report: &Report) -> Option<Vec<&str>> {
    report
        .operations()
        .find(|operation| operation.kind == OperationKind::Exec)
        .map(|operation| operation.text[0].split('\0').collect())
}

fn is_on(host: &FakeHost) -> bool {
    let on = run(host, &["status"]).output.starts_with("t telemetry: on");
    // What is said, what is built, what is sent and what a child is told are the same.
    assert_eq!(!run(host, &["payload", "done"]).output.is_empty(), on);
    assert_eq!(!run(host, &["send", "done", "--wait"]).sent().is_empty(), on);
    assert_eq!(!run(host, &["send", "done"]).texts(OperationKind::Detach).is_empty(), on);
    let told = if on { vec!["ON=1"] } else { vec!["ON=0", "ABOVEBOARD_DENIED=1"] };
    assert_eq!(child(&run(host, &["exec", "--", "p"])), Some(told));
    on
}

/// The text that a base holds, where it is one.
fn text(base: Option<&[u8]>) -> Option<&str> {
    base.and_then(|base| std::str::from_utf8(base).ok()).filter(|base| !base.contains('\u{fffd}'))
}

fn absolute(base: Option<&[u8]>) -> Option<&str> {
    text(base).filter(|base| base.starts_with('/'))
}

#[test]
fn every_state_of_the_bases_and_the_file() {
    const NO: &[u8] = br#"{"enabled": false}"#;
    const YES: &[u8] = br#"{"enabled": true, "rest": [1.5, null]}"#;
    let bases: [Option<&[u8]>; 6] =
        [None, Some(b""), Some(b"/x"), Some(b"x"), Some(b"/\xff"), Some("/\u{fffd}".as_bytes())];
    let files: [Result<&[u8], ErrorClass>; 9] = [
        Err(ErrorClass::Absent),
        Err(ErrorClass::Denied),
        Err(ErrorClass::Other),
        Ok(b""),
        Ok(b"{"),
        Ok(b"{\"enabled\": \"yes\"}"),
        Ok(b"\xff"),
        Ok(NO),
        Ok(YES),
    ];
    let mut tried = 0;
    for xdg in bases {
        for home in bases {
            for file in files {
                for track in [None, Some("1"), Some("0"), Some("")] {
                    for on in [None, Some("1"), Some("0"), Some("junk")] {
                        let mut host = host(&[]);
                        let mut set = |name: &str, value: Option<&[u8]>| {
                            value.map(|value| host.variables.insert(name.into(), value.to_vec()));
                        };
                        set("XDG_CONFIG_HOME", xdg);
                        set("HOME", home);
                        set("DO_NOT_TRACK", track.map(str::as_bytes));
                        set("ON", on.map(str::as_bytes));
                        // The file is where the base leads to, and a yes wherever else one might look.
                        let undecodable = |base: Option<&[u8]>| base.is_some() && text(base).is_none();
                        let place = absolute(xdg)
                            .map(|base| format!("{base}/t/config.json"))
                            .or_else(|| absolute(home).map(|base| format!("{base}/.config/t/config.json")));
                        for decoy in [
                            "/x/t/config.json",
                            "/x/.config/t/config.json",
                            "/t/config.json",
                            "t/config.json",
                            "x/t/config.json",
                        ] {
                            host.files.insert(decoy.into(), Ok(YES.to_vec()));
                        }
                        let lost = undecodable(xdg) || (absolute(xdg).is_none() && undecodable(home));
                        if let Some(place) = place.filter(|_| !lost) {
                            host.files.insert(place, file.map(<[u8]>::to_vec));
                        }
                        let reached = absolute(xdg).or_else(|| absolute(home)).is_some();
                        let stored = match file {
                            _ if lost => Some(false),
                            _ if !reached => None,
                            Err(ErrorClass::Absent) => None,
                            // Beside the yes stands what it was said to, which must be readable too.
                            Ok(YES) => Some(!undecodable(home)),
                            _ => Some(false),
                        };
                        let expected = stored.unwrap_or(track != Some("1") && on == Some("1"));
                        assert_eq!(is_on(&host), expected, "{xdg:?} {home:?} {file:?} {track:?} {on:?}");
                        tried += 1;
                    }
                }
            }
        }
    }
    assert_eq!(tried, 6 * 6 * 9 * 4 * 4);
}

#[test]
fn a_base_that_is_no_text_is_said_to_be_what_cannot_be_read() {
    let mut host = host(&[("ON", "1")]);
    host.variables.insert("HOME".into(), b"/h\xff".to_vec());
    let said = run(&host, &["status", "--why"]).output;
    for words in ["{config}/t/config.json cannot be read", "change   make HOME, or the XDG variable for it"] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("JSON,") && !said.contains("not valid UTF-8"), "{said}");
}

#[test]
fn a_flag_stands_above_what_is_stored() {
    for (stored, flag, state) in [(true, "disable", "off"), (false, "enable", "on")] {
        let mut host = host(&[("HOME", "/h")]);
        host.files
            .insert("/h/.config/t/config.json".into(), Ok(format!("{{\"enabled\": {stored}}}").into_bytes()));
        let report = run(&host, &["begin", "--flag", &format!("telemetry={flag}")]);
        let begun: serde_json::Value = serde_json::from_str(&report.output).unwrap();
        assert_eq!(begun["decision"]["state"], state);
        let later = run(&host, &["--run", report.output.trim_end(), "payload", "done"]);
        assert_eq!(later.output.is_empty(), state == "off");
    }
}

#[test]
fn large_files_and_variables_end_nothing() {
    let padded = format!("{{\"enabled\": true}}{}", " ".repeat(1024 * 1024 - 20));
    let mut large = host(&[("HOME", "/h"), ("ON", "1")]);
    large.files.insert("/h/.config/t/config.json".into(), Ok(padded.into_bytes()));
    // Too large to be looked at is not to be read, which is a no.
    assert!(!is_on(&large));
    let long = "1".repeat(131_072);
    let variables: Vec<(&str, &str)> =
        ["HOME", "XDG_CONFIG_HOME", "DO_NOT_TRACK", "ON"].map(|name| (name, long.as_str())).to_vec();
    let long = host(&variables);
    assert!(!is_on(&long));
    assert_eq!(run(&long, &["exec", "--", "p"]).status, 7);
    assert_eq!(run(&long, &["begin"]).status, 0);
}

#[test]
fn a_run_that_is_refused_is_a_denial_for_children() {
    for refused in ["{\"format\":2}", "nonsense", "", "{}"] {
        let report = run(&host(&[("ON", "1")]), &["--run", refused, "exec", "--", "p"]);
        assert_eq!(child(&report), Some(vec!["ON=0", "ABOVEBOARD_DENIED=1"]), "{refused}");
        assert_eq!(report.status, 7);
    }
}

#[test]
fn the_largest_delivery_fits_into_a_flow() {
    let mut contract = contract();
    let headers: serde_json::Map<_, _> = (0..16)
        .map(|index| (format!("X-{index}"), json!({"value": "v", "env": format!("H{index}")})))
        .collect();
    contract["delivery"]["headers"] = headers.into();
    for (name, variable) in
        [("user_agent", "U"), ("attempts", "A"), ("connect_timeout_seconds", "C"), ("timeout_seconds", "T")]
    {
        let value = if name == "user_agent" { json!("u") } else { json!(10) };
        contract["delivery"][name] = json!({"value": value, "env": variable});
    }
    contract["delivery"]["bearer"] = json!({"env": "B"});
    contract["delivery"]["endpoint"]["env"] = json!("E");
    let sources = contract["consent"]["sources"].as_array_mut().unwrap();
    while sources.len() < 16 {
        let source = json!({"env": format!("S{}", sources.len())});
        sources.push(source);
    }
    let mut host = host(&[("HOME", "/h"), ("ON", "1")]);
    host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
    for index in 0..16 {
        host.variables.insert(format!("H{index}"), b"\x01".to_vec());
    }
    let report = run(&host, &["send", "done", "--wait"]);
    assert_eq!((report.status, report.sent().len()), (0, 10));
    assert_eq!(report.said().matches("cannot be sent in a request header").count(), 16);
}

#[test]
fn what_people_are_shown_moves_no_cursor() {
    let name = "x\u{1b}[31m\nfake";
    let report = run(&host(&[("ON", "1")]), &["send", "done", &format!("{name}=1")]);
    assert!(report.said().contains("(at /fields)") && !report.said().contains("fake"), "{:?}", report.said());
    // Names in what is no event are told, but as what can be printed.
    let said = |name: &str| {
        let no_run = json!({name: 1}).to_string();
        run(&host(&[("ON", "1")]), &["--run", &no_run, "send", "done"]).said()
    };
    assert!(said(name).contains("--run/x?[31m?fake"), "{:?}", said(name));
    assert!(said(&"y".repeat(100_000)).len() < 1000);
}

#[test]
fn a_handover_that_nobody_took_is_said() {
    for class in [ErrorClass::Absent, ErrorClass::Full, ErrorClass::Other] {
        let mut host = host(&[("ON", "1")]);
        let smooth = run(&host, &["send", "done"]);
        host.fault = Some((smooth.answers.len() - 1, class));
        let report = run(&host, &["send", "done"]);
        assert_eq!(report.status, 0);
        assert!(report.said().contains("could not be handed over"), "{class:?}: {}", report.said());
    }
}
