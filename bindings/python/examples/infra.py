#!/usr/bin/env python3
"""An infrastructure wrapper that reports its usage through Aboveboard: infra.py COMMAND [SCENARIO].

    apply, destroy, profile   do their work, with an event before and one after it
    list                      shows the scenarios; no event

For demonstrations, which replay given facts, the program reads variables of its own:

    EXAMPLE_RUN=JSON    the run to use instead of beginning one
    EXAMPLE_TIME=N      the time of both events, in seconds since 1970
    EXAMPLE_WAIT=1      wait until each event is delivered
    EXAMPLE_SHOW=1      print for each event its name and the SHA-256 of its payload
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import aboveboard

CONTRACT = Path(__file__).parent.joinpath("../../../core/contracts/pk3s-infra.json")
SCENARIOS = ("multipass", "on-prem", "cloud")


class Infra:
    """One command, and what is reported about it."""

    def __init__(self, tool: aboveboard.Tool, command: str, scenario: str | None) -> None:
        """Take the run to report in, the command and the scenario it is for."""
        self.tool = tool
        self.command = command
        self.scenario = scenario

    def report(self, event: str, result: str) -> None:
        """Send one event; where telemetry is off, nothing happens."""
        fields = {
            "command": {"name": self.command, "scenario": self.scenario, "result": result},
            "client": {"script": "infra"},
        }
        given = os.environ.get("EXAMPLE_TIME")
        time = int(given) if given else None
        if os.environ.get("EXAMPLE_SHOW") and self.tool.decision.on:
            print(event, self.tool.payload(event, fields, time=time).digest, flush=True)
        self.tool.send(event, fields, time=time, wait=bool(os.environ.get("EXAMPLE_WAIT")))

    def work(self) -> int:
        """Do the work itself: nested tools get the child variables, so that they share decision and session."""
        environment = {**os.environ, **self.tool.child_variables()}
        nested = ["sh", "-c", ":", "nested-tool", self.command, self.scenario or ""]
        return subprocess.run(nested, env=environment, check=False).returncode

    def run(self) -> int:
        """Do the work, with an event before and one after it."""
        self.report("infra.command.started", "started")
        status = self.work()
        self.report("infra.command.completed", "success" if status == 0 else "failed")
        return status


def main(arguments: list[str]) -> int:
    """Run one command and give its exit status."""
    if arguments == ["list"]:
        print("\n".join(SCENARIOS))
        return 0
    if len(arguments) not in (1, 2) or arguments[0] not in ("apply", "destroy", "profile"):
        print("usage: infra.py apply|destroy|profile|list [SCENARIO]", file=sys.stderr)
        return 2
    command, scenario = arguments[0], arguments[1] if len(arguments) == 2 else None
    contract = CONTRACT.read_text(encoding="utf-8")
    run = os.environ.get("EXAMPLE_RUN") or None
    with aboveboard.open(contract, tool_version="1.4.0", run=run) as tool:
        return Infra(tool, command, scenario).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
