"""Every dependency has a licence that docs/dependencies.md allows, and names there if it is direct or shipped.

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
SHIPPED = ("aboveboard-ffi", "aboveboard-wasm", "aboveboard-wasm-review", "aboveboard-python", "aboveboard-host")
HEADING = "## All that is linked into it\n"
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


def shipped() -> dict[str, str]:
    """The crates that are linked into what is handed out on any system, with their licences."""
    form = ["--prefix", "none", "--format", "{p}|{l}"]
    command = ["cargo", "tree", "--locked", "--edges", "normal,no-proc-macro", "--target", "all", *form]
    command += [word for package in SHIPPED for word in ("--package", package)]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = {line.removesuffix(" (*)") for line in output.splitlines() if line and str(ROOT) not in line}
    crates = (line.split("|") for line in lines)
    return {name.split()[0]: licence for name, licence in crates}


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
    _, _, linked = page.partition(HEADING)
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", linked, flags=re.MULTILINE)
    named = {name: licence for names, licence in rows[2:] for name in names.split(", ")}
    for name, licence in sorted(named.items() ^ shipped().items()):
        problems.append(f"{name}, {licence}: docs/dependencies.md and what is linked differ")
    for problem in sorted(set(problems)):
        print(f"licences: {problem}", file=sys.stderr)
    print(f"licences: {len(outside)} crates, {len(set(problems))} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
