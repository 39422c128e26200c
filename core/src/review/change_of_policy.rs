//! Which way a change of a lock's entry goes: leaves by the rules of their kinds, the rest here.

use super::change_of_leaf;
use super::direction::Direction::{self, Other, Wider};
use super::node::Node;
use super::text::contains;

/// Entries that hold something back: with one of them less is collected or kept, without it more.
const RESTRAINTS: &[&str] = &["deletion", "gates", "local", "retention", "unbound_grant"];

/// Which way the entry `key` went; what is not there is new, or gone.
pub(super) fn direction(key: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    let (kind, name) = key.split_once(' ').unwrap_or((key, ""));
    match kind {
        "payload" | "record" => return change_of_leaf::direction(was, is),
        "event" if name.contains(' ') => return change_of_leaf::direction(was, is),
        "question" | "notice" => return told(name, was, is),
        "ids" => return by_member(was, is, setting),
        _ => {}
    }
    let restrains = RESTRAINTS.contains(&kind) || name.starts_with("denied ");
    match (was.is_there(), is.is_there()) {
        (false, true) if kind == "header" && !is.has("env") => Other,
        (false, true) => Direction::narrower_if(restrains),
        (true, false) => Direction::narrower_if(!restrains),
        _ => changed(kind, was, is),
    }
}

fn changed(kind: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    match kind {
        "deletion" => Other,
        "bearer" | "endpoint" | "header" | "user_agent" => by_member(was, is, setting),
        "event" => by_member(was.get("when"), is.get("when"), condition),
        "gates" => Direction::narrower_if(holds_all(is, was)),
        "interval" => Direction::of_growth(is.integer(), was.integer()),
        "local" => by_member(was, is, local),
        "retention" => by_member(was, is, kept),
        "sources" => Direction::narrower_if(only_opt_outs_were_added(was, is)),
        "undecided" => by_member(was, is, |_, _, is| Direction::narrower_if(is.is("deny"))),
        _ => Wider,
    }
}

/// The direction of an object of which each member goes its own way.
pub(super) fn by_member(
    was: Node<'_>,
    is: Node<'_>,
    rule: impl Fn(&str, Node<'_>, Node<'_>) -> Direction,
) -> Direction {
    let gone = was.members().filter(|(name, _)| !is.has(name));
    is.members()
        .chain(gone)
        .filter(|(name, _)| was.get(name).value() != is.get(name).value())
        .map(|(name, _)| rule(name, was.get(name), is.get(name)))
        .max()
        .unwrap_or(Other)
}

/// Whether every item of `part` stands in `list`.
pub(super) fn holds_all(list: Node<'_>, part: Node<'_>) -> bool {
    part.items().all(|item| list.items().any(|other| other.value() == item.value()))
}

/// A value with what can change it, and ids with what they are inherited from: fewer ways are narrower.
fn setting(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    match name {
        "form" => Other,
        // A text of the contract tells nothing about anybody, unless it tells the tool's version now.
        "value" if !tells_version(is) || tells_version(was) => Other,
        _ => Direction::narrower_if(!is.is_there()),
    }
}

fn tells_version(value: Node<'_>) -> bool {
    contains(value.text().unwrap_or(""), "{version}")
}

/// One condition of an event's `when`: fewer values are narrower, and so is one more condition.
fn condition(_: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    Direction::narrower_if(is.is_there() && (!was.is_there() || holds_all(was, is)))
}

/// What makes local only, and the file: one more switch is narrower.
fn local(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    if name == "file" { Other } else { Direction::narrower_if(holds_all(is, was)) }
}

fn kept(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    if name == "days" { Direction::of_growth(was.integer(), is.integer()) } else { Wider }
}

/// A question and a notice come and go with `undecided`; another text is another thing that people agree to.
fn told(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    match (was.is_there(), is.is_there()) {
        (true, true) if name == "text" => Wider,
        (true, true) => {
            by_member(was, is, |name, _, is| Direction::narrower_if(name == "default" && is.is("deny")))
        }
        _ => Other,
    }
}

/// Whether the new list of sources is the old one with sources between them that can only deny.
fn only_opt_outs_were_added(was: Node<'_>, is: Node<'_>) -> bool {
    let mut old = was.items().peekable();
    let sound = is.items().all(|source| {
        old.next_if(|old| old.value() == source.value()).is_some() || source.get("means").is("deny")
    });
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
        let node = |value| if value == &Json::Null { Node::new(value).get("") } else { Node::new(value) };
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
            ("local", r#"{"file":"{state}/l","sources":[]}"#, r#"{"file":"{state}/m","sources":[]}"#),
            ("question", "null", r#"{"default":"deny"}"#),
            ("question text", r#""a""#, "null"),
            ("user_agent", r#"{"value":"tool/{version}"}"#, r#"{"value":"tool"}"#),
        ] {
            assert_eq!(way(key, was, is), Other, "{key}: {was} to {is}");
        }
    }
}
