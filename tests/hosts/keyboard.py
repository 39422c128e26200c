"""A terminal of a driver's own, and somebody who types there once the question stands on it."""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import pty
import select
import sys
import termios
import threading

# Gives up the terminal that it was started with, takes the one that it is told, if any, and becomes the driver. Whoever
# opens a terminal first in a session of its own has it.
STARTER = """import os, sys
os.setsid()
if sys.argv[1]:
    os.close(os.open(sys.argv[1], os.O_RDWR))
os.execvp(sys.argv[2], sys.argv[2:])"""


class Keyboard:
    """Types `keys` as soon as `prompt` is to be seen; with no keys there is no terminal at all."""

    def __init__(self, prompt: str, keys: str | None) -> None:
        self._prompt, self._keys = prompt.encode(), keys
        self._over = threading.Event()
        self._ours = self._theirs = -1
        self._person = threading.Thread(target=self._type)

    def __enter__(self) -> Keyboard:
        if self._keys is not None:
            self._ours, self._theirs = pty.openpty()
            self._person.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._keys is not None:
            self._person.join()
            os.close(self._theirs)
            os.close(self._ours)

    def wrapper(self) -> tuple[str, ...]:
        """What starts a command on this terminal."""
        return (sys.executable, "-c", STARTER, os.ttyname(self._theirs) if self._keys is not None else "")

    def left(self) -> int:
        """How many bytes of what was typed nobody has read: the next reader would take them for its own."""
        if self._keys is None:
            return 0
        count = array.array("i", [0])
        fcntl.ioctl(self._theirs, termios.FIONREAD, count)
        return count[0]

    def _type(self) -> None:
        """Reads what is shown, or writing it would have to wait, and types once the prompt is there."""
        seen, keys = b"", (self._keys or "").encode()
        while not self._over.is_set():
            if not select.select([self._ours], [], [], 0.02)[0]:
                continue
            with contextlib.suppress(OSError):
                seen += os.read(self._ours, 4096)
            if keys and self._prompt in seen:
                os.write(self._ours, keys)
                keys = b""
