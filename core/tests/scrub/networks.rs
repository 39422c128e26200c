//! Addresses and hosts in the syntax of what tells of networks: connections, routes, lists of servers, shares, images.

use crate::examples::{all, same};
use crate::innocent::untouched;

#[test]
fn calls_of_hadoop() {
    all(&[(
        "Call From web01/10.0.0.1 to localhost:9000 failed on connection exception",
        "Call From [host]/[address] to localhost:9000 failed on connection exception",
    )]);
}

#[test]
fn addresses_behind_an_ellipsis() {
    all(&[
        (
            "peer configs matching 203.0.113.9[%any]...198.51.100.7[x]",
            "peer configs matching [address][%any]...[address][x]",
        ),
        ("gw: 192.0.2.1...198.51.100.7", "gw: [address]...[address]"),
    ]);
    same(&["0...10", "1.2...3.4", "v1...1.2.3", "a....1.2.3.4.5", "f(...1.5)"]);
}

#[test]
fn addresses_behind_a_name_with_dots_and_before_a_port() {
    all(&[
        (
            "connection from 0123456789ab.net_default/172.24.0.3:50062",
            "connection from [host]/[address]:50062",
        ),
        ("to web01.acme.net/203.0.113.9:443", "to [host]/[address]:443"),
        ("localhost/127.0.0.1:80", "localhost/[address]:80"),
        ("github.com/203.0.113.9:443", "github.com/[address]:443"),
    ]);
    same(&[
        "Chrome/120.0.6099.109",
        "Chrome/99.0.48.109 x",
        "Acme.Client/3.2.1.9",
        "Acme.Client/3.2.1.9: started",
        "acme.net/1.2.3.4.5:80",
    ]);
}

#[test]
fn addresses_behind_an_escape() {
    all(&[
        (r#""x\t02:00:5e:10:00:01\tAcme""#, r#""x\t[address]\tAcme""#),
        (r#"print("\n10.0.0.7")"#, r#"print("\n[address]")"#),
        (r"up\r10.0.0.7\n10.0.0.8", r"up\r[address]\n[address]"),
        (r#"x = "\n2001:db8::1""#, r#"x = "\n[address]""#),
        (r#"x = "\tccc1.79a5.f9f1""#, r#"x = "\t[address]""#),
    ]);
    same(&[r"\n1.2.3", r"\t12:30:45", r"\rabc::def", r"\tstd::cc::dd", r"t10.0.0.7", r"C\\n10.0.0.7x"]);
}

#[test]
fn networks_whose_last_number_is_nothing() {
    all(&[
        ("ufw allow from 51.20.30.0 to any port 22", "ufw allow from [address] to any port 22"),
        ("route add -net 51.20.30.0 netmask 255.255.255.0", "route add -net [address] netmask 255.255.255.0"),
        ("network 51.20.30.0", "network [address]"),
        ("subnet 20.61.107.0 netmask 255.255.255.0 {", "subnet [address] netmask 255.255.255.0 {"),
        ("network 9.61.107.0 mask 255.255.255.0", "network [address] mask 255.255.255.0"),
        ("ip route 51.20.30.0 255.255.255.0 10.0.0.1", "ip route [address] [address] [address]"),
    ]);
    same(&[
        "upgrade from 120.0.6.0 to 121.0.6.0",
        "network 3.1.4.0",
        "network-2.6.3.0",
        "library 20.1.4.0 any",
        "from 12.1.4.0 to 12.1.5.0",
        "file version 20.4.1.0 mask",
        "OID 2.5.4.0",
    ]);
}

#[test]
fn names_that_windows_makes() {
    all(&[
        ("DESKTOP-AB12CD3 crashed", "[host] crashed"),
        ("on LAPTOP-AB12CD3, WIN-AB12CD34EF5.", "on [host], [host]."),
        ("name=\"DESKTOP-AB12CD3\"", "name=\"[host]\""),
        ("DESKTOP-AB12CD3.acme.net up", "[host] up"),
        ("DESKTOP-AB12CD3.log", "[host].log"),
        (r"by DESKTOP-AB12CD3\jane", r"by [user]"),
        (r"at \\DESKTOP-AB12CD3\share", r"at [path]"),
        (r#"{\"host\":\"DESKTOP-AB12CD3\"}"#, r#"{\"host\":\"[host]\"}"#),
    ]);
    same(&[
        "DESKTOP-FILES",
        "WIN-DRIVERS",
        "DESKTOP-1234567",
        "WIN-DRIVERSPACK",
        "WIN-20240117",
        "DESKTOP-AB12CD34",
        "DESKTOP-ab12cd3",
        "X-DESKTOP-AB12CD3",
        "LAPTOP-AB12CD3-X",
        "WINDOWS-AB12CD3",
    ]);
}

#[test]
fn lists_of_hosts_and_ports() {
    all(&[
        ("bootstrap.servers=kafka1:9092,kafka2:9092", "bootstrap.servers=[host]:9092,[host]:9092"),
        ("db-servers-hosts = \"db01:3306,db02:3306\"", "db-servers-hosts = \"[host]:3306,[host]:3306\""),
        ("brokers: web01:9092,web02:9092", "brokers: [host]:9092,[host]:9092"),
        ("hosts = web01:9092, web-b:9092", "hosts = [host]:9092, [host]:9092"),
        ("seeds: [\"web01:9042\", \"web02.acme.net:9042\"]", "seeds: [\"[host]:9042\", \"[host]:9042\"]"),
        ("zookeeper.connect=zk1:2181,zk2:2181/x", "zookeeper.connect=[host]:2181,[host]:2181/x"),
        ("BROKERS=web01:9092,10.0.0.7:9092,web02:9092", "BROKERS=[host]:9092,[address]:9092,[host]:9092"),
        ("{\"brokers\":\"web01:9092,web02:9092\"}", "{\"brokers\":\"[host]:9092,[host]:9092\"}"),
        ("--bootstrap-server web01:9092,web02:9092", "--bootstrap-server [host]:9092,[host]:9092"),
    ]);
    same(&[
        "bootstrap.servers=localhost:9092",
        "bootstrap.servers=kafka:9092,redis:6379",
        "bootstrap.servers=host1:port1,host2:port2",
        "hosts = host1:9092,server2:9092",
        "hosts: all",
        "servers: 3",
        "seeds = [12:30, 14:30]",
        "brokers: see web01:12a",
        "hosts: x1::y2",
        "servers=http://localhost:80",
    ]);
}

#[test]
fn shares_of_smb() {
    all(&[
        ("smbclient -k //vm4.acme.net/share", "smbclient -k //[host]/share"),
        ("//nas.local/Storage /mnt/archive cifs user=x", "//[host]/Storage [path] cifs user=x"),
        ("mount -t cifs //web01/share /mnt", "mount -t cifs //[host]/share /mnt"),
        ("//gw/x on /mnt/x type cifs (rw)", "//[host]/x on [path] type cifs (rw)"),
        ("CIFS: Attempting to mount //web01/share", "CIFS: Attempting to mount //[host]/share"),
    ]);
    same(&[
        "// web01/share cifs",
        "<script src=\"//cdn.jsdelivr.net/npm/x.js\">",
        "//fs/cifs/misc.c",
        "//cifs/share is a comment",
        "mount -t cifs //server/share /mnt",
        "mount -t cifs //$HOST/share /mnt",
        "x = y //web01/z",
    ]);
}

#[test]
fn settings_of_postfix() {
    all(&[
        ("myhostname = mail.acme.net", "myhostname = [host]"),
        ("mydomain = acme.net", "mydomain = [host]"),
        ("myorigin=acme.net", "myorigin=[host]"),
        ("postconf -e \"myhostname=mail.acme.net\"", "postconf -e \"myhostname=[host]\""),
    ]);
    same(&[
        "myorigin = $mydomain",
        "myhostname = host.domain.tld",
        "myhostname = mail.example.com",
        "mydomain = localdomain",
        "mydomain = settings.domain",
        "mymodule = acme.net",
    ]);
}

#[test]
fn registries_of_images() {
    all(&[
        ("docker pull registry.acme.net/team/app:1.2", "docker pull [host]/team/app:1.2"),
        ("    image: harbor.acme.net/team/app:1.2", "    image: [host]/team/app:1.2"),
        (
            "Using Docker executor with image docker.gitlab.acme.net/team/app:7740 ...",
            "Using Docker executor with image [host]/team/app:7740 ...",
        ),
        ("Failed to pull image \"nexus.acme.net/app:1\": x", "Failed to pull image \"[host]/app:1\": x"),
        ("FROM registry.acme.net/team/app AS build", "FROM [host]/team/app AS build"),
    ]);
    same(&[
        "docker pull docker.io/library/redis:7",
        "image: ghcr.io/acme/app:1",
        "image: quay.io/acme/app:1",
        "image: registry.k8s.io/pause:3.9",
        "image: registry.gitlab.com/acme/app:1",
        "image: mcr.microsoft.com/dotnet/sdk:8.0",
        "image: public.ecr.aws/acme/app:1",
        "image: nvcr.io/nvidia/cuda:12",
        "FROM registry.access.redhat.com/ubi9/ubi:9.3",
        "image: lscr.io/linuxserver/x:1",
        "image: docker.elastic.co/kibana/kibana:8.1.0",
        "image: www.acme.net/logo.png",
        "image: registry.example.com/team/app:1",
        "import git.acme.net/team/app",
    ]);
}

#[test]
fn services_of_a_provider() {
    same(&[
        "host:api.ecr.eu-west-1.amazonaws.com",
        "host: runtime.sagemaker.eu-west-1.amazonaws.com",
        "dial portal.sso.eu-west-1.amazonaws.com",
        "host: ecr.eu-west-1.amazonaws.com",
        "host: sts.amazonaws.com",
    ]);
    all(&[("host: acme.ecr.eu-west-1.amazonaws.com", "host: [host]")]);
}

#[test]
fn logs_whose_months_are_in_other_languages() {
    all(&[
        ("mars 25 14:30:16 web01 slapd[7591]: x", "mars 25 14:30:16 [host] slapd[7591]: x"),
        ("Mai 3 04:05:06 web01 sshd[1]: x", "Mai 3 04:05:06 [host] sshd[1]: x"),
        ("f\u{e9}vr. 25 14:30:16 web01 slapd[7591]: x", "f\u{e9}vr. 25 14:30:16 [host] slapd[7591]: x"),
    ]);
    same(&[
        "mars 25 14:30:16 web01 slapd: x",
        "chapter 25 14:30:16 web01 x[y]: z",
        "at 25 14:30:16 error app[1]: x",
        "step one 25 14:30:16 web01 x[1]: z",
    ]);
}

#[test]
fn hosts_that_windows_connects_to() {
    all(&[(
        "Connecting to remote server web01 failed with the following error message : x",
        "Connecting to remote server [host] failed with the following error message : x",
    )]);
    same(&[
        "Connecting to remote server localhost failed with the following error message",
        "Connecting to remote server failed",
        "Connecting to remote server again failed: x",
    ]);
}

#[test]
fn what_stands_for_a_host() {
    same(&[
        "jdbc:oracle:thin:@host:1521/db",
        "host='host'",
        "host=hostname",
        "hostname: hostname",
        "--host host",
    ]);
    all(&[
        ("host='gateway'", "host='[host]'"),
        ("jdbc:oracle:thin:@db01:1521/x", "jdbc:oracle:thin:@[host]:1521/x"),
    ]);
}

#[test]
fn credentials_without_a_scheme() {
    all(&[
        ("//jane:s3cr3t@acme.net/x", "//[secret]@[host]/x"),
        ("\"//jane:s3cr3t@web01:80/x\"", "\"//[secret]@[host]:80/x\""),
    ]);
    same(&[
        "//jane@acme",
        "//TODO:x",
        "//user:password",
        "//$USER:$PASS@host/x",
        "//<user>:<password>@host/x",
        "//@ts-ignore:x",
        "// a:b@c",
    ]);
}

#[test]
fn paths_of_git_behind_hosts_that_stay() {
    same(&[
        "'git+ssh://pypi.org/something'",
        "git+ssh://github.com/acme/x.git",
        "git+ssh://git.example.com/acme/x.git",
        "ssh://git@github.com/acme/x.git",
        "git+https://github.com/acme/x.git",
    ]);
    all(&[
        ("git clone git@nas:/data/x", "git clone [email]:[path]"),
        ("git+ssh://nas.acme.net/data/x", "git+ssh://[host][path]"),
        ("git+file:///home/jane/x", "git+file://[path]"),
        ("git+ssh://10.0.0.7/data/x", "git+ssh://[address][path]"),
        ("sftp://nas/data/x", "sftp://[host][path]"),
    ]);
}

#[test]
fn addresses_that_end_in_nothing_before_a_port() {
    all(&[
        ("51.20.30.0:443", "[address]:443"),
        ("from ([51.20.30.0]:47004)", "from ([[address]]:47004)"),
        ("dial 51.20.30.0:443: refused", "dial [address]:443: refused"),
    ]);
    same(&[
        "version 51.20.30.0",
        "51.20.30.0: released",
        "1.2.3.0:443",
        "lib 51.20.30.0:12:7",
        "acme:51.20.30.0:jar",
        "[51.20.30.0]: fixed",
    ]);
}

#[test]
fn hardware_addresses_right_behind_the_colon_of_their_name() {
    all(&[
        ("MAC Address          :02:00:5e:10:00:01", "MAC Address          :[address]"),
        ("Base MAC\t:54:D7:E3:00:11:22\nx", "Base MAC\t:[address]\nx"),
    ]);
    same(&["time          :12:30:45", "x :00:00:00:00:00:00", "a :12:30", "b :ab:cd", "c :1:2:3:4:5:6"]);
}

#[test]
fn whole_names_in_urls() {
    all(&[
        ("https://nas.local.:631/printers/x", "https://[host].:631/printers/x"),
        ("https://web01.acme.net.:8443/", "https://[host].:8443/"),
    ]);
    same(&["https://acme.net.:443/x", "see https://acme.net.", "https://docs.acme.net./x"]);
}

#[test]
fn hosts_of_a_list_in_a_url() {
    all(&[
        (
            "mongodb://jane:maple@db-1:27017,db-2:27017,mongo.acme.net/shop",
            "mongodb://[secret]@[host]:27017,[host]:27017,[host]/shop",
        ),
        ("kafka://one:9092,two:9092", "kafka://[host]:9092,[host]:9092"),
        ("mongodb://localhost:27017,two:27018/?x=y", "mongodb://localhost:27017,[host]:27018/?x=y"),
    ]);
    same(&["see redis://localhost:6379, then go on", "https://example.com/,two", "tcp://localhost:80,"]);
}

#[test]
fn pods_of_sets_behind_their_services() {
    all(&[
        ("mongo-0.mongo:27017 is down", "[host]:27017 is down"),
        ("at kafka-2.kafka-headless:9092", "at [host]:9092"),
        ("zk-10.zk.data:2181", "[host]:2181"),
    ]);
    same(&["nginx-1.25:8080", "test-1.log:23", "mongo-0.mongo:27017:5", "mongo-0.mongo: 1", "a-0.a:80"]);
}

#[test]
fn hosts_of_drivers_of_oracle() {
    all(&[
        ("jdbc:oracle:thin:@ora5:1521:shop", "jdbc:oracle:thin:@[host]:1521:shop"),
        ("jdbc:oracle:thin:@ora5.acme.net:1521/shop", "jdbc:oracle:thin:@[host]:1521/shop"),
    ]);
    same(&["jdbc:oracle:thin:@localhost:1521:shop", "x:@ora5:1521"]);
}

#[test]
fn elements_of_lists() {
    untouched(&["image[::2, ::3]", "x[:, ::2]"]);
    all(&[("listen [10.1.2.3, ::1]", "listen [[address], [address]]")]);
}

#[test]
fn hosts_that_somebody_signs_in_to() {
    all(&[
        ("postgres://jdoe:maple@db.acme.example/app", "postgres://[secret]@[host]/app"),
        ("docker login registry.acme.net", "docker login [host]"),
        ("helm registry login reg.acme.net -u jdoe", "helm registry login [host] -u [user]"),
        ("of web7.tail1234.ts.net here", "of [host].ts.net here"),
    ]);
    same(&[
        "https://db.acme.example/app",
        "https://[secret]@example.com/app",
        "docker login ghcr.io",
        "see login index.ts",
        "after login app.state is kept",
    ]);
}
