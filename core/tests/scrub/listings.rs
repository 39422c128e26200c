//! What commands, servers and files of accounts write: a place in a line says what is a user, a host or a password.

use crate::examples::all;

#[test]
fn columns_tell_users() {
    all(&[
        ("-rw-r--r-- 1 jane staff 4096 Jan  5 10:12 x", "-rw-r--r-- 1 [user] staff 4096 Jan  5 10:12 x"),
        ("drwxr-x---+ 2 jane jane 64 Jan  5 10:12 x", "drwxr-x---+ 2 [user] [user] 64 Jan  5 10:12 x"),
        ("drwxr-xr-x 2 root root 64 Jan  5 10:12 x", "drwxr-xr-x 2 root root 64 Jan  5 10:12 x"),
        (
            "jane  2214  0.3  1.1 71234 9122 pts/2 Sl 09:44 0:03 node",
            "[user]  2214  0.3  1.1 71234 9122 pts/2 Sl 09:44 0:03 node",
        ),
        (
            "root     1  0.0  0.1 71234 9122 ? Ss 09:44 0:03 init",
            "root     1  0.0  0.1 71234 9122 ? Ss 09:44 0:03 init",
        ),
        ("jane  pts/0  2024-03-03 08:15 (10.0.0.1)", "[user]  pts/0  2024-03-03 08:15 ([address])"),
        ("su: (to root) jane on pts/1", "su: (to root) [user] on pts/1"),
        ("jane:x:1000:1000:Jane Doe,,,:/home/jane:/bin/sh", "[user]:x:1000:1000:[user]:[path]:/bin/sh"),
        (
            "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
            "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
        ),
        ("nobody:x:65534:65534:nobody:/:/bin/false", "nobody:x:65534:65534:nobody:/:/bin/false"),
        ("jane:$6$pQx1n3$8Jm2kQw9LpZ7", "[user]:[secret]"),
        ("uid=0(root) gid=0(root)", "uid=0(root) gid=0(root)"),
    ]);
}

#[test]
fn lines_of_passwords() {
    all(&[
        ("db1.acme.com:5432:sales:jane:p4ss:w x", "[host]:5432:sales:jane:p4ss:w x"),
        ("db1.acme.com:5432:sales:jane:p4ssw", "[host]:5432:sales:[user]:[secret]"),
        ("localhost:5432:*:jane:horse", "localhost:5432:*:[user]:[secret]"),
        ("at 12:30:45 it began", "at 12:30:45 it began"),
        ("src/main.rs:12:5:error:unused", "src/main.rs:12:5:error:unused"),
        ("::add-mask::horse battery", "::add-mask::[secret]"),
    ]);
}

#[test]
fn servers_tell_users_and_hosts() {
    all(&[
        (
            "10.0.0.1 - jane [10/Oct/2023:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2",
            "[address] - [user] [10/Oct/2023:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2",
        ),
        (
            "10.0.0.1 - - [10/Oct/2023:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2",
            "[address] - - [10/Oct/2023:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2",
        ),
        (
            "[pid 2] [jane] FAIL LOGIN: Client \"10.0.0.1\"",
            "[pid 2] [[user]] FAIL LOGIN: Client \"[address]\"",
        ),
        ("CRON[5120]: (jane) CMD (run-parts)", "CRON[5120]: ([user]) CMD (run-parts)"),
        ("CRON[5120]: (root) CMD (run-parts)", "CRON[5120]: (root) CMD (run-parts)"),
        ("useradd[612]: new user: name=jane, UID=1007", "useradd[612]: new user: name=[user], UID=1007"),
        ("[sudo] password for jane:", "[sudo] password for [user]:"),
        ("Password for jane: ", "Password for [user]: "),
        ("the password for wifi: is long", "the password for wifi: is long"),
        ("proftpd: USER jane: no such user found", "proftpd: USER [user]: no such user found"),
        ("%s: no such user", "%s: no such user"),
        (
            "DHCPACK on 10.0.0.7 to 00:1b:63:84:45:e6 (janes-pad) via br0",
            "DHCPACK on [address] to [address] ([host]) via br0",
        ),
        (
            "ssh: Could not resolve hostname castle: Name or service not known",
            "ssh: Could not resolve hostname [host]: Name or service not known",
        ),
        ("jane@jumpbox: Permission denied (publickey).", "[email]: Permission denied (publickey)."),
        (
            "Warning: Permanently added 'gpu.acme.edu' (ED25519)",
            "Warning: Permanently added '[host]' (ED25519)",
        ),
        ("x509: valid for *.apps.acme.corp, not api.acme.corp", "x509: valid for *.[host], not [host]"),
        ("EHLO laptop.home.arpa", "EHLO [host]"),
        ("fatal: [web-02]: UNREACHABLE!", "fatal: [[host]]: UNREACHABLE!"),
        ("web-02 | UNREACHABLE! => {", "[host] | UNREACHABLE! => {"),
        ("user 'ACME\\rosa' granted access", "user '[user]' granted access"),
        ("../../../Users/jane/dev/a.ts", "../../..[path]"),
        ("module <x from </home/jane/x.so>>", "module <x from <[path]>>"),
        ("\\\\wsl$\\Ubuntu\\home\\jane\\a.sh", "[path]"),
    ]);
}

#[test]
fn hosts_of_services_and_behind_credentials() {
    all(&[
        ("redis://cache-7.acme.net", "redis://[host]"),
        ("amqps://me:pw@mq1.acme.net/v", "amqps://[secret]@[host]/v"),
        ("https://me:pw@git.acme.org/infra.git", "https://[secret]@[host]/infra.git"),
        ("https://token@github.com/acme/x.git", "https://[secret]@github.com/acme/x.git"),
        ("postgres://me:pQ/r/S7@db1.x/y", "postgres://[secret]@[host]/y"),
        ("git clone git@github.com:acme/x.git", "git clone git@github.com:acme/x.git"),
        ("me:p4ss@tcp(db1:3306)/x", "[secret]@tcp([host]:3306)/x"),
        (
            "Server=tcp:sql.acme.net,1433;User ID=me2;Password=p4ss",
            "Server=tcp:[host],1433;User ID=[user];Password=[secret]",
        ),
        ("Data Source=sql2;Initial Catalog=x", "Data Source=[host];Initial Catalog=x"),
        ("https://9a8b@o48.ingest.sentry.io/55", "https://[secret]@[host]/55"),
    ]);
}

#[test]
fn accounts_in_the_addresses_of_clouds() {
    all(&[
        (
            "https://sqs.us-west-2.amazonaws.com/844120973316/q",
            "https://sqs.us-west-2.amazonaws.com/[account]/q",
        ),
        (
            "login.microsoftonline.com/61c8f0a3-9d27-4e5b-83f4-7b0a2d9c6e18/oauth2",
            "login.microsoftonline.com/[account]/oauth2",
        ),
        ("eu-docker.pkg.dev/acme-core-4410/apps", "eu-docker.pkg.dev/[account]/apps"),
        ("gcr.io/distroless/static", "gcr.io/distroless/static"),
        (
            "kubectl config use-context gke_acme-prod-1182_europe-west1_core",
            "kubectl config use-context gke_[account]",
        ),
        ("?project=acme-dev-90125", "?project=[account]"),
        ("GOOGLE_CLOUD_PROJECT=acme-ml-7", "GOOGLE_CLOUD_PROJECT=[account]"),
        ("gcloud config set project acme-staging", "gcloud config set project [account]"),
        (
            "/subscriptions/22e5cf4a-9518-40ae-ba6c-4099160c2d88/resourceGroups/rg/providers/Microsoft.Web/sites/shop",
            "/subscriptions/[account]/resourceGroups/[account]/providers/Microsoft.Web/sites/[account]",
        ),
    ]);
}

#[test]
fn hardware_addresses_however_written() {
    all(&[
        ("at 0:1e:c2:9:ab:f1 on en0", "at [address] on en0"),
        ("device E0_D4_64_3B_90_A7 paired", "device [address] paired"),
        ("hwaddr=001a2b7c9de4", "hwaddr=[address]"),
        ("took 0:1:02:3:04:05 of it", "took 0:1:02:3:04:05 of it"),
        ("netmask 255.255.255.0", "netmask 255.255.255.0"),
        ("d[1::3]", "d[1::3]"),
    ]);
}

#[test]
fn files_and_tables_tell_hosts() {
    all(&[
        // hosts(5)
        ("10.2.2.23 robin robin.lab.acme.net", "[address] [host] [host]"),
        ("10.2.2.23\tworker-3 # of the lab", "[address]\t[host] # of the lab"),
        ("127.0.1.1 janes", "[address] [host]"),
        // resolv.conf(5)
        ("search corp.acme.net", "search [host]"),
        // Ansible's recap and inventory.
        (
            "PLAY RECAP ****\nweb-1                : ok=12   changed=3    unreachable=0",
            "PLAY RECAP ****\n[host]                : ok=12   changed=3    unreachable=0",
        ),
        ("db-2 ansible_host=10.31.4.9", "[host] ansible_host=[address]"),
        (
            "db-2 ansible_connection=local ansible_host=10.31.4.9",
            "[host] ansible_connection=local ansible_host=[address]",
        ),
        // dnsmasq
        (
            "dnsmasq-dhcp[7]: DHCPACK(br0) 10.87.209.210 52:54:00:06:2d:e3 charm-dev2",
            "dnsmasq-dhcp[7]: DHCPACK(br0) [address] [address] [host]",
        ),
        // Names that hold their address.
        ("global.domain=10.31.4.9.nip.io", "global.domain=[address].nip.io"),
        ("https://app.10-31-4-9.sslip.io/x", "https://[host].sslip.io/x"),
        ("yarn-nodemanager-ip-172-31-14-2.log", "yarn-nodemanager-[host].log"),
        // Oracle's descriptors, MySQL, RFC 5321 section 4.4.
        ("(ADDRESS=(PROTOCOL=TCP)(HOST=db7)(PORT=1521))", "(ADDRESS=(PROTOCOL=TCP)(HOST=[host])(PORT=1521))"),
        (
            "Access denied for user 'jane'@'app7' (using password: YES)",
            "Access denied for user '[user]'@'[host]' (using password: YES)",
        ),
        ("Received: from mx (mx.acme.net [203.0.113.9])", "Received: from mx ([host] [[address]])"),
        // mount(8)
        ("nas7:/export/home on /mnt type nfs4 (rw)", "[host]:[path] on /mnt type nfs4 (rw)"),
        // GitHub's runner.
        ("Runner name: 'build-02'", "Runner name: '[host]'"),
        // Azure, Google
        (
            "with object id '01234567-89ab-4def-8123-456789abcdef' does not have authorization",
            "with object id '[account]' does not have authorization",
        ),
        (
            "The subscription of '01234567-89ab-4def-8123-456789abcdef' doesn't exist in cloud 'AzureCloud'.",
            "The subscription of '[account]' doesn't exist in cloud 'AzureCloud'.",
        ),
        (
            "Required 'compute.instances.list' permission for 'projects/acme-prod'",
            "Required 'compute.instances.list' permission for 'projects/[account]'",
        ),
    ]);
    for text in [
        "10.0.0.1 - - x",
        "10.0.0.1 is down",
        "10.0.0.1 eth0",
        "10.0.0.1 health-check",
        "10.0.0.1 web.service failed",
        "127.0.0.1 localhost localhost4",
        "search node.js",
        "search corp.acme.net for it",
        "we search corp.acme.net",
        "localhost                : ok=12   changed=3",
        "localhost ansible_connection=local",
        "set ansible_connection=local",
        "version-1.nip.io-based",
        "(HOST=localhost)(PORT=1521)",
        "Access denied for user 'root'@'localhost'",
        "grant to 'app'@'%'",
        "Received: (unknown [203.0.113.9])",
        "Runner name: 'GitHub Actions 7'",
        "with id '01234567-89ab-4def-8123-456789abcdef' is done",
        "read 'projects/acme-prod'",
    ] {
        let want = text.replace("10.0.0.1", "[address]").replace("127.0.0.1", "[address]");
        let want = want.replace("203.0.113.9", "[address]").replace("'root'", "'[user]'");
        all(&[(text, &want)]);
    }
}

#[test]
fn hashes_of_accounts_of_windows() {
    const LM: &str = "aad3b435b51404eeaad3b435b51404ee";
    const NT: &str = "8846f7eaee8fb117ad06bdd830b7586c";
    all(&[
        (&format!("Administrator:500:{LM}:{NT}:::"), "Administrator:500:[secret]:::"),
        (
            &format!("jane:1104:{NT}:{NT}:::\nbob:1105:{LM}:{NT}:::"),
            "[user]:1104:[secret]:::\n[user]:1105:[secret]:::",
        ),
        (
            &format!("Guest:501:NO PASSWORD*********************:{NT}:::"),
            "Guest:501:NO PASSWORD*********************:[secret]:::",
        ),
        (&format!("ACME\\jane:1104:{LM}:{NT}:::"), "[user]:1104:[secret]:::"),
    ]);
    for text in [format!("layer:12:{LM}:{NT}"), format!("a:1:{LM}:zz")] {
        all(&[(&text, &text)]);
    }
}
