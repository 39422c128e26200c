"""``python -m aboveboard``: the same commands as the helper for shell scripts."""

from __future__ import annotations

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
        if sys.stdout is not None:
            sys.stdout.buffer.write(outcome.output.encode("utf-8"))
            sys.stdout.buffer.flush()
    except AboveboardError as error:
        print(f"aboveboard: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever read this has seen enough. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        print("aboveboard: standard output cannot be written", file=sys.stderr)
        return 1
    finally:
        _settle_standard_error()
    return outcome.status


def _settle_standard_error() -> None:
    """Give up what standard error does not take. Python would try again at exit, and end with a status of its own."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


if __name__ == "__main__":
    sys.exit(main())
