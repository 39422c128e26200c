"""Performs effects of the Python host for the tests; README.md says what it reads and writes."""

from __future__ import annotations

import sys

from aboveboard import programs
from aboveboard.answer import EffectError
from aboveboard.background import Deliveries
from aboveboard.effects import Host


class Tested(Host):
    """The host, with two effects of the tests' own."""

    def __init__(self) -> None:
        self.command: list[str] = []
        super().__init__(self.command, None, Deliveries(), lambda text: None)
        self._operations |= {"run": self._run, "command": self._command}

    def _run(self, milliseconds: int, *command: str) -> str:
        return programs.run(command, milliseconds / 1000 or programs.LONGEST_RUN)

    def _command(self, _number: int, system: str, word: str) -> str:
        if (system, word) not in programs.PROGRAMS:
            raise EffectError("unsupported")
        return "".join(f"{part}\n" for part in programs.PROGRAMS[system, word])


def main() -> None:
    """Answers one effect after the other."""
    host = Tested()
    for line in sys.stdin.buffer:
        name, number, *lengths = line.split()
        texts = [sys.stdin.buffer.read(int(length)).decode() for length in lengths]
        if name == b"exec":
            host.command[:], texts = texts[1:], texts[:1]
        while texts and not texts[-1]:  # as the core leaves them out
            texts.pop()
        answer = host.perform(name.decode(), int(number), *texts)
        error, text = ("ok", answer) if isinstance(answer, str) else (answer.get("error", "undecodable"), "")
        data = text.encode()
        sys.stdout.buffer.write(f"{error} {len(data)}\n".encode() + data)
        sys.stdout.buffer.flush()


main()
