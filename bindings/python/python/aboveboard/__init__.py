"""Honest telemetry for infrastructure tools.

    with aboveboard.open(contract, tool_version="1.4.0") as tool:
        tool.send("infra.command.started", {"command": {"name": "apply", "result": "started"}})

Every decision is the core's; this package performs the effects that it asks for. See the README.
"""

from __future__ import annotations

from .command import Outcome, run_command
from .decision import Decision
from .errors import AboveboardError
from .surface import Contract, step, version
from .tool import Payload, Tool, open  # noqa: A004 - read as aboveboard.open

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from .buffer import Buffer
    from .choice import Choice, disable, enable, reset
    from .reporting import Counters, Due
    from .scrubber import Finding, Scrubber
    from .sender import Request, Response, Sender, send_over_http
    from .status import Identity
    from .trail import Trace
    from .words import Because, Class, Ephemeral, Identifies, Kind, Reason, Rotation, Says, State
else:
    # What few starts of a tool need is loaded when it is first asked for: most tools start often and send rarely.
    _LATER = {
        "buffer": ("Buffer",),
        "choice": ("Choice", "disable", "enable", "reset"),
        "reporting": ("Counters", "Due"),
        "scrubber": ("Finding", "Scrubber"),
        "sender": ("Request", "Response", "Sender", "send_over_http"),
        "status": ("Identity",),
        "trail": ("Trace",),
        "words": ("Because", "Class", "Ephemeral", "Identifies", "Kind", "Reason", "Rotation", "Says", "State"),
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module

        for module, names in _LATER.items():
            if name in names:
                return getattr(import_module(f".{module}", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AboveboardError",
    "Because",
    "Buffer",
    "Choice",
    "Class",
    "Contract",
    "Counters",
    "Decision",
    "Due",
    "Ephemeral",
    "Finding",
    "Identifies",
    "Identity",
    "Kind",
    "Outcome",
    "Payload",
    "Reason",
    "Request",
    "Response",
    "Rotation",
    "Says",
    "Scrubber",
    "Sender",
    "State",
    "Tool",
    "Trace",
    "disable",
    "enable",
    "open",
    "reset",
    "run_command",
    "send_over_http",
    "step",
    "version",
]
