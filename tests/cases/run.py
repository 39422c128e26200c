"""Real systems' own cases of consent and delivery, against the contract pk3s-infra.

    run.py [DIRECTORY]

DIRECTORY holds consent_resolution.jsonl, truthy.jsonl and delivery.jsonl, by default `shared/cases` beside this
checkout; without it this says so and ends with 0.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import aboveboard

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = aboveboard.Contract((ROOT / "core/contracts/pk3s-infra.json").read_text(encoding="utf-8"))


def begin(facts: dict[str, Any]) -> dict[str, Any]:
    """The run that begins with these facts."""
    facts = {"random": bytes(range(48)).hex(), **facts}
    run: dict[str, Any] = json.loads(CONTRACT.call("begin", json.dumps({"facts": facts})))
    return run


def consent(row: dict[str, Any]) -> bool | None:
    """Whether a row about consent holds; None where it is about something else."""
    given, expected = row["inputs"], row["expected"]
    if row["system"] != "pk3s-infra" or "enabled" not in expected or "metadata" in given:
        return None
    answer = given.get("prompt_answer")
    facts = {"variables": given["env"], "terminal": given["tty"]}
    asked = begin(facts)["decision"]["state"] == "ask"
    if asked and answer is not None:
        facts["answer"] = answer
    on = begin(facts)["decision"]["state"] == "on"
    prompts = 1 if asked else 0
    return bool(on == expected["enabled"] and expected.get("prompts", prompts) == prompts)


def truthy(row: dict[str, Any]) -> bool | None:
    """Whether a row about the words of TELEMETRY_ENABLED holds."""
    if row["system"] != "pk3s-infra/common":
        return None
    given, expected = row["inputs"], row["expected"]
    variables = {given["var"]: given["value"]} if given["set"] else {}
    state = begin({"variables": variables, "terminal": True})["decision"]["state"]
    return bool((state == "on") == expected["enabled"] and (state != "ask") == expected["suppresses_prompt"])


def delivery(row: dict[str, Any]) -> bool | None:
    """Whether a row about the number of attempts holds."""
    given, expected = row["inputs"], row["expected"]
    if row["system"] != "pk3s-core" or "TELEMETRY_MAX_RETRIES" not in given or "attempts" not in expected:
        return None
    variables = {"TELEMETRY_ENABLED": "true", "TELEMETRY_MAX_RETRIES": given["TELEMETRY_MAX_RETRIES"]}
    event = {
        "name": "infra.command.started",
        "time": 0,
        "fields": {"command": {"name": "apply", "result": "started"}, "client": {"script": "x"}},
    }
    arguments = {"run": begin({"variables": variables}), "event": event, "facts": {"variables": variables}}
    request = json.loads(CONTRACT.call("request", json.dumps(arguments)))
    return bool(request["attempts"] == expected["attempts"] and bool(request["warnings"]) == expected["warned"])


def main(directory: Path) -> int:
    """Runs every row that is about this contract."""
    if not directory.is_dir():
        print("CASES LEFT OUT: there is no directory with cases beside this checkout")
        return 0
    passed = failed = 0
    for name, holds in (("consent_resolution", consent), ("truthy", truthy), ("delivery", delivery)):
        for line in (directory / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            verdict = holds(row)
            if verdict is None:
                continue
            passed += verdict
            failed += not verdict
            if not verdict:
                print(f"{row['id']}: {json.dumps(row['inputs'])} should give {json.dumps(row['expected'])}")
    print(f"cases of pk3s-infra: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/cases"))
