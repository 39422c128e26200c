//! Argument lists and environments.

use aboveboard::{
    Fact, Json, PrivateFacts, scrub, scrub_arguments, scrub_call, scrub_environment, scrub_json,
};

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
    arguments(
        &["redis-cli", "-h", "localhost", "-a", "secret"],
        &["redis-cli", "-h", "localhost", "-a", "[secret]"],
    );
    arguments(
        &["docker", "login", "-u", "jane", "-p", "abc"],
        &["docker", "login", "-u", "[user]", "-p", "[secret]"],
    );
    arguments(&["7z", "x", "-pabc", "all.7z"], &["7z", "x", "-p[secret]", "all.7z"]);
    arguments(&["zip", "-r", "-P", "abc", "all.zip"], &["zip", "-r", "-P", "[secret]", "all.zip"]);
    arguments(&["redis-cli", "-a", "--tls"], &["redis-cli", "-a", "--tls"]);
    let far = "--default-character-set=utf8mb4-and-more-of-it-so-that-the-program-is-far-away-from-it";
    arguments(&["/opt/x/mysql", far, far, "-psecret"], &["[path]", far, far, "-p[secret]"]);
    let published = ["docker", "run", "--name", "mongo", "-p", "27017:27017", "mongo"];
    arguments(&published, &published);
}

#[test]
fn what_stands_for_a_password_holds_nothing_private() {
    arguments(&["tool", "--token", "<jdoe42>"], &["tool", "--token", "<[user]>"]);
    arguments(&["mysql", "-p<jdoe42>"], &["mysql", "-p<[user]>"]);
    arguments(&["tool", "--password", ";kD93kxP"], &["tool", "--password", "[secret]"]);
    arguments(&["tool", "--password", "${PASSWORD}"], &["tool", "--password", "${PASSWORD}"]);
}

#[test]
fn users_behind_a_letter() {
    arguments(&["psql", "-U", "jane", "shop"], &["psql", "-U", "[user]", "shop"]);
    arguments(&["sudo", "-u", "root", "id"], &["sudo", "-u", "root", "id"]);
    arguments(&["smbclient", "-U", "jane%word"], &["smbclient", "-U", "[secret]"]);
    arguments(&["tool", "-U", "jane"], &["tool", "-U", "jane"]);
    arguments(&["tool", "--user", "jane"], &["tool", "--user", "[user]"]);
    arguments(&["systemctl", "--user", "restart"], &["systemctl", "--user", "restart"]);
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

#[test]
fn names_of_variables_are_scrubbed_too() {
    let call = r#"{"private":[["user_name","jane.doe"]],"environment":{"jane.doe":"x","LANG":"C","x_jane.doe":"jane.doe"}}"#;
    let want = concat!(
        r##"{"format":1,"environment":{"[user]":"x","LANG":"C","x_[user]":"[user]"},"findings":["##,
        r##"{"at":"/environment","start":0,"end":6,"kind":"user","rule":"user-name"},"##,
        r##"{"at":"/environment","start":2,"end":8,"kind":"user","rule":"user-name"},"##,
        r##"{"at":"/environment/x_[user]","start":0,"end":6,"kind":"user","rule":"user-name"}]}"##,
    );
    assert_eq!(scrub_call(call).unwrap(), want);
    for name in [
        "ProgramFiles(x86)",
        "BASH_FUNC_which%%",
        "KUBERNETES_SERVICE_PORT_HTTPS",
        "npm_config_//registry.npmjs.org/:_authToken",
        "VSCODE_GIT_ASKPASS_EXTRA_ARGS",
        "com.docker.compose.project",
        "_",
        "",
    ] {
        let out = scrub_call(&format!(r#"{{"environment":{{"{name}":"1"}}}}"#)).unwrap();
        assert!(out.starts_with(&format!(r#"{{"format":1,"environment":{{"{name}":"#)), "{out}");
    }
}

#[test]
fn what_names_a_secret_is_followed_by_nothing_else() {
    arguments(&["env", "-i", "PASSWORD=kV9 x", "sh"], &["env", "-i", "PASSWORD=[secret]", "sh"]);
    arguments(&["app", "--password=<kV9xQ8zz"], &["app", "--password=[secret]"]);
    arguments(&["app", "--password==kV9x"], &["app", "--password=[secret]"]);
    arguments(&["app", "--password=UPSMGIMP"], &["app", "--password=[secret]"]);
    arguments(&["app", "--header", "X-Api-Key: kV9 xQ8zz"], &["app", "--header", "X-Api-Key: [secret]"]);
    arguments(&["app", "--password=$PASSWORD"], &["app", "--password=$PASSWORD"]);
}

#[test]
fn targets_of_ssh_are_accounts() {
    arguments(&["ssh", "bobby@web"], &["ssh", "[email]"]);
    arguments(&["scp", "x", "bobby@web:/y"], &["scp", "x", "[email]:/y"]);
    arguments(&["ssh", "-l", "bobby", "web"], &["ssh", "-l", "[user]", "web"]);
    arguments(&["git", "clone", "git@github.com:a/b"], &["git", "clone", "git@github.com:a/b"]);
    arguments(&["npm", "install", "x@latest"], &["npm", "install", "x@latest"]);
}

#[test]
fn lists_in_json_are_scrubbed_once() {
    let facts = PrivateFacts::default();
    for (given, want) in [
        (r#"["mysql","--password","hunter2","orders"]"#, r#"["mysql","--password","[secret]","orders"]"#),
        (r#"["--token","abcdef12","deploy","now"]"#, r#"["--token","[secret]","deploy","now"]"#),
        (r#"["--user","jo","sync"]"#, r#"["--user","[user]","sync"]"#),
        // What is JSON itself is an argument too.
        (r#"["--data","{\"token\":\"x\"}","sync"]"#, r#"["--data","{\"token\":\"[secret]\"}","sync"]"#),
        (r#"["--token","{\"a\":1}","sync"]"#, r#"["--token","[secret]","sync"]"#),
        // So is the value of a header.
        (r#"["--verbose","X-Api-Key","kV9xm2","sync"]"#, r#"["--verbose","X-Api-Key","[secret]","sync"]"#),
        (r#"["sshpass","-pword","ssh","a"]"#, r#"["sshpass","-p[secret]","ssh","a"]"#),
    ] {
        let once = scrub(given, &facts).text;
        assert_eq!(once, want);
        assert_eq!(scrub(&once, &facts).text, want);
        let mut tree = Json::parse(given).unwrap();
        for _ in 0..2 {
            scrub_json(&mut tree, &facts);
            assert_eq!(tree, Json::parse(want).unwrap());
        }
    }
}

/// What is replaced in the name of a value takes the name away, and with it what it says.
#[test]
fn a_name_that_goes_names_nothing() {
    for value in ["", "x9"] {
        let argument = format!("hf_{}PASSWORD={value}", "aK4".repeat(11));
        arguments(&["-token", &argument], &["-token", "[secret]"]);
    }
    arguments(&["-token", "DB_PASSWORD=x9"], &["-token", "DB_PASSWORD=[secret]"]);
}

#[test]
fn a_value_is_where_its_name_ends_also_when_the_name_has_changed() {
    let argument = "named-useramd64startedAPI_TOKEN=${API_TOKEN:-\u{201d}".repeat(3);
    let scrubbed = scrub_arguments(&[&argument], &PrivateFacts::default()).remove(0);
    for finding in &scrubbed.findings {
        assert_eq!(scrubbed.text.get(finding.range.clone()), Some(finding.kind.replacement()));
    }
}
