"""The helper touches exactly the files that its contract needs: a trace of its system calls."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from commands import SYSTEMS, System
from hosts import CONTRACTS, HOSTS
from person import Person
from tally import Tally

PERSONS = {"/etc/passwd", "/proc/net/fib_trie", "/proc/net/if_inet6"}
# What a C program reads before it begins.
LOADERS = re.compile(r"/etc/ld\.so\.(cache|preload)|(/usr)?/lib.*\.so[.0-9]*|/proc/self/.*|/sys/devices/system/cpu.*")
# Starting a program, and what the system says by itself.
NO_READING = re.compile(r' (execve\(|getcwd\(|readlink\("/proc/self/exe")')
NETWORK = Path("/sys/class/net")
# What tells that a system's events may be sent, by variable.
YES = {
    "gtb": {"TELEMETRY_ENABLED": "true"},
    "kubeatlas": {"KUBEATLAS_TELEMETRY_ENABLED": "true"},
    "pk3s-cli": {"TELEMETRY_ENABLED": "true"},
    "pk3s-infra": {"TELEMETRY_ENABLED": "true"},
}


def of_machine(system: System) -> set[str]:
    """What an event of this system reads of the machine, beside the private facts."""
    if system.name != "gtb":
        return set()
    entries = [
        NETWORK / name / file
        for name in sorted(p.name for p in NETWORK.iterdir())
        for file in ("ifindex", "flags", "address")
    ]
    return {"/etc/machine-id", str(NETWORK), *map(str, entries)}


class Touched:
    """The helper, which reads nothing by itself; an interpreter reads hundreds of files."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "touched"
        self.root.mkdir()

    def run(self) -> None:
        """An event of each system, with a yes and with a no."""
        if shutil.which("strace") is None:
            self.tally.skip("which files are touched", "there is no strace")
            return
        for system in SYSTEMS:
            if not self.one(system):
                self.tally.skip("which files are touched", "strace may not trace here")
                return

    def one(self, system: System) -> bool:
        """Whether it could be traced."""
        person = Person(HOSTS[0], self.root / system.name, CONTRACTS / f"{system.name}.json")
        settings = person.place(system.file) if system.file else None
        state = person.home / f".local/state/aboveboard/{self.tool(system)}.json"
        if settings is not None and system.name == "your-platform":
            settings.write_text(
                json.dumps({"telemetry": {"enabled": True}, "installation_id": "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d"})
            )
        deciding = {str(person.contract)}
        if settings is not None:
            deciding |= {str(settings), str(state)}
        words = ("payload", system.event, f"--fields={json.dumps(system.fields)}", "--time=1790000000")
        what = f"{system.name}: "
        yes = self.trace(person, [*system.options, *words], YES.get(system.name, {}))
        if yes is None:
            return False
        self.tally.same(yes, deciding | PERSONS | of_machine(system), f"{what}with a yes")
        no = self.trace(person, [*system.options, *words], {"DO_NOT_TRACK": "1"})
        self.tally.same(no, deciding, f"{what}with a no nothing of the machine and the person is touched")
        return True

    def tool(self, system: System) -> str:
        """The name of the tool of a contract."""
        tool: str = json.loads((CONTRACTS / f"{system.name}.json").read_text())["tool"]
        return tool

    def trace(self, person: Person, words: list[str], variables: dict[str, str]) -> set[str] | None:
        """Every path that a command's system calls name, in the order of nothing."""
        trace = self.root / "trace"
        person.wrapper = ("strace", "-f", "-qq", "-s", "400", "-e", "trace=%file", "-o", str(trace))
        done = person.run(*words, variables=variables)
        if not trace.exists():
            return None
        self.tally.same(done.status, 0, f"{person.contract.stem}: it runs as untraced")
        calls = trace.read_text(errors="replace").splitlines()
        trace.unlink()
        paths = {path for call in calls if not NO_READING.search(call) for path in re.findall(r'"([^"]*)"', call)}
        return {path for path in paths if path != "" and not LOADERS.fullmatch(path)}
