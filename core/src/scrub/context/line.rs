//! A line, read as one of YAML, of JSON or XML that is printed line by line, or of settings: how deep it stands, its name and
//! what stands behind it.

use crate::scrub::text::class::{ALNUM, DIGIT, NAME, QUOTE, SPACE, is};
use crate::scrub::text::span::{Kind, Spans};
use crate::scrub::text::{Text, consists_of, has_any, holds};
use crate::scrub::values::names::LONGEST_NAME;
use crate::scrub::values::value::{self, Value};

/// The deepest column that is told from others. A name there holds nothing.
const DEEPEST: u8 = 254;

/// Delimiters of texts in settings (`password = <<EOF`) that are followed: any other one would have to be remembered.
pub(crate) const DELIMITERS: [&[u8]; 3] = [b"EOF", b"EOT", b"END"];

/// What Jenkins and Elasticsearch say before the password that they have made up for the first who comes.
const ANNOUNCEMENTS: [&[u8]; 2] = [b"the following password to proceed", b"Password for the elastic user"];

/// How long a password is at least that stands below its name.
const SHORTEST_PASSWORD: usize = 8;

/// What stands behind a name in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follows {
    /// Nothing behind a colon: the value is in the lines after it.
    Nothing,
    /// A bracket alone.
    Bracket,
    /// The mark of a text of several lines in YAML: `|`, `>-`.
    Text,
    /// `<<` and one of the [`DELIMITERS`].
    Delimiter(u8),
    Value,
}

/// A line, read as one of YAML, JSON or settings.
pub(crate) struct Line<'t> {
    pub(crate) text: Text<'t>,
    /// Where it begins behind its indentation, where it ends without white space and a comma.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// How deep it is indented.
    pub(crate) first: u8,
    /// Whether it begins with the mark of an item, as lists and differences have it.
    pub(crate) is_item: bool,
    /// Where its content begins, behind such marks, and in which column.
    pub(crate) content: usize,
    pub(crate) column: u8,
    /// Its name; empty where it has none.
    pub(crate) name: &'t [u8],
    pub(crate) assigned: bool,
    /// What stands behind its name, or all of its content.
    pub(crate) rest: usize,
}

impl<'t> Line<'t> {
    pub(crate) fn read(text: Text<'t>, start: usize, end: usize) -> Self {
        let end = text.skip_back(end, start, SPACE);
        let indented = text.skip_blanks(start.wrapping_add(usize::from(is_changed(text, start)))).min(end);
        let mut content = indented;
        while matches!(text.at(content), b'-' | b'+' | b'~') && is(text.at(content.wrapping_add(1)), SPACE) {
            content = text.skip_blanks(content.wrapping_add(1)).min(end);
            if content >= end {
                break;
            }
        }
        let column_of = |position: usize| u8::try_from(position.wrapping_sub(start)).unwrap_or(u8::MAX);
        let mut line = Self {
            text,
            start: indented,
            end: end.wrapping_sub(usize::from(text.before(end) == b',' && content < end)),
            first: column_of(indented),
            is_item: content > indented,
            content,
            column: column_of(content),
            name: &[],
            assigned: false,
            rest: content,
        };
        let quote = usize::from(is(text.at(content), QUOTE));
        let name = content.wrapping_add(quote);
        let name_end = text.skip_within(name, end.min(name.saturating_add(LONGEST_NAME)), NAME);
        let closed = quote == 0 || text.at(name_end) == text.at(content);
        let operator = text.skip_blanks(name_end.wrapping_add(quote));
        let after = operator.wrapping_add(1);
        line.assigned = text.at(operator) == b'=';
        let spaced = quote > 0 || after >= end || matches!(text.at(after), b' ' | b'\t');
        let operates = operator < end && spaced && (line.assigned || text.at(operator) == b':');
        if closed && operates && name_end > name && text.at(name) != b'-' && line.column <= DEEPEST {
            line.name = text.slice(name, name_end);
            line.rest = text.skip_blanks(after).min(line.end);
        } else if let Some(name) = opened_element(text.slice(content, line.end)) {
            (line.name, line.rest) = (name, line.end);
        }
        line
    }

    pub(crate) fn follows(&self) -> Follows {
        let text = self.text;
        let from = self.rest;
        let next = from.wrapping_add(1);
        let ends = |position: usize| position >= self.end || text.at(position) == b'#';
        match text.at(from) {
            _ if ends(from) => {
                if self.assigned {
                    Follows::Value
                } else {
                    Follows::Nothing
                }
            }
            b'{' | b'[' | b'(' if next >= self.end => Follows::Bracket,
            b'|' | b'>' if !self.assigned => {
                let mut mark = next;
                while is(text.at(mark), DIGIT) || matches!(text.at(mark), b'-' | b'+') {
                    mark = mark.wrapping_add(1);
                }
                if ends(text.skip_blanks(mark)) { Follows::Text } else { Follows::Value }
            }
            b'<' if self.assigned && text.at(next) == b'<' => {
                let word = next.wrapping_add(1);
                let word = word.wrapping_add(usize::from(text.at(word) == b'-'));
                let delimiter = text.slice(word, self.end);
                DELIMITERS
                    .iter()
                    .zip(0..)
                    .find(|(known, _)| **known == delimiter)
                    .map_or(Follows::Value, |(_, place)| Follows::Delimiter(place))
            }
            _ => Follows::Value,
        }
    }

    /// The value behind the name, or all of the content: up to the closing quote, or to a comment.
    pub(crate) fn value(&self) -> Value {
        let text = self.text;
        if is(text.at(self.rest), QUOTE) {
            let value = value::read(text, self.rest);
            return Value { end: value.end.min(self.end), ..value };
        }
        let bytes = text.slice(self.rest, self.end);
        let length = bytes.windows(2).position(|pair| pair == b" #").unwrap_or(bytes.len());
        let end = text.skip_blanks_back(self.rest.saturating_add(length), self.rest);
        Value { start: self.rest, end, quoted: false }
    }

    /// Whether it is the line below the head of a table of Vault's: `Key    Value`.
    pub(crate) fn is_head(&self) -> bool {
        let bytes = self.text.slice(self.start, self.end);
        let ruled = bytes.starts_with(b"--- ") && bytes.ends_with(b" -----");
        ruled && bytes.iter().filter(|byte| **byte == b'-').count() == 8
    }

    /// The name and the value of a row of such a table.
    pub(crate) fn row(&self) -> Option<(&'t [u8], Value)> {
        let end =
            self.text.skip_within(self.start, self.end.min(self.start.saturating_add(LONGEST_NAME)), NAME);
        let start = self.text.skip_blanks(end);
        let value = Value { start, end: self.end, quoted: true };
        (start > end.saturating_add(1) && start < self.end).then(|| (self.text.slice(self.start, end), value))
    }

    /// Whether it says that the next line is a password.
    pub(crate) fn announces(&self) -> bool {
        let bytes = self.text.slice(self.start, self.end);
        bytes.ends_with(b":") && ANNOUNCEMENTS.iter().any(|announcement| holds(bytes, announcement))
    }

    /// Whether it is one word, and that looks like a password.
    pub(crate) fn is_password(&self) -> bool {
        let value = Value { start: self.start, end: self.end, quoted: false };
        let bytes = self.text.slice(self.start, self.end);
        bytes.len() >= SHORTEST_PASSWORD
            && self.name.is_empty()
            && !has_any(bytes, SPACE | QUOTE)
            && is(self.text.at(self.start), ALNUM)
            && (value.is_mixed(self.text) || value.is_opaque(self.text))
    }

    /// Takes all that the line holds, without quotes around it.
    pub(crate) fn take_whole(&self, spans: &mut Spans) {
        let text = self.text;
        let last = self.end.wrapping_sub(1);
        let quoted =
            is(text.at(self.start), QUOTE) && text.at(last) == text.at(self.start) && last > self.start;
        let quote = usize::from(quoted);
        let value =
            Value { start: self.start.wrapping_add(quote), end: self.end.wrapping_sub(quote), quoted: true };
        if !value.is_placeholder(text) {
            spans.push(text, value.start, value.end, Kind::Secret, "named-secret");
        }
    }

    /// Whether it cannot belong to a manifest whose members stand in a column.
    pub(crate) fn ends_manifest(&self, column: u8) -> bool {
        let closes = matches!(self.text.at(self.content), b'}' | b']');
        let alone = self.name.is_empty() && !self.is_item && !closes;
        self.content < self.end && (self.column < column || (alone && self.first <= column))
    }
}

/// The name of an element of XML whose text is in the lines after the tag that begins it: `<password>`.
fn opened_element(line: &[u8]) -> Option<&[u8]> {
    let [b'<', name @ .., b'>'] = line else { return None };
    // A namespace may stand before it.
    let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
    (name.len() <= LONGEST_NAME && consists_of(name, NAME)).then_some(name)
}

/// Whether a line begins with the sign of a difference, which is no part of it: `+  password: |`.
fn is_changed(text: Text<'_>, start: usize) -> bool {
    let (next, after) = (text.at(start.wrapping_add(1)), text.at(start.wrapping_add(2)));
    match text.at(start) {
        b'+' => next != b'+',
        // `- ` is the mark of an item.
        b'-' => next != b'-' && (next != b' ' || after == b' '),
        _ => false,
    }
}
