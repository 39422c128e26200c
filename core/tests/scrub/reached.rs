//! Hosts whose names say little by themselves, a word with a number or `.local` behind it: what stands around them tells
//! that something connects to a machine.

use crate::examples::{all, same};

/// Each of these goes in the place of `{}`.
const HOSTS: [&str; 5] = [
    "web01.acme.net",
    "db-prod-3",
    "ip-10-1-2-3.eu-west-1.compute.internal",
    "nas.local",
    "srv42.corp.acme.com",
];

#[track_caller]
fn each(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        for host in HOSTS {
            all(&[(&text.replace("{}", host), want)]);
        }
    }
}

#[test]
fn messages_of_connections() {
    each(&[
        ("Name or service not known: {}", "Name or service not known: [host]"),
        (
            "java.net.NoRouteToHostException: No route to host: {}",
            "java.net.NoRouteToHostException: No route to host: [host]",
        ),
        ("Unable to connect to {}", "Unable to connect to [host]"),
        ("Unable to connect to {}\nGiving up.", "Unable to connect to [host]\nGiving up."),
        ("Unable to connect to {}.", "Unable to connect to [host]."),
        ("cannot connect to {}: timed out", "cannot connect to [host]: timed out"),
        ("Failed to connect to {} port 443", "Failed to connect to [host] port 443"),
        ("connect to {}:5432", "connect to [host]:5432"),
        (
            "dial to {}:80 failed, connect to {}:5432 too",
            "dial to [host]:80 failed, connect to [host]:5432 too",
        ),
        ("connection to {} failed", "connection to [host] failed"),
        ("Connecting to {}...", "Connecting to [host]..."),
        ("timeout connecting to {}", "timeout connecting to [host]"),
        ("connecting to {} port 22", "connecting to [host] port 22"),
        ("Connection closed by {}", "Connection closed by [host]"),
        ("could not connect to server {}", "could not connect to server [host]"),
        ("broker {}:9092 is down", "broker [host]:9092 is down"),
        ("upstream {}:8080 failed", "upstream [host]:8080 failed"),
        ("lost the peer {}", "lost the peer [host]"),
        ("peer {}", "peer [host]"),
        ("EHLO {}", "EHLO [host]"),
        ("10.0.0.1->{}:22", "[address]->[host]:22"),
        ("read tcp 10.0.0.1:50514->{}:22: i/o timeout", "read tcp [address]:50514->[host]:22: i/o timeout"),
        (
            "read tcp 10.0.0.1:50514 -> {}:22: i/o timeout",
            "read tcp [address]:50514 -> [host]:22: i/o timeout",
        ),
    ]);
    same(&[
        "connect to step-2",
        "connected to port-3",
        "connection to eu-west-1 failed",
        "connecting to layer-2 devices",
        "Unable to connect to eth-0",
        "Unable to connect to the API of version-2",
        "closed by pull-12",
        "see chapter-3.",
        "merged release-12",
        "upgrade to node-20",
        "the encoding is utf-8",
        "hash: sha-256",
        "it costs 10-20\n30-40",
        "2024-01-15\n2024-01-16",
        "file foo-1:80 has it",
        "image redis-6:80",
        "upstream feature-12",
        "connect to n2-standard-8",
        "connect to x86-64",
    ]);
}

#[test]
fn fields_that_name_a_machine_among_others() {
    each(&[
        ("PGHOST={}", "PGHOST=[host]"),
        ("leader={}", "leader=[host]"),
        ("master: {}", "master: [host]"),
        ("runner: {}", "runner: [host]"),
        ("instance=\"{}:9100\"", "instance=\"[host]:9100\""),
        ("up{instance=\"{}:9100\",job=\"node\"} 1", "up{instance=\"[host]:9100\",job=\"node\"} 1"),
        ("addr={}:80", "addr=[host]:80"),
        ("endpoint: {}:443", "endpoint: [host]:443"),
        ("target: {}", "target: [host]"),
        ("target: {}\nport: 80", "target: [host]\nport: 80"),
        ("helo={}", "helo=[host]"),
        ("client={}[10.0.0.1]", "client=[host][[address]]"),
        ("Source Workstation: {}", "Source Workstation: [host]"),
        ("Workstation Name: {}", "Workstation Name: [host]"),
        (
            "authentication failure; tty=ssh ruser= rhost={}",
            "authentication failure; tty=ssh ruser= rhost=[host]",
        ),
        ("x Host: {}:22 Command: ls", "x Host: [host]:22 Command: ls"),
    ]);
    all(&[
        ("rhost=phoenix", "rhost=[host]"),
        ("runner: build-agent-7", "runner: [host]"),
        ("instance: api-prod-2", "instance: [host]"),
        ("PGHOST=phoenix", "PGHOST=[host]"),
        ("Source Workstation: DB-PROD-3", "Source Workstation: [host]"),
        ("{\"instance\": \"db-prod-3:9100\"}", "{\"instance\": \"[host]:9100\"}"),
        ("--target db-prod-3", "--target [host]"),
    ]);
    same(&[
        "ruser= rhost=  tty=ssh",
        "PGHOST=$HOST",
        "instance: t3-medium",
        "user_agent='user-agent-007'",
        "endpoint='us-west-2.queue.amazonaws.com'",
        "endpoint='ec2.cn-north-1.amazonaws.com.cn'",
        "\"Endpoint\": \"doc-demo.us-east-1.cloudsearch.amazonaws.com\"",
        "\"endpoint\": \"a1b2c3d4e5f6.srt.live-video.net\"",
        "target: ns-137.awsdns-17.com",
        "instance=n2-standard-8",
        "instance: m5.large",
        "instance = self.io",
        "target: x86_64-unknown-linux-gnu",
        "target: thumbv7em-none-eabihf",
        "target: wasm32-wasip2",
        "target: aarch64-apple-ios13",
        "target: es-2020",
        "target: step-2",
        "runner: build-7",
        "target: api-2",
        "target: iso-8859-1",
        "--target arm-linux-7",
        "endpoint: /api/v1",
        "endpoint: us-east-1",
        "endpoint: s3.us-east-1.amazonaws.com",
        "endpoint: api.github.com:443",
        "client=app.dev",
        "master: true",
        "leader: none",
        "addr=0x7f-1",
    ]);
}

#[test]
fn addresses_behind_a_name_in_brackets() {
    each(&[
        ("Nmap scan report for {} (10.0.0.1)", "Nmap scan report for [host] ([address])"),
        ("PING {} (10.0.0.1) 56(84) bytes of data.", "PING [host] ([address]) 56(84) bytes of data."),
        ("{} has address 10.0.0.1", "[host] has address [address]"),
        ("{} has IPv6 address 2001:db8::1", "[host] has IPv6 address [address]"),
        (
            "starting migration of VM 416 to node '{}' (10.0.0.1)",
            "starting migration of VM 416 to node '[host]' ([address])",
        ),
        ("10.0.0.1  {}", "[address]  [host]"),
    ]);
    all(&[
        ("10.0.0.1  db-prod-3  alias", "[address]  [host]  [host]"),
        ("10.0.0.1\tnas.local\tnas", "[address]\t[host]\t[host]"),
        ("Nmap scan report for phoenix (10.0.0.1)", "Nmap scan report for [host] ([address])"),
    ]);
    same(&[
        "PING GOOGLE",
        "scan report for phoenix (see above)",
        "it has address space",
        "db-1 has addresses",
    ]);
    all(&[
        ("PING google.com (10.0.0.1)", "PING google.com ([address])"),
        ("10.0.0.1 step-2 done", "[address] step-2 done"),
        ("10.0.0.1 retry-2 of the last job", "[address] retry-2 of the last job"),
    ]);
}

#[test]
fn names_in_certificates() {
    each(&[
        ("CN={}", "CN=[host]"),
        ("/CN={}", "/CN=[host]"),
        ("subject=CN = {}", "subject=CN = [host]"),
        ("DNS:{}", "DNS:[host]"),
        ("subjectAltName=DNS:{},DNS:{}", "subjectAltName=DNS:[host],DNS:[host]"),
        ("certificate for {} expired", "certificate for [host] expired"),
        ("the certificate for '{}' has expired", "the certificate for '[host]' has expired"),
        ("x509: certificate is valid for {}, not {}", "x509: certificate is valid for [host], not [host]"),
    ]);
    same(&[
        "CN=Jane Doe",
        "CN=ISRG Root X1",
        "CN=DigiCert Global Root G2",
        "CN=R3, O=Let's Encrypt",
        "CN=kube-apiserver",
        "CN=sha-256",
        "DNS:localhost",
        "DNS:tcp",
        "a certificate for example.com expired",
        "certificate for step-2 expired",
        "certificate for the server expired",
    ]);
}

#[test]
fn mounts() {
    each(&[
        ("mount {}:/export /mnt", "mount [host]:/export /mnt"),
        ("$ sudo mount -t nfs {}:/export/x /mnt/x", "$ sudo mount -t nfs [host]:[path] [path]"),
        ("nfs://{}/x", "nfs://[host][path]"),
        ("{}:/export/x /mnt/x nfs defaults 0 0", "[host]:[path] [path] nfs defaults 0 0"),
    ]);
    same(&["mount the disk: /y", "tank-1 /mnt zfs", "nfs://localhost", "tmpfs /run tmpfs rw 0 0"]);
}

#[test]
fn hosts_that_servers_are_set_to() {
    each(&[
        ("ServerName {}", "ServerName [host]"),
        ("    ServerName {}:443", "    ServerName [host]:443"),
        ("    ServerAlias {}\n", "    ServerAlias [host]\n"),
        ("server_name {};", "server_name [host];"),
    ]);
    all(&[
        ("ServerAlias a.acme.net b.acme.net", "ServerAlias [host]"),
        ("    server_name localhost *.acme.net db-prod-3;", "    server_name localhost *.[host];"),
    ]);
    same(&[
        "server_name _;",
        "    server_name == self.domain",
        "server_name localhost;",
        "ServerName www.example.com",
        "ServerName www.yourdomain.com:80",
        "set the ServerName acme",
    ]);
}

#[test]
fn where_things_run() {
    each(&[
        ("Executor on {}", "Executor on [host]"),
        ("Running on {} in /var/lib/jenkins/x", "Running on [host] in [path]"),
        (
            "Building remotely on {} (docker linux) in workspace /var/lib/jenkins/x",
            "Building remotely on [host] (docker linux) in workspace [path]",
        ),
        (
            "  Normal  Scheduled  2m  default-scheduler  assigned\n  Normal  Pulled  1m  kubelet, {}  Container image",
            "  Normal  Scheduled  2m  default-scheduler  assigned\n  Normal  Pulled  1m  kubelet, [host]  Container image",
        ),
        ("Normal Pulled 1m kubelet, {}", "Normal Pulled 1m kubelet, [host]"),
        ("kubelet, {}", "kubelet, [host]"),
    ]);
    same(&[
        "Running on Jenkins in /tmp",
        "Running on linux in /tmp",
        "Executor on the left",
        "  Normal  Pulled  1m  kubelet  Container image",
    ]);
}
