"""Standard streams of which the program has made something: telemetry never fails for what they do."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import aboveboard
from aboveboard.background import Deliveries
from aboveboard.effects import Host

from .conftest import ROOT
from .people import CONTRACT, ON

PRINTING: dict[str, Any] = {**CONTRACT, "delivery": {**CONTRACT["delivery"], "mode": "standard_output"}}
NOTE = {"note": "größe"}


class Logging:
    """As much of a stream as what hands lines to a logger mostly has."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


class Broken(Logging):
    def write(self, text: str) -> None:
        raise KeyError(text)


def said_by(host_stream: object, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(sys, "stderr", host_stream)
    return Host([], None, Deliveries(), lambda text, heard: None).perform("print", 2, "for people\n")


def test_standard_error_may_have_no_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Logging()
    assert said_by(stream, monkeypatch) == ""
    assert stream.text == "for people\n"


def test_standard_error_may_break(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (Broken(), object()):
        assert said_by(stream, monkeypatch) == {"error": "other"}
        tool = aboveboard.open(CONTRACT, features=ON)
        monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
        tool.send("nonsense", {}, wait=True)
        monkeypatch.delenv("EXAMPLE_TELEMETRY")


def closed() -> io.TextIOWrapper:
    stream = io.TextIOWrapper(io.BytesIO())
    stream.close()
    return stream


def full() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(os.open("/dev/full", os.O_WRONLY), "w"), encoding="utf-8")


NOTICE = (ROOT / "core" / "contracts" / "your-platform.json").read_text(encoding="utf-8")
SENDING = """
import sys, aboveboard
_, contract, features, *sent = sys.argv
tool = aboveboard.open(contract, features=features.split())
for note in sent:
    tool.send("done", {"note": float(note) if note == "nan" else note})
"""


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("stderr", [NOTICE, ""]),
        ("stderr", [json.dumps(PRINTING), *ON, "nan"]),
        ("stdout", [json.dumps(PRINTING), *ON, "a"]),
    ],
    ids=["notice", "problem", "events"],
)
def test_what_a_stream_does_not_take_is_no_status_of_the_tool(
    home: Path, monkeypatch: pytest.MonkeyPatch, stream: str, words: list[str]
) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    read, broken = os.pipe()
    os.close(read)
    read, whole = os.pipe()
    statuses = []
    for number, descriptor in enumerate((os.open("/dev/full", os.O_WRONLY), broken, whole)):
        # Who has seen a notice is not shown it again.
        monkeypatch.setenv("HOME", str(home / str(number)))
        given: Any = {stream: descriptor}
        statuses.append(subprocess.run([sys.executable, "-c", SENDING, *words], check=False, **given).returncode)
        os.close(descriptor)
    assert statuses == [0, 0, 0]
    assert os.read(read, 9)
    os.close(read)


@pytest.mark.parametrize("options", [[], ["-u"]], ids=["buffered", "unbuffered"])
def test_what_is_said_stands_between_what_the_tool_says(
    home: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    del home
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    code = """
import sys, aboveboard
print("first, ", end="", file=sys.stderr)
aboveboard.open(sys.argv[1])
print("last", file=sys.stderr)
"""
    said = subprocess.run([sys.executable, *options, "-c", code, NOTICE], check=True, capture_output=True).stderr
    assert said.startswith(b"first, ")
    assert said.endswith(b"\nlast\n")
    assert b"collects anonymous usage telemetry" in said


@pytest.mark.parametrize("stream", [closed(), full(), Broken(), object(), None], ids=range(5))
def test_events_that_cannot_be_printed_are_no_matter(stream: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    tool = aboveboard.open(PRINTING, features=ON)
    monkeypatch.setattr(sys, "stdout", stream)
    tool.send("done", NOTE)
    with tool.buffer() as buffer:
        buffer.add("done", NOTE)


def test_events_are_printed_in_utf8_whatever_the_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXAMPLE_TELEMETRY", "yes")
    tool = aboveboard.open(PRINTING, features=ON)
    payload = tool.payload("done", NOTE)
    ascii_only, logging = io.TextIOWrapper(io.BytesIO(), encoding="ascii"), Logging()
    for stream in (ascii_only, logging):
        monkeypatch.setattr(sys, "stdout", stream)
        print("first", file=stream)
        tool.send("done", NOTE)
    ascii_only.seek(0)
    assert ascii_only.buffer.read() == b"first\n" + payload.bytes + b"\n"
    assert logging.text.encode() == b"first\n" + payload.bytes + b"\n"
