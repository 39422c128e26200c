"""Every command through ``python -m aboveboard``."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from .conftest import run_module
from .people import CONTRACT


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "contract.json"
    path.write_text(json.dumps(CONTRACT), encoding="utf-8")
    return path


def run(written: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "HOME": str(written.parent)}
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    return run_module("--contract", str(written), "--feature", "telemetry", *words, input=given, env=environment)


def test_a_choice_and_why(written: Path) -> None:
    assert run(written, "enable").stdout.startswith(b"example telemetry: on\n")
    assert b"/aboveboard/example.json: says yes, and decides: yes" in run(written, "status", "--why").stdout
    assert json.loads(run(written, "status", "--json").stdout)["reason"] == "stored_allows"
    assert run(written, "disable").stdout.startswith(b"example telemetry: off\n")


def test_a_record(written: Path) -> None:
    to = written.parent / "manifest.json"
    done = run(written, "record", "manifest", "--to", str(to), "result=pass")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert to.read_bytes() == b'{"result":"pass"}\n'


def test_a_token(written: Path) -> None:
    settings = written.parent / "settings.json"
    bearer = {"setting": "/token", "file": "{home}/settings.json"}
    written.write_text(json.dumps({**CONTRACT, "delivery": {**CONTRACT["delivery"], "bearer": bearer}}), "utf-8")
    assert run(written, "token", "set", given=b"hush\n").stdout == b"the token is stored\n"
    assert json.loads(settings.read_text(encoding="utf-8")) == {"token": "hush"}
    assert settings.stat().st_mode & 0o777 == 0o600
    status = run(written, "token", "status")
    assert f"set, in {settings}".encode() in status.stdout
    assert b"hush" not in status.stdout + status.stderr
    assert run(written, "token", "clear").returncode == 0
    assert b"not set" in run(written, "token", "status").stdout
    assert run(written, "token", "set", "hush").returncode == 2


def test_what_authors_commit(written: Path) -> None:
    lock, page = written.parent / "lock", written.parent / "page.md"
    lock.write_bytes(run(written, "lock").stdout)
    page.write_bytes(run(written, "docs").stdout)
    assert json.loads(run(written, "docs", "--schema").stdout)
    check = ("check", "--lock", str(lock), "--page", str(page))
    assert run(written, *check).returncode == 0
    written.write_text(written.read_text(encoding="utf-8").replace("what went wrong", "curiosity"), "utf-8")
    done = run(written, *check)
    assert done.returncode == 1
    assert b"page_stale" in done.stdout
    assert run(written, "docs", "--check", str(page)).returncode == 1


def test_each_command_has_help() -> None:
    for command in ("status", "enable", "disable", "record", "token", "check", "lock", "docs"):
        done = run_module(command, "--help")
        assert (done.returncode, done.stderr) == (0, b"")
        assert f"]... {command}".encode() in done.stdout
