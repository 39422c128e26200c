//! JSON Schemas: the declarations of every kind of leaf, in the words of a schema.

use aboveboard::schema;
use serde_json::{Value, json};

use crate::{EVERYTHING, KUBEATLAS, tree};

fn parsed(contract: &str) -> Value {
    serde_json::from_str(&schema(&tree(contract))).unwrap()
}

#[test]
fn each_leaf_says_what_it_takes() {
    let schema = parsed(EVERYTHING);
    let words = json!({"description": "use by day", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$"});
    let started = "/$defs/event.started/properties";
    for (pointer, want) in [
        ("/$schema", json!("https://json-schema.org/draft/2020-12/schema")),
        ("/anyOf", json!([{"$ref": "#/$defs/event.started"}, {"$ref": "#/$defs/event.done"}])),
        ("/$defs/event.done/properties/event", json!({"const": "done"})),
        ("/$defs/event.started/additionalProperties", json!(false)),
        ("/$defs/record.report/required", json!(["event", "at", "run", "note"])),
        ("/$defs/record.report/properties/event", json!({"const": "report"})),
        (
            "/$defs/record.report/properties/note",
            json!({"description": "what happened", "type": "string", "maxLength": 100}),
        ),
        ("/kind", json!({"const": "a|b"})),
        ("/tool", json!({"const": "everything"})),
        ("/consent_version", json!({"description": "what was agreed to", "const": 2})),
        ("/day", words),
        ("/session/pattern", json!("^[A-Za-z0-9._-]{1,64}$")),
        ("/run/pattern", json!("^[0-9a-f]{16}$")),
        ("/even/multipleOf", json!(10)),
        ("/agent/pattern", json!("^[ -~]+$")),
        ("/machine/pattern", json!("^([0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}|ephemeral)$")),
        (
            "/system/enum",
            json!([
                "linux",
                "darwin",
                "win32",
                "freebsd",
                "openbsd",
                "netbsd",
                "dragonfly",
                "sunos",
                "aix",
                "other"
            ]),
        ),
        (
            "/processor/enum",
            json!([
                "amd64", "arm64", "386", "arm", "riscv64", "ppc64le", "ppc64", "s390x", "loong64", "other"
            ]),
        ),
        (
            "/platform/anyOf",
            json!([
                {"type": "string", "pattern": "^((linux|macos|windows|freebsd|openbsd|netbsd|dragonfly|solaris|aix)-(x86_64|aarch64|x86|arm|riscv64|powerpc64|s390x|loongarch64)|other)$"},
                {"const": ""}
            ]),
        ),
        (
            "/system_version/anyOf",
            json!([{"type": "string", "pattern": "^[A-Za-z0-9._+-]{1,64}$"}, {"type": "null"}]),
        ),
        ("/branch/required", json!(["token", "other", "version"])),
        (
            "/branch/properties/token",
            json!({"description": "a word", "type": "string", "pattern": "^[A-Za-z0-9._-]+$", "maxLength": 4}),
        ),
        (
            "/branch/properties/other/anyOf",
            json!([{"type": "string", "pattern": "^[A-Za-z0-9._-]+$", "maxLength": 4}, {"const": "other"}, {"const": ""}]),
        ),
        (
            "/branch/properties/version/anyOf",
            json!([
                {"type": "string", "pattern": "^v?[0-9][A-Za-z0-9._+-]*$", "maxLength": 4},
                {"const": "other"},
                {"type": "null"}
            ]),
        ),
        (
            "/rounded",
            json!({"description": "roughly how many", "type": "integer", "minimum": -5, "maximum": 100}),
        ),
        (
            "/texts",
            json!({"description": "messages", "type": "array", "items": {"type": "string", "maxLength": 64}, "maxItems": 3}),
        ),
        ("/names/propertyNames", json!({"type": "string", "pattern": "^[A-Za-z0-9._-]+$", "maxLength": 8})),
        ("/names/additionalProperties", json!({"type": "boolean"})),
        ("/names/maxProperties", json!(3)),
        (
            "/phases/additionalProperties",
            json!({
                "type": "object",
                "additionalProperties": false,
                "required": [],
                "properties": {
                    "why": {"type": "string", "maxLength": 16},
                    "seconds": {"type": "integer", "minimum": 0, "maximum": 60}
                }
            }),
        ),
        // What a request adds.
        ("/attempt", json!({"type": "integer", "minimum": 1})),
        ("/again", json!({"type": "boolean"})),
    ] {
        let place = if pointer.starts_with("/$") || pointer == "/anyOf" {
            pointer.to_string()
        } else {
            format!("{started}{pointer}")
        };
        assert_eq!(schema.pointer(&place), Some(&want), "{place}");
    }
}

#[test]
fn members_are_required_but_for_optional_ones_and_events_have_their_own() {
    let schema = parsed(EVERYTHING);
    let required = |event: &str| {
        let list = schema["$defs"][event]["required"].as_array().unwrap();
        list.iter().filter_map(Value::as_str).collect::<Vec<_>>()
    };
    assert!(required("event.started").contains(&"session"));
    for optional in ["parent", "texts", "processor"] {
        assert!(!required("event.started").contains(&optional), "{optional}");
        assert!(schema["$defs"]["event.started"]["properties"][optional].is_object(), "{optional}");
    }
    assert!(required("event.done").contains(&"result"));
    assert!(schema["$defs"]["event.started"]["properties"]["result"].is_null());
    let branch =
        |event: &str| schema["$defs"][event]["properties"]["branch"]["properties"]["seconds"].clone();
    assert_eq!(branch("event.done")["maximum"], json!(60));
    assert!(branch("event.started").is_null());
}

#[test]
fn buckets_and_bases_and_defaults() {
    let schema = parsed(KUBEATLAS);
    let leaf = |name: &str| schema["$defs"]["event.report"]["properties"][name].clone();
    assert_eq!(leaf("resource_bucket")["enum"], json!(["<1K", "1K-5K", "5K-10K", ">10K"]));
    assert_eq!(leaf("os")["anyOf"], json!([{"enum": ["linux", "darwin", "windows"]}, {"const": "other"}]));
    // Where a map is full, a member of its base may be left out.
    assert_eq!(leaf("platform_distribution")["required"], json!(null));
    assert_eq!(leaf("session_nonce")["pattern"], json!("^[0-9a-f]{32}$"));
    assert_eq!(leaf("enabled_packs")["anyOf"][1], json!({"const": []}));
    assert_eq!(
        leaf("enabled_packs")["anyOf"][0]["items"]["anyOf"],
        json!([{"type": "string", "pattern": "^[A-Za-z0-9._-]+$", "maxLength": 64}, {"const": "other"}])
    );
}

#[test]
fn an_id_has_the_form_of_its_kind() {
    let uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    let text = |pattern: String| json!({"description": "w", "type": "string", "pattern": pattern});
    for (kind, absence, want) in [
        ("installation", "", text(format!("^({uuid}|ephemeral)$"))),
        ("multi_signal", "", text("^([0-9a-f]{16}|ephemeral)$".into())),
        // What absence means is said otherwise.
        ("installation", r#", "optional": true"#, text(format!("^({uuid})$"))),
        (
            "multi_signal",
            r#", "nullable": true"#,
            json!({"description": "w", "anyOf": [{"type": "string", "pattern": "^([0-9a-f]{16})$"}, {"type": "null"}]}),
        ),
        (
            "multi_signal",
            r#", "default": "none""#,
            json!({"description": "w", "anyOf": [{"type": "string", "pattern": "^([0-9a-f]{16})$"}, {"const": "none"}]}),
        ),
    ] {
        let contract = format!(
            r#"{{"tool": "t", "schema_version": "1", "identity": {{"kind": "{kind}"}},
            "payload": {{"id": {{"from": "identity", "why": "w"{absence}}}}}, "events": {{"e": {{}}}}}}"#
        );
        assert_eq!(parsed(&contract)["$defs"]["event.e"]["properties"]["id"], want, "{kind}{absence}");
    }
}

#[test]
fn what_stands_for_a_private_word_is_valid_where_the_contract_says_nothing_of_other_words() {
    let contract = r#"{"tool": "t", "schema_version": "1", "consent_version": 1, "consent": {"sources": []},
        "payload": {"v": {"version": 9, "why": "w"}, "l": {"list": [{"version": 9}, 2], "why": "w"}}, "events": {"e": {}}}"#;
    let schema: Value = serde_json::from_str(&schema(&tree(contract))).unwrap();
    let leaves = &schema["$defs"]["event.e"]["properties"];
    for version in [&leaves["v"], &leaves["l"]["items"]] {
        assert_eq!(version["pattern"], "^(v?[0-9][A-Za-z0-9._+-]*|other)$");
    }
}
