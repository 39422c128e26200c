"""``python -m aboveboard``: the same commands as the helper for shell scripts."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from .background import Deliveries
from .command import Runner
from .errors import AboveboardError


def main() -> int:
    """Run the command of ``sys.argv``, print its output and give its exit status."""
    try:
        outcome = Runner(None, Deliveries(), may_replace=True).run(sys.argv[1:], None)
        return outcome.status if _print(outcome.output) else outcome.status or 1
    except AboveboardError as error:
        _say(error)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    finally:
        _settle_standard_error()


def _print(output: str) -> bool:
    """Print what a command gives. A reader that has seen enough is no failure."""
    if not output:
        return True
    from .streams import write_all

    try:
        if sys.stdout is None:
            raise OSError
        write_all(sys.stdout.fileno(), output.encode("utf-8"))
    except BrokenPipeError:
        return True
    except OSError:
        _say("standard output cannot be written")
        return False
    return True


def _say(message: object) -> None:
    # print would take standard output for a standard error that was closed.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"aboveboard: {message}", file=sys.stderr)


def _settle_standard_error() -> None:
    """Give up what standard error does not take. Python would try again at exit, and end with a status of its own."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


if __name__ == "__main__":
    sys.exit(main())
