"""Puts runs together again, from what their events say of session, run and parent and from nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Recorded


@dataclass(frozen=True, order=True)
class Node:
    """A run: the component and the events that it was heard of by, and the runs that it started."""

    component: str
    events: tuple[str, ...]
    below: tuple[Node, ...] = ()


@dataclass(frozen=True, order=True)
class Run:
    """What all events of a run have to agree on."""

    session: str
    run: str
    parent: str
    component: str


def runs(requests: Iterable[Recorded]) -> dict[Run, tuple[str, ...]]:
    """The runs, each with its events by name. No parent, in either of the two ways to say so, is an empty one."""
    found: dict[Run, list[str]] = {}
    for request in requests:
        body = json.loads(request.body)
        run = Run(body["session_id"], body["run_id"], body["parent_run_id"] or "", body["component"])
        found.setdefault(run, []).append(body["event_name"])
    return {run: tuple(sorted(events)) for run, events in found.items()}


def trees(requests: Iterable[Recorded]) -> tuple[tuple[Node, ...], ...]:
    """For each session the trees that its runs make.

    Raises ValueError where they make none: two runs share an id, or a parent is not to be found in its own session.
    """
    found = runs(requests)
    known = {(run.session, run.run) for run in found}
    if len({run.run for run in found}) != len(found):
        raise ValueError(f"two runs share an id: {sorted(found)}")
    for run in found:
        if run.parent and (run.session, run.parent) not in known:
            raise ValueError(f"the parent is not to be found: {run}, in {sorted(found)}")

    def below(session: str, parent: str) -> tuple[Node, ...]:
        children = [run for run in found if (run.session, run.parent) == (session, parent)]
        return tuple(sorted(Node(run.component, found[run], below(session, run.run)) for run in children))

    sessions = sorted({run.session for run in found})
    forest = tuple(below(session, "") for session in sessions)
    if sum(_count(node) for nodes in forest for node in nodes) != len(found):
        raise ValueError(f"runs are each other's parents: {sorted(found)}")
    return forest


def _count(node: Node) -> int:
    return 1 + sum(_count(child) for child in node.below)
