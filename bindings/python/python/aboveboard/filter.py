"""The effect that scrubs what a command reads to standard output, as it comes."""

from __future__ import annotations

import codecs
import errno
import json
import os
import sys
from collections.abc import Callable

from . import surface
from .streams import read_some, write_all
from .values import serialise

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import TextIO

# How much is read at once, in bytes; text that needs escapes is six times as long in JSON.
PIECE = 64 * 1024


def scrub_streams(private: str, report: bool, read: Callable[[int], bytes] | None = None) -> None:
    """Copy what is read to standard output without what must not leave, and tell on standard error what that was.

    ``private`` is the JSON text of the private facts, and ``read`` stands in for standard input. Raises
    :class:`OSError` where a stream fails; whoever reads the output may have had enough, which is no failure.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    constant = f'{{"private":{private or "[]"},"report":{"true" if report else "false"},'
    read = read or _read_standard_input
    state = ""
    while True:
        piece = read(PIECE)
        text = serialise(decoder.decode(piece, final=not piece))
        end = "false" if piece else "true"
        result = json.loads(surface.scrub(f'{constant}"piece":{text},"end":{end}{state}}}'))
        try:
            _write(1, sys.stdout, result["text"])
        except BrokenPipeError:
            return
        _write(2, sys.stderr, result["report"])
        if not piece:
            return
        state = f',"state":{serialise(result["state"])}'


def _read_standard_input(size: int) -> bytes:
    # Nothing comes from one that was closed from the beginning.
    return b"" if sys.stdin is None else read_some(0, size)


def _write(descriptor: int, stream: TextIO | None, text: str) -> None:
    if not text:
        return
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # What the program has printed before comes first.
    stream.flush()
    write_all(descriptor, text.encode("utf-8"))
