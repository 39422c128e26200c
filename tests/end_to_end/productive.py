"""productive-k3s's own delivery: what it sends again and again, what it keeps of that, and where."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from hosts import CONTRACTS, HOSTS, Host
from person import Person
from tally import Tally

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Behaviour, Receiver

EVENT = ("command.name=apply", "command.result=started", "client.script=infra")
STARTED, COMPLETED = "infra.command.started", "infra.command.completed"
DEFAULT = "runs/telemetry-outbox"
NAME = re.compile(r"event-([0-9a-f]{16})(-[0-9]+)?-attempt-([0-9]+)\.(json|status)")
STATUS = re.compile(r"attempt=([0-9]+)\ncurl_exit=([0-9]+)\nrecorded_at=[0-9-]{10}T[0-9:]{8}Z\n")
WITH_ATTEMPTS = {"attempt": "delivery_attempt", "retry": "retry_attempt", "is_retry": "is_retry"}


class Productive:
    """All of it, on all hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "productive"
        self.root.mkdir()
        document = json.loads((CONTRACTS / "pk3s-infra.json").read_text(encoding="utf-8"))
        document["delivery"]["meta"] = WITH_ATTEMPTS
        self.contract = self.root / "core.json"
        self.contract.write_text(json.dumps(document), encoding="utf-8")

    def run(self) -> None:
        """One host after the other."""
        for host in HOSTS:
            self.retried(host)
            self.given_up(host)
            self.kept_apart(host)
        self.by_exit_status()

    def person(self, host: Host, name: str, **variables: str) -> Person:
        """Somebody in a working directory of their own, whose telemetry a variable turns on."""
        home = self.root / f"{name}-{host.language}" / "home"
        return Person(host, home, self.contract, TELEMETRY_ENABLED="true", **variables)

    def files(self, person: Person, directory: str = DEFAULT) -> dict[str, str]:
        """What is kept, by name, with the id of the run taken out of it."""
        found = person.home.parent / directory
        texts = {path.name: path.read_text(encoding="utf-8") for path in found.iterdir()} if found.exists() else {}
        for name in texts:
            self.tally.check(NAME.fullmatch(name) is not None, "a name of productive-k3s's", name)
        return {NAME.sub(r"event-<run>\2-attempt-\3.\4", name): text for name, text in texts.items()}

    def retried(self, host: Host) -> None:
        """It fails twice and then passes: each request says which attempt it is, and nothing is kept in the end."""
        what = f"{host.language}: fails twice"
        with Receiver(self.root / f"retried-{host.language}.jsonl", "fail-first=2") as receiver:
            person = self.person(host, "retried", TELEMETRY_ENDPOINT=receiver.url)
            done = person.run("send", STARTED, *EVENT, "--wait")
            self.tally.same((done.status, done.words), (0, ""), what)
            bodies = [json.loads(request.body) for request in receiver.received()]
        told = [(body["delivery_attempt"], body["retry_attempt"], body["is_retry"]) for body in bodies]
        self.tally.same(told, [(1, 0, False), (2, 1, True), (3, 2, True)], f"{what}: what each attempt says")
        rest = [{name: body[name] for name in body if name not in WITH_ATTEMPTS.values()} for body in bodies]
        self.tally.check(all(body == rest[0] for body in rest), f"{what}: all else is the same")
        self.tally.same(self.files(person), {}, f"{what}: nothing is kept")

    def given_up(self, host: Host) -> None:
        """It always fails: what was sent is kept, attempt by attempt, for its owner alone."""
        what = f"{host.language}: always fails"
        with Receiver(self.root / f"given-up-{host.language}.jsonl", "status=500") as receiver:
            person = self.person(host, "given-up", TELEMETRY_ENDPOINT=receiver.url)
            done = person.run("send", STARTED, *EVENT, "--wait")
            self.tally.same(done.status, 0, f"{what}: the command")
            sent = [request.body.decode() for request in receiver.received()]
        files = self.files(person)
        names = [f"event-<run>-attempt-{n}" for n in (1, 2, 3)]
        self.tally.same(sorted(files), sorted(f"{n}.{kind}" for n in names for kind in ("json", "status")), what)
        self.tally.same([files.get(f"{name}.json") for name in names], sent, f"{what}: what was sent")
        for number, name in enumerate(names, 1):
            told = STATUS.fullmatch(files.get(f"{name}.status", ""))
            self.tally.same(told and told.groups(), (str(number), "22"), f"{what}: what came of attempt {number}")
        kept = person.home.parent / DEFAULT
        modes = {f"{path.stat().st_mode & 0o7777:o}" for path in kept.iterdir()}
        self.tally.same(modes, {"600"}, f"{what}: for their owner alone")

    def kept_apart(self, host: Host) -> None:
        """Started and completed of one run do not overwrite each other; a variable says where they are kept."""
        what = f"{host.language}: two events of a run"
        person = self.person(host, "apart", TELEMETRY_MAX_RETRIES="1", TELEMETRY_OUTBOX_DIR="box/of mine")
        with Receiver(self.root / f"apart-{host.language}.jsonl", "status=503") as receiver:
            person.variables["TELEMETRY_ENDPOINT"] = receiver.url
            run = person.run("begin").output.strip()
            for event in (STARTED, COMPLETED):
                person.run("--run", run, "send", event, *EVENT, "--wait")
            files = self.files(person, "box/of mine")
            kept = {name: json.loads(text)["event_name"] for name, text in files.items() if name.endswith(".json")}
            wanted = {"event-<run>-attempt-1.json": STARTED, "event-<run>-2-attempt-1.json": COMPLETED}
            self.tally.same(kept, wanted, what)
            # The one that arrives leaves those of the others alone.
            receiver.behaviour = Behaviour.parse("ok")
            person.run("--run", run, "send", COMPLETED, *EVENT, "--wait")
            self.tally.same(self.files(person, "box/of mine"), files, f"{what}: and one that arrives")

    def by_exit_status(self) -> None:
        """The status that curl ends with is what is kept, through the helper."""
        for status, attempts, words in ((22, 3, "bogus"), (6, 1, "1"), (7, 2, "02"), (0, 0, "3")):
            host = HOSTS[0]
            person = self.person(host, f"curl-{status}", TELEMETRY_MAX_RETRIES=words)
            tools = self.root / f"tools-{status}"
            tools.mkdir()
            (tools / "curl").write_text(f"#!/bin/sh\ncat >/dev/null\nexit {status}\n", encoding="utf-8")
            (tools / "curl").chmod(0o755)
            path = person.environment["PATH"]
            done = person.run("send", STARTED, *EVENT, "--wait", variables={"PATH": f"{tools}:{path}"})
            self.tally.same(done.status, 0, f"curl that ends with {status}: the command")
            told = [STATUS.fullmatch(text) for name, text in self.files(person).items() if name.endswith(".status")]
            found: list[Any] = sorted(one.groups() if one else ("", "") for one in told)
            wanted = [(str(number), str(status)) for number in range(1, attempts + 1)]
            self.tally.same(found, wanted, f"curl that ends with {status}: what is kept")
