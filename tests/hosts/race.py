"""Processes of all hosts change the same files at once: nothing is torn, nothing is lost, and one of them wins.

    python3 tests/hosts/race.py [SECONDS]

Two processes for each host. Exit status 1: something does not hold; 2: something has not been built.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drivers import HOSTS, Driver, Unbuilt, command, say_who_is_left_out

PROCESSES_OF_EACH = 2
TAKE_OVERS = 60
RENAMES = 60
KILLS = 15
LONGEST_WITHOUT_WINNING = 30
DONE = {"text": ""}


def sha256(text: str) -> str:
    """The digest that a write expects."""
    return hashlib.sha256(text.encode()).hexdigest()


def page(word: str, lines: int = 400) -> str:
    """A content of which one sees whether it is whole."""
    return f"{word}\n" * lines


def word_of(content: str) -> str:
    """The word of a whole page."""
    words = content.splitlines()
    assert words and set(words) == {words[0]} and content == page(words[0], len(words)), "a page is torn"
    return words[0]


def only(directory: Path, *names: str) -> None:
    """Checks that nothing else has stayed behind."""
    left = sorted(path.name for path in directory.iterdir())
    assert left == sorted(names), f"there is {left}"


class Race:
    """The processes, and a directory for them."""

    def __init__(self, drivers: list[Driver], directory: Path) -> None:
        self._drivers, self._directory = drivers, directory
        self._pool = ThreadPoolExecutor(len(drivers))

    def _all(self, work: Callable[[int, Driver], str]) -> list[str]:
        """Lets all processes work at once and gives what came of it."""
        ready = threading.Barrier(len(self._drivers))

        def together(index: int, driver: Driver) -> str:
            ready.wait()
            return work(index, driver)

        running = [self._pool.submit(together, index, driver) for index, driver in enumerate(self._drivers)]
        return [one.result() for one in running]

    def _once(self, *effect: str) -> Callable[[int, Driver], str]:
        """Has one effect performed, with the number of the process for `{}`; gives its class, or nothing."""

        def work(index: int, driver: Driver) -> str:
            operation, *texts = [text.replace("{}", str(index)) for text in effect]
            return driver.perform(operation, 0, *texts).get("error", "")

        return work

    def count(self, seconds: float) -> str:
        """Everybody counts on from what they have read: no number is written twice, and none is left out."""
        counter = self._directory / "counter"
        counter.write_text(page("0"))
        deadline = time.monotonic() + seconds
        answers: Counter[str] = Counter()
        winners: Counter[str] = Counter()

        def work(_index: int, driver: Driver) -> str:
            while time.monotonic() < deadline + (0 if winners[driver.host] else LONGEST_WITHOUT_WINNING):
                seen = driver.perform("file", 0, str(counter))["text"]
                following = page(str(int(word_of(seen)) + 1))
                answer = driver.perform("write", 0, str(counter), following, sha256(seen)).get("error", "")
                answers[answer] += 1
                winners[driver.host] += not answer
            return ""

        self._all(work)
        assert set(answers) <= {"", "changed", "timeout"}, answers
        assert set(winners) == set(HOSTS) and all(winners.values()), f"somebody never won: {winners}"
        assert word_of(counter.read_text()) == str(answers[""]), "a change is lost"
        only(self._directory, "counter")
        return f"{answers['']} changes, {answers['changed']} refused, {answers['timeout']} timeouts; {dict(winners)}"

    def take_over(self) -> str:
        """Everybody finds a lock that was left behind, and expects the same: one wins, and no two hold the lock."""
        file, lock, guard = (self._directory / name for name in ("file", "file.lock", "file.lock.lock"))
        file.write_text("0")
        for turn in range(1, TAKE_OVERS + 1):
            for left_behind in (lock, guard)[: 1 + turn % 2]:
                left_behind.touch()
                os.utime(left_behind, (time.time() - 60,) * 2)
            before = file.read_text()
            answers = self._all(self._once("write", str(file), f"{turn} {{}}", sha256(before)))
            assert sorted(answers) == sorted([""] + ["changed"] * (len(answers) - 1)), answers
            assert file.read_text() == f"{turn} {answers.index('')}", "another one has won than was told"
            only(self._directory, "file")
        return f"{TAKE_OVERS} locks taken over"

    def append(self, seconds: float) -> str:
        """Everybody adds lines: all are there, and whole."""
        log = self._directory / "log"
        deadline = time.monotonic() + seconds
        written: Counter[int] = Counter()

        def work(index: int, driver: Driver) -> str:
            while time.monotonic() < deadline:
                assert driver.perform("append", 0, str(log), f"{index}:{'x' * 200}\n") == DONE
                written[index] += 1
            return ""

        self._all(work)
        lines = Counter(log.read_text().splitlines())
        assert lines == {f"{index}:{'x' * 200}": count for index, count in written.items()}, "a line is lost or torn"
        only(self._directory, "log")
        return f"{sum(written.values())} lines"

    def rename(self) -> str:
        """Everybody wants the same name: one gets it, and the others keep what they have."""
        new = self._directory / "new"
        for _ in range(RENAMES):
            for index in range(len(self._drivers)):
                (self._directory / f"{index}").write_text(f"{index}")
            answers = self._all(self._once("rename", str(self._directory / "{}"), str(new)))
            assert sorted(answers) == sorted([""] + ["exists"] * (len(answers) - 1)), answers
            winner = str(answers.index(""))
            assert new.read_text() == winner
            new.rename(self._directory / winner)
            only(self._directory, *(str(index) for index in range(len(self._drivers))))
        return f"{RENAMES} names"


def kill(known: dict[str, list[str]], directory: Path) -> str:
    """Processes are killed while they write: the file is whole, and the next one can write."""
    file, lock = directory / "file", directory / "file.lock"
    locks = 0
    file.write_text(page("0"))
    for turn in range(KILLS):
        count = len(HOSTS)
        hosts = HOSTS[turn % count], HOSTS[(turn + turn // count + 1) % count]
        victim, heir = (Driver(host, known[host]) for host in hosts)
        with ThreadPoolExecutor() as pool:
            pool.submit(write_until_killed, victim, str(file))
            time.sleep(0.05 + random.random() / 10)
            victim.kill()
        word_of(file.read_text())
        if lock.exists():
            locks += 1
            os.utime(lock, (time.time() - 60,) * 2)
        assert heir.perform("write", 0, str(file), page(str(turn)), "") == DONE
        heir.close()
        assert word_of(file.read_text()) == str(turn)
        assert not lock.exists()
    return f"{KILLS} processes killed, {locks} of them with the lock"


def write_until_killed(driver: Driver, path: str) -> None:
    """Writes one page after the other."""
    with contextlib.suppress(AssertionError, OSError, ValueError):
        for number in range(1_000_000):
            driver.perform("write", 0, path, page(f"{number}", 20_000), "")


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A directory that goes away in the end."""
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory)


def main(seconds: float) -> int:
    """Runs all races and gives the exit status."""
    say_who_is_left_out()
    try:
        known = {host: command(host) for host in HOSTS}
    except Unbuilt as problem:
        print(f"hosts: {problem}", file=sys.stderr)
        return 2
    drivers = [Driver(host, known[host]) for host in HOSTS for _ in range(PROCESSES_OF_EACH)]
    status = 0
    races: list[Callable[[Path], str]] = [
        lambda directory: Race(drivers, directory).count(seconds),
        lambda directory: Race(drivers, directory).take_over(),
        lambda directory: Race(drivers, directory).append(seconds / 4),
        lambda directory: Race(drivers, directory).rename(),
        lambda directory: kill(known, directory),
    ]
    for name, race in zip(("count", "take over", "append", "rename", "kill"), races):
        with scratch() as directory:
            try:
                print(f"race of {len(drivers)} processes, {name}: {race(directory)}")
            except AssertionError as problem:
                status = 1
                print(f"race of {len(drivers)} processes, {name}: FAILED: {problem}", file=sys.stderr)
    for driver in drivers:
        driver.close()
    return status


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 4.0))
