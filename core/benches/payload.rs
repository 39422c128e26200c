//! How much a payload costs beside `serde_json::to_vec` of the same hand-written struct: the smallest time of many
//! rounds of each, taken in turns in one run, and their ratio.
#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a benchmark may fail")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use aboveboard::{Answer, Contract, Event, Facts, Machine, begin, payload};
use serde::Serialize;

const ROUNDS: usize = 300;
const CALLS: usize = 200;

#[derive(Serialize)]
struct Client {
    repository: &'static str,
    script: String,
    telemetry_enabled: &'static str,
}

#[derive(Serialize)]
struct Command {
    name: String,
    result: &'static str,
    scenario: String,
}

#[derive(Serialize)]
struct Meta {
    anonymous_by_contract: bool,
    delivery_mode: &'static str,
}

#[derive(Serialize)]
struct Document {
    client: Client,
    command: Command,
    component: &'static str,
    event_family: &'static str,
    event_name: &'static str,
    parent_run_id: String,
    run_id: String,
    schema_version: &'static str,
    sent_at: String,
    session_id: String,
    telemetry_meta: Meta,
}

fn main() {
    let contract = Contract::parse(include_str!("../contracts/pk3s-infra.json")).unwrap();
    let mut facts = Facts { random: (0..48).collect(), ..Facts::default() };
    facts.variables.insert("TELEMETRY_ENABLED".to_string(), Answer::from_text("true"));
    let run = begin(&contract, &facts).unwrap();
    let mut event = Event::new("infra.command.started", 1_790_000_000);
    for (path, value) in [
        ("command.name", "apply"),
        ("command.scenario", "multipass"),
        ("command.result", "started"),
        ("client.script", "infra"),
    ] {
        event.set(path, value).unwrap();
    }
    let mut facts = Facts::default();
    let variables = [("USER", "jane.doe"), ("HOME", "/home/jane.doe"), ("PWD", "/home/jane.doe/repo")];
    for (name, text) in variables {
        facts.variables.insert(name, Answer::from_text(text));
    }
    facts.platform.insert("host_name", Answer::from_text("web01.example.com"));
    let addresses = [
        ("/proc/net/fib_trie", "|-- 10.20.30.40\n /32 host LOCAL\n"),
        ("/proc/net/if_inet6", "20010db8000000000000000000000007 02 40 00 80 eth0\n"),
    ];
    for (name, text) in addresses {
        facts.files.insert(name, Answer::from_text(text));
    }
    let machine = Machine::from_facts(&contract, &facts);
    let document = Document {
        client: Client {
            repository: "productive-k3s-infra",
            script: "infra".into(),
            telemetry_enabled: "true",
        },
        command: Command { name: "apply".into(), result: "started", scenario: "multipass".into() },
        component: "infra",
        event_family: "usage",
        event_name: "infra.command.started",
        parent_run_id: String::new(),
        run_id: "1011121314151617".into(),
        schema_version: "1",
        sent_at: "2026-09-21T14:13:20Z".into(),
        session_id: "0001020304050607".into(),
        telemetry_meta: Meta { anonymous_by_contract: true, delivery_mode: "best-effort" },
    };
    assert_eq!(
        payload(&contract, &run, &event, &machine).unwrap().bytes().as_bytes(),
        serde_json::to_vec(&document).unwrap()
    );

    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        ours = ours.min(time(|| payload(&contract, &run, black_box(&event), &machine).unwrap()));
        theirs = theirs.min(time(|| serde_json::to_vec(black_box(&document)).unwrap()));
    }
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("payload {ours:?}  serde_json::to_vec {theirs:?}  ratio {ratio:.2}");
}

fn time<T>(work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS {
        black_box(work());
    }
    start.elapsed() / u32::try_from(CALLS).unwrap()
}
