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
from machines import Machines
from memory import Memory
from odd_places import OddPlaces
from otlp import Otlp
from outbox import Outbox
from person import Person
from private import Private
from races import Races
from tally import Tally
from tokens import Tokens
from touched import Touched
from troubles import YES

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver

OWN_MOUNTS = "ABOVEBOARD_OWN_MOUNTS"


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
    tally = Tally(options.verbose)
    with tempfile.TemporaryDirectory(prefix="aboveboard-consent-") as directory:
        root = Path(directory)
        with Receiver(root / "reached.jsonl") as reached, Receiver(root / "denied.jsonl") as denied:
            subjects: dict[str, Callable[[], object]] = {
                "sending": lambda: somebody_sends(tally, root, reached),
                "bad-files": BadFiles(tally, root, denied.url).run,
                "odd-places": OddPlaces(tally, root, denied.url, OWN_MOUNTS in os.environ).run,
                "commands": Commands(tally, root, denied.url).run,
                "tokens": Tokens(tally, root).run,
                "private": Private(tally, root).run,
                "machines": Machines(tally, root).run,
                "touched": Touched(tally, root).run,
                "inherited": Inherited(tally, root).run,
                "chain": Chain(tally, root / "chain").run,
                "fan-out": FanOut(tally, root / "fan-out").run,
                "bearer": Bearer(tally, root / "bearer").run,
                "faults": Faults(tally, root).run,
                "kills": Kills(tally, root, options.seed).run,
                "outbox": Outbox(tally, root, OWN_MOUNTS in os.environ).run,
                "memory": Memory(tally, root).run,
                "otlp": Otlp(tally, root).run,
                "egress": Egress(tally, root).run,
                "deletions": Deletions(tally, root).run,
                "crashes": Crashes(tally, root, options.seed).run,
                "races": Races(tally, root, options.seed).run,
                "conversations": Conversations(tally, root, denied.url).run,
            }
            if unknown := set(options.subject) - set(subjects):
                parser.error(f"no subject: {', '.join(unknown)}; there are {', '.join(subjects)}")
            for title, work in subjects.items():
                if not options.subject or title in options.subject:
                    tally.subject(title, work)
            time.sleep(0.5)  # for what might still be on its way
            tally.same(len(denied.received()), 0, "nothing has arrived where nobody has said yes")
    print(f"consent: {tally.checks} checks of {len(HOSTS)} hosts, {tally.failures} failed")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
