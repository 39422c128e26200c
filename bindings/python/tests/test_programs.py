"""Programs of the system's are run by their path, for a while, and for what they print."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aboveboard import effects, programs
from aboveboard.answer import ANSWER_BOUND, EffectError
from aboveboard.background import Deliveries
from aboveboard.effects import Host

from .conftest import run_module


def shell(script: str, seconds: float = 5.0) -> str:
    return programs.run(("/bin/sh", "-c", script), seconds)


def failure(script: str, seconds: float = 5.0) -> str:
    with pytest.raises(EffectError) as raised:
        shell(script, seconds)
    return raised.value.error_class


def test_what_a_program_prints() -> None:
    assert shell("echo caf\u00e9; echo wrong >&2; cat") == "caf\u00e9\n"
    assert failure("echo x; exit 1") == "other"
    assert failure("kill -TERM $$") == "other"
    with pytest.raises(UnicodeDecodeError):
        shell("printf '\\377'")
    with pytest.raises(FileNotFoundError):
        programs.run(("/nowhere/program",))


def test_too_much_is_no_answer() -> None:
    most = f"head -c {ANSWER_BOUND} /dev/zero"
    assert len(shell(most)) == ANSWER_BOUND
    assert failure(f"{most}; printf x") == "other"
    assert failure("exec cat /dev/zero") == "other"


def test_a_program_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    began = time.monotonic()
    assert failure(f"echo $$ > '{tmp_path}/child'; exec sleep 60", 0.3) == "timeout"
    assert failure("exec sleep 60 >&-", 0.3) == "timeout"
    assert failure("sleep 3 & echo x", 0.3) == "timeout"
    assert time.monotonic() - began < 3
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "child").read_text()), 0)


def test_descriptors_are_closed() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert shell("echo x") == "x\n"
    for script in ("exit 1", "exec cat /dev/zero"):
        assert failure(script) == "other"
    assert failure("exec sleep 60", 0.1) == "timeout"
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_where_a_pipe_cannot_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_WINDOWS", True)
    assert shell("echo x") == "x\n"
    assert failure("exit 1") == "other"
    assert failure(f"head -c {ANSWER_BOUND + 1} /dev/zero") == "other"
    assert failure("exec sleep 60", 0.3) == "timeout"


def test_programs_of_windows_lie_where_windows_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "_WINDOWS", True)
    monkeypatch.delenv("SystemRoot", raising=False)
    host = Host([], None, Deliveries(), lambda text, heard: None)
    assert host.perform("program", 0, "ver") == {"error": "absent"}
    monkeypatch.setitem(programs.PROGRAMS, ("Windows_NT", "ver"), ("%SystemRoot%/sh", "-c", "echo $0"))
    monkeypatch.setenv("SystemRoot", "/bin")
    assert host.perform("program", 0, "ver") == "/bin/sh\n"
    assert host.perform("program", 0, "sw_vers") == {"error": "unsupported"}


def test_a_program_runs_while_the_interpreter_ends() -> None:
    code = """if True:
        import atexit
        from aboveboard import programs
        def late():
            print(programs.run(("/bin/echo", "late")), end="", flush=True)
        atexit.register(late)
    """
    done = run_module(code=code)
    assert (done.returncode, done.stdout) == (0, b"late\n"), done.stderr


def test_nothing_is_loaded_before_it_is_needed() -> None:
    code = "import sys, aboveboard, aboveboard.effects; print('aboveboard.programs' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert done.stdout == b"False\n"
