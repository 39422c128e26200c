//! Laying out JSON text for people: what fits on a line stands on one, everything else has a line for each member.

use alloc::string::String;

/// How many characters fit on a line, white space not counted.
const LINE: usize = 90;

/// The same JSON, laid out, with a line end behind it. Between the tokens of `compact` is no white space but spaces.
pub(super) fn pretty(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len().saturating_mul(2));
    // For each open list or object, whether it stands on one line.
    let mut flat = alloc::vec::Vec::new();
    let mut depth: usize = 0;
    let mut rest = compact;
    while let Some(character) = rest.chars().next() {
        let (token, behind) = rest.split_at_checked(length(rest)).unwrap_or((rest, ""));
        let on_one_line = flat.last() == Some(&true);
        match character {
            '{' | '[' => {
                out.push(character);
                let inner = on_one_line || is_flat(behind);
                flat.push(inner);
                if !inner {
                    depth = depth.saturating_add(1);
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                flat.pop();
                if !on_one_line {
                    depth = depth.saturating_sub(1);
                    line(&mut out, depth);
                }
                out.push(character);
            }
            ',' if on_one_line => out.push_str(", "),
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            ' ' => {}
            _ => out.push_str(token),
        }
        rest = behind;
    }
    out.push('\n');
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
}

/// Whether the list or object that begins right before this text fits on a line.
fn is_flat(mut rest: &str) -> bool {
    let mut left: usize = LINE;
    let mut open: usize = 1;
    while let Some(character) = rest.chars().next() {
        let token = length(rest);
        left = left.saturating_sub(token);
        match character {
            '}' | ']' => open = open.saturating_sub(1),
            '{' | '[' => open = open.saturating_add(1),
            _ => {}
        }
        if open == 0 || left == 0 {
            break;
        }
        rest = rest.split_at_checked(token).map_or("", |(_, behind)| behind);
    }
    open == 0
}

/// How long the token is that a text begins with: a whole string, or one character of anything else.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'"') {
        return text.chars().next().map_or(0, char::len_utf8);
    }
    let mut escaped = false;
    let end = bytes.iter().skip(1).position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(bytes.len(), |end| end.saturating_add(2))
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn what_fits_on_a_line_stands_on_one() {
        assert_eq!(
            pretty(r#"{"a":[1, {"b":"x, {y\"]"}],"c":{}}"#),
            "{\"a\": [1, {\"b\": \"x, {y\\\"]\"}], \"c\": {}}\n"
        );
        let mut long = "x".repeat(90);
        let compact = alloc::format!(r#"{{"a":[1,2],"b":["{long}",{{"c":3}}]}}"#);
        long.insert_str(0, "{\n  \"a\": [1, 2],\n  \"b\": [\n    \"");
        assert_eq!(pretty(&compact), long + "\",\n    {\"c\": 3}\n  ]\n}\n");
    }
}
