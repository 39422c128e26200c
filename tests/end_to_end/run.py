#!/usr/bin/env python3
"""The example wrappers in each language, as real processes, against a real receiver on loopback.

Needs what `make build` builds and Linux's /proc. Prints what it checks and how many checks there were; exit status 1
where one failed, 2 where something is not built.
"""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import expected
import secrets_scan
from wrappers import CONTRACT, HELPER, WRAPPERS, Finished, Sandbox, Wrapper

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver, Recorded

PARENT = "0123456789abcdef"
SESSION = "fedcba9876543210"
SLACK = 2.0
"""How many seconds a busy machine may add before a run counts as delayed. Stalls are fifteen times as long."""
STALL = 30


class EndToEnd:
    """The checks, with what they share."""

    def __init__(self, stack: ExitStack, wrappers: list[Wrapper]) -> None:
        self.wrappers = wrappers
        self.sandbox = Sandbox()
        stack.callback(self.sandbox.remove)
        self.stack = stack
        self.checks = 0
        self.failures = 0
        self.receivers = 0
        self.plain: dict[str, Finished] = {}

    def check(self, good: bool, what: str, otherwise: str = "") -> None:
        """Counts and prints one check; `otherwise` says what there was instead."""
        self.checks += 1
        if good:
            print(f"  ok    {what}", flush=True)
        else:
            self.failures += 1
            print(f"  FAIL  {what}{': ' if otherwise else ''}{otherwise}", flush=True)

    def receiver(self, behaviour: str = "ok") -> Receiver:
        """A receiver that stays until the end, so that no late delivery meets another one on its port."""
        self.receivers += 1
        record = self.sandbox.root / f"received-{self.receivers}.jsonl"
        return self.stack.enter_context(Receiver(record, behaviour))

    def run(self, wrapper: Wrapper, arguments: list[str], url: str, **variables: str) -> Finished:
        """Runs one wrapper with consent, unless the variables say otherwise (an empty name leaves one out)."""
        given = {"TELEMETRY_ENABLED": "true", "TELEMETRY_ENDPOINT": url, **variables}
        given = {name: value for name, value in given.items() if value != UNSET}
        return self.sandbox.run((*wrapper.command, *arguments), given)

    def unchanged(self, wrapper: Wrapper, done: Finished, what: str) -> None:
        """The tool's own output and exit status are what they are without telemetry."""
        plain = self.plain[wrapper.language]
        same = (done.status, done.output) == (plain.status, plain.output)
        self.check(
            same,
            f"{wrapper.language}: {what}: output and exit status are the tool's own",
            f"status {done.status}, output {done.output!r}",
        )

    def measure_plain_runs(self) -> None:
        """What each wrapper does by itself: with telemetry off."""
        for wrapper in self.wrappers:
            runs = [self.run(wrapper, ["apply", "on-prem"], "", TELEMETRY_ENABLED="false") for _ in range(3)]
            self.plain[wrapper.language] = min(runs, key=lambda done: done.seconds)
            self.check(
                all(done.status == 0 and not done.said for done in runs),
                f"{wrapper.language}: without telemetry it succeeds and says nothing",
                repr(runs[0]),
            )
            self.check(
                self.run(wrapper, ["list"], "").output == "multipass\non-prem\ncloud\n",
                f"{wrapper.language}: `list` prints its list",
            )
            self.check(self.run(wrapper, ["nonsense"], "").status == 2, f"{wrapper.language}: misuse ends with 2")

    def equal_bytes(self) -> None:
        """The same facts are the same bytes, whatever the language."""
        cases = [
            (["apply", "on-prem"], "on-prem", {}),
            (["destroy"], "", {"TELEMETRY_SESSION_ID": SESSION, "TELEMETRY_PARENT_RUN_ID": PARENT}),
            (["profile", "10.0.0.7 of db.example"], "other", {}),
        ]
        for wait in ("1", UNSET):
            for arguments, scenario, inherited in cases:
                begun = self.sandbox.begin({"TELEMETRY_ENABLED": "true", **inherited})
                ids = identifiers(begun)
                wanted = expected.bodies(arguments[0], scenario, ids)
                arrived: dict[str, list[bytes]] = {}
                for wrapper in self.wrappers:
                    receiver = self.receiver()
                    self.run(
                        wrapper,
                        arguments,
                        receiver.url,
                        EXAMPLE_RUN=begun,
                        EXAMPLE_TIME=str(expected.TIME),
                        EXAMPLE_WAIT=wait,
                    )
                    requests = receiver.wait_for(2)
                    bodies = [request.body for request in requests]
                    # In the background the second may overtake the first.
                    arrived[wrapper.language] = bodies if wait == "1" else sorted(bodies, reverse=True)
                    how = "waiting" if wait == "1" else "in the background"
                    what = f"{wrapper.language}: {' '.join(arguments)!r}, {how}"
                    self.check(
                        arrived[wrapper.language] == (wanted if wait == "1" else sorted(wanted, reverse=True)),
                        f"{what}: the bodies are those written by hand",
                        repr(bodies),
                    )
                    self.check_requests(what, requests, None)
                self.check(
                    len({tuple(bodies) for bodies in arrived.values()}) == 1,
                    f"the bodies of {', '.join(arrived)} are equal byte for byte",
                )

    def check_requests(self, what: str, requests: list[Recorded], token: str | None) -> None:
        """Method, path and every header of these requests."""
        wanted = dict(expected.HEADERS)
        if token is not None:
            wanted["Authorization"] = f"Bearer {token}"
        declared = {name.lower() for name in wanted}
        good = bool(requests)
        others: set[str] = set()
        for request in requests:
            good = good and (request.method, request.path) == ("POST", "/telemetry")
            good = good and all(request.header(name) == [value] for name, value in wanted.items())
            others |= {name.lower() for name, _ in request.headers} - declared - expected.TRANSPORT_HEADERS
        self.check(good and not others, f"{what}: method, path and headers, and no other header", repr(sorted(others)))

    def digests(self) -> None:
        """EXAMPLE_SHOW prints the digest of what is sent, and only of that."""
        begun = self.sandbox.begin({"TELEMETRY_ENABLED": "true"})
        variables = {"EXAMPLE_RUN": begun, "EXAMPLE_TIME": str(expected.TIME), "EXAMPLE_SHOW": "1"}
        receiver = self.receiver()
        shown = {self.run(wrapper, ["apply"], receiver.url, **variables).output for wrapper in self.wrappers}
        self.check(
            len(shown) == 1 and len(next(iter(shown)).splitlines()) == 2, "the same two digests each time", repr(shown)
        )
        for wrapper in self.wrappers:
            done = self.run(wrapper, ["apply"], receiver.url, EXAMPLE_SHOW="1", TELEMETRY_ENABLED="false")
            self.check(
                done.output == "" and done.status == 0,
                f"{wrapper.language}: where telemetry is off there is no digest to show",
                repr(done.output),
            )

    def correlation(self) -> None:
        """A run of its own: session and parent are adopted, the run id is new; the nested tool is told."""
        told = self.sandbox.root / "home/told"
        self.sandbox.nested_tool(
            'printf "%s\\n" "$TELEMETRY_ENABLED" "$TELEMETRY_SESSION_ID" "$TELEMETRY_PARENT_RUN_ID" >"$HOME/told"'
        )
        inherited = {"TELEMETRY_SESSION_ID": SESSION, "TELEMETRY_PARENT_RUN_ID": PARENT, "TELEMETRY_RUN_ID": PARENT}
        seen: set[str] = set()
        for wrapper in self.wrappers:
            receiver = self.receiver()
            self.run(wrapper, ["apply"], receiver.url, EXAMPLE_WAIT="1", **inherited)
            bodies = [json.loads(request.body) for request in receiver.wait_for(2)]
            runs = {body["run_id"] for body in bodies}
            kept = all((body["session_id"], body["parent_run_id"]) == (SESSION, PARENT) for body in bodies)
            self.check(len(bodies) == 2 and kept, f"{wrapper.language}: session and parent are adopted")
            run = runs.pop() if len(runs) == 1 else ""
            self.check(
                len(run) == 16 and run not in seen | {PARENT, SESSION},
                f"{wrapper.language}: the run id is new, and that of both events",
                repr(run),
            )
            seen.add(run)
            lines = told.read_text(encoding="utf-8").splitlines()
            self.check(lines == ["true", SESSION, run], f"{wrapper.language}: the nested tool is told", repr(lines))
            self.run(wrapper, ["apply"], receiver.url, **{**inherited, "TELEMETRY_ENABLED": "no"})
            lines = told.read_text(encoding="utf-8").splitlines()
            self.check(lines == ["false", "", ""], f"{wrapper.language}: a denial is passed on", repr(lines))
        self.sandbox.no_nested_tool()

    def no_consent(self) -> None:
        """Nothing leaves without a yes."""
        receiver = self.receiver()
        cases: dict[str, dict[str, str]] = {
            "TELEMETRY_ENABLED=false": {"TELEMETRY_ENABLED": "false"},
            "TELEMETRY_ENABLED unset": {"TELEMETRY_ENABLED": UNSET},
            "TELEMETRY_ENABLED empty": {"TELEMETRY_ENABLED": ""},
            "DO_NOT_TRACK=1, nothing else": {"TELEMETRY_ENABLED": UNSET, "DO_NOT_TRACK": "1"},
            "TELEMETRY_ENABLED=junk": {"TELEMETRY_ENABLED": "certainly"},
            "a run begun without consent": {"EXAMPLE_RUN": self.sandbox.begin({})},
            "consent taken back in a run": {
                "EXAMPLE_RUN": self.sandbox.begin({"TELEMETRY_ENABLED": "true"}),
                "TELEMETRY_ENABLED": "false",
            },
        }
        for what, variables in cases.items():
            for wrapper in self.wrappers:
                for wait in ("1", UNSET):
                    done = self.run(wrapper, ["apply", "on-prem"], receiver.url, EXAMPLE_WAIT=wait, **variables)
                self.unchanged(wrapper, done, what)
        time.sleep(1.0)
        requests = receiver.received()
        self.check(not requests, f"the receiver got nothing in all of these {len(cases)} cases", repr(len(requests)))
        for wrapper in self.wrappers:
            self.run(wrapper, ["list"], receiver.url, EXAMPLE_WAIT="1")
        self.check(not receiver.received(), "`list` is no command that emits")
        for wrapper in self.wrappers:
            self.run(wrapper, ["apply"], receiver.url, EXAMPLE_WAIT="1")
        count = len(receiver.wait_for(2 * len(self.wrappers)))
        self.check(
            count == 2 * len(self.wrappers), "the same receiver gets two events from each with a yes", str(count)
        )

    def bad_endpoints(self) -> None:
        """Whatever the endpoint does, the tool goes on as if nothing were."""
        # Bound, and never listening: nobody else can get the port, and every connection is refused.
        dead = self.stack.enter_context(socket.socket())
        dead.bind(("127.0.0.1", 0))
        target = self.receiver()
        stalling = self.receiver(f"stall={STALL}")
        redirecting = {status: self.receiver(f"redirect={status},{target.url}") for status in (302, 307)}
        cases = {
            "a dead endpoint": f"http://127.0.0.1:{dead.getsockname()[1]}/telemetry",
            "an endpoint that stalls": stalling.url,
            "an endpoint that resets": self.receiver("reset").url,
            "an endpoint that answers 503": self.receiver("status=503").url,
            "an endpoint that is none": "not an address",
            "no endpoint": "",
        }
        for status, receiver in redirecting.items():
            cases[f"an endpoint that redirects with {status}"] = receiver.url
        for what, url in cases.items():
            for wrapper in self.wrappers:
                done = self.run(wrapper, ["apply", "on-prem"], url)
                self.unchanged(wrapper, done, what)
                most = self.plain[wrapper.language].seconds + wrapper.exit_budget + SLACK
                self.check(
                    done.seconds <= most,
                    f"{wrapper.language}: {what}: not delayed ({done.seconds:.2f} s)",
                    f"more than {most:.2f} s",
                )
        count = len(stalling.wait_for(2 * len(self.wrappers)))
        self.check(count >= 2 * len(self.wrappers), "the one that stalls was really reached", str(count))
        for status, receiver in redirecting.items():
            count = len(receiver.wait_for(2 * len(self.wrappers)))
            self.check(
                count == 2 * len(self.wrappers), f"{status}: each event came once and was not tried again", str(count)
            )
        time.sleep(1.0)
        self.check(not target.received(), "nothing arrived where the redirects lead to")

    def attempts(self) -> None:
        """What may pass is tried again, as often as the setting says."""
        for wrapper in self.wrappers:
            flaky = self.receiver("fail-first=1")
            done = self.run(wrapper, ["apply", "on-prem"], flaky.url, EXAMPLE_WAIT="1")
            self.unchanged(wrapper, done, "500, then 204")
            bodies = [request.body for request in flaky.received()]
            good = len(bodies) == 3 and bodies[0] == bodies[1] != bodies[2]
            self.check(
                good,
                f"{wrapper.language}: 500, then 204: the first event came twice, with the same bytes",
                f"{len(bodies)} requests",
            )
            broken = self.receiver("status=500")
            done = self.run(wrapper, ["apply", "on-prem"], broken.url, EXAMPLE_WAIT="1", TELEMETRY_MAX_RETRIES="2")
            self.unchanged(wrapper, done, "500 for ever")
            count = len(broken.received())
            self.check(count == 4, f"{wrapper.language}: two attempts for each event, and no more", str(count))
            half = self.receiver("half=10")
            self.run(wrapper, ["apply", "on-prem"], half.url, EXAMPLE_WAIT="1", TELEMETRY_REQUEST_TIMEOUT_SECONDS="1")
            count = len(half.received())
            self.check(count == 2, f"{wrapper.language}: half an answer is one, and nothing is sent twice", str(count))
            refusing = self.receiver("status=404")
            self.run(wrapper, ["apply", "on-prem"], refusing.url, EXAMPLE_WAIT="1")
            count = len(refusing.received())
            self.check(count == 2, f"{wrapper.language}: 404 is final", str(count))

    def failing_work(self) -> None:
        """The tool's own failure stays the tool's own, and is what the event says."""
        self.sandbox.nested_tool("exit 7")
        for wrapper in self.wrappers:
            receiver = self.receiver()
            done = self.run(wrapper, ["apply"], receiver.url, EXAMPLE_WAIT="1")
            results = [json.loads(request.body)["command"]["result"] for request in receiver.wait_for(2)]
            self.check(done.status == 7, f"{wrapper.language}: the exit status is that of the work", str(done.status))
            self.check(results == ["started", "failed"], f"{wrapper.language}: the events say so", repr(results))
            done = self.run(wrapper, ["apply"], receiver.url, TELEMETRY_ENABLED="false")
            self.check(done.status == 7, f"{wrapper.language}: and without telemetry too", str(done.status))
        self.sandbox.no_nested_tool()

    def token(self) -> None:
        """The token goes into the header, and nowhere else."""
        token = f"test-{secrets.token_hex(16)}"
        secret, marker, since = token.encode(), str(self.sandbox.root).encode(), time.time() - 1
        self.check_scan(secret)
        for wrapper in self.wrappers:
            receiver = self.receiver(f"stall={STALL}")
            done = self.run(wrapper, ["apply"], receiver.url, TELEMETRY_BEARER_TOKEN=token, EXAMPLE_SHOW="1")
            # A process of its own is still held up now; a thread has ended with its tool, which is looked at below.
            requests = receiver.wait_for(2)
            self.check_requests(f"{wrapper.language}: with a token", requests, token)
            self.look_for(secret, marker, since, f"{wrapper.language}: while background deliveries are held up")
            self.check(token not in done.output + done.said, f"{wrapper.language}: the token is in no output")

            held = self.receiver(f"stall={STALL}")
            environment = self.sandbox.environment(
                {
                    "TELEMETRY_ENABLED": "true",
                    "TELEMETRY_ENDPOINT": held.url,
                    "TELEMETRY_BEARER_TOKEN": token,
                    "EXAMPLE_WAIT": "1",
                }
            )
            with subprocess.Popen(
                [*wrapper.command, "apply"],
                env=environment,
                cwd=self.sandbox.root / "work",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ) as process:
                held.wait_for(1)
                self.check(process.poll() is None, f"{wrapper.language}: it waits for a delivery that is held up")
                self.look_for(secret, marker, since, f"{wrapper.language}: meanwhile")
                process.kill()
            held.stop()
            receiver.stop()

    def look_for(self, secret: bytes, marker: bytes, since: float, what: str) -> None:
        """Everywhere where the token must not be."""
        found = secrets_scan.command_lines(secret)
        self.check(not found, f"{what}: the token is on no command line", f"process {found}")
        found = secrets_scan.open_files(secret, marker)
        self.check(not found, f"{what}: in no open file", repr(found))
        places = [self.sandbox.root / name for name in ("home", "work", "temporary")]
        found = [path for place in places for path in secrets_scan.files(secret, place)]
        found += secrets_scan.young_files(secret, ("/tmp", "/var/tmp", "/dev/shm"), since)
        self.check(not found, f"{what}: in no file", repr(found))

    def check_scan(self, secret: bytes) -> None:
        """The search finds what there is to be found."""
        path = self.sandbox.root / "temporary/planted"
        path.write_bytes(b"x" * 1000 + secret)
        with path.open("rb") as planted:
            path_found = secrets_scan.files(secret, path.parent) == [str(path)]
            environment = self.sandbox.environment({})
            sleeper = [sys.executable, "-c", "import time; time.sleep(60)", secret.decode()]
            with subprocess.Popen(sleeper, env=environment, stdin=planted) as process:
                # The system shows a new program's command line a moment after it has started.
                for _ in range(100):
                    lines = secrets_scan.command_lines(secret)
                    if lines:
                        break
                    time.sleep(0.05)
                path.unlink()
                held = secrets_scan.open_files(secret, str(self.sandbox.root).encode())
                process.kill()
        self.check(
            path_found and lines == [str(process.pid)] and held == [f"{process.pid}:0"],
            "the search finds a planted token in a file, on a command line and in a deleted file",
            repr((path_found, lines, held)),
        )


UNSET = "\0"
"""Stands for a variable that is not there."""


def identifiers(run: str) -> dict[str, str]:
    """The ids of a run; an absent parent is empty, as the specification has it."""
    values: dict[str, Any] = json.loads(run)
    return {"run": values["run"], "session": values["session"], "parent": values["parent"] or ""}


def main(languages: list[str]) -> int:
    """Runs every check, on all wrappers or (to find a fault) on those of the languages given."""
    wrappers = [wrapper for wrapper in WRAPPERS if not languages or wrapper.language in languages]
    if len(wrappers) != len(languages or WRAPPERS):
        print(f"usage: run.py [{'] ['.join(wrapper.language for wrapper in WRAPPERS)}]", file=sys.stderr)
        return 2
    absent = [path for wrapper in wrappers for path in wrapper.missing()]
    absent += [str(path) for path in (HELPER, CONTRACT, Path("/proc/self/cmdline")) if not path.exists()]
    if absent:
        print(f"end to end: not there (run `make build` first): {', '.join(absent)}", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        tests = EndToEnd(stack, wrappers)
        for subject, test in {
            "the tools by themselves": tests.measure_plain_runs,
            "the same facts, the same bytes": tests.equal_bytes,
            "digests": tests.digests,
            "sessions, runs and parents": tests.correlation,
            "no consent, no telemetry": tests.no_consent,
            "bad endpoints": tests.bad_endpoints,
            "attempts": tests.attempts,
            "work that fails": tests.failing_work,
            "the token": tests.token,
        }.items():
            print(subject, flush=True)
            test()
    print(f"{tests.checks} checks of {', '.join(wrapper.language for wrapper in wrappers)}: {tests.failures} failed")
    return 1 if tests.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
