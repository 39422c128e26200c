//! A no is noted for the settings file that it was given for: it stands against a yes in that one, and neither against one in
//! another nor for less than before.

use aboveboard::{Answer, Contract, ErrorClass, Facts, foresee};

use crate::fake_host::FakeHost;
use crate::tools::{TOOLS, Tool, leaves};

fn tool(name: &str) -> &'static Tool {
    TOOLS.iter().find(|tool| tool.name == name).unwrap()
}

fn cli() -> &'static Tool {
    tool("productive-k3s-cli")
}

/// The same machine with other settings.
fn under(host: &mut FakeHost, profile: &str) {
    host.variables.insert("XDG_CONFIG_HOME".into(), profile.as_bytes().to_vec());
}

fn settings(profile: &str) -> String {
    format!("{profile}/productive-k3s-cli/config.json")
}

/// Something else writes a yes.
fn says_yes(host: &mut FakeHost, profile: &str) {
    host.files.insert(settings(profile), Ok(Tool::settings_with("true").into_bytes()));
}

fn reason(host: &FakeHost) -> String {
    let output = host.clone().run(&cli().words(&["status", "--json"])).output;
    let status: serde_json::Value = serde_json::from_str(&output).unwrap();
    status["reason"].as_str().unwrap().to_string()
}

fn run(host: &mut FakeHost, profile: &str, words: &[&str]) -> String {
    under(host, profile);
    let report = host.run(&cli().words(words));
    assert_eq!(report.status, 0, "{}", report.said());
    report.output
}

#[test]
fn a_no_stands_against_the_settings_that_it_was_given_for() {
    let mut host = cli().machine();
    run(&mut host, "/a", &["disable"]);
    for (profile, told) in [("/a", "stored_denies"), ("/b", "setting_allows"), ("/a/", "stored_denies")] {
        says_yes(&mut host, profile.trim_end_matches('/'));
        under(&mut host, profile);
        assert_eq!(reason(&host), told, "{profile}");
    }
    assert!(!String::from_utf8_lossy(host.files[&cli().state()].as_ref().unwrap()).contains("/a"));
}

#[test]
fn every_profile_keeps_its_own_no() {
    let mut host = cli().machine();
    for profile in ["/a", "/b", "/a"] {
        run(&mut host, profile, &["disable"]);
    }
    run(&mut host, "/c", &["enable"]);
    run(&mut host, "/b", &["enable"]);
    for profile in ["/a", "/b", "/c"] {
        says_yes(&mut host, profile);
        under(&mut host, profile);
        assert_eq!(reason(&host) == "stored_denies", profile == "/a", "{profile}");
    }
    // The last 16 are kept, so that the file does not grow.
    for number in 0..40 {
        run(&mut host, &format!("/many/{number}"), &["disable"]);
    }
    says_yes(&mut host, "/many/24");
    under(&mut host, "/many/24");
    assert_eq!(reason(&host), "stored_denies");
    assert!(host.files[&cli().state()].as_ref().unwrap().len() < 600);
}

#[test]
fn silence_is_no_yes() {
    let mut host = cli().machine();
    run(&mut host, "/a", &["disable"]);
    under(&mut host, "/b");
    assert_eq!(reason(&host), "undecided", "who is here is asked");
    host.line = Some(Ok(b"y".to_vec()));
    run(&mut host, "/b", &["begin"]);
    assert_eq!(reason(&host), "setting_allows");
    under(&mut host, "/a");
    assert_eq!(reason(&host), "setting_denies");
    // A notice turns nothing on that somebody has turned off, wherever that was.
    let tool = tool("your-platform");
    let mut host = tool.machine();
    host.variables.insert("XDG_STATE_HOME".into(), b"/h/.local/state".to_vec());
    host.run(&tool.words(&["begin"]));
    assert!(tool.is_on(&host));
    host.run(&tool.words(&["disable"]));
    host.variables.insert("HOME".into(), b"/other".to_vec());
    assert!(!tool.is_on(&host));
    host.files.insert("/other/.your-platform/config.json".into(), Ok(Tool::settings_with("true").into()));
    assert!(tool.is_on(&host));
}

#[test]
fn whatever_was_built_before_a_no_is_unsendable_everywhere() {
    let mut host = cli().machine();
    says_yes(&mut host, "/b");
    let begun = run(&mut host, "/b", &["begin"]);
    let words = cli().with_event(&["--run", begun.trim_end()], "send");
    assert!(leaves(&host.clone().run(&words)));
    run(&mut host, "/a", &["disable"]);
    under(&mut host, "/b");
    assert_eq!(reason(&host), "setting_allows");
    assert!(!leaves(&host.run(&words)));
}

#[test]
fn a_no_of_which_nobody_knows_what_it_was_for_stands_against_all() {
    let noted = [
        r#"{"format":1,"consent":{"allow":false,"version":1}}"#,
        r#"{"format":1,"consent":{"allow":false,"denied":[],"version":1}}"#,
        r#"{"format":1,"consent":{"allow":false,"denied":[1],"version":1}}"#,
        r#"{"format":1,"consent":{"allow":false,"denied":"0123456789abcdef","version":1}}"#,
    ];
    for state in noted {
        let mut host = cli().machine();
        host.files.insert(cli().state(), Ok(state.into()));
        for profile in ["/a", "/b"] {
            says_yes(&mut host, profile);
            under(&mut host, profile);
            assert_eq!(reason(&host), "stored_denies", "{state}");
        }
        // It stays so after another no, and not after a yes.
        run(&mut host, "/a", &["disable"]);
        under(&mut host, "/b");
        assert_eq!(reason(&host), "stored_denies");
        run(&mut host, "/b", &["enable"]);
        assert_eq!(reason(&host), "setting_allows");
    }
    // Whoever hands in facts without the variables that say where the file is.
    let mut host = cli().machine();
    run(&mut host, "/a", &["disable"]);
    let state = String::from_utf8(host.files[&cli().state()].clone().unwrap()).unwrap();
    let mut facts = Facts::default();
    for (name, text) in [
        ("{config}/productive-k3s-cli/config.json", r#"{"telemetry":{"enabled":true}}"#),
        ("{state}/aboveboard/productive-k3s-cli.json", &state),
    ] {
        facts.files.insert(name, Answer::from_text(text));
    }
    let contract = Contract::parse(cli().contract).unwrap();
    assert_eq!(foresee(&contract, &facts).unwrap().reason, aboveboard::Reason::StoredDenies);
    facts.variables.insert("XDG_CONFIG_HOME", Answer::from_text("/b"));
    assert_eq!(foresee(&contract, &facts).unwrap().reason, aboveboard::Reason::SettingAllows);
}

/// Where the settings cannot be written the note is all that there is of a no.
#[test]
fn a_no_that_could_only_be_noted_stands_where_it_was_given() {
    let mut host = cli().machine();
    host.files.insert(settings("/a"), Err(ErrorClass::Denied));
    run(&mut host, "/a", &["disable"]);
    run(&mut host, "/b", &["enable"]);
    for text in [None, Some("true")] {
        host.files.remove(&settings("/a"));
        host.files.extend(text.map(|text| (settings("/a"), Ok(Tool::settings_with(text).into_bytes()))));
        under(&mut host, "/a");
        assert_eq!(reason(&host), "stored_denies");
    }
}
