"""Events that wait on disk: sent by many at once, dropped by a no, and sent at once where they cannot wait."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
import waiting
from hosts import HOSTS, WITHOUT_PRIVILEGES, Host
from odd_places import mount, unmount
from person import Finished
from tally import Tally
from waiting import A_CLAIM, CHOICE, CLAIM, NAME, Sender, numbers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Behaviour, Receiver

CROWD = (0, 1, 2, 3, 0, 1, 2, 3, 0, 3)
"""Which hosts are ten at once."""
MOST = 1000
"""How many batches may wait at most."""
BATCHES = 200
HALF_WAY = 2
"""So many of `ALL` have arrived when somebody says no."""
ALL = 8
OVERLAPPING = 16
"""So many send at once: more than may wait."""
FRESH = 10
"""For so many seconds a batch that was stored gives way to none."""
MAY_WAIT = 10
"""How many batches wait at most where the contract says nothing."""


class Outbox:
    """All of it, on all hosts."""

    def __init__(self, tally: Tally, root: Path, may_mount: bool) -> None:
        self.tally, self.root, self.may_mount = tally, root / "outbox", may_mount
        self.root.mkdir()
        self.contract = waiting.contract(self.root, "at_least_once")

    def run(self) -> None:
        """The crowds by themselves, and then two hosts at once."""
        self.flushing_crowd()
        self.crowd()
        self.overlapping()
        self.slow()
        self.nobody()
        self.nowhere()
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(self.one, HOSTS):
                pass

    def one(self, host: Host) -> None:
        """What concerns one host."""
        for words in ("disable", "reset"):
            self.withdrawn(host, words)
        self.made(host)
        self.in_the_way(host)
        self.without_home(host)
        self.read_only(host)
        self.full(host)

    def person(self, host: Host, name: str, contract: Path | None = None) -> Sender:
        """Somebody new, who has said yes."""
        sender = Sender(host, self.root / f"{name}-{host.language}", contract or self.contract)
        sender.run("enable")
        return sender

    def flushing_crowd(self) -> None:
        """Ten at once, each of which starts `flush` until nothing is left: as many batches as may wait, each once."""
        what = "crowd in the foreground"
        sender = self.person(HOSTS[0], "flushing", waiting.contract(self.root, "at_least_once", batches=MOST))
        sender.have_wait(MOST - 1)
        sender.store([MOST - 1])
        names = sender.names()
        self.tally.same(len(names), MOST, f"{what}: so many wait, and none has given way")
        self.tally.check(all(NAME.fullmatch(name) for name in names), f"{what}: under the names of batches", names[:3])
        with Receiver(self.root / "flushing.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            began = time.monotonic()
            with ThreadPoolExecutor(len(CROWD)) as pool:
                starts = list(pool.map(self.flush, [sender.with_host(HOSTS[index]) for index in CROWD]))
            seconds = time.monotonic() - began
            times = Counter(numbers(receiver.received()))
        self.tally.same(sorted(times), list(range(MOST)), f"{what}: all of them arrive")
        twice = [number for number, count in times.items() if count > 1]
        self.tally.same(twice, [], f"{what}: none of them twice")
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
        self.tally.check(min(starts) > 1, f"{what}: all of them have found something", starts)
        print(
            f"  {what}: {len(CROWD)} at once, {sum(starts)} processes, {MOST} batches, {len(times)} arrived, "
            f"{len(twice)} twice, {seconds:.1f} s",
            flush=True,
        )

    def flush(self, sender: Sender) -> int:
        """Sends what waits until there is nothing; gives how many processes that took."""
        starts = 0
        while any(is_free(name) for name in sender.names()):
            done = sender.run("flush")
            starts += 1
            good = done.status == 0 and done.said == "" and done.output in ("", "more\n")
            self.tally.check(good, f"{sender.host.language}: flush", done)
            if not good:
                break
        return starts

    def crowd(self) -> None:
        """Ten in the background, of which most start others: each batch once, but for those that an end cuts off."""
        what = "crowd in the background"
        contract = waiting.contract(self.root, "at_least_once", seconds=20, batches=BATCHES)
        sender = self.person(HOSTS[0], "crowd", contract)
        sender.have_wait(BATCHES)
        with Receiver(self.root / "crowd.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            handover = sender.handover()
            began = time.monotonic()
            crowd = [sender.with_host(HOSTS[index]).start_delivering(handover) for index in CROWD]
            for process in crowd:
                process.wait()
            self.tally.check(sender.settle(120), f"{what}: all of them end")
            seconds = time.monotonic() - began
            # Where the program has ended, so has its background in Python and Rust: also in the middle of a batch.
            cut_off = len([name for name in sender.names() if CLAIM.fullmatch(name)])
            sender.age()
            while sender.names():
                before = len(sender.names())
                sender.deliver()
                sender.settle()
                if len(sender.names()) >= before:
                    break
            times = Counter(numbers(receiver.received()))
            self.tally.same(sorted(times), list(range(BATCHES)), f"{what}: all of them arrive")
            twice = [number for number, count in times.items() if count > 1]
            self.tally.check(len(twice) <= cut_off, f"{what}: none of them twice but where it was cut off", twice)
            self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
            print(
                f"  {what}: {len(CROWD)} processes, {BATCHES} batches, {len(times)} arrived, {len(twice)} twice, "
                f"{cut_off} cut off by the end of their program, {seconds:.1f} s",
                flush=True,
            )

    def send_at_once(self, sender: Sender, numbers: Iterable[int]) -> str:
        """All of them send one event each; gives what they say."""
        with ThreadPoolExecutor(OVERLAPPING) as pool:
            return "".join(done.words for done in pool.map(sender.send, numbers))

    def overlapping(self) -> None:
        """More at once than may wait, and a receiver that takes all: none gives way to another."""
        what = "sends that overlap"
        sender = self.person(HOSTS[0], "overlapping", waiting.contract(self.root, "at_least_once", seconds=20))
        everything = range(5 * OVERLAPPING)
        with Receiver(self.root / "overlapping.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            self.tally.same(self.send_at_once(sender, everything), "", f"{what}: nothing is said")
            self.tally.check(sender.settle(), f"{what}: the background ends")
            # A receiver that has too many callers at once lets some of them wait for too long.
            self.flush(sender)
            self.tally.same(sorted(numbers(receiver.received())), list(everything), f"{what}: each arrives once")
        self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")

    def slow(self) -> None:
        """One after the other, faster than the receiver takes them: what is being sent does not wait."""
        what = "a receiver that takes its time"
        sender = self.person(HOSTS[0], "slow", waiting.contract(self.root, "at_least_once", seconds=20))
        everything = range(2 * MAY_WAIT)
        with Receiver(self.root / "slow.jsonl", "stall=2") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            said = "".join(sender.send(number).words for number in everything)
            self.tally.same(said, "", f"{what}: nothing is said")
            self.tally.check(sender.settle(), f"{what}: the background ends")
            self.tally.same(sorted(numbers(receiver.received())), list(everything), f"{what}: each arrives once")

    def nobody(self) -> None:
        """Many at once where nobody listens: as many wait as may, and no more."""
        what = "sends that overlap where nobody listens"
        sender = self.person(HOSTS[0], "nobody")
        everything = range(15 * OVERLAPPING)
        with waiting.nobody() as url:
            sender.variables[contracts.ENDPOINT] = url
            self.send_at_once(sender, everything)
            self.tally.check(sender.settle(), f"{what}: the background ends")
            few = len(sender.names())
            self.tally.check(few < len(everything), f"{what}: there is an end, also for what is fresh", few)
            time.sleep(FRESH)
            said = sender.send(len(everything)).said
            self.tally.check("have been dropped" in said, f"{what}: what gives way is said", said)
            self.tally.check(sender.settle(), f"{what}: the background ends")
        left = len(sender.names())
        self.tally.same(left, MAY_WAIT, f"{what}: as many wait as may, and no more")
        with Receiver(self.root / "somebody.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            sender.run("flush")
            sender.run("flush")
            self.tally.same(len(numbers(receiver.received())), left, f"{what}: what was left arrives")

    def nowhere(self) -> None:
        """What is sent while there is nowhere to send to is for nobody, also later."""
        for host in HOSTS:
            sender = self.person(host, "nowhere")
            sender.store([1])
            before = sender.names()
            what = f"{host.language}: nowhere to send to"
            for endpoint, said in (("", ""), ("collector:4318", "is no usable endpoint; nothing is sent")):
                sender.variables[contracts.ENDPOINT] = endpoint
                for words in ((), ("--wait",)):
                    done = sender.send(2, *words)
                    self.tally.check(done.status == 0 and said in done.said, what, done)
                sender.run("flush")
                self.tally.same(sender.names(), before, f"{what}: what had waited waits, and nothing else does")
            with Receiver(self.root / f"nowhere-{host.language}.jsonl") as receiver:
                sender.variables[contracts.ENDPOINT] = receiver.url
                sender.run("flush")
                self.tally.same(numbers(receiver.received()), [1], f"{what}: what had waited arrives")

    def withdrawn(self, host: Host, command: str) -> None:
        """A no in the middle of it: nothing arrives any more once it has been said."""
        what = f"{host.language}: {command} in the middle"
        sender = self.person(host, command, waiting.contract(self.root, "at_least_once", seconds=20))
        sender.store(range(ALL))
        self.tally.same(len(sender.names()), ALL, f"{what}: so many wait")
        with Receiver(self.root / f"{command}-{host.language}.jsonl", "stall=1") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            process = sender.start_delivering()
            receiver.wait_for(HALF_WAY)
            # The receiver keeps them waiting for a second, so that this is not between a decision and its request.
            done = sender.run(command)
            before = numbers(receiver.received())
            self.tally.same((done.status, done.said), (0, ""), what)
            self.tally.same(sender.names(), [], f"{what}: nothing waits any more")
            receiver.behaviour = Behaviour.parse("ok")
            process.wait()
            self.tally.check(sender.settle(), f"{what}: the background ends")
            self.tally.same(numbers(receiver.received()), before, f"{what}: nothing arrives after it")
            self.tally.check(HALF_WAY <= len(before) < ALL, f"{what}: it was in the middle", before)
            self.tally.same(sender.names(), [], f"{what}: nothing is left in the outbox")
            sender.run("enable")
            sender.send(ALL, "--wait")
            self.tally.same(
                numbers(receiver.received()), [*before, ALL], f"{what}: a new yes is for what comes after it"
            )

    def made(self, host: Host) -> None:
        """The directory is made for its owner alone, whatever the umask."""
        sender = self.person(host, "made", waiting.contract(self.root, "at_least_once", directory="{home}/a/b/outbox"))
        sender.wrapper = ("sh", "-c", 'umask 0; exec "$0" "$@"')
        sender.store([1])
        directory = sender.home / "a/b/outbox"
        modes = [f"{path.stat().st_mode & 0o7777:o}" for path in (directory.parent, directory, *directory.iterdir())]
        self.tally.same(modes, ["700", "700", "600"], f"{host.language}: a missing directory is made")

    def in_the_way(self, host: Host) -> None:
        """Something else has the name of the directory."""
        sender = self.person(
            host, "in-the-way", waiting.contract(self.root, "at_least_once", directory="{home}/file/o")
        )
        (sender.home / "file").write_text("kept")
        self.tried_at_once(sender, "a file in the place of a directory")
        self.tally.same((sender.home / "file").read_text(), "kept", f"{host.language}: the file stays as it is")

    def without_home(self, host: Host) -> None:
        """There is no place for it at all."""
        sender = self.person(host, "no-home")
        sender.variables[CHOICE] = "true"
        del sender.variables["HOME"]
        self.tried_at_once(sender, "no home")

    def read_only(self, host: Host) -> None:
        """A directory that may not be written to."""
        if shutil.which("setpriv") is None:
            self.tally.skip("a directory that may not be written to", "there is no setpriv")
            return
        sender = self.person(host, "read-only", waiting.contract(self.root, "at_least_once", directory="{home}/closed"))
        sender.wrapper = WITHOUT_PRIVILEGES
        closed = sender.home / "closed"
        closed.mkdir(mode=0o500)
        self.tried_at_once(sender, "a directory that may not be written to")
        self.tally.same(list(closed.iterdir()), [], f"{host.language}: nothing is left in it")

    def full(self, host: Host) -> None:
        """A file system that is full, of bytes or of files, or that is read-only."""
        if not self.may_mount:
            self.tally.skip("a disk that is full", "nothing can be mounted here")
            return
        contract = waiting.contract(self.root, "at_least_once", directory="{home}/disk/outbox")
        fill: dict[str, Callable[[Path], None]] = {
            "size=64k": fill_bytes,
            "nr_inodes=4": fill_files,
            "ro": lambda _: None,
        }
        for options, filled in fill.items():
            sender = self.person(host, f"full-{options.partition('=')[0]}", contract)
            disk = sender.home / "disk"
            disk.mkdir()
            mount("-t", "tmpfs", "-o", options, "tmpfs", str(disk))
            try:
                filled(disk)
                self.tried_at_once(sender, f"a disk with {options}, which is full")
            finally:
                unmount(disk)

    def tried_at_once(self, sender: Sender, where: str) -> None:
        """What cannot wait is sent, in the foreground and in the background, and the command ends well."""
        what = f"{sender.host.language}: {where}"
        with Receiver(self.root / f"{len(list(self.root.iterdir()))}-{sender.home.name}.jsonl") as receiver:
            sender.variables[contracts.ENDPOINT] = receiver.url
            self.says_so(sender.send(1, "--wait"), f"{what}: send --wait")
            self.tally.same(numbers(receiver.received()), [1], f"{what}: it arrives")
            self.says_so(sender.send(2), f"{what}: send")
            self.tally.same(sorted(numbers(receiver.wait_for(2))), [1, 2], f"{what}: it arrives in the background too")
            self.tally.check(sender.settle(), f"{what}: the background ends")

    def says_so(self, done: Finished, what: str) -> None:
        """The tool goes on, and somebody who looks is told."""
        self.tally.same((done.status, done.output), (0, ""), what)
        self.tally.check("the event cannot wait on disk" in done.said, f"{what} says so", done.said)


def is_free(name: str) -> bool:
    """Whether a batch waits that nobody sends, or nobody any more."""
    claim = CLAIM.fullmatch(name)
    return claim is None or int(claim[2]) < time.time() - A_CLAIM


def fill_bytes(disk: Path) -> None:
    """Leaves room for nothing. The outbox itself is there, so that only the batch is too much."""
    (disk / "outbox").mkdir()
    with (disk / "full").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1024)):
                pass
        except OSError:
            return


def fill_files(disk: Path) -> None:
    """Leaves no room for another file."""
    (disk / "outbox").mkdir()
    for number in range(10):
        try:
            (disk / str(number)).touch()
        except OSError:
            return
