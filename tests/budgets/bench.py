#!/usr/bin/env python3
"""Times what a user of a tool would feel, against the least that a process can cost. Run by `make bench`, not by CI.

Each comparison alternates the two programs in one go and quotes the medians and the minima. Exit status 1 where the
median is over the budget in budgets.json, or where what is timed does not do what it should.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HELPER = ROOT / "build/bin/aboveboard"
PYTHON = ROOT / "build/venv/bin/python"
NODE_MODULE = ROOT / "bindings/node/index.cjs"
BUDGETS = json.loads(Path(__file__).with_name("budgets.json").read_text(encoding="utf-8"))["times"]
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "EXAMPLE_TELEMETRY": "on"}

ENDPOINT = "EXAMPLE_ENDPOINT"
MODES = ("best_effort", "at_least_once")
SENDS = 200
PAUSE = 40
"""Milliseconds after each, in which what it has left to the background comes to rest."""
IN_MEMORY = Path("/dev/shm")

BRANCHES = 6
LEAVES_A_BRANCH = 10
WHY = "shows how often this part is used, and so where work on it would help the most people"


class BenchError(Exception):
    """What is to be timed does not work."""


def contract() -> dict[str, Any]:
    """A contract of 60 leaves and some 10 KB."""
    kinds: list[dict[str, Any]] = [
        {"token": 32, "other": True},
        {"enum": ["started", "success", "failed", "skipped"]},
        {"integer": [0, 1000000]},
        {"boolean": True},
    ]
    payload = {
        f"branch_{branch}": {
            f"leaf_number_{leaf}": {**kinds[leaf % len(kinds)], "why": WHY} for leaf in range(LEAVES_A_BRANCH)
        }
        for branch in range(BRANCHES)
    }
    return {
        "contract": 1,
        "tool": "example",
        "schema_version": "1",
        "consent_version": 1,
        "consent": {
            "sources": [{"env": "EXAMPLE_TELEMETRY"}],
            "undecided": {"interactive": "deny", "unattended": "deny"},
        },
        "payload": payload,
        "events": {"done": {}},
    }


def fields() -> dict[str, dict[str, Any]]:
    """A value for every leaf."""
    values: list[Any] = ["a-token", "success", 123456, True]
    return {
        f"branch_{branch}": {f"leaf_number_{leaf}": values[leaf % len(values)] for leaf in range(LEAVES_A_BRANCH)}
        for branch in range(BRANCHES)
    }


def assignments() -> list[str]:
    """The same on a command line."""
    return [
        f"{branch}.{leaf}={json.dumps(value).strip(chr(34))}"
        for branch, leaves in fields().items()
        for leaf, value in leaves.items()
    ]


@contextmanager
def dead_network(listens: bool) -> Iterator[tuple[str, socket.socket]]:
    """An address at which nobody listens, or at which everybody is kept waiting."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        if listens:
            bound.listen(4 * SENDS)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/", bound


def output(command: list[str], variables: Mapping[str, str] | None = None) -> str:
    """What a program prints, where it succeeds."""
    environment = {**ENVIRONMENT, **(variables or {})}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise BenchError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


class Bench:
    """A directory with the small C programs that a comparison needs."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.empty = directory / "empty"
        (directory / "empty.c").write_text("int main(void) { return 0; }\n", encoding="utf-8")
        compiler = os.environ.get("CC", "cc")
        output([compiler, "-O2", "-o", str(self.empty), str(directory / "empty.c")])
        self.alternate = directory / "alternate"
        output([compiler, "-O2", "-o", str(self.alternate), str(Path(__file__).with_name("alternate.c"))])

    def compare(
        self,
        rounds: int,
        bare: list[str],
        loaded: list[str],
        pause: int = 0,
        variables: Mapping[str, str] | None = None,
    ) -> tuple[list[float], list[float]]:
        """The milliseconds of both, after a tenth of the rounds to warm up."""
        given = [str(self.alternate), str(rounds + rounds // 10), str(pause), *bare, "--", *loaded]
        lines = output(given, variables).splitlines()
        pairs = [[int(nanoseconds) / 1e6 for nanoseconds in line.split()] for line in lines[rounds // 10 :]]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def helper(self) -> bool:
        """One payload, over an empty program."""
        path = self.directory / "contract.json"
        path.write_text(json.dumps(contract(), indent=1), encoding="utf-8")
        given = [str(HELPER), "--contract", str(path)]
        begun = output([*given, "begin"]).strip()
        command = [*given, "--run", begun, "payload", "done", *assignments()]
        # RFC 8785 for this plain ASCII: sorted names, no white space.
        wanted = json.dumps(fields(), sort_keys=True, separators=(",", ":"))
        if output(command) != wanted:
            raise BenchError("the helper does not print the bytes that it should")
        bare, loaded = self.compare(2000, [str(self.empty)], command)
        ratio = statistics.median(loaded) / statistics.median(bare)
        print(f"helper, one payload: contract of {path.stat().st_size} bytes and {len(assignments())} leaves")
        print(
            f"  median {statistics.median(loaded):.3f} ms, an empty program {statistics.median(bare):.3f} ms:"
            f" ratio {ratio:.2f} (minima {min(loaded) / min(bare):.2f})"
        )
        return within(ratio, BUDGETS["helper_payload_ratio"], "times an empty program")

    def sending(self) -> bool:
        """What `send` takes until it returns, over `payload` of the same event, where the network is dead.

        What is stored is synchronised with the disk before `send` returns. That is the disk's time, and told apart: the
        ratios are of an outbox in memory.
        """
        memory = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else self.directory
        disk = ROOT / "build"
        good = True
        for mode in MODES:
            for listens, network in ((False, "nobody listens"), (True, "everybody is kept waiting")):
                built, sent = self.send(memory, mode, listens)
                ratio = statistics.median(sent) / statistics.median(built)
                print(
                    f"send, {mode}, {network}: median {statistics.median(sent):.3f} ms, payload"
                    f" {statistics.median(built):.3f} ms: ratio {ratio:.2f} (minima {min(sent) / min(built):.2f})"
                )
                good = within(ratio, BUDGETS["send_ratio"], "times the payload") and good
        _, stored = self.send(disk, mode, listens)
        kinds = [output(["stat", "-f", "-c", "%T", str(path)]).strip() for path in (memory, disk)]
        cost = statistics.median(stored) - statistics.median(sent)
        print(f"  with the outbox on {kinds[1]} and not on {kinds[0]} the last takes {cost:.3f} ms more: the disk's")
        return good

    def send(self, where: Path, mode: str, listens: bool) -> tuple[list[float], list[float]]:
        """The milliseconds of `payload` and of `send`, with a home in this directory."""
        path = self.directory / f"{mode}.json"
        delivery = {
            "endpoint": {"url": "https://telemetry.example.com/v1", "env": ENDPOINT},
            "mode": mode,
            "connect_timeout_seconds": {"value": 1},
            "timeout_seconds": {"value": 1},
        }
        path.write_text(json.dumps({**contract(), "delivery": delivery}, indent=1), encoding="utf-8")
        with tempfile.TemporaryDirectory(dir=where) as home, dead_network(listens) as (url, bound):
            variables = {"HOME": home, ENDPOINT: url}
            given = [str(HELPER), "--contract", str(path)]
            begun = [*given, "--run", output([*given, "begin"], variables).strip()]
            words = ["done", *assignments()]
            times = self.compare(SENDS, [*begun, "payload", *words], [*begun, "send", *words], PAUSE, variables)
            waiting = len(list(Path(home).rglob("*.outbox/*")))
            if (waiting > 0) != (mode != MODES[0]):
                raise BenchError(f"with {mode} {waiting} batches wait")
            if listens:
                bound.settimeout(1)
                bound.accept()[0].close()  # so that somebody has come at all
            time.sleep(2)  # for what still runs in this home
        return times

    def over_the_interpreter(self, what: str, budget: float, bare: list[str], loaded: list[str]) -> bool:
        """What loading costs on top of the bare interpreter."""
        output(loaded)
        before, after = self.compare(100, bare, loaded)
        cost = statistics.median(after) - statistics.median(before)
        print(
            f"{what}: median {statistics.median(after):.1f} ms, bare {statistics.median(before):.1f} ms:"
            f" {cost:.1f} ms more (minima {min(after) - min(before):.1f})"
        )
        return within(cost, budget, "ms")


def within(value: float, budget: float, unit: str) -> bool:
    """Says whether the budget is kept."""
    print(f"  {'within' if value <= budget else 'OVER'} the budget of {budget} {unit}")
    return value <= budget


def main() -> int:
    """Runs every comparison."""
    absent = [str(path) for path in (HELPER, PYTHON, NODE_MODULE) if not path.exists()]
    if absent:
        print(f"bench: not there (run `make build` first): {', '.join(absent)}", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory() as directory:
            bench = Bench(Path(directory))
            good = bench.helper()
            good = bench.sending() and good
            good = (
                bench.over_the_interpreter(
                    "Python import",
                    BUDGETS["python_import_milliseconds"],
                    [str(PYTHON), "-c", "pass"],
                    [str(PYTHON), "-c", "import aboveboard; aboveboard.open"],
                )
                and good
            )
            # The module is compiled with the first call.
            node = f"require({json.dumps(str(NODE_MODULE))})"
            for what, budget, code in (
                ("Node load", "node_load_milliseconds", node),
                ("Node load and first call", "node_first_call_milliseconds", f"{node}.version()"),
            ):
                measured = bench.over_the_interpreter(what, BUDGETS[budget], ["node", "-e", "0"], ["node", "-e", code])
                good = measured and good
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
