//! Work that goes on while the tool does, and that the tool's end waits for only so long.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use aboveboard::ErrorClass;

use crate::error::class_of;

/// More deliveries than this at once mean an endpoint that does not keep up; further ones are dropped.
const MOST_AT_ONCE: usize = 64;

/// The threads of one host.
#[derive(Debug, Clone, Default)]
pub(crate) struct Background(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    running: Mutex<usize>,
    ended: Condvar,
    /// Where the tool is ending: since when, and for how long other work may still begin.
    ending: Mutex<Option<(Instant, Duration)>>,
    told_to_end: Condvar,
    /// Whether somebody wants to hear what becomes of the work.
    heard: AtomicBool,
}

/// The place of one thread among those running; given back however the thread ends.
struct Place(Arc<Shared>);

impl Background {
    /// Does this work on a thread of its own, unless too many are at work already: then the answer is `full`. Work may start
    /// other work, also where the tool is ending, but not late in its end: then the answer is `interrupted`.
    pub(crate) fn start(&self, work: impl FnOnce() + Send + 'static) -> Result<(), ErrorClass> {
        let ending = *self.0.ending.lock().unwrap_or_else(PoisonError::into_inner);
        if ending.is_some_and(|(since, time)| since.elapsed() > time) {
            return Err(ErrorClass::Interrupted);
        }
        let place = self.place()?;
        thread::Builder::new()
            .name("aboveboard".to_owned())
            .spawn(move || {
                let _place = place;
                work();
            })
            .map(drop)
            .map_err(|error| class_of(&error))
    }

    /// Notes that somebody wants to hear what becomes of the work, which the core says with each handover.
    pub(crate) fn hear(&self) {
        self.0.heard.store(true, Ordering::Relaxed);
    }

    /// Lets time pass in work. `false` where the tool is ending instead.
    pub(crate) fn pause(&self, time: Duration) -> bool {
        let ending = self.0.ending.lock().unwrap_or_else(PoisonError::into_inner);
        let (ending, _) = self
            .0
            .told_to_end
            .wait_timeout_while(ending, time, |ending| ending.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        ending.is_none()
    }

    /// Waits until nothing runs any more, or for this long. Work that is only pausing ends at once, now and later. Other
    /// work has to begin in the first half of the time, so that hardly any is cut off in its middle. What has not ended by
    /// then is told to whoever wants to hear, as the core tells of what it gives up (docs/outbox.md).
    pub(crate) fn end(&self, budget: Duration) {
        let left = self.wait(budget);
        if left > 0 && self.0.heard.load(Ordering::Relaxed) {
            // Where standard error is closed nobody hears of it.
            drop(writeln!(
                io::stderr(),
                "aboveboard: the tool has ended before {left} of its deliveries; what they had not sent waits on disk or is lost"
            ));
        }
    }

    /// Gives how much has not ended.
    fn wait(&self, budget: Duration) -> usize {
        let half = budget.checked_div(2).unwrap_or_default();
        *self.0.ending.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), half));
        self.0.told_to_end.notify_all();
        let running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever has not ended by now is left to end with the process.
        let ended = self.0.ended.wait_timeout_while(running, budget, |running| *running > 0);
        *ended.unwrap_or_else(PoisonError::into_inner).0
    }

    fn place(&self) -> Result<Place, ErrorClass> {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        if *running >= MOST_AT_ONCE {
            return Err(ErrorClass::Full);
        }
        *running = running.saturating_add(1);
        Ok(Place(Arc::clone(&self.0)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running = running.saturating_sub(1);
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Instant;

    #[test]
    fn the_end_waits_for_the_work_but_not_forever() {
        let background = Background::default();
        let (done, result) = mpsc::channel();
        background
            .start(move || {
                thread::sleep(Duration::from_millis(50));
                done.send(()).expect("the test listens");
            })
            .expect("there is a place");
        background.wait(Duration::from_secs(10));
        result.try_recv().expect("the work was waited for");

        let (hold, held) = mpsc::channel::<()>();
        background.start(move || assert!(held.recv().is_err())).expect("there is a place");
        let begun = Instant::now();
        assert_eq!(background.wait(Duration::from_millis(50)), 1);
        assert!(begun.elapsed() >= Duration::from_millis(50));
        drop(hold);
        assert_eq!(background.wait(Duration::from_secs(10)), 0);
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn the_end_does_not_wait_for_a_pause() {
        let background = Background::default();
        let (paused, result) = mpsc::channel();
        let pausing = background.clone();
        background
            .start(move || {
                paused.send(pausing.pause(Duration::from_secs(60))).expect("the test listens");
            })
            .expect("there is a place");
        let begun = Instant::now();
        background.wait(Duration::from_secs(30));
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert_eq!(result.recv(), Ok(false));
    }

    #[test]
    fn work_may_start_other_work_but_not_late_in_the_end() {
        for (budget, pause, expected) in [(10_000, 0, Ok(())), (400, 300, Err(ErrorClass::Interrupted))] {
            let background = Background::default();
            let (done, result) = mpsc::channel();
            let starting = background.clone();
            background
                .start(move || {
                    assert!(!starting.pause(Duration::from_secs(60)), "the tool is ending by then");
                    thread::sleep(Duration::from_millis(pause));
                    let also_done = done.clone();
                    let started = starting.start(move || also_done.send(Ok(())).expect("the test listens"));
                    if started.is_err() {
                        done.send(started).expect("the test listens");
                    }
                })
                .expect("there is a place");
            background.wait(Duration::from_millis(budget));
            assert_eq!(result.try_recv(), Ok(expected), "all of it was waited for");
        }
    }

    #[test]
    fn threads_are_bounded_and_a_panic_gives_its_place_back() {
        let background = Background::default();
        let (hold, held) = mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        for _ in 0..MOST_AT_ONCE {
            let held = Arc::clone(&held);
            background.start(move || drop(held.lock().map(|held| held.recv()))).expect("there is a place");
        }
        assert_eq!(background.start(|| ()), Err(ErrorClass::Full));
        drop(hold);
        background.wait(Duration::from_secs(10));
        background.start(|| std::panic::resume_unwind(Box::new(()))).expect("there is a place again");
        background.wait(Duration::from_secs(10));
        assert_eq!(*background.0.running.lock().expect("not poisoned"), 0);
    }
}
