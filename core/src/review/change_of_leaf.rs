//! Which way a change of a leaf goes.
//!
//! Narrower is what can be worked out from what was sent before, for every value that was sent before, and nothing for
//! values that were refused: everything else is wider.

use super::direction::Direction::{self, Narrower, Other, Wider};
use super::direction::Narrows::{Fewer, Gone, New};
use super::leaves::{is_constant, kind, reach};
use super::node::Node;

const PRECISIONS: &[&str] = &["day", "hour", "minute", "second"];

/// Which way a leaf went; what is not there is new, or gone.
pub(super) fn direction(was: Node<'_>, is: Node<'_>) -> Direction {
    match (carries(was), carries(is)) {
        (false, false) => Other,
        (false, true) => Wider,
        (true, false) => Narrower,
        (true, true) => Direction::of_growth(absence(was), absence(is)).max(of_kind(was, is)),
    }
}

/// Whether there is a leaf that can tell something about anybody.
fn carries(leaf: Node<'_>) -> bool {
    leaf.is_there() && !is_constant(leaf)
}

fn of_kind(was: Node<'_>, is: Node<'_>) -> Direction {
    if was.has("integer") && is.has("bucket") {
        Direction::narrower_if(is_within(was, is))
    } else if kind(was) == kind(is) {
        Direction::of_members(was, is, &of_member)
    } else {
        Wider
    }
}

/// Which way a member of a leaf went, given the whole leaves.
fn of_member(name: &str, was: Node<'_>, is: Node<'_>) -> Direction {
    let (old, new) = (was.get(name), is.get(name));
    match name {
        "token" | "version" | "text" => Direction::of_growth(old.integer(), new.integer()),
        "enum" => Direction::of_value(Fewer, old, new),
        "integer" => Direction::narrower_if(in_range(old, new.item(0)) && in_range(old, new.item(1))),
        "round" => Direction::narrower_if(is_multiple(Some(round(is)), round(was))),
        "bucket" => bounds(old, new),
        "list" | "map" => parts(old, new),
        "from" => Direction::of_rank(reach(was), reach(is)),
        "precision" => Direction::of_rank(precision(was), precision(is)),
        "vocabulary" if is.get("from").is("os") => Other,
        "vocabulary" => Direction::of_growth(processors(old), processors(new)),
        // With these, values are sent that were refused.
        "other" | "clamp" => Direction::of_value(Gone, old, new),
        // With these, less is told than without: a feature may be off, and an empty value is as good as none.
        "feature" | "omit_empty" => Direction::of_value(New, old, new),
        "optional" | "nullable" | "default" => Other,
        _ => Wider,
    }
}

/// The leaves within a list or a map, and how many there may be.
fn parts(was: Node<'_>, is: Node<'_>) -> Direction {
    was.items().zip(is.items()).fold(Other, |direction, (was, is)| {
        direction.max(match was.integer() {
            Some(_) => Direction::of_growth(was.integer(), is.integer()),
            None => item(was, is),
        })
    })
}

/// A leaf within a list or a map, or an object of some: each of them goes its own way.
fn item(was: Node<'_>, is: Node<'_>) -> Direction {
    match (kind(was), kind(is)) {
        (Some(_), Some(_)) => direction(was, is),
        (None, None) => {
            Direction::of_members(was, is, &|name, was, is| direction(was.get(name), is.get(name)))
        }
        _ => Wider,
    }
}

/// How well absence can be told from a value: it is refused, sent as a value, sent as absence. That there is no id of a
/// machine or installation is told by a word of its own.
fn absence(leaf: Node<'_>) -> Option<i64> {
    let told = leaf.has("optional") || leaf.has("nullable");
    let default = leaf.has("default");
    Some(if told || leaf.get("from").is("identity") && !default { 2 } else { i64::from(default) })
}

/// How well a vocabulary tells processors apart. Go has a word for each. Rust and Node have one for both kinds of ppc64 and
/// are otherwise as fine, so that each follows from the other. Systems have a word each in all of them.
fn processors(vocabulary: Node<'_>) -> Option<i64> {
    Some(i64::from(vocabulary.is("go")))
}

fn precision(leaf: Node<'_>) -> Option<usize> {
    let word = leaf.get("precision").text().unwrap_or("second");
    PRECISIONS.iter().position(|precision| *precision == word)
}

fn in_range(range: Node<'_>, value: Node<'_>) -> bool {
    range.item(0).integer() <= value.integer() && value.integer() <= range.item(1).integer()
}

fn round(leaf: Node<'_>) -> i64 {
    leaf.get("round").integer().unwrap_or(1)
}

fn is_multiple(value: Option<i64>, of: i64) -> bool {
    value.and_then(|value| value.checked_rem(of)) == Some(0)
}

/// Whether buckets say no more than an integer did: all bounds lie within what it could be, and none divides what was
/// rounded to one number.
fn is_within(integer: Node<'_>, bucket: Node<'_>) -> bool {
    let range = integer.get("integer");
    bucket.get("bucket").items().filter(|item| item.integer().is_some()).all(|bound| {
        in_range(range, bound)
            && bound.integer() > range.item(0).integer()
            && is_multiple(bound.integer(), round(integer))
    })
}

/// Fewer of the same bounds are coarser; with the same ones only the labels have changed.
fn bounds(was: Node<'_>, is: Node<'_>) -> Direction {
    let (mut old, mut new) = (was.items().filter_map(Node::integer), is.items().filter_map(Node::integer));
    // Both grow: each new bound is found behind the one before it, or it is none of the old.
    let mut fewer = false;
    let all = new.all(|bound| {
        old.by_ref().find(|other| {
            fewer |= *other != bound;
            *other >= bound
        }) == Some(bound)
    });
    match (all, fewer || old.next().is_some()) {
        (true, true) => Narrower,
        (true, false) => Other,
        (false, _) => Wider,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;
    use crate::platform::{self, Vocabulary};
    use alloc::collections::BTreeSet;
    use alloc::format;

    fn way(was: &str, is: &str) -> Direction {
        let (was, is) = (Json::parse(was).unwrap(), Json::parse(is).unwrap());
        // `null` stands for what is not there.
        let node = |value| if value == &Json::Null { Node::NOTHING } else { Node::new(value) };
        direction(node(&was), node(&is))
    }

    #[test]
    fn one_way_is_narrower_and_the_other_wider() {
        for (narrow, wide) in [
            ("null", r#"{"boolean":true}"#),
            (r#"{"constant":"a"}"#, r#"{"enum":["a"]}"#),
            (r#"{"from":"schema_version"}"#, r#"{"from":"tool_version"}"#),
            (r#"{"token":16}"#, r#"{"token":17}"#),
            (r#"{"token":16}"#, r#"{"other":true,"token":16}"#),
            (r#"{"version":16}"#, r#"{"version":32}"#),
            (r#"{"text":16}"#, r#"{"text":17}"#),
            (r#"{"enum":["a"]}"#, r#"{"enum":["a","b"]}"#),
            (r#"{"integer":[0,99]}"#, r#"{"integer":[0,100]}"#),
            (r#"{"integer":[1,100]}"#, r#"{"integer":[0,100]}"#),
            (r#"{"integer":[0,100]}"#, r#"{"clamp":true,"integer":[0,100]}"#),
            (r#"{"integer":[0,100],"round":10}"#, r#"{"integer":[0,100]}"#),
            (r#"{"integer":[0,100],"round":20}"#, r#"{"integer":[0,100],"round":10}"#),
            (r#"{"clamp":true,"integer":[0,100],"round":10}"#, r#"{"clamp":true,"integer":[0,100]}"#),
            (r#"{"bucket":["a",5,"b"]}"#, r#"{"integer":[0,9]}"#),
            (r#"{"bucket":["a",5,"b"]}"#, r#"{"bucket":["a",5,"b",9,"c"]}"#),
            (r#"{"list":[{"token":8},4]}"#, r#"{"list":[{"token":8},5]}"#),
            (r#"{"list":[{"token":8},4]}"#, r#"{"list":[{"token":9},4]}"#),
            (r#"{"map":[{"token":8},{"boolean":true},4]}"#, r#"{"map":[{"token":8},{"boolean":true},5]}"#),
            (r#"{"map":[{"token":8},{"boolean":true},4]}"#, r#"{"map":[{"token":9},{"boolean":true},4]}"#),
            (r#"{"map":[{"token":8},{"token":1},4]}"#, r#"{"map":[{"token":8},{"token":2},4]}"#),
            (r#"{"list":[{"a":{"token":8}},4]}"#, r#"{"list":[{"a":{"token":9}},4]}"#),
            (r#"{"list":[{"a":{"token":8}},4]}"#, r#"{"list":[{"a":{"token":8},"b":{"boolean":true}},4]}"#),
            (
                r#"{"map":[{"token":8},{"optional":{"boolean":true}},4]}"#,
                r#"{"map":[{"token":8},{"optional":{"boolean":true,"optional":true}},4]}"#,
            ),
            (r#"{"from":"run"}"#, r#"{"from":"session"}"#),
            (r#"{"from":"nonce"}"#, r#"{"from":"identity"}"#),
            (r#"{"from":"session"}"#, r#"{"from":"identity"}"#),
            (r#"{"from":"arch","vocabulary":"rust"}"#, r#"{"from":"arch","vocabulary":"go"}"#),
            (r#"{"from":"os_arch","vocabulary":"node"}"#, r#"{"from":"os_arch","vocabulary":"go"}"#),
            (r#"{"from":"time","precision":"hour"}"#, r#"{"from":"time"}"#),
            (r#"{"from":"time","precision":"day"}"#, r#"{"from":"time","precision":"hour"}"#),
            (r#"{"feature":"f","optional":true,"token":8}"#, r#"{"optional":true,"token":8}"#),
            (r#"{"token":8}"#, r#"{"optional":true,"token":8}"#),
            (r#"{"default":"","token":8}"#, r#"{"nullable":true,"token":8}"#),
            (
                r#"{"integer":[0,9],"omit_empty":true,"optional":true}"#,
                r#"{"integer":[0,9],"optional":true}"#,
            ),
        ] {
            assert_eq!(way(narrow, wide), Wider, "{narrow} to {wide}");
            assert_eq!(way(wide, narrow), Narrower, "{wide} to {narrow}");
        }
    }

    #[test]
    fn what_is_not_provably_narrower_is_wider() {
        for (was, is) in [
            (r#"{"token":16}"#, r#"{"enum":["a"]}"#),
            (r#"{"text":16}"#, r#"{"token":16}"#),
            (r#"{"enum":["a","b"]}"#, r#"{"enum":["a","c"]}"#),
            (r#"{"enum":["a","b"]}"#, r#"{"enum":["a"],"other":true}"#),
            (r#"{"integer":[0,100],"round":10}"#, r#"{"integer":[0,100],"round":15}"#),
            (r#"{"integer":[0,100]}"#, r#"{"integer":[50,150]}"#),
            // A bound beyond the range tells apart what was refused, and one within a rounded step what was one number.
            (r#"{"integer":[0,9]}"#, r#"{"bucket":["a",10,"b"]}"#),
            (r#"{"integer":[0,90],"round":10}"#, r#"{"bucket":["a",25,"b"]}"#),
            (r#"{"bucket":["a",5,"b"]}"#, r#"{"bucket":["a",6,"b"]}"#),
            (r#"{"bucket":["a",5,"b",9,"c"]}"#, r#"{"bucket":["a",6,"b"]}"#),
            (r#"{"list":[{"token":8},4]}"#, r#"{"list":[{"token":9},3]}"#),
            (r#"{"list":[{"boolean":true},4]}"#, r#"{"list":[{"a":{"boolean":true}},4]}"#),
            (r#"{"list":[{"a":{"boolean":true}},4]}"#, r#"{"list":[{"boolean":true},4]}"#),
            (r#"{"list":[{"a":{"boolean":true}},4]}"#, r#"{"list":[{"b":{"boolean":true}},4]}"#),
            (r#"{"from":"run"}"#, r#"{"from":"parent"}"#),
            (r#"{"from":"parent"}"#, r#"{"from":"run"}"#),
            // "other" was said of both where either was unheard of: the one says more than both did.
            (r#"{"from":"os_arch","vocabulary":"go"}"#, r#"{"from":"os","vocabulary":"go"}"#),
            (r#"{"from":"os","vocabulary":"go"}"#, r#"{"from":"os_arch","vocabulary":"go"}"#),
            (r#"{"from":"os","vocabulary":"go"}"#, r#"{"from":"arch","vocabulary":"go"}"#),
            (r#"{"from":"os","vocabulary":"go"}"#, r#"{"from":"os_version"}"#),
            (r#"{"token":8}"#, r#"{"from":"os","vocabulary":"go"}"#),
            (r#"{"default":"","from":"identity"}"#, r#"{"from":"identity"}"#),
            (r#"{"feature":"f","token":8}"#, r#"{"feature":"g","token":8}"#),
            (r#"{"token":16}"#, r#"{"optional":true,"token":8}"#),
            (r#"{"token":16}"#, r#"{"token":8,"unheard":true}"#),
            // An absent value was refused.
            (r#"{"integer":[0,9]}"#, r#"{"integer":[0,9],"omit_empty":true,"optional":true}"#),
            (r#"{"integer":[0,9],"omit_empty":true,"optional":true}"#, r#"{"integer":[0,9]}"#),
        ] {
            assert_eq!(way(was, is), Wider, "{was} to {is}");
        }
    }

    #[test]
    fn what_tells_nothing_about_anybody_is_neither() {
        for (was, is) in [
            ("null", r#"{"constant":1}"#),
            (r#"{"constant":1}"#, "null"),
            (r#"{"constant":1}"#, r#"{"constant":2}"#),
            (r#"{"constant":1}"#, r#"{"from":"tool"}"#),
            (r#"{"default":"a","token":8}"#, r#"{"default":"b","token":8}"#),
            (r#"{"optional":true,"token":8}"#, r#"{"nullable":true,"token":8}"#),
            (r#"{"bucket":["a",5,"b"]}"#, r#"{"bucket":["c",5,"d"]}"#),
            (r#"{"from":"os","vocabulary":"go"}"#, r#"{"from":"os","vocabulary":"rust"}"#),
            (r#"{"from":"os","vocabulary":"node"}"#, r#"{"from":"os","vocabulary":"go"}"#),
            (r#"{"from":"arch","vocabulary":"rust"}"#, r#"{"from":"arch","vocabulary":"node"}"#),
            (r#"{"from":"identity"}"#, r#"{"from":"identity","optional":true}"#),
            (r#"{"from":"identity","nullable":true}"#, r#"{"from":"identity"}"#),
        ] {
            assert_eq!(way(was, is), Other, "{was} to {is}");
        }
    }

    /// Of all pairs of vocabularies: whether each word of the one goes with one word of the other.
    #[test]
    fn vocabularies_tell_apart_what_is_said_of_them() {
        for (old, from) in Vocabulary::WORDS {
            for (new, to) in Vocabulary::WORDS.iter().filter(|(_, to)| to != from) {
                for (kind, [old_words, new_words]) in
                    ["os", "arch"].into_iter().zip(zipped(platform::words(*from), platform::words(*to)))
                {
                    let follows = |of: &[&str], from: &[&str]| {
                        let pairs: BTreeSet<_> = from.iter().zip(of).collect();
                        pairs.len() == from.iter().collect::<BTreeSet<_>>().len()
                    };
                    let expected = match (follows(&new_words, &old_words), follows(&old_words, &new_words)) {
                        (true, true) => Other,
                        (true, false) => Narrower,
                        (false, _) => Wider,
                    };
                    let leaf = |word| format!(r#"{{"from":"{kind}","vocabulary":"{word}"}}"#);
                    assert_eq!(way(&leaf(old), &leaf(new)), expected, "{kind}: {old} to {new}");
                }
            }
        }
    }

    fn zipped<T>([a, b]: [T; 2], [c, d]: [T; 2]) -> [[T; 2]; 2] {
        [[a, c], [b, d]]
    }
}
