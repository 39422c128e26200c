"""The contracts of these tests: one tool, whose choice is in a settings file or in Aboveboard's own state file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

POLICY = "{home}/policy/example.json"
SETTING = "{config}/example/config.json"
STATE = "{state}/aboveboard/example.json"
ENDPOINT = "EXAMPLE_ENDPOINT"
QUESTION = "Share anonymous usage data with the makers of example?"

_SOURCES: dict[str, dict[str, Any]] = {
    "setting": {"setting": "/telemetry/enabled", "file": SETTING},
    "stored": {"stored": True},
}


def write(directory: Path, kind: str, default: str = "deny") -> Path:
    """Writes the contract whose only source is of this kind, and gives its path."""
    contract = {
        "contract": 1,
        "tool": "example",
        "schema_version": "1",
        "consent_version": 1,
        "consent": {
            "gates": [{"policy": "/telemetry", "file": POLICY}],
            "sources": [_SOURCES[kind]],
            "undecided": {"interactive": "ask", "unattended": "deny"},
            "question": {"text": QUESTION, "default": default, "remember": True},
        },
        "payload": {"event": {"from": "event"}},
        "events": {"done": {}},
        "delivery": {
            "endpoint": {"url": "https://telemetry.example.com/v1", "env": ENDPOINT},
            "bearer": {"setting": "/token", "file": SETTING},
        },
    }
    path = directory / f"{kind}-{default}.json"
    path.write_text(json.dumps(contract), encoding="utf-8")
    return path
