"""Events that are gathered in memory and sent together."""

from __future__ import annotations

import os
import threading
import time as clock
import weakref
from collections.abc import Callable, Mapping

from .errors import AboveboardError
from .values import serialise_event

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from types import TracebackType

MOST = 1000
"""How many events a buffer holds: the next one sends them."""

LARGEST = 512 * 1024
"""How many characters of JSON a buffer holds; an event that is larger by itself is sent by itself."""


class Buffer:
    """Events of one tool; made by :meth:`Tool.buffer`. Threads may share it.

    What is in it is sent together, as far as the contract's ``encoding`` puts several events into one request, and
    waits in one file with a ``mode`` that stores. The decision is taken when they are sent, and what was gathered
    before a no is not sent at all.
    """

    def __init__(self, send: Callable[[str, bool], None], refuse: Callable[[AboveboardError], None]) -> None:
        self._send = send
        self._refuse = refuse
        self._forget()
        _buffers.add(self)

    def add(self, name: str, fields: Mapping[str, object], *, time: int | None = None) -> None:
        """Add an event; takes what :meth:`Tool.payload` takes. A buffer that is full is sent first.

        What is wrong with an event is said on standard error when it is sent. One that JSON cannot hold is not added,
        and said at once where telemetry is on.
        """
        seconds = int(clock.time()) if time is None else time
        try:
            event = serialise_event(name, seconds, fields, "/event")
        except AboveboardError as error:
            self._refuse(error)
            return
        with self._lock:
            full = len(self._events) >= MOST or self._size + len(event) > LARGEST
            sent = self._taken() if full else ""
            self._events.append(event)
            self._size += len(event) + 1
        self._dispatch(sent, wait=False)

    def flush(self, *, wait: bool = False) -> None:
        """Send what is in it, in the background unless ``wait`` is true."""
        with self._lock:
            sent = self._taken()
        self._dispatch(sent, wait)

    def discard(self) -> None:
        """Forget what is in it."""
        with self._lock:
            self._taken()

    def __len__(self) -> int:
        return len(self._events)

    def __enter__(self) -> Buffer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.flush()

    def _forget(self) -> None:
        """Start anew in a forked child: what is in it is the parent's to send, and who held the lock is not there."""
        self._lock = threading.Lock()
        self._events: list[str] = []
        self._size = 0

    def _taken(self) -> str:
        events, self._events, self._size = self._events, [], 0
        return f"[{','.join(events)}]" if events else ""

    def _dispatch(self, events: str, wait: bool) -> None:
        if events:
            self._send(events, wait)


_buffers: weakref.WeakSet[Buffer] = weakref.WeakSet()


def _after_fork() -> None:
    for buffer in list(_buffers):
        buffer._forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
