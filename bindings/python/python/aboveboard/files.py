"""The effects that change files, so that nothing is lost: others see the old content or the new one.

Each raises ``OSError``, ``ValueError`` or :class:`~aboveboard.answer.EffectError` and changes nothing then.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from .answer import INPUT_BOUND, EffectError
from .lock import locked

_WINDOWS = os.name == "nt"
_MOST_LINKS = 40
_PERMISSION_BITS = 0o777
_OWNERS_ALONE = 0o600
# Windows has none of these, and needs to be told that text is not to be changed.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
# How file systems and containers refuse a hard link that they do not have.
_NO_SECOND_NAME = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)


def write(named: str, content: bytes, expected: str, mode: int) -> None:
    """Make ``content`` the whole of the file; ``docs/protocol.md`` says what ``expected`` and ``mode`` are."""
    if not 0 <= mode <= _PERMISSION_BITS:
        raise EffectError("unsupported")
    path = _locate(named, mode)
    with locked(path) as lock:
        present = _look(path)
        _compare(path, present, expected)
        temporary = f"{path}.{os.urandom(8).hex()}.tmp"
        _make(temporary, content, present, mode)
        try:
            if not lock.is_held():
                raise TimeoutError
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        _bring_directory_to_disk(path)


def append(named: str, content: bytes) -> None:
    """Write ``content`` at the end of the file, with one call."""
    path = _locate(named, _OWNERS_ALONE)
    is_new = _look(path) is None
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY | _CAREFULLY, _OWNERS_ALONE)
    try:
        if is_new:
            _give_to_owner_of_directory(descriptor, path)
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise EffectError("other")
        written = os.write(descriptor, content)
        if written < len(content):
            # Takes back a part, unless somebody has written after it.
            if os.fstat(descriptor).st_size == before.st_size + written:
                os.ftruncate(descriptor, before.st_size)
            raise EffectError("full")
    finally:
        os.close(descriptor)


def rename(named: str, new: str) -> None:
    """Give the file another name, where nothing has that name."""
    old_path, new_path = _as_path(named), _as_path(new)
    _check_regular(old_path)
    try:
        # os.rename would replace what is there; a second name is refused, and for a moment the file has both.
        os.link(old_path, new_path)
    except OSError as error:
        if error.errno not in _NO_SECOND_NAME:
            raise
        _rename_by_looking(old_path, new_path)
    else:
        _take_away(old_path, new_path)
    _bring_directory_to_disk(new_path)


def remove(named: str) -> None:
    """Delete the file."""
    path = _as_path(named)
    _check_regular(path)
    os.unlink(path)
    _bring_directory_to_disk(path)


def _take_away(old_path: str, new_path: str) -> None:
    try:
        os.unlink(old_path)
    except OSError:
        os.unlink(new_path)
        raise


def _rename_by_looking(old_path: str, new_path: str) -> None:
    """Rename where a file can have one name only. Of two who rename the same file still only one finds it."""
    if os.path.lexists(new_path):
        raise FileExistsError
    os.rename(old_path, new_path)


def _as_path(named: str) -> str:
    """Give what Python turns into these very bytes of UTF-8, whatever the locale is."""
    return named if _WINDOWS else os.fsdecode(named.encode("utf-8"))


def _check_regular(path: str) -> None:
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise EffectError("other")


def _locate(named: str, mode: int) -> str:
    """Find the file that a text names, behind links at its end, and make the directories that are missing.

    They are there for all who may read a file of this mode.
    """
    path = _follow_links(_as_path(named))
    if os.path.basename(path) in ("", os.curdir, os.pardir):
        raise EffectError("other")
    if _look(path) is None:
        _make_directory(_directory_of(path), 0o755 if mode & stat.S_IROTH else 0o700)
    return path


def _follow_links(path: str) -> str:
    for _ in range(_MOST_LINKS):
        try:
            target = os.readlink(path)
        except OSError:
            # It is no link, or not there. Where something else is wrong, that shows when it is looked at.
            return path
        path = os.path.join(os.path.dirname(path), target)
    raise EffectError("other")


def _directory_of(path: str) -> str:
    return os.path.dirname(path) or os.curdir


def _make_directory(path: str, mode: int) -> None:
    # os.makedirs would give those above it another mode.
    try:
        _ensure_directory(path, mode)
    except FileNotFoundError:
        above = _directory_of(path)
        if above == path:
            raise
        _make_directory(above, mode)
        _ensure_directory(path, mode)


def _ensure_directory(path: str, mode: int) -> None:
    try:
        os.mkdir(path, mode)
    except FileExistsError:
        return
    if not _WINDOWS:
        # By what is open, which cannot have become something else meanwhile.
        with contextlib.suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                _give_to_owner_of_directory(descriptor, path)
            finally:
                os.close(descriptor)


def _give_to_owner_of_directory(descriptor: int, path: str) -> None:
    """Give what root makes in the directory of somebody else (``sudo -E``) to them, who could not change it otherwise.

    Of a path that is open for this. Nothing fails here.
    """
    if _WINDOWS or os.geteuid() != 0:
        return
    with contextlib.suppress(OSError):
        above = os.stat(_directory_of(path))
        if above.st_uid != 0:
            os.fchown(descriptor, above.st_uid, above.st_gid)


def _look(path: str) -> os.stat_result | None:
    """Tell what is there, which is a regular file or nothing."""
    try:
        present = os.lstat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(present.st_mode):
        raise EffectError("other")
    return present


def _compare(path: str, present: os.stat_result | None, expected: str) -> None:
    if expected in ("", "absent") or present is None:
        as_expected = expected == "" or (expected == "absent" and present is None)
    else:
        as_expected = _digest(path) == expected
    if not as_expected:
        raise EffectError("changed")


def _digest(path: str) -> str | None:
    """Give the SHA-256 of a file; ``None`` where it is larger than what a command can have seen."""
    import hashlib

    with os.fdopen(os.open(path, os.O_RDONLY | _BINARY | _CAREFULLY), "rb") as file:
        content = file.read(INPUT_BOUND + 1)
    return hashlib.sha256(content).hexdigest() if len(content) <= INPUT_BOUND else None


def _make(path: str, content: bytes, present: os.stat_result | None, mode: int) -> None:
    """Make the file that is to take the other's place, in whole or not at all."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _OWNERS_ALONE)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            if not _WINDOWS:
                _dress(descriptor, path, present, mode)
            rest = memoryview(content)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(descriptor)
    except BaseException:
        os.unlink(path)
        raise


def _dress(descriptor: int, path: str, present: os.stat_result | None, mode: int) -> None:
    """Give a new file the owner that the old one had, and its permission bits. Neither depends on the umask."""
    kept = _OWNERS_ALONE
    if present is None:
        _give_to_owner_of_directory(descriptor, path)
    else:
        kept = present.st_mode & _PERMISSION_BITS & ~stat.S_IWOTH
        made = os.fstat(descriptor)
        if (made.st_uid, made.st_gid) != (present.st_uid, present.st_gid):
            os.fchown(descriptor, present.st_uid, present.st_gid)
    os.fchmod(descriptor, mode or kept)


def _bring_directory_to_disk(path: str) -> None:
    """Make a change of names in the file's directory last.

    Not every directory can be opened, nor every file system do it, and the change is made: nothing fails here.
    """
    with contextlib.suppress(OSError):
        descriptor = os.open(_directory_of(path), os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
