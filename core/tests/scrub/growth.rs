//! Time in proportion to the text, whatever it holds.

use std::time::{Duration, Instant};

use aboveboard::{Fact, PrivateFacts, scrub};

const SMALL: usize = 4 << 10;
const LARGE: usize = 1 << 20;
/// How much more than in proportion a large text may take: caches and a busy machine, not another order of growth, which
/// would show as a factor of 256.
const SLACK: u32 = 24;
/// How often a text that seems to take too long is tried again: what else the machine does passes, growth does not.
const TRIES: usize = 4;

/// Texts that send a careless recogniser back and forth: repeated until they are long enough.
const HOSTILE: &[&str] = &[
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
    "C:\\a ",
    "/Users/A B",
    "[secret]",
    "janejanejane",
    "jane jane ",
    "password=\"",
    "password='\"",
    "\\\"token\\\":\\\"",
    "<password>",
    "</password>",
    "\u{e9}@",
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
    "/o'o",
    "A\\\\a",
    "a\u{f1}a=",
    "kind: Secret\n",
    "data:\n  a: b\n",
    "data:\n  a: b\nkind: Secret\n",
];

fn time(text: &str, facts: &PrivateFacts) -> Duration {
    let rounds = (LARGE / text.len()).clamp(1, 16);
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(scrub(text, facts));
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

#[test]
fn hostile_texts_take_time_in_proportion() {
    let facts = PrivateFacts::new(&[
        Fact::UserName("janejane"),
        Fact::Home("/home/janejane"),
        Fact::Secret("aaaaaaaaaaaaaaab"),
    ]);
    for piece in HOSTILE {
        let small = time(&piece.repeat(SMALL / piece.len()), &facts);
        let fair = small.max(Duration::from_micros(5)) * u32::try_from(LARGE / SMALL).unwrap() * SLACK;
        let text = piece.repeat(LARGE / piece.len());
        let large = (0..TRIES).map(|_| time(&text, &facts)).find(|large| *large < fair);
        assert!(large.is_some(), "{piece:?}: {small:?} for 4 KiB, more than {fair:?} for 1 MiB");
    }
}
