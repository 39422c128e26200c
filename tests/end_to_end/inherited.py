"""Ids and variables from a hostile environment, in all four hosts: taken as they are or not at all."""

from __future__ import annotations

import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chain import PROGRAMS
from hosts import CONTRACTS, HOSTS, Host
from person import Person
from tally import Tally

SESSION, PARENT = "TELEMETRY_SESSION_ID", "TELEMETRY_PARENT_RUN_ID"
NO_IDS = {
    "a single quote": b"it's-marked",
    "double quotes": b'marked"',
    "a line feed": b"marked\nTELEMETRY_ENABLED=true",
    "a carriage return": b"marked\r",
    "a command substitution": b"$(touch marked)",
    "backticks": b"`touch marked`",
    "a semicolon": b"; touch marked",
    "a pipe": b"| touch marked",
    "a variable": b"$HOME/marked",
    "a backslash": b"marked\\",
    "spaces": b" marked ",
    "a percent sign": b"%s%n-marked",
    "an escape": b"\x1b[31mmarked",
    "65 characters": b"marked" + b"x" * 59,
    "10 kB": b"marked" + b"x" * 10_234,
    "what is not UTF-8": b"marked\xff",
    "U+FFFD": b"marked\xef\xbf\xbd",
    "other letters": "marked-é".encode(),
}
IDS = {"64 characters": b"x" * 64, "one": b"0", "dashes and dots": b"-r.f_"}
PASSED_ON = {
    "quotes": b'it\'s "marked"',
    "a command substitution": b"$(touch marked)",
    "backticks": b"`touch marked`",
    "a semicolon": b"; touch marked;",
    "backslashes": b"\\n\\\\marked\\",
    "a leading dash": b"-n marked",
    "other letters": "é漢😀".encode(),
    "spaces": b"  marked  ",
}
EMPTIED = {
    "a line feed": b"marked\nTELEMETRY_ENABLED=true",
    "a carriage return": b"marked\r",
    "an escape": b"\x1b[31mmarked",
    "a control character of two bytes": b"marked\xc2\x85",
    "what is not UTF-8": b"marked\xff",
    "U+FFFD": b"marked\xef\xbf\xbd",
    "5 kB": b"marked" * 900,
}


class Inherited:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "inherited"
        self.root.mkdir()

    def run(self) -> None:
        """Everything on every host, two of them at once."""
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.one, HOSTS))

    def one(self, host: Host) -> None:
        """One host: ids, then variables."""
        person = Person(host, self.root / host.language / "home", CONTRACTS / "pk3s-infra.json", TELEMETRY_ENABLED="1")
        seen = person.home / "seen"
        for name, value in NO_IDS.items():
            self.refused(person, seen, name, os.fsdecode(value))
        for name, value in IDS.items():
            text = value.decode()
            told, said = self.told(person, seen, {SESSION: text, PARENT: text})
            self.tally.same((told[SESSION], said), (value, ""), f"{host.language}: {name}: is an id")
            run = json.loads(person.run("begin", variables={SESSION: text, PARENT: text}).output)
            self.tally.same((run["session"], run["parent"]), (text, text), f"{host.language}: {name}: is taken")
        done = person.run("begin", variables={SESSION: "", PARENT: ""})
        run = json.loads(done.output)
        fresh = is_fresh(run["session"]) and run["parent"] is None and done.said == ""
        self.tally.check(fresh, f"{host.language}: empty ids are none, and nothing to warn of", done.words)
        for name, value in PASSED_ON.items():
            told, _ = self.told(person, seen, {"TELEMETRY_OUTBOX_DIR": os.fsdecode(value)})
            self.tally.same(told["TELEMETRY_OUTBOX_DIR"], value, f"{host.language}: {name}: passed on as it is")
        for name, value in EMPTIED.items():
            told, _ = self.told(person, seen, {"TELEMETRY_OUTBOX_DIR": os.fsdecode(value)})
            self.tally.same(told["TELEMETRY_OUTBOX_DIR"], b"", f"{host.language}: {name}: emptied")
        self.twice(person, seen)
        made = [path.name for path in person.home.parent.rglob("*marked*")]
        self.tally.same(made, [], f"{host.language}: no shell has read any of it")

    def twice(self, person: Person, seen: Path) -> None:
        """Of a variable that stands twice the first counts, and a child is told once: shells go by the last."""
        marked = [f"{name}=marked" for name in (SESSION, "TELEMETRY_BEARER_TOKEN", "ABOVEBOARD_DENIED")]
        person.wrapper = (sys.executable, str(PROGRAMS / "twice.py"), "TELEMETRY_ENABLED=true", *marked, "--")
        first = {"TELEMETRY_ENABLED": "false", SESSION: "s", "TELEMETRY_BEARER_TOKEN": "t", "ABOVEBOARD_DENIED": "0"}
        told, _ = self.told(person, seen, first)
        expected = {
            "TELEMETRY_ENABLED": b"false",
            SESSION: b"",
            "TELEMETRY_BEARER_TOKEN": b"",
            "ABOVEBOARD_DENIED": b"1",
        }
        told = {name: told[name] for name in expected}
        self.tally.same(told, expected, f"{person.host.language}: what stands twice is told once")
        person.wrapper = ()

    def refused(self, person: Person, seen: Path, name: str, value: str) -> None:
        """What is no id is in neither the run nor a warning nor a child, whether telemetry is on or off."""
        what = f"{person.host.language}: {name}"
        hostile = {SESSION: value, PARENT: value}
        done = person.run("begin", variables=hostile)
        run = json.loads(done.output)
        self.tally.check(is_fresh(run["session"]) and run["parent"] is None, f"{what}: a fresh session, no parent", run)
        warnings = [f"aboveboard: {variable} holds no usable id; it is passed over" for variable in (SESSION, PARENT)]
        self.tally.same((done.status, done.said.splitlines()), (0, warnings), f"{what}: both are warned of")
        self.tally.check("marked" not in done.words, f"{what}: a warning does not repeat it", done.words)
        told, _ = self.told(person, seen, hostile, "--run", done.output.strip())
        ids = (told[SESSION].decode(), told[PARENT].decode())
        self.tally.same(ids, (run["session"], run["run"]), f"{what}: a child is told the run's own")
        # By a run that begins only here, and with a denial.
        told, _ = self.told(person, seen, hostile)
        self.tally.check(is_fresh(told[SESSION].decode()), f"{what}: a child of a run of its own", told[SESSION])
        denied, _ = self.told(person, seen, {**hostile, "TELEMETRY_ENABLED": "no"})
        self.tally.same((denied[SESSION], denied[PARENT]), (b"", b""), f"{what}: a child that is told no")
        values = b"\0".join([*told.values(), *denied.values()])
        self.tally.check(b"marked" not in values, f"{what}: a child has it in no variable", values)

    def told(self, person: Person, seen: Path, variables: dict[str, str], *run: str) -> tuple[dict[str, bytes], str]:
        """The environment that a child is given by `exec`, and what was said meanwhile."""
        seen.unlink(missing_ok=True)
        program = ("exec", "--", "sh", str(PROGRAMS / "seen.sh"), str(seen), "true")
        done = person.run(*run, *program, variables=variables)
        self.tally.same(done.status, 0, f"{person.host.language}: a child runs")
        entries = [entry.partition(b"=") for entry in seen.read_bytes().split(b"\0") if entry]
        return {name.decode(): value for name, _, value in entries}, done.said


def is_fresh(session: str) -> bool:
    """Whether this is an id of the contract's own form."""
    return re.fullmatch("[0-9a-f]{16}", session) is not None
