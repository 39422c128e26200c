"""The sender on the standard library, against a receiver that misbehaves."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aboveboard import Request, Response, send_over_http
from aboveboard.connection import RESPONSE_BOUND

from .conftest import Receiver, response


@dataclass
class SecureReceiver(Receiver):
    context: ssl.SSLContext | None = None

    def answer(self, connection: socket.socket) -> None:
        assert self.context is not None
        with contextlib.suppress(OSError):
            super().answer(self.context.wrap_socket(connection, server_side=True))


def request(url: str, **changes: Any) -> Request:
    members: dict[str, Any] = {
        "method": "POST",
        "url": url,
        "headers": (("Content-Type", "application/json"), ("Authorization", "Bearer hunter2")),
        "body": b'{"a":1}',
        "connect_timeout_seconds": 1,
        "timeout_seconds": 1,
    }
    return Request(**{**members, **changes})


def test_the_request_arrives_as_it_was_composed(receiver: Receiver) -> None:
    assert send_over_http(request(receiver.url + "?a=b")) == Response(204)
    (received,) = receiver.received
    assert received.line == "POST /telemetry?a=b HTTP/1.1"
    assert received.body == b'{"a":1}'
    assert received.headers["content-type"] == "application/json"
    assert received.headers["authorization"] == "Bearer hunter2"
    assert received.headers["content-length"] == "7"
    assert "user-agent" not in received.headers


def test_the_head_of_the_response_is_what_counts(receiver: Receiver) -> None:
    receiver.answers = [response(429, "Retry-After: 120")]
    assert send_over_http(request(receiver.url)) == Response(429, "120")


EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nRetry-After: 1\r\n\r\n"


@pytest.mark.parametrize("interim", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 102 Processing\r\n\r\n", EARLY])
def test_interim_answers_are_read_past(receiver: Receiver, interim: bytes) -> None:
    receiver.answers = [interim * 40 + response(429, "Retry-After: 120")]
    assert send_over_http(request(receiver.url)) == Response(429, "120")
    receiver.answers = [interim + interim + response(204)]
    assert send_over_http(request(receiver.url)) == Response(204)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + response(204),
        b"HTTP/1.1 100 Continue\r\n\r\n" * (RESPONSE_BOUND // 25 + 1) + response(204),
        EARLY,
    ],
    ids=["101", "many 100", "no other"],
)
def test_without_a_final_answer_there_is_none(receiver: Receiver, answer: bytes) -> None:
    receiver.answers = [answer]
    with pytest.raises((http.client.HTTPException, OSError)):
        send_over_http(request(receiver.url, timeout_seconds=20))


def silent(listeners: contextlib.ExitStack, count: int) -> list[tuple[str, int]]:
    """Give addresses that answer no attempt to connect: as many are waiting there as may."""
    addresses = []
    for number in range(count):
        listener = listeners.enter_context(socket.create_server((f"127.0.0.{number + 1}", 0), backlog=0))
        addresses.append(listener.getsockname())
        for _ in range(3):
            waiting = listeners.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
    return addresses


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_time_is_bounded_whatever_the_number_of_addresses(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with contextlib.ExitStack() as listeners:
        addresses = silent(listeners, 5)
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            send_over_http(request(f"{scheme}://many.example/", connect_timeout_seconds=0.6, timeout_seconds=1))
        assert 0.9 < time.monotonic() - began < 1.8


def test_every_address_is_tried(receiver: Receiver, refusing_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.ExitStack() as listeners:
        addresses = [("127.0.0.1", refusing_port), *silent(listeners, 1), receiver.listener.getsockname()]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found)
        assert send_over_http(
            request("http://many.example/", connect_timeout_seconds=0.5, timeout_seconds=20)
        ) == Response(204)
    assert receiver.received[0].headers["host"] == "many.example"


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    receiver.answers = [response(307, f"Location: {receiver.url}/elsewhere")]
    assert send_over_http(request(receiver.url)) == Response(307)
    time.sleep(0.1)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("behaviour", ["stall", "drip"])
def test_the_time_is_bounded(receiver: Receiver, behaviour: str) -> None:
    receiver.answers = [getattr(receiver, behaviour)]
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        send_over_http(request(receiver.url))
    assert 0.9 < time.monotonic() - began < 3


def test_no_thread_is_started(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    # An interpreter that is ending refuses one. The receiver starts its own from a thread.
    starter = threading.Thread.start

    def refusing(thread: threading.Thread) -> None:
        if threading.current_thread() is threading.main_thread():
            raise RuntimeError("can't create new thread at interpreter shutdown")
        starter(thread)

    monkeypatch.setattr(threading.Thread, "start", refusing)
    assert send_over_http(request(receiver.url)) == Response(204)


def test_a_body_that_does_not_end_changes_nothing(receiver: Receiver) -> None:
    def promise_more(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        receiver.closing.wait(60)

    receiver.answers = [promise_more]
    began = time.monotonic()
    assert send_over_http(request(receiver.url)) == Response(200)
    assert time.monotonic() - began < 3


def test_a_large_response_is_not_read_to_its_end(receiver: Receiver) -> None:
    sent: list[int] = []

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while sum(sent) < 100 * RESPONSE_BOUND:
            sent.append(connection.send(bytes(65536)))

    receiver.answers = [flood]
    assert send_over_http(request(receiver.url, timeout_seconds=20)) == Response(200)
    # What the system's own buffers take is beyond what was read.
    assert sum(sent) < 32 * RESPONSE_BOUND


def test_a_receiver_that_goes_away_is_an_error(receiver: Receiver) -> None:
    receiver.answers = [Receiver.reset]
    with pytest.raises(ConnectionError):
        send_over_http(request(receiver.url))


def test_a_port_that_refuses_is_an_error(refusing_port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        send_over_http(request(f"http://127.0.0.1:{refusing_port}/"))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-something\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 +20 OK\r\n\r\n",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nA: b\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: " + b"b" * 70_000,
    ],
)
def test_what_is_no_http_with_a_whole_head_is_an_error(receiver: Receiver, answer: bytes) -> None:
    receiver.answers = [answer]
    with pytest.raises(Exception) as raised:
        send_over_http(request(receiver.url))
    assert type(raised.value).__module__ in ("http.client", "builtins")


@pytest.mark.parametrize(
    ("url", "changes"),
    [
        ("ftp://127.0.0.1/", {}),
        ("file:///etc/passwd", {}),
        ("http://", {}),
        ("http://127.0.0.1:99999/", {}),
        (None, {"headers": (("X-Split", "a\r\nX-Injected: b"),)}),
        (None, {"method": "POST / HTTP/1.1\r\nX-Injected: b\r\n"}),
    ],
)
def test_what_cannot_be_sent_is_refused(receiver: Receiver, url: str | None, changes: dict[str, Any]) -> None:
    with pytest.raises((ValueError, OSError)):
        send_over_http(request(url or receiver.url, **changes))
    assert all("x-injected" not in received.headers for received in receiver.received)


def test_proxy_variables_are_not_looked_at(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send_over_http(request(receiver.url)) == Response(204)
    assert receiver.received[0].line == "POST /telemetry HTTP/1.1"


def test_plain_http_is_not_taken_for_tls(receiver: Receiver) -> None:
    with pytest.raises(OSError):
        send_over_http(request(receiver.url.replace("http:", "https:")))
    assert all("authorization" not in received.headers for received in receiver.received)


def test_a_request_shows_no_secret() -> None:
    assert "hunter2" not in repr(request("http://127.0.0.1/"))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_tls_is_verified(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    options = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        ["openssl", *options.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    secure = SecureReceiver([response(204)], context=context)
    port = secure.url.rsplit(":", 1)[1].split("/")[0]
    url = f"https://localhost:{port}/telemetry"
    with pytest.raises(ssl.SSLCertVerificationError):
        send_over_http(request(url))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert send_over_http(request(url)) == Response(204)
    with pytest.raises(ssl.SSLCertVerificationError):
        send_over_http(request(url.replace("localhost", "127.0.0.1")))
    secure.close()
