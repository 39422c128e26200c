"""What goes out as OTLP is OTLP: by the definitions of its protocol buffers, and to a collector where there is one."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import contracts
import waiting
from collector import Collector, program
from google.protobuf import json_format
from hosts import CONTRACTS, HOSTS, Host
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import SEVERITY_NUMBER_INFO
from tally import Tally
from waiting import Sender

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver

TIME = 1790000000
LARGEST = 9007199254740991
TOOL_VERSION = "1.4.0"
GIVEN = (f"--time={TIME}", f"--tool-version={TOOL_VERSION}")
AT = {"url": "https://telemetry.example.com/v1", "env": contracts.ENDPOINT}
SEVERAL = 3
"""So many events of one batch."""
LONGEST = 20.0
TAKEN = b'{"partialSuccess":{}}'
"""A collector's answer where it has rejected nothing."""

# go-tool-base's names.
NAMES = {
    "scope": "gtb-telemetry",
    "body": "name",
    "resource": {"service.name": "tool_name", "service.version": "version"},
    "attributes": {
        "event.name": "name",
        "event.type": "type",
        "tool.name": "tool_name",
        "tool.version": "version",
        "os.type": "os",
        "os.version": "os_version",
        "host.arch": "arch",
        "go.version": "go_version",
        "machine.id": "machine_id",
        "command.duration_ms": "duration_ms",
        "command.exit_code": "exit_code",
        "command.args": "args",
        "command.error": "error",
    },
    "spread": ["metadata"],
}

# One leaf of every kind.
PAYLOAD: dict[str, Any] = {
    "constant": {
        "text": {"constant": "usage"},
        "integer": {"constant": 7},
        "boolean": {"constant": False},
        "null": {"constant": None},
    },
    "event": {"from": "event"},
    "schema": {"from": "schema_version"},
    "consent": {"from": "consent_version"},
    "tool": {"from": "tool"},
    "version": {"from": "tool_version", "why": "w"},
    "time": {"from": "time", "precision": "minute", "why": "w"},
    "parent": {"from": "parent", "nullable": True, "why": "w"},
    "agent": {"from": "user_agent", "why": "w"},
    "enum": {"enum": ["a", "b"], "why": "w"},
    "token": {"token": 32, "why": "w"},
    "boolean": {"boolean": True, "why": "w"},
    "release": {"version": 32, "why": "w"},
    "largest": {"integer": [-LARGEST, LARGEST], "why": "w"},
    "smallest": {"integer": [-LARGEST, LARGEST], "why": "w"},
    "zero": {"integer": [0, 1], "why": "w"},
    "bucket": {"bucket": ["<1K", 1000, ">=1K"], "why": "w"},
    "words": {"text": 256, "why": "w"},
    "nothing": {"text": 16, "nullable": True, "why": "w"},
    "absent": {"text": 16, "optional": True, "why": "w"},
    "empty": {"text": 16, "default": "", "why": "w"},
    "list": {"list": [{"integer": [-9, 9]}, 4], "why": "w"},
    "flags": {"list": [{"boolean": True}, 4], "why": "w"},
    "none": {"list": [{"token": 8}, 4], "default": [], "why": "w"},
    "map": {"map": [{"token": 16}, {"integer": [0, 9]}, 4], "why": "w"},
    "switches": {"map": [{"token": 16}, {"boolean": True}, 4], "default": {}, "why": "w"},
}
FIELDS: dict[str, Any] = {
    "enum": "b",
    "token": "apply-1",
    "boolean": True,
    "release": "v1.2.3",
    "largest": LARGEST,
    "smallest": -LARGEST,
    "zero": 0,
    "bucket": 999,
    "words": 'größer "\\" than\ttab and 🦀',
    "list": [1, -2, 0],
    "flags": [True, False],
    "map": {"one": 1, "two": 2},
}
ALL_KINDS = {
    "constant": {"text": "usage", "integer": 7, "boolean": False, "null": None},
    "event": "done",
    "schema": "3",
    "consent": 2,
    "tool": "example",
    "version": TOOL_VERSION,
    "time": "2026-09-21T14:13:00Z",
    "parent": None,
    "agent": "aboveboard",
    "enum": "b",
    "token": "apply-1",
    "boolean": True,
    "release": "v1.2.3",
    "largest": 9007199254740991,
    "smallest": -9007199254740991,
    "zero": 0,
    "bucket": "<1K",
    "words": 'größer "\\" than\ttab and 🦀',
    "nothing": None,
    "empty": "",
    "list": [1, -2, 0],
    "flags": [True, False],
    "none": [],
    "map": {"one": 1, "two": 2},
    "switches": {},
}


@dataclass(frozen=True)
class Record:
    """What a collector should make of one event."""

    resource: dict[str, Any]
    scope: str
    body: str
    attributes: dict[str, Any]

    def told(self) -> str:
        """All that a request should say of it."""
        told = {
            "resource": self.resource,
            "scope": self.scope,
            "time": TIME * 1_000_000_000,
            "severity": [SEVERITY_NUMBER_INFO, "INFO"],
            "body": self.body,
            "attributes": self.attributes,
        }
        fields = ["attributes", "body", "severity_number", "severity_text", "time_unix_nano"]
        return in_json({**told, "fields": fields})

    def printed(self) -> list[str]:
        """What a collector prints of it."""
        lines = [f"InstrumentationScope {self.scope}", "Timestamp: 2026-09-21 14:13:20 +0000 UTC"]
        lines += ["SeverityText: INFO", "SeverityNumber: Info(9)", f"Body: Str({self.body})"]
        named = {**self.resource, **self.attributes}
        return lines + [f"-> {name}: {in_go(value)}" for name, value in named.items()]


def in_go(value: Any) -> str:
    """A value as a collector prints it."""
    if value is None:
        return "Empty()"
    if isinstance(value, bool):
        return f"Bool({json.dumps(value)})"
    if isinstance(value, int):
        return f"Int({value})"
    if isinstance(value, str):
        return f"Str({value})"
    kind = "Slice" if isinstance(value, list) else "Map"
    return f"{kind}({json.dumps(value, separators=(',', ':'), sort_keys=True)})"


def gtb() -> dict[str, Any]:
    """go-tool-base's contract, with events as OTLP under its names."""
    contract: dict[str, Any] = json.loads((CONTRACTS / "gtb.json").read_text())
    contract["delivery"].update(endpoint=AT, encoding="otlp", otlp=NAMES)
    return contract


def example() -> dict[str, Any]:
    """A contract with every kind of value, which says no names."""
    return {
        "contract": 1,
        "tool": "example",
        "schema_version": "3",
        "consent_version": 2,
        "consent": {
            "sources": [{"env": "TELEMETRY_ENABLED"}],
            "undecided": {"interactive": "deny", "unattended": "deny"},
        },
        "payload": PAYLOAD,
        "events": {"done": {}},
        "delivery": {"endpoint": AT, "mode": "at_least_once", "encoding": "otlp"},
    }


def gtb_fields(fails: bool) -> dict[str, Any]:
    """An event of go-tool-base's: one that went well, or one with an error."""
    fields = {
        "name": "generate",
        "go_version": "go1.24.2",
        "duration_ms": 1500,
        "exit_code": 0,
        "args": ["generate", "--force"],
        "metadata": {"flavour": "vanilla", "retries": "2"},
    }
    return {**fields, "exit_code": -1, "error": "no such template"} if fails else fields


def gtb_record(machine: str, fails: bool) -> Record:
    """What should become of it."""
    about = os.uname()
    attributes = {
        "event.name": "generate",
        "event.type": "command.error" if fails else "command.invocation",
        "tool.name": "gtb",
        "tool.version": "1.4.0",
        "os.type": "linux",
        "os.version": about.release,
        "host.arch": {"x86_64": "amd64", "aarch64": "arm64"}.get(about.machine, about.machine),
        "go.version": "go1.24.2",
        "machine.id": machine,
        "command.duration_ms": 1500,
        # An exit code of 0 is left out, as go-tool-base leaves it out.
        "command.args": ["generate", "--force"],
        "flavour": "vanilla",
        "retries": "2",
    }
    if fails:
        attributes.update({"command.exit_code": -1, "command.error": "no such template"})
    return Record({"service.name": "gtb", "service.version": "1.4.0"}, "gtb-telemetry", "generate", attributes)


class Otlp:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "otlp"
        self.root.mkdir()
        self.contracts = {"gtb": gtb(), "example": example()}
        for tool, contract in self.contracts.items():
            self.path(tool).write_text(json.dumps(contract))

    def path(self, tool: str) -> Path:
        """Where the contract of this tool is."""
        return self.root / f"{tool}.json"

    def run(self) -> None:
        """By the definitions, and by a collector."""
        self.definitions_are_strict()
        with ThreadPoolExecutor(2) as pool:
            bodies = [body for found in pool.map(self.by_definition, HOSTS) for body in found]
        checked = f"against the definitions of opentelemetry-proto {version('opentelemetry-proto')}"
        found = program()
        if found is None:
            print(f"  otlp: {checked} only: there is no collector here", flush=True)
            return
        with Collector(found, self.root) as collector:
            for body in bodies:
                self.tally.same(collector.post("/v1/logs", body), (200, TAKEN), "otlp: a collector takes all of it")
            for host in HOSTS:
                self.by_collector(host, collector)
        print(f"  otlp: {checked}, and by {found}", flush=True)

    def definitions_are_strict(self) -> None:
        """A field that is none and a value of another type would be seen."""
        for record in ('"severity":9', '"timeUnixNano":"soon"', '"body":{"intValue":"1.5"}', '"body":{"textValue":""}'):
            body = f'{{"resourceLogs":[{{"scopeLogs":[{{"logRecords":[{{{record}}}]}}]}}]}}'
            try:
                json_format.Parse(body, ExportLogsServiceRequest())
                self.tally.check(False, "otlp: the definitions refuse what they do not define", body)
            except json_format.ParseError:
                self.tally.check(True, "otlp: the definitions refuse what they do not define")

    def by_definition(self, host: Host) -> list[bytes]:
        """What arrives from one host is what it should be, field by field; gives the bodies."""
        what = f"{host.language}: otlp"
        with Receiver(self.root / f"{host.language}.jsonl") as receiver:
            wanted = self.send_all(host, "received", receiver.url)
            requests = receiver.received()
        self.tally.same(len(requests), len(wanted), f"{what}: all of them arrive")
        for request, records in zip(requests, wanted):
            self.tally.same((request.method, request.path), ("POST", "/telemetry/v1/logs"), f"{what}: path")
            self.tally.same(request.header("Content-Type"), ["application/json"], f"{what}: media type")
            self.tally.same(read(request.body), [record.told() for record in records], what)
        return [request.body for request in requests]

    def by_collector(self, host: Host, collector: Collector) -> None:
        """What one host sends to a collector comes out of it."""
        before = len(collector.understood())
        wanted = [record for records in self.send_all(host, "collected", collector.url) for record in records]
        until = time.monotonic() + LONGEST
        while (found := collector.understood()[before:]).count("LogRecord #") < len(wanted):
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        self.tally.same(found.count("LogRecord #"), len(wanted), f"{host.language}: otlp: all come out of a collector")
        for record in wanted:
            for line in record.printed():
                self.tally.check(line in found, f"{host.language}: otlp: a collector understands", (line, found))

    def send_all(self, host: Host, name: str, url: str) -> list[list[Record]]:
        """Sends every kind of event, and a batch of several; gives what should become of each request."""
        home = self.root / f"{name}-{host.language}"
        gtb, example = (Sender(host, home, self.path(tool)) for tool in self.contracts)
        for sender in (gtb, example):
            sender.variables.update({"TELEMETRY_ENABLED": "true", contracts.ENDPOINT: url})
        machine = self.machine(gtb)
        for fails in (False, True):
            kind = "command.error" if fails else "command.invocation"
            self.send(gtb, kind, gtb_fields(fails), "--feature", "telemetry", "--feature", "extended")
        self.send(example, "done", FIELDS)
        self.send_several(example)
        record = Record({"service.name": "example"}, "example", "done", ALL_KINDS)
        return [[gtb_record(machine, False)], [gtb_record(machine, True)], [record], [record] * SEVERAL]

    def machine(self, sender: Sender) -> str:
        """The id that this machine has, of which this test knows no more than its form."""
        given = ("payload", "command.invocation", "--fields", json.dumps({"name": "x"}))
        told = str(json.loads(sender.run("--feature", "telemetry", *given).output)["machine_id"])
        self.tally.check(re.fullmatch("[0-9a-f]{16}", told) is not None, "otlp: the machine has an id", told)
        return told

    def send(self, sender: Sender, name: str, fields: dict[str, Any], *before: str) -> None:
        """Sends, and expects no word about it and nothing left that waits: it has been taken."""
        what = f"{sender.host.language}: otlp: {name}"
        done = sender.run(*before, "send", name, "--fields", json.dumps(fields), *GIVEN, "--wait")
        self.tally.same((done.status, done.words), (0, ""), what)
        self.tally.same(list(sender.home.rglob("*.outbox/*")), [], f"{what}: nothing waits any more")

    def send_several(self, sender: Sender) -> None:
        """Sends a batch of several events, which is one request."""
        what = f"{sender.host.language}: otlp: several at once"
        with waiting.nobody() as url:
            words = ("send", "done", "--fields", json.dumps(FIELDS), *GIVEN, "--wait")
            sender.run(*words, variables={contracts.ENDPOINT: url})
        (path,) = sender.outbox.iterdir()
        batch = json.loads(path.read_text())
        batch["events"] *= SEVERAL
        path.write_text(waiting.written(batch))
        done = sender.run("flush")
        self.tally.same((done.status, done.words), (0, ""), what)
        self.tally.same(sender.names(), [], f"{what}: nothing waits any more")


def read(body: bytes) -> list[Any]:
    """The records of a request by the definitions, each with all that it says, in the form of `Record.told`."""
    request = json_format.Parse(body, ExportLogsServiceRequest(), ignore_unknown_fields=False)
    found = []
    for resource in request.resource_logs:
        for scope in resource.scope_logs:
            for record in scope.log_records:
                told = {
                    "resource": members(resource.resource.attributes),
                    "scope": scope.scope.name,
                    "time": record.time_unix_nano,
                    "severity": [record.severity_number, record.severity_text],
                    "body": value(record.body),
                    "attributes": members(record.attributes),
                }
                known = {field.name for field, _ in record.ListFields()}
                found.append(in_json({**told, "fields": sorted(known)}))
    return found


def members(attributes: Iterable[KeyValue]) -> dict[str, Any]:
    """Attributes by their names, which must not stand twice."""
    pairs = [(attribute.key, value(attribute.value)) for attribute in attributes]
    assert len(dict(pairs)) == len(pairs), pairs
    return dict(pairs)


def value(given: AnyValue) -> Any:
    """A value as Python has it; one in which nothing is set is null."""
    kind = given.WhichOneof("value")
    if kind == "array_value":
        return [value(item) for item in given.array_value.values]
    if kind == "kvlist_value":
        return members(given.kvlist_value.values)
    assert kind in (None, "string_value", "bool_value", "int_value"), kind
    return None if kind is None else getattr(given, kind)


def in_json(told: Any) -> str:
    """Text, since Python takes True for 1."""
    return json.dumps(told, sort_keys=True, ensure_ascii=False)
