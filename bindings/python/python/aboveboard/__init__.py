"""Honest telemetry for infrastructure tools.

    with aboveboard.open(contract, tool_version="1.4.0") as tool:
        tool.send("infra.command.started", {"command": {"name": "apply", "result": "started"}})

Every decision is the core's; this package performs the effects that it asks for. See the README.
"""

from __future__ import annotations

from .command import Outcome, run_command
from .errors import AboveboardError
from .surface import Contract, step, version
from .tool import Decision, Payload, Tool, open  # noqa: A004 - read as aboveboard.open

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from .sender import Request, Response, Sender, send_over_http
else:

    def __getattr__(name: str) -> object:
        """Load what only senders need when it is first asked for: most tools start often and send rarely."""
        if name in ("Request", "Response", "Sender", "send_over_http"):
            from . import sender

            return getattr(sender, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AboveboardError",
    "Contract",
    "Decision",
    "Outcome",
    "Payload",
    "Request",
    "Response",
    "Sender",
    "Tool",
    "open",
    "run_command",
    "send_over_http",
    "step",
    "version",
]
