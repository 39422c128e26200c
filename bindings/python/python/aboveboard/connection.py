"""A connection that nobody waits for beyond a deadline, and of which nobody reads more than 1 MiB.

A timeout by itself bounds each address and each read, so a host with many addresses and a receiver that drips would be
waited for. A timer would be a thread, which an interpreter that is ending refuses to start.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import time

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    import ssl

    from _typeshed import WriteableBuffer

RESPONSE_BOUND = 1024 * 1024
MOST_INTERIM = 32


class Deadline:
    """A moment beyond which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Give the seconds until then; raises ``TimeoutError`` where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def connect(
    secure: bool, host: str, port: int | None, address_timeout: float, deadline: Deadline
) -> http.client.HTTPConnection:
    """Connect to the first address of a host that takes it, each of which gets at most ``address_timeout`` seconds."""
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host, port or kind.default_port)
    plain = _connected(host, connection.port, address_timeout, deadline)
    try:
        connected = _verified(plain, host) if secure else plain
    except BaseException:
        plain.close()
        raise
    connection.sock = _Bounded(connected, deadline)
    connection.response_class = _Final
    return connection


def discard(response: http.client.HTTPResponse) -> None:
    """Read what is left, so that the other side can end in peace. The head has been answered: nothing fails here."""
    with contextlib.closing(response), contextlib.suppress(OSError, http.client.HTTPException):
        response.read(RESPONSE_BOUND)


def _connected(host: str, port: int, address_timeout: float, deadline: Deadline) -> socket.socket:
    failure = OSError("the host has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(min(address_timeout, deadline.left()))
                made.connect(address)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                # What else belongs to connecting gets as much.
                made.settimeout(min(address_timeout, deadline.left()))
            except BaseException:
                made.close()
                raise
        except OSError as error:
            failure = error
        else:
            return made
    raise failure


def _verified(plain: socket.socket, host: str) -> ssl.SSLSocket:
    import ssl

    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context.wrap_socket(plain, server_hostname=host)


class _Final(http.client.HTTPResponse):
    """The final answer. Others may come before it (RFC 9110 section 15.2), and Python reads on after 100 only."""

    def begin(self) -> None:
        for _ in range(MOST_INTERIM + 1):
            super().begin()
            if self.status >= 200:
                return
            if self.status == http.client.SWITCHING_PROTOCOLS:
                break  # which nobody has asked for
            self.headers = self.msg = None  # type: ignore[assignment] # or it would take itself for read
        raise http.client.HTTPException("there is no final answer")


class _Bounded:
    """A connected socket that nobody waits for beyond a deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline

    def hurry(self) -> None:
        """Bound the next call by what is left of the time."""
        self._socket.settimeout(self._deadline.left())

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self.hurry()
            rest = rest[self._socket.send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self, self._socket.makefile("rb", buffering=0)))

    def close(self) -> None:
        self._socket.close()


class _Reading(io.RawIOBase):
    """What comes from such a socket, as though it ended where it becomes too much."""

    def __init__(self, bounded: _Bounded, stream: socket.SocketIO) -> None:
        self._bounded = bounded
        self._stream = stream
        self._left = RESPONSE_BOUND

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        self._bounded.hurry()
        count = self._stream.readinto(memoryview(buffer)[: self._left]) if self._left else 0
        self._left -= count or 0
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()
