//! Users in prose.

use crate::examples::{all, same};

#[test]
fn users_behind_their_noun() {
    all(&[
        ("Login failed for user jdoe", "Login failed for user [user]"),
        ("user jdoe not found", "user [user] not found"),
        ("User jdoe does not exist.", "User [user] does not exist."),
        ("Error: user bob is not in the sudoers file", "Error: user [user] is not in the sudoers file"),
        ("running as user jdoe, continuing", "running as user [user], continuing"),
        ("created user svc_deploy", "created user [user]"),
        ("no such user jdoe", "no such user [user]"),
        ("switching to user deploy2", "switching to user [user]"),
        ("the user jane.doe has no key", "the user [user] has no key"),
        ("Create user jane with a login", "Create user [user] with a login"),
        ("by user jdoe (uid 1000)", "by user [user] (uid 1000)"),
        ("could not log in for user jane.doe.", "could not log in for user [user]."),
    ]);
}

#[test]
fn nouns_behind_a_user_stay() {
    same(&[
        "user agent string missing",
        "the user input was empty",
        "failed to create user account",
        "could not add user accounts to the group",
        "user namespaces are not allowed",
        "for user authentication.",
        "waiting for user confirmation",
        "cancelled by user request",
        "cancelled by user",
        "for user admin",
        "no user data found",
        "user profile_id not found",
        "See the User Guide in the docs",
        "user config does not exist",
        "user oauth2 is not enabled",
        "per user limits",
        "the user has no access",
        "user v2 is out",
        "for user and group",
        "for user or team",
        "as user of the tool",
        "the user currently logged in",
        "the user who logged in first",
        "the directory of the user e.g. what they read",
        "add user include, library and rpath",
    ]);
}

#[test]
fn whoever_is_logged_in() {
    all(&[
        ("Logged in as jdoe", "Logged in as [user]"),
        ("You are already logged in as jdoe.", "You are already logged in as [user]."),
        (
            "logged in as jdoe on https://registry.npmjs.org/.",
            "logged in as [user] on https://registry.npmjs.org/.",
        ),
        ("Successfully logged in as user jdoe!", "Successfully logged in as user [user]!"),
    ]);
    same(&[
        "You are logged in as admin",
        "You are not logged in as well",
        "logged in as a service account",
        "must be logged in as the owner",
        "it is logged as debug",
        "the plugged-in module",
    ]);
}

#[test]
fn short_passwords_in_prose() {
    all(&[
        ("Your password is hunter2.", "Your password is [secret]."),
        ("Error: password for user deploy is hunter2", "Error: password for user deploy is [secret]"),
        ("the password of jdoe was x9y8!", "the password of jdoe was [secret]"),
        ("password a1b2c3 was wrong", "password [secret] was wrong"),
        ("the password jane99 works", "the password [secret] works"),
        ("the password alexander99 works", "the password [secret] works"),
        ("Setting password[k4gutt1f] for it", "Setting password[[secret]] for it"),
        ("API_TOKEN was 7fdfbebafd8a5cb8f6198e98", "API_TOKEN was [secret]"),
    ]);
    same(&[
        "the password is sha256 hashed",
        "password is base64",
        "password is too short",
        "the password is 12",
        "password is $PASSWORD",
        "password for this is not set",
        "password step2 failed",
        "the password sha512 is kept as",
        "a password field12 is missing",
        "password[0] = password[index2]",
    ]);
}

#[test]
fn comments_of_public_keys() {
    let key = "AAAAC3NzaC1lZDI1NTE5AAAAIJ0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3";
    all(&[(&format!("ssh-ed25519 {key} jdoe@notebook"), &format!("ssh-ed25519 {key} [email]"))]);
}

#[test]
fn names_and_passwords_in_base64() {
    all(&[("auth: Basic dXNlcjpwYXNz", "auth: Basic [secret]")]);
    same(&["the Basic HTTPAuthScheme of it", "Basic TypeScriptKit"]);
}

#[test]
fn who_did_something() {
    all(&[
        ("{\"login\": \"jane\", \"id\": 7}", "{\"login\": \"[user]\", \"id\": 7}"),
        ("action=push actor=jane ref=main", "action=push actor=[user] ref=main"),
        ("login=jane", "login=[user]"),
        ("{\"createdBy\":\"jane\"}", "{\"createdBy\":\"[user]\"}"),
        ("requested_by=jane", "requested_by=[user]"),
        ("[sudo] password for jane.doe:", "[sudo] password for [user]:"),
        ("cd ~jane.doe/x", "cd [path]"),
    ]);
    same(&[
        "login: jane",
        "login=success",
        "{\"login\": \"required\"}",
        "last_login=never",
        "actor=system",
        "sorted_by=name",
        "{\"updatedBy\":\"root\"}",
        "created by jane",
        "~../x",
    ]);
}
