//! What holds for every text. `ABOVEBOARD_CASES` sets how many are tried.

use aboveboard::{
    Fact, Filtered, Json, Kind, LineFilter, PrivateFacts, StreamFilter, is_private, scrub, scrub_arguments,
    scrub_bounded, scrub_json,
};
use proptest::prelude::*;

use crate::generate::{argument, chain, lines, loose_json, name, text};

const FACTS: &[Fact<'_>] = &[
    Fact::HostName("web01.acme.internal"),
    Fact::UserName("jane.doe"),
    Fact::Home("/home/jane.doe"),
    Fact::Directory("/srv/customers/acme"),
    Fact::Address("203.0.113.77"),
    Fact::Endpoint("https://events.acme.example/v1"),
    Fact::Secret("S3cr3t/Value+42"),
];

/// How much longer than the thing itself a replacement can be.
const LONGEST_REPLACEMENT: usize = "[account]".len();

fn config() -> ProptestConfig {
    let cases = option_env!("ABOVEBOARD_CASES").and_then(|cases| cases.parse().ok()).unwrap_or(4000);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() }
}

/// Whether a value stands in a text, in any case, with no letter or digit on either side.
fn stands_in(value: &str, text: &str) -> bool {
    let (value, text) = (value.to_ascii_lowercase(), text.to_ascii_lowercase());
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    text.match_indices(&value).any(|(start, _)| {
        let bytes = text.as_bytes();
        edge(start.checked_sub(1).and_then(|before| bytes.get(before)))
            && edge(bytes.get(start + value.len()))
    })
}

fn value_of(fact: Fact<'static>) -> &'static str {
    match fact {
        Fact::HostName(value)
        | Fact::UserName(value)
        | Fact::Home(value)
        | Fact::Directory(value)
        | Fact::Address(value)
        | Fact::Endpoint(value)
        | Fact::Secret(value) => value,
    }
}

/// A value with each of its characters written in one of the ways that formats have for it.
fn written(value: &str, ways: &[u8]) -> String {
    let one = |(character, way): (char, &u8)| match (way, u32::from(character)) {
        (0, code) => format!("%{code:02X}"),
        (1, code) => format!("%25{code:02x}"),
        (2, code) => format!("&#{code};"),
        (3, code) => format!("&#x{code:x};"),
        (4, code) => format!("\\u{code:04x}"),
        (5, code) => format!("\\x{code:02x}"),
        (6, code) => format!("\\{code:03o}"),
        (7, _) if !character.is_ascii_alphanumeric() => format!("\\{character}"),
        (8, _) => format!("\u{200b}{character}"),
        (9, _) => format!("\u{1b}[1m{character}"),
        _ => character.to_string(),
    };
    value.chars().zip(ways.iter().cycle()).map(one).collect()
}

/// A text as a string of JSON has it, so many times.
fn in_json(text: String, times: usize) -> String {
    (0..times).fold(text, |text, _| {
        let string = serde_json::Value::String(text).to_string();
        string.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().to_string()
    })
}

/// Whether a text is JSON by its syntax, once or several times.
fn is_json(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>().all(|value| value.is_ok())
}

/// What comes out of a stream in pieces of a length.
fn stream(text: &str, length: usize, facts: &PrivateFacts) -> Filtered {
    let mut filter = StreamFilter::new(true);
    let mut all = Filtered::default();
    let mut add = |out: Filtered| {
        all.text.push_str(&out.text);
        all.report.push_str(&out.report);
    };
    for piece in text.as_bytes().chunks(length) {
        add(filter.push(piece, facts));
    }
    add(filter.finish(facts));
    all
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn scrubbing_twice_is_scrubbing_once(text in text()) {
        let facts = PrivateFacts::new(FACTS);
        let once = scrub(&text, &facts).text.into_owned();
        let twice = scrub(&once, &facts);
        prop_assert_eq!(&*twice.text, &*once);
        prop_assert!(twice.is_clean());
    }

    #[test]
    fn scrubbing_twice_is_scrubbing_once_without_facts(text in text()) {
        let facts = PrivateFacts::default();
        let once = scrub(&text, &facts).text.into_owned();
        let twice = scrub(&once, &facts);
        prop_assert_eq!(&*twice.text, &*once);
    }

    #[test]
    fn the_same_of_chains(chain in chain()) {
        let facts = PrivateFacts::new(FACTS);
        let once = scrub(&chain, &facts);
        let twice = scrub(&once.text, &facts);
        prop_assert_eq!(&*twice.text, &*once.text);
        let mut end = 0;
        for finding in &once.findings {
            prop_assert!(finding.range.start >= end);
            prop_assert_eq!(once.text.get(finding.range.clone()), Some(finding.kind.replacement()));
            end = finding.range.end;
        }
        let argument = scrub_arguments(&[&chain], &facts).remove(0);
        for finding in &argument.findings {
            prop_assert_eq!(argument.text.get(finding.range.clone()), Some(finding.kind.replacement()));
        }
        prop_assert_eq!(&*scrub_arguments(&[&argument.text], &facts).remove(0).text, &*argument.text);
    }

    #[test]
    fn the_same_of_lines(lines in lines(), length in 1_usize..40) {
        let facts = PrivateFacts::new(FACTS);
        let once = stream(&lines, lines.len().max(1), &facts);
        prop_assert_eq!(&stream(&lines, length, &facts), &once);
        prop_assert_eq!(&stream(&once.text, length, &facts).text, &once.text);
        let whole = scrub(&lines, &facts).text.into_owned();
        prop_assert_eq!(&*scrub(&whole, &facts).text, &*whole);
    }

    #[test]
    fn lines_of_json_stay_json_among_others(lines in lines()) {
        let facts = PrivateFacts::new(FACTS);
        let mut filter = LineFilter::new(&facts);
        for line in lines.lines() {
            let out = filter.scrub(line).text.into_owned();
            let value = serde_json::from_str(line).unwrap_or(serde_json::Value::Null);
            if value.is_object() || value.is_array() {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{} of {}", out, line);
            }
        }
    }

    #[test]
    fn findings_tell_where_they_lie_among_lines(lines in lines()) {
        let facts = PrivateFacts::new(FACTS);
        let mut filter = LineFilter::new(&facts);
        let whole = scrub(&lines, &facts);
        for scrubbed in lines.lines().map(|line| filter.scrub(line)).chain([whole]) {
            let mut end = 0;
            for finding in &scrubbed.findings {
                prop_assert!(finding.range.start >= end);
                prop_assert_eq!(scrubbed.text.get(finding.range.clone()), Some(finding.kind.replacement()));
                end = finding.range.end;
            }
        }
    }

    #[test]
    fn the_same_of_arguments(arguments in prop::collection::vec(argument(), 1..6)) {
        let facts = PrivateFacts::new(FACTS);
        let given: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let once = scrub_arguments(&given, &facts);
        let texts: Vec<&str> = once.iter().map(|argument| &*argument.text).collect();
        for (argument, text) in scrub_arguments(&texts, &facts).iter().zip(&texts) {
            prop_assert_eq!(&*argument.text, *text);
        }
    }

    #[test]
    fn the_same_of_arguments_in_json(arguments in prop::collection::vec(argument(), 1..6)) {
        let facts = PrivateFacts::new(FACTS);
        let list = serde_json::json!(arguments).to_string();
        let once = scrub(&list, &facts).text.into_owned();
        prop_assert_eq!(&*scrub(&once, &facts).text, &*once);
        let mut tree = Json::parse(&list).unwrap();
        for _ in 0..2 {
            scrub_json(&mut tree, &facts);
            prop_assert_eq!(&tree, &Json::parse(&once).unwrap());
        }
    }

    #[test]
    fn findings_tell_where_replacements_lie(text in text()) {
        let scrubbed = scrub(&text, &PrivateFacts::new(FACTS));
        prop_assert_eq!(scrubbed.is_clean(), &*scrubbed.text == text.as_str());
        let mut end = 0;
        for finding in &scrubbed.findings {
            prop_assert!(finding.range.start >= end);
            prop_assert_eq!(scrubbed.text.get(finding.range.clone()), Some(finding.kind.replacement()));
            end = finding.range.end;
        }
        prop_assert!(scrubbed.text.len() <= text.len() + LONGEST_REPLACEMENT * scrubbed.findings.len());
    }

    #[test]
    fn no_private_fact_comes_out(before in text(), after in text(), index in 0..FACTS.len()) {
        let facts = PrivateFacts::new(FACTS);
        let value = value_of(FACTS[index]);
        let text = format!("{before} {value} {after}");
        let out = scrub(&text, &facts).text;
        prop_assert!(!stands_in(value, &out), "{}", out);
        prop_assert!(is_private(value, &facts));
    }

    #[test]
    fn none_comes_out_however_it_is_written(
        before in text(), after in text(), index in 0..FACTS.len(), ways in prop::collection::vec(0..20_u8, 1..9), times in 0..3_usize
    ) {
        let facts = PrivateFacts::new(FACTS);
        // What is no colour may hold a character of the value, of which a terminal shows nothing then.
        let before = if ways.contains(&9) { before.replace('\u{1b}', "") } else { before };
        let value = in_json(written(value_of(FACTS[index]), &ways), times);
        let text = format!("{before} {value} {after}");
        let out = scrub(&text, &facts).text;
        // Within a word it is none.
        prop_assert!(!out.contains(&format!(" {value} ")), "{}", out);
        prop_assert!(is_private(&value, &facts));
    }

    // Of characters of every length, and no signs: a quote in it may begin what goes on behind it.
    #[test]
    fn no_secret_comes_out_and_what_is_behind_stays(secret in "[k-p\u{e9}\u{65e5}\u{1f600}]{100,270}") {
        let facts = PrivateFacts::new(&[Fact::Secret(&secret)]);
        let text = format!("x {secret} y tail");
        let out = scrub(&text, &facts).text;
        prop_assert!(!out.contains(&secret), "{}", out);
        prop_assert!(out.ends_with(" y tail"), "{}", out);
    }

    #[test]
    fn a_bound_holds_and_cuts_no_replacement(text in text(), most in 0_usize..60) {
        let facts = PrivateFacts::new(FACTS);
        let whole = scrub(&text, &facts);
        let bounded = scrub_bounded(&text, &facts, most);
        prop_assert!(bounded.text.len() <= most);
        prop_assert!(whole.text.starts_with(&*bounded.text));
        for finding in &whole.findings {
            let cut = finding.range.start < bounded.text.len() && bounded.text.len() < finding.range.end;
            prop_assert!(!cut);
        }
        prop_assert!(scrub(&bounded.text, &facts).is_clean(), "{}", bounded.text);
    }

    #[test]
    fn json_stays_json_in_text_and_in_lines(key in text(), value in text(), other in text()) {
        let facts = PrivateFacts::new(FACTS);
        let document = serde_json::json!({ &key: value, "list": [other, 7, true], "token": [1.5, "x"] }).to_string();
        let text = scrub(&document, &facts).text;
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        let line = LineFilter::new(&facts).scrub(&document).text.into_owned();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{}", line);
        let again = LineFilter::new(&facts).scrub(&line).text.into_owned();
        prop_assert_eq!(line, again);
    }

    #[test]
    fn json_that_strict_readers_refuse_stays_json(text in loose_json()) {
        let facts = PrivateFacts::new(FACTS);
        let once = scrub(&text, &facts);
        prop_assert!(is_json(&once.text), "{}", once.text);
        prop_assert!(once.text.len() <= text.len() + LONGEST_REPLACEMENT * once.findings.len());
        prop_assert_eq!(&*scrub(&once.text, &facts).text, &*once.text);
    }

    #[test]
    fn names_stay_different(names in prop::collection::vec(name(), 0..6), value in text()) {
        let facts = PrivateFacts::new(FACTS);
        let members: serde_json::Map<String, serde_json::Value> =
            names.into_iter().map(|name| (name, serde_json::json!([value.as_str(), 12, 0]))).collect();
        let number = members.len();
        let document = serde_json::Value::Object(members).to_string();
        let once = scrub(&document, &facts).text.into_owned();
        prop_assert_eq!(&*scrub(&once, &facts).text, &*once);
        let mut tree = Json::parse(&document).unwrap();
        for _ in 0..2 {
            scrub_json(&mut tree, &facts);
            let Json::Object(members) = &tree else { panic!("{:?}", tree) };
            prop_assert_eq!(members.len(), number);
            // Where a name stands twice, this is refused.
            prop_assert_eq!(&tree, &Json::parse(&once).unwrap());
        }
    }

    #[test]
    fn the_same_of_members_of_secrets(names in prop::collection::vec(name(), 1..4), value in text()) {
        let facts = PrivateFacts::new(FACTS);
        let members: serde_json::Map<String, serde_json::Value> =
            names.into_iter().map(|name| (name, value.as_str().into())).collect();
        let document = serde_json::json!({ "adgangskode": members }).to_string();
        let once = scrub(&document, &facts).text.into_owned();
        prop_assert_eq!(&*scrub(&once, &facts).text, &*once);
    }

    #[test]
    fn a_tree_and_its_line_agree(value in text(), other in text()) {
        let facts = PrivateFacts::new(FACTS);
        let document = serde_json::json!({ "note": value, "password": other, "list": [other, value] }).to_string();
        let mut tree = Json::parse(&document).unwrap();
        scrub_json(&mut tree, &facts);
        let line = LineFilter::new(&facts).scrub(&document).text.into_owned();
        prop_assert_eq!(tree, Json::parse(&line).unwrap());
    }
}

#[test]
fn replacements_are_left_alone() {
    for kind in Kind::ALL {
        for facts in [
            PrivateFacts::default(),
            PrivateFacts::new(&[Fact::UserName("secretive"), Fact::HostName("path")]),
        ] {
            let text = format!("at {0}: x={0}, \"token\": \"{0}\" https://{0}@{0}/ {0}", kind.replacement());
            assert_eq!(scrub(&text, &facts).text, text);
        }
    }
}
