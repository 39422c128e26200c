//! Where in a text one of the forms of private facts may stand, or a word that recognisers want to know of.
//!
//! Of each form the four bytes are taken down that are least likely to stand elsewhere. The gate looks at every byte
//! anyway: it tells where the first two of them may stand, at a few places of most texts. There a look into a table of
//! hashes tells that none of the windows is there.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::form::{Form, variants};
use crate::scrub::text::gate::{ANSWERS, Answers, IS_FIRST, IS_SECOND};

/// How many bytes a window has.
const WINDOW: usize = 4;
/// The bytes of a window, with letters of either case the same.
pub(crate) type Window = u32;
/// What makes letters of either case the same.
const FOLD: u32 = 0x2020_2020;

/// Windows of words that prose has before users and passwords, which recognisers want to know of besides: `user`, `logged`,
/// `password`. The gate tells their first two bytes whatever the facts are.
pub(crate) const WORDS: [Window; 3] =
    [u32::from_le_bytes(*b"user"), u32::from_le_bytes(*b"gged"), u32::from_le_bytes(*b"sswo")];

/// Every choice of bytes of a window, as masks.
const CHOICES: [u32; 1 << WINDOW] = {
    let mut choices = [0; 1 << WINDOW];
    let mut index = 0;
    while index < choices.len() {
        let mut byte = 0;
        while byte < WINDOW {
            if index >> byte & 1 == 1 {
                #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the table")]
                {
                    choices[index] |= 0xff << (byte * 8);
                }
            }
            byte += 1;
        }
        index += 1;
    }
    choices
};

/// The windows of some forms.
#[derive(Clone)]
pub(crate) struct Windows {
    /// What the gate asks of each byte.
    answers: Box<Answers>,
    /// For each hash of ten bits, whether a window has it.
    hashes: Box<[bool; 1 << 10]>,
    /// The windows, in order.
    places: Vec<Place>,
}

/// A window and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    window: Window,
    /// Which form.
    form: u16,
    /// Where in the form.
    offset: u16,
}

impl Windows {
    /// The windows of forms of at least four bytes.
    pub(crate) fn of(forms: &[Form]) -> Self {
        let mut out =
            Self { answers: Box::new(ANSWERS), hashes: Box::new([false; 1 << 10]), places: Vec::new() };
        for window in WORDS {
            out.take_down(window);
        }
        for (form, index) in forms.iter().zip(0..) {
            let rarest = form.bytes.windows(WINDOW).zip(0..).min_by_key(|(window, _)| weight(window));
            if let Some((window, offset)) = rarest
                && let Some(window) = window.first_chunk::<WINDOW>()
            {
                out.add(window.map(|byte| variants(byte, form.comparison)), index, offset);
            }
        }
        out
    }

    /// Takes down a window, of whose bytes each may be either of two.
    fn add(&mut self, bytes: [[u8; 2]; WINDOW], form: u16, offset: u16) {
        for (two, answer) in bytes.iter().zip([IS_FIRST, IS_SECOND]) {
            for byte in two {
                if let Some(answers) = self.answers.get_mut(usize::from(*byte)) {
                    *answers |= answer;
                }
            }
        }
        let all = |which: usize| bytes.map(|two| two.get(which).copied().unwrap_or_default());
        let (first, second) = (u32::from_le_bytes(all(0)) | FOLD, u32::from_le_bytes(all(1)) | FOLD);
        // Mostly both are the same by now, and the first choice, which changes nothing, is all there is.
        let choices = if first == second { 1 } else { CHOICES.len() };
        for choice in CHOICES.iter().take(choices) {
            let window = first ^ ((first ^ second) & choice);
            let place = Place { window, form, offset };
            if let Err(index) = self.places.binary_search(&place) {
                self.places.insert(index, place);
            }
            self.take_down(window);
        }
    }

    /// Takes down the hash of a window.
    fn take_down(&mut self, window: Window) {
        if let Some(known) = self.hashes.get_mut(hash(window)) {
            *known = true;
        }
    }

    pub(crate) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Whether one of the forms may have a window, or one of the words.
    #[inline]
    pub(crate) fn may_be(&self, window: Window) -> bool {
        self.hashes.get(hash(window)).is_some_and(|known| *known)
    }

    /// Calls `candidate` with the index of each form that has a window which stands at a position, and with where the
    /// form would begin.
    #[inline]
    pub(crate) fn report(&self, window: Window, position: usize, mut candidate: impl FnMut(usize, usize)) {
        let first = self.places.partition_point(|place| place.window < window);
        let places = self.places.get(first..).unwrap_or_default();
        for place in places.iter().take_while(|place| place.window == window) {
            if let Some(start) = position.checked_sub(usize::from(place.offset)) {
                candidate(usize::from(place.form), start);
            }
        }
    }
}

/// The window at a position of a text.
#[inline]
pub(crate) fn at(text: &[u8], position: usize) -> Option<Window> {
    let bytes = text.get(position..).and_then(|rest| rest.first_chunk::<WINDOW>())?;
    Some(u32::from_le_bytes(*bytes) | FOLD)
}

/// Where a window lies in the table of hashes.
#[inline]
fn hash(window: Window) -> usize {
    // 2^32 divided by the golden ratio: the upper bits of the product depend on all bits of the window.
    (window.wrapping_mul(0x9e37_79b9) >> 22) as usize
}

/// How likely a window is to stand in a text: mostly a matter of its first two bytes.
fn weight(window: &[u8]) -> u32 {
    window.iter().zip([8, 8, 1, 1]).map(|(byte, factor)| frequency(*byte).saturating_mul(factor)).sum()
}

/// How often a byte stands in texts.
fn frequency(byte: u8) -> u32 {
    match byte {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b'/' | b' ' => 8,
        b'h' | b'l' | b'd' | b'c' | b'u' | b'm' | b'.' | b'-' | b'_' | b'0'..=b'9' => 5,
        b'f' | b'p' | b'g' | b'w' | b'y' | b'b' => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::facts::form::Comparison;
    use crate::scrub::text::gate::Blocks;
    use crate::scrub::text::span::Kind;

    fn form(bytes: &[u8], comparison: Comparison) -> Form {
        Form::new(bytes, comparison, Kind::User, "user-name")
    }

    fn candidates(windows: &Windows, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for pair in Blocks::new(text, windows.answers()).flat_map(|block| block.pairs()) {
            if let Some(window) = at(text.as_bytes(), pair.wrapping_sub(1)) {
                windows.report(window, pair.wrapping_sub(1), |form, start| found.push((form, start)));
            }
        }
        found
    }

    #[test]
    fn a_form_is_met_once_wherever_it_stands() {
        for value in ["jane", "janes", "janedo", "janedoe", "janedoe.", "a.longer-one"] {
            let windows = Windows::of(&[form(value.as_bytes(), Comparison::Words)]);
            for before in 0..20 {
                for after in 0..6 {
                    let text = " ".repeat(before) + &value.to_uppercase() + &" ".repeat(after);
                    assert_eq!(candidates(&windows, &text), [(0, before)], "{text:?}");
                }
            }
        }
    }

    #[test]
    fn both_alphabets_of_base64_are_met() {
        let windows = Windows::of(&[form(b"ab+/", Comparison::Base64)]);
        for text in ["ab+/", "ab-/", "ab+_", "ab-_"] {
            assert_eq!(candidates(&windows, text), [(0, 0)], "{text}");
        }
    }

    #[test]
    fn forms_are_told_apart() {
        let forms = [form(b"jane.doe", Comparison::Words), form(b"web-7f3a", Comparison::Words)];
        let windows = Windows::of(&forms);
        assert_eq!(candidates(&windows, "web-7f3a of jane.doe"), [(1, 0), (0, 12)]);
        assert_eq!(candidates(&windows, "neither jan e-do nor web7f-3a; nothing of them stands here"), []);
    }
}
