//! Does a result meet what a vector expects of it?

use serde_json::Value;

use crate::vectors::Expectation;

/// Whether the result meets every one of them.
pub(crate) fn result_meets(result: &Value, expectations: &[Expectation]) -> bool {
    expectations.iter().all(|expectation| match expectation {
        Expectation::Whole(value) => equal(result, value),
        Expectation::At(pointer, value) => result.pointer(pointer).is_some_and(|found| equal(found, value)),
        Expectation::Missing(pointer) => result.pointer(pointer).is_none(),
    })
}

/// Equality of JSON: `1` and `1.0` are the same number, `1` and `true` are not the same value.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_compared_as_json() {
        assert!(equal(&json!({"a": [1, 2.0], "b": null}), &json!({"b": null, "a": [1.0, 2]})));
        for (left, right) in [
            (json!(1), json!(true)),
            (json!(1), json!("1")),
            (json!([1, 2]), json!([2, 1])),
            (json!([1]), json!([1, 2])),
            (json!({"a": null}), json!({})),
            (json!({"a": null}), json!({"b": null})),
            (json!(null), json!(false)),
        ] {
            assert!(!equal(&left, &right), "{left} is not {right}");
        }
    }

    #[test]
    fn every_expectation_counts() {
        let result = json!({"a": {"b": [1]}});
        let whole = || Expectation::Whole(json!({"a": {"b": [1]}}));
        let at = |value: Value| Expectation::At("/a/b/0".to_owned(), value);
        let missing = |pointer: &str| Expectation::Missing(pointer.to_owned());
        assert!(result_meets(&result, &[whole(), at(json!(1)), missing("/a/c")]));
        assert!(!result_meets(&result, &[whole(), at(json!(2))]));
        assert!(!result_meets(&result, &[whole(), missing("/a/b/0")]));
        assert!(!result_meets(&result, &[Expectation::At("/a/x".to_owned(), Value::Null)]));
    }
}
