"""Every dependency has a licence that docs/dependencies.md allows, and every direct one is named there.

And whoever takes one of our packages alone gets the texts of ours with it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Packages of which cargo or pip take nothing but their own directory; those for Node and Go copy the texts when built.
CARRYING = ("core", "ffi", "bindings/rust", "bindings/python")
ALLOWED = {
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "Unlicense",
    "BSL-1.0",
    "0BSD",
    "MPL-2.0",
    "CDLA-Permissive-2.0",
}


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with allowed licences; `/` is an old way to write OR."""
    expression = expression.replace("/", " OR ").strip()
    if expression.startswith("(") and expression.endswith(")") and "(" not in expression[1:]:
        expression = expression[1:-1]
    if " AND " in expression:
        parts = re.split(r" AND (?![^(]*\))", expression)
        if len(parts) > 1:
            return all(is_allowed(part) for part in parts)
    return any(choice.strip(" ()") in ALLOWED for choice in expression.split(" OR "))


def main() -> int:
    output = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    metadata = json.loads(output)
    problems = []
    outside = [package for package in metadata["packages"] if package["source"]]
    for package in outside:
        licence = package["license"] or ""
        if not is_allowed(licence):
            problems.append(f"{package['name']} {package['version']}: licence {licence or 'not stated'}")
    for directory in CARRYING:
        for name in ("LICENSE-APACHE", "LICENSE-MIT"):
            text = ROOT / directory / name
            if not text.exists() or text.read_bytes() != (ROOT / name).read_bytes():
                problems.append(f"{directory}: {name} is not there, or another one")
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for package in metadata["packages"]:
        if package["source"]:
            continue
        for dependency in package["dependencies"]:
            name = dependency["name"]
            if dependency["source"] and not re.search(rf"\b{re.escape(name)}\b", page):
                problems.append(f"{name}: a dependency of {package['name']} that docs/dependencies.md does not name")
    for problem in sorted(set(problems)):
        print(f"licences: {problem}", file=sys.stderr)
    print(f"licences: {len(outside)} crates, {len(set(problems))} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
