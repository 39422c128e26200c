#!/usr/bin/env python3
"""A command line at the head of a chain: cli.py NESTED-TOOL [ARGUMENT]...

CHAIN_FLAG=WORD   what its own flag --telemetry says
EXAMPLE_WAIT=1    wait until each event is delivered
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import aboveboard

CONTRACT = Path(__file__).resolve().parents[3] / "core/contracts/pk3s-cli.json"


def main(nested: list[str]) -> int:
    """Runs the nested tool, with an event before and one after it."""
    flag = os.environ.get("CHAIN_FLAG")
    flags = {"telemetry": flag} if flag else {}
    with aboveboard.open(CONTRACT.read_text(encoding="utf-8"), tool_version="1.4.0", flags=flags) as tool:

        def report(event: str, result: str) -> None:
            fields = {
                "command": {
                    "name": "infra-apply",
                    "target": "infra",
                    "source_mode": "local",
                    "has_profile": False,
                    "result": result,
                },
            }
            tool.send(event, fields, wait=bool(os.environ.get("EXAMPLE_WAIT")))

        report("cli.command.started", "started")
        environment = {**os.environ, **tool.child_variables()}
        status = subprocess.run(nested, env=environment, check=False).returncode if nested else 0
        report("cli.command.completed", "success" if status == 0 else "failed")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
