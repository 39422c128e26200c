//! How many bytes of each kind a word has, and how often they alternate: what looks random, and what does not.

use super::class::{ALNUM, Class, DIGIT, LOWER, UPPER, of};

/// Which two classes of neighbours are a change, as bits: the class of the first, times eight, and that of the second.
const CHANGES: u64 = {
    let pairs = [(LOWER, UPPER), (LOWER, DIGIT), (UPPER, DIGIT), (DIGIT, LOWER), (DIGIT, UPPER)];
    let (mut bits, mut index) = (0, 0_usize);
    while index < pairs.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, within the list")]
        let (before, class) = pairs[index];
        bits |= 1 << (before << 3 | class);
        index = index.wrapping_add(1);
    }
    bits
};

/// How many bytes are of each class of letters and digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Census {
    pub(crate) lower: usize,
    pub(crate) upper: usize,
    pub(crate) digits: usize,
    /// How often neighbours change between letters and digits, or from lower to upper case.
    pub(crate) changes: usize,
}

impl Census {
    #[inline(never)]
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (mut counts, mut changes, mut before) = ([0_usize; 8], 0_usize, 0);
        for byte in bytes {
            let class = of(*byte) & ALNUM;
            if let Some(count) = counts.get_mut(usize::from(class)) {
                *count = count.wrapping_add(1);
            }
            changes = changes.wrapping_add((CHANGES >> (before << 3 | class)) as usize & 1);
            before = class;
        }
        let count = |class: Class| counts.get(usize::from(class)).copied().unwrap_or(0);
        Self { lower: count(LOWER), upper: count(UPPER), digits: count(DIGIT), changes }
    }
}
