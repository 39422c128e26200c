"""The question and the notice as a person meets them on a terminal: once, remembered, in plain words."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import contracts
from hosts import CONTRACTS, HOSTS, Host
from person import Person
from pseudo_terminal import Conversation
from tally import Tally

SCRIPT = ("begin", "--terminal", "yes")
INTERRUPT, END = b"\x03", b"\x04"
NOTICE = "This CLI collects anonymous usage telemetry, from its next run on."


class Conversations:
    """All of them, on all hosts."""

    def __init__(self, tally: Tally, root: Path, url: str) -> None:
        self.tally, self.root, self.url = tally, root / "conversations", url
        self.root.mkdir()
        self.contracts = {
            (kind, default): contracts.write(self.root, kind, default)
            for kind in ("setting", "stored")
            for default in ("allow", "deny")
        }
        self.notice = self.root / "notice.json"
        notice = json.loads((CONTRACTS / "your-platform.json").read_text())
        notice["delivery"]["endpoint"]["env"] = contracts.ENDPOINT
        self.notice.write_text(json.dumps(notice), encoding="utf-8")

    def run(self) -> None:
        """Runs everything, two hosts at once, and compares what stood on the terminals."""
        subjects: list[Callable[[Host], str | None]] = [
            self.remembered,
            self.shown_notice,
            self.readable_contracts,
            self.unclear,
            self.nobody_there,
            self.in_the_background,
            self.unwritable,
            self.unseen_notice,
        ]
        with ThreadPoolExecutor(3) as pool:
            said = list(pool.map(lambda pair: pair[0](pair[1]), [(work, host) for work in subjects for host in HOSTS]))
        for work, first in zip(subjects, range(0, len(said), len(HOSTS))):
            self.tally.check(
                len(set(said[first : first + len(HOSTS)])) == 1,
                f"{work.__name__}: the same stands on every terminal",
                said[first : first + len(HOSTS)],
            )

    def person(self, host: Host, name: str, contract: Path) -> Person:
        """Somebody new."""
        person = Person(host, self.root / f"{name}-{host.language}", contract)
        person.variables[contracts.ENDPOINT] = self.url
        return person

    def remembered(self, host: Host) -> str:
        """A clear answer is stored where the contract says, and nobody is asked again."""
        transcripts = ""
        for kind in ("setting", "stored"):
            for default, keys, state in (
                ("deny", b"y\n", "on"),
                ("deny", b"YES\n", "on"),
                ("allow", b"n\n", "off"),
                ("allow", b"No\n", "off"),
                ("allow", b"\n", "on"),
                ("deny", b"\n", "off"),
            ):
                name = f"{kind}-{default}-{keys.decode().strip() or 'empty'}"
                person = self.person(host, name, self.contracts[kind, default])
                what = f"{host.language}: {name}"
                begun = person.converse(keys, *SCRIPT)
                transcripts += begun.transcript
                self.readable(what, begun, contracts.QUESTION)
                self.tally.check("[Y/n]" in begun.transcript or default == "deny", f"{what}: capitals say the default")
                self.begun(what, begun, state)
                decision = json.loads(person.run("status", "--json").output)
                self.tally.same(decision["state"], state, f"{what}: it is remembered")
                again = person.converse(b"y\n", *SCRIPT)
                self.tally.same((again.questions, again.transcript), (0, ""), f"{what}: nobody is asked twice")
                self.begun(f"{what}, again", again, state)
                self.tally.same(
                    stat.S_IMODE(person.place(contracts.STATE).stat().st_mode), 0o600, f"{what}: the state file's mode"
                )
        return transcripts

    def unclear(self, host: Host) -> None:
        """What is no clear answer is a no for this run, and is not stored."""
        for name, keys in (
            ("garbage", b"certainly\n"),
            ("a space before", b" y\n"),
            ("not UTF-8", b"y\xff\n"),
            ("a long line", b"y" * 3000 + b"\n"),
            ("the end", END),
            ("an interrupt", INTERRUPT),
            ("an interrupt after a letter", b"y" + INTERRUPT),
        ):
            person = self.person(host, f"unclear-{name}".replace(" ", "-"), self.contracts["setting", "allow"])
            what = f"{host.language}: {name}"
            begun = person.converse(keys, *SCRIPT)
            self.tally.same(begun.questions, 1, f"{what}: asked once")
            if INTERRUPT in keys and not host.survives_interrupt:
                self.tally.check(begun.status in (-2, 130), f"{what}: it ends the program", begun.status)
                self.tally.same(begun.output, "", f"{what}: there is no run")
            else:
                self.begun(what, begun, "off")
                self.tally.check(begun.transcript.endswith("\n"), f"{what}: the line is ended", begun.transcript)
            self.tally.check(not person.place(contracts.SETTING).exists(), f"{what}: no setting is stored")
            state = json.loads(person.place(contracts.STATE).read_text())
            self.tally.check("consent" not in state, f"{what}: nothing is stored", state)
            again = person.converse(b"n\n", *SCRIPT)
            self.tally.same(again.questions, 1, f"{what}: so that the next run asks again")

    def nobody_there(self, host: Host) -> None:
        """Builds, agents and pipes are never asked, and nothing is made for them."""
        contract = self.contracts["setting", "allow"]
        for name, value in (("CI", "1"), ("CLAUDECODE", "1"), ("GITHUB_ACTIONS", "true"), ("BUILD_NUMBER", "7")):
            person = self.person(host, f"machine-{name}", contract)
            what = f"{host.language}: {name}={value}"
            for words, captured in ((SCRIPT, True), (("begin",), False)):
                begun = person.converse(b"y\n", *words, captured=captured, variables={name: value})
                self.tally.same(begun.questions, 0, f"{what}: nobody is asked")
                self.begun(what, begun, "off")
            self.tally.same(person.tree(), {}, f"{what}: nothing is made")
            person.run("enable")
            decision = json.loads(person.run("status", "--json", variables={name: value}).output)
            self.tally.same(
                (decision["state"], decision["reason"]), ("off", "unattended"), f"{what}: a person's yes is none"
            )
        person = self.person(host, "pipe", contract)
        what = f"{host.language}: no terminal"
        decision = json.loads(person.run("begin").output)["decision"]
        self.tally.same((decision["state"], decision["reason"]), ("off", "unattended"), what)
        begun = person.converse(b"y\n", "begin")
        self.tally.same(begun.questions, 0, f"{what}: standard output is a pipe")
        done = person.run(*SCRIPT)
        self.tally.same(json.loads(done.output)["decision"]["state"], "off", f"{what}: nobody to ask after all")
        person = self.person(host, "bare", contract)
        bare = person.converse(b"\n", "begin", captured=False)
        self.tally.same(bare.questions, 1, f"{host.language}: a tool on a terminal is asked without being told")
        self.tally.check('"state":"on"' in bare.transcript, f"{host.language}: and takes the answer", bare.transcript)

    def in_the_background(self, host: Host) -> None:
        """A job in the background has a terminal, and would be stopped by asking there: it goes on unasked."""
        person = self.person(host, "job", self.contracts["setting", "allow"])
        person.wrapper = ("sh", "-c", 'set -m; "$0" "$@" & wait "$!"')
        begun = person.converse(b"y\n", *SCRIPT)
        what = f"{host.language}: a job in the background"
        self.tally.same((begun.status, begun.questions), (0, 0), f"{what}: nobody is asked, and it ends")
        self.begun(what, begun, "off")

    def unwritable(self, host: Host) -> None:
        """Where nothing can be stored, nobody is asked or told, and nothing is sent."""
        for name, contract in (("question", self.contracts["stored", "allow"]), ("notice", self.notice)):
            person = self.person(host, f"unwritable-{name}", contract)
            what = f"{host.language}: {name}: a state directory that cannot be written to"
            # A file in its place stops root, too.
            (person.home / ".local").write_text("")
            for _ in range(2):
                begun = person.converse(b"y\n", *SCRIPT)
                self.tally.same((begun.status, begun.questions, begun.transcript), (0, 0, ""), what)
                self.send(person, f"{what}: send")

    def shown_notice(self, host: Host) -> str:
        """The notice: all of it once, nothing sent by that run, and everything by the next."""
        person = self.person(host, "notice", self.notice)
        what = f"{host.language}: notice"
        first = person.converse(b"", *SCRIPT)
        self.readable(what, first, NOTICE, questions=0)
        run = json.loads(first.output)
        self.tally.same(run["decision"]["state"], "notice", f"{what}: the run that shows it")
        self.send(person, f"{what}: nothing is sent by this run", "--run", first.output.strip())
        second = person.converse(b"", *SCRIPT)
        self.tally.same(second.transcript, "", f"{what}: it is shown once")
        self.begun(f"{what}, again", second, "on")
        done = person.run("disable")
        self.tally.same(done.status, 0, f"{what}: disable")
        self.send(person, f"{what}: a no holds at once", "--run", second.output.strip())
        self.begun(f"{what}, turned off", person.converse(b"", *SCRIPT), "off")
        unattended = self.person(host, "notice-unattended", self.notice)
        done = unattended.run("begin")
        self.tally.same(done.said.count("\n"), 1, f"{what}: one line where nobody is")
        self.tally.check(NOTICE in done.said, f"{what}: its first line", done.said)
        self.tally.same(json.loads(done.output)["decision"]["state"], "notice", f"{what}: nobody there")
        self.tally.same(unattended.run("begin").said, "", f"{what}: nobody there, once")
        if host.language == "shell":
            self.tally.show("notice, nobody there", done.said)
        for name in ("CI", "CLAUDECODE"):
            machine = self.person(host, f"notice-{name}", self.notice)
            done = machine.run("begin", variables={name: "1"})
            self.tally.same(done.said, "", f"{what}: nothing under {name}")
            self.tally.same(machine.tree(), {}, f"{what}: nothing is recorded under {name}")
        return first.transcript

    def unseen_notice(self, host: Host) -> None:
        """A notice that nobody can have seen is not recorded as shown."""
        for name, redirection in (("closed", "2>&-"), ("thrown away", "2>/dev/null"), ("full", "2>/dev/full")):
            person = self.person(host, f"unseen-{name}".replace(" ", "-"), self.notice)
            what = f"{host.language}: standard error is {name}"
            for _ in range(2):
                line = ["sh", "-c", f'exec "$0" "$@" {redirection}', *person.command("begin")]
                done = person.run_line(line)
                self.tally.same(done.status, 0, what)
                self.tally.same(json.loads(done.output)["decision"]["state"], "notice", f"{what}: not shown yet")
            self.send(person, f"{what}: send")
            state = person.place(contracts.STATE.replace("example", "your-platform"))
            self.tally.check("notice" not in json.loads(state.read_text()), f"{what}: not recorded", state.read_text())
            self.tally.check(NOTICE in person.run("begin").said, f"{what}: it is shown once it can be seen")

    def readable_contracts(self, host: Host) -> str:
        """The question of every contract that has one, as it stands on a terminal."""
        transcripts = ""
        for contract in sorted(CONTRACTS.glob("*.json")):
            document = json.loads(contract.read_text())
            question = document["consent"].get("question")
            if question is None:
                continue
            person = self.person(host, f"question-{contract.stem}", contract)
            words = ("--feature", "telemetry") if contract.stem == "gtb" else ()
            begun = person.converse(b"n\n", *words, *SCRIPT)
            self.readable(f"{host.language}: {contract.stem}", begun, question["text"])
            self.begun(f"{host.language}: {contract.stem}", begun, "off")
            transcripts += begun.transcript
        return transcripts

    def readable(self, what: str, begun: Conversation, text: str, questions: int = 1) -> None:
        """What stood on the terminal: its text first, once, in lines that fit, without control characters."""
        if what.startswith("shell"):
            self.tally.show(what, begun.transcript)
        self.tally.same(begun.questions, questions, f"{what}: asked")
        self.tally.check(begun.transcript.startswith(text), f"{what}: the text comes first", begun.transcript)
        self.tally.same(begun.transcript.count(text), 1, f"{what}: the text stands there once")
        self.tally.check(
            all(character == "\n" or character.isprintable() for character in begun.transcript),
            f"{what}: no control characters, and no colour",
            begun.transcript,
        )
        self.tally.check(begun.transcript.endswith("\n"), f"{what}: what follows begins a line", begun.transcript)

    def begun(self, what: str, conversation: Conversation, state: str) -> None:
        """The run has begun, with this state."""
        text = conversation.output or conversation.transcript.splitlines()[-1:][0]
        found = json.loads(text)["decision"]["state"] if text.startswith("{") else text
        self.tally.same((conversation.status, found), (0, state), f"{what}: the run")

    def send(self, person: Person, what: str, *words: str) -> None:
        """Sending does nothing and says nothing; the receiver is looked at in the end."""
        event = "done" if person.contract != self.notice else "command.executed"
        fields = () if event == "done" else ("--fields", json.dumps({}))
        done = person.run(*words, "send", event, *fields, "--wait")
        self.tally.same((done.status, done.output), (0, ""), what)
