#!/usr/bin/env python3
"""Consent on real file systems, in all four hosts: real processes, files, terminals and a real receiver.

README.md says what there is. Needs what `make build` builds, and Linux. Exit status 1: a check failed; 2: something is
not built.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
from bad_files import BadFiles
from bearer import Bearer
from chain import Chain
from commands import Commands
from conversations import Conversations
from crashes import Crashes
from deletions import Deletions
from egress import Egress
from fan_out import FanOut
from faults import Faults
from hosts import HOSTS
from inherited import Inherited
from kills import Kills
from large import Large
from machines import Machines
from memory import Memory
from odd_places import OddPlaces
from otlp import Otlp
from outbox import Outbox
from person import Person
from private import Private
from productive import Productive
from races import Races
from tally import Tally
from tokens import Tokens
from touched import Touched
from troubles import YES

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver

OWN_MOUNTS = "ABOVEBOARD_OWN_MOUNTS"
ALONE = ("kills", "outbox", "crashes", "races")
"""What is about moments, and about many at once: with others beside them the moments would be other ones."""


def with_own_mounts() -> None:
    """Starts this program again where it may mount, which nobody else sees; goes on as it is where that cannot be."""
    unshare = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]
    if OWN_MOUNTS in os.environ or shutil.which("unshare") is None:
        return
    if subprocess.run([*unshare, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode == 0:
        os.environ[OWN_MOUNTS] = "yes"
        os.execvp(unshare[0], [*unshare, sys.executable, *sys.argv])


def somebody_sends(tally: Tally, root: Path, receiver: Receiver) -> None:
    """With a yes every host reaches the receiver: where nothing arrives, that means something."""
    contract = contracts.write(root, "setting")
    for count, host in enumerate(HOSTS, 1):
        person = Person(host, root / f"somebody-{host.language}", contract)
        person.variables[contracts.ENDPOINT] = receiver.url
        person.place(contracts.SETTING).write_text(YES["setting"])
        person.run("send", "done", "--wait")
        tally.same(len(receiver.received()), count, f"{host.language}: with a yes an event arrives")


def main() -> int:
    """Runs what was asked for and gives the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32), help="of races, kills and crashes")
    parser.add_argument("subject", nargs="*")
    options = parser.parse_args()
    absent = [path for host in HOSTS for path in host.missing()]
    absent += [program for program in ("node", "setsid") if shutil.which(program) is None]
    if absent:
        print(f"consent: not there (run `make build` first): {', '.join(absent)}", file=sys.stderr)
        return 2
    with_own_mounts()
    with tempfile.TemporaryDirectory(prefix="aboveboard-consent-") as directory:
        root = Path(directory)
        with Receiver(root / "reached.jsonl") as reached, Receiver(root / "denied.jsonl") as denied:
            may_mount = OWN_MOUNTS in os.environ
            # The longest first, since two run at once.
            subjects: dict[str, Callable[[Tally], object]] = {
                "faults": lambda tally: Faults(tally, root).run(),
                "bad-files": lambda tally: BadFiles(tally, root, denied.url).run(),
                "machines": lambda tally: Machines(tally, root).run(),
                "inherited": lambda tally: Inherited(tally, root).run(),
                "odd-places": lambda tally: OddPlaces(tally, root, denied.url, may_mount).run(),
                "memory": lambda tally: Memory(tally, root).run(),
                "conversations": lambda tally: Conversations(tally, root, denied.url).run(),
                "commands": lambda tally: Commands(tally, root, denied.url).run(),
                "egress": lambda tally: Egress(tally, root).run(),
                "tokens": lambda tally: Tokens(tally, root).run(),
                "deletions": lambda tally: Deletions(tally, root).run(),
                "otlp": lambda tally: Otlp(tally, root).run(),
                "productive": lambda tally: Productive(tally, root).run(),
                "chain": lambda tally: Chain(tally, root / "chain").run(),
                "bearer": lambda tally: Bearer(tally, root / "bearer").run(),
                "private": lambda tally: Private(tally, root).run(),
                "sending": lambda tally: somebody_sends(tally, root, reached),
                "fan-out": lambda tally: FanOut(tally, root / "fan-out").run(),
                "large": lambda tally: Large(tally, root).run(),
                "touched": lambda tally: Touched(tally, root).run(),
                "kills": lambda tally: Kills(tally, root, options.seed).run(),
                "outbox": lambda tally: Outbox(tally, root, may_mount).run(),
                "crashes": lambda tally: Crashes(tally, root, options.seed).run(),
                "races": lambda tally: Races(tally, root, options.seed).run(),
            }
            if unknown := set(options.subject) - set(subjects):
                parser.error(f"no subject: {', '.join(unknown)}; there are {', '.join(subjects)}")
            chosen = [title for title in subjects if not options.subject or title in options.subject]
            tallies = {title: Tally(options.verbose) for title in chosen}

            def work(title: str) -> None:
                tallies[title].subject(title, lambda: subjects[title](tallies[title]))

            with ThreadPoolExecutor(2) as pool:
                list(pool.map(work, [title for title in chosen if title not in ALONE]))
            for title in chosen:
                if title in ALONE:
                    work(title)
            time.sleep(0.5)  # for what might still be on its way
            silence = Tally(options.verbose)
            silence.same(len(denied.received()), 0, "nothing has arrived where nobody has said yes")
    counted = [*tallies.values(), silence]
    failures = sum(tally.failures for tally in counted)
    print(f"consent: {sum(tally.checks for tally in counted)} checks of {len(HOSTS)} hosts, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
