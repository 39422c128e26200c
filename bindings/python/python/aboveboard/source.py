"""What a command reads where the tool has something in the place of standard input."""

from __future__ import annotations

import io
from collections.abc import Callable

from .errors import AboveboardError
from .values import as_text

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Protocol, Union

    class Readable(Protocol):
        """An open file, in text or in binary mode, and whatever else has this method."""

        def read(self, size: int, /) -> str | bytes:
            """Give at most so much, and nothing at the end."""

    Source = Union[str, bytes, Readable]


def reader_of(source: Source) -> Callable[[int], bytes]:
    """Give what reads it piece by piece: about so many bytes, and none at the end."""
    if isinstance(source, str):
        source = as_text(source, "/input").encode("utf-8")
    if isinstance(source, (bytes, bytearray)):
        return io.BytesIO(source).read
    if not callable(getattr(source, "read", None)):
        found = f"a value of the type {type(source).__name__}"
        hint = "pass str, bytes, or what has a method `read`, such as an open file"
        raise AboveboardError("wrong_type", f"expected something to read, found {found}", "/input", hint)

    def read(size: int) -> bytes:
        piece = source.read(size)
        if piece is None:
            raise BlockingIOError("there is nothing yet, which is not the end")
        return piece.encode("utf-8") if isinstance(piece, str) else piece

    return read
