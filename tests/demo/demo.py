#!/usr/bin/env python3
"""Shows the whole path: one decision, the same event from each language, and where it went. Run by `make demo`.

Everything stays on loopback. Exit status 1 where they do not agree, 2 where something is not built.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "receiver"), str(TESTS / "end_to_end")]
from receiver import Receiver, Recorded
from wrappers import CONTRACT, HELPER, WRAPPERS, Finished, Sandbox

WIDTH = 100
TIME = "1790000000"
SCENARIO = "on-prem"
COMMAND = ("apply", SCENARIO)
COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def styled(code: str, text: str) -> str:
    """The text in a colour, on a terminal whose owner likes colours."""
    return f"\x1b[{code}m{text}\x1b[0m" if COLOURED else text


def title(text: str) -> None:
    """Begins a part of the demonstration."""
    print(f"\n{styled('1', text)}\n{styled('2', '-' * min(len(text), WIDTH))}")


def indented(text: str) -> None:
    """Prints lines below a title."""
    for line in text.splitlines():
        print(f"  {line}"[:WIDTH])


def verdict(good: bool, text: str) -> bool:
    """Says whether something holds."""
    print(f"  {styled('32', 'yes') if good else styled('31', 'NO ')}  {text}")
    return good


def decision(sandbox: Sandbox, variables: dict[str, str]) -> None:
    """The decision and its reason, in the helper's words."""
    given = " ".join(f"{name}={value}" for name, value in variables.items())
    print(f"  {styled('2', f'$ {given} aboveboard --contract {CONTRACT.name} status')}")
    indented(sandbox.run((str(HELPER), "--contract", str(CONTRACT), "status"), variables).output)


def where(request: Recorded, receiver: Receiver) -> None:
    """The request as it arrived, without its body."""
    print(f"  {request.method} {receiver.url}")
    for name in ("Content-Type", "User-Agent", "X-Productive-K3S-Telemetry", "Authorization"):
        print(f"    {name}: {', '.join(request.header(name)) or styled('2', '(none: no token is set)')}")


def with_consent(sandbox: Sandbox, stack: ExitStack) -> bool:
    """Runs of the same facts in each language, with a yes."""
    on = {"TELEMETRY_ENABLED": "true"}
    title("1. The decision, and why")
    decision(sandbox, on)

    begun = sandbox.begin(on)
    arrived: dict[str, list[Recorded]] = {}
    finished: dict[str, Finished] = {}
    receivers: dict[str, Receiver] = {}
    for wrapper in WRAPPERS:
        receiver = stack.enter_context(Receiver(sandbox.root / f"{wrapper.language}.jsonl"))
        finished[wrapper.language] = sandbox.run(
            (*wrapper.command, *COMMAND),
            {
                **on,
                "TELEMETRY_ENDPOINT": receiver.url,
                "EXAMPLE_RUN": begun,
                "EXAMPLE_TIME": TIME,
                "EXAMPLE_WAIT": "1",
                "EXAMPLE_SHOW": "1",
            },
        )
        receivers[wrapper.language] = receiver
        arrived[wrapper.language] = receiver.wait_for(2)

    first = WRAPPERS[0].language
    if not arrived[first]:
        return verdict(False, f"{first} sent something")
    title("2. The payload: exactly what the contract declares, and nothing else")
    indented(json.dumps(json.loads(arrived[first][0].body), indent=2))
    title("3. Where it went")
    where(arrived[first][0], receivers[first])

    title("4. The same two events from each language: SHA-256 of the bytes that arrived")
    events: dict[str, set[str]] = {}
    good = True
    for wrapper in WRAPPERS:
        shown = finished[wrapper.language].output.splitlines()
        for number, request in enumerate(arrived[wrapper.language]):
            name = json.loads(request.body)["event_name"]
            digest = hashlib.sha256(request.body).hexdigest()
            events.setdefault(name, set()).add(digest)
            print(
                f"  {wrapper.language if number == 0 else '':7} {name.removeprefix('infra.command.'):10}"
                f" {styled('36', digest)}"
            )
            good = good and f"{name} {digest}" in shown
        good = good and len(arrived[wrapper.language]) == 2 and finished[wrapper.language].status == 0
    equal = verdict(
        len(events) == 2 and all(len(digests) == 1 for digests in events.values()),
        f"the {len(WRAPPERS)} digests are equal, for both events",
    )
    return verdict(good, "each is the digest that the tool itself showed") and equal


def without_consent(sandbox: Sandbox, stack: ExitStack) -> bool:
    """Runs without a yes."""
    title("5. And without a yes")
    decision(sandbox, {"TELEMETRY_ENABLED": "no"})
    receiver = stack.enter_context(Receiver(sandbox.root / "nothing.jsonl"))
    good = True
    for wrapper in WRAPPERS:
        done = sandbox.run(
            (*wrapper.command, *COMMAND),
            {"TELEMETRY_ENABLED": "no", "TELEMETRY_ENDPOINT": receiver.url, "EXAMPLE_WAIT": "1"},
        )
        good = (
            verdict(done.status == 0, f"{wrapper.language}: the tool did its work (exit status {done.status})") and good
        )
    count = len(receiver.received())
    return verdict(count == 0, f"the receiver got {count} requests: nothing was sent") and good


def main() -> int:
    """The demonstration."""
    absent = [path for wrapper in WRAPPERS for path in wrapper.missing()] + [str(HELPER)] * (not HELPER.exists())
    if absent:
        print(f"demo: not there (run `make build` first): {', '.join(absent)}", file=sys.stderr)
        return 2
    print(styled("1", f"Aboveboard: `infra {' '.join(COMMAND)}` in {', '.join(each.language for each in WRAPPERS)}"))
    with ExitStack() as stack:
        sandbox = Sandbox()
        stack.callback(sandbox.remove)
        good = with_consent(sandbox, stack)
        good = without_consent(sandbox, stack) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
