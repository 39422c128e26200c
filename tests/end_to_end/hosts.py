"""The command lines in each language, and how they are started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wrappers import HAS_GO

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "core/contracts"


@dataclass(frozen=True)
class Host:
    """A language, and what stands before the arguments."""

    language: str
    command: tuple[str, ...]
    survives_interrupt: bool
    """Whether Ctrl-C at the question is an answer; otherwise it ends the program, as anywhere else."""

    def missing(self) -> list[str]:
        """What has not been built yet."""
        return [part for part in self.command if part.startswith(str(ROOT)) and not Path(part).exists()]


HOSTS = (
    Host("shell", (str(ROOT / "build/bin/aboveboard"),), True),
    Host("python", (str(ROOT / "build/venv/bin/python"), "-m", "aboveboard"), True),
    Host("node", ("node", str(ROOT / "bindings/node/cli.cjs")), False),
    Host("rust", (str(ROOT / "build/examples/commands"),), False),
    *([Host("go", (str(ROOT / "build/examples/commands-go"),), False)] if HAS_GO else []),
)
# Uid 0 without capabilities owns its files, and may not do more than their modes say.
WITHOUT_PRIVILEGES = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
