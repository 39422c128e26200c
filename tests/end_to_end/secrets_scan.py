"""Looks for a secret where none may be: on command lines, in files, in what processes hold open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

LARGEST = 4 * 1024 * 1024


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        return b""  # it ended, vanished, or is not ours


def _processes() -> Iterator[Path]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            yield entry


def command_lines(secret: bytes) -> list[str]:
    """The processes that have the secret among their arguments."""
    return [process.name for process in _processes() if secret in _read(process / "cmdline")]


def open_files(secret: bytes, marker: bytes) -> list[str]:
    """The regular files, deleted ones too, that hold the secret and are open in a process whose environment has the
    marker."""
    found = []
    for process in _processes():
        if marker not in _read(process / "environ"):
            continue
        try:
            descriptors = list((process / "fd").iterdir())
        except OSError:
            continue
        for descriptor in descriptors:
            if descriptor.is_file() and secret in _read(descriptor):
                found.append(f"{process.name}:{descriptor.name}")
    return found


def files(secret: bytes, root: Path) -> list[str]:
    """The files below `root` that hold the secret."""
    found = []
    for directory, _, names in os.walk(root):
        for name in names:
            path = Path(directory, name)
            if path.is_file() and not path.is_symlink() and secret in _read(path):
                found.append(str(path))
    return found


def young_files(secret: bytes, directories: tuple[str, ...], since: float) -> list[str]:
    """The files right in these directories, changed since that time, that hold the secret."""
    found = []
    for directory in directories:
        try:
            entries = list(os.scandir(directory))
        except OSError:
            continue
        for entry in entries:
            try:
                young = entry.is_file(follow_symlinks=False) and entry.stat().st_mtime >= since
            except OSError:
                continue
            if young and secret in _read(Path(entry.path)):
                found.append(entry.path)
    return found
