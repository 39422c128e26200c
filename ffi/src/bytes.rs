//! Pointers with a length: the ones that come in, and the texts that go out.

use crate::boundary::guard;
use crate::status::abv_status;
use aboveboard::Error;
use std::ffi::{CStr, c_char};
use std::{ptr, slice};

/// Bytes that belong to something else, such as a flow, and live as long as it says.
///
/// `data` is never null where the library gives it, and a NUL follows the last byte.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct abv_bytes {
    /// The first byte.
    pub data: *const c_char,
    /// How many there are, without the NUL.
    pub length: usize,
}

impl abv_bytes {
    /// The view of bytes whose last one is a NUL.
    pub(crate) fn of_terminated(terminated: &[u8]) -> Self {
        Self { data: terminated.as_ptr().cast(), length: terminated.len().saturating_sub(1) }
    }
}

/// A text that the library has given away: free it with abv_text_free. An empty one is `{NULL, 0}`.
#[repr(C)]
#[derive(Debug)]
pub struct abv_text {
    /// The first byte; a NUL follows the last one. Null where there is no text.
    data: *const c_char,
    /// How many bytes there are, without the NUL. Not to be changed: abv_text_free goes by it.
    length: usize,
}

impl abv_text {
    /// No text.
    pub(crate) const NONE: Self = Self { data: ptr::null(), length: 0 };

    /// Gives a text away.
    pub(crate) fn new(text: String) -> Self {
        let length = text.len();
        let storage = Box::into_raw(terminated(text));
        Self { data: storage.cast_const().cast(), length }
    }
}

/// The text's bytes with a NUL after them.
pub(crate) fn terminated(text: String) -> Box<[u8]> {
    let mut bytes = text.into_bytes();
    bytes.reserve_exact(1);
    bytes.push(0);
    bytes.into_boxed_slice()
}

/// Frees a text that the library has given away and leaves `{NULL, 0}` in its place, so that freeing it again does
/// nothing. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn abv_text_free(text: Option<&mut abv_text>) {
    guard(|| {
        let Some(text) = text else { return abv_status::ABV_OK };
        let abv_text { data, length } = std::mem::replace(text, abv_text::NONE);
        if data.is_null() {
            return abv_status::ABV_OK;
        }
        let storage = ptr::slice_from_raw_parts_mut(data.cast_mut().cast::<u8>(), length.saturating_add(1));
        // SAFETY: the fields of an `abv_text` that is not `NONE` were set by `abv_text::new` (nobody else can in Rust,
        // and the header forbids it in C): they are what `Box::into_raw` gave for `length` bytes and a NUL. The
        // replacement above makes sure that this happens once.
        drop(unsafe { Box::from_raw(storage) });
        abv_status::ABV_OK
    });
}

/// Reads bytes that a caller handed over. Null is empty where the length is 0, and `None` where it is not.
///
/// # Safety
///
/// `data` is null or points to `length` bytes that nobody changes or frees during `'a`.
pub(crate) unsafe fn read<'a>(data: *const c_char, length: usize) -> Option<&'a [u8]> {
    if length == 0 {
        return Some(&[]);
    }
    if data.is_null() || length > isize::MAX.unsigned_abs() {
        return None;
    }
    // SAFETY: not null, not longer than memory can be, and the rest is what our own caller has promised.
    Some(unsafe { slice::from_raw_parts(data.cast::<u8>(), length) })
}

/// Reads text that a caller handed over.
///
/// # Safety
///
/// As for [`read`].
pub(crate) unsafe fn read_text<'a>(data: *const c_char, length: usize) -> Result<&'a str, abv_status> {
    // SAFETY: what our own caller has promised.
    let bytes = unsafe { read(data, length) }.ok_or(abv_status::ABV_NULL)?;
    str::from_utf8(bytes).map_err(|_| abv_status::ABV_NOT_UTF8)
}

/// Reads a program's arguments. `None` where the array, or one of them, is null.
///
/// # Safety
///
/// `argv` is null or points to `argc` pointers, each of which is null or points to a NUL-terminated string; nobody
/// changes or frees them during `'a`.
pub(crate) unsafe fn read_arguments<'a>(argc: usize, argv: *const *mut c_char) -> Option<Vec<&'a [u8]>> {
    if argc == 0 {
        return Some(Vec::new());
    }
    let size = argc.checked_mul(size_of::<*mut c_char>());
    if argv.is_null() || size.is_none_or(|size| size > isize::MAX.unsigned_abs()) {
        return None;
    }
    // SAFETY: not null, not longer than memory can be, and the rest is what our own caller has promised.
    let pointers = unsafe { slice::from_raw_parts(argv, argc) };
    let argument = |pointer: &*mut c_char| {
        // SAFETY: `as_ref` leaves out null; any other is a NUL-terminated string by our own caller's promise.
        (!pointer.is_null()).then(|| unsafe { CStr::from_ptr(*pointer) }.to_bytes())
    };
    pointers.iter().map(argument).collect()
}

/// Writes to a place that a caller gave, which may hold anything before. A place that is null is left out.
///
/// It is a pointer, and no reference, until here: C may give one place twice, or one in the middle of what is read, and
/// there may be no two references to a place that changes. So whatever has been borrowed from the caller is done with
/// before the first of its places is written to.
///
/// # Safety
///
/// `place` is null or points to a `T`, initialised or not, that may be written.
pub(crate) unsafe fn put<T>(place: *mut T, value: T) {
    if !place.is_null() {
        // SAFETY: not null, and the rest is what our own caller has promised.
        unsafe { place.write(value) };
    }
}

/// Gives away a text, or no text where there is none; nothing is given away that nobody would free.
///
/// # Safety
///
/// As for [`put`].
pub(crate) unsafe fn put_text(place: *mut abv_text, text: Option<String>) {
    if !place.is_null() {
        // SAFETY: not null, and the rest is what our own caller has promised.
        unsafe { place.write(text.map_or(abv_text::NONE, abv_text::new)) };
    }
}

/// Puts the text of a result or of a refusal where the caller wants it, and no text where there is neither.
///
/// # Safety
///
/// As for [`put`], once `work` has ended.
pub(crate) unsafe fn answer(
    out: *mut abv_text,
    work: impl FnOnce() -> Result<Result<String, Error>, abv_status>,
) -> abv_status {
    if out.is_null() {
        return abv_status::ABV_NULL;
    }
    let mut text = None;
    let status = guard(|| {
        let (status, told) = match work() {
            Ok(Ok(result)) => (abv_status::ABV_OK, result),
            Ok(Err(why)) => (abv_status::ABV_FAILED, why.to_json()),
            Err(status) => return status,
        };
        text = Some(told);
        status
    });
    // SAFETY: what our own caller has promised.
    unsafe { put_text(out, text) };
    status
}

/// Makes something and gives it away as a handle, null where there is none; why it could not be made goes to `error`.
///
/// # Safety
///
/// As for [`put`], once `work` has ended.
pub(crate) unsafe fn open<T>(
    out: *mut *mut T,
    error: *mut abv_text,
    work: impl FnOnce() -> Result<Result<T, Error>, abv_status>,
) -> abv_status {
    let (mut handle, mut refusal) = (ptr::null_mut(), None);
    let status = guard(|| {
        if out.is_null() {
            return abv_status::ABV_NULL;
        }
        match work() {
            Ok(Ok(made)) => {
                handle = Box::into_raw(Box::new(made));
                abv_status::ABV_OK
            }
            Ok(Err(why)) => {
                refusal = Some(why.to_json());
                abv_status::ABV_FAILED
            }
            Err(status) => status,
        }
    });
    // SAFETY: what our own caller has promised.
    unsafe {
        put(out, handle);
        put_text(error, refusal);
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::MaybeUninit;

    #[test]
    fn null_is_empty_only_with_length_zero() {
        // SAFETY: null pointers and a literal.
        unsafe {
            assert_eq!(read(ptr::null(), 0), Some(&b""[..]));
            assert_eq!(read(ptr::null(), 1), None);
            assert_eq!(read(c"abc".as_ptr(), usize::MAX), None);
            assert_eq!(read(c"abc".as_ptr(), 3), Some(&b"abc"[..]));
            assert_eq!(read_text(c"\xff".as_ptr(), 1), Err(abv_status::ABV_NOT_UTF8));
            assert_eq!(read_text(ptr::null(), 1), Err(abv_status::ABV_NULL));
        }
    }

    #[test]
    fn arguments_are_bytes_and_none_may_be_null() {
        let with_null = [c"one".as_ptr().cast_mut(), ptr::null_mut()];
        // SAFETY: the arrays are as long as said and hold literals or null.
        unsafe {
            assert_eq!(read_arguments(0, ptr::null()), Some(vec![]));
            assert_eq!(read_arguments(1, ptr::null()), None);
            assert_eq!(read_arguments(usize::MAX, with_null.as_ptr()), None);
            assert_eq!(read_arguments(2, with_null.as_ptr()), None);
            assert_eq!(read_arguments(1, with_null.as_ptr()), Some(vec![&b"one"[..]]));
        }
    }

    #[test]
    fn a_text_is_terminated_and_freed_once() {
        let mut text = abv_text::new("né".to_owned());
        assert_eq!(text.length, 3);
        // SAFETY: the text is there, with its NUL.
        assert_eq!(unsafe { CStr::from_ptr(text.data) }.to_bytes(), "né".as_bytes());
        abv_text_free(Some(&mut text));
        assert!(text.data.is_null());
        abv_text_free(Some(&mut text));
        abv_text_free(None);
    }

    #[test]
    fn a_panic_leaves_no_text_behind() {
        let mut out = MaybeUninit::uninit();
        // SAFETY: the place may be written.
        assert_eq!(unsafe { answer(out.as_mut_ptr(), || panic!("inside")) }, abv_status::ABV_PANIC);
        // SAFETY: `answer` has written to it.
        let mut out = unsafe { out.assume_init() };
        assert!(out.data.is_null());
        abv_text_free(Some(&mut out));
    }

    #[test]
    fn a_place_may_be_given_twice_and_stand_in_what_was_read() {
        let mut place = 7_i32;
        let twice = &raw mut place;
        // SAFETY: the places are there, and what is read is done with before they are written to.
        unsafe {
            put(twice, 1);
            put(twice, 2);
            assert_eq!(*twice, 2);

            let mut text = abv_text::new("abc".to_owned());
            let out = &raw mut text;
            let given = (*out).data.cast_mut();
            let read = read_text((*out).data, (*out).length).map(str::to_uppercase);
            assert_eq!(answer(out, || Ok(Ok(read?))), abv_status::ABV_OK);
            assert_eq!(read_text((*out).data, (*out).length), Ok("ABC"));
            drop(Box::from_raw(ptr::slice_from_raw_parts_mut(given.cast::<u8>(), 4)));
            abv_text_free(out.as_mut());
        }
    }
}
