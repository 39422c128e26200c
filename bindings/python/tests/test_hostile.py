"""Input that means ill: every answer is an error with a code, never a crash."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

import aboveboard
from aboveboard.background import Deliveries
from aboveboard.command import Runner
from aboveboard.effects import Host

from .conftest import CONTRACT_FILE, FIELDS, STARTED, TIME

MEGABYTE = "a" * 1_000_000


def code_of(call: Any) -> str:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        call()
    assert refused.value.message
    assert MEGABYTE[:100] not in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "[" * 1_000_000,
        '{"a":' * 1_000_000,
        "{}",
        "null",
        '"' + MEGABYTE + '"',
        '{"contract":1,"contract":1}',
        "1e999",
        "\ufeff{}",
    ],
    ids=range(10),
)
def test_texts_that_are_nothing(contract: str, text: str) -> None:
    parsed = aboveboard.Contract(contract)
    for call in (
        lambda: aboveboard.Contract(text),
        lambda: aboveboard.step(text),
        lambda: parsed.call("begin", text),
        lambda: aboveboard.open(text),
        lambda: aboveboard.open(contract, run=text or "?"),
    ):
        assert code_of(call)


def test_what_is_no_text(contract: str) -> None:
    parsed = aboveboard.Contract(contract)
    for value, code in ((None, "wrong_type"), (5, "wrong_type"), (b"{}", "value_not_json"), (["{}"], "wrong_type")):
        for call in (
            lambda value=value: aboveboard.Contract(value),
            lambda value=value: aboveboard.step(value),
            lambda value=value: parsed.call(value),
            lambda value=value: parsed.call("begin", value),
        ):
            assert code_of(call) == code
    assert code_of(lambda: aboveboard.step("\ud800")) == "text_not_unicode"
    assert code_of(lambda: parsed.call("\ud800")) == "text_not_unicode"
    assert code_of(lambda: parsed.call("nonsense")) == "operation_unknown"
    assert code_of(lambda: parsed.call(MEGABYTE)) == "operation_unknown"


@pytest.mark.parametrize(
    "value", [MEGABYTE, "a\0b", "\ufffd", "\u202e", [], {}, True, -1, "\U0010ffff" * 1000], ids=range(9)
)
def test_field_values_of_any_kind(contract: str, value: object) -> None:
    tool = aboveboard.open(contract)
    fields = {**FIELDS, "client": {"script": value}}
    if isinstance(value, str):
        assert json.loads(tool.preview(STARTED, fields, time=TIME).bytes)["client"]["script"] == "other"
    else:
        assert code_of(lambda: tool.preview(STARTED, fields, time=TIME)) == "wrong_type"
    assert code_of(lambda: tool.preview(STARTED, {**FIELDS, "\0": value}, time=TIME))
    assert code_of(lambda: tool.preview(MEGABYTE, FIELDS, time=TIME)) == "event_unknown"


def test_replies_that_answer_something_else() -> None:
    command = {"arguments": ["--contract", "c.json", "status"]}
    effect = json.loads(aboveboard.step(json.dumps(command)))["perform"][0]
    right = {"index": 0, "digest": effect["digest"], "answer": "{}"}
    for replies in (
        [{**right, "digest": "0" * 16}],
        [{**right, "index": 1}],
        [right] * 3,
    ):
        assert (
            code_of(lambda replies=replies: aboveboard.step(json.dumps({**command, "replies": replies})))
            == "reply_mismatch"
        )
    # The core is handed what nobody asked for: the command ends with an error, not the process.
    assert code_of(lambda: aboveboard.step(json.dumps({**command, "replies": [right, {}]})))


COMMANDS = [
    ["begin"],
    ["status"],
    ["payload", STARTED],
    ["preview", STARTED],
    ["send", STARTED],
    ["send", STARTED, "--wait"],
    ["child"],
    ["exec", "--", "true"],
    ["deliver"],
    [],
    ["\ud800"],
    ["send", MEGABYTE, "--fields", MEGABYTE, "--time", MEGABYTE],
]
ANSWERS: list[Any] = [
    {"error": name}
    for name in (
        ["absent", "denied", "read_only", "full", "exists", "changed", "timeout", "interrupted", "unsupported", "other"]
    )
] + [{"undecodable": True}, "", "\0", MEGABYTE, "yes", "00" * 48, "ab" * 48, "-1", "HTTP/1.1 999"]


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_a_host_that_answers_anything(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    monkeypatch.setattr(Host, "perform", lambda host, operation, number, *texts: answer)
    for command in COMMANDS:
        outcome = Runner(None, Deliveries()).run(["--contract", "c.json", *command], None)
        # Only the status of exec is the host's own word.
        assert outcome.status in (0, 1, 2) or command[0] == "exec"


def test_a_host_that_answers_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    dice = random.Random(1)
    answers = [answer for answer in ANSWERS if answer != MEGABYTE] + [text]
    monkeypatch.setattr(Host, "perform", lambda host, operation, number, *texts: dice.choice(answers))
    commands = [command for command in COMMANDS if command and command[0] != "exec"]
    statuses = {Runner(None, Deliveries()).run(dice.choice(commands), text).status for _ in range(300)}
    assert statuses == {0, 1, 2}
