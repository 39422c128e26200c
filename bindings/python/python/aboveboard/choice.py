"""A person's choice, as a tool's own command for it stores it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from . import surface
from .background import Deliveries
from .command import Runner
from .decision import Decision
from .values import serialise


@dataclass(frozen=True)
class Choice:
    """What came of :func:`enable` or :func:`disable`.

    ``saved`` says whether the choice is stored; a no also counts as stored where it could not be written, but nothing
    that is stored says yes. ``decision`` is what holds for runs that begin now, since something else may stand above
    the choice, and ``message`` says so to people. Where the choice could not be stored, standard error says why.
    """

    saved: bool
    decision: Decision
    message: str


def enable(contract: str | Mapping[str, object], *, features: Collection[str] = ()) -> Choice:
    """Turn telemetry on for this person, and store that where the contract says.

    No run is begun, so nobody is asked. ``contract`` and ``features`` are those of :func:`aboveboard.open`. Raises
    :class:`AboveboardError` for a contract or features that the tool's author got wrong.
    """
    return _choose("enable", contract, features)


def disable(contract: str | Mapping[str, object], *, features: Collection[str] = ()) -> Choice:
    """Turn telemetry off for this person, and store that; takes and gives what :func:`enable` does."""
    return _choose("disable", contract, features)


def _choose(command: str, contract: str | Mapping[str, object], features: Collection[str]) -> Choice:
    text = contract if isinstance(contract, str) else serialise(contract)
    # The function says by an error what a command can only say on standard error. Its run is thrown away, so that any
    # random bytes will do.
    facts = {"features": list(features), "random": bytes(range(48)).hex()}
    surface.Contract(text).call("begin", serialise({"facts": facts}))
    runner = Runner(None, Deliveries())
    given = [f"--feature={feature}" for feature in features]
    chosen = runner.run([*given, command], text)
    holds = runner.run([*given, "status", "--json"], text)
    return Choice(chosen.status == 0, Decision.from_raw(json.loads(holds.output)), chosen.output)
