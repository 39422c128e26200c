//! The promise of the outbox's check from its other side: whatever a plan writes is sent, however odd the machine is.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::fake_host::{FakeHost, Report};

/// What a machine, a tool and a person's variables may say.
#[derive(Debug, Clone)]
struct Surroundings {
    system: String,
    processor: String,
    release: Option<String>,
    session: Option<String>,
    parent: Option<String>,
    user: Option<String>,
    tool_version: Option<String>,
    machine_id: Option<String>,
    random: u8,
    time: i64,
}

fn surroundings() -> impl Strategy<Value = Surroundings> {
    let system = prop_oneof![
        prop::sample::select(vec!["Linux", "Darwin", "Windows_NT", "MSYS_NT-10.0", "SunOS"])
            .prop_map(ToString::to_string),
        "\\PC{0,8}"
    ];
    let processor = prop_oneof![
        prop::sample::select(vec!["x86_64", "ARM64", "i686", "ppc64le", "loongarch64"])
            .prop_map(ToString::to_string),
        "\\PC{0,8}"
    ];
    let id = || of(prop_oneof!["[A-Za-z0-9._-]{1,64}", "\\PC{0,8}", Just("alice".to_string())]);
    let version = || of(prop_oneof!["[A-Za-z0-9._+-]{1,64}", "\\PC{0,8}", Just("1.4-alice".to_string())]);
    let machine_id = of(prop_oneof!["[0-9a-f]{32}\n", "\\PC{0,8}"]);
    let all = (system, processor, version(), id(), id(), of("alice|[a-z]{1,8}"), version(), machine_id);
    (all, any::<u8>(), 0..253_402_300_800_i64).prop_map(|(all, random, time)| {
        let (system, processor, release, session, parent, user, tool_version, machine_id) = all;
        Surroundings {
            system,
            processor,
            release,
            session,
            parent,
            user,
            tool_version,
            machine_id,
            random,
            time,
        }
    })
}

/// A leaf of everything that Aboveboard fills in, as the contract may declare it.
fn filled_in() -> impl Strategy<Value = Value> {
    let words = ["session", "run", "parent", "nonce", "tool_version", "user_agent", "os_version", "event"];
    let word = prop::sample::select(words.to_vec()).prop_map(|from| json!({"from": from}));
    let platform = (
        prop::sample::select(vec!["os", "arch", "os_arch"]),
        prop::sample::select(vec!["go", "rust", "node"]),
    )
        .prop_map(|(from, words)| json!({"from": from, "vocabulary": words}));
    let time = prop::sample::select(vec!["second", "minute", "hour", "day"])
        .prop_map(|precision| json!({"from": "time", "precision": precision}));
    let identity = Just(json!({"from": "identity"}));
    let absence = prop::sample::select(vec![
        json!({"nullable": true}),
        json!({"optional": true}),
        json!({"default": ""}),
        json!({"default": "none", "feature": "extra"}),
    ]);
    (prop_oneof![word, platform, time, identity], absence).prop_map(|(mut leaf, absence)| {
        let members = leaf.as_object_mut().unwrap();
        members.insert("why".into(), "w".into());
        members.extend(absence.as_object().unwrap().clone());
        leaf
    })
}

/// A leaf that an event fills in, and what it gives.
fn given() -> impl Strategy<Value = (Value, Value)> {
    let integer = || (-200..200_i64, -50..5_i64, 0..60_i64, 1..40_i64);
    let range = |(smallest, more, round): (i64, i64, i64)| json!({"integer": [smallest, smallest + more], "round": round, "clamp": true});
    prop_oneof![
        "\\PC{0,40}".prop_map(|text| (json!({"text": 20, "nullable": true}), json!(text))),
        "\\PC{0,8}|alice".prop_map(|text| (json!({"token": 20, "other": true}), json!(text))),
        "\\PC{0,8}|v1.alice".prop_map(|text| (json!({"version": 20, "other": true}), json!(text))),
        "[a-d]".prop_map(|text| (json!({"enum": ["a", "b"], "other": true}), json!(text))),
        integer()
            .prop_map(move |(value, smallest, more, round)| (range((smallest, more, round)), json!(value))),
        (-9..9_i64).prop_map(|value| (json!({"bucket": ["<0", 0, "0-5", 5, ">5"]}), json!(value))),
        vec("\\PC{0,4}", 0..6)
            .prop_map(|texts| (json!({"list": [{"token": 9, "other": true}, 3]}), json!(texts))),
        (integer(), vec(("[a-f]{1,2}|\\PC{0,3}|alice", -9..60_i64), 0..8), any::<bool>()).prop_map(
            move |((_, smallest, more, round), members, own)| {
                let mut leaf =
                    json!({"map": [{"token": 9, "other": true}, range((smallest, more, round)), 5]});
                if own && (smallest..=smallest + more).contains(&0) {
                    leaf["base"] = json!({"own": 0});
                }
                let members: Map<String, Value> =
                    members.into_iter().map(|(name, value)| (name, json!(value))).collect();
                (leaf, Value::Object(members))
            }
        ),
    ]
}

fn identity(kind: usize) -> Option<Value> {
    let application = "00112233445566778899aabbccddeeff";
    Some(match kind {
        0 => return None,
        1 => json!({"kind": "machine", "application": application}),
        2 => json!({"kind": "machine", "application": application, "rotation": "month"}),
        3 => json!({"kind": "installation"}),
        _ => json!({"kind": "multi_signal"}),
    })
}

/// A contract with these leaves, and the fields of an event of it.
fn contract(kind: usize, filled_in: Vec<Value>, given: Vec<(Value, Value)>) -> (Value, Value) {
    let (mut payload, mut more, mut fields) = (Map::new(), Map::new(), Map::new());
    for (index, leaf) in filled_in.into_iter().enumerate() {
        if kind != 0 || leaf["from"] != "identity" {
            payload.insert(format!("f{index}"), leaf);
        }
    }
    for (index, (mut leaf, value)) in given.into_iter().enumerate() {
        leaf["why"] = "w".into();
        more.insert(format!("g{index}"), leaf);
        fields.insert(format!("g{index}"), value);
    }
    more.insert("c".into(), json!({"token": 9, "why": "w"}));
    fields.insert("c".into(), "alice".into());
    payload.insert("b".into(), Value::Object(more));
    let mut contract = json!({
        "contract": 1, "tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"stored": true}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "correlation": {"form": "uuid", "session": {"env": "SESSION"}, "parent": {"env": "PARENT"}},
        "payload": payload, "events": {"e": {"when": {"b.c": ["alice", "bob"]}}},
        "delivery": {"endpoint": {"url": "https://example.com/"}, "mode": "at_least_once",
            "user_agent": {"value": "t/{version}"}},
        "retention": {"days": 90, "then": "deleted"}
    });
    if let Some(identity) = identity(kind) {
        contract["identity"] = identity;
    }
    (contract, json!({"b": fields}))
}

fn machine(contract: &Value, given: &Surroundings) -> FakeHost {
    let mut host = FakeHost::with(&[("HOME", "/h")]);
    let variables = [("SESSION", &given.session), ("PARENT", &given.parent), ("USER", &given.user)];
    for (name, value) in variables {
        host.variables.extend(value.clone().map(|value| (name.to_string(), value.into_bytes())));
    }
    host.platform.insert("system".into(), given.system.clone());
    host.platform.insert("machine".into(), given.processor.clone());
    host.platform.extend(given.release.clone().map(|release| ("release".to_string(), release)));
    if let Some(id) = &given.machine_id {
        host.files.insert("/etc/machine-id".into(), Ok(id.clone().into_bytes()));
    }
    host.files.insert("c.json".into(), Ok(contract.to_string().into_bytes()));
    host.random = given.random;
    host
}

fn bodies(report: &Report) -> Vec<String> {
    report.sent().iter().map(|request| request["body"].as_str().unwrap().to_string()).collect()
}

/// A command line takes no text that is damaged, and no flag in the place of a value.
fn is_argument(text: &str) -> bool {
    !text.starts_with('-') && !text.contains('\u{fffd}')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_a_plan_writes_is_sent(
        kind in 0..5_usize, filled_in in vec(filled_in(), 0..8), given in vec(given(), 0..6), given_by in surroundings(),
    ) {
        let (contract, fields) = contract(kind, filled_in, given);
        let mut host = machine(&contract, &given_by);
        let enabled = host.run(&["--contract", "c.json", "enable"]);
        prop_assert_eq!(enabled.status, 0, "{}", enabled.said());
        let event = json!({"name": "e", "time": given_by.time, "fields": fields}).to_string();
        let mut words = vec!["--contract", "c.json", "send", "--json", &event];
        if let Some(version) = given_by.tool_version.as_deref().filter(|version| is_argument(version)) {
            words.extend(["--tool-version", version]);
        }
        let sent = host.run(&words);
        prop_assert_eq!(&sent.status, &0);
        host.responses.push_back(Ok(b"HTTP/1.1 204".to_vec()));
        let flushed = host.run(&["--contract", "c.json", "flush"]);
        prop_assert_eq!(bodies(&flushed).len(), 1, "{}{}", sent.said(), flushed.said());
    }
}
