//! What the machine knows is read for each event: a tool may go elsewhere, and a token may be another one by then.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use aboveboard_host::{Options, Tool};
use serde_json::{Value, json};

fn contract() -> String {
    let contract: Value = json!({
        "contract": 1, "tool": "example", "schema_version": "1", "consent_version": 1,
        "consent": {
            "sources": [{"flag": "telemetry", "allow": "enable", "deny": "disable"}],
            "undecided": {"interactive": "deny", "unattended": "deny"}
        },
        "payload": {"event": {"from": "event"}, "note": {"text": 200, "why": "what went wrong"}},
        "events": {"done": {}},
        "delivery": {
            "endpoint": {"url": "https://telemetry.example/v1"},
            "bearer": {"setting": "/token", "file": "{home}/token.json"}
        }
    });
    contract.to_string()
}

/// Not a test by itself.
#[test]
#[ignore = "no test: the program that the test starts as a process of its own, since it changes its directory"]
fn moving() {
    let home = PathBuf::from(env::var_os("HOME").expect("it is set"));
    let options = Options::default().with_flag("telemetry", "enable");
    let tool = Tool::open(&contract(), options).expect("the run begins");
    // Without knowing them nobody could tell where such a path ends, and that such a word is a secret.
    for (name, secret) in [("acme one", "mauve kettle"), ("acme two", "ochre ladle")] {
        let directory = home.join(name);
        fs::create_dir(&directory).expect("it can be made");
        env::set_current_dir(&directory).expect("it is there");
        fs::write(home.join("token.json"), json!({"token": secret}).to_string()).expect("it can be written");
        let fields = json!({"note": format!("{secret} in {} now", directory.display())});
        for payload in [tool.payload("done", &fields, None), tool.preview("done", &fields, None)] {
            let payload = payload.expect("telemetry is on");
            assert_eq!(payload.bytes(), r#"{"event":"done","note":"[secret] in [path] now"}"#);
        }
    }
}

#[test]
fn a_new_directory_and_a_new_token_are_kept_out_too() {
    // Not below the directory for temporary files as it may be called, which may be a link.
    let base = env::temp_dir().canonicalize().expect("it is there");
    let home = base.join(format!("aboveboard-afresh-{}", std::process::id()));
    fs::create_dir(&home).expect("it can be made");
    let done = Command::new(env::current_exe().expect("it runs"))
        .args(["--exact", "moving", "--ignored", "--nocapture"])
        .env_clear()
        .env("HOME", &home)
        .output()
        .expect("it starts");
    fs::remove_dir_all(home).expect("it is there");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
