//! Values of several words: settings that go on to the end of their line, passphrases, names of people. Half of one is as
//! bad as all of it.

use super::keyed::Operator;
use super::named::{Syntax, take};
use crate::scrub::text::class::{ALNUM, BEYOND, LOWER, NAME, QUOTE, UPPER, is};
use crate::scrub::text::span::Spans;
use crate::scrub::text::{Text, consists_of, ends_in};
use crate::scrub::values::looks::is_connective;
use crate::scrub::values::names::Meaning;
use crate::scrub::values::value::Value;

/// The longest value of several words, and the longest name of a person.
const LONGEST: usize = 256;
const LONGEST_NAME: usize = 64;
/// How many words make a passphrase where nothing else says so.
const FEWEST: usize = 4;

/// Takes a value that goes on behind its first word, or passes over it where prose goes on there. Whether nothing is left
/// to do.
#[inline(never)]
pub(crate) fn take_words(
    text: Text<'_>,
    meaning: Meaning,
    operator: &Operator<'_>,
    value: Value,
    spans: &mut Spans,
) -> bool {
    let phrase = ends_in(operator.name, "phrase") || ends_in(operator.name, "mnemonic");
    let setting = meaning == Meaning::Secret && is_setting(text, operator);
    if !(phrase || setting) || value.is_placeholder(text) || value.is_expression(text) {
        return false;
    }
    let limit = value.start.saturating_add(LONGEST);
    let (mut word, mut end) = (value.start, value.end);
    let (mut words, mut prose, mut small) = (1, false, true);
    loop {
        let bytes = text.slice(word, end);
        prose |= is_connective(bytes);
        small &= bytes.len() >= 3 && consists_of(bytes, LOWER);
        if text.at(end) != b' ' {
            break;
        }
        word = end.wrapping_add(1);
        end = text.skip_within(word, limit, ALNUM | BEYOND);
        words = usize::saturating_add(words, 1);
    }
    if end == word || !matches!(text.at(end), 0 | b'\n' | b'\r') {
        return false;
    }
    if prose {
        return setting && !value.is_no_word(text);
    }
    let whole = setting || (small && words >= FEWEST);
    if whole {
        take(text, Value { end, quoted: true, ..value }, Meaning::Secret, Syntax::Certain, spans);
    }
    whole
}

/// Whether an operator is one of `name = value` at the beginning of a line, as files of settings have it (INI):
/// the value goes on to the end of the line.
fn is_setting(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let Operator { name_start, first, last, assigned, .. } = *operator;
    let start = text.skip_blanks_back(name_start, name_start.saturating_sub(8));
    let apart = text.before(first) == b' ' && text.at(last) == b' ' && last.wrapping_sub(first) == 1;
    assigned && apart && text.begins_line(start)
}

/// Where the name of a person ends that begins at a position: two words with capitals or more, and words between them that
/// are written small, up to a quote or the end of their line.
pub(crate) fn person_end(text: Text<'_>, start: usize) -> Option<usize> {
    let limit = start.saturating_add(LONGEST_NAME);
    let (mut end, mut capitals) = (start, 0);
    loop {
        capitals = usize::saturating_add(capitals, usize::from(is(text.at(end), UPPER | BEYOND)));
        let word = end;
        end = text.skip_within(word, limit, NAME | BEYOND);
        if end == word || capitals == 0 {
            return None;
        }
        if text.at(end) != b' ' {
            break;
        }
        end = end.wrapping_add(1);
    }
    let ends = matches!(text.at(end), 0 | b'\n' | b'\r') || is(text.at(end), QUOTE);
    (ends && capitals >= 2).then_some(end)
}
