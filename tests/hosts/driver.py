"""Performs effects of the Python host for the tests; README.md says what it reads and writes."""

from __future__ import annotations

import sys

from aboveboard.background import Deliveries
from aboveboard.effects import Host


def main() -> None:
    """Answers one effect after the other."""
    host = Host([], None, Deliveries(), lambda text: None)
    for line in sys.stdin.buffer:
        name, number, *lengths = line.split()
        texts = [sys.stdin.buffer.read(int(length)).decode() for length in lengths]
        while texts and not texts[-1]:  # as the core leaves them out
            texts.pop()
        answer = host.perform(name.decode(), int(number), *texts)
        error, text = ("ok", answer) if isinstance(answer, str) else (answer.get("error", "undecodable"), "")
        data = text.encode()
        sys.stdout.buffer.write(f"{error} {len(data)}\n".encode() + data)
        sys.stdout.buffer.flush()


main()
