//! Values of several words: settings that go on to the end of their line, passphrases, names of people. Half of one is as
//! bad as all of it.

use super::class::{BEYOND, LETTER, LOWER, QUOTE, UPPER, is};
use super::keyed::Operator;
use super::looks::is_connective;
use super::named::{Syntax, take};
use super::names::Meaning;
use super::span::Spans;
use super::text::{Text, ends_in};
use super::value::Value;
use super::words::{Words, words};

/// The longest value of several words.
const LONGEST: usize = 256;
/// How many words make a passphrase where nothing else says so.
const FEWEST: usize = 4;
/// The shortest of them: BIP 39 and diceware's lists have none but a few below.
const SHORTEST: usize = 3;

/// Takes a value that goes on behind its first word, or passes over it where prose goes on there. Whether nothing is left
/// to do.
#[inline(never)]
pub(super) fn take_words(
    text: Text<'_>,
    meaning: Meaning,
    operator: &Operator<'_>,
    value: Value,
    spans: &mut Spans,
) -> bool {
    let secret = match meaning {
        Meaning::Secret => operator.assigned || names_phrase(operator.name),
        Meaning::PossibleSecret => names_phrase(operator.name),
        _ => false,
    };
    if !secret || value.is_placeholder(text) || value.is_expression(text) {
        return false;
    }
    let Some(end) = words_end(text, value) else { return false };
    let whole = Value { end, quoted: true, ..value };
    let prose = text.slice(value.start, end).split(|byte| *byte == b' ').any(is_connective);
    let setting = operator.assigned && is_setting(text, operator);
    if prose {
        return setting && !value.is_no_word(text);
    }
    let sound = setting || (names_phrase(operator.name) && is_passphrase(text, whole));
    if sound {
        take(text, whole, Meaning::Secret, Syntax::Certain, spans);
    }
    sound
}

/// Whether an operator is one of `name = value` at the beginning of a line, as files of settings have it (INI): the value
/// goes on to the end of the line.
fn is_setting(text: Text<'_>, operator: &Operator<'_>) -> bool {
    let Operator { name_start, first, last, .. } = *operator;
    let start = text.skip_blanks_back(name_start, name_start.saturating_sub(8));
    // Or of a comment.
    let start = start.wrapping_sub(usize::from(matches!(text.before(start), b'#' | b';')));
    let apart = text.before(first) == b' ' && text.at(last) == b' ';
    text.begins_line(start) && apart && last.wrapping_sub(first) == 1
}

/// Whether the last word of a name says that its value has several words.
fn names_phrase(name: &[u8]) -> bool {
    ends_in(name, "phrase") || ends_in(name, "mnemonic")
}

/// Whether a value is made of words in small letters, none of which goes on with a sentence.
fn is_passphrase(text: Text<'_>, value: Value) -> bool {
    let mut count = 0_usize;
    let sound = text.slice(value.start, value.end).split(|byte| *byte == b' ').all(|word| {
        count = count.saturating_add(1);
        word.len() >= SHORTEST && word.iter().all(|byte| is(*byte, LOWER)) && !DEMANDS.contains(word)
    });
    sound && count >= FEWEST
}

/// Words that rather say how a passphrase has to be.
static DEMANDS: Words = words!("any" "characters" "length" "maximum" "minimum" "not" "required");

/// Where words end that begin with a value and go on to the end of their line, with nothing but a blank between them.
fn words_end(text: Text<'_>, value: Value) -> Option<usize> {
    let limit = text.len().min(value.start.saturating_add(LONGEST));
    let mut end = value.end;
    while end < limit && text.at(end) == b' ' {
        let word = end.wrapping_add(1);
        end = text.skip_within(word, limit, super::class::ALNUM | BEYOND);
        if end == word {
            return None;
        }
    }
    matches!(text.at(end), 0 | b'\n' | b'\r').then_some(end)
}

/// Where the name of a person ends that begins at a position: two words with capitals or more, and words between them that
/// are written small, up to a quote or the end of their line.
pub(super) fn person(text: Text<'_>, value: Value) -> Option<Value> {
    let limit = text.len().min(value.start.saturating_add(64));
    let (mut word, mut capitals, mut words) = (value.start, 0_usize, 0_usize);
    loop {
        let end = text.skip_within(word, limit, LETTER | BEYOND);
        let end = end.wrapping_add(usize::from(text.at(end) == b'.' && end.wrapping_sub(word) == 1));
        let capital = is(text.at(word), UPPER | BEYOND);
        capitals = capitals.saturating_add(usize::from(capital));
        words = words.saturating_add(1);
        if end == word || (words == 1 && !capital) || words > 5 {
            return None;
        }
        if text.at(end) == b' ' {
            word = end.wrapping_add(1);
            continue;
        }
        let ends = matches!(text.at(end), 0 | b'\n' | b'\r') || is(text.at(end), QUOTE);
        return (ends && capitals >= 2).then_some(Value { end, ..value });
    }
}
