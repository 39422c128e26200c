"""Why an effect could not be performed, and how long its answer may be."""

from __future__ import annotations

# Files, directories and standard input are read up to here; anything longer is an error.
INPUT_BOUND = 1024 * 1024
# Of a program: the core takes no more.
ANSWER_BOUND = 64 * 1024


class EffectError(Exception):
    """An operation that could not be performed; holds its error class."""

    def __init__(self, error_class: str) -> None:
        super().__init__(error_class)
        self.error_class = error_class
