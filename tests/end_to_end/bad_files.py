"""Settings, state and policy files that are not what they should be: denied, explained, and nothing lost."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import contracts
from hosts import HOSTS, WITHOUT_PRIVILEGES, Host
from person import Finished, Person, Tree
from tally import Tally
from troubles import PLANTED, TROUBLES, YES, Trouble

NO_SETTING = '{\n  "telemetry": {\n    "enabled": false\n  }\n}\n'


@dataclass(frozen=True)
class Case:
    """One trouble with one file, under the contract of one kind."""

    kind: str
    """Which file: `setting`, `state` (beside a setting that says yes), `stored` (the state file alone) or `policy`."""
    trouble: Trouble

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"{self.kind}: {self.trouble.name}"

    @property
    def file(self) -> str:
        """The file as the contract names it."""
        return {"setting": contracts.SETTING, "policy": contracts.POLICY}.get(self.kind, contracts.STATE)

    @property
    def reason(self) -> str:
        """Why it is off."""
        return {"setting": "setting_unreadable", "policy": "policy_unreadable"}.get(self.kind, "state_unreadable")

    @property
    def decides(self) -> str:
        """The file of the source that takes the decision."""
        return contracts.SETTING if self.kind == "state" else self.file

    def set_up(self, person: Person) -> None:
        """Puts the file there; what it stands beside says yes."""
        if self.kind in ("state", "policy"):
            person.place(contracts.SETTING).write_text(YES["setting"])
        if self.kind == "setting":
            person.place(contracts.STATE)
        self.trouble.make(person.place(self.file), YES["state" if self.kind == "stored" else self.kind])


class BadFiles:
    """All cases on all hosts."""

    def __init__(self, tally: Tally, root: Path, url: str) -> None:
        self.tally, self.root, self.url = tally, root / "bad-files", url
        self.root.mkdir()
        self.contracts = {kind: contracts.write(self.root, kind) for kind in ("setting", "stored")}
        self.capable = os.getuid() != 0 or shutil.which("setpriv") is not None

    def run(self) -> None:
        """Runs every case on every host, and compares what the hosts say."""
        cases = [Case(kind, trouble) for kind in ("setting", "state", "stored", "policy") for trouble in TROUBLES]
        if not self.capable:
            self.tally.skip("files that may not be read", "there is no setpriv, and root may read everything")
            cases = [case for case in cases if not case.trouble.unprivileged]
        with ThreadPoolExecutor(3) as pool:
            said = list(pool.map(lambda pair: self.one(*pair), [(case, host) for case in cases for host in HOSTS]))
        for case, first in zip(cases, range(0, len(said), len(HOSTS))):
            languages = Counter(said[first : first + len(HOSTS)])
            self.tally.check(len(languages) == 1, f"{case.name}: all hosts say the same", list(languages))

    def one(self, case: Case, host: Host) -> str:
        """One case on one host. Gives all that was said, with the home called HOME."""
        home = self.root / f"{case.name}-{host.language}".replace(": ", "-").replace(" ", "-")
        person = Person(host, home, self.contracts["stored" if case.kind == "stored" else "setting"])
        person.variables[contracts.ENDPOINT] = self.url
        if case.trouble.unprivileged and os.getuid() == 0:
            person.wrapper = WITHOUT_PRIVILEGES
        case.set_up(person)
        check = Checks(self.tally, case, person)
        check.it_is_denied()
        check.nobody_is_asked()
        check.choices()
        reveal(home)
        return check.said.replace(str(home), "HOME")


class Checks:
    """What has to hold of one case on one host."""

    def __init__(self, tally: Tally, case: Case, person: Person) -> None:
        self.tally, self.case, self.person = tally, case, person
        self.what = f"{person.host.language}: {case.name}"
        self.before = person.tree()
        self.said = ""

    def run(self, *words: str) -> Finished:
        """Runs a command; it ends by itself, and says nothing of what the file holds."""
        done = self.person.run(*words)
        what = f"{self.what}: {' '.join(words)}"
        self.tally.check(done.status != 124, f"{what} does not wait")
        self.tally.check(PLANTED not in done.words, f"{what} tells no value", done.words)
        if self.person.host.language == "shell":
            self.tally.show(f"{what} [{done.status}]", done.words)
        self.said += f"$ {' '.join(words)} [{done.status}]\n{done.words}"
        return done

    def it_is_denied(self) -> None:
        """Status says so in words and in JSON, nothing is sent, and nothing is changed."""
        for words in (("status",), ("status", "--why"))[self.case.kind != "setting" :]:
            done = self.run(*words)
            self.tally.same(done.status, 0, f"{self.what}: the exit status of {' '.join(words)}")
            self.tally.check(done.output.startswith("example telemetry: off\n"), f"{self.what}: off", done.words)
            self.tally.check(self.names_file(done.output), f"{self.what}: {words[-1]} names the file", done.words)
            self.tally.check("is odd" not in done.output, f"{self.what}: {words[-1]} says what is odd", done.words)
        decision = json.loads(self.run("status", "--json").output)
        self.tally.same((decision["state"], decision["reason"]), ("off", self.case.reason), f"{self.what}: decision")
        self.tally.same(
            [trace["name"] for trace in decision["trail"] if trace["says"] == "deny"],
            [self.case.decides],
            f"{self.what}: who says no",
        )
        sent = self.run("send", "done", "--wait")
        self.tally.same((sent.status, sent.words), (0, ""), f"{self.what}: send")
        self.tally.same(self.person.tree(), self.before, f"{self.what}: looking changes nothing")

    def nobody_is_asked(self) -> None:
        """Also on a terminal a run begins without telemetry and without a question."""
        begun = self.person.converse(b"y\n", "begin", "--terminal", "yes")
        self.tally.same((begun.status, begun.questions), (0, 0), f"{self.what}: begin on a terminal")
        decision = json.loads(begun.output or "{}").get("decision", {})
        self.tally.same(
            (decision.get("state"), decision.get("reason")), ("off", self.case.reason), f"{self.what}: the run"
        )
        self.tally.check(PLANTED not in begun.transcript, f"{self.what}: begin tells no value", begun.transcript)
        self.tally.same(self.person.tree(), self.before, f"{self.what}: beginning changes nothing")

    def choices(self) -> None:
        """A yes and a no are stored, or refused in words; whatever happens no byte is lost."""
        getattr(self, f"choices_{self.case.kind}")()

    def choices_setting(self) -> None:
        """Neither a yes nor a no touches such a file: it is somebody else's. The no is noted instead."""
        self.refused("enable")
        self.tally.same(self.others(), self.before, f"{self.what}: enable leaves everything as it is")
        done = self.run("disable")
        self.tally.same(done.status, 0, f"{self.what}: disable is stored somewhere")
        self.tally.check(self.names_file(done.said), f"{self.what}: disable names the file", done.words)
        self.tally.same(self.others(), self.before, f"{self.what}: disable leaves the file as it is")
        self.repaired("and once the file can be read it is still denied", "stored_denies")

    def choices_state(self) -> None:
        """A yes is stored once the file is out of the way; a no is stored in the setting."""
        if self.case.trouble.moved:
            self.stored("enable", "on")
        else:
            self.refused("enable")
            self.tally.same(self.person.tree(), self.before, f"{self.what}: enable leaves everything as it is")
        self.stored("disable", "off")

    def choices_stored(self) -> None:
        """Either is stored once the file is out of the way, and refused where it cannot be."""
        for word, state in (("enable", "on"), ("disable", "off")):
            if self.case.trouble.moved:
                self.stored(word, state)
            else:
                self.refused(word)
                self.tally.same(self.person.tree(), self.before, f"{self.what}: {word} leaves everything as it is")

    def choices_policy(self) -> None:
        """Either is stored, and the policy still says no."""
        done = self.run("disable")
        self.tally.same(done.status, 0, f"{self.what}: disable")
        self.tally.check(b'"enabled": false' in self.setting(), f"{self.what}: the no is stored", self.setting())
        done = self.run("enable")
        self.tally.same(done.status, 0, f"{self.what}: enable")
        self.tally.check("still off" in done.output and self.names_file(done.output), f"{self.what}: the policy stands")
        self.tally.check(b'"enabled": true' in self.setting(), f"{self.what}: the yes is stored", self.setting())
        changed = {self.name_of(contracts.SETTING), self.name_of(contracts.STATE)}
        for tree in (self.before, after := self.person.tree()):
            for name in changed:
                tree.pop(name, None)
        self.tally.same(after, self.before, f"{self.what}: nobody touches the policy")

    def refused(self, word: str) -> None:
        """The choice is not stored, and that is said with a status of 1 and the name of the file."""
        done = self.run(word)
        self.tally.same(done.status, 1, f"{self.what}: {word} is refused")
        self.tally.check(self.names_file(done.said), f"{self.what}: {word} names the file", done.words)

    def stored(self, word: str, state: str) -> None:
        """The choice is stored and holds, and the old file is still there, whole."""
        done = self.run(word)
        self.tally.same(done.status, 0, f"{self.what}: {word}")
        self.tally.check(done.output.startswith(f"example telemetry: {state}\n"), f"{self.what}: {word}", done.words)
        wanted = self.before.get(self.name_of())
        kept = [entry for entry in self.person.tree().values() if wanted is not None and entry[2] == wanted[2]]
        self.tally.check(wanted is None or len(kept) == 1, f"{self.what}: {word} keeps the old file", done.words)

    def repaired(self, what: str, reason: str) -> None:
        """Once the file is what it would have been, the decision is off for this reason."""
        path = self.person.place(self.case.file)
        reveal(self.person.home)
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
        path.write_text(YES["setting"])
        decision = json.loads(self.run("status", "--json").output)
        self.tally.same((decision["state"], decision["reason"]), ("off", reason), f"{self.what}: {what}")

    def names_file(self, words: str) -> bool:
        """Whether the file is named, as the contract does or by its path."""
        return self.case.file in words or str(self.person.place(self.case.file)) in words

    def name_of(self, file: str | None = None) -> str:
        """The name of a file in a tree."""
        return str(self.person.place(file or self.case.file).relative_to(self.person.home))

    def others(self) -> Tree:
        """The tree without the state file, in which choices are noted."""
        tree = self.person.tree()
        tree.pop(self.name_of(contracts.STATE), None)
        return tree

    def moved(self) -> Tree:
        """The tree of the beginning with the file under the name that it is moved to."""
        name = self.name_of()
        moved = dict(self.before)
        kind, _mode, content = moved.pop(name)
        return {**moved, f"{name}.set-aside-1": (kind, "600", content)}

    def setting(self) -> bytes:
        """What the settings file holds."""
        return self.person.place(contracts.SETTING).read_bytes()


def reveal(home: Path) -> None:
    """Opens what was closed, so that it can be looked at and removed."""
    for directory in (".config/example", ".local/state/aboveboard", "policy"):
        if (home / directory).is_dir():
            (home / directory).chmod(0o755)
