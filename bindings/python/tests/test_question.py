"""The question, put in a way of the tool's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import aboveboard

from .people import CONTRACT

QUESTION = {"text": "Share which commands you use?", "default": "deny", "remember": True}
ASKING = json.loads(json.dumps(CONTRACT))
ASKING["consent"].update(gates=[], question=QUESTION, undecided={"interactive": "ask", "unattended": "deny"})


def giving(line: Any, asked: list[str]) -> Callable[[str], str]:
    """Give a way to ask that is answered with this line, or fails like this, and notes what it has been given."""

    def ask(question: str) -> str:
        asked.append(question)
        if isinstance(line, BaseException):
            raise line
        return line  # type: ignore[no-any-return]

    return ask


@pytest.mark.parametrize(
    ("line", "reason", "later"),
    [
        ("y", "question_allows", "stored_allows"),
        ("YES\r\n", "question_allows", "stored_allows"),
        ("n\n", "question_denies", "stored_denies"),
        ("", "question_denies", "stored_denies"),  # the default of the question
        ("perhaps", "question_denies", "unattended"),
        ("y" * 2_000_000, "question_denies", "unattended"),
        ("y\udcff", "question_denies", "unattended"),
        (b"y", "question_denies", "unattended"),
        (None, "question_denies", "unattended"),
        (EOFError(), "question_denies", "unattended"),
        (FileNotFoundError(), "question_denies", "unattended"),
        (KeyboardInterrupt(), "question_denies", "unattended"),
    ],
)
def test_a_tools_own_way_to_ask(home: Path, line: Any, reason: str, later: str) -> None:
    asked: list[str] = []
    assert aboveboard.open(ASKING, ask=giving(line, asked)).decision.reason == reason
    assert len(asked) == 1
    assert asked[0].startswith("Share which commands you use?\n")
    assert asked[0].endswith("[y/N] ")
    assert aboveboard.open(ASKING).decision.reason == later


@pytest.mark.parametrize("variable", ["EXAMPLE_TELEMETRY", "CI"])
def test_nobody_is_asked_what_is_decided_nor_in_a_build(
    home: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    asked: list[str] = []
    tool = aboveboard.open(ASKING, ask=giving("y", asked))
    assert aboveboard.open(ASKING, run=tool.run, ask=giving("y", asked)).decision == tool.decision
    assert asked == []


def test_a_way_to_ask_is_a_function(home: Path) -> None:
    wrong: Any = "y"
    with pytest.raises(aboveboard.AboveboardError) as refused:
        aboveboard.open(ASKING, ask=wrong)
    assert (refused.value.code, refused.value.at) == ("wrong_type", "/ask")
