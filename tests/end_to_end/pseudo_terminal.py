"""Runs a command on a terminal of its own, types at its question and keeps what was to be seen there.

Needs `setsid` of util-linux.
"""

from __future__ import annotations

import os
import pty
import selectors
import subprocess
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = (b"[Y/n] ", b"[y/N] ")
LONGEST = 20.0


@dataclass(frozen=True)
class Conversation:
    """How it went: the status (124 where it did not end), what stood on the terminal, and a captured output."""

    status: int
    transcript: str
    output: str
    questions: int
    """How often the question stood there."""


def converse(
    command: list[str], environment: Mapping[str, str], directory: Path, keys: bytes, captured: bool
) -> Conversation:
    """Runs the command with a terminal as its own, and types the keys once its question stands there.

    With `captured` its standard output is a pipe, and otherwise the terminal too.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    read, write = os.pipe()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *command],
        stdin=theirs,
        stdout=write if captured else theirs,
        stderr=theirs,
        env=dict(environment),
        cwd=directory,
    )
    os.close(theirs)
    os.close(write)
    seen = _listen({ours: b"", read: b""}, ours, keys)
    os.close(ours)
    os.close(read)
    if seen is None:
        process.kill()
        process.wait()
        return Conversation(124, "", "", 0)
    text = seen[ours].replace(b"\r\n", b"\n")
    asked = sum(text.count(question) for question in QUESTIONS)
    return Conversation(process.wait(), text.decode(errors="backslashreplace"), seen[read].decode(), asked)


def _listen(seen: dict[int, bytes], terminal: int, keys: bytes) -> dict[int, bytes] | None:
    """Reads everything until all is closed; nothing where that takes too long."""
    until = time.monotonic() + LONGEST
    typed = False
    with selectors.DefaultSelector() as selector:
        for descriptor in seen:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            if time.monotonic() > until:
                return None
            for ready, _ in selector.select(0.1):
                data = _read(ready.fd)
                seen[ready.fd] += data
                if not data:
                    selector.unregister(ready.fd)
            if not typed and any(question in seen[terminal] for question in QUESTIONS):
                typed = True
                os.write(terminal, keys)
    return seen


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""  # how a terminal says that nobody has it open any more
