//! The time that something takes, for comparing small with large.

use std::time::Duration;

/// The time that this thread spends on something: what a busy machine gives to others does not count.
pub(crate) fn spent<S>(work: impl FnOnce() -> S) -> Duration {
    let start = now();
    std::hint::black_box(work());
    now().saturating_sub(start)
}

#[cfg(unix)]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or(Duration::MAX)
}

#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
