//! Whether bytes are what a contract's plan could have produced.

use alloc::format;
use alloc::string::String;

use crate::canonical;
use crate::contract::{Absence, From, Kind, Leaf, LeafKind, Piece, Plan, Taken};
use crate::json::Json;
use crate::platform::OTHER;
use crate::settings::value_length;

/// Whether this canonical JSON holds the plan's literals and, between them, values that its leaves take.
pub(super) fn is_of(plan: &Plan, event: &str, bytes: &str) -> bool {
    let mut reader = Reader { bytes, position: 0, event };
    plan.pieces.iter().all(|piece| reader.piece(piece)) && reader.rest().is_empty()
}

struct Reader<'b> {
    bytes: &'b str,
    position: usize,
    event: &'b str,
}

impl<'b> Reader<'b> {
    fn rest(&self) -> &'b str {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    fn accept(&mut self, literal: &str) -> bool {
        let found = self.rest().starts_with(literal);
        if found {
            self.position = self.position.saturating_add(literal.len());
        }
        found
    }

    /// What stands before a member that comes after optional ones.
    fn comma(&self) -> &'static str {
        let before = self.bytes.get(..self.position).unwrap_or_default();
        if before.ends_with('{') { "" } else { "," }
    }

    fn piece(&mut self, piece: &Piece) -> bool {
        match piece {
            Piece::Text(text) => self.accept(text),
            Piece::Comma => {
                let comma = self.comma();
                self.accept(comma)
            }
            Piece::Enter(_) | Piece::Leave => true,
            Piece::Leaf { prefix, comma, leaf, .. } => {
                let lead = format!("{}{prefix}", if *comma { self.comma() } else { "" });
                if self.accept(&lead) { self.value(leaf) } else { leaf.absence == Absence::Omit }
            }
        }
    }

    fn value(&mut self, leaf: &Leaf) -> bool {
        let value = self.rest().get(..value_length(self.rest())).unwrap_or_default();
        self.position = self.position.saturating_add(value.len());
        let absent = match &leaf.absence {
            Absence::Null => value == "null",
            Absence::Default(literal) => value == literal,
            Absence::Refuse | Absence::Omit => false,
        };
        absent || Json::parse(value).is_ok_and(|parsed| self.takes(&leaf.kind, &parsed))
    }

    fn takes(&self, kind: &LeafKind, value: &Json<'_>) -> bool {
        match (kind, value) {
            (LeafKind::From(From::Event), Json::Text(text)) => text == self.event,
            (LeafKind::From(_), Json::Text(_)) => true,
            (LeafKind::Value(kind), _) => told(kind, value),
            (LeafKind::List { item, most }, Json::Array(items)) => {
                items.len() <= *most && items.iter().all(|value| told(item, value))
            }
            (LeafKind::Map(form), Json::Object(members)) => {
                members.len() <= form.most.max(form.base.len())
                    && members.iter().all(|(name, value)| {
                        told(&form.key, &Json::from(name.as_ref())) && told(&form.item, value)
                    })
            }
            _ => false,
        }
    }
}

/// Whether a value is one that its kind tells: as it is taken, or what stands in the place of others.
fn told(kind: &Kind, value: &Json<'_>) -> bool {
    match (kind, value) {
        (Kind::Bucket { labels, .. }, Json::Text(text)) => labels.iter().any(|label| label == text),
        (Kind::Bucket { .. }, _) => false,
        (Kind::Enum { other: true, .. } | Kind::Token { .. } | Kind::Version { .. }, Json::Text(text))
            if text == OTHER =>
        {
            true
        }
        _ => {
            let (mut out, mut given) = (String::new(), String::new());
            let taken = kind.write_public(&mut out, value);
            canonical::write_value(&mut given, value);
            taken == Ok(Taken::AsGiven) && out == given
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    fn accepts(payload: &str, bytes: &str) -> bool {
        let contract = Contract::parse(&format!(
            r#"{{"contract":1,"tool":"t","schema_version":"1","consent_version":1,"consent":{{"sources":[{{"env":"T"}}],
            "undecided":{{"interactive":"deny","unattended":"deny"}}}},"payload":{payload},"events":{{"e":{{}}}}}}"#
        ))
        .unwrap();
        let (_, plan) = contract.event("e").unwrap();
        is_of(plan, "e", bytes)
    }

    #[test]
    fn what_the_contract_declares_is_accepted_and_nothing_else() {
        let payload = r#"{"a":{"token":4,"optional":true,"why":"w"},"b":{"c":{"constant":"x"},"d":{"integer":[0,9],"nullable":true,"why":"w"}},
            "e":{"from":"event"},"f":{"text":4,"default":"","why":"w"},"g":{"list":[{"enum":["p","q"]},2],"default":[],"why":"w"},
            "h":{"map":[{"enum":["p"]},{"boolean":true},1],"default":{},"why":"w"},"i":{"bucket":["few",5,"many"],"why":"w"}}"#;
        let tail = r#""e":"e","f":"","g":[],"h":{},"i":"few"}"#;
        for good in [
            format!(r#"{{"a":"abc","b":{{"c":"x","d":3}},{tail}"#),
            format!(r#"{{"b":{{"c":"x","d":null}},{tail}"#),
            format!(r#"{{"a":"other","b":{{"c":"x","d":9}},{tail}"#),
            r#"{"b":{"c":"x","d":0},"e":"e","f":"f,\"}","g":["p","q"],"h":{"p":true},"i":"many"}"#.into(),
        ] {
            assert!(accepts(payload, &good), "{good}");
        }
        for bad in [
            String::new(),
            "{}".into(),
            format!(r#"{{"b":{{"c":"y","d":3}},{tail}"#),
            format!(r#"{{"b":{{"c":"x","d":10}},{tail}"#),
            format!(r#"{{"b":{{"c":"x","d":"3"}},{tail}"#),
            format!(r#"{{"b":{{"c":"x"}},{tail}"#),
            format!(r#"{{"a":"abcde","b":{{"c":"x","d":3}},{tail}"#),
            format!(r#"{{"a":"abc","b":{{"c":"x","d":3}},"bb":1,{tail}"#),
            format!(r#"{{"b":{{"c":"x","d":3}},{tail} "#),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"e\":\"e\"", "\"e\":\"f\"")),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"f\":\"\"", "\"f\":\"12345\"")),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("[]", "[\"r\"]")),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("[]", "[\"p\",\"p\",\"p\"]")),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("{}", "{\"q\":true}")),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"few\"", "3")),
            format!(r#"{{"b":{{"c":"x","d":3}},{}"#, tail.replace("\"few\"", "\"some\"")),
        ] {
            assert!(!accepts(payload, &bad), "{bad}");
        }
    }
}
