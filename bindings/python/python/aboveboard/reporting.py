"""For programs that keep running: when the next report is due, and what has become of those before."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from .values import serialise

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from .background import Deliveries
    from .effects import Answer
    from .surface import Contract

_NONE = '{"sent":0,"errors":0,"dropped":0,"metrics":{}}'
# A whole request, with the events of a full buffer as its body, may be larger than a call takes.
_READ_BY_AFTER = ("attempts", "mode", "refused", "encoding", "left_seconds")


@dataclass(frozen=True)
class Due:
    """Whether a report is due; where it is not, ``in_seconds`` says when it will be."""

    due: bool
    in_seconds: int | None


@dataclass(frozen=True)
class Counters:
    """What has become of a tool's deliveries.

    ``sent`` have arrived, ``errors`` are attempts that failed, ``dropped`` have been given up. ``metrics`` holds
    those of them for which the contract has a name, under that name.
    """

    sent: int
    errors: int
    dropped: int
    metrics: Mapping[str, int]


class Tally:
    """Counts what becomes of the attempts of one tool."""

    def __init__(self, contract: Contract, deliveries: Deliveries) -> None:
        self._contract = contract
        # Their lock, because a forked child gets a new one.
        self._deliveries = deliveries
        self._counters = _NONE

    def count(self, request: str, attempt: int, answer: Answer, elapsed: float) -> int:
        """Count attempt number ``attempt`` to send a request, given as JSON text, by the answer after so many seconds.

        Gives the number of the next one, which is the first one of another request unless this one is tried again.
        """
        # What has been sent has been sent: a counter that is wrong must not keep it from being done with.
        with contextlib.suppress(Exception):
            following = self._after(json.loads(request), attempt, _outcome(answer), elapsed)
            with self._deliveries.lock:
                self._counters = self._contract.call("count", f'{{"counters":{self._counters},"next":{following}}}')
            if json.loads(following)["next"] == "wait":
                return attempt + 1
        return 1

    def counters(self) -> Counters:
        """Give the counters as they stand.

        With the contract's own names from the beginning, since a metric has to be there before it counts anything.
        """
        with contextlib.suppress(Exception), self._deliveries.lock:
            if self._counters is _NONE:
                self._counters = self._contract.call("count", f'{{"counters":{_NONE},"next":null}}')
        raw = json.loads(self._counters)
        return Counters(raw["sent"], raw["errors"], raw["dropped"], raw["metrics"])

    def _after(self, request: Mapping[str, object], attempt: int, outcome: Mapping[str, object], elapsed: float) -> str:
        return self._contract.call(
            "after",
            serialise(
                {
                    "request": {name: request[name] for name in _READ_BY_AFTER if name in request},
                    "attempt": attempt,
                    "outcome": outcome,
                    "elapsed_milliseconds": max(0, round(elapsed * 1000)),
                }
            ),
        )


def _outcome(answer: Answer) -> dict[str, object]:
    """Give the answer to a ``send`` as the core takes an outcome."""
    if not isinstance(answer, str):
        return {"failure": answer["error"]}
    head, *rest = answer.splitlines()
    status = int(head.split()[1])
    # A sender of the tool's own may answer anything; what is no answer to the core is none here.
    if not 200 <= status <= 999 or "\ufffd" in answer:
        return {"failure": "other"}
    retry_after = {"retry_after": rest[0].partition(": ")[2]} if rest else {}
    return {"status": status, **retry_after}
