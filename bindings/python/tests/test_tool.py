"""The facade: open, look, build."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest

import aboveboard

from .conftest import FIELDS, STARTED, TIME, run_module
from .people import CONTRACT

FLAGGED = {
    "contract": 1,
    "tool": "example",
    "schema_version": "1",
    "consent_version": 1,
    "consent": {
        "sources": [{"flag": "telemetry", "allow": "enable", "deny": "disable"}],
        "undecided": {"interactive": "deny", "unattended": "deny"},
    },
    "payload": {"event": {"from": "event"}},
    "events": {"done": {}},
}


def refusal(*arguments: object, **options: object) -> aboveboard.AboveboardError:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        aboveboard.open(*arguments, **options)  # type: ignore[arg-type]
    return refused.value


def test_a_run_has_a_decision_and_payloads(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "yes")
    with aboveboard.open(contract, tool_version="1.4.0") as tool:
        run = json.loads(tool.run)
        assert tool.decision == aboveboard.Decision("on", "variable_allows", "TELEMETRY_ENABLED", {})
        assert tool.decision.on
        assert tool.decision.raw == run["decision"]
        payload = tool.payload(STARTED, FIELDS, time=TIME)
        assert payload.event == STARTED
        assert not payload.preview
        assert payload.digest == hashlib.sha256(payload.bytes).hexdigest()
        document = json.loads(payload.bytes)
        assert (document["run_id"], document["sent_at"]) == (run["run"], "2026-09-21T14:13:20Z")
        assert "variable TELEMETRY_ENABLED" in tool.status()
        with pytest.raises(dataclasses.FrozenInstanceError):
            payload.digest = ""  # type: ignore[misc]


def test_without_consent_there_is_only_a_preview(contract: str) -> None:
    tool = aboveboard.open(contract)
    assert (tool.decision.state, tool.decision.source) == ("off", None)
    with pytest.raises(aboveboard.AboveboardError) as refused:
        tool.payload(STARTED, FIELDS, time=TIME)
    assert refused.value.code == "consent_not_given"
    preview = tool.preview(STARTED, FIELDS, time=TIME)
    assert preview.preview
    assert json.loads(preview.bytes)["command"]["name"] == "apply"


def test_time_is_now_where_it_is_not_given(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: TIME + 0.9)
    tool = aboveboard.open(contract)
    assert tool.preview(STARTED, FIELDS) == tool.preview(STARTED, FIELDS, time=TIME)


def test_what_was_replaced_is_told(contract: str) -> None:
    fields = {**FIELDS, "client": {"script": "infra now!"}}
    payload = aboveboard.open(contract).preview(STARTED, fields, time=TIME)
    assert payload.replaced == ("/client/script",)


def test_the_same_run_gives_the_same_bytes(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    first = aboveboard.open(json.loads(contract), tool_version="1.4.0")
    second = aboveboard.open(contract, run=first.run)
    assert second.run == first.run
    assert second.decision == first.decision
    assert first.payload(STARTED, FIELDS, time=TIME) == second.payload(STARTED, FIELDS, time=TIME)


def test_children_get_the_decision_and_the_session(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert aboveboard.open(contract).child_variables()["TELEMETRY_ENABLED"] == "false"
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    tool = aboveboard.open(contract)
    variables = tool.child_variables()
    assert variables["TELEMETRY_ENABLED"] == "true"
    assert variables["TELEMETRY_SESSION_ID"] == json.loads(tool.run)["session"]
    # Withdrawn meanwhile: a child may be told less than this run was, never more.
    monkeypatch.setenv("TELEMETRY_ENABLED", "0")
    assert tool.child_variables()["TELEMETRY_ENABLED"] == "false"


def test_an_empty_run_is_a_run_without_telemetry(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    tool = aboveboard.open(contract, run="")
    assert (tool.decision.state, tool.decision.reason) == ("off", "run_not_begun")
    tool.send(STARTED, FIELDS)
    assert tool.child_variables()["TELEMETRY_ENABLED"] == "false"
    for method in (tool.payload, tool.preview):
        with pytest.raises(aboveboard.AboveboardError) as refused:
            method(STARTED, FIELDS)
        assert refused.value.code == "consent_not_given"


def test_without_entropy_telemetry_is_off(
    contract: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    monkeypatch.setattr("aboveboard.surface.random", lambda count: None)
    tool = aboveboard.open(contract)
    assert (tool.run, tool.decision.on) == ("", False)
    assert "aboveboard:" in capfd.readouterr().err


def test_flags_decide(contract: str) -> None:
    assert aboveboard.open(FLAGGED, flags={"telemetry": "enable"}).decision.reason == "flag_allows"
    assert aboveboard.open(FLAGGED, flags={"telemetry": "disable"}).decision.reason == "flag_denies"
    error = refusal(FLAGGED, flags={"telemetry": "perhaps"})
    assert (error.code, error.at) == ("flag_value", "/facts/flags/telemetry")
    assert refusal(contract, flags={"telemetry": "enable"}).code == "flag_unknown"
    assert refusal(FLAGGED, flags={"telemetry": "\ud800"}).code == "text_not_unicode"


def test_a_text_is_no_list_of_features_and_no_flags(contract: str) -> None:
    for features in ("telemetry", b"telemetry", None, 5):
        error = refusal(contract, features=features)
        assert (error.code, error.at) == ("wrong_type", "/facts/features")
        with pytest.raises(aboveboard.AboveboardError) as refused:
            aboveboard.disable(contract, features=features)  # type: ignore[arg-type]
        assert (refused.value.code, refused.value.at) == ("wrong_type", "/facts/features")
    for flags in (["x"], "telemetry", [("telemetry", "enable")]):
        error = refusal(FLAGGED, flags=flags)
        assert (error.code, error.at) == ("wrong_type", "/facts/flags")
    assert refusal(FLAGGED, features=[5]).at == "/facts/features/0"
    assert refusal(FLAGGED, flags={"telemetry": True}).at == "/facts/flags/telemetry"
    with pytest.raises(aboveboard.AboveboardError, match="expected a list of texts, found a text"):
        aboveboard.run_command("status", contract=contract)


class Telemetry(str, enum.Enum):
    FLAG = "telemetry"
    DISABLE = "disable"


def test_a_member_of_an_enumeration_is_its_text(tmp_path: Path) -> None:
    with_feature = {**CONTRACT, "consent": {**CONTRACT["consent"], "sources": FLAGGED["consent"]["sources"]}}  # type: ignore[index]
    flags: dict[str, str] = {Telemetry.FLAG: Telemetry.DISABLE}
    tool = aboveboard.open(with_feature, features=[Telemetry.FLAG], flags=flags)
    assert tool.decision.reason == "flag_denies"

    class Word(str, enum.Enum):
        EVENT, NOTE, RECORD, RESULT, PASS = "done", "note", "manifest", "result", "pass"

    assert json.loads(tool.preview(Word.EVENT, {Word.NOTE: Word.PASS}).bytes) == {"event": "done", "note": "pass"}
    tool.record(Word.RECORD, tmp_path / "r.json", {Word.RESULT: Word.PASS})
    assert json.loads((tmp_path / "r.json").read_bytes()) == {"result": "pass"}


def test_what_the_author_got_wrong_is_an_error_with_its_place(contract: str) -> None:
    error = refusal(contract.replace('"consent_version": 1', '"consent_version": "1"'))
    assert (error.code, error.at) == ("wrong_type", "/consent_version")
    assert error.message
    assert refusal("{").code == "invalid_json"
    assert refusal({**FLAGGED, "tool": float("inf")}).code == "number_not_finite"
    assert refusal("\ud800").code == "text_not_unicode"
    # A version often comes from some other program: one that is none is passed over.
    for version in ("", "1 4"):
        assert "tool_version" not in json.loads(aboveboard.open(contract, tool_version=version).run)
    assert refusal(contract, run="{").code == "invalid_json"
    assert refusal(contract, run="[]").at == "/run"
    assert refusal(contract, run="\ud800").at == "/run"
    assert refusal(FLAGGED, run=aboveboard.open(contract).run).at.startswith("/run")


def test_events_are_checked(contract: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    tool = aboveboard.open(contract)
    for name, fields, code, at in (
        ("infra.command.stopped", FIELDS, "event_unknown", "/event/name"),
        (STARTED, {**FIELDS, "hostname": "x"}, "undeclared_field", "/event/fields"),
        (STARTED, {"command": FIELDS["command"]}, "missing_field", "/event/fields/client/script"),
        (STARTED, {"client": {"script": "infra"}}, "out_of_scope", "/event/fields"),
        (STARTED, [], "wrong_type", "/event/fields"),
    ):
        with pytest.raises(aboveboard.AboveboardError) as refused:
            tool.preview(name, fields, time=TIME)  # type: ignore[arg-type]
        assert (refused.value.code, refused.value.at) == (code, at)
    with pytest.raises(aboveboard.AboveboardError):
        tool.preview(STARTED, FIELDS, time=-1)
    # What is sent stands in the middle of somebody's work: it is said, and the work goes on.
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    aboveboard.open(contract).send("infra.command.stopped", FIELDS)
    assert "declares no event of this name" in capfd.readouterr().err


def test_an_event_larger_than_anything_is_said_and_ends_nothing(
    contract: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    tool = aboveboard.open(contract)
    fields = {**FIELDS, "client": {"script": "x" * (17 * 1024 * 1024)}}
    for wait in (False, True):
        tool.send(STARTED, fields, wait=wait)
        assert capfd.readouterr().err.startswith("aboveboard: the event was not sent: ")
    with tool.buffer() as buffer:
        buffer.add(STARTED, fields)
    assert capfd.readouterr().err.startswith("aboveboard: the event was not sent: ")
    with pytest.raises(aboveboard.AboveboardError, match="input_too_large"):
        tool.preview(STARTED, fields)


WRONG: list[tuple[Any, Any, dict[str, Any], str]] = [
    (STARTED, {**FIELDS, "client": {"script": float("nan")}}, {}, "number is infinite or not a number"),
    (STARTED, {**FIELDS, "client": {"script": float("inf")}}, {"wait": True}, "number is infinite or not a number"),
    (STARTED, {**FIELDS, "client": {"script": object()}}, {}, "(at /event/fields)"),
    (STARTED, {1: 1}, {}, "(at /event/fields)"),
    (STARTED, None, {}, "(at /event/fields)"),
    (STARTED, FIELDS, {"time": float("nan")}, "(at /event/time)"),
    (STARTED, FIELDS, {"time": 1.5}, "(at /event/time)"),
    (STARTED, FIELDS, {"time": "now"}, "(at /event/time)"),
    (b"name", FIELDS, {}, "(at /event/name)"),
    (None, FIELDS, {}, "(at /event/name)"),
    ("\udcff", FIELDS, {}, "declares no event of this name"),
    *((name, FIELDS, {}, "declares no event of this name") for name in ("--wait", "--fields={}", "--time=1", "-")),
]


@pytest.mark.parametrize(("name", "fields", "more", "said"), WRONG, ids=range(len(WRONG)))
def test_no_value_makes_send_raise(
    contract: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: Any,
    fields: Any,
    more: dict[str, Any],
    said: str,
) -> None:
    off = aboveboard.open(contract)
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    tool = aboveboard.open(contract)
    monkeypatch.setenv("TELEMETRY_ENABLED", "0")
    for silent in (off, tool, aboveboard.open(contract, run="")):
        silent.send(name, fields, **more)
        silent.buffer().add(name, fields, time=more.get("time"))
    assert capfd.readouterr().err == ""
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    tool.send(name, fields, **more)
    lines = capfd.readouterr().err.splitlines()
    assert [said in line for line in lines] == [True], lines
    assert lines[0].startswith("aboveboard: ")
    with tool.buffer() as buffer:
        buffer.add(name, fields, time=more.get("time"))
        told = capfd.readouterr().err
    # The core tells which one of those that were sent together it was.
    assert said.rpartition("/")[2] in told + capfd.readouterr().err


def test_an_argument_that_was_not_utf8_is_other_wherever_it_is_shown(contract: str) -> None:
    code = """
import sys, aboveboard
tool = aboveboard.open(sys.argv[1])
fields = {"command": {"name": "apply", "result": "started"}, "client": {"script": sys.argv[2]}}
tool.send("infra.command.started", fields, wait=True)
print(tool.preview("infra.command.started", fields).bytes.decode())
"""
    done = run_module(contract, b"bu\xffld", code=code)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["client"]["script"] == "other"


def test_a_tool_is_shared_by_threads(contract: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "1")
    tool = aboveboard.open(contract)
    digests: list[str] = []

    def build() -> None:
        for _ in range(50):
            digests.append(tool.payload(STARTED, FIELDS, time=TIME).digest)
            tool.child_variables()

    threads = [threading.Thread(target=build) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(digests) == 400
    assert len(set(digests)) == 1


def test_a_contract_can_be_copied_and_handed_to_another_process(contract: str) -> None:
    code = """if True:
        import copy, pickle, sys
        import aboveboard
        first = aboveboard.Contract(sys.stdin.read())
        copies = [copy.copy(first), copy.deepcopy([first])[0], pickle.loads(pickle.dumps(first))]
        needs = first.call("needs", '{"purpose":"begin"}')
        del first
        assert all(each.call("needs", '{"purpose":"begin"}') == needs for each in copies)
        print("done")
    """
    done = run_module(code=code, input=contract.encode())
    assert (done.returncode, done.stdout) == (0, b"done\n"), done.stderr


def test_the_surface_is_there(contract: str) -> None:
    needs = json.loads(aboveboard.Contract(contract).call("needs", '{"purpose":"begin"}'))
    assert "TELEMETRY_ENABLED" in needs["variables"]
    assert (
        json.loads(aboveboard.step('{"arguments":["--version"]}'))["done"]["output"].split()[1] == aboveboard.version()
    )
    assert aboveboard.run_command(["status"], contract=contract).status == 0
    with pytest.raises(AttributeError):
        aboveboard.nothing  # type: ignore[attr-defined] # noqa: B018
    assert (Path(aboveboard.__file__).parent / "py.typed").is_file()
