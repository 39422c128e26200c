"""Whether telemetry is on, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any

    from .trail import Trace
    from .words import Reason, State


@dataclass(frozen=True)
class Decision:
    """Whether telemetry is on, and why.

    ``state`` is ``"on"``, ``"local"`` (payloads are kept in a file of this machine), ``"off"``, ``"ask"`` (off until
    somebody has answered) or ``"notice"`` (off until the notice has been shown), ``reason`` a stable code and
    ``source`` the name of the feature, flag, variable or file that decided, where one did. ``trail`` holds all who
    have a say, where the decision comes from :meth:`aboveboard.Tool.explain`. ``raw`` is all that the core said.
    """

    state: State
    reason: Reason
    source: str | None
    raw: Mapping[str, Any] = field(repr=False, compare=False)
    trail: tuple[Trace, ...] = ()

    @property
    def on(self) -> bool:
        """Whether telemetry may leave."""
        return self.state == "on"

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> Decision:
        """Take the core's form of a decision."""
        trail: tuple[Trace, ...] = ()
        if "trail" in raw:
            from .trail import Trace

            trail = tuple(Trace.from_raw(trace) for trace in raw["trail"])
        return cls(raw["state"], raw["reason"], raw.get("source"), raw, trail)
