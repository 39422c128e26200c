"""Renaming where a file can have one name only: some network and FUSE file systems, and some containers."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from aboveboard.background import Deliveries
from aboveboard.effects import Host

REFUSALS = ("EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EMLINK")


@pytest.fixture
def host() -> Host:
    return Host([], None, Deliveries(), lambda text, heard: None)


def refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def link(_old: str, _new: str) -> None:
        raise OSError(getattr(errno, name), "")

    monkeypatch.setattr(os, "link", link)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_file_is_renamed_without_a_second_name(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    refuse(monkeypatch, name)
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("content")
    assert host.perform("rename", 0, str(old), str(new)) == ""
    assert (old.exists(), new.read_text()) == (False, "content")
    assert host.perform("rename", 0, str(old), str(new)) == {"error": "absent"}


def test_nothing_is_replaced_without_a_second_name(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, "EPERM")
    old = tmp_path / "old"
    old.write_text("content")
    (tmp_path / "file").write_text("kept")
    (tmp_path / "link to nothing").symlink_to("nothing")
    for name in ("file", "link to nothing", "old"):
        assert host.perform("rename", 0, str(old), str(tmp_path / name)) == {"error": "exists"}
    assert (old.read_text(), (tmp_path / "file").read_text()) == ("content", "kept")


def test_what_else_fails_is_told(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old").touch()
    for name, told in (("EROFS", "read_only"), ("EXDEV", "other"), ("ENOSPC", "full")):
        refuse(monkeypatch, name)
        assert host.perform("rename", 0, str(tmp_path / "old"), str(tmp_path / "new")) == {"error": told}
    assert (tmp_path / "old").exists()


def test_only_one_of_many_takes_a_file(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, "EPERM")
    for turn in range(50):
        old = tmp_path / f"old {turn}"
        old.touch()
        answers: list[object] = []

        def claim(number: int, old: Path = old, answers: list[object] = answers) -> None:
            answers.append(host.perform("rename", 0, str(old), f"{old}.{number}"))

        threads = [threading.Thread(target=claim, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers.count("") == 1
