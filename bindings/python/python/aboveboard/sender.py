"""What a sender is, and the one that is used where the tool brings none of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


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
"""Sends one request, once, and follows no redirect.

It is called on a background thread, of which there may be several at once, and on the caller's own for what is waited
for: ``wait=True``, and commands that send by themselves, such as ``run_command(["flush"])``.

It raises ``TimeoutError`` when it took too long and any other exception when it failed; none of them reaches the tool.
"""


def send_over_http(request: Request) -> Response:
    """Send with the standard library: verified TLS, no redirects, no proxies, a bounded time.

    Raises ``TimeoutError``, another ``OSError``, ``ValueError`` or ``http.client.HTTPException``. Only the system's
    name lookup, which Python cannot interrupt, may outlast the given time.
    """
    from .background import loading

    # Here, because a tool that sends nothing should not load HTTP.
    with loading():
        import encodings.idna  # noqa: F401 - by which a name is looked up
        import socket
        from urllib.parse import urlsplit  # noqa: F401

        from . import connection  # noqa: F401

        if request.url.startswith("https:"):
            import ssl  # noqa: F401
    try:
        return _send(request)
    except socket.timeout:  # before Python 3.10 not a TimeoutError
        raise TimeoutError from None


def _send(request: Request) -> Response:
    from urllib.parse import urlsplit

    from .connection import Deadline, connect, discard

    parts = urlsplit(request.url)
    if parts.hostname is None or parts.scheme not in ("https", "http"):
        raise ValueError("neither http nor https")
    deadline = Deadline(request.timeout_seconds)
    secure = parts.scheme == "https"
    connection = connect(secure, parts.hostname, parts.port, request.connect_timeout_seconds, deadline)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        connection.putheader("Content-Length", str(len(request.body)))
        for name, value in request.headers:
            connection.putheader(name, value)
        connection.endheaders(request.body)
        response = connection.getresponse()
        head = Response(response.status, response.getheader("Retry-After"))
        discard(response)
        return head
    finally:
        connection.close()
