//! A command as C performs it: an array of operations, an answer to each, and again until it is done.

use crate::boundary::guard;
use crate::bytes::{abv_bytes, abv_text, open, put, put_text, read, read_arguments, read_text, terminated};
use crate::operation::{abv_error_class, abv_operation};
use crate::status::abv_status;
use aboveboard::{Error, Flow, Operation, Progress};
use std::ffi::c_char;
use std::ptr;

/// One execution of a command. It belongs to one thread at a time.
pub struct abv_flow {
    flow: Flow,
    /// The texts of the operations, each with a NUL after it.
    texts: Vec<Box<[u8]>>,
    /// What points into `texts`.
    operations: Vec<abv_operation>,
    outcome: Option<Outcome>,
    poisoned: bool,
}

/// How a command has ended.
struct Outcome {
    status: i32,
    /// What goes to standard output, with a NUL after it.
    output: Box<[u8]>,
}

impl abv_flow {
    /// Does some work on the flow, unless a panic has left it half done before.
    fn enter(&mut self, work: impl FnOnce(&mut Self) -> abv_status) -> abv_status {
        if self.poisoned {
            return abv_status::ABV_PANIC;
        }
        let status = guard(|| work(self));
        self.poisoned = status == abv_status::ABV_PANIC;
        status
    }

    /// Asks the core what is next and keeps it for as long as C may look at it.
    fn advance(&mut self) -> Result<abv_status, Error> {
        if self.outcome.is_some() {
            return Ok(abv_status::ABV_DONE);
        }
        self.operations.clear();
        self.texts.clear();
        match self.flow.next()? {
            Progress::Perform(operations) => {
                for operation in operations {
                    self.keep(operation);
                }
                Ok(abv_status::ABV_PERFORM)
            }
            Progress::Done { status, output } => {
                self.outcome = Some(Outcome { status, output: terminated(output) });
                Ok(abv_status::ABV_DONE)
            }
        }
    }

    fn keep(&mut self, operation: Operation) {
        let Operation { kind, number, text } = operation;
        let [first, second, third] = text.map(|text| {
            let text = terminated(text);
            let view = abv_bytes::of_terminated(&text);
            self.texts.push(text);
            view
        });
        self.operations.push(abv_operation {
            kind: kind.into(),
            stops: kind.stops(),
            number,
            first,
            second,
            third,
        });
    }
}

/// Starts a flow.
///
/// `argv` holds the `argc` arguments that follow the program's name, as raw bytes; they are copied. With ABV_OK `out`
/// holds a flow that is to be freed with abv_flow_free, with anything else null.
///
/// # Safety
///
/// `argv` is null or points to `argc` pointers, each null or to a NUL-terminated string; `out` is null or points to a
/// place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_new(
    argc: usize,
    argv: *const *mut c_char,
    out: *mut *mut abv_flow,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe { start(argc, argv, out, |arguments| Ok(Flow::new(arguments))) }
}

/// Starts a flow under a contract that the program holds itself: as abv_flow_new, and the arguments name no file of a
/// contract.
///
/// `contract` is its JSON text of `length` bytes, which is copied. What is wrong with it is no matter of this function:
/// the command says so, as it does of a file, and its outcome is that of a contract that is not valid.
///
/// # Safety
///
/// `contract` is null or points to `length` bytes; `argv` is null or points to `argc` pointers, each null or to a
/// NUL-terminated string; `out` is null or points to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_with_contract(
    contract: *const c_char,
    length: usize,
    argc: usize,
    argv: *const *mut c_char,
    out: *mut *mut abv_flow,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        start(argc, argv, out, |arguments| Ok(Flow::with_contract(read_text(contract, length)?, arguments)))
    }
}

/// Makes a flow of a program's arguments and puts it where the caller wants it.
///
/// # Safety
///
/// As for [`read_arguments`], and for [`put`] once that is done.
unsafe fn start(
    argc: usize,
    argv: *const *mut c_char,
    out: *mut *mut abv_flow,
    make: impl FnOnce(&[&[u8]]) -> Result<Flow, abv_status>,
) -> abv_status {
    // SAFETY: what our own caller has promised.
    unsafe {
        open(out, ptr::null_mut(), || {
            let arguments = read_arguments(argc, argv).ok_or(abv_status::ABV_NULL)?;
            Ok(Ok(abv_flow {
                flow: make(&arguments)?,
                texts: Vec::new(),
                operations: Vec::new(),
                outcome: None,
                poisoned: false,
            }))
        })
    }
}

/// Says what the host has to do now.
///
/// With ABV_PERFORM `operations` points to `count` operations, to be performed in order and each answered with
/// abv_flow_reply; they live until the next abv_flow_next or abv_flow_free on this flow. Where one that `stops` has failed,
/// the host answers that and leaves out the rest of the batch. With ABV_DONE, which it says from then on, the command has
/// ended. With ABV_FAILED `error` (which may be null) holds a text that says why, to be freed with abv_text_free. Asked
/// again without a reply in between, it says the same. docs/protocol.md says what each operation has to keep to.
///
/// # Safety
///
/// `operations`, `count` and `error` are each null or point to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_next(
    flow: Option<&mut abv_flow>,
    operations: *mut *const abv_operation,
    count: *mut usize,
    error: *mut abv_text,
) -> abv_status {
    let mut batch: (*const abv_operation, usize) = (ptr::null(), 0);
    let mut refusal = None;
    let status = match flow {
        Some(flow) if !operations.is_null() && !count.is_null() => flow.enter(|flow| match flow.advance() {
            Ok(status) => {
                if status == abv_status::ABV_PERFORM {
                    batch = (flow.operations.as_ptr(), flow.operations.len());
                }
                status
            }
            Err(why) => {
                refusal = Some(why.to_json());
                abv_status::ABV_FAILED
            }
        }),
        _ => abv_status::ABV_NULL,
    };
    // SAFETY: what our own caller has promised.
    unsafe {
        put(operations, batch.0);
        put(count, batch.1);
        put_text(error, refusal);
    }
    status
}

/// Answers the first operation of the last batch that has no answer yet.
///
/// `error_class` is ABV_ERROR_NONE, and then `data` and `length` are the answer as raw bytes; or it is another constant
/// of abv_error_class, and then they are not looked at. A number that is none of those is ABV_MISUSE. With ABV_FAILED,
/// such as where nothing waits for an answer, `error` (which may be null) holds a text that says why, to be freed with
/// abv_text_free.
///
/// # Safety
///
/// `data` is null or points to `length` bytes; `error` is null or points to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_reply(
    flow: Option<&mut abv_flow>,
    error_class: u32,
    data: *const c_char,
    length: usize,
    error: *mut abv_text,
) -> abv_status {
    let mut refusal = None;
    let status = match (flow, abv_error_class::from_number(error_class)) {
        (None, _) => abv_status::ABV_NULL,
        (_, None) => abv_status::ABV_MISUSE,
        (Some(flow), Some(class)) => flow.enter(|flow| {
            let answer = match class {
                Some(class) => Err(class),
                // SAFETY: what our own caller has promised.
                None => match unsafe { read(data, length) } {
                    Some(bytes) => Ok(bytes),
                    None => return abv_status::ABV_NULL,
                },
            };
            match flow.flow.reply(answer) {
                Ok(()) => abv_status::ABV_OK,
                Err(why) => {
                    refusal = Some(why.to_json());
                    abv_status::ABV_FAILED
                }
            }
        }),
    };
    // SAFETY: what our own caller has promised.
    unsafe { put_text(error, refusal) };
    status
}

/// Tells how the command has ended: its exit status, and what goes to standard output.
///
/// The output belongs to the flow and lives as long as it. Before abv_flow_next has said ABV_DONE this is ABV_MISUSE,
/// and the places are left as they were.
///
/// # Safety
///
/// `status` and `output` are each null or point to a place that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_outcome(
    flow: Option<&abv_flow>,
    status: *mut i32,
    output: *mut abv_bytes,
) -> abv_status {
    let Some(flow) = flow.filter(|_| !status.is_null() && !output.is_null()) else {
        return abv_status::ABV_NULL;
    };
    if flow.poisoned {
        return abv_status::ABV_PANIC;
    }
    let Some(outcome) = &flow.outcome else { return abv_status::ABV_MISUSE };
    // SAFETY: what our own caller has promised.
    unsafe {
        put(status, outcome.status);
        put(output, abv_bytes::of_terminated(&outcome.output));
    }
    abv_status::ABV_OK
}

/// Ends a flow, done or not. Null is allowed.
#[unsafe(no_mangle)]
pub extern "C" fn abv_flow_free(flow: Option<Box<abv_flow>>) {
    guard(|| {
        drop(flow);
        abv_status::ABV_OK
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::MaybeUninit;

    #[test]
    fn a_flow_that_panicked_stays_poisoned() {
        let mut out = MaybeUninit::uninit();
        // SAFETY: no arguments, and the place may be written.
        let status = unsafe { abv_flow_new(0, ptr::null(), out.as_mut_ptr()) };
        assert_eq!(status, abv_status::ABV_OK);
        // SAFETY: with `ABV_OK` it was written, and comes from `Box::into_raw`.
        let mut flow = unsafe { Box::from_raw(out.assume_init()) };

        assert_eq!(flow.enter(|_| panic!("inside")), abv_status::ABV_PANIC);

        let (mut operations, mut count) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        // SAFETY: the places may be written.
        let next = unsafe {
            abv_flow_next(Some(&mut *flow), operations.as_mut_ptr(), count.as_mut_ptr(), ptr::null_mut())
        };
        assert_eq!(next, abv_status::ABV_PANIC);
        // SAFETY: written whatever the status.
        assert_eq!(unsafe { count.assume_init() }, 0);
        // SAFETY: an empty answer.
        let reply = unsafe { abv_flow_reply(Some(&mut *flow), 0, ptr::null(), 0, ptr::null_mut()) };
        assert_eq!(reply, abv_status::ABV_PANIC);
        let (mut status, mut output) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        // SAFETY: the places may be written.
        let outcome = unsafe { abv_flow_outcome(Some(&*flow), status.as_mut_ptr(), output.as_mut_ptr()) };
        assert_eq!(outcome, abv_status::ABV_PANIC);
        abv_flow_free(Some(flow));
    }
}
