//! The library's first call may be made by a thread that is unwinding: a Rust program that it is linked into drops something.

use std::mem::MaybeUninit;
use std::panic;

use aboveboard_ffi::{abv_flow_free, abv_flow_new, abv_status};

struct Drops<'a>(&'a mut Option<abv_status>);

impl Drop for Drops<'_> {
    fn drop(&mut self) {
        let mut flow = MaybeUninit::uninit();
        // SAFETY: no arguments, and the place may be written.
        let status = unsafe { abv_flow_new(0, std::ptr::null(), flow.as_mut_ptr()) };
        *self.0 = Some(status);
        if status == abv_status::ABV_OK {
            // SAFETY: with ABV_OK it was written, and is given back once.
            abv_flow_free(Some(unsafe { Box::from_raw(flow.assume_init()) }));
        }
    }
}

#[test]
fn the_first_call_may_come_from_a_destructor() {
    let mut status = None;
    let unwound = panic::catch_unwind(panic::AssertUnwindSafe(|| {
        let _drops = Drops(&mut status);
        panic::resume_unwind(Box::new("on its way out"));
    }));
    assert!(unwound.is_err());
    assert_eq!(status, Some(abv_status::ABV_OK));
}
