//! What a plan could have produced, and what not.

use super::*;

/// Whether bytes are of the event `e` of a contract with this payload, this event and these other parts.
fn accepts_of(payload: &str, event: &str, parts: &str, bytes: &str) -> bool {
    let contract = Contract::parse(&format!(
        r#"{{"contract":1,"tool":"t","schema_version":"1","consent_version":1,"consent":{{"sources":[{{"env":"T"}}],
        "undecided":{{"interactive":"deny","unattended":"deny"}}{parts}}},"payload":{payload},"events":{{"e":{event}}}}}"#
    ))
    .unwrap();
    let stored =
        Stored { event: "e".into(), time: 1_790_000_000, tool_version: "1.4.0".into(), bytes: bytes.into() };
    is_of(&contract, &stored)
}

fn accepts(payload: &str, bytes: &str) -> bool {
    accepts_of(payload, "{}", "", bytes)
}

/// A leaf takes these texts, and not those.
fn takes(leaf: &str, parts: &str, good: &[&str], bad: &[&str]) {
    let payload = format!(r#"{{"a":{{{leaf},"why":"w"}}}}"#);
    for (texts, taken) in [(good, true), (bad, false)] {
        for text in texts {
            let bytes = format!(r#"{{"a":"{text}"}}"#);
            assert_eq!(accepts_of(&payload, "{}", parts, &bytes), taken, "{leaf}: {text}");
        }
    }
}

#[test]
fn what_aboveboard_fills_in_has_the_form_that_it_gives_it() {
    let long = "x".repeat(65);
    for id in ["session", "run", "parent"] {
        takes(&format!(r#""from":"{id}""#), "", &["0001020304050607", "a.b_c-D"], &["", "a b", "a/b", &long]);
    }
    let nonce = "0011223344556677";
    takes(r#""from":"nonce""#, "", &[&nonce.repeat(2)], &[nonce, "", &"g".repeat(32), &"F".repeat(32)]);
    takes(r#""from":"tool_version""#, "", &["1.4.0"], &["1.4.1", "web01", ""]);
    takes(r#""from":"os_version""#, "", &["6.8.0-106-generic", "other"], &["my laptop", "", &long]);
    for (precision, time, another) in [
        ("second", "2026-09-21T14:13:20Z", "2026-09-21T14:13:21Z"),
        ("minute", "2026-09-21T14:13:00Z", "2026-09-21T14:13:20Z"),
        ("hour", "2026-09-21T14:00:00Z", "2026-09-21T14:13:00Z"),
        ("day", "2026-09-21T00:00:00Z", "2026-09-22T00:00:00Z"),
    ] {
        let leaf = format!(r#""from":"time","precision":"{precision}""#);
        takes(&leaf, "", &[time], &[another, "now", ""]);
    }
    let agent =
        r#"},"delivery":{"endpoint":{"url":"https://h.example/"},"user_agent":{"value":"t/{version}"}"#;
    takes(r#""from":"user_agent""#, agent, &["t/1.4.0"], &["t/1.4.1", "t/{version}", "web01"]);
}

#[test]
fn systems_and_processors_are_told_in_the_words_of_the_contract() {
    for (words, system, processor, bad) in [
        ("go", "darwin", "amd64", ["macos", "x86_64"]),
        ("rust", "macos", "x86_64", ["darwin", "amd64"]),
        ("node", "win32", "x64", ["windows", "x86_64"]),
    ] {
        let leaf = |from| format!(r#""from":"{from}","vocabulary":"{words}""#);
        takes(&leaf("os"), "", &[system, "linux", "other"], &[bad[0], "Linux", "web01", ""]);
        takes(&leaf("arch"), "", &[processor, "arm", "other"], &[bad[1], "vax", " arm", ""]);
        let both = format!("{system}-{processor}");
        let [odd, half] = [format!("{system}-{}", bad[1]), format!("{system}-other")];
        takes(&leaf("os_arch"), "", &[&both, "other"], &[&odd, &half, system, "other-other", ""]);
    }
}

#[test]
fn an_id_has_the_form_of_its_kind() {
    let hex = "0011223344556677";
    let machine = hex.repeat(2);
    let uuid = "00112233-4455-4677-8899-aabbccddeeff";
    let application = format!(r#""application":"{machine}""#);
    for (kind, good) in [
        (format!(r#""kind":"machine",{application}"#), machine.as_str()),
        (r#""kind":"installation""#.into(), uuid),
        (r#""kind":"multi_signal""#.into(), hex),
    ] {
        let parts = format!(r#"}},"identity":{{{kind}"#);
        let all = [machine.as_str(), uuid, hex];
        let bad: Vec<_> = all.into_iter().filter(|id| *id != good).chain(["", "web01"]).collect();
        takes(r#""from":"identity""#, &parts, &[good, "ephemeral"], &bad);
        takes(r#""from":"identity","default":"none""#, &parts, &[good, "none"], &["ephemeral"]);
    }
}

#[test]
fn an_event_that_its_contract_leaves_out_is_none() {
    let payload = r#"{"b":{"e":{"enum":["p","q"],"why":"w"},"i":{"integer":[0,99],"round":10,"why":"w"}},
        "t":{"token":9,"nullable":true,"feature":"f","why":"w"}}"#;
    let event = r#"{"when":{"b.e":["p"],"b.i":[17,30],"t":["x"]}}"#;
    for (bytes, applies) in [
        (r#"{"b":{"e":"p","i":10},"t":"x"}"#, true),
        (r#"{"b":{"e":"p","i":30},"t":"x"}"#, true),
        // Without the feature, and where it would be private.
        (r#"{"b":{"e":"p","i":10},"t":null}"#, true),
        (r#"{"b":{"e":"p","i":10},"t":"other"}"#, true),
        (r#"{"b":{"e":"q","i":10},"t":"x"}"#, false),
        (r#"{"b":{"e":"p","i":20},"t":"x"}"#, false),
        (r#"{"b":{"e":"p","i":10},"t":"y"}"#, false),
    ] {
        assert_eq!(accepts_of(payload, event, "", bytes), applies, "{bytes}");
    }
    let optional = r#"{"n":{"boolean":true,"optional":true,"why":"w"}}"#;
    assert!(accepts_of(optional, "{}", "", "{}"));
    assert!(!accepts_of(optional, r#"{"when":{"n":[true]}}"#, "", "{}"));
}

#[test]
fn objects_within_lists_and_maps_are_held_to_their_leaves() {
    let object = r#"{"e":{"enum":["p","q"],"other":true},"i":{"integer":[0,9],"optional":true,"omit_empty":true},"t":{"text":4,"nullable":true}}"#;
    let payload = format!(
        r#"{{"l":{{"list":[{object},2],"why":"w"}},"m":{{"map":[{{"token":4}},{object},2],"why":"w"}}}}"#
    );
    for (value, good) in [
        (r#"{"e":"p","i":3,"t":"x"}"#, true),
        (r#"{"e":"other","t":null}"#, true),
        (r#"{"e":"r","t":null}"#, false),
        (r#"{"e":"p"}"#, false),
        (r#"{"t":null}"#, false),
        (r#"{"e":"p","i":0,"t":null}"#, false),
        (r#"{"e":"p","i":10,"t":null}"#, false),
        (r#"{"e":"p","t":""}"#, false),
        (r#"{"e":"p","t":"abcde"}"#, false),
        (r#"{"t":null,"e":"p"}"#, false),
        (r#"{"e":"p","odd":1,"t":null}"#, false),
        (r#"{"e":"p","e":"p","t":null}"#, false),
        ("{}", false),
        ("[]", false),
        ("null", false),
        (r#""p""#, false),
    ] {
        for bytes in [
            format!(r#"{{"l":[{value}],"m":{{}}}}"#),
            format!(r#"{{"l":[],"m":{{"a":{value}}}}}"#),
            format!(r#"{{"l":[{{"e":"q","t":"x"}},{value}],"m":{{"a":{value},"b":{{"e":"q","t":null}}}}}}"#),
        ] {
            assert_eq!(accepts(&payload, &bytes), good, "{bytes}");
        }
    }
}

#[test]
fn what_tells_nothing_is_left_out() {
    let payload = r#"{"a":{"integer":[0,9],"optional":true,"omit_empty":true,"why":"w"},"b":{"boolean":true,"optional":true,"omit_empty":true,"why":"w"},
        "c":{"list":[{"token":4},2],"optional":true,"omit_empty":true,"why":"w"},"d":{"map":[{"token":4},{"text":4},2],"optional":true,"omit_empty":true,"why":"w"},
        "e":{"text":4,"nullable":true,"why":"w"},"f":{"integer":[0,9],"optional":true,"why":"w"},"g":{"text":4,"why":"w"}}"#;
    for (bytes, good) in [
        (r#"{"e":null,"g":""}"#, true),
        (r#"{"a":1,"b":true,"c":[""],"d":{"a":""},"e":"x","f":0,"g":""}"#, false),
        (r#"{"a":1,"b":true,"c":["a"],"d":{"a":""},"e":"x","f":0,"g":""}"#, true),
        (r#"{"a":0,"e":null,"g":""}"#, false),
        (r#"{"b":false,"e":null,"g":""}"#, false),
        (r#"{"c":[],"e":null,"g":""}"#, false),
        (r#"{"d":{},"e":null,"g":""}"#, false),
        (r#"{"e":"","g":""}"#, false),
    ] {
        assert_eq!(accepts(payload, bytes), good, "{bytes}");
    }
    // The field had one of these values, and one of them is left out.
    let only = r#"{"n":{"integer":[0,9],"optional":true,"omit_empty":true,"why":"w"}}"#;
    assert!(accepts_of(only, r#"{"when":{"n":[0,1]}}"#, "", "{}"));
    assert!(!accepts_of(only, r#"{"when":{"n":[1,2]}}"#, "", "{}"));
}

#[test]
fn a_map_is_in_order_and_holds_what_is_the_contracts_own() {
    let payload = r#"{"m":{"map":[{"token":9},{"integer":[0,9]},3],"base":{"own":0},"why":"w"}}"#;
    for (members, good) in [
        (r#""own":0"#, true),
        (r#""a":1,"own":7,"z":2"#, true),
        (r#""a":1"#, false),
        (r#""own":0,"a":1"#, false),
        (r#""a":1,"b":1,"c":1,"own":0"#, false),
    ] {
        assert_eq!(accepts(payload, &format!(r#"{{"m":{{{members}}}}}"#)), good, "{members}");
    }
}

#[test]
fn what_the_contract_declares_is_accepted_and_nothing_else() {
    let payload = r#"{"a":{"token":4,"optional":true,"why":"w"},"b":{"c":{"constant":"x"},"d":{"integer":[0,9],"nullable":true,"why":"w"}},
        "e":{"from":"event"},"f":{"text":4,"default":"","why":"w"},"g":{"list":[{"enum":["p","q"]},2],"default":[],"why":"w"},
        "h":{"map":[{"enum":["p"]},{"boolean":true},1],"default":{},"why":"w"},"i":{"bucket":["few",5,"many"],"why":"w"}}"#;
    let tail = r#""e":"e","f":"","g":[],"h":{},"i":"few"}"#;
    for good in [
        format!(r#"{{"a":"abc","b":{{"c":"x","d":3}},{tail}"#),
        format!(r#"{{"b":{{"c":"x","d":null}},{tail}"#),
        format!(r#"{{"a":"other","b":{{"c":"x","d":9}},{tail}"#),
        r#"{"b":{"c":"x","d":0},"e":"e","f":"f,\"}","g":["p","q"],"h":{"p":true},"i":"many"}"#.into(),
    ] {
        assert!(accepts(payload, &good), "{good}");
    }
    for bad in [
        String::new(),
        "{}".into(),
        format!(r#"{{"b":{{"c":"y","d":3}},{tail}"#),
        format!(r#"{{"b":{{"c":"x","d":10}},{tail}"#),
        format!(r#"{{"b":{{"c":"x","d":"3"}},{tail}"#),
        format!(r#"{{"b":{{"c":"x"}},{tail}"#),
        format!(r#"{{"a":"abcde","b":{{"c":"x","d":3}},{tail}"#),
        format!(r#"{{"a":"abc","b":{{"c":"x","d":3}},"bb":1,{tail}"#),
        format!(r#"{{"b":{{"c":"x","d":3}},{tail} "#),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"e\":\"e\"", "\"e\":\"f\"")),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"f\":\"\"", "\"f\":\"12345\"")),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("[]", "[\"r\"]")),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("[]", "[\"p\",\"p\",\"p\"]")),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("{}", "{\"q\":true}")),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"few\"", "3")),
        format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"few\"", "\"some\"")),
    ] {
        assert!(!accepts(payload, &bad), "{bad}");
    }
}
