"""By what a receiver tells machines and installations apart: shown while telemetry is on, and forgotten on demand."""

from __future__ import annotations

import dataclasses
import json
import re
import uuid
from pathlib import Path
from typing import Any, get_args

import pytest

import aboveboard
from aboveboard.status import Identity

from .conftest import ROOT
from .people import CONTRACT, ON

pytestmark = pytest.mark.usefixtures("home")

TOLD = {**CONTRACT["payload"], "id": {"from": "identity", "why": "tells installations apart"}}
INSTALLATION: dict[str, Any] = {**CONTRACT, "identity": {"kind": "installation"}, "payload": TOLD}
MACHINE: dict[str, Any] = {
    **INSTALLATION,
    "identity": {"kind": "machine", "application": "f03daaeb1c334b43a732172944bf772e", "rotation": "month"},
    "retention": {"days": 60, "then": "it is deleted"},
}
STATE = ".local/state/aboveboard/example.json"


def opened(contract: dict[str, Any] = INSTALLATION) -> aboveboard.Tool:
    return aboveboard.open(contract, features=ON)


def shown(tool: aboveboard.Tool) -> aboveboard.Identity:
    identity = tool.identity()
    assert identity is not None
    return identity


def test_an_installation_has_one_id_from_the_first_yes_until_a_reset(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened().identity() is None
    assert not (home / STATE).exists()
    aboveboard.enable(INSTALLATION, features=ON)
    first = shown(opened())
    assert (first.kind, first.ephemeral, first.rotation, first.retained) == ("installation", None, None, ())
    assert uuid.UUID(first.id).version == 4
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.id = "another"  # type: ignore[misc]
    assert json.loads((home / STATE).read_text(encoding="utf-8"))["installation"]["id"] == first.id
    tool = opened()
    assert shown(tool) == first
    assert json.loads(tool.payload("done", {}).bytes)["id"] == first.id

    reset = aboveboard.reset(INSTALLATION, features=ON)
    assert (reset.saved, reset.decision.state, reset.decision.reason) == (True, "off", "stored_denies")
    assert reset.message == (
        "example telemetry: turned off\n"
        "nothing has been asked of the receiver; to have deleted what it has, name to it\n"
        f"  {first.id}\n"
        "the id of this installation: forgotten\n"
    )
    assert first.id not in (home / STATE).read_text(encoding="utf-8")
    # The run that had said yes has none any more either.
    assert tool.identity() is None
    aboveboard.enable(INSTALLATION, features=ON)
    later = shown(opened())
    assert later.id not in (None, first.id)


def test_a_reset_says_what_stands_above_it_and_deletes_the_local_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    monkeypatch.setenv("EXAMPLE_LOCAL", "yes")
    opened(CONTRACT).send("done", {})
    log = home / ".local/state/example/events.log"
    assert log.exists()
    reset = aboveboard.reset(json.dumps(CONTRACT), features=ON)
    assert (reset.saved, reset.decision.state, reset.decision.source) == (True, "local", "EXAMPLE_LOCAL")
    assert reset.message.startswith("example telemetry: turned off\nstill, it is on, but EXAMPLE_LOCAL ")
    assert reset.message.endswith(f"  change   change EXAMPLE_LOCAL\n{log}: deleted\n")
    assert not log.exists()


def test_a_reset_that_cannot_be_done_is_told(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (home / STATE).mkdir(parents=True)
    reset = aboveboard.reset(INSTALLATION, features=ON)
    assert (reset.saved, reset.decision.on, reset.message) == (False, False, "")
    assert "not all of it could be done" in capfd.readouterr().err


def test_where_there_is_no_id_it_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    monkeypatch.setenv("container", "some")
    tool = opened(MACHINE)
    assert shown(tool) == Identity("machine", None, "container", "month", ())
    for payload in (tool.payload("done", {}), tool.preview("done", {})):
        assert (payload.ephemeral, json.loads(payload.bytes)["id"]) == ("container", "ephemeral")
    assert opened(CONTRACT).payload("done", {}).ephemeral is None
    assert opened(CONTRACT).identity() is None
    assert aboveboard.open(INSTALLATION, run="").identity() is None
    assert aboveboard.open(INSTALLATION).identity() is None, "the feature is off"
    tool = opened()
    assert tool.identity() is not None
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "no")
    assert tool.identity() is None


def test_an_id_that_changes_comes_with_those_that_are_kept() -> None:
    facts = {"files": {"/etc/machine-id": "0123456789abcdef0123456789abcdef\n"}}
    parsed = aboveboard.Contract(json.dumps(MACHINE))
    raw = json.loads(parsed.call("identity", json.dumps({"facts": facts, "time": 1790000000})))
    identity = Identity.from_raw(raw)
    assert (identity.kind, identity.ephemeral, identity.rotation) == ("machine", None, "month")
    assert [first for first, _ in identity.retained] == ["2026-09-01", "2026-08-01", "2026-07-01"]
    assert identity.retained[0][1] == identity.id
    assert len({named for _, named in identity.retained}) == 3


def test_the_id_is_no_part_of_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    tool = opened()
    named = str(shown(tool).id)
    chosen = aboveboard.enable(INSTALLATION, features=ON)
    for decision in (tool.explain(), chosen.decision):
        assert decision.on
        assert "identity" not in decision.raw
        assert named not in json.dumps(decision.raw)


def test_the_words_of_ids_are_those_of_the_core_and_its_document() -> None:
    def known(member: str) -> set[str]:
        odd = {**MACHINE, "identity": {**MACHINE["identity"], member: "nonsense"}}
        with pytest.raises(aboveboard.AboveboardError) as refused:
            aboveboard.Contract(json.dumps(odd))
        return set(refused.value.hint.removeprefix("known here: ").split(", "))

    assert set(get_args(aboveboard.Identifies)) == known("kind")
    assert set(get_args(aboveboard.Rotation)) == known("rotation")
    page = (ROOT / "docs/identity.md").read_text(encoding="utf-8")
    described = page.partition("## Where there is none")[2].partition("\n## ")[0]
    assert set(get_args(aboveboard.Ephemeral)) == set(re.findall(r"^\| `([a-z_]+)` \|", described, re.MULTILINE))
