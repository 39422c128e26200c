//! What programs say when something does not work: the words around a name tell whose it is, and the same names in other
//! words are everybody's.

use crate::examples::{all, same};

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

#[test]
fn hosts_that_resolvers_do_not_know() {
    all(&[
        // sudo(8), wget(1), BusyBox's nslookup, Go's `net.DNSError`.
        (
            "sudo: unable to resolve host web-7: Name or service not known",
            "sudo: unable to resolve host [host]: Name or service not known",
        ),
        ("wget: unable to resolve host address 'box7'", "wget: unable to resolve host address '[host]'"),
        ("nslookup: can't resolve 'box7'", "nslookup: can't resolve '[host]'"),
        (
            "dial tcp: lookup web-7 on 127.0.0.53:53: server misbehaving",
            "dial tcp: lookup [host] on [address]:53: server misbehaving",
        ),
        (
            "dial tcp: lookup box on 10.0.0.1:53: no such host",
            "dial tcp: lookup [host] on [address]:53: no such host",
        ),
        // Java, libpq.
        ("java.net.UnknownHostException: build-7", "java.net.UnknownHostException: [host]"),
        (
            "Caused by: java.net.UnknownHostException: db7: Name or service not known",
            "Caused by: java.net.UnknownHostException: [host]: Name or service not known",
        ),
        (
            "could not translate host name \"db7\" to address: Name or service not known",
            "could not translate host name \"[host]\" to address: Name or service not known",
        ),
    ]);
    same(&[
        "sudo: unable to resolve host name: try again",
        "sudo: unable to resolve host localhost: Name or service not known",
        "error: unable to resolve host",
        "vite: can't resolve './App' in src",
        "rollup: can't resolve 'react' from src",
        "dial tcp: lookup on a closed socket",
        "dial tcp: lookup localhost on [address]:53: ",
        "error: lookup table on disk: missing",
        "dial tcp: lookup github.com on [address]:53: no such host",
        "UnknownHostException: the name is not known",
        "java.net.UnknownHostException: github.com",
        "java.net.UnknownHostException: null",
        "could not translate host name \"localhost\" to address: no",
        "could not translate name \"first\" to last",
    ]);
}

#[test]
fn hosts_that_do_not_answer() {
    all(&[
        // libpq, mongo, redis-py, rsync(1).
        (
            "connection to server at \"db7\", port 5432 failed: FATAL",
            "connection to server at \"[host]\", port 5432 failed: FATAL",
        ),
        ("mongo: couldn't connect to server db7:27017", "mongo: couldn't connect to server [host]:27017"),
        (
            "Error 111 connecting to cache7:6379. Connection refused.",
            "Error 111 connecting to [host]:6379. Connection refused.",
        ),
        (
            "rsync: failed to connect to box7 (10.1.2.3): Connection refused (111)",
            "rsync: failed to connect to [host] ([address]): Connection refused (111)",
        ),
        // The kernel's client of NFS, HAProxy.
        ("nfs: server nas7 not responding, still trying", "nfs: server [host] not responding, still trying"),
        (
            "Server bk_web/web-2 is DOWN, reason: Layer4 connection problem",
            "Server bk_web/[host] is DOWN, reason: Layer4 connection problem",
        ),
        // OpenSSH.
        (
            "The authenticity of host 'box7 (10.1.2.3)' can't be established.",
            "The authenticity of host '[host] ([address])' can't be established.",
        ),
        (
            "Host key for box7 has changed and you have requested strict checking.",
            "Host key for [host] has changed and you have requested strict checking.",
        ),
        // Go's crypto/x509.
        (
            "x509: certificate is valid for vault.int.acme.net, vault8, not vault7",
            "x509: certificate is valid for [host], [host], not [host]",
        ),
    ]);
    same(&[
        "connection to server at \"localhost\", port 5432 failed: FATAL",
        "connection to server was lost at \"noon\"",
        "Error 111 connecting to localhost:6379. Connection refused.",
        "connecting to stage:2 of the build",
        "rsync: failed to connect to server (timeout): Connection refused",
        "web: server is not responding, still trying",
        "nfs: server not responding",
        "the unit is DOWN, reason: unknown",
        "Server pool/any is slow, reason: load",
        "The authenticity of host '<host>' can't be established.",
        "Host key for the new machine has changed and you have requested strict checking.",
        "x509: certificate is valid for localhost, not github.com",
        "x509: certificate is valid for one year, not two",
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
fn nodes_of_clusters() {
    all(&[
        ("Node worker-7 status is now: NodeReady", "Node [host] status is now: NodeReady"),
        ("Successfully assigned default/web-1 to worker-7", "Successfully assigned default/web-1 to [host]"),
        (
            "Error from server (NotFound): nodes \"worker-7\" not found",
            "Error from server (NotFound): nodes \"[host]\" not found",
        ),
        ("node \"worker-7\" not found", "node \"[host]\" not found"),
        ("err=\"node \\\"worker-7\\\" not found\"", "err=\"node \\\"[host]\\\" not found\""),
        (
            "error: unable to drain node \"worker-7\" due to error: cannot delete Pods",
            "error: unable to drain node \"[host]\" due to error: cannot delete Pods",
        ),
        ("node/worker-7 cordoned", "node/[host] cordoned"),
        ("node/worker-7 already uncordoned", "node/[host] already uncordoned"),
        ("Node:             worker-7/10.31.4.12", "Node:             [host]/[address]"),
        (
            "NAME       STATUS     ROLES    AGE   VERSION\nworker-7   NotReady   <none>   41d   v1.30.3+k3s1",
            "NAME       STATUS     ROLES    AGE   VERSION\n[host]   NotReady   <none>   41d   v1.30.3+k3s1",
        ),
        (
            "edge   Ready,SchedulingDisabled   control-plane,master   2d3h   v1.30.3",
            "[host]   Ready,SchedulingDisabled   control-plane,master   2d3h   v1.30.3",
        ),
    ]);
    same(&[
        "Node index status is now: open it",
        "Successfully assigned the role to them",
        "Successfully assigned x/y to z",
        "node \"index.js\" not found",
        "node \"x\" is not in the graph",
        "node/index cordoned off",
        "node/18 drained",
        "node/index.js drained",
        "use node/npm 10.2.0",
        "Node: v20/1.2.3",
        "it is Ready since v1.30.3",
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
fn logs_and_answers_that_name_a_host() {
    all(&[
        (
            "Dec 14 19:07:49 juniper kubelet[9114]: E1214 19:07:49.862262 pod failed",
            "Dec 14 19:07:49 [host] kubelet[9114]: E1214 19:07:49.862262 pod failed",
        ),
        ("<docker2.acme.com> ESTABLISH SSH CONNECTION", "<[host]> ESTABLISH SSH CONNECTION"),
        ("<docker2.acme.com> SSH: EXEC ssh -C", "<[host]> SSH: EXEC ssh -C"),
        ("db1.acme.net has address 10.0.0.1", "[host] has address [address]"),
        ("db1.acme.net has IPv6 address 2001:db8::1", "[host] has IPv6 address [address]"),
        ("to=<x>; helo=<WIN-4TTI4DH8SGH>", "to=<x>; helo=<[host]>"),
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
fn accounts_of_clouds_in_messages() {
    all(&[
        ("not found in the registry with id '123456789012'", "not found in the registry with id '[account]'"),
        ("(Project Number: 681255809415)", "(Project Number: [account])"),
        ("$ vault login 97251e99-be25-e4d6-7086-00adddec93dc", "$ vault login [secret]"),
    ]);
}

#[test]
fn more_hosts_in_logs() {
    all(&[
        ("feb 29 03:48:51 mimmi sshd[1707]: ready", "feb 29 03:48:51 [host] sshd[1707]: ready"),
        ("dnsmasq[7]: DHCP 192.168.0.79 is notebook.homedomain", "dnsmasq[7]: DHCP [address] is [host]"),
        ("EHLO notebook-t480", "EHLO [host]"),
        ("Login failed for user 'DESKTOP-FL4FSA2\\A'.", "Login failed for user '[user]'."),
    ]);
    same(&["failed to reach api.telegram.org: ETIMEDOUT", "could not resolve host: deb.debian.org"]);
}

#[test]
fn projects_of_google_in_messages() {
    all(&[
        (
            "URL /v1/projects/round-plating-36/serviceAccounts/x",
            "URL /v1/projects/[account]/serviceAccounts/x",
        ),
        (
            "'storage.get' permission for 'projects/axemnimbus'",
            "'storage.get' permission for 'projects/[account]'",
        ),
        (
            "denied on resource '//cloudresourcemanager.googleapis.com/projects/123456789'",
            "denied on resource '//cloudresourcemanager.googleapis.com/projects/[account]'",
        ),
    ]);
    same(&[
        "/v1/projects/12345/issues",
        "\"containerID\": \"docker://5954f621c17f13706c25a215db06fe2bf7b9a9a6c732a909eb0db39d62346724\"",
    ]);
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

#[test]
fn services_of_mail_servers_and_drivers() {
    all(&[
        (
            "Aug 13 12:23:49 casonas postfix/smtpd[29547]: ready",
            "Aug 13 12:23:49 [host] postfix/smtpd[29547]: ready",
        ),
        ("jdbc:oracle:thin:@//ora02_vip:1551/X", "jdbc:oracle:thin:@//[host]:1551/X"),
        (
            "does not have permission to access projects instance [acme-dev:testIam]",
            "does not have permission to access projects instance [[account]:testIam]",
        ),
        (
            "Permission denied on resource project acmedev.",
            "Permission denied on resource project [account].",
        ),
    ]);
    same(&["Permission denied on resource project", "the permission to access projects"]);
}

#[test]
fn the_column_of_hosts_in_quotes_and_behind_names() {
    all(&[
        (
            "f(\"Jun  1 12:35:58 web01 sudo: pam_unix(sudo:session): x\")",
            "f(\"Jun  1 12:35:58 [host] sudo: pam_unix(sudo:session): x\")",
        ),
        ("line=\"Apr 27 11:01:19 phoenix sudo: x\"", "line=\"Apr 27 11:01:19 [host] sudo: x\""),
        ("auth.log:Jun 30 18:03:28 phoenix sshd[7]: x", "auth.log:Jun 30 18:03:28 [host] sshd[7]: x"),
        (
            "2026-08-05T19:43:39.778346+01:00 phoenix sudo: x",
            "2026-08-05T19:43:39.778346+01:00 [host] sudo: x",
        ),
    ]);
    same(&[
        "built on Jun  1 12:35:58 2026 by make",
        "at Jun  1 12:35:58 info main[7]: x",
        "2026-08-05T19:43:39Z info main[7]: x",
        "Jun  1 12:35:58 UTC 2026",
    ]);
}
