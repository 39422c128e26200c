"""The lock beside a file: a file called as it, with ``.lock`` after that. Whoever has made it holds it."""

from __future__ import annotations

import contextlib
import os
import time

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIX = ".lock"
_LEFT_BEHIND_SECONDS = 10
# Clocks differ a little. A lock from further ahead would be waited for until its time has come, which may be years.
_AHEAD_SECONDS = 5
_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.01


class Lock:
    """A lock that is held from its making to its release."""

    def __init__(self, path: str) -> None:
        """Make the lock file; raises ``FileExistsError`` where somebody else has."""
        self._path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def is_held(self) -> bool:
        """Tell whether it is still ours: who holds it for too long loses it."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.lstat(self._path))
        except OSError:
            return False

    def made_at(self) -> float:
        """Tell when it was made, by the clock of the file system, which may be another machine's."""
        return os.fstat(self._descriptor).st_mtime

    def release(self) -> None:
        """Let go of it. Where that fails nobody could help it, and before long the lock is taken for left behind."""
        ours = self.is_held()
        os.close(self._descriptor)
        if ours:
            _unlink(self._path)


@contextlib.contextmanager
def locked(path: str) -> Iterator[Lock]:
    """Hold the lock of the file at ``path``; raises ``TimeoutError`` where somebody else does for 2 seconds."""
    lock = _wait(path + _SUFFIX)
    try:
        yield lock
    finally:
        lock.release()


def _wait(path: str) -> Lock:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return Lock(path)
        except FileExistsError:
            _clear(path)
        if time.monotonic() >= deadline:
            raise TimeoutError
        time.sleep(_PAUSE_SECONDS)


def _is_left_behind(path: str, now: float) -> bool:
    try:
        age = now - os.lstat(path).st_mtime
    except OSError:
        return False
    return age > _LEFT_BEHIND_SECONDS or age < -_AHEAD_SECONDS


def _unlink(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _clear(path: str) -> None:
    """Remove a lock that was left behind.

    That is done under a lock of its own, so that of several who have seen the old one none removes the new one that
    another has made meanwhile. And since that lock may be left behind as well, it is treated the same.
    """
    if not _is_left_behind(path, time.time()):
        return
    guard_path = path + _SUFFIX
    try:
        guard = Lock(guard_path)
    except OSError:
        _clear(guard_path)
        return
    try:
        if _is_left_behind(path, guard.made_at()):
            _unlink(path)
    finally:
        guard.release()
