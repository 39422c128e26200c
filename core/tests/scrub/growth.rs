//! Time in proportion to the text, whatever it holds.

use std::time::Duration;

use aboveboard::{Fact, PrivateFacts, StreamFilter, scrub, scrub_arguments};

use crate::clock::spent;

const SMALL: usize = 4 << 10;
const LARGE: usize = TIMES as usize * SMALL;
/// How much larger a large text is than a small one.
const TIMES: u32 = 256;
/// How much more than in proportion a large text may take: caches and what shares them, not another order of growth, which
/// would show as a factor of 256.
const SLACK: u32 = 24;
/// How often a text that seems to take too long is tried again: what else the machine does passes, growth does not.
const TRIES: usize = 4;

/// Texts that send a careless recogniser back and forth: repeated until they are long enough.
const HOSTILE: &[&str] = &[
    "{a:b ",
    "{Password:",
    "map[password:a ",
    "a ALL=(",
    "q0nv3Vth1+",
    "/pass:a ",
    "kafka://a:1,b:2,",
    "kafka://a,",
    "mc alias set a http://b c d ",
    "schtasks /rp a ",
    "hdfs dfs -ls /user/a/b ",
    "CREATE USER a PASSWORD 'b' ",
    "mysql -ua ",
    "-h a-1 -p 1 ",
    "verification code is 1234 ",
    "a-0.a:80 ",
    "\nusername a secret b",
    "'a'@'",
    "\n  User a",
    "pulumi config set --secret ",
    "Building remotely on a in workspace /a",
    "[1] a@b FATAL:",
    "AROAAAAAAAAAAAAAAAAA:a",
    "docker build --secret ",
    "**a:** ",
    "a**: ",
    "Password - ",
    "| `a` | `",
    "setPassword(\"",
    "strcmp(a, \"",
    "\"a\" to \"",
    "let(:password) { \"",
    "user=<",
    "Password:\nx1y2z3w4\n",
    "ENV A ",
    "a@",
    "a.",
    "1.",
    "7",
    "://",
    "a://",
    "\\",
    "\\\\",
    "\"",
    "'\"",
    "=",
    "auth=",
    "token=",
    "token=a(",
    "token=$(",
    "token: ",
    ":",
    "a:",
    "::",
    "1:",
    "/a",
    "=/a/b",
    "/home/a=",
    "~/",
    "--token ",
    "-u a:",
    "eyJ",
    "eyJaaaaaaa/",
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY-----",
    "arn:aws:s3:::",
    "arn:aws:a:a:",
    "sk-aaaaaaaaaa/",
    "AKIA",
    "Bearer ",
    "a@a.",
    "x.internal.",
    "C:\\",
    "x\\Users\\a\\",
    "dial a.acme.com ",
    "domain=a.com b.com ",
    "http://a\\b:c",
    "a.local\\bcd:e1",
    "projects/a/clusters/",
    "C:\\a ",
    "/Users/A B",
    "[secret]",
    "janejanejane",
    "\nsnmp-server user ",
    "\n ip ospf authentication-key ",
    "password for a:b1c2 ",
    " for \"a\" is \"b1\"",
    "'-v',",
    "a\u{200b}",
    "PlainAuth(\"\", ",
    "ConvertTo-SecureString -a ",
    "jane jane ",
    "password=\"",
    "password='\"",
    "\\\"token\\\":\\\"",
    "<password>",
    "</password>",
    "\u{e9}@",
    "%25",
    "25%",
    "password%3Da%26",
    "&amp;",
    "amp;&",
    "&quot;a&quot;:&quot;",
    "\\u0026",
    "\\x1b[",
    "aA1",
    "aA1/",
    "_sk_aaaaaaaaaa",
    "1sl.aaaaaaaaaa/",
    "$aaaaaaaaaa",
    "$6$aaaaaaaaaa ",
    "adafruit=aaaaaaaaaaaaaa1",
    "a: string = \"",
    "CN=a,DC=",
    "uid=1(",
    "user a(uid=",
    "Mar  3 04:05:06 ",
    "2026-03-03T04:05:06Z ",
    "sudo: a : ",
    "tacacs-server key ",
    "getaddrinfo ENOTFOUND ",
    "requirepass 'a",
    "A_PASSWORD aaaaaaaaa1",
    "key aaaaaaaaaa ",
    "password is aaaaaaaaa1",
    "identified by '",
    "a''",
    "password='a''",
    "$1$",
    "$1$a",
    "$1$aaaaaaaaaaaaaaaaaaaa",
    "user a from 10.0.0.1 ",
    "key a address 10.0.0.1 ",
    "a@[",
    "thin:a/b@",
    "</value>",
    "<name>password</name><value>",
    " -I/home/",
    " /a b",
    "directory /a: ",
    "'/a not ",
    " port 1: ",
    "connect to a port 1 after 1 ms: ",
    "to a (::1) port ",
    "e.",
    "a is not in the sudoers file.",
    "no route to a@",
    "tenant id 1234-5678-",
    "/o'o",
    "A\\\\a",
    "a\u{f1}a=",
    "\u{1b}[31m",
    "\u{1b}[1",
    "\u{1b}[",
    "passwords: [a1b2c3, ",
    "token=[a,",
    "token=['a',",
    "-----BEGIN PUBLIC KEY-----\nMII",
    "a:x:1:1:",
    "a:1234:b:c:",
    "drwxr-xr-x 1 a a 1 ",
    "a 1 0.0 0.0 1 ",
    "a pts/0 1",
    "http://a:b/",
    "token='a'\\''",
    "a:b@tcp(",
    "::add-mask::",
    "A_KEY=",
    "Authorization: X a1 ",
    "%2F",
    "[sudo] password for ",
    "10.0.0.1 - a [10/Oct/2023:13:55:36 ",
    "[\"--password\",",
    "{\"password\":{",
    "kind: Secret\n",
    "data:\n  a: b\n",
    "data:\n  a: b\nkind: Secret\n",
    "data:\n",
    "data:\n  a: |\n    b c\n",
    "password: |\n  a b\n",
    "password:\n  - a1\n",
    "password:\n - ",
    "- ",
    " ",
    "\n",
    "password = <<EOF\n",
    "\"password\": [\n",
    "name: password\n",
    "password: &",
    "password: |1",
    "password:\n a #",
    "a_token,aaaaaaaaaaaa1b2c\n",
    "| token | a1b2c3d4e5f6g7 ",
    "a1b2c3d4e5f6g7 is the token ",
    "<value>",
    "<setting name=\"token\"><value>a</value>",
    "token <- \"",
    "{token, \"a1",
    "(token . \"a1",
    "password=q{",
    "password=q{a ",
    "rabbitmqctl add_user ",
    "htpasswd -b ",
    "net user /add",
    "echo \"a:b\" | ",
    "echo a:b ",
    "<<< \"a\" ",
    "snmp-server user auth sha ",
    "key-string 7 ",
    "+aaaaaaaaaa",
    "AUTH PLAIN aaaaaaaaaa+",
    "}aaaaaaaaaa",
    " >aaaaaaaaaa",
    "N \"a",
    "?u=a&p=",
    "IDENTIFIED BY ",
    "---         -----\ntoken  a\n",
    "a password to proceed:\n",
    "Private-Lines: 1\n",
    "Private-Lines: 1\na\n",
    "chpasswd:\n  list: |\n    a:b\n",
    "apiVersion: v1\ndata:\n a: aaaa\nkind: Secret\n",
    "-----BEGIN /",
    "-----BEGIN PUBLIC KEY/",
    "-----BEGIN PUBLIC KEY-----\nMII/",
    "&a=/home/",
    "&a=/etc/hosts",
    "=/etc/ssl/certs/a",
    "=/home/janejane&a",
    "&a=%2Fhome%2Fjanejane",
    "::add-mask::{",
    "::add-mask::[secret]",
    "ocid1.",
    "arn:aws:s3:::{",
    "dc=example,",
    "#token=$(",
    "ConvertTo-SecureString -a -",
    "a/SG.",
    "example.ip-",
    "::1-",
    "::1%a",
    "db.local\\jane_",
    "a/1@C11.",
    "authorization:k d=\u{201d}",
    "Passwd&#x3d;val ",
];

/// What a look may end at, or be given up at, where it stands before or behind such a text.
const MARKS: &[&str] =
    &["{", "$", "${", "/", "=", "&a=", "[secret]", "a1b2", "\\", "\"", " ", ".", "-", "\u{200b}"];

/// How long it takes at best to scrub something of so many bytes.
fn time<S>(bytes: usize, scrubbed: impl Fn() -> S) -> Duration {
    let rounds = (LARGE / bytes).clamp(1, 16);
    (0..rounds).map(|_| spent(&scrubbed)).min().unwrap_or_default()
}

/// Compares what is small with what is large.
#[track_caller]
fn in_proportion(what: &str, small: impl Fn() -> Duration, large: impl Fn() -> Duration) {
    let small = small();
    let fair = small.max(Duration::from_micros(5)) * TIMES * SLACK;
    let sound = (0..TRIES).any(|_| large() < fair);
    assert!(sound, "{what}: {small:?} for 4 KiB, more than {fair:?} for 1 MiB");
}

/// The same in short, for many: a look that goes on to the end from everywhere shows in less as well.
#[test]
fn hostile_texts_with_marks_take_time_in_proportion() {
    const TIMES: u32 = 16;
    const SLACK: u32 = 5;
    const TRIES: usize = 16;
    let facts = PrivateFacts::new(&[Fact::UserName("janejane"), Fact::Home("/home/janejane")]);
    let scrubbed = |piece: &str, bytes: usize| {
        let text = piece.repeat(bytes / piece.len());
        spent(|| scrub(&text, &facts))
    };
    for (piece, mark) in HOSTILE.iter().flat_map(|piece| MARKS.iter().map(move |mark| (piece, mark))) {
        for piece in [format!("{piece}{mark}"), format!("{mark}{piece}")] {
            let small = (0..3).map(|_| scrubbed(&piece, SMALL)).min().unwrap_or_default();
            let fair = small.max(Duration::from_micros(20)) * TIMES * SLACK;
            let sound = (0..TRIES).any(|_| scrubbed(&piece, TIMES as usize * SMALL) < fair);
            assert!(sound, "{piece:?}: {small:?} for 4 KiB, more than {fair:?} for 64 KiB");
        }
    }
}

/// Checks it of scrubbing a text, by what makes one of so many bytes.
#[track_caller]
fn scrubbed_in_proportion(what: &str, text: &dyn Fn(usize) -> String, facts: &PrivateFacts) {
    let (small, large) = (text(SMALL), text(LARGE));
    in_proportion(what, || time(SMALL, || scrub(&small, facts)), || time(LARGE, || scrub(&large, facts)));
}

#[test]
fn hostile_texts_take_time_in_proportion() {
    let facts = PrivateFacts::new(&[
        Fact::UserName("janejane"),
        Fact::Home("/home/janejane"),
        Fact::Secret("aaaaaaaaaaaaaaab"),
    ]);
    for piece in HOSTILE {
        scrubbed_in_proportion(piece, &|bytes| piece.repeat(bytes / piece.len()), &facts);
    }
}

#[test]
fn hostile_streams_take_time_in_proportion() {
    let facts = PrivateFacts::default();
    let filtered = |text: &str| {
        let mut filter = StreamFilter::new(false);
        (filter.push(text.as_bytes(), &facts), filter.finish(&facts))
    };
    for piece in HOSTILE {
        let text = |bytes: usize| piece.repeat(bytes / piece.len());
        let (small, large) = (text(SMALL), text(LARGE));
        in_proportion(piece, || time(SMALL, || filtered(&small)), || time(LARGE, || filtered(&large)));
    }
}

#[test]
fn hostile_arguments_take_time_in_proportion() {
    let facts = PrivateFacts::default();
    for piece in ["-p", "-px", "-u", "--user", "--token", "mysql", "a"] {
        let list = |bytes: usize| vec![piece; bytes / piece.len()];
        let (small, large) = (list(SMALL), list(LARGE));
        in_proportion(
            piece,
            || time(SMALL, || scrub_arguments(&small, &facts)),
            || time(LARGE, || scrub_arguments(&large, &facts)),
        );
    }
    // A long first argument is not gone through at each flag.
    let (small, large) = ("mysql/".repeat(SMALL / 12), "mysql/".repeat(LARGE / 12));
    let (mut small, mut large) = (vec![small.as_str()], vec![large.as_str()]);
    small.resize(SMALL / 4, "-p");
    large.resize(LARGE / 4, "-p");
    in_proportion(
        "a long program",
        || time(SMALL, || scrub_arguments(&small, &facts)),
        || time(LARGE, || scrub_arguments(&large, &facts)),
    );
}

/// JSON in a text of JSON and so on, with the shortest escapes that do not double.
fn nested(bytes: usize) -> String {
    let mut text = String::from("{\"password\":48213977}");
    while text.len() < bytes {
        text = format!("[\"{}\"]", text.replace('\\', "\\u005c").replace('"', "\\u0022"));
    }
    text
}

#[test]
fn hostile_documents_take_time_in_proportion() {
    let facts = PrivateFacts::default();
    let deep = |bytes: usize| "[".repeat(bytes / 2) + &"]".repeat(bytes / 2);
    let objects = |bytes: usize| "{\"token\":".repeat(bytes / 10) + "1" + &"}".repeat(bytes / 10);
    // Names that become the same, and such as their numbers go into.
    let same = |bytes: usize| {
        format!("{{{}\"\":0}}", "\"a@b.com\":1,\"[email]\":2,\"ssh://1@\":3,".repeat(bytes / 38))
    };
    let apart = |bytes: usize| {
        let names: String = (0..bytes / 16).map(|number| format!("\"[email]#{number}\":1,")).collect();
        format!("{{{names}{}\"\":0}}", "\"a@b.com\":1,".repeat(bytes / 24))
    };
    let several = |bytes: usize| "{\"token\":12}\n".repeat(bytes / 13);
    let texts: [(&str, &dyn Fn(usize) -> String); 6] = [
        ("deep", &deep),
        ("objects", &objects),
        ("same", &same),
        ("apart", &apart),
        ("several", &several),
        ("nested", &nested),
    ];
    for (what, text) in texts {
        scrubbed_in_proportion(what, text, &facts);
    }
}

#[test]
fn a_number_in_nested_json_adds_a_constant() {
    let facts = PrivateFacts::default();
    let mut text = String::from("{\"password\":48213977}");
    for depth in 0..12 {
        let out = scrub(&text, &facts);
        assert_eq!(out.findings.len(), usize::from(depth <= 4), "{text}");
        assert!(out.text.len() < text.len() + 40, "{} of {}", out.text.len(), text.len());
        assert_eq!(scrub(&out.text, &facts).text, out.text);
        text = serde_json::json!([text]).to_string();
    }
    let text = nested(64 << 10);
    assert!(scrub(&text, &facts).text.len() < text.len() + 40);
}
