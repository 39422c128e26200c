//! Secrets whatever characters they hold, and what only looks like one.

use crate::examples::all;

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
        ("ALTER ROLE bo WITH LOGIN PASSWORD 'horsebattery'", "ALTER ROLE bo WITH LOGIN PASSWORD '[secret]'"),
        ("SET PASSWORD FOR 'bo'@'localhost' = 'horse';", "SET PASSWORD FOR 'bo'@'localhost' = '[secret]';"),
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
