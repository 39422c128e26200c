"""The package as its users get it."""

from __future__ import annotations

import importlib.metadata
import sys

from .conftest import ROOT, run_module


def test_both_licences_are_in_the_wheel_word_for_word() -> None:
    files = importlib.metadata.distribution("aboveboard").files or []
    installed = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.startswith("LICENSE")}
    assert installed == {name: (ROOT / name).read_text(encoding="utf-8") for name in ("LICENSE-APACHE", "LICENSE-MIT")}


def test_what_few_starts_need_is_not_loaded() -> None:
    done = run_module(code="import aboveboard, sys; print(*sys.modules)")
    loaded = set(done.stdout.decode().split())
    rare = ("choice", "reporting", "sender", "status", "trail", "words", "_native", "files")
    later = {f"aboveboard.{name}" for name in rare}
    assert not loaded & later
    assert "aboveboard.tool" in loaded
    # What the interpreter itself has loaded is free.
    bare = set(run_module(code="import sys; print(*sys.modules)").stdout.decode().split())
    assert "typing" in bare or "typing" not in loaded, sys.version
