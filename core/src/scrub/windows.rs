//! Where in a text one of the forms of private facts may stand, from a look at every few positions.
//!
//! Of each form the rarest four bytes are taken down, and the four bytes at each of the next positions, as many as a step
//! is long: wherever the form stands in a text, exactly one of the steps meets one of these windows. At most steps
//! a single look into a table of hashes tells that none of them is there.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::form::{Form, variants};

/// How many bytes a window has.
pub(super) const WINDOW: usize = 4;
/// What makes letters of either case the same.
const FOLD: u32 = 0x2020_2020;

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
pub(super) struct Windows {
    /// 1, 2 or 4: a form has room for as many windows. Longer steps would leave less to choose from.
    step: usize,
    /// For each hash of thirteen bits, whether a window has it.
    hashes: Box<[bool; 1 << 13]>,
    /// The windows, in order.
    places: Vec<Place>,
}

/// A window and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    window: u32,
    /// Which form.
    form: u16,
    /// Where in the form.
    offset: u16,
}

impl Windows {
    /// The windows of forms of at least four bytes.
    pub(super) fn of(forms: &[Form]) -> Self {
        let shortest = forms.iter().map(|form| form.bytes.len()).min().unwrap_or(WINDOW);
        let step = match shortest {
            ..5 => 1,
            5..7 => 2,
            _ => 4,
        };
        let mut out = Self { step, hashes: Box::new([false; 1 << 13]), places: Vec::new() };
        for (form, index) in forms.iter().zip(0..) {
            let windows = form.bytes.windows(WINDOW).zip(0..).skip(rarest(&form.bytes, step)).take(step);
            for (window, offset) in windows {
                if let Some(window) = window.first_chunk::<WINDOW>() {
                    out.add(window.map(|byte| variants(byte, form.comparison)), index, offset);
                }
            }
        }
        out
    }

    /// Takes down a window, of whose bytes each may be either of two.
    fn add(&mut self, bytes: [[u8; 2]; WINDOW], form: u16, offset: u16) {
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
            if let Some(known) = self.hashes.get_mut(hash(window)) {
                *known = true;
            }
        }
    }

    /// Calls `candidate` with the index of each form that may stand in a text, and with where it would begin.
    #[inline]
    pub(super) fn find(&self, text: &[u8], candidate: impl FnMut(usize, usize)) {
        match self.step {
            4 => self.find_by::<4>(text, candidate),
            2 => self.find_by::<2>(text, candidate),
            _ => self.find_by::<1>(text, candidate),
        }
    }

    #[inline]
    fn find_by<const STEP: usize>(&self, text: &[u8], mut candidate: impl FnMut(usize, usize)) {
        let mut rest = text;
        loop {
            rest = self.skip::<STEP>(rest);
            let Some(bytes) = rest.first_chunk() else { return };
            let position = text.len().wrapping_sub(rest.len());
            self.report(u32::from_le_bytes(*bytes) | FOLD, position, &mut candidate);
            rest = rest.get(STEP..).unwrap_or_default();
        }
    }

    /// What of a text is left from the first step on that may meet a window.
    #[inline(never)]
    fn skip<'t, const STEP: usize>(&self, text: &'t [u8]) -> &'t [u8] {
        let mut rest = text;
        // Four steps at a time, while there are the bytes that hold all their windows.
        while let Some(bytes) = rest.get(..STEP.wrapping_mul(3).wrapping_add(WINDOW)) {
            let may_hold = |step: usize| {
                let window = bytes.get(step.wrapping_mul(STEP)..).and_then(|rest| rest.first_chunk());
                window.is_some_and(|window| self.may_hold(*window))
            };
            if may_hold(0) | may_hold(1) | may_hold(2) | may_hold(3) {
                break;
            }
            rest = rest.get(STEP.wrapping_mul(4)..).unwrap_or_default();
        }
        while let Some(window) = rest.first_chunk() {
            if self.may_hold(*window) {
                return rest;
            }
            rest = rest.get(STEP..).unwrap_or_default();
        }
        &[]
    }

    /// Whether four bytes may be a window.
    #[inline]
    fn may_hold(&self, window: [u8; WINDOW]) -> bool {
        self.hashes.get(hash(u32::from_le_bytes(window) | FOLD)).is_some_and(|known| *known)
    }

    /// Calls `candidate` for each form that has a window.
    #[inline(never)]
    fn report(&self, window: u32, position: usize, candidate: &mut impl FnMut(usize, usize)) {
        let first = self.places.partition_point(|place| place.window < window);
        let places = self.places.get(first..).unwrap_or_default();
        for place in places.iter().take_while(|place| place.window == window) {
            if let Some(start) = position.checked_sub(usize::from(place.offset)) {
                candidate(usize::from(place.form), start);
            }
        }
    }
}

/// Where a window lies in the table of hashes.
#[inline]
fn hash(window: u32) -> usize {
    // 2^32 divided by the golden ratio: the upper bits of the product depend on all bits of the window.
    (window.wrapping_mul(0x9e37_79b9) >> 19) as usize
}

/// Where in a form the windows of a step begin that are least likely to stand elsewhere.
fn rarest(bytes: &[u8], step: usize) -> usize {
    let width = WINDOW.saturating_add(step).saturating_sub(1);
    let mut weight = bytes.iter().take(width).map(weight).fold(0, u32::saturating_add);
    let (mut least, mut place) = (weight, 0);
    let pairs = bytes.iter().zip(bytes.iter().skip(width));
    for ((left, entered), start) in pairs.zip(1..) {
        weight = weight.saturating_add(self::weight(entered)).saturating_sub(self::weight(left));
        if weight < least {
            (least, place) = (weight, start);
        }
    }
    place
}

/// How often a byte stands in texts.
fn weight(byte: &u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b'/' | b' ' => 8,
        b'h' | b'l' | b'd' | b'c' | b'u' | b'm' | b'.' | b'-' | b'_' | b'0' | b'1' | b'2' => 5,
        b'f' | b'p' | b'g' | b'w' | b'y' | b'b' => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::Comparison;
    use super::super::span::Kind;
    use super::*;

    fn form(bytes: &[u8], comparison: Comparison) -> Form {
        Form { bytes: bytes.into(), comparison, kind: Kind::User, rule: "user-name" }
    }

    fn candidates(windows: &Windows, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        windows.find(text.as_bytes(), |form, start| found.push((form, start)));
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
