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

# What the core asks for, and what says where the body ends.
_MATTERING = (b"retry-after", b"content-length", b"transfer-encoding", b"connection")


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
    """The final answer, with a whole head.

    Python reads past an interim one (RFC 9110 section 15.2) only where that is 100, takes a head that was cut off for
    one that has ended, and refuses one of more than 100 lines. So the head is read here, and Python gets what matters
    of it.
    """

    def begin(self) -> None:
        stream = self.fp
        status, head = _head(stream)
        while 100 <= status < 200:
            if status == http.client.SWITCHING_PROTOCOLS:
                raise http.client.HTTPException("nobody has asked for another protocol")
            status, head = _head(stream)
        self.fp = io.BufferedReader(io.BytesIO(head))
        try:
            super().begin()
        finally:
            self.fp = stream


def _head(stream: io.BufferedReader) -> tuple[int, bytes]:
    """Read up to the empty line that ends a head; give its status, and what of it matters as a head of its own."""
    version, status = _status_line(_line(stream))
    kept = {}
    while (line := _line(stream)) not in (b"\r\n", b"\n"):
        name = line.partition(b":")[0].lower()
        if name in _MATTERING:
            kept[name] = line  # the last one counts
    return int(status), b"".join((version, b" ", status, b"\r\n", *kept.values(), b"\r\n"))


def _status_line(line: bytes) -> tuple[bytes, bytes]:
    words = line.split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or len(words[1]) != 3 or not words[1].isdigit():
        raise http.client.HTTPException("this is not HTTP")
    return words[0], words[1]


def _line(stream: io.BufferedReader) -> bytes:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise http.client.HTTPException("the head is not whole")
    return line


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
