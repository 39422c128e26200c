//! Secrets whatever characters they hold, and what only looks like one.

use aboveboard::{Json, PrivateFacts, scrub, scrub_json};

use crate::examples::{all, same};

#[test]
fn values_of_variables_go_on_to_the_next_blank() {
    all(&[
        ("DB_PASSWORD=Kx8<pQz7mm", "DB_PASSWORD=[secret]"),
        ("DB_PASSWORD=Wq[8mPz!xx", "DB_PASSWORD=[secret]"),
        ("DB_PASSWORD=&y5V=-pFh", "DB_PASSWORD=[secret]"),
        ("export API_TOKEN=ab\"c<d&e=f next", "export API_TOKEN=[secret] next"),
        ("DB_PASSWORD=New!Year24x", "DB_PASSWORD=[secret]"),
        ("TOKEN=os.environ[\"X\"]", "TOKEN=os.environ[\"X\"]"),
        ("TOKEN=get_token()", "TOKEN=get_token()"),
        ("TOKEN=$(cat file)", "TOKEN=$(cat file)"),
        ("DB_PASSWORD: horsebattery", "DB_PASSWORD: [secret]"),
        ("password=for!Zk8", "password=[secret]"),
        ("?a=1&amp;token=kV9xmQ2zTT&amp;b=2", "?a=1&amp;token=[secret]&amp;b=2"),
    ]);
}

#[test]
fn brackets_and_marks_make_no_placeholder_of_a_secret() {
    all(&[
        ("{\"password\": \"{Q9z8mm}\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"<Q9z8mm>\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"(secretQ9z8mm\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"#a1b2c3\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"yourmom99!\"}", "{\"password\": \"[secret]\"}"),
        ("{\"password\": \"{name}\"}", "{\"password\": \"{name}\"}"),
        ("{\"password\": \"<name>\"}", "{\"password\": \"<name>\"}"),
        ("{\"password\": \"your-password\"}", "{\"password\": \"your-password\"}"),
        ("password = \"0xyQWQdO\"", "password = \"[secret]\""),
        ("got hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "got [secret]"),
        ("DB_PASSWORD=\")NmJ[nZj<%:9?Cm2\"", "DB_PASSWORD=\"[secret]\""),
        ("print(\"password=\", x)", "print(\"password=\", x)"),
        ("userPassword: {SSHA}DkMTwBl+a/3DQTxCYEApdUtN", "userPassword: [secret]"),
        ("Uid=bo;Pwd={kV9x!mQ2zT};Encrypt=yes", "Uid=bo;Pwd=[secret];Encrypt=yes"),
    ]);
}

#[test]
fn quotes_of_shells_and_programs() {
    all(&[
        ("export DB_PASSWORD='it'\\''skV9x' next", "export DB_PASSWORD='[secret]' next"),
        ("export X_TOKEN='j'\"'\"'%z5-%rC_*8'", "export X_TOKEN='[secret]'"),
        ("password=\"kV9xQ8\\\\\" port=1", "password=\"[secret]\" port=1"),
        ("password: Some(\"kV9x\")", "password: Some(\"[secret]\")"),
        ("mysql -uroot -p'kV9x!m' db", "mysql -uroot -p'[secret]' db"),
        ("mysql -uroot -psecretword db", "mysql -uroot -p[secret] db"),
        ("define('AUTH_KEY',         'r%&cH+(d+sp')", "define('AUTH_KEY',         '[secret]')"),
        ("user[password]=kV9x&user[name]=x", "user[password]=[secret]&user[name]=x"),
        ("    [password] => kV9xQ8z", "    [password] => [secret]"),
        ("tokens[3] = kV9xQ8z", "tokens[3] = kV9xQ8z"),
        ("  ~ password = \"old9x\" -> \"new8y\"", "  ~ password = \"[secret]\" -> \"[secret]\""),
        ("passwords = [\"kV9xQ8zz\", \"wR7pLk3n\"]", "passwords = [\"[secret]\", \"[secret]\"]"),
        ("passwords: [kV9xQ8zz, wR7pLk3n]", "passwords: [[secret], [secret]]"),
        ("validators = [Length, Common]", "validators = [Length, Common]"),
        (
            "<property name=\"db.password\">horse</property>",
            "<property name=\"db.password\">[secret]</property>",
        ),
        ("<property name=\"colour\">horse</property>", "<property name=\"colour\">horse</property>"),
        ("<password><![CDATA[kV9x]]></password>", "<password><![CDATA[[secret]]]></password>"),
    ]);
}

#[test]
fn statements_headers_and_messages() {
    all(&[
        (
            "IDENTIFIED WITH caching_sha2_password BY 'kV9x!mQ2'",
            "IDENTIFIED WITH caching_sha2_password BY '[secret]'",
        ),
        (
            "ALTER ROLE bo WITH LOGIN PASSWORD 'horsebattery'",
            "ALTER ROLE [user] WITH LOGIN PASSWORD '[secret]'",
        ),
        (
            "SET PASSWORD FOR 'bo'@'localhost' = 'horse';",
            "SET PASSWORD FOR '[user]'@'localhost' = '[secret]';",
        ),
        ("Authorization: Splunk kV9xQ8zz", "Authorization: Splunk [secret]"),
        ("-H \"Authorization: JWT kV9xQ8zz\" x", "-H \"Authorization: JWT [secret]\" x"),
        ("authorization: denied by policy", "authorization: denied by policy"),
        ("Authorization: headers aren't forwarded", "Authorization: headers aren't forwarded"),
        (
            "A temporary password is generated for root@localhost: sj;wkf",
            "A temporary password is generated for root@localhost: [secret]",
        ),
        ("Unseal Key 1: nfdViXfJPCnWRby/1qY9", "Unseal Key 1: [secret]"),
        ("The password for admin is 5t6B1sgMpcl", "The password for admin is [secret]"),
        (
            "helm upgrade x --set auth.existingSecret=web-auth",
            "helm upgrade x --set auth.existingSecret=web-auth",
        ),
        (
            "'{{resolve:secretsmanager:LedgerDb:SecretString}}'",
            "'{{resolve:secretsmanager:LedgerDb:SecretString}}'",
        ),
        ("Using --password via the CLI is insecure.", "Using --password via the CLI is insecure."),
        ("my $token = shift or die;", "my $token = shift or die;"),
        (
            "HasPrefix(line, \"-----BEGIN PRIVATE KEY-----\")",
            "HasPrefix(line, \"-----BEGIN PRIVATE KEY-----\")",
        ),
    ]);
}

#[test]
fn secrets_are_the_same_in_a_tree_and_in_a_line() {
    let facts = PrivateFacts::default();
    for (given, want) in [
        // A digit tells in what state a secret is.
        (r#"{"token":0,"ip":"10.0.0.1"}"#, r#"{"token":0,"ip":"[address]"}"#),
        (r#"{"secret":1.0,"token":1e0,"key":"x"}"#, r#"{"secret":1.0,"token":1e0,"key":"x"}"#),
        (r#"{"token":[1,-1,12,1.5]}"#, r#"{"token":[1,"[secret]","[secret]","[secret]"]}"#),
        (r#"{"token":12345678901234567890}"#, r#"{"token":"[secret]"}"#),
        // Numbers of tests.
        (r#"{"pass":12,"fail":3}"#, r#"{"pass":12,"fail":3}"#),
        (r#"{"Pass":[12]}"#, r#"{"Pass":["[secret]"]}"#),
        // Other things that are known of a value in both.
        (r#"{"value":"kof","name":"SMTP_PASSWORD"}"#, r#"{"value":"[secret]","name":"SMTP_PASSWORD"}"#),
        (r#"{"db_p\u0061ssword":"DB_PASSWORD"}"#, r#"{"db_p\u0061ssword":"DB_PASSWORD"}"#),
        // JSON that looks like a key with what has been replaced in it.
        (r#"{"secret":{"a":"[\"plan11aard1adynatrace</srv/rs\"]"}}"#, r#"{"secret":{"a":"[secret]"}}"#),
        (r#"{"?apikey=a":[["f"]]}"#, r#"{"?apikey=[secret]":[["[secret]"]]}"#),
        (r#"{"key":["passwd: \"a\""]}"#, r#"{"key":["passwd: [secret]"]}"#),
    ] {
        assert_eq!(scrub(given, &facts).text, want);
        assert_eq!(scrub(want, &facts).text, want);
        let mut tree = Json::parse(given).unwrap();
        scrub_json(&mut tree, &facts);
        assert_eq!(tree, Json::parse(want).unwrap(), "{given}");
    }
}

#[test]
fn members_and_lists_of_json() {
    all(&[
        ("{\"passwords\":[\"kV9x\"]}", "{\"passwords\":[\"[secret]\"]}"),
        ("{\"password\":48213977}", "{\"password\":\"[secret]\"}"),
        ("{\"pass\":12,\"fail\":3}", "{\"pass\":12,\"fail\":3}"),
        ("{\"passwordExpiresAt\":1700000000}", "{\"passwordExpiresAt\":1700000000}"),
        ("{\"password_hash\":\"5f4dcc3b\"}", "{\"password_hash\":\"[secret]\"}"),
        (
            "{\"db_password\":{\"value\":\"kV9x\",\"type\":\"string\"}}",
            "{\"db_password\":{\"value\":\"[secret]\",\"type\":\"string\"}}",
        ),
        (
            "{\"password\":{\"type\":\"string\",\"description\":\"Of whom\"}}",
            "{\"password\":{\"type\":\"string\",\"description\":\"Of whom\"}}",
        ),
        (
            "{\"key\":\"db.password\",\"value\":{\"stringValue\":\"kV9x\"}}",
            "{\"key\":\"db.password\",\"value\":{\"stringValue\":\"[secret]\"}}",
        ),
        (
            "{\"name\":\"PASSWORD\",\"meta\":{\"a\":1},\"value\":\"kV9x\"}",
            "{\"name\":\"PASSWORD\",\"meta\":{\"a\":1},\"value\":\"[secret]\"}",
        ),
        (
            "{\"data\":{\"foo\":\"aHVudGVyMg==\"},\"kind\":\"Secret\"}",
            "{\"data\":{\"foo\":\"[secret]\"},\"kind\":\"Secret\"}",
        ),
        (
            "{\"data\":{\"foo\":\"horse\"},\"kind\":\"ConfigMap\"}",
            "{\"data\":{\"foo\":\"horse\"},\"kind\":\"ConfigMap\"}",
        ),
        ("{\"argv\":[\"mysql\",\"-pkV9x!m\"]}", "{\"argv\":[\"mysql\",\"-p[secret]\"]}"),
        ("{\"args\":[\"--password\",\"kV9x!m\"]}", "{\"args\":[\"--password\",\"[secret]\"]}"),
        (
            "{\"headers\":[[\"Authorization\",\"Bearer kV9x!m\"]]}",
            "{\"headers\":[[\"Authorization\",\"Bearer [secret]\"]]}",
        ),
        (
            "{\"columns\":[\"password\",\"email\",\"token\"]}",
            "{\"columns\":[\"password\",\"email\",\"token\"]}",
        ),
        (
            "{\"body\":\"{\\\"password\\\": 48213977}\"}",
            "{\"body\":\"{\\\"password\\\": \\\"[secret]\\\"}\"}",
        ),
    ]);
}

#[test]
fn where_a_manual_page_says_that_they_stand() {
    all(&[
        ("machine nas.acme.net login jane password x9", "machine [host] login [user] password [secret]"),
        (
            "machine nas.acme.net\n  login jane\n  password x9\n",
            "machine [host]\n  login [user]\n  password [secret]\n",
        ),
        ("machine nas.acme.net login anonymous", "machine [host] login anonymous"),
        ("echo x9!k | sudo -S apt update", "echo [secret] | sudo -S apt update"),
        ("echo 'x9 k' | sudo -kS true", "echo '[secret]' | sudo -kS true"),
        ("echo \"$PASSWORD\" | sudo -S ls", "echo \"$PASSWORD\" | sudo -S ls"),
        ("echo x9 | grep y; sudo ls -S", "echo x9 | grep y; sudo ls -S"),
        ("net use Z: \\\\nas7\\pub x9k /persistent:no", "net use Z: [path] [secret] /persistent:no"),
        ("net use \\\\nas7\\pub * /user:jane", "net use [path] * /user:[user]"),
        (
            "kubectl create secret generic a --from-literal=b=x9",
            "kubectl create secret generic a --from-literal=b=[secret]",
        ),
        ("kubectl create configmap a --from-literal=b=x9", "kubectl create configmap a --from-literal=b=x9"),
        ("sqlplus jane/x9@shop", "sqlplus [secret]@shop"),
        ("snmpwalk -v2c -c x9 nas", "snmpwalk -v2c -c [secret] nas"),
        ("ConvertTo-SecureString 'x9' -AsPlainText", "ConvertTo-SecureString '[secret]' -AsPlainText"),
        ("ConvertTo-SecureString \"$x\" -AsPlainText", "ConvertTo-SecureString \"$x\" -AsPlainText"),
        (
            "variable \"db_password\" {\n  default = \"x9\"\n}",
            "variable \"db_password\" {\n  default = \"[secret]\"\n}",
        ),
        (
            "variable \"db_password\" {}\nvariable \"a\" {\n  default = \"x9\"\n}",
            "variable \"db_password\" {}\nvariable \"a\" {\n  default = \"x9\"\n}",
        ),
        ("java -Dhost=kafka9 -Ddb.password=x9 A", "java -Dhost=[host] -Ddb.password=[secret] A"),
        ("wchar_t password[] = L\"hunter22\";", "wchar_t password[] = L\"[secret]\";"),
        ("community_string: n3tReadOnly", "community_string: [secret]"),
        ("found /user/jbrown/.staging/job_1", "found [path]"),
        ("ACME.LOCAL\\svc-backup logged on", "[user] logged on"),
        ("K3S_TOKEN=K10abc::server:x9 sh -", "K3S_TOKEN=[secret] sh -"),
        (
            "with K10a3f5c9d2e1b4a7f8c6d0e9b3a2f1c5d4e7b8a9c0d1e2f3a4b5c6d7e8f9a0b1c2::server:x9k2",
            "with [secret]",
        ),
        ("kubeconfig-user-x7k2p:8bq2lz5xv4q7t9w3n6m1k0j2h4g6f8d0s9a7p5", "kubeconfig-user-x7k2p:[secret]"),
        ("owner S-1-5-21-3623811015-3361044348-30300820-1013", "owner [account]"),
        ("of S-1-5-18 and S-1-5-32-544", "of S-1-5-18 and S-1-5-32-544"),
        ("su: user jane does not exist", "su: user [user] does not exist"),
        ("chown: invalid user: 'jane:staff'", "chown: invalid user: '[user]:staff'"),
        ("[jane@nas work]$ ls", "[[email] work]$ ls"),
        ("jane@nas:~$ ls", "[email]:~$ ls"),
        ("the password is 'hunter2'", "the password is '[secret]'"),
        ("the password is 'required'", "the password is 'required'"),
        ("token = std::env::var(\"X\")", "token = std::env::var(\"X\")"),
    ]);
}

#[test]
fn accounts_in_what_programs_write() {
    all(&[
        (
            "systemd-logind[702]: New session 412 of user jane.d.",
            "systemd-logind[702]: New session 412 of user [user].",
        ),
        ("systemd[1]: Started Session 12 of User jane.", "systemd[1]: Started Session 12 of User [user]."),
        ("systemd[1]: Started Session 12 of User root.", "systemd[1]: Started Session 12 of User root."),
        ("AH01618: user jane not found: /a", "AH01618: user [user] not found: /a"),
        ("AH01617: user jane: authentication failure", "AH01617: user [user]: authentication failure"),
        ("acct=\"jane.d\" exe=\"/usr/sbin/sshd\"", "acct=\"[user]\" exe=\"/usr/sbin/sshd\""),
        ("\tAccount Name:\t\tjane.d", "\tAccount Name:\t\t[user]"),
        ("   Host Name . . . . . . . . : DESKTOP-9QK2L7F", "   Host Name . . . . . . . . : [host]"),
        ("    Key Content            : tuinhek2019", "    Key Content            : [secret]"),
        (
            "<Data Name=\"TargetUserName\">jane.d</Data><Data Name=\"Status\">0</Data>",
            "<Data Name=\"TargetUserName\">[user]</Data><Data Name=\"Status\">0</Data>",
        ),
        ("<Password><Value>Opst4rt3n</Value></Password>", "<Password><Value>[secret]</Value></Password>"),
        ("<username>jane.d</username>", "<username>[user]</username>"),
        ("<add key=\"Username\" value=\"jane.d\" />", "<add key=\"Username\" value=\"[user]\" />"),
        ("Benutzer: jane.d Passwort: kV9xm", "Benutzer: [user] Passwort: [secret]"),
        ("hasło=kV9xm użytkownik=jane.d", "hasło=[secret] użytkownik=[user]"),
        ("wachtwoord \"Fietsbel12\" is onjuist", "wachtwoord \"[secret]\" is onjuist"),
        ("GITHUB_ACTOR: jane-d", "GITHUB_ACTOR: [user]"),
        (
            "PDO->__construct('mysql:host=db7', 'cms', 'cMs_P4ss')",
            "PDO->__construct('mysql:host=[host]', '[user]', '[secret]')",
        ),
        ("Author: Jane Doe <jane@acme.example>", "Author: [user] <[email]>"),
        ("Co-authored-by: J. R. van Dijk <j@acme.example>", "Co-authored-by: [user] <[email]>"),
        ("From: \"Doe, Jane\" <jane@acme.example>", "From: \"[user]\" <[email]>"),
        ("ask us at Jane Doe <j@acme.example>", "ask us at [user] <[email]>"),
        ("see README <x@acme.example>", "see README <[email]>"),
    ]);
}

#[test]
fn hosts_and_accounts_of_clouds_in_what_programs_write() {
    all(&[
        ("relay=mx.acme.nl[10.1.2.3]:25, delay=1", "relay=[host][[address]]:25, delay=1"),
        ("vpn.acme.nl. 300 IN A 10.1.2.3", "[host]. 300 IN A [address]"),
        ("mail.acme.nl         : ok=12   changed=3", "[host]         : ok=12   changed=3"),
        ("Host key for [gw.acme.nl]:2222 has changed", "Host key for [[host]]:2222 has changed"),
        ("220 mail.acme.nl ESMTP Postfix", "220 [host] ESMTP Postfix"),
        ("https://es-2.logging.svc:9200/", "https://[host]:9200/"),
        ("join consul-1.node.ams1.consul", "join [host]"),
        ("com.orbitz.consul.Client", "com.orbitz.consul.Client"),
        ("harbor.intern.acme.nl/team/api:1.4.2", "[host]/team/api:1.4.2"),
        ("not been used in project 518830472219 before", "not been used in project [account] before"),
        ("last known account ID 917263509481", "last known account ID [account]"),
        (
            "tenancy=ocid1.tenancy.oc1..aaaaaaaaqinhudwgcdkwcxpidcaqjzpagbroyghn",
            "tenancy=ocid1.tenancy.oc1..[account]",
        ),
        ("key 860712-071311-946801-638722-327939-109218-391196-125555", "key [secret]"),
        ("\"payments\" \"md5d6721cbbefe4a84aba45d83a62e4324c\"", "\"payments\" \"[secret]\""),
        (
            "xfreerdp /v:10.4.1.7 /u:jane /p:'T3s*' /cert:ignore",
            "xfreerdp /v:[address] /u:[user] /p:'[secret]' /cert:ignore",
        ),
        (
            "net use Z: \\\\nas7\\pub /user:jane x9k /persistent:no",
            "net use Z: [path] /user:[user] [secret] /persistent:no",
        ),
        (
            "echo x9 | docker login -u jane --password-stdin",
            "echo [secret] | docker login -u [user] --password-stdin",
        ),
        (
            "openssl rsa -in a -passin 'pass:lente zomer' -out b",
            "openssl rsa -in a -passin 'pass:[secret]' -out b",
        ),
        ("openssl rsa -in a -passin file:b", "openssl rsa -in a -passin file:b"),
        ("ssh-keygen -t ed25519 -N 'sleutel zin' -f a", "ssh-keygen -t ed25519 -N '[secret]' -f a"),
        (
            "aws ssm put-parameter --type SecureString --value \"kof\" --overwrite",
            "aws ssm put-parameter --type SecureString --value \"[secret]\" --overwrite",
        ),
        ("jane : EAP \"ch4rl1e\"", "jane : EAP \"[secret]\""),
        ("Command '['curl', '-u', 'admin:P1nd@k']'", "Command '['curl', '-u', '[secret]']'"),
        ("admin_password = \"\"\"#graf;ana#\"\"\"", "admin_password = \"\"\"[secret]\"\"\""),
        ("define( 'AUTH_KEY', 't|Q>+z7 k2;Lp' );", "define( 'AUTH_KEY', '[secret]' );"),
        (
            "superuser: the generated password for the elastic user is : Jx*4v0",
            "superuser: the generated password for the elastic user is : [secret]",
        ),
        ("stats auth admin:st4ts!", "stats auth [secret]"),
        (
            "{\"environment\":[{\"value\":\"kof\",\"name\":\"SMTP_PASSWORD\"}]}",
            "{\"environment\":[{\"value\":\"[secret]\",\"name\":\"SMTP_PASSWORD\"}]}",
        ),
        ("\"adminPassword\": { \"value\": \"kof\" },", "\"adminPassword\": { \"value\": \"[secret]\" },"),
    ]);
}

#[test]
fn values_of_several_words_go_as_a_whole() {
    all(&[
        // A setting is all that its line has (INI).
        ("password = correct horse battery staple", "password = [secret]"),
        (
            "[sssd]\nldap_default_authtok = 50 Leagues Under x\nid = 7",
            "[sssd]\nldap_default_authtok = [secret]\nid = 7",
        ),
        ("password = blue monkey", "password = [secret]"),
        ("password = input from user", "password = input from user"),
        ("password = kV9xQ8zz1 is wrong", "password = [secret] is wrong"),
        ("seed_phrase=ripple garden olive tunnel", "seed_phrase=[secret]"),
        ("passphrase: minimum length twelve characters", "passphrase: minimum length twelve characters"),
        ("password = kV9xQ8zz1 # of the database", "password = [secret] # of the database"),
        ("password=kV9xQ8zz1 make install", "password=[secret] make install"),
        ("wait: password = kV9xQ8zz1 is wrong", "wait: password = [secret] is wrong"),
        ("passphrase: four horses grazing here", "passphrase: [secret]"),
        ("seed phrase: ripple garden olive tunnel", "seed phrase: [secret]"),
        ("mnemonic: ripple garden olive tunnel hockey absent", "mnemonic: [secret]"),
        ("{\"recovery_phrase\": \"ripple garden olive\"}", "{\"recovery_phrase\": \"[secret]\"}"),
        ("passphrase: enter the one of your key", "passphrase: enter the one of your key"),
        ("passphrase: wrong again", "passphrase: wrong again"),
        ("phrase: ripple garden olive tunnel", "phrase: ripple garden olive tunnel"),
        ("mnemonic: mov", "mnemonic: mov"),
        // Names of people: what git(1) lists, and its variables.
        ("user.name=Jane Doe", "user.name=[user]"),
        ("user.name=J Doe\nuser.email=x", "user.name=[user]\nuser.email=x"),
        ("GIT_AUTHOR_NAME=J Doe", "GIT_AUTHOR_NAME=[user]"),
        ("GIT_COMMITTER_NAME=Jane van der Doe", "GIT_COMMITTER_NAME=[user]"),
        ("user=jane Doe left", "user=[user] Doe left"),
        ("AUTHOR_NAME=J Doe", "AUTHOR_NAME=J Doe"),
        ("curl -u ops:\"top secret kV9x\" x", "curl -u [secret] x"),
        ("curl -u ops:\"$PASSWORD\" x", "curl -u [user]:\"$PASSWORD\" x"),
    ]);
}

#[test]
fn nothing_is_replaced_in_half() {
    all(&[
        (
            "User \"arn:aws:iam::123456789012:user/jane\" cannot get resource \"nodes\"",
            "User \"arn:aws:iam::[account]:[account]\" cannot get resource \"nodes\"",
        ),
        ("C:/Users/Jane Doe/.docker/config.json: invalid character", "[path]: invalid character"),
        ("open C:\\Users\\Jane van der Doe\\x.json: invalid", "open [path]: invalid"),
        ("copied /Users/jane to the build/x", "copied [path] to the build/x"),
        ("C:/Users/Jane is not a directory", "[path] is not a directory"),
        ("/Volumes/Backup of M Doe/x is gone", "[path] is gone"),
        ("/Volumes/Backup is on a disk", "[path] is on a disk"),
        (
            "New-Object PSCredential(\"jane\", \"Grove-7kxeo\")",
            "New-Object PSCredential(\"[user]\", \"[secret]\")",
        ),
        ("New-Object PSCredential(\"jane\", $password)", "New-Object PSCredential(\"[user]\", $password)"),
        // The line between the parts of a form is no secret.
        ("x\n------WebKitFormBoundary7MA4YWxkTrZu0gW--", "x\n------WebKitFormBoundary7MA4YWxkTrZu0gW--"),
    ]);
}

#[test]
fn variables_that_are_set_with_a_blank() {
    all(&[
        ("ENV API_KEY hunter22x", "ENV API_KEY [secret]"),
        ("FROM x\nENV DB_PASSWORD meadow\nRUN y", "FROM x\nENV DB_PASSWORD [secret]\nRUN y"),
        ("  SetEnv DB_PASSWORD meadow", "  SetEnv DB_PASSWORD [secret]"),
        ("setenv API_TOKEN 'meadow'", "setenv API_TOKEN '[secret]'"),
        ("setx API_TOKEN \"meadow\" /M", "setx API_TOKEN \"[secret]\" /M"),
        ("set -gx API_TOKEN meadow", "set -gx API_TOKEN [secret]"),
    ]);
    same(&[
        "ENV PASSWORD_FILE secrets/x",
        "ENV API_TOKEN $API_TOKEN",
        "ENV GOPATH meadow",
        "set -x API_URL meadow",
        "setenv is a builtin of csh",
        "set password meadow as you like it to be",
    ]);
}

#[test]
fn values_that_end_early() {
    all(&[
        ("Password=;User Id=jane;", "Password=;User Id=[user];"),
        ("password=;port=1", "password=;port=1"),
        ("text = 'user: x1y2\\npassword: meadow'", "text = 'user: [user]\\npassword: [secret]'"),
        (
            "machine web01.acme.net login jane password pass1 account x",
            "machine [host] login [user] password [secret] account x",
        ),
        ("imap-login: Login: session=<kV9xQ8zz1Lm4Pq7R>", "imap-login: Login: session=<[secret]>"),
        ("pass = qwqwqwertrertrertyuyuyuiop", "pass = [secret]"),
        ("Enter-PSSession -username jane", "Enter-PSSession -username [user]"),
    ]);
    same(&[
        "session=<none>",
        "session=<session-id-here>",
        "credentials:1234.v0a1b_c_2d3e4f5",
        "credentials-binding:567.v8a9b0_c1_d2e3f",
        "echo \"::add-mask::{0}\" -f $Value",
        "pass = meadow",
        "connectionString = 'pg:///?options=-c geqo=off'",
    ]);
    all(&[("connectionString = 'pg:///?password=meadow'", "connectionString = '[secret]'")]);
}

#[test]
fn brackets_of_dovecot_and_headers_of_nginx() {
    all(&[
        ("Login: user=<jane>, method=PLAIN, TLS", "Login: user=<[user]>, method=PLAIN, TLS"),
        ("proxy_set_header X-Ldap-BindPass \"meadow\";", "proxy_set_header X-Ldap-BindPass \"[secret]\";"),
        ("overview?project=123456789012 then", "overview?project=[account] then"),
        ("deploy --project acme-web-38d7b", "deploy --project [account]"),
        ("ipmitool -H 10.1.2.3 -U jane shell", "ipmitool -H [address] -U [user] shell"),
        (
            "object id '01234567-89ab-4cde-8f01-23456789abcd' does not have permission to",
            "object id '[account]' does not have permission to",
        ),
    ]);
    same(&[
        "login: user=<>, method=PLAIN",
        "--user=<name>",
        "user=<name> and more",
        "credential_opts=\"$credential_opts -c credential.helper\"",
        "deploy --project acme-web-staging",
        "add_header X-Kind \"meadow\";",
    ]);
}

#[test]
fn escapes_before_names_and_what_else_stands_around_values() {
    all(&[
        (
            "\"host=x.example\\nusername=jane\\npassword=meadow\\n\"",
            "\"host=[host]\\nusername=[user]\\npassword=[secret]\\n\"",
        ),
        (
            "password = <<\"meadow12\">>, username = <<\"jane\">>",
            "password = <<\"[secret]\">>, username = <<\"[user]\">>",
        ),
        ("monkeypatch.setenv(\"USER\", \"jane\")", "monkeypatch.setenv(\"USER\", \"[user]\")"),
    ]);
    same(&[
        "vault write gcp/config credentials=@acme-credentials.json",
        "gsub(/(Authorization: Bearer )\\w+/, '\\1[FILTERED]')",
        "setenv(\"KIND\", \"meadow\")",
    ]);
}

#[test]
fn names_that_stand_for_a_secret_or_a_user_in_one_program() {
    all(&[
        ("X-JFrog-Art-Api: maple", "X-JFrog-Art-Api: [secret]"),
        ("cloudant_key: mjkfqrzoyshkgfmcxmrediea", "cloudant_key: [secret]"),
        ("{\"security_answer\":\"Rex the dog\"}", "{\"security_answer\":\"[secret]\"}"),
        ("ugi=jdoe (auth:SIMPLE)\tcmd=open", "ugi=[user] (auth:SIMPLE)\tcmd=open"),
        ("{\"headers\":[[\"Cookie\",\"a=maple\"]]}", "{\"headers\":[[\"Cookie\",\"[secret]\"]]}"),
    ]);
    same(&[
        "art-api: v2",
        "smart_api: maple",
        "cloudant_key: primary",
        "answer: 42 words",
        "build=9 pass=ok",
        "[\"cookie\",\"banner\"]",
        "[\"Set-Cookie\",\"Accept\"]",
    ]);
}

#[test]
fn words_for_a_password_that_are_two() {
    all(&[
        ("pass_word=maple", "pass_word=[secret]"),
        ("passWord: \"maple\"", "passWord: \"[secret]\""),
        ("PASS_PHRASE=maple", "PASS_PHRASE=[secret]"),
        ("{\"cvv\":\"123\"}", "{\"cvv\":\"[secret]\"}"),
    ]);
    same(&["stop_word=maple", "catch-phrase: maple", "pass word for word", "pass_words_to=maple"]);
}

#[test]
fn keys_of_amazon_in_parts() {
    all(&[
        ("q0nv3Vth1Ls6v6+O9JL8ZsoWw/Rxl+IUiTeNUJ+H", "[secret]"),
        ("key rFvl5G7u9nMGTgpAdR9+KQhKr1L1VqLyea+uN1K1 end", "key [secret] end"),
    ]);
    same(&[
        "src/Components2/Button3/Label+Icon4/View",
        "q0nv3Vth1Ls6v6+O9JL8ZsoWw/Rxl+IUiTeNUJ+",
        "/q0nv3Vth1Ls6v6+O9JL8ZsoWw/Rxl+IUiTeNUJ.ts",
        "org/apache/commons/Base64+Url2Encoder1A",
    ]);
}
