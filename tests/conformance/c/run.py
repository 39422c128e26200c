#!/usr/bin/env python3
"""Runs vectors on the C surface: python3 tests/conformance/c/run.py FILE...

What goes in and what comes out is in tests/README.md. Comparing JSON is not C's job: the program
build/bin/aboveboard-conformance-c (conformance.c) hands byte strings to the C ABI and its answers back, and this script
reads the vectors, compares and prints. Only the standard library is used.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from compare import meets
from vectors import ALONE, EXPECTATIONS, UnusableFile, read

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "build" / "bin" / "aboveboard-conformance-c"

ABV_OK, ABV_FAILED, ABV_NOT_UTF8 = 0, 1, 5


class Broken(Exception):
    """The program that knows the C ABI does not do its work."""


class Abi:
    """The C ABI, behind the pipes of conformance.c."""

    def __init__(self) -> None:
        try:
            self.process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise Broken(f"{PROGRAM} cannot be run: {error.strerror}; run bindings/shell/build.sh first") from error

    def ask(self, what: str, contract: bytes, operation: str, arguments: bytes) -> tuple[int, bytes]:
        """The status and the text of one call."""
        assert self.process.stdin is not None
        for part in (what.encode(), contract, operation.encode(), arguments):
            self.process.stdin.write(len(part).to_bytes(4, "big") + part)
        self.process.stdin.flush()
        return self._read(1)[0], self._read(int.from_bytes(self._read(4), "big"))

    def close(self) -> int:
        """Ends the program and gives its exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait()

    def _read(self, count: int) -> bytes:
        assert self.process.stdout is not None
        data = self.process.stdout.read(count)
        if len(data) < count:
            raise Broken(f"{PROGRAM.name} ended in the middle of a call, with status {self.process.wait()}")
        return data


def bytes_of(text: str) -> bytes:
    """A text as it is handed over. A lone surrogate goes as the bytes it would be, which are not UTF-8: the ABI has to
    refuse them."""
    return text.encode("utf-8", "surrogatepass")


def perform(abi: Abi, contracts: dict[str, str], vector: dict[str, Any]) -> dict[str, Any]:
    """Runs one vector: `{"result": ...}` or `{"error": ...}`."""
    operation = vector["operation"]
    what = operation if operation == "open" or operation in ALONE else "call"
    contract = b"" if what in ALONE else bytes_of(contracts[vector["contract"]])
    status, text = abi.ask(what, contract, operation, bytes_of(vector["arguments"]))
    if status == ABV_OK:
        return {"result": json.loads(text) if text else {}}
    if status == ABV_FAILED:
        error = json.loads(text)
        return {"error": {"code": error["code"], "at": error["at"]}}
    if status == ABV_NOT_UTF8:
        return {"error": {"code": "not_utf8", "at": ""}}
    raise Broken(f"vector {vector['id']}: the C ABI answered with status {status}")


def run_file(abi: Abi, path: str) -> list[bool]:
    """Runs one file, prints a line for each vector and gives their verdicts."""
    contracts, vectors = read(path)
    verdicts = []
    for vector in vectors:
        outcome = perform(abi, contracts, vector)
        passed = meets(vector, outcome)
        line: dict[str, Any] = {"id": vector["id"], "ok": passed, **outcome}
        if not passed:
            line["expected"] = {key: vector[key] for key in EXPECTATIONS if key in vector}
        print(json.dumps(line, separators=(",", ":")))
        verdicts.append(passed)
    return verdicts


def main(paths: list[str]) -> int:
    """Runs all files; the exit status is as tests/README.md says."""
    if not paths:
        print("usage: run.py FILE...", file=sys.stderr)
        return 2
    try:
        abi = Abi()
        verdicts = [verdict for path in paths for verdict in run_file(abi, path)]
        if abi.close() != 0:
            raise Broken(f"{PROGRAM.name} did not end well")
    except (Broken, UnusableFile) as error:
        print(f"conformance c: {error}", file=sys.stderr)
        return 2
    passed = sum(verdicts)
    counts = {"surface": "c", "total": len(verdicts), "passed": passed, "failed": len(verdicts) - passed}
    print(json.dumps(counts, separators=(",", ":")))
    return 0 if passed == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
