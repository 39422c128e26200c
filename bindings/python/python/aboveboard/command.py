"""Running a command: the core says what to do, the host does it, until there is an outcome."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import surface
from .background import EXIT_BUDGET, Deliveries
from .effects import Host
from .values import as_function, as_list, as_str, serialise, with_replacements

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from .reporting import Tally
    from .sender import Sender
    from .source import Source


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit status and what it gives on standard output."""

    status: int
    output: str


def run_command(
    arguments: Sequence[str],
    *,
    contract: str | None = None,
    input: Source | None = None,  # noqa: A002 - as subprocess has it
    sender: Sender | None = None,
    exit_budget: float = EXIT_BUDGET,
) -> Outcome:
    """Run a command as ``python -m aboveboard`` does, in this process.

    ``arguments`` are what follows the program's name. ``contract`` is the JSON text of an embedded contract; without
    it ``--contract FILE`` names one. ``input`` is what the command reads in the place of standard input, such as a
    token that the tool has been given as an argument: a text, bytes, or what has a method ``read`` that gives either.
    ``sender`` and ``exit_budget`` are those of :func:`aboveboard.open`. Messages for people go to standard error.
    Raises :class:`AboveboardError` only where the arguments of this function itself were refused.
    """
    given = [as_str(word, f"/arguments/{index}") for index, word in enumerate(as_list(arguments, "/arguments"))]
    read = None
    if input is not None:
        from .source import reader_of

        read = reader_of(input)
    return Runner(sender, Deliveries(exit_budget), read=read).run(given, contract)


class Runner:
    """Runs commands that share a sender, a group of deliveries and, where somebody counts attempts, a tally.

    ``on_filter`` takes the private facts in the place of what scrubs the standard streams with them. ``ask`` and
    ``read`` are the tool's own in the place of the terminal and of standard input.
    """

    def __init__(
        self,
        sender: Sender | None,
        deliveries: Deliveries,
        may_replace: bool = False,
        tally: Tally | None = None,
        on_filter: Callable[[str], None] | None = None,
        ask: Callable[[str], str] | None = None,
        read: Callable[[int], bytes] | None = None,
    ) -> None:
        self._sender = as_function(sender, "/sender")
        self._deliveries = deliveries
        self._may_replace = may_replace
        self._tally = tally
        self._on_filter = on_filter
        self._ask = as_function(ask, "/ask")
        self._read = read

    def run(
        self,
        arguments: Sequence[str],
        contract: str | None,
        standard_input: str | None = None,
        heard: bool = False,
    ) -> Outcome:
        """Replay the command, with one more batch of replies each time, until it is done."""
        host = Host(
            arguments,
            self._sender,
            self._deliveries,
            lambda text, heard: self.run(["deliver"], None, text, heard),
            standard_input,
            self._may_replace,
            self._on_filter,
            heard,
            self._ask,
            self._read,
        )
        command: dict[str, object] = {"arguments": [with_replacements(argument) for argument in arguments]}
        if contract is not None:
            command["contract"] = contract
        opening = serialise(command)[:-1]
        replies: list[str] = []
        attempt = 1
        while True:
            progress = json.loads(surface.step(f'{opening},"replies":[{",".join(replies)}]}}'))
            if "done" in progress:
                return Outcome(progress["done"]["status"], progress["done"]["output"])
            for effect in progress["perform"]:
                began = time.monotonic()
                answer = host.perform(effect["op"], effect["number"], *effect["text"])
                replies.append(serialise({"index": effect["index"], "digest": effect["digest"], "answer": answer}))
                if effect["op"] == "send" and self._tally is not None:
                    elapsed = time.monotonic() - began
                    attempt = self._tally.count(effect["text"][0], attempt, answer, elapsed)
                if effect["stops"] and isinstance(answer, dict):
                    break
