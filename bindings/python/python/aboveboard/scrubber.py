"""Text, arguments and environments of a tool's own, without what must not leave the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import surface
from .background import Deliveries
from .command import Runner
from .values import as_contract, as_list, as_mapping, serialise

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True)
class Finding:
    """One thing that was replaced; never what it was.

    ``at`` is a JSON pointer to the text that it was in (``/text``, ``/arguments/0``, ``/environment/NAME``), ``start``
    and ``end`` say where in that text its replacement lies, in bytes of UTF-8; ``kind`` is ``secret``, ``email``,
    ``address``, ``host``, ``user``, ``path`` or ``account``, and ``rule`` the name of the rule that found it.
    """

    at: str
    start: int
    end: int
    kind: str
    rule: str


class Scrubber:
    """Scrubs as payloads are scrubbed; threads may share it.

    What this machine knows of itself and of the person is read once, when it is made, and kept out too: host and user
    names, home and working directory, addresses; with a ``contract`` (JSON text or a mapping) also its bearer token.
    """

    def __init__(self, contract: str | Mapping[str, object] | None = None) -> None:
        text = None if contract is None else as_contract(contract)
        if text is not None:
            surface.Contract(text)  # raises what is wrong with it
        self._private = "[]"
        Runner(None, Deliveries(), on_filter=self._keep).run(["scrub"], text)

    def text(self, text: str) -> tuple[str, tuple[Finding, ...]]:
        """Scrub a text, which may be JSON, and say what was found."""
        scrubbed, findings = self._scrub("text", text)
        return scrubbed, findings

    def arguments(self, arguments: Sequence[str]) -> tuple[list[str], tuple[Finding, ...]]:
        """Scrub the arguments of a command, its name first, and say what was found."""
        scrubbed, findings = self._scrub("arguments", as_list(arguments, "/arguments"))
        return scrubbed, findings

    def environment(self, variables: Mapping[str, str]) -> tuple[dict[str, str], tuple[Finding, ...]]:
        """Scrub the values of environment variables, each by its name too, and say what was found."""
        scrubbed, findings = self._scrub("environment", as_mapping(variables, "/environment"))
        return scrubbed, findings

    def __repr__(self) -> str:
        """Show nothing of what is kept out."""
        return "Scrubber()"

    def _keep(self, private: str) -> None:
        self._private = private

    def _scrub(self, what: str, value: object) -> tuple[Any, tuple[Finding, ...]]:
        given = serialise(value, f"/{what}")
        result = json.loads(surface.scrub(f'{{"private":{self._private},"{what}":{given}}}'))
        return result[what], tuple(Finding(**finding) for finding in result["findings"])
