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

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "build" / "bin" / "aboveboard-conformance-c"
EXPECTATIONS = ("want", "want_at", "want_missing", "error")
WITHOUT_CONTRACT = ("step", "scrub")

ABV_OK, ABV_FAILED, ABV_NOT_UTF8 = 0, 1, 5


class Malformed(Exception):
    """A file that cannot be read or is not of the form in tests/README.md."""


class Abi:
    """The C ABI, behind the pipes of conformance.c."""

    def __init__(self) -> None:
        try:
            self.process = subprocess.Popen([PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise Malformed(f"{PROGRAM} cannot be run: {error.strerror}; run bindings/shell/build.sh first") from error

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
            raise Malformed(f"{PROGRAM.name} ended in the middle of a call, with status {self.process.wait()}")
        return data


def text_of(value: Any) -> bytes:
    """A contract or arguments as they are handed over: a text as it is, anything else as JSON."""
    text = value if isinstance(value, str) else json.dumps(value)
    # A lone surrogate is handed over as the bytes it would be, which are not UTF-8: the ABI has to refuse them.
    return text.encode("utf-8", "surrogatepass")


def contracts_of(document: dict[str, Any]) -> dict[str, bytes]:
    """The contracts of a file, by name."""
    contracts = {}
    for name, value in document.get("contracts", {}).items():
        if isinstance(value, dict) and set(value) == {"bundled"}:
            contracts[name] = (ROOT / "core" / "contracts" / f"{value['bundled']}.json").read_bytes()
        else:
            contracts[name] = text_of(value)
    return contracts


def perform(abi: Abi, contracts: dict[str, bytes], vector: dict[str, Any]) -> dict[str, Any]:
    """Runs one vector: `{"result": ...}` or `{"error": ...}`."""
    operation = vector["operation"]
    what = operation if operation == "open" or operation in WITHOUT_CONTRACT else "call"
    contract = b"" if what in WITHOUT_CONTRACT else contracts[vector["contract"]]
    status, text = abi.ask(what, contract, operation, text_of(vector.get("arguments", {})))
    if status == ABV_OK:
        return {"result": json.loads(text) if text else {}}
    if status == ABV_FAILED:
        error = json.loads(text)
        return {"error": {"code": error["code"], "at": error["at"]}}
    if status == ABV_NOT_UTF8:
        return {"error": {"code": "not_utf8", "at": ""}}
    raise Malformed(f"vector {vector['id']}: the C ABI answered with status {status}")


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: Python takes true for 1."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def find(document: Any, pointer: str) -> list[Any]:
    """What is at a JSON pointer (RFC 6901), in a list that is empty where there is nothing."""
    if pointer == "":
        return [document]
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and token in document:
            document = document[token]
        elif isinstance(document, list) and token.isascii() and token.isdecimal() and int(token) < len(document):
            document = document[int(token)]
        else:
            return []
    return [document]


def holds(vector: dict[str, Any], outcome: dict[str, Any]) -> bool:
    """Does the outcome meet what the vector expects?"""
    if "error" in vector:
        found = outcome.get("error", {})
        return bool(found) and all(found.get(key) == value for key, value in vector["error"].items())
    if "result" not in outcome:
        return False
    result = outcome["result"]
    if "want" in vector and not same(result, vector["want"]):
        return False
    for pointer, value in vector.get("want_at", {}).items():
        found = find(result, pointer)
        if not found or not same(found[0], value):
            return False
    return not any(find(result, pointer) for pointer in vector.get("want_missing", []))


def check_form(vector: Any, contracts: dict[str, bytes]) -> None:
    """Refuses a vector that is not of the form, above all one that could not fail."""
    if not isinstance(vector, dict) or not isinstance(vector.get("id"), str):
        raise Malformed("a vector has no id")
    expectations = [key for key in EXPECTATIONS if key in vector]
    if not expectations or ("error" in expectations and len(expectations) > 1):
        raise Malformed(f"vector {vector['id']}: expects nothing, or an error and something else")
    if any(key.startswith("want") and key not in EXPECTATIONS for key in vector):
        # Other members are notes, but an expectation with a slip in its name would never fail.
        raise Malformed(f"vector {vector['id']}: an unknown expectation")
    operation = vector.get("operation")
    needs_contract = operation not in WITHOUT_CONTRACT
    if not isinstance(operation, str) or (needs_contract and vector.get("contract") not in contracts):
        raise Malformed(f"vector {vector['id']}: its operation or its contract is not there")


def run_file(abi: Abi, path: str) -> list[bool]:
    """Runs one file, prints a line for each vector and gives their verdicts."""
    try:
        document = json.loads(Path(path).read_bytes())
        contracts = contracts_of(document)
        vectors = document["vectors"]
        for vector in vectors:
            check_form(vector, contracts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Malformed) as error:
        raise Malformed(f"{path}: {error}") from error
    verdicts = []
    for vector in vectors:
        outcome = perform(abi, contracts, vector)
        passed = holds(vector, outcome)
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
            raise Malformed(f"{PROGRAM.name} did not end well")
    except Malformed as error:
        print(f"conformance c: {error}", file=sys.stderr)
        return 2
    passed = sum(verdicts)
    counts = {"surface": "c", "total": len(verdicts), "passed": passed, "failed": len(verdicts) - passed}
    print(json.dumps(counts, separators=(",", ":")))
    return 0 if passed == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
