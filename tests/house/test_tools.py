"""What is missing on a machine is said at once, with what to install, and too old counts as missing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).with_name("tools.sh")
SYSTEM = ("sh", "cut", "dirname", "head", "mktemp", "rm", "sort")
WHOLE = {
    "cargo": "exit 0",
    "rustc": 'echo "rustc 1.89.0 (29483883e 2025-08-04)"',
    "compiler": "exit 0",
    "snake": "exit 0",
    "node": "echo v18.18.0",
    "npm": "exit 0",
    "curl": "exit 0",
    "git": "exit 0",
    "go": "echo go1.24",
}
# What changes on the machine (None: it is not there), the goals, and what is said of it, in the order of what is said.
CASES: tuple[tuple[dict[str, str | None], str, tuple[str, ...]], ...] = (
    ({}, "build demo test", ()),
    ({}, "go", ()),
    (dict.fromkeys(WHOLE), "helper", ("Rust 1.89 or newer (https", "C compiler", "apt-get install gcc libc6-dev\n")),
    (
        dict.fromkeys(WHOLE),
        "build test",
        (
            "Rust 1.89",
            "C compiler",
            "Python 3.9",
            "Node 18.18",
            "npm",
            "curl",
            "git",
            "rustfmt",
            "clippy",
            "python3-venv",
        ),
    ),
    ({"rustc": "echo rustc 1.88.0", "cargo": "exit 0"}, "library", ("1.89 or newer (rustup update); this is 1.88.0",)),
    ({"compiler": "exit 1"}, "helper", ("a C compiler (compiler)", "libc6-dev")),
    ({"snake": 'case "$*" in *venv*) exit 1 ;; esac'}, "python", ("Python's venv", "install python3-venv\n")),
    ({"snake": 'case "$*" in *3,*) exit 1 ;; --v*) echo Python 3.8.2 ;; esac'}, "python", ("this is Python 3.8.2",)),
    ({"node": "echo v16.9.1"}, "node", ("Node 18.18 or newer; this is v16.9.1",)),
    ({"npm": None}, "node", ("install npm\n",)),
    ({"cargo": 'test "$1" != clippy'}, "lint", ("clippy (rustup component add clippy)",)),
)
SILENT: tuple[dict[str, str | None], ...] = ({"go": None}, {"go": "echo go1.19.8"}, {"go": "echo go1.9"})


def run(changes: dict[str, str | None], goals: str) -> tuple[int, str]:
    """The status and what is said on a machine that has nothing but its own tools."""
    with tempfile.TemporaryDirectory() as scratch:
        house, programs = Path(scratch, "tests/house"), Path(scratch, "bin")
        house.mkdir(parents=True)
        programs.mkdir()
        script = house / TOOLS.name
        script.write_text(TOOLS.read_text(encoding="utf-8"), encoding="utf-8")
        for name in SYSTEM:
            found = next(Path(place, name) for place in ("/bin", "/usr/bin") if Path(place, name).exists())
            (programs / name).symlink_to(found)
        for name, text in {**WHOLE, **changes}.items():
            if text is not None:
                (programs / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
                (programs / name).chmod(0o755)
        environment = {"PATH": str(programs), "CC": "compiler", "PYTHON": "snake", "TMPDIR": os.fspath(scratch)}
        done = subprocess.run(
            ["/bin/sh", script, *goals.split()], env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr


def main() -> int:
    wrong = 0
    for changes, goals, expected in CASES:
        status, said = run(changes, goals)
        place = 0
        for part in expected:
            place = said.find(part, place)
            if place < 0:
                break
        if status != (1 if expected else 0) or place < 0 or (not expected and said):
            wrong += 1
            print(f"tools: {goals} with {changes}: status {status}, {said!r}", file=sys.stderr)
    for changes in SILENT:
        if run(changes, "go") != (1, ""):
            wrong += 1
            print(f"tools: go with {changes} counts as there, or something is said", file=sys.stderr)
    print(f"tools: {len(CASES) + len(SILENT)} machines, {wrong} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
