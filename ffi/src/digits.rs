//! Lowercase hexadecimal digits in a place that C gave.

use std::mem::MaybeUninit;

/// Writes two digits for each byte, for as many as there is room for.
pub(crate) fn put(bytes: impl IntoIterator<Item = u8>, place: &mut [MaybeUninit<u8>]) {
    for (pair, byte) in place.chunks_exact_mut(2).zip(bytes) {
        for (place, half) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            place.write(if half < 10 { b'0' | half } else { (b'a' - 10).wrapping_add(half) });
        }
    }
}
