"""The surface of the core: JSON text in, JSON text out, and one kind of error.

The generated module is imported at the first use: loading it takes most of what ``import aboveboard`` would cost, and
a tool that was asked for its help need not pay for it.
"""

from __future__ import annotations

from importlib import import_module

from .errors import AboveboardError
from .values import as_text

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from types import ModuleType


# Kept here, since an interpreter that is ending has forgotten its modules and can import no others.
_loaded: list[ModuleType] = []


def _load() -> ModuleType:
    if not _loaded:
        _loaded.append(import_module("aboveboard._native"))
    return _loaded[0]


class Contract:
    """A parsed contract: immutable, and shareable between threads."""

    def __init__(self, text: str) -> None:
        """Parse a contract from its JSON text; raises :class:`AboveboardError`."""
        native = _load()
        self._text = as_text(text)
        try:
            self._native = native.Contract(self._text)
        except native.Failure.Refused as refusal:
            raise AboveboardError.from_json(refusal.json) from None

    def call(self, operation: str, arguments: str = "{}") -> str:
        """Run one operation. Takes its arguments and gives its result as JSON text (docs/protocol.md)."""
        try:
            result: str = self._native.call(as_text(operation), as_text(arguments))
        except _load().Failure.Refused as refusal:
            raise AboveboardError.from_json(refusal.json) from None
        return result

    def __reduce__(self) -> tuple[type[Contract], tuple[str]]:
        """Copy by parsing again, here or in another process: what is behind it is the core's own memory."""
        return Contract, (self._text,)


def step(text: str) -> str:
    """Replay a command with the replies so far. Takes and gives JSON text (docs/protocol.md)."""
    return _function("step", text)


def scrub(arguments: str) -> str:
    """Scrub a text, arguments, an environment or a piece of a stream. Takes and gives JSON text (docs/protocol.md)."""
    return _function("scrub", arguments)


def _function(name: str, text: str) -> str:
    """Call a function of the surface that takes and gives JSON text, and needs no contract."""
    native = _load()
    try:
        result: str = getattr(native, name)(as_text(text))
    except native.Failure.Refused as refusal:
        raise AboveboardError.from_json(refusal.json) from None
    return result


def version() -> str:
    """Give the version of the core."""
    result: str = _load().version()
    return result


def random(count: int) -> str | None:
    """Give ``count`` bytes of the system's generator in hexadecimal; ``None`` where it cannot give so many."""
    try:
        result: str | None = _load().random(count)
    except ValueError:
        return None
    return result
