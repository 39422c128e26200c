"""Sending what waits takes the memory of one batch, however many there are."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import contracts
import waiting
from hosts import HOSTS
from tally import Tally
from waiting import Sender

EVENTS = 10
"""In each batch."""
MANY, FEW = 1000, 1
BUDGETS = Path(__file__).resolve().parents[1] / "budgets/budgets.json"
# The helper waits for it and has read the batch, so that what it has needed until now is to be seen here.
CURL = """#!/bin/sh
while read -r name kilobytes _; do
    [ "$name" = VmHWM: ] && echo "$kilobytes" >>"$PEAKS"
done <"/proc/$PPID/status"
cat >>"$BODIES"
printf 'HTTP/1.1 204 No Content\\r\\n\\r\\n'
"""


class Memory:
    """The helper: what the others need beside it is their interpreters'."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "memory"
        self.root.mkdir()
        self.curl = self.root / "programs/curl"
        self.curl.parent.mkdir()
        self.curl.write_text(CURL)
        self.curl.chmod(0o755)

    def run(self) -> None:
        """Many batches and one."""
        most = float(json.loads(BUDGETS.read_text())["memory"]["flush_ratio"])
        few, many = self.peak(FEW), self.peak(MANY)
        self.tally.check(many <= most * few, "memory: many batches take about as much as one", (many, few))
        print(
            f"  memory: flushing {MANY * EVENTS} events in {MANY} batches takes {many} kB at most, "
            f"{FEW * EVENTS} events {few} kB: ratio {many / few:.2f}",
            flush=True,
        )

    def peak(self, batches: int) -> int:
        """The most kilobytes that a process has needed that sends so many batches."""
        what = f"memory: {batches} batches"
        contract = waiting.contract(self.root, "at_least_once", encoding="array", batches=MANY)
        sender = Sender(HOSTS[0], self.root / str(batches), contract)
        sender.run("enable")
        sender.have_wait(batches, EVENTS)
        peaks, bodies = sender.home / "peaks", sender.home / "bodies"
        sender.variables.update(PEAKS=str(peaks), BODIES=str(bodies))
        sender.variables["PATH"] = f"{self.curl.parent}{os.pathsep}{sender.environment['PATH']}"
        sender.variables[contracts.ENDPOINT] = "http://127.0.0.1:9/"
        while (done := sender.run("flush")).output == "more\n":
            pass
        self.tally.same((done.status, done.words), (0, ""), f"{what}: flush")
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
        found = [int(number) for number in re.findall(r'"n":([0-9]+)', bodies.read_text())]
        self.tally.same(found, list(range(batches * EVENTS)), f"{what}: all are sent, the oldest first")
        return max(map(int, peaks.read_text().split()))
