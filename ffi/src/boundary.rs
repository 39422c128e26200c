//! The place where a panic stops.

use crate::status::abv_status;
use std::cell::Cell;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

thread_local! {
    /// Is this thread inside the library?
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Does the work and answers its status, or `ABV_PANIC` where it panicked.
///
/// The caller has to see to it that nothing which the work had borrowed for change is looked into after a panic.
pub(crate) fn guard(work: impl FnOnce() -> abv_status) -> abv_status {
    INSIDE.set(true);
    let ended = panic::catch_unwind(AssertUnwindSafe(|| {
        keep_quiet();
        work()
    }));
    INSIDE.set(false);
    ended.unwrap_or_else(|payload| {
        // Dropping what was thrown could run code that throws again.
        mem::forget(payload);
        abv_status::ABV_PANIC
    })
}

/// Keeps the standard library from reporting our panics on standard error: they could hold what must not be shown. The
/// panics of a Rust program that this library is linked into are its own affair and go where they went before. A thread that
/// is panicking may not do that, and leaves it to the next call.
fn keep_quiet() {
    static INSTALLED: Once = Once::new();
    if thread::panicking() {
        return;
    }
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !INSIDE.get() {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status_and_the_next_call_works() {
        assert_eq!(guard(|| panic!("inside")), abv_status::ABV_PANIC);
        assert_eq!(guard(|| abv_status::ABV_OK), abv_status::ABV_OK);
        assert!(!INSIDE.get());
    }

    #[test]
    fn what_was_thrown_is_not_dropped() {
        struct ThrowsAgain;
        impl Drop for ThrowsAgain {
            fn drop(&mut self) {
                panic!("again");
            }
        }
        assert_eq!(guard(|| panic::panic_any(ThrowsAgain)), abv_status::ABV_PANIC);
    }
}
