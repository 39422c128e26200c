"""Running a child process with variables of its own."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


def run_child(command: Sequence[str], variables: Sequence[str], replace: bool) -> int:
    """Run ``command`` with ``NAME=value`` variables added to the environment; give its exit status.

    A child that a signal ended has the status 128 + signal, as in a shell. With ``replace`` this process becomes the
    child and the call does not return. Raises ``OSError`` where the program cannot be started.
    """
    environment = dict(os.environ)
    for variable in variables:
        name, _, value = variable.partition("=")
        environment[name] = value
    program = _found(command[0], environment.get("PATH", os.defpath))
    try:
        return _run(program, list(command), environment, replace)
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise
    # A script that does not say what it is for, which a shell runs itself (POSIX, "Command Search and Execution").
    return _run("/bin/sh", ["sh", program, *command[1:]], environment, replace)


def _found(name: str, places: str) -> str:
    """Look for a program as a shell does, which goes on where there is one that may not be run.

    Not by the libraries that start one: for them an empty path has no place, or a file that may not be run ends it all.
    """
    if not name:
        raise FileNotFoundError("there is no program without a name")
    if "/" in name or os.name == "nt":
        return name
    denied = False
    for place in places.split(":"):
        path = f"{place or '.'}/{name}"
        try:
            is_file = stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 - a Path would have to be loaded
        except OSError as error:
            denied = denied or isinstance(error, PermissionError)
        else:
            if is_file and os.access(path, os.X_OK):
                return path
            denied = True
    raise (PermissionError if denied else FileNotFoundError)("no such program can be run")


def _run(program: str, command: list[str], environment: dict[str, str], replace: bool) -> int:
    if replace:
        _replace(program, command, environment)
    with _left_to_the_child():
        child = subprocess.Popen(command, executable=program, env=environment)  # noqa: S603 - the caller's own command
        status = child.wait()
    return 128 - status if status < 0 else status


def _replace(program: str, command: list[str], environment: dict[str, str]) -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    # Python ignores these two, and what is ignored stays so in the program that follows.
    changed = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGPIPE, signal.SIGXFSZ)}
    try:
        os.execve(program, command, environment)  # noqa: S606 - the caller's own command
    finally:
        for number, handler in changed.items():
            signal.signal(number, handler)


@contextmanager
def _left_to_the_child() -> Iterator[None]:
    """Leave Ctrl-C and its like to the child while it runs, as a shell does.

    The handlers do nothing rather than ignore: what is ignored would stay so in the child. Only the main thread can
    set them; elsewhere the signals go to the main thread in any case.
    """
    changed = {}
    try:
        for number in (signal.SIGINT, getattr(signal, "SIGQUIT", signal.SIGINT)):
            before = signal.getsignal(number)
            if before is not signal.SIG_IGN and before is not None:
                changed[number] = before
                signal.signal(number, lambda _number, _frame: None)
    except ValueError:
        changed.clear()
    try:
        yield
    finally:
        for number, handler in changed.items():
            signal.signal(number, handler)
