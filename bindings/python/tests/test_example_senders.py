"""The senders of the examples, against a receiver that behaves well and badly: what arrives is what the core built."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

import aboveboard

from .conftest import FIELDS, STARTED, TIME, Receiver, response

EXAMPLES = Path(__file__).parents[1] / "examples"


def load(name: str) -> aboveboard.Sender:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    sender: aboveboard.Sender = module.send
    return sender


@pytest.fixture(params=["with_httpx", "with_requests"])
def sender(request: pytest.FixtureRequest) -> aboveboard.Sender:
    return load(request.param)


def test_the_same_arrives_as_with_the_sender_of_the_package(
    contract: str, receiver: Receiver, sender: aboveboard.Sender
) -> None:
    run = aboveboard.open(contract).run
    for given in (None, sender):
        aboveboard.open(contract, run=run, sender=given).send(STARTED, FIELDS, time=TIME, wait=True)
    ours, theirs = receiver.received
    assert (theirs.line, theirs.body) == (ours.line, ours.body)
    # Whether the connection stays open is a transport's own business.
    for received in (ours, theirs):
        received.headers.pop("connection", None)
    assert theirs.headers == ours.headers


def test_what_comes_back(contract: str, receiver: Receiver, sender: aboveboard.Sender) -> None:
    receiver.answers[:] = [response(503, "Retry-After: 7"), response(302, f"Location: {receiver.url}"), response(204)]
    answers: list[aboveboard.Response] = []

    def kept(request: aboveboard.Request) -> aboveboard.Response:
        answers.append(sender(request))
        return answers[-1]

    tool = aboveboard.open(contract, sender=kept)
    for _ in range(3):
        tool.send(STARTED, FIELDS, wait=True)
    assert answers == [
        aboveboard.Response(503, "7"),
        aboveboard.Response(302),
        aboveboard.Response(204),
    ]
    assert len(receiver.received) == 3, "no redirect was followed"


def test_a_stall_ends_in_time_and_nobody_there_is_a_failure(
    contract: str,
    receiver: Receiver,
    sender: aboveboard.Sender,
    refusing_port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEMETRY_REQUEST_TIMEOUT_SECONDS", "1")
    receiver.answers[:] = [receiver.stall]
    failures: list[Exception] = []

    def kept(request: aboveboard.Request) -> aboveboard.Response:
        try:
            return sender(request)
        except Exception as error:
            failures.append(error)
            raise

    aboveboard.open(contract, sender=kept).send(STARTED, FIELDS, wait=True)
    monkeypatch.setenv("TELEMETRY_ENDPOINT", f"http://127.0.0.1:{refusing_port}/telemetry")
    aboveboard.open(contract, sender=kept).send(STARTED, FIELDS, wait=True)
    stalled, refused = failures
    assert isinstance(stalled, TimeoutError)
    assert not isinstance(refused, TimeoutError)
