//! Chains: what one look replaces shows the next thing, as often as the text goes on.

use aboveboard::{Fact, PrivateFacts, StreamFilter, scrub, scrub_arguments};

/// Links and what must not be left of them.
const LINKS: &[(&str, &str)] = &[
    ("::1-", "::1"),
    ("fe80::1-", "fe80"),
    ("2001:db8::1-", "2001"),
    ("::1%a", "::1"),
    ("::1%g::1%U", "::1"),
    ("Passwd&#x3d;val tPass&#x3d;val ", "val "),
    ("db.local\\jane_", "local"),
    ("a/1@C11.", "@C11"),
    ("docker login -p", "\u{0}"),
    ("authorization:k d=\u{201d}", "\u{0}"),
    ("a.\\b1_E.\\", "\u{0}"),
];

#[test]
fn chains_are_scrubbed_to_their_end() {
    let facts = PrivateFacts::new(&[Fact::UserName("janejane")]);
    for (link, never) in LINKS {
        for links in [5, 9, 12, 17, 40, 300, 3000] {
            let once = scrub(&link.repeat(links), &facts).text.into_owned();
            let twice = scrub(&once, &facts);
            assert!(
                twice.is_clean(),
                "{links} of {link:?}: {:?}",
                once.chars().take(200).collect::<String>()
            );
            assert!(
                !once.contains(never),
                "{links} of {link:?}: {:?}",
                once.chars().take(200).collect::<String>()
            );
        }
    }
}

#[test]
fn so_they_are_in_streams_and_arguments() {
    let facts = PrivateFacts::default();
    let stream = |text: &str| {
        let mut filter = StreamFilter::new(false);
        let mut out = filter.push(text.as_bytes(), &facts).text;
        out.push_str(&filter.finish(&facts).text);
        out
    };
    for (link, _) in LINKS {
        let text = link.repeat(23);
        let once = stream(&text);
        assert_eq!(stream(&once), once);
        let once = scrub_arguments(&[&text], &facts).remove(0).text.into_owned();
        assert_eq!(scrub_arguments(&[&once], &facts).remove(0).text, once);
    }
}

#[test]
fn findings_in_chains_tell_where_they_lie() {
    for (link, _) in LINKS {
        let text = link.repeat(400) + " and jane@acme.example";
        let scrubbed = scrub(&text, &PrivateFacts::default());
        let mut end = 0;
        for finding in &scrubbed.findings {
            assert!(finding.range.start >= end);
            assert_eq!(scrubbed.text.get(finding.range.clone()), Some(finding.kind.replacement()));
            end = finding.range.end;
        }
        assert!(!scrubbed.text.contains("acme"));
    }
}
