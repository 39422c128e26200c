"""Files that are fine by themselves and stand in an odd place: behind links, open to others, on a file system that
cannot be written, or below variables that name no directory."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
from hosts import HOSTS, Host
from person import Finished, Person
from tally import Tally
from troubles import PLANTED, YES

KEPT = f'{{ "theme" : [1.50, "\\u00e9"],\n\t"telemetry": {{"enabled": %s}},"note": "{PLANTED}" }}'
"""A settings file as people write them: only the value may ever change."""
MOUNTING = threading.Lock()


class OddPlaces:
    """All of them, on all hosts."""

    def __init__(self, tally: Tally, root: Path, url: str, may_mount: bool) -> None:
        self.tally, self.root, self.url, self.may_mount = tally, root / "odd-places", url, may_mount
        self.root.mkdir()
        self.contracts = {kind: contracts.write(self.root, kind) for kind in ("setting", "stored")}

    def run(self) -> None:
        """Runs everything on every host."""
        subjects = [self.variables, self.exposed, self.links, self.values, self.no_directory]
        if self.may_mount:
            subjects.append(self.read_only)
        else:
            self.tally.skip("a read-only file system", "nothing can be mounted here")
        with ThreadPoolExecutor(3) as pool:
            for _ in pool.map(lambda pair: pair[0](pair[1]), [(work, host) for work in subjects for host in HOSTS]):
                pass

    def person(self, host: Host, name: str, kind: str = "setting") -> Person:
        """Somebody new."""
        person = Person(host, self.root / f"{name}-{host.language}", self.contracts[kind])
        person.variables[contracts.ENDPOINT] = self.url
        return person

    def links(self, host: Host) -> None:
        """A link stays one, and what it leads to is changed; also where there is nothing yet."""
        for name, content in (("link", KEPT % "true"), ("dangling", None)):
            person = self.person(host, name)
            what = f"{host.language}: {name}"
            link, real = person.place(contracts.SETTING), person.home / "dotfiles/real.json"
            real.parent.mkdir()
            link.symlink_to("../../dotfiles/real.json")
            if content is not None:
                real.write_text(content)
                real.chmod(0o640)
                self.on(person, f"{what}: a yes behind it counts")
            for word, value in (("disable", "false"), ("enable", "true"), ("disable", "false")):
                self.tally.same(person.run(word).status, 0, f"{what}: {word}")
                self.tally.check(link.is_symlink(), f"{what}: it stays a link after {word}")
                if content is not None:
                    self.tally.same(real.read_text(), KEPT % value, f"{what}: only the value has changed")
                    self.tally.same(stat.S_IMODE(real.stat().st_mode), 0o640, f"{what}: the mode stays")
            self.off(person, "setting_denies", f"{what}: a no behind it counts")

    def values(self, host: Host) -> None:
        """What is no boolean is a no, and a person's choice takes its place."""
        for name, value in (("text", '"true"'), ("number", "1"), ("list", "[true]")):
            person = self.person(host, f"value-{name}")
            what = f"{host.language}: the setting is a {name}"
            person.place(contracts.SETTING).write_text(KEPT % value)
            self.off(person, "setting_unreadable", what)
            self.tally.same(person.run("enable").status, 0, f"{what}: enable")
            self.tally.same(
                person.place(contracts.SETTING).read_text(), KEPT % "true", f"{what}: only the value has changed"
            )
            self.on(person, what)

    def exposed(self, host: Host) -> None:
        """What anybody may have written is nobody's choice. A no is stored there, and closes the file."""
        for kind, file, reason in (
            ("setting", contracts.SETTING, "setting_unreadable"),
            ("stored", contracts.STATE, "state_unreadable"),
        ):
            person = self.person(host, f"exposed-{kind}", kind)
            what = f"{host.language}: {kind} that others may write to"
            path = person.place(file)
            path.write_text(KEPT % "true" if kind == "setting" else YES["state"])
            path.chmod(0o646)
            self.off(person, reason, what)
            said = person.run("status", "--why").output
            self.tally.show(f"{what}: status --why", said)
            self.tally.check(str(path) in said, f"{what}: status names the file", said)
            self.tally.check("anybody" in said, f"{what}: status says that others may write to it", said)
            self.tally.same(person.run("disable").status, 0, f"{what}: disable")
            self.tally.check(not path.stat().st_mode & stat.S_IWOTH, f"{what}: disable closes the file")
            self.off(person, reason.replace("unreadable", "denies").replace("state", "stored"), what)
            self.tally.check(PLANTED in path.read_text(), f"{what}: what else it holds is still there")
            path.chmod(0o646)
            done = person.run("enable")
            self.tally.show(f"{what}: enable [{done.status}]", done.words)
            self.tally.same(done.status, 0, f"{what}: enable")
            self.on(person, f"{what}: enable closes the file as well")
        person = self.person(host, "exposed-policy")
        person.place(contracts.SETTING).write_text(KEPT % "true")
        person.place(contracts.POLICY).write_text(YES["policy"])
        person.place(contracts.POLICY).chmod(0o666)
        # The contract language says nothing of policies that others may write to but that they cannot say yes.
        self.tally.check(person.run("status").status == 0, f"{host.language}: a policy that others may write to")

    def no_directory(self, host: Host) -> None:
        """Where a file stands in the place of a directory nothing can be stored, and no command says that it was."""
        for kind in ("setting", "stored"):
            person = self.person(host, f"no-directory-{kind}", kind)
            for name in (".config", ".local"):
                (person.home / name).write_text(PLANTED)
            before = person.tree()
            for words in (("enable",), ("disable",), ("token", "set")):
                what = f"{host.language}: {kind}: {' '.join(words)} below a file"
                done = person.run(*words, data=b"t0ken\n")
                self.tally.show(f"{what} [{done.status}]", done.words)
                self.tally.same(done.status, 1, what)
                self.tally.check(done.said.startswith("aboveboard: "), f"{what} says why", done.words)
                self.tally.check("stored" not in done.output and "saved" not in done.output, f"{what} claims nothing")
            self.tally.same(person.tree(), before, f"{host.language}: {kind}: nothing below a file changes")

    def variables(self, host: Host) -> None:
        """A base that is no directory is none, and one that cannot be read makes its files unreadable."""
        for kind, variable, reason in (
            ("setting", "XDG_CONFIG_HOME", "setting_unreadable"),
            ("stored", "XDG_STATE_HOME", "state_unreadable"),
        ):
            person = self.person(host, f"variable-{kind}", kind)
            what = f"{host.language}: {variable}"
            file = contracts.SETTING if kind == "setting" else contracts.STATE
            person.place(file).write_text(YES["setting" if kind == "setting" else "state"])
            for value in ("", "relative/path", ".config"):
                self.on(person, f"{what}={value!r} counts as unset", **{variable: value})
            self.off(person, reason, f"{what} is not UTF-8", **{variable: os.fsdecode(b"/home/\xff")})
            other = {variable: str(person.home / "elsewhere")}
            before = person.place(file).read_bytes()
            self.tally.same(person.run("disable", variables=other).status, 0, f"{what} is another directory")
            self.off(person, "setting_denies" if kind == "setting" else "stored_denies", f"{what}: there", **other)
            self.tally.check((person.home / "elsewhere").is_dir(), f"{what} is made where it is missing")
            self.tally.same(person.place(file).read_bytes(), before, f"{what}: nothing changes elsewhere")
        for name, home in (("unset", None), ("empty", ""), ("relative", "somewhere"), ("not-utf8", b"/home/\xff")):
            self.homeless(host, name, home)

    def homeless(self, host: Host, name: str, home: str | bytes | None) -> None:
        """Without a home nothing is stored, so that nobody is asked, and nothing is made anywhere."""
        for kind in ("setting", "stored"):
            person = self.person(host, f"home-{name}-{kind}", kind)
            what = f"{host.language}: {kind}: HOME {name}"
            del person.variables["HOME"]
            if home is not None:
                person.variables["HOME"] = os.fsdecode(home)
            state = json.loads(person.run("status", "--json").output)["state"]
            self.tally.same(state, "off", f"{what}: status")
            self.silent(person, what)
            begun = person.converse(b"y\n", "begin", "--terminal", "yes")
            self.tally.same(
                (begun.status, begun.questions, json.loads(begun.output)["decision"]["state"]), (0, 0, "off"), what
            )
            done = person.run("enable")
            self.tally.show(f"{what}: enable [{done.status}]", done.words)
            self.tally.same(done.status, 1, f"{what}: enable")
            self.tally.check("HOME" in done.said, f"{what}: enable says what is missing", done.words)
            done = person.run("disable")
            self.tally.same(done.status, 1, f"{what}: disable, which stores nothing")
            self.tally.check("HOME" in done.said, f"{what}: disable says what is missing", done.words)
            self.tally.same(person.tree(), {}, f"{what}: nothing is made")
            self.tally.check(not (person.home.parent / "somewhere").exists(), f"{what}: nothing is made")

    def read_only(self, host: Host) -> None:
        """What is there counts, nothing can be stored, and that is said; nobody is asked what could not be kept."""
        for value, state in (("true", "on"), ("false", "off"), ("null", "off")):
            person = self.person(host, f"read-only-{value}")
            what = f"{host.language}: read-only file system, {value}"
            person.place(contracts.SETTING).write_text(KEPT % value)
            person.place(contracts.STATE)
            # Nothing has been written through this mount: otherwise it could be busy still.
            mount("--bind", str(person.home), str(person.home))
            try:
                mount("-o", "remount,bind,ro", str(person.home))
                decision = json.loads(person.run("status", "--json").output)
                self.tally.same(decision["state"], state, f"{what}: status")
                begun = person.converse(b"y\n", "begin", "--terminal", "yes")
                self.tally.same(
                    (begun.status, begun.questions, json.loads(begun.output)["decision"]["state"]),
                    (0, 0, state),
                    f"{what}: begin",
                )
                for words in (("enable",), ("disable",), ("token", "set")):
                    done = person.run(*words, data=b"t0ken\n")
                    self.tally.show(f"{what}: {' '.join(words)} [{done.status}]", done.words)
                    if (words, value) not in ((("enable",), "true"), (("disable",), "false")):
                        self.tally.same(done.status, 1, f"{what}: {' '.join(words)}")
                        self.names(done, f"{what}: {' '.join(words)}")
                self.tally.same(
                    person.place(contracts.SETTING).read_text(), KEPT % value, f"{what}: nothing has changed"
                )
            finally:
                unmount(person.home)

    def names(self, done: Finished, what: str) -> None:
        """The words say which file it is, and what stands in the way."""
        named = "example/config.json" in done.said or "aboveboard/example.json" in done.said
        self.tally.check(named and "read-only" in done.said, f"{what} says why", done.words)
        self.tally.check(PLANTED not in done.words, f"{what} tells no value", done.words)

    def on(self, person: Person, what: str, **variables: str) -> None:
        """It is on."""
        done = person.run("status", "--json", variables=variables)
        self.tally.check(done.output.startswith('{"format":1,"state":"on"'), f"{what}: on", done.words)

    def off(self, person: Person, reason: str, what: str, **variables: str) -> None:
        """It is off for this reason, and nothing is sent."""
        decision = json.loads(person.run("status", "--json", variables=variables).output)
        self.tally.same((decision["state"], decision["reason"]), ("off", reason), what)
        self.silent(person, what, **variables)

    def silent(self, person: Person, what: str, **variables: str) -> None:
        """Sending does nothing and says nothing; the receiver is looked at in the end."""
        sent = person.run("send", "done", "--wait", variables=variables)
        self.tally.same((sent.status, sent.words), (0, ""), f"{what}: send")


def mount(*words: str) -> None:
    """Mounts, one at a time: the program reads the list that others change."""
    with MOUNTING:
        subprocess.run(["mount", *words], check=True)


def unmount(place: Path) -> None:
    """The reverse."""
    with MOUNTING:
        subprocess.run(["umount", str(place)], check=True)
