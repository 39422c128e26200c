//! What every function answers.

/// What became of a call. The values are part of the ABI and never change.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum abv_status {
    /// It was done.
    ABV_OK = 0,
    /// It was refused; the text says why, as `{"code", "message", "at", "hint"}`.
    ABV_FAILED = 1,
    /// The flow wants the operations performed and answered.
    ABV_PERFORM = 2,
    /// The flow has ended; abv_flow_outcome tells how.
    ABV_DONE = 3,
    /// A pointer that is needed is null.
    ABV_NULL = 4,
    /// A text is not valid UTF-8.
    ABV_NOT_UTF8 = 5,
    /// The call makes no sense now or with these numbers; nothing has changed.
    ABV_MISUSE = 6,
    /// The operating system gave no random bytes.
    ABV_NO_ENTROPY = 7,
    /// The library has a bug and stopped before it did harm. A flow that answered this is of no more use: it answers
    /// the same from then on, and only abv_flow_free is left. A contract can be used as before.
    ABV_PANIC = 8,
}
