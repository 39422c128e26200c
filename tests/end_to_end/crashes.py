"""Commands that are killed at any moment: every file is the old one or the new one, and no yes comes from nowhere."""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import contracts
from hosts import HOSTS, Host
from moments import Moments
from person import Person
from tally import Tally

ROUNDS = {"shell": 60, "rust": 60, "python": 8, "node": 8, "go": 60}
"""How many for each command."""
TOKEN = "t0ken"
NOTE = "kept, and long enough not to be written with one small write: " + "x" * 5000
KEPT = '{ "token": "%s",\n\t"telemetry": {"enabled": %s}, "note": "' + NOTE + '" }'
CONSENT = '{"format":1,"consent":{"allow":%s,"version":1,"day":"2026-01-01"}}\n'


@dataclass(frozen=True)
class Command:
    """What is killed, what stood in the files before, and what may stand there after it: texts, or members."""

    words: tuple[str, ...]
    before: tuple[str, str]
    """The value of the setting, and whether the state file allows."""
    settings: tuple[str, ...]
    allows: tuple[bool, ...]
    """What the state file may say."""


COMMANDS = (
    Command(("enable",), ("null", "false"), (KEPT % ("", "null"), KEPT % ("", "true")), (False, True)),
    Command(("disable",), ("true", "true"), (KEPT % ("", "true"), KEPT % ("", "false")), (True, False)),
    Command(("token", "set"), ("false", "false"), (KEPT % ("", "false"), KEPT % (TOKEN, "false")), (False,)),
)


class Crashes:
    """All commands on all hosts."""

    def __init__(self, tally: Tally, root: Path, seed: int) -> None:
        self.tally, self.root, self.seed = tally, root / "crashes", seed
        self.root.mkdir()
        self.contract = contracts.write(self.root, "setting")
        self.notice = self.root / "notice.json"
        document = json.loads(self.contract.read_text())
        document["consent"] |= {"undecided": {"interactive": "notice", "unattended": "notice"}}
        document["consent"]["notice"] = {"text": "It is on from the next run."}
        del document["consent"]["question"]
        self.notice.write_text(json.dumps(document))

    def run(self) -> None:
        """Two hosts at once."""
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(self.one, HOSTS):
                pass

    def one(self, host: Host) -> None:
        """All commands on one host: at moments that are spread over the time that the command takes."""
        chance = random.Random(f"{self.seed} {host.language}")
        for command in COMMANDS:
            person = Person(host, self.root / f"{command.words[0]}-{host.language}", self.contract)
            moments = Moments(chance, self.longest(person, command), ROUNDS[host.language])
            for moment in moments:
                moments.met(self.round(person, command, moment))
            what = f"{host.language}: {command.words[0]} (seed {self.seed})"
            self.tally.check(moments.enough(), f"{what} is killed often enough", moments.killed)
            # What was left behind is in nobody's way for long.
            for path in person.home.rglob("*.lock"):
                os.utime(path, (time.time() - 60,) * 2)
            self.set_up(person, command)
            self.tally.same(person.run("disable").status, 0, f"{what}: the next one can write")
        self.killed_notice(host, chance)

    def set_up(self, person: Person, command: Command) -> None:
        """What stands in the files before."""
        person.place(contracts.SETTING).write_text(KEPT % ("", command.before[0]))
        person.place(contracts.STATE).write_text(CONSENT % command.before[1])

    def longest(self, person: Person, command: Command) -> float:
        """How long the command takes, at most."""
        seconds = []
        for _ in range(3):
            self.set_up(person, command)
            began = time.monotonic()
            person.run(*command.words, data=TOKEN.encode())
            seconds.append(time.monotonic() - began)
        return max(seconds)

    def round(self, person: Person, command: Command, moment: float) -> bool:
        """Kills the command at this moment and looks at the files; gives whether it was still running."""
        for path in person.home.rglob("*.lock"):
            path.unlink()
        self.set_up(person, command)
        running = kill(person.command(*command.words), person.environment, moment)
        what = f"{person.host.language}: {command.words[0]}, killed after {moment * 1000:.1f} ms (seed {self.seed})"
        setting = person.place(contracts.SETTING).read_text()
        self.tally.check(setting in command.settings, f"{what}: the settings are the old or the new ones", setting)
        state = person.place(contracts.STATE).read_text()
        said = [
            allow for allow in command.allows if f'"allow":{str(allow).lower()},' in state and state.endswith("}\n")
        ]
        self.tally.check(len(said) == 1, f"{what}: the state file is whole, and says no yes of its own", state)
        if command.words != ("enable",):
            decision = json.loads(person.run("status", "--json").output) if running else {"state": "off"}
            self.tally.check(
                decision["state"] == "off" or command.words == ("disable",), f"{what}: nothing is turned on", decision
            )
        return running

    def killed_notice(self, host: Host, chance: random.Random) -> None:
        """A notice that is recorded has been shown."""
        person = Person(host, self.root / f"notice-{host.language}", self.notice)
        state = person.place(contracts.STATE)
        began = time.monotonic()
        person.run("begin")
        what = f"{host.language}: a notice (seed {self.seed})"
        moments = Moments(chance, time.monotonic() - began, ROUNDS[host.language])
        for moment in moments:
            for path in state.parent.iterdir():
                path.unlink()
            shown = person.home / "shown"
            with shown.open("wb") as said:
                moments.met(kill(person.command("begin"), person.environment, moment, said.fileno()))
            recorded = state.exists() and "notice" in json.loads(state.read_text())
            has_been_shown = b"from the next run" in shown.read_bytes()
            self.tally.check(not recorded or has_been_shown, f"{what} that is recorded has been shown")
        self.tally.check(moments.enough(), f"{what} is killed often enough", moments.killed)


def kill(command: list[str], environment: dict[str, str], moment: float, said: int = subprocess.DEVNULL) -> bool:
    """Starts a command with the token on its standard input, and kills it; gives whether it was still running."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment
    ) as process:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # not every command reads it
            process.stdin.write(TOKEN.encode())
            process.stdin.close()
        time.sleep(moment)
        running = process.poll() is None
        process.kill()
    return running
