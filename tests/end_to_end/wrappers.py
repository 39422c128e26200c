"""The example wrappers in the languages that are installed, and how to run one of them in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "core/contracts/pk3s-infra.json"
HELPER = ROOT / "build/bin/aboveboard"
TOOL_VERSION = "1.4.0"
LONGEST_RUN = 120.0
HAS_GO = subprocess.run([ROOT / "tests/house/tools.sh", "go"], check=False).returncode == 0
if not HAS_GO:
    print("end to end: GO 1.24 OR NEWER IS NOT INSTALLED: its example is LEFT OUT", file=sys.stderr)


@dataclass(frozen=True)
class Wrapper:
    """One example: the language it is written in, how it is started, and what it may take at its end."""

    language: str
    command: tuple[str, ...]
    exit_budget: float
    """How many seconds its end may wait for deliveries: none where they are processes of their own."""

    def missing(self) -> list[str]:
        """What has not been built yet."""
        return [part for part in self.command if part.startswith(str(ROOT)) and not Path(part).exists()]


WRAPPERS = (
    Wrapper("shell", ("bash", str(ROOT / "bindings/shell/examples/infra.sh")), 0.0),
    Wrapper("python", (str(ROOT / "build/venv/bin/python"), str(ROOT / "bindings/python/examples/infra.py")), 2.0),
    Wrapper("node", ("node", str(ROOT / "bindings/node/examples/infra.mjs")), 0.0),
    Wrapper("rust", (str(ROOT / "build/examples/infra"),), 2.0),
    *([Wrapper("go", (str(ROOT / "build/examples/infra-go"),), 0.0)] if HAS_GO else []),
)


@dataclass(frozen=True)
class Finished:
    """How a run of a wrapper ended."""

    status: int
    output: str
    said: str
    seconds: float


class Sandbox:
    """A home, a working directory and a place for temporary files that nobody else uses; removed at the end."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="aboveboard-end-to-end-"))
        for name in ("home", "work", "temporary", "programs"):
            (self.root / name).mkdir()

    def environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        """What a wrapper finds in its environment: nothing of ours but the path and these variables."""
        path = os.pathsep.join([str(self.root / "programs"), str(HELPER.parent), os.environ.get("PATH", "")])
        return {
            "PATH": path,
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "temporary"),
            "LANG": "C.UTF-8",
            **variables,
        }

    def nested_tool(self, script: str) -> None:
        """Puts a script in the place of the nested tool, `sh`, that every wrapper runs as its work."""
        program = self.root / "programs/sh"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)

    def no_nested_tool(self) -> None:
        """Takes it away again."""
        (self.root / "programs/sh").unlink()

    def run(self, command: Sequence[str], variables: Mapping[str, str]) -> Finished:
        """Runs a program to its end, without a terminal; its end is that of its output too."""
        begun = time.monotonic()
        done = subprocess.run(
            list(command),
            cwd=self.root / "work",
            env=self.environment(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_RUN,
            start_new_session=True,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr, time.monotonic() - begun)

    def begin(self, variables: Mapping[str, str]) -> str:
        """A run, begun by the helper: one line of JSON."""
        command = (str(HELPER), "--contract", str(CONTRACT), "begin", "--tool-version", TOOL_VERSION)
        done = self.run(command, variables)
        if done.status != 0 or not done.output.startswith("{"):
            raise RuntimeError(f"the helper began no run (status {done.status}): {done.said}")
        return done.output.strip()

    def remove(self) -> None:
        """Removes it; what is written there meanwhile does not matter."""
        shutil.rmtree(self.root, ignore_errors=True)
