//! Secrets that calls in programs are given by their places, and that stand in for a variable which is not set.

use crate::examples::{all, same};

#[test]
fn functions_that_are_given_a_user_and_a_password() {
    all(&[
        (
            "x = new NetworkCredential(\"jane\", \"meadow\");",
            "x = new NetworkCredential(\"[user]\", \"[secret]\");",
        ),
        (
            "client.Credentials = new System.Net.NetworkCredential(\"jane@acme.example\", \"meadow\", \"d\");",
            "client.Credentials = new System.Net.NetworkCredential(\"[email]\", \"[secret]\", \"d\");",
        ),
        (
            "new DirectoryEntry(\"LDAP://dc1\",\n    \"jane\",\n    \"meadow\")",
            "new DirectoryEntry(\"LDAP://[host]\",\n    \"[user]\",\n    \"[secret]\")",
        ),
        ("auth=HTTPBasicAuth('jane', 'meadow')", "auth=HTTPBasicAuth('[user]', '[secret]')"),
        ("req.SetBasicAuth(\"jane\", \"meadow\")", "req.SetBasicAuth(\"[user]\", \"[secret]\")"),
        (
            "smtp.PlainAuth(\"\", \"jane\", \"meadow\", host)",
            "smtp.PlainAuth(\"\", \"[user]\", \"[secret]\", host)",
        ),
        (
            "buildConfigField \"String\" , \"API_KEY\" , '\"0a1b2c3d4e5f60718293a4b5c6d7e8f9\"'",
            "buildConfigField \"String\" , \"API_KEY\" , '[secret]'",
        ),
    ]);
    same(&[
        "new NetworkCredential(user, password)",
        "HTTPBasicAuth('user', 'pass')",
        "new DirectoryEntry(\"LDAP://localhost\")",
        "new DirectoryEntry(path, name, word)",
        "PlainAuth(\"\", user, password, host)",
        "f(\"name\" , \"value9\")",
    ]);
}

#[test]
fn secure_strings_of_powershell() {
    all(&[
        ("ConvertTo-SecureString -String -Force mead#0w", "ConvertTo-SecureString -String -Force [secret]"),
        (
            "ConvertTo-SecureString -AsPlainText -Force -String \"meadow\"",
            "ConvertTo-SecureString -AsPlainText -Force -String \"[secret]\"",
        ),
        ("\"ConvertTo-SecureString \\\"mead0w\\\"\"", "\"ConvertTo-SecureString \\\"[secret]\\\"\""),
        ("ConvertTo-SecureString 'meadow' -AsPlainText", "ConvertTo-SecureString '[secret]' -AsPlainText"),
    ]);
    same(&[
        "ConvertTo-SecureString -String $plain -AsPlainText -Force",
        "ConvertTo-SecureString $env:DB_PASSWORD -AsPlainText -Force",
        "ConvertTo-SecureString cmdlet",
        "ConvertTo-SecureString -Force",
    ]);
}

#[test]
fn what_stands_in_for_a_variable() {
    all(&[
        (
            "PASSWORD = os.environ.get(\"PASSWORD\") or \"mead0w!\"",
            "PASSWORD = os.environ.get(\"PASSWORD\") or \"[secret]\"",
        ),
        ("key = ENV['API_TOKEN'] || 'mead0w!'", "key = ENV['API_TOKEN'] || '[secret]'"),
        (
            "x = process.env[\"DB_PASSWORD\"] ?? \"mead0w!\"",
            "x = process.env[\"DB_PASSWORD\"] ?? \"[secret]\"",
        ),
        ("getenv(\"DB_PASSWORD\", \"mead0w!\")", "getenv(\"DB_PASSWORD\", \"[secret]\")"),
    ]);
    same(&[
        "x = get(\"PASSWORD\") or \"none\"",
        "x = get(\"color\") or \"mead0w!\"",
        "this or \"mead0w!\"",
        "(a password) or \"mead0w!\"",
    ]);
}

#[test]
fn passwords_of_someone() {
    all(&[
        ("password for master:IhqSb1Gg", "password for [user]:[secret]"),
        ("the password for jane:mEad0w9x", "the password for jane:[secret]"),
        ("The password for user 'jane' is 'mead0w'", "The password for user '[user]' is '[secret]'"),
        ("the password for jane is \"mead0w\"", "the password for jane is \"[secret]\""),
    ]);
    same(&[
        "no password for db:5432",
        "token for localhost:8080",
        "a password for jane:",
        "the page for password is \"x9\"",
        "a password for all of them here is \"mead0w\"",
        "room for jane:mEad0w9x",
    ]);
}

#[test]
fn keys_of_the_intake_of_logs() {
    all(&[(
        "POST https://http-intake.logs.datadoghq.com/v1/input/0a1b2c3d4e5f60718293a4b5c6d7e8f9 failed",
        "POST https://http-intake.logs.datadoghq.com/v1/input/[secret] failed",
    )]);
    same(&[
        "POST https://http-intake.logs.datadoghq.com/api/v2/logs",
        "https://example.com/v1/input/0a1b2c3d",
    ]);
}

#[test]
fn functions_that_set_a_secret() {
    all(&[
        ("enc.setPassword(\"meadow\");", "enc.setPassword(\"[secret]\");"),
        ("builder.withToken('meadow').build()", "builder.withToken('[secret]').build()"),
        ("conn.set_password(\"meadow\")", "conn.set_password(\"[secret]\")"),
    ]);
    same(&[
        "form.setPassword(\"password\")",
        "setPasswordLabel(\"meadow\")",
        "setPassword(\"two words\")",
        "setPassword(\"a\" + word)",
        "settings.password(\"meadow\")",
        "reset_password(\"meadow\")",
        "withTokenType(\"bearer\")",
        "credentials.with_quota_project(\"meadow\")",
    ]);
}

#[test]
fn comparisons() {
    all(&[
        ("if (privateKey.equals(\"kV9xQ8zz1\")) {", "if (privateKey.equals(\"[secret]\")) {"),
        ("secret.assign(\"kV9xQ8zz1\", 9);", "secret.assign(\"[secret]\", 9);"),
        ("if (!strcmp(api_key, \"kV9xQ8zz1\"))", "if (!strcmp(api_key, \"[secret]\"))"),
        ("hmac.compare_digest(token, 'kV9xQ8zz1')", "hmac.compare_digest(token, '[secret]')"),
        ("if ($password eq 'kV9xQ8zz1') {", "if ($password eq '[secret]') {"),
        ("die unless $db_pass ne \"kV9xQ8zz1\"", "die unless $db_pass ne \"[secret]\""),
    ]);
    same(&[
        "if (password.equals(\"meadow\"))",
        "if ($password eq '')",
        "strcmp(token, \"end\")",
        "strcmp(kind, \"kV9xQ8zz1\")",
        "printf(password, \"kV9xQ8zz1\")",
    ]);
}

#[test]
fn signatures_pairs_and_variables() {
    all(&[
        ("jwt.sign(payload, \"meadow\");", "jwt.sign(payload, \"[secret]\");"),
        ("jwt.verify(token, 'meadow')", "jwt.verify(token, '[secret]')"),
        ("mapOf(\"X-Api-Key\" to \"kV9xQ8zz1\")", "mapOf(\"X-Api-Key\" to \"[secret]\")"),
        ("YOUTUBE_DEVELOPER_KEY=\"kV9xQ8zz1\"", "YOUTUBE_DEVELOPER_KEY=\"[secret]\""),
        ("X-Functions-Key: kV9xQ8zz1", "X-Functions-Key: [secret]"),
        ("User-Name = \"jane@acme\"", "User-Name = \"[user]\""),
        ("remoteuser = jane", "remoteuser = [user]"),
        ("curl -u 'jane':'meadow' https://x.example", "curl -u '[secret]' https://x.example"),
        ("http -a jane:hunter2 x.example", "http -a [secret] x.example"),
        ("Login failed for user \"jane\" in it", "Login failed for user \"[user]\" in it"),
        ("It says \"Login failed for user jane\" in it", "It says \"Login failed for user [user]\" in it"),
    ]);
    same(&[
        "sign(payload, \"meadow\")",
        "assert(\"kind\" to \"kV9xQ8zz1\")",
        "\"password\": \"{{user `vsphere-password`}}\",",
        "s = \"DRIVER={\" + driver + \"};PWD=\" + word",
        "api_key = \"X\" * 40",
        "http -a digest x.example",
        "tar -a x:y z",
    ]);
}

#[test]
fn functions_for_variables_of_an_environment() {
    all(&[
        ("os.Setenv(\"DATA_PASS\", \"meadow\")", "os.Setenv(\"DATA_PASS\", \"[secret]\")"),
        ("System.setProperty(\"X_TOKEN\", \"meadow\")", "System.setProperty(\"X_TOKEN\", \"[secret]\")"),
        ("'password' => env('MQ_PASSWORD', 'meadow'),", "'password' => env('MQ_PASSWORD', '[secret]'),"),
        ("'user' => env('MQ_USER', 'jane'),", "'user' => env('MQ_USER', '[user]'),"),
        ("os.environ.get(\"API_TOKEN\", \"meadow\")", "os.environ.get(\"API_TOKEN\", \"[secret]\")"),
    ]);
    same(&[
        "os.Setenv(\"API_URL\", \"meadow\")",
        "env('DB_PASSWORD', '')",
        "env('DB_PASSWORD', 'password')",
        "env('DB_USERNAME', 'root')",
        "t.Setenv(\"ACCESS_TOKEN\", \"access-token\")",
        "translate(\"ENTER_PASSWORD\", \"meadow\")",
    ]);
}

#[test]
fn logins_and_blocks() {
    all(&[
        ("client.login('jane@acme.net', 'meadow')", "client.login('[email]', '[secret]')"),
        ("Core.connect(\"jane@acme.net\", \"123456\");", "Core.connect(\"[email]\", \"[secret]\");"),
        ("let(:password) { \"meadow\" }", "let(:password) { \"[secret]\" }"),
    ]);
    same(&[
        "client.login('name', 'meadow')",
        "map('[email]', 'meadow')",
        "send('[email]', 'meadow')",
        "let(:name) { \"meadow\" }",
        "let(:password) { generate(\"meadow\") }",
    ]);
}

#[test]
fn settings_of_wordpress() {
    all(&[
        ("define('DB_PASSWORD', 'maple');", "define('DB_PASSWORD', '[secret]');"),
        ("define( 'DB_USER', 'jdoe' );", "define( 'DB_USER', '[user]' );"),
    ]);
    same(&[
        "define('LABEL_PASSWORD', 'Password');",
        "define('TEXT_TOKEN', 'maple');",
        "define('DB_PASSWORD', getenv('X'));",
        "define( 'DB_PASSWORD', 'password' );",
        "define('DB_CHARSET', 'utf8');",
    ]);
}
