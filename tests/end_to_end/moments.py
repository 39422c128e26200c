"""When to kill a program: moments that are spread over the time that it takes, however fast the machine is just now."""

from __future__ import annotations

import random
from collections.abc import Iterator


class Moments:
    """As many as it takes until enough of them have met the program alive.

    A machine that other tests use as well becomes faster and slower, so the time that is drawn from follows it: it
    grows where the program was killed and shrinks where it had ended, which keeps the two about equally frequent.
    """

    def __init__(self, chance: random.Random, longest: float, rounds: int, starting: float = 0.0) -> None:
        """`longest`: seconds that the program took. `starting`: the share of them before anything happens."""
        self.chance, self.longest, self.rounds, self.starting = chance, longest, rounds, starting
        self.killed = 0

    def __iter__(self) -> Iterator[float]:
        """Seconds after the start. Each is followed by `met`."""
        for number in range(4 * self.rounds):
            if number >= self.rounds and self.enough():
                return
            yield self.chance.uniform(self.starting, 1) * self.longest

    def met(self, alive: bool) -> None:
        """Says whether the program was still running."""
        self.killed += alive
        self.longest *= 1.1 if alive else 0.9

    def enough(self) -> bool:
        """Whether enough were killed for what is found to say something."""
        return self.killed > self.rounds // 4
