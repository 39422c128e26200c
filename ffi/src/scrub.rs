//! Scrubbing: in JSON as everywhere, and for native helpers a filter for streams that needs none.

use crate::boundary::guard;
use crate::bytes::{abv_text, answer, open, put_text, read, read_text};
use crate::status::abv_status;
use aboveboard::{Filtered, PrivateFacts, StreamFilter};
use std::ffi::c_char;
use std::ptr;

/// Scrubs a text, the arguments of a command, an environment or the next piece of a stream; a pure function.
///
/// `arguments` is one JSON object. With ABV_OK `out` holds the result as JSON text, with ABV_FAILED the error as JSON
/// text, with anything else no text. It is to be freed with abv_text_free.
///
/// # Safety
///
/// `arguments` is null or points to `length` bytes; `out` is null or points to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_scrub(
    arguments: *const c_char,
    length: usize,
    out: *mut abv_text,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe { answer(out, || Ok(aboveboard::scrub_call(read_text(arguments, length)?))) }
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
/// `private_facts` is null or points to `length` bytes; `out` and `error` are each null or point to a place that may be
/// written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_filter_new(
    private_facts: *const c_char,
    length: usize,
    reports: i32,
    out: *mut *mut abv_filter,
    error: *mut abv_text,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        open(out, error, || {
            let text = read_text(private_facts, length)?;
            let known = if text.is_empty() { Ok(PrivateFacts::default()) } else { PrivateFacts::parse(text) };
            let filter = Some(StreamFilter::new(reports != 0));
            Ok(known.map(|facts| abv_filter { facts, filter, poisoned: false }))
        })
    }
}

/// Scrubs the next piece of the stream, of any length; an empty one changes nothing.
///
/// `data` points to the `length` bytes that follow those of the last call. `text` takes what is complete now, which goes to
/// the output as it is, and `report` (which may be null) the report on it: JSON objects, one a line. Both are to be freed
/// with abv_text_free; with anything but ABV_OK they hold no text. After the end, after ABV_PANIC and where the two are one
/// place, this is ABV_MISUSE.
///
/// # Safety
///
/// `data` is null or points to `length` bytes; `text` and `report` are each null or point to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_filter_push(
    filter: Option<&mut abv_filter>,
    data: *const c_char,
    length: usize,
    text: *mut abv_text,
    report: *mut abv_text,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        complete(filter, text, report, |handle| {
            let piece = read(data, length).ok_or(abv_status::ABV_NULL)?;
            let filter = handle.filter.as_mut().ok_or(abv_status::ABV_MISUSE)?;
            Ok(filter.push(piece, &handle.facts))
        })
    }
}

/// Ends the stream, and then only abv_filter_free is left.
///
/// `text` takes the last line, where it had no end, and `report` (which may be null) what is left to tell, with how much
/// there was of each kind. All else is as with abv_filter_push.
///
/// # Safety
///
/// `text` and `report` are each null or point to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_filter_end(
    filter: Option<&mut abv_filter>,
    text: *mut abv_text,
    report: *mut abv_text,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        complete(filter, text, report, |handle| {
            let filter = handle.filter.take().ok_or(abv_status::ABV_MISUSE)?;
            Ok(filter.finish(&handle.facts))
        })
    }
}

/// Does some work on a filter and puts what it completes where the caller wants it.
///
/// # Safety
///
/// As for [`put_text`], once `work` has ended.
unsafe fn complete(
    filter: Option<&mut abv_filter>,
    text: *mut abv_text,
    report: *mut abv_text,
    work: impl FnOnce(&mut abv_filter) -> Result<Filtered, abv_status>,
) -> abv_status {
    let (mut out, mut told) = (None, None);
    let status = match filter {
        Some(handle) if !text.is_null() => handle.enter(|handle| {
            // The second text would take the place of the first one, which nobody could free then.
            if ptr::eq(text, report) {
                return abv_status::ABV_MISUSE;
            }
            match work(handle) {
                Ok(Filtered { text, report }) => {
                    (out, told) = (Some(text), Some(report));
                    abv_status::ABV_OK
                }
                Err(status) => status,
            }
        }),
        _ => abv_status::ABV_NULL,
    };
    // SAFETY: what our own caller has promised.
    unsafe {
        put_text(text, out);
        put_text(report, told);
    }
    status
}

impl abv_filter {
    /// Does some work on the filter, unless a panic has left it half done before.
    fn enter(&mut self, work: impl FnOnce(&mut Self) -> abv_status) -> abv_status {
        if self.poisoned {
            return abv_status::ABV_MISUSE;
        }
        let status = guard(|| work(self));
        self.poisoned = status == abv_status::ABV_PANIC;
        status
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
