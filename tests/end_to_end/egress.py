"""Without a yes no process of a host opens a connection or asks for a name: by the calls that it makes."""

from __future__ import annotations

import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
import waiting
from hosts import HOSTS, Host
from tally import Tally
from waiting import CHOICE, LOCAL, LOCAL_FILE, Sender, numbers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver

OUTWARD = re.compile(r"AF_INET6?\b|AF_NETLINK|nscd|resolve|sd-bus|dbus")
"""What a call holds that leads to a network, or to whoever looks names up."""
SILENT = {"denied": {CHOICE: "false"}, "undecided": {}, "local": {CHOICE: "true", LOCAL: "true"}}
MODES = ("best_effort", "at_least_once", "at_most_once")


class Egress:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "egress"
        self.root.mkdir()

    def run(self) -> None:
        """Two at once."""
        if shutil.which("strace") is None:
            self.tally.skip("calls to the network", "there is no strace")
            return
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(self.one, HOSTS):
                pass

    def one(self, host: Host) -> None:
        """With a yes the trace sees a connection; otherwise there is none to be seen."""
        with Receiver(self.root / f"{host.language}.jsonl") as receiver:
            # A name, so that one that is looked up is seen too.
            url = receiver.url.replace("127.0.0.1", "localhost")
            for mode in MODES:
                sender = Sender(host, self.root / f"{mode}-{host.language}", waiting.contract(self.root, mode))
                sender.variables[contracts.ENDPOINT] = url
                if not self.seen(sender, receiver, f"{host.language}: {mode}"):
                    return
                for state, variables in SILENT.items():
                    what = f"{host.language}: {mode}: {state}"
                    self.silent(sender, variables, what)
                kept = sender.place(LOCAL_FILE).read_text().splitlines()
                self.tally.same(len(kept), 2, f"{host.language}: {mode}: local keeps what it does not send")
                self.tally.same(sender.names(), [], f"{host.language}: {mode}: nothing waits")
            self.tally.same(len(receiver.received()), 2 * len(MODES), f"{host.language}: nothing else has arrived")

    def seen(self, sender: Sender, receiver: Receiver, what: str) -> bool:
        """That the trace sees what it should: a connection, in the foreground and in the background."""
        for words in ((), ("--wait",)):
            before = len(receiver.received())
            calls = self.trace(sender, {CHOICE: "true"}, words)
            if calls is None:
                return False
            connects = [call for call in calls if "connect(" in call and "AF_INET" in call]
            self.tally.check(bool(connects), f"{what}: a connection is seen {' '.join(words)}", calls[-5:])
            self.tally.same(len(numbers(receiver.wait_for(before + 1))), before + 1, f"{what}: and arrives")
        return True

    def silent(self, sender: Sender, variables: dict[str, str], what: str) -> None:
        """No call leads outward."""
        for words in ((), ("--wait",)):
            calls = self.trace(sender, variables, words) or []
            outward = [call for call in calls if OUTWARD.search(call)]
            self.tally.same(outward, [], f"{what}: no call leads outward {' '.join(words)}")

    def trace(self, sender: Sender, variables: dict[str, str], words: tuple[str, ...]) -> list[str] | None:
        """The calls to the network of all processes of a command, to the last one in the background; none where strace
        may not trace."""
        path = sender.home / "trace"
        path.unlink(missing_ok=True)
        traced = sender.with_host(sender.host)
        traced.variables.update(variables)
        traced.wrapper = ("strace", "-f", "-qq", "-e", "trace=network", "-o", str(path))
        done = traced.send(1, *words)
        if not path.exists() or (done.status != 0 and "ptrace" in done.said):
            self.tally.skip("calls to the network", "strace may not trace here")
            return None
        self.tally.same((done.status, done.words), (0, ""), f"{sender.host.language}: send, traced")
        self.tally.check(sender.settle(), f"{sender.host.language}: all that was traced ends")
        return path.read_text(errors="replace").splitlines()
