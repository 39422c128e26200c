//! Secrets in the settings of network devices and servers, and in what clients say to servers.

use crate::examples::all;

#[track_caller]
fn same(texts: &[&str]) {
    for text in texts {
        all(&[(text, text)]);
    }
}

#[test]
fn settings_of_network_devices() {
    all(&[
        // Cisco IOS.
        (" ip ospf message-digest-key 1 md5 7 0822455D0A16", " ip ospf message-digest-key 1 md5 7 [secret]"),
        (" key-string 8cPZPf4VLF", " key-string [secret]"),
        (" key-string 7 0822455D0A16", " key-string 7 [secret]"),
        // VyOS.
        (
            "set vpn l2tp remote-access ipsec-settings authentication pre-shared-secret FmRmTIeLe2h1",
            "set vpn l2tp remote-access ipsec-settings authentication pre-shared-secret [secret]",
        ),
    ]);
    same(&[
        "enable password policy",
        "authentication required",
        "standby 1 authentication md5 key-chain hsrp-keys2",
        "standby authentication was tried with xpr20b2l",
        "ip ospf message-digest-key is what it asks for",
        "aaa authentication login default group radius1 local",
        "kubectl get secret db-credentials-7f8d9",
        "snmp-server user bo grp v3",
        "pre-shared-key local policy",
        "key-string is a word",
    ]);
}

#[test]
fn settings_of_servers() {
    all(&[
        // nslcd.conf(5), snmpd.conf(5), Redis.
        ("bindpw Birch-hth9", "bindpw [secret]"),
        ("rocommunity n3tReadOnly 10.0.0.0/8", "rocommunity [secret] [address]/8"),
        ("rwcommunity x9k", "rwcommunity [secret]"),
        ("user worker on >paper-Crane-3 ~jobs:* +@all", "user worker on >[secret] ~jobs:* +@all"),
        ("ACL SETUSER worker on >paper-Crane-3", "ACL SETUSER worker on >[secret]"),
    ]);
    same(&[
        "rocommunity public",
        "bindpw something-or-other",
        "see bindpw Birch-hth9",
        "user worker writes >paper-Crane-3",
        "turn the user interface on >paper-Crane-3",
        "f({SSHA}x, y)",
        "hash {CmSssvAIybUa4siEzVCTBOGkCpFZMdS}",
    ]);
}

#[test]
fn what_clients_say_to_servers() {
    all(&[
        // RFC 4616, Redis.
        ("AUTH PLAIN AGFwSHXCFwi3cUO6zj+C43N", "AUTH PLAIN [secret]"),
        ("C: a001 AUTHENTICATE PLAIN AGFwSHXCFwi3cUO6zjC43N==", "C: a001 AUTHENTICATE PLAIN [secret]"),
        ("10.4.2.33:6379> AUTH K1ngf1sher-2\nOK", "[address]:6379> AUTH [secret]\nOK"),
        ("AUTH K1ngf1sher-2", "AUTH [secret]"),
    ]);
    same(&[
        "AUTH LOGIN",
        "AUTH SCRAM-SHA-256",
        "AUTH authentication-failed",
        "AUTH PLAIN LOGIN CRAM-MD5",
        "see AUTH K1ngf1sher-2 there",
        "PLAIN AGFwSHXC+Fwi3cUO6zj+C43N",
        "it is LOGIN name \"JNRY\"",
        "/search?u=k6&p=12&q=x",
        "/write?db=k6&p=1nflux",
    ]);
}

#[test]
fn statements() {
    all(&[("ALTER USER SCOTT IDENTIFIED BY tiger9p9p;", "ALTER USER SCOTT IDENTIFIED BY [secret];")]);
    same(&[
        "CREATE USER bo IDENTIFIED EXTERNALLY",
        "identified by its number 5x",
        "ALTER USER bo IDENTIFIED BY <password>",
        "CREATE USER bo IDENTIFIED BY password",
    ]);
}
