"""A contract with everything that a person can say: a feature of the tool, a stored choice, local mode and records."""

from __future__ import annotations

from typing import Any

CONTRACT: dict[str, Any] = {
    "contract": 1,
    "tool": "example",
    "schema_version": "1",
    "consent_version": 1,
    "consent": {
        "gates": [{"feature": "telemetry"}],
        "sources": [{"env": "EXAMPLE_TELEMETRY"}, {"stored": True}],
        "undecided": {"interactive": "deny", "unattended": "deny"},
        "local": {"sources": [{"env": "EXAMPLE_LOCAL"}], "file": "{state}/example/events.log"},
    },
    "payload": {"event": {"from": "event"}, "note": {"text": 64, "optional": True, "why": "what went wrong"}},
    "events": {"done": {}},
    "records": {"manifest": {"payload": {"result": {"enum": ["pass", "fail"], "why": "how it ended"}}}},
    "delivery": {
        "endpoint": {"url": "https://telemetry.example.org/v1", "env": "EXAMPLE_ENDPOINT"},
        "attempts": {"value": 2},
        "every_seconds": 3600,
        "metrics": {"errors": "example_errors_total"},
    },
}
ON = ("telemetry",)
