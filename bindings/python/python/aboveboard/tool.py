"""What a tool's author works with: open a contract, then send events."""

from __future__ import annotations

import builtins
import contextlib
import json
import os
import time as clock
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from . import surface
from .background import EXIT_BUDGET, Deliveries
from .command import Runner
from .decision import Decision
from .errors import AboveboardError, told
from .values import as_contract, as_list, as_mapping, as_text, serialise, serialise_event

TYPE_CHECKING = False  # spares loading typing, which only type checkers need
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from .buffer import Buffer
    from .reporting import Counters, Due, Tally
    from .sender import Sender
    from .status import Identity
    from .words import Ephemeral


@dataclass(frozen=True)
class Payload:
    """One built payload: exactly what would leave.

    ``bytes`` is canonical JSON (RFC 8785), ``digest`` its SHA-256 in hexadecimal, ``preview`` says that it was built
    to be looked at only. ``replaced`` are JSON pointers to the leaves whose value became ``other``, was clamped or cut
    or lost an item; ``scrubbed`` has, for each text in which something sensitive was replaced, its pointer and the
    kinds of that. ``varying`` are pointers to what a request adds by how often it has been tried; a preview tells them.
    ``ephemeral`` says why there is no id of the machine or installation, where there should be one.
    """

    event: str
    bytes: builtins.bytes
    digest: str
    preview: bool
    replaced: tuple[str, ...]
    scrubbed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    varying: tuple[str, ...] = ()
    ephemeral: Ephemeral | None = None


class Tool:
    """One run of a tool under its contract; made by :func:`open`. It may be used from several threads at once."""

    def __init__(
        self,
        contract: str,
        parsed: surface.Contract,
        run: str,
        runner: Runner,
        deliveries: Deliveries,
        tally: Tally,
    ) -> None:
        self._contract = contract
        self._parsed = parsed
        self._run = run
        self._runner = runner
        self._deliveries = deliveries
        self._tally = tally
        self._decision = self._read_decision()

    @property
    def run(self) -> str:
        """The run as one line of JSON; empty where it could not be begun. Not meant for other processes."""
        return self._run

    @property
    def decision(self) -> Decision:
        """The decision that was taken when the run began. Each send takes it afresh, and may only narrow it."""
        return self._decision

    def payload(self, name: str, fields: Mapping[str, object], *, time: int | None = None) -> Payload:
        """Build the payload of an event, for a transport of your own or to compare.

        ``fields`` mirrors the payload's tree; ``time`` is in seconds since 1970-01-01T00:00:00Z, now by default.
        Raises :class:`AboveboardError`, with the code ``consent_not_given`` where telemetry is off.
        """
        return self._build("payload", name, fields, time)

    def preview(self, name: str, fields: Mapping[str, object], *, time: int | None = None) -> Payload:
        """Build the same bytes whatever the decision, to show what would be sent. Takes what :meth:`payload` takes."""
        return self._build("preview", name, fields, time)

    def send(self, name: str, fields: Mapping[str, object], *, time: int | None = None, wait: bool = False) -> None:
        """Send an event, if telemetry is on at this moment; takes what :meth:`payload` takes.

        It is delivered in the background unless ``wait`` is true. Where telemetry is off, nothing happens. What is
        wrong with the event is said on standard error, also where JSON cannot hold a value of it; a delivery that fails
        is no matter of the tool's. Raises nothing for any of this.
        """
        seconds = int(clock.time()) if time is None else time
        try:
            self._send(serialise_event(name, seconds, fields, "/event"), wait)
        except AboveboardError as error:
            self._refuse(error)

    def buffer(self) -> Buffer:
        """Give a buffer for events that are to be sent together."""
        from .buffer import Buffer

        return Buffer(self._send, self._refuse)

    def child_variables(self) -> dict[str, str]:
        """Give the variables for a child process: the decision, and who its parent is.

        Add them to the environment of that one process, never to this one's own.
        """
        variables: dict[str, str] = json.loads(self._command(["--run", self._run, "child"]))
        return variables

    def record(
        self, kind: str, to: str | os.PathLike[str], fields: Mapping[str, object], *, time: int | None = None
    ) -> bool:
        """Write a local record to the file ``to``, whatever the decision; nothing can send one.

        ``kind`` is one of the contract's records; the rest is as in :meth:`payload`. Gives whether it has been written:
        where the file does not take it standard error says why. Raises :class:`AboveboardError` for a record that does
        not fit its contract.
        """
        path = as_text(os.fspath(to) if isinstance(to, os.PathLike) else to, "/to")
        return bool(self._about("record", "/record", kind, fields, time, f"--to={path}"))

    def status(self) -> str:
        """Say for people whether telemetry is on, and why."""
        return self._command(["--run", self._run, "status"])

    def why(self) -> str:
        """Say the same, and what each who has a say in it says."""
        return self._command(["--run", self._run, "status", "--why"])

    def explain(self) -> Decision:
        """Take the decision afresh and give it with its trail, for programs."""
        if not self._run:
            return self._decision
        decision, _ = self._standing()
        return decision

    def identity(self) -> Identity | None:
        """Say by what the receiver tells this machine or installation from others, at this moment.

        Gives ``None`` where telemetry is off, since nothing is read for it then, and where the contract has no ids.
        """
        _, identity = self._standing()
        return identity

    def due(self, last: int | None, *, now: int | None = None) -> Due:
        """Say whether a report is due, in a program that keeps running and reports as often as its contract says.

        ``last`` is when the last one was sent, ``None`` for never; both times are in seconds since 1970, and ``now``
        is now by default. Raises :class:`AboveboardError`, with the code ``no_interval`` where the contract does not
        say how often.
        """
        from .reporting import Due

        times = {"last": last, "now": int(clock.time()) if now is None else now}
        raw = json.loads(self._parsed.call("due", serialise(times)))
        return Due(raw["due"], raw.get("in_seconds"))

    def startup_line(self, preview: str | None = None) -> str:
        """Give one line for the log of a program that starts: whether telemetry is on, the endpoint and what to do.

        ``preview`` is where this very program shows a preview.
        """
        given = [] if preview is None else [f"--preview={as_text(preview, '/preview')}"]
        return self._command(["--run", self._run, "startup", *given]).rstrip("\n")

    @property
    def counters(self) -> Counters:
        """What has become of the deliveries of this tool so far, also under the contract's names for metrics."""
        return self._tally.counters()

    def close(self) -> None:
        """Wait for deliveries that are still under way, at most for the exit budget.

        Nothing is freed: the tool may be used after it, and what it sends then is waited for at the program's end.
        """
        self._deliveries.end(clock.monotonic())

    def __enter__(self) -> Tool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read_decision(self) -> Decision:
        if not self._run:
            return Decision("off", "run_not_begun", None, {})
        # The core reads the run first, so that what comes after it can rely on its form.
        self._parsed.call("resolve", f'{{"run":{self._run},"facts":{{}}}}')
        return Decision.from_raw(json.loads(self._run)["decision"])

    def _standing(self) -> tuple[Decision, Identity | None]:
        from .status import read_status

        return read_status(self._command(["--run", self._run, "status", "--json"]))

    def _build(self, operation: str, name: str, fields: Mapping[str, object], time: int | None) -> Payload:
        if not self._run:
            raise AboveboardError(
                "consent_not_given", "telemetry is off: the run could not be begun", "", "standard error said why"
            )
        built = self._about(operation, "/event", name, fields, time)
        if not built:
            raise _refused()
        return Payload(
            built["event"],
            built["bytes"].encode("utf-8"),
            built["digest"],
            built["preview"],
            tuple(built["replaced"]),
            tuple((text["at"], tuple(text["kinds"])) for text in built.get("scrubbed", ())),
            tuple(built.get("varying", ())),
            built.get("ephemeral"),
        )

    def _about(
        self, command: str, at: str, name: str, fields: Mapping[str, object], time: int | None, *more: str
    ) -> dict[str, Any]:
        """Run a command that builds something, by which the core also has read what must not be in it.

        Gives nothing where that has come to nothing, and standard error has said why.
        """
        seconds = int(clock.time()) if time is None else time
        document = serialise_event(name, seconds, fields, at)
        outcome = self._runner.run(["--run", self._run, command, "--json", document, *more], self._contract)
        built: dict[str, Any] = json.loads(outcome.output or "{}")
        if "error" in built:
            raise AboveboardError(**built["error"])
        return built

    def _send(self, events: str, wait: bool) -> None:
        """Send an event, or a list of them, and print what that gives: they, where the contract's ``mode`` says so.

        What they hold often comes from elsewhere: that it is too much may not end the work.
        """
        arguments = ["--run", self._run, "send", f"--json={events}", *(["--wait"] if wait else [])]
        try:
            printed = self._command(arguments)
        except AboveboardError as error:
            self._refuse(error)
        else:
            if printed:
                with contextlib.suppress(ImportError, OSError):
                    from .streams import print_text

                    print_text(printed)

    def _refuse(self, error: AboveboardError) -> None:
        """Say what is wrong with an event, as the core does with one that it is given: while telemetry is on."""
        # Its import fails where no more files may be open.
        with contextlib.suppress(AboveboardError, ImportError, OSError):
            if self.explain().state != "off":
                from .streams import print_problem

                print_problem(f"the event was not sent: {told(error)}")

    def _command(self, arguments: list[str]) -> str:
        outcome = self._runner.run(arguments, self._contract)
        if outcome.status != 0:
            raise _refused()
        return outcome.output


def _refused() -> AboveboardError:
    return AboveboardError("command_refused", "the core did not take this", "", "standard error says why")


def open(  # noqa: A001 - read as aboveboard.open
    contract: str | Mapping[str, object],
    *,
    flags: Mapping[str, str] | None = None,
    features: Collection[str] = (),
    tool_version: str | None = None,
    run: str | None = None,
    ask: Callable[[str], str] | None = None,
    sender: Sender | None = None,
    exit_budget: float = EXIT_BUDGET,
) -> Tool:
    """Begin a run under a contract, asking the person where the contract says so and somebody is there.

    ``contract`` is the contract as JSON text or as the mapping it parses to. ``flags`` are the tool's own flags that
    the contract names as sources, ``features`` those of its features that its author has turned on, ``tool_version``
    is the tool's version, and ``run`` a run begun earlier to use instead of a new one. ``sender`` replaces the
    transport (see :data:`aboveboard.Sender`). ``exit_budget`` is how many seconds the program's end may wait for
    deliveries that are still under way.

    ``ask`` puts the question in a way of the tool's own, and not on the terminal: it takes all that is to be shown, and
    gives the line that was typed, as :func:`input` does. A tool that hands it in says by that that somebody is there,
    whatever its standard streams are; in a build nobody is asked all the same. Where it raises, or gives no text,
    nobody has answered, which is a no for this run.

    Raises :class:`AboveboardError` for what the tool's author got wrong: the contract, the flags, the features or the
    run. What the machine or the person says never raises; where it makes a run impossible, telemetry is off. Neither
    does Ctrl-C at the question, which means no for this run.
    """
    from .reporting import Tally

    text = as_contract(contract)
    parsed = surface.Contract(text)
    deliveries = Deliveries(exit_budget)
    tally = Tally(parsed, deliveries)
    runner = Runner(sender, deliveries, tally=tally, ask=ask)
    if run is None:
        run = _begin(
            text,
            parsed,
            runner,
            as_mapping({} if flags is None else flags, "/facts/flags"),
            as_list(features, "/facts/features"),
            tool_version,
            ask is not None,
        )
    else:
        run = as_text(run, "/run")
    return Tool(text, parsed, run, runner, deliveries, tally)


def _begin(
    contract: str,
    parsed: surface.Contract,
    runner: Runner,
    flags: dict[str, str],
    features: list[str],
    tool_version: str | None,
    somebody_is_there: bool,
) -> str:
    facts: dict[str, object] = {"flags": flags, "features": features, "random": surface.random(48)}
    if tool_version is not None:
        facts["tool_version"] = tool_version
    if facts["random"] is not None:
        # The function says by an error what the command can only say on standard error.
        parsed.call("begin", serialise({"facts": facts}))
    arguments = [f"--feature={as_text(feature)}" for feature in features]
    arguments += ["begin", *(f"--flag={as_text(name)}={as_text(value)}" for name, value in flags.items())]
    if tool_version is not None:
        arguments.append(f"--tool-version={as_text(tool_version)}")
    if somebody_is_there:
        arguments.append("--terminal=yes")
    return runner.run(arguments, contract).output.rstrip("\n")
