//! Names in the marks of Markdown and HTML, and before a dash.

use crate::examples::{all, same};

#[test]
fn bold_names_and_backquotes() {
    all(&[
        ("**Password:** hunter22", "**Password:** [secret]"),
        ("**Password**: hunter22", "**Password**: [secret]"),
        ("* *Token*: kV9xQ8zz1", "* *Token*: [secret]"),
        ("- **API Key:** kV9xQ8zz1Lm4Pq7", "- **API Key:** [secret]"),
        ("<b>Password:</b> hunter22", "<b>Password:</b> [secret]"),
        ("<strong>Password</strong>: hunter22<br>", "<strong>Password</strong>: [secret]<br>"),
        ("`db_password`: hunter22", "`db_password`: [secret]"),
        ("`db_password`: `hunter22`", "`db_password`: `[secret]`"),
    ]);
    same(&[
        "**Password:** at least 8 characters",
        "**Token**: the one that you were given",
        "**Secret:** Kubernetes",
        "- `token`: string",
        "`password`: your password",
        "`password`: `string`",
        "<b>Password:</b> <input type=\"password\">",
        "x > y: z9",
        ".. _`Bearer Token`: https://web.example/rfc6750",
    ]);
}

#[test]
fn cells_of_tables_in_html() {
    all(&[
        ("<td>Password</td><td>hunter22</td>", "<td>Password</td><td>[secret]</td>"),
        ("<dt>Password</dt> <dd>hunter22</dd>", "<dt>Password</dt> <dd>[secret]</dd>"),
    ]);
    same(&[
        "<td>password</td><td>string</td>",
        "<td>Colour</td><td>x9y8z7w6</td>",
        "<th>Password</th><th>Meaning</th>",
    ]);
}

#[test]
fn dashes_and_arrows() {
    all(&[
        ("Password - kV9xQ8zz1", "Password - [secret]"),
        ("  - Token -> kV9xQ8zz1Lm4", "  - Token -> [secret]"),
        ("user: x1y2\nPassword - kV9xQ8zz1\n", "user: [user]\nPassword - [secret]\n"),
    ]);
    same(&[
        "Password - the one that you were given",
        "password - required",
        "Token -> String",
        "Token - JSON Web Token, RFC 7519",
        "Password - at least 8",
        "the password - kV9xQ8zz1",
        "Colour - kV9xQ8zz1",
    ]);
}
