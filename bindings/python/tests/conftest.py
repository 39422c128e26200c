"""What the tests share: the contract, a clean environment, and a receiver on loopback that can misbehave."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import aboveboard

ROOT = Path(__file__).resolve().parents[3]
CONTRACT_FILE = ROOT / "core" / "contracts" / "pk3s-infra.json"
STARTED = "infra.command.started"
FIELDS: dict[str, Any] = {"command": {"name": "apply", "result": "started"}, "client": {"script": "infra"}}
TIME = 1790000000

# Where tests run in the background of a script an interrupt is ignored, also by the programs whose Ctrl-C they press.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def contract() -> str:
    return CONTRACT_FILE.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    # Where a build or a coding agent runs these tests, its variables would say that nobody is there to be asked.
    contract = aboveboard.Contract(CONTRACT_FILE.read_text(encoding="utf-8"))
    looked_at = json.loads(contract.call("needs", '{"purpose":"begin"}'))["variables"]
    for name in list(os.environ):
        ours = name.startswith(("TELEMETRY_", "EXAMPLE_"))
        if ours or name in looked_at or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    # Attempts that fail would leave their files in the working directory.
    monkeypatch.setenv("TELEMETRY_OUTBOX_DIR", "/nonexistent/outbox")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty home directory, for what a person decides is kept there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@dataclass
class Received:
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers each connection with the next of ``answers``, the last one again and again."""

    answers: list[bytes | Callable[[socket.socket], None]]
    received: list[Received] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/telemetry"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError), connection.makefile("rb") as stream:
            line = stream.readline().decode("latin-1").strip()
            headers = {}
            while header := stream.readline().decode("latin-1").strip():
                name, _, value = header.partition(": ")
                headers[name.lower()] = value
            body = stream.read(int(headers.get("content-length", "0")))
            self.received.append(Received(line, headers, body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)

    def stall(self, _connection: socket.socket) -> None:
        self.closing.wait(60)

    def drip(self, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not self.closing.wait(0.1):
            connection.sendall(b"X-More: yes\r\n")

    @staticmethod
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def wait_for(self, count: int, seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(self.received) == count

    def close(self) -> None:
        self.closing.set()
        self.listener.close()


def response(status: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} Said", *headers, "Content-Length: 0", "", ""]).encode()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Give a receiver that answers 204, with telemetry on and sent to it."""
    made = Receiver([response(204)])
    monkeypatch.setenv("TELEMETRY_ENABLED", "true")
    monkeypatch.setenv("TELEMETRY_ENDPOINT", made.url)
    # What one test leaves under way must not come back in the next one, to the next receiver.
    monkeypatch.setenv("TELEMETRY_MAX_RETRIES", "1")
    yield made
    made.close()


@pytest.fixture
def refusing_port() -> Iterator[int]:
    """Give a port on which nobody listens, and that nobody else gets meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def run_module(*arguments: str | bytes, code: str | None = None, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m aboveboard`` with these arguments, or a program given as text, as a real process."""
    program = ["-m", "aboveboard"] if code is None else ["-c", code]
    return subprocess.run(
        [sys.executable, *program, *arguments], capture_output=True, timeout=60, check=False, **options
    )
