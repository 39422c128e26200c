#!/usr/bin/env python3
"""`scrub` with the command lines of all four hosts: real pipes, real streams, the same bytes.

README.md says what there is. Needs what `make build` builds. Exit status 1: a check failed; 2: something is not built.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from hosts import CONTRACTS, HOSTS, Host
from person import Person
from tally import Tally

TOKEN = "Tq7.made-up/bearer+token"
STREAM = (
    b"to jane@acme.example from somebody\r\n"
    b"\n"
    b'{"level":"info","n":1.50,"password":"a\\"b","at":"/srv/kqz-home/x"}\n'
    b"caf\xc3\xa9 \xff\xfe 10.1.2.3\n"
    b"-----BEGIN PRIVATE KEY-----\n"
    b"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n"
    b"-----END PRIVATE KEY-----\n"
    b"by kqz-user in /srv/kqz-home, v1.2.3.4 at 11:04:10\n"
    b"the end " + b"is far " * 40_000 + b"\n"
    b"token=hunter2"
)
KEPT = "the end " + "is far " * ((256 * 1024 - len("the end ")) // len("is far "))
SCRUBBED = (
    "to [email] from somebody\r\n"
    "\n"
    '{"level":"info","n":1.50,"password":"[secret]","at":"[path]"}\n'
    "caf\u00e9 \ufffd\ufffd [address]\n"
    "[secret]\n"
    "[secret]\n"
    "[secret]\n"
    "by [user] in [path], v1.2.3.4 at 11:04:10\n" + KEPT + "[cut]\n"
    "token=[secret]"
)
SUMMARY = {
    "lines": 10,
    "changed": 9,
    "cut": 1,
    "kinds": {"secret": 5, "email": 1, "address": 1, "user": 1, "path": 2},
}


def main() -> int:
    """Tries every host and gives the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    absent = [path for host in HOSTS for path in host.missing()]
    if absent:
        print(f"scrubbing: not there (run `make build` first): {', '.join(absent)}", file=sys.stderr)
        return 2
    tally = Tally(options.verbose)
    with tempfile.TemporaryDirectory(prefix="aboveboard-scrubbing-") as directory:
        for host in HOSTS:
            scene = Scene(tally, host, Path(directory) / host.language)
            tally.subject(f"scrubbing in {host.language}", scene.run)
    return 1 if tally.failures else 0


class Scene:
    """One host's command line and somebody who uses it."""

    def __init__(self, tally: Tally, host: Host, home: Path) -> None:
        self.tally, self.host = tally, host
        self.person = Person(host, home, CONTRACTS / "pk3s-infra.json")
        self.person.variables.update(HOME="/srv/kqz-home", USER="kqz-user", LOGNAME="kqz-user")

    def run(self) -> None:
        """All that is tried."""
        self.a_whole_stream()
        self.a_bearer_token()
        self.slips()
        self.piece_by_piece()
        self.a_reader_that_has_had_enough()
        self.memory()
        self.tally.same(list(self.person.home.iterdir()), [], f"{self.host.language}: nothing is left in the home")

    def line(self, *words: str) -> list[str]:
        """A command line without a contract."""
        return [*self.host.command, *words]

    def a_whole_stream(self) -> None:
        """Text, JSON, a key over several lines, what is no text, a line that is too long, and no end of line."""
        name = self.host.language
        quiet = self.person.run_line(self.line("scrub"), STREAM)
        self.tally.same(quiet.status, 0, f"{name}: a stream is scrubbed")
        self.tally.check(quiet.output == SCRUBBED, f"{name}: what comes out", quiet.output[:1000])
        self.tally.same(quiet.said, "", f"{name}: nothing is said without --report")
        report = self.person.run_line(self.line("scrub", "--report"), STREAM)
        self.tally.check(report.output == SCRUBBED, f"{name}: a report changes nothing", report.output[:1000])
        entries = [json.loads(line) for line in report.said.splitlines()]
        self.tally.same(entries[-1], SUMMARY, f"{name}: the end of the report")
        lines = SCRUBBED.split("\n")
        for entry in entries[:-1]:
            text = lines[entry["line"] - 1].encode()[entry["start"] : entry["end"]].decode()
            self.tally.same(text, f"[{entry['kind']}]", f"{name}: where {entry} lies")
        self.tally.show(f"{name}: scrub --report", report.said)

    def a_bearer_token(self) -> None:
        """The token of a contract is kept out of what does not look like one."""
        token = {"TELEMETRY_BEARER_TOKEN": TOKEN}
        for words, wanted in (
            (self.person.command("scrub"), "it is [secret]\n"),
            (self.line("scrub"), f"it is {TOKEN}\n"),
        ):
            done = self.person.run_line(words, f"it is {TOKEN}\n".encode(), token)
            self.tally.same((done.status, done.output), (0, wanted), f"{self.host.language}: {words[-3:]}")

    def slips(self) -> None:
        """What people type when they mean something else."""
        for words in (("scrub", "file.txt"), ("scrub", "--reprot")):
            done = self.person.run_line(self.line(*words), b"x")
            self.tally.same((done.status, done.output), (2, ""), f"{self.host.language}: {words}")
            self.tally.check("standard input" in done.said, f"{self.host.language}: {words} is explained", done.said)

    def piece_by_piece(self) -> None:
        """Each line comes out as soon as it is complete, so that it can follow a log."""
        process = self.start()
        assert process.stdin is not None and process.stdout is not None
        for number in range(3):
            process.stdin.write(b"mail a@acme.exa")
            process.stdin.flush()
            process.stdin.write(b"mple %d\nbegun " % number)
            process.stdin.flush()
            wanted = b"mail [email] 0\n" if number == 0 else b"begun mail [email] %d\n" % number
            self.tally.same(process.stdout.readline(), wanted, f"{self.host.language}: line {number} while it runs")
        process.stdin.close()
        self.tally.same(process.stdout.read(), b"begun ", f"{self.host.language}: the rest at the end")
        self.tally.same(process.wait(), 0, f"{self.host.language}: it ends with its input")

    def a_reader_that_has_had_enough(self) -> None:
        """`aboveboard scrub | head -1` is no failure."""
        process = self.start()
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdout.close()
        try:
            for _ in range(64):
                process.stdin.write(b"a line\n" * 10_000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        said = process.stderr.read()
        self.tally.same((process.wait(), said), (0, b""), f"{self.host.language}: the reader goes")

    def memory(self) -> None:
        """It takes no more for sixteen times as much, whether the lines are short or there is only one.

        A collector of garbage takes its time; but whoever kept all of the text and what comes of it would need more.
        """
        for unit in (b"from 10.0.0.1 to 10.0.0.2\n", b"from 10.0.0.1 to 10.0.0.2 "):
            small, large = (self.peak(unit * (size // len(unit))) for size in (1 << 20, 1 << 24))
            self.tally.check(
                large < small + 32 * 1024, f"{self.host.language}: memory for 16 MiB", f"{small} and {large} KiB"
            )

    def peak(self, data: bytes) -> int:
        """The most memory that scrubbing took, in KiB."""
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            process = subprocess.Popen(
                self.line("scrub"), stdin=file, stdout=subprocess.DEVNULL, env=self.person.environment
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.tally.same(process.returncode, 0, f"{self.host.language}: a large stream")
        return usage.ru_maxrss

    def start(self) -> subprocess.Popen[bytes]:
        """Starts to scrub."""
        return subprocess.Popen(
            self.line("scrub"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.person.environment,
        )


if __name__ == "__main__":
    sys.exit(main())
