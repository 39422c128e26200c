//! Randomness from the operating system.

use crate::boundary::guard;
use crate::digits;
use crate::status::abv_status;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::slice;

/// Writes `count` random bytes to `hex` as 2 * `count` lowercase hexadecimal digits and a NUL.
///
/// `capacity` is the size of `hex`; where it is below 2 * `count` + 1 this is ABV_MISUSE. ABV_NO_ENTROPY says that the
/// operating system gave nothing; `hex` is then not to be used.
///
/// # Safety
///
/// `hex` is null or points to `capacity` bytes that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_random(count: usize, hex: *mut c_char, capacity: usize) -> abv_status {
    guard(|| {
        if hex.is_null() {
            return abv_status::ABV_NULL;
        }
        if capacity > isize::MAX.unsigned_abs() {
            return abv_status::ABV_MISUSE;
        }
        // SAFETY: not null, not longer than memory can be, and the rest is what our own caller has promised; memory
        // that may be uninitialised is what `MaybeUninit` is for.
        fill(count, unsafe { slice::from_raw_parts_mut(hex.cast::<MaybeUninit<u8>>(), capacity) })
    })
}

/// Random digits into a place that may hold anything before.
fn fill(count: usize, place: &mut [MaybeUninit<u8>]) -> abv_status {
    let Some((digits, [end, ..])) =
        count.checked_mul(2).and_then(|wanted| place.split_at_mut_checked(wanted))
    else {
        return abv_status::ABV_MISUSE;
    };
    for pairs in digits.chunks_mut(64) {
        let mut bytes = [0_u8; 32];
        if getrandom::fill(&mut bytes).is_err() {
            return abv_status::ABV_NO_ENTROPY;
        }
        digits::put(bytes, pairs);
    }
    end.write(0);
    abv_status::ABV_OK
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    fn digits(count: usize, capacity: usize) -> (abv_status, Vec<u8>) {
        let mut place = vec![0xff_u8; capacity];
        // SAFETY: as long as said.
        let status = unsafe { abv_random(count, place.as_mut_ptr().cast(), capacity) };
        (status, place)
    }

    #[test]
    fn digits_are_lowercase_terminated_and_differ() {
        let (status, first) = digits(48, 97);
        assert_eq!(status, abv_status::ABV_OK);
        assert!(first[..96].iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
        assert_eq!(first[96], 0);
        assert_ne!(first, digits(48, 97).1);
        assert_eq!(digits(0, 1), (abv_status::ABV_OK, vec![0]));
    }

    #[test]
    fn too_small_a_place_is_left_alone() {
        assert_eq!(digits(2, 4), (abv_status::ABV_MISUSE, vec![0xff; 4]));
        assert_eq!(digits(usize::MAX, 4).0, abv_status::ABV_MISUSE);
        assert_eq!(digits(0, 0).0, abv_status::ABV_MISUSE);
        // SAFETY: null is one of the allowed values.
        assert_eq!(unsafe { abv_random(1, ptr::null_mut(), 3) }, abv_status::ABV_NULL);
    }
}
