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
        where = f" (at {self.at})" if self.at else ""
        what_to_do = f"; {self.hint}" if self.hint else ""
        return f"{self.code}: {self.message}{where}{what_to_do}"
