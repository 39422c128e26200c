//! SHA-256, for hosts that compare a file's content with what a flow expects of it.

use crate::boundary::guard;
use crate::bytes::read;
use crate::digits;
use crate::status::abv_status;
use sha2::{Digest, Sha256};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::slice;

/// How many digits a digest has.
const DIGITS: usize = 64;

/// Writes the SHA-256 of `length` bytes at `data` to `hex` as 64 lowercase hexadecimal digits and a NUL.
///
/// `capacity` is the size of `hex`; where it is below 65 this is ABV_MISUSE.
///
/// # Safety
///
/// `data` is null or points to `length` bytes, and `hex` is null or points to `capacity` bytes that may be written; they
/// may be the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_sha256_hex(
    data: *const c_char,
    length: usize,
    hex: *mut c_char,
    capacity: usize,
) -> abv_status {
    guard(|| {
        // SAFETY: what our own caller has promised.
        let Some(bytes) = (unsafe { read(data, length) }) else { return abv_status::ABV_NULL };
        if hex.is_null() {
            return abv_status::ABV_NULL;
        }
        if capacity <= DIGITS {
            return abv_status::ABV_MISUSE;
        }
        // Before there is a place that changes, which may be that of the bytes.
        let digest = Sha256::digest(bytes);
        // SAFETY: not null, as long as has been promised, and memory that may be uninitialised is what `MaybeUninit`
        // is for.
        let place = unsafe { slice::from_raw_parts_mut(hex.cast::<MaybeUninit<u8>>(), DIGITS + 1) };
        if let [digits @ .., end] = place {
            digits::put(digest, digits);
            end.write(0);
        }
        abv_status::ABV_OK
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    fn digest(bytes: &[u8], capacity: usize) -> (abv_status, Vec<u8>) {
        let mut place = vec![0xff_u8; capacity];
        // SAFETY: both are as long as said.
        let status = unsafe {
            abv_sha256_hex(bytes.as_ptr().cast(), bytes.len(), place.as_mut_ptr().cast(), capacity)
        };
        (status, place)
    }

    #[test]
    fn the_examples_of_the_standard() {
        // FIPS 180-2, appendix B.1, and the digest of nothing.
        let of_abc = b"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\0";
        assert_eq!(digest(b"abc", 65), (abv_status::ABV_OK, of_abc.to_vec()));
        let of_nothing = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\0";
        assert_eq!(digest(b"", 65), (abv_status::ABV_OK, of_nothing.to_vec()));
    }

    #[test]
    fn only_the_digits_and_their_end_are_written() {
        let (status, place) = digest(b"abc", 70);
        assert_eq!((status, &place[64..]), (abv_status::ABV_OK, &[0, 0xff, 0xff, 0xff, 0xff, 0xff][..]));
        assert_eq!(digest(b"abc", 64), (abv_status::ABV_MISUSE, vec![0xff; 64]));
        assert_eq!(digest(b"abc", 0).0, abv_status::ABV_MISUSE);
    }

    #[test]
    fn null_is_refused() {
        let mut place = [0; 65];
        // SAFETY: null is one of the allowed values, and the place is as long as said.
        unsafe {
            assert_eq!(abv_sha256_hex(ptr::null(), 1, place.as_mut_ptr(), 65), abv_status::ABV_NULL);
            assert_eq!(abv_sha256_hex(ptr::null(), 0, place.as_mut_ptr(), 65), abv_status::ABV_OK);
            assert_eq!(abv_sha256_hex(c"abc".as_ptr(), 3, ptr::null_mut(), 65), abv_status::ABV_NULL);
        }
    }
}
