//! Private facts, in every form in which they turn up.

use aboveboard::{Fact, PrivateFacts, is_private, scrub, scrub_bounded};

use crate::examples::all_with;

const JANE: &[Fact<'_>] = &[
    Fact::HostName("web-7f3a.prod.acme.example"),
    Fact::UserName("jdoe42"),
    Fact::Home("/home/jdoe42"),
    Fact::Directory("C:\\work\\acme corp"),
    Fact::Address("2001:db8::42"),
    Fact::Secret("tok/en+Value==99"),
];

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    all_with(JANE, cases);
}

#[test]
fn as_they_are() {
    all(&[
        ("by JDOE42 on web-7f3a", "by [user] on [host]"),
        ("web-7f3a.prod.acme.example!", "[host]!"),
        ("jdoe42s and xjdoe42", "jdoe42s and xjdoe42"),
        ("jdoe42_backup", "[user]_backup"),
        ("below /home/jdoe42/a/b.txt.", "below [path]."),
        ("c:/WORK/acme corp", "[path]"),
        ("at 2001:DB8::42", "at [address]"),
        ("xtok/en+Value==99x", "x[secret]x"),
    ]);
}

#[test]
fn encoded() {
    all(&[
        ("C:\\\\work\\\\acme corp", "[path]"),
        ("?d=%2Fhome%2Fjdoe42&e", "?d=[path]&e"),
        ("?d=%2fhome%2fjdoe42", "?d=[path]"),
        ("tok%2Fen%2BValue%3D%3D99", "[secret]"),
        // base64 of "user:/home/jdoe42", "ser:/home/jdoe42" and "er:/home/jdoe42": each shift once.
        ("x dXNlcjovaG9tZS9qZG9lNDI= y", "x [path] y"),
        ("x c2VyOi9ob21lL2pkb2U0Mg== y", "x [path] y"),
        ("x ZXI6L2hvbWUvamRvZTQy y", "x [path] y"),
    ]);
}

#[test]
fn common_names_are_no_facts() {
    let facts = PrivateFacts::new(&[
        Fact::UserName("root"),
        Fact::HostName("localhost"),
        Fact::UserName("infra"),
        Fact::Home("/root"),
        Fact::Directory("/workspace"),
        Fact::Address("127.0.0.1"),
    ]);
    for text in ["infra plan as root", "the workspace of root", "apply-infra"] {
        assert!(scrub(text, &facts).is_clean(), "{text}");
    }
    assert!(!is_private("infra", &facts));
    // In context they are found as any other name.
    assert_eq!(scrub("user=root", &facts).text, "user=[user]");
}

#[test]
fn a_longer_fact_wins_over_a_shorter_one_in_it() {
    for facts in [
        [Fact::UserName("Jane Doe"), Fact::Home("/data/jane")],
        [Fact::Home("/data/jane"), Fact::UserName("Jane Doe")],
    ] {
        let facts = PrivateFacts::new(&facts);
        assert_eq!(scrub("as Jane Doe now", &facts).text, "as [user] now");
        assert_eq!(scrub("as Jane Roe now", &facts).text, "as [user] Roe now");
    }
}

#[test]
fn tokens() {
    let facts = PrivateFacts::new(JANE);
    for token in ["jdoe42", "web-7f3a", "release-jdoe42", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"] {
        assert!(is_private(token, &facts), "{token}");
    }
    // What only looks random may be an id that was declared; a private fact in it is found all the same.
    let random = "Zx9Kq27LmW4tRb8Yh3Nd";
    assert!(!is_private(random, &facts));
    assert!(is_private(&format!("{random}-jdoe42"), &facts));
    for token in [
        "10.0.0.5",
        "192.168.1.1",
        "203.0.113.9",
        "db7.internal",
        "raspberrypi.local",
        "build2.corp.example.com",
        "00-11-22-33-44-55",
    ] {
        assert!(is_private(token, &facts), "{token}");
    }
    // A small number may as well begin a version, and other hosts are called as programs and groups are.
    for token in [
        "apply",
        "1.2.3.4",
        "v1.128.1",
        "10.0.19045.3693",
        "eu-west-1",
        "a1b2c3d4",
        "app.kubernetes.io",
        "node.js",
    ] {
        assert!(!is_private(token, &facts), "{token}");
    }
    assert!(is_private("4.5.6.7", &PrivateFacts::new(&[Fact::Address("4.5.6.7")])));
}

#[test]
fn endpoints() {
    let facts = PrivateFacts::new(&[Fact::Endpoint("https://events.acme.example:8443/v1/?key=x")]);
    for (text, want) in [
        ("sent to https://events.acme.example:8443/v1 in vain", "sent to [host] in vain"),
        ("no route to events.acme.example", "no route to [host]"),
        ("events of acme at example", "events of acme at example"),
    ] {
        assert_eq!(scrub(text, &facts).text, want);
    }
    for (url, host) in [
        ("https://u:p@events.acme.example:8443/x", "events.acme.example"),
        ("HTTPS://events.acme.example", "events.acme.example"),
        ("https://[2001:db8::42]:8443/x", "2001:db8::42"),
    ] {
        let facts = PrivateFacts::new(&[Fact::Endpoint(url)]);
        assert_eq!(scrub(&format!("reaches {host} now"), &facts).text, "reaches [host] now", "of {url}");
        assert_eq!(scrub(&format!("to {url} now"), &facts).text, "to [host] now");
    }
    // What everybody has is no private fact.
    let local = PrivateFacts::new(&[Fact::Endpoint("http://localhost:8080/events")]);
    assert_eq!(scrub("localhost is up", &local).text, "localhost is up");
    assert_eq!(
        scrub("the collector is up", &PrivateFacts::new(&[Fact::Endpoint("collector")])).text,
        "the [host] is up"
    );
}

#[test]
fn line_ends_are_those_of_any_system() {
    for secret in ["first line x1\nand z2\nlast", "first line x1\r\nand z2\r\nlast"] {
        let facts = PrivateFacts::new(&[Fact::Secret(secret)]);
        for text in ["first line x1\nand z2\nlast", "first line x1\r\nand z2\r\nlast"] {
            for text in [text.to_string(), text.replace('\r', "\\r").replace('\n', "\\n")] {
                assert_eq!(scrub(&format!("is {text}!"), &facts).text, "is [secret]!", "of {text}");
            }
        }
    }
}

#[test]
fn bounds() {
    let facts = PrivateFacts::new(JANE);
    let bounded = |text, most| scrub_bounded(text, &facts, most).text.into_owned();
    assert_eq!(bounded("größe", 3), "gr");
    assert_eq!(bounded("größe", 4), "grö");
    assert_eq!(bounded("ab jdoe42 cd", 100), "ab [user] cd");
    assert_eq!(bounded("ab jdoe42 cd", 9), "ab [user]");
    assert_eq!(bounded("ab jdoe42 cd", 8), "ab ");
    assert_eq!(bounded("jdoe42", 3), "");
    assert_eq!(scrub_bounded("ab jdoe42 cd", &facts, 8).findings, []);
}

#[test]
fn nothing_is_told_of_them() {
    let told = format!("{:?}", PrivateFacts::new(JANE));
    for value in ["jdoe42", "web-7f3a", "acme", "tok"] {
        assert!(!told.contains(value));
    }
}

#[test]
fn long_ones_go_whole() {
    let all = |fact: Fact<'_>, value: &str, replacement: &str| {
        let facts = PrivateFacts::new(&[fact]);
        for (before, after) in [("x ", ". y"), ("\u{e9} ", " \u{e9} tail"), ("", "")] {
            let text = format!("{before}{value}{after}");
            assert_eq!(scrub(&text, &facts).text, format!("{before}{replacement}{after}"));
        }
    };
    let secret: String = (0..100).map(|number| format!("V{number}x!")).collect();
    all(Fact::Secret(&secret), &secret, "[secret]");
    for length in 250..260 {
        // What is kept of it may end inside of a character.
        let secret = format!("{}\u{e9}\u{65e5}\u{1f600}{}", "a".repeat(length), "b".repeat(20));
        all(Fact::Secret(&secret), &secret, "[secret]");
        let name = "k".repeat(length);
        all(Fact::UserName(&name), &name, "[user]");
        all(Fact::HostName(&name), &name, "[host]");
    }
    let directory = format!("C:\\{}", "work\\of mine\\".repeat(40));
    all(Fact::Directory(&directory), &directory.trim_end_matches('\\').replace('\\', "\\\\"), "[path]");
    // Who knows the beginning of it knows too much, and what is another value stays one.
    let facts = PrivateFacts::new(&[Fact::Secret(&secret)]);
    let beginning = |length| secret.chars().take(length).collect::<String>();
    assert_eq!(scrub(&format!("x {}\u{e9}. y", beginning(300)), &facts).text, "x [secret]\u{e9}. y");
    let other = format!("x {}", beginning(200));
    assert_eq!(scrub(&other, &facts).text, other);
}

#[test]
fn what_a_cut_makes_of_a_word_goes_too() {
    let facts = PrivateFacts::new(&[Fact::UserName("jane.doe")]);
    for (text, most, want) in [
        ("xx jane.doe2 yy", 11, "xx "),
        ("https://a.b.internalx", 20, "https://"),
        ("up at 10.1.2.34567 ok", 15, "up at "),
        ("jane.doe2", 8, ""),
        // It is cut where it is wherever that makes nothing of it.
        ("xx jane.doe2 yy", 10, "xx jane.do"),
        ("by jane.doe, and others", 12, "by [user], a"),
    ] {
        let bounded = scrub_bounded(text, &facts, most);
        assert_eq!(bounded.text, want);
        assert!(bounded.cut && scrub(want, &facts).is_clean());
    }
}

#[test]
fn a_cut_ends_however_much_of_the_text_has_to_go() {
    let facts = PrivateFacts::default();
    for text in
        ["password = \"$(a $".repeat(400), "::1".repeat(2000), "a@b.c".repeat(1000), "/etc/a/".repeat(900)]
    {
        for most in [0, 1, 7, 100, 1000, 2999] {
            let bounded = scrub_bounded(&text, &facts, most);
            assert!(bounded.text.len() <= most && scrub(&bounded.text, &facts).is_clean());
        }
    }
}
