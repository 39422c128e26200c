"""What a person decides: stored, explained, and never wider than what the tool's author has turned on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

import aboveboard
from aboveboard.effects import Host

from .conftest import ROOT
from .people import CONTRACT, ON

pytestmark = pytest.mark.usefixtures("home")


def code_of(refused: pytest.ExceptionInfo[aboveboard.AboveboardError]) -> str:
    return refused.value.code


def test_a_choice_is_stored_and_holds_for_runs_that_begin_later(home: Path) -> None:
    chosen = aboveboard.enable(CONTRACT, features=ON)
    assert (chosen.saved, chosen.decision.on, chosen.decision.reason) == (True, True, "stored_allows")
    assert chosen.message.startswith("example telemetry: on\n")
    stored = json.loads((home / ".local/state/aboveboard/example.json").read_text(encoding="utf-8"))
    assert stored["consent"]["allow"] is True
    assert aboveboard.open(CONTRACT, features=ON).decision.reason == "stored_allows"
    chosen = aboveboard.disable(json.dumps(CONTRACT), features=ON)
    assert (chosen.saved, chosen.decision.state, chosen.decision.reason) == (True, "off", "stored_denies")
    assert aboveboard.open(CONTRACT, features=ON).decision.reason == "stored_denies"


def test_what_stands_above_a_choice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "no")
    chosen = aboveboard.enable(CONTRACT, features=ON)
    assert (chosen.saved, chosen.decision.on, chosen.decision.source) == (True, False, "EXAMPLE_TELEMETRY")
    assert chosen.message.startswith("saved, but still off, because the variable EXAMPLE_TELEMETRY says no\n")


def test_a_choice_that_cannot_be_stored_is_no_yes(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (home / ".local/state/aboveboard/example.json").mkdir(parents=True)
    chosen = aboveboard.enable(CONTRACT, features=ON)
    assert (chosen.saved, chosen.decision.on, chosen.message) == (False, False, "")
    assert "it could not be turned on" in capfd.readouterr().err


def test_a_contract_that_stores_no_choice_says_what_decides(contract: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert not aboveboard.disable(contract).saved
    assert "TELEMETRY_ENABLED" in capfd.readouterr().err


def test_what_the_author_got_wrong_is_an_error_and_changes_nothing(home: Path) -> None:
    for act in (aboveboard.enable, aboveboard.disable, aboveboard.reset, aboveboard.open):
        with pytest.raises(aboveboard.AboveboardError) as refused:
            act(CONTRACT, features=["nonsense"])
        assert code_of(refused) == "feature_unknown"
        with pytest.raises(aboveboard.AboveboardError) as refused:
            act("{")
        assert code_of(refused) == "invalid_json"
    assert list(home.iterdir()) == []


def test_a_feature_that_is_off_turns_everything_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    assert aboveboard.open(CONTRACT).decision.reason == "feature_off"
    tool = aboveboard.open(CONTRACT, features=ON)
    assert tool.decision.on
    # The run keeps what it was begun with.
    assert aboveboard.open(CONTRACT, run=tool.run).decision.on


def test_a_decision_is_explained_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    tool = aboveboard.open(CONTRACT, features=ON)
    assert tool.decision.trail == ()
    trace = aboveboard.Trace
    explained = tool.explain()
    assert explained.trail[:2] == (
        trace("feature", "telemetry", "true", "nothing", False, None),
        trace("variable", "EXAMPLE_TELEMETRY", "true", "allow", True, None),
    )
    assert "variable EXAMPLE_TELEMETRY: says yes, and decides: yes" in tool.why()
    assert "says yes, and decides" not in tool.status()
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "perhaps")
    assert (tool.explain().reason, tool.decision.reason) == ("variable_invalid", "variable_allows")
    without = aboveboard.open(CONTRACT, run="")
    assert without.explain() == without.decision


def test_a_yes_that_does_not_count_says_because(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aboveboard.enable(CONTRACT, features=ON)
    later = aboveboard.open({**CONTRACT, "consent_version": 2}, features=ON).explain()
    assert [trace.because for trace in later.trail if trace.kind == "stored"] == ["superseded"]
    monkeypatch.setenv("CI", "true")
    build = aboveboard.open(CONTRACT, features=ON).explain()
    assert [trace.because for trace in build.trail if trace.kind == "stored"] == ["unattended"]


def test_in_local_mode_events_stay_here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    monkeypatch.setenv("EXAMPLE_LOCAL", "yes")
    tool = aboveboard.open(CONTRACT, features=ON)
    assert (tool.decision.state, tool.decision.reason, tool.decision.on) == ("local", "local_only", False)
    tool.send("done", {})
    assert (home / ".local/state/example/events.log").read_text(encoding="utf-8") == '{"event":"done"}\n'
    assert tool.counters.sent == 0


def test_what_was_scrubbed_is_told() -> None:
    tool = aboveboard.open(CONTRACT)
    built = tool.preview("done", {"note": "nothing"})
    assert built.scrubbed == ()
    built = tool.preview("done", {"note": "jane.doe@example.com cannot read /home/jane/key"})
    assert json.loads(built.bytes)["note"] == "[email] cannot read [path]"
    assert built.scrubbed == (("/note", ("email", "path")),)


def test_what_the_machine_knows_stays_out(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("USER", "quorvex")
    monkeypatch.chdir(home)
    fields = {"note": f"quorvex in {home}"}
    wanted = {"event": "done", "note": "[user] in [path]"}
    tool = aboveboard.open(CONTRACT, features=ON)
    assert json.loads(tool.preview("done", fields).bytes) == wanted
    with pytest.raises(aboveboard.AboveboardError) as refused:
        tool.payload("done", fields)
    assert code_of(refused) == "consent_not_given"
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "1")
    tool = aboveboard.open(CONTRACT, features=ON)
    assert json.loads(tool.payload("done", fields).bytes) == wanted
    # Nothing is read any more once a no has been said.
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "0")
    asked: list[str] = []

    def platform(_host: Host, _number: int, word: str) -> str:
        asked.append(word)
        return ""

    monkeypatch.setattr(Host, "_platform", platform)
    with pytest.raises(aboveboard.AboveboardError) as refused:
        tool.payload("done", fields)
    assert (code_of(refused), asked) == ("consent_not_given", [])
    tool.send("done", fields, wait=True)
    assert asked == []
    tool.preview("done", fields)
    assert asked == ["host_name", "directory", "user_id"]


def test_the_words_of_decisions_are_those_of_the_core() -> None:
    parsed = aboveboard.Contract(json.dumps(CONTRACT))
    run = json.loads(aboveboard.open(CONTRACT).run)

    def known(member: str) -> set[str]:
        odd = {**run, "decision": {**run["decision"], member: "nonsense"}}
        with pytest.raises(aboveboard.AboveboardError) as refused:
            parsed.call("resolve", json.dumps({"run": odd, "facts": {}}))
        return set(refused.value.hint.removeprefix("known here: ").split(", "))

    assert set(get_args(aboveboard.State)) == known("state")
    assert set(get_args(aboveboard.Reason)) == known("reason") | {"run_not_begun", "run_told"}


def test_the_words_of_trails_are_those_of_the_document() -> None:
    page = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
    described = page[page.index("the whole `trail`") : page.index("Values are never told.")]

    def listed(after: str) -> set[str]:
        return set(re.findall(r"`([a-z_]+)`", described.partition(after)[2].partition("),")[0]))

    assert set(get_args(aboveboard.Kind)) == listed("its `kind`")
    assert set(get_args(aboveboard.Class)) == listed("the `class` of its value")
    assert set(get_args(aboveboard.Says)) == listed("what it `says`")
    because = described[described.index("`because`") + len("`because`") :]
    assert set(get_args(aboveboard.Because)) == set(re.findall(r"`([a-z_]+)`", because))
