"""The question to the person, on the terminal itself: standard output may well be a pipe."""

from __future__ import annotations

import os
from collections.abc import Callable

from .values import as_text

LONGEST_LINE = 1024

_INTERRUPT = b"\x03"
_END = b"\x04"


def ask(prompt: str) -> str:
    """Write ``prompt`` to the controlling terminal and give the line that is typed there, without its end.

    Raises ``FileNotFoundError`` where there is no terminal or nobody who sees it, ``InterruptedError`` after Ctrl-C and
    where the input ends before a line does, and ``ValueError`` where the line is longer than anybody answers.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        raise FileNotFoundError("there is no terminal") from None
    try:
        # A job in the background would be stopped, unseen, as soon as it asks.
        if os.tcgetpgrp(terminal) != os.getpgrp():
            raise FileNotFoundError("the terminal is somebody else's")
        answered = False
        try:
            os.write(terminal, prompt.encode("utf-8"))
            line = _read_line(terminal)
            answered = True
        except KeyboardInterrupt:
            raise InterruptedError("interrupted") from None
        finally:
            if not answered:
                os.write(terminal, b"\n")  # what is printed next begins a line
        return line.decode("utf-8")
    finally:
        os.close(terminal)


def answer_of(put: Callable[[str], str], prompt: str) -> str:
    """Have the tool put the question in its own way, and give the line that was typed, without its end.

    Raises ``InterruptedError`` where nobody has answered, which whatever it raises says, and whatever is no text.
    """
    try:
        return as_text(put(prompt)).rstrip("\r\n")
    except (Exception, KeyboardInterrupt):  # noqa: BLE001 - a way of the tool's own may do anything
        raise InterruptedError("nobody has answered") from None


def _read_line(terminal: int) -> bytes:
    """Read up to the end of a line, however long it is, so that the next reader does not take the rest for its own."""
    line = b""
    while True:
        part = os.read(terminal, 256)
        # A terminal in raw mode hands over Ctrl-C and Ctrl-D as characters, and Return as it is.
        if _INTERRUPT in part:
            raise InterruptedError("interrupted")
        if not part or _END in part:
            raise InterruptedError("the input has ended")
        line = (line + part)[: LONGEST_LINE + 2]
        if part.endswith((b"\n", b"\r")):
            break
    line = line.rstrip(b"\r\n")
    if len(line) > LONGEST_LINE:
        raise ValueError("the line is too long")
    return line
