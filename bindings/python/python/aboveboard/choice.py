"""A person's choice, as a tool's own command for it stores it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from . import surface
from .background import Deliveries
from .command import Runner
from .status import read_status
from .values import as_contract, as_list, as_text, serialise

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from .decision import Decision


@dataclass(frozen=True)
class Choice:
    """What came of :func:`enable`, :func:`disable` or :func:`reset`.

    ``saved`` says whether the choice is stored; a no also counts as stored where it could not be written, but nothing
    that is stored says yes. ``decision`` is what holds for runs that begin now, since something else may stand above
    the choice, and ``message`` tells people what was done. Where not all of it could be done, ``saved`` is false,
    ``message`` is empty, and standard error says why.
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


def reset(contract: str | Mapping[str, object], *, features: Collection[str] = ()) -> Choice:
    """Turn telemetry off for this person, and have this machine forget what it knows of it.

    The file of local mode is deleted and the id of the installation forgotten, so that a later yes begins with a new
    one. Where the contract says how, it asks the receiver to delete what it has. ``message`` names the ids under which
    that may still have something. Takes and gives what :func:`enable` does; ``saved`` says whether all of it could be
    done.
    """
    return _choose("reset", contract, features)


def _choose(command: str, contract: str | Mapping[str, object], features: Collection[str]) -> Choice:
    text = as_contract(contract)
    # The function says by an error what a command can only say on standard error. Its run is thrown away, so that any
    # random bytes will do.
    named = as_list(features, "/facts/features")
    facts = {"features": named, "random": bytes(range(48)).hex()}
    surface.Contract(text).call("begin", serialise({"facts": facts}))
    runner = Runner(None, Deliveries())
    given = [f"--feature={as_text(feature)}" for feature in named]
    chosen = runner.run([*given, command], text)
    holds = runner.run([*given, "status", "--json"], text)
    decision, _ = read_status(holds.output)
    return Choice(chosen.status == 0, decision, chosen.output)
