//! Which way a change of a lock's entry goes: leaves by the rules of their kinds, the rest here.

use super::canonical::same;
use super::change_of_leaf;
use super::direction::Direction::{self, Other, Wider};
use super::direction::Narrows::{self, Deny, Fewer, Gone, Larger, More, New, Nothing, Smaller};
use super::node::Node;
use crate::text::contains;

/// What makes an entry or a member of one narrower, by entry and member. What is not here is wider when it changes.
const RULES: &[(&str, &str, Narrows)] = &[
    ("bearer", "env", Gone),
    ("bearer", "file", Gone),
    ("bearer", "setting", Gone),
    ("deletion", "", Nothing),
    ("encoding", "", Nothing),
    ("endpoint", "env", Gone),
    ("endpoint", "plaintext", Gone),
    ("gates", "", More),
    ("header", "env", Gone),
    ("header", "value", Nothing),
    ("ids", "form", Nothing),
    ("ids", "parent", Gone),
    ("ids", "session", Gone),
    ("interval", "", Larger),
    ("local", "file", Nothing),
    ("local", "sources", More),
    ("mode", "", Nothing),
    ("otlp", "", Nothing),
    ("outbox", "", Nothing),
    ("question", "default", Deny),
    ("refused", "", Nothing),
    ("retention", "days", Smaller),
    ("undecided", "interactive", Deny),
    ("undecided", "unattended", Deny),
];

/// What makes an entry narrower that comes or goes. For what is not here that is that it is gone.
const PRESENCE: &[(&str, Narrows)] = &[
    ("child denied", New),
    ("deletion", New),
    ("encoding", Nothing),
    ("gates", New),
    ("local", New),
    ("mode", Nothing),
    ("otlp", Nothing),
    ("outbox", Nothing),
    // What people are told comes and goes with `undecided`.
    ("notice", Nothing),
    ("question", Nothing),
    ("refused", Nothing),
    ("retention", New),
    ("unbound_grant", New),
];

const ROTATIONS: &[&str] = &["day", "week", "month"];

/// Which way the entry `key` went; what is not there is new, or gone.
pub(super) fn direction(key: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    let (kind, name) = key.split_once(' ').unwrap_or((key, ""));
    if matches!(kind, "payload" | "record") || kind == "event" && name.contains(' ') {
        return change_of_leaf::direction(was, is);
    }
    if was.is_there() == is.is_there() || kind == "ids" {
        return changed(kind, name, was, is);
    }
    if kind == "header" && is.is_there() && !is.has("env") {
        return Other;
    }
    let presence = PRESENCE.iter().find(|(entry, _)| key.starts_with(entry));
    Direction::of_value(presence.map_or(Gone, |(_, narrows)| *narrows), was, is)
}

fn changed(kind: &str, name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    match kind {
        // Another text is another thing that people agree to.
        "question" | "notice" if name == "text" => Wider,
        "identity" => Direction::of_members(was, is, &identity),
        "sources" => Direction::narrower_if(only_opt_outs_were_added(was, is)),
        "event" => Direction::of_members(was.get("when"), is.get("when"), &condition),
        "user_agent" if tells_version(is) && !tells_version(was) => Wider,
        "user_agent" => by_rules("header", was, is),
        _ => by_rules(kind, was, is),
    }
}

/// The direction of a whole entry, or of each of its members.
fn by_rules(kind: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    let rule = |member: &str| {
        RULES
            .iter()
            .find(|(entry, name, _)| *entry == kind && *name == member)
            .map(|(_, _, narrows)| *narrows)
    };
    if let Some(narrows) = rule("") {
        return Direction::of_value(narrows, was, is);
    }
    // An entry that is no object has changed as a whole.
    let whole = if was.members().chain(is.members()).next().is_some() { Other } else { Wider };
    whole.max(Direction::of_members(was, is, &|name, was, is| {
        rule(name).map_or(Wider, |narrows| Direction::of_value(narrows, was.get(name), is.get(name)))
    }))
}

fn tells_version(value: Node<'_>) -> bool {
    contains(value.get("value").text().unwrap_or(""), "{version}")
}

/// How long an id stays the same is a matter of degree. Another kind of id links other reports than before, and what
/// another application or another file gives may be the id of another tool, whose reports could then be put together
/// with these: none of it is provably narrower. What is in Aboveboard's own file is nobody else's.
fn identity(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    match name {
        "rotation" => Direction::of_rank(rotation(was), rotation(is)),
        "setting" | "file" if !is.has("file") => Other,
        _ => Wider,
    }
}

/// The place of a rotation among all, from the shortest on; without one an id stays for ever.
fn rotation(identity: Node<'_>) -> Option<usize> {
    let is_it = |word: &&str| identity.get("rotation").is(word);
    Some(ROTATIONS.iter().position(is_it).unwrap_or(ROTATIONS.len()))
}

/// One condition of an event's `when`: fewer values are narrower, and so is one more condition.
fn condition(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    let (was, is) = (was.get(name), is.get(name));
    Direction::of_value(if was.is_there() { Fewer } else { New }, was, is)
}

/// Whether the new list of sources is the old one with sources between them that can only deny.
fn only_opt_outs_were_added(was: Node<'_>, is: Node<'_>) -> bool {
    let mut old = was.items().peekable();
    let sound = is
        .items()
        .all(|source| old.next_if(|old| same(*old, source)).is_some() || source.get("means").is("deny"));
    sound && old.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;
    use crate::review::Direction::Narrower;

    fn way(key: &str, was: &str, is: &str) -> Direction {
        let (was, is) = (Json::parse(was).unwrap(), Json::parse(is).unwrap());
        // `null` stands for what is not there.
        let node = |value| if value == &Json::Null { Node::NOTHING } else { Node::new(value) };
        direction(key, node(&was), node(&is))
    }

    #[test]
    fn each_entry_goes_its_own_way() {
        const URL: &str = r#"{"url":"https://a.example/"}"#;
        const WITH_VARIABLE: &str = r#"{"env":"E","url":"https://a.example/"}"#;
        for (key, narrow, wide) in [
            ("bearer", r#"{"env":"T"}"#, r#"{"env":"T","file":"{config}/f","setting":"/t"}"#),
            ("bearer", "null", r#"{"env":"T"}"#),
            ("child allowed SESSION", "null", r#"{"from":"session"}"#),
            ("child denied TELEMETRY", r#""false""#, "null"),
            ("deletion", r#"{"mailto":"a@b.example"}"#, "null"),
            ("endpoint", URL, WITH_VARIABLE),
            ("endpoint", URL, r#"{"plaintext":true,"url":"https://a.example/"}"#),
            ("endpoint", "null", URL),
            ("event e", "null", "{}"),
            ("event e", r#"{"when":{"a":["x"]}}"#, "{}"),
            ("event e", r#"{"when":{"a":["x"]}}"#, r#"{"when":{"a":["x","y"]}}"#),
            ("event e", r#"{"when":{"a":["x"],"b":[1]}}"#, r#"{"when":{"a":["x"]}}"#),
            ("event e x", "null", r#"{"token":4}"#),
            ("gates", r#"[{"env":"A"}]"#, "null"),
            ("gates", r#"[{"env":"A"},{"feature":"f"}]"#, r#"[{"feature":"f"}]"#),
            ("header X", r#"{"value":"a"}"#, r#"{"env":"E","value":"a"}"#),
            ("header X", "null", r#"{"env":"E","value":"a"}"#),
            ("ids", r#"{"form":"hex8"}"#, r#"{"form":"hex8","session":{"env":"S"}}"#),
            ("ids", "null", r#"{"form":"uuid","session":{"env":"S"}}"#),
            ("identity", "null", r#"{"kind":"installation"}"#),
            ("identity", r#"{"kind":"machine","rotation":"month"}"#, r#"{"kind":"machine"}"#),
            ("identity", r#"{"rotation":"week"}"#, r#"{"rotation":"month"}"#),
            ("identity", r#"{"rotation":"day"}"#, r#"{"rotation":"week"}"#),
            ("interval", "86400", "3600"),
            ("local", r#"{"file":"{state}/l","sources":[]}"#, "null"),
            ("local", r#"{"sources":[{"env":"A"},{"env":"B"}]}"#, r#"{"sources":[{"env":"B"}]}"#),
            ("payload x", "null", r#"{"token":4}"#),
            ("question", r#"{"default":"deny"}"#, r#"{"default":"allow"}"#),
            ("record r x", "null", r#"{"token":4}"#),
            ("retention", r#"{"days":30}"#, r#"{"days":31}"#),
            ("retention", r#"{"days":30}"#, "null"),
            ("sources", r#"[{"env":"D","means":"deny"},{"env":"A"}]"#, r#"[{"env":"A"}]"#),
            ("sources", r#"[{"env":"A"},{"env":"D","means":"deny"}]"#, r#"[{"env":"A"}]"#),
            ("unbound_grant", r#""ask""#, "null"),
            ("undecided", r#"{"interactive":"deny"}"#, r#"{"interactive":"ask"}"#),
            ("undecided", r#"{"unattended":"deny"}"#, r#"{"unattended":"notice"}"#),
        ] {
            assert_eq!(way(key, narrow, wide), Wider, "{key}: {narrow} to {wide}");
            assert_eq!(way(key, wide, narrow), Narrower, "{key}: {wide} to {narrow}");
        }
    }

    #[test]
    fn what_is_not_provably_narrower_is_wider() {
        for (key, was, is) in [
            ("child denied TELEMETRY", r#""false""#, r#""no""#),
            ("endpoint", r#"{"url":"https://a.example/"}"#, r#"{"url":"https://b.example/"}"#),
            ("endpoint", r#"{"env":"E","url":"https://a.example/"}"#, r#"{"url":"https://b.example/"}"#),
            ("event e", r#"{"when":{"a":["x"]}}"#, r#"{"when":{"b":["x"]}}"#),
            ("gates", r#"[{"env":"A"}]"#, r#"[{"env":"B"}]"#),
            ("ids", r#"{"session":{"env":"S"}}"#, r#"{"session":{"env":"T"}}"#),
            // Of one machine are the reports of several people, and one home may be that of several machines.
            ("identity", r#"{"kind":"machine"}"#, r#"{"kind":"installation"}"#),
            ("identity", r#"{"kind":"installation"}"#, r#"{"kind":"machine","rotation":"day"}"#),
            ("identity", r#"{"kind":"multi_signal"}"#, r#"{"kind":"machine","rotation":"day"}"#),
            ("identity", r#"{"kind":"machine","rotation":"day"}"#, r#"{"kind":"multi_signal"}"#),
            // What another tool has as well puts the reports of both together.
            ("identity", r#"{"application":"a"}"#, r#"{"application":"b"}"#),
            ("identity", r#"{"application":"a"}"#, r#"{"application":"b","rotation":"day"}"#),
            ("identity", r#"{"file":"{home}/a","setting":"/i"}"#, r#"{"file":"{home}/b","setting":"/i"}"#),
            ("identity", r#"{"file":"{home}/a","setting":"/i"}"#, r#"{"file":"{home}/a","setting":"/j"}"#),
            (
                "identity",
                r#"{"kind":"installation"}"#,
                r#"{"file":"{home}/a","kind":"installation","setting":"/i"}"#,
            ),
            ("notice text", r#""a""#, r#""b""#),
            ("question", r#"{"default":"deny"}"#, r#"{"default":"deny","remember":true}"#),
            ("question", r#"{"default":"deny","remember":true}"#, r#"{"default":"deny"}"#),
            ("question text", r#""a""#, r#""b""#),
            ("retention", r#"{"days":30,"then":"a"}"#, r#"{"days":29,"then":"b"}"#),
            ("sources", r#"[{"env":"A"},{"env":"B"}]"#, r#"[{"env":"B"},{"env":"A"}]"#),
            ("sources", r#"[{"env":"A"}]"#, r#"[{"env":"B"},{"env":"A"}]"#),
            ("undecided", r#"{"interactive":"notice"}"#, r#"{"interactive":"ask"}"#),
            ("user_agent", r#"{"value":"tool"}"#, r#"{"value":"tool/{version}"}"#),
        ] {
            assert_eq!(way(key, was, is), Wider, "{key}: {was} to {is}");
        }
    }

    #[test]
    fn what_tells_nothing_about_anybody_is_neither() {
        for (key, was, is) in [
            ("deletion", r#"{"mailto":"a@b.example"}"#, r#"{"url":"https://a.example/"}"#),
            ("header X", "null", r#"{"value":"a"}"#),
            ("header X", r#"{"value":"a"}"#, r#"{"value":"b"}"#),
            ("ids", r#"{"form":"hex8"}"#, r#"{"form":"uuid"}"#),
            ("ids", "null", r#"{"form":"uuid"}"#),
            (
                "identity",
                r#"{"file":"{home}/a","kind":"installation","setting":"/i"}"#,
                r#"{"kind":"installation"}"#,
            ),
            ("local", r#"{"file":"{state}/l","sources":[]}"#, r#"{"file":"{state}/m","sources":[]}"#),
            ("question", "null", r#"{"default":"deny"}"#),
            ("refused", "null", r#""keep""#),
            ("refused", r#""keep""#, "null"),
            ("question text", r#""a""#, "null"),
            ("user_agent", r#"{"value":"tool/{version}"}"#, r#"{"value":"tool"}"#),
        ] {
            assert_eq!(way(key, was, is), Other, "{key}: {was} to {is}");
        }
    }
}
