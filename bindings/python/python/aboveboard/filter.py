"""The effect that scrubs standard input to standard output, as it comes."""

from __future__ import annotations

import codecs
import json
import os
import sys

from . import surface
from .values import serialise

# How much is read at once, in bytes; text that needs escapes is six times as long in JSON.
PIECE = 64 * 1024


def scrub_streams(private: str, report: bool) -> None:
    """Copy standard input to standard output without what must not leave, and tell on standard error what that was.

    ``private`` is the JSON text of the private facts. Raises :class:`OSError` where a stream fails; a reader that has
    had enough is no failure.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    constant = f'{{"private":{private or "[]"},"report":{"true" if report else "false"},'
    state = ""
    while True:
        piece = os.read(0, PIECE)
        text = serialise(decoder.decode(piece, final=not piece))
        end = "false" if piece else "true"
        result = json.loads(surface.scrub(f'{constant}"piece":{text},"end":{end}{state}}}'))
        try:
            _write(1, result["text"])
        except BrokenPipeError:
            return
        _write(2, result["report"])
        if not piece:
            return
        state = f',"state":{serialise(result["state"])}'


def _write(descriptor: int, text: str) -> None:
    # What the program has printed before comes first.
    stream = sys.stdout if descriptor == 1 else sys.stderr
    if stream is not None:
        stream.flush()
    rest = text.encode("utf-8")
    while rest:
        rest = rest[os.write(descriptor, rest) :]
