"""The way to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any

    from .words import Because, Class, Kind, Says


@dataclass(frozen=True)
class Trace:
    """One gate, source or switch on the way to a decision.

    ``kind`` and ``name`` say who it is, ``value`` what its value is (never the value itself), ``says`` what it says
    with that, ``decided`` whether it is the one that decided, and ``because`` why a yes of it does not count.
    """

    kind: Kind
    name: str
    value: Class
    says: Says
    decided: bool
    because: Because | None

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> Trace:
        """Take the core's form of a trace, in which ``value`` is ``class``."""
        return cls(raw["kind"], raw["name"], raw["class"], raw["says"], raw["decided"], raw.get("because"))
