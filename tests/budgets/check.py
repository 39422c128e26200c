#!/usr/bin/env python3
"""Measures what `make build` built against budgets.json. Exit status 1: something is over its budget or missing."""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUDGETS = Path(__file__).with_name("budgets.json")


class MissingError(Exception):
    """What was to be measured is not there; says what and why."""


def found(paths: list[Path], what: str) -> list[Path]:
    """The paths, where there are any."""
    if not paths or not all(path.exists() for path in paths):
        raise MissingError(f"{what} is not there: run `make build`")
    return paths


def run(command: list[str], directory: Path) -> str:
    """What a program prints."""
    try:
        done = subprocess.run(command, cwd=directory, capture_output=True, encoding="utf-8", check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingError(f"{command[0]} could not be asked: {error}") from error
    return done.stdout


class Artifacts:
    """Where the built things are, and how big."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.measures: dict[str, Callable[[], int]] = {
            "wasm": lambda: len(self.module()),
            "wasm_gzip": lambda: len(gzip.compress(self.module(), 9, mtime=0)),
            "wasm_review": lambda: len(gzip.decompress(self.review_module())),
            "wasm_review_gzip": lambda: len(self.review_module()),
            "npm_unpacked": self.npm_unpacked,
            "wheel": self.wheel,
            "library_stripped": self.library_stripped,
        }

    def module(self) -> bytes:
        (path,) = found([self.options.wasm / "aboveboard_wasm_bg.wasm"], "the WebAssembly module")
        return path.read_bytes()

    def review_module(self) -> bytes:
        """As it is handed out: compressed."""
        (path,) = found([self.options.wasm / "aboveboard_wasm_review_bg.wasm.gz"], "the WebAssembly module for review")
        return path.read_bytes()

    def npm_unpacked(self) -> int:
        package: Path = self.options.npm
        found([package / "package.json"], "the npm package")
        # Measured without the modules the package would always fit.
        self.module()
        self.review_module()
        (packed,) = json.loads(run(["npm", "pack", "--dry-run", "--json", "--offline"], package))
        size: int = packed["unpackedSize"]
        return size

    def wheel(self) -> int:
        given: Path | None = self.options.wheel
        wheels = found([given] if given else list((ROOT / "build/wheels").glob("*.whl")), "the wheel")
        return max(path.stat().st_size for path in wheels)

    def library_stripped(self) -> int:
        (library,) = found([self.options.library], "the shared library")
        with tempfile.TemporaryDirectory() as directory:
            copy = Path(shutil.copy(library, directory))
            run(["strip", copy.name], Path(directory))
            return copy.stat().st_size


def main() -> int:
    """Prints the table and gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wasm", type=Path, default=ROOT / "bindings/node/wasm", help="the modules' directory")
    parser.add_argument("--npm", type=Path, default=ROOT / "bindings/node", help="the npm package's directory")
    parser.add_argument("--wheel", type=Path, help="instead of build/wheels/*.whl")
    parser.add_argument("--library", type=Path, default=ROOT / "build/lib/libaboveboard.so")
    artifacts = Artifacts(parser.parse_args())
    over = 0
    for what, budget in json.loads(BUDGETS.read_text(encoding="utf-8"))["sizes"].items():
        allowed = budget["bytes"]
        try:
            size = artifacts.measures[budget["measure"]]()
        except MissingError as missing:
            over += 1
            print(f"{what:38} {'?':>10} of {allowed:>10,}  MISSING: {missing}")
            continue
        over += size > allowed
        print(f"{what:38} {size:>10,} of {allowed:>10,}  {size / allowed:4.0%}{'  OVER' if size > allowed else ''}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
