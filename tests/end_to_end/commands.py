"""The commands of people, scripts and authors with the contracts of real systems: the same bytes in every host."""

from __future__ import annotations

import json
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hosts import CONTRACTS, HOSTS, Host
from person import Finished, Person
from tally import Tally

TIME = "1790000000"
SECRET = "s3cret-word"
"""Given wherever a value may be wrong; no message may repeat it."""


@dataclass(frozen=True)
class System:
    """A contract with an event and its fields, and where a choice is stored."""

    name: str
    event: str
    fields: dict[str, object]
    file: str = ""
    pointer: tuple[str, str] = ("telemetry", "enabled")
    features: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """What stands before every command."""
        return tuple(word for feature in self.features for word in ("--feature", feature))


SYSTEMS = (
    System(
        "gtb",
        "command.invocation",
        {"name": "generate"},
        "{config}/gtb/config.json",
        features=("telemetry",),
    ),
    System("kubeatlas", "report", {}),
    System(
        "pk3s-cli",
        "cli.command.started",
        {
            "command": {
                "name": "install",
                "target": "infra",
                "source_mode": "remote",
                "has_profile": True,
                "result": "started",
            },
        },
        "{config}/productive-k3s-cli/config.json",
    ),
    System(
        "pk3s-infra",
        "infra.command.started",
        {"command": {"name": "apply", "result": "started"}, "client": {"script": "infra"}},
    ),
    System(
        "your-platform",
        "command.executed",
        {
            "command": "build",
            "duration_ms": 850,
            "status": "success",
            "is_interactive": False,
        },
        "{home}/.your-platform/config.json",
    ),
)
MANIFEST = {
    "scenario": "on-prem",
    "execution_kind": "manual",
    "test_level": "live",
    "result": "pass",
    "started_at": "2026-09-21T14:13:20Z",
    "duration_seconds": 12,
    "telemetry": {"share_metrics_enabled": False, "endpoint_configured": False},
}
# What people type when they mean something else, with the word that is to be found in the answer.
SLIPS = (
    ("", "command"),
    ("statsu", "command"),
    ("--verbose status", "option"),
    ("status --way", "--why"),
    (f"status {SECRET}", "status"),
    (f"enable {SECRET}", "no arguments"),
    (f"disable --{SECRET}", "no arguments"),
    ("token", "set, clear or status"),
    (f"token set {SECRET}", "standard input"),
    ("token show", "set, clear or status"),
    ("record run-manifest", "--to"),
    ("record --to", "--to"),
    ("preview", "name of an event"),
    (f"send event {SECRET}", "path.to.leaf=value"),
    (f"send event --time {SECRET}", "--time"),
    (f"begin --flag {SECRET}", "NAME=VALUE"),
    ("begin --terminal perhaps", "--terminal"),
    ("check one two", "one contract"),
    ("docs --page p", "option"),
    ("help nonsense", "help"),
    ("exec ls", "--"),
)


class Commands:
    """All of them, on all hosts."""

    def __init__(self, tally: Tally, root: Path, url: str) -> None:
        self.tally, self.root, self.url = tally, root / "commands", url
        self.root.mkdir()
        self.runs: dict[str, str] = {}
        self.beginning = threading.Lock()

    def run(self) -> None:
        """Runs everything, and compares what the hosts say."""
        pairs = [(system, host) for system in SYSTEMS for host in HOSTS]
        with ThreadPoolExecutor(3) as pool:
            said = list(pool.map(lambda pair: self.system(*pair), pairs))
            self.same("records", list(pool.map(self.record, HOSTS)))
            self.same("slips", list(pool.map(self.slips, HOSTS)))
            list(pool.map(self.unwritten, HOSTS))
        for system, first in zip(SYSTEMS, range(0, len(said), len(HOSTS))):
            self.same(system.name, said[first : first + len(HOSTS)])

    def same(self, what: str, said: list[str]) -> None:
        """All hosts have said the same."""
        self.tally.check(len(set(said)) == 1, f"{what}: all hosts say the same", said)

    def person(self, host: Host, name: str, contract: Path) -> Person:
        """Somebody new."""
        person = Person(host, self.root / f"{name}-{host.language}", contract)
        person.variables["TELEMETRY_ENDPOINT"] = self.url
        return person

    def system(self, system: System, host: Host) -> str:
        """Everything with one contract on one host. Gives all that was said, with the home called HOME."""
        person = self.person(host, system.name, CONTRACTS / f"{system.name}.json")
        what = f"{host.language}: {system.name}"
        said = self.look(system, person, what) + self.author(system, person, what)
        said += self.choose(system, person, what) if system.file else self.cannot_choose(person, what)
        return said.replace(str(person.home), "HOME")

    def unwritten(self, host: Host) -> None:
        """Output that cannot be written is an error of every command that has any, and only of those."""
        document = json.loads((CONTRACTS / "pk3s-infra.json").read_text())
        document["delivery"]["mode"] = "standard_output"
        del document["delivery"]["outbox"]
        prints = self.root / f"prints-{host.language}.json"
        prints.write_text(json.dumps(document))
        system = next(system for system in SYSTEMS if system.name == "pk3s-infra")
        send = ("send", system.event, "--fields", json.dumps(system.fields))
        for contract, words, status in (
            (prints, ("begin",), 1),
            (prints, send, 1),
            (prints, ("status",), 1),
            (CONTRACTS / "pk3s-infra.json", send, 0),
        ):
            person = self.person(host, f"unwritten-{contract.stem}", contract)
            person.variables.update(TELEMETRY_ENABLED="true" if contract == prints else "false")
            done = person.run_line(["sh", "-c", 'exec "$0" "$@" >/dev/full', *person.command(*words)])
            what = f"{host.language}: {words[0]} that cannot write"
            self.tally.same(done.status, status, what)
            said = done.said.startswith("aboveboard: ") and "written" in done.said
            self.tally.same(said, status == 1, f"{what} says so")

    def look(self, system: System, person: Person, what: str) -> str:
        """Before anybody has decided: status says so, and a preview shows the very bytes."""
        tool = json.loads(person.contract.read_text())["tool"]
        said = ""
        for words in (("status",), ("status", "--why"), ("status", "--json")):
            done = person.run(*system.options, *words)
            said += done.words
            self.tally.same((done.status, done.said), (0, ""), f"{what}: {' '.join(words)}")
            if words[-1] != "--json":
                self.tally.check(done.output.startswith(f"{tool} telemetry: "), f"{what}: {words[-1]}", done.output)
                self.show(person, f"{what}: {' '.join(words)}", done)
        event = (system.event, "--fields", json.dumps(system.fields), "--time", TIME)
        run = self.run_of(system)
        preview = person.run("--run", run, "preview", *event)
        self.tally.same((preview.status, preview.said), (0, ""), f"{what}: preview")
        canonical = json.dumps(json.loads(preview.output), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.tally.same(preview.output.rstrip("\n"), canonical, f"{what}: a preview is canonical JSON")
        payload = person.run("--run", run, "payload", *event)
        self.tally.same((payload.status, payload.output), (0, ""), f"{what}: there is no payload")
        sent = person.run("--run", run, "send", *event, "--wait")
        self.tally.same((sent.status, sent.words), (0, ""), f"{what}: nothing is sent")
        self.tally.same(person.tree(), {}, f"{what}: looking makes nothing")
        return said + preview.output + payload.words

    def run_of(self, system: System) -> str:
        """A run that began without telemetry, the same for all hosts."""
        with self.beginning:
            if system.name not in self.runs:
                helper = self.person(HOSTS[0], f"run-{system.name}", CONTRACTS / f"{system.name}.json")
                begun = helper.run(*system.options, "begin", "--tool-version", "1.4.0")
                self.runs[system.name] = begun.output.strip()
            return self.runs[system.name]

    def author(self, system: System, person: Person, what: str) -> str:
        """A contract fits its own lock and page, and no other page."""
        contract = str(person.contract)
        done = person.run("check", contract)
        self.show(person, f"{what}: check", done)
        self.tally.same((done.status, done.said), (0, ""), f"{what}: check")
        said = done.words
        printed = {}
        for words in (("lock",), ("docs",), ("docs", "--schema")):
            done = person.run(*words, contract)
            good = (done.status, done.said) == (0, "") and bool(done.output)
            self.tally.check(good, f"{what}: {' '.join(words)}", done)
            printed[words[-1]] = person.home.parent / f"{person.home.name}-{words[-1].strip('-')}"
            printed[words[-1]].write_text(done.output)
            said += done.words
        json.loads(printed["--schema"].read_text())
        fits = person.run("check", contract, "--lock", str(printed["lock"]), "--page", str(printed["docs"]))
        self.tally.same(fits.status, 0, f"{what}: it fits its own lock and page")
        stale = person.run("docs", contract, "--check", str(printed["lock"]))
        self.tally.same(stale.status, 1, f"{what}: another page is stale")
        self.show(person, f"{what}: docs --check of another page", stale)
        return said + stale.words

    def choose(self, system: System, person: Person, what: str) -> str:
        """A yes and a no are stored in the settings file, and both hold."""
        said = ""
        for word, state in (("enable", "on"), ("disable", "off"), ("enable", "on"), ("disable", "off")):
            done = person.run(*system.options, word)
            self.show(person, f"{what}: {word}", done)
            self.tally.same((done.status, done.said), (0, ""), f"{what}: {word}")
            self.tally.check(f"telemetry: {state}\n" in done.output, f"{what}: {word} says what holds", done.output)
            document = json.loads(person.place(system.file).read_text())
            self.tally.same(
                document, {system.pointer[0]: {system.pointer[1]: state == "on"}}, f"{what}: {word} is stored"
            )
            decision = json.loads(person.run(*system.options, "status", "--json").output)
            self.tally.same(decision["state"], state, f"{what}: {word} holds")
            said += done.words
        for path in person.home.rglob("*"):
            wanted = 0o700 if path.is_dir() else 0o600
            self.tally.same(stat.S_IMODE(path.stat().st_mode), wanted, f"{what}: the mode of {path.name}")
        return said

    def cannot_choose(self, person: Person, what: str) -> str:
        """Where nothing is stored, a choice is refused, and the person is told what decides instead."""
        said = ""
        for word in ("enable", "disable"):
            done = person.run(word)
            self.show(person, f"{what}: {word}", done)
            self.tally.same((done.status, done.output), (1, ""), f"{what}: {word} is refused")
            self.tally.check("TELEMETRY_ENABLED" in done.said, f"{what}: {word} says what decides", done)
            self.tally.same(person.tree(), {}, f"{what}: {word} makes nothing")
            said += done.words
        return said

    def record(self, host: Host) -> str:
        """A record is written with telemetry off too, in the same bytes, and never half."""
        person = self.person(host, "record", CONTRACTS / "pk3s-infra.json")
        person.variables["TELEMETRY_ENABLED"] = "false"
        what = f"{host.language}: record"
        run = self.run_of(SYSTEMS[3])
        to = person.home / "made/for/it.json"
        words = ("--run", run, "record", "run-manifest", "--fields", json.dumps(MANIFEST), "--time", TIME)
        for _ in range(2):
            done = person.run(*words, "--to", str(to))
            self.tally.same((done.status, done.words), (0, ""), what)
        written = to.read_text()
        for member, value in MANIFEST.items():
            self.tally.check(holds(json.loads(written)[member], value), f"{what}: {member}", written)
        for where, path in (("a directory", person.home), ("below a file", to / "below"), ("nowhere", Path("/proc/x"))):
            done = person.run(*words, "--to", str(path))
            self.tally.same(done.status, 1, f"{what} into {where}")
            self.tally.check(done.said.startswith("aboveboard: "), f"{what} into {where} says why", done.words)
            self.show(person, f"{what} into {where} [{done.status}]", done)
        done = person.run("--run", run, "record", "run-manifest", "--to", str(to), f"scenario={SECRET}")
        self.tally.same(done.status, 1, f"{what} of less than all")
        self.tally.check(SECRET not in done.words, f"{what} of less than all tells no value", done.words)
        self.show(person, f"{what} of less than all [{done.status}]", done)
        self.tally.same(to.read_text(), written, f"{what}: a record that cannot be built changes nothing")
        return written

    def slips(self, host: Host) -> str:
        """What is typed wrong ends with 2 and one line that says what would be right, and never repeats a value."""
        person = self.person(host, "slips", CONTRACTS / "pk3s-cli.json")
        said = ""
        for line, expected in SLIPS:
            done = person.run(*line.split())
            what = f"{host.language}: {line!r}"
            self.show(person, what, done)
            self.tally.same((done.status, done.output), (2, ""), what)
            self.tally.check(
                done.said.startswith("aboveboard: ") and done.said.count("\n") == 1 and expected in done.said,
                f"{what}: one line that helps",
                done.said,
            )
            self.tally.check(SECRET not in done.words, f"{what}: no value", done.words)
            said += done.words
        self.tally.same(person.tree(), {}, f"{host.language}: slips make nothing")
        return said

    def show(self, person: Person, what: str, done: Finished) -> None:
        """What a person would read; that of one host is enough."""
        if person.host is HOSTS[0]:
            self.tally.show(what, done.words)


def holds(found: object, wanted: object) -> bool:
    """Whether a value is what was given, beside what the contract adds."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(holds(found.get(name), value) for name, value in wanted.items())
    return found == wanted
