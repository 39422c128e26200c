//! What programs say when something does not work: the words around a name tell whose it is, and the same names in other
//! words are everybody's.

use crate::examples::{all, same};

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
fn nodes_of_clusters() {
    all(&[
        ("Node worker-7 status is now: NodeReady", "Node [host] status is now: NodeReady"),
        ("Successfully assigned default/web-1 to worker-7", "Successfully assigned default/web-1 to [host]"),
        (
            "Node worker-7 event: Registered Node worker-7 in Controller",
            "Node [host] event: Registered Node [host] in Controller",
        ),
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
fn accounts_of_clouds_in_messages() {
    all(&[
        ("not found in the registry with id '123456789012'", "not found in the registry with id '[account]'"),
        ("(Project Number: 681255809415)", "(Project Number: [account])"),
        (
            "\"UserId\": \"AROA0123456789ABCDEF:jane\", \"AccountId\"",
            "\"UserId\": \"[secret]:[user]\", \"AccountId\"",
        ),
        ("AROA0123456789ABCDEF:jane@acme.com assumed it", "[secret]:[email] assumed it"),
        ("$ vault login 97251e99-be25-e4d6-7086-00adddec93dc", "$ vault login [secret]"),
    ]);
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
        (
            "does not have permission to access project [acme-billing] (or it may not exist)",
            "does not have permission to access project [[account]] (or it may not exist)",
        ),
        (
            "google_project.this: Creation complete after 12s [id=projects/acme-billing]",
            "google_project.this: Creation complete after 12s [id=projects/[account]]",
        ),
    ]);
    same(&[
        "/v1/projects/12345/issues",
        "see [projects/acme-web] for more",
        "\"containerID\": \"docker://5954f621c17f13706c25a215db06fe2bf7b9a9a6c732a909eb0db39d62346724\"",
    ]);
}
