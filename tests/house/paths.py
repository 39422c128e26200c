"""What is handed out does not tell in whose home, or in which directory, it was built."""

from __future__ import annotations

import gzip
import os
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
CARGO = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))


def handed_out() -> dict[str, bytes]:
    """By its name, all that a build has made for others."""
    files = [
        ROOT / "build/bin/aboveboard",
        ROOT / "build/lib/libaboveboard.so",
        ROOT / "build/lib/libaboveboard.a",
        TARGET / "release/libaboveboard_ffi.a",
        *sorted((ROOT / "bindings/node/wasm").glob("*.wasm*")),
        *sorted((ROOT / "bindings/go").glob("*.a")),
    ]
    found = {os.path.relpath(file, ROOT): file.read_bytes() for file in files}
    for wheel in sorted((ROOT / "build/wheels").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            found.update({f"{wheel.name}/{name}": archive.read(name) for name in archive.namelist()})
    return found


def main() -> int:
    if any(character.isspace() for character in os.fspath(CARGO)):
        print("paths: NOT LOOKED AT: the name of cargo's directory holds a blank, and cannot be kept out")
        return 0
    told = [os.fsencode(f"{CARGO}/registry"), os.fsencode(f"{ROOT}/")]
    problems = 0
    artifacts = handed_out()
    for name, content in artifacts.items():
        plain = gzip.decompress(content) if name.endswith(".gz") else content
        for path in told:
            if path in plain:
                problems += 1
                print(f"paths: {name} holds {os.fsdecode(path)}", file=sys.stderr)
    print(f"paths: {len(artifacts)} files, {problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
