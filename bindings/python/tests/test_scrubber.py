"""Scrubbing for a tool's own texts."""

from __future__ import annotations

import os
from typing import Any

import pytest

import aboveboard
from aboveboard import AboveboardError, Finding, Scrubber

CONTRACT = {
    "contract": 1,
    "tool": "t",
    "schema_version": "1",
    "consent_version": 1,
    "consent": {"sources": [{"env": "T"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
    "payload": {"event": {"from": "event"}},
    "events": {"e": {}},
    "delivery": {"endpoint": {"url": "https://example.com/"}, "bearer": {"env": "EXAMPLE_TOKEN"}},
}


@pytest.fixture(autouse=True)
def _somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/kqz-home")
    monkeypatch.setenv("USER", "kqz-user")
    monkeypatch.setenv("EXAMPLE_TOKEN", "made-up-token")


def test_a_text() -> None:
    text, findings = Scrubber().text("größe: kqz-user wrote to jane@acme.example from /srv/kqz-home/x")
    assert text == "größe: [user] wrote to [email] from [path]"
    assert findings[1] == Finding("/text", 25, 32, "email", "account-at-host")
    assert [text.encode()[found.start : found.end].decode() for found in findings] == ["[user]", "[email]", "[path]"]


def test_arguments_and_an_environment() -> None:
    scrubber = Scrubber()
    arguments, findings = scrubber.arguments(["tool", "--token", "abc", "kqz-user"])
    assert arguments == ["tool", "--token", "[secret]", "[user]"]
    assert [found.at for found in findings] == ["/arguments/2", "/arguments/3"]
    environment, findings = scrubber.environment({"API_KEY": "abc", "LANG": "C"})
    assert (environment, findings[0].at) == ({"API_KEY": "[secret]", "LANG": "C"}, "/environment/API_KEY")


def test_the_token_of_a_contract_is_kept_out() -> None:
    assert Scrubber().text("it is made-up-token")[0] == "it is made-up-token"
    assert Scrubber(CONTRACT).text("it is made-up-token")[0] == "it is [secret]"
    with pytest.raises(AboveboardError) as refused:
        Scrubber("{}")
    assert refused.value.code == "missing_member"


def test_what_is_no_text_is_refused() -> None:
    scrubber = Scrubber()
    with pytest.raises(AboveboardError) as refused:
        scrubber.text("a\ud800")
    assert (refused.value.code, refused.value.at) == ("text_not_unicode", "/text")
    with pytest.raises(AboveboardError) as refused:
        scrubber.arguments(["a", 7])  # type: ignore[list-item]
    assert (refused.value.code, refused.value.at) == ("wrong_type", "/arguments/1")


@pytest.mark.parametrize("arguments", ["mysql -phunter2", b"mysql -phunter2", {"mysql": "-phunter2"}, None])
def test_a_command_is_a_list_and_no_text(arguments: Any) -> None:
    with pytest.raises(AboveboardError) as refused:
        Scrubber().arguments(arguments)
    assert (refused.value.code, refused.value.at) == ("wrong_type", "/arguments")
    assert refused.value.message.startswith("expected a list of texts, found a ")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("variables", ["A=hunter2", [("A", "hunter2")], None])
def test_an_environment_is_a_mapping(variables: Any) -> None:
    with pytest.raises(AboveboardError) as refused:
        Scrubber().environment(variables)
    assert (refused.value.code, refused.value.at) == ("wrong_type", "/environment")
    assert "hunter2" not in str(refused.value)


def test_nothing_is_told_of_what_is_kept_out() -> None:
    assert repr(Scrubber()) == "Scrubber()"


def test_a_working_directory_is_kept_out(tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch) -> None:
    directory = os.path.join(tmp_path, "kqz wörk")  # noqa: PTH118 - as a text
    os.mkdir(directory)  # noqa: PTH102
    monkeypatch.chdir(directory)
    assert aboveboard.Scrubber().text(f"in '{directory}'.")[0] == "in '[path]'."
