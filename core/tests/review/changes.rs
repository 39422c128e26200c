//! Locks, and what a change of a contract asks for.

use aboveboard::{Comparison, Direction, compare, lock};

use crate::{CLI, EVERYTHING, KUBEATLAS, tree};

const SMALL: &str = r#"{
    "contract": 1, "tool": "small", "schema_version": "1", "consent_version": 1,
    "consent": {
        "sources": [{"env": "SMALL", "dialect": "strict", "invalid": "deny"}],
        "undecided": {"interactive": "ask", "unattended": "deny"},
        "question": {"text": "abc", "default": "deny", "remember": false}
    },
    "payload": {"words": {"enum": ["b", "a"], "other": false, "why": "b", "example": "a"}, "seconds": {"integer": [0, 60], "why": "s"}},
    "events": {"e": {"when": {"words": ["b", "a"]}}, "f": {"payload": {"x": {"boolean": true, "why": "x"}}}},
    "delivery": {"endpoint": {"url": "https://a.example/", "plaintext": false}, "attempts": {"value": 2}}
}"#;

/// Written by hand. The digest of the question is that of "abc" in FIPS 180-2, appendix B.1; that of the lock is what
/// `sha256sum` says of the canonical form of the rest.
const SMALL_LOCK: &str = r#"{
  "lock": 1,
  "tool": "small",
  "schema_version": "1",
  "consent_version": 1,
  "collects": {
    "endpoint": {"url":"https://a.example/"},
    "event e": {"when":{"words":["a","b"]}},
    "event f": {},
    "event f x": {"boolean":true},
    "payload seconds": {"integer":[0,60]},
    "payload words": {"enum":["a","b"]},
    "question": {"default":"deny"},
    "question text": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sources": [{"env":"SMALL"}],
    "undecided": {"interactive":"ask","unattended":"deny"}
  },
  "digest": "f3d873c544f0ca09a6ac8f9074d37323fde1483bdcd6262d3184daf3afee78e7"
}
"#;

/// The comparison of a contract with the lock of what it was.
fn changed(was: &str, changes: &[(&str, &str)]) -> Comparison {
    let is = changes.iter().fold(was.to_string(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    });
    compare(&lock(&tree(was)), &tree(&is)).unwrap()
}

fn ways(comparison: &Comparison) -> Vec<(&str, Direction)> {
    comparison.differences.iter().map(|difference| (difference.key.as_str(), difference.direction)).collect()
}

fn codes(comparison: &Comparison) -> Vec<&'static str> {
    comparison.missing.iter().map(aboveboard::Error::code).collect()
}

#[test]
fn a_lock_lists_what_decides_and_nothing_else() {
    assert_eq!(lock(&tree(SMALL)), SMALL_LOCK);
}

#[test]
fn a_lock_has_a_line_for_each_part_of_the_language() {
    let lock = lock(&tree(EVERYTHING));
    let lines: Vec<&str> = lock.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    for line in [
        r#""bearer": {"env":"TOKEN","file":"{config}/everything/config.json","setting":"/token"}"#,
        r#""child allowed SESSION": {"from":"session"}"#,
        r#""child denied TELEMETRY": "false""#,
        r#""endpoint": {"env":"ENDPOINT","plaintext":true,"url":"http://telemetry.example.com/v1"}"#,
        r#""event done": {}"#,
        r#""event done branch.seconds": {"integer":[0,60]}"#,
        r#""event started": {"when":{"branch.token":["a","b"],"rounded":[10]}}"#,
        r#""gates": [{"feature":"telemetry"},{"file":"{system}/everything/policy.json","policy":"/a/b"}]"#,
        r#""header X-Fixed": {"value":"`"}"#,
        r#""identity": {"application":"0123456789abcdef0123456789abcdef","kind":"machine"}"#,
        r#""payload machine": {"from":"identity"}"#,
        r#""payload platform": {"default":"","from":"os_arch","vocabulary":"rust"}"#,
        r#""ids": {"form":"hex8","parent":{"env":"PARENT"},"session":{"env":"SESSION"}}"#,
        r#""meta": {"attempt":"attempt","is_retry":"again"}"#,
        r#""notice": {}"#,
        r#""outbox": {"directory":"runs/attempts","env":"OUTBOX","layout":"attempts","name":"try"}"#,
        r#""payload branch.version": {"nullable":true,"other":true,"version":4}"#,
        r#""payload names": {"map":[{"token":8},{"boolean":true},3]}"#,
        r#""payload phases": {"map":[{"other":true,"token":8},{"seconds":{"integer":[0,60],"omit_empty":true,"optional":true},"why":{"optional":true,"text":16}},3]}"#,
        r#""payload texts": {"feature":"extended","list":[{"text":64},3],"optional":true}"#,
        r#""record report note": {"text":100}"#,
        r#""undecided": {"interactive":"notice","unattended":"deny"}"#,
        r#""user_agent": {"env":"AGENT","value":"everything/{version}"}"#,
    ] {
        assert!(lines.contains(&line), "{line}\n{lock}");
    }
    assert!(
        !lock.contains("ATTEMPTS")
            && !lock.contains("BUDGET")
            && !lock.contains("retention")
            && !lock.contains("counts <machines>")
    );
}

#[test]
fn a_contract_fits_its_own_lock() {
    for contract in [SMALL, CLI, KUBEATLAS, EVERYTHING] {
        let comparison = changed(contract, &[]);
        assert_eq!(comparison, Comparison { differences: vec![], missing: vec![] });
    }
}

#[test]
fn prose_and_what_holds_anyway_change_nothing() {
    let comparison = changed(
        SMALL,
        &[
            (r#""why": "b""#, r#""why": "another""#),
            (r#""example": "a""#, r#""example": "b""#),
            (r#""dialect": "strict", "invalid": "deny""#, r#""means": "allow""#),
            (r#"["b", "a"]"#, r#"["a", "b"]"#),
            (r#", "attempts": {"value": 2}"#, ""),
        ],
    );
    assert_eq!(comparison, Comparison { differences: vec![], missing: vec![] });
}

#[test]
fn a_change_that_narrows_needs_a_new_schema_version() {
    let narrower = (r#""integer": [0, 60]"#, r#""integer": [0, 30]"#);
    let comparison = changed(SMALL, &[narrower]);
    assert_eq!(ways(&comparison), [("payload seconds", Direction::Narrower)]);
    assert_eq!(comparison.differences[0].was.as_deref(), Some(r#"{"integer":[0,60]}"#));
    assert_eq!(comparison.differences[0].is.as_deref(), Some(r#"{"integer":[0,30]}"#));
    assert_eq!(codes(&comparison), ["schema_version_unchanged"]);
    assert_eq!(comparison.missing[0].pointer(), "/schema_version");
    assert!(comparison.missing[0].message().ends_with(": payload seconds (narrower)"));
    let versioned = changed(SMALL, &[narrower, (r#""schema_version": "1""#, r#""schema_version": "2""#)]);
    assert_eq!(codes(&versioned), ["lock_stale"]);
}

#[test]
fn a_change_that_widens_needs_a_higher_consent_version_too() {
    let wider = (r#""integer": [0, 60]"#, r#""integer": [0, 90]"#);
    let schema = (r#""schema_version": "1""#, r#""schema_version": "2""#);
    assert_eq!(codes(&changed(SMALL, &[wider])), ["schema_version_unchanged", "consent_version_unchanged"]);
    let comparison = changed(SMALL, &[wider, schema]);
    assert_eq!(codes(&comparison), ["consent_version_unchanged"]);
    assert_eq!(comparison.missing[0].pointer(), "/consent_version");
    assert!(comparison.missing[0].message().ends_with(": payload seconds (wider)"));
    assert!(comparison.missing[0].advice().starts_with("raise it to 2"));
    let told = (r#""consent_version": 1"#, r#""consent_version": 2"#);
    assert_eq!(codes(&changed(SMALL, &[wider, schema, told])), ["lock_stale"]);
}

#[test]
fn an_id_that_stays_for_less_long_is_narrower() {
    let is = r#""identity": {"kind": "machine", "application": "0123456789abcdef0123456789abcdef""#;
    let rotating = |word: &str| format!(r#"{is}, "rotation": "{word}""#);
    let way = |was: &str, new: &str| {
        let comparison = changed(&EVERYTHING.replace(is, was), &[(was, new)]);
        let ways = ways(&comparison);
        assert_eq!(ways.len(), 1, "{ways:?}");
        assert_eq!(ways[0].0, "identity");
        ways[0].1
    };
    for (short, long) in [("day", "week"), ("week", "month"), ("day", "month")] {
        assert_eq!(way(&rotating(long), &rotating(short)), Direction::Narrower);
        assert_eq!(way(&rotating(short), &rotating(long)), Direction::Wider);
    }
    assert_eq!(way(is, &rotating("month")), Direction::Narrower);
    assert_eq!(way(&rotating("month"), is), Direction::Wider);
    assert_eq!(way(is, &is.replace("0123", "4567")), Direction::Wider);
}

#[test]
fn an_id_that_is_told_no_longer_is_narrower_and_a_new_one_wider() {
    let comparison = changed(
        CLI,
        &[
            (r#"{"from": "identity", "why""#, r#"{"from": "session", "why""#),
            (
                r#""identity": {"kind": "installation", "setting": "/installation_id", "file": "{home}/.your-platform/config.json"},"#,
                "",
            ),
        ],
    );
    assert_eq!(
        ways(&comparison),
        [("identity", Direction::Narrower), ("payload installation_id", Direction::Narrower)]
    );
    let (identity, leaf) = (
        r#""payload": {"words""#,
        r#""identity": {"kind": "installation"}, "payload": {"id": {"from": "identity", "why": "i"}, "words""#,
    );
    let comparison = changed(SMALL, &[(identity, leaf)]);
    assert_eq!(ways(&comparison), [("identity", Direction::Wider), ("payload id", Direction::Wider)]);
    assert_eq!(codes(&comparison), ["schema_version_unchanged", "consent_version_unchanged"]);
}

#[test]
fn words_of_another_vocabulary_are_narrower_where_they_tell_less_apart() {
    let comparison = changed(
        EVERYTHING,
        &[
            (r#"{"from": "os", "vocabulary": "node""#, r#"{"from": "os", "vocabulary": "go""#),
            (r#"{"from": "arch", "vocabulary": "go""#, r#"{"from": "arch", "vocabulary": "node""#),
            (r#"{"from": "os_arch", "vocabulary": "rust""#, r#"{"from": "os_arch", "vocabulary": "go""#),
        ],
    );
    assert_eq!(
        ways(&comparison),
        [
            ("payload platform", Direction::Wider),
            ("payload processor", Direction::Narrower),
            ("payload system", Direction::Other)
        ]
    );
}

#[test]
fn another_question_is_another_consent() {
    let comparison = changed(SMALL, &[(r#""text": "abc""#, r#""text": "abd""#)]);
    assert_eq!(ways(&comparison), [("question text", Direction::Wider)]);
    assert_eq!(codes(&comparison), ["schema_version_unchanged", "consent_version_unchanged"]);
}

#[test]
fn a_consent_version_never_falls() {
    let risen = SMALL.replace(r#""consent_version": 1"#, r#""consent_version": 3"#);
    let comparison = changed(&risen, &[(r#""consent_version": 3"#, r#""consent_version": 2"#)]);
    assert_eq!(codes(&comparison), ["consent_version_lowered"]);
}

#[test]
fn a_leaf_that_moves_to_fewer_events_is_no_new_one() {
    let common = (r#", "seconds": {"integer": [0, 60], "why": "s"}"#, "");
    let into = |leaf: &'static str| [common, (r#""f": {"payload": {"#, leaf)];
    let comparison =
        changed(SMALL, &into(r#""f": {"payload": {"seconds": {"integer": [0, 60], "why": "s"}, "#));
    assert_eq!(
        ways(&comparison),
        [("event f seconds", Direction::Other), ("payload seconds", Direction::Narrower)]
    );
    let comparison =
        changed(SMALL, &into(r#""f": {"payload": {"seconds": {"integer": [0, 61], "why": "s"}, "#));
    assert_eq!(
        ways(&comparison),
        [("event f seconds", Direction::Wider), ("payload seconds", Direction::Narrower)]
    );
    // In an event that is new, everything is.
    let comparison = changed(
        SMALL,
        &[
            common,
            (
                r#""events": {"#,
                r#""events": {"g": {"payload": {"seconds": {"integer": [0, 60], "why": "s"}}}, "#,
            ),
        ],
    );
    assert_eq!(
        ways(&comparison),
        [
            ("event g", Direction::Wider),
            ("event g seconds", Direction::Wider),
            ("payload seconds", Direction::Narrower)
        ]
    );
}

#[test]
fn a_stale_lock_is_told_from_a_wrong_one() {
    let text = lock(&tree(SMALL));
    let other_layout = text.replace("  \"lock\": 1,\n", "  \"lock\":  1,\n");
    assert_eq!(codes(&compare(&other_layout, &tree(SMALL)).unwrap()), ["lock_stale"]);
    for (lock, code, at) in [
        (text.replace("[0,60]", "[0,90]"), "lock_damaged", "/digest"),
        (text.replace("\"digest\"", "\"digset\""), "lock_damaged", "/digest"),
        (text.replace("\"tool\": \"small\"", "\"tool\": \"large\""), "lock_damaged", "/digest"),
        (text.replace('}', ""), "lock_damaged", ""),
        ("[]".to_string(), "lock_damaged", "/digest"),
        (String::new(), "lock_damaged", ""),
        (text.replace("\"lock\": 1", "\"lock\": 2"), "lock_format", "/lock"),
        (lock(&tree(&SMALL.replace("\"small\"", "\"large\""))), "lock_of_another_tool", "/tool"),
    ] {
        let error = compare(&lock, &tree(SMALL)).unwrap_err();
        assert_eq!((error.code(), error.pointer()), (code, at), "{lock}");
    }
}

#[test]
fn what_is_kept_although_it_was_refused_is_in_the_lock() {
    let stored = SMALL.replacen(r#""delivery": {"#, r#""delivery": {"mode": "at_least_once", "#, 1);
    let with = |word: &str| {
        lock(&tree(&stored.replacen(r#""mode""#, &format!(r#""refused": "{word}", "mode""#), 1)))
    };
    assert_eq!(with("drop"), lock(&tree(&stored)), "what holds anyway is not in it");
    assert!(with("keep").lines().any(|line| line == r#"    "refused": "keep","#), "{}", with("keep"));
}
