"""The background is killed at any moment: at least once loses nothing, and at most once sends nothing twice."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
import waiting
from hosts import HOSTS, Host
from moments import Moments
from tally import Tally
from waiting import CLAIM, Sender, numbers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Behaviour, Receiver

ROUNDS = {"shell": 40, "rust": 40, "python": 12, "node": 12, "go": 40}
STARTING = {"shell": 0.0, "rust": 0.0, "python": 0.5, "node": 0.5, "go": 0.0}
"""How much of the time passes before anything happens, since an interpreter starts."""
PATIENCE = 20
"""Seconds that a request may take: longer than it lives here."""


class Kills:
    """Both modes, on all hosts."""

    def __init__(self, tally: Tally, root: Path, seed: int) -> None:
        self.tally, self.root, self.seed = tally, root / "kills", seed
        self.root.mkdir()
        self.storing = waiting.contract(self.root, "at_least_once")

    def run(self) -> None:
        """Two at once."""
        modes = ("at_least_once", "at_most_once")
        with ThreadPoolExecutor(2) as pool:
            for counts in pool.map(lambda host: [self.one(host, mode) for mode in modes], HOSTS):
                for mode, count in zip(modes, counts):
                    print(f"  kills, {mode}: {', '.join(f'{number} {word}' for word, number in count.items())}")

    def one(self, host: Host, mode: str) -> dict[str, int]:
        """Chosen moments, and then moments that are spread over the time that the background takes."""
        sender = Sender(
            host, self.root / f"{mode}-{host.language}", waiting.contract(self.root, mode, seconds=PATIENCE)
        )
        sender.run("enable")
        with Receiver(self.root / f"{mode}-{host.language}.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            self.while_it_sends(sender, receiver, mode)
            self.before_it_sends(sender, receiver, mode)
            self.between_two_names(sender, receiver, mode)
            return self.at_random(sender, receiver, mode)

    def store(self, sender: Sender, number: int) -> None:
        """Has one event wait. Where the mode is at most once, one that is sent is gone, whether it arrives or not."""
        sender.with_host(HOSTS[0], self.storing).store([number])

    def while_it_sends(self, sender: Sender, receiver: Receiver, mode: str) -> None:
        """The receiver has got it and says nothing: whoever is stopped and killed now does not know that it arrived."""
        what = f"{sender.host.language}: {mode}: killed while it sends"
        self.store(sender, 1)
        receiver.behaviour = Behaviour.parse(f"stall={PATIENCE}")
        process = sender.start_delivering()
        self.tally.same(numbers(receiver.wait_for(1)), [1], f"{what}: it is under way")
        claimed = [name for name in sender.names() if CLAIM.fullmatch(name)]
        self.tally.same(len(claimed), int(mode == "at_least_once"), f"{what}: claimed, or gone already")
        self.tally.same(len(sender.names()), len(claimed), f"{what}: and nothing else")
        sender.signal(signal.SIGSTOP)
        receiver.behaviour = Behaviour.parse("ok")
        sender.with_host(HOSTS[0]).deliver()
        self.tally.same(numbers(receiver.received()), [1], f"{what}: somebody else leaves it alone")
        sender.kill()
        process.wait()
        sender.with_host(HOSTS[0]).deliver()
        self.tally.same(numbers(receiver.received()), [1], f"{what}: for as long as the claim counts")
        sender.age()
        sender.deliver()
        wanted = [1, 1] if mode == "at_least_once" else [1]
        self.tally.same(numbers(receiver.received()), wanted, f"{what}: and then not any more")
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")

    def before_it_sends(self, sender: Sender, receiver: Receiver, mode: str) -> None:
        """Stopped as soon as the claim is there, which is long before the request for most of them."""
        what = f"{sender.host.language}: {mode}: killed where it has claimed"
        self.store(sender, 2)
        process = sender.start_delivering()
        until = time.monotonic() + 10
        while not any(CLAIM.fullmatch(name) for name in sender.names()):
            if time.monotonic() > until or process.poll() is not None:
                break
        sender.signal(signal.SIGSTOP)
        sender.kill()
        process.wait()
        sender.age()
        sender.deliver()
        count = numbers(receiver.received()).count(2)
        most = 2 if mode == "at_least_once" else 1
        self.tally.check(count <= most, f"{what}: not sent too often", count)
        self.tally.check(count >= 1 or mode == "at_most_once", f"{what}: not lost", count)
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")

    def between_two_names(self, sender: Sender, receiver: Receiver, mode: str) -> None:
        """Killed when the batch has its new name and still the old one, which is a moment that nobody can hit."""
        what = f"{sender.host.language}: {mode}: killed between two names"
        self.store(sender, 6)
        (name,) = sender.names()
        (sender.outbox / f"{name[:32]}.1790000000.claim").hardlink_to(sender.outbox / name)
        sender.deliver()
        count = numbers(receiver.received()).count(6)
        self.tally.check(1 <= count <= (2 if mode == "at_least_once" else 1), f"{what}: sent as often as it may", count)
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")

    def at_random(self, sender: Sender, receiver: Receiver, mode: str) -> dict[str, int]:
        """At moments that are spread over the time that it takes."""
        chance = random.Random(f"{self.seed} {sender.host.language} {mode}")
        what = f"{sender.host.language}: {mode}: killed at any moment (seed {self.seed})"
        handover = sender.handover()
        language = sender.host.language
        moments = Moments(chance, self.longest(sender, handover), ROUNDS[language], STARTING[language])
        events = []
        for number, moment in enumerate(moments, 100):
            events.append(number)
            self.store(sender, number)
            process = sender.start_delivering(handover)
            time.sleep(moment)
            moments.met(sender.kill())
            process.wait()
            sender.age()
            sender.with_host(HOSTS[0]).deliver()
        self.tally.check(moments.enough(), f"{what}: often enough", moments.killed)
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
        times = Counter(number for number in numbers(receiver.received()) if number >= 100)
        lost = sum(times[number] == 0 for number in events)
        twice = sum(times[number] > 1 for number in events)
        if mode == "at_least_once":
            self.tally.same(lost, 0, f"{what}: nothing is lost")
        else:
            self.tally.same(twice, 0, f"{what}: nothing is sent twice")
        return {f"events on {language}": len(events), "killed": moments.killed, "lost": lost, "twice": twice}

    def longest(self, sender: Sender, handover: bytes) -> float:
        """How long the background takes, at most."""
        seconds = []
        for number in range(3, 6):
            self.store(sender, number)
            began = time.monotonic()
            sender.start_delivering(handover).wait()
            sender.settle()
            seconds.append(time.monotonic() - began)
        return max(seconds)
