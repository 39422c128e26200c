//! What programs say when something does not work: the words around a name tell whose it is, and the same names in other
//! words are everybody's.

use crate::examples::all;

#[track_caller]
fn same(texts: &[&str]) {
    for text in texts {
        all(&[(text, text)]);
    }
}

#[test]
fn hosts_that_nothing_connects_to() {
    all(&[
        // OpenSSH's `ssh_connect`.
        (
            "ssh: connect to host node1 port 22: Connection refused",
            "ssh: connect to host [host] port 22: Connection refused",
        ),
        (
            "rsync failed: ssh: connect to host gateway port 2222: No route to host",
            "rsync failed: ssh: connect to host [host] port 2222: No route to host",
        ),
        ("ssh: connect to host db_1 port 22: timed out", "ssh: connect to host [host] port 22: timed out"),
        // curl's errors, and what it says with `-v`.
        (
            "curl: (7) Failed to connect to db1 port 5432 after 2 ms: Couldn't connect to server",
            "curl: (7) Failed to connect to [host] port 5432 after 2 ms: Couldn't connect to server",
        ),
        (
            "curl: (7) Failed to connect to vault port 8200: Connection refused",
            "curl: (7) Failed to connect to [host] port 8200: Connection refused",
        ),
        ("curl: (6) Could not resolve host: vault", "curl: (6) Could not resolve host: [host]"),
        ("* Connected to db1 (10.0.0.5) port 5432 (#0)", "* Connected to [host] ([address]) port 5432 (#0)"),
        ("* Connected to db1 (2001:db8::1) port 80", "* Connected to [host] ([address]) port 80"),
        // OpenBSD's nc(1), libpq.
        (
            "nc: connect to db1 port 5432 (tcp) failed: Connection refused",
            "nc: connect to [host] port 5432 (tcp) failed: Connection refused",
        ),
        (
            "nc: connect to db1 (10.0.0.5) port 5432 (tcp) failed: refused",
            "nc: connect to [host] ([address]) port 5432 (tcp) failed: refused",
        ),
        (
            "connection to server at \"vault\" (10.0.0.5), port 5432 failed: FATAL:  no",
            "connection to server at \"[host]\" ([address]), port 5432 failed: FATAL:  no",
        ),
    ]);
    same(&[
        "Connection closed by remote host",
        "kex_exchange_identification: Connection closed by remote host",
        "kex_exchange_identification: read: Connection reset by peer",
        "Host key verification failed.",
        "ssh: connect to host localhost port 22: Connection refused",
        "ssh: connect to host <host> port <port>: Connection refused",
        "ssh: connect to host HOST port 22: Connection refused",
        "ssh: connect to host github.com port 22: Connection timed out",
        "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server",
        "curl: (7) Failed to connect to github.com port 443: Connection refused",
        "curl: (6) Could not resolve host: github.com",
        "curl: (6) Could not resolve host: localhost",
        "host: missing, resolve host: it later",
        "bind to port 8080 failed: Address already in use",
        "failed to connect to server port 22",
        "failed to connect to server port 22: refused",
        "connect to the port 22: refused",
        "connect to port 22: refused",
        "listen on port 8080: permission denied",
        "the service port 22: unused",
        "expose target port 80: done in 3 ms: ok",
        "server listens at \"main\" (10 s), port 5432: yes",
    ]);
}

#[test]
fn accounts_at_hosts_of_one_word() {
    all(&[
        ("ssh target deploy@gw", "ssh target [email]"),
        ("skipped: ssh host deploy@gw is down", "skipped: ssh host [email] is down"),
        ("rsync destination backup@nas", "rsync destination [email]"),
        ("no route to user@h", "no route to [email]"),
        ("No route to jane@nas: skipped", "No route to [email]: skipped"),
        ("login as deploy@gw", "login as [email]"),
        ("logged in as jane@nas", "logged in as [email]"),
        ("could not connect to deploy@gw", "could not connect to [email]"),
        ("lost connection to deploy@gw", "lost connection to [email]"),
        ("connecting to deploy@gw (attempt 2)", "connecting to [email] (attempt 2)"),
    ]);
    same(&[
        "pkg@1.2.3",
        "target react@next",
        "build target node@current",
        "nx run target app@production",
        "uses actions/checkout@v4 and appleboy/ssh-action@master",
        "python@3.11 node@20 react@latest",
        "environment deploy@staging is protected",
        "deploy@staging",
        "route to dashboard@internal and api@docker",
        "router web@file uses service api@docker",
        "ssh target react@latest",
        "ssh target user@host",
        "log in as user@hostname",
        "connect to @scope/pkg",
        "connect to node@20",
        "connect to latest@sha256",
        "connection to actions/checkout@main",
        "connect to name@main",
    ]);
}

#[test]
fn accounts_of_clouds_behind_a_word() {
    const ID: &str = "01234567-89ab-4def-8123-456789abcdef";
    for before in [
        "Azure subscription ",
        "Subscription ",
        "tenant id ",
        "tenant ",
        "in tenant ID ",
        "subscription id: ",
        "subscription id ",
        "account id ",
    ] {
        all(&[(&format!("{before}{ID} is disabled"), &format!("{before}[account] is disabled"))]);
    }
    all(&[
        // As the console of AWS writes them.
        ("aws account 1234-5678-9012", "aws account [account]"),
        ("AWS Account ID 1234-5678-9012.", "AWS Account ID [account]."),
        ("AWS Account 123456789012", "AWS Account [account]"),
        // As IAM and STS say them.
        ("123456789012 is not authorized to perform: x", "[account] is not authorized to perform: x"),
        ("1234-5678-9012 is not authorized", "[account] is not authorized"),
        ("caller identity 123456789012 lacks s3:x", "caller identity [account] lacks s3:x"),
    ]);
    for before in
        ["request id ", "run ", "id ", "correlation id ", "trace ", "subscriptions ", "identity ", "caller "]
    {
        let text = format!("{before}{ID} failed");
        same(&[&text]);
    }
    same(&[
        "at 202601021504 is not authored",
        "123456789012 is not enough",
        "1234567890123 is not authorized",
        "size 123456789012 bytes",
        "identity 123456789012",
        "caller 123456789012",
        "id 1234-5678-9012",
        "card 1234-5678-9012 expired",
        "tenant 1234-5678",
        "subscription tier-premium-2024",
        "tenant administrator-role",
        "the subscription subscription-manager needs",
    ]);
}

#[test]
fn paths_of_one_part() {
    all(&[
        ("path /data not writable", "path [path] not writable"),
        ("/acme-backups is not writable", "[path] is not writable"),
        ("/customers is not a directory", "[path] is not a directory"),
        ("directory /data is full", "directory [path] is full"),
        ("no folder '/acme-prod' there", "no folder '[path]' there"),
        // errno(3), as shells, Go, Python and Node print it.
        (
            "mkdir: cannot create directory '/acme': Permission denied",
            "mkdir: cannot create directory '[path]': Permission denied",
        ),
        ("/acme/x: Permission denied", "[path]: Permission denied"),
        ("\"cannot write to directory /acme\"", "\"cannot write to directory [path]\""),
        (
            "touch: cannot touch '/acme-1/x/': No space left on device",
            "touch: cannot touch '[path]': No space left on device",
        ),
        ("mkdir: /acme: Read-only file system", "mkdir: [path]: Read-only file system"),
        ("open /acme: permission denied", "open [path]: permission denied"),
        ("[Errno 13] Permission denied: '/acme'", "[Errno 13] Permission denied: '[path]'"),
        ("[Errno 2] No such file or directory: '/acme'", "[Errno 2] No such file or directory: '[path]'"),
        (
            "Error: EACCES: permission denied, mkdir '/acme'",
            "Error: EACCES: permission denied, mkdir '[path]'",
        ),
    ]);
    same(&[
        "GET /healthz",
        "GET /healthz 200, POST /login 401",
        "GET /admin: permission denied",
        "path /metrics",
        "path /metrics returned 404",
        "path: /api",
        "the path /healthz is not reachable",
        "no route for /login: not found",
        "directory: \"/frontend\"",
        "pathType: Prefix, path: /",
        "mount /api before /docs",
        "Mounted /metrics, /healthz and /readyz",
        "rewrite / to /index and /about",
        "location /static { root /srv; }",
        "/tmp is not writable",
        "GET /api/v2/users: permission denied",
        "/api/v2/users: not found",
        "/frontend/docs is not ready",
        "mkdir: cannot create directory '/run': Permission denied",
        "directory /var is full",
        "directory / is full",
        "ls: /etc: Permission denied",
        "exec /entrypoint.sh: no such file or directory",
        "stat /start.sh: no such file or directory",
        "choose yes/no: permission denied",
        "and /or, 3 /4",
        "type /help: it tells more",
    ]);
}

#[test]
fn credentials_without_digits() {
    all(&[
        // RFC 6750 section 2.1.
        ("Authorization: Bearer abc.def.ghi", "Authorization: Bearer [secret]"),
        ("curl -H \"Authorization: Bearer abc.def.ghi\" x", "curl -H \"Authorization: Bearer [secret]\" x"),
        ("sent Authorization: Bearer abc.def.ghi here", "sent Authorization: Bearer [secret] here"),
        ("authorization=Bearer abc.def.ghi", "authorization=Bearer [secret]"),
    ]);
    same(&[
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "Authorization: Bearer ${TOKEN}",
        "Authorization: Bearer ***",
        "Authorization: Bearer {{ token }}",
        "Authorization: Bearer [secret]",
        "Authorization: Bearer process.env.TOKEN",
        "Authorization: Bearer config.token",
        "Authorization: Bearer user.token",
        "authorization = handler.authorization",
    ]);
}

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
