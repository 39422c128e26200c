"""What a sender is, and the one that is used where the tool brings none of its own."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import http.client
    import socket

    from _typeshed import WriteableBuffer

RESPONSE_BOUND = 1024 * 1024


@dataclass(frozen=True)
class Request:
    """One HTTP request, exactly as the core has composed it.

    ``headers`` may hold a bearer token, so neither they nor the body are part of the ``repr``. Times are seconds.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    connect_timeout_seconds: float
    timeout_seconds: float


@dataclass(frozen=True)
class Response:
    """The head of the answer: its status and, where it had that header, the text of ``Retry-After``."""

    status: int
    retry_after: str | None = None


Sender = Callable[[Request], Response]
"""Sends one request, once, and follows no redirect. It is called on a background thread.

It raises ``TimeoutError`` when it took too long and any other exception when it failed; none of them reaches the tool.
"""


def send_over_http(request: Request) -> Response:
    """Send with the standard library: verified TLS, no redirects, no proxies, a bounded time.

    Raises ``TimeoutError``, another ``OSError``, ``ValueError`` or ``http.client.HTTPException``. Only the system's
    name lookup, which Python cannot interrupt, may outlast the given time.
    """
    # Here, because a tool that sends nothing should not load them.
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(request.url)
    kinds = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    if parts.hostname is None or parts.scheme not in kinds:
        raise ValueError("neither http nor https")
    deadline = time.monotonic() + request.timeout_seconds
    connect_timeout = min(request.connect_timeout_seconds, request.timeout_seconds)
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=connect_timeout)
    try:
        connection.connect()
        connection.sock = _Bounded(connection.sock, deadline)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        connection.putheader("Content-Length", str(len(request.body)))
        for name, value in request.headers:
            connection.putheader(name, value)
        connection.endheaders(request.body)
        response = connection.getresponse()
        head = Response(response.status, response.getheader("Retry-After"))
        _discard(response)
        return head
    finally:
        connection.close()


class _Bounded:
    """A connected socket that nobody waits for beyond a deadline.

    A timeout by itself bounds each read, so a receiver that drips would be waited for. A timer would be a thread, which
    an interpreter that is ending refuses to start.
    """

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def hurry(self) -> None:
        """Bound the next call by what is left of the time."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)

    def sendall(self, data: bytes) -> None:
        while data:
            self.hurry()
            data = data[self._socket.send(data) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self, self._socket.makefile("rb", buffering=0)))

    def close(self) -> None:
        self._socket.close()


class _Reading(io.RawIOBase):
    """What comes from such a socket."""

    def __init__(self, bounded: _Bounded, stream: socket.SocketIO) -> None:
        self._bounded = bounded
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        self._bounded.hurry()
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _discard(response: http.client.HTTPResponse) -> None:
    """Read what is left, so that the other side can end in peace. The head has been answered: nothing fails here."""
    import http.client

    try:
        response.read(RESPONSE_BOUND)
    except (OSError, http.client.HTTPException):
        pass
    finally:
        response.close()
