"""One tool that runs three others side by side, each with one nested in it: one question, and one tree of seven runs."""

from __future__ import annotations

from pathlib import Path

from chain import PROGRAMS, SHELL_CORE, SHELL_INFRA, STALE, Chain, node
from hosts import CONTRACTS
from tally import Tally
from tree import runs, trees

SCENARIOS = 3
RUNS = 1 + 2 * SCENARIOS


class FanOut(Chain):
    """With a yes, and with a no."""

    def run(self) -> None:
        """Both, from the same command line."""
        for keys, answer in ((b"y\n", "yes"), (b"n\n", "no")):
            with self.machine() as machine:
                keep = ["sh", str(PROGRAMS / "seen.sh")]
                nested = [*keep, str(machine.seen / "infra"), *SHELL_INFRA]
                nested += [*keep, str(machine.seen / "core"), *SHELL_CORE]
                root = ["bash", str(PROGRAMS / "fan_out.sh"), str(CONTRACTS / "pk3s-infra.json"), str(SCENARIOS)]
                # What an earlier chain has left behind is no part of this one.
                stale = {} if answer == "yes" else STALE
                done = machine.converse(keys, [*root, *nested], stale)
                self.tally.show(f"fan-out: {answer}", done.transcript)
                self.tally.same((done.status, done.questions), (0, 1), f"fan-out: {answer}: one question for all seven")
                places = [f"{name}{number}" for name in ("infra", "core") for number in range(1, SCENARIOS + 1)]
                told = [machine.told(place) for place in places]
                if answer == "no":
                    self.tally.same(machine.receiver.received(), [], "fan-out: no: nothing arrives")
                    what = [(variables["TELEMETRY_ENABLED"], *(variables[name] for name in STALE)) for variables in told]
                    self.tally.same(what, [("false", "", "", "")] * len(places), "fan-out: no: all six are told no")
                    continue
                requests = machine.received(2 * RUNS)
                scenario = node("infra", node("core"))
                wanted = node("infra", *[scenario] * SCENARIOS)
                self.tally.same(trees(requests), ((wanted,),), "fan-out: one session, three siblings, a core below each")
                self.tally.same(len({run.run for run in runs(requests)}), RUNS, "fan-out: seven runs, seven ids")
                root_run = next(run for run in runs(requests) if not run.parent)
                parents = [variables["TELEMETRY_PARENT_RUN_ID"] for variables in told[:SCENARIOS]]
                self.tally.same(parents, [root_run.run] * SCENARIOS, "fan-out: the root is told to be the parent")
                self.tally.same(
                    [variables["TELEMETRY_ENABLED"] for variables in told],
                    ["true"] * len(places),
                    "fan-out: all six are told yes",
                )
