"""Values of the wrong type: each is an error of this package's own, with the place that it was handed in at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest

import aboveboard

from .people import CONTRACT

TEXT = json.dumps(CONTRACT)
NO_TEXT: list[Any] = [5, True, 1.5, b"x", bytearray(b"x"), ["x"], ("x",), {"x": 1}, {1}, object(), float("nan"), len]
# For what is no text, by its own type: what JSON has is of the wrong type here, and what it has not is no JSON.
CODES = {"wrong_type", "value_not_json", "number_not_finite", "number_not_integer"}


def at_of(act: Callable[[Any], object], value: object, codes: set[str]) -> str:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        act(value)
    assert refused.value.code in codes, (value, refused.value)
    assert refused.value.message
    return refused.value.at


def test_what_is_no_text_is_refused_where_it_was_handed_in() -> None:
    tool = aboveboard.open(TEXT)
    acts: dict[str, Callable[[Any], object]] = {
        "/run": lambda value: aboveboard.open(TEXT, run=value),
        "/facts/tool_version": lambda value: aboveboard.open(TEXT, tool_version=value),
        "/facts/features/0": lambda value: aboveboard.open(TEXT, features=[value]),
        "/event/name": lambda value: tool.preview(value, {}),
        "/to": lambda value: tool.record("manifest", value, {"result": "pass"}),
        "/preview": lambda value: tool.startup_line(value),
        "/arguments/0": lambda value: aboveboard.run_command([value]),
        "": lambda value: aboveboard.Contract(value),
    }
    for at, act in acts.items():
        for value in NO_TEXT:
            assert at_of(act, value, CODES) == at


@pytest.mark.parametrize("value", [None, 5, ["x"], b"{}", Path("telemetry.json"), {1}, object()], ids=range(7))
def test_a_contract_is_a_text_or_a_mapping(value: Any) -> None:
    for act in (aboveboard.open, aboveboard.enable, aboveboard.disable, aboveboard.reset):
        assert at_of(act, value, {"wrong_type"}) == ""
    if value is not None:
        assert at_of(aboveboard.Scrubber, value, {"wrong_type"}) == ""
    with pytest.raises(aboveboard.AboveboardError, match="read_text"):
        aboveboard.open(value)


def test_what_is_no_function_and_no_number_of_seconds_is_refused_before_anything_is_sent() -> None:
    wrong: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "/sender": (lambda value: aboveboard.open(TEXT, sender=value), [5, "x", {}, b""]),
        "/exit_budget": (lambda value: aboveboard.open(TEXT, exit_budget=value), [None, "2", True, {}]),
        "/facts/flags": (lambda value: aboveboard.open(TEXT, flags=value), [[], "", 0, False]),
    }
    for at, (act, values) in wrong.items():
        for value in values:
            assert at_of(act, value, {"wrong_type"}) == at


def test_a_time_that_json_cannot_hold_is_refused_where_it_was_handed_in() -> None:
    tool = aboveboard.open(TEXT)
    for act in (tool.payload, tool.preview):
        for time in (b"5", {5}, float("inf"), object()):
            assert at_of(lambda value, act=act: act("done", {}, time=value), time, CODES) == "/event/time"  # type: ignore[misc]


def test_any_number_of_seconds_is_a_budget() -> None:
    for budget in (0, -1, float("inf"), float("nan"), 10**30):
        with aboveboard.open(TEXT, exit_budget=budget) as tool:
            assert tool._deliveries.start(lambda: None)
