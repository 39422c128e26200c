//! Values whose place leaves no doubt, whatever they read: parameters of URLs, members, connection strings, headers; and
//! what stands in such places and is no value.

use crate::examples::all;

#[track_caller]
fn untouched(texts: &[&str]) {
    all(&texts.iter().map(|text| (*text, *text)).collect::<Vec<_>>());
}

#[test]
fn parameters_of_urls() {
    all(&[
        ("https://x.example/?token=horse&page=2", "https://x.example/?token=[secret]&page=2"),
        ("GET /cb?a=1&access_token=access_token HTTP/1.1", "GET /cb?a=1&access_token=[secret] HTTP/1.1"),
        ("GET /cb#id_token=abc.def&state=x", "GET /cb#id_token=[secret]&state=x"),
        ("/cb?token=BLUE_HORSE", "/cb?token=[secret]"),
        ("/cb?client%5Fsecret=horse&x=1", "/cb?client%5Fsecret=[secret]&x=1"),
        ("/f?sv=2022-11-02&se=2026-01-01&sr=b&sig=horse", "/f?sv=2022-11-02&se=2026-01-01&sr=b&sig=[secret]"),
        ("/f?sv=2022-11-02&sig=aB%2Bcd%3D&sp=r", "/f?sv=2022-11-02&sig=[secret]&sp=r"),
        ("/f?x-amz-signature=signature&x=1", "/f?x-amz-signature=[secret]&x=1"),
        ("/v1?session=k3j4h5g6f7", "/v1?session=[secret]"),
        ("git@github.com:a/b.git?sshkey=horsebattery", "git@github.com:a/b.git?sshkey=[secret]"),
    ]);
    untouched(&[
        "/cb?token=required",
        "/cb?token=null&password=true",
        "/cb?token=&page=2",
        "/cb?token=TOKEN&api_key=API_KEY&key=YOUR_KEY",
        "/cb?token=<token>&password={password}&secret=${secret}&api_key=%s",
        "/cb?token=:token",
        "/cb?token=xxxx",
        "/cb?token=***",
        "/cb?access_token=PAGE_ACCESS_TOKEN",
        "/\\?token=([^&]+)/",
        "\"/cb?token=$user->token&x=1\"",
        "/talks?session=12&auth=google&pin=1",
        "/talks?session=keynote",
    ]);
}

#[test]
fn members_of_connection_strings() {
    all(&[
        ("User ID=bo;password=thePassword;timeout=10", "User ID=[user];password=[secret];timeout=10"),
        (
            "jdbc:sqlserver://db01:1433;user=bo;password=thePassword;x=1",
            "jdbc:sqlserver://[host]:1433;user=[user];password=[secret];x=1",
        ),
        ("Server=db01;Password=my_password;", "Server=[host];Password=[secret];"),
        ("Server=db01\nUser ID=alice\nDatabase=shop", "Server=[host]\nUser ID=[user]\nDatabase=shop"),
    ]);
    untouched(&["a=b;password=newPassword;c=d", "user=x; password = oldPassword;"]);
}

#[test]
fn texts_in_quotes_that_are_said_to_be_passwords() {
    all(&[
        ("the password is \"rhubarb\"", "the password is \"[secret]\""),
        ("The default Password is 'custard'", "The default Password is '[secret]'"),
        ("mysqld --password \"aaaaaa\"", "mysqld --password \"[secret]\""),
        ("{\"original_password\": \"bbbbbbbb\"}", "{\"original_password\": \"[secret]\"}"),
        ("{\"PHPSESSID\": \"horse\"}", "{\"PHPSESSID\": \"[secret]\"}"),
    ]);
    untouched(&[
        "the password is \"required\"",
        "the password is 'incorrect'",
        "the password is \"weak\" or \"strong\"",
        "the password is 'too short'",
        "the password is 'too_short'",
        "the next token is 'if'",
        "the token is \"expired\"",
        "{\"password\": \"string\"}",
        "{\"password\": {\"type\": \"string\"}}",
        "{\"password\": \"xxxxxx\"}",
        "--password string   Password to log in with",
        "password: Password",
    ]);
}

#[test]
fn values_that_shells_and_frameworks_fall_back_to() {
    all(&[
        ("API_TOKEN=${API_TOKEN:-horse_Battery}", "API_TOKEN=${API_TOKEN:-[secret]}"),
        (": \"${DB_PASSWORD:=horse}\"", ": \"${DB_PASSWORD:=[secret]}\""),
        ("password: ${DB_PASSWORD:horse}", "password: ${DB_PASSWORD:[secret]}"),
        ("password: ${spring.db.password:horse}", "password: ${spring.db.password:[secret]}"),
        ("connect ${DB_HOST:-db-1.acme.internal}", "connect ${DB_HOST:-[host]}"),
        ("password: ${DB_PASSWORD:123456}", "password: ${DB_PASSWORD:[secret]}"),
        ("- DB_PASSWORD=${DB_PASSWORD:-\"horse\"}", "- DB_PASSWORD=${DB_PASSWORD:-\"[secret]\"}"),
    ]);
    untouched(&[
        "TOKEN=${API_TOKEN:-}",
        "TOKEN=${API_TOKEN:-$OTHER}",
        "TOKEN=${API_TOKEN:-${OTHER}}",
        "TOKEN=${API_TOKEN:-$(cat file)}",
        "TOKEN=${API_TOKEN:?must be set}",
        "echo ${API_TOKEN:0:4}",
        "echo ${API_TOKEN: -4}",
        "echo ${API_TOKEN:8}",
        "nox -s ${NOX_SESSION:-test-$VERSION}",
        "sessionid = 256",
        "run ${API_TOKEN:+--token}",
        "password: ${secret:db-main}",
    ]);
}

#[test]
fn pairs_in_texts_of_json() {
    all(&[
        (
            r#"x={\"name\":\"CLIENT_SECRET\",\"value\":\"horse-cart\"},{\"name\":\"A\",\"value\":\"b\"}"#,
            r#"x={\"name\":\"CLIENT_SECRET\",\"value\":\"[secret]\"},{\"name\":\"A\",\"value\":\"b\"}"#,
        ),
        (
            r#"x={\\\"name\\\": \\\"DB_PASSWORD\\\", \\\"value\\\": \\\"horse\\\"}"#,
            r#"x={\\\"name\\\": \\\"DB_PASSWORD\\\", \\\"value\\\": \\\"[secret]\\\"}"#,
        ),
    ]);
    untouched(&[r#"x={\"name\":\"LOG_LEVEL\",\"value\":\"debug\"}"#]);
}

#[test]
fn keys_by_what_they_open() {
    all(&[
        ("secret_id: 0b6c7e52-9a3f-4d1e-8c2b-5f7a9e1d3c4b", "secret_id: [secret]"),
        ("privacy_key: horsebattery", "privacy_key: [secret]"),
        ("authentication_key: horsebattery", "authentication_key: [secret]"),
        ("{'FernetKey2': 'horse'}", "{'FernetKey2': '[secret]'}"),
        ("Activation key : QW3RA-SD7GZ-XC2BT-YU9OG-HJ4LB", "Activation key : [secret]"),
    ]);
    untouched(&[
        "key: 0b6c7e52-9a3f-4d1e-8c2b-5f7a9e1d3c4b",
        "translationKey: h4rdWordsOkay03x",
        "SecretId: prod/db/main",
    ]);
}

#[test]
fn parameters_of_authentication_schemes() {
    all(&[
        (
            "Authorization: Hawk id=\"bob\", ts=\"1353832234\", nonce=\"j4h3g2\", mac=\"horse-proof\"",
            "Authorization: Hawk id=\"[secret]\", ts=\"1353832234\", nonce=\"[secret]\", mac=\"[secret]\"",
        ),
        (
            "Authorization: Digest username=\"jane\", realm=\"a b\", uri=\"/x\", qop=auth, nc=00000001, \
             response=\"horse-answer\", opaque=\"horse\"",
            "Authorization: Digest username=\"[user]\", realm=\"a b\", uri=\"/x\", qop=auth, nc=00000001, \
             response=\"[secret]\", opaque=\"[secret]\"",
        ),
        (
            r#"curl -H "Authorization: Hawk id=\"bob\", mac=\"horse\"" https://x.example"#,
            r#"curl -H "Authorization: Hawk id=\"[secret]\", mac=\"[secret]\"" https://x.example"#,
        ),
        (
            "sent Authorization: Hawk id=\"bob\", mac=\"horse\"; status=401",
            "sent Authorization: Hawk id=\"[secret]\", mac=\"[secret]\"; status=401",
        ),
        (
            "Authorization: Hawk id=\"bob\", mac=\"horse\" (denied)",
            "Authorization: Hawk id=\"[secret]\", mac=\"[secret]\" (denied)",
        ),
        ("Authorization:\\nBasic aG9yc2U6Y2FydA==", "Authorization:\\nBasic [secret]"),
        ("Authorization:\\r\\n Bearer kV9xQ8zz", "Authorization:\\r\\n Bearer [secret]"),
    ]);
    untouched(&[
        "WWW-Authenticate: Digest realm=\"a b\", qop=\"auth\", algorithm=SHA-256",
        "Authorization: Digest username=\"[user]\", response=\"[secret]\"",
        "Authorization: Bearer [credentials]",
    ]);
}

#[test]
fn source_that_only_reads_as_a_value() {
    untouched(&[
        "String usernamePassword = \"application:\" + appKey",
        "put \"/:_password = \"+new Buffer(\"feast\")",
        "echo 'export DB_PASSWORD=\"'$PRE_PASSWORD'\"' >> .env",
        "echo 'password = '.$p['config']['daemon_password']",
        "accountKey = Buffer.from(\"accountKey\", \"base64\")",
        r#"\$pwd = \$_POST[\"password\"]"#,
        "pass=get->pass(arg",
        "token = ctx->token",
        "this.addPassword = \"#add-password\";",
        "const passwordInput = '#password'",
        "changePassword = \"arn:aws:iam::aws:policy/IAMUserChangePassword\"",
        "{\"password\": \"&lt;PASSWORD&gt;\"}",
        "write_key: 's3://{bucket}/events/type={schema}/x'",
        "f\"arn:aws:s3:::{bucket_name}\"",
        "bucket_key: s3://{{ s3().main }}/x",
        "https://x-access-token:${token}@github.com/a/b",
    ]);
    all(&[
        ("password = \"horse\" + suffix", "password = \"[secret]\" + suffix"),
        ("password: '+horse9'", "password: '[secret]'"),
        ("password = \"#horse9\"", "password = \"[secret]\""),
        ("s3://acme-data/x", "s3://[account]"),
        ("https://jane:${token}@github.com/a/b", "https://[secret]@github.com/a/b"),
        ("https://token:kV9x}@github.com/a/b", "https://[secret]@github.com/a/b"),
    ]);
}

#[test]
fn states_behind_the_name_of_a_secret() {
    untouched(&["token: creating", "secret: available", "password: pending", "token: ready"]);
    untouched(&[
        "oauth2: cannot fetch token: 401 Unauthorized",
        "failed to get token: 500 Internal Server Error",
    ]);
    all(&[
        ("password: horsebattery", "password: [secret]"),
        ("token: 401", "token: [secret]"),
        ("password: 4012 Maple", "password: [secret] Maple"),
    ]);
}

#[test]
fn brackets_that_nothing_closes_are_parts_of_passwords() {
    all(&[
        ("password=Kv[9xm+Tz2", "password=[secret]"),
        ("login failed, pwd: hQ[27+Lm%z", "login failed, pwd: [secret]"),
    ]);
    untouched(&["password = values[index]", "token=tokens[0]", "secret: list[str]"]);
}

#[test]
fn short_keys_behind_two_words() {
    all(&[
        ("using api key: kV9xm2Tz", "using api key: [secret]"),
        ("Secret key = hQ27Lmz4", "Secret key = [secret]"),
        ("License key: 7f-kV9-xm2", "License key: [secret]"),
    ]);
    untouched(&[
        "api key: missing",
        "the API key: see below",
        "access key: not set",
        "host key: ED25519",
        "session key: AES-256",
        "signing key: RSA2048",
        "primary key: id_2",
        "encryption key: aes128",
        "database key: v2",
        "private key: 2048 bits",
    ]);
}

#[test]
fn fields_of_connection_strings_may_have_blanks() {
    all(&[
        (
            "Server = db1;Password = kV9@m27;User Id = jane;Timeout = 5",
            "Server = [host];Password = [secret];User Id = [user];Timeout = 5",
        ),
        ("Password=kV9@m27;Initial Catalog=x", "Password=[secret];Initial Catalog=x"),
        ("SET PASSWORD FOR \"jane\" = 'kV9xm2'", "SET PASSWORD FOR \"jane\" = '[secret]'"),
    ]);
}

#[test]
fn fields_as_go_prints_them() {
    all(&[
        ("map[host:db7 password:maple]", "map[host:[host] password:[secret]]"),
        ("map[password:maple retries:3]", "map[password:[secret] retries:3]"),
        ("&{Token:maple Endpoint:api}", "&{Token:[secret] Endpoint:api}"),
        ("{Host:db7 User:jdoe Password:maple Port:3}", "{Host:[host] User:[user] Password:[secret] Port:3}"),
        ("got main.Config{Password:maple Port:3}", "got main.Config{Password:[secret] Port:3}"),
    ]);
    untouched(&[
        "{password:e,token:t}",
        "{Password:e}",
        "{token:maple other}",
        "{ color:red token:maple }",
        "{a:b, token:maple}",
        "[host:db password:maple]",
        "map[x:y host:map[a:b]]",
        "&{Token:<nil> Host: User:}",
        "{Token:false Host:<nil> Name:x}",
    ]);
}

#[test]
fn switches_of_windows_and_passes_beside_users() {
    all(&[
        ("cmdkey /add:srv /user:jdoe /pass:maple", "cmdkey /add:srv /user:[user] /pass:[secret]"),
        ("/password:maple", "/password:[secret]"),
        ("connect host=db7 user=jdoe pass=maple", "connect host=[host] user=[user] pass=[secret]"),
    ]);
    untouched(&[
        "POST /token:refresh",
        "/password:<password>",
        "/password: the one from before",
        "/pass:12 fail:3",
        "users: 4 tests, pass=12 fail=0",
        "unit tests pass=some",
    ]);
}
