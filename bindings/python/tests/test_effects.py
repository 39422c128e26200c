"""The host performs each operation on the real thing, and answers in the protocol's words."""

from __future__ import annotations

import errno
import json
import os
import socket
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from aboveboard import run_command, surface
from aboveboard.answer import INPUT_BOUND
from aboveboard.background import Deliveries
from aboveboard.effects import Host, error_class

from .conftest import CONTRACT_FILE, Receiver, run_module

UNDECODABLE = {"undecodable": True}


def failed(name: str) -> dict[str, str]:
    return {"error": name}


@pytest.fixture
def host() -> Host:
    return Host([], None, Deliveries(), lambda text, heard: None)


def test_variables(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABOVEBOARD_TEST", "caf\u00e9\n")
    assert host.perform("variable", 0, "ABOVEBOARD_TEST") == "caf\u00e9\n"
    monkeypatch.setenv("ABOVEBOARD_TEST", "")
    assert host.perform("variable", 0, "ABOVEBOARD_TEST") == ""
    for name in ("ABOVEBOARD_NOT_THERE", "", "A=B", "A\0B", "\U0001f600"):
        assert host.perform("variable", 0, name) == failed("absent")


def test_a_variable_that_is_not_utf8_is_no_consent() -> None:
    environment: dict[bytes, bytes] = {**os.environb, b"TELEMETRY_ENABLED": b"\xffsecret"}
    done = run_module("--contract", str(CONTRACT_FILE), "status", env=environment)
    assert done.returncode == 0
    assert b"telemetry: off" in done.stdout
    assert b"TELEMETRY_ENABLED is not valid UTF-8; it counts as no" in done.stdout
    assert b"secret" not in done.stdout + done.stderr


def test_files(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "caf\u00e9"
    cases: list[tuple[bytes, Any]] = [
        (b"", ""),
        (b"a\0b\r\n", "a\0b\r\n"),
        (b"\xef\xbb\xbf{}", "\ufeff{}"),
        (b"caf\xc3\xa9", "caf\u00e9"),
        (b"\xff", UNDECODABLE),
        (b"\xed\xa0\x80", UNDECODABLE),
        (b"a" * INPUT_BOUND, "a" * INPUT_BOUND),
        (b"a" * (INPUT_BOUND + 1), failed("other")),
    ]
    for content, answer in cases:
        file.write_bytes(content)
        assert host.perform("file", 0, str(file)) == answer
    assert host.perform("file", 0, str(tmp_path / "nothing")) == failed("absent")
    assert host.perform("file", 0, str(file / "below a file")) == failed("absent")
    assert host.perform("file", 0, "a\0b") == failed("absent")
    assert host.perform("file", 0, str(tmp_path)) == failed("other")
    assert host.perform("file", 0, "x" * 100_000) == failed("other")


def test_a_file_that_may_not_be_read_is_denied(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("{}")
    file.chmod(0)
    # As somebody who is not root, for whom there is no denied file.
    drop = "import os; os.getuid() or (os.setgid(65534), os.setuid(65534));"
    read = "from aboveboard.effects import Host; from aboveboard.background import Deliveries; import sys;"
    tmp_path.chmod(0o755)
    for directory in list(tmp_path.parents)[:2]:
        directory.chmod(0o755)
    done = run_module(
        str(file), code=read + drop + "print(Host([], None, Deliveries(), print).perform('file', 0, sys.argv[1]))"
    )
    assert done.stdout.decode().strip() == "{'error': 'denied'}", done.stderr


def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(host: Host, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    began = time.monotonic()
    assert host.perform("file", 0, str(tmp_path / "pipe")) == failed("other")
    assert host.perform("file", 0, "/dev/zero") == failed("other")
    assert time.monotonic() - began < 5


def test_descriptors_are_closed(host: Host, tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        host.perform("file", 0, str(tmp_path))
        host.perform("file", 0, os.devnull)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_directories(host: Host, tmp_path: Path) -> None:
    for name in (b"caf\xc3\xa9", b".hidden", b"a\nb", b"\xff"):
        (tmp_path / os.fsdecode(name)).touch()
    answer = host.perform("list", 0, str(tmp_path))
    assert isinstance(answer, str)
    assert sorted(answer.splitlines(keepends=True)) == [".hidden\n", "caf\u00e9\n"]
    assert host.perform("list", 0, str(tmp_path / ".hidden")) == failed("absent")
    assert host.perform("list", 0, f"{tmp_path}\0") == failed("absent")


def test_what_the_system_is(host: Host) -> None:
    for word, flag in {"host_name": "-n", "system": "-s", "release": "-r", "machine": "-m"}.items():
        told = subprocess.run(["uname", flag], stdout=subprocess.PIPE, check=True).stdout.decode()
        assert host.perform("platform", 0, word) == told.rstrip("\n")
    assert host.perform("platform", 0, "nodename") == failed("unsupported")
    assert host.perform("program", 0, "ver") == failed("unsupported")


def test_what_windows_is(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aboveboard.effects._WINDOWS", True)
    monkeypatch.setenv("COMPUTERNAME", "DESK")
    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "x86")
    monkeypatch.delenv("PROCESSOR_ARCHITEW6432", raising=False)
    told = {"host_name": "DESK", "system": "Windows_NT", "machine": "x86"}
    assert {word: host.perform("platform", 0, word) for word in told} == told
    monkeypatch.setenv("PROCESSOR_ARCHITEW6432", "AMD64")
    assert host.perform("platform", 0, "machine") == "AMD64"
    assert host.perform("platform", 0, "directory") == str(Path.cwd())
    for word in ("release", "user_id", "weather"):
        assert host.perform("platform", 0, word) == failed("unsupported")


def test_time_and_randomness(host: Host) -> None:
    answer = host.perform("time", 0, "")
    assert isinstance(answer, str)
    assert abs(int(answer) - time.time()) < 5
    one, other = (host.perform("random", 48, "") for _ in range(2))
    assert isinstance(one, str)
    assert len(bytes.fromhex(one)) == 48
    assert one == one.lower() != other
    assert host.perform("random", 0, "") == ""
    for count in (1025, 2**32, 2**63, -1):
        assert host.perform("random", count, "") == failed("unsupported")


def test_streams(host: Host, capfd: pytest.CaptureFixture[str]) -> None:
    assert host.perform("terminal", 0, "") in ("yes", "no")
    assert host.perform("terminal", 3, "") == failed("unsupported")
    assert host.perform("print", 2, "for people: caf\u00e9\n") == ""
    assert host.perform("print", 1, "nowhere\n") == failed("unsupported")
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "for people: caf\u00e9\n")


def test_what_runs_in_the_background_has_no_streams(capfd: pytest.CaptureFixture[str]) -> None:
    background = Host([], None, Deliveries(), lambda text, heard: None, standard_input="handed over")
    assert background.perform("stdin", 0, "") == "handed over"
    assert background.perform("print", 2, "in the middle of things\n") == failed("absent")
    assert capfd.readouterr().err == ""


def test_what_is_not_known_is_unsupported(host: Host) -> None:
    for operation in ("", "unlink", "perform", "__init__", "_file"):
        assert host.perform(operation, 0, "") == failed("unsupported")


@pytest.mark.parametrize(("stops", "answers"), [(True, 1), (False, 2)])
def test_a_batch_ends_where_what_stops_it_has_failed(
    stops: bool, answers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = str(tmp_path / "absent")
    effects = [
        {"index": 0, "digest": "", "op": "remove", "stops": stops, "number": 0, "text": [absent]},
        {"index": 1, "digest": "", "op": "time", "stops": False, "number": 0, "text": []},
    ]
    told = [{"perform": effects}, {"done": {"status": 0, "output": ""}}]
    heard: list[Any] = []

    def step(text: str) -> str:
        heard[:] = json.loads(text)["replies"]
        return json.dumps(told.pop(0))

    monkeypatch.setattr(surface, "step", step)
    run_command([])
    assert [reply["index"] for reply in heard] == list(range(answers))
    assert heard[0]["answer"] == failed("absent")


def test_a_host_without_standard_streams_goes_on() -> None:
    code = """if True:
        import os
        for stream in (0, 1, 2):
            os.close(stream)
        import sys
        sys.stdin = sys.stdout = sys.stderr = None
        from aboveboard.background import Deliveries
        from aboveboard.effects import Host
        host = Host([], None, Deliveries(), print)
        answers = [host.perform(*what) for what in
                   [("stdin", 0, ""), ("terminal", 0, ""), ("print", 2, "x"), ("ask", 0, "?")]]
        assert answers == [{"error": "other"}, "no", {"error": "absent"}, {"error": "absent"}], answers
        os._exit(7)
    """
    done = run_module(code=code, start_new_session=True)
    assert done.returncode == 7, done.stderr


def test_wait_waits(host: Host) -> None:
    began = time.monotonic()
    assert host.perform("wait", 50, "") == ""
    assert 0.05 <= time.monotonic() - began < 5
    for never in (-1, 2**53):
        assert host.perform("wait", never, "") == failed("other")


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (OSError(errno.ENOENT, ""), "absent"),
        (OSError(errno.ENOTDIR, ""), "absent"),
        (OSError(errno.EACCES, ""), "denied"),
        (OSError(errno.EPERM, ""), "denied"),
        (OSError(errno.EROFS, ""), "read_only"),
        (OSError(errno.ENOSPC, ""), "full"),
        (OSError(errno.EDQUOT, ""), "full"),
        (OSError(errno.EFBIG, ""), "full"),
        (OSError(errno.EEXIST, ""), "exists"),
        (OSError(errno.ETIMEDOUT, ""), "timeout"),
        (TimeoutError(), "timeout"),
        (OSError(errno.EINTR, ""), "interrupted"),
        (OSError(errno.EIO, ""), "other"),
        (OSError("without a number"), "other"),
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), "other"),
        # Numbers of their own that look like errnos.
        (ssl.SSLError(errno.EPERM, ""), "other"),
        (socket.gaierror(errno.ENOENT, ""), "other"),
    ],
)
def test_errors_have_classes(error: OSError, name: str) -> None:
    assert error_class(error) == name


@pytest.mark.parametrize("operation", ["send", "send_deletion"])
def test_a_request_is_sent(host: Host, receiver: Receiver, operation: str) -> None:
    request = {
        "method": "POST",
        "url": receiver.url,
        "headers": [["Content-Type", "application/json"]],
        "body": '{"a":1}',
        "connect_timeout_seconds": 5,
        "timeout_seconds": 5,
    }
    assert host.perform(operation, 0, json.dumps(request)) == "HTTP/1.1 204\n"
    (received,) = receiver.received
    assert (received.line, received.body) == ("POST /telemetry HTTP/1.1", b'{"a":1}')


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps({"method": "POST"}), "\ud800"])
def test_a_request_that_is_none_is_an_answer(host: Host, text: str) -> None:
    assert host.perform("send", 0, text) == failed("other")
