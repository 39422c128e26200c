//! Users in what programs say of them, and the codes and accounts that they sign in with.

use crate::examples::{all, same};

#[test]
fn users_in_quotes_with_backslashes() {
    all(&[
        (
            r"Access denied for user \'jane\'@\'localhost\' (x)",
            r"Access denied for user \'[user]\'@\'localhost\' (x)",
        ),
        (
            r"Access denied for user \'jane\'@\'web01\' (x)",
            r"Access denied for user \'[user]\'@\'[host]\' (x)",
        ),
        ("Access denied for user 'jane'@'web01' (x)", "Access denied for user '[user]'@'[host]' (x)"),
    ]);
    same(&[
        r"Access denied for user \'root\'@\'localhost\' (x)",
        r"the user \'s name",
        r"Access denied for user \'\'@\'localhost\'",
        r"a \'b\'@\'c\' d",
    ]);
}

#[test]
fn who_has_started_a_build() {
    all(&[
        ("Started by user Jane Doe", "Started by user [user]"),
        ("Started by user Jane Doe <jane@acme.net>", "Started by user [user] <[email]>"),
        ("Running\nStarted by user Jane M. O'Neil\nnext", "Running\nStarted by user [user]\nnext"),
        ("[Pipeline] Started by user J\u{f6}rg Doe", "[Pipeline] Started by user [user]"),
        ("Started by user jane.doe", "Started by user [user]"),
    ]);
    same(&[
        "Started by user anonymous",
        "Started by user admin",
        "Started by user interaction",
        "It is Started by user Jane Doe",
        "Started by user [user]",
    ]);
}

#[test]
fn homes_that_ansible_asks_for() {
    all(&[(
        "<web01> EXEC /bin/sh -c 'echo ~jane && sleep 0'",
        "<web01> EXEC [path] -c 'echo ~[user] && sleep 0'",
    )]);
    same(&["'echo ~ && sleep 0'", "echo ~root && sleep 0", "echo ~5 && sleep 0", "say ~jane && sleep 0"]);
}

#[test]
fn what_sshd_says_while_it_is_debugged() {
    all(&[
        ("debug1: PAM: initializing for \"jane\"", "debug1: PAM: initializing for \"[user]\""),
        (
            "debug1: userauth-request for user jane service ssh-connection method publickey",
            "debug1: userauth-request for user [user] service ssh-connection method publickey",
        ),
    ]);
    same(&[
        "debug1: PAM: initializing for \"root\"",
        "PAM: initializing for it",
        "the user account service is up",
        "for user root service ssh-connection method none",
    ]);
}

#[test]
fn users_on_machines() {
    all(&[
        ("user jane on DESKTOP-1 crashed", "user [user] on DESKTOP-1 crashed"),
        ("user jane on web01", "user [user] on web01"),
    ]);
    same(&[
        "user data on sda1",
        "user mode on x86",
        "user bars on ipv6",
        "user agents on UTF-8",
        "user menus on web",
        "user jobs on port8",
        "user stacks on arm64",
        "user root on web01",
    ]);
}

#[test]
fn users_of_images() {
    same(&["username: ec2-user", "User=ec2-user", "ssh_user = \"ec2-user\"", "--username ec2-user"]);
    all(&[("username: ec2-jane", "username: [user]")]);
}

#[test]
fn tenants_in_urls() {
    let id = "0f1e2d3c-4b5a-4678-9abc-def012345678";
    for host in ["graph.windows.net", "sts.windows.net", "login.microsoftonline.com", "login.windows.net"] {
        all(&[(&format!("https://{host}/{id}/x"), &format!("https://{host}/[account]/x"))]);
    }
    for text in ["https://graph.windows.net/users/x", "https://docs.windows.net/myorganization/x"] {
        same(&[text]);
    }
    let other = format!("https://acme.net/{id}/x");
    same(&[other.as_str()]);
}

#[test]
fn codes_that_sign_somebody_in() {
    all(&[
        (
            "open the page https://microsoft.com/devicelogin and enter the code ABCDEFGHJ to authenticate.",
            "open the page https://microsoft.com/devicelogin and enter the code [secret] to authenticate.",
        ),
        ("! First copy your one-time code: ABCD-1234", "! First copy your one-time code: [secret]"),
        ("one-time code: WDJB-MJHT", "one-time code: [secret]"),
        // RFC 8628, section 3.3.1
        ("https://acme.example/device?user_code=WDJB-MJHT", "https://acme.example/device?user_code=[secret]"),
    ]);
    same(&[
        "one-time code: XXXX-XXXX",
        "one-time code: see below",
        "user_code_lens.rs",
        "a user code is shown",
        "error code: ABCD-1234",
        "https://microsoft.com/devicelogin and enter the code that you got",
        "https://microsoft.com/devicelogin and enter the code.",
        "https://acme.net/devices and more",
    ]);
}

#[test]
fn projects_in_quotes() {
    all(&[
        (
            "The resource 'projects/acme-1145' was not found",
            "The resource 'projects/[account]' was not found",
        ),
        ("projects/acme-prod/locations", "projects/[account]/locations"),
    ]);
    same(&[
        "\"root\": \"projects/acme-prod\"",
        "'projects/acme-prod'",
        "The resource 'projects/debian-cloud' was not found",
        "the resource 'projects/' was not found",
    ]);
}

#[test]
fn numbers_of_accounts() {
    all(&[("from acct 123456789012", "from acct [account]")]);
    same(&["from act 123456789012", "from acct 1234567890", "acct 12345678901a"]);
}

#[test]
fn signs_in_the_password_of_a_data_source() {
    all(&[
        ("jane:p@ss(word)@tcp([2001:db8::1]:80)/db", "[secret]@tcp([[address]]:80)/db"),
        ("jane:hunter%2@tcp(db01:3306)/db", "[secret]@tcp([host]:3306)/db"),
    ]);
    same(&[
        "%s:%s@tcp(%s:%d)/%s",
        "user:password@tcp(host:port)/dbname",
        "{{user}}:{{pass}}@tcp({{host}})/x",
        "f(x)@tcp(y)",
    ]);
}

#[test]
fn accounts_of_systems_at_a_word() {
    all(&[
        ("root@phoenix", "[email]"),
        ("ssh to root@phoenix failed", "ssh to [email] failed"),
        ("root@phoenix: Permission denied", "[email]: Permission denied"),
        ("admin@web01", "[email]"),
        ("ubuntu@ip-10-1-2-3", "[email]"),
        ("(vagrant@phoenix)", "([email])"),
        ("pi@phoenix, up", "[email], up"),
    ]);
    same(&[
        "root@localhost",
        "root@pam",
        "root@host",
        "root@server",
        "admin@example",
        "admin@latest",
        "root@",
        "pkg@1.2.3",
        "@scope/pkg",
        "user@",
        "jane@phoenix",
        "root@v1",
        "pi@raspberrypi",
        "ubuntu@latest",
        "root@phoenix/x",
        "x/root@phoenix",
    ]);
}

#[test]
fn accounts_of_databases() {
    all(&[
        ("GRANT ALL ON shop.* TO 'jane'@'%';", "GRANT ALL ON shop.* TO '[user]'@'%';"),
        ("CREATE USER 'jane'@'localhost'", "CREATE USER '[user]'@'localhost'"),
        ("\"DROP USER \\'jane\\'@\\'10.0.0.1\\'\"", "\"DROP USER \\'[user]\\'@\\'[address]\\'\""),
        (
            "2026-11-30 10:00:00 UTC [311] jane@billing FATAL:  permission denied for database",
            "2026-11-30 10:00:00 UTC [311] [user]@billing FATAL:  permission denied for database",
        ),
        ("[7] jane@shop STATEMENT:  SELECT 1", "[7] [user]@shop STATEMENT:  SELECT 1"),
    ]);
    same(&[
        "'root'@'localhost'",
        "'user'@'host'",
        "'username'@'%'",
        "from 'react'@next and 'vue'",
        "[311] postgres@billing LOG:  checkpoint starting",
        "[1] build@latest LOGS: none",
        "[x] build@latest LOG: none",
    ]);
}

#[test]
fn users_in_settings_of_programs() {
    all(&[
        ("Host gw\n  User jane\n  Port 22", "Host gw\n  User [user]\n  Port 22"),
        ("\"ansible_user_id\": \"jane\"", "\"ansible_user_id\": \"[user]\""),
        ("ansible-playbook -i hosts -u jane site.yml", "ansible-playbook -i hosts -u [user] site.yml"),
        ("mongosh -u jane -p s3same shop", "mongosh -u [user] -p [secret] shop"),
    ]);
    same(&[
        "User jane",
        "  User guide",
        "  User input",
        "  User root",
        "  User jane said",
        // A structure of Go's.
        "\tUser usertype",
        "    User TokenUser",
        "the user_id is jane",
        "\"user_id\": \"jane\"",
    ]);
}

#[test]
fn codes_in_a_sentence() {
    all(&[
        ("Your verification code is 482913.", "Your verification code is [secret]."),
        ("Confirmation code is 48291", "Confirmation code is [secret]"),
        ("the authentication code is 482913, jane", "the authentication code is [secret], jane"),
    ]);
    same(&[
        "Your verification code is required",
        "verification code is 12",
        "verification code is 1.5",
        "verification code is 4829131234",
        "the error code is 482913",
    ]);
}
