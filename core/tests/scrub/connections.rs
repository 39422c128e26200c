//! Hosts in what programs say of connections that did not come about.

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
