//! Argument lists and environments.

use aboveboard::{Fact, PrivateFacts, scrub_arguments, scrub_environment};

#[track_caller]
fn arguments(given: &[&str], want: &[&str]) {
    let facts = PrivateFacts::new(&[Fact::UserName("jdoe42")]);
    let out: Vec<_> = scrub_arguments(given, &facts).into_iter().map(|text| text.text.into_owned()).collect();
    assert_eq!(out, want);
}

#[test]
fn flags_and_what_follows() {
    arguments(
        &["tool", "login", "--token", "abc", "--api-key=def", "--region", "eu", "--password", "--force"],
        &[
            "tool",
            "login",
            "--token",
            "[secret]",
            "--api-key=[secret]",
            "--region",
            "eu",
            "--password",
            "--force",
        ],
    );
    arguments(
        &["curl", "-u", "me:word", "-H", "Authorization: Bearer abc"],
        &["curl", "-u", "[secret]", "-H", "Authorization: Bearer [secret]"],
    );
    arguments(
        &["x", "--owner", "jdoe42", "--dir", "/home/x/y"],
        &["x", "--owner", "[user]", "--dir", "[path]"],
    );
}

#[test]
fn passwords_behind_a_letter() {
    arguments(&["/usr/bin/mysql", "-psecret", "db"], &["/usr/bin/mysql", "-p[secret]", "db"]);
    arguments(&["sshpass", "-p", "secret", "ssh"], &["sshpass", "-p", "[secret]", "ssh"]);
    arguments(&["docker", "run", "-p", "8080:80"], &["docker", "run", "-p", "8080:80"]);
    arguments(&["tool", "-parallel"], &["tool", "-parallel"]);
}

#[test]
fn environments() {
    let variables = [
        ("GITHUB_TOKEN", "abc"),
        ("PATH", "/home/x/bin:/bin"),
        ("DB_HOST", "db1"),
        ("LANG", "C.UTF-8"),
        ("API_KEY", ""),
    ];
    let out: Vec<_> = scrub_environment(&variables, &PrivateFacts::default())
        .into_iter()
        .map(|text| text.text.into_owned())
        .collect();
    assert_eq!(out, ["[secret]", "[path]:/bin", "[host]", "C.UTF-8", ""]);
}
