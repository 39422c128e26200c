"""What ``status --json`` says: the decision, and beside it the id that events have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from .decision import Decision

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any

    from .words import Ephemeral, Identifies, Rotation


@dataclass(frozen=True)
class Identity:
    """By what the receiver tells this machine or installation from others, and for how long.

    ``kind`` is the one of the contract, ``id`` what an event of this moment tells; where there is no id, ``id`` is
    ``None`` and ``ephemeral`` says why. ``rotation`` is how often it changes, where it does, and ``retained`` then has
    the ids of all periods of which the receiver still keeps something, the present one first: pairs of the first day
    of a period and the id that it had.
    """

    kind: Identifies
    id: str | None
    ephemeral: Ephemeral | None
    rotation: Rotation | None
    retained: tuple[tuple[str, str], ...]

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> Identity:
        """Take the core's form of an identity."""
        retained = tuple((period["from"], period["id"]) for period in raw.get("retained", ()))
        return cls(raw["kind"], raw["id"], raw.get("ephemeral"), raw.get("rotation"), retained)


def read_status(text: str) -> tuple[Decision, Identity | None]:
    """Take apart what the command says. What stands beside the decision is no part of it, so that it may be logged."""
    raw = json.loads(text)
    identity = raw.pop("identity", None)
    raw.pop("destination", None)
    return Decision.from_raw(raw), None if identity is None else Identity.from_raw(identity)
