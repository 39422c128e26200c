"""The one error of this package."""

from __future__ import annotations

import json


class AboveboardError(Exception):
    """Something was refused: by the core, or on the way to it.

    ``code`` is stable and meant for programs, ``message`` says what happened, ``at`` is a JSON pointer (RFC 6901)
    into the input that was wrong (``""`` is the whole of it) and ``hint`` says what to do. None of them ever
    repeats a value.
    """

    def __init__(self, code: str, message: str, at: str = "", hint: str = "") -> None:
        super().__init__(code, message, at, hint)
        self.code = code
        self.message = message
        self.at = at
        self.hint = hint

    @classmethod
    def from_json(cls, text: str) -> AboveboardError:
        """Take the core's JSON form of an error."""
        members = json.loads(text)
        return cls(members["code"], members["message"], members["at"], members["hint"])

    def __str__(self) -> str:
        return f"{self.code}: {told(self)}"


def told(error: AboveboardError) -> str:
    """Give what commands say of an error to people: all but its code."""
    where = f" (at {error.at})" if error.at else ""
    what_to_do = f"; {error.hint}" if error.hint else ""
    return f"{error.message}{where}{what_to_do}"
