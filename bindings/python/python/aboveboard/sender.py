"""What a sender is, and the one that is used where the tool brings none of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import http.client

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
    import contextlib
    import http.client
    import socket
    import threading
    import time
    from urllib.parse import urlsplit

    parts = urlsplit(request.url)
    kinds = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    if parts.hostname is None or parts.scheme not in kinds:
        raise ValueError("neither http nor https")
    deadline = time.monotonic() + request.timeout_seconds
    connect_timeout = min(request.connect_timeout_seconds, request.timeout_seconds)
    connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=connect_timeout)
    expired = threading.Event()

    def expire() -> None:
        # A timeout bounds each read, so a receiver that drips would be waited for without this.
        expired.set()
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(request.timeout_seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        connection.sock.settimeout(max(deadline - time.monotonic(), 0.001))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        connection.putheader("Content-Length", str(len(request.body)))
        for name, value in request.headers:
            connection.putheader(name, value)
        connection.endheaders(request.body)
        response = connection.getresponse()
        head = Response(response.status, response.getheader("Retry-After"))
        if expired.is_set():
            raise TimeoutError
        _discard(response)
        return head
    except (OSError, http.client.HTTPException):
        if expired.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _discard(response: http.client.HTTPResponse) -> None:
    """Read what is left, so that the other side can end in peace. The head has been answered: nothing fails here."""
    import http.client

    try:
        response.read(RESPONSE_BOUND)
    except (OSError, http.client.HTTPException):
        pass
    finally:
        response.close()
