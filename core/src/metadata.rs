//! Delivery metadata: what a request says of how often its event has been tried. It is added on the way out, and belongs
//! neither to the event nor to its digest.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::contract::{Field, Meta};
use crate::json::{Json, Members};

/// The bytes of an event with what its contract says of this attempt (1, 2 ...): canonical JSON again.
pub(crate) fn with_attempt(bytes: &str, meta: &Meta, attempt: i64) -> String {
    let mut out = String::new();
    let Ok(mut document) = Json::parse(bytes) else { return out };
    if let Some(branch) = branch(&mut document, &meta.into) {
        for (name, field) in &meta.fields {
            put(branch, name, field.value(attempt));
        }
    }
    document.write(&mut out);
    out
}

/// JSON pointers to what is added.
pub(crate) fn pointers(meta: &Meta) -> Vec<String> {
    // No name there needs an escape.
    let into = meta.into.iter().fold(String::new(), |path, name| alloc::format!("{path}/{name}"));
    meta.fields.iter().map(|(name, _)| alloc::format!("{into}/{name}")).collect()
}

impl Field {
    fn value(self, attempt: i64) -> Json<'static> {
        let before = attempt.saturating_sub(1);
        match self {
            Self::Attempt => Json::Integer(attempt),
            Self::Retry => Json::Integer(before),
            Self::IsRetry => Json::Boolean(before > 0),
        }
    }
}

fn branch<'j, 'a>(document: &'j mut Json<'a>, path: &[String]) -> Option<&'j mut Members<'a>> {
    let Json::Object(members) = document else { return None };
    let Some((step, rest)) = path.split_first() else { return Some(members) };
    let (_, value) = members.iter_mut().find(|(name, _)| name == step)?;
    branch(value, rest)
}

/// Adds a member where RFC 8785 has it: names of members are ASCII here, so that their bytes are their order.
fn put<'a>(members: &mut Members<'a>, name: &'a str, value: Json<'a>) {
    let place = members.iter().position(|(known, _)| known.as_ref() > name).unwrap_or(members.len());
    members.insert(place, (Cow::Borrowed(name), value));
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn it_stands_in_order_where_the_contract_says() {
        let fields =
            [("delivery_attempt", Field::Attempt), ("retry", Field::Retry), ("again", Field::IsRetry)];
        let mut meta =
            Meta { into: Vec::new(), fields: fields.map(|(name, field)| (name.to_string(), field)).to_vec() };
        let bytes = r#"{"a":1,"m":{"mode":"best","z":true},"s":"x"}"#;
        assert_eq!(
            with_attempt(bytes, &meta, 1),
            r#"{"a":1,"again":false,"delivery_attempt":1,"m":{"mode":"best","z":true},"retry":0,"s":"x"}"#
        );
        assert_eq!(pointers(&meta), ["/delivery_attempt", "/retry", "/again"]);
        meta.into = alloc::vec!["m".to_string()];
        assert_eq!(
            with_attempt(bytes, &meta, 3),
            r#"{"a":1,"m":{"again":true,"delivery_attempt":3,"mode":"best","retry":2,"z":true},"s":"x"}"#
        );
        assert_eq!(pointers(&meta), ["/m/delivery_attempt", "/m/retry", "/m/again"]);
    }
}
