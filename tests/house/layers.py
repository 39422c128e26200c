"""Every module of the core uses only those of its own layer and of the layers above it, as ARCHITECTURE.md has them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "core/src"
ROW = re.compile(r"^\| [a-z]+ \| (.*?) \|", re.MULTILINE)
PLACE = re.compile(r"`core/src/(?:\{([a-z_,]+)\}|([a-z_]+))(?:\.rs|/)`")


def layers() -> list[set[str]]:
    """The modules of each layer, the highest first."""
    (table,) = re.findall(r"^## Layers.*?(?=^## )", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.M | re.S)
    rows = [PLACE.findall(row) for row in ROW.findall(table)]
    return [{name for many, one in row for name in (many or one).split(",")} for row in rows if row]


def used(source: str) -> set[str]:
    """The modules that a file names outside of its comments and tests."""
    code = re.sub(r"^\s*//.*$", "", source.split("#[cfg(test)]")[0], flags=re.MULTILINE)
    names = set(re.findall(r"\bcrate::([a-z_]+)", code))
    for several in re.findall(r"\buse crate::\{(.*?)\};", code, re.DOTALL):
        names |= set(re.findall(r"(?:^|,)\s*([a-z_]+)", several))
    return names


def main() -> int:
    place = {name: number for number, layer in enumerate(layers()) for name in layer}
    problems = 0
    files = sorted(CORE.rglob("*.rs"))
    for file in files:
        module = file.relative_to(CORE).parts[0].removesuffix(".rs")
        if module == "lib":
            continue
        if module not in place:
            wrong = ["is in no layer of ARCHITECTURE.md"]
        else:
            wrong = [f"uses {name}" for name in sorted(used(file.read_text())) if place.get(name, 0) > place[module]]
        for what in wrong:
            problems += 1
            print(f"layers: {file.relative_to(ROOT)} {what}", file=sys.stderr)
    print(f"layers: {len(files)} files, {problems} problems")
    return 1 if problems or not place else 0


if __name__ == "__main__":
    sys.exit(main())
