//! Secrets in the settings of network devices and servers, and in what clients say to servers.

use crate::examples::{all, same};

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
fn statements_of_network_devices() {
    all(&[
        // Cisco IOS.
        ("username ops password 0 Meadow", "username [user] password 0 [secret]"),
        ("username ops privilege 15 secret 9 Meadow", "username [user] privilege 15 secret 9 [secret]"),
        ("username ops view ro secret Meadow", "username [user] view ro secret [secret]"),
        ("username ops password Meadow1", "username [user] password [secret]"),
        ("enable password Mead0w!", "enable password [secret]"),
        ("enable password 7 0822455D0A16", "enable password 7 [secret]"),
        ("enable secret level 12 meadow", "enable secret level 12 [secret]"),
        ("enable secret 5 $1$abc$meadow", "enable secret 5 [secret]"),
        (
            "hostname r1\n ip ospf authentication-key meadow\n!",
            "hostname [host]\n ip ospf authentication-key [secret]\n!",
        ),
        (
            "area 0 virtual-link 10.2.3.4 authentication-key 0 meadow",
            "area 0 virtual-link [address] authentication-key 0 [secret]",
        ),
        (" ip ospf message-digest-key 1 md5 meadow", " ip ospf message-digest-key 1 md5 [secret]"),
        ("ip ftp password meadow", "ip ftp password [secret]"),
        ("ppp chap password 0 meadow", "ppp chap password 0 [secret]"),
        ("ppp pap sent-username ops password meadow", "ppp pap sent-username ops password [secret]"),
        (
            "domain-password meadow authenticate snp send-only",
            "domain-password [secret] authenticate snp send-only",
        ),
        ("crypto isakmp key 6 meadow hostname peer", "crypto isakmp key 6 [secret] hostname peer"),
        ("crypto isakmp key meadow address 10.2.3.4", "crypto isakmp key [secret] address [address]"),
        (" pre-shared-key local 0 meadow", " pre-shared-key local 0 [secret]"),
        (" pre-shared-key remote 6 HYdYKQb_MeadowAAB", " pre-shared-key remote 6 [secret]"),
        (" pre-shared-key address 10.2.3.4 key meadow", " pre-shared-key address [address] key [secret]"),
        ("  neighbor 10.2.3.4 password 7 0822455D", "  neighbor [address] password 7 [secret]"),
        ("  neighbor 10.2.3.4 password meadow", "  neighbor [address] password [secret]"),
        ("digest secret 0 meadow hash SHA", "digest secret 0 [secret] hash SHA"),
        ("ntp authentication-key 1 md5 meadow", "ntp authentication-key 1 md5 [secret]"),
        (
            "snmp-server host 10.2.3.4 version 2c meadow bgp",
            "snmp-server host [address] version 2c [secret] bgp",
        ),
        ("snmp-server host 10.2.3.4 traps meadow", "snmp-server host [address] traps [secret]"),
        (
            "snmp-server user ops grp v3 auth sha meadow priv aes 128 valley",
            "snmp-server user ops grp v3 auth sha [secret] priv aes 128 [secret]",
        ),
        (" standby 2 authentication text meadow", " standby 2 authentication text [secret]"),
        ("line vty 0 4\r\n password mead0w\r\n login", "line vty 0 4\r\n password [secret]\r\n login"),
        // NX-OS, ASA.
        (
            "snmp-server user ops net-admin auth md5 0x0a1b2c3d4e5f60 priv 0x1f2e3d4c5b6a7980 localizedkey",
            "snmp-server user ops net-admin auth md5 [secret] priv [secret] localizedkey",
        ),
        ("passwd meadow encrypted", "passwd [secret] encrypted"),
        (
            "username ops password meadow encrypted privilege 15",
            "username [user] password [secret] encrypted privilege 15",
        ),
        (
            " ikev2 remote-authentication pre-shared-key meadow",
            " ikev2 remote-authentication pre-shared-key [secret]",
        ),
        // Junos, VyOS, FortiOS.
        (
            "set snmp community meadow authorization read-only",
            "set snmp community [secret] authorization read-only",
        ),
        (
            "set interfaces ge-0/0/0 vrrp-group 5 authentication-key \"meadow\"",
            "set interfaces ge-0/0/0 vrrp-group 5 authentication-key \"[secret]\"",
        ),
        (
            "set system login user ops authentication plaintext-password meadow",
            "set system login user ops authentication plaintext-password [secret]",
        ),
        ("    set psksecret ENC aGVsbG8=", "    set psksecret ENC [secret]"),
        // VRP, Comware.
        (
            "local-user ops password irreversible-cipher meadow",
            "local-user ops password irreversible-cipher [secret]",
        ),
        ("super password level 3 cipher meadow", "super password level 3 cipher [secret]"),
        ("snmp-agent community read cipher meadow", "snmp-agent community read cipher [secret]"),
        ("snmp-agent community write meadow", "snmp-agent community write [secret]"),
    ]);
}

#[test]
fn prose_that_begins_as_such_statements_do() {
    same(&[
        "username and password are required",
        "username or password incorrect",
        "username jane password expired",
        "enable secret scanning",
        "enable password rotation for everyone",
        "enable password policy level high",
        "password 3 times",
        "password 12 characters",
        "password changed",
        "password mead0w",
        "password manager v2",
        "key 7 of them",
        "key 6 times",
        "set the password to something",
        "set snmp community string first",
        "ip ftp password is stored there",
        "area of authentication-key rotation work",
        "passwd jane",
        "neighbor discovery password required",
        "pre-shared-key authentication failed",
        "crypto isakmp key generation failed",
        "snmp-server host v6 version 3 auth jane",
        "super password <password>",
        "set -e ENC",
        "digest secret is used",
        "local-user ops password cipher <password>",
        "snmp-server user ops grp v3",
        "snmp-server user ops grp v3 auth sha",
        "username ops password 0 <password>",
    ]);
}

#[test]
fn settings_of_servers() {
    all(&[
        // nslcd.conf(5), snmpd.conf(5), Redis.
        ("bindpw Birch-hth9", "bindpw [secret]"),
        ("bindpw meadow", "bindpw [secret]"),
        ("rootpw meadow", "rootpw [secret]"),
        ("    auth_type PASS\n    auth_pass meadow", "    auth_type PASS\n    auth_pass [secret]"),
        ("rocommunity n3tReadOnly 10.0.0.0/8", "rocommunity [secret] [address]/8"),
        ("rwcommunity x9k", "rwcommunity [secret]"),
        ("user worker on >paper-Crane-3 ~jobs:* +@all", "user worker on >[secret] ~jobs:* +@all"),
        ("ACL SETUSER worker on >paper-Crane-3", "ACL SETUSER worker on >[secret]"),
    ]);
    same(&[
        "rocommunity public",
        "bindpw is what the server asks for",
        "auth_pass and auth_type are deprecated",
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

#[test]
fn names_of_devices_and_their_users() {
    all(&[
        ("hostname core-sw-3", "hostname [host]"),
        ("set snmp community \"Meadow\" Read-Only", "set snmp community \"[secret]\" Read-Only"),
        ("username jdoe secret 9 $9$Qk3mZp0y1xYbLU", "username [user] secret 9 [secret]"),
        (
            "set system login user jdoe authentication encrypted-password \"$5$x\"",
            "set system login user [user] authentication encrypted-password \"[secret]\"",
        ),
    ]);
    same(&[
        "hostname -f",
        "hostname a-b off",
        "hostname router",
        "username admin secret 5 <secret>",
        "the user password authentication encrypted-password",
    ]);
}

#[test]
fn users_whose_password_a_statement_sets() {
    all(&[
        ("CREATE USER jdoe WITH PASSWORD 'maple';", "CREATE USER [user] WITH PASSWORD '[secret]';"),
        ("create USER jdoe IDENTIFIED BY 'maple'", "create USER [user] IDENTIFIED BY '[secret]'"),
        ("ALTER ROLE postgres PASSWORD 'maple'", "ALTER ROLE postgres PASSWORD '[secret]'"),
        (
            "CREATE USER IF NOT EXISTS x IDENTIFIED BY 'maple'",
            "CREATE USER IF NOT EXISTS x IDENTIFIED BY '[secret]'",
        ),
    ]);
    same(&["CREATE USER jdoe", "ALTER ROLE CURRENT_USER PASSWORD NULL"]);
}
