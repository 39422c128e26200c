//! What must be found, kind by kind: texts made up for each rule, and what has to come out.

use aboveboard::{Fact, Kind, PrivateFacts, scrub};

fn out(text: &str) -> String {
    scrub(text, &PrivateFacts::default()).text.into_owned()
}

#[track_caller]
pub(crate) fn all(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(out(text), *want, "of {text}");
    }
}

/// The same of a host that knows these.
#[track_caller]
pub(crate) fn all_with(facts: &[Fact<'_>], cases: &[(&str, &str)]) {
    let facts = PrivateFacts::new(facts);
    for (text, want) in cases {
        assert_eq!(scrub(text, &facts).text, *want, "of {text}");
    }
}

/// Texts of which nothing is taken.
#[track_caller]
pub(crate) fn same(texts: &[&str]) {
    for text in texts {
        all(&[(text, text)]);
    }
}

#[test]
fn secrets_by_the_prefix_of_their_provider() {
    for token in [
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11ABCDEFG0aBcDeFgHiJkL_MnOpQrStUvWxYz",
        "glpat-aB3dE5fG7hI9jK1lM2nO",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdefABCDEF",
        "sk-ant-api03-aB3dE5fG7hI9jK1lM2nO",
        "hvs.CAESIJ1aB3dE5fG7hI9jK1lM2nO",
        "SG.aB3dE5fG7hI9jK1lM2nOpQ.aB3dE5fG7hI9jK1lM2nOpQrS",
        "npm_aB3dE5fG7hI9jK1lM2nOpQrStUvWxYz01234",
        "pnu_aB3dE5fG7hI9jK1lM2nOpQrStUvWxYz01234",
        "SG.dicl88q95p=.j9aw5vr_elb92z1rhimrb1slgcoj27rylexjxx3e62jhwfegcgzp3g",
        "patVf4bLz0Qx7ySeA.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "1fzcdjpznr8ss2.atlasv1.tl7ey70t3i19z2t63toh0lqe7314s15h21tkv_r15r_2mky7b5qy6aszhs",
        "2802706012100579|huz6wzfejzqu1i-uscp9bb4kdv06l1wkf8c",
        "2802706012100579%7Chuz6wzfejzqu1i-uscp9bb4kdv06l1wkf8c",
        "dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx",
        "akab-lkl3mxyzabcdefgh-ijklmnopqrstuvwx",
        "am_3f1c9e0b7a6d5c4e3f2a1b0c9d8e7f60",
        "skapi_cert_ohlohQu9Ahng2AiqueiThai_cohV5eepAA",
        "xai-uT3zq8Lp0aWm5Kx2Vb7Nc4Yd9Rf6Hg1Js8Ee3Qo",
    ] {
        assert_eq!(out(&format!("got {token} back")), "got [secret] back", "{token}");
        assert_eq!(out(&format!("\"{token}\",")), "\"[secret]\",", "{token}");
    }
}

#[test]
fn robots_of_quay() {
    let token = "A7".repeat(32);
    all(&[(&format!("acme+deploy:{token}"), "acme+deploy:[secret]")]);
    for text in [format!("sum:{token}"), format!("acme+deploy:{}", "ab".repeat(32))] {
        all(&[(&text, &text)]);
    }
}

#[test]
fn secrets_by_their_names() {
    all(&[
        ("password=hunter2", "password=[secret]"),
        ("DB_PASSWORD = 'hunter two'", "DB_PASSWORD = '[secret]'"),
        ("csrf-token: a1b2c3", "csrf-token: [secret]"),
        ("{'apiKey': 'quite plain'}", "{'apiKey': '[secret]'}"),
        ("MYSQL_PWD=a&b next", "MYSQL_PWD=[secret] next"),
        ("https://h.example/cb?session-token=abc&x=1#f", "https://h.example/cb?session-token=[secret]&x=1#f"),
        ("login --token abc --region eu", "login --token [secret] --region eu"),
        ("login --token=abc --region eu", "login --token=[secret] --region eu"),
        ("if (\"s3cr3t!\" == password) {", "if (\"[secret]\" == password) {"),
        ("client_secret => 'x y'", "client_secret => '[secret]'"),
        ("<clientSecret>x y</clientSecret>", "<clientSecret>[secret]</clientSecret>"),
        ("<add key=\"DbPassword\" value=\"plain\"/>", "<add key=\"DbPassword\" value=\"[secret]\"/>"),
        ("password=\"with \\\" quote\" x", "password=\"[secret]\" x"),
        ("password=it's x", "password=[secret] x"),
        ("setPassword(\"p4ss\")", "setPassword(\"[secret]\")"),
        ("two_factor: \"123 456\"", "two_factor: \"[secret]\""),
        ("curl -u me:word https://h.example/", "curl -u [secret] https://h.example/"),
        ("curl -sSu me:word x", "curl -sSu [secret] x"),
        ("curl -u ':s3cr3t!' x", "curl -u '[secret]' x"),
    ]);
}

#[test]
fn secrets_wherever_their_names_stand() {
    all(&[
        ("var apiToken string = \"plain\"", "var apiToken string = \"[secret]\""),
        ("let token: &str = \"plain\";", "let token: &str = \"[secret]\";"),
        ("my password=hunter2", "my password=[secret]"),
        ("my token = plain and it fails", "my token = [secret] and it fails"),
        ("let password=hunter2", "let password=[secret]"),
        ("auto token = s3cr3tvalue99;", "auto token = [secret];"),
        ("const API_KEY = a8f5f167f44f4964e6c998dee827110c", "const API_KEY = [secret]"),
        ("val dbPassword: String? = 'plain'", "val dbPassword: String? = '[secret]'"),
        ("$token .= \"plain\";", "$token .= \"[secret]\";"),
        ("settings[\"DB_PASSWORD\"] = 'plain'", "settings[\"DB_PASSWORD\"] = '[secret]'"),
        ("env.API_TOKEN || \"pl4in\"", "env.API_TOKEN || \"[secret]\""),
        ("env.API_TOKEN ?? 'pl4in'", "env.API_TOKEN ?? '[secret]'"),
        ("token = (\n    'plain'\n)", "token = (\n    '[secret]'\n)"),
        ("token: |\n  plain\nnext: 1", "token: |\n  [secret]\nnext: 1"),
        ("token: >-\n  plain\n", "token: >-\n  [secret]\n"),
        (
            "[{\"name\": \"API_TOKEN\", \"value\": \"plain\"}]",
            "[{\"name\": \"API_TOKEN\", \"value\": \"[secret]\"}]",
        ),
        (
            "[{\"name\": \"REGION\", \"value\": \"plain\"}, \"a@b.example\"]",
            "[{\"name\": \"REGION\", \"value\": \"plain\"}, \"[email]\"]",
        ),
        ("db_creds: 'plain'", "db_creds: '[secret]'"),
        ("mysql -u app -pw0rd shop", "mysql -u [user] -p[secret] shop"),
        ("keytool -storepass plain", "keytool -storepass [secret]"),
    ]);
}

#[test]
fn keys_by_the_names_of_their_providers() {
    for name in ["asana_id", "etsyApp", "sentry.dsn.part", "LINKED_IN_CLIENT", "message-bird", "newRelic"] {
        all(&[
            (&format!("{name} = \"0a1b2c3d4e5f6a7b8c9d0e1f\""), &format!("{name} = \"[secret]\"")),
            (&format!("{name}: 01234567-89ab-4def-8123-456789abcdef"), &format!("{name}: [secret]")),
        ]);
    }
    all(&[
        (
            "sentry_release: 7a5c45f3b8a9e7d2a1c6b4e3d9f8a7c5b2d4e6f1",
            "sentry_release: 7a5c45f3b8a9e7d2a1c6b4e3d9f8a7c5b2d4e6f1",
        ),
        ("jira: acme-project-2024-09", "jira: acme-project-2024-09"),
        ("BEAMER_KEY=b_eg39bdrd7nwa-2hvuyysfo29wabc_rljdvwye_u=ljh1 x", "BEAMER_KEY=[secret] x"),
        (
            "my_key=linux-node-18-with-many-words-and-years-2024",
            "my_key=linux-node-18-with-many-words-and-years-2024",
        ),
    ]);
}

#[test]
fn kinds_of_keys_in_prose() {
    let key = "bvyuzwy7qk3ytsxocyqfj76px7r5xhxcanw-yai4";
    for kind in ["API key", "api Key", "access key", "signing key"] {
        all(&[(&format!("error: bad {kind}: {key}"), &format!("error: bad {kind}: [secret]"))]);
    }
    all(&[
        ("restored from key: Linux-node-18-8d5c1a", "restored from key: Linux-node-18-8d5c1a"),
        ("an API key: see the manual", "an API key: see the manual"),
        ("private key: KeyOf<T>;", "private key: KeyOf<T>;"),
    ]);
}

#[test]
fn tokens_in_the_middle_of_tokens() {
    let token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
    assert_eq!(out(&format!("MY_{token} 0{token}")), "MY_[secret] 0[secret]");
    assert_eq!(out("A3-ASDFGH-123456-ABCDE-12345-FGHIJ-67890"), "[secret]", "a dash at the tenth place");
}

#[test]
fn hashed_passwords() {
    all(&[
        ("root:$6$saltsalt$aB3dE5fG7hI9jK1lM2nO./x:19000:0:99999:7:::", "root:[secret]:19000:0:99999:7:::"),
        ("$2b$10$aB3dE5fG7hI9jK1lM2nOpQrStUvWxYz01234567890123456789a.", "[secret]"),
        ("username x password 7 0822455D0A16", "username x password 7 [secret]"),
    ]);
}

#[test]
fn secrets_of_kubernetes() {
    all(&[
        (
            "kind: Secret\nmetadata:\n  name: x\ndata:\n  some: c29tZQ==\n  other: |\n    b3RoZXI=\ntype: Opaque\n",
            "kind: Secret\nmetadata:\n  name: x\ndata:\n  some: [secret]\n  other: |\n    [secret]\ntype: Opaque\n",
        ),
        ("stringData:\n  some: plain\nkind: Secret\n", "stringData:\n  some: [secret]\nkind: Secret\n"),
        ("kind: ConfigMap\ndata:\n  some: plain\n", "kind: ConfigMap\ndata:\n  some: plain\n"),
    ]);
}

#[test]
fn headers() {
    all(&[
        ("Authorization: Bearer abc", "Authorization: Bearer [secret]"),
        ("-H 'Authorization: Basic QWxhZGRpbg=='", "-H 'Authorization: Basic [secret]'"),
        ("sent Bearer 0a1b2c3d4e5f", "sent Bearer [secret]"),
        ("Cookie: sid=31d4; theme=dark", "Cookie: [secret]"),
        ("X-Api-Key: k9-k9-k9", "X-Api-Key: [secret]"),
    ]);
}

#[test]
fn keys_and_tokens_by_their_form() {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    assert_eq!(out(&format!("jwt {jwt} end")), "jwt [secret] end");
    let pem = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIFBzY2hhbm5lbA\nAbCd==\n-----END EC PRIVATE KEY-----";
    assert_eq!(out(&format!("key:\n{pem}\nend")), "key:\n[secret]\nend");
    assert_eq!(out(&pem.replace('\n', "\\n")), "[secret]");
    assert_eq!(out("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG"), "[secret]", "cut off");
    assert_eq!(out("-----BEGIN CERTIFICATE-----"), "-----BEGIN CERTIFICATE-----");
    assert_eq!(out("id wJ4lrXU7nFEMIxK7MDENG2bPxRfiCY done"), "id [secret] done");
}

#[test]
fn urls() {
    all(&[
        ("https://me:pw@h.example/x", "https://[secret]@[host]/x"),
        ("https://me:p?w#1[]@h.example", "https://[secret]@[host]"),
        ("git+https://token@h.example/x.git", "git+https://[secret]@[host]/x.git"),
        ("postgres://u:p@db.acme.internal:5432/x", "postgres://[secret]@[host]:5432/x"),
        ("https://[secret]@web-1.svc.cluster.local/", "https://[secret]@[host]/"),
        ("see https://h.example and mail@h.example", "see https://h.example and [email]"),
        ("https://intranet:8443/wiki", "https://[host]:8443/wiki"),
        ("hdfs://nn1/user/jane/x.parquet", "hdfs://[host][path]"),
        ("file:///C:/Users/jane/x.txt", "file://[path]"),
        ("https://hooks.slack.com/services/T00/B00/abc", "https://hooks.slack.com/services/[secret]"),
        ("http://[2001:db8::1]:80/x", "http://[[address]]:80/x"),
    ]);
}

#[test]
fn accounts() {
    all(&[
        ("to jane.doe+x@mail.example.co.uk.", "to [email]."),
        ("<jane@xn--d1acufc.xn--p1ai>", "<[email]>"),
        ("ssh deploy@10.1.2.3", "ssh [email]"),
        ("ssh jane@web-01 uptime", "ssh [email] uptime"),
        ("hdfs/nn.acme.com@ACME.COM", "[email]"),
        ("ACME\\jane logged in", "[user] logged in"),
        ("username=jane", "username=[user]"),
        ("--user jane --region eu", "--user [user] --region eu"),
        ("no such user 'jane'", "no such user '[user]'"),
        ("to jörg@größe.example", "to [email]"),
        ("Access denied for user 'jane'@'10.1.2.3'", "Access denied for user '[user]'@'[address]'"),
        ("logged in as acme\\jane", "logged in as [user]"),
    ]);
}

#[test]
fn addresses() {
    all(&[
        ("from 203.0.113.9:443", "from [address]:443"),
        ("10.0.0.0/8", "[address]/8"),
        ("at ::1", "at [address]"),
        ("fe80::1%eth0 is up", "[address] is up"),
        ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "[address]"),
        ("::ffff:192.0.2.1", "[address]"),
        ("ether 52:54:00:12:34:56", "ether [address]"),
        ("52-54-00-AB-CD-EF", "[address]"),
        ("5254.00ab.cdef", "[address]"),
        ("addr:2001:db8::1", "addr:[address]"),
        ("MAC:52:54:00:12:34:56", "MAC:[address]"),
        ("10.0.0.1-10.0.0.9", "[address]-[address]"),
        ("203.0.113.0 and 224.0.0.0", "[address] and [address]"),
        ("10.0.0.1 -> 10.0.0.2", "[address] -> [address]"),
        ("PTR 44.1.168.192.in-addr.arpa", "PTR [address].in-addr.arpa"),
    ]);
}

#[test]
fn paths() {
    all(&[
        ("open /home/jane/x.txt: denied", "open [path]: denied"),
        ("'/Users/jane doe/my file.txt' is gone", "'[path]' is gone"),
        ("in /Users/Jane Doe/src/x.rs:3:4", "in [path]:3:4"),
        ("at f (/home/größe/日本/x.js:12:3)", "at f ([path]:12:3)"),
        ("--config=/etc/acme/x.yaml", "--config=[path]"),
        ("~/.ssh/id_acme", "[path]"),
        ("C:\\Users\\jane\\x.txt failed", "[path] failed"),
        ("c:/Users/jane/x.txt", "[path]"),
        ("C:\\Program Files (x86)\\Acme\\x.dll failed", "[path] failed"),
        ("\"C:\\\\Users\\\\jane\"", "\"[path]\""),
        ("\\\\server\\share\\x", "[path]"),
        ("ENOENT: no such file, open '/customers/acme'", "ENOENT: no such file, open '[path]'"),
    ]);
}

#[test]
fn clouds() {
    all(&[
        ("billingAccounts/1A40BB-490F46-688B5E", "billingAccounts/[account]"),
        ("organizations/885816670256 has no policy", "organizations/[account] has no policy"),
        (
            "GET https://api.cloudflare.com/client/v4/accounts/b3f567edd7f5342c2973fc0d93273206/workers",
            "GET https://api.cloudflare.com/client/v4/accounts/[account]/workers",
        ),
        ("arn:aws:iam::123456789012:user/jane denied", "arn:aws:iam::[account]:[account] denied"),
        ("arn:aws:s3:::bucket/key/*", "arn:aws:s3:::[account]"),
        ("projects/acme-prod-1/zones/z", "projects/[account]/zones/z"),
        (
            "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/x",
            "/subscriptions/[account]/resourceGroups/[account]",
        ),
        ("aws_account_id=123456789012", "aws_account_id=[account]"),
        ("s3://acme/key", "s3://[account]"),
    ]);
}

#[test]
fn hosts() {
    all(&[
        ("ip-10-0-0-1.eu-west-1.compute.internal is down", "[host] is down"),
        ("nas.lan", "[host]"),
        (
            "Can't connect to MySQL server on 'db.acme.com' (111)",
            "Can't connect to MySQL server on '[host]' (111)",
        ),
        ("lookup db.acme.com: no such host", "lookup [host]: no such host"),
        ("db.acme.com:5432 refused", "[host]:5432 refused"),
        ("hostname=web01", "hostname=[host]"),
        ("call to web-01/10.1.2.3:8020 failed", "call to [host]/[address]:8020 failed"),
        ("relay=mx1[10.1.2.3]:25", "relay=[host][[address]]:25"),
        ("lookup web-01: no such host", "lookup [host]: no such host"),
        ("ssh: web-01: Name or service not known", "ssh: [host]: Name or service not known"),
        ("could not translate host name \"db.acme.net\" to", "could not translate host name \"[host]\" to"),
    ]);
}

#[test]
fn findings_name_kind_and_rule() {
    let scrubbed = scrub("mail a@acme.example, token=abc", &PrivateFacts::default());
    let told: Vec<_> =
        scrubbed.findings.iter().map(|found| (found.kind, found.rule, found.range.clone())).collect();
    assert_eq!(told, [(Kind::Email, "account-at-host", 5..12), (Kind::Secret, "named-secret", 20..28)]);
    assert_eq!((scrubbed.count(Kind::Secret), scrubbed.count(Kind::Path)), (1, 0));
}

#[test]
fn lines_of_system_logs() {
    all(&[
        ("Mar  3 04:05:06 db-7 cron[812]: started", "Mar  3 04:05:06 [host] cron[812]: started"),
        ("x\nMar 13 04:05:06 db.acme kernel: up", "x\nMar 13 04:05:06 [host] kernel: up"),
        (
            "<13>1 2026-03-03T04:05:06.123Z db-7 app 12 - - up",
            "<13>1 2026-03-03T04:05:06.123Z [host] app 12 - - up",
        ),
        ("2026-03-03T04:05:06.12+02:00 db-7 sshd[9]: up", "2026-03-03T04:05:06.12+02:00 [host] sshd[9]: up"),
        ("sudo: jane : TTY=pts/0 ; COMMAND=/bin/ls", "sudo: [user] : TTY=pts/0 ; COMMAND=/bin/ls"),
        ("sudo[81]:   jane : command not allowed", "sudo[81]:   [user] : command not allowed"),
        (
            "Accepted publickey for jane from 10.1.2.3 port 22",
            "Accepted publickey for [user] from [address] port 22",
        ),
        ("Invalid user jane from 2001:db8::7", "Invalid user [user] from [address]"),
        ("session opened for user jane by (uid=0)", "session opened for user [user] by (uid=0)"),
        (
            "session opened for user jane(uid=1000) by (uid=0)",
            "session opened for user [user](uid=1000) by (uid=0)",
        ),
        (
            "uid=1000(jane) gid=1000(jane) groups=27(sudo)",
            "uid=1000([user]) gid=1000([user]) groups=27([user])",
        ),
        ("Linux nas 6.1.0-18-amd64 #1 SMP x86_64", "Linux [host] 6.1.0-18-amd64 #1 SMP x86_64"),
        ("Darwin mac-of-jane 22.6.0 Darwin Kernel", "Darwin [host] 22.6.0 Darwin Kernel"),
        ("MAC=52:54:00:12:34:56:52:54:00:65:43:21:08:00 SRC=x", "MAC=[address] SRC=x"),
    ]);
}

#[test]
fn directories_and_domains() {
    all(&[
        ("dn: uid=sgunnars,ou=people", "dn: uid=[user],ou=people"),
        ("Server=x;Uid=claims;Encrypt=yes", "Server=x;Uid=[user];Encrypt=yes"),
        ("bind as CN=Jane Doe,OU=People,DC=acme,DC=example", "bind as CN=[user],OU=People,DC=[host]"),
        (
            "uid=jane,ou=people,dc=acme,dc=example: no such object",
            "uid=[user],ou=people,dc=[host]: no such object",
        ),
        ("logon of ACME\\jane: denied", "logon of [user]: denied"),
        ("runas /user:ACME\\jane cmd", "runas /user:[user] cmd"),
        ("{\"who\":\"ACME\\\\jane\"}", "{\"who\":\"[user]\"}"),
        ("{\"to\":\"jane\\u0040acme.example\"}", "{\"to\":\"[email]\"}"),
        ("FATAL: role \"jane\" does not exist", "FATAL: role \"[user]\" does not exist"),
        ("ssh jane@bastion -L 1:x:2", "ssh [email] -L 1:x:2"),
        ("logged in as acme\\jane.", "logged in as [user]."),
        ("logon failure for ACME\\rosalind", "logon failure for [user]"),
        ("runas /user:ACME\\jane.doe cmd", "runas /user:[user] cmd"),
        ("rsync --user svc_mirror data/ x/", "rsync --user [user] data/ x/"),
        ("ssh: connect to host bastion-03 port 22: refused", "ssh: connect to host [host] port 22: refused"),
        ("HTTP/web-1.acme.internal@ACME.INTERNAL", "[email]"),
        ("jdbc:oracle:thin:scott/tiger@orahost:1521:X", "jdbc:oracle:thin:[secret]@[host]:1521:X"),
        ("ssh-copy-id jane@[2001:db8::7]", "ssh-copy-id [user]@[[address]]"),
        ("unsubscribe?email=jane.doe%40acme.example&x=1", "unsubscribe?email=[email]&x=1"),
    ]);
}

#[test]
fn machines_by_their_names() {
    all(&[
        ("getaddrinfo ENOTFOUND nas", "getaddrinfo ENOTFOUND [host]"),
        ("Unknown server host 'nas-2' (-2)", "Unknown server host '[host]' (-2)"),
        ("Computer: LAPTOP-7", "Computer: [host]"),
        ("Host Name:     LAPTOP-7", "Host Name:     [host]"),
        ("User Name: jane", "User Name: [user]"),
        ("hostname core-switch-01", "hostname [host]"),
        ("reply from laptop-of-jane.fritz.box: bytes=32", "reply from [host]: bytes=32"),
        ("https://npm.intra.acme.com/x", "https://[host]/x"),
        ("denied on resource project tulip-analytics-383911.", "denied on resource project [account]."),
        ("Tenant '01234567-89ab-cdef-0123-456789abcdef' not found", "Tenant '[account]' not found"),
        ("sudo: jane is not in the sudoers file", "sudo: [user] is not in the sudoers file"),
        ("https://acmestore.blob.core.windows.net/x", "https://[host].core.windows.net/x"),
        ("db1.c9akciq32.eu-west-1.rds.amazonaws.com:5432", "[host].rds.amazonaws.com:5432"),
        ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1", "[host].dkr.ecr.eu-west-1.amazonaws.com/x:1"),
        ("{\"Account\":\"123456789012\"}", "{\"Account\":\"[account]\"}"),
        (
            "az account set --subscription 01234567-89ab-cdef-0123-456789abcdef",
            "az account set --subscription [account]",
        ),
        ("tcp6 0 0 2001:db8::7:51514 x", "tcp6 0 0 [address]:51514 x"),
    ]);
}

#[test]
fn passwords_without_an_operator() {
    all(&[
        ("Password (since debug is on): mxazIWYmUggmi9", "Password (since debug is on): [secret]"),
        ("terraform apply -var db_password=Tulpe_und_Rose7", "terraform apply -var db_password=[secret]"),
        ("sshpass -p 'pl4in' ssh x", "sshpass -p '[secret]' ssh x"),
        ("sshpass -ppl4in ssh x", "sshpass -p[secret] ssh x"),
        ("7z x -pSecret12 all.7z", "7z x -p[secret] all.7z"),
        ("docker login -u jane -p pl4in r.example", "docker login -u [user] -p [secret] r.example"),
        ("zip -P pl4in x.zip y", "zip -P [secret] x.zip y"),
        ("redis-cli -a pl4in ping", "redis-cli -a [secret] ping"),
        ("psql -U jane -d x", "psql -U [user] -d x"),
        ("smbclient //nas/x -U jane%pl4in", "smbclient //[host]/x -U [secret]"),
        ("tacacs-server host 10.1.2.3 key pl4in", "tacacs-server host [address] key [secret]"),
        ("radius-server key 7 0822455D0A16", "radius-server key 7 [secret]"),
        ("snmp-server community plain RO", "snmp-server community [secret] RO"),
        ("crypto isakmp key plain! address 10.1.2.3", "crypto isakmp key [secret] address [address]"),
        ("requirepass pl4in", "requirepass [secret]"),
        ("wpa_passphrase: psk=\"a plain one\"", "wpa_passphrase: psk=\"[secret]\""),
        ("secret_id=01234567-89ab-cdef-0123-456789abcdef", "secret_id=[secret]"),
        (
            "yarn config set npmAuthToken 01234567-89ab-cdef-0123-456789abcdef",
            "yarn config set npmAuthToken [secret]",
        ),
        ("token amzn.mws.01234567-89ab-cdef-0123-456789abcdef rejected", "token [secret] rejected"),
        ("machine h.example login x password pl4inandlong", "machine [host] login x password [secret]"),
        ("set snmp community peeringRW5 authorization", "set snmp community [secret] authorization"),
        ("let contrase\u{f1}a_password = 'plain';", "let contrase\u{f1}a_password = '[secret]';"),
        ("my_secret_key: !!str plain", "my_secret_key: !!str [secret]"),
        ("ENV API_SECRET I5RpMkCmOkMs", "ENV API_SECRET [secret]"),
        (
            "npm config set //r.example/:_authToken 9f23cfdfc50f248b3c1a",
            "npm config set //r.example/:_authToken [secret]",
        ),
        ("ENV DB_PASS d0ckerf1le9", "ENV DB_PASS [secret]"),
        ("my token is 0a1b2c3d4e5f6a7b8c9d and it fails", "my token is [secret] and it fails"),
        ("your password is: Kx7$uQ2m", "your password is: [secret]"),
        ("new password for jane: qT9-vv", "new password for jane: [secret]"),
        ("CREATE USER x IDENTIFIED BY 'plain';", "CREATE USER x IDENTIFIED BY '[secret]';"),
        ("ConvertTo-SecureString \"P0wer!\" -Force", "ConvertTo-SecureString \"[secret]\" -Force"),
        ("secret \"$9$LbHX-wg4Z\"", "secret \"[secret]\""),
        ("enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0", "enable secret 5 [secret]"),
        (
            "<ws:Password Type=\"#Text\">plain</ws:Password>",
            "<ws:Password Type=\"#Text\">[secret]</ws:Password>",
        ),
        ("password: 'it''s plain'", "password: '[secret]'"),
        (
            "<name>db.password</name>\n  <value>plain</value>",
            "<name>db.password</name>\n  <value>[secret]</value>",
        ),
        ("contrase\u{f1}a: pl4in", "contrase\u{f1}a: [secret]"),
        (
            "\u{43f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}=pl4in",
            "\u{43f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}=[secret]",
        ),
        ("keys = {secret: 'pl4in', region: 'eu'}", "keys = {secret: '[secret]', region: 'eu'}"),
        ("network={ psk=\"a pass phrase\" }", "network={ psk=\"[secret]\" }"),
    ]);
}

#[test]
fn paths_wherever_they_stand() {
    all(&[
        ("cc -I/home/jane/include x.c", "cc -I[path] x.c"),
        ("C:/Documents and Settings/Jane/x.dll", "[path]"),
        ("/c/Users/jane/.bashrc: line 3", "[path]: line 3"),
        ("webpack:///home/jane/src/x.ts", "webpack://[path]"),
        ("/Users/o'malley/x.swift:1:2", "[path]:1:2"),
    ]);
}

#[test]
fn what_is_near_to_what_is_innocent() {
    all(&[
        ("create user app identified by 'secretword'", "create user app identified by '[secret]'"),
        ("CREATE USER x IDENTIFIED BY 'word'", "CREATE USER x IDENTIFIED BY '[secret]'"),
        ("./configure --host=armory-db1", "./configure --host=[host]"),
        ("./configure --host=armory", "./configure --host=[host]"),
        ("./configure --host=arm-01", "./configure --host=[host]"),
        ("from 10.0.0.1-10.0.0.9", "from [address]-[address]"),
        ("libvirt 10.0.0.5", "libvirt [address]"),
        ("Linux 192.168.1.4", "Linux [address]"),
        ("const password = \"hunterword\"", "const password = \"[secret]\""),
        ("connect to hostname db-primary.", "connect to hostname [host]."),
        ("projects/acme-prod-1/locations/eu", "projects/[account]/locations/eu"),
        ("secrets.yaml: pl4in", "secrets.yaml: [secret]"),
        ("password: {Xy12/+abc=}", "password: [secret]"),
        ("pass \"S3cr3tWord1\"", "pass \"[secret]\""),
        ("'s3cr' == password", "'[secret]' == password"),
        ("--input file://c:\\temp\\in.json", "--input file://[path]"),
        ("--input file://c:/temp/in.json", "--input file://[path]"),
        ("username x password 5 pl4inTMM123^x role y", "username x password 5 [secret] role y"),
        ("server = db1/orders", "server = [host]/orders"),
        ("--password=Winter --force", "--password=[secret] --force"),
        ("tool --password  hunter2 --force", "tool --password  [secret] --force"),
        ("args: [--token abc --region eu]", "args: [--token [secret] --region eu]"),
        ("Server = x; Password = word;", "Server = x; Password = [secret];"),
        ("Password = word; Server = x", "Password = [secret]; Server = x"),
        ("{\"password\": \");kD93kxP\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"]35d/{pB9F\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"%s!kD93kxP\"}", "{\"password\": \"[secret]\"}"),
        ("Password=word;Server=x", "Password=[secret];Server=x"),
        ("{ \"server\" : \"db1\" }", "{ \"server\" : \"[host]\" }"),
    ]);
}

#[test]
fn short_tokens_with_a_prefix_that_says_enough() {
    all(&[
        ("bad key gsk_abc123 rejected", "bad key [secret] rejected"),
        ("key=sk_live_abc123 x", "key=[secret] x"),
        ("leaked AIzaSyABCDEFGHIJ1234567890 here", "leaked [secret] here"),
        ("sk-abc123def456", "[secret]"),
        ("My OPENAI_API_KEY=abc123def456 is leaked", "My OPENAI_API_KEY=[secret] is leaked"),
        ("Bearer abc123xyz", "Bearer [secret]"),
        ("access_code=12345678", "access_code=[secret]"),
        ("ghp_prefixes ghp_something", "ghp_prefixes ghp_something"),
        ("Bearer tokens are used", "Bearer tokens are used"),
    ]);
}
