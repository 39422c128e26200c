"""Requests that are larger than a line of a curl config may be before curl 8.2, which is 100 KiB."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import contracts
import waiting
from hosts import HOSTS, Host
from tally import Tally
from waiting import Sender

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver

EVENTS = 9000
"""As many as a batch holds, nearly."""
LARGE = 200 * 1024


class Large:
    """One batch of many events, on all hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "large"
        self.root.mkdir()

    def run(self) -> None:
        """Every encoding that takes many."""
        for host in HOSTS:
            for encoding in ("array", "lines"):
                self.one(host, encoding)

    def one(self, host: Host, encoding: str) -> None:
        """It arrives whole and is sent once."""
        what = f"{host.language}: a large {encoding}"
        contract = waiting.contract(self.root, "at_least_once", seconds=20, encoding=encoding)
        sender = Sender(host, self.root / f"{encoding}-{host.language}", contract)
        sender.run("enable")
        sender.have_wait(1, EVENTS)
        with Receiver(self.root / f"{encoding}-{host.language}.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            done = sender.run("flush")
            self.tally.same((done.status, done.words), (0, ""), f"{what}: flush")
            requests = receiver.received()
        self.tally.same(len(requests), 1, f"{what}: one request")
        body = b"".join(request.body for request in requests)
        self.tally.check(len(body) > LARGE, f"{what}: it is large", len(body))
        events = json.loads(body or b"[]") if encoding == "array" else map(json.loads, body.splitlines())
        self.tally.same([event["n"] for event in events], list(range(EVENTS)), f"{what}: all of it arrives")
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
