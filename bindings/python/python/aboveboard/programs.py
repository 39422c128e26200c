"""The effect that runs one of the system's own programs for what it prints."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Sequence

from .answer import ANSWER_BOUND, EffectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

LONGEST_RUN = 5.0
"""How many seconds a program may take."""

PROGRAMS = {
    ("Darwin", "ioreg"): ("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"),
    ("Darwin", "ifconfig"): ("/sbin/ifconfig", "-a"),
    ("Darwin", "sw_vers"): ("/usr/bin/sw_vers", "-productVersion"),
    ("Windows_NT", "machine_guid"): (
        r"%SystemRoot%\System32\reg.exe",
        "query",
        r"HKLM\SOFTWARE\Microsoft\Cryptography",
        "/v",
        "MachineGuid",
    ),
    ("Windows_NT", "ver"): (r"%SystemRoot%\System32\cmd.exe", "/d", "/c", "ver"),
}
"""Each program by what the effect ``platform`` calls its system, and its word."""

_SYSTEM_ROOT = "%SystemRoot%"
_WINDOWS = os.name == "nt"


def output_of(system: str, word: str) -> str:
    """Give what the program prints that a word stands for."""
    command = PROGRAMS.get((system, word))
    if command is None:
        raise EffectError("unsupported")
    return run((_located(command[0]), *command[1:]))


def run(command: Sequence[str], seconds: float = LONGEST_RUN) -> str:
    """Run a program, with nothing on its standard input, and give what it prints."""
    end = time.monotonic() + seconds
    with subprocess.Popen(  # noqa: S603 - by its path, and from a fixed table
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            output = _output(process, end)
            status = process.wait(_left_until(end))
        except subprocess.TimeoutExpired:
            raise EffectError("timeout") from None
        finally:
            process.kill()  # which does nothing to one that has been waited for
    if status != 0:
        raise EffectError("other")
    return output.decode("utf-8")


def _located(path: str) -> str:
    if not path.startswith(_SYSTEM_ROOT):
        return path
    root = os.environ.get("SystemRoot")  # noqa: SIM112 - as Windows writes it
    if root is None:
        raise EffectError("absent")
    return root + path[len(_SYSTEM_ROOT) :]


def _left_until(end: float) -> float:
    return max(0.0, end - time.monotonic())


def _output(process: subprocess.Popen[bytes], end: float) -> bytes:
    if process.stdout is None:
        raise EffectError("other")
    # On Windows only a thread can wait for a pipe, and subprocess starts one. An interpreter that is ending starts no
    # more of them: elsewhere there is none.
    output = process.communicate(timeout=_left_until(end))[0] if _WINDOWS else _read(process.stdout, end)
    if len(output) > ANSWER_BOUND:
        raise EffectError("other")
    return output


def _read(pipe: IO[bytes], end: float) -> bytes:
    """Read to the end of a pipe, or until that is more than anybody takes."""
    readable = select.poll()
    readable.register(pipe, select.POLLIN)
    output = b""
    while len(output) <= ANSWER_BOUND:
        if not readable.poll(_left_until(end) * 1000):
            raise EffectError("timeout")
        part = os.read(pipe.fileno(), ANSWER_BOUND + 1 - len(output))
        if not part:
            break
        output += part
    return output
