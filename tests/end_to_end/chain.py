"""Tools that start each other, in several languages: one question, one tree, and a no that reaches the last of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pseudo_terminal
from hosts import CONTRACTS, ROOT
from tally import Tally
from tree import Node, runs, trees
from wrappers import Sandbox

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver, Recorded

PROGRAMS = Path(__file__).resolve().parent / "programs"
CORE_CONTRACT = PROGRAMS / "core.json"
PYTHON_CLI = (str(ROOT / "build/venv/bin/python"), str(PROGRAMS / "cli.py"))
NODE_TOOL = ("node", str(PROGRAMS / "tool.mjs"))
RUST_INFRA = (str(ROOT / "build/examples/infra"), "apply")
SHELL_TOOL = ("bash", str(PROGRAMS / "tool.sh"))
SHELL_INFRA = (*SHELL_TOOL, "infra", str(CONTRACTS / "pk3s-infra.json"))
SHELL_CORE = (*SHELL_TOOL, "core", str(CORE_CONTRACT))

IDS = ("TELEMETRY_SESSION_ID", "TELEMETRY_PARENT_RUN_ID")
STALE = {name: f"stale-{name}" for name in (*IDS, "TELEMETRY_BEARER_TOKEN")}
"""What somebody has left in the environment."""


def events(component: str) -> tuple[str, ...]:
    """The names of the events of one run, sorted."""
    return (f"{component}.command.completed", f"{component}.command.started")


def node(component: str, *below: Node) -> Node:
    """A run with both of its events."""
    return Node(component, events(component), below)


@dataclass(frozen=True)
class Link:
    """One tool of a chain: the component that its events name, and how it is started."""

    component: str
    command: tuple[str, ...]


CHAINS = {
    "python, shell, shell": (Link("cli", PYTHON_CLI), Link("infra", SHELL_INFRA), Link("core", SHELL_CORE)),
    "node, rust": (Link("infra", NODE_TOOL), Link("infra", RUST_INFRA)),
}


class Machine:
    """A home of its own and a receiver, and what the nested tools of a chain have been given."""

    def __init__(self, sandbox: Sandbox, receiver: Receiver) -> None:
        self.sandbox, self.receiver = sandbox, receiver
        self.seen = sandbox.root / "seen"
        self.seen.mkdir()

    def command(self, *links: Link) -> list[str]:
        """The first tool with the second as its nested one, and so on; each nested one's environment is kept."""
        words: list[str] = []
        for number, link in enumerate(links):
            keep = ["sh", str(PROGRAMS / "seen.sh"), str(self.seen / str(number))] if number else []
            words += [*keep, *link.command]
        return words

    def variables(self, given: Mapping[str, str]) -> dict[str, str]:
        """The environment of the first tool."""
        return self.sandbox.environment({"TELEMETRY_ENDPOINT": self.receiver.url, "EXAMPLE_WAIT": "1", **given})

    def converse(self, keys: bytes, command: list[str], given: Mapping[str, str]) -> pseudo_terminal.Conversation:
        """Runs a command on a terminal, whose nested tools have it too, and answers the first question there."""
        directory = self.sandbox.root / "work"
        return pseudo_terminal.converse(command, self.variables(given), directory, keys, captured=False)

    def told(self, name: str) -> dict[str, str]:
        """The environment that a nested tool was given; nothing where it was not started."""
        path = self.seen / name
        text = path.read_bytes().decode() if path.exists() else ""
        return dict(entry.split("=", 1) for entry in text.split("\0") if entry)

    def received(self, count: int) -> list[Recorded]:
        """What has arrived, once there are as many requests. Every event is waited for, so that none is on its way."""
        return self.receiver.wait_for(count)


class Chain:
    """The chains, and what is common to all who look at chains."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root
        self.root.mkdir()
        self.machines = 0

    def run(self) -> None:
        """A yes, a no and a denial for every chain; and that no child is wider."""
        self.what_is_no_tree()
        for name, links in CHAINS.items():
            self.agreed(name, links)
            self.declined(name, links)
            self.denied(name, links)
        self.never_wider()

    @contextmanager
    def machine(self) -> Iterator[Machine]:
        """A new one, with its receiver listening; gone at the end."""
        self.machines += 1
        sandbox = Sandbox()
        try:
            with Receiver(self.root / f"received-{self.machines}.jsonl") as receiver:
                yield Machine(sandbox, receiver)
        finally:
            sandbox.remove()

    def what_is_no_tree(self) -> None:
        """Runs that do not belong together are not taken for a tree."""
        for name, ids in {
            "a parent that nobody is": (("s", "a", None), ("s", "b", "z")),
            "a parent in another session": (("s", "a", None), ("t", "b", "a")),
            "a run that is its own parent": (("s", "a", "a"),),
            "each other's parents": (("s", "a", "b"), ("s", "b", "a")),
            "one id for two runs": (("s", "a", None), ("s", "a", "a")),
        }.items():
            bodies = [
                {"session_id": session, "run_id": run, "parent_run_id": parent, "component": "", "event_name": ""}
                for session, run, parent in ids
            ]
            try:
                found = str(trees(Recorded("POST", "/", [], json.dumps(body).encode()) for body in bodies))
            except ValueError:
                found = ""
            self.tally.same(found, "", f"{name}: no tree")

    def agreed(self, name: str, links: tuple[Link, ...]) -> None:
        """One question, and one tree of all runs."""
        with self.machine() as machine:
            done = machine.converse(b"y\n", machine.command(*links), {})
            self.tally.show(f"chain: {name}", done.transcript)
            self.tally.same((done.status, done.questions), (0, 1), f"{name}: one question for all")
            requests = machine.received(2 * len(links))
            wanted: tuple[Node, ...] = ()
            for link in reversed(links):
                wanted = (node(link.component, *wanted),)
            self.tally.same(trees(requests), (wanted,), f"{name}: one session, one tree")
            told = [machine.told(str(number)) for number in range(1, len(links))]
            ids = sorted(tuple(map(variables.get, IDS)) for variables in told)
            below = sorted((run.session, run.parent) for run in runs(requests) if run.parent)
            self.tally.same(ids, below, f"{name}: each nested tool is told its session and its parent")
            says = [variables.get("TELEMETRY_ENABLED") for variables in told]
            self.tally.same(says, ["true"] * len(told), f"{name}: each nested tool is told yes")
        if links[0].component == "cli":
            parents = {json.loads(request.body)["parent_run_id"] for request in requests if b'"cli"' in request.body}
            self.tally.same(parents, {None}, f"{name}: the head's parent is null, as its contract says")

    def declined(self, name: str, links: tuple[Link, ...]) -> None:
        """A no at the question is everybody's."""
        with self.machine() as machine:
            done = machine.converse(b"n\n", machine.command(*links), STALE)
            self.tally.same((done.status, done.questions), (0, 1), f"{name}: one no for all")
            self.nothing(machine, f"{name}: after a no", len(links))

    def denied(self, name: str, links: tuple[Link, ...]) -> None:
        """A denial in the environment too, and nobody is asked."""
        with self.machine() as machine:
            done = machine.converse(b"y\n", machine.command(*links), {**STALE, "TELEMETRY_ENABLED": "false"})
            self.tally.same((done.status, done.questions), (0, 0), f"{name}: denied before, nobody is asked")
            self.nothing(machine, f"{name}: denied before", len(links))

    def nothing(self, machine: Machine, what: str, levels: int) -> None:
        """Nothing has arrived, and every nested tool was told no and nothing else, whatever there was before."""
        self.tally.same(machine.receiver.received(), [], f"{what}: nothing arrives")
        for number in range(1, levels):
            told = machine.told(str(number))
            self.tally.same(
                (told.get("TELEMETRY_ENABLED"), [told.get(name) for name in STALE]),
                ("false", ["", "", ""]),
                f"{what}: what number {number} is told",
            )
            self.tally.check(
                not any("stale" in value for value in told.values()), f"{what}: nothing stale is left", told
            )

    def never_wider(self) -> None:
        """A nested tool's own yes counts for as much as its contract says: below the variable for nothing."""
        document = json.loads(CORE_CONTRACT.read_text(encoding="utf-8"))
        sources = document["consent"]["sources"]
        sources.sort(key=lambda source: "flag" not in source)
        above, gate = self.root / "flag-above.json", self.root / "gate.json"
        above.write_text(json.dumps(document), encoding="utf-8")
        document["consent"]["gates"] = [{"env": "ABOVEBOARD_DENIED"}]
        gate.write_text(json.dumps(document), encoding="utf-8")

        def core(contract: Path, flag: str = "") -> Link:
            return Link("core", ("env", f"CHAIN_FLAG={flag}", *SHELL_TOOL, "core", str(contract)))

        infra, no = Link("infra", SHELL_INFRA), {"TELEMETRY_ENABLED": "false"}
        cores, infras, nobodys = ["core", "core"], ["infra", "infra"], list[str]()
        cases: tuple[tuple[str, tuple[Link, ...], dict[str, str], bool, list[str]], ...] = (
            # What it is about, the tools, the environment, whether the setting says yes, whose events arrive.
            ("a setting's yes, by itself", (core(CORE_CONTRACT),), {}, True, cores),
            ("a setting's yes, below a denial", (infra, core(CORE_CONTRACT)), no, True, nobodys),
            ("a flag's yes, by itself", (core(CORE_CONTRACT, "enable"),), {}, False, cores),
            ("a flag's yes, below a denial", (infra, core(CORE_CONTRACT, "enable")), no, False, nobodys),
            ("both, below a denial", (infra, core(CORE_CONTRACT, "enable")), no, True, nobodys),
            ("a no below a yes", (infra, core(above, "disable")), {"TELEMETRY_ENABLED": "true"}, True, infras),
            # The contract says that what a person types stands above what is inherited.
            ("a flag above a denial", (infra, core(above, "enable")), no, False, cores),
            ("a flag below a gate, below a denial", (infra, core(gate, "enable")), no, False, nobodys),
            ("a flag below a gate", (core(gate, "disable"), core(gate, "enable")), {}, True, nobodys),
        )
        for name, links, variables, setting, components in cases:
            with self.machine() as machine:
                if setting:
                    place = machine.sandbox.root / "home/.config/productive-k3s-core/config.json"
                    place.parent.mkdir(parents=True)
                    place.write_text('{"telemetry": {"enabled": true}}')
                done = machine.sandbox.run(machine.command(*links), machine.variables(variables))
                self.tally.same((done.status, done.said), (0, ""), f"never wider: {name}: it runs")
                arrived = [json.loads(request.body)["component"] for request in machine.received(len(components))]
                self.tally.same(arrived, components, f"never wider: {name}: whose events arrive")
