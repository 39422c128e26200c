"""Counts checks and tells what became of them."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable


class Tally:
    """The checks of one program; threads may share it."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.checks = 0
        self.failures = 0
        self._lock = threading.Lock()

    def check(self, good: bool, what: str, otherwise: object = "") -> None:
        """Counts one check and prints it where it failed; `otherwise` is what there was instead."""
        with self._lock:
            self.checks += 1
            self.failures += not good
            if not good:
                print(f"  FAIL  {what}: {otherwise}", file=sys.stderr, flush=True)

    def same(self, found: object, wanted: object, what: str) -> None:
        """Counts one check: two things are equal."""
        self.check(found == wanted, what, f"{found!r} and not {wanted!r}")

    def show(self, title: str, text: str) -> None:
        """Prints what a person would read, where that is wanted."""
        if self.verbose:
            with self._lock:
                print(f"--- {title}\n{text.rstrip()}", flush=True)

    def skip(self, what: str, why: str) -> None:
        """Says what cannot be tried here."""
        print(f"  SKIPPED  {what}: {why}", file=sys.stderr, flush=True)

    def subject(self, title: str, work: Callable[[], object]) -> None:
        """Does the checks of one subject and says how many there were."""
        before, began = (self.checks, self.failures), time.monotonic()
        try:
            work()
        except Exception as problem:
            # Such as an output that is no JSON: the other subjects are worth their while.
            traceback.print_exc()
            self.check(False, f"{title} comes to its end", repr(problem))
        checks, failures = self.checks - before[0], self.failures - before[1]
        print(f"{title}: {checks} checks, {failures} failed, {time.monotonic() - began:.1f} s", flush=True)
