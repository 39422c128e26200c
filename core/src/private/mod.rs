//! What the host knows of the person and the machine, and what must not leave in a payload.
//!
//! Everything here is lenient: what is missing or cannot be read is not known, and the recognisers of `scrub` are left.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::answer::Answer;
use crate::canonical;
use crate::contract::Contract;
use crate::error::Error;
use crate::facts::Facts;
use crate::needs::{Needs, add};
use crate::reader::At;
use crate::scrub::{Fact, PrivateFacts};
use crate::settings::stored_text;

pub(crate) mod accounts;
mod addresses;

use accounts::Account;

/// What the system is asked, and what the answers are.
const PLATFORM: &[(&str, Option<Sort>)] =
    &[("host_name", Some(Sort::HostName)), ("directory", Some(Sort::Directory)), (USER_ID, None)];
const USER_ID: &str = "user_id";

/// The variables that are asked for. `SUDO_USER` is the person behind `sudo`, whose names nothing else tells while the
/// tool runs as root; `PWD` is the working directory as it was reached, which may be through links.
const VARIABLES: &[(&str, Sort)] = &[
    ("HOME", Sort::Home),
    ("USERPROFILE", Sort::Home),
    ("USER", Sort::UserName),
    ("LOGNAME", Sort::UserName),
    (BEHIND_SUDO, Sort::UserName),
    ("USERNAME", Sort::UserName),
    ("PWD", Sort::Directory),
];
const BEHIND_SUDO: &str = "SUDO_USER";

const IPV4: &str = "/proc/net/fib_trie";
const IPV6: &str = "/proc/net/if_inet6";

/// Adds what has to be read in order to know what is private.
pub(crate) fn add_needs(needs: &mut Needs, contract: Option<&Contract>) {
    for (name, _) in VARIABLES {
        add(&mut needs.variables, name);
    }
    for name in [accounts::FILE, IPV4, IPV6] {
        add(&mut needs.files, name);
    }
    for (word, _) in PLATFORM {
        add(&mut needs.platform, word);
    }
    if let Some(delivery) = contract.and_then(|contract| contract.delivery.as_ref()) {
        delivery.bearer.variable.iter().for_each(|name| add(&mut needs.variables, name));
        delivery.bearer.setting.iter().for_each(|place| add(&mut needs.files, &place.file));
        delivery.endpoint.variable.iter().for_each(|name| add(&mut needs.variables, name));
    }
}

/// What sort of thing is known, with the word for it in a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    HostName,
    UserName,
    Home,
    Directory,
    Address,
    Endpoint,
    Secret,
}

const SORTS: &[(&str, Sort)] = &[
    ("host_name", Sort::HostName),
    ("user_name", Sort::UserName),
    ("home", Sort::Home),
    ("directory", Sort::Directory),
    ("address", Sort::Address),
    ("endpoint", Sort::Endpoint),
    ("secret", Sort::Secret),
];

/// Private facts as values, for whoever builds the same payload again elsewhere. Its `Debug` form does not show them.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Known(Vec<(Sort, String)>);

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").field("values", &self.0.len()).finish()
    }
}

impl Known {
    /// What these facts tell. A contract without free text asks for none of them: who hands them in all the same does so by
    /// mistake.
    pub(crate) fn from_facts(contract: Option<&Contract>, facts: &Facts) -> Self {
        let mut known = Self::default();
        for (word, sort) in PLATFORM {
            if let Some(sort) = sort {
                known.add(*sort, facts.platform(word));
            }
        }
        for (name, sort) in VARIABLES {
            known.add(*sort, facts.variable(name));
        }
        if let Answer::Text(text) = facts.file(accounts::FILE) {
            let id = facts.platform(USER_ID).text();
            known.add_account(accounts::of_id(text, id));
            known.add_account(accounts::of_name(text, facts.variable(BEHIND_SUDO).text()));
        }
        if let Some(delivery) = contract.and_then(|contract| contract.delivery.as_ref()) {
            let bearer = &delivery.bearer;
            bearer.variable.iter().for_each(|name| known.add(Sort::Secret, facts.variable(name)));
            bearer.setting.iter().for_each(|place| known.add(Sort::Secret, &stored_text(place, facts)));
            let endpoint = &delivery.endpoint;
            endpoint.variable.iter().for_each(|name| known.add(Sort::Endpoint, facts.variable(name)));
        }
        // Last, since there may be many of them.
        if let Answer::Text(text) = facts.file(IPV4) {
            for address in addresses::local_ipv4(text) {
                known.add_text(Sort::Address, address);
            }
        }
        if let Answer::Text(text) = facts.file(IPV6) {
            for address in addresses::global_ipv6(text) {
                known.add_text(Sort::Address, &address);
            }
        }
        known
    }

    fn add_account(&mut self, account: Option<Account<'_>>) {
        if let Some(account) = account {
            self.add_text(Sort::UserName, account.name);
            self.add_text(Sort::Home, account.home);
            self.add_text(Sort::UserName, account.full_name);
        }
    }

    fn add(&mut self, sort: Sort, answer: &Answer) {
        if let Answer::Text(text) = answer {
            self.add_text(sort, text);
        }
    }

    fn add_text(&mut self, sort: Sort, text: &str) {
        let text = text.trim_ascii();
        if !text.is_empty() && !self.0.iter().any(|(known, value)| *known == sort && value == text) {
            self.0.push((sort, text.to_string()));
        }
    }

    /// The same, ready to be looked for.
    pub(crate) fn matcher(&self) -> PrivateFacts {
        let facts: Vec<Fact<'_>> = self
            .0
            .iter()
            .map(|(sort, value)| match sort {
                Sort::HostName => Fact::HostName(value),
                Sort::UserName => Fact::UserName(value),
                Sort::Home => Fact::Home(value),
                Sort::Directory => Fact::Directory(value),
                Sort::Address => Fact::Address(value),
                Sort::Endpoint => Fact::Endpoint(value),
                Sort::Secret => Fact::Secret(value),
            })
            .collect();
        PrivateFacts::new(&facts)
    }

    /// Appends it as JSON: a list of pairs.
    pub(crate) fn write(&self, out: &mut String) {
        out.push('[');
        for (index, (sort, value)) in self.0.iter().enumerate() {
            out.push_str(if index == 0 { "[" } else { ",[" });
            let word = SORTS.iter().find(|(_, known)| known == sort).map_or("", |(word, _)| word);
            canonical::write_text(out, word);
            out.push(',');
            canonical::write_text(out, value);
            out.push(']');
        }
        out.push(']');
    }

    /// Reads what [`Self::write`] has written.
    pub(crate) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let mut known = Self::default();
        for (index, value) in at.list()?.iter().enumerate() {
            let pair = At { value, path: at.path.index(index) };
            let [sort, value] = pair.list()? else {
                return Err(pair.error("wrong_value", "a private fact is a pair of its sort and its value"));
            };
            let sort = At { value: sort, path: pair.path.index(0) }.word(SORTS)?;
            let value = At { value, path: pair.path.index(1) }.text()?;
            known.0.push((sort, value.to_string()));
        }
        Ok(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    const CONTRACT: &str = r#"{"contract":1,"tool":"t","schema_version":"1","consent_version":1,
        "consent":{"sources":[{"env":"T"}],"undecided":{"interactive":"deny","unattended":"deny"}},
        "payload":{"event":{"from":"event"}},"events":{"e":{}},
        "delivery":{"endpoint":{"url":"https://example.com/","env":"ENDPOINT"},
        "bearer":{"env":"TOKEN","setting":"/token","file":"{config}/t.json"}}}"#;

    fn facts(json: &str) -> Vec<(Sort, String)> {
        let contract = Contract::parse(CONTRACT).unwrap();
        Known::from_facts(Some(&contract), &Facts::parse(json).unwrap()).0
    }

    fn pairs(pairs: &[(Sort, &str)]) -> Vec<(Sort, String)> {
        pairs.iter().map(|(sort, value)| (*sort, (*value).to_string())).collect()
    }

    #[test]
    fn every_source_tells_what_it_is_there_for() {
        let known = facts(
            r#"{"platform":{"host_name":"web01.example.com","directory":"/srv/acme/repo","user_id":"1000"},
                "variables":{"HOME":"/home/jane","USER":"jane","LOGNAME":"jane","PWD":"/home/jane/repo",
                    "SUDO_USER":"mary","USERPROFILE":"C:\\Users\\jdoe","USERNAME":"jdoe","TOKEN":"first-token",
                    "ENDPOINT":"https://events.acme.example/v1"},
                "files":{"/etc/passwd":"root:x:0:0:root:/root:/bin/sh\njane:x:1000:1000:Jane Doe,,,:/data/jane:/bin/sh\nmary:x:7:7::/data/mary:",
                    "/proc/net/fib_trie":"|-- 10.20.30.40\n /32 host LOCAL\n",
                    "/proc/net/if_inet6":"20010db8000000000000000000000007 02 40 00 80 eth0\n",
                    "{config}/t.json":"{\"token\":\"second-token\"}"}}"#,
        );
        let expected = [
            (Sort::HostName, "web01.example.com"),
            (Sort::Directory, "/srv/acme/repo"),
            (Sort::Home, "/home/jane"),
            (Sort::Home, "C:\\Users\\jdoe"),
            (Sort::UserName, "jane"),
            (Sort::UserName, "mary"),
            (Sort::UserName, "jdoe"),
            (Sort::Directory, "/home/jane/repo"),
            (Sort::Home, "/data/jane"),
            (Sort::UserName, "Jane Doe"),
            (Sort::Home, "/data/mary"),
            (Sort::Secret, "first-token"),
            (Sort::Secret, "second-token"),
            (Sort::Endpoint, "https://events.acme.example/v1"),
            (Sort::Address, "10.20.30.40"),
            (Sort::Address, "2001:db8::7"),
        ];
        assert_eq!(known, pairs(&expected));
    }

    #[test]
    fn what_cannot_be_had_is_not_known() {
        for json in [
            "{}",
            r#"{"platform":{"host_name":null,"directory":{"error":"denied"},"user_id":{"error":"unsupported"}},
                "variables":{"HOME":{"undecodable":true},"USER":"","LOGNAME":" "},
                "files":{"/etc/passwd":{"error":"other"},"/proc/net/fib_trie":null,"{config}/t.json":"{\"token\":7}"}}"#,
            r#"{"platform":{"user_id":"-1"},"files":{"/etc/passwd":"jane:x:1000:1000:::\n"}}"#,
            r#"{"platform":{"user_id":"1000"},"files":{"/etc/passwd":"mary:x:1001:1001:Mary Roe:/home/mary:\n"}}"#,
        ] {
            assert_eq!(facts(json), []);
        }
        let long = alloc::format!(
            r#"{{"platform":{{"user_id":"1"}},"files":{{"/etc/passwd":"jane:x:1:1:::\n{}"}}}}"#,
            "x".repeat(64 * 1024)
        );
        assert_eq!(facts(&long), []);
    }

    #[test]
    fn what_is_handed_over_comes_out_as_it_went_in() {
        let known =
            Known(pairs(&[(Sort::HostName, "web01"), (Sort::Secret, "a\"b\\c"), (Sort::Address, "::7")]));
        let mut text = String::new();
        known.write(&mut text);
        assert_eq!(text, r#"[["host_name","web01"],["secret","a\"b\\c"],["address","::7"]]"#);
        assert_eq!(Known::read(&At::root(&Json::parse(&text).unwrap())).unwrap(), known);
        for wrong in ["{}", "[1]", "[[]]", r#"[["host_name"]]"#, r#"[["name","x"]]"#, r#"[["home",1]]"#] {
            assert!(Known::read(&At::root(&Json::parse(wrong).unwrap())).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_of_it_shows_where_something_is_debugged() {
        let known = Known(pairs(&[(Sort::HostName, "web01")]));
        assert_eq!(alloc::format!("{known:?}"), "Known { values: 1 }");
    }
}
