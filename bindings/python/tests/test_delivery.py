"""Sending: in the background or not, and never in the tool's way."""

from __future__ import annotations

import sys
import threading
import time
import urllib.error

import pytest

import aboveboard
from aboveboard.background import MOST_AT_ONCE, Deliveries

from .conftest import CONTRACT_FILE, FIELDS, STARTED, TIME, Receiver, response, run_module

SEND = f"""if True:
    import time, aboveboard
    began = time.monotonic()
    tool = aboveboard.open(open({str(CONTRACT_FILE)!r}).read(), exit_budget=%s)
    tool.send({STARTED!r}, {FIELDS!r})
    print(time.monotonic() - began)
"""


def test_an_event_is_delivered_in_the_background(contract: str, receiver: Receiver) -> None:
    with aboveboard.open(contract, tool_version="1.4.0") as tool:
        tool.send(STARTED, FIELDS, time=TIME)
        payload = tool.payload(STARTED, FIELDS, time=TIME)
    (received,) = receiver.received
    assert received.body == payload.bytes
    assert received.headers["user-agent"] == "productive-k3s-infra/1.4.0"
    assert received.headers["x-productive-k3s-telemetry"] == "pk3s-public-v1"
    assert "authorization" not in received.headers


def test_the_bearer_is_sent_where_there_is_one(
    contract: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEMETRY_BEARER_TOKEN", "hunter2")
    aboveboard.open(contract).send(STARTED, FIELDS, wait=True)
    assert receiver.received[0].headers["authorization"] == "Bearer hunter2"


def test_with_wait_it_has_arrived_when_the_call_returns(
    contract: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEMETRY_MAX_RETRIES", "2")
    receiver.answers = [response(503, "Retry-After: 0"), response(204)]
    aboveboard.open(contract).send(STARTED, FIELDS, time=TIME, wait=True)
    first, second = receiver.received
    assert first.body == second.body


def test_what_is_sent_after_closing_is_delivered_too(contract: str, receiver: Receiver) -> None:
    with aboveboard.open(contract) as tool:
        pass
    tool.send(STARTED, FIELDS, wait=True)
    tool.send(STARTED, FIELDS)
    tool.close()
    assert len(receiver.received) == 2


@pytest.mark.parametrize(
    "variables", [{}, {"TELEMETRY_ENABLED": "no"}, {"TELEMETRY_ENABLED": "1", "TELEMETRY_ENDPOINT": ""}]
)
def test_without_consent_or_endpoint_nothing_is_sent(
    contract: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    monkeypatch.delenv("TELEMETRY_ENABLED")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    sent: list[aboveboard.Request] = []

    def sender(request: aboveboard.Request) -> aboveboard.Response:
        sent.append(request)
        return aboveboard.Response(204)

    with aboveboard.open(contract, sender=sender) as tool:
        tool.send(STARTED, FIELDS, wait=True)
        tool.send(STARTED, FIELDS)
    assert sent == []


def test_consent_withdrawn_during_the_run_holds_at_once(
    contract: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = aboveboard.open(contract)
    assert tool.decision.on
    monkeypatch.setenv("TELEMETRY_ENABLED", "no")
    tool.send(STARTED, FIELDS, wait=True)
    assert receiver.received == []


@pytest.mark.parametrize(("level", "told"), [("", ""), ("warn", "has ended before 10 of its deliveries")])
def test_a_dead_endpoint_delays_nobody(
    contract: str,
    receiver: Receiver,
    level: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ABOVEBOARD_LOG", level)
    receiver.answers = [receiver.stall]
    tool = aboveboard.open(contract, exit_budget=0.2)
    began = time.monotonic()
    for _ in range(10):
        tool.send(STARTED, FIELDS)
    assert time.monotonic() - began < 5
    began = time.monotonic()
    tool.close()
    assert 0.1 < time.monotonic() - began < 5
    said = capfd.readouterr().err
    assert told in said if told else said == ""
    # What they say when the receiver goes is none of the next test's.
    receiver.close()
    for thread in threading.enumerate():
        if thread.name == "aboveboard":
            thread.join(10)


def test_a_failed_delivery_says_why_where_somebody_waits(
    contract: str, receiver: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    receiver.answers = [response(400)]
    tool = aboveboard.open(contract)
    tool.send(STARTED, FIELDS, wait=True)
    assert "not delivered: the receiver refused it" in capfd.readouterr().err
    tool.send(STARTED, FIELDS)
    tool.close()
    assert capfd.readouterr().err == ""


def test_the_tools_own_sender_is_used(contract: str, receiver: Receiver) -> None:
    requests: list[aboveboard.Request] = []

    def sender(request: aboveboard.Request) -> aboveboard.Response:
        requests.append(request)
        return aboveboard.Response(204)

    with aboveboard.open(contract, sender=sender) as tool:
        tool.send(STARTED, FIELDS, time=TIME)
    (request,) = requests
    assert request.url == receiver.url
    assert request.body == tool.payload(STARTED, FIELDS, time=TIME).bytes
    assert ("Content-Type", "application/json") in request.headers
    assert (request.connect_timeout_seconds, request.timeout_seconds) == (5, 10)
    assert receiver.received == []


@pytest.mark.parametrize(
    "failure",
    [
        TimeoutError(),
        ConnectionResetError(),
        urllib.error.URLError("no"),
        ValueError("no"),
        SystemError("no"),
        aboveboard.AboveboardError("x", "y"),
        None,
        "204",
        aboveboard.Response(-1),
        aboveboard.Response("many"),  # type: ignore[arg-type]
        aboveboard.Response(503, "\ud800\r\nX: y"),
        aboveboard.Response(503, 5),  # type: ignore[arg-type]
    ],
)
def test_a_sender_may_fail_in_any_way(
    contract: str,
    receiver: Receiver,
    capfd: pytest.CaptureFixture[str],
    failure: object,
) -> None:
    def sender(request: aboveboard.Request) -> aboveboard.Response:
        if isinstance(failure, BaseException):
            raise failure
        return failure  # type: ignore[return-value]

    aboveboard.open(contract, sender=sender).send(STARTED, FIELDS, wait=True)
    assert "not delivered" in capfd.readouterr().err


def test_ctrl_c_is_the_programs_own(contract: str, receiver: Receiver) -> None:
    def sender(request: aboveboard.Request) -> aboveboard.Response:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        aboveboard.open(contract, sender=sender).send(STARTED, FIELDS, wait=True)


def test_the_end_of_the_program_waits_for_what_is_quick(receiver: Receiver) -> None:
    receiver.answers = [lambda connection: (time.sleep(0.5), connection.sendall(response(204)))[1]]  # type: ignore[func-returns-value]
    done = run_module(code=SEND % 10)
    assert done.returncode == 0
    assert done.stderr == b""
    assert len(receiver.received) == 1
    assert float(done.stdout) < 0.5


def test_the_end_of_the_program_waits_for_no_other_try(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_MAX_RETRIES", "3")
    receiver.answers = [response(503, "Retry-After: 8"), response(204)]
    began = time.monotonic()
    done = run_module(code=SEND % 10)
    assert (done.returncode, done.stderr) == (0, b"")
    assert time.monotonic() - began < 7
    assert len(receiver.received) == 1


@pytest.mark.parametrize("budget", [0, 0.5, -1])
def test_the_end_of_the_program_waits_no_longer_than_its_budget(receiver: Receiver, budget: float) -> None:
    receiver.answers = [receiver.stall]
    began = time.monotonic()
    done = run_module(code=SEND % budget)
    assert (done.returncode, done.stderr) == (0, b"")
    assert max(budget, 0) <= time.monotonic() - began < budget + 2


def test_a_forked_child_waits_for_nothing(receiver: Receiver) -> None:
    receiver.answers = [receiver.stall]
    code = SEND % 5 + (
        "    import os, sys\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        sys.exit(0)\n"
        "    began = time.monotonic()\n"
        "    os.waitpid(child, 0)\n"
        "    assert time.monotonic() - began < 2\n"
        "    os._exit(7)\n"
    )
    done = run_module(code=code)
    assert done.returncode == 7, done.stderr


def test_a_delivery_that_forks_has_a_child_that_can_deliver() -> None:
    code = """if True:
        import os, sys, time
        from aboveboard.background import Deliveries
        deliveries, statuses = Deliveries(5), []
        def deliver():
            child = os.fork()
            if child == 0:
                delivered = []
                deliveries.start(lambda: delivered.append(1))
                deliveries.end(time.monotonic())
                os._exit(0 if delivered else 1)
            statuses.append(os.waitpid(child, 0)[1])
        deliveries.start(deliver)
        deliveries.end(time.monotonic())
        assert statuses == [0], statuses
    """
    done = run_module(code=code)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_slip_in_an_event_raises_nothing_where_no_module_can_be_loaded(
    contract: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = aboveboard.open(contract)
    monkeypatch.setitem(sys.modules, "aboveboard.streams", None)
    for wait in (False, True):
        tool.send(STARTED, {"command": float("nan")}, wait=wait)
        tool.send(STARTED, {"nope": 1}, wait=wait)
    assert not receiver.received


@pytest.mark.parametrize(
    "module", ["socket", "http.client", "aboveboard.files", "aboveboard.connection", "encodings.idna"]
)
def test_a_fork_waits_until_a_delivery_has_loaded_its_modules(receiver: Receiver, module: str) -> None:
    code = f"""if True:
        import importlib, os, signal, sys, threading, time, aboveboard
        loading = threading.Event()
        class Slow:
            def find_spec(self, name, path=None, target=None):
                if name == {module!r}:
                    loading.set()
                    time.sleep(0.5)
        sys.meta_path.insert(0, Slow())
        tool = aboveboard.open(open({str(CONTRACT_FILE)!r}).read())
        tool.send({STARTED!r}, {FIELDS!r})
        assert loading.wait(5)
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            importlib.import_module({module!r})
            tool.send({STARTED!r}, {FIELDS!r}, wait=True)
            os._exit(0)
        print(os.waitpid(child, 0)[1])
    """
    done = run_module(code=code)
    assert (done.stdout, done.stderr) == (b"0\n", b"")
    assert len(receiver.received) == 2


def test_what_is_sent_while_the_interpreter_is_taken_apart_breaks_nothing(receiver: Receiver) -> None:
    code = f"""if True:
        import aboveboard
        class Late:
            tool = aboveboard.open(open({str(CONTRACT_FILE)!r}).read())
            def __del__(self):
                self.tool.send({STARTED!r}, {FIELDS!r})
        late = Late()
    """
    done = run_module(code=code)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_deliveries_are_bounded(contract: str, receiver: Receiver, capfd: pytest.CaptureFixture[str]) -> None:
    receiver.answers = [receiver.stall]
    tool = aboveboard.open(contract, exit_budget=0)
    for _ in range(MOST_AT_ONCE + 3):
        tool.send(STARTED, FIELDS)
    assert capfd.readouterr().err.count("could not be handed over: full") == 3


def test_what_a_delivery_starts_follows_it_also_while_the_program_ends() -> None:
    code = """if True:
        import time
        from aboveboard.background import MOST_AT_ONCE, Deliveries
        deliveries = Deliveries(10)
        def first():
            time.sleep(0.5)  # the interpreter is ending by then
            print(*{deliveries.start(second) for _ in range(MOST_AT_ONCE)}, deliveries.start(second), flush=True)
        def second():
            print("second", flush=True)
        deliveries.start(first)
    """
    done = run_module(code=code)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"True False\n" + b"second\n" * MOST_AT_ONCE


def test_nothing_follows_late_in_the_end_of_the_program() -> None:
    code = """if True:
        import time
        from aboveboard.background import Deliveries
        deliveries = Deliveries(3)
        def first():
            time.sleep(2)
            print(deliveries.start(lambda: print("second", flush=True)), flush=True)
        deliveries.start(first)
    """
    done = run_module(code=code)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"False\n", b"")


def test_a_delivery_that_breaks_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    ended = threading.Event()

    def breaks() -> None:
        ended.set()
        raise RuntimeError("hunter2")

    deliveries = Deliveries()
    assert deliveries.start(breaks)
    assert ended.wait(5)
    deliveries.end(time.monotonic())
    assert not deliveries.under_way()
    assert capfd.readouterr().err == ""


def test_the_group_of_a_tool_that_is_gone_is_waited_for(receiver: Receiver) -> None:
    receiver.answers = [lambda connection: (time.sleep(0.3), connection.sendall(response(204)))[1]]  # type: ignore[func-returns-value]
    done = run_module(code=SEND % 10 + "    del tool\n    import gc\n    gc.collect()\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(receiver.received) == 1
