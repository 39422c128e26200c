"""The same machine has the same id in every host, whatever it is like; and nothing else of it is touched."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hosts import HOSTS, WITHOUT_PRIVILEGES, Host
from person import Person
from tally import Tally

SCENE = Path(__file__).with_name("machines.sh")
APPLICATION = "f03daaeb1c334b43a732172944bf772e"
MACHINE_ID = "51df0b4bc3b04c9780e299b98ca373b8"
# 2026-09-21T14:13:20Z.
TIME = 1790000000
ACCOUNTS = "root:x:{uid}:0:root:/root:/bin/sh\nquorvex:x:4711:4711::/data/quorvex:/bin/sh\n"


@dataclass(frozen=True)
class Machine:
    """What a machine is like; `None` for what it does not have."""

    host_name: bytes = b"zebulon7"
    machine_id: bytes | None = MACHINE_ID.encode() + b"\n"
    mode: int = 0o444
    user: str | None = "quorvex"
    interfaces: tuple[str, ...] = ("eth7 02:42:ac:11:00:07 other7",)
    marks: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Of the first interface by its number: the other end of a pair is made before it."""
        return self.interfaces[0].split()[1][:-2] + "ff" if self.interfaces else ""

    def signals(self) -> str:
        """go-tool-base's hash."""
        try:
            name = self.host_name.decode()
        except UnicodeDecodeError:
            name = ""
        read = self.machine_id if self.mode & 0o400 else None
        try:
            machine_id = (read or b"").decode().strip()
        except UnicodeDecodeError:
            machine_id = ""
        parts = [machine_id, self.address, name, *([] if self.user is None else [self.user])]
        return hashlib.sha256(":".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Case:
    """A machine, and the id that it has: the digits of its own, or why it has none."""

    name: str
    machine: Machine
    own: str


GIVEN = Machine()
SINCE_IT_IS_NONE = "the machine's id is none"
CASES = (
    Case("as it comes", GIVEN, MACHINE_ID),
    Case("under another name", replace(GIVEN, host_name=b"gke-7.example.com"), MACHINE_ID),
    Case("under a name of 64 letters", replace(GIVEN, host_name=b"x" * 64), MACHINE_ID),
    Case("under a name that is not all ASCII", replace(GIVEN, host_name="büro-7".encode()), MACHINE_ID),
    Case("under a name that is not UTF-8", replace(GIVEN, host_name=b"b\xfcro"), MACHINE_ID),
    Case("for somebody without an account", replace(GIVEN, user=None), MACHINE_ID),
    Case("without a network", replace(GIVEN, interfaces=()), MACHINE_ID),
    Case(
        "with several interfaces",
        replace(GIVEN, interfaces=("z0 02:00:00:00:00:01 z1", "a0 02:00:00:00:01:01 a1")),
        MACHINE_ID,
    ),
    Case("in capitals", replace(GIVEN, machine_id=MACHINE_ID.upper().encode()), MACHINE_ID),
    Case("with a line end of Windows", replace(GIVEN, machine_id=MACHINE_ID.encode() + b"\r\n"), MACHINE_ID),
    Case("with a mark in front", replace(GIVEN, machine_id=b"\xef\xbb\xbf" + MACHINE_ID.encode()), SINCE_IT_IS_NONE),
    Case("with a digit too few", replace(GIVEN, machine_id=MACHINE_ID[:31].encode()), SINCE_IT_IS_NONE),
    Case("with a digit too many", replace(GIVEN, machine_id=MACHINE_ID.encode() + b"0"), SINCE_IT_IS_NONE),
    Case("with something behind it", replace(GIVEN, machine_id=MACHINE_ID.encode() + b" x"), SINCE_IT_IS_NONE),
    Case("that is not UTF-8", replace(GIVEN, machine_id=b"\xff" * 32), SINCE_IT_IS_NONE),
    Case("that is not there", replace(GIVEN, machine_id=None), "this machine has no id"),
    Case("that cannot be read", replace(GIVEN, mode=0), "the machine's id cannot be read"),
    Case(
        "before its first start", replace(GIVEN, machine_id=b"uninitialized\n"), "the machine's id has not been set yet"
    ),
    Case("that is empty", replace(GIVEN, machine_id=b""), "the machine's id has not been set yet"),
    Case(
        "that others have",
        replace(GIVEN, machine_id=b"b08dfa6083e7567a1921a715000001fb\n"),
        "many machines have this machine's id",
    ),
    Case("in a container", replace(GIVEN, marks=(".dockerenv",)), "this is a container"),
    Case("in a container of Podman", replace(GIVEN, marks=("run/.containerenv",)), "this is a container"),
    Case("in a pod", replace(GIVEN, variables={"KUBERNETES_SERVICE_HOST": "10.0.0.1"}), "this is a container"),
    Case("in a build", replace(GIVEN, variables={"GITHUB_ACTIONS": "true"}), "this is a machine of a build service"),
)


def contract(**parts: Any) -> dict[str, Any]:
    """A contract with these parts, which tells an id."""
    return {
        "contract": 1,
        "tool": "example",
        "schema_version": "1",
        "consent_version": 1,
        "consent": {
            "sources": [{"env": "EXAMPLE_TELEMETRY"}],
            "undecided": {"interactive": "deny", "unattended": "deny"},
        },
        "payload": {
            "id": {"from": "identity", "why": "w"},
            "os": {"from": "os", "vocabulary": "node", "why": "w"},
            "arch": {"from": "arch", "vocabulary": "node", "why": "w"},
            "both": {"from": "os_arch", "vocabulary": "rust", "why": "w"},
            "version": {"from": "os_version", "default": "", "why": "w"},
        },
        "events": {"done": {}},
        "retention": {"days": 60, "then": "it is deleted"},
        "delivery": {"endpoint": {"url": "https://telemetry.example.com/v1"}},
        **parts,
    }


CONTRACTS = {
    "machine": contract(identity={"kind": "machine", "application": APPLICATION}),
    "month": contract(identity={"kind": "machine", "application": APPLICATION, "rotation": "month"}),
    "signals": contract(identity={"kind": "multi_signal"}),
}


def keyed(key: bytes, message: bytes) -> bytes:
    """As systemd derives ids."""
    digest = bytearray(hmac.new(key, message, hashlib.sha256).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x40
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)


def secret(machine: bytes) -> bytes:
    """What the ids of periods are made of."""
    return keyed(machine, bytes.fromhex(APPLICATION) + b"rotation")


class Machines:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "machines"
        self.root.mkdir()
        self.contracts = {name: self.root / f"{name}.json" for name in CONTRACTS}
        for name, told in CONTRACTS.items():
            self.contracts[name].write_text(json.dumps(told))
        # The program is started with nothing but what a person may do.
        self.unshare = ("unshare", "--mount", "--uts", "--net", str(SCENE))

    def run(self) -> None:
        """Every machine in every host."""
        problem = self.cannot_make_machines()
        if problem:
            self.tally.skip("machines of other kinds", problem)
            return
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.one, CASES))
        self.systems()

    def cannot_make_machines(self) -> str:
        """Why this machine lets nobody make another one; empty where it does."""
        absent = [name for name in ("unshare", "setpriv", "ip", "chroot") if shutil.which(name) is None]
        if absent:
            return f"there is no {', '.join(absent)}"
        if os.getuid() != 0:
            return "only root may have them"
        line = [*self.unshare, str(self.make(GIVEN, "tried")), "cat", "/etc/machine-id", "/proc/sys/kernel/hostname"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.stdout != f"{MACHINE_ID}\nzebulon7\n":
            return f"namespaces are not to be had here: {done.stderr.strip()}"
        return ""

    def make(self, machine: Machine, name: str) -> Path:
        """Describes a machine for machines.sh."""
        place = self.root / name.replace(" ", "-")
        for directory in ("etc", "root/run"):
            (place / directory).mkdir(parents=True)
        (place / "host_name").write_bytes(machine.host_name)
        (place / "interfaces").write_text("".join(f"{line}\n" for line in machine.interfaces))
        uid = 4712 if machine.user is None else os.getuid()
        accounts = ACCOUNTS.replace("4711", str(uid)).replace("{uid}", "4713")
        (place / "etc/passwd").write_text(accounts)
        if machine.machine_id is None:
            (place / "etc/machine-id.absent").touch()
        else:
            (place / "etc/machine-id").write_bytes(machine.machine_id)
            (place / "etc/machine-id").chmod(machine.mode)
        for mark in machine.marks:
            (place / "root" / mark).touch()
        return place

    def ask(self, host: Host, case: Case, kind: str, name: str, *words: str) -> str:
        """What a command says on a machine."""
        place = self.make(case.machine, f"{case.name} {host.language} {kind} {name}")
        person = Person(host, place / "home", self.contracts[kind], EXAMPLE_TELEMETRY="1", **case.machine.variables)
        person.wrapper = (*self.unshare, str(place), *WITHOUT_PRIVILEGES)
        done = person.run(*words)
        self.tally.same(done.said, "", f"{case.name}: {host.language} {kind}: nothing is said")
        kept = [path for path, (_, _, content) in person.tree().items() if MACHINE_ID.encode() in content]
        self.tally.same(kept, [], f"{case.name}: {host.language} {kind}: nothing of it is stored")
        return done.output

    def one(self, case: Case) -> None:
        """One machine: what its ids are in each host, and that they are what they should be."""
        own = bytes.fromhex(case.own) if case.own == MACHINE_ID else None
        scoped = None if own is None else keyed(own, bytes.fromhex(APPLICATION))
        wanted = {
            "machine": "ephemeral" if scoped is None else scoped.hex(),
            "month": "ephemeral" if own is None else keyed(secret(own), b"month:2026-09-01").hex(),
            "signals": case.machine.signals(),
        }
        if case is not CASES[0]:
            del wanted["month"]
        for host in HOSTS:
            for kind, told in wanted.items():
                output = self.ask(host, case, kind, "payload", "payload", "done", f"--time={TIME}")
                found = json.loads(output)["id"] if output.startswith("{") else output
                self.tally.same(found, told, f"{case.name}: {host.language} {kind}")
        if own is None:
            status = self.ask(HOSTS[0], case, "machine", "status", "status")
            self.tally.check(f"none, because {case.own}" in status, f"{case.name}: status says why", status)

    def systems(self) -> None:
        """System, processor and version are the kernel's, in the words of the contract."""
        about = os.uname()
        node = {"x86_64": "x64", "aarch64": "arm64"}.get(about.machine, about.machine)
        wanted = {"os": "linux", "arch": node, "both": f"linux-{about.machine}", "version": about.release}
        for host in HOSTS:
            person = Person(
                host, self.root / f"system-{host.language}", self.contracts["signals"], EXAMPLE_TELEMETRY="1"
            )
            told = json.loads(person.run("payload", "done").output)
            del told["id"]
            self.tally.same(told, wanted, f"{host.language}: system and processor")
