"""A bearer token goes down a chain in the environment and to the receiver in a header, and is nowhere else.

Needs `strace`: what has been written and deleted again, and a command line that was there for a moment, leave no other
trace.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import subprocess
from pathlib import Path

import secrets_scan
from chain import CHAINS, Chain, Machine

CALLS = (
    "execve,execveat,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat,"
    "link,linkat,symlink,symlinkat,rename,renameat,renameat2,memfd_create,prctl,setxattr,fsetxattr"
)
"""What runs programs, writes, and gives names."""
PASSES = re.compile(r"\d+ +(?:writev?|send\w+)\(\d+<(?:pipe|socket):\[\d+\]>")
"""What keeps nothing: a write to a pipe, such as to curl and to the background, or to the receiver's connection."""


class Bearer(Chain):
    """Each chain of `chain`, under strace."""

    def run(self) -> None:
        """All chains, after what shows that a token would be found."""
        if shutil.which("strace") is None or not self.may_trace():
            self.tally.skip("bearer: where a token goes in a chain", "there is no strace, or it may not trace here")
            return
        self.finds_what_is_there()
        for name, links in CHAINS.items():
            token = f"token-{secrets.token_hex(16)}"
            with self.machine() as machine:
                variables = {"TELEMETRY_ENABLED": "true", "TELEMETRY_BEARER_TOKEN": token, "EXAMPLE_WAIT": ""}
                # The environment of nested tools is not kept here: that would be a file with the token.
                command = [word for link in links for word in link.command]
                calls = self.traced(machine, command, variables)
                requests = machine.received(2 * len(links))
                components = {json.loads(request.body)["component"] for request in requests}
                self.tally.same(
                    components, {link.component for link in links}, f"bearer: {name}: events of every tool arrive"
                )
                headers = {value for request in requests for value in request.header("Authorization") or [""]}
                self.tally.same(headers, {f"Bearer {token}"}, f"bearer: {name}: each with the token in its header")
                self.tally.check(
                    not any(token.encode() in request.body for request in requests), f"bearer: {name}: in no event"
                )
                self.nowhere(machine, name, token, calls)

    def nowhere(self, machine: Machine, name: str, token: str, calls: list[str]) -> None:
        """It went through pipes and sockets, and is on no command line, in no file and in no name."""
        self.tally.check(bool(passed(calls, token)), f"bearer: {name}: the trace has seen it go by", len(calls))
        self.tally.same(kept(calls, token), [], f"bearer: {name}: on no command line, in no file, in no name")
        self.tally.same(files(machine, token), [], f"bearer: {name}: in no file that is left")
        programs = {word for call in calls if "execve(" in call for word in re.findall(r'execve\("([^"]*)"', call)}
        self.tally.check(
            any(program.endswith("/curl") for program in programs),
            f"bearer: {name}: curl, which has a command line to be seen, was among the programs",
            programs,
        )

    def finds_what_is_there(self) -> None:
        """The search finds a token in a file, in one that is deleted again, in a name and on a command line."""
        token = f"token-{secrets.token_hex(16)}"
        planted = {
            "a file": 'printf %s "$TELEMETRY_BEARER_TOKEN" >"$HOME/file"',
            "a deleted file": 'printf %s "$TELEMETRY_BEARER_TOKEN" >"$TMPDIR/file"; rm "$TMPDIR/file"',
            "a name": ': >"$TELEMETRY_BEARER_TOKEN"',
            "a command line": 'env true "$TELEMETRY_BEARER_TOKEN"',
        }
        for what, script in planted.items():
            with self.machine() as machine:
                calls = self.traced(machine, ["sh", "-c", script], {"TELEMETRY_BEARER_TOKEN": token})
                self.tally.check(bool(kept(calls, token)), f"bearer: the search finds {what}", calls)
                left = [Path(path).name for path in files(machine, token)]
                self.tally.same(left, ["file"] if what == "a file" else [], f"bearer: what is left of {what}")
        with self.machine() as machine:
            script = 'printf %s "$TELEMETRY_BEARER_TOKEN" | cat | wc -c'
            calls = self.traced(machine, ["sh", "-c", script], {"TELEMETRY_BEARER_TOKEN": token})
            self.tally.same(
                (bool(passed(calls, token)), kept(calls, token)), (True, []), "bearer: a pipe keeps nothing"
            )

    def traced(self, machine: Machine, command: list[str], given: dict[str, str]) -> list[str]:
        """Runs a command to its end, its background too, and gives the calls that could keep or show something."""
        trace = machine.sandbox.root / "trace"
        strace = ["strace", "-f", "-qq", "-y", "-s", "100000", "-e", f"trace={CALLS}", "-e", "signal=none"]
        done = subprocess.run(
            [*strace, "-o", str(trace), *command],
            env=machine.variables(given),
            cwd=machine.sandbox.root / "work",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        self.tally.same((done.returncode, done.stderr), (0, b""), f"bearer: {Path(command[0]).name} runs under strace")
        token = given["TELEMETRY_BEARER_TOKEN"].encode()
        self.tally.check(token not in done.stdout, f"bearer: {Path(command[0]).name} does not print it", done.stdout)
        return trace.read_text(encoding="utf-8", errors="replace").splitlines()

    def may_trace(self) -> bool:
        """Whether this machine lets strace do its work."""
        return subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def passed(calls: list[str], token: str) -> list[str]:
    """The calls that handed the token on to where nothing is kept."""
    return [call for call in calls if token in call and PASSES.match(call)]


def kept(calls: list[str], token: str) -> list[str]:
    """The calls that put the token where it stays or is seen: all others."""
    return [call for call in calls if token in call and not PASSES.match(call)]


def files(machine: Machine, token: str) -> list[str]:
    """The files of a machine that hold the token, but for the trace itself."""
    places = [machine.sandbox.root / name for name in ("home", "work", "temporary", "programs", "seen")]
    return [path for place in places for path in secrets_scan.files(token.encode(), place)]
