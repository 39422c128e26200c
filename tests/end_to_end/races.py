"""Processes of all hosts change one file at once: a no wins over every yes that had begun before it ended, and nothing
is torn, lost or left behind.

Each round holds the locks until all processes have read the files and wait to write, so that every yes has begun before
any no can end. Then it lets go, and they all want to write at the same moment.
"""

from __future__ import annotations

import json
import random
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
from hosts import HOSTS
from person import Person
from tally import Tally

LANES = 2
QUICK_ROUNDS, MIXED_ROUNDS = 100, 15
"""How many each lane has: of the hosts that start within milliseconds, and of all."""
QUICK = ("shell", "rust")
PROCESSES = 6
LONGEST_START = 1.5
"""Less than the 2 s that a process waits for a lock."""
PAUSE, STILL = 0.004, 4
SLOW_START = 0.1
KEPT = '{ "theme" : [1.50, "\\u00e9"],\n\t"telemetry": {"enabled": %s},"note": "kept" }'
SETTINGS = {"on": KEPT % "true", "off": KEPT % "false", "nothing": KEPT % "null"}
Process = subprocess.Popen[bytes]


class Races:
    """Rounds for each place of storage and each state at the beginning."""

    def __init__(self, tally: Tally, root: Path, seed: int) -> None:
        self.tally, self.root, self.seed = tally, root / "races", seed
        self.root.mkdir()
        self.contracts = {kind: contracts.write(self.root, kind) for kind in ("setting", "stored")}

    def run(self) -> None:
        """Some lanes at once, so that all processors are busy."""
        with ThreadPoolExecutor(LANES) as pool:
            counted = sum(pool.map(self.lane, range(LANES)))
        wanted = LANES * (QUICK_ROUNDS + MIXED_ROUNDS)
        self.tally.check(counted > wanted // 2, f"races (seed {self.seed}): most rounds show something", counted)

    def lane(self, lane: int) -> int:
        """The rounds of one lane, one after the other; gives how many of them were as they should be."""
        chance = random.Random(self.seed + lane)
        counted = 0
        for number in range(QUICK_ROUNDS + MIXED_ROUNDS):
            languages = QUICK if number < QUICK_ROUNDS else tuple(host.language for host in HOSTS)
            words = ["disable", "enable", *chance.choices(("disable", "enable"), weights=(1, 3), k=PROCESSES - 2)]
            chance.shuffle(words)
            starts = [(chance.choice(languages), word) for word in words]
            kind, before = chance.choice(("setting", "stored")), chance.choice(tuple(SETTINGS))
            counted += self.round(f"{lane}-{number}", kind, before, starts)
        return counted

    def round(self, name: str, kind: str, before: str, starts: list[tuple[str, str]]) -> bool:
        """One round; gives whether all had begun before any could end."""
        home = self.root / f"home-{name}"
        people = {host.language: Person(host, home, self.contracts[kind]) for host in HOSTS}
        person = people["shell"]
        setting, state = person.place(contracts.SETTING), person.place(contracts.STATE)
        setting.write_text(SETTINGS[before])
        state.write_text('{"format":1}\n')
        if before != "nothing":
            # By a command of the same day: a no that is said once more must still win.
            person.run("enable" if before == "on" else "disable")
        locks = [path.with_name(path.name + ".lock") for path in (setting, state)]
        for lock in locks:
            lock.touch(exist_ok=False)
        running = [people[language].start(word) for language, word in starts]
        waiting = all_wait(running, {language for language, _ in starts} <= set(QUICK))
        for lock in locks:
            lock.unlink()
        statuses = [process.wait() for process in running]
        what = f"races (seed {self.seed}): {kind}, {before} before, {starts} ended with {statuses}"
        decision = json.loads(person.run("status", "--json").output)
        if waiting:
            self.tally.same(decision["state"], "off", f"{what}: a no wins")
        self.tally.check(set(statuses) <= {0, 1}, f"{what}: every command ends well")
        for (_, word), status in zip(starts, statuses):
            self.tally.check(word == "enable" or status == 0, f"{what}: every no is stored")
        whole = SETTINGS.values() if kind == "setting" else [SETTINGS[before]]
        self.tally.check(setting.read_text() in whole, f"{what}: every other byte is there", setting.read_text())
        self.tally.same(
            sorted(json.loads(state.read_text())), ["consent", "format"], f"{what}: the state file is whole"
        )
        left = {path for path in home.rglob("*") if path.is_file()}
        self.tally.same(left, {setting, state}, f"{what}: nothing stays behind")
        return waiting


def all_wait(processes: list[Process], quick: bool) -> bool:
    """Waits until all processes sleep and use no time any more: they wait for the lock. False where one has ended."""
    began = time.monotonic()
    time.sleep(0 if quick else SLOW_START)
    still, before = 0, None
    while time.monotonic() < began + LONGEST_START:
        now = [activity(process) for process in processes]
        if None in now:
            return False
        sleeping = all(state == "S" for state, _ in filter(None, now))
        still = still + 1 if sleeping and (before is None or now == before) else 0
        if still > (STILL if quick else 4 * STILL):
            return True
        before = now
        time.sleep(PAUSE)
    return False


def activity(process: Process) -> tuple[str, str] | None:
    """Whether a process sleeps, and how much time it has used; nothing where it has ended."""
    if process.poll() is not None:
        return None
    words = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return words[0], f"{words[11]} {words[12]}"
