"""Starts the drivers: each performs effects of one host, as it is asked through a pipe."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
HAS_GO = subprocess.run([ROOT / "tests/house/tools.sh", "go"], check=False).returncode == 0
HOSTS = ("c", "python", "node", "rust", *(["go"] if HAS_GO else []))
BUILT = ROOT / "build"


class Unbuilt(Exception):
    """Something that a driver needs has not been built."""


def say_who_is_left_out() -> None:
    """Says loudly which host does not take part on this machine."""
    if not HAS_GO:
        print("hosts: GO 1.24 OR NEWER IS NOT INSTALLED: its host is LEFT OUT", file=sys.stderr)


def rust_driver() -> str:
    """The path of the Rust host's own unit tests, one of which is its driver."""
    build = ["cargo", "test", "--quiet", "--locked", "--package", "aboveboard-host", "--lib", "--no-run"]
    done = subprocess.run([*build, "--message-format=json"], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "aboveboard_host":
            return str(message["executable"])
    raise Unbuilt("cargo did not build the tests of aboveboard-host")


def built(path: Path) -> str:
    """The path, where something is there."""
    if not path.exists():
        raise Unbuilt(f"{path} is not there: run `make build`")
    return str(path)


def command(host: str) -> list[str]:
    """What starts the driver of a host."""
    if host == "c":
        return [built(BUILT / "bin" / "aboveboard-driver-c")]
    if host == "python":
        return [built(BUILT / "venv" / "bin" / "python"), str(HERE / "driver.py")]
    if host == "node":
        # By its path, since some cases take PATH away.
        return [shutil.which("node") or "node", str(HERE / "driver.mjs")]
    if host == "go":
        return [built(BUILT / "bin" / "aboveboard-driver-go"), "driver"]
    return [rust_driver(), "--exact", "driver::driver", "--ignored", "--nocapture", "--quiet"]


class Driver:
    """One process that performs effects. ``wrapper`` is a command that starts another, such as setpriv."""

    def __init__(
        self,
        host: str,
        command: list[str],
        wrapper: tuple[str, ...] = (),
        umask: int = 0o022,
        directory: Path = ROOT,
        variables: dict[str, str] | None = None,
    ) -> None:
        self.host = host
        kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME")}
        self._process = subprocess.Popen(
            [*wrapper, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**kept, **(variables or {})},
            umask=umask,
            cwd=directory,
        )
        if host == "rust":  # the test harness speaks first
            while self._line() != b"running 1 test\n":
                pass

    def perform(self, operation: str, number: int, *texts: str) -> dict[str, str]:
        """Has one effect performed: ``{"text": ...}`` or ``{"error": CLASS}``."""
        data = [text.encode() for text in (*texts, "", "", "")[:3]]
        lengths = " ".join(str(len(part)) for part in data)
        self._stdin.write(f"{operation} {number} {lengths}\n".encode() + b"".join(data))
        self._stdin.flush()
        error, length = self._line().split()
        text = self._stdout.read(int(length)).decode(errors="surrogateescape")
        return {"text": text} if error == b"ok" else {"error": error.decode()}

    def descriptors(self) -> int:
        """How many files it has open."""
        return len(list(Path(f"/proc/{self._process.pid}/fd").iterdir()))

    def children(self) -> int:
        """How many processes it has started and not waited for."""
        count = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # others come and go
                parent = path.read_bytes().rpartition(b")")[2].split()[1]
                count += int(parent) == self._process.pid
        return count

    def close(self) -> None:
        """Ends it, and checks that it ends well."""
        self._stdin.close()
        self._stdout.read()
        status = self._process.wait()
        self._stdout.close()
        assert status == 0, f"the driver of {self.host} ended with status {status}"

    def kill(self) -> None:
        """Ends it at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._stdin.close()
        self._stdout.close()

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    @property
    def _stdout(self) -> Any:
        return self._process.stdout

    def _line(self) -> bytes:
        line: bytes = self._stdout.readline()
        assert line, f"the driver of {self.host} has ended"
        return line
