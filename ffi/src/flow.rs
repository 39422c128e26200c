//! A command as C performs it: an array of operations, an answer to each, and again until it is done.

use crate::boundary::guard;
use crate::bytes::{abv_bytes, abv_text, put, put_text, read, read_arguments, terminated};
use crate::operation::{abv_error_class, abv_operation};
use crate::status::abv_status;
use aboveboard::{Error, Flow, Operation, Progress};
use std::ffi::c_char;
use std::mem::MaybeUninit;
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
        self.operations.push(abv_operation { kind: kind.into(), number, first, second, third });
    }
}

/// Starts a flow.
///
/// `argv` holds the `argc` arguments that follow the program's name, as raw bytes; they are copied. With ABV_OK `out`
/// holds a flow that is to be freed with abv_flow_free, with anything else null.
///
/// # Safety
///
/// `argv` is null or points to `argc` pointers, each null or to a NUL-terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_new(
    argc: usize,
    argv: *const *mut c_char,
    out: Option<&mut MaybeUninit<*mut abv_flow>>,
) -> abv_status {
    let Some(out) = out else { return abv_status::ABV_NULL };
    out.write(ptr::null_mut());
    guard(|| {
        // SAFETY: what our own caller has promised.
        let Some(arguments) = (unsafe { read_arguments(argc, argv) }) else { return abv_status::ABV_NULL };
        let flow = abv_flow {
            flow: Flow::new(&arguments),
            texts: Vec::new(),
            operations: Vec::new(),
            outcome: None,
            poisoned: false,
        };
        out.write(Box::into_raw(Box::new(flow)));
        abv_status::ABV_OK
    })
}

/// Says what the host has to do now.
///
/// With ABV_PERFORM `operations` points to `count` operations, to be performed in order and each answered with
/// abv_flow_reply; they live until the next abv_flow_next or abv_flow_free on this flow. Where ABV_OPERATION_SEND, _DETACH,
/// _EXEC, _WRITE, _APPEND, _RENAME or _REMOVE failed, the host answers that and leaves out the rest of the batch. With
/// ABV_DONE, which it says from then on, the command has ended. With ABV_FAILED `error` (which may be null) holds a text that says why, to be freed with
/// abv_text_free. Asked again without a reply in between, it says the same.
#[unsafe(no_mangle)]
pub extern "C" fn abv_flow_next(
    flow: Option<&mut abv_flow>,
    operations: Option<&mut MaybeUninit<*const abv_operation>>,
    count: Option<&mut MaybeUninit<usize>>,
    error: Option<&mut MaybeUninit<abv_text>>,
) -> abv_status {
    let mut batch: (*const abv_operation, usize) = (ptr::null(), 0);
    let mut refusal = None;
    let status = match (flow, &operations, &count) {
        (Some(flow), Some(_), Some(_)) => flow.enter(|flow| match flow.advance() {
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
    put(operations, batch.0);
    put(count, batch.1);
    put_text(error, refusal);
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
/// `data` is null or points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abv_flow_reply(
    flow: Option<&mut abv_flow>,
    error_class: u32,
    data: *const c_char,
    length: usize,
    error: Option<&mut MaybeUninit<abv_text>>,
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
    put_text(error, refusal);
    status
}

/// Tells how the command has ended: its exit status, and what goes to standard output.
///
/// The output belongs to the flow and lives as long as it. Before abv_flow_next has said ABV_DONE this is ABV_MISUSE,
/// and the places are left as they were.
#[unsafe(no_mangle)]
pub extern "C" fn abv_flow_outcome(
    flow: Option<&abv_flow>,
    status: Option<&mut MaybeUninit<i32>>,
    output: Option<&mut MaybeUninit<abv_bytes>>,
) -> abv_status {
    let (Some(flow), Some(status), Some(output)) = (flow, status, output) else {
        return abv_status::ABV_NULL;
    };
    if flow.poisoned {
        return abv_status::ABV_PANIC;
    }
    let Some(outcome) = &flow.outcome else { return abv_status::ABV_MISUSE };
    status.write(outcome.status);
    output.write(abv_bytes::of_terminated(&outcome.output));
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

    #[test]
    fn a_flow_that_panicked_stays_poisoned() {
        let mut out = MaybeUninit::uninit();
        // SAFETY: no arguments.
        let status = unsafe { abv_flow_new(0, ptr::null(), Some(&mut out)) };
        assert_eq!(status, abv_status::ABV_OK);
        // SAFETY: with `ABV_OK` it was written, and comes from `Box::into_raw`.
        let mut flow = unsafe { Box::from_raw(out.assume_init()) };

        assert_eq!(flow.enter(|_| panic!("inside")), abv_status::ABV_PANIC);

        let (mut operations, mut count) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let next = abv_flow_next(Some(&mut *flow), Some(&mut operations), Some(&mut count), None);
        assert_eq!(next, abv_status::ABV_PANIC);
        // SAFETY: written whatever the status.
        assert_eq!(unsafe { count.assume_init() }, 0);
        // SAFETY: an empty answer.
        let reply = unsafe { abv_flow_reply(Some(&mut *flow), 0, ptr::null(), 0, None) };
        assert_eq!(reply, abv_status::ABV_PANIC);
        let (mut status, mut output) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let outcome = abv_flow_outcome(Some(&*flow), Some(&mut status), Some(&mut output));
        assert_eq!(outcome, abv_status::ABV_PANIC);
        abv_flow_free(Some(flow));
    }
}
