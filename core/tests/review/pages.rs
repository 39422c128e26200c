//! Pages: what the documents of two tools tell their users, point by point, and what the language can say beside it.

use aboveboard::{Contract, page};

use crate::{CLI, EVERYTHING, KUBEATLAS, asking, tree};

fn holds(contract: &str, points: &[&str]) {
    let page = page(&tree(contract));
    for point in points {
        assert!(page.contains(point), "the page does not say: {point}\n\n{page}");
    }
}

#[test]
fn the_page_of_kubeatlas_says_what_its_document_says() {
    holds(
        KUBEATLAS,
        &[
            // The introduction and "The contract".
            "KubeAtlas can send anonymous, opt-in usage telemetry.",
            "Telemetry is **off unless you turn it on**.",
            "- One fixed endpoint: you cannot redirect telemetry to a third party.",
            "Reports go to `https://telemetry.kubeatlas.dev/v1/report`, encrypted on the way (HTTPS). Nothing can change",
            "it reports once a day:",
            "A try takes at most 10 seconds. A report that does not arrive is not sent again, and the program goes on",
            "errors as `kubeatlas_telemetry_send_errors_total`.",
            // "Enabling it" and "Disabling it".
            "| turn telemetry on | `helm upgrade ... --set telemetry.enabled=true` |",
            "| turn telemetry off | `helm upgrade ... --set telemetry.enabled=false` |",
            "open <http://localhost:8080/api/v1/telemetry/preview> |",
            "While telemetry is off, nothing is sent and no connection is made.",
            // "The payload".
            "schema version `1.0`",
            "kept for 90 days; then raw reports are deleted and only aggregates are kept.",
            "| `schema_version` | always `\"1.0\"`: the version of this form | fixed | lets the receiver parse the right shape |",
            "| `kubeatlas_version` | the version of the program; `null` where there is none | the program |",
            "| `k8s_version` | a version number of at most 32 characters; anything else becomes `other` | the program | which \
             Kubernetes versions to test against | `\"v1.31.2\"` |",
            "| `os` | `linux`, `darwin` or `windows`; anything else becomes `other` |",
            "| `tier` | `memory` or `postgres` | the program | where to invest in persistence |",
            "never the exact number: `<1K`, `1K-5K`, `5K-10K` or `>10K` | the program | realistic performance targets | \
             `1K-5K` |",
            "| `enabled_packs` | a list of at most 64; each is a word of at most 64 letters, digits,",
            "| `cluster_count` | a whole number from 0 to 10000;",
            "| `platform_distribution` | at most 5 pairs; the name is `vanilla`, `openshift`, `eks`, `aks` or `gke`; the value \
             is a whole number from 0 to 10000; there from the start: `{\"vanilla\":0}` | the program | counts only, no names \
             | `{\"eks\":2,\"vanilla\":1}` |",
            "- `session_nonce`: made up anew for every run and never stored: it cannot link two runs",
            // "What is never collected" and "Changing the schema".
            "- Resource names\n- IP addresses\n- any value that could link two sessions\n",
            "Any change of what is collected gets a new schema version.",
        ],
    );
}

#[test]
fn the_policy_of_the_cli_says_what_its_document_says() {
    holds(
        CLI,
        &[
            "Telemetry is **on unless you turn it off**. You are told before anything is sent.",
            // "Our Guiding Principles".
            "- Transparency \\& Verifiability: the collection is part of our open source code.",
            "The source code: <https://github.com/your-platform/cli/blob/main/cli/src/telemetry.rs>",
            "- Anonymity by Default: you need not be logged in.",
            // "What We Collect".
            "| `event_version` | always `\"1.0\"`: the version of this form |",
            "| `installation_id` | a random id of the installation; `ephemeral` where there is none | made up once | tells 100 people with an error from one who has it \
             100 times | `\"a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d\"` |",
            "| which versions are in use | `\"0.2.1\"` |",
            "| which features are most used | `\"build\"` |",
            "| `os_arch` | the system (`linux`, `macos`, `windows`, `freebsd`, `openbsd`, `netbsd`, `dragonfly`, `solaris`, \
             `aix`) and the processor (`x86_64`, `aarch64`, `x86`, `arm`, `riscv64`, `powerpc64`, `s390x`, `loongarch64`), in the \
             words of Rust, with a hyphen between them; anything else becomes `other` | the system | what to build for | \
             `\"linux-x86_64\"` |",
            "| `duration_ms` | a whole number from 0 to 86400000; the nearer of the two for anything beyond | the program | where \
             the bottlenecks are | `850` |",
            "| `status` | `success` or `failure` |",
            "; left out where there is none | the program | the most common errors, never messages | `\"invalid_manifest\"` |",
            "| `is_interactive` | `true` or `false` | the program | people or scripts | `true` |",
            // "What We DO NOT Collect".
            "- Command arguments or flags\n- Environment variables\n- Contents of your files or code\n",
            // "The Anonymous installation_id".
            "- `installation_id`: random, made up before the first report and kept at `installation_id` in \
             `~/.your-platform/config.json`: it puts all reports of one installation together, until it is taken out there or \
             `aboveboard --contract FILE reset` forgets it\n",
            // "How to Control Telemetry".
            "once and without having to answer, and the run that tells you sends nothing:\n\n    your-cli collects anonymous usage \
             data.\n    Turn it off: your-cli telemetry disable\n",
            "| turn telemetry off | `your-cli telemetry disable` |",
            "| turn telemetry on | `your-cli telemetry enable` |",
            "| turn it off, forget the id and see which ids your reports had | `aboveboard --contract FILE reset` |",
            "| turn it off for one run | `YOUR_PLATFORM_TELEMETRY_OPT_OUT=1` |\n| turn it off for one run | `DO_NOT_TRACK=1` |\n",
            "3. the setting `telemetry.enabled` in `~/.your-platform/config.json`: `true` is a yes, `false` a no",
            "In automated builds and under coding agents nobody is asked or told anything, and nothing turns telemetry on.\n",
            // "Where the Data Goes".
            "Reports go to `https://telemetry.your-platform.com/v1/event`, encrypted on the way (HTTPS).",
            "To have it deleted, write to `privacy@your-platform.com`.",
        ],
    );
}

#[test]
fn the_page_says_all_that_the_language_can() {
    holds(
        EVERYTHING,
        &[
            "Fields marked as **free text** are searched",
            "| `kind` | always `\"a\\|b\"` | fixed |",
            "| `tool` | always `\"everything\"`: the name of the program |",
            "| `consent_version` | always `2`: the version of what you were told |",
            "| `at` | the time in UTC, to the second | the clock | order \\| of things |",
            "| `day` | the time in UTC, only the day |",
            "| counts \\<machines\\> |",
            "| `branch.version` | a version number of at most 4 characters; anything else becomes `other`; `null` where there is none |",
            "| `branch.other` | a word of at most 4 letters, digits, `.`, `_` or `-`; anything else becomes `other`; `\"\"` where",
            "| `rounded` | a whole number from -5 to 100, rounded down to a multiple of 10 |",
            "| `texts` | a list of at most 3; each is **free text**, at most 64 bytes of it; left out where there is none; only where \
             the feature `extended` is turned on |",
            "the value is an object with `why` (**free text**, at most 16 bytes of it; left out where there is none) and `seconds` (a \
             whole number from 0 to 60; left out where there is none or it is 0) |",
            "### In addition, in reports of `done`\n",
            "| `branch.seconds` | a whole number from 0 to 60 |",
            "- `session`: shared by programs that start one another:",
            "(the variable `SESSION` passes it on)",
            "| `machine` | an id of the machine; `ephemeral` where there is none | the machine | counts \\<machines\\> |",
            "| `system` | the system, in the words of Node.js: `linux`, `darwin`, `win32`, `freebsd`, `openbsd`, `netbsd`, \
             `dragonfly`, `sunos`, `aix`; anything else becomes `other` | the system |",
            "| `processor` | the processor, in the words of Go: `amd64`, `arm64`, `386`, `arm`, `riscv64`, `ppc64le`, `ppc64`, \
             `s390x`, `loong64`; anything else becomes `other`; left out where there is none | the system |",
            "| `system_version` | the version of the system or of its kernel; `null` where there is none | the system |",
            "- `machine`: worked out from the machine's own id, for the application `0123456789abcdef0123456789abcdef` alone: it \
             puts all reports of one machine together, for as long as it keeps its own id. The machine's own id never leaves it \
             and cannot be worked out from what is told. Nothing is stored. There is none in containers, in automated builds, \
             and on machines without an id of their own\n",
            "| turn it off, delete the local reports and see which ids your reports had | `aboveboard --contract FILE reset` |",
            "| turn it off for one run | `--telemetry off` |\n| turn it off for one run | `TELEMETRY=0` |\n| turn it off for one run | \
             `DO_NOT_TRACK=1` |\n| turn it off for one run | `PRESENT=1` |\n",
            "| turn it on for one run | `--telemetry enable` |\n| turn it on for one run | `TELEMETRY=1` |\n| see",
            "nobody is asked or told anything, and only a flag or a variable can turn telemetry on.\n",
            "| see whether it is on, and why | `aboveboard --contract FILE status` |",
            "| store a token | `aboveboard --contract FILE token set` |",
            "- this build of `everything` has its feature `telemetry` turned off\n",
            "- your organisation's file `/etc/everything/policy.json` says `false` at `a.b`, or cannot be read\n",
            "Otherwise the first of these that says anything decides:\n\n1. the flag `--telemetry`: `enable` is a yes, `off` a no\n",
            "2. the variable `TELEMETRY`: `1` is a yes, `0` a no; what is not understood says nothing\n",
            "3. what you have said before",
            "4. the variable `DO_NOT_TRACK`: `1` is a no; what is not understood is a no\n",
            "5. the variable `PRESENT`: set at all, it is a no\n",
            "In a terminal telemetry is on. You are told so first,",
            "\n\n    Data is shared.\n\nWhere there is no terminal, telemetry is off.\n",
            "| `agent` | the name and the version of the program | the program |",
            "Reports are written to `~/.local/state/everything/telemetry.log` and nothing is sent",
            "- the variable `LOCAL` is `1` or cannot be understood\n",
            "- the setting `local_only` in `~/.config/everything/config.json` is `true`\n",
            "programs that this one starts are told so: `TELEMETRY` is `false` and `SESSION` is empty.",
            "- `started`, only where `branch.token` is `b` or `a` and `rounded` is `10`\n- `done`\n",
            "Reports go to `http://telemetry.example.com/v1`, **not encrypted**. The variable `ENDPOINT` can name another address;",
            "After so many tries a report is given up for now: 3 (the variable `ATTEMPTS` can say otherwise)",
            "All tries together take at most 40 (the variable `BUDGET` can say otherwise) seconds. Tries that failed are kept in \
             the directory that the variable `OUTBOX` names, else in `runs/attempts`, in files whose names begin with `try`:",
            "Each request also says how often its report has been tried: the number of the try (`attempt`), whether there have \
             been any (`again`).\n\nEach request carries",
            "- `User-Agent`: `everything/{version}` (the variable `AGENT` can say otherwise)\n",
            "- `X-Fixed`: `` ` ``\n",
            "It comes from the variable `TOKEN`, else from `~/.config/everything/config.json`.",
            "Nothing is stated about how long.\n",
            "## What is written to files and never sent\n",
            "### `report`\n",
        ],
    );
}

#[test]
fn a_question_stands_on_the_page_as_it_is_asked() {
    holds(
        &asking(),
        &[
            "Telemetry is **off until you say yes**. You are asked.",
            "In a terminal you are asked, and your answer is remembered. An empty line is a yes;",
            "\n\n    Data is shared.\n",
        ],
    );
}

/// The page of a contract with this part `identity` and these members of the leaf that tells the id.
fn identifying(identity: &str, absence: &str) -> String {
    let contract = format!(
        r#"{{"contract": 1, "tool": "tool.1", "schema_version": "1", "consent_version": 1,
        "consent": {{"sources": [{{"env": "T"}}], "undecided": {{"interactive": "deny", "unattended": "deny"}}}},
        "identity": {identity}, "retention": {{"days": 30, "then": "it is gone"}},
        "payload": {{"id": {{"from": "identity", "why": "w"{absence}}}}}, "events": {{"e": {{}}}},
        "page": {{"controls": {{"reset": "tool forget"}}}}}}"#
    );
    Contract::parse(&contract).unwrap();
    page(&tree(&contract))
}

#[test]
fn an_id_that_changes_says_for_how_long_it_stays() {
    for (rotation, period) in
        [("day", "day in UTC"), ("week", "week in UTC from Monday on"), ("month", "month in UTC")]
    {
        let identity = format!(
            r#"{{"kind": "machine", "application": "0123456789abcdef0123456789abcdef", "rotation": "{rotation}"}}"#
        );
        let page = identifying(&identity, "");
        let row = format!(
            "| `id` | an id of the machine, another one each {rotation}; `ephemeral` where there is none |"
        );
        assert!(page.contains(&row), "{page}");
        let point = format!(
            "alone: it puts all reports of one machine together, for one {period}. Then there is another one, and nobody can tell \
             that both are of one machine without knowing the machine's own id. The machine's own id never leaves it"
        );
        assert!(page.contains(&point), "{page}");
    }
}

#[test]
fn an_id_that_is_stored_says_where_and_how_it_is_forgotten() {
    let page = identifying(r#"{"kind": "installation"}"#, "");
    let file = "~/.local/state/aboveboard/tool.1.json";
    let point = format!(
        "kept at `installation.id` in `{file}`: it puts all reports of one installation together, until it is"
    );
    assert!(page.contains(&point), "{page}");
    assert!(page.contains("taken out there or `tool forget` forgets it\n"), "{page}");
    assert!(
        page.contains("| turn it off, forget the id and see which ids your reports had | `tool forget` |"),
        "{page}"
    );
    assert!(!page.contains("forget everything"), "{page}");
    // That it is this file, the parser knows as well.
    let own = file.replace("~/.local/state", "{state}");
    let contract = EVERYTHING.replace("\"everything\"", "\"tool.1\"").replace(
        r#""kind": "machine", "application": "0123456789abcdef0123456789abcdef""#,
        &format!(r#""kind": "installation", "setting": "/installation/id", "file": "{own}""#),
    );
    assert_eq!(Contract::parse(&contract).unwrap_err().pointer(), "/identity/file");
}

#[test]
fn a_hash_over_names_says_whose_and_who_can_work_it_out() {
    let page = identifying(r#"{"kind": "multi_signal"}"#, "");
    for point in [
        "| `id` | a hash that tells machines and their users apart | the machine |",
        "over the machine's own id, the address of its network card (MAC), its host name and your user name:",
        "never stored; but whoever knows all four can work it out too\n",
        "| turn it off and see which ids your reports had | `tool forget` |",
    ] {
        assert!(page.contains(point), "{point}\n{page}");
    }
    // Names are looked up for it, not only to keep them out.
    let contract = EVERYTHING
        .replace(r#""machine", "application": "0123456789abcdef0123456789abcdef""#, r#""multi_signal""#);
    holds(&contract, &["only to keep them out of it and to work out the hash that is described below: they"]);
}

#[test]
fn where_there_is_no_id_the_leaf_says_what_is_told() {
    let machine = r#"{"kind": "machine", "application": "0123456789abcdef0123456789abcdef"}"#;
    for (absence, told) in [
        ("", "; `ephemeral` where there is none |"),
        (r#", "optional": true"#, "the machine; left out where there is none |"),
        (r#", "nullable": true"#, "the machine; `null` where there is none |"),
        (r#", "default": """#, "the machine; `\"\"` where there is none |"),
        (r#", "optional": false"#, "; `ephemeral` where there is none |"),
    ] {
        let page = identifying(machine, absence);
        assert!(page.contains(told), "{told}\n{page}");
        assert_eq!(page.contains("ephemeral"), told.contains("ephemeral"), "{page}");
    }
}

#[test]
fn a_table_row_has_as_many_cells_as_its_head() {
    let page = page(&tree(EVERYTHING));
    let mut cells = 0;
    for line in page.lines() {
        let bars = line.replace("\\|", "").matches('|').count();
        if line.starts_with('|') && cells > 0 {
            assert_eq!(bars, cells, "{line}");
        }
        cells = bars;
    }
}

#[test]
fn a_contract_without_delivery_says_that_nothing_is_sent() {
    let smallest = r#"{"tool": "t", "schema_version": "1", "consent_version": 1,
        "consent": {"sources": [{"env": "T"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "payload": {"k": {"constant": "c"}}, "events": {"e": {}}}"#;
    holds(smallest, &["Nothing is sent: there is nowhere to send it to.\n"]);
    // An id of the tool's own may hide in any field, so nothing is promised about ids that are not there.
    assert!(!page(&tree(smallest)).contains("Ids"));
}

#[test]
fn what_is_kept_out_is_told_where_something_could_hold_it() {
    let told = "The names of the machine and of you, your home directory, the working directory and the machine's own addresses \
                are looked up before a report is made, only to keep them out of it:";
    let with = |leaf: &str| {
        format!(
            r#"{{"tool": "t", "schema_version": "1", "consent_version": 1,
            "consent": {{"sources": [{{"env": "T"}}], "undecided": {{"interactive": "deny", "unattended": "deny"}}}},
            "payload": {{"b": {{"k": {leaf}}}}}, "events": {{"e": {{}}}}}}"#
        )
    };
    for leaf in [
        r#"{"text": 9, "why": "w"}"#,
        r#"{"token": 9, "why": "w"}"#,
        r#"{"version": 9, "why": "w"}"#,
        r#"{"list": [{"token": 9}, 2], "why": "w"}"#,
        r#"{"map": [{"token": 9}, {"boolean": true}, 2], "why": "w"}"#,
        r#"{"map": [{"enum": ["a"]}, {"text": 9}, 2], "why": "w"}"#,
        r#"{"from": "tool_version", "why": "w"}"#,
        r#"{"from": "user_agent", "why": "w"}"#,
        r#"{"from": "os_version", "why": "w"}"#,
    ] {
        holds(&with(leaf), &[told]);
    }
    for leaf in [
        r#"{"constant": "c"}"#,
        r#"{"enum": ["a"], "why": "w"}"#,
        r#"{"list": [{"boolean": true}, 2], "why": "w"}"#,
        r#"{"from": "run", "why": "w"}"#,
        r#"{"from": "session", "why": "w"}"#,
        r#"{"from": "os", "vocabulary": "go", "why": "w"}"#,
    ] {
        assert!(!page(&tree(&with(leaf))).contains("looked up"), "{leaf}");
    }
    // An id that another program hands over may hold anything.
    let inherits = |id: &str| {
        let part = format!(r#""correlation": {{"form": "uuid", "{id}": {{"env": "I"}}}}, "payload""#);
        with(r#"{"from": "session", "why": "w"}"#).replace(r#""payload""#, &part)
    };
    holds(&inherits("session"), &[told]);
    assert!(!page(&tree(&inherits("parent"))).contains("looked up"));
    holds(
        EVERYTHING,
        &[
            "the working directory, your token and the machine's own addresses are looked up before a report is made, only to \
           keep them out of it: they",
        ],
    );
}

#[test]
fn the_page_says_how_long_what_does_not_arrive_waits() {
    let dropping = KUBEATLAS.replacen(r#""delivery": {"#, r#""delivery": {"mode": "at_least_once","#, 1);
    let keeping = dropping.replacen(r#""at_least_once","#, r#""at_least_once", "refused": "keep","#, 1);
    let waits = "What does not arrive waits in a directory of your own on this machine, below `~/.local/state/aboveboard`, at \
                 most 10 reports. It is dropped when you turn telemetry off.";
    let dropped =
        "It is tried again until it has arrived or the receiver refuses it; it may arrive twice then.";
    let kept = "It is tried again until it has arrived, also where the receiver refuses it; it may arrive twice then.";
    for (contract, says) in [(&dropping, dropped), (&keeping, kept)] {
        assert!(Contract::parse(contract).is_ok(), "{contract}");
        holds(contract, &[waits, says]);
    }
}
