"""The standard streams: a program may have made anything of them, and whoever shares them may let them not block.

``sys`` has ``None`` where one was closed when the program began. Its number may be another file's by now.
"""

from __future__ import annotations

import contextlib
import os
import select
import stat
import sys

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import TextIO


def read_some(descriptor: int, size: int) -> bytes:
    """Read what is there, waiting for something to be there: at most so many bytes, and none at the end."""
    with open(descriptor, "rb", buffering=0, closefd=False) as raw:
        while (part := raw.read(size)) is None:
            select.select([descriptor], [], [])
    return part


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of it, waiting for room."""
    rest = memoryview(content)
    with open(descriptor, "wb", buffering=0, closefd=False) as raw:
        while rest:
            written = raw.write(rest)
            if written is None:
                select.select([], [descriptor], [])
            else:
                rest = rest[written:]


def print_text(text: str) -> None:
    """Print on standard output, in UTF-8 where that has an encoding. Where it takes nothing, that is no matter."""
    # A stream of the program's own may do anything.
    with contextlib.suppress(Exception):
        stream = sys.stdout
        binary = getattr(stream, "buffer", None)
        if binary is None:
            stream.write(text)
            return
        stream.flush()
        binary.write(text.encode("utf-8"))
        binary.flush()


def print_problem(problem: str) -> None:
    """Say on standard error what telemetry could not do. Where that takes nothing, that is no matter."""
    with contextlib.suppress(Exception):
        sys.stderr.write(f"aboveboard: {problem}\n")
        sys.stderr.flush()


def leads_nowhere(stream: TextIO) -> bool:
    """Tell whether nobody can ever see what is written there: it goes to the null device."""
    try:
        about = os.fstat(stream.fileno())
    except Exception:  # noqa: BLE001 - a stream of the program's own, without a file behind it
        return False
    return stat.S_ISCHR(about.st_mode) and about.st_rdev == os.lstat(os.devnull).st_rdev
