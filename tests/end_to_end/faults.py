"""A receiver that fails in every way: what waits is lost never or sent twice never, as the mode says."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import contracts
import waiting
from hosts import HOSTS, Host
from tally import Tally
from waiting import Sender, nobody, numbers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
import certificate
from receiver import Behaviour, Receiver

TRUSTED, UNTRUSTED, OTHER_NAME = "TLS", "TLS that nobody trusts", "TLS in the name of somebody else"
TLS = {TRUSTED: "IP:127.0.0.1", UNTRUSTED: "IP:127.0.0.1", OTHER_NAME: "DNS:elsewhere.example"}
"""Receivers that are fine but for their certificates, and whom these are for."""
TRUST = ("CURL_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
"""Where curl, Python and Node are told whom to trust."""
ARRIVED = ("ok", "status=200", "status=202", "status=299", "half=3", "endless", TRUSTED)
"""What counts as an answer that it has arrived, whatever becomes of the body."""
REFUSED = (
    *(f"redirect={status},http://127.0.0.1:9/elsewhere" for status in (301, 302, 303, 307, 308)),
    *(f"status={status}" for status in (304, 400, 401, 403, 404, 405, 410, 413, 422)),
)
"""The receiver does not want it: there is no use in trying again."""
NOBODY = "nobody"
FAILED = (
    *(f"status={status}" for status in (408, 500, 502, 503, 504)),
    *("later=1", "later=3600", "stall=3", "reset", "torn", "garbage", NOBODY, UNTRUSTED, OTHER_NAME),
)
"""It may arrive another time."""
MODES = ("at_least_once", "at_most_once")
WAITING = 7
"""So many that the background has to start another one three times."""


class Faults:
    """All faults, on all hosts, in both modes."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "faults"
        self.root.mkdir()
        self.counts = {mode: Counter[str]() for mode in MODES}
        self.trusted = self.root / "trusted.pem"

    def run(self) -> None:
        """Two at once."""
        self.make_certificates()
        with ThreadPoolExecutor(2) as pool:
            for host, counts in zip(HOSTS, pool.map(self.one, HOSTS)):
                for mode in MODES:
                    self.counts[mode].update(counts[mode])
                self.tally.check(bool(counts), f"{host.language}: faults")
        for mode, count in self.counts.items():
            told = ", ".join(f"{count[word]} {word}" for word in WORDS)
            print(f"  faults, {mode}: {told}", flush=True)
            self.tally.check(count["faults"] > 100, f"{mode}: enough has been tried", count["faults"])

    def one(self, host: Host) -> dict[str, Counter[str]]:
        """All faults on one host, and what has waited while nobody listened."""
        counts = {mode: self.faults(host, mode) for mode in MODES}
        self.caught_up(host)
        return counts

    def make_certificates(self) -> None:
        """One for each receiver that speaks TLS. All but one are trusted by the hosts."""
        if not certificate.can_be_made():
            self.tally.skip("receivers that speak TLS", "there is no openssl")
            return
        made = {kind: certificate.make(self.certificate(kind), name) for kind, name in TLS.items()}
        self.trusted.write_text("".join(path.read_text() for kind, path in made.items() if kind != UNTRUSTED))

    def certificate(self, kind: str) -> Path:
        """Where the certificate of this receiver is."""
        return self.root / f"{kind}.pem"

    @contextmanager
    def speaking_tls(self, name: str) -> Iterator[Mapping[str, Receiver]]:
        """The receivers that speak TLS; none where there are no certificates."""
        with ExitStack() as stack:
            yield {
                kind: stack.enter_context(
                    Receiver(self.root / f"{name}-{kind}.jsonl", certificate=self.certificate(kind))
                )
                for kind in TLS
                if self.trusted.exists()
            }

    def faults(self, host: Host, mode: str) -> Counter[str]:
        """Each fault, and a healthy receiver after it."""
        counts = Counter[str]()
        name = f"{mode}-{host.language}"
        sender = Sender(host, self.root / name, waiting.contract(self.root, mode))
        sender.run("enable")
        number = 0
        with (
            Receiver(self.root / f"{name}.jsonl") as receiver,
            nobody() as closed,
            self.speaking_tls(name) as secure,
        ):
            if secure:
                sender.variables.update(dict.fromkeys(TRUST, str(self.trusted)))
            for fault in (*ARRIVED, *REFUSED, *FAILED):
                if fault in TLS and not secure:
                    continue
                number += 2
                what = f"{host.language}: {mode}: {fault}"
                told = fault in REFUSED or (fault in FAILED and mode == "at_most_once")
                during = self.send(sender, secure.get(fault, receiver), number, fault, closed, told)
                unheard = fault in (NOBODY, UNTRUSTED, OTHER_NAME)
                self.tally.same(during, [] if unheard else [number], f"{what}: it is sent once")
                after = self.send(sender, receiver, number + 1, "ok", closed, told=False)
                again = fault in FAILED and mode == "at_least_once"
                wanted = [number, number + 1] if again else [number + 1]
                self.tally.same(sorted(after), wanted, f"{what}: what is sent afterwards")
                self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
                counts.update(faults=1, events=2)
                counts["arrived"] += (number in after or fault in ARRIVED) + (number + 1 in after)
                counts["refused"] += fault in REFUSED
                counts["given up"] += fault in FAILED and number not in after
                counts["seen twice"] += sum(times > 1 for times in Counter(during + after).values())
            self.tally.same({request.path for request in receiver.received()}, {"/telemetry"}, f"{host.language}: path")
            for kind in set(secure) - {TRUSTED}:
                bad, what = secure[kind], f"{host.language}: {mode}: {kind}"
                self.tally.same(bad.connections, 1, f"{what}: it is reached, once")
                self.tally.same(bad.inside, b"", f"{what}: it is told nothing")
        counts["lost"] = counts["events"] - counts["arrived"] - counts["refused"] - counts["given up"]
        self.tally.same(counts["lost"], 0, f"{host.language}: {mode}: nothing is lost that was not given up")
        if mode == "at_least_once":
            self.tally.same(counts["given up"], 0, f"{host.language}: {mode}: nothing is given up")
        else:
            self.tally.same(counts["seen twice"], 0, f"{host.language}: {mode}: nothing is sent twice")
        return counts

    def send(
        self, sender: Sender, receiver: Receiver, number: int, behaviour: str, closed: str, told: bool
    ) -> list[int]:
        """Sends one event; gives the numbers of those that the receiver has got meanwhile. What is given up is told."""
        before = len(receiver.received())
        sender.variables[contracts.ENDPOINT] = closed if behaviour == NOBODY else receiver.url
        receiver.behaviour = Behaviour.parse("ok" if behaviour in (NOBODY, *TLS) else behaviour)
        done = sender.send(number, "--wait")
        self.tally.same((done.status, done.output), (0, ""), f"{sender.host.language}: {behaviour}: send")
        self.tally.same("not delivered" in done.said, told, f"{sender.host.language}: {behaviour}: {done.said!r}")
        return numbers(receiver.received()[before:])

    def caught_up(self, host: Host) -> None:
        """All that has waited goes with the next event, from background to background."""
        sender = Sender(host, self.root / f"waited-{host.language}", waiting.contract(self.root, "at_least_once"))
        sender.run("enable")
        sender.store(range(WAITING))
        self.tally.same(len(sender.names()), WAITING, f"{host.language}: all of them wait")
        with Receiver(self.root / f"waited-{host.language}.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            done = sender.send(WAITING)
            self.tally.same((done.status, done.words), (0, ""), f"{host.language}: send, in the background")
            self.tally.check(sender.settle(), f"{host.language}: the background ends")
            found = numbers(receiver.received())
            self.tally.same(sorted(found), list(range(WAITING + 1)), f"{host.language}: all that waited arrives, once")
            self.tally.same(sender.names(), [], f"{host.language}: nothing waits any more")


WORDS = ("faults", "events", "arrived", "refused", "given up", "seen twice", "lost")
