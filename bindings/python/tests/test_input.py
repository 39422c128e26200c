"""What a command reads where the tool has it already, in the place of standard input."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

import aboveboard

from .conftest import run_module
from .people import CONTRACT

BEARER = {"setting": "/token", "file": "{home}/example.json"}
TEXT = json.dumps({**CONTRACT, "delivery": {**CONTRACT["delivery"], "bearer": BEARER}})


class Failing:
    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    def read(self, _size: int) -> bytes:
        raise self.failure


class Drop:
    """One byte at a time, as a slow pipe gives them."""

    def __init__(self, content: bytes) -> None:
        self.read_one = io.BytesIO(content).read

    def read(self, _size: int) -> bytes:
        return self.read_one(1)


def set_token(given: Any) -> int:
    return aboveboard.run_command(["token", "set"], contract=TEXT, input=given).status


@pytest.mark.parametrize(
    "given",
    [
        "of-an-argument\n",
        b"of-an-argument\n",
        bytearray(b"of-an-argument"),
        io.StringIO("of-an-argument\n"),
        io.BytesIO(b"of-an-argument\n"),
        Drop(b"of-an-argument\n"),
    ],
    ids=lambda given: type(given).__name__,
)
def test_a_command_reads_what_the_tool_has_for_it(home: Path, given: Any) -> None:
    assert set_token(given) == 0
    assert json.loads((home / "example.json").read_text(encoding="utf-8")) == {"token": "of-an-argument"}


def test_what_cannot_be_read_is_the_commands_status(home: Path) -> None:
    class Waiting:
        def read(self, _size: int) -> None:
            """Nothing is there yet, says a stream that does not wait."""

    for given in (Failing(OSError()), Failing(ValueError()), Waiting(), b"\xff", b"", b"x" * (1024 * 1024 + 1)):
        assert set_token(given) == 1
    assert list(home.iterdir()) == []


def test_a_stream_may_come_from_the_tool(capfd: pytest.CaptureFixture[str]) -> None:
    for given in ("mail jane@acme.example", Drop(b"mail jane@acme.example")):
        assert aboveboard.run_command(["scrub"], input=given).status == 0
        assert capfd.readouterr().out == "mail [email]"
    assert aboveboard.run_command(["scrub"], input=Failing(OSError())).status == 1


def test_standard_input_is_left_alone(home: Path) -> None:
    code = "import sys, aboveboard; aboveboard.run_command(['scrub'], input='given'); print(sys.stdin.read())"
    assert run_module(code=code, input=b" and left").stdout == b"given and left\n"


@pytest.mark.parametrize("given", [5, ["x"], object(), Path("x")])
def test_what_is_nothing_to_read_is_refused(given: Any) -> None:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        set_token(given)
    assert (refused.value.code, refused.value.at) == ("wrong_type", "/input")


def test_a_text_that_has_no_bytes_is_refused() -> None:
    with pytest.raises(aboveboard.AboveboardError) as refused:
        set_token("hush\udcff")
    assert (refused.value.code, refused.value.at) == ("text_not_unicode", "/input")
