"""Deliveries on threads of their own, and what becomes of them when the program ends."""

from __future__ import annotations

import atexit
import contextlib
import math
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable

from .values import as_seconds

EXIT_BUDGET = 2.0
"""How many seconds the program's end may wait for deliveries that are still under way, where nothing else is said."""

MOST_AT_ONCE = 64
"""How many deliveries one group holds at once; a program that sends faster than its endpoint answers loses the rest."""

FORK_PATIENCE = 2.0
"""How many seconds a fork waits for modules that are being loaded for a delivery."""

_LEFT = "what they had not sent waits on disk or is lost"


class Deliveries:
    """The deliveries of one tool.

    Their threads are daemons: an endpoint that does not answer keeps no program alive. At the interpreter's exit they
    get ``exit_budget`` seconds, all together, and end with the interpreter after that. They start no threads of their
    own, which an interpreter that is ending refuses: what a delivery starts in its turn follows it on its thread. That
    has to begin in the first half of the budget, so that hardly anything is cut off in its middle.
    """

    def __init__(self, exit_budget: float = EXIT_BUDGET) -> None:
        self._exit_budget = as_seconds(exit_budget, "/exit_budget")
        self._threads: set[threading.Thread] = set()
        self.lock = threading.Lock()
        self._ending = threading.Event()
        self._own = threading.local()
        self._last_start = math.inf
        self._heard = False
        _groups.add(self)

    def start(self, deliver: Callable[[], object], heard: bool = False) -> bool:
        """Run ``deliver`` in the background. False where too many deliveries are under way, or the tool is ending.

        Somebody may want to have it ``heard`` what becomes of it, which the core says with each handover.
        """
        self._heard |= heard
        following: list[Callable[[], object]] | None = getattr(self._own, "following", None)
        if following is not None:
            if len(following) >= MOST_AT_ONCE or time.monotonic() > self._last_start:
                return False
            following.append(deliver)
            return True
        if sys.is_finalizing():
            return False  # a thread would never get to run, and its start be waited for
        with self.lock:
            self._threads = {thread for thread in self._threads if thread.is_alive()}
            if len(self._threads) >= MOST_AT_ONCE:
                return False
            self._ending.clear()
            self._last_start = math.inf
            thread = threading.Thread(target=self._run, args=(deliver,), name="aboveboard", daemon=True)
            thread.start()
            self._threads.add(thread)
        return True

    def under_way(self) -> bool:
        """Say whether a delivery has not ended yet."""
        with self.lock:
            return any(thread.is_alive() for thread in self._threads)

    def end(self, since: float) -> None:
        """Wait for what is under way, until the exit budget after ``since`` is spent, and then give up on it.

        A delivery that is only waiting to be tried again is given up at once. What has not ended by then is told to
        whoever wants to hear, as the core tells of what it gives up (docs/outbox.md).
        """
        left = self._wait(since)
        if left and self._heard:
            line = f"aboveboard: the tool has ended before {left} of its deliveries; {_LEFT}"
            with contextlib.suppress(OSError, ValueError, AttributeError):  # standard error may be closed, or none
                print(line, file=sys.stderr, flush=True)

    def _wait(self, since: float) -> int:
        """Give how many have not ended."""
        self._ending.set()
        self._last_start = since + self._exit_budget / 2
        deadline = since + self._exit_budget
        with self.lock:
            threads, self._threads = self._threads, set()
        for thread in threads:
            thread.join(min(max(0.0, deadline - time.monotonic()), threading.TIMEOUT_MAX))
        return sum(thread.is_alive() for thread in threads)

    def pause(self, seconds: float) -> bool:
        """Let time pass in a delivery. False where the tool is ending instead."""
        return not self._ending.wait(seconds)

    def _run(self, deliver: Callable[[], object]) -> None:
        with loading(), contextlib.suppress(Exception):
            # Here, since a delivery would load them at any moment.
            import hashlib  # noqa: F401
            import json  # noqa: F401
            import socket  # noqa: F401

            from . import files, sender, streams  # noqa: F401
        following = self._own.following = [deliver]
        while following:
            # Telemetry that fails is no matter of the program's.
            with contextlib.suppress(Exception):
                following.pop(0)()

    def forget(self) -> None:
        """Start anew in a forked child, which has none of its parent's threads."""
        self._threads = set()
        self.lock = threading.Lock()
        self._ending = threading.Event()
        # The thread that has forked may have been one of them, and is none here.
        self._own = threading.local()


_loading = threading.Lock()
_forking = threading.local()


def loading() -> threading.Lock:
    """Give what is held while a delivery loads modules, so that nobody forks meanwhile.

    In the child a module that was half loaded would stay so, and whatever imports it there would wait for ever.
    """
    return _loading


# A group that nobody holds any more stays here for as long as one of its threads runs, since that holds it.
_groups: weakref.WeakSet[Deliveries] = weakref.WeakSet()


def _at_exit() -> None:
    since = time.monotonic()
    try:
        for group in list(_groups):
            group.end(since)
    except KeyboardInterrupt:
        pass  # somebody is in a hurry


def _before_fork() -> None:
    _forking.waited = _loading.acquire(timeout=FORK_PATIENCE)


def _after_fork_in_parent() -> None:
    if _forking.waited:
        _loading.release()


def _after_fork() -> None:
    global _loading
    _loading = threading.Lock()  # whoever held it is not there
    for group in list(_groups):
        group.forget()


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork)
