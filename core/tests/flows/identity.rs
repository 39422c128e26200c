//! The ids of machines and installations: when they are read and made, where they are stored, and what `reset` does.

use aboveboard::{ErrorClass, OperationKind};
use serde_json::{Value, json};

use crate::fake_host::{FakeHost, Report};
use crate::tools::Stepping;

const PLATFORM: &str = include_str!("../../contracts/your-platform.json");
const GTB: &str = include_str!("../../contracts/gtb.json");
const MACHINE_ID: &str = "51df0b4bc3b04c9780e299b98ca373b8";
/// What systemd makes of it for the application of the contract.
const APPLICATION_ID: &str = "1dee5954e75c4d6fb96cc6c04ca18a86";
const SETTINGS: &str = "/h/.your-platform/config.json";
const STATE: &str = "/h/.local/state/aboveboard/t.json";
/// What 16 bytes 00 01 02 ... become as a UUID of version 4.
const NEW: &str = "00010203-0405-4607-8809-0a0b0c0d0e0f";
const OTHER: &str = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d";

/// A contract with this part `identity`.
fn contract(identity: &Value) -> String {
    json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [{"env": "T"}, {"stored": true}],
            "undecided": {"interactive": "deny", "unattended": "deny"}
        },
        "identity": identity,
        "retention": {"days": 60, "then": "it is deleted"},
        "payload": {"id": {"from": "identity", "why": "w"}},
        "events": {"e": {}, "other": {"payload": {"n": {"integer": [0, 9], "default": 0, "why": "w"}}}},
        "delivery": {"endpoint": {"url": "https://example.com/"}}
    })
    .to_string()
}

fn machine(rotation: Option<&str>) -> String {
    let mut identity = json!({"kind": "machine", "application": "f03daaeb1c334b43a732172944bf772e"});
    if let Some(rotation) = rotation {
        identity["rotation"] = rotation.into();
    }
    contract(&identity)
}

fn host(contract: &str, on: bool) -> FakeHost {
    let mut host = FakeHost::with(&[("HOME", "/h"), ("T", if on { "1" } else { "0" })]);
    host.files.insert("c.json".into(), Ok(contract.into()));
    host.files.insert("/etc/machine-id".into(), Ok(format!("{MACHINE_ID}\n").into_bytes()));
    host
}

fn run(host: &mut FakeHost, words: &[&str]) -> Report {
    host.run(&[&["--contract", "c.json"], words].concat())
}

fn id(report: &Report) -> Value {
    serde_json::from_str::<Value>(&report.output).unwrap()["id"].clone()
}

fn text(host: &FakeHost, path: &str) -> String {
    String::from_utf8(host.files[path].clone().unwrap()).unwrap()
}

#[test]
fn a_machine_has_the_same_id_in_payload_preview_and_status() {
    let contract = machine(None);
    for words in [&["payload", "e"][..], &["preview", "e"]] {
        assert_eq!(id(&run(&mut host(&contract, true), words)), APPLICATION_ID);
    }
    let status = run(&mut host(&contract, true), &["status"]).output;
    assert!(status.ends_with(&format!("\n  id       {APPLICATION_ID}\n")), "{status}");
    let status = run(&mut host(&contract, true), &["status", "--json"]).output;
    let status: Value = serde_json::from_str(&status).unwrap();
    assert_eq!(status["identity"], json!({"format": 1, "kind": "machine", "id": APPLICATION_ID}));
    assert_eq!(status["state"], "on");
    // Nothing of it is ever written.
    for words in [&["begin"][..], &["payload", "e"], &["send", "e"], &["status"], &["enable"]] {
        let mut host = host(&contract, true);
        let report = run(&mut host, words);
        let written = report.operations().filter(|operation| operation.kind == OperationKind::Write);
        for text in written.flat_map(|operation| &operation.text) {
            assert!(!text.contains(MACHINE_ID) && !text.contains(APPLICATION_ID), "{words:?}: {text}");
        }
    }
}

#[test]
fn nothing_of_the_machine_is_read_before_an_allow() {
    for contract in [machine(None), contract(&json!({"kind": "multi_signal"}))] {
        for words in [&["payload", "e"][..], &["send", "e"], &["status"], &["begin"]] {
            let report = run(&mut host(&contract, false), words);
            assert_eq!(report.texts(OperationKind::List), [""; 0], "{words:?}");
            assert!(!report.texts(OperationKind::File).contains(&"/etc/machine-id"), "{words:?}");
        }
        let report = run(&mut host(&contract, true), &["payload", "e"]);
        assert!(report.texts(OperationKind::File).contains(&"/etc/machine-id"));
        // An event that does not tell it has no use for it.
        let other = contract.replace(
            "\"payload\":{\"id\":{\"from\":\"identity\",\"why\":\"w\"}}",
            "\"payload\":{\"event\":{\"from\":\"event\"}}",
        );
        assert_ne!(other, contract);
        let report = run(&mut host(&other, true), &["payload", "e"]);
        assert!(!report.texts(OperationKind::File).contains(&"/etc/machine-id"));
    }
}

#[test]
fn where_there_is_no_id_the_word_says_so_and_status_says_why() {
    let contract = machine(None);
    for (name, content, why) in [
        ("/etc/machine-id", Ok(b"uninitialized\n".to_vec()), "the machine's id has not been set yet"),
        ("/etc/machine-id", Ok(b"\xff\xfe".to_vec()), "the machine's id is none"),
        ("/etc/machine-id", Err(ErrorClass::Denied), "the machine's id cannot be read"),
        ("/.dockerenv", Ok(Vec::new()), "this is a container"),
    ] {
        let machine = || {
            let mut host = host(&contract, true);
            host.files.insert(name.into(), content.clone());
            host
        };
        assert_eq!(id(&run(&mut machine(), &["payload", "e"])), "ephemeral");
        let status = run(&mut machine(), &["status"]).output;
        assert!(status.ends_with(&format!("\n  id       none, because {why}\n")), "{status}");
    }
    let event = json!({"name": "e", "time": 1_790_000_000}).to_string();
    let mut build = host(&contract, true);
    build.variables.insert("GITHUB_ACTIONS".into(), b"true".to_vec());
    let built: Value = serde_json::from_str(&run(&mut build, &["payload", "--json", &event]).output).unwrap();
    assert_eq!((&built["bytes"], &built["ephemeral"]), (&json!("{\"id\":\"ephemeral\"}"), &json!("build")));
}

#[test]
fn a_rotated_id_is_the_same_in_the_background_and_reset_names_all_that_are_kept() {
    let contract = machine(Some("month"));
    // 2026-09-21T14:13:20Z is the time of this host: 60 days before that is July.
    let mut sender = host(&contract, true);
    sender.responses.push_back(Ok(b"HTTP/1.1 204".to_vec()));
    let report = run(&mut sender, &["send", "e"]);
    let [handover] = report.texts(OperationKind::Detach)[..] else { panic!("no handover") };
    assert!(!handover.contains(APPLICATION_ID), "what ids are made of is not handed over");
    let handed: Value = serde_json::from_str(handover).unwrap();
    assert_eq!(handed["ids"][0], id(&run(&mut host(&contract, true), &["payload", "e"])));
    let status = run(&mut host(&contract, true), &["status"]).output;
    assert!(status.contains(", and another one each month\n"), "{status}");

    let above = run(&mut host(&contract, true), &["reset"]).output;
    assert!(above.contains("\nbut it is still on, because the variable T says yes\n"), "{above}");
    let report = run(&mut host(&contract, false), &["reset"]);
    assert_eq!(report.status, 0);
    let ids: Vec<Vec<&str>> =
        report.output.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
    let from: Vec<&str> = ids.iter().map(|words| words[words.len() - 2]).collect();
    assert_eq!(from, ["2026-09-01", "2026-08-01", "2026-07-01"], "{}", report.output);
    // Each is the one that an event of that time has.
    for (words, time) in ids.iter().zip(["1790000000", "1786000000", "1783600000"]) {
        let report = run(&mut host(&contract, true), &["payload", "e", "--time", time]);
        assert_eq!(id(&report), words[0]);
    }
}

#[test]
fn an_installation_gets_its_id_with_the_first_yes_and_keeps_it() {
    for (contract, path, expected) in [
        (
            contract(&json!({"kind": "installation"})),
            STATE,
            format!("{{\"format\":1,\"installation\":{{\"id\":\"{NEW}\"}}}}\n"),
        ),
        (
            contract(&json!({"kind": "installation", "setting": "/id", "file": "{home}/.t/c.json"})),
            "/h/.t/c.json",
            format!("{{\n  \"id\": \"{NEW}\"\n}}\n"),
        ),
    ] {
        for words in [&["begin"][..], &["payload", "e"], &["send", "e"]] {
            let mut host = host(&contract, true);
            run(&mut host, words);
            assert_eq!(text(&host, path), expected, "{words:?}");
            assert_eq!(id(&run(&mut host, &["payload", "e"])), NEW, "{words:?}");
            assert_eq!(text(&host, path), expected);
        }
        for words in
            [&["preview", "e"][..], &["status"], &["payload", "other"], &["send", "other"], &["child"]]
        {
            let contract = contract.replacen(
                "\"payload\":{\"id\":{\"from\":\"identity\",\"why\":\"w\"}}",
                "\"payload\":{\"x\":{\"from\":\"event\"}}",
                1,
            );
            let contract = contract.replacen(
                "\"e\":{}",
                "\"e\":{\"payload\":{\"id\":{\"from\":\"identity\",\"why\":\"w\"}}}",
                1,
            );
            let mut host = host(&contract, true);
            run(&mut host, words);
            assert!(!host.files.contains_key(path), "{words:?}");
        }
        for words in [&["begin"][..], &["payload", "e"], &["send", "e"], &["preview", "e"], &["status"]] {
            let mut host = host(&contract, false);
            run(&mut host, words);
            assert!(!host.files.contains_key(path), "{words:?} while opted out");
        }
    }
}

#[test]
fn a_preview_shows_the_form_of_an_id_that_there_is_not_yet() {
    let contract = contract(&json!({"kind": "installation"}));
    // The nonce of this host's runs are the bytes 20 21 22 ...
    assert_eq!(
        id(&run(&mut host(&contract, false), &["preview", "e"])),
        "20212223-2425-4627-a829-2a2b2c2d2e2f"
    );
}

#[test]
fn another_ones_settings_stay_as_they_are() {
    let mut host = host(PLATFORM, true);
    let settings = "{ \"theme\": \"dark\", \"ratio\": 1.50,\n\t\"telemetry\": {\"enabled\": true} }";
    host.files.insert(SETTINGS.into(), Ok(settings.into()));
    run(&mut host, &["begin"]);
    let expected = settings.replace("true} }", &format!("true}}, \"installation_id\": \"{NEW}\" }}"));
    assert_eq!(text(&host, SETTINGS), expected);
}

#[test]
fn what_is_no_random_uuid_is_replaced() {
    for stored in [
        "",
        "7",
        "a1b2c3d4-e5f6-1a7b-8c9d-0e1f2a3b4c5d",
        "00000000-0000-0000-0000-000000000000",
        "a1b2c3d4e5f64a7b8c9d0e1f2a3b4c5d",
    ] {
        let mut host = host(PLATFORM, true);
        let settings = json!({"telemetry": {"enabled": true}, "installation_id": stored});
        host.files.insert(SETTINGS.into(), Ok(settings.to_string().into()));
        run(&mut host, &["begin"]);
        let now: Value = serde_json::from_str(&text(&host, SETTINGS)).unwrap();
        assert_eq!(now["installation_id"], NEW, "{stored}");
    }
    let mut host = host(PLATFORM, true);
    let settings = json!({"telemetry": {"enabled": true}, "installation_id": OTHER.to_uppercase()});
    host.files.insert(SETTINGS.into(), Ok(settings.to_string().into()));
    run(&mut host, &["begin"]);
    assert_eq!(text(&host, SETTINGS), settings.to_string(), "it is one however it is written");
}

#[test]
fn an_id_that_cannot_be_stored_is_none() {
    let contract = contract(&json!({"kind": "installation"}));
    for class in [ErrorClass::ReadOnly, ErrorClass::Full, ErrorClass::Changed] {
        let mut host = host(&contract, true);
        host.unwritable = Some(class);
        let report = run(&mut host, &["payload", "e"]);
        assert_eq!((id(&report), report.said().as_str()), (json!("ephemeral"), ""), "{class:?}");
    }
    for damaged in ["{", "[]", "{\"format\":9}"] {
        let mut host = host(&contract, true);
        host.files.insert(STATE.into(), Ok(damaged.into()));
        assert_eq!(id(&run(&mut host, &["payload", "e"])), "ephemeral", "{damaged}");
        assert_eq!(text(&host, STATE), damaged);
    }
}

#[test]
fn of_two_that_make_one_at_the_same_time_both_have_the_first() {
    let contract = contract(&json!({"kind": "installation"}));
    let mut host = host(&contract, true);
    host.before_write =
        Some((STATE.into(), format!("{{\"format\":1,\"installation\":{{\"id\":\"{OTHER}\"}}}}\n")));
    assert_eq!(id(&run(&mut host, &["payload", "e"])), OTHER);
    assert!(text(&host, STATE).contains(OTHER));
}

#[test]
fn reset_forgets_the_id_and_a_later_yes_begins_with_a_new_one() {
    let contract = contract(&json!({"kind": "installation"}));
    let mut host = host(&contract, true);
    run(&mut host, &["enable"]);
    run(&mut host, &["payload", "e"]);
    host.files.insert(STATE.into(), Ok(text(&host, STATE).replace(NEW, OTHER).into()));
    host.variables.remove("T");
    let report = run(&mut host, &["reset"]);
    assert_eq!(
        report.output,
        format!(
            "t telemetry: turned off\nnothing has been asked of the receiver; to have deleted what it has, name to it\n  \
             {OTHER}\nthe id of this installation: forgotten\n"
        )
    );
    assert!(!text(&host, STATE).contains("installation"), "{}", text(&host, STATE));
    assert!(text(&host, STATE).contains("\"allow\":false"));
    // Again, there is nothing to forget.
    assert_eq!(run(&mut host, &["reset"]).output, "t telemetry: turned off\n");
    run(&mut host, &["enable"]);
    assert_eq!(id(&run(&mut host, &["payload", "e"])), NEW);
}

/// Whoever was killed while they wrote the file has left it under another name.
#[test]
fn reset_leaves_no_id_in_what_a_killed_writer_left() {
    let own = (contract(&json!({"kind": "installation"})), STATE);
    let elsewhere = json!({"kind": "installation", "setting": "/id", "file": "{home}/.t/ids.json"});
    let elsewhere = (contract(&elsewhere), "/h/.t/ids.json");
    for (contract, file) in [&own, &elsewhere] {
        let mut host = host(contract, true);
        run(&mut host, &["payload", "e"]);
        host.variables.remove("T");
        let left = [
            format!("{file}.0123456789abcdef.tmp"),
            format!("{file}.fedcba9876543210.tmp"),
            format!("{STATE}.0123456789abcdef.tmp"),
        ];
        // Of somebody else, or not under such a name.
        let others = [
            "/h/.local/state/aboveboard/u.json.0123456789abcdef.tmp".to_string(),
            format!("{file}.0123456789abcde.tmp"),
            format!("{file}.0123456789abcdef.tmp.bak"),
        ];
        for path in left.iter().chain(&others) {
            host.files.insert(path.clone(), Ok(NEW.into()));
        }
        let report = run(&mut host, &["reset"]);
        assert_eq!(report.status, 0, "{}", report.said());
        assert!(report.output.ends_with("forgotten\nhalf-written files that may hold an id: deleted\n"));
        assert!(left.iter().all(|path| !host.files.contains_key(path)), "{file}");
        assert!(others.iter().all(|path| host.files.contains_key(path)), "{file}");
        // Also where the id is gone already, and only once.
        host.files.insert(left[0].clone(), Ok(NEW.into()));
        let expected = "t telemetry: turned off\nhalf-written files that may hold an id: deleted\n";
        assert_eq!(run(&mut host, &["reset"]).output, expected);
        assert_eq!(run(&mut host, &["reset"]).output, "t telemetry: turned off\n");

        host.files.insert(left[1].clone(), Ok(NEW.into()));
        host.unwritable = Some(ErrorClass::Denied);
        let report = run(&mut host, &["reset"]);
        assert_eq!(report.status, 1);
        let kept = format!("{}: permission denied", file.rsplit_once('/').unwrap().0);
        assert!(report.said().contains(&kept), "{}", report.said());
    }
    // A machine's id is kept nowhere.
    let mut host = host(&machine(None), true);
    let report = run(&mut host, &["reset"]);
    assert!(!report.operations().any(|operation| operation.kind == OperationKind::List));
}

#[test]
fn a_no_deletes_the_file_of_local_mode_and_says_what_it_could_not_do() {
    let local = |host: &mut FakeHost| {
        host.files.insert("c.json".into(), Ok(GTB.into()));
        host.files.insert("/h/.local/state/gtb/telemetry.log".into(), Ok(b"{}\n".to_vec()));
    };
    let mut machine = host(GTB, true);
    local(&mut machine);
    let report = run(&mut machine, &["reset"]);
    assert_eq!(report.status, 0, "{}", report.said());
    assert!(!machine.files.contains_key("/h/.local/state/gtb/telemetry.log"));
    assert!(
        report.output.starts_with("gtb telemetry: turned off\n/h/.local/state/gtb/telemetry.log: deleted\n")
    );
    assert!(text(&machine, "/h/.config/gtb/config.json").contains("false"));

    let mut machine = host(GTB, true);
    local(&mut machine);
    assert_eq!(run(&mut machine, &["disable"]).status, 0);
    assert!(!machine.files.contains_key("/h/.local/state/gtb/telemetry.log"));

    let mut closed = host(GTB, true);
    local(&mut closed);
    closed.unwritable = Some(ErrorClass::ReadOnly);
    let report = run(&mut closed, &["disable"]);
    assert_eq!((report.status, report.output.as_str()), (1, ""));

    let mut closed = host(GTB, true);
    local(&mut closed);
    closed.unwritable = Some(ErrorClass::ReadOnly);
    let report = run(&mut closed, &["reset"]);
    assert_eq!((report.status, report.output.as_str()), (1, ""));
    let said = report.said();
    assert!(said.contains("telemetry.log could not be deleted: the file system is read-only"), "{said}");
    assert!(said.contains("config.json cannot be written: the file system is read-only"), "{said}");
}

#[test]
fn go_tool_bases_hash_is_bit_for_bit_and_nowhere_written() {
    let mut machine = host(GTB, true);
    machine.variables.insert("TELEMETRY_ENABLED".into(), b"true".to_vec());
    machine.files.insert("/etc/machine-id".into(), Ok(b"0123456789abcdef0123456789abcdef\n".to_vec()));
    machine.files.insert("/etc/passwd".into(), Ok(b"alice:x:1000:1000::/home/alice:/bin/sh\n".to_vec()));
    machine.platform.insert("host_name".into(), "build-02".into());
    machine.platform.insert("user_id".into(), "1000".into());
    machine.lists.insert("/sys/class/net".into(), "lo\neth0\n".into());
    for (file, content) in [("ifindex", "2\n"), ("flags", "0x1003\n"), ("address", "02:42:ac:11:00:02\n")] {
        machine.files.insert(format!("/sys/class/net/eth0/{file}"), Ok(content.into()));
    }
    let words = ["--feature", "telemetry", "payload", "command.invocation", "name=generate"];
    let report = run(&mut machine, &words);
    let payload: Value = serde_json::from_str(&report.output).unwrap();
    assert_eq!(payload["machine_id"], "a320556711779751", "{}", report.output);
    assert!(
        machine
            .files
            .values()
            .flatten()
            .all(|content| !content.windows(16).any(|part| part == b"a320556711779751"))
    );
}

/// A `reset` between any two steps of a command that makes an id: what it has forgotten stays so.
#[test]
fn no_id_is_made_after_a_no() {
    let own = contract(&json!({"kind": "installation"}));
    let elsewhere =
        contract(&json!({"kind": "installation", "setting": "/id", "file": "{home}/.t/ids.json"}));
    for contract in [own, elsewhere] {
        for words in [&["payload", "e"][..], &["send", "e", "--wait"], &["begin"]] {
            let words = [&["--contract", "c.json"], words].concat();
            let mut made = false;
            for steps in 0.. {
                let mut host = host(&contract, true);
                host.variables.remove("T");
                assert_eq!(run(&mut host, &["enable"]).status, 0);
                let mut stepping = Stepping::new(&words);
                for _ in 0..steps {
                    let _answer = stepping.step(&mut host);
                }
                made |= id_is_kept(&host);
                assert_eq!(run(&mut host, &["reset"]).status, 0);
                let ended = stepping.next().is_none();
                while stepping.next().is_some() {
                    let _answer = stepping.step(&mut host);
                }
                assert!(!id_is_kept(&host), "{words:?}, {steps} steps before reset");
                if ended {
                    break;
                }
            }
            assert!(made, "{words:?}");
        }
    }
}

/// Whether any file holds an id of this installation.
fn id_is_kept(host: &FakeHost) -> bool {
    let texts = host.files.values().filter_map(|content| content.as_ref().ok());
    texts.map(|content| String::from_utf8_lossy(content)).any(|text| text.contains(NEW))
}
