"""Real systems' own cases: consent, delivery and correlation against the contract pk3s-infra, builds and coding agents
against a contract that asks, ids of machines against one that tells them.

    run.py [DIRECTORY]

DIRECTORY holds a file for each of SUITES, by default `shared/cases` beside this checkout; without it this says so and
ends with 0.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import aboveboard

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = aboveboard.Contract((ROOT / "core/contracts/pk3s-infra.json").read_text(encoding="utf-8"))
#: Nothing decides but a person, who is asked.
ASKING = aboveboard.Contract(
    json.dumps(
        {
            "contract": 1,
            "tool": "cases",
            "schema_version": "1",
            "consent_version": 1,
            "consent": {
                "sources": [{"flag": "telemetry"}],
                "undecided": {"interactive": "ask", "unattended": "deny"},
                "question": {"text": "Share anonymous usage data?", "default": "deny"},
            },
            "payload": {"event": {"from": "event"}},
            "events": {"done": {}},
        }
    )
)


def begin(facts: dict[str, Any], contract: aboveboard.Contract = CONTRACT) -> dict[str, Any]:
    """The run that begins with these facts."""
    facts = {"random": bytes(range(48)).hex(), **facts}
    run: dict[str, Any] = json.loads(contract.call("begin", json.dumps({"facts": facts})))
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
    """Whether a row about the number of attempts, or about what each says of itself, holds."""
    given, expected = row["inputs"], row["expected"]
    if row["system"] == "pk3s-core" and "attempt" in given:
        return bool(says_of_itself(given["attempt"]) == expected)
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


def requested(delivery: dict[str, Any], leaf: dict[str, Any], value: object, **more: object) -> Any:
    """The body of a request for an event with one value, under a contract with this delivery."""
    told = {
        "contract": 1,
        "tool": "cases",
        "schema_version": "1",
        "consent_version": 1,
        "consent": {"sources": [{"env": "CASES"}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "payload": {"value": {**leaf, "why": "w"}},
        "events": {"done": {}},
        "delivery": {"endpoint": {"url": "https://telemetry.example.com/"}, **delivery},
    }
    contract = aboveboard.Contract(json.dumps(told))
    facts = {"variables": {"CASES": "yes"}}
    run = begin(facts, contract)
    event = {"name": "done", "time": 0, "fields": {"value": value}}
    arguments = {"run": run, "event": event, "facts": facts, **more}
    return json.loads(json.loads(contract.call("request", json.dumps(arguments)))["body"])


def says_of_itself(attempt: int) -> dict[str, Any]:
    """What productive-k3s's core has an attempt say."""
    names = {"attempt": "delivery_attempt", "retry": "retry_attempt", "is_retry": "is_retry"}
    body = requested({"meta": names}, {"integer": [0, 1]}, 0, attempt=attempt)
    return {name: body[name] for name in names.values()}


def otlp(row: dict[str, Any]) -> bool | None:
    """Whether a value has the form that OTLP gives it; integers beyond what a double holds exactly are none of ours."""
    kind, value = row["inputs"]["type"], row["inputs"]["value"]
    if kind == "int64" and abs(value) > 2**53 - 1:
        return None
    leaves: dict[str, dict[str, Any]] = {
        "int64": {"integer": [-(2**53) + 1, 2**53 - 1]},
        "bool": {"boolean": True},
        "string": {"text": 64},
        "array": {"list": [{"text": 64}, 8]},
        "map": {"map": [{"token": 32}, {"text": 64}, 8]},
    }
    if kind not in leaves:
        return None
    body = requested({"encoding": "otlp"}, leaves[kind], value)
    (record,) = body["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    return {"key": "value", "value": row["expected"]} in record["attributes"]


def decides_as(variables: dict[str, str], *, absent: bool) -> bool:
    """Whether a person at a terminal with these variables is asked, or counts as absent, as expected."""
    decision = begin({"variables": variables, "terminal": True}, ASKING)["decision"]
    expected = ("off", "unattended") if absent else ("ask", "undecided")
    return (decision["state"], decision["reason"]) == expected


def build(row: dict[str, Any]) -> bool | None:
    """Whether a row of ci-info about builds holds; other systems tell them in other ways."""
    if row["system"] != "ci-info":
        return None
    return decides_as(row["inputs"]["env"], absent=row["expected"]["isCI"])


def agent(row: dict[str, Any]) -> bool | None:
    """Whether a row of the .NET SDK about coding agents holds; which agent it is does not matter."""
    if row["system"] != "dotnet":
        return None
    return decides_as(row["inputs"]["env"], absent=row["expected"]["agent"] is not None)


def identified(identity: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """What tells a machine with these facts apart."""
    told = {
        "contract": 1,
        "tool": "cases",
        "schema_version": "1",
        "consent_version": 1,
        "consent": {"sources": [{"stored": True}], "undecided": {"interactive": "deny", "unattended": "deny"}},
        "identity": identity,
        "payload": {"id": {"from": "identity", "why": "w"}},
        "events": {"done": {}},
    }
    contract = aboveboard.Contract(json.dumps(told))
    answer: dict[str, Any] = json.loads(contract.call("identity", json.dumps({"facts": facts, "time": 0})))
    return answer


def machine_id(row: dict[str, Any]) -> bool | None:
    """Whether a row about systemd's derived ids and their form, or about go-tool-base's hash, holds."""
    given, expected = row["inputs"], row["expected"]
    if row["system"] == "sd_id128_get_app_specific":
        files = {"/etc/machine-id": given["key_hex"]}
        try:
            told = identified({"kind": "machine", "application": given["message_hex"]}, {"files": files})
        except aboveboard.AboveboardError:
            return "error" in expected
        return bool(told["id"] == expected.get("id128"))
    if row["system"] == "sd_id128_from_string":
        machine = {"kind": "machine", "application": "f03daaeb1c334b43a732172944bf772e"}
        told = identified(machine, {"files": {"/etc/machine-id": given["text"]}})
        return bool((told.get("ephemeral") != "machine_id_invalid") == expected["valid"])
    if row["system"] == "go-tool-base":
        interface = {"ifindex": "2", "flags": "0x1003", "address": given["mac"]}
        files = {f"/sys/class/net/eth0/{name}": text for name, text in interface.items()}
        if given.get("os_machine_id"):
            files["/etc/machine-id"] = given["os_machine_id"]
        if given.get("username"):
            files["/etc/passwd"] = f"{given['username']}:x:1000:1000::/home:/bin/sh\n"
        platform = {"host_name": given.get("hostname") or None, "user_id": "1000"}
        facts = {"files": files, "lists": {"/sys/class/net": "eth0\n"}, "platform": platform}
        return bool(identified({"kind": "multi_signal"}, facts)["id"] == expected["machine_id"])
    return None


def correlation(row: dict[str, Any]) -> bool | None:
    """Whether a row about what an event and a child are told of a run holds."""
    given, expected = row["inputs"], row["expected"]
    if row["system"] != "pk3s-infra" or "event" not in expected:
        return None
    variables = {"TELEMETRY_ENABLED": "true", **given.get("env", {})}
    if "parent" in given:
        variables["TELEMETRY_PARENT_RUN_ID"] = given["parent"]
    run = begin({"variables": variables})
    if "generated" in given:
        run["session"], run["run"] = given["generated"]
    name, command, result, parent = expected["event"].split("|")
    fields = {"command": {"name": command, "result": result}, "client": {"script": "x"}}
    arguments = {"run": run, "event": {"name": name, "time": 0, "fields": fields}}
    payload = json.loads(json.loads(CONTRACT.call("payload", json.dumps(arguments)))["bytes"])
    child = json.loads(CONTRACT.call("child", json.dumps({"run": run, "facts": {"variables": variables}})))
    told = {name: child.get(name) for name in expected if name.startswith("TELEMETRY_")}
    asked = {name: value for name, value in expected.items() if name.startswith("TELEMETRY_")}
    return bool(payload["event_name"] == name and payload["parent_run_id"] == parent and told == asked)


SUITES = [
    ("consent_resolution", consent),
    ("truthy", truthy),
    ("delivery", delivery),
    ("otlp", otlp),
    ("ci_detection", build),
    ("agent_detection", agent),
    ("machine_id", machine_id),
    ("correlation", correlation),
]


def main(directory: Path) -> int:
    """Runs every row that is about these contracts."""
    if not directory.is_dir():
        print("CASES LEFT OUT: there is no directory with cases beside this checkout")
        return 0
    failures = 0
    for name, holds in SUITES:
        passed = failed = 0
        for line in (directory / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            verdict = holds(row)
            if verdict is None:
                continue
            passed += verdict
            failed += not verdict
            if not verdict:
                print(f"{row['id']}: {json.dumps(row['inputs'])} should give {json.dumps(row['expected'])}")
        print(f"cases of {name}: {passed} passed, {failed} failed")
        failures += failed
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/cases"))
