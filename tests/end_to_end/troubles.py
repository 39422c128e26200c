"""What can be wrong with a file, each as something that puts it there. A lenient reader would see a yes in all."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PLANTED = "pl4nted-v4lue"
"""Stands in every file, and may be seen nowhere else."""
LARGEST = 64 * 1024

# What says yes, for each kind of file.
YES = {
    "setting": f'{{"telemetry": {{"enabled": true}}, "note": "{PLANTED}"}}\n',
    "state": f'{{"format": 1, "consent": {{"allow": true, "version": 1}}, "note": "{PLANTED}"}}\n',
    "policy": f'{{"telemetry": true, "note": "{PLANTED}"}}\n',
}


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong: how it gets there, and what can be done about it."""

    name: str
    make: Callable[[Path, str], None]
    """Takes the path and a content that would say yes."""
    moved: bool = False
    """Whether the file can be moved out of the way, which is how a no that cannot be written into it is stored."""
    unprivileged: bool = False
    """Whether it is none for who may read everything."""


def _content(change: Callable[[str], bytes]) -> Callable[[Path, str], None]:
    def make(path: Path, yes: str) -> None:
        path.write_bytes(change(yes))

    return make


def _twice(yes: str) -> bytes:
    return f'{{"telemetry": true, "format": 1, "note": "{PLANTED}", '.encode() + yes.strip()[1:].encode()


def _not_utf8(yes: str) -> bytes:
    return yes.encode().replace(PLANTED.encode(), PLANTED.encode() + b"\xff")


def _too_large(yes: str) -> bytes:
    return yes.encode() + b" " * LARGEST


def _unreadable(path: Path, yes: str) -> None:
    path.write_text(yes)
    path.chmod(0)


def _in_a_closed_directory(path: Path, yes: str) -> None:
    path.write_text(yes)
    path.parent.chmod(0)


def _link(target: str) -> Callable[[Path, str], None]:
    return lambda path, _yes: path.symlink_to(target)


TROUBLES = (
    Trouble("torn", _content(lambda yes: yes.strip()[:-1].encode()), moved=True),
    Trouble("a name twice", _content(_twice), moved=True),
    Trouble("not UTF-8", _content(_not_utf8), moved=True),
    Trouble("a list", _content(lambda yes: f"[{yes}]".encode()), moved=True),
    Trouble("more after the end", _content(lambda yes: (yes + yes).encode()), moved=True),
    Trouble("too large", _content(_too_large), moved=True),
    Trouble("a directory", lambda path, _yes: path.mkdir()),
    Trouble("a link to itself", lambda path, _yes: path.symlink_to(path.name)),
    Trouble("a link to a device", _link("/dev/zero")),
    Trouble("a link to a directory", _link("..")),
    Trouble("a pipe", lambda path, _yes: os.mkfifo(path)),
    Trouble("unreadable", _unreadable, unprivileged=True),
    Trouble("in a closed directory", _in_a_closed_directory, unprivileged=True),
)
