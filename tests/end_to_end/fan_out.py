"""A tool that runs three others side by side, each with one nested: one question, and one tree of seven runs."""

from __future__ import annotations

from chain import PROGRAMS, SHELL_CORE, SHELL_INFRA, STALE, Chain, node
from hosts import CONTRACTS
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
                says = [variables.get("TELEMETRY_ENABLED") for variables in told]
                if answer == "no":
                    self.tally.same(machine.receiver.received(), [], "fan-out: no: nothing arrives")
                    self.tally.same(says, ["false"] * len(places), "fan-out: no: all six are told no")
                    left = [variables.get(name) for variables in told for name in STALE]
                    self.tally.same(left, [""] * len(places) * len(STALE), "fan-out: no: nothing is left of what was")
                    continue
                requests = machine.received(2 * RUNS)
                wanted = node("infra", *[node("infra", node("core"))] * SCENARIOS)
                self.tally.same(
                    trees(requests), ((wanted,),), "fan-out: one session, three siblings, a core below each"
                )
                found = runs(requests)
                self.tally.same(len({run.run for run in found}), RUNS, "fan-out: seven runs, seven ids")
                self.tally.same(says, ["true"] * len(places), "fan-out: all six are told yes")
                parents = {variables.get("TELEMETRY_PARENT_RUN_ID") for variables in told[:SCENARIOS]}
                root_runs = {run.run for run in found if not run.parent}
                self.tally.same(parents, root_runs, "fan-out: the three are told the same parent, the root")
