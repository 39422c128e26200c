//! Payloads that wait on disk until they can be sent: what a batch file holds, and what may still be sent of it.
//!
//! A file is read back as if a stranger had written it: it may be of an older contract, of before somebody said no, or
//! edited. What of it is not exactly what the contract declares today is never sent.

pub(crate) mod attempt_files;
mod known;
mod names;
mod verify;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::escaped;
use crate::canonical;
use crate::contract::Contract;
use crate::json::Json;
use crate::payload::MAX_PAYLOAD;
use crate::stored::Stored;
use crate::tool_version::is_tool_version;
use crate::{FORMAT, time};

pub(crate) use names::{
    Entry, MARGIN, claim, entries, fresh, is_unfinished, place, take_first, unfinished, waiting,
};

/// The largest batch file, in bytes, with room for its head.
const LARGEST: usize = 1024 * 1024 - 4096;
/// What stands around an event in a file besides its texts.
const AROUND: usize = 128;

/// Splits events into batches of which each fits into a file.
pub(crate) fn batches(events: &[Stored]) -> impl Iterator<Item = &[Stored]> {
    let mut left = events;
    core::iter::from_fn(move || {
        let mut size: usize = 0;
        let fits = |event: &&Stored| {
            let texts = [event.event.len(), event.tool_version.len(), escaped(&event.bytes).len(), AROUND];
            size = texts.into_iter().fold(size, usize::saturating_add);
            size <= LARGEST
        };
        let count = left.iter().take_while(fits).count().max(1);
        let (batch, rest) = left.split_at_checked(count)?;
        left = rest;
        Some(batch)
    })
}

/// The text of a batch file. `withdrawals` is how often telemetry had been turned off when it was built.
pub(crate) fn write(contract: &Contract, withdrawals: i64, events: &[Stored]) -> String {
    let mut out = String::from("{\"format\":");
    canonical::write_integer(&mut out, FORMAT);
    out.push_str(",\"tool\":");
    canonical::write_text(&mut out, contract.tool());
    out.push_str(",\"schema_version\":");
    canonical::write_text(&mut out, &contract.schema_version);
    out.push_str(",\"consent_version\":");
    canonical::write_integer(&mut out, contract.consent_version);
    out.push_str(",\"withdrawals\":");
    canonical::write_integer(&mut out, withdrawals);
    out.push_str(",\"events\":[");
    for (index, Stored { event, time, tool_version, bytes }) in events.iter().enumerate() {
        out.push_str(if index == 0 { "{\"event\":" } else { ",{\"event\":" });
        canonical::write_text(&mut out, event);
        out.push_str(",\"time\":");
        canonical::write_integer(&mut out, *time);
        out.push_str(",\"tool_version\":");
        canonical::write_text(&mut out, tool_version);
        out.push_str(",\"payload\":");
        out.push_str(bytes);
        out.push('}');
    }
    out.push_str("]}\n");
    escaped(&out)
}

/// What of a batch file may still be sent; `None` where it is no batch, or one of another contract, or one from before a no that
/// has been said since.
pub(crate) fn read(contract: &Contract, withdrawals: i64, text: &str) -> Option<Vec<Stored>> {
    let document = Json::parse(text).ok()?;
    let same = document.member("format") == Some(&Json::Integer(FORMAT))
        && document.member("tool") == Some(&Json::from(contract.tool()))
        && document.member("schema_version") == Some(&Json::from(contract.schema_version.as_str()))
        && document.member("consent_version") == Some(&Json::Integer(contract.consent_version))
        && document.member("withdrawals") == Some(&Json::Integer(withdrawals));
    let Json::Array(items) = document.member("events").filter(|_| same)? else { return None };
    let events: Option<Vec<_>> = items.iter().map(|item| stored(contract, item)).collect();
    events.filter(|events| !events.is_empty())
}

fn stored(contract: &Contract, item: &Json<'_>) -> Option<Stored> {
    let (Json::Text(event), Json::Integer(time), Json::Text(tool_version)) =
        (item.member("event")?, item.member("time")?, item.member("tool_version")?)
    else {
        return None;
    };
    let mut bytes = String::new();
    item.member("payload")?.write(&mut bytes);
    let stored =
        Stored { event: event.to_string(), time: *time, tool_version: tool_version.to_string(), bytes };
    let sound =
        stored.bytes.len() <= MAX_PAYLOAD && time::is_time(*time) && is_tool_version(&stored.tool_version);
    (sound && verify::is_of(contract, &stored)).then_some(stored)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    const CONTRACT: &str = r#"{"contract":1,"tool":"t","schema_version":"1","consent_version":2,
        "consent":{"sources":[{"env":"T"}],"undecided":{"interactive":"deny","unattended":"deny"}},
        "payload":{"n":{"integer":[0,9],"why":"w"},"event":{"from":"event"}},"events":{"e":{},"f":{}}}"#;

    fn event(event: &str, bytes: &str) -> Stored {
        Stored { event: event.into(), time: 7, tool_version: "1.4".into(), bytes: bytes.into() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let contract = Contract::parse(CONTRACT).unwrap();
        let events = [event("e", r#"{"event":"e","n":3}"#), event("f", r#"{"event":"f","n":4}"#)];
        let text = write(&contract, 5, &events);
        assert_eq!(
            text,
            "{\"format\":1,\"tool\":\"t\",\"schema_version\":\"1\",\"consent_version\":2,\"withdrawals\":5,\"events\":[\
             {\"event\":\"e\",\"time\":7,\"tool_version\":\"1.4\",\"payload\":{\"event\":\"e\",\"n\":3}},\
             {\"event\":\"f\",\"time\":7,\"tool_version\":\"1.4\",\"payload\":{\"event\":\"f\",\"n\":4}}]}\n"
        );
        assert_eq!(read(&contract, 5, &text).unwrap(), events);
    }

    /// A file that holds it as it is would count as one that was damaged.
    #[test]
    fn what_was_lost_in_a_text_stands_there_as_an_escape() {
        let contract =
            Contract::parse(&CONTRACT.replace(r#""n":{"integer":[0,9]"#, r#""n":{"text":9"#)).unwrap();
        let events = [event("e", "{\"event\":\"e\",\"n\":\"a\u{fffd}b\"}")];
        let text = write(&contract, 5, &events);
        assert!(text.contains(r"a\ufffdb"), "{text}");
        assert_eq!(read(&contract, 5, &text).unwrap(), events);
    }

    #[test]
    fn a_file_holds_what_fits_and_no_event_is_split() {
        let large = event("e", &"x".repeat(400_000));
        let small = event("e", r#"{"event":"e","n":3}"#);
        let lengths = |events: &[Stored]| batches(events).map(<[Stored]>::len).collect::<Vec<_>>();
        assert_eq!(lengths(&[]), [0_usize; 0]);
        assert_eq!(lengths(&alloc::vec![small.clone(); 1000]), [1000]);
        let lost = event("e", &"\u{fffd}".repeat(100_000));
        assert_eq!(lengths(&alloc::vec![lost; 3]), [1, 1, 1], "each of them is longer there");
        assert_eq!(lengths(&alloc::vec![large.clone(); 5]), [2, 2, 1]);
        assert_eq!(lengths(&[large.clone(), large.clone(), small, large]), [3, 1]);
    }

    #[test]
    fn what_was_built_under_something_else_is_not_sendable() {
        let contract = Contract::parse(CONTRACT).unwrap();
        let text = write(&contract, 5, &[event("e", r#"{"event":"e","n":3}"#)]);
        assert_eq!(read(&contract, 6, &text), None, "from before a no");
        for (from, to) in [
            ("\"tool\":\"t\"", "\"tool\":\"u\""),
            ("\"schema_version\":\"1\"", "\"schema_version\":\"2\""),
            ("\"consent_version\":2", "\"consent_version\":1"),
            ("\"format\":1", "\"format\":2"),
            ("\"event\":\"e\",\"time\"", "\"event\":\"g\",\"time\""),
            ("\"event\":\"e\",\"time\"", "\"event\":\"f\",\"time\""),
            ("\"n\":3", "\"n\":10"),
            ("\"n\":3", "\"n\":3,\"host\":\"web01\""),
            ("\"time\":7", "\"time\":\"7\""),
            ("\"time\":7", "\"time\":-1"),
            ("\"time\":7", "\"time\":253402300800"),
            ("\"1.4\"", "\"1.4\\u000a\""),
        ] {
            let changed = text.replace(from, to);
            assert_ne!(changed, text);
            assert_eq!(read(&contract, 5, &changed), None, "{to}");
        }
        let large = Contract::parse(
            &CONTRACT.replace(r#""n":{"integer":[0,9]"#, r#""n":{"list":[{"text":4096},9],"default":[]"#),
        )
        .unwrap();
        for (count, sendable) in [(3, true), (5, false)] {
            let list = alloc::vec![format!("\"{}\"", "x".repeat(4000)); count].join(",");
            let text = write(&large, 5, &[event("e", &format!(r#"{{"event":"e","n":[{list}]}}"#))]);
            assert_eq!(read(&large, 5, &text).is_some(), sendable, "a payload is no larger than 16 KiB");
        }
        for damaged in ["", "{", "[]", "null", text.trim_end_matches("}]}\n"), &format!("{text}x")] {
            assert_eq!(read(&contract, 5, damaged), None, "{damaged}");
        }
    }
}
