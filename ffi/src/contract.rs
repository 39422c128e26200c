//! The functions that carry JSON text: open, call, step, free and version.

use crate::boundary::guard;
use crate::bytes::{abv_text, answer, open, read_text};
use crate::status::abv_status;
use aboveboard::Contract;
use std::ffi::{CStr, c_char};

/// A parsed contract. It never changes, so that any number of threads may use it at once; it is freed once, when all
/// of them are through with it.
pub struct abv_contract {
    contract: Contract,
}

// What the documentation above says about threads, said to the compiler.
const _: () = {
    const fn shareable<T: Send + Sync>() {}
    shareable::<abv_contract>()
};

/// Parses a contract.
///
/// `contract` is its JSON text of `length` bytes. With ABV_OK, `out` holds a handle that is to be freed with
/// abv_contract_free; with anything else it holds null. With ABV_FAILED, `error` (which may be null) holds a text that
/// says why, to be freed with abv_text_free.
///
/// # Safety
///
/// `contract` is null or points to `length` bytes; `out` and `error` are each null or point to a place that may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_open(
    contract: *const c_char,
    length: usize,
    out: *mut *mut abv_contract,
    error: *mut abv_text,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        open(out, error, || {
            let parsed = Contract::parse(read_text(contract, length)?);
            Ok(parsed.map(|contract| abv_contract { contract }))
        })
    }
}

/// Frees a contract. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn abv_contract_free(contract: Option<Box<abv_contract>>) {
    guard(|| {
        drop(contract);
        abv_status::ABV_OK
    });
}

/// Performs one operation (`begin`, `payload` ...) on a contract; a pure function.
///
/// `operation` is its name and `arguments` one JSON object. With ABV_OK `out` holds the result as JSON text, with
/// ABV_FAILED the error as JSON text, with anything else no text. It is to be freed with abv_text_free.
///
/// # Safety
///
/// `operation` and `arguments` are each null or point to as many bytes as the length after them says; `out` is null or
/// points to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_call(
    contract: Option<&abv_contract>,
    operation: *const c_char,
    operation_length: usize,
    arguments: *const c_char,
    arguments_length: usize,
    out: *mut abv_text,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        answer(out, || {
            let handle = contract.ok_or(abv_status::ABV_NULL)?;
            let operation = read_text(operation, operation_length)?;
            let arguments = read_text(arguments, arguments_length)?;
            Ok(aboveboard::call(&handle.contract, operation, arguments))
        })
    }
}

/// Takes a command one step further; a pure function.
///
/// `input` is one JSON object that holds the command's arguments and the replies so far. With ABV_OK `out` holds the
/// effects to perform or the outcome as JSON text, with ABV_FAILED the error as JSON text, with anything else no text.
/// It is to be freed with abv_text_free.
///
/// # Safety
///
/// `input` is null or points to `length` bytes; `out` is null or points to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_step(input: *const c_char, length: usize, out: *mut abv_text) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe { answer(out, || Ok(aboveboard::step(read_text(input, length)?))) }
}

/// The version of the library, such as `1.2.3`: a NUL-terminated string that is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn abv_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    CStr::from_bytes_with_nul(VERSION.as_bytes()).unwrap_or_default().as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_cores() {
        // SAFETY: a literal that ends in NUL.
        assert_eq!(unsafe { CStr::from_ptr(abv_version()) }.to_str(), Ok(aboveboard::VERSION));
    }
}
