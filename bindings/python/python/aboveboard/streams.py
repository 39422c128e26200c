"""The standard streams: a program may have made anything of them, and whoever shares them may let them not block.

``sys`` has ``None`` where one was closed when the program began. Its number may be another file's by now.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import stat
import sys

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any, TextIO


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
        if getattr(stream, "buffer", None) is None:
            stream.write(text)
        else:
            stream.flush()
            _write(stream.buffer, text.encode("utf-8"))


def say(text: str) -> None:
    """Say something on standard error. Raises whatever a stream of the program's own raises, which may be anything."""
    stream = sys.stderr
    # Of any other kind nobody knows what becomes of a text on its way to a descriptor.
    if type(stream) is io.TextIOWrapper and _is_file(stream.buffer):
        stream.flush()
        lines = text if os.linesep == "\n" else text.replace("\n", os.linesep)
        _write(stream.buffer, lines.encode(stream.encoding, stream.errors or "strict"))
    else:
        stream.write(text)
        stream.flush()


def print_problem(problem: str) -> None:
    """Say on standard error what telemetry could not do. Where that takes nothing, that is no matter."""
    with contextlib.suppress(Exception):
        say(f"aboveboard: {problem}\n")


def _is_file(binary: Any) -> bool:
    return isinstance(getattr(binary, "raw", binary), io.FileIO)


def _write(binary: Any, content: bytes) -> None:
    """Write past the buffer of a file: what that cannot write it keeps, and Python would try again at its end.

    It would fail again then, and the program would end with a status of Python's own.
    """
    if _is_file(binary):
        write_all(binary.fileno(), content)
    else:
        binary.write(content)
        binary.flush()


def leads_nowhere(stream: TextIO) -> bool:
    """Tell whether nobody can ever see what is written there: it goes to the null device."""
    try:
        about = os.fstat(stream.fileno())
    except Exception:  # noqa: BLE001 - a stream of the program's own, without a file behind it
        return False
    return stat.S_ISCHR(about.st_mode) and about.st_rdev == os.lstat(os.devnull).st_rdev
