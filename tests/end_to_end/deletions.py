"""A reset asks the receiver to delete what it has, once for each id, and nothing else does."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import contracts
import waiting
from hosts import HOSTS, Host
from tally import Tally
from waiting import Sender

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Behaviour, Receiver


class Deletions:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "deletions"
        self.root.mkdir()

    def run(self) -> None:
        """Two at once."""
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(self.one, HOSTS):
                pass

    def one(self, host: Host) -> None:
        """Refused at first, and asked for again by another reset."""
        with Receiver(self.root / f"{host.language}.jsonl") as receiver:
            sender = Sender(host, self.root / host.language, self.contract(receiver.url))
            sender.variables[contracts.ENDPOINT] = receiver.url
            what = f"{host.language}: reset"
            sender.run("reset")
            self.tally.same(self.bodies(receiver), [], f"{what}: nothing is asked for where there is no id")
            sender.run("enable")
            first = self.identity(sender)
            receiver.behaviour = Behaviour.parse("status=503")
            done = sender.run("reset")
            self.tally.same(self.bodies(receiver), [{"installation_id": first}], f"{what}: it is asked for")
            self.tally.check("another reset asks again" in done.words, f"{what}: not taken", done.words)
            receiver.behaviour = Behaviour.parse("ok")
            sender.run("enable")
            second = self.identity(sender)
            self.tally.check(first != second, f"{what}: another id", second)
            done = sender.run("reset")
            self.tally.same((done.status, done.said), (0, ""), f"{what}: taken")
            self.tally.check("has taken the request" in done.output, f"{what}: taken", done.words)
            asked = json.dumps(self.bodies(receiver)[1:])
            self.tally.check(first in asked and second in asked, f"{what}: for both of them", asked)
            count = len(receiver.received())
            for words in (("reset",), ("status",), ("disable",)):
                sender.run(*words)
            sender.send(1, "--wait")
            self.tally.same(len(receiver.received()), count, f"{what}: and never again")

    def identity(self, sender: Sender) -> str:
        """The id that an event has from now on: a run that begins makes one."""
        sender.run("begin")
        return str(json.loads(sender.run("status", "--json").output)["identity"]["id"])

    def bodies(self, receiver: Receiver) -> list[Any]:
        """What has been asked for so far."""
        return [json.loads(request.body) for request in receiver.received()]

    def contract(self, url: str) -> Path:
        """The contract with an id, and with this address to ask for deletion."""
        path = waiting.contract(self.root, "at_least_once")
        document = json.loads(path.read_text())
        document["identity"] = {"kind": "installation"}
        document["payload"]["id"] = {"from": "identity", "why": "tells installations apart"}
        document["deletion"] = {"url": url}
        path.write_text(json.dumps(document))
        return path
