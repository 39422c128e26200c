//! Private facts that are written in other ways than one by one in their own characters.

use aboveboard::{Fact, PrivateFacts, is_private, scrub};

use crate::examples::all_with;

const FACTS: &[Fact<'_>] = &[
    Fact::UserName("jane.doe"),
    Fact::Home("/home/jane.doe"),
    Fact::Directory("/srv/customers/acme corp"),
    Fact::Address("203.0.113.77"),
    Fact::Address("2001:db8::42:7"),
    Fact::Secret("S3cr3t/Value+42&x=y"),
    Fact::Secret("pa\"ss\\w'ord&<1>"),
    Fact::Secret("abc\u{1f600}defghi"),
    Fact::Secret("pass word+x/9"),
];

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    all_with(FACTS, cases);
}

#[test]
fn in_letters_and_digits() {
    all(&[
        ("x=%6Aane.doe y", "x=[user] y"),
        ("by j\\u0061ne.doe x", "by [user] x"),
        ("j&#97;ne.doe", "[user]"),
        ("\\x6aane.doe", "[user]"),
        ("\\152ane.d\\u{6f}e", "[user]"),
        ("S3%63r3t/Value+42&x=y", "[secret]"),
        ("2%303.0.113.77", "[address]"),
        ("/%73rv/customers/acme corp", "[path]"),
    ]);
    assert!(is_private("x-%6Aane.doe", &PrivateFacts::new(FACTS)));
}

#[test]
fn behind_backslashes() {
    all(&[
        ("log {\"p\":\"\\/srv\\/customers\\/acme corp\"}", "log {\"p\":\"[path]\"}"),
        ("S3cr3t\\/Value+42&x=y", "[secret]"),
        ("S3cr3t\\\\\\/Value+42&x=y", "[secret]"),
        ("cd /srv/customers/acme\\ corp", "cd [path]"),
        ("/srv/customers/acme\\040corp ext4", "[path] ext4"),
        ("is pa\\u0022ss\\\\w'ord\\u0026\\u003c1\\u003e.", "is [secret]."),
        ("is pa\\\"ss\\\\w'ord&<1>.", "is [secret]."),
        ("is pa\\\\\\\"ss\\\\\\\\w'ord&<1>.", "is [secret]."),
        ("is abc\\ud83d\\ude00defghi.", "is [secret]."),
        ("is abc\\\\ud83d\\\\ude00defghi.", "is [secret]."),
        ("is abc\\U0001f600defghi.", "is [secret]."),
        ("is abc\\xf0\\x9f\\x98\\x80defghi.", "is [secret]."),
        ("is abc\\360\\237\\230\\200defghi.", "is [secret]."),
    ]);
}

#[test]
fn in_the_quotes_of_a_shell() {
    all(&[
        ("x 'pa\"ss\\w'\\''ord&<1>'", "x '[secret]'"),
        ("x 'pa\"ss\\w'\"'\"'ord&<1>'", "x '[secret]'"),
        ("\"x 'pa\\\"ss\\\\w'\\\\''ord&<1>'\"", "\"x '[secret]'\""),
    ]);
}

#[test]
fn in_forms() {
    all(&[("q=pass+word%2Bx%2F9", "q=[secret]"), ("q=pass+word%2bx%2f9&p", "q=[secret]&p")]);
}

#[test]
fn one_in_the_other() {
    all(&[
        ("\\\\u002fhome\\\\u002fjane.doe", "[path]"),
        ("\\u0026#x2f;home\\u0026#x2f;jane.doe", "[path]"),
        ("\\\\u0026#x2f;home\\\\u0026#x2f;jane.doe", "[path]"),
        ("%5Cu002fhome%5Cu002fjane.doe", "[path]"),
        ("%2Fhome\\/jane&#46;doe", "[path]"),
    ]);
}

#[test]
fn where_nothing_else_is_looked_for() {
    all(&[
        ("C:\\path\\to\\jane\\u002edoe", "C:\\path\\to\\[user]"),
        ("s3://{bucket}/%2e/jane%2Edoe", "s3://{bucket}/%2e/[user]"),
        ("-u1://[jane%2edoe,", "-u1://[[user],"),
        ("://[@jane%2edoe@", "://[@[user]@"),
        ("-u\"1://\u{e9}jane\u{1b}[30m.doe-", "-u\"1://\u{e9}[user]-"),
        ("-u\"1://(200\u{2060}1:db8::42:7)", "-u\"1://([address])"),
    ]);
}

#[test]
fn in_what_looks_like_a_colour() {
    all(&[
        ("\u{1b}[>203.0.113%2E77", "\u{1b}[>[address]"),
        ("\u{1b}[203%2E0.113.77 m x", "\u{1b}[[address] m x"),
        ("\\x1b[>203.0.113%2E77", "\\x1b[>[address]"),
        ("\\033[%2Fsrv%2Fcustomers%2Facme%20corp", "\\033[[path]"),
        ("ja\u{1b}[1mne%2Ed\u{1b}[mo\\u0065", "[user]"),
    ]);
}

#[test]
fn without_facts_nothing_changes() {
    let facts = PrivateFacts::new(&[Fact::UserName("quillan")]);
    for text in [
        "%6Aane.doe and \\u006a",
        "a\\\\new\\\\table \\\"quoted\\\" \\/ \\' \\ud83d\\ude00 \\303\\251",
        "grep -E '^\\s*\\w+\\.\\/x' | sed 's/\\\\//g' '\\''",
        "qu\\illan qui%6Clen &#113;uilla",
    ] {
        for facts in [&facts, &PrivateFacts::default()] {
            assert_eq!(scrub(text, facts).text, text);
        }
    }
}
