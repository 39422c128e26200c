package aboveboard

import (
	"errors"
	"os"
	"syscall"
	"time"
)

const (
	lockSuffix = ".lock"
	leftBehind = 10 * time.Second
	// How much two clocks may differ. What is from further ahead is of a clock that has been set back since.
	ahead        = 5 * time.Second
	lockPatience = 2 * time.Second
	lockPause    = 10 * time.Millisecond
)

// lock is the file beside another one, called as it with `.lock` after that. Whoever has made it holds it.
type lock struct {
	path string
	file *os.File
}

// takeLock takes the lock of the file at this path, waiting up to 2 seconds for it.
func takeLock(path string) (*lock, error) {
	path += lockSuffix
	for begun := time.Now(); ; time.Sleep(lockPause) {
		made, err := makeLock(path)
		if !errors.Is(err, syscall.EEXIST) {
			return made, err
		}
		clearLock(path)
		if time.Since(begun) >= lockPatience {
			return nil, timeout
		}
	}
}

func makeLock(path string) (*lock, error) {
	file, err := createNew(path)
	if err != nil {
		return nil, err
	}
	return &lock{path, file}, nil
}

// isHeld says whether it is still ours: who holds it for too long loses it.
func (l *lock) isHeld() bool {
	ours, err := l.file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(l.path)
	return err == nil && os.SameFile(ours, there)
}

func (l *lock) release() {
	if l.isHeld() {
		// Nobody could do anything about it, and it is taken for left behind before long.
		_ = syscall.Unlink(l.path)
	}
	_ = l.file.Close()
}

// createNew makes a file that is not there yet, for nobody else to look into.
func createNew(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// clearLock removes a lock that was left behind. That is done under a lock of its own, so that of several who have seen
// the old one none removes the new one that another has made meanwhile. And since that lock may be left behind as well,
// it is treated the same.
func clearLock(path string) {
	if !isLeftBehind(path, time.Now()) {
		return
	}
	guard, err := makeLock(path + lockSuffix)
	if err != nil {
		clearLock(path + lockSuffix)
		return
	}
	defer guard.release()
	// Now by the clock that set the time of the lock, which may be another machine's.
	now, err := guard.file.Stat()
	if err == nil && isLeftBehind(path, now.ModTime()) {
		// Where it cannot be removed, whoever wants it waits in vain, and says so.
		_ = syscall.Unlink(path)
	}
}

func isLeftBehind(path string, now time.Time) bool {
	about, err := os.Lstat(path)
	if err != nil {
		return false
	}
	age := now.Sub(about.ModTime())
	return age > leftBehind || -age > ahead
}
