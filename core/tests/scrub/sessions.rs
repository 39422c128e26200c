//! Users in the messages of programs that let them in.

use crate::examples::{all, same};

#[test]
fn users_whom_sudo_does_not_know() {
    all(&[
        // sudo(8), with `mail_badpass` and without.
        ("jane is not in the sudoers file.", "[user] is not in the sudoers file."),
        (
            "skipped: jane.d is not in the sudoers file.  This incident will be reported.",
            "skipped: [user] is not in the sudoers file.  This incident will be reported.",
        ),
    ]);
    same(&[
        "username is not in the sudoers file.",
        "root is not in the sudoers file.",
        "where it is not in the sudoers file.",
        "This entry is not in the sudoers file.",
        "jane is not in the list of the file.",
    ]);
}

#[test]
fn users_of_sessions() {
    all(&[
        (
            "debug1: Authenticating to 10.8.0.20:22 as 'jane'",
            "debug1: Authenticating to [address]:22 as '[user]'",
        ),
        (
            "Hi jane7! You've successfully authenticated, but GitHub does not provide shell access.",
            "Hi [user]! You've successfully authenticated, but GitHub does not provide shell access.",
        ),
        (
            "remote: Permission to acme/x.git denied to jane7.",
            "remote: Permission to acme/x.git denied to [user].",
        ),
        (
            "su: pam_unix(su:session): session opened for user root by jane(uid=1000)",
            "su: pam_unix(su:session): session opened for user root by [user](uid=1000)",
        ),
        (
            "sshd[7]: pam_unix(sshd:session): session closed for user jane",
            "sshd[7]: pam_unix(sshd:session): session closed for user [user]",
        ),
        (
            "pam_unix(su-l:auth): authentication failure; logname= uid=1001 ruser=jane rhost=  user=root",
            "pam_unix(su-l:auth): authentication failure; logname= uid=1001 ruser=[user] rhost=  user=[user]",
        ),
        ("jane : TTY=pts/0 ; COMMAND=list", "[user] : TTY=pts/0 ; COMMAND=list"),
    ]);
    same(&[
        "Hi there! You've successfully authenticated.",
        "Hi! You've successfully authenticated.",
        "remote: Permission to acme/x.git denied to deploy key",
        "session opened for user [user] by (uid=0)",
        "pam_unix(cron:session): session closed for user root",
        "root : TTY=pts/0 ; COMMAND=list",
        "Permission denied: not allowed to write",
    ]);
}

#[test]
fn users_and_hosts_of_commands() {
    all(&[
        ("mysql -h db7 -e status", "mysql -h [host] -e status"),
        ("redis-cli -h cache7 ping", "redis-cli -h [host] ping"),
        ("ssh -l jane box7", "ssh -l [user] [host]"),
        ("ssh -p 2222 box7", "ssh -p 2222 [host]"),
        ("$ ssh -i ~/.ssh/lab bastion.acme.net uptime", "$ ssh -i [path] [host] uptime"),
        ("nc -zv box7 22", "nc -zv [host] 22"),
        ("psexec \\\\build-3 -u CORP\\jane cmd", "psexec \\\\[host] -u [user] cmd"),
        ("scp a.tgz box7:/tmp", "scp a.tgz [host]:/tmp"),
        ("sudo -iu jane", "sudo -iu [user]"),
        ("su - jane -c make", "su - [user] -c make"),
        ("usermod -aG docker jane", "usermod -aG docker [user]"),
        ("chown jane:jane f", "chown [user]:[user] f"),
        ("chown -R jane:staff f", "chown -R [user]:staff f"),
        ("box7 login: jane7", "[host] login: [user]"),
        ("(jane) CMD (run-parts)", "([user]) CMD (run-parts)"),
        ("Started by user Jane Doe", "Started by user [user]"),
        ("docker:x:998:jane,joe", "docker:x:998:[user],[user]"),
        ("AllowUsers jane joe", "AllowUsers [user]"),
        ("...\\Temp\\pytest-of-jane\\pytest-18", "...\\Temp\\pytest-of-[user]\\pytest-18"),
        ("/cygdrive/c/Users/jane/x", "[path]"),
        ("/nfs/home/jane/x", "[path]"),
        (
            "X509v3 Subject Alternative Name: DNS:box7, DNS:*.lab.acme.net",
            "X509v3 Subject Alternative Name: DNS:[host], DNS:*.[host]",
        ),
        ("subject=CN = vault.acme.net", "subject=CN = [host]"),
        ("subject=CN=vault.acme.net", "subject=CN=[host]"),
    ]);
    same(&[
        "mysql -h localhost",
        "du -h x7",
        "ssh -p 2222 localhost",
        "ssh -v -p 2222",
        "nc -zv localhost 22",
        "nc -l 7000",
        "sudo -iu root",
        "sudo -u postgres psql",
        "su - root",
        "this is su - a command",
        "usermod -aG docker root",
        "chown root:root f",
        "chown www-data:www-data f",
        "down time:hours f",
        "oauth2 login: failed",
        "First login: today",
        "(root) CMD (run-parts)",
        "(see) CMD",
        "Started by user",
        "Started by user request.",
        "version:x:1:beta",
        "step : ok=1",
        "Started by users of it",
        "docker:x:998:",
        "pytest-of-the-day runs",
        "DNS:github.com",
        "issuer=CN = ca.acme.net",
        "subject=CN = Root Two",
    ]);
}

#[test]
fn users_in_escaped_quotes() {
    all(&[(
        r#"msg="error authenticating user \"jordy\": failure""#,
        r#"msg="error authenticating user \"[user]\": failure""#,
    )]);
}

#[test]
fn what_systemd_and_others_say_of_users() {
    all(&[
        ("systemd: Created slice User Slice of nbsdkwh.", "systemd: Created slice User Slice of [user]."),
        ("Started Session 1255 of user nbsdkwh.", "Started Session 1255 of user [user]."),
        (
            "2018-10-21T08:13:50.495272-04:00 host0 systemd: ready",
            "2018-10-21T08:13:50.495272-04:00 [host] systemd: ready",
        ),
        ("username is \"userabc\" now", "username is \"[user]\" now"),
        ("My token is abc123token, see", "My token is [secret], see"),
        ("-subj \"/C=US/CN=one.acme.com\"", "-subj \"/C=US/CN=[host]\""),
        (
            "for project \"acme-export-dev\": googleapi: Error 403",
            "for project \"[account]\": googleapi: Error 403",
        ),
        ("Client-identifier 01:e2:b9:3c:6b:28:94", "Client-identifier [address]"),
    ]);
    same(&["The token is base64 encoded", "for project \"acme-export-dev\": not found"]);
}
