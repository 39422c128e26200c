"""Runs vectors through the Python package; tests/README.md says what a vectors file is and what is printed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aboveboard
from aboveboard import surface

CONTRACTS = Path(__file__).resolve().parents[3] / "core" / "contracts"
EXPECTATIONS = ("want", "want_at", "want_missing", "error")
WITHOUT_CONTRACT = {"step": surface.step, "scrub": surface.scrub}
NOTHING = object()


class FormError(Exception):
    """A file that cannot be read, or that is no vectors file."""


def load(path: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Give the contracts of a file as texts, by name, and its vectors."""
    try:
        document = json.loads(Path(path).read_bytes().decode("utf-8"), parse_constant=refuse_constant)
    except (OSError, ValueError, RecursionError) as error:
        raise FormError(f"{path}: cannot be read as JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("vectors"), list):
        raise FormError(f'{path}: "vectors" is not a list')
    given = document.get("contracts", {})
    if not isinstance(given, dict):
        raise FormError(f'{path}: "contracts" is not an object')
    contracts = {name: contract_text(path, name, value) for name, value in given.items()}
    for position, vector in enumerate(document["vectors"]):
        check(f"{path}: /vectors/{position}", vector, contracts)
    return contracts, document["vectors"]


def refuse_constant(name: str) -> None:
    """Refuse what Python reads although JSON does not have it."""
    raise ValueError(f"{name} is not JSON")


def contract_text(path: str, name: str, value: object) -> str:
    """Give the text of one contract."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and set(value) == {"bundled"}:
        try:
            return (CONTRACTS / f"{value['bundled']}.json").read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise FormError(f"{path}: the contract {name!r} cannot be read: {error}") from None
    return json.dumps(value)


def check(where: str, vector: object, contracts: dict[str, str]) -> None:
    """Refuse what is no vector: one that expects nothing would pass whatever happens."""
    if not isinstance(vector, dict) or not all(isinstance(vector.get(name), str) for name in ("id", "operation")):
        raise FormError(f'{where}: a vector has the texts "id" and "operation"')
    if vector["operation"] not in WITHOUT_CONTRACT and vector.get("contract") not in contracts:
        raise FormError(f'{where}: "contract" names none of the file\'s contracts')
    expected = [name for name in EXPECTATIONS if name in vector]
    if not expected or ("error" in expected and len(expected) > 1):
        raise FormError(f'{where}: a vector has "error", or some of "want", "want_at" and "want_missing"')
    forms = {"want_at": dict, "want_missing": list, "error": dict}
    if not all(isinstance(vector[name], forms.get(name, object)) for name in expected):
        raise FormError(f"{where}: an expectation is not of its form")


def run(vector: dict[str, Any], contracts: dict[str, str]) -> dict[str, Any]:
    """Run one vector and give its line."""
    arguments = vector.get("arguments", {})
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    try:
        if vector["operation"] in WITHOUT_CONTRACT:
            result = json.loads(WITHOUT_CONTRACT[vector["operation"]](text))
        else:
            contract = aboveboard.Contract(contracts[vector["contract"]])
            result = {} if vector["operation"] == "open" else json.loads(contract.call(vector["operation"], text))
    except aboveboard.AboveboardError as error:
        got: dict[str, Any] = {"error": {"code": error.code, "at": error.at}}
        wanted = vector.get("error")
        passed = wanted is not None and all(same(got["error"].get(name), value) for name, value in wanted.items())
    else:
        got = {"result": result}
        passed = "error" not in vector and meets(result, vector)
    line = {"id": vector["id"], "ok": passed, **got}
    if not passed:
        line["expected"] = {name: vector[name] for name in EXPECTATIONS if name in vector}
    return line


def meets(result: object, vector: dict[str, Any]) -> bool:
    """Say whether a result is what the vector wants."""
    return (
        ("want" not in vector or same(result, vector["want"]))
        and all(same(at(result, pointer), value) for pointer, value in vector.get("want_at", {}).items())
        and all(at(result, pointer) is NOTHING for pointer in vector.get("want_missing", []))
    )


def at(value: object, pointer: str) -> object:
    """Follow a JSON pointer (RFC 6901); NOTHING where it leads nowhere."""
    if pointer and not pointer.startswith("/"):
        return NOTHING
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and re.fullmatch("0|[1-9][0-9]*", name) and int(name) < len(value):
            value = value[int(name)]
        else:
            return NOTHING
    return value


def same(one: object, other: object) -> bool:
    """Compare as JSON: for Python, true is 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def lines(paths: list[str]) -> Iterator[dict[str, Any]]:
    """Give the line of every vector of every file, then the count."""
    total = passed = 0
    for path in paths:
        contracts, vectors = load(path)
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
    except FormError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if line["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
