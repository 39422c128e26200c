//! Scrubbing: in JSON as everywhere, and for native helpers a filter for streams that needs none.

use crate::boundary::guard;
use crate::bytes::{abv_text, answer, put_text, read, read_text};
use crate::status::abv_status;
use aboveboard::{Filtered, PrivateFacts, StreamFilter};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

/// Scrubs a text, the arguments of a command, an environment or the next piece of a stream; a pure function.
///
/// `arguments` is one JSON object. With ABV_OK `out` holds the result as JSON text, with ABV_FAILED the error as JSON
/// text, with anything else no text. It is to be freed with abv_text_free.
///
/// # Safety
///
/// `arguments` is null or points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_scrub(
    arguments: *const c_char,
    length: usize,
    out: Option<&mut MaybeUninit<abv_text>>,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    let arguments = unsafe { read_text(arguments, length) };
    answer(out, || Ok(aboveboard::scrub_call(arguments?)))
}

/// A stream that is being scrubbed. It belongs to one thread at a time.
pub struct abv_filter {
    facts: PrivateFacts,
    filter: Option<StreamFilter>,
    poisoned: bool,
}

/// Starts to scrub a stream.
///
/// `private_facts` is JSON text, as ABV_OPERATION_FILTER has it in `first`: a list of pairs of a kind and a value; or
/// empty for none. With `reports` other than 0 the filter tells of each thing that it replaces. With ABV_OK `out` holds
/// a filter that is to be freed with abv_filter_free, with anything else null. With ABV_FAILED `error` (which may be
/// null) holds a text that says why, to be freed with abv_text_free.
///
/// # Safety
///
/// `private_facts` is null or points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_filter_new(
    private_facts: *const c_char,
    length: usize,
    reports: i32,
    out: Option<&mut MaybeUninit<*mut abv_filter>>,
    error: Option<&mut MaybeUninit<abv_text>>,
) -> abv_status {
    let Some(out) = out else {
        put_text(error, None);
        return abv_status::ABV_NULL;
    };
    let (mut handle, mut refusal) = (ptr::null_mut(), None);
    let status = guard(|| {
        // SAFETY: what our own caller has promised.
        let text = match unsafe { read_text(private_facts, length) } {
            Ok(text) => text,
            Err(status) => return status,
        };
        let known = if text.is_empty() { Ok(PrivateFacts::default()) } else { PrivateFacts::parse(text) };
        match known {
            Ok(facts) => {
                let filter = Some(StreamFilter::new(reports != 0));
                handle = Box::into_raw(Box::new(abv_filter { facts, filter, poisoned: false }));
                abv_status::ABV_OK
            }
            Err(why) => {
                refusal = Some(why.to_json());
                abv_status::ABV_FAILED
            }
        }
    });
    out.write(handle);
    put_text(error, refusal);
    status
}

/// Scrubs the next piece of the stream, of any length.
///
/// `data` points to the `length` bytes that follow those of the last call; a length of 0 says that the stream has ended,
/// and then only abv_filter_free is left. `text` takes what is complete now, which goes to the output as it is, and
/// `report` (which may be null) the report on it: JSON objects, one a line. Both are to be freed with abv_text_free; with
/// anything but ABV_OK they hold no text. After the end, and after ABV_PANIC, this is ABV_MISUSE.
///
/// # Safety
///
/// `data` is null or points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_filter_push(
    filter: Option<&mut abv_filter>,
    data: *const c_char,
    length: usize,
    text: Option<&mut MaybeUninit<abv_text>>,
    report: Option<&mut MaybeUninit<abv_text>>,
) -> abv_status {
    let (mut out, mut told) = (None, None);
    let status = match filter {
        Some(handle) if text.is_some() && !handle.poisoned => {
            let status = guard(|| {
                // SAFETY: what our own caller has promised.
                let Some(piece) = (unsafe { read(data, length) }) else { return abv_status::ABV_NULL };
                let Some(Filtered { text, report }) = handle.push(piece) else {
                    return abv_status::ABV_MISUSE;
                };
                (out, told) = (Some(text), Some(report));
                abv_status::ABV_OK
            });
            handle.poisoned = status == abv_status::ABV_PANIC;
            status
        }
        Some(_) if text.is_some() => abv_status::ABV_MISUSE,
        _ => abv_status::ABV_NULL,
    };
    put_text(text, out);
    put_text(report, told);
    status
}

impl abv_filter {
    /// What a piece completes; an empty one ends the stream. `None` after that.
    fn push(&mut self, piece: &[u8]) -> Option<Filtered> {
        if piece.is_empty() {
            return self.filter.take().map(|filter| filter.finish(&self.facts));
        }
        self.filter.as_mut().map(|filter| filter.push(piece, &self.facts))
    }
}

/// Ends a filter, whether its stream has ended or not. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn abv_filter_free(filter: Option<Box<abv_filter>>) {
    guard(|| {
        drop(filter);
        abv_status::ABV_OK
    });
}
