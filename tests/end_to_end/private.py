"""What the machine knows of itself and of the person stays on it, whatever a tool puts into its events."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import secrets_scan
from hosts import HOSTS, Host
from person import Person
from tally import Tally

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "receiver"))
from receiver import Receiver

HOST_NAME = "zebulon7"
USER_NAME = "quorvex"
FULL_NAME = "Ada Quorvex-Lee"
TOKEN = "hush-hush-hush-hush"

CONTRACT: dict[str, Any] = {
    "contract": 1,
    "tool": "example",
    "schema_version": "1",
    "consent_version": 1,
    "consent": {
        "sources": [{"env": "EXAMPLE_TELEMETRY"}],
        "undecided": {"interactive": "deny", "unattended": "deny"},
    },
    "payload": {
        "event": {"from": "event"},
        "error": {"text": 512, "why": "what went wrong"},
        "target": {"token": 64, "why": "what it was about"},
        "version": {"version": 32, "why": "which one it was"},
        "seen": {"list": [{"token": 64}, 8], "why": "what was there"},
        "counts": {"map": [{"token": 64}, {"integer": [0, 9]}, 8], "why": "how much was there"},
    },
    "events": {"failed": {}},
    "records": {"report": {"payload": {"error": {"text": 512, "why": "what went wrong"}}}},
    "delivery": {
        "endpoint": {"url": "https://telemetry.example.com/v1", "env": "EXAMPLE_ENDPOINT"},
        "bearer": {"env": "EXAMPLE_TOKEN"},
    },
}
# In namespaces of their own, a host name and a list of accounts that nobody else sees.
DISGUISE = """echo "$1" >/proc/sys/kernel/hostname && mount --bind "$2" /etc/passwd && shift 2 && exec "$@" """


class Private:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "private"
        self.root.mkdir()
        self.contract = self.root / "contract.json"
        self.contract.write_text(json.dumps(CONTRACT))
        accounts = self.root / "passwd"
        accounts.write_text(f"{USER_NAME}:x:{os.getuid()}:0:{FULL_NAME},,,:/data/{USER_NAME}:/bin/sh\n")
        self.disguise: tuple[str, ...] = (
            "unshare",
            "--uts",
            "--mount",
            "sh",
            "-c",
            DISGUISE,
            "sh",
            HOST_NAME,
            str(accounts),
        )
        self.host_name, self.full_name = HOST_NAME, FULL_NAME

    def run(self) -> None:
        """Everything on every host."""
        if not self.can_disguise():
            self.tally.skip(
                "a host name and an /etc/passwd of its own", "unshare may not do that here; the machine's own are used"
            )
            self.disguise = ()
            self.host_name = os.uname().nodename
            self.full_name = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0]
        told = {host.language: self.one(host) for host in HOSTS}
        first = told[HOSTS[0].language]
        for language, text in told.items():
            self.tally.same(text, first, f"private: {language} says what the others say")

    def can_disguise(self) -> bool:
        """Whether this machine lets a process have such names."""
        line = [*self.disguise, "sh", "-c", "uname -n && cat /etc/passwd"]
        if shutil.which("unshare") is None:
            return False
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        return done.returncode == 0 and done.stdout.startswith(f"{HOST_NAME}\n{USER_NAME}:")

    def one(self, host: Host) -> Any:
        """Sends an event full of what is private, shows it, and writes it to a file."""
        what = f"private: {host.language}"
        home = self.root / f"{host.language}-of-{USER_NAME}"
        person = Person(host, home, self.contract, USER=USER_NAME, EXAMPLE_TOKEN=TOKEN)
        person.wrapper = self.disguise
        directory = str(home.parent)
        private = [self.host_name, USER_NAME, self.full_name, str(home), directory, TOKEN]
        sentence = (
            f"on {self.host_name} as {USER_NAME} ({self.full_name}) in {directory}/build "
            f"with {home}/key and the word {TOKEN}"
        )
        fields = {
            "error": sentence,
            "target": f"on-{self.host_name}",
            "version": f"1.0-{USER_NAME}",
            "seen": ["disk", USER_NAME, self.host_name],
            "counts": {"disk": 1, USER_NAME: 2, self.host_name: 3},
        }
        event = ("failed", f"--fields={json.dumps(fields)}", "--time=1790000000")
        allowed = {"EXAMPLE_TELEMETRY": "1"}
        since = time.time() - 1
        with Receiver(self.root / f"received-{host.language}.jsonl") as receiver:
            person.variables["EXAMPLE_ENDPOINT"] = receiver.url
            denied = person.run("send", *event, variables={"EXAMPLE_TELEMETRY": "0"})
            self.tally.same((denied.status, denied.words), (0, ""), f"{what}: without a yes nothing is said")
            shown = person.run("preview", *event)
            built = person.run("payload", *event, variables=allowed)
            waited = person.run("send", *event, "--wait", variables=allowed)
            self.tally.same((waited.status, waited.words), (0, ""), f"{what}: sending says nothing")
            person.run("send", *event, variables=allowed)
            bodies = [request.body.decode() for request in receiver.wait_for(2)]
        self.tally.same(len(bodies), 2, f"{what}: with a yes two events arrive")
        file = self.root / f"report-{host.language}.json"
        record = person.run("record", "report", f"--to={file}", f"--fields={json.dumps({'error': sentence})}")
        self.tally.same(record.words, "", f"{what}: writing a record says nothing")
        texts = [*bodies, shown.output, built.output, file.read_text()]
        for value in private:
            for text in texts:
                self.tally.check(found(value, text) is None, f"{what}: {value!r} stays here", text)
        for body in bodies:
            self.tally.same(body, built.output, f"{what}: what is sent is what `payload` shows")
        self.tally.same(shown.output, built.output, f"{what}: and what a preview shows before a yes")
        kept = [path for path in secrets_scan.files(TOKEN.encode(), home)]
        kept += secrets_scan.young_files(TOKEN.encode(), ("/tmp", "/var/tmp", "/dev/shm"), since)
        kept = [path for path in kept if not path.startswith(str(self.root))]
        self.tally.same(kept, [], f"{what}: it is in no file")
        return json.loads(built.output)


def found(value: str, text: str) -> re.Match[str] | None:
    """Where a value stands as a word of its own; nothing for one that is too short, or everybody's."""
    if len(value) < 4 or value in ("root", "localhost"):
        return None
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", text, re.IGNORECASE)
