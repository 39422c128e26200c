"""A stored token: readable by its owner alone from the first moment, and to be seen nowhere."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import secrets_scan
from hosts import CONTRACTS, HOSTS, Host
from person import Person
from tally import Tally

FILE = "{config}/productive-k3s-cli/config.json"
TOKEN = "t0ken-that-nobody-may-see"
BEFORE = '{ "theme": "dark",\n\t"observability": {"bearer_token": %s}, "telemetry": {"enabled": false} }'
ROUNDS = {"shell": 20, "rust": 20}
ROUNDS_OF_OTHERS = 3


class Tokens:
    """All hosts."""

    def __init__(self, tally: Tally, root: Path) -> None:
        self.tally, self.root = tally, root / "tokens"
        self.root.mkdir()

    def run(self) -> None:
        """Everything on every host."""
        with ThreadPoolExecutor(3) as pool:
            texts = pool.map(self.one, HOSTS)
            said = [text.replace(f"token-{host.language}", "token") for text, host in zip(texts, HOSTS)]
        self.tally.check(len(set(said)) == 1, "tokens: all hosts say the same", said)
        for host in HOSTS:
            self.traced(host)

    def person(self, host: Host, name: str) -> Person:
        """Somebody new."""
        return Person(host, self.root / f"{name}-{host.language}", CONTRACTS / "pk3s-cli.json")

    def one(self, host: Host) -> str:
        """Sets, shows and clears a token, while somebody watches."""
        person = self.person(host, "token")
        what = f"{host.language}: token"
        path = person.place(FILE)
        said = self.says(person, "not set", "status")
        self.tally.same(person.run("token", "clear").status, 0, f"{what}: nothing is cleared")
        self.tally.check(not path.exists(), f"{what}: nothing is made for nothing")
        with watching(path.parent) as seen:
            for _ in range(ROUNDS.get(host.language, ROUNDS_OF_OTHERS)):
                # A file that everybody could read, and commands that would let everybody.
                path.write_text(BEFORE % '"old"')
                path.chmod(0o644)
                line = ["sh", "-c", 'umask 0; exec "$0" "$@"', *person.command("token", "set")]
                done = person.run_line(line, data=f"{TOKEN}\n".encode())
                self.tally.same((done.status, done.said), (0, ""), f"{what}: set")
                self.tally.check(TOKEN not in done.words, f"{what}: set does not print it", done.words)
                self.tally.same(path.read_text(), BEFORE % f'"{TOKEN}"', f"{what}: every other byte stays")
                self.tally.same(stat.S_IMODE(path.stat().st_mode), 0o600, f"{what}: the mode")
        self.tally.same(seen, set(), f"{what}: nobody else could have read it at any moment")
        said += done.words + self.says(person, "set, in", "status")
        done = person.run("token", "status", variables={"TELEMETRY_BEARER_TOKEN": TOKEN})
        self.tally.check("variable" in done.output and TOKEN not in done.words, f"{what}: by a variable", done.words)
        for data in (b"", b"\n", b"two\nlines\n", b"caf\xc3\xa9\n", b"x" * 2000, b"\xff\n"):
            done = person.run("token", "set", data=data)
            self.tally.same(done.status, 1, f"{what}: {data[:9]!r} is none")
            self.tally.check("usable token" in done.said, f"{what}: {data[:9]!r} is none", done.words)
            self.tally.same(path.read_text(), BEFORE % f'"{TOKEN}"', f"{what}: {data[:9]!r} changes nothing")
        if host is HOSTS[0]:
            self.tally.show(f"{what}: set with what is none", done.words)
        said += self.says(person, "no token is stored any more", "clear") + self.says(person, "not set", "status")
        self.tally.same(path.read_text(), BEFORE % '""', f"{what}: clear empties it")
        self.tally.same(list(path.parent.iterdir()), [path], f"{what}: nothing else is left")
        self.seen_by_nobody(person, what)
        return said

    def says(self, person: Person, words: str, command: str) -> str:
        """Runs `token COMMAND` and looks for words, and for the token, which is not to be there."""
        done = person.run("token", command)
        what = f"{person.host.language}: token {command}"
        if person.host is HOSTS[0]:
            self.tally.show(what, done.words)
        self.tally.same(done.status, 0, what)
        self.tally.check(words in done.output and TOKEN not in done.words, f"{what}: {words}", done.words)
        return done.words

    def seen_by_nobody(self, person: Person, what: str) -> None:
        """While a command waits for it, and after it has it, no command line holds the token."""
        process = subprocess.Popen(
            person.command("token", "set"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=person.environment
        )
        assert process.stdin is not None
        process.stdin.write(TOKEN.encode())
        process.stdin.flush()
        lines = secrets_scan.command_lines(TOKEN.encode())
        process.stdin.close()
        while process.poll() is None:
            lines += secrets_scan.command_lines(TOKEN.encode())
        self.tally.same(lines, [], f"{what}: it is on no command line")

    def traced(self, host: Host) -> None:
        """Every file that is made beside the settings is made with 0600: nobody is too slow to see that."""
        if shutil.which("strace") is None:
            self.tally.skip("the calls that make files", "there is no strace")
            return
        person = self.person(host, "traced")
        trace = self.root / f"trace-{host.language}"
        path = person.place(FILE)
        path.write_text(BEFORE % '"old"')
        person.wrapper = ("strace", "-f", "-qq", "-e", "trace=open,openat,creat,chmod,fchmod", "-o", str(trace))
        if person.run("token", "set", data=TOKEN.encode()).status != 0:
            self.tally.skip("the calls that make files", "strace may not trace here")
            return
        calls = trace.read_text(errors="replace").splitlines()
        made = [call for call in calls if "O_CREAT" in call and str(path.parent) in call]
        self.tally.check(bool(made), f"{host.language}: files are made beside the settings", calls)
        open_to_others = [call for call in made if not re.search(r"O_CREAT.*, 0?600\) ", call)]
        changed = [call for call in calls if "chmod" in call and not re.search(r", 0?600\) ", call)]
        self.tally.same(open_to_others + changed, [], f"{host.language}: with 0600, from the first moment")


@contextmanager
def watching(directory: Path) -> Iterator[set[str]]:
    """Looks at the files in a directory all the time, and names those with the token that others could read."""
    seen: set[str] = set()
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            for entry in os.scandir(directory):
                try:
                    with open(entry.path, "rb") as file:
                        if os.fstat(file.fileno()).st_mode & 0o077 and TOKEN.encode() in file.read():
                            seen.add(entry.name)
                except OSError:
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    ended.set()
    watcher.join()
