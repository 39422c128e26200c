"""Runs cases.json on every host: the same effect, the same answer, the same files after it.

    python3 tests/hosts/run.py [--valgrind] [HOST...]

The hosts are c, python, node, rust and, where Go is installed, go. Exit status 1: a case has failed; 2: something has
not been built.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from answering import Answering
from drivers import HERE, HOSTS, Driver, Unbuilt, command, say_who_is_left_out
from keyboard import Keyboard
from scene import Scene, Unavailable, filled, may_mount

# Uid 0 without capabilities owns its files, and may not do more than their modes say.
WITHOUT_PRIVILEGES = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
VALGRIND = (shutil.which("valgrind") or "valgrind", "--quiet", "--leak-check=full", "--error-exitcode=9")
# What is waited for is a lock, for 2 seconds. Machines are slow at times, but nothing else takes as long.
LONGEST_WITHOUT_WAITING = 1.9
LONGEST_WAITING = 15.0


class Runner:
    """Runs cases on one host."""

    def __init__(self, host: str, command: list[str], base: Path, wrapper: tuple[str, ...]) -> None:
        self._host, self._command, self._wrapper = host, command, wrapper
        self._scratch = base / "scratch"
        self._scratch.parent.mkdir()
        self._driver = self._start()
        self.failures: list[str] = []
        self.left_out: list[str] = []
        self.passed = 0

    def run(self, cases: list[dict[str, Any]]) -> None:
        """Runs them all, and checks that the driver holds nothing open that it did not hold after the first one."""
        held = None
        for case in cases:
            try:
                if self._host in case.get("except", []):
                    raise Unavailable("another host")
                self._run(case)
            except Unavailable as what:
                self.left_out.append(f"{case['id']}: needs {what}")
            held = held or self._driver.descriptors()
            if left := self._driver.children():
                self.failures.append(f"{self._host}: {case['id']}: left {left} processes behind")
        if held != self._driver.descriptors():
            self.failures.append(f"{self._host}: {held} descriptors became {self._driver.descriptors()}")
        self._driver.close()

    def _run(self, case: dict[str, Any]) -> None:
        operation, number, *texts = case["effect"]
        texts = [self._filled(text) for text in texts]
        prompt = texts[0] if "typed" in case else ""
        typed = case.get("typed") and self._filled(case["typed"])
        with ExitStack() as stack:
            scene = stack.enter_context(Scene(case, self._scratch))
            keyboard = stack.enter_context(Keyboard(prompt, typed))
            receiver = stack.enter_context(Answering(case.get("answering"), self._filled))
            texts = receiver.texts() if "answering" in case else texts
            driver = self._driver_for(case, keyboard)
            watch = threading.Timer(LONGEST_WAITING, driver.kill)
            watch.start()
            began = time.monotonic()
            try:
                answer: Any = driver.perform(operation, number, *texts)
            except AssertionError as problem:
                raise AssertionError(f"{case['id']}, after {time.monotonic() - began:.1f} s: {problem}") from None
            seconds = time.monotonic() - began
            watch.cancel()
            if driver is not self._driver:
                driver.close()
            self._judge(case, answer, seconds, scene)
            if left := keyboard.left():
                self.failures.append(f"{self._host}: {case['id']}: left {left} bytes for the next reader")

    def _filled(self, text: str) -> str:
        return filled(text, self._scratch)

    def _judge(self, case: dict[str, Any], answer: Any, seconds: float, scene: Scene) -> None:
        want = {"error": case["error"]} if "error" in case else {"text": self._filled(case.get("text", ""))}
        problems = []
        if case.get("no_answer"):
            # A host that has curl send says what that has ended with.
            want = {"error": "other"}
            answer = want if re.fullmatch(r"curl: [1-9]\d*\n", answer.get("text", "")) else answer
        if case["effect"][0] == "list":
            answer, want = in_order(answer), in_order(want)
        if answer != want:
            problems.append(f"answered {answer!s:.400}, not {want!s:.400}")
        shortest = case.get("seconds", 0)
        if not shortest <= seconds < (LONGEST_WAITING if shortest or self._wrapper else LONGEST_WITHOUT_WAITING):
            problems.append(f"took {seconds:.2f} s")
        found, expected = scene.found(), scene.expected()
        for name in sorted({*found, *expected}):
            if found.get(name) != expected.get(name):
                problems.append(f"{name[:80]} is {found.get(name)!s:.200}, not {expected.get(name)!s:.200}")
        self.passed += not problems
        self.failures += [f"{self._host}: {case['id']}: {problem}" for problem in problems]

    def _failing(self, call: str, well: int, failing: int, name: str) -> dict[str, str]:
        """The variables under which the system lets a call fail, by failing.c."""
        compiler = shutil.which(os.environ.get("CC", "cc"))
        if compiler is None or sys.platform != "linux" or self._wrapper:
            raise Unavailable("a C compiler, Linux, and no valgrind")
        library = self._scratch.parent / "failing.so"
        if not library.exists():
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "failing.c"], check=True)
        number = 0 if name == "short" else getattr(errno, name)
        return {"LD_PRELOAD": str(library), "ABOVEBOARD_FAILING": f"{call} {well} {failing} {number}"}

    def _driver_for(self, case: dict[str, Any], keyboard: Keyboard) -> Driver:
        """The one that serves most cases, or one of its own for a case that wants another process."""
        wrapper: tuple[str, ...] = ()
        if case.get("as") == "unprivileged" and os.getuid() == 0:
            if shutil.which("setpriv") is None:
                raise Unavailable("setpriv")
            wrapper = WITHOUT_PRIVILEGES
        if "typed" in case:
            wrapper = keyboard.wrapper()
        if "under" in case:
            if shutil.which("bash") is None:
                raise Unavailable("bash")
            wrapper = (*wrapper, "bash", "-c", f'{self._filled(case["under"])}; exec "$0" "$@"')
        variables = self._failing(*case["failing"]) if "failing" in case else {}
        if "umask" in case or wrapper or variables:
            return self._start(wrapper, int(case.get("umask", "022"), 8), variables)
        return self._driver

    def _start(
        self, wrapper: tuple[str, ...] = (), umask: int = 0o022, variables: dict[str, str] | None = None
    ) -> Driver:
        if umask == 0o777 and self._wrapper:
            raise Unavailable("files of its own, which valgrind could not read under this umask")
        return Driver(self._host, self._command, (*wrapper, *self._wrapper), umask, self._scratch.parent, variables)


def in_order(answer: dict[str, str]) -> dict[str, str]:
    """An answer with its lines in order, for one that may be in any."""
    return {key: "".join(sorted(text.splitlines(keepends=True))) for key, text in answer.items()}


def with_own_mounts() -> None:
    """Starts this program again where it may mount, which nobody else sees; goes on as it is where that cannot be."""
    if may_mount() or sys.platform != "linux" or shutil.which("unshare") is None:
        return
    unshare = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]
    if subprocess.run([*unshare, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode == 0:
        os.environ["ABOVEBOARD_OWN_MOUNTS"] = "yes"
        os.execvp(unshare[0], [*unshare, sys.executable, *sys.argv])


def main() -> int:
    """Runs what was asked for, all hosts at once, and gives the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--valgrind", action="store_true", help="run the driver in C under valgrind")
    parser.add_argument("host", nargs="*", choices=[*HOSTS, []])
    options = parser.parse_args()
    with_own_mounts()
    say_who_is_left_out()
    cases = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))["cases"]
    assert len({case["id"] for case in cases}) == len(cases), "two cases have one id"
    try:
        known = {host: command(host) for host in options.host or HOSTS}
    except Unbuilt as problem:
        print(f"hosts: {problem}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as base, ThreadPoolExecutor() as pool:
        Path(base).chmod(0o755)
        runners = {
            host: Runner(host, known[host], Path(base) / host, VALGRIND if options.valgrind and host == "c" else ())
            for host in known
        }
        for ended in [pool.submit(runner.run, cases) for runner in runners.values()]:
            ended.result()
    failures = [failure for runner in runners.values() for failure in runner.failures]
    for host, runner in runners.items():
        print(f"files on the host {host}: {runner.passed} of {len(cases)} cases passed")
        for reason in runner.left_out:
            print(f"    left out: {reason}")
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
