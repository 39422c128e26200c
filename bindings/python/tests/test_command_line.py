"""``python -m aboveboard`` as a real process, with a real terminal where there is a question."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import aboveboard

from .conftest import CONTRACT_FILE, STARTED, TIME, Receiver, run_module

CONTRACT = ("--contract", str(CONTRACT_FILE))
EVENT = (STARTED, "command.name=apply", "command.result=started", "client.script=infra", f"--time={TIME}")


def test_help_and_version() -> None:
    done = run_module("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"usage: aboveboard" in done.stdout
    assert run_module("--version").stdout.decode() == f"aboveboard {aboveboard.version()}\n"


def test_usage_errors_end_with_2() -> None:
    for arguments in ((), ("nonsense",), (b"\xff",), (*CONTRACT, "begin", "--flag", "x")):
        done = run_module(*arguments)
        assert (done.returncode, done.stdout) == (2, b""), arguments
        assert done.stderr.startswith(b"aboveboard: ")
        assert b"Traceback" not in done.stderr


def test_a_contract_that_is_not_there() -> None:
    done = run_module("--contract", "/nothing/there.json", "status")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"it does not exist" in done.stderr


def test_begin_payload_and_send_belong_together(receiver: Receiver) -> None:
    run = run_module(*CONTRACT, "begin", "--tool-version", "1.4.0").stdout.decode().strip()
    assert json.loads(run)["decision"]["state"] == "on"
    payload = run_module(*CONTRACT, "--run", run, "payload", *EVENT)
    assert payload.returncode == 0
    for options in ((), ("--wait",)):
        done = run_module(*CONTRACT, "--run", run, "send", *EVENT, *options)
        # Plain http is warned of where somebody waits.
        assert (done.returncode, done.stdout) == (0, b"")
    first, second = receiver.received
    assert first.body == second.body == payload.stdout


def test_denied_payloads_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "no")
    done = run_module(*CONTRACT, "payload", *EVENT)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"nothing may be sent" in done.stderr
    done = run_module(*CONTRACT, "preview", *EVENT)
    assert json.loads(done.stdout)["command"]["name"] == "apply"


def test_exec_becomes_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEMETRY_ENABLED", "no")
    shell = 'printf "%s %s %s" "$TELEMETRY_ENABLED" "$1" "$$"; exit 9'
    process = subprocess.Popen(
        [sys.executable, "-m", "aboveboard", *CONTRACT, "exec", "--", "sh", "-c", shell, "sh", b"\xff"],
        stdout=subprocess.PIPE,
    )
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 9
    assert output == b"false \xff %d" % process.pid


@pytest.mark.parametrize("ignored", ["PIPE", "XFSZ", "INT"])
def test_exec_leaves_no_signal_ignored(ignored: str) -> None:
    done = run_module(*CONTRACT, "exec", "--", "sh", "-c", f"kill -{ignored} $$; exit 3")
    assert done.returncode == -getattr(signal, f"SIG{ignored}")


@pytest.mark.parametrize(
    ("program", "status"), [("/nothing/there", 127), ("no-such-program", 127), ("", 127), (str(CONTRACT_FILE), 126)]
)
def test_exec_of_what_cannot_be_run(program: str, status: int) -> None:
    done = run_module(*CONTRACT, "exec", "--", program)
    assert done.returncode == status
    assert done.stderr.startswith(b"aboveboard: the program after --")


def test_exec_of_a_script_that_does_not_say_what_it_is_for(
    contract: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "script-of-its-own"
    script.write_text('exit "$1"\n')
    script.chmod(0o755)
    assert run_module(*CONTRACT, "exec", "--", str(script), "5").returncode == 5
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert run_module(*CONTRACT, "exec", "--", script.name, "6").returncode == 6
    assert aboveboard.run_command(["exec", "--", script.name, "7"], contract=contract).status == 7
    monkeypatch.setenv("PATH", "")
    assert run_module(*CONTRACT, "exec", "--", script.name, "8", cwd=tmp_path).returncode == 8


def test_exec_in_a_library_waits_for_the_child(contract: str, capfd: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)

    def run(*command: str) -> aboveboard.Outcome:
        return aboveboard.run_command(["exec", "--", *command], contract=contract)

    assert run("sh", "-c", "exit 5") == aboveboard.Outcome(5, "")
    assert run("sh", "-c", "kill -TERM $$").status == 128 + signal.SIGTERM
    # Ctrl-C reaches both; it is the child's to say what comes of it.
    assert run("sh", "-c", f"trap 'exit 4' INT; kill -INT {os.getpid()} $$; sleep 5").status == 4
    assert run("sh", "-c", "printf '%s' \"$TELEMETRY_ENABLED\"").status == 0
    assert capfd.readouterr().out == "false"
    assert signal.getsignal(signal.SIGINT) is before
    assert "TELEMETRY_ENABLED" not in os.environ


def test_deliver_reads_standard_input() -> None:
    for given in (b"", b"{}", b"\xff", b"[" * 100_000, b"a" * (2 << 20)):
        done = run_module("deliver", input=given)
        assert done.returncode == 1
        assert done.stderr.startswith(b"aboveboard: ")
        assert done.stderr.count(b"\n") == 1


def test_output_that_nobody_reads() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "aboveboard", "--help"], stdout=pipe, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "aboveboard", "--help"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"aboveboard: standard output cannot be written\n")


def redirected(command: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of a shell, in which ``aboveboard`` is this package's."""
    shell = f'aboveboard() {{ "$0" -m aboveboard "$@"; }}; {command}'
    return subprocess.run(["sh", "-c", shell, sys.executable], capture_output=True, timeout=60, check=False, **options)


@pytest.mark.parametrize("command", ["--help", f"--contract {CONTRACT_FILE} status"])
def test_a_closed_standard_output_is_an_error(command: str) -> None:
    done = redirected(f"aboveboard {command} >&-")
    assert (done.returncode, done.stderr) == (1, b"aboveboard: standard output cannot be written\n")
    assert redirected(f"aboveboard {command} <&- >&- 2>&-").returncode == 1
    assert redirected("aboveboard nonsense >&-").returncode == 2
    # Where there is nothing to print there is nothing wrong.
    assert redirected(f"aboveboard --contract {CONTRACT_FILE} send {STARTED} >&-").returncode == 0


def test_a_closed_standard_input_is_an_empty_one() -> None:
    done = redirected("aboveboard scrub <&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    done = redirected("echo to jane@acme.example | aboveboard scrub >&-")
    assert (done.returncode, done.stderr.startswith(b"aboveboard: scrubbing stopped: ")) == (1, True)


LINES = b"to jane@acme.example\n" * 20_000


def test_streams_that_do_not_block_are_waited_for() -> None:
    given, giving = os.pipe()
    taking, taken = os.pipe()
    for descriptor in (given, taken):
        os.set_blocking(descriptor, False)
    with subprocess.Popen(
        [sys.executable, "-m", "aboveboard", "scrub"], stdin=given, stdout=taken, stderr=subprocess.PIPE
    ) as process:
        os.close(given)
        os.close(taken)

        def give() -> None:
            time.sleep(0.5)
            with os.fdopen(giving, "wb") as pipe:
                pipe.write(LINES)

        giver = threading.Thread(target=give)
        giver.start()
        time.sleep(1.5)  # until there is no more room
        with os.fdopen(taking, "rb") as pipe:
            assert pipe.read() == LINES.replace(b"jane@acme.example", b"[email]")
        giver.join()
        assert process.stderr is not None
        assert (process.wait(60), process.stderr.read()) == (0, b"")


def test_output_waits_for_room() -> None:
    taking, taken = os.pipe()
    os.set_blocking(taken, False)
    with pytest.raises(BlockingIOError):
        while True:
            os.write(taken, bytes(4096))
    with subprocess.Popen([sys.executable, "-m", "aboveboard", "--help"], stdout=taken) as process:
        os.close(taken)
        time.sleep(0.5)
        with os.fdopen(taking, "rb") as pipe:
            assert b"usage: aboveboard" in pipe.read()
        assert process.wait(60) == 0


def at_a_terminal(answer: bytes) -> tuple[int, bytes, str]:
    """Run ``begin`` at a terminal, type ``answer`` at the question; give status, what was shown and the state."""
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-m", "aboveboard", *CONTRACT, "begin"])
    shown = b""
    while b"[Y/n] " not in shown:
        shown += os.read(terminal, 4096)
    os.write(terminal, answer)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    (line,) = [line for line in shown.decode("latin-1").splitlines() if line.startswith("{")]
    return os.WEXITSTATUS(status), shown, json.loads(line)["decision"]["state"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"y\n", "on"),
        (b"YES\n", "on"),
        (b"\n", "on"),
        (b"n\n", "off"),
        (b"no\n", "off"),
        (b"perhaps\n", "off"),
        (b"\xff\n", "off"),
        (b"y" * 3000 + b"\n", "off"),
        (b"\x04", "off"),
        (b"\x03", "off"),
    ],
)
def test_the_question_is_put_at_the_terminal(answer: bytes, state: str) -> None:
    status, shown, decided = at_a_terminal(answer)
    assert (status, decided) == (0, state)
    assert shown.count(b"Share anonymous telemetry") == 1


def test_without_a_terminal_nobody_is_asked() -> None:
    done = run_module(*CONTRACT, "begin", "--terminal", "yes", start_new_session=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["decision"]["state"] == "off"
