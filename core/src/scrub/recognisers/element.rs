//! Elements of XML: `<password>value</password>`, and Hadoop's `<name>password</name> <value>...</value>`.

use super::named::{Syntax, take};
use crate::scrub::text::Text;
use crate::scrub::text::class::{Class, NAME, QUOTE, SPACE, is};
use crate::scrub::text::span::Spans;
use crate::scrub::text::words::{Words, words};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, meaning};
use crate::scrub::values::value::Value;

/// The longest text of an element that is looked at.
const LONGEST_ELEMENT: usize = 256;

/// Looks at the slash of a closing tag: `<password>value</password>`.
#[inline(never)]
pub(crate) fn closing_tag(text: Text<'_>, slash: usize, spans: &mut Spans) {
    let end = slash.wrapping_sub(1);
    let limit = slash.saturating_add(LONGEST_NAME);
    let first_end = text.skip_within(slash.wrapping_add(1), limit, NAME);
    // A namespace may stand before the name (`</ws:password>`).
    let spaced = text.at(first_end) == b':';
    let name_end = if spaced { text.skip_within(first_end.wrapping_add(1), limit, NAME) } else { first_end };
    let name = text.slice(slash.wrapping_add(1), name_end);
    let cell = matches!(name, b"td" | b"dd");
    let valued = cell || name.eq_ignore_ascii_case(b"value") || name == b"param-value";
    let attributed = ATTRIBUTED.contains(name);
    let named = meaning(name).filter(|meaning| matches!(meaning, Meaning::Secret | Meaning::User));
    if text.at(name_end) != b'>' || (!valued && !attributed && named.is_none()) {
        return;
    }
    // `<![CDATA[value]]>`
    let end = end.wrapping_sub(if text.slice(end.wrapping_sub(3), end) == b"]]>" { 3 } else { 0 });
    let floor = spans.floor().max(end.saturating_sub(LONGEST_ELEMENT));
    let mut start = end;
    while start > floor && !matches!(text.before(start), b'>' | b'<') {
        start = start.wrapping_sub(1);
    }
    let told = if valued {
        let secret = meaning(name_in_element_before(text, start, floor));
        secret.filter(|meaning| *meaning == Meaning::Secret)
    } else if attributed {
        let attribute = name_in_attribute(text, start, floor);
        // `<key>password</key> <string>x</string>`, as Apple's property lists have it.
        let listed = attribute.is_empty() && name == b"string";
        meaning(if listed { name_in_element_before(text, start, floor) } else { attribute })
            .filter(|meaning| matches!(meaning, Meaning::Secret | Meaning::User | Meaning::Machine))
    } else {
        named
    };
    let Some(told) = told else { return };
    const CDATA: &[u8] = b"![CDATA[";
    if text.before(start) == b'<' && text.starts_with(start, CDATA) {
        let value = Value { start: start.wrapping_add(CDATA.len()), end, quoted: true };
        take(text, value, told, Syntax::Certain, spans);
    } else if text.before(start) == b'>' {
        // Pretty printers put the text in lines of its own.
        let start = text.skip_within(start, end, SPACE);
        let end = text.skip_back(end, start, SPACE);
        let value = Value { start, end, quoted: true };
        // Tables also have words in their cells.
        if !cell || value.is_no_word(text) {
            take(text, value, told, Syntax::Certain, spans);
        }
    }
}

/// Elements whose attribute says what their text is: Spring's, Hibernate's, Tomcat's, .NET's, Android's, of Windows' events.
static ATTRIBUTED: Words =
    words!("data" "entry" "item" "param" "parameter" "property" "setting" "string" "variable");

/// The attribute of an element whose text begins at a position: `<property name="password">`.
fn name_in_attribute(text: Text<'_>, start: usize, floor: usize) -> &[u8] {
    let quote = start.wrapping_sub(2);
    let name = text.skip_back(quote, floor.max(quote.saturating_sub(LONGEST_NAME)), NAME);
    let quoted = is(text.at(quote), QUOTE) && text.before(name) == text.at(quote);
    if quoted && text.before(name.wrapping_sub(1)) == b'=' { text.slice(name, quote) } else { &[] }
}

/// The name in the element before the one whose text begins at a position, as Hadoop's settings, servlets' parameters and
/// property lists have it (`<name>password</name> <value>...`), or in the element around that.
fn name_in_element_before(text: Text<'_>, start: usize, floor: usize) -> &[u8] {
    let back = |end: usize, classes: Class| {
        text.skip_back(end, floor.max(end.saturating_sub(LONGEST_NAME)), classes)
    };
    let tag = back(start.wrapping_sub(1), NAME).wrapping_sub(1);
    let close = back(tag, SPACE).wrapping_sub(1);
    if text.at(tag) != b'<' || text.at(close) != b'>' {
        return &[];
    }
    let last = back(close, NAME);
    match [text.at(last.wrapping_sub(2)), text.before(last)] {
        [b'<', b'/'] if TAGS_OF_NAMES.contains(text.slice(last, close)) => {
            let end = last.wrapping_sub(2);
            text.slice(back(end, NAME), end)
        }
        // `<Password><Value>x`, as Windows' answers to its setup have it.
        [_, b'<'] => text.slice(last, close),
        // `<setting name="password" serializeAs="String"><value>`, as .NET has it.
        _ if text.slice(close.wrapping_sub(KIND.len()), close) == KIND => {
            name_in_attribute(text, close.wrapping_sub(KIND.len()).wrapping_add(1), floor)
        }
        _ => &[],
    }
}

/// Elements whose text is the name of what the next element holds.
static TAGS_OF_NAMES: Words = words!("dt" "key" "name" "param-name" "td" "th");

/// What stands behind the name of a setting of .NET.
const KIND: &[u8] = b" serializeAs=\"String\"";
