#!/usr/bin/env python3
"""A loopback HTTP receiver that records every request and behaves as it is told.

Run as a program it prints its port and serves until it is told to stop (SIGTERM, SIGINT, or the end of its standard
input with --until-eof):

    python3 tests/receiver/receiver.py --record requests.jsonl --behave fail-first=1

Each request becomes one line of JSON in the record, written before the response, so that a client which has been
answered (or is being kept waiting) can already be found there:

    {"method": "POST", "path": "/telemetry", "headers": [["Host", "127.0.0.1:4318"], ...], "body_base64": "..."}

Tests import `Receiver` and use it as a context manager. With a certificate (`certificate.py`) it speaks TLS, and keeps
what clients say inside of it, whether that becomes a request or not.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, final

LARGEST_BODY = 1024 * 1024
SILENCE_SECONDS = 30  # a client that says nothing for this long is cut off, so that no thread is left behind
BEHAVIOURS = (
    "ok, status=N, redirect=STATUS,URL, later=SECONDS, stall=SECONDS, half=SECONDS, reset, torn, garbage, endless, "
    "fail-first=N"
)


@dataclass(frozen=True)
class Behaviour:
    """What the receiver does with a request once it is recorded."""

    kind: str
    number: int = 0
    url: str = ""

    @classmethod
    def parse(cls, text: str) -> Behaviour:
        """Reads one of `BEHAVIOURS`."""
        kind, _, value = text.partition("=")
        if kind in ("ok", "reset", "torn", "garbage", "endless") and not value:
            return cls(kind)
        if kind in ("status", "later", "stall", "half", "fail-first") and value.isdecimal():
            return cls(kind, int(value))
        if kind == "redirect":
            status, _, url = value.partition(",")
            if status in ("301", "302", "303", "307", "308") and url:
                return cls(kind, int(status), url)
        raise argparse.ArgumentTypeError(f"{text!r} is none of {BEHAVIOURS}")


@dataclass(frozen=True)
class Recorded:
    """One request as it came in."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> list[str]:
        """Every value of this header, in order."""
        return [value for header, value in self.headers if header.lower() == name.lower()]


@final
class Receiver:
    """Listens on a free port of 127.0.0.1 and appends each request to the file `record`."""

    def __init__(self, record: Path, behaviour: str = "ok", port: int = 0, certificate: Path | None = None) -> None:
        self.record = record
        self.context = None if certificate is None else _speaking_tls(certificate)
        self.connections = 0
        """How many clients have come, also those that went away before they said anything."""
        self.inside = b""
        """All that they have said inside TLS."""
        self.behaviour = Behaviour.parse(behaviour)
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._seen = 0
        self._file = record.open("a", encoding="ascii")
        try:
            self._server = _Server(("127.0.0.1", port), self)
        except OSError:
            self._file.close()
            raise
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address to send telemetry to."""
        return f"{'http' if self.context is None else 'https'}://127.0.0.1:{self.port}/telemetry"

    def start(self) -> None:
        """Begins to serve, on a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it; requests that it keeps waiting are let go at once."""
        self.stopping.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        with self._lock:
            self._file.close()

    def __enter__(self) -> Receiver:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def came(self) -> None:
        """Counts a connection."""
        with self._lock:
            self.connections += 1

    def said(self, data: bytes) -> None:
        """Keeps what came inside TLS."""
        with self._lock:
            self.inside += data

    def keep(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> int:
        """Writes one request down and gives its number, from 1."""
        line = json.dumps(
            {"method": method, "path": path, "headers": headers, "body_base64": base64.b64encode(body).decode("ascii")}
        )
        with self._lock:
            self._seen += 1
            if not self._file.closed:
                self._file.write(line + "\n")
                self._file.flush()
            return self._seen

    def received(self) -> list[Recorded]:
        """Every request so far, read back from the record."""
        with self._lock:
            lines = self.record.read_text(encoding="ascii").splitlines()
        requests = [json.loads(line) for line in lines]
        return [
            Recorded(
                request["method"],
                request["path"],
                [(name, value) for name, value in request["headers"]],
                base64.b64decode(request["body_base64"]),
            )
            for request in requests
        ]

    def wait_for(self, count: int, seconds: float = 15.0) -> list[Recorded]:
        """Every request, as soon as there are `count` of them or the time is up."""
        until = time.monotonic() + seconds
        while len(requests := self.received()) < count and time.monotonic() < until:
            time.sleep(0.02)
        return requests


class _Server(ThreadingHTTPServer):
    # Of more callers at once than may wait, one would be heard a second late, and given up by then.
    request_queue_size = 128
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(address, _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        # On the thread of this connection: nobody else waits for its handshake.
        self.receiver.came()
        if self.receiver.context is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(SILENCE_SECONDS)
        with self.receiver.context.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def shutdown_request(self, request: Any) -> None:
        if request.fileno() < 0:
            return  # what speaks TLS has closed it
        # With a linger of zero a plain close resets the connection; a shutdown first would end it politely.
        if isinstance(request, socket.socket) and _resets(request):
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is part of every test here: no trace of it on the terminal."""


class _Handler(BaseHTTPRequestHandler):
    timeout = SILENCE_SECONDS
    server_version = "receiver"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        assert isinstance(self.server, _Server)
        if self.server.receiver.context is not None:
            self.rfile = io.BufferedReader(_Heard(self.connection.makefile("rb", buffering=0), self.server.receiver))

    def handle_any(self) -> None:
        assert isinstance(self.server, _Server)
        receiver = self.server.receiver
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY or "Transfer-Encoding" in self.headers:
            self.answer(411 if "Transfer-Encoding" in self.headers else 413)
            return
        body = self.rfile.read(int(length))
        number = receiver.keep(self.command, self.path, list(self.headers.items()), body)
        self.behave(receiver.behaviour, number, receiver.stopping)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_any

    def behave(self, behaviour: Behaviour, number: int, stopping: threading.Event) -> None:
        if behaviour.kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif behaviour.kind == "status":
            self.answer(behaviour.number)
        elif behaviour.kind == "redirect":
            self.answer(behaviour.number, behaviour.url)
        elif behaviour.kind == "half":
            # A head that promises a body, which never comes.
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.flush()
            stopping.wait(behaviour.number)
        elif behaviour.kind == "later":
            self.answer(429, later=behaviour.number)
        elif behaviour.kind == "torn":
            # The connection ends in the middle of the head.
            self.wfile.write(b"HTTP/1.1 20")
        elif behaviour.kind == "garbage":
            self.wfile.write(b"\x00\xffno HTTP at all\r\n\r\n")
        elif behaviour.kind == "endless":
            self.send_response(200)
            self.end_headers()
            while not stopping.is_set():
                self.wfile.write(bytes(65536))
        elif behaviour.kind == "fail-first":
            self.answer(500 if number <= behaviour.number else 204)
        else:
            if behaviour.kind == "stall":
                stopping.wait(behaviour.number)
            self.answer(204)

    def answer(self, status: int, location: str = "", later: int | None = None) -> None:
        self.send_response(status)
        if later is not None:
            self.send_header("Retry-After", str(later))
        if location:
            self.send_header("Location", location)
        if status != 204:
            self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """The record is the log."""


class _Heard(io.RawIOBase):
    """What comes from a client, kept before anybody makes sense of it."""

    def __init__(self, stream: socket.SocketIO, receiver: Receiver) -> None:
        self._stream, self._receiver = stream, receiver

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        length = self._stream.readinto(buffer)
        self._receiver.said(bytes(buffer[: length or 0]))
        return length

    def close(self) -> None:
        self._stream.close()
        super().close()


def _speaking_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _resets(connection: socket.socket) -> bool:
    return connection.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8) == struct.pack("ii", 1, 0)


def main() -> int:
    """Serves until it is told to stop."""
    parser = argparse.ArgumentParser(description="Record HTTP requests on loopback.")
    parser.add_argument("--record", type=Path, required=True, help="the file that requests are appended to")
    parser.add_argument("--behave", default="ok", help=BEHAVIOURS)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free one")
    parser.add_argument("--until-eof", action="store_true", help="also stop when standard input ends")
    options = parser.parse_args()
    try:
        receiver = Receiver(options.record, options.behave, options.port)
    except (OSError, argparse.ArgumentTypeError) as error:
        print(f"receiver: {error}", file=sys.stderr)
        return 2
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    if options.until_eof:
        threading.Thread(target=_wait_for_end, args=(stop.set,), daemon=True).start()
    with receiver:
        print(receiver.port, flush=True)
        stop.wait()
    return 0


def _wait_for_end(then: Callable[[], None]) -> None:
    # Not through sys.stdin: its lock, held by a daemon thread, would abort the interpreter's shutdown.
    while os.read(0, 65536):
        pass
    then()


if __name__ == "__main__":
    sys.exit(main())
