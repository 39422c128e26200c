"""Somebody whose events wait on disk, and all processes that run for them."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import contracts
from hosts import Host
from person import Finished, Person
from receiver import Recorded

MARK = "EXAMPLE_MARK"
CHOICE = "EXAMPLE_TELEMETRY"
LOCAL = "EXAMPLE_LOCAL"
OUTBOX = "{state}/aboveboard/example.outbox"
LOCAL_FILE = "{state}/example/events.log"
LONGEST = 30.0
NAME = re.compile(r"[0-9]{15}-[0-9a-f]{16}\.(batch|tried)")
CLAIM = re.compile(r"([0-9]{15}-[0-9a-f]{16})\.([0-9]+)\.claim")
_contracts = itertools.count()
A_CLAIM = 180
"""For how long a claim counts."""
AN_HOUR = 3600


def contract(root: Path, mode: str, seconds: int = 1, encoding: str = "document", **outbox: Any) -> Path:
    """Writes the contract with this mode and this timeout, and gives its path."""
    delivery: dict[str, Any] = {
        "endpoint": {"url": "https://telemetry.example.com/v1", "env": contracts.ENDPOINT},
        "mode": mode,
        "encoding": encoding,
        "attempts": {"value": 1},
        "connect_timeout_seconds": {"value": 1},
        "timeout_seconds": {"value": seconds},
    }
    if outbox:
        delivery["outbox"] = outbox
    document = {
        "contract": 1,
        "tool": "example",
        "schema_version": "1",
        "consent_version": 1,
        "consent": {
            "sources": [{"env": CHOICE}, {"stored": True}],
            "undecided": {"interactive": "deny", "unattended": "deny"},
            "local": {"sources": [{"env": LOCAL}], "file": LOCAL_FILE},
        },
        "payload": {"n": {"integer": [0, 999_999], "why": "tells events apart"}, "event": {"from": "event"}},
        "events": {"done": {}},
        "delivery": delivery,
    }
    path = root / f"{mode}-{next(_contracts)}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


class Sender(Person):
    """A person with an outbox."""

    def __init__(self, host: Host, home: Path, contract: Path) -> None:
        super().__init__(host, home, contract)
        self.mark = str(home)
        self.variables[MARK] = self.mark

    def with_host(self, host: Host, contract: Path | None = None) -> Sender:
        """The same person at another command line, or with another contract."""
        other = Sender(host, self.home, contract or self.contract)
        other.variables.update(self.variables)
        return other

    @property
    def outbox(self) -> Path:
        """Where events wait."""
        return self.home / OUTBOX.replace("{state}", ".local/state")

    def send(self, number: int, *words: str) -> Finished:
        """Sends the event of this number."""
        return self.run("send", "done", f"n={number}", *words)

    def store(self, numbers: Iterable[int]) -> None:
        """Has events wait, by sending them where nobody listens."""
        with nobody() as url:
            for number in numbers:
                done = self.run("send", "done", f"n={number}", "--wait", variables={contracts.ENDPOINT: url})
                assert done.status == 0, done.words

    def have_wait(self, batches: int, events: int = 1) -> None:
        """Has so many batches wait with so many events each, numbered from 0.

        One is stored as always, and the others are written after its pattern: as many programs would take minutes.
        """
        self.store([0])
        (name,) = self.names()
        stored = self.outbox / name
        text = stored.read_text()
        pattern = json.loads(text)
        (event,) = pattern["events"]
        assert written(pattern) == text, text
        stored.unlink()
        for batch in range(batches):
            numbers = range(batch * events, (batch + 1) * events)
            pattern["events"] = [{**event, "payload": {**event["payload"], "n": number}} for number in numbers]
            path = self.outbox / f"{name[:15]}-{batch:016x}.batch"
            path.touch(mode=0o600)
            path.write_text(written(pattern))

    def names(self) -> list[str]:
        """The names of all that is in the outbox."""
        return sorted(path.name for path in self.outbox.iterdir()) if self.outbox.exists() else []

    def handover(self) -> bytes:
        """What the background is told, for one that is started by hand."""
        run = json.loads(self.run("begin").output)
        return json.dumps({"contract": self.contract.read_text(), "run": run}).encode()

    def delivering(self) -> list[str]:
        """The command line of the background."""
        return [*self.wrapper, *self.host.command, "deliver"]

    def deliver(self) -> Finished:
        """Sends what waits, as the background does."""
        return self.run_line(self.delivering(), self.handover())

    def start_delivering(self, handover: bytes | None = None) -> subprocess.Popen[bytes]:
        """The same, without waiting for it."""
        process = subprocess.Popen(
            self.delivering(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            cwd=self.home.parent,
            start_new_session=True,
        )
        assert process.stdin is not None
        process.stdin.write(self.handover() if handover is None else handover)
        process.stdin.close()
        return process

    def processes(self) -> list[int]:
        """All that runs for this person, in the background too."""
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):  # others come and go
                if f"{MARK}={self.mark}".encode() in path.read_bytes().split(b"\0"):
                    found.append(int(path.parent.name))
        return found

    def signal(self, number: signal.Signals) -> bool:
        """Sends all of them a signal; gives whether there were any."""
        found = self.processes()
        for process in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
        return bool(found)

    def kill(self) -> bool:
        """Ends all of them at once, those too that they start meanwhile; gives whether there were any."""
        ran = self.signal(signal.SIGKILL)
        while self.signal(signal.SIGKILL):
            time.sleep(0.005)
        return ran

    def settle(self, seconds: float = LONGEST) -> bool:
        """Waits until nothing runs any more; gives whether that came about."""
        until = time.monotonic() + seconds
        quiet = 0
        # Seen twice: whoever hands on may end while the list is read, before its successor would have come up in it.
        while quiet < 2 and time.monotonic() <= until:
            quiet = 0 if self.processes() else quiet + 1
            time.sleep(0.02)
        return quiet == 2

    def age(self) -> int:
        """Has every claim be of an hour ago, so that it counts no longer; gives how many there were."""
        claims = [found for name in self.names() if (found := CLAIM.fullmatch(name))]
        for claim in claims:
            older = f"{claim[1]}.{int(claim[2]) - AN_HOUR}.claim"
            (self.outbox / claim[0]).rename(self.outbox / older)
        return len(claims)


def written(batch: Any) -> str:
    """A batch as it stands in its file."""
    return json.dumps(batch, separators=(",", ":")) + "\n"


@contextmanager
def nobody() -> Iterator[str]:
    """An address at which nobody listens, and at which nobody else will meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/telemetry"


def numbers(requests: Iterable[Recorded]) -> list[int]:
    """The numbers of the events that have arrived, in order."""
    return [int(json.loads(request.body)["n"]) for request in requests]
