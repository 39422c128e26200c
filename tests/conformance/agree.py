#!/usr/bin/env python3
"""Did all four surfaces pass every vector, and say the same?

    agree.py DIRECTORY FILE...

DIRECTORY holds the output of each runner under the name of its surface; the FILEs are the vectors that were run. How
many there should be is counted here, from the files, and not believed from any runner. Exit status 0: they agree; 1:
they do not, or something failed; each difference is said on standard error.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SURFACES = ("rust", "c", "python", "node")
MOST_SHOWN = 20


def normalised(text: str) -> str:
    """One line of JSON in one spelling; what is not JSON stays as it is and so agrees with nothing."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def members(line: str) -> dict[str, Any]:
    """The members of a line that is a JSON object; of any other there are none."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def complaints(surface: str, lines: list[str], ids: list[str]) -> list[str]:
    """What is wrong with the output of one surface, by itself."""
    if not lines:
        return [f"{surface}: there is no output"]
    count = {"surface": surface, "total": len(ids), "passed": len(ids), "failed": 0}
    found = []
    if lines[-1] != json.dumps(count, sort_keys=True):
        found.append(f"{surface}: the last line is {lines[-1]}, not {json.dumps(count)}")
    if len(lines) - 1 != len(ids):
        found.append(f"{surface}: {len(lines) - 1} lines for {len(ids)} vectors")
    for line, wanted in zip(lines[:-1], ids):
        identifier = members(line).get("id")
        if identifier != wanted:
            found.append(f"{surface}: a line for {identifier!r} where {wanted!r} was next")
            break
    return found


def failures(outputs: dict[str, list[str]]) -> list[str]:
    """Each line that says something else than `ok`, once, with the surfaces that it comes from."""
    surfaces: dict[str, list[str]] = {}
    for surface, lines in outputs.items():
        for line in lines[:-1]:
            if members(line).get("ok") is not True:
                surfaces.setdefault(line, []).append(surface)
    return [f"failed on {', '.join(names)}: {line}" for line, names in surfaces.items()]


def differences(outputs: dict[str, list[str]]) -> list[str]:
    """Where a surface says something else than the first one does."""
    first, *others = SURFACES
    found = []
    for surface in others:
        if len(outputs[surface]) != len(outputs[first]):
            found.append(f"{surface} has {len(outputs[surface])} lines, {first} has {len(outputs[first])}")
        for left, right in zip(outputs[first][:-1], outputs[surface][:-1]):
            if left != right:
                found.append(f"{first} says {left}\n{surface} says {right}")
    return found


def identifiers(path: str) -> list[str]:
    """The ids of a file's vectors, in order."""
    document: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return [vector["id"] for vector in document["vectors"]]


def main(arguments: list[str]) -> int:
    """Compares, says what differs, and gives the exit status."""
    if len(arguments) < 2:
        print("usage: agree.py DIRECTORY FILE...", file=sys.stderr)
        return 2
    directory, *files = arguments
    try:
        ids = [identifier for path in files for identifier in identifiers(path)]
        outputs = {
            # Not splitlines(): JSON may hold U+2028 and its like as they are.
            surface: [normalised(line) for line in (Path(directory) / surface).read_text("utf-8").split("\n") if line]
            for surface in SURFACES
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"agree.py: {error!r}", file=sys.stderr)
        return 1
    found = [complaint for surface in SURFACES for complaint in complaints(surface, outputs[surface], ids)]
    found += failures(outputs) + differences(outputs)
    if not ids:
        found.append("there is not a single vector")
    for complaint in found[:MOST_SHOWN]:
        print(complaint, file=sys.stderr)
    if len(found) > MOST_SHOWN:
        print(f"and {len(found) - MOST_SHOWN} more", file=sys.stderr)
    if found:
        return 1
    print(f"{len(ids)} vectors passed on each of {', '.join(SURFACES)}, with the same answers")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
