"""Records, and what programs that keep running need."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

import aboveboard
from aboveboard.background import Deliveries
from aboveboard.reporting import Tally

from .people import CONTRACT, ON


def refusing(code: str, at: str, *arguments: object, **options: object) -> None:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        aboveboard.open(CONTRACT).record(*arguments, **options)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.at) == (code, at)


@pytest.mark.parametrize("run", [None, ""])
def test_a_record_is_written_whatever_the_decision(tmp_path: Path, run: str | None) -> None:
    tool = aboveboard.open(CONTRACT, run=run)
    assert not tool.decision.on
    assert tool.record("manifest", tmp_path / "new" / "manifest.json", {"result": "pass"}, time=0)
    assert (tmp_path / "new" / "manifest.json").read_bytes() == b'{"result":"pass"}\n'


def test_a_record_that_cannot_be_is_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "manifest.json"
    refusing("record_unknown", "/record/name", "nonsense", to, {})
    refusing("not_in_enum", "/record/fields/result", "manifest", to, {"result": "perhaps"})
    refusing("undeclared_field", "/record/fields", "manifest", to, {"result": "pass", "host": "x"})
    refusing("text_not_unicode", "/to", "manifest", "\ud800", {"result": "pass"})
    refusing("value_not_json", "/to", "manifest", b"manifest.json", {"result": "pass"})
    assert capfd.readouterr().err == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", ["/proc/nope/x", "/dev/full", "/", "x" * 300])
def test_a_file_that_takes_no_record_is_told_and_no_error(to: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert not aboveboard.open(CONTRACT).record("manifest", to, {"result": "pass"})
    assert f"{to} could not be written" in capfd.readouterr().err


def test_reports_are_due_as_often_as_the_contract_says(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = aboveboard.open(CONTRACT)
    assert tool.due(None) == aboveboard.Due(True, None)
    assert tool.due(1000, now=4599) == aboveboard.Due(False, 1)
    assert tool.due(1000, now=4600) == aboveboard.Due(True, None)
    monkeypatch.setattr("time.time", lambda: 2000.9)
    assert tool.due(1000) == aboveboard.Due(False, 2600)
    with pytest.raises(aboveboard.AboveboardError) as refused:
        aboveboard.open(contract).due(None)
    assert refused.value.code == "no_interval"


def test_a_program_that_starts_says_so_in_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    off = aboveboard.open(CONTRACT).startup_line()
    how = "to turn it on: aboveboard --contract FILE enable"
    assert off == f"example telemetry is off: the tool's feature telemetry is off; {how}"
    assert aboveboard.open(CONTRACT, run="").startup_line() == "example telemetry is off: there is no run"
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    monkeypatch.setenv("EXAMPLE_ENDPOINT", "https://elsewhere.example.org/v1")
    tool = aboveboard.open(CONTRACT, features=ON)
    assert tool.startup_line("http://localhost:8080/preview") == (
        "example telemetry is on: the variable EXAMPLE_TELEMETRY says yes; endpoint https://elsewhere.example.org/v1; "
        "preview http://localhost:8080/preview; to turn it off: aboveboard --contract FILE disable"
    )


def test_deliveries_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    answers: list[object] = []

    def sender(_request: aboveboard.Request) -> aboveboard.Response:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, aboveboard.Response)
        return answer

    tool = aboveboard.open(CONTRACT, features=ON, sender=sender)
    assert tool.counters == aboveboard.Counters(0, 0, 0, {"example_errors_total": 0})
    response = aboveboard.Response
    for given, (sent, errors, dropped) in (
        ([response(204)], (1, 0, 0)),
        ([response(400)], (1, 1, 1)),
        # Another attempt, which arrives.
        ([response(503, "0"), response(200)], (2, 2, 1)),
        ([response(429, "61")], (2, 3, 2)),
        ([socket.timeout(), OSError()], (2, 5, 3)),
        # No status that a receiver can give: no answer.
        ([response(99), response(-5)], (2, 7, 4)),
        ([response(-1), response(1000)], (2, 9, 5)),
        # What Retry-After is made of is no matter of an answer's.
        ([response(204, "\ufffd")], (3, 9, 5)),
    ):
        answers[:] = given
        with monkeypatch.context() as patched:
            patched.setattr("time.sleep", lambda seconds: None)
            tool.send("done", {}, wait=True)
        assert answers == []
        expected = aboveboard.Counters(sent, errors, dropped, {"example_errors_total": errors})
        assert tool.counters == expected
    # In the background too.
    answers[:] = [response(204)]
    tool.send("done", {})
    tool.close()
    assert tool.counters.sent == 4


def test_every_request_has_attempts_of_its_own() -> None:
    tally = Tally(aboveboard.Contract(json.dumps(CONTRACT)), Deliveries())
    request = '{"attempts":2}'
    assert tally.count(request, 1, "HTTP/1.1 503\r\n", 0.0) == 2
    assert tally.count(request, 2, "HTTP/1.1 503\r\n", 0.0) == 1
    assert tally.count(request, 1, {"error": "timeout"}, 0.0) == 2
    assert tally.count(request, 2, "HTTP/1.1 204\r\n", 0.0) == 1
    assert (tally.counters().sent, tally.counters().errors, tally.counters().dropped) == (1, 3, 1)
    # What waits on disk is not given up.
    assert tally.count('{"attempts":1,"mode":"at_least_once"}', 1, "HTTP/1.1 503\r\n", 0.0) == 1
    assert (tally.counters().errors, tally.counters().dropped) == (4, 1)
    # Nor what is refused and kept.
    kept = '{"attempts":1,"mode":"at_least_once","refused":"keep"}'
    assert tally.count(kept, 1, "HTTP/1.1 404\r\n", 0.0) == 1
    assert (tally.counters().errors, tally.counters().dropped) == (5, 1)
    # With OTLP a 500 is not tried again.
    assert tally.count('{"attempts":2,"encoding":"otlp"}', 1, "HTTP/1.1 500\r\n", 0.0) == 1
    assert (tally.counters().errors, tally.counters().dropped) == (6, 2)
    # One that took all the time that there was is given up.
    assert tally.count('{"attempts":9,"left_seconds":10}', 1, {"error": "timeout"}, 10.0) == 1
    assert (tally.counters().errors, tally.counters().dropped) == (7, 3)


def test_a_request_of_any_size_is_counted() -> None:
    tally = Tally(aboveboard.Contract(json.dumps(CONTRACT)), Deliveries())
    request = json.dumps({"attempts": 2, "body": "a" * (3 << 20)})
    assert tally.count(request, 1, {"error": "timeout"}, 0.0) == 2
    assert tally.count(request, 2, "HTTP/1.1 204\r\n", 0.0) == 1
    assert (tally.counters().sent, tally.counters().errors) == (1, 1)


@pytest.mark.parametrize("request_text", ["", "{}", "[]", '{"attempts":"many"}'])
def test_what_cannot_be_counted_is_not_and_nothing_else(request_text: str) -> None:
    tally = Tally(aboveboard.Contract(json.dumps(CONTRACT)), Deliveries())
    assert tally.count(request_text, 1, "HTTP/1.1 204\r\n", 0.0) == 1
    assert tally.counters() == aboveboard.Counters(0, 0, 0, {"example_errors_total": 0})


def test_denied_nothing_is_counted() -> None:
    tool = aboveboard.open(CONTRACT, features=ON, sender=lambda request: pytest.fail("nothing may be sent"))
    tool.send("done", {}, wait=True)
    assert json.loads(json.dumps(tool.counters.metrics)) == {"example_errors_total": 0}
