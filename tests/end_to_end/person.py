"""Somebody with a home of their own, who uses the command line of one host."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pseudo_terminal
from hosts import Host

LONGEST = 20.0
Tree = dict[str, tuple[str, str, bytes]]


@dataclass(frozen=True)
class Finished:
    """How a command ended: 124 where it did not end by itself."""

    status: int
    output: str
    said: str

    @property
    def words(self) -> str:
        """All that there was to be read."""
        return self.output + self.said


class Person:
    """One home and one host. What `variables` holds goes into the environment of every command."""

    def __init__(self, host: Host, home: Path, contract: Path, **variables: str) -> None:
        self.host, self.home, self.contract = host, home, contract
        self.variables: dict[str, str] = {"HOME": str(home), **variables}
        self.wrapper: tuple[str, ...] = ()
        home.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing but what was given, so that neither a build nor an agent is found in it."""
        return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", **self.variables}

    def command(self, *words: str) -> list[str]:
        """The whole command line."""
        return [*self.wrapper, *self.host.command, "--contract", str(self.contract), *words]

    def run(self, *words: str, data: bytes = b"", variables: Mapping[str, str] | None = None) -> Finished:
        """Runs a command without a terminal."""
        return self.run_line(self.command(*words), data, variables)

    def run_line(self, line: list[str], data: bytes = b"", variables: Mapping[str, str] | None = None) -> Finished:
        """Runs a command line as it is given."""
        try:
            done = subprocess.run(
                line,
                input=data,
                capture_output=True,
                env={**self.environment, **(variables or {})},
                cwd=self.home.parent,
                timeout=LONGEST,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Finished(124, "", "")
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Starts a command and comes back once it has begun."""
        return subprocess.Popen(
            self.command(*words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            cwd=self.home.parent,
            start_new_session=True,
        )

    def converse(
        self, keys: bytes, *words: str, captured: bool = True, variables: Mapping[str, str] | None = None
    ) -> pseudo_terminal.Conversation:
        """Runs a command on a terminal and types the keys at its question. `captured`: as a script's `$(...)` does."""
        environment = {**self.environment, **(variables or {})}
        return pseudo_terminal.converse(self.command(*words), environment, self.home.parent, keys, captured)

    def place(self, name: str) -> Path:
        """Where a file of the contract is, with its directories made."""
        bases = {"{config}": ".config", "{state}": ".local/state", "{home}": ""}
        base, rest = name.split("/", 1)
        path = self.home / bases[base] / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def tree(self) -> Tree:
        """All that is in the home but directories, which commands may make: kind, mode, and content or target."""
        return {
            str(path.relative_to(self.home)): described
            for path in self.home.rglob("*")
            if (described := describe(path)) is not None
        }


def describe(path: Path) -> tuple[str, str, bytes] | None:
    """One entry of a tree; nothing for a directory that can be looked into."""
    about = path.lstat()
    mode = f"{stat.S_IMODE(about.st_mode):o}"
    if stat.S_ISREG(about.st_mode):
        return ("file", mode, read(path))
    if stat.S_ISLNK(about.st_mode):
        return ("link", "", os.fsencode(os.readlink(path)))
    if stat.S_ISDIR(about.st_mode):
        return None
    return ("other", mode, b"")


def read(path: Path) -> bytes:
    """The content of a file, also of one whose mode keeps its owner from it."""
    if os.access(path, os.R_OK):
        return path.read_bytes()
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode | stat.S_IRUSR)
    content = path.read_bytes()
    path.chmod(mode)
    return content
