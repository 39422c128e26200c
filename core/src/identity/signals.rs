//! The hash over several signals of a machine that go-tool-base uses, bit for bit, so that its events go on belonging
//! together.

use alloc::string::{String, ToString};

use super::{interfaces, machine_id};
use crate::answer::Answer;
use crate::facts::Facts;
use crate::hex;
use crate::needs::{Needs, add};
use crate::private::accounts;

/// How much of the hash is told: 8 bytes.
pub(super) const DIGITS: usize = 16;
const HOST_NAME: &str = "host_name";
const USER_ID: &str = "user_id";

pub(super) fn add_needs(needs: &mut Needs) {
    for file in [machine_id::SYSTEMD, accounts::FILE] {
        add(&mut needs.files, file);
    }
    for word in [HOST_NAME, USER_ID] {
        add(&mut needs.platform, word);
    }
    for word in [machine_id::IOREG, machine_id::MACHINE_GUID] {
        add(&mut needs.programs, word);
    }
    interfaces::add_needs(needs);
}

/// The first 8 bytes of the SHA-256 over `machine-id:mac:hostname:username`. What is missing is empty, but a user that is
/// not known takes its colon along. Nothing is refused: the system that this stands in for refuses nothing.
pub(super) fn hash(facts: &Facts) -> String {
    let mut input = match facts.file(machine_id::SYSTEMD) {
        Answer::Absent => machine_id::of_program(facts).unwrap_or_default().to_string(),
        answer => answer.text().unwrap_or_default().trim().to_string(),
    };
    let host_name = facts.platform(HOST_NAME).text().unwrap_or_default();
    for part in [interfaces::first_address(facts).unwrap_or_default().as_str(), host_name] {
        input.push(':');
        input.push_str(part);
    }
    let accounts = facts.file(accounts::FILE).text().unwrap_or_default();
    if let Some(account) = accounts::of_id(accounts, facts.platform(USER_ID).text()) {
        input.push(':');
        input.push_str(account.name);
    }
    let mut hash = hex::sha256(input.as_bytes());
    hash.truncate(DIGITS);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(machine_id: Option<&str>, mac: Option<&str>, host: Option<&str>, user: bool) -> Facts {
        let mut facts = Facts::default();
        let mut file = |name: &str, text: &str| {
            facts.files.insert(name, Answer::from_text(text));
        };
        if let Some(text) = machine_id {
            file(machine_id::SYSTEMD, text);
        }
        if let Some(mac) = mac {
            file("/sys/class/net/eth0/ifindex", "2\n");
            file("/sys/class/net/eth0/flags", "0x1003\n");
            file("/sys/class/net/eth0/address", mac);
        }
        file(accounts::FILE, "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n");
        facts.lists.insert("/sys/class/net", Answer::from_text("eth0\n"));
        facts.platform.insert(USER_ID, Answer::from_text(if user { "1000" } else { "4711" }));
        if let Some(host) = host {
            facts.platform.insert(HOST_NAME, Answer::from_text(host));
        }
        facts
    }

    const ID: &str = "0123456789abcdef0123456789abcdef\n";
    const MAC: &str = "02:42:ac:11:00:02\n";

    /// The first is the known answer of go-tool-base's own construction; the others are
    /// `printf %s ... | sha256sum | cut -c1-16`.
    #[test]
    fn known_answers() {
        let all = facts(Some(ID), Some(MAC), Some("build-02"), true);
        assert_eq!(hash(&all), "a320556711779751");
        for (facts, input) in [
            (
                facts(Some(ID), Some(MAC), Some("build-02"), false),
                "0123456789abcdef0123456789abcdef:02:42:ac:11:00:02:build-02",
            ),
            (facts(None, Some(MAC), Some("build-02"), true), ":02:42:ac:11:00:02:build-02:alice"),
            (
                facts(Some(ID), None, Some("build-02"), true),
                "0123456789abcdef0123456789abcdef::build-02:alice",
            ),
            (
                facts(Some(ID), Some(MAC), None, true),
                "0123456789abcdef0123456789abcdef:02:42:ac:11:00:02::alice",
            ),
            (facts(None, None, None, false), "::"),
            (facts(Some("uninitialized\n"), None, None, false), "uninitialized::"),
        ] {
            assert!(hex::sha256(input.as_bytes()).starts_with(&hash(&facts)), "{input}");
        }
        assert_eq!(hash(&facts(None, None, None, false)), "71546855d6279ef7");
    }
}
