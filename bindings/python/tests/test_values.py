"""What may cross to the core, and what is refused on the way."""

from __future__ import annotations

import enum
import json
import types
from pathlib import Path
from typing import Any

import pytest

import aboveboard
from aboveboard.values import DEPTH_BOUND, serialise, serialise_event, with_replacements

from .conftest import FIELDS, STARTED, TIME


class Text(str):
    __slots__ = ()


class Cmd(str, enum.Enum):
    APPLY = "apply"
    LONE = "\ud800"


CIRCLE: dict[str, Any] = {}
CIRCLE["again"] = [CIRCLE]


def len_of(number: float) -> str:
    return f"{number.bit_length()} bits" if isinstance(number, int) else "float"


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "code", "at"),
    [
        ({"a": float("nan")}, "number_not_finite", "/a"),
        ({"a": [1, float("inf")]}, "number_not_finite", "/a/1"),
        ({"a": {"b": float("-inf")}}, "number_not_finite", "/a/b"),
        ({"a": object()}, "value_not_json", "/a"),
        ({"a": b"bytes"}, "value_not_json", "/a"),
        ({"a": {1, 2}}, "value_not_json", "/a"),
        ({"a": 1j}, "value_not_json", "/a"),
        ({"a": {1: "one"}}, "value_not_json", "/a"),
        ({"a": {None: "none"}}, "value_not_json", "/a"),
        ({"a": "\ud800"}, "text_not_unicode", "/a"),
        ({"a": {"x/y~z": ["\udfff"]}}, "text_not_unicode", "/a/x~1y~0z/0"),
        ({"a": {"\ud800": 1}}, "text_not_unicode", "/a"),
        ({"a": Cmd.LONE}, "text_not_unicode", "/a"),
        ({"a": {Cmd.LONE: 1}}, "text_not_unicode", "/a"),
        ({"a": {Cmd.APPLY: {"b": 1j}}}, "value_not_json", "/a/apply/b"),
        ("\udc80", "text_not_unicode", ""),
        (CIRCLE, "too_deep", "/again/0" * (DEPTH_BOUND // 2) + "/again"),
        (nested(DEPTH_BOUND + 1), "too_deep", "/0" * (DEPTH_BOUND + 1)),
        (nested(100_000), "too_deep", "/0" * (DEPTH_BOUND + 1)),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: object, code: str, at: str) -> None:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        serialise(value)
    assert (refused.value.code, refused.value.at) == (code, at)
    assert refused.value.message
    assert refused.value.hint


def test_a_number_that_is_none_is_refused_in_the_words_of_the_other_hosts() -> None:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        serialise(float("nan"))
    assert refused.value.message == "a number is infinite or not a number"
    assert refused.value.hint == "leave the value out, or hand over an integer"


def test_a_refusal_repeats_no_value() -> None:
    class Secretive:
        def __repr__(self) -> str:
            return "hunter2"

    for value in (Secretive(), b"hunter2", "hunter2\ud800", {Secretive(): 1}):
        with pytest.raises(aboveboard.AboveboardError) as refused:
            serialise(value)
        assert "hunter2" not in str(refused.value) + repr(refused.value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -5,
        2**53 - 1,
        1.0,
        "",
        "é\U0001f600\0\x7f",
        [],
        {},
        {"a": [1, {"b": None}]},
        nested(DEPTH_BOUND),
    ],
)
def test_what_json_can_hold_comes_back_as_it_was(value: object) -> None:
    assert json.loads(serialise(value)) == value


def test_what_only_looks_like_json_is_taken_for_what_it_is() -> None:
    assert serialise({"a": (1, 2), Text("b"): Text("c")}) == '{"a":[1,2],"b":"c"}'
    assert serialise({Cmd.APPLY: [Cmd.APPLY]}) == '{"apply":["apply"]}'
    assert serialise(types.MappingProxyType({"a": 1})) == '{"a":1}'


def test_a_mapping_that_changes_meanwhile_is_taken_as_it_was() -> None:
    class Changing(dict[str, object]):
        def items(self) -> Any:
            outer["more"] = 1
            return super().items()

    outer: dict[str, object] = {"a": Changing(b=1), "c": Changing(d=2)}
    assert serialise(outer) == '{"a":{"b":1},"c":{"d":2}}'


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**30, 10**10_000, 1e300], ids=len_of)
def test_numbers_out_of_range_are_the_cores_to_refuse(contract: str, number: float) -> None:
    tool = aboveboard.open(contract)
    fields = {**FIELDS, "client": {"script": number}}
    with pytest.raises(aboveboard.AboveboardError) as refused:
        tool.preview(STARTED, fields, time=TIME)
    assert (refused.value.code, refused.value.at) == ("number_out_of_range", "/event/fields/client/script")


def test_the_pointer_of_payload_and_of_preview_is_the_same(contract: str) -> None:
    tool = aboveboard.open(contract)
    for method in (tool.payload, tool.preview):
        with pytest.raises(aboveboard.AboveboardError) as refused:
            method(STARTED, {"command": {"name": float("nan")}}, time=TIME)
        assert (refused.value.code, refused.value.at) == ("number_not_finite", "/event/fields")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bu\udcffld", "bu\ufffdld"),
        # As whoever reads bytes has it: one for a character that was cut, and none where all of its bytes are there.
        ("\udce2\udc82-", "\ufffd-"),
        ("\udcc3\udca9", "é"),
        ("\ud800a\udfff", "\ufffda\ufffd"),
        ("café", "café"),
    ],
    ids=ascii,
)
def test_what_was_not_utf8_is_replaced(text: str, expected: str) -> None:
    assert with_replacements(text) == expected
    members = json.loads(serialise_event(text, 0, {text: [text]}, ""))
    assert members == {"name": expected, "time": 0, "fields": {expected: [expected]}}


NAME = "jane@acme.example"


def beneath(levels: int) -> Any:
    return {NAME: beneath(levels - 1)} if levels else 1


@pytest.mark.parametrize(
    "fields",
    [
        {NAME: float("nan")},
        {"command": {NAME: object()}},
        {NAME: {"a": ["\ud800", float("nan")]}},
        {f"{NAME}\ud800": float("nan")},
        {"a": [{NAME: float("inf")}]},
        {"a": {NAME: {1: NAME}}},
        beneath(40),
    ],
    ids=range(7),
)
def test_no_error_repeats_a_name_of_an_event_which_may_be_data(contract: str, fields: Any, tmp_path: Path) -> None:
    tool = aboveboard.open(contract)
    for act, at in (
        (lambda: tool.payload(STARTED, fields), "/event/fields"),
        (lambda: tool.preview(STARTED, fields), "/event/fields"),
        (lambda: tool.record("manifest", tmp_path / "record.json", fields), "/record/fields"),
    ):
        with pytest.raises(aboveboard.AboveboardError) as refused:
            act()
        assert refused.value.at == at
        assert "jane" not in str(refused.value)
