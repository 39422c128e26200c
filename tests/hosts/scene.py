"""Sets up the files that a case begins with, and tells what is there after it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import stat
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

Tree = dict[str, Any]
MOUNTING = threading.Lock()


class Unavailable(Exception):
    """What a case needs is not to be had here; says what."""


def filled(text: str, scratch: Path) -> str:
    """The text with its placeholders filled in: see README.md."""
    text = text.replace("{}", str(scratch)).replace("{relative}", scratch.name)
    text = text.replace("{host_name}", os.uname().nodename).replace("{user_id}", str(os.getuid()))
    text = text.replace("{directory}", str(scratch.parent.resolve()))
    for word, value in (
        ("system", os.uname().sysname),
        ("release", os.uname().release),
        ("machine", os.uname().machine),
    ):
        text = text.replace(f"{{{word}}}", value)
    text = re.sub(r"\{names:(\d+)\}", lambda found: "".join(f"{name}\n" for name in names(int(found[1]))), text)
    text = re.sub(r"\{long:(\d+)\}", lambda found: "x" * int(found[1]), text)
    return re.sub(r"\{sha256:([^}]*)\}", lambda found: hashlib.sha256(found[1].encode()).hexdigest(), text)


def names(count: int) -> list[str]:
    """So many names, each of which takes 256 bytes with a line feed."""
    return [f"{number:0255}" for number in range(count)]


def filled_tree(tree: Tree, scratch: Path) -> Tree:
    """The tree with the placeholders of names, contents and links filled in."""
    made: Tree = {}
    for name, entry in tree.items():
        if isinstance(entry, list):
            mode, content, *owner = entry
            entry = [mode, filled(content, scratch), *owner]
        elif isinstance(entry, dict) and "link" in entry:
            entry = {"link": filled(entry["link"], scratch)}
        several = re.fullmatch(r"\{names:(\d+)\}", name)
        made |= dict.fromkeys(names(int(several[1])) if several else [filled(name, scratch)], entry)
    return made


class Scene:
    """A directory with what a case begins with, which goes away in the end."""

    def __init__(self, case: dict[str, Any], scratch: Path) -> None:
        self._case, self._scratch = case, scratch
        self._mounted: list[Path] = []
        self.before = filled_tree(case.get("before", {}), scratch)

    def __enter__(self) -> Scene:
        self._scratch.mkdir()
        self._scratch.chmod(0o755)
        try:
            self._set()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for place in reversed(self._mounted):
            system("umount", place)
        shutil.rmtree(self._scratch)

    def expected(self) -> Tree:
        """What is to be there after the case."""
        tree = {**self.before, **filled_tree(self._case.get("after", {}), self._scratch)}
        for name, entry in tree.items():
            if isinstance(entry, dict) and "hard_link" in entry:
                tree[name] = tree[entry["hard_link"]]
        return {name: entry for name, entry in tree.items() if entry is not None}

    def found(self) -> Tree:
        """What is there. The owner is told where the case tells it."""
        told = {name for name, entry in self.expected().items() if names_owner(entry)}
        return {
            name: describe(path, name in told)
            for path in sorted(self._scratch.rglob("*"))
            for name in [str(path.relative_to(self._scratch))]
        }

    def _set(self) -> None:
        place = self._case.get("on", {})
        if place and not may_mount():
            raise Unavailable("file systems of its own (unshare --mount)")
        if "mounted_file" not in place and place:
            options = f"size={place.get('size', '1m')},nr_inodes={place.get('files', 100)},mode=755"
            self._mount(["-t", "tmpfs", "-o", options, "tmpfs"], self._scratch)
        for name, entry in self.before.items():
            make(self._scratch / name, entry, self._scratch)
        for name, entry in self.before.items():  # last, since a directory may not be writable afterwards
            if isinstance(entry, dict) and "directory" in entry:
                (self._scratch / name).chmod(int(entry["directory"], 8))
        for name, age in self._case.get("aged", {}).items():
            moment = time.time() - age
            os.utime(self._scratch / name, (moment, moment), follow_symlinks=False)
        if place.get("read_only"):
            system("mount", "-o", "remount,bind,ro", self._scratch)
        if "mounted_file" in place:
            file = self._scratch / place["mounted_file"]
            self._mount(["--bind", str(file)], file)

    def _mount(self, what: list[str], where: Path) -> None:
        system("mount", *what, where)
        self._mounted.append(where)


def system(*command: str | Path) -> None:
    """Runs a program that mounts: one at a time, since it reads the list that others change."""
    with MOUNTING:
        subprocess.run(command, check=True)


def may_mount() -> bool:
    """Whether this process has a mount namespace of its own, in which it may mount: run.py has seen to that."""
    return os.environ.get("ABOVEBOARD_OWN_MOUNTS") == "yes"


def make(path: Path, entry: Any, scratch: Path) -> None:
    """Makes one entry of a tree."""
    if isinstance(entry, list):
        mode, content, *owner = entry
        path.write_bytes(content.encode())
        path.chmod(int(mode, 8))
        if owner:
            give(path, owner)
    elif "directory" in entry:
        path.mkdir()
        if "owner" in entry:
            give(path, entry["owner"])
    elif "link" in entry:
        path.symlink_to(entry["link"])
    elif "hard_link" in entry:
        os.link(scratch / entry["hard_link"], path)
    elif "fifo" in entry:
        os.mkfifo(path, int(entry["fifo"], 8))
    else:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
        path.chmod(int(entry["socket"], 8))


def names_owner(entry: Any) -> bool:
    """Whether a case tells whose this is."""
    return len(entry) > 2 if isinstance(entry, list) else "owner" in entry


def give(path: Path, owner: list[int]) -> None:
    """Gives a file or a directory to somebody else."""
    try:
        os.chown(path, *owner)
    except OSError as error:
        raise Unavailable("root, who may give files away") from error


def describe(path: Path, with_owner: bool) -> Any:
    """One entry of a tree, as it is found."""
    about = path.lstat()
    mode = f"{stat.S_IMODE(about.st_mode):o}"
    owner = [about.st_uid, about.st_gid] if with_owner else []
    if stat.S_ISREG(about.st_mode):
        return [mode, path.read_bytes().decode(), *owner]
    if stat.S_ISLNK(about.st_mode):
        return {"link": os.readlink(path)}
    kinds = {stat.S_IFDIR: "directory", stat.S_IFIFO: "fifo", stat.S_IFSOCK: "socket"}
    return {kinds[stat.S_IFMT(about.st_mode)]: mode} | ({"owner": owner} if owner else {})
