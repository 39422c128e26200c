"""Events that are gathered in memory: sent together, bounded, and never after a no."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import aboveboard
from aboveboard.buffer import MOST

from .conftest import run_module

CONTRACT: dict[str, Any] = {
    "contract": 1,
    "tool": "example",
    "schema_version": "1",
    "consent_version": 1,
    "consent": {
        "sources": [{"env": "EXAMPLE_TELEMETRY"}, {"stored": True}],
        "undecided": {"interactive": "deny", "unattended": "deny"},
    },
    "payload": {"n": {"integer": [0, 999_999], "why": "tells events apart"}},
    "events": {"done": {}},
    "delivery": {"endpoint": {"url": "https://telemetry.example.com/v1"}, "encoding": "array"},
}
STORED = {**CONTRACT, "delivery": {**CONTRACT["delivery"], "mode": "at_least_once", "outbox": {"batches": 1000}}}


class Receiver:
    """A sender that keeps what it is given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    def __call__(self, request: aboveboard.Request) -> aboveboard.Response:
        self.batches.append([event["n"] for event in json.loads(request.body)])
        return aboveboard.Response(204)

    @property
    def numbers(self) -> list[int]:
        return [number for batch in self.batches for number in batch]


@pytest.fixture
def receiver(home: Path) -> Receiver:
    del home
    return Receiver()


def test_what_is_gathered_is_sent_together(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "on")
    tool = aboveboard.open(CONTRACT, sender=receiver)
    with tool.buffer() as buffer:
        for number in range(3):
            buffer.add("done", {"n": number})
        assert (len(buffer), receiver.batches) == (3, [])
    tool.close()
    assert receiver.batches == [[0, 1, 2]]
    assert len(buffer) == 0
    buffer.flush(wait=True)
    assert receiver.batches == [[0, 1, 2]], "there is nothing in it"
    buffer.add("done", {"n": 4})
    buffer.discard()
    buffer.flush(wait=True)
    assert receiver.batches == [[0, 1, 2]]


def test_a_full_buffer_is_sent_first(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "on")
    tool = aboveboard.open(CONTRACT, sender=receiver)
    buffer = tool.buffer()
    for number in range(MOST + 1):
        buffer.add("done", {"n": number})
    assert len(buffer) == 1
    tool.close()
    assert receiver.batches == [list(range(MOST))]


def test_a_large_batch_that_has_arrived_is_done_with(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "on")
    sizes: list[int] = []

    def sender(request: aboveboard.Request) -> aboveboard.Response:
        sizes.append(len(request.body))
        return aboveboard.Response(204)

    # OTLP says much about a little.
    counts = {f"c{number}": {"integer": [0, 9], "why": "how often it happened"} for number in range(60)}
    delivery = {**STORED["delivery"], "encoding": "otlp"}
    contract = {**STORED, "payload": {**STORED["payload"], **counts}, "delivery": delivery}
    tool = aboveboard.open(contract, sender=sender)
    buffer = tool.buffer()
    for number in range(999):
        buffer.add("done", {"n": number, **dict.fromkeys(counts, 1)})
    buffer.flush(wait=True)
    assert [size > 2 << 20 for size in sizes] == [True]
    assert list((Path.home() / ".local/state/aboveboard/example.outbox").iterdir()) == []
    assert (tool.counters.sent, tool.counters.errors) == (1, 0)


def test_what_is_wrong_is_said_and_the_others_go(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "on")
    buffer = aboveboard.open(CONTRACT, sender=receiver).buffer()
    for fields in ({"n": 1}, {"n": "two"}, {"n": 3}):
        buffer.add("done", fields)
    buffer.flush(wait=True)
    assert receiver.batches == [[1, 3]]
    assert "/event/1/fields/n" in capsys.readouterr().err
    buffer.add("done", {"n": object()})
    assert len(buffer) == 0
    assert "JSON has no form for a value of the type object (at /event/fields)" in capsys.readouterr().err


def test_nothing_that_was_gathered_before_a_no_is_sent_after_it(receiver: Receiver) -> None:
    aboveboard.enable(CONTRACT)
    tool = aboveboard.open(CONTRACT, sender=receiver)
    buffer = tool.buffer()
    buffer.add("done", {"n": 1})
    aboveboard.disable(CONTRACT)
    aboveboard.enable(CONTRACT)
    buffer.flush(wait=True)
    tool.send("done", {"n": 2}, wait=True)
    assert receiver.batches == []
    assert tool.explain().reason == "withdrawn"
    aboveboard.open(CONTRACT, sender=receiver).send("done", {"n": 3}, wait=True)
    assert receiver.batches == [[3]], "a run that began after it"


FORKING = f"""if True:
    import os, sys, threading, aboveboard
    contract = {CONTRACT!r}
    def sender(request):
        os.write(1, request.body)
        return aboveboard.Response(204)
    buffer = aboveboard.open(contract, sender=sender).buffer()
    def forked(child):
        number = os.fork()
        if number == 0:
            child()
            os._exit(0)
        assert os.waitpid(number, 0)[1] == 0
"""


def test_what_was_gathered_before_a_fork_is_the_parents_to_send(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "on")
    code = FORKING + (
        "    buffer.add('done', {'n': 1})\n"
        "    def child():\n"
        "        assert len(buffer) == 0\n"
        "        buffer.add('done', {'n': 2})\n"
        "        buffer.flush(wait=True)\n"
        "    forked(child)\n"
        "    buffer.flush(wait=True)\n"
    )
    done = run_module(code=code)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b'[{"n":2}][{"n":1}]'


def test_a_fork_in_the_middle_of_an_add_holds_no_child_up(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "on")
    code = FORKING + (
        "    with buffer._lock:\n"
        "        thread = threading.Thread(target=forked, args=(lambda: buffer.add('done', {'n': 2}),))\n"
        "        thread.start()\n"
        "        thread.join(20)\n"
        "        os._exit(1 if thread.is_alive() else 7)\n"
    )
    done = run_module(code=code)
    assert done.returncode == 7, done.stderr


def at_once(*work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=part) for part in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("contract", [CONTRACT, STORED], ids=["best_effort", "at_least_once"])
def test_adding_flushing_and_a_no_at_once(receiver: Receiver, contract: dict[str, Any]) -> None:
    aboveboard.enable(contract)
    tool = aboveboard.open(contract, sender=receiver, exit_budget=30)
    buffer = tool.buffer()
    said = threading.Event()

    def add(first: int) -> None:
        for number in range(first, first + 50):
            buffer.add("done", {"n": number})
            if number % 10 == 9:
                buffer.flush()
                said.set()

    def deny() -> None:
        said.wait()
        assert aboveboard.disable(contract).saved

    at_once(lambda: add(0), lambda: add(100), lambda: add(200), deny)
    tool.close()
    after = len(receiver.numbers)
    assert len(set(receiver.numbers)) == after, "none of them twice"
    # The no has been said: nothing leaves any more, from wherever, and nothing waits.
    buffer.add("done", {"n": 1})
    buffer.flush(wait=True)
    aboveboard.run_command(["flush"], contract=json.dumps(contract), sender=receiver)
    assert len(receiver.numbers) == after
    outbox = Path.home() / ".local/state/aboveboard/example.outbox"
    assert not outbox.exists() or list(outbox.iterdir()) == []
