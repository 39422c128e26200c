//! The lock beside a file: a file called as it, with `.lock` after that. Whoever has made it holds it.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

const SUFFIX: &str = ".lock";
const LEFT_BEHIND: Duration = Duration::from_secs(10);
/// How much two clocks may differ. What is from further ahead is of a clock that has been set back since.
const AHEAD: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(10);

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock of the file at this path, waiting up to 2 seconds for it; then the error is `TimedOut`.
    pub(crate) fn take(path: &Path) -> io::Result<Self> {
        let path = extended(path, SUFFIX);
        let begun = Instant::now();
        loop {
            match Self::make(path.clone()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => clear(&path),
                made => return made,
            }
            if begun.elapsed() >= PATIENCE {
                return Err(io::ErrorKind::TimedOut.into());
            }
            thread::sleep(PAUSE);
        }
    }

    fn make(path: PathBuf) -> io::Result<Self> {
        let file = create_new(&path)?;
        Ok(Self { path, file })
    }

    /// Is it still ours? Who holds it for too long loses it.
    pub(crate) fn is_held(&self) -> bool {
        let (ours, there) = (self.file.metadata(), fs::symlink_metadata(&self.path));
        ours.is_ok_and(|ours| there.is_ok_and(|there| is_same(&ours, &there)))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.is_held() {
            // Nobody could do anything about it, and it is taken for left behind before long.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// The path with something more at its end.
pub(crate) fn extended(path: &Path, ending: &str) -> PathBuf {
    let mut text = OsString::from(path);
    text.push(ending);
    text.into()
}

/// Makes a file that is not there yet, for nobody else to look into.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes a lock that was left behind. That is done under a lock of its own, so that of several who have seen the old
/// one none removes the new one that another has made meanwhile. And since that lock may be left behind as well, it is
/// treated the same.
fn clear(path: &Path) {
    if !is_left_behind(path, SystemTime::now()) {
        return;
    }
    let guard_path = extended(path, SUFFIX);
    let Ok(guard) = Lock::make(guard_path.clone()) else { return clear(&guard_path) };
    // Now by the clock that set the time of the lock, which may be another machine's.
    let now = guard.file.metadata().and_then(|about| about.modified());
    if now.is_ok_and(|now| is_left_behind(path, now)) {
        // Where it cannot be removed, whoever wants it waits in vain, and says so.
        drop(fs::remove_file(path));
    }
}

fn is_left_behind(path: &Path, now: SystemTime) -> bool {
    let made = fs::symlink_metadata(path).and_then(|about| about.modified());
    made.is_ok_and(|made| match now.duration_since(made) {
        Ok(age) => age > LEFT_BEHIND,
        Err(ahead) => ahead.duration() > AHEAD,
    })
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Here a file that is open cannot be removed by others.
#[cfg(not(unix))]
fn is_same(_one: &Metadata, _other: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_left_behind_when_it_is_old_or_from_the_future() {
        let path = std::env::temp_dir().join(format!("aboveboard-lock-{}", std::process::id()));
        let lock = extended(&path, SUFFIX);
        let file = File::create(&lock).unwrap();
        let now = SystemTime::now();
        let seconds = Duration::from_secs;
        for (made, left) in [
            (now - seconds(11), true),
            (now - seconds(9), false),
            (now + seconds(4), false),
            (now + seconds(6), true),
            (now + seconds(3600), true),
        ] {
            file.set_modified(made).unwrap();
            assert_eq!(is_left_behind(&lock, now), left, "{made:?}");
        }
        let held = Lock::take(&path).unwrap();
        assert!(held.is_held());
        drop(held);
        assert!(!lock.exists());
    }
}
