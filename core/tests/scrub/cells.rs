//! What sets a name and its value apart where there is neither an equals sign nor a colon: bars, commas, elements, arrows.

use crate::examples::{all, same};

#[test]
fn bars_and_commas() {
    all(&[
        ("dropboxToken,odk5isua0o320nr,", "dropboxToken,[secret],"),
        ("dropbox_token,odk5isua0o320nr\nname,jane\n", "dropbox_token,[secret]\nname,jane\n"),
        ("dropbox_token|8osnm4bak3fk2mv", "dropbox_token|[secret]"),
        ("| dropbox_token | qx5yhv1qvyo6230 |", "| dropbox_token | [secret] |"),
        ("| db_password   | vrAfKb4LU4eE    |", "| db_password   | [secret]    |"),
    ]);
    same(&[
        "password,created_at_utc,updated_at_utc",
        "token,sha256sum,length",
        "verify(token,k3x9m2q8w7v5)",
        "| password | description_of_it |",
        "| token | base64-encoded-text |",
        "| tokens | k3x9m2q8w7v5 |",
        "cat password|sha256sum",
        "cat password|x86_64-linux-gnu-gcc",
        "secret,x86_64,arm64",
    ]);
}

#[test]
fn lists_that_are_called_tokens() {
    all(&[(
        "\"dropbox_tokens\": [\"2666czar1kvtexn\", \"ok\"]",
        "\"dropbox_tokens\": [\"[secret]\", \"ok\"]",
    )]);
    same(&["\"tokens\": [\"don't\", \"stop2\"]", "\"tokens\": [101, 7592, 102]"]);
}

#[test]
fn elements_of_xml() {
    all(&[
        (
            "<key>dropboxToken</key>\n<string>7gzqhxmfkjzbfzr</string>",
            "<key>dropboxToken</key>\n<string>[secret]</string>",
        ),
        (
            "<setting name=\"SmtpPassword\" serializeAs=\"String\"><value>plain</value></setting>",
            "<setting name=\"SmtpPassword\" serializeAs=\"String\"><value>[secret]</value></setting>",
        ),
        (
            "<setting name=\"SmtpPassword\" serializeAs=\"String\">\n  <value>plain</value>\n</setting>",
            "<setting name=\"SmtpPassword\" serializeAs=\"String\">\n  <value>[secret]</value>\n</setting>",
        ),
        (
            "<param-name>password</param-name><param-value>s3cretX9</param-value>",
            "<param-name>password</param-name><param-value>[secret]</param-value>",
        ),
        (
            "<param-name>password</param-name>\n  <param-value>s3cretX9</param-value>",
            "<param-name>password</param-name>\n  <param-value>[secret]</param-value>",
        ),
    ]);
    same(&[
        "<key>CFBundleName</key>\n<string>7gzqhxmfkjzbfzr</string>",
        "<setting name=\"Colour\" serializeAs=\"String\"><value>plain</value></setting>",
        "<setting name=\"SmtpPassword\"/><a><value>plain</value></a>",
        "<param-name>colour</param-name><param-value>s3cretX9</param-value>",
        "<string>7gzqhxmfkjzbfzr</string>",
    ]);
}

#[test]
fn arrows_of_r() {
    all(&[("dropbox_token <- \"3a3tzfklnmvza9u\"", "dropbox_token <- \"[secret]\"")]);
    same(&[
        "Dim passwordBox As String = Environ(\"X\")",
        "{token, \"bp32\"}",
        "{PASSWORD, \"--with-password\"}",
        "{ token, \"of a function2\" }",
        "echo ($password . \"x9x9x9\");",
        "(password . \"plain\")",
        "my $password = q{};",
        "token = q[12345]",
    ]);
}

#[test]
fn cells_in_backquotes() {
    all(&[
        ("| `DB_PASSWORD` | `hunter22` |", "| `DB_PASSWORD` | `[secret]` |"),
        ("| API_TOKEN | `kV9xQ8zz1Lm4` | the token |", "| API_TOKEN | `[secret]` | the token |"),
        (
            "| `AZURE_SUBSCRIPTION_ID` | `01234567-89ab-4cde-8f01-23456789abcd` |",
            "| `AZURE_SUBSCRIPTION_ID` | `[account]` |",
        ),
        ("| SUBSCRIPTION_ID | 01234567-89ab-4cde-8f01-23456789abcd |", "| SUBSCRIPTION_ID | [account] |"),
    ]);
    same(&[
        "| `password` | `string` | required |",
        "| `token` | `base64url` |",
        "| `DB_PASSWORD` | `meadow` |",
        "| `COMMIT_ID` | `01234567-89ab-4cde-8f01-23456789abcd` |",
        "x = a || `hunter22`",
    ]);
}
