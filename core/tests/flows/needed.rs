//! Exactly what may be read of a machine and a person, for each of the real contracts.

use std::collections::BTreeMap;

use aboveboard::{Contract, Listing, Needs, Purpose, needs, needs_for};

use crate::tools::TOOLS;

/// What a text, a word or a version is compared with.
const PERSON: [&str; 7] = ["HOME", "USERPROFILE", "USER", "LOGNAME", "SUDO_USER", "USERNAME", "PWD"];
const PERSONS_FILES: [&str; 3] = ["/etc/passwd", "/proc/net/fib_trie", "/proc/net/if_inet6"];
const PERSONS_PLATFORM: [&str; 3] = ["host_name", "directory", "user_id"];

/// What the events of a contract read in addition to the private facts.
struct Own {
    variables: &'static [&'static str],
    files: &'static [&'static str],
    platform: &'static [&'static str],
    programs: &'static [&'static str],
    lists: &'static [Listing],
}

const NOTHING: Own = Own { variables: &[], files: &[], platform: &[], programs: &[], lists: &[] };

fn own() -> BTreeMap<&'static str, Own> {
    BTreeMap::from([
        (
            "gtb",
            Own {
                files: &["/etc/machine-id"],
                platform: &["system", "machine", "release"],
                programs: &["sw_vers", "ver", "ioreg", "machine_guid", "ifconfig"],
                lists: &[Listing { directory: "/sys/class/net", files: &["ifindex", "flags", "address"] }],
                ..NOTHING
            },
        ),
        ("kubeatlas", Own { platform: &["system", "machine"], ..NOTHING }),
        (
            "productive-k3s-cli",
            Own {
                variables: &["TELEMETRY_BEARER_TOKEN", "TELEMETRY_ENDPOINT"],
                files: &["{config}/productive-k3s-cli/config.json"],
                platform: &["system", "machine"],
                ..NOTHING
            },
        ),
        (
            "productive-k3s-infra",
            Own { variables: &["TELEMETRY_BEARER_TOKEN", "TELEMETRY_ENDPOINT"], ..NOTHING },
        ),
        (
            "your-platform",
            Own {
                files: &["{home}/.your-platform/config.json"],
                platform: &["system", "machine"],
                ..NOTHING
            },
        ),
    ])
}

/// The same items, in whatever order.
fn same(listed: &[String], expected: &[&[&str]], what: &str) {
    let (mut listed, mut expected): (Vec<&str>, Vec<&str>) =
        (listed.iter().map(String::as_str).collect(), expected.concat());
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected, "{what}");
}

#[test]
fn what_each_of_the_contracts_reads_for_its_events() {
    let own = own();
    assert_eq!(TOOLS.len(), own.len());
    for tool in &TOOLS {
        let (name, own) = (tool.name, &own[tool.name]);
        let contract = Contract::parse(tool.contract).unwrap();
        let all = needs(&contract, Purpose::Payload);
        same(&all.variables, &[&PERSON, own.variables], name);
        same(&all.files, &[&PERSONS_FILES, own.files], name);
        same(&all.platform, &[&PERSONS_PLATFORM, own.platform], name);
        same(&all.programs, &[own.programs], name);
        assert_eq!(all.lists, own.lists, "{name}");
        assert_eq!((all.flags.len(), all.features.len(), all.terminal, all.random), (0, 0, false, 0));
        // What is common to the events of each holds a word or a version, and all that is told of the machine.
        for event in contract.events() {
            assert_eq!(needs_for(&contract, Purpose::Payload, Some(event)), all, "{name}: {event}");
        }
        let request = needs(&contract, Purpose::Request);
        assert!(all.variables.iter().all(|variable| request.variables.contains(variable)), "{name}");
        assert_eq!((&request.platform, &request.lists), (&all.platform, &all.lists), "{name}");
        assert_eq!(needs_for(&contract, Purpose::Payload, Some("?")), Needs::default(), "{name}");
        // A decision asks the machine for nothing.
        for purpose in [Purpose::Begin, Purpose::Status, Purpose::Resolve, Purpose::Delivery, Purpose::Child]
        {
            let needs = needs(&contract, purpose);
            assert_eq!((needs.platform.len(), needs.programs.len(), needs.lists.len()), (0, 0, 0), "{name}");
            assert!(needs.files.iter().all(|file| file.starts_with('{')), "{name}: {:?}", needs.files);
        }
    }
}

#[test]
fn what_each_of_the_contracts_reads_for_its_records() {
    for tool in &TOOLS {
        let contract = Contract::parse(tool.contract).unwrap();
        let all = needs(&contract, Purpose::Record);
        if tool.name == "productive-k3s-infra" {
            same(&all.variables, &[&PERSON, &["TELEMETRY_BEARER_TOKEN", "TELEMETRY_ENDPOINT"]], tool.name);
            same(&all.files, &[&PERSONS_FILES], tool.name);
            same(&all.platform, &[&PERSONS_PLATFORM], tool.name);
            for record in contract.records() {
                assert_eq!(needs_for(&contract, Purpose::Record, Some(record)), all, "{record}");
            }
        } else {
            assert_eq!(all, Needs::default(), "{}", tool.name);
        }
    }
}

#[test]
fn what_an_id_alone_needs() {
    let files = |tool: &str| {
        let tool = TOOLS.iter().find(|known| known.name == tool).unwrap();
        needs(&Contract::parse(tool.contract).unwrap(), Purpose::Identity)
    };
    assert_eq!(files("kubeatlas"), Needs::default());
    assert_eq!(files("productive-k3s-cli"), Needs::default());
    assert_eq!(files("productive-k3s-infra"), Needs::default());
    same(&files("your-platform").files, &[&["{home}/.your-platform/config.json"]], "your-platform");
    same(&files("gtb").files, &[&["/etc/machine-id", "/etc/passwd"]], "gtb");
    same(&files("gtb").platform, &[&["host_name", "user_id"]], "gtb");
    assert_eq!(files("gtb").variables, [""; 0]);
}
