"""What a sender is, and the one that is used where the tool brings none of its own."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import socket

RESPONSE_BOUND = 1024 * 1024
_PROXY_HEAD_BOUND = 64 * 1024


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


class _Bounded:
    """A connected socket on which no call lasts beyond one deadline, however slowly the other side drips."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.deadline = deadline

    def arm(self) -> socket.socket:
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self.connection.settimeout(remaining)
        return self.connection

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self.arm().send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        self.connection.close()


class _Reader(io.RawIOBase):
    def __init__(self, bounded: _Bounded) -> None:
        super().__init__()
        self._bounded = bounded

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._bounded.arm().recv_into(buffer)


def send_over_http(request: Request) -> Response:
    """Send with the standard library: verified TLS, no redirects, the usual proxy variables, a bounded time.

    Raises ``TimeoutError``, another ``OSError``, ``ValueError`` or ``http.client.HTTPException``. Only the system's
    name lookup, which Python cannot interrupt, may outlast the given time.
    """
    # Here, because a tool that sends nothing should not load them.
    import http.client
    import socket
    import ssl
    from urllib.parse import urlsplit

    parts = urlsplit(request.url)
    secure = parts.scheme == "https"
    if parts.hostname is None or parts.scheme not in ("http", "https"):
        raise ValueError("neither http nor https")
    port = parts.port or (443 if secure else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = request.headers
    deadline = time.monotonic() + request.timeout_seconds
    connect_deadline = min(deadline, time.monotonic() + request.connect_timeout_seconds)
    connection: http.client.HTTPConnection | None = None
    bounded: _Bounded | None = None
    try:
        proxy = _proxy_for(parts.scheme, parts.netloc.rpartition("@")[2])
        if proxy is None:
            bounded = _connect(parts.hostname, port, connect_deadline)
        else:
            bounded = _connect(proxy.host, proxy.port, connect_deadline)
            if secure:
                _open_tunnel(bounded, parts.hostname, port, proxy.headers)
            else:
                target = f"http://{parts.netloc.rpartition('@')[2]}{target}"
                headers = (*headers, *proxy.headers)
        if secure:
            context = ssl.create_default_context()
            bounded.connection = context.wrap_socket(bounded.arm(), server_hostname=parts.hostname)
            connection = http.client.HTTPSConnection(parts.hostname, port, context=context)
        else:
            connection = http.client.HTTPConnection(parts.hostname, port)
        bounded.deadline = deadline
        connection.sock = cast("socket.socket", bounded)
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        given = {name.lower() for name, _ in headers}
        if "content-length" not in given:
            connection.putheader("Content-Length", str(len(request.body)))
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(request.body)
        response = connection.getresponse()
        head = Response(response.status, response.getheader("Retry-After"))
        _discard(response)
        return head
    except socket.timeout:
        # Before Python 3.10 this was a class of its own.
        raise TimeoutError from None
    finally:
        if bounded is not None:
            bounded.close()
        if connection is not None:
            connection.close()


def _discard(response: io.BufferedIOBase) -> None:
    """Read what is left, so that the other side can end in peace. The head has been answered: nothing fails here."""
    import http.client

    try:
        response.read(RESPONSE_BOUND)
    except (OSError, http.client.HTTPException):
        pass
    finally:
        response.close()


def _connect(host: str, port: int, deadline: float) -> _Bounded:
    """Try the host's addresses, one after the other, until the deadline."""
    import socket

    last: OSError = OSError("the name has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        bounded: _Bounded | None = None
        try:
            bounded = _Bounded(socket.socket(family, kind, protocol), deadline)
            bounded.arm().connect(address)
            bounded.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            last = error
            if bounded is not None:
                bounded.close()
        else:
            return bounded
    raise last


@dataclass(frozen=True)
class _Proxy:
    host: str
    port: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)


def _proxy_for(scheme: str, host_and_port: str) -> _Proxy | None:
    """Find the proxy that the environment (or, on macOS and Windows, the system) names for this address."""
    from base64 import b64encode
    from urllib.parse import unquote, urlsplit
    from urllib.request import getproxies, proxy_bypass

    named = getproxies().get(scheme)
    if not named or proxy_bypass(host_and_port):
        return None
    parts = urlsplit(named if "://" in named else f"http://{named}")
    if parts.scheme != "http" or parts.hostname is None:
        # Going around a proxy that somebody asked for would be worse than not sending.
        raise ValueError("only http proxies are supported")
    headers: tuple[tuple[str, str], ...] = ()
    if parts.username is not None:
        credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers = (("Proxy-Authorization", "Basic " + b64encode(credentials.encode()).decode("ascii")),)
    return _Proxy(parts.hostname, parts.port or 80, headers)


def _open_tunnel(bounded: _Bounded, host: str, port: int, headers: tuple[tuple[str, str], ...]) -> None:
    """Ask the proxy to pass on what follows (``CONNECT``), so that it sees the host and nothing else."""
    authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}", *(f"{name}: {value}" for name, value in headers)]
    bounded.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode("ascii"))
    head = b""
    while b"\r\n\r\n" not in head:
        # One byte at a time: what follows the head belongs to TLS.
        part = bounded.arm().recv(1)
        if not part or len(head) > _PROXY_HEAD_BOUND:
            raise OSError("the proxy did not answer")
        head += part
    status = head.split(b" ", 2)[1:2]
    if not status or not status[0].startswith(b"2"):
        raise OSError("the proxy refused")
