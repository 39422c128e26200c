"""Runs vectors through the Python package; tests/README.md says what a vectors file is and what is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aboveboard
from aboveboard import surface

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from compare import meets
from vectors import EXPECTATIONS, UnusableFile, read

WITHOUT_CONTRACT = {"step": surface.step, "scrub": surface.scrub}


def run(vector: dict[str, Any], contracts: dict[str, str]) -> dict[str, Any]:
    """Run one vector and give its line."""
    text = vector["arguments"]
    try:
        if vector["operation"] in WITHOUT_CONTRACT:
            result = json.loads(WITHOUT_CONTRACT[vector["operation"]](text))
        else:
            contract = aboveboard.Contract(contracts[vector["contract"]])
            result = {} if vector["operation"] == "open" else json.loads(contract.call(vector["operation"], text))
    except aboveboard.AboveboardError as error:
        got: dict[str, Any] = {"error": {"code": error.code, "at": error.at}}
    else:
        got = {"result": result}
    passed = meets(vector, got)
    line = {"id": vector["id"], "ok": passed, **got}
    if not passed:
        line["expected"] = {name: vector[name] for name in EXPECTATIONS if name in vector}
    return line


def lines(paths: list[str]) -> Iterator[dict[str, Any]]:
    """Give the line of every vector of every file, then the count."""
    total = passed = 0
    for path in paths:
        contracts, vectors = read(path)
        for vector in vectors:
            line = run(vector, contracts)
            total += 1
            passed += line["ok"]
            yield line
    yield {"surface": "python", "total": total, "passed": passed, "failed": total - passed}


def main(paths: list[str]) -> int:
    """Run all files; 0 when all passed, 1 when a vector failed, 2 when a file is none."""
    if not paths:
        print("usage: run.py FILE...", file=sys.stderr)
        return 2
    line: dict[str, Any] = {}
    try:
        for line in lines(paths):
            print(json.dumps(line, separators=(",", ":")))
    except UnusableFile as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if line["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
