"""The example program, as a real process against a real receiver."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import aboveboard

from .conftest import TIME, Receiver

EXAMPLE = Path(__file__).parents[1] / "examples" / "infra.py"


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLE), *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_two_events_around_the_work(contract: str, receiver: Receiver) -> None:
    given = aboveboard.open(contract, tool_version="1.4.0").run
    done = run("apply", "multipass", EXAMPLE_RUN=given, EXAMPLE_TIME=str(TIME), EXAMPLE_WAIT="1", EXAMPLE_SHOW="1")
    assert done.returncode == 0
    started, completed = (received.body for received in receiver.received)
    assert b'"event_name":"infra.command.started"' in started
    assert b'"command":{"name":"apply","result":"success","scenario":"multipass"}' in completed
    assert done.stdout.splitlines() == [
        f"infra.command.started {hashlib.sha256(started).hexdigest()}",
        f"infra.command.completed {hashlib.sha256(completed).hexdigest()}",
    ]


def test_without_arguments_of_its_own_it_begins_a_run_and_does_not_wait(receiver: Receiver) -> None:
    done = run("destroy")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(receiver.received) == 2
    assert all(b'"scenario":""' in received.body for received in receiver.received)


@pytest.mark.parametrize(("arguments", "status"), [(["list"], 0), (["nonsense"], 2), ([], 2), (["apply", "a", "b"], 2)])
def test_other_commands_emit_nothing(receiver: Receiver, arguments: list[str], status: int) -> None:
    assert run(*arguments).returncode == status
    assert receiver.received == []


def test_denied_it_only_works(receiver: Receiver) -> None:
    done = run("apply", TELEMETRY_ENABLED="no", EXAMPLE_SHOW="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert receiver.received == []
